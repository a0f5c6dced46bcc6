package exchange

import (
	"fmt"
	"slices"
	"strings"

	"servicehall/internal/catalog"
	"servicehall/internal/exchange/tabular"
)

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
		d.rows = append(d.rows, place{m, row.Number})
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
	at.origins = t.replace(p.env(), d.after, cells, func(i int, header string, err error) {
		d.faulty = true
		if !p.failed(m, at.rows[i], header) {
			p.fault(m, at.rows[i], header, cells[i][header], "form", "%s", err)
		}
	}, func(i int, header string, err error) {
		p.warn(m, at.rows[i], header, cells[i][header], "unused", "%s", err)
	})
	p.usedBefore(d, at, cells)
	if d.lists == nil {
		d.lists = map[string]listed{}
	}
	d.lists[info.pointer] = at
}

// usedBefore warns of an id that is written down and that something deleted since may have had. It is taken all the
// same: whoever brings an old export back means what it meant then.
func (p *planner) usedBefore(d *target, at listed, cells []map[string]string) {
	if d.before == nil {
		return
	}
	have := catalog.ChildIDs(d.before)
	for i, row := range at.rows {
		if id := strings.TrimSpace(cells[i]["编号"]); !slices.Contains(have, id) && catalog.MayHaveHad(d.before, id) {
			p.warn(at.sheet, row, "编号", id, "id_again", "编号“%s”可能是已经删去的一项用过的：确实是把那一项加回来的，可以保留；新增的请把编号空着", id)
		}
	}
}
