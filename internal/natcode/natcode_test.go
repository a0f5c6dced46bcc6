package natcode

import (
	"errors"
	"strings"
	"testing"
)

func TestCheckCredit(t *testing.T) {
	for _, code := range []string{
		"11450000007565194H", "11440300MB2D072246", "11440100007482575H", "114403006939513773",
		"1251130145226113XA", "1137018100420588XX", "91350100M000100Y43", "11511301008778183N",
		"11610829016123451G", "11610829MB2A000112", "12610829436123458L", "52610829MJU123450R", "91610829MA70ABCD7W",
	} {
		if err := CheckCredit(code); err != nil {
			t.Errorf("%s: %v", code, err)
		}
	}
	for code, want := range map[string]error{
		"11610829016123451A":  ErrCheckDigit, // check character changed
		"11513000008778183N":  ErrCheckDigit, // two digits swapped
		"1161082901612345OA":  ErrForm,       // letter O
		"11610829I16123451G":  ErrForm,       // letter I
		"11610829016123451g":  ErrCheckDigit, // lower case
		"11610829016123451":   ErrForm,
		"":                    ErrForm,
		"11610829016123451GG": ErrForm,
		"一一六一〇八":              ErrForm, // eighteen bytes, no characters of the alphabet
	} {
		if err := CheckCredit(code); !errors.Is(err, want) {
			t.Errorf("%q: got %v, want %v", code, err, want)
		}
	}
}

func TestOrganisationCheck(t *testing.T) {
	for body, want := range map[string]byte{"00756519": '4', "MB2D0722": '4', "69395137": '7', "00420588": 'X'} {
		if got, err := OrganisationCheck(body); err != nil || got != want {
			t.Errorf("%s: got %c, %v, want %c", body, got, err, want)
		}
	}
	if _, err := OrganisationCheck("1234567"); !errors.Is(err, ErrForm) {
		t.Errorf("seven characters: %v", err)
	}
}

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
		"11440300MB2D0722474440127028001":  ErrCheckDigit,
		"11440300MB2D0722464440127028":     ErrForm, // 28 characters
		"11440300MB2D07224694401270280010": ErrForm, // 32 characters
		"11440300MB2D0722469440127028001":  ErrForm, // level 9
		"511A0024800019-511602000000-000":  ErrForm, // another province's own form
		"11440300MB2D072246444002702800１":  ErrForm,
		strings.Repeat("1", 10000):         ErrForm,
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
		if err != nil {
			if !errors.Is(err, ErrForm) && !errors.Is(err, ErrCheckDigit) {
				t.Fatalf("foreign error %v", err)
			}
			return
		}
		if m.Implementation()+m.Item != code {
			t.Fatalf("%q joins to %q", code, m.Implementation()+m.Item)
		}
	})
}

// TestLists: no list has a code or a label twice.
func TestLists(t *testing.T) {
	for name, list := range map[string]List{"types": MatterTypes(), "levels": Levels(), "sources": PowerSources(), "areas": AreaScopes(), "depths": OnlineDepths(), "results": ResultTypes(), "person": PersonThemes(), "enterprise": EnterpriseThemes(), "natures": BodyNatures()} {
		codes, labels := map[string]bool{}, map[string]bool{}
		for _, e := range list {
			if codes[e.Code] || labels[e.Label] {
				t.Errorf("%s has %s %s twice", name, e.Code, e.Label)
			}
			codes[e.Code], labels[e.Label] = true, true
			if code, ok := list.Code(e.Label); !ok || code != e.Code {
				t.Errorf("%s: label %s gives %s", name, e.Label, code)
			}
			if label, ok := list.Label(e.Code); !ok || label != e.Label {
				t.Errorf("%s: code %s gives %s", name, e.Code, label)
			}
		}
	}
}
