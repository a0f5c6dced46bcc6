package exchange

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/demo"
	"servicehall/internal/exchange/tabular"
	"servicehall/internal/testkit"
)

// bookOf is what reading the written workbook gives.
func bookOf(data *catalog.Dataset) *tabular.Book {
	b := &tabular.Book{Name: "test.xlsx"}
	for _, s := range sheetsOf(tables()) {
		sheet := tabular.Sheet{Name: s.name, HeaderRow: 1}
		for _, c := range s.columns {
			sheet.Header = append(sheet.Header, c.header)
		}
		for i, row := range s.rows(data) {
			r := tabular.Row{Number: i + 2}
			for _, text := range row {
				r.Cells = append(r.Cells, tabular.Cell{Text: text})
			}
			sheet.Rows = append(sheet.Rows, r)
		}
		b.Sheets = append(b.Sheets, sheet)
	}
	return b
}

func taken(t *testing.T, p *Plan, err error) *catalog.Dataset {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range p.Report.Findings {
		if i < 20 && f.Severity == Error {
			t.Errorf("%s: %s (%s)", f.place(), f.Detail, f.Value)
		}
	}
	data := &catalog.Dataset{}
	for _, r := range p.Records {
		data.Add(r)
	}
	return data
}

func equal(t *testing.T, want, got *catalog.Dataset) {
	t.Helper()
	a, b := want.Records(), got.Records()
	if len(a) != len(b) {
		t.Fatalf("%d records, want %d", len(b), len(a))
	}
	differ := 0
	for i := range a {
		catalog.FillLists(a[i])
		catalog.FillLists(b[i])
		x, errX := json.Marshal(a[i])
		y, errY := json.Marshal(b[i])
		if errX != nil || errY != nil || string(x) != string(y) {
			if differ++; differ < 4 {
				t.Errorf("%s %s came back as\n%s\nwant\n%s", a[i].Kind(), a[i].Base().Code, y, x)
			}
		}
	}
}

func TestSheetsRoundTrip(t *testing.T) {
	whole, err := demo.Dataset()
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]*catalog.Dataset{"hall": testkit.Hall(t), "demonstration": whole} {
		t.Run(name, func(t *testing.T) {
			p, err := Make(bookOf(data), &catalog.Dataset{}, PlanOptions{})
			equal(t, data, taken(t, p, err))
			again, err := Make(bookOf(data), data, PlanOptions{})
			if got := taken(t, again, err); len(got.Records()) != 0 {
				t.Errorf("a second import changes %d records: %+v", len(got.Records()), again.Report.Changes[0])
			}
		})
	}
}

func TestJSONRoundTrip(t *testing.T) {
	data := testkit.Hall(t)
	file, err := Write("hall.json", data)
	if err != nil {
		t.Fatal(err)
	}
	p, err := MakeJSON("hall.json", file, &catalog.Dataset{}, PlanOptions{})
	equal(t, data, taken(t, p, err))
	p, err = MakeJSON("hall.json", file, data, PlanOptions{})
	if got := taken(t, p, err); len(got.Records()) != 0 {
		t.Errorf("a second import changes %+v", p.Report.Changes)
	}
	p, err = MakeJSON("part.json", []byte(`{"matters":[{"code":"M1","name":"出生登记申报"}]}`), data, PlanOptions{})
	got := taken(t, p, err)
	if len(got.Matters) != 1 || got.Matters[0].Name != "出生登记申报" || len(got.Matters[0].Materials) != 2 {
		t.Errorf("a part of a matter: %+v", got.Matters)
	}
	p, err = MakeJSON("bad.json", []byte(`{"matters":[{"code":"M1","colour":"red"},{"name":"x"},7]}`), data, PlanOptions{})
	if err != nil || p.Report.Count(Error) != 3 {
		t.Errorf("%v, %+v", err, p.Report.Findings)
	}
}

// sheet makes a book of one sheet out of lines of cells separated by |; ~ in a cell stands for a number, = for a
// formula, = alone for one without a result, ! for an error.
func sheet(name string, lines ...string) *tabular.Book {
	s := tabular.Sheet{Name: name, HeaderRow: 1, Header: strings.Split(lines[0], "|")}
	for i, line := range lines[1:] {
		row := tabular.Row{Number: i + 2}
		for _, text := range strings.Split(line, "|") {
			c := tabular.Cell{Text: strings.TrimLeft(text, "~=!")}
			c.Numeric, c.Formula, c.Unresolved, c.Error = strings.HasPrefix(text, "~"), strings.HasPrefix(text, "="), text == "=", strings.HasPrefix(text, "!")
			row.Cells = append(row.Cells, c)
		}
		for len(row.Cells) < len(s.Header) {
			row.Cells = append(row.Cells, tabular.Cell{})
		}
		s.Rows = append(s.Rows, row)
	}
	return &tabular.Book{Name: "test.xlsx", Sheets: []tabular.Sheet{s}}
}

func both(books ...*tabular.Book) *tabular.Book {
	out := &tabular.Book{Name: "test.xlsx"}
	for _, b := range books {
		out.Sheets = append(out.Sheets, b.Sheets...)
	}
	return out
}

// TestFaults: every fault names its sheet, row, column and what would be right.
func TestFaults(t *testing.T) {
	for name, tt := range map[string]struct {
		book   *tabular.Book
		row    int
		column string
		says   string
	}{
		"number in a code column":  {sheet("事项", "事项编码|事项名称|实施主体", "~511000000000000000|甲|D1"), 2, "事项编码", "文本"},
		"formula in a code column": {sheet("事项", "事项编码|事项名称|实施主体", "=A1|甲|D1"), 2, "事项编码", "公式"},
		"code twice":               {sheet("事项", "事项编码|事项名称|实施主体", "N1|甲|D1", "N1|乙|D1"), 3, "事项编码", "第2行"},
		"no code":                  {sheet("事项", "事项编码|事项名称|实施主体", "|甲|D1"), 2, "事项编码", "没有事项编码"},
		"no name":                  {sheet("事项", "事项编码|事项名称|实施主体", "N1||D1"), 2, "事项名称", "不能为空"},
		"emptied required field":   {sheet("事项", "事项编码|事项名称", "M1|"), 2, "事项名称", "不能为空"},
		"unknown department":       {sheet("事项", "事项编码|事项名称|部门", "N1|甲|县不存在局"), 2, "部门", "--create-missing"},
		"no department":            {sheet("事项", "事项编码|事项名称", "N1|甲"), 2, "实施主体", "实施主体"},
		"limit without unit":       {sheet("事项", "事项编码|事项名称|实施主体|承诺时限", "N1|甲|D1|20"), 2, "承诺时限", "20工作日"},
		"type":                     {sheet("事项", "事项编码|事项名称|实施主体|类型", "N1|甲|D1|许可证"), 2, "类型", "行政许可"},
		"visits":                   {sheet("事项", "事项编码|事项名称|实施主体|跑动次数", "N1|甲|D1|一次"), 2, "跑动次数", "整数"},
		"day":                      {sheet("事项", "事项编码|事项名称|实施主体|核对日期", "N1|甲|D1|2026-02-30"), 2, "核对日期", "2026-11-23"},
		"child without parent":     {sheet("材料", "事项编码|材料名称", "N9|身份证"), 2, "事项编码", "没有归属"},
		"child without name":       {sheet("材料", "事项编码|材料名称", "M1|身份证", "M1|"), 3, "材料名称", "不能为空"},
		"necessity":                {sheet("材料", "事项编码|材料名称|材料必要性", "M1|身份证|随便"), 2, "材料必要性", "容缺后补"},
		"limit, not deferrable":    {sheet("材料", "事项编码|材料名称|材料必要性|补正时限", "M1|身份证|必要|3工作日"), 2, "补正时限", "例如 3工作日"},
		"name too long":            {sheet("事项", "事项编码|事项名称|实施主体", "N1|"+strings.Repeat("长", 201)+"|D1"), 2, "事项名称", "200"},
		"control character":        {sheet("事项", "事项编码|事项名称|实施主体|说明", "N1|甲|D1|一\x07二"), 2, "说明", "控制字符"},
		"former code unknown":      {sheet("事项", "事项编码|事项名称|原事项编码", "N1|甲|没有"), 2, "原事项编码", "没有编码"},
		"missing header":           {sheet("事项", "事项名称|部门", "甲|D1"), 0, "", "事项编码"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Make(tt.book, testkit.Hall(t), PlanOptions{})
			if err != nil {
				var u *tabular.Unreadable
				if name == "missing header" && fmt.Sprintf("%T", err) == fmt.Sprintf("%T", u) && strings.Contains(err.Error(), tt.says) {
					return
				}
				t.Fatal(err)
			}
			if p.Report.Count(Error) != 1 {
				t.Fatalf("findings %+v", p.Report.Findings)
			}
			f := p.Report.Findings[slices.IndexFunc(p.Report.Findings, func(f Finding) bool { return f.Severity == Error })]
			if f.Row != tt.row || f.Column != tt.column && tt.column != "" || !strings.Contains(f.Detail, tt.says) || f.Severity != Error {
				t.Errorf("finding %+v, want row %d, column %s, %s", f, tt.row, tt.column, tt.says)
			}
		})
	}
}

func one(t *testing.T, book *tabular.Book, o PlanOptions) *catalog.Matter {
	t.Helper()
	p, err := Make(book, testkit.Hall(t), o)
	data := taken(t, p, err)
	if len(data.Matters) != 1 {
		t.Fatalf("%d matters changed: %+v", len(data.Matters), p.Report.Changes)
	}
	return data.Matters[0]
}

// TestLeftAlone: what a file does not name stays as it was.
func TestLeftAlone(t *testing.T) {
	m := one(t, sheet("事项", "事项编码|事项名称|承诺时限", "M1|出生登记|即办"), PlanOptions{})
	if !m.PromisedLimit.Immediate() || m.LegalLimit == nil || len(m.Materials) != 2 || m.Department != "D1" || !m.Waiver {
		t.Errorf("matter %+v", m)
	}
	m = one(t, sheet("事项", "事项编码|事项名称|法定时限", "M1|出生登记|"), PlanOptions{})
	if m.LegalLimit != nil || m.PromisedLimit == nil {
		t.Errorf("an empty cell in a column that is there empties the field: %v, %v", m.LegalLimit, m.PromisedLimit)
	}
	p, err := Make(sheet("事项", "事项编码|事项名称", "M1|出生登记"), testkit.Hall(t), PlanOptions{})
	if got := taken(t, p, err); len(got.Records()) != 0 || p.Report.Tallies[0] != (Tally{Kind: catalog.KindMatter, Unchanged: 1}) {
		t.Errorf("nothing new: %+v", p.Report)
	}
}

// TestChildIDs: a row without an id takes that of the child of the same name, else a new one that was never used.
func TestChildIDs(t *testing.T) {
	m := one(t, sheet("材料", "事项编码|编号|材料名称|备注", "M1||居民身份证|要原件", "M1||户口簿|"), PlanOptions{})
	if got := m.Materials; len(got) != 2 || got[0].ID != "m1" || got[0].CopyKind != catalog.Copy || got[0].Note != "要原件" || got[1].ID != "m3" {
		t.Errorf("materials %+v", got)
	}
	m = one(t, sheet("材料", "事项编码|编号|材料名称", "M1|m2|出生医学证明（副页）"), PlanOptions{})
	if got := m.Materials; len(got) != 1 || got[0].ID != "m2" || got[0].Deferral == nil {
		t.Errorf("materials %+v", got)
	}
}

func TestForms(t *testing.T) {
	t.Run("cancelled", func(t *testing.T) {
		m := one(t, sheet("事项", "事项编码|事项名称|状态|取消原因|继任事项", "M1|出生登记|取消|并入其他记录|M/2 甲%+,"), PlanOptions{})
		if m.State != catalog.Cancelled || m.Cancellation.Reason != catalog.Merged || *m.Cancellation.Successor != "M/2 甲%+," {
			t.Errorf("%+v", m.Cancellation)
		}
	})
	t.Run("recoded", func(t *testing.T) {
		m := one(t, sheet("事项", "事项编码|事项名称|原事项编码", "N1|出生登记|M1"), PlanOptions{})
		if m.Code != "N1" || strings.Join(m.FormerCodes, " ") != "M1" || len(m.Materials) != 2 {
			t.Errorf("%+v", m.Head)
		}
	})
	t.Run("former code", func(t *testing.T) {
		m := one(t, sheet("事项", "事项编码|事项名称", "旧/2|户口迁移登记"), PlanOptions{})
		if m.Code != "M/2 甲%+," || m.Name != "户口迁移登记" {
			t.Errorf("%+v", m.Head)
		}
	})
	t.Run("one row per material", func(t *testing.T) {
		m := one(t, sheet("导出", "实施编码|事项名称|部门|承诺办结时限|承诺办结时限单位|材料名称|是否必要", "N1|甲|公安局|20|工作日|身份证|是", "N1|||||户口簿|1", "N1|甲|公安局|20|工作日|照片|2"), PlanOptions{})
		if m.Department != "D1" || m.PromisedLimit.String() != "20个工作日" || len(m.Materials) != 3 || m.Materials[2].Necessity != catalog.Optional {
			t.Errorf("%+v %+v", m.PromisedLimit, m.Materials)
		}
	})
	t.Run("both codes, units in the headers", func(t *testing.T) {
		p, err := Make(sheet("清单", "实施编码|业务办理项编码|事项名称|部门|法定办结时限（工作日）", "N1|N101|甲新办|D1|20", "N1|N102|甲变更|D1|", "N2||乙|D1|5"), testkit.Hall(t), PlanOptions{})
		got := ""
		for _, m := range taken(t, p, err).Matters {
			got += fmt.Sprintln(m.Code, m.MainCode, m.LegalLimit)
		}
		if got != "N101 N1 20个工作日\nN102 N1 <nil>\nN2 N2 5个工作日\n" {
			t.Error(got)
		}
	})
	t.Run("exchange tables", func(t *testing.T) {
		m := one(t, sheet("up_task_general_basic", "TASK_CODE|TASK_NAME|DEPT_NAME|TASK_TYPE|PROJECT_TYPE|SERVER_TYPE|LIMIT_SCENE_NUM", "N1|甲|县公安局|01|1|1,2|1"), PlanOptions{})
		if m.Type != "01" || m.Handling != catalog.Immediate || fmt.Sprint(m.Audience) != "[person enterprise]" || *m.MaxVisits != 1 {
			t.Errorf("%+v", m)
		}
	})
	t.Run("mapping", func(t *testing.T) {
		mapping, err := ReadMapping([]byte("列: {事项: {办件类型: [BJLX], 事项编码: [SXBM], 事项名称: [SXMC], 实施主体: [BM]}}\n值: {办件类型: {承诺件: ['1'], 即办件: ['2']}}"))
		if err != nil {
			t.Fatal(err)
		}
		m := one(t, sheet("别处", "SXBM|SXMC|BM|BJLX", "N1|甲|D1|1"), PlanOptions{Mapping: mapping})
		if m.Handling != catalog.Promised {
			t.Errorf("办件类型 1 is %s", m.Handling)
		}
		if _, err := ReadMapping([]byte("列: {事项: {没有这列: [A]}}")); err == nil || !strings.Contains(err.Error(), "没有这列") {
			t.Errorf("a mapping of an unknown column: %v", err)
		}
	})
	t.Run("created department", func(t *testing.T) {
		p, err := Make(sheet("事项", "事项编码|事项名称|部门", "N1|甲|县新设局", "N2|乙|县新设局"), testkit.Hall(t), PlanOptions{CreateMissing: true})
		data := taken(t, p, err)
		if len(data.Departments) != 1 || len(data.Departments[0].Code) != 14 || !strings.HasPrefix(data.Departments[0].Code, "X-") || data.Matters[1].Department != data.Departments[0].Code {
			t.Errorf("%+v", data.Departments)
		}
	})
	t.Run("good rows", func(t *testing.T) {
		book := both(sheet("事项", "事项编码|事项名称|实施主体", "N1|甲|D1", "N2||D1", "N3|丙|D1"), sheet("材料", "事项编码|材料名称|备注", "N1|身份证|", "N2|身份证|", "N3||要原件"))
		p, err := Make(book, testkit.Hall(t), PlanOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Records) != 1 || p.Records[0].Base().Code != "N1" || fmt.Sprint(p.Bad) != "map[事项:[3 4] 材料:[3 4]]" {
			t.Errorf("records %v, bad %v", p.Records, p.Bad)
		}
	})
}

// TestNothingLost: what could take something away without anybody having asked for it.
func TestNothingLost(t *testing.T) {
	hall := func() *catalog.Dataset { return testkit.Hall(t) }
	errorsOf := func(book *tabular.Book) (*Plan, int) {
		p, err := Make(book, hall(), PlanOptions{})
		if err != nil {
			t.Fatal(err)
		}
		return p, p.Report.Count(Error)
	}
	t.Run("a child row without an owner", func(t *testing.T) {
		p, n := errorsOf(sheet("材料", "事项编码|材料名称", "M1|居民身份证", "Ml|户口簿", "M1|照片"))
		if n != 1 || len(p.Records) != 0 || fmt.Sprint(p.Bad) != "map[材料:[2 3 4]]" {
			t.Errorf("%d errors, %d records, bad %v", n, len(p.Records), p.Bad)
		}
	})
	t.Run("a code that lost its digits stays refused", func(t *testing.T) {
		book := sheet("事项", "事项编码|事项名称|实施主体", "~123456789012345678901|甲|D1", "=N2|乙|D1")
		p, n := errorsOf(book)
		bad, err := BadRows(book, p)
		if err != nil || n != 2 {
			t.Fatal(n, err)
		}
		if again, n := errorsOf(readBack(t, "bad.xlsx", bad)); n != 2 {
			t.Errorf("untouched, the bad rows give %+v", again.Report.Findings)
		}
	})
	t.Run("former codes only grow", func(t *testing.T) {
		m := one(t, sheet("事项", "事项编码|事项名称|原事项编码|曾用编码", "N1|出生登记|M1|"), PlanOptions{})
		if strings.Join(m.FormerCodes, " ") != "M1" {
			t.Errorf("%v", m.FormerCodes)
		}
		p, err := MakeJSON("x.json", []byte(`{"matters":[{"code":"M/2 甲%+,","formerCodes":[],"name":"改名"}]}`), hall(), PlanOptions{})
		if got := taken(t, p, err); strings.Join(got.Matters[0].FormerCodes, " ") != "旧/2" {
			t.Errorf("%v", got.Matters[0].FormerCodes)
		}
	})
	t.Run("the same re-coding twice", func(t *testing.T) {
		book := sheet("事项", "事项编码|事项名称|原事项编码", "N1|出生登记|M1")
		p, err := Make(book, hall(), PlanOptions{})
		changed := taken(t, p, err)
		present := hall()
		present.Matters[0] = changed.Matters[0]
		again, err := Make(book, present, PlanOptions{})
		if got := taken(t, again, err); len(got.Records()) != 0 {
			t.Errorf("%+v", again.Report.Changes)
		}
	})
	t.Run("a re-coded matter by its name", func(t *testing.T) {
		p, err := Make(both(sheet("事项", "事项编码|事项名称|原事项编码", "N1|出生登记|M1"), sheet("一件事成员", "一件事编码|事项编码", "B1|出生登记", "B1|户口迁移")), hall(), PlanOptions{})
		if got := taken(t, p, err); len(got.Bundles) != 1 || *got.Bundles[0].Members[0].Matter != "N1" {
			t.Errorf("%+v", p.Report.Findings)
		}
	})
	t.Run("one record in two places", func(t *testing.T) {
		for _, book := range []*tabular.Book{
			both(sheet("事项", "事项编码|事项名称", "M1|甲"), sheet("事项信息", "事项编码|事项名称", "M1|乙")),
			sheet("事项", "事项编码|事项名称|原事项编码", "N1|甲|M1", "M1|乙|"),
		} {
			said := func(f Finding) bool { return f.Severity == Error && strings.Contains(f.Detail, "已经写了") }
			if p, n := errorsOf(book); n != 1 || !slices.ContainsFunc(p.Report.Findings, said) {
				t.Errorf("%+v", p.Report.Findings)
			}
		}
	})
	t.Run("another record's code", func(t *testing.T) {
		if p, n := errorsOf(sheet("部门", "部门编码|部门名称|曾用编码", "D9|县九局|D1")); n != 1 || p.Report.Findings[0].Code != "duplicate" {
			t.Errorf("%+v", p.Report.Findings)
		}
	})
	t.Run("a cell that has no use", func(t *testing.T) {
		p, n := errorsOf(sheet("事项", "事项编码|事项名称|暂停原因|进驻日期", "M/2 甲%+,|户口迁移|系统升级|2026-01-01"))
		unused := 0
		for _, f := range p.Report.Findings {
			if f.Code == "unused" {
				unused++
			}
		}
		if n != 0 || unused != 2 {
			t.Errorf("%+v", p.Report.Findings)
		}
	})
	t.Run("a demonstration record", func(t *testing.T) {
		present := hall()
		present.Matters[0].Demonstration = true
		warned := func(book *tabular.Book) bool {
			p, err := Make(book, present, PlanOptions{})
			if err != nil {
				t.Fatal(err)
			}
			return slices.ContainsFunc(p.Report.Findings, func(f Finding) bool { return f.Code == "demonstration" })
		}
		if !warned(sheet("事项", "事项编码|事项名称", "M1|真事项")) || warned(sheet("事项", "事项编码|事项名称|演示数据", "M1|真事项|否")) {
			t.Error("who changes a demonstration record is not told, or is told without need")
		}
	})
	t.Run("a new option of a question that is there", func(t *testing.T) {
		first := one(t, sheet("情形", "事项编码|问题|选项|选中时增加", "M1|几口人？|一口|m1", "M1|几口人？|两口|"), PlanOptions{})
		present := hall()
		present.Matters[0] = first
		p, err := Make(sheet("情形", "事项编码|问题|选项", "M1|几口人？|一口人", "M1|几口人？|两口", "M1|几口人？|三口"), present, PlanOptions{})
		if got := taken(t, p, err); len(got.Matters[0].Questions) != 1 || len(got.Matters[0].Questions[0].Options) != 3 {
			t.Errorf("%+v", got.Matters[0].Questions)
		}
		bad, n := errorsOf(sheet("情形", "事项编码|问题|选项|选中时增加", "M1|甲？|是|", "M1|甲？|否|", "M1|乙？|是|", "M1|乙？|否|m99"))
		f := bad.Report.Findings[slices.IndexFunc(bad.Report.Findings, func(f Finding) bool { return f.Severity == Error })]
		if n != 1 || f.Row != 5 || f.Column != "选中时增加" {
			t.Errorf("%+v", f)
		}
	})
	t.Run("an id that is written belongs to its row", func(t *testing.T) {
		m := one(t, sheet("材料", "事项编码|编号|材料名称", "M1||居民身份证", "M1|m1|居民身份证（新）"), PlanOptions{})
		if got := m.Materials; len(got) != 2 || got[1].ID != "m1" || got[0].ID != "m3" {
			t.Errorf("%+v", got)
		}
	})
	t.Run("json", func(t *testing.T) {
		for text, says := range map[string]string{
			`{"matters":[{"code":"M1","NAME":"大写"}]}`: "NAME", `{"matters":[{"code":"M1","name":5}]}`: "name",
		} {
			p, err := MakeJSON("x.json", []byte(text), hall(), PlanOptions{})
			if err != nil || p.Report.Count(Error) != 1 || !strings.Contains(p.Report.Findings[0].Detail, says) {
				t.Errorf("%s: %v, %+v", text, err, p)
			}
		}
		for _, text := range []string{"{\"matters\":[{\"code\":\"M1\",\"name\":\"a\xff\"}]}", "[]", "7", ""} {
			if _, err := MakeJSON("x.json", []byte(text), hall(), PlanOptions{}); err == nil {
				t.Errorf("%q was taken", text)
			}
		}
	})
}

// TestGeneralSheets: a day may stand as a date, as eight digits or in words, a word may be a number, and what the
// sheets need is said.
func TestGeneralSheets(t *testing.T) {
	present := testkit.Hall(t)
	book := both(
		sheet("节假日", "日期|名称|安排|状态", "2026/10/1|国庆节|休|", "~20261011|国庆节|补班|在用", "2026年10月8日|国庆节||", "十月一日|国庆节|放假|", "2026-02-30|没有这一天|放假|"),
		sheet("词库", "词|规范说法|权重", "~12345|咨询；投诉|", "房产证|不动产权证书|80", "房本||", "学区房|不动产|0"),
	)
	p, err := Make(book, present, PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	got := &catalog.Dataset{}
	for _, r := range p.Records {
		got.Add(r)
	}
	if len(got.Calendar) != 1 || got.Calendar[0].Code != "2026-10-11" || got.Calendar[0].Arrangement != catalog.Worked {
		t.Errorf("days %+v", got.Calendar)
	}
	if len(got.Thesaurus) != 2 || got.Thesaurus[0].Code != "12345" || got.Thesaurus[0].Weight != 100 || got.Thesaurus[1].Name != "房产证" || got.Thesaurus[1].Weight != 80 {
		t.Errorf("words %+v", got.Thesaurus)
	}
	var faults []string
	for _, f := range p.Report.Findings {
		if f.Severity == Error {
			faults = append(faults, fmt.Sprintf("%s %d %s %s", f.Sheet, f.Row, f.Column, f.Code))
		}
	}
	want := []string{"节假日 4 安排 required", "节假日 5 日期 form", "节假日 6 日期 form", "词库 4 规范说法 required", "词库 5 权重 range"}
	if !slices.Equal(faults, want) {
		t.Errorf("faults\n%v\nwant\n%v", faults, want)
	}
}
