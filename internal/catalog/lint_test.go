package catalog_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/natcode"
	"servicehall/internal/testkit"
)

// The rule cases stand in testdata/lint/RULE.txt, in Chinese, for a clerk to read and to extend:
//
//	规则 limit-order
//	情形 承诺时限比法定时限长
//	  法定时限 20工作日
//	  承诺时限 30工作日
//	应当报告 错误 /promisedLimit
//
// A case changes elements of a small hall in which nothing is wrong. 应当报告 takes the severity, the kind of
// record where it is no 事项, and the pointer, 整条记录 for the record itself; the rule must report exactly
// these. 应当没有问题: no rule at all reports anything. 应当没有这个问题: this rule does not, others may.

// sample is the small hall of the rule cases, each record by the name that the cases use.
type sample struct {
	data   *catalog.Dataset
	matter *catalog.Matter // 开店许可, a permit of 甲局 with two materials: an application (m1) and a certificate (m2)
	bundle *catalog.Bundle // 开店, of 开店许可 (b1) and 开户服务 (b2)
	window *catalog.Window // 甲窗口
}

const (
	base   = "000125001000"
	office = "11610829MB2A000112"
)

// newSample makes a hall about which no rule has anything to say.
func newSample(t *testing.T) *sample {
	t.Helper()
	head := func(code, name string) catalog.Head {
		return catalog.Head{Code: code, Name: name, State: catalog.Active}
	}
	const first, second = "11610829016123451G", office
	hours := []catalog.Span{{Days: []int{1, 2, 3, 4, 5}, Opens: "08:30", Closes: "12:00"}}
	file := &catalog.FileLink{Name: "样本"}
	matter := testkit.Matter(first+"4"+base+"01", "开店许可")
	matter.BaseCode, matter.MainCode, matter.MainName = base, first+"4"+base, "开店许可"
	matter.Department, matter.Windows = first, []string{"甲1"}
	matter.LegalLimit, matter.PromisedLimit, matter.VisitReason = testkit.Limit(t, "20工作日"), testkit.Limit(t, "5工作日"), "核验原件"
	matter.Channels, matter.OnlineDepth = []catalog.Channel{catalog.ChannelWindow, catalog.ChannelOnline}, []string{"1", "2"}
	matter.Materials = []catalog.Material{
		{ID: "m1", Name: "开店申请书", Necessity: catalog.Required, Medium: catalog.EitherMedium, CopyKind: catalog.Original, Copies: 1, Category: catalog.Form, Source: catalog.FromApplicant},
		{ID: "m2", Name: "居民身份证", Necessity: catalog.Required, Medium: catalog.EitherMedium, CopyKind: catalog.Copy, Copies: 1, Category: catalog.Certificate, Source: catalog.FromGovernment, Issuer: "公安机关"},
	}
	for i, name := range []string{"申请", "受理", "审核", "审批", "办结", "送达"} {
		matter.Steps = append(matter.Steps, catalog.Step{ID: fmt.Sprintf("s%d", i+1), Name: name})
	}
	matter.Results = []catalog.Result{{ID: "r1", Name: "开店许可证", Type: "10", Sample: file}}
	matter.LegalBases = []catalog.LegalBasis{{ID: "l1", Law: "开店条例"}}
	matter.Conditions = []catalog.Condition{{ID: "c1", Text: "有店"}}
	matter.FAQs = []catalog.FAQ{{ID: "q1", Question: "要多久？", Answer: "五个工作日"}}
	matter.Contacts = []catalog.Contact{
		{ID: "t1", Purpose: catalog.Consultation, Way: catalog.ContactPhone, Value: "0912-0000031"},
		{ID: "t2", Purpose: catalog.Supervision, Way: catalog.ContactPhone, Value: "12345"},
	}
	matter.Remedies = []catalog.Remedy{{ID: "y1", Kind: catalog.Reconsideration, Body: "县人民政府"}, {ID: "y2", Kind: catalog.Litigation, Body: "人民法院"}}

	service := testkit.Matter(second+"4"+"002014001000"+"01", "开户服务")
	service.BaseCode, service.MainCode, service.MainName = "002014001000", second+"4"+"002014001000", "开户服务"
	service.Type, service.Department, service.Windows, service.VisitReason = "20", second, []string{"乙1"}, "核验原件"
	service.Materials = []catalog.Material{matter.Materials[1]}
	service.Contacts, service.LegalBases = slices.Clone(matter.Contacts), matter.LegalBases
	members := []catalog.Member{{ID: "b1", Matter: &matter.Code, Required: true, Phase: 1}, {ID: "b2", Matter: &service.Code, Required: true, Phase: 2}}
	visits := 1
	s := &sample{matter: matter, data: &catalog.Dataset{
		Departments: []*catalog.Department{
			{Head: head(first, "甲局"), Division: "610829", Nature: "1", Phone: "0912-0000001"},
			{Head: head(second, "乙局"), Division: "610829", Nature: "1", Phone: "0912-0000002"},
		},
		Zones: []*catalog.Zone{{Head: head("甲", "甲区")}},
		Windows: []*catalog.Window{
			{Head: head("甲1", "甲窗口"), Zone: "甲", Departments: []string{first}, Hours: hours, Phone: "0912-0000101"},
			{Head: head("乙1", "乙窗口"), Zone: "甲", Departments: []string{second}, Hours: hours, Phone: "0912-0000102"},
			{Head: head("综1", "综合窗口"), Zone: "甲", Departments: []string{first, second}, Comprehensive: true, Hours: hours, Phone: "0912-0000103"},
		},
		Scenes:  []*catalog.Scene{{Head: head("景1", "开店场景"), Lifecycle: catalog.ForEnterprise}},
		Matters: []*catalog.Matter{matter, service},
		Bundles: []*catalog.Bundle{{
			Head: head("事1", "开店"), Scene: "景1", Lead: first, Members: members, PromisedLimit: testkit.Limit(t, "6工作日"), MaxVisits: &visits,
			Windows: []string{"综1"}, Channels: []catalog.Channel{catalog.ChannelWindow}, Provenance: catalog.Provenance{List: catalog.LocalList},
		}},
	}}
	s.bundle, s.window = s.data.Bundles[0], s.data.Windows[0]
	for _, r := range s.data.Records() {
		catalog.FillLists(r)
	}
	return s
}

// named returns the record of the hall that has the name.
func (s *sample) named(name string) (catalog.Record, error) {
	for _, r := range s.data.Records() {
		if r.Base().Name == name {
			return r, nil
		}
	}
	return nil, fmt.Errorf("大厅里没有“%s”", name)
}

// code returns the code of the record with the name; what is no name is taken for a code.
func (s *sample) code(name string) string {
	if r, err := s.named(name); err == nil {
		return r.Base().Code
	}
	return name
}

// codes reads names of records, 无 for none.
func (s *sample) codes(value string) []string {
	codes := []string{}
	for _, name := range words(value) {
		codes = append(codes, s.code(name))
	}
	return codes
}

func words(value string) []string {
	if value == "无" {
		return nil
	}
	return strings.Fields(value)
}

// term reads the label of a closed list.
func term[T ~string](list string, into *T, value string) error {
	code, ok := catalog.DictionaryOf(list).CodeOf(value)
	if !ok {
		return fmt.Errorf("“%s”不在清单%s里", value, list)
	}
	*into = T(code)
	return nil
}

// terms reads labels of a closed list, 无 for none.
func terms[T ~string](list string, into *[]T, value string) error {
	*into = []T{}
	for _, label := range words(value) {
		var code T
		if err := term(list, &code, label); err != nil {
			return err
		}
		*into = append(*into, code)
	}
	return nil
}

func text(into *string, value string) error {
	if *into = value; value == "无" {
		*into = ""
	}
	return nil
}

func number(into **int, value string) error {
	if value == "无" {
		*into = nil
		return nil
	}
	n, err := strconv.Atoi(value)
	*into = &n
	return err
}

func limit(into **catalog.Limit, value string) (err error) {
	*into, err = catalog.ParseLimit(value)
	return err
}

// empty empties what only a case that lacks it speaks of.
func empty[T any](into *T, value string) error {
	if value != "无" {
		return fmt.Errorf("这里只能写“无”，不能写“%s”", value)
	}
	*into = *new(T)
	return nil
}

func yes(into *bool, value string) error {
	if *into = value == "是"; !*into && value != "否" {
		return fmt.Errorf("“%s”不是“是”或者“否”", value)
	}
	return nil
}

func last[T any](list []T) *T { return &list[len(list)-1] }

// deferral returns the deferral of the last material, making it if there is none.
func (s *sample) deferral() *catalog.Deferral {
	m := last(s.matter.Materials)
	if m.Deferral == nil {
		m.Necessity = catalog.Deferrable
		m.Deferral = &catalog.Deferral{Within: catalog.Limit{Value: 100, Unit: catalog.Workday}, Ways: []catalog.Way{catalog.ByWindow}, Consequence: catalog.Return}
	}
	return m.Deferral
}

func (s *sample) commitment() *catalog.Commitment {
	if s.matter.Commitment == nil {
		s.matter.Commitment = &catalog.Commitment{Kind: catalog.ProofCommitment, Text: "所承诺的属实", Verification: catalog.VerifiedOnline}
	}
	return s.matter.Commitment
}

// elements are the words of the cases. Those of a list's item speak of the item that was added last.
func elements() map[string]func(*sample, string) error {
	return map[string]func(*sample, string) error{
		// the matter
		"事项编码":     func(s *sample, v string) error { s.recode(v); return nil },
		"基本编码":     func(s *sample, v string) error { return text(&s.matter.BaseCode, v) },
		"主项编码":     func(s *sample, v string) error { return text(&s.matter.MainCode, v) },
		"主项名称":     func(s *sample, v string) error { return text(&s.matter.MainName, v) },
		"事项类型":     func(s *sample, v string) error { return term("type", &s.matter.Type, v) },
		"行使层级":     func(s *sample, v string) error { return term("level", &s.matter.Level, v) },
		"权力来源":     func(s *sample, v string) error { return term("powerSource", &s.matter.PowerSource, v) },
		"委托部门":     func(s *sample, v string) error { return text(&s.matter.EntrustedBy, v) },
		"实施主体":     func(s *sample, v string) error { s.matter.Department = s.code(v); return nil },
		"联办机构":     func(s *sample, v string) error { s.matter.JointDepartments = s.codes(v); return nil },
		"服务对象":     func(s *sample, v string) error { return terms("audience", &s.matter.Audience, v) },
		"主题":       func(s *sample, v string) error { s.matter.Themes = words(v); return nil },
		"办件类型":     func(s *sample, v string) error { return term("handling", &s.matter.Handling, v) },
		"法定时限":     func(s *sample, v string) error { return limit(&s.matter.LegalLimit, v) },
		"法定时限说明":   func(s *sample, v string) error { return text(&s.matter.LegalNote, v) },
		"承诺时限":     func(s *sample, v string) error { return limit(&s.matter.PromisedLimit, v) },
		"到现场次数":    func(s *sample, v string) error { return number(&s.matter.MaxVisits, v) },
		"必须现场办理原因": func(s *sample, v string) error { return text(&s.matter.VisitReason, v) },
		"办理渠道":     func(s *sample, v string) error { return terms("channel", &s.matter.Channels, v) },
		"网上办理深度":   func(s *sample, v string) error { return terms("onlineDepth", &s.matter.OnlineDepth, v) },
		"物流快递":     func(s *sample, v string) error { return yes(&s.matter.Express, v) },
		"网上支付":     func(s *sample, v string) error { return yes(&s.matter.PayOnline, v) },
		"窗口":       func(s *sample, v string) error { s.matter.Windows = s.codes(v); return nil },
		"容缺受理":     func(s *sample, v string) error { return yes(&s.matter.Waiver, v) },
		"进驻": func(s *sample, v string) error {
			batch, day, _ := strings.Cut(v, " ")
			s.matter.Entry = &catalog.Entry{Batch: batch, Day: catalog.Date(day)}
			return nil
		},
		// its lists
		"收费项目": func(s *sample, v string) error {
			s.matter.Fees = append(s.matter.Fees, catalog.Fee{ID: "f1", Name: v, Standard: "每件80元"})
			return nil
		},
		"收费依据": func(s *sample, v string) error { return text(&last(s.matter.Fees).Basis, v) },
		"流程": func(s *sample, v string) error {
			s.matter.Steps = nil
			for i, name := range words(v) {
				s.matter.Steps = append(s.matter.Steps, catalog.Step{ID: fmt.Sprintf("s%d", i+1), Name: name})
			}
			return nil
		},
		"环节时限": func(s *sample, v string) error {
			name, value, _ := strings.Cut(v, " ")
			i := slices.IndexFunc(s.matter.Steps, func(step catalog.Step) bool { return step.Name == name })
			if i < 0 {
				return fmt.Errorf("没有环节“%s”", name)
			}
			return limit(&s.matter.Steps[i].Limit, value)
		},
		"常见问题": func(s *sample, v string) error { return empty(&s.matter.FAQs, v) },
		"法律救济": func(s *sample, v string) error {
			s.matter.Remedies = nil
			for i, label := range words(v) {
				y := catalog.Remedy{ID: fmt.Sprintf("y%d", i+1), Body: "县人民政府"}
				if err := term("remedy", &y.Kind, label); err != nil {
					return err
				}
				s.matter.Remedies = append(s.matter.Remedies, y)
			}
			return nil
		},
		"结果名称": func(s *sample, v string) error { return text(&s.matter.Results[0].Name, v) },
		"结果类型": func(s *sample, v string) error { return term("resultType", &s.matter.Results[0].Type, v) },
		"结果样本": func(s *sample, v string) error { return empty(&s.matter.Results[0].Sample, v) },
		"咨询电话": func(s *sample, v string) error { return s.phone(catalog.Consultation, v) },
		"投诉电话": func(s *sample, v string) error { return s.phone(catalog.Supervision, v) },
		// its materials
		"材料": func(s *sample, v string) error {
			m := catalog.Material{ID: fmt.Sprintf("m%d", len(s.matter.Materials)+1), Name: v, Necessity: catalog.Required, Medium: catalog.EitherMedium, CopyKind: catalog.Original, Copies: 1, Category: catalog.Certificate, Source: catalog.FromApplicant}
			s.matter.Materials = append(s.matter.Materials, m)
			return nil
		},
		"全部材料必要性": func(s *sample, v string) (err error) {
			for i := range s.matter.Materials {
				err = term("necessity", &s.matter.Materials[i].Necessity, v)
			}
			return err
		},
		"材料形式": func(s *sample, v string) error { return term("medium", &last(s.matter.Materials).Medium, v) },
		"材料类型": func(s *sample, v string) error { return term("copyKind", &last(s.matter.Materials).CopyKind, v) },
		"材料类别": func(s *sample, v string) error { return term("category", &last(s.matter.Materials).Category, v) },
		"来源渠道": func(s *sample, v string) error { return term("source", &last(s.matter.Materials).Source, v) },
		"出具机构": func(s *sample, v string) error { return text(&last(s.matter.Materials).Issuer, v) },
		"份数": func(s *sample, v string) (err error) {
			last(s.matter.Materials).Copies, err = strconv.Atoi(v)
			return err
		},
		"材料必要性": func(s *sample, v string) error { return term("necessity", &last(s.matter.Materials).Necessity, v) },
		"补正时限": func(s *sample, v string) error {
			l, err := catalog.ParseLimit(v)
			s.deferral().Within = *l
			return err
		},
		"补正方式":     func(s *sample, v string) error { return terms("way", &s.deferral().Ways, v) },
		"补正时限较长理由": func(s *sample, v string) error { return text(&s.deferral().LongReason, v) },
		"承诺内容": func(s *sample, v string) error {
			last(s.matter.Materials).Commitment = &catalog.MaterialCommitment{Content: v, Verification: catalog.VerifiedOnline}
			return nil
		},
		"告知承诺":     func(s *sample, v string) error { return term("commitmentKind", &s.commitment().Kind, v) },
		"告知承诺的材料":  func(s *sample, v string) error { s.commitment().Materials = words(v); return nil },
		"告知承诺书的内容": func(s *sample, v string) error { return text(&s.commitment().Text, v) },
		// its questions
		"提问": func(s *sample, v string) error {
			s.matter.Questions = append(s.matter.Questions, catalog.Question{ID: "a1", Text: v})
			return nil
		},
		"可以多选": func(s *sample, v string) error { return yes(&last(s.matter.Questions).Multiple, v) },
		"选项": func(s *sample, v string) error {
			q := last(s.matter.Questions)
			q.Options = append(q.Options, catalog.Option{ID: fmt.Sprintf("o%d", len(q.Options)+1), Text: v})
			return nil
		},
		"选项增加": func(s *sample, v string) error {
			last(last(s.matter.Questions).Options).Adds = words(v)
			return nil
		},
		"选项去掉": func(s *sample, v string) error {
			last(last(s.matter.Questions).Options).Removes = words(v)
			return nil
		},
		// the bundle
		"一件事承诺时限":  func(s *sample, v string) error { return limit(&s.bundle.PromisedLimit, v) },
		"一件事到现场次数": func(s *sample, v string) error { return number(&s.bundle.MaxVisits, v) },
		"一件事窗口":    func(s *sample, v string) error { s.bundle.Windows = s.codes(v); return nil },
		"一件事办理渠道":  func(s *sample, v string) error { return terms("channel", &s.bundle.Channels, v) },
		"牵头部门":     func(s *sample, v string) error { s.bundle.Lead = s.code(v); return nil },
		"配合部门":     func(s *sample, v string) error { s.bundle.Joint = s.codes(v); return nil },
		"成员": func(s *sample, v string) error {
			code := s.code(v)
			s.bundle.Members = append(s.bundle.Members, catalog.Member{ID: fmt.Sprintf("b%d", len(s.bundle.Members)+1), Matter: &code, Required: true, Phase: 2})
			return nil
		},
		"只有成员": func(s *sample, v string) error {
			s.bundle.Members = nil
			for i, code := range s.codes(v) {
				s.bundle.Members = append(s.bundle.Members, catalog.Member{ID: fmt.Sprintf("b%d", i+1), Matter: &code, Required: true, Phase: 1})
			}
			return nil
		},
		"外部服务": func(s *sample, v string) error {
			s.bundle.Members = append(s.bundle.Members, catalog.Member{ID: fmt.Sprintf("b%d", len(s.bundle.Members)+1), Service: &catalog.OutsideService{Name: v}, Required: true, Phase: 2})
			return nil
		},
		"成员必办": func(s *sample, v string) error { return yes(&last(s.bundle.Members).Required, v) },
		"成员条件": func(s *sample, v string) error { return text(&last(s.bundle.Members).Condition, v) },
		"成员阶段": func(s *sample, v string) (err error) { last(s.bundle.Members).Phase, err = strconv.Atoi(v); return err },
		"一件事提问": func(s *sample, v string) error {
			s.bundle.Questions = append(s.bundle.Questions, catalog.Question{ID: "a1", Text: v})
			return nil
		},
		"一件事选项": func(s *sample, v string) error {
			q := last(s.bundle.Questions)
			q.Options = append(q.Options, catalog.Option{ID: fmt.Sprintf("o%d", len(q.Options)+1), Text: v})
			return nil
		},
		"一件事选项增加": func(s *sample, v string) error {
			last(last(s.bundle.Questions).Options).Adds = words(v)
			return nil
		},
		"一件事选项去掉": func(s *sample, v string) error {
			last(last(s.bundle.Questions).Options).Removes = words(v)
			return nil
		},
		// windows, departments and records of every kind, by name
		"窗口电话":  func(s *sample, v string) error { return text(&s.window.Phone, v) },
		"部门电话":  func(s *sample, v string) error { return text(&s.data.Departments[0].Phone, v) },
		"窗口的部门": func(s *sample, v string) error { s.window.Departments = s.codes(v); return nil },
		"综合窗口":  func(s *sample, v string) error { return yes(&s.window.Comprehensive, v) },
		"办公时间":  func(s *sample, v string) error { return empty(&s.window.Hours, v) },
		"取消": func(s *sample, v string) error {
			name, by, _ := strings.Cut(v, " 由 ")
			r, err := s.named(name)
			if err != nil {
				return err
			}
			var successor *string
			if by != "" {
				code := s.code(by)
				successor = &code
			}
			r.Base().Cancel(catalog.Merged, "", successor)
			return nil
		},
		"暂停": func(s *sample, v string) error {
			r, err := s.named(v)
			if err == nil {
				r.Base().State = catalog.Suspended
			}
			return err
		},
		"改部门编码": func(s *sample, v string) error { // the old code stays, as a former one
			name, code, _ := strings.Cut(v, " ")
			r, err := s.named(name)
			if err == nil {
				r.Base().FormerCodes, r.Base().Code = append(r.Base().FormerCodes, r.Base().Code), code
			}
			return err
		},
		"另有部门": func(s *sample, v string) error {
			code, err := natcode.CreditCheck("11610829999900003")
			s.data.Departments = append(s.data.Departments, &catalog.Department{Head: catalog.Head{Code: "11610829999900003" + string(code), Name: v, State: catalog.Active}, Phone: "0912-0000003"})
			return err
		},
		"另有专区": func(s *sample, v string) error {
			s.data.Zones = append(s.data.Zones, &catalog.Zone{Head: catalog.Head{Code: v, Name: v, State: catalog.Active}})
			return nil
		},
		"另有窗口": func(s *sample, v string) error {
			w := *s.window
			w.Head = catalog.Head{Code: v, Name: v, State: catalog.Active}
			s.data.Windows = append(s.data.Windows, &w)
			return nil
		},
		"另有场景": func(s *sample, v string) error {
			s.data.Scenes = append(s.data.Scenes, &catalog.Scene{Head: catalog.Head{Code: v, Name: v, State: catalog.Active}, Lifecycle: catalog.ForProject})
			return nil
		},
		"另有同样事项": func(s *sample, v string) error { // of the matter as it stands, with the next item number
			m := *s.matter
			m.Code, m.Name = fmt.Sprintf("%s%02d", m.Code[:len(m.Code)-2], len(s.data.Matters)), v
			s.data.Matters = append(s.data.Matters, &m)
			return nil
		},
	}
}

// recode gives the matter another code, also where the bundle names it.
func (s *sample) recode(code string) {
	s.matter.Code = code
	s.bundle.Members[0].Matter = &s.matter.Code
}

func (s *sample) phone(purpose catalog.Purpose, value string) error {
	contacts := s.matter.Contacts[:0]
	for _, c := range s.matter.Contacts {
		if c.Purpose == purpose {
			if c.Value = value; value == "无" {
				continue
			}
		}
		contacts = append(contacts, c)
	}
	s.matter.Contacts = contacts
	return nil
}

// ruleCase is one 情形.
type ruleCase struct {
	name  string
	steps [][2]string // element and value
	want  []string    // 错误 事项 /pointer
	clean bool        // no rule reports anything
	ends  bool        // says what should come out
}

// readCases reads a file of rule cases.
func readCases(path string) (rule string, cases []ruleCase, err error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return "", nil, err
	}
	for i, line := range strings.Split(string(raw), "\n") {
		word, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		value = strings.TrimSpace(value)
		step := strings.HasPrefix(line, " ")
		switch {
		case word == "":
		case word == "规则" && rule == "":
			rule = value
		case word == "情形":
			cases = append(cases, ruleCase{name: value})
		case len(cases) == 0:
			return "", nil, fmt.Errorf("%s:%d: 先写“规则”，再写“情形”", path, i+1)
		case step:
			last(cases).steps = append(last(cases).steps, [2]string{word, value})
		case word == "应当报告":
			want := strings.Fields(value)
			if len(want) == 2 {
				want = []string{want[0], "事项", want[1]}
			}
			last(cases).want, last(cases).ends = append(last(cases).want, strings.Join(want, " ")), true
		case word == "应当没有问题":
			last(cases).clean, last(cases).ends = true, true
		case word == "应当没有这个问题":
			last(cases).ends = true
		default:
			return "", nil, fmt.Errorf("%s:%d: 看不懂“%s”", path, i+1, line)
		}
	}
	return rule, cases, nil
}

// TestLint reads every rule's cases and holds Lint and LintRecord against them.
func TestLint(t *testing.T) {
	words := elements()
	for _, rule := range catalog.Rules() {
		path := filepath.Join("testdata", "lint", rule.ID+".txt")
		id, cases, err := readCases(path)
		if err != nil {
			t.Errorf("rule %s has no cases that can be read: %v", rule.ID, err)
			continue
		}
		if id != rule.ID {
			t.Errorf("%s is about the rule %q", path, id)
		}
		reports := func(c ruleCase) bool { return len(c.want) > 0 }
		silent := func(c ruleCase) bool { return len(c.want) == 0 }
		if !slices.ContainsFunc(cases, reports) || !slices.ContainsFunc(cases, silent) {
			t.Errorf("%s needs a case that reports and one that does not", path)
		}
		for _, c := range cases {
			t.Run(rule.ID+"/"+c.name, func(t *testing.T) {
				if !c.ends || (c.clean && len(c.want) > 0) {
					t.Fatal("the case does not say what should come out, or says it twice")
				}
				s := newSample(t)
				for _, step := range c.steps {
					set, ok := words[step[0]]
					if !ok {
						t.Fatalf("no element is called %s", step[0])
					}
					if err := set(s, step[1]); err != nil {
						t.Fatalf("%s %s: %v", step[0], step[1], err)
					}
				}
				check(t, s, rule, c)
			})
		}
	}
}

func check(t *testing.T, s *sample, rule catalog.Rule, c ruleCase) {
	t.Helper()
	all := catalog.Lint(s.data)
	var got []string
	for _, f := range all {
		if f.Rule != rule.ID {
			if c.clean {
				t.Errorf("should be clean, but %+v", f)
			}
			continue
		}
		pointer := f.Pointer
		if pointer == "" {
			pointer = "整条记录"
		}
		got = append(got, f.Severity.Label()+" "+f.Kind.Label()+" "+pointer)
		if f.Severity != rule.Severity || f.Name == "" || f.Detail == "" || strings.Contains(f.Detail, "%!") {
			t.Errorf("finding %+v", f)
		}
	}
	if slices.Sort(got); !slices.Equal(got, slices.Sorted(slices.Values(c.want))) {
		t.Errorf("reports %q, want %q", got, c.want)
	}
	codes := s.data.Codes()
	for _, r := range s.data.Records() {
		of := slices.DeleteFunc(slices.Clone(all), func(f catalog.Finding) bool { return f.Kind != r.Kind() || f.Record != r.Base().Code })
		if one := catalog.LintRecord(r, codes); !slices.Equal(one, of) {
			t.Errorf("%s %s alone: %+v, among all: %+v", r.Kind(), r.Base().Name, one, of)
		}
	}
}

// TestRuleFiles: every case file belongs to a rule, and every rule says what it is.
func TestRuleFiles(t *testing.T) {
	rules := map[string]bool{}
	for _, r := range catalog.Rules() {
		if rules[r.ID] || r.Title == "" || r.Source == "" || r.Severity.Label() == "" {
			t.Errorf("rule %q stands twice or says too little: %+v", r.ID, r)
		}
		rules[r.ID] = true
	}
	files, err := filepath.Glob(filepath.Join("testdata", "lint", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		if id, ok := strings.CutSuffix(filepath.Base(path), ".txt"); !ok || !rules[id] {
			t.Errorf("%s belongs to no rule", path)
		}
	}
}

// TestRulesAreDocumented: docs/rules.md has a row for every rule, as the program has it, and no other.
func TestRulesAreDocumented(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "docs", "rules.md"))
	if err != nil {
		t.Fatal(err)
	}
	rules, rows := catalog.Rules(), 0
	for line := range strings.Lines(string(raw)) {
		if !strings.HasPrefix(line, "| `") {
			continue
		}
		if rows < len(rules) {
			r := rules[rows]
			start := fmt.Sprintf("| `%s` | %s | %s. ", r.ID, r.Severity, r.Title)
			if end := fmt.Sprintf(" | %s |\n", r.Source); !strings.HasPrefix(line, start) || !strings.HasSuffix(line, end) {
				t.Errorf("row %d of docs/rules.md is %swant it to begin with %s and to end with%s", rows+1, line, start, end)
			}
		}
		rows++
	}
	if rows != len(rules) {
		t.Errorf("docs/rules.md has %d rules, the program %d", rows, len(rules))
	}
}

// TestSampleIsClean: the hall of the cases is valid and no rule reports anything about it.
func TestSampleIsClean(t *testing.T) {
	s := newSample(t)
	if err := s.data.Validate(nothing); err != nil {
		t.Error(err)
	}
	findings := catalog.Lint(s.data)
	if findings == nil || len(findings) > 0 {
		t.Errorf("findings %+v, want an empty list", findings)
	}
}

// TestFinding: the names that clients see.
func TestFinding(t *testing.T) {
	s := newSample(t)
	s.matter.PromisedLimit = testkit.Limit(t, "30工作日")
	got, err := json.Marshal(catalog.LintRecord(s.matter, s.data.Codes()))
	want := `[{"rule":"limit-order","severity":"error","kind":"matter","record":"` + s.matter.Code + `","name":"开店许可","pointer":"/promisedLimit","detail":"承诺时限30个工作日比法定时限20个工作日长，承诺时限最多和法定时限一样"}]`
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
}

// TestFindingsAreSorted: by kind, record, pointer and rule.
func TestFindingsAreSorted(t *testing.T) {
	findings := catalog.Lint(testkit.Hall(t))
	if len(findings) < 10 {
		t.Fatalf("only %d findings", len(findings))
	}
	key := func(f catalog.Finding) string {
		return strings.Join([]string{string(f.Kind), f.Record, f.Pointer, f.Rule}, "\x00")
	}
	if !slices.IsSortedFunc(findings, func(a, b catalog.Finding) int { return strings.Compare(key(a), key(b)) }) {
		t.Error("not sorted")
	}
	if !slices.ContainsFunc(findings, func(f catalog.Finding) bool { return f.Record == "M1" }) || slices.ContainsFunc(findings, func(f catalog.Finding) bool { return f.Record == "M3" }) {
		t.Error("a published matter is not linted or a cancelled one is")
	}
}

// TestLintRecordReplaces: a draft stands in for what is published, under its new code too, and changes
// neither the codes nor what is published.
func TestLintRecordReplaces(t *testing.T) {
	s := newSample(t)
	codes := s.data.Codes()
	before := len(codes[catalog.KindMatter])
	draft := *s.matter
	draft.MainName = "开店许可（新）" // the published one is replaced, so no other name is left to differ from
	if got := catalog.LintRecord(&draft, codes); len(got) > 0 {
		t.Errorf("draft of the only matter of its main matter: %+v", got)
	}
	draft.FormerCodes, draft.Code = []string{draft.Code}, "本地编码7"
	got := catalog.LintRecord(&draft, codes)
	if len(got) != 1 || got[0].Rule != "code-form" || got[0].Record != "本地编码7" {
		t.Errorf("draft with a new code: %+v, want code-form only", got)
	}
	created := *s.matter
	created.Code, created.MainName = created.Code[:31]+"02", "另一个名称"
	if got := catalog.LintRecord(&created, codes); len(got) != 1 || got[0].Rule != "main-name" {
		t.Errorf("new matter with another main name: %+v, want main-name only", got)
	}
	if window := *s.data.Windows[1]; len(catalog.LintRecord(&window, codes)) > 0 {
		t.Error("the draft of a window is told that it has no matter")
	}
	if len(codes[catalog.KindMatter]) != before || !reflect.DeepEqual(catalog.Lint(s.data), []catalog.Finding{}) {
		t.Error("LintRecord changed what it was given")
	}
	if got := catalog.LintRecord(s.matter, nil); len(got) > 0 {
		t.Errorf("a record among no others: %+v", got)
	}
}

func TestCompleteness(t *testing.T) {
	data := testkit.Hall(t)
	got := catalog.Completeness(data)
	if len(got) != 2 || got[0].Department != "D1" || got[1].Department != "D2" || got[0].Name != "县公安局" {
		t.Fatalf("departments %+v, want D1 and D2", got)
	}
	// M1 lacks its base code, legal basis, conditions, steps, both contacts and results; M3 is cancelled.
	n := len(catalog.MandatoryElements())
	if c := got[0]; c.Matters != 1 || c.Mandatory != n || c.Filled != n-7 || len(c.Missing) != 7 {
		t.Errorf("D1: %+v", c)
	}
	// M/2 lacks a statutory limit besides.
	if c := got[1]; c.Filled != n-8 || c.Ratio == nil || *c.Ratio != 0.619 {
		t.Errorf("D2: %+v, ratio %v", c, *c.Ratio)
	}
	data.Departments = append(data.Departments, &catalog.Department{Head: catalog.Head{Code: "D3", Name: "县档案馆", State: catalog.Active}})
	data.Matters[0].Results = []catalog.Result{{ID: "r1", Name: "户口簿", Type: "10"}}
	data.Matters = append(data.Matters, testkit.Matter("M4", "更正姓名"))
	got = catalog.Completeness(data)
	if c := got[0]; c.Matters != 2 || c.Mandatory != 2*n || c.Missing[0].Matters != 2 || c.Missing[len(c.Missing)-1].Matters != 1 {
		t.Errorf("D1 with two matters, most missing first: %+v", c)
	}
	if c := got[2]; c.Department != "D3" || c.Ratio != nil || c.Missing == nil {
		t.Errorf("a department without matters: %+v, want no ratio", c)
	}
	data.Departments[1].FormerCodes, data.Departments[1].Code = []string{"D2"}, "D9"
	if c := catalog.Completeness(data)[2]; c.Department != "D9" || c.Matters != 1 {
		t.Errorf("a department with a new code: %+v", c)
	}
	if names := map[string]bool{}; true {
		for _, e := range catalog.MandatoryElements() {
			if names[e.Name] || !strings.HasPrefix(e.Pointer, "/") {
				t.Errorf("element %+v stands twice or nowhere", e)
			}
			names[e.Name] = true
		}
	}
}
