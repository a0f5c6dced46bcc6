package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"servicehall/internal/catalog"
	"servicehall/internal/exchange/tabular"
)

// finish validates what the targets have become, compares them with what was, and gathers the plan.
func (p *planner) finish(sheets []string) *Plan {
	known := func(kind catalog.Kind, code string) bool { return p.present.Has(kind, code) }
	p.claims()
	for {
		data := &catalog.Dataset{}
		byRecord := map[catalog.Record]*target{}
		for _, d := range p.order {
			if catalog.FillLists(d.after); !d.faulty {
				data.Add(d.after)
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
	for _, kind := range catalog.Kinds() {
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
		after.Add(d.after)
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
				after.Add(r)
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
