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
		"一一六一〇八":              ErrForm, // eighteen bytes, six characters
		"一一六一〇八二九〇一六一二三四五一六": ErrForm, // eighteen characters
		"1161082901612345１G": ErrForm, // a full-width digit
		"11610829016123451Ｇ": ErrCheckDigit,
		"1161082901612345ÿÿ": ErrForm,
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

// TestCreditSlips: in a valid code any one character changed and any two different neighbours swapped are noticed.
func TestCreditSlips(t *testing.T) {
	for _, code := range []string{"11450000007565194H", "11440300MB2D072246", "1137018100420588XX", "91350100M000100Y43", "52610829MJU123450R"} {
		for at := range len(code) {
			for _, c := range creditAlphabet {
				testSlips(t, code, at, byte(c))
			}
		}
	}
}

// testSlips puts c at a place of a valid code, and swaps the character there with the next.
func testSlips(t *testing.T, code string, at int, c byte) {
	t.Helper()
	if changed := code[:at] + string(c) + code[at+1:]; changed != code && !errors.Is(CheckCredit(changed), ErrCheckDigit) {
		t.Fatalf("%s changed to %s: %v", code, changed, CheckCredit(changed))
	}
	if at+1 == len(code) {
		return
	}
	if swapped := code[:at] + code[at+1:at+2] + code[at:at+1] + code[at+2:]; swapped != code && !errors.Is(CheckCredit(swapped), ErrCheckDigit) {
		t.Fatalf("%s swapped to %s: %v", code, swapped, CheckCredit(swapped))
	}
}

// FuzzCheckCredit: an error is one of this package; a code made valid stays valid, and a slip in it is noticed.
func FuzzCheckCredit(f *testing.F) {
	f.Add("11610829016123451G", uint8(4), uint8(9))
	f.Add("11511301008778183N", uint8(16), uint8(30))
	f.Add("一一六一〇八", uint8(17), uint8(0))
	f.Fuzz(func(t *testing.T, text string, at, c uint8) {
		if err := CheckCredit(text); err == nil {
			if len(text) != 18 || strings.Trim(text, creditAlphabet) != "" {
				t.Fatalf("%q passes", text)
			}
		} else if !errors.Is(err, ErrForm) && !errors.Is(err, ErrCheckDigit) {
			t.Fatalf("foreign error %v", err)
		}
		body := make([]byte, 17)
		for i := range body {
			if i < len(text) {
				body[i] = creditAlphabet[int(text[i])%len(creditAlphabet)]
			} else {
				body[i] = '0'
			}
		}
		check, err := CreditCheck(string(body))
		if err != nil {
			t.Fatal(err)
		}
		code := string(body) + string(check)
		if err := CheckCredit(code); err != nil {
			t.Fatal(err)
		}
		testSlips(t, code, int(at)%18, creditAlphabet[int(c)%len(creditAlphabet)])
	})
}
