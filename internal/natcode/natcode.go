// Package natcode takes the national codes of the catalogue apart and checks them: 统一社会信用代码
// (GB 32100-2015), 基本编码, 实施编码 and 业务办理项编码 (GB/T 39554.1-2020) and the code lists of
// GB/T 39046-2020. The structure of the matter codes was recalled and checked against real codes; the text of
// GB/T 39554.1 was not at hand.
package natcode

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// creditAlphabet holds the characters of a 统一社会信用代码 in the order of their values; I, O, S, V and Z
// never occur (GB 32100-2015).
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// ErrForm says that a code does not have the form that it should have.
var ErrForm = errors.New("编码的形式不对")

// ErrCheckDigit says that a 统一社会信用代码 does not end with the check character of the other seventeen.
var ErrCheckDigit = errors.New("统一社会信用代码的校验位不对")

// CheckCredit checks a 统一社会信用代码: 18 characters, the last of them the check character. It returns an
// error that wraps ErrForm or ErrCheckDigit.
func CheckCredit(code string) error {
	if len(code) != 18 {
		return fmt.Errorf("%w：统一社会信用代码是18位，%q 有%d位", ErrForm, code, len([]rune(code)))
	}
	want, err := CreditCheck(code[:17])
	if err != nil {
		return err
	}
	if code[17] != want {
		return fmt.Errorf("%w：%q 的最后一位应当是 %c", ErrCheckDigit, code, want)
	}
	return nil
}

// CreditCheck returns the check character of the first seventeen characters of a 统一社会信用代码.
func CreditCheck(body string) (byte, error) {
	if len(body) != 17 {
		return 0, fmt.Errorf("%w：统一社会信用代码的前段是17位", ErrForm)
	}
	sum, weight := 0, 1
	for i := range len(body) {
		v := strings.IndexByte(creditAlphabet, body[i])
		if v < 0 {
			return 0, fmt.Errorf("%w：%q 里不能有 %q（没有字母 I、O、S、V、Z 和小写字母）", ErrForm, body, body[i:i+1])
		}
		sum += v * weight
		weight = weight * 3 % 31
	}
	return creditAlphabet[(31-sum%31)%31], nil
}

// OrganisationCheck returns the check character of the eight characters of an organisation code (GB 11714).
func OrganisationCheck(body string) (byte, error) {
	weights := [8]int{3, 7, 9, 10, 5, 8, 4, 2}
	if len(body) != len(weights) {
		return 0, fmt.Errorf("%w：组织机构代码的本体是8位", ErrForm)
	}
	sum := 0
	for i := range len(body) {
		switch c := body[i]; {
		case c >= '0' && c <= '9':
			sum += int(c-'0') * weights[i]
		case c >= 'A' && c <= 'Z':
			sum += int(c-'A'+10) * weights[i]
		default:
			return 0, fmt.Errorf("%w：组织机构代码只有数字和大写字母", ErrForm)
		}
	}
	switch c := 11 - sum%11; c {
	case 10:
		return 'X', nil
	case 11:
		return '0', nil
	default:
		return byte('0' + c), nil
	}
}

// Matter is a 实施编码 (31 characters) or a 业务办理项编码 (33) taken apart.
type Matter struct {
	Credit string // 统一社会信用代码 of the 实施主体, 18 characters
	Level  string // 行使层级, 1 character
	Base   Base   // 基本编码
	Item   string // 业务办理项 sequence, 2 characters, empty in a 实施编码
}

// Implementation returns the 实施编码 of the code.
func (m Matter) Implementation() string { return m.Credit + m.Level + m.Base.String() }

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

var matterForm = regexp.MustCompile(`^([0-9A-HJ-NPQRTUWXY]{18})([1-7])([0-9]{4}[0-9A-Z]{8})([0-9A-Z]{2})?$`)
var baseForm = regexp.MustCompile(`^([0-9]{2})(0[1-9]|[1-9][0-9])([0-9A-Z]{2})([0-9A-Z]{3})([0-9A-Z]{3})$`)

// ParseBase takes a 基本编码 apart. It returns an error that wraps ErrForm.
func ParseBase(code string) (Base, error) {
	p := baseForm.FindStringSubmatch(code)
	if p == nil {
		return Base{}, fmt.Errorf("%w：%q 不是12位基本编码", ErrForm, code)
	}
	return Base{List: p[1], Type: p[2], Department: p[3], Main: p[4], Sub: p[5]}, nil
}

// ParseMatter takes a 实施编码 or a 业务办理项编码 apart and checks the credit code in it. It returns an error
// that wraps ErrForm or ErrCheckDigit.
func ParseMatter(code string) (Matter, error) {
	p := matterForm.FindStringSubmatch(code)
	if p == nil {
		return Matter{}, fmt.Errorf("%w：%q 不是31位实施编码，也不是33位业务办理项编码", ErrForm, code)
	}
	if err := CheckCredit(p[1]); err != nil {
		return Matter{}, err
	}
	base, err := ParseBase(p[3])
	if err != nil {
		return Matter{}, err
	}
	return Matter{Credit: p[1], Level: p[2], Base: base, Item: p[4]}, nil
}
