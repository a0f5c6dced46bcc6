package exchange

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unicode"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"servicehall/internal/catalog"
	"servicehall/internal/demo"
	"servicehall/internal/exchange/tabular"
	"servicehall/internal/testkit"
)

// readBack reads a file that was written.
func readBack(t interface{ Fatal(...any) }, name string, data []byte) *tabular.Book {
	book, err := tabular.Read(name, data, Knows(nil), tabular.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// anyText is text that a field may hold: everything that Validate lets through.
func anyText() *rapid.Generator[string] {
	runes := rapid.RuneFrom([]rune("吴堡县登记（）()【】“”=+-@'\"；;、,，\n\t 　ａＡa1.0%/\\<>&_x000D_"), unicode.Han, unicode.Letter, unicode.Punct, unicode.Symbol)
	return rapid.Map(rapid.StringOfN(runes, 0, 30, -1), func(s string) string {
		if strings.TrimSpace(s) == "" {
			return ""
		}
		return strings.ReplaceAll(strings.Map(func(r rune) rune {
			if (r < 0x20 && r != '\n' && r != '\t') || r == 0x7f || r == 0xfffe || r == 0xffff || r == '\r' || r >= 0xd800 && r < 0xe000 {
				return -1
			}
			return r
		}, s), "_x", "x")
	})
}

// anyMatter is a valid matter of the small hall with any texts in its fields.
func anyMatter(t *rapid.T, code string) *catalog.Matter {
	m := testkit.Matter(code, "名称"+rapid.StringMatching(`[一-龥（）()A-Z0-9=+@-]{0,20}`).Draw(t, "name"))
	line := rapid.Map(anyText(), func(s string) string { return strings.NewReplacer("\n", "", "\t", "").Replace(s) + "字" })
	some := func(label string) string { return anyText().Draw(t, label) }
	m.Summary, m.VisitReason, m.LegalNote, m.QuantityLimit = some("summary"), some("reason"), some("note"), some("quantity")
	m.Aliases = rapid.SliceOfN(line, 0, 3).Draw(t, "aliases")
	m.Audience = rapid.SliceOfDistinct(rapid.SampledFrom([]catalog.Audience{catalog.Person, catalog.Enterprise, catalog.OtherAudience}), rapid.ID[catalog.Audience]).Draw(t, "audience")
	m.Themes = rapid.SliceOfDistinct(rapid.SampledFrom([]string{"person-005", "enterprise-005", "person-999"}), rapid.ID[string]).Draw(t, "themes")
	m.LegalLimit = rapid.SampledFrom([]*catalog.Limit{nil, {Value: 50, Unit: catalog.Workday}, {Value: 2000, Unit: catalog.Day}, {Value: 125, Unit: catalog.Hour}, {Value: 100, Unit: catalog.Year}}).Draw(t, "limit")
	m.MaxVisits = rapid.SampledFrom([]*int{nil, new(int)}).Draw(t, "visits")
	m.Booking, m.Express, m.PayOnline = rapid.Bool().Draw(t, "booking"), rapid.Bool().Draw(t, "express"), rapid.Bool().Draw(t, "pay")
	m.FormerCodes = rapid.SliceOfNDistinct(rapid.StringMatching(code+`旧[a-z0-9]{1,5}`), 0, 2, rapid.ID[string]).Draw(t, "former")
	if rapid.Bool().Draw(t, "entered") {
		m.Entry = &catalog.Entry{Batch: "第一批", Day: "2023-08-01"}
	}
	switch rapid.IntRange(0, 3).Draw(t, "state") {
	case 1:
		m.State, m.Suspension = catalog.Suspended, &catalog.Suspension{Reason: "系统升级"}
	case 2:
		m.Cancel(catalog.Merged, some("cancelled"), nil)
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "materials") {
		material := m.Materials[0]
		material.ID, material.Name, material.Note, material.Standard = fmt.Sprintf("m%d", i+2), "材料"+some("material"), some("note"), some("standard")
		if rapid.Bool().Draw(t, "deferrable") {
			material.Necessity = catalog.Deferrable
			material.Deferral = &catalog.Deferral{Within: catalog.Limit{Value: 100, Unit: catalog.Workday}, Ways: []catalog.Way{catalog.ByPost}, Consequence: catalog.SuspendThenReturn, GraceDays: 15, LongReason: some("long")}
		}
		if rapid.Bool().Draw(t, "form") {
			url := "https://example.invalid/表"
			material.BlankForm = &catalog.FileLink{Name: "空白表", URL: rapid.SampledFrom([]*string{nil, &url}).Draw(t, "url")}
		}
		m.Materials = append(m.Materials, material)
	}
	if rapid.Bool().Draw(t, "commitment") {
		m.Commitment = &catalog.Commitment{Kind: catalog.LicenceCommitment, Scope: some("scope"), Materials: []string{"m1"}, Verification: catalog.VerifiedOnSite, Text: some("text"), Excluded: some("excluded")}
	}
	if rapid.Bool().Draw(t, "question") {
		m.Questions = []catalog.Question{{ID: "a1", Text: "问" + some("question"), Multiple: true, Options: []catalog.Option{{ID: "a2", Text: "甲", Adds: []string{"m1"}}, {ID: "a3", Text: "乙", Removes: []string{"m1"}}}}}
	}
	m.FAQs = []catalog.FAQ{{ID: "q9", Question: "问" + some("faq"), Answer: "答" + some("answer")}}
	m.Steps = []catalog.Step{{ID: "s9", Name: "受理", Limit: m.LegalLimit, Standard: some("step")}}
	return m
}

// TestAnyCatalogue: whatever a valid catalogue holds survives xlsx and json to the character, and csv for what the
// sheet 事项 holds.
func TestAnyCatalogue(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		data := testkit.Hall(t)
		data.Matters, data.Bundles = nil, nil
		for i := range rapid.IntRange(1, 3).Draw(rt, "matters") {
			data.Matters = append(data.Matters, anyMatter(rt, fmt.Sprintf("N%d", i)))
		}
		if err := data.Validate(func(catalog.Kind, string) bool { return false }); err != nil {
			rt.Skip(err.Error()) // what Validate keeps out does not have to survive
		}
		for _, name := range []string{"hall.xlsx", "hall.json", "hall.csv"} {
			file, err := Write(name, data)
			if err != nil {
				rt.Fatal(err)
			}
			present, want := &catalog.Dataset{}, data
			var p *Plan
			switch name {
			case "hall.json":
				p, err = MakeJSON(name, file, present, PlanOptions{})
			case "hall.csv": // the sheet 事项 alone: into the same catalogue it brings no change
				want = &catalog.Dataset{}
				p, err = Make(readBack(rt, name, file), data, PlanOptions{})
			default:
				p, err = Make(readBack(rt, name, file), present, PlanOptions{})
			}
			if err != nil {
				rt.Fatal(err)
			}
			if p.Report.Count(Error) > 0 {
				rt.Fatalf("%s: %+v", name, p.Report.Findings)
			}
			got := &catalog.Dataset{}
			for _, r := range p.Records {
				got.Add(r)
			}
			if len(got.Records()) != len(want.Records()) {
				rt.Fatalf("%s: %d records came back, want %d: %+v", name, len(got.Records()), len(want.Records()), p.Report.Changes)
			}
			for i, r := range want.Records() {
				if !same(r, got.Records()[i]) {
					rt.Fatalf("%s: %+v", name, fieldChanges(tables(), r, got.Records()[i]))
				}
			}
		}
	})
}

// TestProvince: another province's list, with codes of its own form, brackets of both widths and long names, goes
// in whole with warnings and comes out with every character as it was.
func TestProvince(t *testing.T) {
	var csv bytes.Buffer
	csv.WriteString("某区政务服务事项清单,,,,\n事项编码,事项名称,部门,类型,办理方式\n")
	type line struct{ code, name string }
	var lines []line
	for i := range 1000 {
		l := line{
			code: fmt.Sprintf("511A00%05d-511602000000-000-115113010087782%02dF-1-00", i, i%100),
			name: fmt.Sprintf("%s（第%d类）(含变更)【%s】　备案", strings.Repeat("机动车维修经营", 1+i%13), i, strings.Repeat("乡", i%7)),
		}
		lines = append(lines, l)
		fmt.Fprintf(&csv, "%s,%s,区%d局,%s,\n", l.code, l.name, i%30, []string{"行政许可", "公共服务", "其他行政权力", "行政检查"}[i%4])
	}
	p, err := Make(readBack(t, "list.csv", csv.Bytes()), &catalog.Dataset{}, PlanOptions{CreateMissing: true})
	data := taken(t, p, err)
	if len(data.Matters) != 1000 || len(data.Departments) != 30 || p.Report.Count(Warning) < 1000 {
		t.Fatalf("%d matters, %d departments, %d warnings", len(data.Matters), len(data.Departments), p.Report.Count(Warning))
	}
	for i, m := range data.Matters {
		if m.Code != lines[i].code || m.Name != lines[i].name {
			t.Fatalf("%q %q came in as %q %q", lines[i].code, lines[i].name, m.Code, m.Name)
		}
	}
	file, err := Write("out.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Make(readBack(t, "out.xlsx", file), &catalog.Dataset{}, PlanOptions{})
	equal(t, data, taken(t, again, err))
}

// TestAnnotate: the same workbook comes back with a red cell and a comment at each fault, and the bad rows alone
// can be mended and imported again.
func TestAnnotate(t *testing.T) {
	f := excelize.NewFile()
	for cell, text := range map[string]string{
		"A1": "县里的事项", "A2": "事项编码", "B2": "事项名称", "C2": "实施主体", "D2": "承诺时限",
		"A3": "N1", "B3": "甲", "C3": "D1", "D3": "3工作日", "A4": "N2", "B4": "乙", "C4": "D1", "D4": "几天", "A5": "N3", "C5": "D1",
	} {
		if err := f.SetCellStr("Sheet1", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	data, err := buffer(f)
	if err != nil {
		t.Fatal(err)
	}
	book := readBack(t, "in.xlsx", data)
	p, err := Make(book, testkit.Hall(t), PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	marked, err := Annotate(data, book, &p.Report)
	if err != nil {
		t.Fatal(err)
	}
	comments := commentsOf(t, marked, "Sheet1")
	if !strings.Contains(comments["D4"], "几天") || !strings.Contains(comments["B5"], "不能为空") {
		t.Errorf("comments %v", comments)
	}
	out, err := excelize.OpenReader(bytes.NewReader(marked))
	if err != nil {
		t.Fatal(err)
	}
	if title, err := out.GetCellValue("Sheet1", "A1"); err != nil || title != "县里的事项" {
		t.Errorf("the title is %q, %v", title, err)
	}
	bad, err := BadRows(book, p)
	if err != nil {
		t.Fatal(err)
	}
	rest := readBack(t, "bad.xlsx", bad)
	if rows := rest.Sheets[0].Rows; len(rows) != 2 || rows[0].Cells[0].Text != "N2" || rows[1].Cells[0].Text != "N3" {
		t.Fatalf("bad rows %+v", rest.Sheets[0].Rows)
	}
	rest.Sheets[0].Rows[0].Cells[3].Text, rest.Sheets[0].Rows[1].Cells[1].Text = "3天", "丙"
	mended, err := Make(rest, testkit.Hall(t), PlanOptions{})
	if got := taken(t, mended, err); len(got.Matters) != 2 {
		t.Errorf("mended: %d matters", len(got.Matters))
	}
}

func commentsOf(t *testing.T, data []byte, sheet string) map[string]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	comments, err := f.GetComments(sheet)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, c := range comments {
		out[c.Cell] = c.Text
	}
	return out
}

// TestWorkbook: what is written can be filled in: drop-downs, notes, a header that stays, text cells.
func TestWorkbook(t *testing.T) {
	data := testkit.Hall(t)
	data.Matters[0].Summary, data.Matters[0].Name = "=1+1", "-出生登记"
	for _, make := range []func() ([]byte, error){Template, func() ([]byte, error) { return Write("hall.xlsx", data) }} {
		file, err := make()
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"事项", "材料", "流程", "收费", "依据", "结果", "问答", "条件", "部门", "专区", "窗口", "窗口时间", "场景", "一件事", "一件事成员", "情形"} {
			if i, err := f.GetSheetIndex(name); err != nil || i < 0 {
				t.Errorf("no sheet %s: %v", name, err)
			}
		}
		if active := f.GetSheetName(f.GetActiveSheetIndex()); active != "事项" {
			t.Errorf("it opens with the sheet %s", active)
		}
		lists, err := f.GetDataValidations("事项")
		if err != nil || len(lists) < 8 {
			t.Errorf("%d drop-downs, %v", len(lists), err)
		}
		panes, err := f.GetPanes("事项")
		if err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("panes %+v, %v", panes, err)
		}
		if comments := commentsOf(t, file, "事项"); len(comments) < 5 || !strings.Contains(comments["A1"], "必填") {
			t.Errorf("notes %v", comments)
		}
		for _, cell := range []string{"B2", "G2"} {
			if formula, err := f.GetCellFormula("事项", cell); err != nil || formula != "" {
				t.Errorf("%s is a formula: %q, %v", cell, formula, err)
			}
		}
	}
	csv, err := Write("hall.csv", data)
	if err != nil || !bytes.Contains(csv, []byte(",'-出生登记,")) || !bytes.Contains(csv, []byte(",'=1+1,")) {
		t.Errorf("a formula in csv: %.300s, %v", csv, err)
	}
}

// TestExportSpace: writing does not hold the workbook in memory as a tree, which takes hundreds of megabytes.
func TestExportSpace(t *testing.T) {
	data, err := demo.Dataset()
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := Write("all.xlsx", data); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 400 {
		t.Errorf("%d MB", used)
	}
}

// TestManyComments: of very many marked cells the first have comments, the rest only their colour, and that is said.
func TestManyComments(t *testing.T) {
	lines := []string{"事项编码|事项名称|实施主体|承诺时限|到现场次数"}
	for i := range mostComments/2 + 5 {
		lines = append(lines, fmt.Sprintf("N%d|甲|D1|几天|一次", i))
	}
	book := sheet("事项", lines...)
	p, err := Make(book, testkit.Hall(t), PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	marked, err := BadRows(book, p)
	if err != nil {
		t.Fatal(err)
	}
	comments := commentsOf(t, marked, "事项")
	if len(comments) != mostComments || !strings.Contains(comments["A1"], "还有11格只涂了颜色") {
		t.Errorf("%d comments, of the header %q", len(comments), comments["A1"])
	}
	f, err := excelize.OpenReader(bytes.NewReader(marked))
	if err != nil {
		t.Fatal(err)
	}
	last := fmt.Sprintf("E%d", len(lines))
	if style, err := f.GetCellStyle("事项", last); err != nil || style == 0 || comments[last] != "" {
		t.Errorf("%s has style %d and comment %q, %v", last, style, comments[last], err)
	}
}
