package natcode

import (
	"errors"
	"strings"
	"testing"
)

func TestParseDivision(t *testing.T) {
	for _, tt := range []struct {
		code string
		want Division
		name string
	}{
		{"610000", "610000", "陕西省"},
		{"610000000000", "610000", "陕西省"},
		{"610800000000", "610800", "榆林市"},
		{"610829", "610829", "吴堡县"},
		{"610829000", "610829", "吴堡县"},
		{"610829000000", "610829", "吴堡县"},
		{"610829001000", "610829001", "宋家川街道"},
		{"610829101000", "610829101", "辛家沟镇"},
		{"610829102000", "610829102", "郭家沟镇"},
		{"610829103000", "610829103", "寇家塬镇"},
		{"610829104000", "610829104", "岔上镇"},
		{"610829105", "610829105", "张家山镇"},
		{"610881", "610881", "神木市"},
		{"610829105201", "610829105201", ""}, // right form, not in the list
		{"511602000000", "511602", ""},
		{"440300", "440300", ""},
	} {
		got, err := ParseDivision(tt.code)
		if err != nil || got != tt.want {
			t.Errorf("%s: got %s, %v", tt.code, got, err)
		}
		if name, ok := got.Name(); name != tt.name || ok != (tt.name != "") {
			t.Errorf("%s is called %q, %t", tt.code, name, ok)
		}
	}
	for _, code := range []string{"", "61", "6108", "61082", "6108290", "61082900", "0610829", "010829", "61082a", "６10829", "610829 ", "6108290000000", strings.Repeat("1", 10000)} {
		if _, err := ParseDivision(code); !errors.Is(err, ErrForm) {
			t.Errorf("%.20q: %v", code, err)
		}
	}
}

func TestDivisionParent(t *testing.T) {
	for d, want := range map[Division]string{
		"610829105201": "610829105 610829 610800 610000",
		"610829101":    "610829 610800 610000",
		"610829":       "610800 610000",
		"610000":       "",
		"441900003":    "441900 440000", // a city without counties has towns
		"610829000201": "610829 610800 610000",
		"":             "",
		"61":           "",
	} {
		var above []string
		for p, ok := d.Parent(); ok; p, ok = p.Parent() {
			above = append(above, string(p))
		}
		if got := strings.Join(above, " "); got != want {
			t.Errorf("%s: %s, want %s", d, got, want)
		}
	}
}

// TestDivisions: every code is in its shortest form and everything above it is in the list too.
func TestDivisions(t *testing.T) {
	for _, e := range Divisions() {
		d, err := ParseDivision(e.Code)
		if err != nil || string(d) != e.Code {
			t.Errorf("%s: %s, %v", e.Code, d, err)
		}
		if p, ok := d.Parent(); ok {
			if _, known := p.Name(); !known {
				t.Errorf("%s: no %s above it", e.Code, p)
			}
		}
	}
}

// FuzzDivision: an error is ErrForm; what parses pads to the code, parses again to itself and is below a province.
func FuzzDivision(f *testing.F) {
	f.Add("610829")
	f.Add("610829101000")
	f.Add("100000000001")
	f.Add("６10829")
	f.Fuzz(func(t *testing.T, code string) {
		d, err := ParseDivision(code)
		if err != nil {
			if !errors.Is(err, ErrForm) {
				t.Fatalf("foreign error %v", err)
			}
			return
		}
		if want := code + strings.Repeat("0", 12-len(code)); d.Long() != want {
			t.Fatalf("%q pads to %s", code, d.Long())
		}
		if again, err := ParseDivision(d.Long()); err != nil || again != d {
			t.Fatalf("%s parses to %s, %v", d.Long(), again, err)
		}
		top, steps := d, 0
		for p, ok := d.Parent(); ok; p, ok = p.Parent() {
			if parsed, err := ParseDivision(string(p)); err != nil || parsed != p || p == top {
				t.Fatalf("%s above %s: %s, %v", p, top, parsed, err)
			}
			top, steps = p, steps+1
		}
		if steps > 4 || string(top) != code[:2]+"0000" {
			t.Fatalf("%s: %s at the top after %d steps", d, top, steps)
		}
	})
}
