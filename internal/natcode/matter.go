package natcode

import (
	"fmt"
	"regexp"
)

// Matter is a 实施编码 (31 characters) or a 业务办理项编码 (33) taken apart.
type Matter struct {
	Credit string // 统一社会信用代码 of the 实施主体, 18 characters
	Level  string // 行使层级, 1 character
	Base   Base   // 基本编码
	Item   string // 业务办理项 sequence, 2 characters, empty in a 实施编码
}

// Implementation returns the 实施编码 of the code.
func (m Matter) Implementation() string { return m.Credit + m.Level + m.Base.String() }

// Main returns the 实施编码 of the 主项 to which the code belongs: its 子项 is 000.
func (m Matter) Main() string {
	m.Base.Sub = "000"
	return m.Implementation()
}

// Base is a 基本编码 (12 characters) taken apart.
type Base struct {
	List       string // 00 for the national list, else the province
	Type       string // 事项类型
	Department string // number of the 主管部门
	Main       string // 主项
	Sub        string // 子项, 000 for the main item itself
}

// String joins the parts again.
func (b Base) String() string { return b.List + b.Type + b.Department + b.Main + b.Sub }

// IsMain says whether the code names a main item (主项): its 子项 is 000 (V).
func (b Base) IsMain() bool { return b.Sub == "000" }

var baseForm = regexp.MustCompile(`^([0-9]{2})(0[1-9]|[1-9][0-9])([0-9A-Z]{2})([0-9A-Z]{3})([0-9A-Z]{3})$`)
var itemForm = regexp.MustCompile(`^([0-9A-Z]{2})?$`)

// ParseBase takes a 基本编码 apart. It returns an error that wraps ErrForm.
func ParseBase(code string) (Base, error) {
	p := baseForm.FindStringSubmatch(code)
	if p == nil {
		return Base{}, fmt.Errorf("%w：%.40q 不是12位基本编码", ErrForm, code)
	}
	return Base{List: p[1], Type: p[2], Department: p[3], Main: p[4], Sub: p[5]}, nil
}

// ParseMatter takes a 实施编码 or a 业务办理项编码 apart and checks the credit code in it. It returns an error
// that wraps ErrForm or ErrCheckDigit.
func ParseMatter(code string) (Matter, error) {
	chars := []rune(code)
	if len(chars) != 31 && len(chars) != 33 {
		return Matter{}, fmt.Errorf("%w：%.40q 不是31位实施编码，也不是33位业务办理项编码", ErrForm, code)
	}
	m := Matter{Credit: string(chars[:18]), Level: string(chars[18]), Item: string(chars[31:])}
	if err := CheckCredit(m.Credit); err != nil {
		return Matter{}, err
	}
	if chars[18] < '1' || chars[18] > '7' {
		return Matter{}, fmt.Errorf("%w：%q 第19位的行使层级是1至7，不能是 %q", ErrForm, code, m.Level)
	}
	var err error
	if m.Base, err = ParseBase(string(chars[19:31])); err != nil {
		return Matter{}, err
	}
	if !itemForm.MatchString(m.Item) {
		return Matter{}, fmt.Errorf("%w：%q 最后两位的序号只能是数字和大写字母", ErrForm, code)
	}
	return m, nil
}

// Kind says what a text is that stands where a matter's code should.
type Kind int

// The kinds of codes.
const (
	Foreign            Kind = iota // no national form: a province's own code, kept as it is
	Mistyped                       // as long as a national code and made of letters and digits, but wrong: probably a slip
	BaseCode                       // 基本编码, 12 characters
	ImplementationCode             // 实施编码, 31 characters
	ItemCode                       // 业务办理项编码, 33 characters
)

var mistypedForm = regexp.MustCompile(`^[0-9A-Za-z]{31}([0-9A-Za-z]{2})?$`)

// KindOf recognises a code by its form. What has 31 or 33 letters and digits and does not parse (check digit,
// level, letter O for 0, lower case, full-width digits, spaces around it) is Mistyped, and ParseMatter says why;
// every other length or character makes it Foreign. Twelve characters are a BaseCode or Foreign, because
// provinces have codes of their own of that length; a 行政区划代码 of 12 digits often has the form of a BaseCode too.
func KindOf(code string) Kind {
	if _, err := ParseBase(code); err == nil {
		return BaseCode
	}
	switch m, err := ParseMatter(code); {
	case err == nil && m.Item == "":
		return ImplementationCode
	case err == nil:
		return ItemCode
	case mistypedForm.MatchString(fold(code)):
		return Mistyped
	}
	return Foreign
}

var spoiltForm = regexp.MustCompile(`^([0-9](\.[0-9]+)?[Ee]\+[0-9]+|##+|#[A-Z0-9/]+[!?]|#N/A)$`)

// Spoilt says whether a text is what a spreadsheet leaves where a code was: 5.1E+17 has lost digits, ##### is a column
// that was too narrow, #N/A and #REF! are errors.
func Spoilt(code string) bool { return spoiltForm.MatchString(code) }

// Record is what the record of a matter says beside its code. An empty field says nothing and is not compared.
type Record struct {
	Credit string // 统一社会信用代码 of the 实施主体
	Level  string // 行使层级, a code of Levels
	Base   string // 基本编码
	Type   string // 事项类型, a code of MatterTypes
}

// Part names a part of a matter's code.
type Part string

// The parts that Check compares.
const (
	PartCredit Part = "credit"
	PartLevel  Part = "level"
	PartBase   Part = "base"
	PartType   Part = "type"
)

// Mismatch is a part of a code that contradicts the record.
type Mismatch struct {
	Part    Part
	Code    string // what the code says
	Record  string // what the record says
	Message string // a Chinese sentence with both
}

// Check compares the parts of the code with the record, by the rules of GB/T 39554.1-2020 (R, checked against
// real codes), and returns every contradiction in the order of the parts, none when they agree.
func (m Matter) Check(r Record) []Mismatch {
	var found []Mismatch
	compare := func(part Part, place string, list List, code, record string) {
		if record == "" || record == code {
			return
		}
		found = append(found, Mismatch{part, code, record,
			fmt.Sprintf("编码%s是 %s，记录里是 %s", place, list.labelled(code), list.labelled(record))})
	}
	compare(PartCredit, "第1至18位的统一社会信用代码", nil, m.Credit, r.Credit)
	compare(PartLevel, "第19位的行使层级", Levels(), m.Level, r.Level)
	compare(PartBase, "第20至31位的基本编码", nil, m.Base.String(), r.Base)
	compare(PartType, "第22至23位的事项类型", MatterTypes(), m.Base.Type, r.Type)
	return found
}
