package natcode

import (
	"fmt"
	"regexp"
	"strings"
)

// Division is a 行政区划代码 in its shortest form: 6 digits for a province, a prefecture or a county (GB/T 2260),
// 9 for a town, 12 for a village. ParseDivision makes it.
type Division string

var divisionForm = regexp.MustCompile(`^[1-9][0-9]{5}([0-9]{3}){0,2}$`)

// ParseDivision takes a code of 6, 9 or 12 digits; the platform pads shorter ones with zeros to 12 (V), so
// 610829, 610829000 and 610829000000 are the same division. A code of the right form that Divisions does not have
// is not an error. It returns an error that wraps ErrForm.
func ParseDivision(code string) (Division, error) {
	if !divisionForm.MatchString(code) {
		return "", fmt.Errorf("%w：%.40q 不是6位、9位或12位的行政区划代码", ErrForm, code)
	}
	return shortest(code), nil
}

func shortest(code string) Division {
	for len(code) > 6 && strings.HasSuffix(code, "000") {
		code = code[:len(code)-3]
	}
	return Division(code)
}

// Long returns the form of the platform: padded with zeros to 12 digits.
func (d Division) Long() string { return (string(d) + "000000000000")[:12] }

// Parent returns the division above, by the digits alone: 610829101, 610829, 610800, 610000. A province has none.
func (d Division) Parent() (Division, bool) {
	switch {
	case len(d) > 6:
		return shortest(string(d[:len(d)-3])), true
	case len(d) < 6 || d[2:] == "0000":
		return "", false
	case d[4:] == "00":
		return d[:2] + "0000", true
	default:
		return d[:4] + "00", true
	}
}

// Name returns the name of the division, and whether Divisions has it.
func (d Division) Name() (string, bool) { return Divisions().Label(string(d)) }

// Divisions returns 吴堡县, what is above it, its towns and its neighbours in 榆林, by the statistics bureau's
// edition of 2023-06-30 (V; of the neighbours' names the last character is R). It is not the whole of GB/T 2260.
func Divisions() List {
	return table{
		{"610000", "陕西省"}, {"610800", "榆林市"}, {"610829", "吴堡县", "吴堡"},
		{"610829001", "宋家川街道"}, {"610829101", "辛家沟镇"}, {"610829102", "郭家沟镇"},
		{"610829103", "寇家塬镇"}, {"610829104", "岔上镇"}, {"610829105", "张家山镇"},
		{"610802", "榆阳区", "榆阳"}, {"610803", "横山区", "横山"}, {"610822", "府谷县", "府谷"},
		{"610824", "靖边县", "靖边"}, {"610825", "定边县", "定边"}, {"610826", "绥德县", "绥德"},
		{"610827", "米脂县", "米脂"}, {"610828", "佳县"}, {"610830", "清涧县", "清涧"},
		{"610831", "子洲县", "子洲"}, {"610881", "神木市", "神木"},
	}.list()
}
