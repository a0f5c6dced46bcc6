package exchange

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"servicehall/internal/catalog"
	"servicehall/internal/exchange/tabular"
)

// finish validates what the targets have become, compares them with what was, and gathers the plan.
func (p *planner) finish(sheets []string) *Plan {
	p.claims()
	p.circles()
	p.validate(true)
	for p.validate(false) {
		continue // what refers to a refused record is refused too
	}
	p.dropIdle()
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
		if n := p.lost[kind]; n > 0 {
			if tallies[kind] == nil {
				tallies[kind] = &Tally{Kind: kind}
			}
			tallies[kind].Refused += n
		}
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
	p.report.shortened()
	plan.Report = p.report
	return plan
}

// validate reports the faults of form of the records that are good so far, or also those of the ones whose cells had
// faults, so that the user sees all of them at once. It says whether a good record has turned out faulty.
func (p *planner) validate(faultyToo bool) (more bool) {
	data := &catalog.Dataset{}
	byRecord := map[catalog.Record]*target{}
	for _, d := range p.order {
		if catalog.FillLists(d.after); !d.faulty || faultyToo {
			data.Add(d.after)
			byRecord[d.after] = d
		}
	}
	was := map[*target]bool{} // faulty before this
	for _, d := range p.order {
		was[d] = d.faulty
	}
	var invalid *catalog.Invalid
	if !errors.As(data.Validate(p.present.Has), &invalid) {
		return false
	}
	refused := p.refusedReferences()
	for _, f := range invalid.Faults {
		d := byRecord[f.Of]
		if at := refused[f.Detail]; at != nil && f.Code == "reference" {
			f.Detail = becauseOf(at.sheet.Name, at.row, f.Detail)
		}
		if !was[d] {
			more = true
			p.locate(d, f)
		} else if !p.follows(d, f) {
			p.locate(d, f)
		}
	}
	return more
}

// refusedReferences tells of what Validate says of a reference to a record that the file has but whose rows have
// faults, where it stands.
func (p *planner) refusedReferences() map[string]*place {
	at := map[string]*place{}
	for _, d := range p.order {
		if !d.faulty || len(d.rows) == 0 {
			continue
		}
		for _, code := range append([]string{d.after.Base().Code}, d.after.Base().FormerCodes...) {
			at[fmt.Sprintf("没有编码为“%s”的%s", code, d.after.Kind().Label())] = &d.rows[0]
		}
	}
	return at
}

// becauseOf says of a reference that its fault comes from another row.
func becauseOf(sheet string, row int, detail string) string {
	return fmt.Sprintf("%s：它在表“%s”第%d行，那一行有错误，改正以后这里就对了", detail, sheet, row)
}

// follows says whether a fault of a record whose cells had faults may be nothing but their consequence: it lies in
// such a cell, or it is about how values go together, of which one may be missing for that reason.
func (p *planner) follows(d *target, f catalog.Fault) bool {
	m, row, header := p.cellOf(d, f.Pointer)
	return header == "" || p.failed(m, row, header) || !strings.HasSuffix(f.Pointer, "/id") && slices.Contains([]string{"conflict", "reference", "duplicate"}, f.Code)
}

// dropIdle takes back the departments that were made for records which are refused now.
func (p *planner) dropIdle() {
	needed := map[string]bool{}
	for _, d := range p.order {
		if d.faulty {
			continue
		}
		switch r := d.after.(type) {
		case *catalog.Matter:
			needed[r.Department] = true
			note(needed, r.JointDepartments)
		case *catalog.Window:
			note(needed, r.Departments)
		case *catalog.Bundle:
			needed[r.Lead] = true
			note(needed, r.Joint)
		}
	}
	p.order = slices.DeleteFunc(p.order, func(d *target) bool {
		return d.made && !needed[d.after.Base().Code]
	})
}

func note(set map[string]bool, codes []string) {
	for _, c := range codes {
		set[c] = true
	}
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

// circles reports records whose successors lead back to them: nobody would find what to use instead.
func (p *planner) circles() {
	for _, d := range p.order {
		info, seen := recordInfo(p.words.tables, d.after.Kind()), map[*target]bool{}
		for at := d; at != nil && !seen[at]; {
			seen[at] = true
			c := at.after.Base().Cancellation
			if c == nil || c.Successor == nil {
				break
			}
			if at = p.targetOf(info, *c.Successor); at == d && len(seen) > 1 {
				p.locate(d, catalog.Fault{Pointer: "/cancellation/successor", Code: "conflict", Detail: fmt.Sprintf("继任的“%s”又由这条记录继任，转了一圈，请改正其中一条", *d.after.Base().Cancellation.Successor)})
			}
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
	closest := -1 // how far the pointer of the row's element leads
	for pointer, list := range d.lists {
		for i, origins := range list.origins {
			for _, o := range origins {
				if rest, inside := strings.CutPrefix(at+"/", o.pointer+"/"); inside && len(o.pointer) > closest {
					closest = len(o.pointer)
					m, row, header = list.sheet, list.rows[i], headerAt(p.words.tables, d.after.Kind(), pointer, strings.TrimSuffix(o.inner+"/"+rest, "/"))
				}
			}
		}
	}
	if closest >= 0 {
		return m, row, header
	}
	m, row = d.sheet, d.row
	if m == nil && len(d.rows) > 0 {
		m, row = d.rows[0].sheet, d.rows[0].row
	}
	if m == nil { // a department that the program made itself
		m = &mapped{Sheet: tabular.Sheet{Name: d.table.sheet}, instead: -1}
	}
	header = headerAt(p.words.tables, d.after.Kind(), "", at)
	if header == "" && d.sheet == nil && m.table != nil {
		header = m.table.info().key // of a list's sheet, and it is about another list
	}
	return m, row, header
}

// headerAt returns the column whose pointer leads furthest towards the fault's, or the first that leads on from it.
func headerAt(tables []table, kind catalog.Kind, list, pointer string) string {
	best, within := column{}, column{}
	for _, t := range tables {
		if info := t.info(); info.kind == kind && info.pointer == list {
			for _, c := range info.columns {
				switch {
				case c.pointer == "":
				case strings.HasPrefix(pointer+"/", c.pointer+"/") && len(c.pointer) > len(best.pointer):
					best = c
				case pointer != "" && strings.HasPrefix(c.pointer, pointer+"/") && (within.header == "" || c.required && !within.required):
					within = c
				}
			}
		}
	}
	return orText(best.header, within.header)
}

// mark notes every row of a faulty record as refused.
func (p *planner) mark(d *target) {
	for _, at := range d.rows {
		p.refuse(at.sheet, at.row)
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
	plan.Records = append(plan.Records, d.after)
	if t.New+t.Changed+t.Cancelled > mostChanges {
		return
	}
	c := Change{Kind: kind, Code: d.after.Base().Code, Name: d.after.Base().Name, What: what, Row: d.row, Fields: []FieldChange{}}
	if what != New { // of a new record every field is new
		c.Fields = fieldChanges(p.words.tables, d.before, d.after)
	}
	if d.sheet != nil {
		c.Sheet = d.sheet.Name
	}
	p.report.Changes = append(p.report.Changes, c)
}
