package exchange

import (
	"slices"
	"strings"
	"testing"

	"servicehall/internal/exchange/tabular"
	"servicehall/internal/testkit"
)

// TestMessages: what is said names the cell that somebody has to look at and what to do there.
func TestMessages(t *testing.T) {
	for _, tt := range []struct {
		name   string
		book   *tabular.Book
		sheet  string
		row    int
		column string
		says   string
	}{
		{"a reference to a refused department", both(sheet("部门", "部门编码|部门名称|行政区划", "D9|县九局|6108"), sheet("事项", "事项编码|事项名称|实施主体", "N1|甲|县九局")), "事项", 2, "实施主体", "表“部门”第2行，那一行有错误"},
		{"a department without a code", both(sheet("部门", "部门编码|部门名称", "|县九局"), sheet("事项", "事项编码|事项名称|实施主体", "N1|甲|县九局")), "事项", 2, "实施主体", "表“部门”第2行，那一行有错误"},
		{"a material that a question uses", sheet("材料", "事项编码|编号|材料名称", "M1|m1|身份证"), "材料", 2, "事项编码", "情形“几口人？”的选项“一口”用到编号为“m2”的一项"},
		{"the successor by its name", sheet("事项", "事项编码|事项名称|状态|继任事项", "M1|出生登记|取消|没有的事项"), "事项", 2, "继任事项", "没有的事项"},
		{"the code that the row has", sheet("清单", "实施编码|业务办理项编码|事项名称|部门", "5.1E+17||甲新办|D1"), "清单", 2, "实施编码", "5.1E+17"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			present := testkit.Hall(t)
			asked := one(t, sheet("情形", "事项编码|问题|选项|选中时增加", "M1|几口人？|一口|m2", "M1|几口人？|两口|"), PlanOptions{})
			present.Matters[0].Questions = asked.Questions
			p, err := Make(tt.book, present, PlanOptions{CreateMissing: true})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(p.Report.Findings, func(f Finding) bool {
				return f.Severity == Error && f.Sheet == tt.sheet && f.Row == tt.row && f.Column == tt.column && strings.Contains(f.Detail, tt.says)
			}) {
				t.Errorf("%+v", p.Report.Findings)
			}
		})
	}
}

// TestColumnsOfWarnings: a warning names a column of the sheet or none.
func TestColumnsOfWarnings(t *testing.T) {
	book := both(sheet("清单", "TASK_CODE|TASK_HANDLE_ITEM|TASK_NAME|DEPT_NAME|USE_LEVEL", "11440100007482575H3440118009000||甲|县公安局|4", "地方一||乙|县公安局|4"), sheet("情形", "事项编码|问题|选项", "M1|几口人？|一口", "M1|几口人？|两口"))
	p, err := Make(book, testkit.Hall(t), PlanOptions{})
	taken(t, p, err)
	columns := map[string]string{}
	for _, f := range p.Report.Findings {
		if s := book.Sheets[slices.IndexFunc(book.Sheets, func(s tabular.Sheet) bool { return s.Name == f.Sheet })]; f.Column != "" && !slices.Contains(s.Header, f.Column) {
			t.Errorf("the sheet has no such column: %+v", f)
		}
		if _, said := columns[f.Code]; !said {
			columns[f.Code] = f.Column
		}
	}
	for code, want := range map[string]string{"code-form": "TASK_CODE", "code-level": "USE_LEVEL", "question-without-effect": "问题", "promised-missing": ""} {
		if got, said := columns[code]; got != want || !said {
			t.Errorf("%s is said of %q (%v), want %q", code, got, said, want)
		}
	}
}

// TestSuccessorByName: what is to be used instead may be named, also where it stands further down.
func TestSuccessorByName(t *testing.T) {
	m := one(t, sheet("事项", "事项编码|事项名称|状态|继任事项", "M1|出生登记|取消|户口迁移"), PlanOptions{})
	if *m.Cancellation.Successor != "M/2 甲%+," {
		t.Errorf("%+v", m.Cancellation)
	}
	p, err := Make(sheet("事项", "事项编码|事项名称|实施主体|状态|继任事项", "M1|出生登记|D1|取消|N1", "N1|新的|D1|在用|"), testkit.Hall(t), PlanOptions{})
	if got := taken(t, p, err); len(got.Matters) != 2 || *got.Matters[0].Cancellation.Successor != "N1" {
		t.Errorf("%+v", p.Report)
	}
}

// TestNothingToTake: a file of which no sheet can be taken is told what its own sheets need.
func TestNothingToTake(t *testing.T) {
	for name, want := range map[string]string{"节假日": "表“节假日”要有这些列：日期、名称、安排", "词库": "表“词库”要有这些列：词、规范说法", "随便": "事项表要有“事项编码”"} {
		book := sheet(name, "甲|乙", "1|2")
		for _, row := range []int{0, 1} {
			book.Sheets[0].HeaderRow = row
			if _, err := Make(book, testkit.Hall(t), PlanOptions{}); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %s", name, err, want)
			}
		}
	}
	for text, want := range map[string]string{"列: [": "格式不对", "列: {事项: [甲]}": "层次不对", "表: {事项: [a]}\n表: {}": "第2行附近"} {
		if _, err := ReadMapping([]byte(text)); err == nil || !strings.Contains(err.Error(), want) || strings.ContainsAny(err.Error(), "abcdefghijklmnopqrstuvwxyz") {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
