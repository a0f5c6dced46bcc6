package catalog

import (
	"strings"

	"servicehall/internal/natcode"
)

// Rules of codes. A code in another form than the national one is kept and only warned of: a record is never
// lost for its code's form.

func codeForms(_ *hall, m *Matter, say report) {
	_, err := natcode.ParseMatter(m.Code)
	switch natcode.KindOf(m.Code) {
	case natcode.ImplementationCode, natcode.ItemCode:
	case natcode.Mistyped:
		say("/code", "%v；看起来是抄写有误，请核对", err)
	default:
		say("/code", "不是国家规定的31位或者33位编码，照原样保留；有了国家编码请换上")
	}
	if m.BaseCode != "" {
		if _, err := natcode.ParseBase(m.BaseCode); err != nil {
			say("/baseCode", "%v，请核对", err)
		}
	}
}

// contradictions says what of the record the parts of its code contradict; what the record leaves open is not
// compared.
func contradictions(m *Matter, r natcode.Record, pointer string, say report) {
	if p, ok := parsed(m); ok {
		for _, c := range p.Check(r) {
			say(pointer, "%s", c.Message)
		}
	}
}

func departmentCode(_ *hall, d *Department, say report) {
	if err := natcode.CheckCredit(d.Code); err != nil {
		say("/code", "%v；请换上部门的统一社会信用代码", err)
	}
}

// parsed takes the matter's code apart where it has the national form.
func parsed(m *Matter) (natcode.Matter, bool) {
	p, err := natcode.ParseMatter(m.Code)
	return p, err == nil
}

func codeDepartment(h *hall, m *Matter, say report) {
	p, ok := parsed(m)
	d := findAs[*Department](h, m.Department)
	if !ok || d == nil || natcode.CheckCredit(d.Code) != nil || h.becomes(p.Credit, d) {
		return
	}
	say("/code", "编码前18位是%s，实施主体“%s”的统一社会信用代码却是%s", p.Credit, d.Name, d.Code)
}

// becomes says whether the code is or was the department's, or that of one that was cancelled in its favour:
// matters outlive a reform of departments until they get new codes.
func (h *hall) becomes(code string, d *Department) bool {
	const reforms = 8 // a chain that is longer is a circle
	for range reforms {
		of := findAs[*Department](h, code)
		switch {
		case of == d:
			return true
		case of == nil || of.Cancellation == nil || of.Cancellation.Successor == nil:
			return false
		}
		code = *of.Cancellation.Successor
	}
	return false
}

func codeLevel(_ *hall, m *Matter, say report) {
	contradictions(m, natcode.Record{Level: m.Level}, "/level", say)
}

// baseOf returns the 基本编码 within the matter's code, or its own where the code has another form.
func baseOf(m *Matter) (natcode.Base, bool) {
	if p, ok := parsed(m); ok {
		return p.Base, true
	}
	base, err := natcode.ParseBase(m.BaseCode)
	return base, err == nil
}

func codeType(_ *hall, m *Matter, say report) {
	if base, ok := baseOf(m); ok && m.Type != "" && base.Type != m.Type {
		say("/type", "基本编码%s的第3、4位是%s，事项类型却是%s（%s）", base, base.Type, m.Type, labelOf("type", m.Type))
	}
}

func codeBase(_ *hall, m *Matter, say report) {
	contradictions(m, natcode.Record{Base: m.BaseCode}, "/baseCode", say)
}

// mainItself stands in place of a 子项's number where a code names the 主项 itself.
const mainItself = "000"

func mainCode(_ *hall, m *Matter, say report) {
	own, ok := baseOf(m)
	main, isCode := mainBase(m.MainCode)
	if !ok || !isCode {
		return
	}
	if main.Sub != mainItself {
		say("/mainCode", "主项编码%s的子项号是%s，主项的子项号应当是%s", m.MainCode, main.Sub, mainItself)
		return
	}
	if own.Sub = mainItself; main != own {
		say("/mainCode", "主项编码里的基本编码是%s，按事项编码应当是%s", main, own)
	}
}

// mainBase returns the 基本编码 of a main code, which is a whole 实施编码 or only the 基本编码.
func mainBase(code string) (natcode.Base, bool) {
	if p, err := natcode.ParseMatter(code); err == nil {
		return p.Base, true
	}
	base, err := natcode.ParseBase(code)
	return base, err == nil
}

// mainName tells the fewer of those that differ; of two that are as many it tells both, because only people
// know which is right.
func mainName(h *hall, m *Matter, say report) {
	if m.MainCode == "" {
		return
	}
	if strings.TrimSpace(m.MainName) == "" {
		say("/mainName", "有主项编码%s，没有主项名称，请补上", m.MainCode)
		return
	}
	if name, differs := h.index().mainNames[m.MainCode].against(m.MainName); differs {
		say("/mainName", "主项编码%s的名称在别的事项里是“%s”，这里是“%s”，请统一", m.MainCode, name, m.MainName)
	}
}
