package tabular

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// shape is what a number format makes of a number.
type shape uint8

const (
	isDate    shape = 1 << iota // shows a year, a month or a day
	isTime                      // shows an hour, a minute or a second
	isElapsed                   // shows hours beyond 24
)

// builtinShape is the shape of the formats that a workbook need not spell out, those of a Chinese Excel included
// (ECMA-376 part 1, 18.8.30).
func builtinShape(id int) shape {
	switch {
	case id == 22:
		return isDate | isTime
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return isDate
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47, id == 55, id == 56:
		return isTime
	case id == 46:
		return isTime | isElapsed
	}
	return 0
}

// formatShape is the shape of a format as it is spelled out. Only its first section counts: the others are for
// negative numbers, zero and text.
func formatShape(code string) shape {
	var s shape
	months := false
	for i := 0; i < len(code); i++ {
		switch c := code[i] | 0x20; {
		case code[i] == ';':
			i = len(code)
		case code[i] == '"':
			i += 1 + max(0, strings.IndexByte(code[i+1:], '"'))
		case code[i] == '\\' || code[i] == '_' || code[i] == '*':
			i++
		case code[i] == '[':
			inner, _, _ := strings.Cut(strings.ToLower(code[i+1:]), "]")
			if inner != "" && strings.Trim(inner, inner[:1]) == "" && strings.Contains("hms", inner[:1]) {
				s |= isTime | isElapsed
			}
			i += len(inner) + 1
		case strings.HasPrefix(strings.ToLower(code[i:]), "general"):
			return 0
		case strings.HasPrefix(strings.ToLower(code[i:]), "am/pm"):
			i += len("am/pm") - 1
		case c == 'y' || c == 'd':
			s |= isDate
		case c == 'h' || c == 's':
			s |= isTime
		case c == 'm':
			months = true
		}
	}
	if months && s == 0 {
		s = isDate
	}
	return s
}

const secondsOfDay = 24 * 60 * 60

// number writes a number of a workbook: with all its digits, or as the date and time that its format makes of it.
// What is no number after all is left as it is, and false comes back.
func number(raw string, s shape, from1904 bool) (string, bool) {
	raw = strings.TrimSpace(raw)
	if raw == "" || strings.Trim(raw, "0123456789+-.eE") != "" {
		return raw, false
	}
	f, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(f, 0) {
		return raw, false
	}
	if s != 0 {
		if text, ok := moment(f, s, from1904); ok {
			return text, true
		}
	}
	if digits := strings.TrimPrefix(raw, "-"); strings.Trim(digits, "0123456789") == "" && f != 0 {
		return raw, true // a whole number that another program wrote may have more digits than a float
	}
	return decimal(f), true
}

// decimal writes a float without exponent. Excel shows 15 digits; what a fraction has beyond them is the noise of
// binary fractions: 0.1+0.2 is stored as 0.30000000000000004.
func decimal(f float64) string {
	if f == 0 {
		return "0"
	}
	if f != math.Trunc(f) {
		if rounded, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64); err == nil {
			f = rounded
		}
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// moment writes a date 2026-11-23, one with a time 2026-11-23 09:30, a time alone 09:30; seconds only if there are any.
func moment(f float64, s shape, from1904 bool) (string, bool) {
	if f < 0 || f >= 2_958_466 { // Excel ends with the year 9999
		return "", false
	}
	days, seconds := int(f), int(math.Round((f-math.Trunc(f))*secondsOfDay))
	if seconds == secondsOfDay {
		days, seconds = days+1, 0
	}
	switch {
	case s&isElapsed != 0 && s&isDate == 0:
		return clock(days*24+seconds/3600, seconds%3600), true
	case f < 1 && s&isTime != 0 && !from1904:
		return clock(seconds/3600, seconds%3600), true
	case f < 1 && !from1904:
		return "", false
	}
	text := dayOf(days, from1904)
	if seconds != 0 {
		text += " " + clock(seconds/3600, seconds%3600)
	}
	return text, true
}

func clock(hours, seconds int) string {
	text := fmt.Sprintf("%02d:%02d", hours, seconds/60)
	if seconds%60 != 0 {
		text += fmt.Sprintf(":%02d", seconds%60)
	}
	return text
}

// dayOf is the date of a day's number. Excel has a 29 February 1900, which never was, as day 60.
func dayOf(days int, from1904 bool) string {
	start := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case from1904:
		start = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
	case days == 60:
		return "1900-02-29"
	case days < 60:
		start = start.AddDate(0, 0, 1)
	}
	return start.AddDate(0, 0, days).Format(time.DateOnly)
}

// isoMoment writes a date of a workbook that holds dates as text of ISO 8601.
func isoMoment(raw string) string {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04", time.DateOnly} {
		t, err := time.Parse(layout, raw)
		if err != nil {
			continue
		}
		text := t.Format(time.DateOnly)
		if h, m, s := t.Clock(); h+m+s > 0 {
			text += " " + clock(h, m*60+s)
		}
		return text
	}
	return raw
}

// unescaped turns _xHHHH_ into the character that it stands for; XML cannot hold every character of a cell.
func unescaped(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 {
			return b.String() + s
		}
		b.WriteString(s[:i])
		s = s[i:]
		r, ok := escape(s)
		if !ok {
			b.WriteString(s[:2])
			s = s[2:]
			continue
		}
		s = s[7:]
		if utf16.IsSurrogate(r) {
			low, _ := escape(s)
			if r = utf16.DecodeRune(r, low); r != '\uFFFD' {
				s = s[7:]
			}
		}
		b.WriteRune(r)
	}
}

func escape(s string) (rune, bool) {
	if len(s) < 7 || s[:2] != "_x" || s[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
}
