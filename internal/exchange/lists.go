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
	owners := make([]*target, len(m.Rows))
	orphans := 0 // rows of which nobody knows whose list they belong to
	for i, row := range m.Rows {
		cell := row.Cells[m.columns[info.key]]
		key := plainCode(cell.Text)
		switch {
		case !p.sound(m, row, info.columns[0], cell):
			orphans++
			continue
		case key == "":
			if !p.otherMeaning(info, m, row) {
				p.fault(m, row.Number, info.key, "", "required", "这一行没有%s", info.key)
				orphans++
			}
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
			continue
		}
		p.take(recordInfo(p.words.tables, info.kind), d)
		if rows[d] == nil {
			order = append(order, d)
		}
		rows[d] = append(rows[d], row)
		owners[i] = d
		d.rows = append(d.rows, place{m, row.Number})
	}
	for _, d := range order {
		if before, twice := d.lists[info.pointer]; twice {
			p.fault(m, rows[d][0].Number, info.key, d.after.Base().Code, "conflict", "“%s”的这份清单在表“%s”第%d行已经写了，请把两处的行合到一张表里", d.after.Base().Name, before.sheet.Name, before.first)
			d.faulty = true
			continue
		}
		p.list(t, m, d, rows[d], m.columns)
		d.faulty = d.faulty || orphans > 0 // any of these lists may lack a row
	}
	p.slips(m, info, owners)
	if orphans > 0 && len(order) > 0 {
		p.report.Notes = append(p.report.Notes, fmt.Sprintf("表“%s”有%d行不知道归属，可能缺了某个清单的一行，这张表里的记录都没有导入", m.Name, orphans))
	}
}

// slips holds back a record beside a row whose code nobody has but that is nearly the record's: it may be a slip of
// the pen, and the list would lack that row.
func (p *planner) slips(m *mapped, info *tableInfo, owners []*target) {
	at := m.columns[info.key]
	for i, row := range m.Rows {
		key := plainCode(row.Cells[at].Text)
		if owners[i] != nil || key == "" {
			continue
		}
		for _, beside := range []int{i - 1, i + 1} {
			if beside < 0 || beside >= len(owners) || owners[beside] == nil {
				continue
			}
			if d := owners[beside]; !d.faulty && nearly(key, plainCode(m.Rows[beside].Cells[at].Text)) {
				d.faulty = true
				p.report.Notes = append(p.report.Notes, fmt.Sprintf("表“%s”第%d行的“%s”可能是“%s”的笔误，所以“%s”也没有导入", m.Name, row.Number, short(key), d.after.Base().Code, d.after.Base().Name))
			}
		}
	}
}

// nearly says whether two codes differ in one place, by two characters at most.
func nearly(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	head := 0
	for head < len(x) && x[head] == y[head] {
		head++
	}
	tail := 0
	for tail < len(x)-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	return head+tail > 0 && len(y)-head-tail <= 2
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
	at := listed{sheet: m, first: rows[0].Number}
	for _, row := range rows {
		texts := map[string]string{}
		empty := true
		for _, c := range info.columns {
			i, present := columns[c.header]
			if !present || c.header == info.key {
				continue
			}
			if !p.sound(m, row, c, row.Cells[i]) {
				d.faulty, empty = true, false
				continue
			}
			texts[c.header] = plainText(row.Cells[i].Text)
			empty = empty && texts[c.header] == ""
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
	if len(cells) == 0 && info != m.table.info() {
		return // the sheet of the records says nothing of this list
	}
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
