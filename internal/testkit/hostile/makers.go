package hostile

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Workbook makes a file with excelize; build begins with the sheet Sheet1.
func Workbook(t testing.TB, build func(f *excelize.File) error) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := build(f); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Handmade makes a workbook with one sheet of this XML; more parts come after it as name and content by turns.
func Handmade(t testing.TB, sheet string, more ...string) []byte {
	t.Helper()
	parts := append([]string{
		"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"xl/workbook.xml", `<workbook xmlns:r="x"><sheets><sheet name="事项" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", sheet,
	}, more...)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		method := zip.Deflate
		if len(parts[i+1]) < 64<<10 {
			method = zip.Store // fuzzing makes many
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: parts[i], Method: method})
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Sheet wraps rows of markup.
func Sheet(rows string) string {
	return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`
}

// Inline is a cell with a text.
func Inline(ref, text string) string {
	return `<c r="` + ref + `" t="inlineStr"><is><t>` + text + `</t></is></c>`
}

// Head is a header row of two columns.
func Head() string {
	return `<row r="1">` + Inline("A1", "事项编码") + Inline("B1", "事项名称") + `</row>`
}

func row2() string { return `<row r="2">` + Inline("A2", "A1") + Inline("B2", "甲") + `</row>` }

// National encodes a text as GB18030.
func National(t testing.TB, s string) string {
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

func zipOf(t testing.TB, name, content string) []byte {
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

func manyParts(t testing.TB) []byte {
	t.Helper()
	more := []string{}
	for i := range 10_000 {
		more = append(more, fmt.Sprint("xl/media/", i), "")
	}
	return Handmade(t, Sheet(Head()), more...)
}

// brokenZip has other bytes where its sheet is packed.
func brokenZip(t testing.TB) []byte {
	t.Helper()
	data := Handmade(t, Sheet(Head()+strings.Repeat(" ", 100)+noise(2000)))
	at := bytes.Index(data, []byte("xl/worksheets/sheet1.xml")) + 300
	copy(data[at:], bytes.Repeat([]byte{0xA5}, 200))
	return data
}

// lyingZip declares a size for its shared texts that is not theirs.
func lyingZip(t testing.TB, size uint64, used bool) []byte {
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
	r, err := zip.NewReader(bytes.NewReader(Handmade(t, Sheet(Head()))), int64(len(Handmade(t, Sheet(Head())))))
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

func wideSheet(t testing.TB) []byte {
	t.Helper()
	return Workbook(t, func(f *excelize.File) error {
		cells := make([]any, 16_384)
		for i := range cells {
			cells[i] = fmt.Sprint("列", i+1)
		}
		cells[0], cells[1] = "事项编码", "事项名称"
		return f.SetSheetRow("Sheet1", "A1", &cells)
	})
}
