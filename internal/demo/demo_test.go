package demo

import (
	"slices"
	"strings"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/natcode"
	"servicehall/internal/stats"
)

func dataset(t *testing.T) *catalog.Dataset {
	t.Helper()
	data, err := Dataset()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestTotals: the demonstration catalogue has the totals of the county's 2023 report.
func TestTotals(t *testing.T) {
	data := dataset(t)
	lifecycles, batch, departments, waiver, commitment := map[catalog.Lifecycle]int{}, 0, map[string]bool{}, 0, 0
	for _, s := range data.Scenes {
		lifecycles[s.Lifecycle]++
	}
	for _, m := range data.Matters {
		if m.Entry != nil {
			batch++
			departments[m.Department] = true
			if m.Type != "01" {
				t.Errorf("%s moved in as an approval and is none", m.Name)
			}
		}
		if m.Waiver {
			waiver++
		}
		if m.Commitment != nil {
			commitment++
		}
	}
	for name, counts := range map[string][2]int{
		"matters": {len(data.Matters), 1733}, "departments": {len(data.Departments), 45}, "zones": {len(data.Zones), 8}, "windows": {len(data.Windows), 86},
		"scenes": {len(data.Scenes), 37}, "bundles": {len(data.Bundles), 204}, "life-cycles": {len(lifecycles), 3},
		"matters of the entry batch": {batch, 115}, "departments of the entry batch": {len(departments), 14},
	} {
		if counts[0] != counts[1] {
			t.Errorf("%s: %d, want %d", name, counts[0], counts[1])
		}
	}
	if waiver < 100 || waiver > 600 || commitment < 50 || commitment > 400 {
		t.Errorf("waiver on %d matters, commitment on %d", waiver, commitment)
	}
	if got := stats.TimeReduction(data.Matters); got.Value == nil || *got.Value != 0.8182 {
		t.Errorf("time reduction %v (%s of %s), want 0.8182", *got.Value, got.Numerator, got.Denominator)
	}
	i := slices.IndexFunc(data.Bundles, func(b *catalog.Bundle) bool { return b.Name == "企业开办" })
	if i < 0 || data.Bundles[i].PromisedLimit == nil || *data.Bundles[i].PromisedLimit != (catalog.Limit{Value: 50, Unit: catalog.Workday}) {
		t.Error("企业开办 is not there or does not take 0.5 working days")
	}
}

// TestRecords: every record is valid and labelled, every code is well formed, every window has work.
func TestRecords(t *testing.T) {
	data := dataset(t)
	if err := data.Validate(func(catalog.Kind, string) bool { return false }); err != nil {
		t.Fatal(err)
	}
	for _, r := range data.Records() {
		if !r.Base().Demonstration || strings.Contains(r.Base().Name, "演示") {
			t.Errorf("%s %s is not labelled as it should be", r.Kind(), r.Base().Code)
		}
	}
	credit := map[string]string{}
	for _, d := range data.Departments {
		if err := natcode.CheckCredit(d.Code); err != nil {
			t.Errorf("%s: %v", d.Name, err)
		}
		if d.Division != "610829" {
			t.Errorf("%s: division %s", d.Name, d.Division)
		}
		credit[d.Code] = d.Name
	}
	mains, busy := map[string]string{}, map[string]bool{}
	for _, m := range data.Matters {
		code, err := natcode.ParseMatter(m.Code)
		switch {
		case err != nil:
			t.Errorf("%s: %v", m.Name, err)
		case code.Credit != m.Department || code.Level != m.Level || code.Base.String() != m.BaseCode || code.Base.Type != m.Type || code.Implementation() != m.MainCode || len(m.Code) != 33:
			t.Errorf("%s: the parts of %s are not those of the matter", m.Name, m.Code)
		}
		if name, ok := mains[m.MainCode]; ok && name != m.MainName {
			t.Errorf("main code %s names %s and %s", m.MainCode, name, m.MainName)
		}
		mains[m.MainCode] = m.MainName
		if len(m.Windows) == 0 {
			t.Errorf("%s has no window", m.Name)
		}
		for _, w := range m.Windows {
			busy[w] = true
		}
		for _, c := range m.Contacts {
			if c.Way == catalog.ContactPhone && !strings.HasPrefix(c.Value, "0912-0000") {
				t.Errorf("%s: telephone %s could be a real one", m.Name, c.Value)
			}
		}
		if (m.Handling == catalog.Immediate) != m.PromisedLimit.Immediate() {
			t.Errorf("%s: %s with a promise of %s", m.Name, m.Handling, m.PromisedLimit)
		}
		var steps catalog.Hundredths
		for _, s := range m.Steps {
			if s.Limit != nil {
				steps += s.Limit.Value
			}
		}
		if p := m.PromisedLimit; p.Unit == catalog.Workday && steps != p.Value {
			t.Errorf("%s: the steps take %s days, the promise is %s", m.Name, steps, p)
		}
		if m.LegalLimit != nil && m.PromisedLimit.Workdays() > m.LegalLimit.Workdays() {
			t.Errorf("%s promises more than the law allows", m.Name)
		}
		for _, l := range m.LegalBases {
			if l.Law == "" || strings.ContainsAny(l.Clause, "《》") {
				t.Errorf("%s: basis %+v was not read", m.Name, l)
			}
		}
	}
	for _, w := range data.Windows {
		if !busy[w.Code] && !w.Comprehensive {
			t.Errorf("window %s %s handles nothing", w.Code, w.Name)
		}
	}
}

// TestBundles: a bundle groups at least two departments' or services' work, under a lead that has a part in it.
func TestBundles(t *testing.T) {
	data := dataset(t)
	department, owners := map[string]string{}, map[string]string{}
	for _, m := range data.Matters {
		owners[m.Code] = m.Department
	}
	for _, d := range data.Departments {
		department[d.Code] = d.ShortName
	}
	names, sets, single := map[string]bool{}, map[string]string{}, 0
	for _, b := range data.Bundles {
		if names[b.Name] {
			t.Errorf("two bundles are called %s", b.Name)
		}
		names[b.Name] = true
		parts, members, required := map[string]bool{}, []string{}, 0
		for _, m := range b.Members {
			if m.Matter == nil {
				members = append(members, m.Service.Name)
				continue
			}
			members = append(members, *m.Matter)
			parts[owners[*m.Matter]] = true
			if m.Required {
				required++
			} else if m.Condition == "" {
				t.Errorf("%s: member %s is optional without a condition", b.Name, *m.Matter)
			}
		}
		if !parts[b.Lead] && department[b.Lead] != "行政审批局" {
			t.Errorf("%s: the lead %s has no member", b.Name, department[b.Lead])
		}
		if required == 0 {
			t.Errorf("%s has no required matter", b.Name)
		}
		slices.Sort(members)
		key := strings.Join(members, " ")
		if other, twice := sets[key]; twice {
			t.Errorf("%s and %s have the same members", b.Name, other)
		}
		sets[key] = b.Name
		if len(parts) < 2 {
			single++
		}
		if b.PromisedLimit == nil || len(b.Windows) == 0 || len(b.Channels) == 0 || b.Summary == "" {
			t.Errorf("%s lacks a limit, windows, channels or a summary", b.Name)
		}
	}
	if single > len(data.Bundles)/10 {
		t.Errorf("%d bundles lie within one department", single)
	}
}

// TestHolds: what people of any county look for is there.
func TestHolds(t *testing.T) {
	data := dataset(t)
	for _, term := range []string{
		"出生登记", "食品经营许可", "城乡居民基本养老保险参保登记", "不动产首次登记|首次登记", "医疗机构执业", "社会保险登记", "住房公积金提取", "驾驶证",
		"宅基地|农村村民住宅", "职称", "港澳通行证|往来港澳", "公墓|骨灰|火化", "转移登记", "个体工商户设立", "公共场所卫生许可", "动物防疫条件合格证",
		"灵活就业人员", "丧葬补助|丧葬补贴|遗属待遇", "不动产权", "生育登记", "就业创业证|失业登记", "机动车注册登记", "独生子女父母光荣证", "结婚登记",
		"养老机构", "特困人员", "老年人优待证", "继承", "期满换证", "转入", "乡村建设规划许可", "个体工商户变更", "护理补贴", "抵押权注销|抵押注销|不动产抵押",
		"食品经营许可延续", "居民身份证", "护照", "义务教育", "教师资格", "低保|最低生活保障", "异地就医", "工伤认定", "取水许可", "施工许可", "林木采伐",
	} {
		if !slices.ContainsFunc(data.Matters, func(m *catalog.Matter) bool {
			return slices.ContainsFunc(strings.Split(term, "|"), func(part string) bool { return strings.Contains(m.Name, part) })
		}) {
			t.Errorf("no matter is about %s", term)
		}
	}
}
