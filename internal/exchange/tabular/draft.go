package tabular

import (
	"slices"
	"sort"
	"strings"
)

// headerDepth is how many rows of a sheet may hold its header.
const headerDepth = 20

// draft is a sheet while it is read: what its header is shows only when all merged areas are known, and those
// stand at the end of a sheet's part. Rows are numbered from 1, columns from 0.
type draft struct {
	in      *intake
	name    string
	scratch []Cell // of the row that is being read
	rows    []Row  // not blank; cells up to the last that is not empty
	merges  []area
	strays  []stray // contents beyond the last column that a header may have
	width   int     // of the widest row so far, a guess at the header's
}

// area is a merged area.
type area struct{ row, column, lastRow, lastColumn int }

// stray is what stands in a row beyond the columns that are read: the first such cell, and how many there are.
type stray struct {
	row, column int
	text        string
	count       int
}

// put takes a cell of the row that is being read.
func (d *draft) put(row, column int, c Cell) error {
	if c.Text == "" && !c.Formula {
		return nil
	}
	if column >= d.in.limits.Columns {
		d.stray(row, column, c.Text)
		return nil
	}
	for column >= len(d.scratch) {
		d.scratch = append(d.scratch, Cell{})
	}
	if d.scratch[column] != (Cell{}) {
		return refusal("%s出现了两次，文件已损坏；请用 Excel 打开，另存为新的 .xlsx 再导入", place(d.name, row, column))
	}
	d.scratch[column] = c
	return nil
}

// stray remembers every row among the first ones, because one of them may be the header, and one row below them.
func (d *draft) stray(row, column int, text string) {
	if blank(text) {
		return
	}
	if n := len(d.strays); n > 0 && (d.strays[n-1].row == row || d.strays[n-1].row > headerDepth) {
		d.strays[n-1].count++
		return
	}
	d.strays = append(d.strays, stray{row, column, strings.Clone(text[:min(len(text), 200)]), 1})
}

// endRow closes the row that was put; a row of nothing but spaces is none.
func (d *draft) endRow(number int) error {
	cells := d.scratch
	d.scratch = d.scratch[:0]
	defer clear(cells)
	if blankCells(cells) {
		return nil
	}
	for last := cells[len(cells)-1]; last.Text == "" && !last.Unresolved; last = cells[len(cells)-1] {
		cells = cells[:len(cells)-1]
	}
	d.width = max(d.width, len(cells))
	if err := d.in.takeRow(); err != nil {
		return err
	}
	if err := d.in.takeCells(d.width); err != nil {
		return err
	}
	d.rows = append(d.rows, Row{Number: number, Cells: append(make([]Cell, 0, d.width), cells...)})
	return nil
}

func blankCells(cells []Cell) bool {
	return !slices.ContainsFunc(cells, func(c Cell) bool { return !blank(c.Text) || c.Unresolved })
}

// merge takes a merged area.
func (d *draft) merge(a area) {
	a.lastColumn = min(a.lastColumn, d.in.limits.Columns-1)
	if a.column < d.in.limits.Columns && (a.lastRow > a.row || a.lastColumn > a.column) {
		d.merges = append(d.merges, a)
	}
}

// finish finds the header and makes the sheet. The strays are the contents below the header that have no header
// above them; they are not in the sheet.
func (d *draft) finish() (Sheet, []stray, error) {
	if err := d.sortMerges(); err != nil {
		return Sheet{}, nil, err
	}
	s := Sheet{Name: d.name}
	if len(d.rows) == 0 {
		return s, nil, nil
	}
	at, found := d.headerAt()
	head := d.rows[at]
	for _, x := range d.strays {
		if x.row == head.Number {
			return s, nil, refusal("工作表“%s”第 %d 行的表头超过 %d 列，%s 列起是“%s”；请删去不用的列", excerpt(d.name), x.row, d.in.limits.Columns, columnName(x.column), excerpt(x.text))
		}
	}
	s.Header = d.headerTexts(head)
	if !found {
		return s, nil, nil
	}
	s.HeaderRow = head.Number
	strays, err := d.fit(at+1, len(s.Header))
	if err != nil {
		return s, nil, err
	}
	rows := d.rows[at+1:]
	d.spread(rows, s.HeaderRow)
	s.Rows = slices.DeleteFunc(rows, func(r Row) bool { return blankCells(r.Cells) })
	return s, strays, nil
}

// sortMerges puts the merged areas in the order of columns and rows and refuses areas that lie over each other in
// their first column: Excel makes none, and a million of them over all rows would take hours.
func (d *draft) sortMerges() error {
	sort.Slice(d.merges, func(i, j int) bool {
		a, b := d.merges[i], d.merges[j]
		return a.column < b.column || a.column == b.column && a.row < b.row
	})
	for i := 1; i < len(d.merges); i++ {
		a, b := d.merges[i-1], d.merges[i]
		if a.column == b.column && b.row <= a.lastRow {
			return refusal("%s的合并单元格互相重叠，文件已损坏；请用 Excel 打开，取消合并后另存为新的 .xlsx 再导入", place(d.name, b.row, b.column))
		}
	}
	return nil
}

// headerAt is the index of the header's row, or of the first row and false if no row is one. Headers that are
// merged downwards count in each of their rows; of two rows with as many known headers the lower one is the header
// when it has some of them from above, for then the upper one holds the titles of groups.
func (d *draft) headerAt() (int, bool) {
	best, most := 0, 1
	for i, r := range d.rows {
		if r.Number > headerDepth {
			break
		}
		count, inherited := 0, false
		for _, c := range r.Cells {
			if d.isKnown(c.Text) {
				count++
			}
		}
		for _, a := range d.merges {
			if a.row < r.Number && r.Number <= a.lastRow && d.isKnown(d.text(a.row, a.column)) && !d.isKnown(cellAt(r, a.column).Text) {
				count, inherited = count+1, true
			}
		}
		if count > most || count == most && inherited && most > 1 {
			best, most = i, count
		}
	}
	return best, most > 1
}

func (d *draft) isKnown(text string) bool {
	t := strings.TrimSpace(text)
	return t != "" && d.in.known(t)
}

func cellAt(r Row, column int) Cell {
	if column < len(r.Cells) {
		return r.Cells[column]
	}
	return Cell{}
}

// text is what stands in a cell, "" if the row is not there.
func (d *draft) text(row, column int) string {
	i, ok := slices.BinarySearchFunc(d.rows, row, func(r Row, n int) int { return r.Number - n })
	if !ok {
		return ""
	}
	return cellAt(d.rows[i], column).Text
}

// headerTexts are the texts of a row up to the last that is not blank; a merged area counts for each of its columns.
func (d *draft) headerTexts(r Row) []string {
	var texts []string
	set := func(column int, text string) {
		for column >= len(texts) {
			texts = append(texts, "")
		}
		texts[column] = text
	}
	for i, c := range r.Cells {
		set(i, c.Text)
	}
	for _, a := range d.merges {
		if a.row > r.Number || r.Number > a.lastRow {
			continue
		}
		if t := d.text(a.row, a.column); t != "" {
			for i := a.column; i <= a.lastColumn; i++ {
				set(i, t)
			}
		}
	}
	for len(texts) > 0 && blank(texts[len(texts)-1]) {
		texts = texts[:len(texts)-1]
	}
	return texts
}

// fit gives the rows from an index on, which follow the header, as many cells as it has.
func (d *draft) fit(from, width int) ([]stray, error) {
	header := d.rows[from-1].Number
	strays := slices.DeleteFunc(d.strays, func(x stray) bool { return x.row <= header })
	for i := from; i < len(d.rows); i++ {
		r := &d.rows[i]
		for column := width; column < len(r.Cells); column++ {
			if c := r.Cells[column]; !blank(c.Text) {
				strays = append(strays, stray{r.Number, column, c.Text, 1})
				break
			}
		}
		if cap(r.Cells) < width {
			if err := d.in.takeCells(width - cap(r.Cells)); err != nil {
				return nil, err
			}
			r.Cells = append(make([]Cell, 0, width), r.Cells...)
		}
		r.Cells = r.Cells[:width:width]
	}
	sort.SliceStable(strays, func(i, j int) bool { return strays[i].row < strays[j].row })
	return strays, nil
}

// spread gives every row of a merged area the value that stands at its top, in its first column; a person sees
// nothing of what the other cells may still hold. Areas that begin in the header or above it say nothing of rows.
func (d *draft) spread(rows []Row, header int) {
	for _, a := range d.merges {
		if a.row <= header {
			continue
		}
		top := Cell{}
		i := sort.Search(len(rows), func(i int) bool { return rows[i].Number >= a.row })
		for ; i < len(rows) && rows[i].Number <= a.lastRow; i++ {
			cells := rows[i].Cells
			if a.column >= len(cells) {
				break
			}
			if rows[i].Number == a.row {
				top = cells[a.column]
			}
			clear(cells[a.column:min(a.lastColumn+1, len(cells))])
			cells[a.column] = top
		}
	}
}
