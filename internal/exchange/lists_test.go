package exchange

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/exchange/tabular"
	"servicehall/internal/testkit"
)

// outcome says what becomes of a book in the small hall: the errors as sheet, row, column and code, the records that
// come in, and the rows that do not.
func outcome(t *testing.T, book *tabular.Book) (faults, records, bad string) {
	t.Helper()
	p, err := Make(book, testkit.Hall(t), PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var lines, codes []string
	for _, f := range p.Report.Findings {
		if f.Severity == Error {
			lines = append(lines, fmt.Sprintf("%s %d %s %s", f.Sheet, f.Row, f.Column, f.Code))
		}
	}
	for _, r := range p.Records {
		codes = append(codes, r.Base().Code)
	}
	return strings.Join(lines, "\n"), strings.Join(codes, " "), fmt.Sprint(p.Bad)
}

// TestOneListInTwoSheets: what two sheets say of one list is not put together by guess, nor is one of them lost.
func TestOneListInTwoSheets(t *testing.T) {
	for _, tt := range []struct {
		name                  string
		book                  *tabular.Book
		faults, records, rows string
	}{
		{"two sheets of materials", both(sheet("材料", "事项编码|材料名称", "M1|身份证", "M3|照片"), sheet("材料清单", "事项编码|材料名称", "M1|户口簿", "M1|照片")),
			"材料清单 2 事项编码 conflict", "M3", "map[材料:[2] 材料清单:[2 3]]"},
		{"beside the matter and in a sheet", both(sheet("事项", "事项编码|事项名称|材料名称", "M1|出生登记|身份证", "M1||照片"), sheet("材料", "事项编码|材料名称", "M1|户口簿")),
			"材料 2 事项编码 conflict", "", "map[事项:[2 3] 材料:[2]]"},
		{"an empty list and one with rows", both(sheet("材料", "事项编码|材料名称", "M1|"), sheet("材料清单", "事项编码|材料名称", "M1|户口簿")),
			"材料清单 2 事项编码 conflict", "", "map[材料:[2] 材料清单:[2]]"},
		{"nothing beside the matter", both(sheet("事项", "事项编码|事项名称|材料名称", "M1|出生登记|", "N1|甲|照片"), sheet("材料", "事项编码|材料名称", "M1|户口簿")),
			"事项 3 实施主体 required", "M1", "map[事项:[3]]"},
		{"different lists and different matters", both(sheet("材料", "事项编码|材料名称", "M1|身份证"), sheet("材料清单", "事项编码|材料名称", "M3|户口簿"), sheet("流程", "事项编码|环节名称", "M1|受理")),
			"", "M1 M3", "map[]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if faults, records, rows := outcome(t, tt.book); faults != tt.faults || records != tt.records || rows != tt.rows {
				t.Errorf("%s; %s; %s\nwant %s; %s; %s", faults, records, rows, tt.faults, tt.records, tt.rows)
			}
		})
	}
	p, err := Make(both(sheet("材料", "事项编码|材料名称", "M3|照片", "M1|身份证"), sheet("材料清单", "事项编码|材料名称", "M1|户口簿")), testkit.Hall(t), PlanOptions{})
	if err != nil || !slices.ContainsFunc(p.Report.Findings, func(f Finding) bool { return strings.Contains(f.Detail, "表“材料”第3行") }) {
		t.Errorf("%v, %+v", err, p.Report.Findings)
	}
}

// TestOneRowPerMaterial: a row without a code goes on with the matter above it; where nobody can tell, the matter
// that it may belong to does not come in with a part of its list.
func TestOneRowPerMaterial(t *testing.T) {
	const header = "事项编码|事项名称|实施主体|材料名称|份数"
	m := one(t, sheet("事项", header, "N1|甲|D1|身份证|1", "|||户口簿|2", "|甲||照片|"), PlanOptions{})
	if len(m.Materials) != 3 || m.Materials[1].Name != "户口簿" || m.Materials[1].Copies != 2 {
		t.Errorf("%+v", m.Materials)
	}
	for _, tt := range []struct {
		name                  string
		lines                 []string
		faults, records, rows string
	}{
		{"a fault in a row that goes on", []string{"N1|甲|D1|身份证|1", "|||户口簿|两份", "N2|乙|D1|照片|1"}, "事项 3 份数 form", "N2", "map[事项:[2 3]]"},
		{"it goes on with a refused row", []string{"~1|甲|D1|身份证|1", "|||户口簿|1", "N2|乙|D1|照片|1"}, "事项 2 事项编码 numeric", "N2", "map[事项:[2 3]]"},
		{"nothing above", []string{"|||户口簿|1", "N2|乙|D1|照片|1"}, "事项 2 事项编码 required\n事项 2 事项名称 required", "N2", "map[事项:[2]]"},
		{"another name without a code", []string{"N1|甲|D1|身份证|1", "|乙|D1|户口簿|1", "|||照片|1"}, "事项 3 事项编码 required", "N1", "map[事项:[3 4]]"},
		{"a code that cannot be read", []string{"N1|甲|D1|身份证|1", "~1|甲|D1|户口簿|1", "N2|乙|D1|照片|1"}, "事项 3 事项编码 numeric", "N2", "map[事项:[2 3]]"},
		{"it stands before the rest", []string{"~1|甲|D1|户口簿|1", "N1|甲|D1|身份证|1", "N2|乙|D1|照片|1"}, "事项 2 事项编码 numeric", "N2", "map[事项:[2 3]]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			faults, records, rows := outcome(t, sheet("事项", append([]string{header}, tt.lines...)...))
			if faults != tt.faults || records != tt.records || rows != tt.rows {
				t.Errorf("%s; %s; %s\nwant %s; %s; %s", faults, records, rows, tt.faults, tt.records, tt.rows)
			}
		})
	}
}

// TestRefusedRowDecidesNothing: of two rows that re-code one record the second is refused and leaves no trace.
func TestRefusedRowDecidesNothing(t *testing.T) {
	book := sheet("事项", "事项编码|事项名称|原事项编码", "N1|出生登记|M1", "N2|出生登记二|M1")
	if faults, records, rows := outcome(t, book); faults != "事项 3 事项编码 duplicate" || records != "N1" || rows != "map[事项:[3]]" {
		t.Errorf("%s; %s; %s", faults, records, rows)
	}
}

// TestUnknownOwner: a row of an unknown record is refused alone, unless it looks like a slip in a row beside it.
func TestUnknownOwner(t *testing.T) {
	for _, tt := range []struct {
		name    string
		lines   []string
		records string
		rows    string
	}{
		{"a code that nobody has", []string{"M1|身份证", "11440300MB2D0722464440127028001|户口簿", "M3|照片"}, "M1 M3", "map[材料:[3]]"},
		{"a slip", []string{"M1|身份证", "Ml|户口簿", "M/2 甲%+,|照片"}, "M/2 甲%+,", "map[材料:[2 3]]"},
		{"a slip elsewhere", []string{"M1|身份证", "M/2 甲%+,|照片", "Ml|户口簿"}, "M1 M/2 甲%+,", "map[材料:[4]]"},
		{"no code", []string{"M1|身份证", "|户口簿", "M3|照片"}, "", "map[材料:[2 3 4]]"},
		{"a code that cannot be read", []string{"M1|身份证", "~5|户口簿"}, "", "map[材料:[2 3]]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, records, rows := outcome(t, sheet("材料", append([]string{"事项编码|材料名称"}, tt.lines...)...))
			if records != tt.records || rows != tt.rows {
				t.Errorf("%s; %s\nwant %s; %s", records, rows, tt.records, tt.rows)
			}
		})
	}
}

// TestDeferrableWithoutLimit: that a paper may come later is taken without a time, with a warning at its column.
func TestDeferrableWithoutLimit(t *testing.T) {
	p, err := Make(sheet("材料", "事项编码|材料名称|是否必要|补正时限", "M1|身份证|3|"), testkit.Hall(t), PlanOptions{})
	if got := taken(t, p, err); len(got.Matters) != 1 || got.Matters[0].Materials[0].Necessity != catalog.Deferrable || got.Matters[0].Materials[0].Deferral != nil {
		t.Errorf("%+v", got.Matters)
	}
	if !slices.ContainsFunc(p.Report.Findings, func(f Finding) bool { return f.Code == "deferral-missing" && f.Row == 2 && f.Column == "补正时限" }) {
		t.Errorf("%+v", p.Report.Findings)
	}
}

// TestQuestionsAgain: the questions of a sheet without ids are those that are there, by their texts.
func TestQuestionsAgain(t *testing.T) {
	const header = "事项编码|编号|问题编号|问题|可以多选|选项|选中时增加"
	book := sheet("情形", header, "M1|||几口人？|是|一口|m1", "M1|||几口人？||两口|", "M1|||住哪里？|否|城里|m1", "M1|||住哪里？|否|乡下|")
	present := testkit.Hall(t)
	present.Matters[0] = one(t, book, PlanOptions{})
	if q := present.Matters[0].Questions; len(q) != 2 || !q[0].Multiple || q[1].Multiple {
		t.Fatalf("%+v", q)
	}
	p, err := Make(book, present, PlanOptions{})
	if got := taken(t, p, err); len(got.Records()) != 0 {
		t.Errorf("the same sheet once more: %+v", p.Report.Changes)
	}
	p, err = Make(sheet("情形", header, "M1|||几口人？|是|一口|m2", "M1|||几口人？||两口|", "M1|||住哪里？|否|城里|m1", "M1|||住哪里？|否|乡下|"), present, PlanOptions{})
	taken(t, p, err)
	if c := p.Report.Changes; len(c) != 1 || len(c[0].Fields) != 1 || c[0].Fields[0].Field != "情形“几口人？”的选中时增加" {
		t.Errorf("%+v", c)
	}
	if got := said(t, sheet("情形", header, "M1|||几口人？|是|一口|m1", "M1|||几口人？|否|两口|"), Error); got != "3 可以多选 form" {
		t.Errorf("once one answer and once several: %q", got)
	}
}
