package exchange

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"servicehall/internal/catalog"
)

// table is a sheet's meaning: its name, its columns and how records become rows and rows records.
type table interface {
	info() *tableInfo
	// rows returns the rows of a record; a record of another kind has none.
	rows(r catalog.Record) [][]string
}

// tableInfo is what is known of a table without knowing whose it is.
type tableInfo struct {
	sheet   string
	kind    catalog.Kind // of the records that its rows belong to
	key     string       // header of the column that names the record
	pointer string       // of the list within the record, "" for the records themselves
	columns []column
	readKey func(string) string // what the key's cell names; nil: a code
}

// keyOf reads the cell that names a record.
func (t *tableInfo) keyOf(cell string) string {
	if t.readKey != nil {
		return t.readKey(cell)
	}
	return plainCode(cell)
}

func (t *tableInfo) column(header string) (column, bool) {
	i := slices.IndexFunc(t.columns, func(c column) bool { return c.header == header })
	if i < 0 {
		return column{}, false
	}
	return t.columns[i], true
}

// recordTable is a sheet with a row for each record.
type recordTable[T any] struct {
	tableInfo
	fields []field[T]
	fresh  func(code string) catalog.Record // a new record
	of     func(catalog.Record) (*T, bool)
}

func (t *recordTable[T]) info() *tableInfo { return &t.tableInfo }

func (t *recordTable[T]) rows(r catalog.Record) [][]string {
	v, ok := t.of(r)
	if !ok {
		return nil
	}
	return [][]string{texted(t.fields, v)}
}

func texted[T any](fields []field[T], v *T) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.get(v)
	}
	return out
}

// setter sets one value of a record.
func (t *recordTable[T]) setter(e *env, header string, r catalog.Record, text string) error {
	v, ok := t.of(r)
	if !ok {
		return fmt.Errorf("%s 不是%s", r.Base().Code, t.kind.Label())
	}
	for _, f := range t.fields {
		if f.header == header {
			return f.set(e, v, text)
		}
	}
	return fmt.Errorf("没有列“%s”", header)
}

func (t *recordTable[T]) shows(header string, r catalog.Record) string {
	if v, ok := t.of(r); ok {
		for _, f := range t.fields {
			if f.header == header {
				return f.get(v)
			}
		}
	}
	return ""
}

func newRecordTable[T any](sheet string, kind catalog.Kind, fresh func(string) catalog.Record, of func(catalog.Record) (*T, bool), fields []field[T]) *recordTable[T] {
	t := &recordTable[T]{tableInfo: tableInfo{sheet: sheet, kind: kind, key: fields[0].header}, fields: fields, fresh: fresh, of: of}
	for _, f := range fields {
		t.columns = append(t.columns, f.column)
	}
	return t
}

// records is a recordTable of any kind.
type records interface {
	table
	make(code string) catalog.Record
	setter(e *env, header string, r catalog.Record, text string) error
	shows(header string, r catalog.Record) string // the text of one column
}

func (t *recordTable[T]) make(code string) catalog.Record { return t.fresh(code) }

// childTable is a sheet whose rows are a list of the records P.
type childTable[P, C any] struct {
	tableInfo
	fields []field[C]
	of     func(catalog.Record) (*P, bool)
	list   func(*P) []C
	store  func(*P, []C)
	id     func(*C) *string
	title  func(*C) string // a row without an id is the child of this title
	prefix string          // of new ids
	fresh  C               // what a new child is before its row says anything

	// origins says for each row where in the record its values stand; nil: the i-th row is the i-th of the list.
	origins func(list []C) [][]origin
	// check reports what is wrong between rows, whose cells it gets too; nil: nothing can be.
	check func(list []C, rows []map[string]string, say say)
}

// origin is a place in a record that a row fills: what stands at pointer there is in the column whose pointer begins
// with inner.
type origin struct{ pointer, inner string }

// say says something of a row, by its place among the rows, and of one of its columns.
type say func(row int, header string, err error)

func (t *childTable[P, C]) info() *tableInfo { return &t.tableInfo }

func (t *childTable[P, C]) rows(r catalog.Record) (out [][]string) {
	p, ok := t.of(r)
	if !ok {
		return nil
	}
	for _, c := range t.list(p) {
		out = append(out, append([]string{r.Base().Code}, texted(t.fields, &c)...))
	}
	return out
}

func newChildTable[P, C any](t childTable[P, C]) *childTable[P, C] {
	t.columns = append(t.columns, column{header: t.key, code: true, required: true})
	for _, f := range t.fields {
		t.columns = append(t.columns, f.column)
	}
	return &t
}

// children is a childTable of any kind.
type children interface {
	table
	// replace makes the rows the record's list and returns where in the record each of them stands. Of a cell it may
	// say that it is wrong or that it was of no use.
	replace(e *env, r catalog.Record, rows []map[string]string, fault, unused say) [][]origin
}

func (t *childTable[P, C]) replace(e *env, r catalog.Record, rows []map[string]string, fault, unused say) [][]origin {
	p, ok := t.of(r)
	if !ok {
		return nil
	}
	before := t.list(p)
	taken, written := map[string]bool{}, map[string]bool{}
	for _, cells := range rows {
		written[strings.TrimSpace(cells["编号"])] = true
	}
	list := make([]C, 0, len(rows))
	for i, cells := range rows {
		id := strings.TrimSpace(cells["编号"])
		c, whole := t.fresh, true
		if at := slices.IndexFunc(before, func(old C) bool { return id != "" && *t.id(&old) == id }); at >= 0 {
			c = before[at] // columns that the file does not have stay as they were
		}
		for _, f := range t.fields {
			text, present := cells[f.header]
			if !present || f.header == "编号" {
				continue
			}
			if f.required && strings.TrimSpace(text) == "" {
				fault(i, f.header, fmt.Errorf("不能为空"))
				whole = false
				continue
			}
			if err := f.set(e, &c, text); err != nil {
				fault(i, f.header, err)
				whole = false
			}
		}
		if id == "" {
			at := slices.IndexFunc(before, func(old C) bool { return t.title(&old) == t.title(&c) && !taken[*t.id(&old)] && !written[*t.id(&old)] })
			if at >= 0 {
				id = *t.id(&before[at])
				c = t.merged(e, before[at], cells)
			} else {
				for id = catalog.NewChildID(r, t.prefix); written[id]; {
					id = catalog.NewChildID(r, t.prefix)
				}
			}
		}
		taken[id] = true
		*t.id(&c) = id
		list = append(list, c)
		for _, f := range t.fields {
			if text := cells[f.header]; whole && says(text) && f.get(&c) == "" {
				unused(i, f.header, errUnused)
			}
		}
	}
	if t.check != nil {
		t.check(list, rows, fault)
	}
	t.store(p, list)
	if t.origins != nil {
		return t.origins(list)
	}
	origins := make([][]origin, len(list))
	for i := range list {
		origins[i] = []origin{{pointer: t.pointer + "/" + strconv.Itoa(i)}}
	}
	return origins
}

// says tells whether a cell says something: empty and 无 do not.
func says(text string) bool {
	text = strings.TrimSpace(text)
	return text != "" && text != "无"
}

// errUnused is what is said of a cell of which nothing is kept.
var errUnused = errors.New("这一格没有用上：它要和同一行别的列一起才有意义，例如暂停原因要有状态“暂停”，进驻日期要有进驻批次，补正方式要有补正时限，空白表地址要有空白表，核查方式要有可承诺的内容")

// merged is the child as it was with the cells of a row set; their faults were reported when the row was first
// read.
func (t *childTable[P, C]) merged(e *env, old C, cells map[string]string) C {
	for _, f := range t.fields {
		if text, present := cells[f.header]; present && f.header != "编号" {
			_ = f.set(e, &old, text)
		}
	}
	return old
}
