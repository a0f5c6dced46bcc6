// Package hostile makes files that an import must survive, for the tests of everything that such a file passes.
package hostile

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// Refusal is a file that cannot be taken at all.
type Refusal struct {
	Name string // of the case
	File string // name of the file
	Data func() []byte
	Says string // part of the message
}

// Reading is a file that looks bad and is read.
type Reading struct {
	Name  string // of the case
	File  string // name of the file
	Data  func() []byte
	Rows  []string // number and cells of each row below the header; ~ marks a number, = a formula
	Notes string   // part of what is noted
}

// Refusals returns files that cannot be taken at all.
func Refusals(t testing.TB) []Refusal {
	good := Handmade(t, Sheet(Head()))
	book := func(rows string) func() []byte {
		return func() []byte { return Handmade(t, Sheet(Head()+rows)) }
	}
	raw := func(s string) func() []byte { return func() []byte { return []byte(s) } }
	return []Refusal{
		{"empty file", "a.xlsx", raw(""), "文件是空的"},
		{"empty csv", "a.csv", raw(""), "文件是空的"},
		{"csv of blank lines", "a.csv", raw("\n\n , ,\n"), "没有任何内容"},
		{"empty workbook", "a.xlsx", func() []byte { return Workbook(t, func(*excelize.File) error { return nil }) }, "没有任何内容"},
		{"no ending", "事项", raw("a"), "没有后缀"},
		{"unknown ending", "a.docx", raw("a"), "不接受 .docx 文件"},
		{"old ending", "a.XLS", raw("a"), "另存为“Excel 工作簿（.xlsx）”"},
		{"macro ending", "a.xlsm", func() []byte { return good }, "不接受带宏的工作簿"},
		{"renamed jpg", "a.xlsx", raw("\xFF\xD8\xFF\xE0\x00\x10JFIF\x00"), "内容却是JPG 图片"},
		{"renamed pdf", "a.csv", raw("%PDF-1.7\n"), "内容却是PDF 文件"},
		{"web page", "a.xlsx", raw("<html><table><tr><td>事项编码"), "内容却是网页"},
		{"csv named xlsx", "a.xlsx", raw("事项编码,事项名称\n"), "改成以 .csv 结尾"},
		{"xlsx named csv", "a.csv", func() []byte { return good }, "改成以 .xlsx 结尾"},
		{"old xls", "a.xlsx", raw("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600) + "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00"), "旧格式的 Excel 工作簿（.xls）"},
		{"encrypted workbook", "a.xlsx", func() []byte {
			b, err := excelize.Encrypt(good, &excelize.Options{Password: "1"})
			if err != nil {
				t.Fatal(err)
			}
			return b
		}, "打开密码"},
		{"truncated zip", "a.xlsx", func() []byte { return good[:len(good)-100] }, "不完整或已损坏"},
		{"broken zip", "a.xlsx", func() []byte { return brokenZip(t) }, "已损坏"},
		{"plain zip", "a.xlsx", func() []byte { return zipOf(t, "说明.txt", "你好") }, "普通压缩包"},
		{"word document", "a.xlsx", func() []byte { return zipOf(t, "word/document.xml", "<a/>") }, "Word 文档"},
		{"binary workbook", "a.xlsx", func() []byte { return zipOf(t, "xl/workbook.bin", "x") }, ".xlsb"},
		{"zip bomb by ratio", "a.xlsx", func() []byte {
			return Handmade(t, Sheet(Head()), "xl/sharedStrings.xml", "<sst><si><t>"+strings.Repeat("a", 64<<20)+"</t></si></sst>")
		}, "压缩比异常"},
		{"directory sums up to too much", "a.xlsx", func() []byte { return lyingZip(t, 600<<20, false) }, "解压后超过 512 MB"},
		{"directory lies about the size", "a.xlsx", func() []byte { return lyingZip(t, 1000, true) }, "已损坏"},
		{"ten thousand parts", "a.xlsx", func() []byte { return manyParts(t) }, "部件太多"},
		{"two parts of one name", "a.xlsx", func() []byte {
			return Handmade(t, Sheet(""), "xl/Worksheets/Sheet1.xml", Sheet(Head()))
		}, "两个同名的部件"},
		{"billion laughs", "a.xlsx", func() []byte {
			return Handmade(t, `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`+Sheet(Head()+`<row r="2">`+Inline("A2", "&b;")+`</row>`))
		}, "DOCTYPE"},
		{"entity that nobody defines", "a.xlsx", book(`<row r="2">` + Inline("A2", "&lol;") + `</row>`), "已损坏"},
		{"elements in elements", "a.xlsx", book(strings.Repeat("<a>", 100_000)), "异常庞大"},
		{"one tag of megabytes", "a.xlsx", book(`<row r="2" x="` + noise(3<<20) + `"/>`), "异常庞大"},
		{"sheet that breaks off", "a.xlsx", func() []byte { return Handmade(t, strings.TrimSuffix(Sheet(Head()), "</sheetData></worksheet>")) }, "已损坏"},
		{"not UTF-8 in a sheet", "a.xlsx", book(`<row r="2">` + Inline("A2", "\xFF\xFE") + `</row>`), "工作表“事项”已损坏"},
		{"sheet that is not there", "a.xlsx", func() []byte {
			return zipOf(t, "xl/workbook.xml", `<workbook xmlns:r="x"><sheets><sheet name="事项" r:id="rId9"/></sheets></workbook>`)
		}, "工作表“事项”的内容不在文件里"},
		{"text that is not there", "a.xlsx", book(`<row r="2"><c r="A2" t="s"><v>7</v></c></row>`), "第 2 行 A 列的文字在文件里找不到"},
		{"row numbers that go back", "a.xlsx", book(`<row r="5"/><row r="5"/>`), "第 5 行之后的行号"},
		{"a cell twice", "a.xlsx", book(`<row r="2">` + Inline("A2", "a") + Inline("A2", "b") + `</row>`), "第 2 行 A 列出现了两次"},
		{"a cell nowhere", "a.xlsx", book(`<row r="2">` + Inline("ZZZZ2", "a") + `</row>`), "位置“ZZZZ2”不对"},
		{"areas over areas", "a.xlsx", func() []byte {
			return Handmade(t, `<worksheet><sheetData>`+Head()+`</sheetData><mergeCells>`+strings.Repeat(`<mergeCell ref="A1:A1048576"/>`, 50_000)+`</mergeCells></worksheet>`)
		}, "互相重叠"},
		{"16,384 columns", "a.xlsx", func() []byte { return wideSheet(t) }, "表头超过 256 列，IW 列起"},
		{"65 sheets", "a.xlsx", func() []byte {
			return Workbook(t, func(f *excelize.File) error {
				for i := range 64 {
					if _, err := f.NewSheet(fmt.Sprint("表", i)); err != nil {
						return err
					}
				}
				return nil
			})
		}, "工作表超过 64 张"},
		{"too many rows", "a.csv", raw("事项编码,事项名称\n" + strings.Repeat("A,甲\n", 200_000)), "超过 200000 行"},
		{"wide and long", "a.csv", raw("事项编码,事项名称" + strings.Repeat(",x", 254) + "\n" + strings.Repeat("A,甲\n", 100_000)), "单元格太多"},
		{"a cell of 32,768 characters", "a.xlsx", book(`<row r="2">` + Inline("B2", strings.Repeat("长", 32_768)) + `</row>`), "工作表“事项”第 2 行 B 列的文字超过 32767 字"},
		{"a shared text of 40,000 characters", "a.xlsx", func() []byte {
			return Handmade(t, Sheet(Head()+`<row r="2"><c r="B2" t="s"><v>0</v></c></row>`), "xl/sharedStrings.xml", "<sst><si><t>"+strings.Repeat("长", 40_000)+"</t></si></sst>")
		}, "第 2 行 B 列的文字超过 32767 字"},
		{"csv with cells of 200,000 characters", "a.csv", raw("事项编码,事项名称\nA1," + strings.Repeat("长", 200_000) + "\n"), "第 2 行 B 列的文字超过 100000 字"},
		{"csv that is one open quote", "a.csv", raw("事项编码,事项名称\nA1,甲\nA2,\"乙\nA3,丙\n"), "第 3 行（文本编辑器里的行号）B 列的引号没有收尾"},
		{"csv with text after a quote", "a.csv", raw("事项编码,事项名称\nA1,\"甲\"乙\n"), "第 2 行（文本编辑器里的行号）B 列的引号不对"},
		{"csv with a cell too many", "a.csv", raw("事项编码,事项名称\nA1,甲\nA2,乙,丙\n"), "第 3 行的格数比表头多：C 列的“丙”"},
		{"csv of two encodings", "a.csv", raw("事项编码,事项名称\nA1," + National(t, "办理") + "\n"), "混有两种编码：第 1 行是 UTF-8，第 2 行不是"},
		{"csv with a broken character after a BOM", "a.csv", raw("\xEF\xBB\xBF事项编码,事项名称\nA1,\xE5\x8A\n"), "第 2 行有不是 UTF-8 的字节"},
		{"csv in Latin 1", "a.csv", raw("code,nom\n1,caf\xE9\n"), "第 2 行既不是 UTF-8 也不是 GB18030"},
		{"csv in Big5", "a.csv", raw("\xA8\xC6\xB6\xB5\xBD\x73\xBD\x58,\xA8\xC6\xB6\xB5\xA6\x57\xBA\xD9\n\xA5\xD3\xBD\xD0\n"), "既不是 UTF-8 也不是 GB18030"},
		{"csv in Latin 1 that could be Chinese", "a.csv", raw("code,nom\n1,caf\xE9s \xE0la cr\xE8me\n"), "看不出文件用的是什么编码"},
		{"UTF-16 without BOM", "a.csv", raw("c\x00o\x00d\x00e\x00,\x00n\x00\n\x00"), "没有 BOM 标记的 UTF-16"},
		{"UTF-16 cut in half", "a.csv", raw("\xFF\xFEa\x00b"), "最后一个字不完整"},
		{"UTF-16 with half a pair", "a.csv", raw("\xFF\xFEa\x00\x00\xD8b\x00"), "不完整的 UTF-16 字符"},
	}
}

// Readings returns files that look bad and are read.
func Readings(t testing.TB) []Reading {
	one := []string{"2: A1|甲"}
	return []Reading{
		{"a million empty rows", "a.xlsx", func() []byte {
			var b strings.Builder
			for i := 3; i <= 1_048_576; i++ {
				fmt.Fprintf(&b, `<row r="%d" s="1" customFormat="1"/>`, i)
			}
			return Handmade(t, Sheet(Head()+row2()+b.String()))
		}, one, ""},
		{"a value in the last row", "a.xlsx", func() []byte {
			return Handmade(t, Sheet(Head()+row2()+`<row r="1048576">`+Inline("A1048576", "z")+`</row>`))
		}, []string{"2: A1|甲", "1048576: z|"}, ""},
		{"a merged area over all rows", "a.xlsx", func() []byte {
			return Handmade(t, `<worksheet><sheetData>`+Head()+row2()+`</sheetData><mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells></worksheet>`)
		}, []string{"2: A1|"}, ""},
		{"16,384 empty columns with a format", "a.xlsx", func() []byte {
			var b strings.Builder
			for i := 3; i < 20; i++ {
				fmt.Fprintf(&b, `<row r="%d">%s</row>`, i, strings.Repeat(`<c s="3"/>`, 16_384))
			}
			return Handmade(t, Sheet(Head()+row2()+b.String()))
		}, one, ""},
		{"csv of a million commas", "a.csv", func() []byte {
			return []byte("事项编码,事项名称\nA1,甲" + strings.Repeat(",", 1_000_000) + "\n" + strings.Repeat(",", 1_000_000))
		}, one, ""},
		{"csv of a million empty lines", "a.csv", func() []byte { return []byte("事项编码,事项名称\nA1,甲" + strings.Repeat("\n", 1_000_000)) }, one, ""},
		{"macros", "a.xlsx", func() []byte {
			return Handmade(t, Sheet(Head()+row2()), "xl/vbaProject.bin", "x")
		}, one, "文件带有宏"},
		{"external links and pictures", "a.xlsx", func() []byte {
			return Handmade(t, Sheet(Head()+row2()), "xl/externalLinks/externalLink1.xml", "<a/>", "xl/media/image1.png", "x")
		}, one, "文件引用了别的工作簿"},
		{"formula in a code column", "a.xlsx", func() []byte {
			return Handmade(t, Sheet(Head()+`<row r="2"><c r="A2" t="str"><f>[1]S!A1</f><v>A1</v></c>`+Inline("B2", "甲")+`</row>`))
		}, []string{"2: =A1|甲"}, ""},
		{"31 digits stored as a number", "a.xlsx", func() []byte {
			return Handmade(t, Sheet(Head()+`<row r="2"><c r="A2"><v>1.15101001234567E+30</v></c>`+Inline("B2", "甲")+`</row>`))
		}, []string{"2: ~1151010012345670000000000000000|甲"}, ""},
		{"csv with NUL bytes", "a.csv", func() []byte { return []byte("事项编码,事项名称\nA\x001,甲\n") }, []string{"2: A\x001|甲"}, ""},
		{"GB18030 csv", "a.csv", func() []byte { return []byte(National(t, "事项编码,事项名称\nA1,甲\n")) }, one, ""},
		{"controls of a form beside the table", "a.xlsx", func() []byte {
			return Handmade(t, strings.Replace(Sheet(Head()+row2()), "</worksheet>", `<controls><from><row>9</row><c/></from></controls></worksheet>`, 1))
		}, one, ""},
	}
}
