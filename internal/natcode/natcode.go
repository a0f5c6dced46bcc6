// Package natcode takes the national codes of the catalogue apart and checks them: 统一社会信用代码
// (GB 32100-2015), 基本编码, 实施编码 and 业务办理项编码 (GB/T 39554.1-2020), 行政区划代码 (GB/T 2260) and the
// code lists of GB/T 39046-2020 and of the national exchange tables. The structure of the matter codes was
// recalled and checked against real codes; the text of GB/T 39554.1 was not at hand.
//
// Marks in the comments: (V) a source was seen, (R) recalled, (!) sources contradict each other.
package natcode

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
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
	chars := []rune(code) // a full-width letter is one character of three bytes
	if len(chars) != 18 {
		return fmt.Errorf("%w：统一社会信用代码是18位，%.40q 有%d位", ErrForm, code, len(chars))
	}
	want, err := CreditCheck(string(chars[:17]))
	if err != nil {
		return err
	}
	if chars[17] != rune(want) {
		return fmt.Errorf("%w：%q 的最后一位应当是 %c", ErrCheckDigit, code, want)
	}
	return nil
}

// CreditCheck returns the check character of the first seventeen characters of a 统一社会信用代码. It returns an
// error that wraps ErrForm.
func CreditCheck(body string) (byte, error) {
	if utf8.RuneCountInString(body) != 17 {
		return 0, fmt.Errorf("%w：统一社会信用代码的前段是17位", ErrForm)
	}
	sum, weight := 0, 1
	for _, c := range body {
		v := strings.IndexRune(creditAlphabet, c)
		if v < 0 {
			return 0, fmt.Errorf("%w：%q 里不能有 %q（没有字母 I、O、S、V、Z 和小写字母）", ErrForm, body, string(c))
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
