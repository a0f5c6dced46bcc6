package catalog

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Element is a mandatory element (必填要素) of a matter.
type Element struct {
	Pointer string `json:"pointer" example:"/legalBases"` // where it stands in the matter
	Name    string `json:"name" example:"设定依据"`

	filled func(*Matter) bool
}

// MandatoryElements returns the elements that the national exchange tables do not let be empty (GB/T
// 39554.2-2020 by its public table definitions), so far as a matter here has them, in the tables' order.
// Elements that are a plain yes or no, and lists whose emptiness is an answer (no fee, no special procedure),
// are never missing and not counted. A statutory limit counts as filled when a note says why there is none;
// so do windows where the matter is not handled at one.
func MandatoryElements() []Element {
	text := func(field func(*Matter) string) func(*Matter) bool {
		return func(m *Matter) bool { return strings.TrimSpace(field(m)) != "" }
	}
	contact := func(purpose Purpose) func(*Matter) bool {
		return func(m *Matter) bool {
			return slices.ContainsFunc(m.Contacts, func(c Contact) bool { return c.Purpose == purpose })
		}
	}
	return []Element{
		{"/name", "事项名称", text(func(m *Matter) string { return m.Name })},
		{"/baseCode", "基本编码", text(func(m *Matter) string { return m.BaseCode })},
		{"/code", "实施编码", text(func(m *Matter) string { return m.Code })},
		{"/type", "事项类型", text(func(m *Matter) string { return m.Type })},
		{"/legalBases", "设定依据", func(m *Matter) bool { return len(m.LegalBases) > 0 }},
		{"/powerSource", "权力来源", text(func(m *Matter) string { return m.PowerSource })},
		{"/level", "行使层级", text(func(m *Matter) string { return m.Level })},
		{"/state", "事项状态", text(func(m *Matter) string { return string(m.State) })},
		{"/department", "实施主体", text(func(m *Matter) string { return m.Department })},
		{"/legalLimit", "法定办结时限", func(m *Matter) bool { return m.LegalLimit != nil || strings.TrimSpace(m.LegalNote) != "" }},
		{"/promisedLimit", "承诺办结时限", func(m *Matter) bool { return m.PromisedLimit != nil }},
		{"/conditions", "受理条件", func(m *Matter) bool { return len(m.Conditions) > 0 }},
		{"/steps", "办理流程", func(m *Matter) bool { return len(m.Steps) > 0 }},
		{"/audience", "服务对象", func(m *Matter) bool { return len(m.Audience) > 0 }},
		{"/handling", "办件类型", text(func(m *Matter) string { return string(m.Handling) })},
		{"/maxVisits", "到办事现场次数", func(m *Matter) bool { return m.MaxVisits != nil }},
		{"/windows", "办理地点、办理时间（窗口）", func(m *Matter) bool {
			elsewhere := len(m.Channels) > 0 && !slices.Contains(m.Channels, ChannelWindow)
			return len(m.Windows) > 0 || elsewhere
		}},
		{"/contacts", "咨询方式", contact(Consultation)},
		{"/contacts", "监督投诉方式", contact(Supervision)},
		{"/results", "审批结果", func(m *Matter) bool { return len(m.Results) > 0 }},
		{"/channels", "是否网办（办理渠道）", func(m *Matter) bool { return len(m.Channels) > 0 }},
	}
}

// DepartmentCompleteness is the 要素完整率 of a department's matters.
type DepartmentCompleteness struct {
	Department string           `json:"department"` // code
	Name       string           `json:"name"`
	Matters    int              `json:"matters"`
	Filled     int              `json:"filled"`
	Mandatory  int              `json:"mandatory"`
	Ratio      *float64         `json:"ratio" extensions:"x-nullable" example:"0.9524"` // Filled ÷ Mandatory to four places; null without matters
	Missing    []MissingElement `json:"missing"`                                        // what is missing most comes first; what is never missing is left out
}

// MissingElement says how many matters lack an element.
type MissingElement struct {
	Element
	Matters int `json:"matters"`
}

// Completeness returns the 要素完整率 of every department that is in use or has matters, by code: the filled
// mandatory elements of its matters over all of them. Cancelled matters are left out; a matter counts for
// the department that its reference leads to, by a former code too.
func Completeness(d *Dataset) []DepartmentCompleteness {
	codes, elements := d.Codes(), MandatoryElements()
	matters := map[string][]*Matter{}
	for _, m := range d.Matters {
		if isLive(m) {
			matters[currentCode(codes, m.Department)] = append(matters[currentCode(codes, m.Department)], m)
		}
	}
	out := []DepartmentCompleteness{}
	for _, of := range d.Departments {
		if isLive(of) && matters[of.Code] == nil {
			matters[of.Code] = []*Matter{}
		}
	}
	for code, of := range matters {
		c := completeness(of, elements)
		if c.Department = code; codes.Has(KindDepartment, code) {
			c.Name = codes[KindDepartment][code].Base().Name
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b DepartmentCompleteness) int { return strings.Compare(a.Department, b.Department) })
	return out
}

// currentCode returns the code that the department has now, or the code itself where none has or had it.
func currentCode(codes Codes, code string) string {
	if r := codes[KindDepartment][code]; r != nil {
		return r.Base().Code
	}
	return code
}

func completeness(matters []*Matter, elements []Element) DepartmentCompleteness {
	c := DepartmentCompleteness{Matters: len(matters), Mandatory: len(matters) * len(elements), Missing: []MissingElement{}}
	for _, e := range elements {
		filled := 0
		for _, m := range matters {
			if e.filled(m) {
				filled++
			}
		}
		c.Filled += filled
		if missing := len(matters) - filled; missing > 0 {
			c.Missing = append(c.Missing, MissingElement{Element: e, Matters: missing})
		}
	}
	slices.SortStableFunc(c.Missing, func(a, b MissingElement) int { return cmp.Compare(b.Matters, a.Matters) })
	if c.Mandatory > 0 {
		ratio := math.Round(float64(c.Filled)/float64(c.Mandatory)*10_000) / 10_000
		c.Ratio = &ratio
	}
	return c
}
