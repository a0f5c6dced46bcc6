// Package exchange takes the catalogue out of files and puts it into files: xlsx, csv and json, with every fault
// named by sheet, row and column.
package exchange

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"servicehall/internal/catalog"
	"servicehall/internal/exchange/tabular"
	"servicehall/internal/natcode"
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
		names: map[catalog.Kind]map[string][]string{}, refused: map[string]map[int]bool{},
		report: Report{File: book.Name, Tallies: []Tally{}, Notes: append([]string{}, book.Notes...), Findings: []Finding{}, Changes: []Change{}},
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
	refused map[string]map[int]bool // rows with faults, by sheet
}

// target is a record that the file names.
type target struct {
	before catalog.Record // nil when it is new
	after  catalog.Record
	table  *tableInfo
	sheet  *mapped
	row    int
	rows   map[*mapped][]int // every row that is about the record
	lists  map[string]listed // by the pointer of a list: where its elements stand
	faulty bool
}

type listed struct {
	sheet *mapped
	rows  []int
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
	if m.instead >= 0 && plainCode(cell.Text) == "" {
		cell = row.Cells[m.instead]
	}
	return cell
}

func (m *mapped) spelt(header string) string {
	if i, ok := m.columns[header]; ok {
		return m.Header[i]
	}
	if i, ok := m.papers[header]; ok {
		return m.Header[i]
	}
	return header
}

func (p *planner) fault(m *mapped, row int, header, value, code, format string, args ...any) {
	p.report.Findings = append(p.report.Findings, Finding{Severity: Error, Sheet: m.Name, Row: row, Column: m.spelt(header), Value: value, Code: code, Detail: fmt.Sprintf(format, args...)})
	if p.refused[m.Name] == nil {
		p.refused[m.Name] = map[int]bool{}
	}
	p.refused[m.Name][row] = true
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
		have := []string{}
		for _, s := range book.Sheets {
			have = append(have, fmt.Sprintf("表“%s”的表头是：%s", s.Name, strings.Join(clip(s.Header, 12), "、")))
		}
		return &tabular.Unreadable{Detail: "文件里没有能导入的表。事项表要有“事项编码”和“事项名称”两列。" + strings.Join(have, "；")}
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

// recognise finds out what a sheet means, by its name or, where the name says nothing, by its columns. The sheet
// 情形 has two meanings at once.
func (p *planner) recognise(s tabular.Sheet, alone bool) (found []*mapped) {
	named := p.words.sheets[normal(s.Name)]
	if s.HeaderRow == 0 {
		if len(s.Header) > 0 {
			p.report.Notes = append(p.report.Notes, fmt.Sprintf("表“%s”没有认识的表头，没有读", s.Name))
		}
		return nil
	}
	best, most := (*mapped)(nil), 0
	for _, t := range p.words.tables {
		info := t.info()
		if named != "" && info.sheet != named {
			continue
		}
		m := p.columns(s, t)
		missing := slices.ContainsFunc(info.columns, func(c column) bool {
			_, has := m.columns[c.header]
			return c.required && !has && (c.header == info.key || info.pointer == "")
		})
		if missing {
			continue
		}
		if named != "" {
			found = append(found, m)
		} else if len(m.columns) > most {
			best, most = m, len(m.columns)
		}
	}
	if best != nil && (alone || most >= 2) {
		found = append(found, best)
	}
	if len(found) == 0 {
		p.missing(s, named)
		return nil
	}
	var unknown []string
	for i, h := range s.Header {
		if strings.TrimSpace(h) != "" && !slices.ContainsFunc(found, func(m *mapped) bool { return m.has(i) }) {
			unknown = append(unknown, strings.TrimSpace(h))
		}
	}
	if len(unknown) > 0 {
		p.report.Notes = append(p.report.Notes, fmt.Sprintf("表“%s”里不认识的列没有读：%s", s.Name, strings.Join(unknown, "、")))
	}
	return found
}

func (m *mapped) has(place int) bool {
	for _, columns := range []map[string]int{m.columns, m.papers} {
		for _, i := range columns {
			if i == place {
				return true
			}
		}
	}
	return false
}

// missing reports a sheet whose required columns are not there.
func (p *planner) missing(s tabular.Sheet, named string) {
	if named == "" {
		p.report.Notes = append(p.report.Notes, fmt.Sprintf("表“%s”不知道是什么表，没有读；它的表头是：%s", s.Name, strings.Join(clip(s.Header, 12), "、")))
		return
	}
	var required []string
	for _, t := range p.words.tables {
		if t.info().sheet != named {
			continue
		}
		for _, c := range t.info().columns {
			if c.required && (c.header == t.info().key || t.info().pointer == "") && !slices.Contains(required, c.header) {
				required = append(required, c.header)
			}
		}
	}
	p.fault(&mapped{Sheet: s}, 0, "", "", "header", "缺少必需的列，要有：%s；现在的表头是：%s", strings.Join(required, "、"), strings.Join(clip(s.Header, 20), "、"))
}

// columns finds the sheet's columns. Of two columns with the same meaning the first counts.
func (p *planner) columns(s tabular.Sheet, t table) *mapped {
	m := &mapped{Sheet: s, table: t, columns: map[string]int{}, papers: map[string]int{}, units: map[string]string{}, instead: -1}
	info := t.info()
	papers := p.words.columns["材料"]
	for i, h := range s.Header {
		ours := p.words.columns[info.sheet][normal(h)]
		if parts := unitHeader.FindStringSubmatch(normal(h)); ours == "" && parts != nil {
			if named := p.words.columns[info.sheet][parts[1]]; named != "" {
				ours, m.units[named] = named, parts[2]
			}
		}
		if _, is := info.column(ours); is && ours != "" {
			at, twice := m.columns[ours]
			switch {
			case !twice:
				m.columns[ours] = i
			case ours == info.key && isItemCode(h) != isItemCode(s.Header[at]): // both 实施编码 and 业务办理项编码: the item's goes first
				item, main := i, at
				if isItemCode(s.Header[at]) {
					item, main = at, i
				}
				m.columns[ours], m.instead = item, main
				if _, has := m.columns["主项编码"]; !has {
					m.columns["主项编码"] = main
				}
			}
			continue
		}
		if paper := papers[normal(h)]; info.sheet == "事项" && paper != "" && paper != "事项编码" && paper != "编号" && paper != "备注" {
			m.papers[paper] = i
		}
	}
	if _, named := m.papers["材料名称"]; !named {
		m.papers = nil
	}
	return m
}

// unitHeader takes a limit's header apart whose unit stands in brackets; the header is normal.
var unitHeader = regexp.MustCompile(`^(.*时限|.*期限)\((个?工作日|日|天|个?小时|个?月|年)\)$`)

// isItemCode says whether a header is that of the code of a 业务办理项, the leaf.
func isItemCode(header string) bool {
	return slices.Contains([]string{"业务办理项编码", "办理项编码", "task_handle_item"}, normal(header))
}

// readRecords makes a target of every row.
func (p *planner) readRecords(t records, m *mapped) {
	info := t.info()
	papers := map[*target][]tabular.Row{}
	var order []*target
	first := map[string]int{}
	for _, row := range m.Rows {
		cell := m.key(row)
		key := plainCode(cell.Text)
		switch {
		case key == "":
			p.fault(m, row.Number, info.key, "", "required", "这一行没有%s", info.key)
			continue
		case !p.plain(m, row, info.key, cell):
			continue
		}
		if before, twice := first[key]; twice {
			d := p.targets[info.kind][key]
			if m.papers == nil || d == nil {
				p.fault(m, row.Number, info.key, key, "duplicate", "%s“%s”在第%d行已经有了", info.key, key, before)
				continue
			}
			p.repeats(m, d, row)
			papers[d] = append(papers[d], row)
			d.rows[m] = append(d.rows[m], row.Number)
			continue
		}
		first[key] = row.Number
		d := p.recordRow(t, m, row, key)
		if d == nil {
			continue
		}
		if p.targets[info.kind][key] == nil {
			p.targets[info.kind][key] = d // a former code leads here too
		}
		if m.papers != nil {
			papers[d] = append(papers[d], row)
			order = append(order, d)
		}
	}
	i := slices.IndexFunc(p.words.tables, func(t table) bool { return t.info().sheet == "材料" })
	for _, d := range order {
		p.list(p.words.tables[i].(children), m, d, papers[d], m.papers)
	}
}

// repeats checks a further row of the same matter: what it says of the matter is empty or the same again.
func (p *planner) repeats(m *mapped, d *target, row tabular.Row) {
	at := slices.IndexFunc(m.Rows, func(r tabular.Row) bool { return r.Number == d.row })
	for header, i := range m.columns {
		if s := row.Cells[i].Text; s != "" && s != m.Rows[at].Cells[i].Text {
			p.fault(m, row.Number, header, s, "conflict", "同一个事项在第%d行写的是“%s”，前后不一致", d.row, short(m.Rows[at].Cells[i].Text))
			d.faulty = true
		}
	}
}

// plain refuses a number or a formula in a column of codes: digits are lost before the file is even read.
func (p *planner) plain(m *mapped, row tabular.Row, header string, cell tabular.Cell) bool {
	switch {
	case cell.Formula:
		p.fault(m, row.Number, header, cell.Text, "formula", "这一格是公式，请改成文字（复制后选择性粘贴为“值”）")
	case cell.Numeric:
		p.fault(m, row.Number, header, cell.Text, "numeric", "这一格是数字，长编码会丢位数，请把这一列设为文本后重新填写")
	default:
		return true
	}
	return false
}

// recordRow makes the target of one row, or nil when its record cannot be told.
func (p *planner) recordRow(t records, m *mapped, row tabular.Row, key string) *target {
	info := t.info()
	texts := map[string]string{}
	ok := true
	for _, c := range info.columns {
		i, present := m.columns[c.header]
		if !present {
			continue
		}
		cell := row.Cells[i]
		if c.code && !p.plain(m, row, c.header, cell) {
			ok = false
			continue
		}
		texts[c.header] = lineEnds(cell.Text)
	}
	former := plainCode(texts[formerHeader(info.key)])
	d := p.targetOf(info, key)
	if former != "" {
		old := p.targetOf(info, former)
		switch {
		case old == nil:
			p.fault(m, row.Number, formerHeader(info.key), former, "reference", "目录里没有编码为“%s”的%s", former, info.kind.Label())
			return nil
		case d != nil && d != old:
			p.fault(m, row.Number, info.key, key, "duplicate", "编码“%s”已经是另一条记录的：%s", key, d.after.Base().Name)
			return nil
		case d == nil:
			recode(old.after, key)
			d = old
		}
	}
	if d != nil && d.sheet != nil {
		p.fault(m, row.Number, info.key, key, "duplicate", "表“%s”第%d行已经写了这条记录（%s）", d.sheet.Name, d.row, d.after.Base().Code)
		return nil
	}
	if d == nil {
		d = newTarget(t.make(key))
	}
	p.take(info, d)
	d.table, d.sheet, d.row = info, m, row.Number
	d.rows[m] = append(d.rows[m], row.Number)
	e := p.env()
	for _, c := range info.columns {
		s, present := texts[c.header]
		if !present || c.header == info.key || c.inOnly {
			continue
		}
		if unit := orText(strings.TrimSpace(texts[c.header+unitSuffix]), m.units[c.header]); unit != "" && isNumber(s) {
			named, err := p.words.value(c.header+unitSuffix, "unit", unit)
			if err != nil {
				p.fault(m, row.Number, c.header+unitSuffix, unit, "closed_list", "%s", err)
				ok = false
				continue
			}
			s = strings.TrimSpace(s) + labelOf("unit", named)
		}
		if c.required && strings.TrimSpace(s) == "" {
			p.fault(m, row.Number, c.header, s, "required", "%s不能为空", c.header)
			ok = false
			continue
		}
		if err := t.setter(e, c.header, d.after, s); err != nil {
			p.fault(m, row.Number, c.header, s, "form", "%s", err)
			ok = false
		}
	}
	settle(d, texts)
	for _, c := range info.columns {
		if s := strings.TrimSpace(texts[c.header]); s != "" && s != "无" && !c.inOnly && ok && t.shows(c.header, d.after) == "" {
			p.report.Findings = append(p.report.Findings, Finding{Severity: Warning, Sheet: m.Name, Row: row.Number, Column: m.spelt(c.header), Value: s, Code: "unused", Detail: "这一格没有用上：它要和同一行别的列一起才有意义，例如暂停原因要有状态“暂停”，进驻日期要有进驻批次"})
		}
	}
	for _, former := range d.after.Base().FormerCodes {
		if p.targets[info.kind][former] == nil {
			p.targets[info.kind][former] = d
		}
	}
	if mt, is := d.after.(*catalog.Matter); is && mt.Department == "" {
		if ok {
			p.fault(m, row.Number, "实施主体", "", "required", "不知道是哪个部门的事项，请写实施主体")
		}
		ok = false
	}
	d.faulty = d.faulty || !ok
	p.name(d.after)
	return d
}

func isNumber(s string) bool {
	_, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	return err == nil
}

// recode gives a record a new code and keeps the old one.
func recode(r catalog.Record, code string) {
	h := r.Base()
	h.FormerCodes = append(h.FormerCodes, h.Code)
	h.Code = code
}

// settle brings in line what follows from the columns of a row.
func settle(d *target, texts map[string]string) {
	h := d.after.Base()
	if h.State == "" {
		h.State = catalog.Active
	}
	if h.State != catalog.Cancelled {
		h.Cancellation = nil
	} else if h.Cancellation == nil {
		h.Cancellation = &catalog.Cancellation{Reason: catalog.NoLongerOffered}
	}
	m, is := d.after.(*catalog.Matter)
	if b, ok := d.after.(*catalog.Bundle); ok && h.State != catalog.Suspended {
		b.Suspension = nil
	}
	if !is {
		return
	}
	if h.State != catalog.Suspended {
		m.Suspension = nil
	}
	if _, said := texts["办件类型"]; m.Handling == "" || d.before == nil && !said {
		m.Handling = catalog.Promised
		if m.PromisedLimit != nil && m.PromisedLimit.Immediate() {
			m.Handling = catalog.Immediate
		}
	}
	if d.before != nil {
		return
	}
	if parts, err := natcode.ParseMatter(m.Code); err == nil {
		m.Type, m.Level = orText(m.Type, parts.Base.Type), orText(m.Level, parts.Level)
		m.BaseCode, m.MainCode = orText(m.BaseCode, parts.Base.String()), orText(m.MainCode, parts.Implementation())
	}
	m.MainName = orText(m.MainName, m.Name)
}

func orText(s, empty string) string {
	if s == "" {
		return empty
	}
	return s
}

// targetOf finds the record that has or had the code, as a target; nil when there is none.
func (p *planner) targetOf(info *tableInfo, code string) *target {
	if d := p.targets[info.kind][code]; d != nil {
		return d
	}
	r, ok := p.present[info.kind][code]
	if !ok {
		return nil
	}
	if d := p.targets[info.kind][r.Base().Code]; d != nil {
		return d
	}
	if p.loaded[r] == nil {
		p.loaded[r] = &target{before: r, after: clone(r)}
	}
	return p.loaded[r]
}

func newTarget(r catalog.Record) *target { return &target{after: r} }

// take enters a target under its code.
func (p *planner) take(info *tableInfo, d *target) {
	if d.rows != nil {
		if p.targets[info.kind][d.after.Base().Code] == nil {
			p.targets[info.kind][d.after.Base().Code] = d
		}
		return
	}
	d.rows, d.lists, d.table = map[*mapped][]int{}, map[string]listed{}, info
	if p.targets[info.kind] == nil {
		p.targets[info.kind] = map[string]*target{}
	}
	p.targets[info.kind][d.after.Base().Code] = d
	p.order = append(p.order, d)
}

// clone copies a record wholly; what is never shown comes along.
func clone(r catalog.Record) catalog.Record {
	b, err := json.Marshal(r)
	if err != nil {
		panic(err) // records are plain data
	}
	c := reflect.New(reflect.TypeOf(r).Elem()).Interface().(catalog.Record)
	if err := json.Unmarshal(b, c); err != nil {
		panic(err) // just written
	}
	c.Base().ID, c.Base().Serial = r.Base().ID, r.Base().Serial
	return c
}

func (p *planner) env() *env { return &env{words: p.words, resolve: p.resolve} }

// resolve finds the record that a cell names by code or by name.
func (p *planner) resolve(kind catalog.Kind, s string) (string, error) {
	s = plainCode(s)
	if p.targets[kind][s] != nil || p.present.Has(kind, s) {
		return s, nil // a code, present or former, stays as it is written: it never changes its meaning
	}
	named := p.inUse(kind, p.names[kind][normal(s)])
	switch {
	case len(named) == 1:
		return named[0], nil
	case len(named) > 1:
		return "", fmt.Errorf("叫“%s”的%s有%d个，请写编码：%s", s, kind.Label(), len(named), strings.Join(named, "、"))
	case kind == catalog.KindDepartment && p.options.CreateMissing:
		return p.createDepartment(s), nil
	case kind == catalog.KindDepartment:
		return "", fmt.Errorf("没有叫“%s”的部门，请核对；确实要新建的，导入时加 --create-missing", s)
	}
	return "", fmt.Errorf("没有叫“%s”的%s，请核对编码或者名称", s, kind.Label())
}

// inUse returns the present codes of the records that the codes name, each once, and of several only those that
// are not cancelled.
func (p *planner) inUse(kind catalog.Kind, codes []string) []string {
	var all, active []string
	for _, code := range codes {
		var h *catalog.Head
		if d := p.targets[kind][code]; d != nil {
			h = d.after.Base()
		} else if r, ok := p.present[kind][code]; ok {
			h = r.Base()
		}
		if h == nil || slices.Contains(all, h.Code) {
			continue
		}
		all = append(all, h.Code)
		if h.State != catalog.Cancelled {
			active = append(active, h.Code)
		}
	}
	if len(all) > 1 && len(active) > 0 {
		return active
	}
	return all
}

// createDepartment makes a department that only the file knows; its code stands for its name until it gets its
// own.
func (p *planner) createDepartment(name string) string {
	sum := sha256.Sum256([]byte(name))
	code := "X-" + hex.EncodeToString(sum[:6])
	if p.present.Has(catalog.KindDepartment, code) {
		return code // it was made before and has got another name since
	}
	d := newTarget(&catalog.Department{Head: catalog.Head{Code: code, Name: name, State: catalog.Active}, Nature: "1"})
	p.take(recordInfo(p.words.tables, catalog.KindDepartment), d)
	p.name(d.after)
	return d.after.Base().Code
}

// readChildren gathers a sheet's rows by their record and makes them its list.
func (p *planner) readChildren(t children, m *mapped) {
	info := t.info()
	rows := map[*target][]tabular.Row{}
	var order []*target
	orphans := 0 // rows of which nobody knows whose list they belong to
	for _, row := range m.Rows {
		cell := row.Cells[m.columns[info.key]]
		key := plainCode(cell.Text)
		if key == "" {
			if !p.otherMeaning(info, m, row) {
				p.fault(m, row.Number, info.key, "", "required", "这一行没有%s", info.key)
				orphans++
			}
			continue
		}
		if !p.plain(m, row, info.key, cell) {
			orphans++
			continue
		}
		d := p.targetOf(info, key)
		if d == nil {
			if named := p.names[info.kind][normal(key)]; len(named) == 1 {
				d = p.targetOf(info, named[0])
			}
		}
		if d == nil {
			p.fault(m, row.Number, info.key, key, "reference", "没有编码为“%s”的%s，这一行没有归属", key, info.kind.Label())
			orphans++
			continue
		}
		p.take(recordInfo(p.words.tables, info.kind), d)
		if rows[d] == nil {
			order = append(order, d)
		}
		rows[d] = append(rows[d], row)
		d.rows[m] = append(d.rows[m], row.Number)
	}
	for _, d := range order {
		p.list(t, m, d, rows[d], m.columns)
		d.faulty = d.faulty || orphans > 0 // any of these lists may lack a row
	}
	if orphans > 0 && len(order) > 0 {
		p.report.Notes = append(p.report.Notes, fmt.Sprintf("表“%s”有%d行不知道归属，可能缺了某个清单的一行，这张表里的记录都没有导入", m.Name, orphans))
	}
}

// otherMeaning says whether a row of the sheet 情形 is about a record of the other kind.
func (p *planner) otherMeaning(info *tableInfo, m *mapped, row tabular.Row) bool {
	for _, t := range p.words.tables {
		other := t.info()
		if other.sheet != info.sheet || other.key == info.key {
			continue
		}
		for i, h := range m.Header {
			if p.words.columns[other.sheet][normal(h)] == other.key && plainCode(row.Cells[i].Text) != "" {
				return true
			}
		}
	}
	return false
}

func recordInfo(tables []table, kind catalog.Kind) *tableInfo {
	i := slices.IndexFunc(tables, func(t table) bool { return t.info().kind == kind && t.info().pointer == "" })
	return tables[i].info()
}

// list makes rows the list of a record.
func (p *planner) list(t children, m *mapped, d *target, rows []tabular.Row, columns map[string]int) {
	info := t.info()
	cells := make([]map[string]string, 0, len(rows))
	at := listed{sheet: m}
	for _, row := range rows {
		texts := map[string]string{}
		empty := true
		for _, c := range info.columns {
			i, present := columns[c.header]
			if !present || c.header == info.key {
				continue
			}
			if c.code && !p.plain(m, row, c.header, row.Cells[i]) {
				d.faulty = true
				continue
			}
			texts[c.header] = lineEnds(row.Cells[i].Text)
			empty = empty && row.Cells[i].Text == ""
		}
		if empty && (len(rows) == 1 || info != m.table.info()) {
			continue // a record whose only row has nothing in these columns has an empty list
		}
		cells = append(cells, texts)
		at.rows = append(at.rows, row.Number)
	}
	seen := map[string]bool{}
	t.replace(p.env(), d.after, cells, func(i int, header string, err error) {
		d.faulty = true
		if key := fmt.Sprint(i, header); !seen[key] {
			seen[key] = true
			p.fault(m, at.rows[i], header, cells[i][header], "form", "%s", err)
		}
	})
	d.lists[info.pointer] = at
}

// finish validates what the targets have become, compares them with what was, and gathers the plan.
func (p *planner) finish(sheets []string) *Plan {
	known := func(kind catalog.Kind, code string) bool { return p.present.Has(kind, code) }
	p.claims()
	for {
		data := &catalog.Dataset{}
		byRecord := map[catalog.Record]*target{}
		for _, d := range p.order {
			if catalog.FillLists(d.after); !d.faulty {
				add(data, d.after)
				byRecord[d.after] = d
			}
		}
		var invalid *catalog.Invalid
		if !errors.As(data.Validate(known), &invalid) {
			break
		}
		for _, f := range invalid.Faults {
			p.locate(byRecord[f.Of], f)
		}
	}
	for _, d := range p.order {
		if d.faulty {
			p.mark(d)
		}
	}
	p.lint()
	plan := &Plan{Bad: map[string][]int{}}
	tallies := map[catalog.Kind]*Tally{}
	for _, t := range p.words.tables {
		for _, d := range p.order {
			if d.after.Kind() == t.info().kind && t.info().pointer == "" {
				p.settleTarget(plan, tallies, d)
			}
		}
	}
	for _, kind := range []catalog.Kind{catalog.KindDepartment, catalog.KindZone, catalog.KindWindow, catalog.KindScene, catalog.KindMatter, catalog.KindBundle} {
		if t := tallies[kind]; t != nil {
			p.report.Tallies = append(p.report.Tallies, *t)
		}
	}
	for sheet, rows := range p.refused {
		for row := range rows {
			plan.Bad[sheet] = append(plan.Bad[sheet], row)
		}
		slices.Sort(plan.Bad[sheet])
	}
	p.report.sort(sheets)
	plan.Report = p.report
	return plan
}

// claims reports codes, present or former, that belong to another record of the catalogue already.
func (p *planner) claims() {
	for _, d := range p.order {
		h := d.after.Base()
		for _, code := range append([]string{h.Code}, h.FormerCodes...) {
			if owner, ok := p.present[d.after.Kind()][code]; ok && owner != d.before {
				d.faulty = true
				m, row, header := p.cellOf(d, "/code")
				p.fault(m, row, header, code, "duplicate", "编码“%s”已经是另一条记录的：%s（%s）", code, owner.Base().Name, owner.Base().Code)
			}
		}
	}
}

// lint warns of what the catalogue's rules find in the records as they would be. It stops nothing.
func (p *planner) lint() {
	after := &catalog.Dataset{}
	byRecord := map[catalog.Kind]map[string]*target{}
	for _, d := range p.order {
		if d.faulty || d.before != nil && same(d.before, d.after) {
			continue
		}
		kind := d.after.Kind()
		if byRecord[kind] == nil {
			byRecord[kind] = map[string]*target{}
		}
		byRecord[kind][d.after.Base().Code] = d
		add(after, d.after)
	}
	if len(byRecord) == 0 {
		return
	}
	for kind, records := range p.present {
		for code, r := range records {
			if code != r.Base().Code {
				continue // a former code of a record that comes under its present one
			}
			if d := p.targets[kind][code]; d == nil || byRecord[kind][d.after.Base().Code] != d {
				add(after, r)
			}
		}
	}
	for _, d := range p.order {
		if h := d.after.Base(); byRecord[d.after.Kind()][h.Code] == d && d.before != nil && h.Demonstration {
			m, row, header := p.cellOf(d, "/code")
			p.report.Findings = append(p.report.Findings, Finding{Severity: Warning, Sheet: m.Name, Row: row, Column: m.spelt(header), Value: h.Code, Code: "demonstration", Detail: "这条记录是演示数据，清除演示数据时会一起撤下；已经改成真实数据的，请加一列“演示数据”，写 否"})
		}
	}
	for _, f := range catalog.Lint(after) {
		if d := byRecord[f.Kind][f.Record]; d != nil {
			m, row, header := p.cellOf(d, f.Pointer)
			p.report.Findings = append(p.report.Findings, Finding{Severity: Warning, Sheet: m.Name, Row: row, Column: m.spelt(header), Code: f.Rule, Detail: f.Detail})
		}
	}
}

func add(data *catalog.Dataset, r catalog.Record) {
	switch r := r.(type) {
	case *catalog.Department:
		data.Departments = append(data.Departments, r)
	case *catalog.Zone:
		data.Zones = append(data.Zones, r)
	case *catalog.Window:
		data.Windows = append(data.Windows, r)
	case *catalog.Scene:
		data.Scenes = append(data.Scenes, r)
	case *catalog.Matter:
		data.Matters = append(data.Matters, r)
	case *catalog.Bundle:
		data.Bundles = append(data.Bundles, r)
	}
}

// locate reports a fault of form at the cell that it comes from.
func (p *planner) locate(d *target, f catalog.Fault) {
	d.faulty = true
	m, row, header := p.cellOf(d, f.Pointer)
	p.fault(m, row, header, "", f.Code, "%s", f.Detail)
}

// cellOf finds the cell that the value at a pointer of the record comes from.
func (p *planner) cellOf(d *target, at string) (m *mapped, row int, header string) {
	for pointer, list := range d.lists {
		rest, inside := strings.CutPrefix(at, pointer+"/")
		if !inside {
			continue
		}
		index, inner, _ := strings.Cut(rest, "/")
		i, err := strconv.Atoi(index)
		if option, of, is := optionOf(d.after, rest); is {
			i, inner = option, of
		}
		if err != nil || i >= len(list.rows) {
			continue
		}
		return list.sheet, list.rows[i], headerAt(p.words.tables, d.after.Kind(), pointer, "/"+inner)
	}
	m, row = d.sheet, d.row
	for sheet, rows := range d.rows {
		if d.sheet == nil && (m == nil || sheet.Name < m.Name) {
			m, row = sheet, rows[0]
		}
	}
	if m == nil { // a department that the program made itself
		m = &mapped{Sheet: tabular.Sheet{Name: d.table.sheet}}
	}
	return m, row, headerAt(p.words.tables, d.after.Kind(), "", at)
}

// optionOf finds the place of an option among all options of the record, which is its line in the sheet 情形: the
// pointer is that of a value within the record's questions, such as 1/options/0/adds/2.
func optionOf(r catalog.Record, pointer string) (place int, inner string, is bool) {
	parts := strings.SplitN(pointer, "/", 4)
	var questions []catalog.Question
	switch r := r.(type) {
	case *catalog.Matter:
		questions = r.Questions
	case *catalog.Bundle:
		questions = r.Questions
	}
	question, err := strconv.Atoi(parts[0])
	if err != nil || len(parts) < 3 || parts[1] != "options" || question >= len(questions) {
		return 0, "", false
	}
	option, err := strconv.Atoi(parts[2])
	if err != nil {
		return 0, "", false
	}
	for _, q := range questions[:question] {
		place += len(q.Options)
	}
	return place + option, strings.Join(parts[3:], "/"), true
}

// headerAt returns the column whose pointer leads furthest towards the fault's.
func headerAt(tables []table, kind catalog.Kind, list, pointer string) string {
	best := column{}
	for _, t := range tables {
		if info := t.info(); info.kind == kind && info.pointer == list {
			for _, c := range info.columns {
				if c.pointer != "" && strings.HasPrefix(pointer, c.pointer) && len(c.pointer) > len(best.pointer) {
					best = c
				}
			}
		}
	}
	return best.header
}

// mark notes every row of a faulty record as refused.
func (p *planner) mark(d *target) {
	for m, rows := range d.rows {
		if p.refused[m.Name] == nil {
			p.refused[m.Name] = map[int]bool{}
		}
		for _, row := range rows {
			p.refused[m.Name][row] = true
		}
	}
}

// settleTarget counts a target and, when it changes something, plans it.
func (p *planner) settleTarget(plan *Plan, tallies map[catalog.Kind]*Tally, d *target) {
	kind := d.after.Kind()
	if tallies[kind] == nil {
		tallies[kind] = &Tally{Kind: kind}
	}
	t := tallies[kind]
	what := Changed
	switch {
	case d.faulty:
		t.Refused++
		return
	case d.before == nil:
		what = New
		t.New++
	case same(d.before, d.after):
		t.Unchanged++
		return
	case d.after.Base().State == catalog.Cancelled && d.before.Base().State != catalog.Cancelled:
		what = Cancelled
		t.Cancelled++
	default:
		t.Changed++
	}
	c := Change{Kind: kind, Code: d.after.Base().Code, Name: d.after.Base().Name, What: what, Row: d.row, Fields: []FieldChange{}}
	if what != New { // of a new record every field is new
		c.Fields = fieldChanges(p.words.tables, d.before, d.after)
	}
	if d.sheet != nil {
		c.Sheet = d.sheet.Name
	}
	p.report.Changes = append(p.report.Changes, c)
	plan.Records = append(plan.Records, d.after)
}

// same says whether two records hold the same.
func same(a, b catalog.Record) bool {
	a = clone(a)
	catalog.FillLists(a)
	x, errA := json.Marshal(a)
	y, errB := json.Marshal(b)
	return errA == nil && errB == nil && bytes.Equal(x, y)
}

// fieldChanges compares two records column by column; elements of lists are matched by their ids.
func fieldChanges(tables []table, before, after catalog.Record) []FieldChange {
	changes := []FieldChange{}
	for _, t := range tables {
		info := t.info()
		if info.kind != after.Kind() {
			continue
		}
		was, is := t.rows(before), t.rows(after)
		if info.pointer == "" {
			for i, c := range info.columns {
				if was[0][i] != is[0][i] {
					changes = append(changes, FieldChange{Field: c.header, Before: was[0][i], After: is[0][i]})
				}
			}
			continue
		}
		changes = append(changes, listChanges(info, was, is)...)
	}
	return changes
}

// listChanges compares the rows of a list by their ids.
func listChanges(info *tableInfo, was, is [][]string) (changes []FieldChange) {
	id := slices.IndexFunc(info.columns, func(c column) bool { return c.header == "编号" })
	key := func(row []string) string {
		if id < 0 {
			return strings.Join(row, "\x00")
		}
		return row[id]
	}
	title := func(row []string) string {
		return info.sheet + "“" + short(row[min(max(id, 0)+1, len(row)-1)]) + "”"
	}
	for _, row := range is {
		i := slices.IndexFunc(was, func(old []string) bool { return key(old) == key(row) })
		if i < 0 {
			changes = append(changes, FieldChange{Field: title(row), After: "新增"})
			continue
		}
		for j, c := range info.columns {
			if was[i][j] != row[j] {
				changes = append(changes, FieldChange{Field: title(row) + "的" + c.header, Before: was[i][j], After: row[j]})
			}
		}
	}
	for _, row := range was {
		if !slices.ContainsFunc(is, func(now []string) bool { return key(now) == key(row) }) {
			changes = append(changes, FieldChange{Field: title(row), Before: "删去"})
		}
	}
	return changes
}

// lineEnds makes the line ends of other systems plain ones.
func lineEnds(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }
