package exchange

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/exchange/tabular"
	"servicehall/internal/testkit"
)

// TestAllFaultsAtOnce: faults of cells do not hide the faults of form beside them, and bring no fault along that is
// only their consequence.
func TestAllFaultsAtOnce(t *testing.T) {
	long := strings.Repeat("长", 201)
	for _, tt := range []struct {
		name string
		book *tabular.Book
		want string
	}{
		{"a cell and a length", sheet("事项", "事项编码|事项名称|实施主体|承诺时限|说明", "N1|"+long+"|D1|几天|一\x07二"), "2 承诺时限 form\n2 事项名称 length\n2 说明 form"},
		{"no department beside another fault", sheet("事项", "事项编码|事项名称|实施主体|承诺时限", "N1|甲||几天"), "2 承诺时限 form\n2 实施主体 required"},
		{"an unknown department is said once", sheet("事项", "事项编码|事项名称|实施主体", "N1|甲|县不存在局"), "2 实施主体 form"},
		{"a row without a code", sheet("事项", "事项编码|事项名称|承诺时限", "|甲|几天", "~1.1E20|乙|好几天"), "2 事项编码 required\n2 承诺时限 form\n3 事项编码 numeric\n3 承诺时限 form"},
		{"no consequences", sheet("材料", "事项编码|材料名称|材料必要性|补正时限|份数", "M1|身份证|随便|1工作日|100"), "2 材料必要性 form\n2 份数 range"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := said(t, tt.book, Error); got != tt.want {
				t.Errorf("%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// TestIdleDepartments: a department is made for rows that come in, not for those that are refused.
func TestIdleDepartments(t *testing.T) {
	book := sheet("事项", "事项编码|事项名称|部门|承诺时限", "N1|甲|县新设局|", "N2|乙|县错误局|几天", "N3|丙|"+strings.Repeat("县", 201)+"|")
	p, err := Make(book, testkit.Hall(t), PlanOptions{CreateMissing: true})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range p.Records {
		names = append(names, r.Base().Name)
	}
	if fmt.Sprint(names) != "[县新设局 甲]" || p.Report.Count(Error) != 2 || p.Report.Tallies[0].New != 1 {
		t.Errorf("records %v, %+v", names, p.Report)
	}
}

// TestHurtBundles: who takes a matter out of use is told which bundles still have it.
func TestHurtBundles(t *testing.T) {
	for name, tt := range map[string]struct {
		book *tabular.Book
		want string
	}{
		"cancelled":                 {sheet("事项", "事项编码|事项名称|状态", "M1|出生登记|取消"), "新生儿出生（B1）"},
		"suspended, by former code": {sheet("事项", "事项编码|事项名称|状态|暂停原因", "M/2 甲%+,|户口迁移|暂停|系统升级"), "新生儿出生（B1）"},
		"was cancelled before":      {sheet("事项", "事项编码|事项名称|状态", "M3|出生证明核验（旧）|取消"), ""},
		"the bundle goes too":       {both(sheet("事项", "事项编码|事项名称|状态", "M1|出生登记|取消"), sheet("一件事", "一件事编码|一件事名称|场景|牵头部门|状态", "B1|新生儿出生|S1|D1|取消")), ""},
		"left by the bundle": {both(sheet("事项", "事项编码|事项名称|状态", "M1|出生登记|取消"),
			sheet("一件事成员", "一件事编码|事项编码|外部服务", "B1|M/2 甲%+,|", "B1||预防接种建档")), ""},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Make(tt.book, testkit.Hall(t), PlanOptions{})
			taken(t, p, err)
			got := ""
			for _, f := range p.Report.Findings {
				if f.Code == "bundle_member" {
					got += f.Detail
				}
			}
			if !strings.Contains(got, tt.want) || (got == "") != (tt.want == "") {
				t.Errorf("said %q, want %q", got, tt.want)
			}
		})
	}
}

// TestRevival: an empty cell does not bring a record back into use.
func TestRevival(t *testing.T) {
	if got := said(t, sheet("事项", "事项编码|事项名称|状态", "M3|出生证明核验|", "M1|出生登记|"), Error); got != "2 状态 required" {
		t.Errorf("an empty state: %q", got)
	}
	m := one(t, sheet("事项", "事项编码|事项名称|状态", "M3|出生证明核验|在用"), PlanOptions{})
	if m.State != catalog.Active || m.Cancellation != nil {
		t.Errorf("%+v", m.Head)
	}
}

// TestChangesOfLists: what comes and goes in a list is said as that.
func TestChangesOfLists(t *testing.T) {
	p, err := Make(sheet("材料", "事项编码|编号|材料名称", "M1|m1|居民身份证（原件）", "M1||户口簿"), testkit.Hall(t), PlanOptions{})
	taken(t, p, err)
	var text strings.Builder
	p.Report.WriteText(&text)
	for _, want := range []string{"的材料名称：居民身份证 → 居民身份证（原件）\n", "材料“户口簿”：新增\n", "材料“出生医学证明”：删去\n"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("does not say %q:\n%s", want, text.String())
		}
	}
	if fields := p.Report.Changes[0].Fields; !slices.ContainsFunc(fields, func(f FieldChange) bool { return f.What == Removed }) {
		t.Errorf("%+v", fields)
	}
}
