package exchange

import (
	"fmt"
	"strings"
	"testing"

	"servicehall/internal/exchange/tabular"
	"servicehall/internal/testkit"
)

// said lists the findings as row, column and code.
func said(t *testing.T, book *tabular.Book, severity Severity) string {
	t.Helper()
	p, err := Make(book, testkit.Hall(t), PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range p.Report.Findings {
		if f.Severity == severity && f.Row > 0 {
			out = append(out, fmt.Sprintf("%d %s %s", f.Row, f.Column, f.Code))
		}
	}
	return strings.Join(out, "\n")
}

// TestOwnRow: what is wrong with an element of a list is said at its own row, wherever the record keeps it.
func TestOwnRow(t *testing.T) {
	for _, tt := range []struct {
		name string
		book *tabular.Book
		want string
	}{
		{"a dated span", sheet("窗口时间", "窗口编码|星期|日期|开始|结束", "W1||2026-11-23|09:00|12:00", "W1|一二||08:30|12:00", "W1||2026-11-24||", "W1||2026-11-25|09:00|12:00", "W1||2026-11-25|15:00|14:00", "W1|三||12:00|08:30"),
			"6  form\n7  form"},
		{"the note of a day", sheet("窗口时间", "窗口编码|日期|说明", "W1|2026-11-23|", "W1|2026-11-24|一\x07二"), "3 说明 form"},
		{"an option", sheet("情形", "事项编码|问题|选项|选中时增加", "M1|甲？|是|", "M1|甲？|否|", "M1|乙？|是|", "M1|乙？|否|m99"), "5 选中时增加 reference"},
		{"a question", sheet("情形", "事项编码|问题|选项", "M1|甲？|是", "M1|甲？|否", "M1|乙？|是"), "4  range"},
		{"two questions under one id", sheet("情形", "事项编码|问题编号|问题|选项", "M1|a1|甲？|是", "M1|a1|甲？|否", "M1|a1|乙？|是"), "4 问题 form"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := said(t, tt.book, Error); got != tt.want {
				t.Errorf("%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// TestUnusedCells: a cell of a list of which nothing is kept is never lost in silence.
func TestUnusedCells(t *testing.T) {
	for name, tt := range map[string]struct {
		book *tabular.Book
		want string
	}{
		"a way without a limit":       {sheet("材料", "事项编码|材料名称|补正时限|补正方式", "M1|居民身份证|无|窗口补交", "M1|出生医学证明|1工作日|邮寄补交"), "2 补正方式 unused"},
		"an address without its form": {sheet("材料", "事项编码|材料名称|材料必要性|空白表|空白表地址", "M1|居民身份证|必要||https://example.invalid/表"), "2 空白表地址 unused"},
		"how to verify nothing":       {sheet("材料", "事项编码|材料名称|可承诺的内容|核查方式", "M1|居民身份证||线上核查"), "2 核查方式 unused"},
		"a note of weekly hours":      {sheet("窗口时间", "窗口编码|星期|日期|开始|结束|说明", "W1|一||08:30|12:00|中午不休", "W1|二|2026-11-24||调休|"), "2 说明 unused\n3 星期 unused"},
		"nothing unused":              {sheet("材料", "事项编码|材料名称|补正方式|空白表地址", "M1|居民身份证||无"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			var unused []string
			for _, line := range strings.Split(said(t, tt.book, Warning), "\n") {
				if strings.HasSuffix(line, "unused") {
					unused = append(unused, line)
				}
			}
			if got := strings.Join(unused, "\n"); got != tt.want {
				t.Errorf("%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// TestIDAgain: an id that something deleted may have had is taken, with a warning.
func TestIDAgain(t *testing.T) {
	present := testkit.Hall(t)
	present.Matters[0].Serial = 5
	for id, want := range map[string]int{"m2": 0, "m4": 1, "m6": 0, "": 0} {
		p, err := Make(sheet("材料", "事项编码|编号|材料名称", "M1|m1|居民身份证", "M1|"+id+"|户口簿"), present, PlanOptions{})
		if err != nil {
			t.Fatal(err)
		}
		again := 0
		for _, g := range p.Report.Groups {
			if g.Code == "id_again" {
				again += g.Count
			}
		}
		if again != want || len(p.Records) != 1 && id != "m2" {
			t.Errorf("id %q: %d warnings, %d records, %+v", id, again, len(p.Records), p.Report.Findings)
		}
	}
}

func TestDays(t *testing.T) {
	for text, want := range map[string]string{
		"一二三四五": "[1 2 3 4 5]", "周一至周五": "[1 2 3 4 5]", "周一到周五": "[1 2 3 4 5]", "星期一、星期三": "[1 3]", "1-5": "[1 2 3 4 5]", "１～３": "[1 2 3]",
		"周一至周三、周五": "[1 2 3 5]", "周六、周日": "[6 7]", "工作日": "[1 2 3 4 5]", "每天": "[1 2 3 4 5 6 7]", "周日": "[7]", "": "[]",
		"周五至周一": "?", "至周五": "?", "周一至": "?", "周八": "?", "随时": "?", "0": "?",
	} {
		days, err := parseDays(text)
		if got := fmt.Sprint(days); (err != nil) != (want == "?") || err == nil && got != want {
			t.Errorf("%q: %s, %v, want %s", text, got, err, want)
		}
	}
}

// TestSpellings: the ways in which people write lists, numbers and places.
func TestSpellings(t *testing.T) {
	m := one(t, sheet("事项", "事项编码|事项名称|窗口|联办机构|曾用编码|到现场次数", "M1|出生登记|户籍窗口、民政窗口|公安局，县民政局|旧1、旧2|１次"), PlanOptions{})
	if fmt.Sprint(m.Windows, m.JointDepartments, m.FormerCodes, *m.MaxVisits) != "[W1 W2] [D1 D2] [旧1 旧2] 1" {
		t.Errorf("%v %v %v %d", m.Windows, m.JointDepartments, m.FormerCodes, *m.MaxVisits)
	}
	m = one(t, sheet("材料", "事项编码|材料名称|份数", "M1|居民身份证|2份"), PlanOptions{})
	if m.Materials[0].Copies != 2 {
		t.Errorf("%d copies", m.Materials[0].Copies)
	}
	comma := testkit.Hall(t)
	comma.Windows[1].Name = "户籍、民政窗口"
	p, err := Make(sheet("事项", "事项编码|事项名称|窗口", "M1|出生登记|户籍、民政窗口"), comma, PlanOptions{})
	if got := taken(t, p, err); fmt.Sprint(got.Matters[0].Windows) != "[W2]" {
		t.Errorf("a name with a comma of its own: %v", got.Matters[0].Windows)
	}
	p, err = Make(sheet("窗口", "窗口编码|窗口名称|专区|进驻部门", "W1|户籍窗口|Z1|县新一局、县新二局"), testkit.Hall(t), PlanOptions{CreateMissing: true})
	if got := taken(t, p, err); len(got.Departments) != 2 {
		t.Errorf("two new departments: %v", got.Departments)
	}
	p, err = Make(sheet("窗口", "窗口编码|窗口名称|专区|进驻部门", "W1|户籍窗口|Z1|县 新三局"), testkit.Hall(t), PlanOptions{CreateMissing: true})
	if got := taken(t, p, err); len(got.Departments) != 1 || got.Departments[0].Name != "县 新三局" {
		t.Errorf("a space within a name: %v", got.Departments)
	}
	p, err = Make(sheet("专区", "专区编码|专区名称|经纬度", "Z1|户籍专区|１１０．７３，３７．４５"), testkit.Hall(t), PlanOptions{})
	if got := taken(t, p, err); got.Zones[0].Location.Lng != 110.73 || got.Zones[0].Location.Lat != 37.45 {
		t.Errorf("%+v", got.Zones[0].Location)
	}
	if got := said(t, sheet("事项", "事项编码|事项名称|窗口", "M1|出生登记|户籍窗口、没有的窗口"), Error); got != "2 窗口 form" {
		t.Errorf("an unknown window among others: %q", got)
	}
}

// TestMappingValues: a mapping of which nothing could come is refused when it is read.
func TestMappingValues(t *testing.T) {
	for text, want := range map[string]string{
		"值: {办件类型: {承诺件: [上报], 即办件: [即来即办]}}":              "",
		"值: {容缺受理: {是: [可], 'false': [不可]}, 是否: {是: [中]}}": "",
		"值: {告知承诺: {'true': [实行了]}, 法定时限单位: {工作日: ['1']}}": "",
		"值: {材料必要性: {'1': [要]}}":                           "",
		"值: {办理类: {承诺件: [1]}}":                             "“办理类”不是有清单的列，可以写的列有：",
		"值: {办件类型: {许诺件: [1]}}":                            "“办件类型”没有“许诺件”这一项，可以写的有：",
		"值: {容缺受理: {对: [可]}}":                              "“容缺受理”没有“对”这一项，可以写的有：是、否",
	} {
		_, err := ReadMapping([]byte(text))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
	mapping, err := ReadMapping([]byte("值: {容缺受理: {是: [可], 否: [不可]}, 材料必要性: {'2': [随意]}}"))
	if err != nil {
		t.Fatal(err)
	}
	m := one(t, both(sheet("事项", "事项编码|事项名称|实施主体|容缺受理", "N1|甲|D1|可"), sheet("材料", "事项编码|材料名称|材料必要性", "N1|照片|随意")), PlanOptions{Mapping: mapping})
	if !m.Waiver || m.Materials[0].Necessity != "optional" {
		t.Errorf("%v, %s", m.Waiver, m.Materials[0].Necessity)
	}
}

// TestSpoiltCells: what a spreadsheet leaves where a value was is no value.
func TestSpoiltCells(t *testing.T) {
	for _, tt := range []struct {
		name string
		book *tabular.Book
		want string
	}{
		{"a formula without a result", sheet("事项", "事项编码|事项名称|说明|主项名称", "M1|出生登记|=|主"), "2 说明 formula"},
		{"a code without a result", sheet("事项", "事项编码|事项名称", "=|出生登记"), "2 事项编码 formula"},
		{"a list without a result", sheet("材料", "事项编码|材料名称|备注", "M1|身份证|=", "=|照片|"), "2 备注 formula\n3 事项编码 formula"},
		{"a column that is left out", sheet("事项", "事项编码|事项名称|序号", "M1|出生登记|="), ""},
		{"a formula with a result", sheet("事项", "事项编码|事项名称|说明", "M1|出生登记|=好"), ""},
		{"an error instead of a name", sheet("事项", "事项编码|事项名称|说明", "M1|出生登记|!#REF!"), "2 说明 error_value"},
		{"text that looks like one", sheet("事项", "事项编码|事项名称|说明", "M1|出生登记|#REF!"), ""},
		{"lost digits", sheet("事项", "事项编码|事项名称|实施主体|主项编码", "5.1E+17|甲|D1|", "N1|乙|D1|1.16108e+30"), "2 事项编码 spoilt\n3 主项编码 spoilt"},
		{"hashes and errors", sheet("事项", "事项编码|事项名称|实施主体", "#####|甲|D1", "#N/A|乙|D1", "N1|丙|#REF!"), "2 事项编码 spoilt\n3 事项编码 spoilt\n4 实施主体 spoilt"},
		{"the code of a list", sheet("材料", "事项编码|材料名称", "1.16108E+30|身份证"), "2 事项编码 spoilt"},
		{"codes that only look so", sheet("窗口", "窗口编码|窗口名称|专区", "2E-03|甲窗口|Z1", "1E5|乙窗口|Z1", "#1|丙窗口|Z1"), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := said(t, tt.book, Error); got != tt.want {
				t.Errorf("%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// TestSpoiltCodeIsMended: a record that came in under a spoilt code can get a right one.
func TestSpoiltCodeIsMended(t *testing.T) {
	present := testkit.Hall(t)
	present.Matters[0].Code = "5.1E+17"
	present.Bundles[0].Members[0].Matter = &present.Matters[0].Code
	p, err := Make(sheet("事项", "事项编码|事项名称|原事项编码", "N1|出生登记|5.1E+17"), present, PlanOptions{})
	if got := taken(t, p, err); len(got.Matters) != 1 || got.Matters[0].Code != "N1" {
		t.Errorf("%+v", p.Report)
	}
}

// TestMarkedHeaders: headers with the marks of a required column are those columns.
func TestMarkedHeaders(t *testing.T) {
	m := one(t, sheet("事项", "*事项编码|事项名称（必填）|★实施主体|【必填】事项类型|法定时限（工作日）(选填)", "N1|甲|D1|行政许可|20"), PlanOptions{})
	if m.Name != "甲" || m.Department != "D1" || m.Type != "01" || m.LegalLimit.String() != "20个工作日" {
		t.Errorf("%+v", m)
	}
}

// TestEmptiedCells: a cell that was emptied without effect is spoken of, and spaces are nothing.
func TestEmptiedCells(t *testing.T) {
	for _, tt := range []struct {
		name string
		book *tabular.Book
		want string
	}{
		{"former codes", sheet("事项", "事项编码|事项名称|曾用编码", "M/2 甲%+,|户口迁移|", "M1|出生登记|"), "2 曾用编码 kept"},
		{"the reason of what is cancelled", sheet("事项", "事项编码|事项名称|状态|取消原因|容缺受理", "M3|出生证明核验|取消||"), "2 取消原因 kept"},
		{"a state that is the usual one", sheet("事项", "事项编码|事项名称|状态|演示数据|办件类型", "M1|出生登记|||"), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var kept []string
			for _, line := range strings.Split(said(t, tt.book, Warning), "\n") {
				if strings.HasSuffix(line, "kept") {
					kept = append(kept, line)
				}
			}
			if got := strings.Join(kept, "\n"); got != tt.want {
				t.Errorf("%s\nwant\n%s", got, tt.want)
			}
		})
	}
	m := one(t, sheet("事项", "事项编码|事项名称|实施主体|说明", "N1|甲|D1| \u3000"), PlanOptions{})
	if m.Summary != "" {
		t.Errorf("spaces are kept: %q", m.Summary)
	}
}

// TestRefusedAreCounted: a row of which nobody can tell the record counts as one that does not come in.
func TestRefusedAreCounted(t *testing.T) {
	p, err := Make(sheet("事项", "事项编码|事项名称|实施主体|原事项编码", "|甲|D1|", "~1|乙|D1|", "N1|丙|D1|", "N1|丁|D1|", "N2|戊|D1|没有", "N3||D1|"), testkit.Hall(t), PlanOptions{})
	if err != nil || p.Report.Tallies[0] != (Tally{Kind: "matter", New: 1, Refused: 5}) {
		t.Errorf("%v, %+v", err, p.Report.Tallies)
	}
	p, err = MakeJSON("x.json", []byte(`{"zones":[7,{"code":"Z9","name":"a","colour":1},{"name":"b"}]}`), testkit.Hall(t), PlanOptions{})
	if err != nil || len(p.Report.Tallies) != 1 || p.Report.Tallies[0] != (Tally{Kind: "zone", Refused: 3}) {
		t.Errorf("%v, %+v", err, p.Report.Tallies)
	}
}

// TestFaultsBesideOthers: a fault of one row or field does not hide that of another.
func TestFaultsBesideOthers(t *testing.T) {
	if got := said(t, sheet("材料", "事项编码|编号|材料名称|份数", "M1|m1|身份证|两份", "M1|m9|照片|1", "M1|m9|户口簿|1"), Error); got != "2 份数 form\n4 编号 duplicate" {
		t.Errorf("an id that stands twice: %q", got)
	}
	p, err := MakeJSON("x.json", []byte(`{"matters":[{"code":"M1","name":5,"aliases":"甲","waiver":"是","colour":1,"materials":[{"copies":"两"}]}]}`), testkit.Hall(t), PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var columns []string
	for _, f := range p.Report.Findings {
		columns = append(columns, f.Column)
		if strings.ContainsAny(strings.ReplaceAll(f.Detail, "true 或者 false", ""), "[]") || strings.Contains(f.Detail, "string") {
			t.Errorf("no Chinese: %s", f.Detail)
		}
	}
	if fmt.Sprint(columns) != "[aliases colour materials.copies name waiver]" {
		t.Errorf("%v", columns)
	}
}
