package exchange

import (
	"fmt"
	"strings"

	"servicehall/internal/exchange/tabular"
)

// grouping gathers the rows of a sheet in which a matter has one row per material. Of a sheet in any other form it
// gathers nothing.
type grouping struct {
	m      *mapped
	papers map[*target][]tabular.Row
	order  []*target
	last   *target // that the row above is about; nil when it was refused
	name   string  // of the matter that the row above is about
	begun  bool    // there is a row above
	strays []stray
}

// stray is a row with a material of which nobody knows whose it is.
type stray struct {
	row   int
	name  string
	above *target
}

func (g *grouping) nameIn(row tabular.Row) string {
	return strings.TrimSpace(row.Cells[g.m.columns[matterName]].Text)
}

// matterName is the header of the column of a matter's name.
const matterName = "事项名称"

// continues says whether a row goes on with the matter of the row above: it has no code, and no other name.
func (g *grouping) continues(row tabular.Row, key tabular.Cell) bool {
	if g.m.papers == nil || !g.begun || plainCode(key.Text) != "" || key.Unresolved {
		return false
	}
	name := g.nameIn(row)
	return name == "" || name == g.name
}

// begin takes the first row of a matter, nil when the row was refused.
func (g *grouping) begin(d *target, row tabular.Row) {
	if g.m.papers == nil {
		return
	}
	g.last, g.name, g.begun = d, g.nameIn(row), true
	if d != nil {
		g.papers[d] = append(g.papers[d], row)
		g.order = append(g.order, d)
	}
}

// stray takes a row that was refused because nobody can tell its matter.
func (g *grouping) stray(row tabular.Row) {
	if g.m.papers != nil {
		g.strays = append(g.strays, stray{row.Number, g.nameIn(row), g.last})
		g.last, g.name, g.begun = nil, g.nameIn(row), true
	}
}

// further takes a further row of a matter; it shares the fate of the first.
func (p *planner) further(g *grouping, d *target, row tabular.Row) {
	g.last = d
	if d == nil {
		p.refuse(g.m, row.Number)
		return
	}
	g.name = d.after.Base().Name
	p.repeats(g.m, d, row)
	g.papers[d] = append(g.papers[d], row)
	d.rows = append(d.rows, place{g.m, row.Number})
}

// repeats checks a further row of the same matter: what it says of the matter is empty or the same again.
func (p *planner) repeats(m *mapped, d *target, row tabular.Row) {
	first := m.row(d.row)
	for _, c := range m.table.info().columns {
		i, present := m.columns[c.header]
		if !present {
			continue
		}
		s, before := row.Cells[i].Text, first.Cells[i].Text
		switch {
		case !p.sound(m, row, c, row.Cells[i]):
			d.faulty = true
		case s != "" && s != before:
			p.fault(m, row.Number, c.header, s, "conflict", "同一个事项在第%d行写的是“%s”，前后不一致", d.row, short(before))
			d.faulty = true
		}
	}
}

// holdBack refuses the matters to which a stray row may belong: their list would lack it.
func (p *planner) holdBack(g *grouping) {
	for _, s := range g.strays {
		for _, d := range g.order {
			if !d.faulty && (d == s.above && s.name == "" || s.name == d.after.Base().Name) {
				d.faulty = true
				p.report.Notes = append(p.report.Notes, fmt.Sprintf("表“%s”第%d行可能是“%s”的一份材料，所以“%[3]s”也没有导入", g.m.Name, s.row, d.after.Base().Name))
			}
		}
	}
}
