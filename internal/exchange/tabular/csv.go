package tabular

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// plainSheet is the one sheet of a csv file.
const plainSheet = "事项"

func (in *intake) readPlain(data []byte) error {
	text, err := plainText(data)
	if err != nil {
		return err
	}
	buffered := bufio.NewReaderSize(text, 64<<10)
	head, err := buffered.Peek(buffered.Size())
	if err != nil && !errors.Is(err, io.EOF) {
		return refusal("文件读不出来（%v）；%s", err, saveAgain)
	}
	r := &plainReader{in: buffered, separator: in.separator(head), limit: in.limits.PlainCell}
	d := &draft{in: in, name: plainSheet}
	for row := 1; ; row++ {
		err := r.record(row, func(column int, text string) error {
			if err := in.takeText(len(text)); err != nil {
				return err
			}
			return d.put(row, column, Cell{Text: unguarded(text)})
		})
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if err := d.endRow(row); err != nil {
			return err
		}
	}
	return in.finishPlain(d)
}

func (in *intake) finishPlain(d *draft) error {
	s, strays, err := d.finish()
	if err != nil {
		return err
	}
	if len(s.Header) == 0 {
		return refusal("文件里没有任何内容；请检查是否保存或上传完整")
	}
	if len(strays) > 0 {
		x := strays[0]
		return refusal("第 %d 行的格数比表头多：%s 列的“%s”上面没有表头；如果是文字里的逗号把一格分成了两格，请把整格用英文双引号括起来，或改用 .xlsx%s", x.row, columnName(x.column), excerpt(x.text), furtherRows(strays))
	}
	in.book.Sheets = append(in.book.Sheets, s)
	return nil
}

// furtherRows names the other rows of the strays, of many the first.
func furtherRows(strays []stray) string {
	const most = 20
	var numbers []string
	for _, x := range strays[1:] {
		if n := strconv.Itoa(x.row); x.row != strays[0].row && !slices.Contains(numbers, n) {
			if len(numbers) == most {
				numbers = append(numbers, "……")
				break
			}
			numbers = append(numbers, n)
		}
	}
	if len(numbers) == 0 {
		return ""
	}
	return "。格数多的还有第 " + strings.Join(numbers, "、") + " 行"
}

// separator is the one with which the beginning of the file has the most known headers in a row; if there are none,
// the one that makes the most columns of the first row that is not blank.
func (in *intake) separator(head []byte) byte {
	best, mostKnown, mostColumns := byte(','), 0, 1
	for _, separator := range []byte{',', '\t', ';'} {
		r := &plainReader{in: bufio.NewReader(bytes.NewReader(head)), separator: separator, limit: in.limits.PlainCell}
		known, columns := in.measure(r)
		if known > mostKnown || known == mostKnown && columns > mostColumns {
			best, mostKnown, mostColumns = separator, known, columns
		}
	}
	return best
}

func (in *intake) measure(r *plainReader) (mostKnown, columns int) {
	for row := 1; row <= headerDepth; row++ {
		known, width, empty := 0, 0, true
		err := r.record(row, func(column int, text string) error {
			t := strings.TrimSpace(unguarded(text))
			if width++; t != "" {
				empty = false
				if column < in.limits.Columns && in.known(t) {
					known++
				}
			}
			return nil
		})
		if err != nil && known == 0 {
			break // the end, or a fault that the reading itself will name
		}
		mostKnown = max(mostKnown, known)
		if columns == 0 && !empty {
			columns = width
		}
		if err != nil {
			break
		}
	}
	return mostKnown, columns
}

// unguarded takes off the apostrophe that export puts before a text which a spreadsheet would take for a formula.
func unguarded(s string) string {
	rest := strings.TrimLeft(s, "'")
	if rest != "" && len(rest) < len(s) && strings.IndexByte("=+-@\t\r", rest[0]) >= 0 {
		return s[1:] // one of them, since a text may begin with some of its own
	}
	return s
}

// plainReader takes a csv text apart. It counts records, as Excel counts rows; encoding/csv does not know lone CR
// line ends and leaves out blank lines.
type plainReader struct {
	in        *bufio.Reader
	separator byte
	limit     int // characters of a cell
	lines     int // line ends that were read, as a text editor counts them
	cell      []byte
	last      byte
}

// record gives every cell of the next record to take, from column 0 on; io.EOF when there is none. The texts are
// the caller's to keep.
func (r *plainReader) record(row int, take func(column int, text string) error) error {
	if _, err := r.in.Peek(1); err != nil {
		return r.broken(err)
	}
	for column := 0; ; column++ {
		end, err := r.field(row, column)
		if err != nil {
			return err
		}
		if err := r.checkLength(row, column); err != nil {
			return err
		}
		if err := take(column, string(r.cell)); err != nil {
			return err
		}
		if end {
			return nil
		}
	}
}

// field reads one cell and what ends it, and tells whether that is the end of the record.
func (r *plainReader) field(row, column int) (end bool, err error) {
	r.cell = r.cell[:0]
	if b, err := r.in.Peek(1); err == nil && b[0] == '"' {
		if err := r.quoted(row, column); err != nil {
			return false, err
		}
		c, err := r.next()
		switch {
		case errors.Is(err, io.EOF):
			return true, nil
		case err != nil:
			return false, err
		case c == r.separator:
			return false, nil
		case c == '\n' || c == '\r':
			return true, r.lineEnd(c)
		}
		return false, refusal("第 %d 行（文本编辑器里的行号）%s 列的引号不对：收尾的引号后面还有内容；格子里的引号要写成两个，或改用 .xlsx", r.lines+1, columnName(column))
	}
	for {
		c, err := r.next()
		switch {
		case errors.Is(err, io.EOF):
			return true, nil
		case err != nil:
			return false, err
		case c == r.separator:
			return false, nil
		case c == '\n' || c == '\r':
			return true, r.lineEnd(c)
		}
		if err := r.keep(c, row, column); err != nil {
			return false, err
		}
	}
}

// quoted reads from one quote to the other.
func (r *plainReader) quoted(row, column int) error {
	started := r.lines + 1
	_, _ = r.next()
	for r.last = 0; ; {
		c, err := r.next()
		if errors.Is(err, io.EOF) {
			return refusal("第 %d 行（文本编辑器里的行号）%s 列的引号没有收尾；请补上引号，或改用 .xlsx", started, columnName(column))
		}
		if err != nil {
			return err
		}
		if c == '"' {
			if b, err := r.in.Peek(1); err != nil || b[0] != '"' {
				return nil
			}
			_, _ = r.next()
		}
		if c == '\r' || c == '\n' && r.last != '\r' {
			r.lines++
		}
		r.last = c
		if err := r.keep(c, row, column); err != nil {
			return err
		}
	}
}

func (r *plainReader) lineEnd(c byte) error {
	r.lines++
	if b, err := r.in.Peek(1); c == '\r' && err == nil && b[0] == '\n' {
		_, err := r.next()
		return err
	}
	return nil
}

func (r *plainReader) next() (byte, error) {
	c, err := r.in.ReadByte()
	return c, r.broken(err)
}

func (r *plainReader) broken(err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return err
	}
	return refusal("第 %d 行读不出来（%v）；%s", r.lines+1, err, saveAgain)
}

func (r *plainReader) keep(c byte, row, column int) error {
	if r.cell = append(r.cell, c); len(r.cell) > utf8.UTFMax*r.limit {
		return r.tooLong(row, column)
	}
	return nil
}

func (r *plainReader) checkLength(row, column int) error {
	if len(r.cell) > r.limit && utf8.RuneCount(r.cell) > r.limit {
		return r.tooLong(row, column)
	}
	return nil
}

func (r *plainReader) tooLong(row, column int) error {
	return refusal("%s的文字超过 %d 字；请缩短，或检查引号是否成对", place(plainSheet, row, column), r.limit)
}
