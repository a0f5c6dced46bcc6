package catalog

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Hundredths is a decimal number kept as an integer of hundredths, so that half days add up exactly.
// In JSON it is a plain number: 50 is written 0.5.
type Hundredths int64

// HundredthsOf makes whole units into Hundredths.
func HundredthsOf(units int64) Hundredths { return Hundredths(units * 100) }

// ParseHundredths reads a decimal number with at most two places, such as 20, 0.5 or 1.25.
func ParseHundredths(s string) (Hundredths, error) {
	whole, fraction, hasFraction := strings.Cut(s, ".")
	if whole == "" || len(whole) > 9 || (hasFraction && fraction == "") || len(fraction) > 2 {
		return 0, fmt.Errorf("“%s”不是最多两位小数的数", s)
	}
	for _, r := range whole + fraction {
		if r < '0' || r > '9' {
			return 0, fmt.Errorf("“%s”不是最多两位小数的数", s)
		}
	}
	n, err := strconv.ParseInt(whole+(fraction + "00")[:2], 10, 64)
	if err != nil {
		return 0, fmt.Errorf("“%s”不是最多两位小数的数", s)
	}
	return Hundredths(n), nil
}

// String writes the number without needless zeros: 20, 0.5, 1.25.
func (h Hundredths) String() string {
	sign := ""
	if h < 0 {
		sign, h = "-", -h
	}
	s := fmt.Sprintf("%s%d.%02d", sign, h/100, h%100)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// Float returns the number for ratios; sums are made of Hundredths, never of floats.
func (h Hundredths) Float() float64 { return float64(h) / 100 }

// MarshalJSON writes a JSON number.
func (h Hundredths) MarshalJSON() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalJSON reads a JSON number with at most two decimal places.
func (h *Hundredths) UnmarshalJSON(b []byte) error {
	digits, negative := strings.CutPrefix(string(b), "-")
	n, err := ParseHundredths(digits)
	if err != nil {
		return err
	}
	if *h = n; negative {
		*h = -n
	}
	return nil
}

// Unit is the unit of a time limit.
type Unit string

// The units of a time limit. The national tables have a numeric list of their own for these, whose
// values are not published; these are the catalogue's.
const (
	Workday Unit = "workday" // 工作日
	Day     Unit = "day"     // 日 (calendar days)
	Hour    Unit = "hour"    // 小时
	Month   Unit = "month"   // 个月
	Year    Unit = "year"    // 年
)

// Limit is a time limit (时限). A limit that the law does not set is a nil *Limit; a Value of 0 is only
// 即办, done on the spot.
type Limit struct {
	Value Hundredths `json:"value" swaggertype:"number" example:"0.5"`
	Unit  Unit       `json:"unit" example:"workday"`
}

// Workdays converts the limit for comparison and for sums: a calendar day is 5/7 of a working day, an
// hour 1/8, a month 21 and a year 250 working days. The result is rounded to a hundredth.
func (l Limit) Workdays() Hundredths {
	v := float64(l.Value)
	switch l.Unit {
	case Day:
		v = v * 5 / 7
	case Hour:
		v /= 8
	case Month:
		v *= 21
	case Year:
		v *= 250
	}
	return Hundredths(math.Round(v))
}

// Immediate says whether the limit means 即办.
func (l Limit) Immediate() bool { return l.Value == 0 }

var limitForm = regexp.MustCompile(`^([0-9]+(?:\.[0-9]{1,2})?|半|[一二两三四五六七八九十百零]+)(个?工作日|个?自然日|个?日历日|日|天|个?小时|个?月|年)$`)

// ParseLimit reads a limit as people write it: 即办, 当场办结, 20工作日, 20(工作日), 0.5个工作日, 五个工作日, 半天, 30日,
// 30个自然日, 2小时, 3个月, 1年. 无 and an empty text are a limit that is not set: nil.
func ParseLimit(s string) (*Limit, error) {
	s = strings.TrimSpace(s)
	switch s {
	case "", "无":
		return nil, nil
	case "即办", "即办件", "即时办结", "即时办理", "当场办结", "当场办理", "立即办理", "当场":
		return &Limit{Unit: Workday}, nil
	case "0":
		return nil, fmt.Errorf("“0”不知道是什么意思：当场办结的写“即办”，没有规定的空着或者写“无”")
	}
	m := limitForm.FindStringSubmatch(strings.NewReplacer("(", "", ")", "").Replace(s))
	if m == nil {
		return nil, fmt.Errorf("“%s”不是时限，请写成“20工作日”“0.5工作日”“30日”“2小时”“3个月”“1年”“即办”或“无”", s)
	}
	v, err := parseAmount(m[1])
	if err != nil {
		return nil, err
	}
	unit := map[string]Unit{"工作日": Workday, "自然日": Day, "日历日": Day, "日": Day, "天": Day, "小时": Hour, "月": Month, "年": Year}[strings.TrimPrefix(m[2], "个")]
	return &Limit{Value: v, Unit: unit}, nil
}

// parseAmount reads a number in digits or, up to 999, in Chinese: 半, 五, 十五, 二十, 一百二十.
func parseAmount(s string) (Hundredths, error) {
	if s[0] >= '0' && s[0] <= '9' {
		return ParseHundredths(s)
	}
	if s == "半" {
		return 50, nil
	}
	m := chineseNumber.FindStringSubmatch(s)
	if m == nil {
		return 0, fmt.Errorf("“%s”不是数，请用数字写，例如 15", s)
	}
	digit := func(word string, empty int64) int64 {
		if word == "" {
			return empty
		}
		return map[string]int64{"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}[word]
	}
	n := digit(m[1], 0)*100 + digit(m[4], 0)
	if m[2] != "" {
		n += digit(m[3], 1) * 10
	}
	return HundredthsOf(n), nil
}

var chineseNumber = regexp.MustCompile(`^(?:([一二两三四五六七八九])百零?)?(([一二三四五六七八九])?十)?([一二两三四五六七八九])?$`)

// String writes the limit as ParseLimit reads it.
func (l Limit) String() string {
	if l.Immediate() {
		return "即办"
	}
	return l.Value.String() + map[Unit]string{Workday: "个工作日", Day: "日", Hour: "小时", Month: "个月", Year: "年"}[l.Unit]
}
