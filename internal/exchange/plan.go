// Package exchange takes the catalogue out of files and puts it into files: xlsx, csv and json, with every fault
// named by sheet, row and column.
package exchange

import (
	"fmt"
	"slices"
	"strings"

	"servicehall/internal/catalog"
	"servicehall/internal/exchange/tabular"
)

// PlanOptions say how a file is to be taken.
type PlanOptions struct {
	Mapping       *Mapping
	CreateMissing bool // make departments that the file names and nobody has
}

// Plan is what an import would do.
type Plan struct {
	Report  Report
	Records []catalog.Record // new and changed ones, in the order in which they can be saved
	Bad     map[string][]int // by sheet: rows of records that have faults
}

// Make plans the import of a book into the present catalogue, which it does not change. An import changes what it
// names and nothing else: a record, a column or a sheet that is absent stays as it was. The error is an
// *Unreadable when no sheet of the book can be taken.
func Make(book *tabular.Book, present *catalog.Dataset, o PlanOptions) (*Plan, error) {
	p := newPlanner(book, present, o)
	if err := p.read(book); err != nil {
		return nil, err
	}
	var sheets []string
	for _, s := range book.Sheets {
		sheets = append(sheets, s.Name)
	}
	return p.finish(sheets), nil
}

func newPlanner(book *tabular.Book, present *catalog.Dataset, o PlanOptions) *planner {
	p := &planner{
		words: newVocabulary(o.Mapping), options: o, present: present.Codes(), targets: map[catalog.Kind]map[string]*target{}, loaded: map[catalog.Record]*target{},
		names: map[catalog.Kind]map[string][]string{}, refused: map[string]map[int]bool{}, wrong: map[cell]bool{},
		lost: map[catalog.Kind]int{}, spoken: map[catalog.Kind]map[string]place{}, merged: map[string]bool{},
		report: newReport(book.Name, book.Notes),
	}
	for _, r := range present.Records() {
		p.name(r)
	}
	return p
}

// planner holds a plan in the making.
type planner struct {
	words   *vocabulary
	options PlanOptions
	present catalog.Codes
	names   map[catalog.Kind]map[string][]string // names and short names, normal, to codes
	targets map[catalog.Kind]map[string]*target  // by present code
	loaded  map[catalog.Record]*target           // by the present record, so that each has one
	order   []*target
	report  Report
	refused map[string]map[int]bool           // rows with faults, by sheet
	wrong   map[cell]bool                     // cells with faults
	lost    map[catalog.Kind]int              // rows with faults of which nobody can tell the record, or that it has already
	spoken  map[catalog.Kind]map[string]place // names in refused rows, normal
	merged  map[string]bool                   // other spellings of departments that are made, of which the notes speak
}

// cell is a cell of the file; its header is ours.
type cell struct {
	place
	header string
}

// failed says whether the cell has a fault.
func (p *planner) failed(m *mapped, row int, header string) bool {
	return p.wrong[cell{place{m, row}, header}]
}

// target is a record that the file names.
type target struct {
	before catalog.Record // nil when it is new
	after  catalog.Record
	table  *tableInfo
	sheet  *mapped
	row    int
	rows   []place           // every row that is about the record
	lists  map[string]listed // by the pointer of a list: where its elements stand; nil when there are none
	faulty bool
	made   bool // a department that the program made, because records name it
}

// place is a row of a sheet.
type place struct {
	sheet *mapped
	row   int
}

// listed says where the elements of a list stand: each row and what of the record it fills.
type listed struct {
	sheet   *mapped
	first   int // row that says something of the list, if only that it is empty
	rows    []int
	origins [][]origin
}

// mapped is a sheet of the book with its meaning.
type mapped struct {
	tabular.Sheet
	table   table
	columns map[string]int    // our header to the column's place
	papers  map[string]int    // the same for the columns of a material, in the form of one row per material
	units   map[string]string // of limits whose header says the unit, such as 法定时限（工作日）
	instead int               // the place of the key for rows whose own key is empty; -1: there is none
}

// key returns the cell that names the row's record.
func (m *mapped) key(row tabular.Row) tabular.Cell {
	cell := row.Cells[m.columns[m.table.info().key]]
	if m.instead >= 0 && plainCode(cell.Text) == "" && !cell.Unresolved {
		cell = row.Cells[m.instead]
	}
	return cell
}

// row returns the row of a number; it is there.
func (m *mapped) row(number int) tabular.Row {
	i, _ := slices.BinarySearchFunc(m.Rows, number, func(r tabular.Row, n int) int { return r.Number - n })
	return m.Rows[i]
}

// spelt returns our header as the file has it; of the key that of the column in which the row has it.
func (m *mapped) spelt(row int, header string) string {
	if row > 0 && m.instead >= 0 && m.table != nil && header == m.table.info().key && plainCode(m.row(row).Cells[m.columns[header]].Text) == "" {
		return m.Header[m.instead]
	}
	if i, ok := m.columns[header]; ok {
		return m.Header[i]
	}
	if i, ok := m.papers[header]; ok {
		return m.Header[i]
	}
	return header
}

func (m *mapped) hasColumn(header string) bool {
	_, main := m.columns[header]
	_, paper := m.papers[header]
	return main || paper
}

func (p *planner) fault(m *mapped, row int, header, value, code, format string, args ...any) {
	p.report.add(Finding{Severity: Error, Sheet: m.Name, Row: row, Column: m.spelt(row, header), Value: value, Code: code, Detail: fmt.Sprintf(format, args...)})
	p.wrong[cell{place{m, row}, header}] = true
	p.refuse(m, row)
}

// refuse notes a row as one that is not imported.
func (p *planner) refuse(m *mapped, row int) {
	if p.refused[m.Name] == nil {
		p.refused[m.Name] = map[int]bool{}
	}
	p.refused[m.Name][row] = true
}

// warn says something of a cell that stops nothing.
func (p *planner) warn(m *mapped, row int, header, value, code, format string, args ...any) {
	p.report.add(Finding{Severity: Warning, Sheet: m.Name, Row: row, Column: m.spelt(row, header), Value: value, Code: code, Detail: fmt.Sprintf(format, args...)})
}

func (p *planner) name(r catalog.Record) {
	h := r.Base()
	names := []string{h.Name}
	if d, ok := r.(*catalog.Department); ok && d.ShortName != "" && d.ShortName != d.Name {
		names = append(names, d.ShortName)
	}
	if p.names[r.Kind()] == nil {
		p.names[r.Kind()] = map[string][]string{}
	}
	for _, n := range names {
		if list := p.names[r.Kind()][normal(n)]; !slices.Contains(list, h.Code) {
			p.names[r.Kind()][normal(n)] = append(list, h.Code)
		}
	}
}

// read takes every sheet: records first, in the order of the tables, then their lists.
func (p *planner) read(book *tabular.Book) error {
	var sheets []*mapped
	for _, s := range book.Sheets {
		sheets = append(sheets, p.recognise(s, len(book.Sheets) == 1)...)
	}
	if len(sheets) == 0 {
		have, need := []string{}, ""
		for _, s := range book.Sheets {
			have = append(have, fmt.Sprintf("表“%s”的表头是：%s", s.Name, strings.Join(clip(s.Header, 12), "、")))
			if named := p.words.sheets[normal(s.Name)]; named != "" && !strings.HasSuffix(strings.ToLower(book.Name), ".csv") {
				need += fmt.Sprintf("表“%s”要有这些列：%s。", s.Name, strings.Join(p.required(named), "、"))
			}
		}
		return &tabular.Unreadable{Detail: "文件里没有能导入的表。" + orText(need, "事项表要有“事项编码”和“事项名称”两列。") + strings.Join(have, "；")}
	}
	for _, t := range p.words.tables {
		for _, s := range sheets {
			if s.table != t {
				continue
			}
			if rt, ok := t.(records); ok {
				p.readRecords(rt, s)
			}
		}
	}
	for _, t := range p.words.tables {
		for _, s := range sheets {
			if ct, ok := t.(children); ok && s.table == t {
				p.readChildren(ct, s)
			}
		}
	}
	return nil
}

func clip(list []string, most int) []string {
	if len(list) > most {
		return append(slices.Clone(list[:most]), "……")
	}
	return list
}
