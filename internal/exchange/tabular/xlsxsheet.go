package tabular

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// Excel's own bounds.
const (
	lastRow    = 1_048_576
	lastColumn = 16_384
)

// addSheet reads a sheet and puts it into the book, or says in the notes why not.
func (w *workbook) addSheet(e sheetEntry) error {
	if e.chart {
		w.in.note("工作表“%s”不是普通的工作表（图表、宏表或对话框），没有读取。", excerpt(e.name))
		return nil
	}
	f := w.parts[e.part]
	if f == nil {
		return refusal("工作表“%s”的内容不在文件里，文件已损坏；%s", excerpt(e.name), repair)
	}
	r := &sheetReader{w: w, d: &draft{in: w.in, name: e.name}}
	label := "工作表“" + excerpt(e.name) + "”"
	if err := w.read(f, label, r.read); err != nil {
		return err
	}
	s, strays, err := r.d.finish()
	if err != nil {
		return err
	}
	if len(s.Header) == 0 {
		w.in.note("%s是空的。", label)
		return nil
	}
	if e.hidden {
		w.in.note("%s是隐藏的，也读取了。", label)
	}
	if len(strays) > 0 {
		count := 0
		for _, x := range strays {
			count += x.count
		}
		w.in.note("%s有 %d 行在表头之外还有内容，没有读取，如第 %d 行 %s 列的“%s”。", label, count, strays[0].row, columnName(strays[0].column), excerpt(strays[0].text))
	}
	w.in.book.Sheets = append(w.in.book.Sheets, s)
	return nil
}

// sheetReader reads the part of one sheet.
type sheetReader struct {
	w      *workbook
	p      *xmlPart
	d      *draft
	row    int // that is being read, 0 before the first
	column int // of the last cell in it, -1 before the first
	inData bool
	open   bool // a row is being read
	buffer []byte
	merges int
}

func (r *sheetReader) read(p *xmlPart) error {
	r.p = p
	if err := p.each(r.element); err != nil {
		return err
	}
	return r.endRow()
}

func (r *sheetReader) element(e xml.StartElement) error {
	if r.p.depth == 2 { // a part of the sheet begins
		r.inData = e.Name.Local == "sheetData"
		return r.endRow()
	}
	switch e.Name.Local {
	case "row":
		if r.inData {
			return r.startRow(e)
		}
	case "c":
		if r.open {
			return r.cell(e)
		}
	case "mergeCell":
		return r.merge(e)
	}
	return nil
}

func (r *sheetReader) startRow(e xml.StartElement) error {
	if err := r.endRow(); err != nil {
		return err
	}
	number := r.row + 1
	if s := attribute(e, "r"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < number || n > lastRow {
			return refusal("工作表“%s”第 %d 行之后的行号“%s”不对（重复、颠倒或超出范围），文件已损坏；%s", excerpt(r.d.name), r.row, excerpt(s), repair)
		}
		number = n
	}
	r.row, r.column, r.open = number, -1, true
	return nil
}

func (r *sheetReader) endRow() error {
	if !r.open {
		return nil
	}
	r.open = false
	return r.d.endRow(r.row)
}

// cell reads one cell of the row.
func (r *sheetReader) cell(e xml.StartElement) error {
	var reference, style, kind string
	for _, a := range e.Attr {
		switch a.Name.Local {
		case "r":
			reference = a.Value
		case "s":
			style = a.Value
		case "t":
			kind = a.Value
		}
	}
	if r.column++; reference != "" {
		column, _, ok := parseReference(reference)
		if !ok {
			return refusal("工作表“%s”第 %d 行有个单元格的位置“%s”不对，文件已损坏；%s", excerpt(r.d.name), r.row, excerpt(reference), repair)
		}
		r.column = column
	}
	v, err := r.content()
	if err != nil {
		return err
	}
	c, err := r.value(kind, style, v)
	if err != nil {
		return err
	}
	return r.d.put(r.row, r.column, c)
}

// cellContent is what stands in a cell's element.
type cellContent struct {
	raw     string // of v
	inline  string // of is
	formula bool
	valued  bool // there is a v, empty or not
}

func (r *sheetReader) content() (cellContent, error) {
	var c cellContent
	for within := r.p.depth; r.p.depth >= within; {
		t, err := r.p.next()
		if err != nil {
			return c, unexpected(err)
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		text, whole := "", true
		switch e.Name.Local {
		case "v":
			r.buffer, whole, err = r.p.content(r.buffer[:0], 8*r.w.in.limits.XLSXCell, false)
			c.raw, c.valued = string(r.buffer), true
		case "is":
			text, whole, err = r.w.readText(r.p, &r.buffer)
			c.inline = text
		case "f":
			c.formula = true
		}
		if err != nil {
			return c, err
		}
		if !whole {
			return c, r.tooLong()
		}
	}
	return c, nil
}

func (r *sheetReader) tooLong() error {
	return refusal("%s的文字超过 %d 字；请缩短", place(r.d.name, r.row, r.column), r.w.in.limits.XLSXCell)
}

// value makes the cell of what stands in it.
func (r *sheetReader) value(kind, style string, v cellContent) (Cell, error) {
	c := Cell{Formula: v.formula, Error: kind == "e"}
	c.Unresolved = v.formula && v.raw == "" && v.inline == "" && (kind != "str" || !v.valued) // Excel says str of a result that is an empty text
	switch kind {
	case "s":
		if v.raw == "" {
			return c, nil
		}
		i, err := strconv.Atoi(strings.TrimSpace(v.raw))
		if err != nil || i < 0 || i >= len(r.w.strings) {
			return c, refusal("%s的文字在文件里找不到，文件已损坏；%s", place(r.d.name, r.row, r.column), repair)
		}
		if r.w.tooLong[i] {
			return c, r.tooLong()
		}
		c.Text = r.w.strings[i] // counted when it was read
		return c, nil
	case "inlineStr":
		c.Text = v.inline
	case "b":
		c.Text = map[string]string{"1": "是", "true": "是", "0": "否", "false": "否"}[strings.TrimSpace(v.raw)]
	case "d":
		c.Text = isoMoment(strings.TrimSpace(v.raw))
	case "str", "e":
		c.Text = unescaped(v.raw)
	default:
		c.Text, c.Numeric = number(v.raw, r.w.shape(style), r.w.from1904)
	}
	if len(c.Text) > r.w.in.limits.XLSXCell && len([]rune(c.Text)) > r.w.in.limits.XLSXCell {
		return c, r.tooLong()
	}
	return c, r.w.in.takeText(len(c.Text))
}

func (w *workbook) shape(style string) shape {
	if i, err := strconv.Atoi(style); err == nil && i >= 0 && i < len(w.shapes) {
		return w.shapes[i]
	}
	return 0
}

func (r *sheetReader) merge(e xml.StartElement) error {
	reference := attribute(e, "ref")
	first, last, _ := strings.Cut(reference, ":")
	column, row, ok := parseReference(first)
	if !ok {
		return refusal("工作表“%s”的合并区域“%s”不对，文件已损坏；%s", excerpt(r.d.name), excerpt(reference), repair)
	}
	a := area{row, column, row, column}
	if c, n, ok := parseReference(last); ok {
		a = area{min(row, n), min(column, c), max(row, n), max(column, c)}
	}
	if r.merges++; r.merges > r.w.in.limits.Rows {
		return refusal("工作表“%s”的合并区域超过 %d 个；请取消合并后再导入", excerpt(r.d.name), r.w.in.limits.Rows)
	}
	r.d.merge(a)
	return nil
}

// parseReference takes B7 apart: column 1, row 7.
func parseReference(s string) (column, row int, ok bool) {
	i := 0
	for ; i < len(s) && i < 4; i++ {
		c := s[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		column = column*26 + int(c-'A') + 1
	}
	row, err := strconv.Atoi(s[i:])
	return column - 1, row, err == nil && i > 0 && column <= lastColumn && row > 0 && row <= lastRow
}
