package tabular

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// bounded runs read and fails if the heap grows by more than 300 MB meanwhile or the reading does not end in a
// time that only work without bounds takes; alone on two cores every file takes less than 10 s, which the log shows.
func bounded(t *testing.T, read func()) {
	t.Helper()
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	stop, peak := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		for {
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
			select {
			case <-stop:
				peak <- most
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	start := time.Now()
	read()
	took := time.Since(start)
	close(stop)
	grown := (float64(<-peak) - float64(before.HeapAlloc)) / (1 << 20)
	t.Logf("%.2f s, %.0f MB", took.Seconds(), grown)
	if took > 2*time.Minute || grown > 300 {
		t.Errorf("took %v and %.0f MB of heap", took, grown)
	}
}

func TestHostileRefused(t *testing.T) {
	good := handmade(t, sheetXML(headXML()))
	book := func(rows string) func() []byte {
		return func() []byte { return handmade(t, sheetXML(headXML()+rows)) }
	}
	raw := func(s string) func() []byte { return func() []byte { return []byte(s) } }
	for _, tt := range []struct {
		name string
		file string
		data func() []byte
		want string
	}{
		{"empty file", "a.xlsx", raw(""), "文件是空的"},
		{"empty csv", "a.csv", raw(""), "文件是空的"},
		{"csv of blank lines", "a.csv", raw("\n\n , ,\n"), "没有任何内容"},
		{"empty workbook", "a.xlsx", func() []byte { return workbookOf(t, func(*excelize.File) error { return nil }) }, "没有任何内容"},
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
			return handmade(t, sheetXML(headXML()), "xl/sharedStrings.xml", "<sst><si><t>"+strings.Repeat("a", 64<<20)+"</t></si></sst>")
		}, "压缩比异常"},
		{"directory sums up to too much", "a.xlsx", func() []byte { return lyingZip(t, 600<<20, false) }, "解压后超过 512 MB"},
		{"directory lies about the size", "a.xlsx", func() []byte { return lyingZip(t, 1000, true) }, "已损坏"},
		{"ten thousand parts", "a.xlsx", func() []byte { return manyParts(t) }, "部件太多"},
		{"two parts of one name", "a.xlsx", func() []byte {
			return handmade(t, sheetXML(""), "xl/Worksheets/Sheet1.xml", sheetXML(headXML()))
		}, "两个同名的部件"},
		{"billion laughs", "a.xlsx", func() []byte {
			return handmade(t, `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`+sheetXML(headXML()+`<row r="2">`+inline("A2", "&b;")+`</row>`))
		}, "DOCTYPE"},
		{"entity that nobody defines", "a.xlsx", book(`<row r="2">` + inline("A2", "&lol;") + `</row>`), "已损坏"},
		{"elements in elements", "a.xlsx", book(strings.Repeat("<a>", 100_000)), "异常庞大"},
		{"one tag of megabytes", "a.xlsx", book(`<row r="2" x="` + noise(3<<20) + `"/>`), "异常庞大"},
		{"sheet that breaks off", "a.xlsx", func() []byte { return handmade(t, strings.TrimSuffix(sheetXML(headXML()), "</sheetData></worksheet>")) }, "已损坏"},
		{"not UTF-8 in a sheet", "a.xlsx", book(`<row r="2">` + inline("A2", "\xFF\xFE") + `</row>`), "工作表“事项”已损坏"},
		{"sheet that is not there", "a.xlsx", func() []byte {
			return zipOf(t, "xl/workbook.xml", `<workbook xmlns:r="x"><sheets><sheet name="事项" r:id="rId9"/></sheets></workbook>`)
		}, "工作表“事项”的内容不在文件里"},
		{"text that is not there", "a.xlsx", book(`<row r="2"><c r="A2" t="s"><v>7</v></c></row>`), "第 2 行 A 列的文字在文件里找不到"},
		{"row numbers that go back", "a.xlsx", book(`<row r="5"/><row r="5"/>`), "第 5 行之后的行号"},
		{"a cell twice", "a.xlsx", book(`<row r="2">` + inline("A2", "a") + inline("A2", "b") + `</row>`), "第 2 行 A 列出现了两次"},
		{"a cell nowhere", "a.xlsx", book(`<row r="2">` + inline("ZZZZ2", "a") + `</row>`), "位置“ZZZZ2”不对"},
		{"areas over areas", "a.xlsx", func() []byte {
			return handmade(t, `<worksheet><sheetData>`+headXML()+`</sheetData><mergeCells>`+strings.Repeat(`<mergeCell ref="A1:A1048576"/>`, 50_000)+`</mergeCells></worksheet>`)
		}, "互相重叠"},
		{"16,384 columns", "a.xlsx", func() []byte { return wideSheet(t) }, "表头超过 256 列，IW 列起"},
		{"65 sheets", "a.xlsx", func() []byte {
			return workbookOf(t, func(f *excelize.File) error {
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
		{"a cell of 32,768 characters", "a.xlsx", book(`<row r="2">` + inline("B2", strings.Repeat("长", 32_768)) + `</row>`), "工作表“事项”第 2 行 B 列的文字超过 32767 字"},
		{"a shared text of 40,000 characters", "a.xlsx", func() []byte {
			return handmade(t, sheetXML(headXML()+`<row r="2"><c r="B2" t="s"><v>0</v></c></row>`), "xl/sharedStrings.xml", "<sst><si><t>"+strings.Repeat("长", 40_000)+"</t></si></sst>")
		}, "第 2 行 B 列的文字超过 32767 字"},
		{"csv with cells of 200,000 characters", "a.csv", raw("事项编码,事项名称\nA1," + strings.Repeat("长", 200_000) + "\n"), "第 2 行 B 列的文字超过 100000 字"},
		{"csv that is one open quote", "a.csv", raw("事项编码,事项名称\nA1,甲\nA2,\"乙\nA3,丙\n"), "第 3 行（文本编辑器里的行号）B 列的引号没有收尾"},
		{"csv with text after a quote", "a.csv", raw("事项编码,事项名称\nA1,\"甲\"乙\n"), "第 2 行（文本编辑器里的行号）B 列的引号不对"},
		{"csv with a cell too many", "a.csv", raw("事项编码,事项名称\nA1,甲\nA2,乙,丙\n"), "第 3 行的格数比表头多：C 列的“丙”"},
		{"csv of two encodings", "a.csv", raw("事项编码,事项名称\nA1," + national(t, "办理") + "\n"), "混有两种编码：第 1 行是 UTF-8，第 2 行不是"},
		{"csv with a broken character after a BOM", "a.csv", raw("\xEF\xBB\xBF事项编码,事项名称\nA1,\xE5\x8A\n"), "第 2 行有不是 UTF-8 的字节"},
		{"csv in Latin 1", "a.csv", raw("code,nom\n1,caf\xE9\n"), "第 2 行既不是 UTF-8 也不是 GB18030"},
		{"csv in Big5", "a.csv", raw("\xA8\xC6\xB6\xB5\xBD\x73\xBD\x58,\xA8\xC6\xB6\xB5\xA6\x57\xBA\xD9\n\xA5\xD3\xBD\xD0\n"), "既不是 UTF-8 也不是 GB18030"},
		{"csv in Latin 1 that could be Chinese", "a.csv", raw("code,nom\n1,caf\xE9s \xE0la cr\xE8me\n"), "看不出文件用的是什么编码"},
		{"UTF-16 without BOM", "a.csv", raw("c\x00o\x00d\x00e\x00,\x00n\x00\n\x00"), "没有 BOM 标记的 UTF-16"},
		{"UTF-16 cut in half", "a.csv", raw("\xFF\xFEa\x00b"), "最后一个字不完整"},
		{"UTF-16 with half a pair", "a.csv", raw("\xFF\xFEa\x00\x00\xD8b\x00"), "不完整的 UTF-16 字符"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := tt.data()
			bounded(t, func() { wantRefused(t, tt.file, data, tt.want) })
		})
	}
}

func TestHostileTooLarge(t *testing.T) {
	_, err := Read("a.csv", make([]byte, 2<<20), knownHeader, Limits{Bytes: 1 << 20})
	if err == nil || !strings.Contains(err.Error(), "文件有 2 MB，超过 1 MB 的上限") {
		t.Error(err)
	}
}

// TestHostileRead are files that look bad and are read.
func TestHostileRead(t *testing.T) {
	one := []string{"2: A1|甲"}
	for _, tt := range []struct {
		name string
		file string
		data func() []byte
		rows []string
		note string
	}{
		{"a million empty rows", "a.xlsx", func() []byte {
			var b strings.Builder
			for i := 3; i <= lastRow; i++ {
				fmt.Fprintf(&b, `<row r="%d" s="1" customFormat="1"/>`, i)
			}
			return handmade(t, sheetXML(headXML()+row2()+b.String()))
		}, one, ""},
		{"a value in the last row", "a.xlsx", func() []byte {
			return handmade(t, sheetXML(headXML()+row2()+`<row r="1048576">`+inline("A1048576", "z")+`</row>`))
		}, []string{"2: A1|甲", "1048576: z|"}, ""},
		{"a merged area over all rows", "a.xlsx", func() []byte {
			return handmade(t, `<worksheet><sheetData>`+headXML()+row2()+`</sheetData><mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells></worksheet>`)
		}, []string{"2: A1|"}, ""},
		{"16,384 empty columns with a format", "a.xlsx", func() []byte {
			var b strings.Builder
			for i := 3; i < 20; i++ {
				fmt.Fprintf(&b, `<row r="%d">%s</row>`, i, strings.Repeat(`<c s="3"/>`, lastColumn))
			}
			return handmade(t, sheetXML(headXML()+row2()+b.String()))
		}, one, ""},
		{"csv of a million commas", "a.csv", func() []byte {
			return []byte("事项编码,事项名称\nA1,甲" + strings.Repeat(",", 1_000_000) + "\n" + strings.Repeat(",", 1_000_000))
		}, one, ""},
		{"csv of a million empty lines", "a.csv", func() []byte { return []byte("事项编码,事项名称\nA1,甲" + strings.Repeat("\n", 1_000_000)) }, one, ""},
		{"macros", "a.xlsx", func() []byte {
			return handmade(t, sheetXML(headXML()+row2()), "xl/vbaProject.bin", "x")
		}, one, "文件带有宏"},
		{"external links and pictures", "a.xlsx", func() []byte {
			return handmade(t, sheetXML(headXML()+row2()), "xl/externalLinks/externalLink1.xml", "<a/>", "xl/media/image1.png", "x")
		}, one, "文件引用了别的工作簿"},
		{"formula in a code column", "a.xlsx", func() []byte {
			return handmade(t, sheetXML(headXML()+`<row r="2"><c r="A2" t="str"><f>[1]S!A1</f><v>A1</v></c>`+inline("B2", "甲")+`</row>`))
		}, []string{"2: =A1|甲"}, ""},
		{"31 digits stored as a number", "a.xlsx", func() []byte {
			return handmade(t, sheetXML(headXML()+`<row r="2"><c r="A2"><v>1.15101001234567E+30</v></c>`+inline("B2", "甲")+`</row>`))
		}, []string{"2: ~1151010012345670000000000000000|甲"}, ""},
		{"csv with NUL bytes", "a.csv", func() []byte { return []byte("事项编码,事项名称\nA\x001,甲\n") }, []string{"2: A\x001|甲"}, ""},
		{"GB18030 csv", "a.csv", func() []byte { return []byte(national(t, "事项编码,事项名称\nA1,甲\n")) }, one, ""},
		{"controls of a form beside the table", "a.xlsx", func() []byte {
			return handmade(t, strings.Replace(sheetXML(headXML()+row2()), "</worksheet>", `<controls><from><row>9</row><c/></from></controls></worksheet>`, 1))
		}, one, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := tt.data()
			bounded(t, func() {
				b := mustRead(t, tt.file, data)
				wantSheet(t, b.Sheets[0], 1, []string{"事项编码", "事项名称"}, tt.rows)
				if !strings.Contains(strings.Join(b.Notes, "\n"), tt.note) {
					t.Errorf("notes %q, want %q", b.Notes, tt.note)
				}
			})
		})
	}
}

// TestHostileAtTheLimits reads or refuses what is as large as the limits let it be.
func TestHostileAtTheLimits(t *testing.T) {
	for name, data := range map[string]func() []byte{
		"tags without end at a plausible ratio": func() []byte {
			var b strings.Builder
			b.WriteString(`<row r="2">`)
			for i := range 9_500_000 {
				fmt.Fprintf(&b, `<c s="%d"/>`, uint16(uint32(i)*2654435761>>12))
			}
			return handmade(t, sheetXML(headXML()+b.String()+`</row>`))
		},
		"2,000,000 cells": func() []byte { return largeWorkbook(t, 99_000, 20) },
		"csv of long texts": func() []byte {
			return []byte("事项编码,事项名称\n" + strings.Repeat("A,"+strings.Repeat("长", 1000)+"\n", 20_000))
		},
		"csv of short texts": func() []byte {
			return []byte("事项编码,事项名称,窗口,a,b,c,d,e,f,g\n" + strings.Repeat("A1,甲乙丙丁,乙,1,2,3,4,5,6,7\n", 199_000))
		},
	} {
		t.Run(name, func(t *testing.T) {
			file, ending := data(), "a.xlsx"
			if name[:3] == "csv" {
				ending = "a.csv"
			}
			bounded(t, func() {
				b, err := Read(ending, file, knownHeader, Limits{})
				t.Logf("%d bytes: %v", len(file), err)
				checkConsistent(t, b, err)
			})
		})
	}
}

func row2() string { return `<row r="2">` + inline("A2", "A1") + inline("B2", "甲") + `</row>` }

func national(t *testing.T, s string) string {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// noise is text that does not compress well.
func noise(n int) string {
	b, x := make([]byte, n), uint32(1)
	for i := range b {
		x = x*1664525 + 1013904223
		b[i] = "0123456789abcdefghijklmnopqrstuv"[x>>27]
	}
	return string(b)
}

func zipOf(t *testing.T, name, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write([]byte(content))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func manyParts(t *testing.T) []byte {
	t.Helper()
	more := []string{}
	for i := range 10_000 {
		more = append(more, fmt.Sprint("xl/media/", i), "")
	}
	return handmade(t, sheetXML(headXML()), more...)
}

// brokenZip has other bytes where its sheet is packed.
func brokenZip(t *testing.T) []byte {
	t.Helper()
	data := handmade(t, sheetXML(headXML()+strings.Repeat(" ", 100)+noise(2000)))
	at := bytes.Index(data, []byte("xl/worksheets/sheet1.xml")) + 300
	copy(data[at:], bytes.Repeat([]byte{0xA5}, 200))
	return data
}

// lyingZip declares a size for its shared texts that is not theirs.
func lyingZip(t *testing.T, size uint64, used bool) []byte {
	t.Helper()
	var packed bytes.Buffer
	content := []byte("<sst>" + strings.Repeat("<si><t>文字</t></si>", 50_000) + "</sst>")
	fw, _ := flate.NewWriter(&packed, flate.BestCompression)
	_, _ = fw.Write(content)
	_ = fw.Close()
	name := "xl/media/image1.png"
	if used {
		name = "xl/sharedStrings.xml"
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(content),
		CompressedSize64: uint64(packed.Len()), UncompressedSize64: size})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write(packed.Bytes())
	r, err := zip.NewReader(bytes.NewReader(handmade(t, sheetXML(headXML()))), int64(len(handmade(t, sheetXML(headXML())))))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.File {
		if err := z.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(b.Bytes(), binary.LittleEndian.AppendUint32(nil, uint32(size))) {
		t.Fatal("the size is not in the directory")
	}
	return b.Bytes()
}

func wideSheet(t *testing.T) []byte {
	t.Helper()
	return workbookOf(t, func(f *excelize.File) error {
		cells := make([]any, lastColumn)
		for i := range cells {
			cells[i] = fmt.Sprint("列", i+1)
		}
		cells[0], cells[1] = "事项编码", "事项名称"
		return f.SetSheetRow("Sheet1", "A1", &cells)
	})
}
