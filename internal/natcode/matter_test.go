package natcode

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestParseMatter(t *testing.T) {
	for _, tt := range []struct {
		code string
		want Matter
	}{
		{"11440300MB2D0722464440127028001", Matter{"11440300MB2D072246", "4", Base{"44", "01", "27", "028", "001"}, ""}},
		{"11440100007482575H3440118009000", Matter{"11440100007482575H", "3", Base{"44", "01", "18", "009", "000"}, ""}},
		{"114403006939513773344201505200802", Matter{"114403006939513773", "3", Base{"44", "20", "15", "052", "008"}, "02"}},
		{"11450000007565194H200011501500504", Matter{"11450000007565194H", "2", Base{"00", "01", "15", "015", "005"}, "04"}},
	} {
		got, err := ParseMatter(tt.code)
		if err != nil || got != tt.want {
			t.Errorf("%s: got %+v, %v", tt.code, got, err)
		}
		if joined := got.Implementation() + got.Item; joined != tt.code {
			t.Errorf("%s joins to %s", tt.code, joined)
		}
	}
	for code, want := range map[string]error{
		"11440300MB2D0722474440127028001":   ErrCheckDigit,
		"11440300MB2D0722464440127028":      ErrForm, // 28 characters
		"11440300MB2D07224694401270280010":  ErrForm, // 32 characters
		"11440300MB2D0722469440127028001":   ErrForm, // level 9
		"511A0024800019-511602000000-000":   ErrForm, // another province's own form
		"11440300MB2D072246444002702800１":   ErrForm,
		"11440300MB2D072246O440127028001":   ErrForm, // letter O for the level
		"114403006939513773344201505200８0":  ErrForm,
		"1144030069395137733442015052008a":  ErrForm,
		"1144030069395137733442015052008aa": ErrForm, // lower-case item
		"11440300MB2D0722464440027028001":   ErrForm, // type 00
		strings.Repeat("1", 10000):          ErrForm,
	} {
		if _, err := ParseMatter(code); !errors.Is(err, want) {
			t.Errorf("%.40q: got %v, want %v", code, err, want)
		}
	}
}

// FuzzParseMatter: whatever comes in, the answer is an error of this package or parts that join to the code.
func FuzzParseMatter(f *testing.F) {
	f.Add("114403006939513773344201505200802")
	f.Add("11440300MB2D0722464440127028001")
	f.Add("")
	f.Fuzz(func(t *testing.T, code string) {
		m, err := ParseMatter(code)
		kind := KindOf(code)
		if parsed := kind == ImplementationCode && m.Item == "" || kind == ItemCode && m.Item != ""; parsed != (err == nil) {
			t.Fatalf("%q is kind %d, but %v", code, kind, err)
		}
		if err != nil {
			if !errors.Is(err, ErrForm) && !errors.Is(err, ErrCheckDigit) {
				t.Fatalf("foreign error %v", err)
			}
			return
		}
		if m.Implementation()+m.Item != code {
			t.Fatalf("%q joins to %q", code, m.Implementation()+m.Item)
		}
		if found := m.Check(Record{m.Credit, m.Level, m.Base.String(), m.Base.Type}); found != nil {
			t.Fatalf("%q contradicts itself: %v", code, found)
		}
	})
}

func TestParseBase(t *testing.T) {
	b, err := ParseBase("440118009000")
	if err != nil || b != (Base{"44", "01", "18", "009", "000"}) || !b.IsMain() {
		t.Errorf("got %+v, %v", b, err)
	}
	if b, err := ParseBase("000115015005"); err != nil || b.IsMain() {
		t.Errorf("sub-item: got %+v, %v", b, err)
	}
	for _, code := range []string{"", "44011800900", "4401180090000", "440018009000", "44011800900a", "4A0118009000", "44011800900０"} {
		if _, err := ParseBase(code); !errors.Is(err, ErrForm) {
			t.Errorf("%q: %v", code, err)
		}
	}
}

// FuzzParseBase: an error is ErrForm; what parses joins to the same text and has a type other than 00.
func FuzzParseBase(f *testing.F) {
	f.Add("440118009000")
	f.Add("511A00248000")
	f.Add("44011800900０")
	f.Fuzz(func(t *testing.T, code string) {
		b, err := ParseBase(code)
		if (err == nil) != (KindOf(code) == BaseCode) {
			t.Fatalf("%q is kind %d, but %v", code, KindOf(code), err)
		}
		if err != nil {
			if !errors.Is(err, ErrForm) {
				t.Fatalf("foreign error %v", err)
			}
			return
		}
		if b.String() != code || b.Type == "00" || b.IsMain() != strings.HasSuffix(code, "000") {
			t.Fatalf("%q gives %+v", code, b)
		}
	})
}

func TestKindOf(t *testing.T) {
	for code, want := range map[string]Kind{
		"11440300MB2D0722464440127028001":   ImplementationCode,
		"11440100007482575H3440118009000":   ImplementationCode,
		"114403006939513773344201505200802": ItemCode,
		"11450000007565194H200011501500504": ItemCode,
		"440118009000":                      BaseCode,
		"610829000000":                      BaseCode, // a 行政区划代码 of that form

		"11440300MB2D0722474440127028001":   Mistyped, // check digit
		"1144030O693951377334420150520080２": Mistyped, // letter O
		"11440300MB2D0722469440127028001":   Mistyped, // level 9
		"11440300mb2d0722464440127028001":   Mistyped, // lower case
		" 11440300MB2D0722464440127028001 ": Mistyped, // spaces
		"１１440300MB2D0722464440127028001":   Mistyped, // full-width digits
		"11440300MB2D0722464440027028001":   Mistyped, // type 00

		"511A0024800019-511602000000-000-11511301008778255F-1-00": Foreign, // Sichuan
		"511A0024800019-511602000000-000":                         Foreign, // 31 characters, but no letters and digits
		"511A00248000":                                            Foreign, // base code of Sichuan
		"51100248000191":                                          Foreign,
		"11440300MB2D07224644401270280010":                        Foreign, // 32
		"":                                                        Foreign,
		strings.Repeat("政", 31):                                   Foreign,
	} {
		if got := KindOf(code); got != want {
			t.Errorf("%.60q: got %d, want %d", code, got, want)
		}
	}
}

func TestCheck(t *testing.T) {
	m, err := ParseMatter("11440300MB2D0722464440127028001")
	if err != nil {
		t.Fatal(err)
	}
	credit := Mismatch{PartCredit, "11440300MB2D072246", "11440100007482575H", "编码第1至18位的统一社会信用代码是 11440300MB2D072246，记录里是 11440100007482575H"}
	level := Mismatch{PartLevel, "4", "3", "编码第19位的行使层级是 4（县级），记录里是 3（市级）"}
	base := Mismatch{PartBase, "440127028001", "440127028000", "编码第20至31位的基本编码是 440127028001，记录里是 440127028000"}
	kind := Mismatch{PartType, "01", "20", "编码第22至23位的事项类型是 01（行政许可），记录里是 20（公共服务）"}
	for _, tt := range []struct {
		name   string
		record Record
		want   []Mismatch
	}{
		{"nothing said", Record{}, nil},
		{"all agree", Record{"11440300MB2D072246", "4", "440127028001", "01"}, nil},
		{"another department", Record{Credit: "11440100007482575H"}, []Mismatch{credit}},
		{"another level", Record{Level: "3", Type: "01"}, []Mismatch{level}},
		{"the base code of the main item", Record{Base: "440127028000"}, []Mismatch{base}},
		{"another type", Record{Type: "20"}, []Mismatch{kind}},
		{"everything", Record{"11440100007482575H", "3", "440127028000", "20"}, []Mismatch{credit, level, base, kind}},
		{"a type that no list has", Record{Type: "1"}, []Mismatch{{PartType, "01", "1", "编码第22至23位的事项类型是 01（行政许可），记录里是 1"}}},
	} {
		if got := m.Check(tt.record); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: got %v", tt.name, got)
		}
	}
}

func TestSpoilt(t *testing.T) {
	for code, want := range map[string]bool{
		"5.1E+17": true, "1.16108e+30": true, "1E+20": true, "#####": true, "#N/A": true, "#REF!": true, "#DIV/0!": true, "#NAME?": true,
		"": false, "2E-03": false, "1E5": false, "#1": false, "#": false, "E+17": false, "A1E+2": false, "5.1E+17-1": false, "11610829016082901X4440127028001": false,
	} {
		if Spoilt(code) != want {
			t.Errorf("%q: %v", code, !want)
		}
	}
}

func TestMainOfCode(t *testing.T) {
	for code, want := range map[string]string{
		"114403006939513773344201505200802": "1144030069395137733442015052000",
		"11440300MB2D0722464440127028001":   "11440300MB2D0722464440127028000",
		"11440100007482575H3440118009000":   "11440100007482575H3440118009000",
	} {
		if m, err := ParseMatter(code); err != nil || m.Main() != want {
			t.Errorf("%s: %s, %v", code, m.Main(), err)
		}
	}
}
