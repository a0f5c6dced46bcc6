package exchange

import (
	"strings"
	"testing"

	"servicehall/internal/testkit"
)

// TestJSONFile: a file that cannot be taken is refused in one sentence; what a snapshot has beside its lists is no
// fault.
func TestJSONFile(t *testing.T) {
	deep := `{"matters":[{"code":"N1","aliases":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + `}]}`
	for text, want := range map[string]string{
		"": "文件是空的", "[]": "最外层是一个对象", "null": "最外层是一个对象", `{"matters":7}`: "“matters”要是一个列表", "{\n\n,}": "第3行附近的格式不对",
		`{"matters":[],"matters":[]}`: "“matters”写了两次", deep: "层次也不能太深",
	} {
		if _, err := MakeJSON("x.json", []byte(text), testkit.Hall(t), PlanOptions{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: %v, want %s", text, err, want)
		}
	}
	p, err := MakeJSON("snapshot.json", []byte(`{"epoch":"e","revision":7,"built":"today","departments":null,"matters":[{"code":"M1","name":"出生登记申报"}]}`), testkit.Hall(t), PlanOptions{})
	if got := taken(t, p, err); len(got.Matters) != 1 || len(p.Report.Notes) != 1 || !strings.Contains(p.Report.Notes[0], "built") {
		t.Errorf("%+v", p.Report)
	}
}

// TestBadJSON: refused records come back in a file of the same form, and mended they come in.
func TestBadJSON(t *testing.T) {
	text := `{"zones":[{"code":"Z9","name":"新专区","state":"active"}],"matters":[{"code":"M1","name":"出生登记申报"},{"code":"M1","name":"第二次"},{"code":"M3","colour":"红"},
		{"code":"M3","name":"a","name":"b"},{"code":"M3","legalLimit":{"amount":5}},{"code":"M3","name":5},{"name":"没有编码"},7]}`
	p, err := MakeJSON("in.json", []byte(text), testkit.Hall(t), PlanOptions{})
	if err != nil || len(p.Records) != 2 {
		t.Fatalf("%v, %+v", err, p)
	}
	rest, err := BadJSON([]byte(text), p)
	if err != nil {
		t.Fatal(err)
	}
	again, err := MakeJSON("rest.json", rest, testkit.Hall(t), PlanOptions{})
	if err != nil || again.Report.Count(Error) != 6 || strings.Contains(string(rest), "Z9") || strings.Contains(string(rest), "出生登记申报") {
		t.Fatalf("%v, %s, %+v", err, rest, again.Report.Findings)
	}
	var details []string
	for _, f := range p.Report.Findings {
		details = append(details, f.Detail)
	}
	for _, want := range []string{"写了两次", "“colour”", "字段“name”写了两次", `"amount"`, "“name”类型不对", "没有 code", "第8项不是对象"} {
		if !strings.Contains(strings.Join(details, "\n"), want) {
			t.Errorf("nothing says %s: %q", want, details)
		}
	}
	one := []byte(`{"matters":[{"code":"M3","colour":"红"}]}`)
	if p, err = MakeJSON("one.json", one, testkit.Hall(t), PlanOptions{}); err != nil {
		t.Fatal(err)
	}
	if rest, err = BadJSON(one, p); err != nil {
		t.Fatal(err)
	}
	p, err = MakeJSON("mended.json", []byte(strings.Replace(string(rest), `"colour": "红"`, `"name": "核验"`, 1)), testkit.Hall(t), PlanOptions{})
	if got := taken(t, p, err); len(got.Matters) != 1 || got.Matters[0].Name != "核验" {
		t.Errorf("%s: %+v", rest, p.Report)
	}
}
