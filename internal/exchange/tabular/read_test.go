package tabular

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	utf "golang.org/x/text/encoding/unicode"

	"servicehall/internal/testkit/hostile"
)

// knownHeader knows the headers of these tests.
func knownHeader(h string) bool {
	return strings.Contains("|事项编码|事项名称|实施主体|承诺时限|窗口|材料名称|必要性|份数|日期|", "|"+h+"|") && h != ""
}

// lines are the rows of a sheet as a person could write them: number, then the cells; ~ marks a number, = a formula,
// ? one without a result, ! an error.
func lines(s Sheet) []string {
	out := []string{}
	for _, r := range s.Rows {
		texts := []string{}
		for _, c := range r.Cells {
			mark := ""
			if c.Formula {
				mark += "="
			}
			if c.Numeric {
				mark += "~"
			}
			if c.Unresolved {
				mark += "?"
			}
			if c.Error {
				mark += "!"
			}
			texts = append(texts, mark+c.Text)
		}
		out = append(out, fmt.Sprintf("%d: %s", r.Number, strings.Join(texts, "|")))
	}
	return out
}

func mustRead(t testing.TB, name string, data []byte) *Book {
	t.Helper()
	b, err := Read(name, data, knownHeader, Limits{})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return b
}

func wantSheet(t *testing.T, s Sheet, headerRow int, header, rows []string) {
	t.Helper()
	if s.HeaderRow != headerRow {
		t.Errorf("header row %d, want %d", s.HeaderRow, headerRow)
	}
	if !reflect.DeepEqual(s.Header, header) {
		t.Errorf("header %q, want %q", s.Header, header)
	}
	if got := lines(s); !reflect.DeepEqual(got, rows) {
		t.Errorf("rows\n%q\nwant\n%q", got, rows)
	}
}

func TestReadPlain(t *testing.T) {
	header := []string{"事项编码", "事项名称"}
	for _, tt := range []struct {
		name      string
		data      string
		headerRow int
		header    []string
		rows      []string
	}{
		{"comma", "事项编码,事项名称\nA1,办证\nA2,换证\n", 1, header, []string{"2: A1|办证", "3: A2|换证"}},
		{"tab", "事项编码\t事项名称\r\nA1\t办,证\r\n", 1, header, []string{"2: A1|办,证"}},
		{"semicolon", "事项编码;事项名称\nA1;\"办;证,补\"\n", 1, header, []string{"2: A1|办;证,补"}},
		{"separator under a title with commas", "四川省,市,县,乡;事项\n事项编码;事项名称\nA1;办证\n", 2, header, []string{"3: A1|办证"}},
		{"bom", "\xEF\xBB\xBF事项编码,事项名称\nA1,办证", 1, header, []string{"2: A1|办证"}},
		{"lone cr", "事项编码,事项名称\rA1,办证\rA2,换证", 1, header, []string{"2: A1|办证", "3: A2|换证"}},
		{"rows are records, not lines", "事项编码,事项名称\nA1,\"第一行\n第二行\r\n第三行\"\n\n,\nA2,\"说\"\"好\"\"\"\n", 1, header,
			[]string{"2: A1|第一行\n第二行\r\n第三行", "5: A2|说\"好\""}},
		{"spaces are kept", "事项编码, 事项名称 \n A1 ,\u3000办 证 \n", 1, []string{"事项编码", " 事项名称 "}, []string{"2:  A1 |\u3000办 证 "}},
		{"apostrophe of export", "事项编码,事项名称\n'=1+1,'+86\n'@a,'-\n'A,'\n\"'\rx\",''=\n", 1, header,
			[]string{"2: =1+1|+86", "3: @a|-", "4: 'A|'", "5: \rx|'="}},
		{"short and long rows", "事项编码,事项名称,,\nA1\nA2,x,,,,\n", 1, header, []string{"2: A1|", "3: A2|x"}},
		{"title rows", "行政许可事项表\n,\n填表日期：,2026\n事项名称,事项编码,说明\n甲,A1,\n", 4, []string{"事项名称", "事项编码", "说明"}, []string{"5: 甲|A1|"}},
		{"controls are kept", "事项编码,事项名称\nA\x001,a\x07b\n", 1, header, []string{"2: A\x001|a\x07b"}},
		{"a quote within", "事项编码,事项名称\nA1,5\" 管\n", 1, header, []string{"2: A1|5\" 管"}},
		{"long digits stay", "事项编码,事项名称\n11510100MB1234567X4511702001000,5.1E+17\n", 1, header, []string{"2: 11510100MB1234567X4511702001000|5.1E+17"}},
		{"only a header", "事项编码,事项名称", 1, header, []string{}},
		{"no header", "\n编号,名称\nA1,办证\n", 0, []string{"编号", "名称"}, []string{}},
		{"one known header is none", "事项编码,名称\nA1,办证\n", 0, []string{"事项编码", "名称"}, []string{}},
		{"duplicate headers", "事项编码,事项名称,事项名称\nA1,甲,乙\n", 1, []string{"事项编码", "事项名称", "事项名称"}, []string{"2: A1|甲|乙"}},
		{"two header rows, the fuller one", "事项编码,事项名称,x\n事项编码,事项名称,窗口\nA1,甲,1号\n", 2, []string{"事项编码", "事项名称", "窗口"}, []string{"3: A1|甲|1号"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := mustRead(t, "a.CSV", []byte(tt.data))
			if len(b.Sheets) != 1 || b.Sheets[0].Name != "事项" {
				t.Fatalf("sheets %+v", b.Sheets)
			}
			wantSheet(t, b.Sheets[0], tt.headerRow, tt.header, tt.rows)
		})
	}
}

func TestReadPlainEncodings(t *testing.T) {
	const text = "事项编码,事项名称\nA1,内资企业及分支机构设立登记（联通）\nA2,𠮷野㐂镕\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	little, _ := utf.UTF16(utf.LittleEndian, utf.UseBOM).NewEncoder().String(text)
	big, _ := utf.UTF16(utf.BigEndian, utf.UseBOM).NewEncoder().String(text)
	for name, data := range map[string]string{"utf-8": text, "gb18030": gb, "utf-16le": little, "utf-16be": big} {
		t.Run(name, func(t *testing.T) {
			wantSheet(t, mustRead(t, "a.csv", []byte(data)).Sheets[0], 1, []string{"事项编码", "事项名称"},
				[]string{"2: A1|内资企业及分支机构设立登记（联通）", "3: A2|𠮷野㐂镕"})
		})
	}
}

func TestReadWorkbook(t *testing.T) {
	set := func(f *excelize.File, rows ...[]any) error {
		for i, r := range rows {
			if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &r); err != nil {
				return err
			}
		}
		return nil
	}
	style := func(f *excelize.File, cell string, s excelize.Style) error {
		id, err := f.NewStyle(&s)
		return errors.Join(err, f.SetCellStyle("Sheet1", cell, cell, id))
	}
	custom := func(code string) excelize.Style { return excelize.Style{CustomNumFmt: &code} }
	two := []string{"事项编码", "事项名称"}
	for _, tt := range []struct {
		name      string
		build     func(f *excelize.File) error
		headerRow int
		header    []string
		rows      []string
	}{
		{"texts and gaps", func(f *excelize.File) error {
			return set(f, []any{"事项编码", "事项名称"}, []any{" A1 ", "甲\n乙"}, nil, []any{"", ""}, []any{"A2"}, []any{" "})
		}, 1, two, []string{"2:  A1 |甲\n乙", "5: A2|"}},
		{"numbers", func(f *excelize.File) error {
			return set(f, []any{"事项编码", "承诺时限", "份数"}, []any{5.1e17, 0.5, 1.1}, []any{123456789012345678, 1e-7, 0.30000000000000004},
				[]any{-3, true, false}, []any{1.15101e30, 0, "12"})
		}, 1, []string{"事项编码", "承诺时限", "份数"},
			[]string{"2: ~510000000000000000|~0.5|~1.1", "3: ~123456789012345678|~0.0000001|~0.3", "4: ~-3|是|否", "5: ~1151010000000000000000000000000|~0|12"}},
		{"dates", func(f *excelize.File) error {
			day := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
			if err := set(f, []any{"事项编码", "日期"}, []any{"a", day}, []any{"b", day.Add(9*time.Hour + 30*time.Minute)}, []any{"c", 46349},
				[]any{"d", 0.375}, []any{"e", 46349.5}, []any{"f", 1.5}, []any{"g", 60}, []any{"h", 0.256}, []any{"i", 46349.25}); err != nil {
				return err
			}
			return errors.Join(style(f, "B4", custom(`yyyy"年"m"月"d"日";@`)), style(f, "B5", custom("h:mm")), style(f, "B6", excelize.Style{NumFmt: 31}),
				style(f, "B7", custom("[h]:mm")), style(f, "B8", excelize.Style{NumFmt: 14}), style(f, "B9", excelize.Style{NumFmt: 10}),
				style(f, "B10", custom("[$-804]0.00E+00 \"day\"")))
		}, 1, []string{"事项编码", "日期"}, []string{"2: a|~2026-11-23", "3: b|~2026-11-23 09:30", "4: c|~2026-11-23", "5: d|~09:00",
			"6: e|~2026-11-23 12:00", "7: f|~36:00", "8: g|~1900-02-29", "9: h|~0.256", "10: i|~46349.25"}},
		{"rich text and formulas", func(f *excelize.File) error {
			return errors.Join(set(f, two2any(two), []any{"A1", ""}, []any{nil, "x"}),
				f.SetCellRichText("Sheet1", "B2", []excelize.RichTextRun{{Text: "办理 "}, {Text: "身份证", Font: &excelize.Font{Bold: true}}}),
				f.SetCellFormula("Sheet1", "A3", `"A"&2`))
		}, 1, two, []string{"2: A1|办理 身份证", "3: =?|x"}},
		{"escapes", func(f *excelize.File) error {
			return set(f, two2any(two), []any{"A1", "a_x000D_b"}, []any{"A2", "_x_"})
		}, 1, two, []string{"2: A1|a\rb", "3: A2|_x_"}},
		{"title rows", func(f *excelize.File) error {
			return errors.Join(set(f, []any{"事项编码", "", ""}, []any{}, []any{"说明：事项名称不要改"}, []any{"事项名称", "备注", "事项编码"}, []any{"甲", "", "A1"}),
				f.MergeCell("Sheet1", "A1", "C1"))
		}, 4, []string{"事项名称", "备注", "事项编码"}, []string{"5: 甲||A1"}},
		{"one row per material", func(f *excelize.File) error {
			return errors.Join(set(f, []any{"事项编码", "事项名称", "材料信息", ""}, []any{"", "", "材料名称", "份数"},
				[]any{"A1", "甲", "身份证", 1}, []any{"", "", "户口簿", 2}, []any{"", "", "照片", 3}, []any{"A2", "乙", "申请表", 1}),
				f.MergeCell("Sheet1", "A1", "A2"), f.MergeCell("Sheet1", "B1", "B2"), f.MergeCell("Sheet1", "C1", "D1"),
				f.MergeCell("Sheet1", "A3", "A5"), f.MergeCell("Sheet1", "B3", "B5"), f.MergeCell("Sheet1", "A7", "A9"))
		}, 2, []string{"事项编码", "事项名称", "材料名称", "份数"},
			[]string{"3: A1|甲|身份证|~1", "4: A1|甲|户口簿|~2", "5: A1|甲|照片|~3", "6: A2|乙|申请表|~1"}},
		{"group titles over headers that nobody knows", func(f *excelize.File) error {
			return errors.Join(set(f, []any{"事项编码", "事项名称", "其他", ""}, []any{"", "", "甲栏", "乙栏"}, []any{"A1", "甲", 1, 2}),
				f.MergeCell("Sheet1", "A1", "A2"), f.MergeCell("Sheet1", "B1", "B2"), f.MergeCell("Sheet1", "C1", "D1"))
		}, 2, []string{"事项编码", "事项名称", "甲栏", "乙栏"}, []string{"3: A1|甲|~1|~2"}},
		{"a merged header counts for its columns", func(f *excelize.File) error {
			return errors.Join(set(f, []any{"事项编码", "事项名称", ""}, []any{"A1", "甲", "乙"}), f.MergeCell("Sheet1", "B1", "C1"))
		}, 1, []string{"事项编码", "事项名称", "事项名称"}, []string{"2: A1|甲|乙"}},
		{"an area of rows and columns", func(f *excelize.File) error {
			return errors.Join(set(f, []any{"事项编码", "事项名称", "窗口"}, []any{"A1", "甲", ""}, []any{"A2", "", ""}, []any{"A3", "", "1号"}),
				f.MergeCell("Sheet1", "B2", "C3"))
		}, 1, []string{"事项编码", "事项名称", "窗口"}, []string{"2: A1|甲|", "3: A2|甲|", "4: A3||1号"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := mustRead(t, "a.xlsx", hostile.Workbook(t, tt.build))
			wantSheet(t, b.Sheets[0], tt.headerRow, tt.header, tt.rows)
		})
	}
}

func two2any(texts []string) []any {
	out := []any{}
	for _, s := range texts {
		out = append(out, s)
	}
	return out
}

func TestReadMarkup(t *testing.T) {
	for _, tt := range []struct{ name, row, want string }{
		{"error value", `<c r="A2" t="e"><v>#N/A</v></c>` + hostile.Inline("B2", "x"), "2: !#N/A|x"},
		{"a formula that gives an error", `<c r="A2" t="e"><f>B2</f><v>#REF!</v></c>`, "2: =!#REF!|"},
		{"a formula without a result", `<c r="A2"><f>B2</f></c>` + hostile.Inline("B2", "x"), "2: =?|x"},
		{"a row of formulas without results", `<c r="B2"><f>C2</f></c>`, "2: |=?"},
		{"escaped character", hostile.Inline("A2", "a_x000D_b_x005F_x000D_") + hostile.Inline("B2", "_xD83D__xDE00_"), "2: a\rb_x000D_|😀"},
		{"no references", `<c t="inlineStr"><is><t>A1</t></is></c><c><v>1E+3</v></c>`, "2: A1|~1000"},
		{"phonetic guide and indented runs", `<c r="A2" t="inlineStr"><is> <r> <rPr><b/></rPr><t>東</t> </r><r><t>京</t></r><rPh sb="0" eb="1"><t>トウ</t></rPh> </is></c>`, "2: 東京|"},
		{"iso date", `<c r="A2" t="d"><v>2026-11-23T09:30:00</v></c><c r="B2" t="d"><v>2026-11-23</v></c>`, "2: 2026-11-23 09:30|2026-11-23"},
		{"formula with a text", `<c r="A2" t="str"><f>B2</f><v>A1</v></c>`, "2: =A1|"},
		{"columns in disorder", hostile.Inline("B2", "b") + hostile.Inline("A2", "a"), "2: a|b"},
		{"not a number after all", `<c r="A2"><v>abc</v></c><c r="B2"><v>0x10</v></c>`, "2: abc|0x10"},
		{"cdata", `<c r="A2" t="inlineStr"><is><t><![CDATA[<a>&]]></t></is></c>`, "2: <a>&|"},
		{"digits beyond a float", `<c r="A2"><v>1151010012345678901234567890123</v></c>`, "2: ~1151010012345678901234567890123|"},
		{"noise of a float as Excel writes it", `<c r="A2"><v>1.1000000000000001</v></c><c r="B2"><v>5.1010012345678899E+17</v></c>`, "2: ~1.1|~510100123456789000"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := mustRead(t, "a.xlsx", hostile.Handmade(t, hostile.Sheet(hostile.Head()+`<row r="2">`+tt.row+`</row>`)))
			wantSheet(t, b.Sheets[0], 1, []string{"事项编码", "事项名称"}, []string{tt.want})
		})
	}
}

// TestReadFilledDown: rows of formulas whose results are empty are blank, as a person sees them.
func TestReadFilledDown(t *testing.T) {
	row := `<row r="2"><c r="A2" t="str"><f>""</f><v></v></c></row><row r="3">` + hostile.Inline("A3", "A1") + `</row>`
	b := mustRead(t, "a.xlsx", hostile.Handmade(t, hostile.Sheet(hostile.Head()+row)))
	wantSheet(t, b.Sheets[0], 1, []string{"事项编码", "事项名称"}, []string{"3: A1|"})
}

func TestReadNotes(t *testing.T) {
	data := hostile.Workbook(t, func(f *excelize.File) error {
		for _, name := range []string{"材料 & <信息>", "空表", "隐藏的空表"} {
			if _, err := f.NewSheet(name); err != nil {
				return err
			}
		}
		return errors.Join(f.SetSheetRow("Sheet1", "A1", &[]any{"事项编码", "事项名称"}), f.SetSheetRow("Sheet1", "A2", &[]any{"A1", "甲", "", "批注在旁"}),
			f.SetSheetRow("材料 & <信息>", "A1", &[]any{"随便", "什么"}),
			f.SetSheetVisible("材料 & <信息>", false), f.SetSheetVisible("隐藏的空表", false),
			f.AddChart("Sheet1", "F1", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Values: "Sheet1!$A$1:$A$2"}}}))
	})
	b := mustRead(t, "a.xlsx", data)
	if len(b.Sheets) != 2 || b.Sheets[1].Name != "材料 & <信息>" || b.Sheets[1].HeaderRow != 0 || b.Sheets[1].Rows != nil {
		t.Errorf("sheets %+v", b.Sheets)
	}
	wantSheet(t, b.Sheets[0], 1, []string{"事项编码", "事项名称"}, []string{"2: A1|甲"})
	notes := strings.Join(b.Notes, "\n")
	for _, want := range []string{"图表没有读取", "“材料 & <信息>”是隐藏的，也读取了", "“空表”是空的", "“隐藏的空表”是空的", "表头之外", "第 2 行 D 列的“批注在旁”"} {
		if !strings.Contains(notes, want) {
			t.Errorf("notes lack %q:\n%s", want, notes)
		}
	}
}

// TestReadSheetThatBreaksOff tells why sheets are not read with excelize's iterator: it ends a sheet at the first
// fault of its markup, and the rows that follow are gone without a word.
func TestReadSheetThatBreaksOff(t *testing.T) {
	data := withPart(t, largeWorkbook(t, 10, 3), "xl/worksheets/sheet1.xml", func(markup string) string {
		return strings.Replace(markup, `<row r="7"`, `<row r="7" & `, 1)
	})
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if rows, err := f.GetRows("Sheet1"); err != nil || len(rows) != 6 {
		t.Logf("excelize has changed: %d rows, error %v", len(rows), err)
	}
	wantRefused(t, "a.xlsx", data, "工作表“Sheet1”已损坏")
}

// withPart is a workbook with one of its parts changed.
func withPart(t testing.TB, data []byte, name string, change func(string) string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == name {
			content = []byte(change(string(content)))
		}
		w, err := out.Create(f.Name)
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func wantRefused(t *testing.T, name string, data []byte, wants ...string) {
	t.Helper()
	b, err := Read(name, data, knownHeader, Limits{})
	var unreadable *Unreadable
	if !errors.As(err, &unreadable) || b != nil {
		t.Fatalf("got %+v, %v; want it refused", b, err)
	}
	for _, want := range wants {
		if !strings.Contains(unreadable.Detail, want) {
			t.Errorf("says %q, want %q in it", unreadable.Detail, want)
		}
	}
	if !utf8.ValidString(unreadable.Detail) {
		t.Errorf("not UTF-8: %q", unreadable.Detail)
	}
}

func checkConsistent(t *testing.T, b *Book, err error) {
	t.Helper()
	if err != nil {
		var unreadable *Unreadable
		if !errors.As(err, &unreadable) || unreadable.Detail == "" || !utf8.ValidString(unreadable.Detail) {
			t.Fatalf("error %T %v", err, err)
		}
		return
	}
	for _, s := range b.Sheets {
		if len(s.Header) == 0 || s.HeaderRow == 0 && len(s.Rows) > 0 || s.HeaderRow > headerDepth {
			t.Fatalf("sheet %+v", s)
		}
		last := s.HeaderRow
		for _, r := range s.Rows {
			if len(r.Cells) != len(s.Header) || r.Number <= last || blankCells(r.Cells) {
				t.Fatalf("row %+v after %d, header %q", r, last, s.Header)
			}
			last = r.Number
			for _, c := range r.Cells {
				if !utf8.ValidString(c.Text) {
					t.Fatalf("not UTF-8: %q", c.Text)
				}
			}
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	gb, _ := simplifiedchinese.GB18030.NewEncoder().String("事项编码,事项名称\nA1,办理\n")
	wide, _ := utf.UTF16(utf.LittleEndian, utf.UseBOM).NewEncoder().String("事项编码\t事项名称\nA1\t办理\n")
	for _, s := range []string{"事项编码,事项名称\nA1,\"x\"\"\ny\"\r\n'=1;\t\n", gb, wide, "\xEF\xBB\xBF事项编码;事项名称\r1;2", "a\x00b", "\"", ",,,\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Read("a.csv", data, knownHeader, Limits{PlainCell: 50, Columns: 8, Rows: 100})
		checkConsistent(t, b, err)
	})
}

// FuzzReadXLSX changes the markup of a sheet, and the zip itself when the first byte is even.
func FuzzReadXLSX(f *testing.F) {
	f.Add([]byte("\x01" + hostile.Sheet(hostile.Head()+`<row r="2">`+hostile.Inline("A2", "a")+`<c r="B2" s="1"><f>A1</f><v>4.5E4</v></c></row>`)))
	f.Add([]byte("\x01" + `<worksheet><sheetData>` + hostile.Head() + `<row r="2">` + hostile.Inline("A2", "a") + `</row><row><c t="s"><v>0</v></c></row></sheetData><mergeCells><mergeCell ref="A2:B3"/><mergeCell ref="A1"/></mergeCells></worksheet>`))
	f.Add(append([]byte{0}, hostile.Handmade(f, hostile.Sheet(hostile.Head()))...))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 {
			return
		}
		file := data[1:]
		if data[0]%2 == 1 {
			file = hostile.Handmade(t, string(file), "xl/sharedStrings.xml", `<sst><si><t>甲</t></si></sst>`,
				"xl/styles.xml", `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>`)
		}
		b, err := Read("a.xlsx", file, knownHeader, Limits{XLSXCell: 50, Columns: 8, Rows: 100})
		checkConsistent(t, b, err)
	})
}

func BenchmarkRead(b *testing.B) {
	data := largeWorkbook(b, 50_000, 20)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		book := mustRead(b, "a.xlsx", data)
		if len(book.Sheets[0].Rows) != 50_000 {
			b.Fatal(len(book.Sheets[0].Rows))
		}
	}
}

// largeWorkbook is a sheet of rows with a code, a name and texts and numbers, as the hall's exports are.
func largeWorkbook(t testing.TB, rows, columns int) []byte {
	return hostile.Workbook(t, func(f *excelize.File) error {
		w, err := f.NewStreamWriter("Sheet1")
		if err != nil {
			return err
		}
		cells := make([]any, columns)
		for i := range cells {
			cells[i] = []string{"事项编码", "事项名称", "实施主体", "窗口"}[i%4]
		}
		for row := 1; row <= rows+1; row++ {
			cell, _ := excelize.CoordinatesToCellName(1, row)
			if err := w.SetRow(cell, cells); err != nil {
				return err
			}
			for i := range cells {
				cells[i] = fmt.Sprintf("第 %d 项的第 %d 栏", row, i)
				if i%5 == 4 {
					cells[i] = row * i
				}
			}
		}
		return w.Flush()
	})
}

// TestReadWideRows: every row of a csv file that has too many cells is named at once.
func TestReadWideRows(t *testing.T) {
	_, err := Read("a.csv", []byte("事项编码,事项名称\nA1,甲,乙\nA2,甲\nA3,甲,乙,丙\nA4,甲,乙\n"), knownHeader, Limits{})
	if err == nil || !strings.Contains(err.Error(), "第 2 行的格数比表头多") || !strings.Contains(err.Error(), "还有第 4、5 行") {
		t.Error(err)
	}
}
