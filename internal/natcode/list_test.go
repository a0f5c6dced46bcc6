package natcode

import (
	"errors"
	"strings"
	"testing"
)

// allLists has every list of the package.
func allLists() map[string]List {
	return map[string]List{
		"types": MatterTypes(), "levels": Levels(), "natures": BodyNatures(), "audiences": Audiences(), "exchange audiences": ExchangeAudiences(),
		"forms": ServiceForms(), "exchange forms": ExchangeServiceForms(), "handlings": Handlings(), "special": SpecialProcedures(),
		"power sources": PowerSources(), "states": States(), "areas": AreaScopes(), "depths": OnlineDepths(), "modes": HandlingModes(),
		"conditions": ConditionKinds(), "places": PlaceKinds(), "ways": ContactWays(), "results": ResultTypes(), "validities": Validities(),
		"deliveries": Deliveries(), "necessities": Necessities(), "media": Media(), "copies": CopyKinds(), "categories": Categories(),
		"sources": Sources(), "person": PersonThemes(), "enterprise": EnterpriseThemes(), "divisions": Divisions(),
	}
}

// TestLists: no list has a code or a label twice, and every code and label, zeros before it or not, finds its entry
// whatever the other spellings are.
func TestLists(t *testing.T) {
	for name, list := range allLists() {
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
			for _, text := range []string{
				e.Code, e.Label, "0" + e.Code, strings.TrimLeft(e.Code, "0"), wide(e.Code), wide(e.Label), " " + e.Label + "\u3000\n",
				e.Code + "|" + e.Label, e.Code + " " + e.Label, e.Label + "｜" + e.Code,
			} {
				if got, err := list.Find(text); err != nil || got.Code != e.Code {
					t.Errorf("%s: %q finds %v, %v", name, text, got, err)
				}
			}
			for _, also := range e.Also {
				if got, err := list.Find(e.Code + "|" + also); err != nil || got.Code != e.Code {
					t.Errorf("%s: %s|%s finds %v, %v", name, e.Code, also, got, err)
				}
				if got, err := list.Find(also); err == nil && got.Code != e.Code || errors.Is(err, ErrUnknown) {
					t.Errorf("%s: %s finds %v, %v", name, also, got, err)
				}
			}
		}
	}
}

// wide makes ASCII full-width.
func wide(text string) string {
	return strings.Map(func(c rune) rune {
		if c > ' ' && c <= '~' {
			return c + 0xFEE0
		}
		return c
	}, text)
}

func TestFind(t *testing.T) {
	lists := allLists()
	for _, tt := range []struct {
		list, text string
		want       string // code
		err        error
	}{
		{"types", "01", "01", nil},
		{"types", "1", "01", nil},
		{"types", "001", "01", nil},
		{"types", "０１", "01", nil},
		{"types", "行政许可", "01", nil},
		{"types", "行政许可类", "01", nil},
		{"types", "01|行政许可", "01", nil},
		{"types", "1 | 行政许可", "01", nil},
		{"types", "行政许可\u300001", "01", nil},
		{"types", "其他", "10", nil},
		{"types", "10|其它", "10", nil},
		{"types", "XK", "01", nil},
		{"types", "06|行政奖励", "", ErrAmbiguous}, // a vendor's own numbers
		{"types", "06 奖励", "", ErrAmbiguous},
		{"types", "01 02", "", ErrAmbiguous},
		{"types", "11|公共服务", "", ErrUnknown},
		{"types", "01|许可证照", "", ErrUnknown},
		{"types", "01|行政许可|是", "", ErrUnknown},
		{"types", "行政", "", ErrUnknown}, // no guessing by beginning
		{"types", "行政权力", "", ErrUnknown},
		{"types", "00", "", ErrUnknown},
		{"types", "1.0", "", ErrUnknown},
		{"types", "01,05", "", ErrUnknown}, // several values are the caller's to split
		{"types", "", "", ErrUnknown},
		{"types", " \u3000", "", ErrUnknown},
		{"types", "|", "", ErrUnknown},
		{"levels", "县", "4", nil},
		{"levels", "县级", "4", nil},
		{"levels", "04", "4", nil},
		{"levels", "镇(乡、街道)级", "5", nil},
		{"levels", "镇(乡/街道)", "5", nil},
		{"levels", "6|分级管理", "", ErrAmbiguous}, // one system's own number
		{"levels", "4级", "", ErrUnknown},
		{"handlings", "即办", "1", nil},
		{"handlings", "承诺", "2", nil},
		{"handlings", "1|承诺", "", ErrAmbiguous}, // other systems count the other way round
		{"handlings", "3|联办", "", ErrUnknown},
		{"natures", "4|其它", "9", nil},
		{"audiences", "6", "6", nil},
		{"audiences", "其他组织", "6", nil},
		{"audiences", "9", "", ErrUnknown},
		{"exchange audiences", "其他组织", "9", nil},
		{"exchange audiences", "6|行政机关", "6", nil},
		{"exchange audiences", "6|其他组织", "", ErrAmbiguous}, // the standard's number in an exchange table
		{"exchange audiences", "5|行政机关", "", ErrAmbiguous},
		{"exchange audiences", "法人", "", ErrAmbiguous},
		{"exchange audiences", "2|法人", "2", nil},
		{"exchange audiences", "法人 企业", "2", nil},
		{"exchange audiences", "个人", "1", nil},
		{"forms", "网上办理", "", ErrAmbiguous},
		{"forms", "3|快递申请", "", ErrAmbiguous}, // the exchange tables' number
		{"exchange forms", "移动端网上", "2", nil},
		{"exchange forms", "3|快递申请", "3", nil},
		{"states", "暂停(挂起)", "2", nil},
		{"depths", "全程网办", "", ErrAmbiguous},
		{"copies", "原件和(或)复印件", "3", nil},
		{"categories", "3", "9", nil},
		{"person", "5", "005", nil},
		{"person", "080", "", ErrUnknown},
		{"divisions", "吴堡", "610829", nil},
	} {
		got, err := lists[tt.list].Find(tt.text)
		if !errors.Is(err, tt.err) || got.Code != tt.want {
			t.Errorf("%s, %q: got %v, %v", tt.list, tt.text, got, err)
		}
	}
	if _, err := List(nil).Find("1"); !errors.Is(err, ErrUnknown) {
		t.Errorf("empty list: %v", err)
	}
}

// TestFindMessages: the message tells a clerk what to write instead.
func TestFindMessages(t *testing.T) {
	for _, tt := range []struct {
		list List
		text string
		want string
	}{
		{Handlings(), "急件", `代码表里没有这个值："急件"，可以写 1（即办件）、2（承诺件）、9（其他）`},
		{ExchangeAudiences(), "企业", `不能确定是哪一个值："企业" 可能是 2（企业法人）、5（非法人企业），请只写其中一个`},
		{Handlings(), "1|承诺", `不能确定是哪一个值："1|承诺" 可能是 1（即办件）、2（承诺件），请只写其中一个`},
	} {
		if _, err := tt.list.Find(tt.text); err == nil || err.Error() != tt.want {
			t.Errorf("%s: %v", tt.text, err)
		}
	}
	if _, err := PersonThemes().Find("x"); !strings.HasSuffix(err.Error(), "等32个") {
		t.Errorf("a long list: %v", err)
	}
}

// FuzzFind: an error is one of this package; what is found is in the list, and neither spaces nor full-width
// characters nor its own code before it change that.
func FuzzFind(f *testing.F) {
	for _, text := range []string{"01|行政许可", "１", "法人", "镇(乡/街道)", "2|法人", "06|行政奖励", " 005\t", "\xff", "0", "全程网办"} {
		f.Add(text)
	}
	lists := allLists()
	f.Fuzz(func(t *testing.T, text string) {
		for name, list := range lists {
			got, err := list.Find(text)
			for _, other := range []string{" " + text + "\u3000", wide(text)} {
				if again, otherErr := list.Find(other); again.Code != got.Code || (otherErr == nil) != (err == nil) {
					t.Fatalf("%s: %q finds %v, %q finds %v", name, text, got, other, again)
				}
			}
			if err != nil {
				if errors.Is(err, ErrUnknown) == errors.Is(err, ErrAmbiguous) {
					t.Fatalf("%s: %q: foreign error %v", name, text, err)
				}
				continue
			}
			if label, ok := list.Label(got.Code); !ok || label != got.Label {
				t.Fatalf("%s: %q finds %v, which is not in the list", name, text, got)
			}
			if !strings.Contains(fold(text), "|") && len(strings.Fields(text)) == 1 {
				if again, err := list.Find(got.Code + "|" + text); err != nil || again.Code != got.Code {
					t.Fatalf("%s: %s|%q finds %v, %v", name, got.Code, text, again, err)
				}
			}
		}
	})
}
