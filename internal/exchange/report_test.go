package exchange

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"servicehall/internal/testkit"
)

// TestLongReport: what a report lists is bounded, what it counts is not, and the rarer things are never crowded out.
func TestLongReport(t *testing.T) {
	r := newReport("long.csv", nil)
	for i := range mostErrors + 7 {
		r.add(Finding{Severity: Error, Sheet: "事项", Row: i + 2, Column: "承诺时限", Code: "form", Detail: "不是时限"})
	}
	for i := range mostWarnings + 5 {
		r.add(Finding{Severity: Warning, Sheet: "事项", Row: i + 2, Code: "promised-missing", Detail: "没有写明承诺时限"})
	}
	r.add(Finding{Severity: Warning, Sheet: "事项", Row: 9, Column: "状态", Code: "unused", Detail: strings.Repeat("长", 30_000)})
	r.sort([]string{"事项"})
	r.shortened()
	if len(r.Findings) != mostErrors+mostWarnings+1 || r.Count(Error) != mostErrors+7 || r.Count(Warning) != mostWarnings+6 {
		t.Errorf("%d findings, %d errors, %d warnings", len(r.Findings), r.Count(Error), r.Count(Warning))
	}
	if i := slices.IndexFunc(r.Findings, func(f Finding) bool { return f.Code == "unused" }); i < 0 || len(r.Findings[i].Detail) > 2000 {
		t.Errorf("the rare warning is at %d, or as long as its cell", i)
	}
	var said strings.Builder
	r.WriteText(&said)
	for _, want := range []string{"错误10007处", "同样的还有10002处", "提醒2006处", "同样的还有2000处", "还有12处只计了数"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("the text does not say %s:\n%s", want, said.String())
		}
	}
	var back Report
	if b, err := json.Marshal(r); err != nil || json.Unmarshal(b, &back) != nil || back.Count(Error) != r.Count(Error) {
		t.Errorf("as JSON it counts %d errors, %v", back.Count(Error), err)
	}
}

func TestManyChanges(t *testing.T) {
	lines := []string{"部门编码|部门名称"}
	for i := range mostChanges + 3 {
		lines = append(lines, fmt.Sprintf("N%d|县%d局", i, i))
	}
	p, err := Make(sheet("部门", lines...), testkit.Hall(t), PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	p.Report.WriteText(&said)
	if len(p.Records) != mostChanges+3 || len(p.Report.Changes) != mostChanges || p.Report.Tallies[0].New != mostChanges+3 ||
		!strings.Contains(said.String(), "改动2003条") || !strings.Contains(said.String(), "还有3条只计了数") {
		t.Errorf("%d records, %d changes, %.300s", len(p.Records), len(p.Report.Changes), said.String())
	}
}
