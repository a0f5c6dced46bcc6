package tabular

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"unicode"
)

// Limits bound what Read takes in; a zero value is the default that stands behind it. A file that passes a limit
// is refused as a whole, never cut.
type Limits struct {
	Bytes     int64 // of the file: 64 MiB
	Unzipped  int64 // of all parts of a workbook, as its directory declares them and as they are read: 512 MiB
	Sheets    int   // of a workbook: 64
	Rows      int   // that are not empty, over all sheets: 200,000
	Columns   int   // of a header: 256
	Cells     int   // rows times columns of their header, over all sheets: 2,000,000
	Text      int64 // bytes of text in UTF-8, over all sheets: 64 MiB
	XLSXCell  int   // characters of a cell of a workbook: 32,767, which is Excel's own limit
	PlainCell int   // characters of a cell of a csv file: 100,000
}

func (o Limits) withDefaults() Limits {
	standard[int64](&o.Bytes, 64<<20)
	standard[int64](&o.Unzipped, 512<<20)
	standard(&o.Sheets, 64)
	standard(&o.Rows, 200_000)
	standard(&o.Columns, 256)
	standard(&o.Cells, 2_000_000)
	standard[int64](&o.Text, 64<<20)
	standard(&o.XLSXCell, 32_767)
	standard(&o.PlainCell, 100_000)
	return o
}

func standard[N int | int64](limit *N, value N) {
	if *limit <= 0 {
		*limit = value
	}
}

// Read takes a .xlsx or .csv file apart into its tables. The ending of name decides which of the two it is, and
// the content must fit it. known tells whether a text, without the spaces around it, is a header that somebody
// knows; the header's row is the one within the first 20 with the most known headers, and with two at least. A
// sheet that has none comes back with HeaderRow 0, its first row that is not empty as Header, and no Rows. An
// empty sheet is left out and named in Notes.
//
// Text is kept to the character and is valid UTF-8. Every row has as many cells as Header. The error is always an
// *Unreadable.
func Read(name string, data []byte, known func(header string) bool, o Limits) (*Book, error) {
	o = o.withDefaults()
	if int64(len(data)) > o.Bytes {
		return nil, refusal("文件有 %s，超过 %s 的上限；请拆成几个文件分别导入", megabytes(int64(len(data))), megabytes(o.Bytes))
	}
	ending := strings.ToLower(path.Ext(name))
	if err := checkEnding(ending); err != nil {
		return nil, err
	}
	if err := checkContent(ending, data); err != nil {
		return nil, err
	}
	in := &intake{limits: o, known: known, book: &Book{Name: name}}
	read := in.readPlain
	if ending == ".xlsx" {
		read = in.readWorkbook
	}
	if err := read(data); err != nil {
		return nil, err
	}
	return in.book, nil
}

// intake is one call of Read: the book so far and what it has used up of the limits.
type intake struct {
	limits Limits
	known  func(string) bool
	book   *Book
	rows   int
	cells  int
	text   int64
}

func (in *intake) note(format string, a ...any) {
	in.book.Notes = append(in.book.Notes, fmt.Sprintf(format, a...))
}

func (in *intake) takeRow() error {
	if in.rows++; in.rows > in.limits.Rows {
		return refusal("有内容的行超过 %d 行；请拆成几个文件分别导入", in.limits.Rows)
	}
	return nil
}

func (in *intake) takeCells(n int) error {
	if in.cells += n; in.cells > in.limits.Cells {
		return refusal("单元格太多：行数乘以列数超过 %d；请删去不用的列，或拆成几个文件分别导入", in.limits.Cells)
	}
	return nil
}

func (in *intake) takeText(n int) error {
	if in.text += int64(n); in.text > in.limits.Text {
		return refusal("文字太多，超过 %s；请拆成几个文件分别导入", megabytes(in.limits.Text))
	}
	return nil
}

func refusal(format string, a ...any) error {
	return &Unreadable{Detail: fmt.Sprintf(format, a...)}
}

func megabytes(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d 字节", n)
	}
	return fmt.Sprintf("%.4g MB", float64(n)/(1<<20))
}

func checkEnding(ending string) error {
	switch ending {
	case ".xlsx", ".csv":
		return nil
	case ".xlsm":
		return refusal("不接受带宏的工作簿（.xlsm）；请用 Excel 另存为“Excel 工作簿（.xlsx）”再导入")
	case ".xls", ".et":
		return refusal("不接受旧格式的表格（%s）；请用 Excel 或 WPS 另存为“Excel 工作簿（.xlsx）”再导入", ending)
	case ".xlsb", ".ods", ".xltx", ".xltm":
		return refusal("不接受 %s 文件；请用 Excel 或 WPS 另存为“Excel 工作簿（.xlsx）”再导入", ending)
	case "":
		return refusal("文件名没有后缀，看不出是哪种文件；请用 .xlsx 或 .csv 文件")
	}
	return refusal("不接受 %s 文件；请用 .xlsx 或 .csv 文件", excerpt(ending))
}

// kind is what the first bytes of a file tell about it.
type kind int

const (
	unknownKind kind = iota
	textKind
	webKind
	zipKind
	oleKind
	otherKind
)

var signatures = []struct {
	start string
	kind  kind
	label string
}{
	{"PK\x03\x04", zipKind, "压缩包"}, {"PK\x05\x06", zipKind, "压缩包"}, {"PK\x07\x08", zipKind, "压缩包"},
	{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", oleKind, "旧格式的 Office 文件"},
	{"\xFF\xD8\xFF", otherKind, "JPG 图片"}, {"\x89PNG\r\n", otherKind, "PNG 图片"}, {"GIF8", otherKind, "GIF 图片"},
	{"%PDF-", otherKind, "PDF 文件"}, {"Rar!\x1A\x07", otherKind, "RAR 压缩包"}, {"7z\xBC\xAF\x27\x1C", otherKind, "7z 压缩包"},
	{"\x1F\x8B\x08", otherKind, "gzip 压缩包"}, {"SQLite format 3\x00", otherKind, "数据库文件"}, {"{\\rtf", otherKind, "RTF 文档"},
}

func sniff(data []byte) (kind, string) {
	for _, s := range signatures {
		if bytes.HasPrefix(data, []byte(s.start)) {
			return s.kind, s.label
		}
	}
	head := data[:min(len(data), 1024)]
	start := strings.ToLower(strings.TrimLeft(string(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))), " \t\r\n"))
	for _, tag := range []string{"<!doctype", "<html", "<head", "<meta", "<table", "<?xml", "<workbook"} {
		if strings.HasPrefix(start, tag) {
			return webKind, "网页或 XML 文件"
		}
	}
	if bytes.IndexFunc(head, func(r rune) bool { return r < ' ' && r != '\t' && r != '\r' && r != '\n' }) < 0 {
		return textKind, "文本文件"
	}
	return unknownKind, "看不出是什么的文件"
}

// checkContent refuses a file whose first bytes are not those of its ending.
func checkContent(ending string, data []byte) error {
	if len(data) == 0 {
		return refusal("文件是空的（0 字节）；请检查是否保存或上传完整")
	}
	got, label := sniff(data)
	switch {
	case ending == ".xlsx" && got == zipKind:
		return nil
	case ending == ".csv" && (got == textKind || got == unknownKind):
		return nil
	case got == oleKind:
		return refuseOLE(data)
	case ending == ".csv" && got == zipKind && bytes.Contains(data, []byte("xl/workbook")):
		return refusal("文件名以 .csv 结尾，内容却是 Excel 工作簿；请把文件名改成以 .xlsx 结尾再导入")
	case ending == ".xlsx" && got == textKind:
		return refusal("文件名以 .xlsx 结尾，内容却是文本；如果它本来是 csv 文件，请把文件名改成以 .csv 结尾再导入")
	case got == webKind:
		return refusal("文件名以 %s 结尾，内容却是%s；请用 Excel 打开，另存为“Excel 工作簿（.xlsx）”再导入", ending, label)
	}
	return refusal("文件名以 %s 结尾，内容却是%s；请选对文件，不要改文件名的后缀", ending, label)
}

// refuseOLE tells the compound files of Microsoft apart by the names in their directories, which are UTF-16.
func refuseOLE(data []byte) error {
	has := func(name string) bool {
		return bytes.Contains(data, []byte(strings.Join(strings.Split(name, ""), "\x00")))
	}
	switch {
	case has("EncryptedPackage"):
		return refusal("工作簿有打开密码，无法读取；请用 Excel 打开，在“文件—信息—保护工作簿”里去掉密码，保存后再导入")
	case has("Workbook"), has("Book"):
		return refusal("内容是旧格式的 Excel 工作簿（.xls）；请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”再导入")
	}
	return refusal("内容是旧格式的 Office 文件，不是 .xlsx；请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”再导入")
}

// excerpt is the beginning of a text, fit to be put into a sentence.
func excerpt(s string) string {
	runes := []rune(strings.ToValidUTF8(s[:min(len(s), 400)], ""))
	tail := ""
	if len(runes) > 30 {
		runes, tail = runes[:30], "…"
	}
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, string(runes)) + tail
}

// columnName is Excel's name of a column; index 0 is A.
func columnName(index int) string {
	name := ""
	for n := index + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

// place is how a person finds a cell.
func place(sheet string, row, column int) string {
	return fmt.Sprintf("工作表“%s”第 %d 行 %s 列", excerpt(sheet), row, columnName(column))
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
