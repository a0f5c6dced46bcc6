package catalog_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/testkit"
)

func TestParseLimit(t *testing.T) {
	for text, want := range map[string]string{
		"20工作日": "20个工作日", "0.5个工作日": "0.5个工作日", "1.25工作日": "1.25个工作日", "30日": "30日", "30天": "30日",
		"2小时": "2小时", "3个月": "3个月", "1年": "1年", "即办": "即办", " 5工作日 ": "5个工作日", "0工作日": "即办",
		"当场办结": "即办", "即时办结": "即办", "30个自然日": "30日", "五个工作日": "5个工作日", "20(工作日)": "20个工作日", "半天": "0.5日", "两个月": "2个月", "十日": "10日",
		"十五工作日": "15个工作日", "二十日": "20日", "六十五日": "65日", "一百二十个工作日": "120个工作日", "一百零五日": "105日",
	} {
		l, err := catalog.ParseLimit(text)
		if err != nil || l == nil || l.String() != want {
			t.Errorf("%q: got %v, %v, want %s", text, l, err, want)
		}
	}
	for _, text := range []string{"", "无"} {
		if l, err := catalog.ParseLimit(text); l != nil || err != nil {
			t.Errorf("%q: got %v, %v, want nothing", text, l, err)
		}
	}
	for _, text := range []string{"20", "工作日", "-1日", "1.234日", "几日", "百日", "一二日", "十十日", "0", "0日左右", "20 工作日左右", "1e3日", "."} {
		if l, err := catalog.ParseLimit(text); err == nil {
			t.Errorf("%q: got %v, want an error", text, l)
		}
	}
}

func TestWorkdays(t *testing.T) {
	for text, want := range map[string]string{"7日": "5", "8小时": "1", "2小时": "0.25", "1个月": "21", "1年": "250", "0.5工作日": "0.5", "即办": "0", "30日": "21.43"} {
		if got := testkit.Limit(t, text).Workdays().String(); got != want {
			t.Errorf("%s: %s working days, want %s", text, got, want)
		}
	}
}

func TestLimitJSON(t *testing.T) {
	type holder struct {
		Limit *catalog.Limit `json:"limit"`
	}
	for _, want := range []string{`{"limit":{"value":0.5,"unit":"workday"}}`, `{"limit":{"value":20,"unit":"day"}}`, `{"limit":null}`, `{"limit":{"value":0,"unit":"workday"}}`, `{"limit":{"value":1.25,"unit":"hour"}}`} {
		var h holder
		if err := json.Unmarshal([]byte(want), &h); err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(h)
		if err != nil || string(got) != want {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
	}
	for _, bad := range []string{`{"limit":{"value":"1","unit":"day"}}`, `{"limit":{"value":0.123,"unit":"day"}}`, `{"limit":{"value":1e2,"unit":"day"}}`} {
		var h holder
		if err := json.Unmarshal([]byte(bad), &h); err == nil {
			t.Errorf("%s was read as %v", bad, h.Limit)
		}
	}
}

// TestDictionaries: no list has a code or a label twice, and every national code of the exchange tables that
// is used for import is there.
func TestDictionaries(t *testing.T) {
	names := map[string]bool{}
	for _, d := range catalog.Dictionaries() {
		if names[d.Name] || d.Label == "" || len(d.Terms) == 0 {
			t.Errorf("dictionary %q stands twice or is empty", d.Name)
		}
		names[d.Name] = true
		codes := map[string]bool{}
		for _, term := range d.Terms {
			if codes[term.Code] || term.Label == "" {
				t.Errorf("%s: %q stands twice or has no label", d.Name, term.Code)
			}
			codes[term.Code] = true
		}
	}
	for national, want := range map[string]string{"1": "person", "5": "unincorporated", "9": "other"} {
		for _, term := range catalog.DictionaryOf("audience").Terms {
			if term.National == national && term.Code != want {
				t.Errorf("服务对象 %s is %s, want %s", national, term.Code, want)
			}
		}
	}
}

func nothing(catalog.Kind, string) bool { return false }

func TestValidHall(t *testing.T) {
	if err := testkit.Hall(t).Validate(nothing); err != nil {
		t.Error(err)
	}
}

// TestValidate breaks one thing at a time and looks for exactly that fault.
func TestValidate(t *testing.T) {
	text := func(n int) string { return strings.Repeat("长", n) }
	for name, tt := range map[string]struct {
		change  func(d *catalog.Dataset)
		pointer string
		code    string
	}{
		"no code":             {func(d *catalog.Dataset) { d.Zones[0].Code = ""; d.Windows[0].Zone = ""; d.Windows[1].Zone = "" }, "/code", "form"},
		"long code":           {func(d *catalog.Dataset) { d.Scenes[0].Code = text(65); d.Bundles[0].Scene = text(65) }, "/code", "form"},
		"code of two":         {func(d *catalog.Dataset) { d.Matters[1].Code = "M1" }, "/code", "duplicate"},
		"its own successor":   {func(d *catalog.Dataset) { d.Matters[2].Cancellation.Successor = &d.Matters[2].Code }, "/cancellation/successor", "conflict"},
		"nothing but spaces":  {func(d *catalog.Dataset) { d.Matters[0].Summary = " \u3000" }, "/summary", "form"},
		"a code that is lost": {func(d *catalog.Dataset) { d.Scenes[0].Code, d.Bundles[0].Scene = "5.1E+17", "5.1E+17" }, "/code", "spoilt"},
		"former code of two":  {func(d *catalog.Dataset) { d.Matters[2].FormerCodes = []string{"旧/2"} }, "/code", "duplicate"},
		"no name":             {func(d *catalog.Dataset) { d.Matters[0].Name = " " }, "/name", "required"},
		"long name":           {func(d *catalog.Dataset) { d.Matters[0].Name = text(201) }, "/name", "length"},
		"control character":   {func(d *catalog.Dataset) { d.Matters[0].Summary = "一\x07二" }, "/summary", "form"},
		"not UTF-8":           {func(d *catalog.Dataset) { d.Matters[0].Summary = "\xff" }, "/summary", "form"},
		"long text":           {func(d *catalog.Dataset) { d.Matters[0].Summary = text(10_001) }, "/summary", "length"},
		"type":                {func(d *catalog.Dataset) { d.Matters[0].Type = "1" }, "/type", "closed_list"},
		"audience":            {func(d *catalog.Dataset) { d.Matters[0].Audience = []catalog.Audience{"cat"} }, "/audience/0", "closed_list"},
		"audience twice":      {func(d *catalog.Dataset) { d.Matters[0].Audience = []catalog.Audience{"person", "person"} }, "/audience/1", "duplicate"},
		"unit":                {func(d *catalog.Dataset) { d.Matters[0].LegalLimit.Unit = "week" }, "/legalLimit/unit", "closed_list"},
		"department":          {func(d *catalog.Dataset) { d.Matters[0].Department = "D9" }, "/department", "reference"},
		"window":              {func(d *catalog.Dataset) { d.Matters[0].Windows = []string{"W1", "W9"} }, "/windows/1", "reference"},
		"visits":              {func(d *catalog.Dataset) { n := -1; d.Matters[0].MaxVisits = &n }, "/maxVisits", "range"},
		"day":                 {func(d *catalog.Dataset) { day := catalog.Date("2026-02-30"); d.Matters[0].CheckedOn = &day }, "/checkedOn", "form"},
		"material id twice":   {func(d *catalog.Dataset) { d.Matters[0].Materials[1].ID = "m1" }, "/materials/1/id", "duplicate"},
		"deferral alone":      {func(d *catalog.Dataset) { d.Matters[0].Materials[1].Necessity = catalog.Required }, "/materials/1/deferral", "conflict"},
		"grace alone":         {func(d *catalog.Dataset) { d.Matters[0].Materials[1].Deferral.GraceDays = 5 }, "/materials/1/deferral/graceDays", "conflict"},
		"suspended":           {func(d *catalog.Dataset) { d.Matters[0].State = catalog.Suspended }, "/suspension", "conflict"},
		"cancelled":           {func(d *catalog.Dataset) { d.Matters[0].State = catalog.Cancelled }, "/cancellation", "required"},
		"successor":           {func(d *catalog.Dataset) { s := "M9"; d.Matters[2].Cancellation.Successor = &s }, "/cancellation/successor", "reference"},
		"question's material": {func(d *catalog.Dataset) {
			d.Matters[0].Questions = []catalog.Question{{ID: "a1", Text: "？", Options: []catalog.Option{{ID: "a1-1", Text: "是", Adds: []string{"m9"}}, {ID: "a1-2", Text: "否"}}}}
		}, "/questions/0/options/0/adds/0", "reference"},
		"one option": {func(d *catalog.Dataset) {
			d.Matters[0].Questions = []catalog.Question{{ID: "a1", Text: "？", Options: []catalog.Option{{ID: "a1-1", Text: "是"}}}}
		}, "/questions/0/options", "range"},
		"division": {func(d *catalog.Dataset) { d.Departments[0].Division = "61082" }, "/division", "form"},
		"hours": {func(d *catalog.Dataset) {
			d.Windows[0].Hours = []catalog.Span{{Days: []int{1}, Opens: "12:00", Closes: "08:30"}}
		}, "/hours/0", "form"},
		"day of week": {func(d *catalog.Dataset) {
			d.Windows[0].Hours = []catalog.Span{{Days: []int{8}, Opens: "08:00", Closes: "08:30"}}
		}, "/hours/0/days", "range"},
		"location":       {func(d *catalog.Dataset) { d.Zones[0].Location = &catalog.Location{Lng: 200} }, "/location", "range"},
		"life-cycle":     {func(d *catalog.Dataset) { d.Scenes[0].Lifecycle = "plant" }, "/lifecycle", "closed_list"},
		"one member":     {func(d *catalog.Dataset) { d.Bundles[0].Members = d.Bundles[0].Members[:1] }, "/members", "range"},
		"member of both": {func(d *catalog.Dataset) { d.Bundles[0].Members[0].Service = &catalog.OutsideService{Name: "外"} }, "/members/0", "conflict"},
		"member":         {func(d *catalog.Dataset) { s := "M9"; d.Bundles[0].Members[0].Matter = &s }, "/members/0/matter", "reference"},
		"lead":           {func(d *catalog.Dataset) { d.Bundles[0].Lead = "D9" }, "/lead", "reference"},
	} {
		t.Run(name, func(t *testing.T) {
			data := testkit.Hall(t)
			tt.change(data)
			err := data.Validate(nothing)
			var invalid *catalog.Invalid
			if !errors.As(err, &invalid) {
				t.Fatalf("got %v", err)
			}
			if f := invalid.Faults[0]; f.Pointer != tt.pointer || f.Code != tt.code || f.Detail == "" || len(invalid.Faults) > 2 {
				t.Errorf("faults %+v, want %s at %s", invalid.Faults, tt.code, tt.pointer)
			}
		})
	}
	t.Run("known elsewhere", func(t *testing.T) {
		data := testkit.Hall(t)
		data.Departments = nil
		if err := data.Validate(func(kind catalog.Kind, _ string) bool { return kind == catalog.KindDepartment }); err != nil {
			t.Error(err)
		}
	})
}

func TestFillLists(t *testing.T) {
	m := &catalog.Matter{Questions: []catalog.Question{{Options: []catalog.Option{{}}}}}
	catalog.FillLists(m)
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(b, &fields); err != nil {
		t.Fatal(err)
	}
	absent := map[string]bool{"cancellation": true, "legalLimit": true, "promisedLimit": true, "maxVisits": true, "commitment": true, "entry": true, "suspension": true, "checkedOn": true}
	for name, value := range fields {
		if (value == nil) != absent[name] {
			t.Errorf("%s is %v", name, value)
		}
	}
	if m.Questions[0].Options[0].Adds == nil {
		t.Error("a list inside a list is nil")
	}
	for _, r := range testkit.Hall(t).Records() {
		before := fmt.Sprintf("%+v", r)
		catalog.FillLists(r)
		if after := fmt.Sprintf("%+v", r); before != after {
			t.Errorf("filling lists changed what is shown:\n%s\n%s", before, after)
		}
	}
}

func TestTimeJSON(t *testing.T) {
	moment := catalog.Time{Time: testkit.Now()}
	b, err := json.Marshal(moment)
	if err != nil || string(b) != `"2026-11-23T09:00:00+08:00"` {
		t.Errorf("got %s, %v", b, err)
	}
	var back catalog.Time
	if err := json.Unmarshal([]byte(`"2026-11-23T01:00:00Z"`), &back); err != nil || !back.Equal(moment.Time) {
		t.Errorf("got %v, %v", back, err)
	}
	stored, err := moment.Value()
	if err != nil || !reflect.DeepEqual(stored, "2026-11-23T01:00:00Z") {
		t.Errorf("stored %v, %v", stored, err)
	}
}
