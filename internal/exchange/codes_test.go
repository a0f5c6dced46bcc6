package exchange

import (
	"slices"
	"strings"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/testkit"
)

// TestMainCode: an import makes no main code that the rules find fault with.
func TestMainCode(t *testing.T) {
	for _, header := range []string{"事项编码|事项名称|实施主体", "业务办理项编码|事项名称|实施主体"} {
		for code, want := range map[string]string{
			"114403006939513773344201505200802": "1144030069395137733442015052000", "11440300MB2D0722464440127028001": "11440300MB2D0722464440127028000",
			"11440100007482575H3440118009000": "11440100007482575H3440118009000", "地方编码": "",
		} {
			m := one(t, sheet("事项", header, code+"|甲|D1"), PlanOptions{})
			if m.MainCode != want {
				t.Errorf("%s: main code %q, want %q", code, m.MainCode, want)
			}
			data := testkit.Hall(t)
			data.Add(m)
			if i := slices.IndexFunc(catalog.Lint(data), func(f catalog.Finding) bool { return f.Rule == "main-code" }); i >= 0 {
				t.Errorf("%s: %+v", code, catalog.Lint(data)[i])
			}
		}
	}
	m := one(t, sheet("事项", "实施编码|业务办理项编码|事项名称|实施主体", "1144030069395137733442015052008|114403006939513773344201505200802|甲|D1"), PlanOptions{})
	if m.MainCode != "1144030069395137733442015052000" {
		t.Errorf("beside its 实施编码: %q", m.MainCode)
	}
}

// TestRecodeBack: a record can get a code back that it had; a row under a former code says whose it is.
func TestRecodeBack(t *testing.T) {
	m := one(t, sheet("事项", "事项编码|事项名称|原事项编码", "旧/2|户口迁移|M/2 甲%+,"), PlanOptions{})
	if m.Code != "旧/2" || strings.Join(m.FormerCodes, " ") != "M/2 甲%+," {
		t.Errorf("%+v", m.Head)
	}
	p, err := Make(sheet("事项", "事项编码|事项名称", "旧/2|户口迁移登记"), testkit.Hall(t), PlanOptions{})
	if got := taken(t, p, err); len(got.Matters) != 1 || got.Matters[0].Code != "M/2 甲%+," {
		t.Errorf("%+v", got.Matters)
	}
	if !slices.ContainsFunc(p.Report.Findings, func(f Finding) bool { return f.Code == "former_code" && strings.Contains(f.Detail, "M/2 甲%+,") }) {
		t.Errorf("%+v", p.Report.Findings)
	}
}

// TestSuccessors: what is to be used instead is another record that leads somewhere.
func TestSuccessors(t *testing.T) {
	const header = "事项编码|事项名称|状态|取消原因|继任事项"
	for _, tt := range []struct {
		name  string
		lines []string
		want  string
	}{
		{"itself", []string{"M1|出生登记|取消||M1"}, "2 继任事项 conflict"},
		{"itself by a former code", []string{"M/2 甲%+,|户口迁移|取消||旧/2"}, "2 继任事项 conflict"},
		{"one that leads back in the catalogue", []string{"M1|出生登记|取消||M3"}, "2 继任事项 conflict"},
		{"a circle within the file", []string{"M1|出生登记|取消||旧/2", "M/2 甲%+,|户口迁移|取消||M1"}, "2 继任事项 conflict\n3 继任事项 conflict"},
		{"a chain", []string{"M1|出生登记|取消||旧/2"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := said(t, sheet("事项", append([]string{header}, tt.lines...)...), Error); got != tt.want {
				t.Errorf("%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// TestInvisible: characters that nobody sees make no second code.
func TestInvisible(t *testing.T) {
	p, err := Make(sheet("事项", "事项编码|事项名称", "M\u200b1\ufeff|出生登记申报"), testkit.Hall(t), PlanOptions{})
	if got := taken(t, p, err); len(got.Matters) != 1 || got.Matters[0].Code != "M1" {
		t.Errorf("%+v", got.Matters)
	}
	p, err = MakeJSON("x.json", []byte(`{"matters":[{"code":"M\u200b1","name":"甲","department":"D1"}]}`), testkit.Hall(t), PlanOptions{})
	if err != nil || p.Report.Count(Error) != 1 || !strings.Contains(p.Report.Findings[0].Detail, "看不见") {
		t.Errorf("%v, %+v", err, p)
	}
}

// TestDepartmentByCodeAndName: a file that gives both is taken by both.
func TestDepartmentByCodeAndName(t *testing.T) {
	const credit, other = "11440300MB2D072246", "11440100007482575H"
	present := testkit.Hall(t)
	present.Departments[0].Code = credit
	present.Matters[0].Department, present.Matters[2].Department, present.Windows[0].Departments, present.Bundles[0].Lead = credit, credit, []string{credit}, credit
	for _, tt := range []struct {
		name, line string
		want       string // the matter's department, ? where it is refused
		code       string // of what is said
	}{
		{"both agree", "N1|甲|" + credit + "|公安局", credit, ""},
		{"the code alone", "N1|甲|" + credit + "|", credit, ""},
		{"the name alone", "N1|甲||公安局", credit, ""},
		{"an unknown name", "N1|甲|" + credit + "|市公安局", credit, "department"},
		{"another one's name", "N1|甲|" + credit + "|民政局", "?", "conflict"},
		{"another code of a known name", "N1|甲|" + other + "|公安局", "?", "conflict"},
		{"a name whose code is still missing", "N1|甲|" + other + "|民政局", "D2", ""},
		{"a new one", "N1|甲|" + other + "|县新局", other, ""},
		{"a new one with a code of its own", "N1|甲|新局一|县新局", "X-", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := Make(sheet("up_task_general_basic", "TASK_CODE|TASK_NAME|DEPT_CODE|DEPT_NAME", tt.line), present, PlanOptions{CreateMissing: true})
			if err != nil {
				t.Fatal(err)
			}
			got, code := "?", ""
			for _, r := range p.Records {
				if m, is := r.(*catalog.Matter); is {
					got = m.Department
				}
			}
			for _, f := range p.Report.Findings {
				if f.Column == "DEPT_CODE" {
					code = f.Code
				}
			}
			if got != tt.want && !(strings.HasPrefix(tt.want, "X-") && strings.HasPrefix(got, "X-")) || code != tt.code || len(p.Report.Notes) > 0 {
				t.Errorf("%s, %s; %+v", got, code, p.Report)
			}
		})
	}
	m := one(t, sheet("事项", "事项编码|事项名称|实施主体编码", "N1|甲|D2"), PlanOptions{})
	if m.Department != "D2" {
		t.Errorf("the code in a column of its own: %s", m.Department)
	}
	p, err := Make(sheet("事项", "事项编码|事项名称|部门", "N1|甲|县局（甲）", "N2|乙|县局(甲)", "N3|乙|县局(甲)"), testkit.Hall(t), PlanOptions{CreateMissing: true})
	if got := taken(t, p, err); len(got.Departments) != 1 || len(p.Report.Notes) != 1 || !strings.Contains(p.Report.Notes[0], "“县局（甲）”和“县局(甲)”") {
		t.Errorf("two spellings: %v", p.Report.Notes)
	}
}
