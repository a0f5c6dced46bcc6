package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"servicehall/internal/catalog"
	"servicehall/internal/exchange/tabular"
	"servicehall/internal/natcode"
)

// readRecords makes a target of every row.
func (p *planner) readRecords(t records, m *mapped) {
	info := t.info()
	g := &grouping{m: m, papers: map[*target][]tabular.Row{}}
	first, made := map[string]int{}, map[string]*target{}
	for _, row := range m.Rows {
		cell := m.key(row)
		key := info.keyOf(cell.Text)
		switch {
		case g.continues(row, cell):
			p.further(g, g.last, row)
			continue
		case !p.sound(m, row, info.columns[0], cell):
			p.examine(t, m, row)
			g.stray(row)
			p.lost[info.kind]++
			continue
		case key == "":
			p.fault(m, row.Number, info.key, "", "required", "这一行没有%s", info.key)
			p.examine(t, m, row)
			g.stray(row)
			p.lost[info.kind]++
			continue
		}
		if before, twice := first[key]; twice {
			if m.papers == nil {
				p.fault(m, row.Number, info.key, key, "duplicate", "%s“%s”在第%d行已经有了", info.key, key, before)
				p.lost[info.kind]++
				continue
			}
			p.further(g, made[key], row)
			continue
		}
		first[key] = row.Number
		d := p.recordRow(t, m, row, key)
		if made[key] = d; d == nil {
			p.lost[info.kind]++
		}
		g.begin(d, row)
		if d != nil && p.targets[info.kind][key] == nil {
			p.targets[info.kind][key] = d // a former code leads here too
		}
	}
	if m.papers == nil {
		return
	}
	i := slices.IndexFunc(p.words.tables, func(t table) bool { return t.info().sheet == "材料" })
	for _, d := range g.order {
		p.list(p.words.tables[i].(children), m, d, g.papers[d], m.papers)
	}
	p.holdBack(g)
}

// sound refuses a cell that does not hold what somebody could have meant; in a column of codes that is also a number
// or a formula: digits are lost before the file is even read.
func (p *planner) sound(m *mapped, row tabular.Row, c column, cell tabular.Cell) bool {
	text := strings.TrimSpace(cell.Text)
	switch {
	case cell.Unresolved:
		p.fault(m, row.Number, c.header, "", "formula", "这一格的公式没有结果，请粘贴为值（复制后选择性粘贴为“值”）")
	case cell.Error:
		p.fault(m, row.Number, c.header, text, "error_value", "这一格是表格程序的错误值 %s，请改成正确的内容", text)
	case !c.code:
		return true
	case cell.Formula:
		p.fault(m, row.Number, c.header, text, "formula", "这一格是公式，请改成文字（复制后选择性粘贴为“值”）")
	case cell.Numeric:
		p.fault(m, row.Number, c.header, text, "numeric", "这一格是数字，长编码会丢位数，请把这一列设为文本后重新填写")
	case natcode.Spoilt(text) && !p.present.Has(m.table.info().kind, text): // one that is there already gets a right code by this row
		p.fault(m, row.Number, c.header, text, "spoilt", catalog.SpoiltCode, text)
	default:
		return true
	}
	return false
}

// recordRow makes the target of one row, or nil when its record cannot be told.
func (p *planner) recordRow(t records, m *mapped, row tabular.Row, key string) *target {
	info := t.info()
	texts := p.texts(info, m, row)
	former := plainCode(texts[formerHeader(info.key)])
	d := p.targetOf(info, key)
	if former != "" {
		old := p.targetOf(info, former)
		switch {
		case old == nil:
			p.fault(m, row.Number, formerHeader(info.key), former, "reference", "目录里没有编码为“%s”的%s", former, info.kind.Label())
		case d != nil && d != old:
			p.fault(m, row.Number, info.key, key, "duplicate", "编码“%s”已经是另一条记录的：%s", key, d.after.Base().Name)
			old = nil
		case old.sheet != nil:
			d = old // refused below
		case d == nil, former == d.after.Base().Code && key != former:
			recode(old.after, key)
			d = old
		}
		if old == nil {
			p.examine(t, m, row)
			return nil
		}
	}
	if d != nil && d.sheet != nil {
		p.fault(m, row.Number, info.key, key, "duplicate", "表“%s”第%d行已经写了这条记录（%s）", d.sheet.Name, d.row, d.after.Base().Code)
		return nil
	}
	if d == nil {
		d = newTarget(t.make(key))
	}
	if now := d.after.Base().Code; now != key {
		p.warn(m, row.Number, info.key, key, "former_code", "“%s”是旧编码，现在的编码是“%s”，这一行改的就是这条记录；要把编码改回去的，在“%s”里写现在的编码", key, now, formerHeader(info.key))
	}
	p.take(info, d)
	d.sheet, d.row = m, row.Number
	d.rows = append(d.rows, place{m, row.Number})
	p.fill(t, m, row, d, texts)
	if mt, is := d.after.(*catalog.Matter); is && mt.Department == "" && !p.failed(m, row.Number, "实施主体") {
		p.fault(m, row.Number, "实施主体", "", "required", "不知道是哪个部门的事项，请写实施主体")
		d.faulty = true
	}
	for _, former := range d.after.Base().FormerCodes {
		if p.targets[info.kind][former] == nil {
			p.targets[info.kind][former] = d
		}
	}
	p.name(d.after)
	return d
}

// examine reports the faults of the cells of a row whose record cannot be told, so that they need no second run.
func (p *planner) examine(t records, m *mapped, row tabular.Row) {
	info, texts := t.info(), p.texts(t.info(), m, row)
	if p.spoken[info.kind] == nil {
		p.spoken[info.kind] = map[string]place{}
	}
	p.spoken[info.kind][normal(texts[info.columns[1].header])] = place{m, row.Number}
	p.fill(t, m, row, newTarget(t.make("?")), texts)
}

// texts returns the row's texts by our headers. A cell that cannot be what its column holds is reported, once, and
// left out.
func (p *planner) texts(info *tableInfo, m *mapped, row tabular.Row) map[string]string {
	texts := map[string]string{}
	for _, c := range info.columns {
		i, present := m.columns[c.header]
		if !present || p.failed(m, row.Number, c.header) || !p.sound(m, row, c, row.Cells[i]) {
			continue
		}
		texts[c.header] = plainText(row.Cells[i].Text)
	}
	return texts
}

// fill sets what the texts of a row say of its record.
func (p *planner) fill(t records, m *mapped, row tabular.Row, d *target, texts map[string]string) {
	info, e := t.info(), p.env()
	if i, has := m.columns["主项编码"]; has && i == m.instead { // the 实施编码 of the 子项 stands in its place
		texts["主项编码"] = mainCode(texts["主项编码"])
	}
	fault := func(header, value, code string, err error) {
		p.fault(m, row.Number, header, value, code, "%s", err)
	}
	if code := plainCode(texts[departmentCode]); code != "" {
		named, err := p.departmentOf(code, texts["实施主体"], func(format string, args ...any) {
			p.warn(m, row.Number, departmentCode, code, "department", format, args...)
		})
		if err != nil {
			fault(departmentCode, code, "conflict", err)
		}
		texts["实施主体"] = named
	}
	for _, c := range info.columns {
		s, present := texts[c.header]
		if !present || c.header == info.key || c.inOnly {
			continue
		}
		if unit := orText(strings.TrimSpace(texts[c.header+unitSuffix]), m.units[c.header]); unit != "" && isNumber(s) {
			named, err := p.words.value(c.header+unitSuffix, "unit", unit)
			if err != nil {
				fault(c.header+unitSuffix, unit, "closed_list", err)
				p.wrong[cell{place{m, row.Number}, c.header}] = true
				continue
			}
			s = strings.TrimSpace(s) + labelOf("unit", named)
		}
		if c.required && strings.TrimSpace(s) == "" {
			fault(c.header, s, "required", fmt.Errorf("%s不能为空", c.header))
			continue
		}
		if was := d.before; c.header == stateHeader && strings.TrimSpace(s) == "" && was != nil && was.Base().State != catalog.Active {
			fault(c.header, s, "required", fmt.Errorf("目录里这条记录是“%s”，状态空着就会恢复在用：照旧的请写 %[1]s，确实要恢复的请写 在用", labelOf("state", string(was.Base().State))))
			continue
		}
		if err := t.setter(e, c.header, d.after, s); err != nil {
			fault(c.header, s, "form", err)
		}
	}
	settle(d, texts)
	if p.refused[m.Name][row.Number] {
		d.faulty = true
		return
	}
	empty := t.make("?")
	for _, c := range info.columns {
		s, present := texts[c.header]
		switch shown := t.shows(c.header, d.after); {
		case !present || c.inOnly:
		case says(s) && shown == "":
			p.warn(m, row.Number, c.header, s, "unused", "%s", errUnused)
		case s == "" && d.before != nil && shown != "" && shown == t.shows(c.header, d.before) && shown != t.shows(c.header, empty):
			p.warn(m, row.Number, c.header, "", "kept", "这一格空着，原来的“%s”照旧，没有清空", short(shown))
		}
	}
}

func isNumber(s string) bool {
	_, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	return err == nil
}

// recode gives a record a new code, which may be one that it had, and keeps the old one.
func recode(r catalog.Record, code string) {
	h := r.Base()
	h.FormerCodes = append(slices.DeleteFunc(h.FormerCodes, func(former string) bool { return former == code }), h.Code)
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
		m.BaseCode, m.MainCode = orText(m.BaseCode, parts.Base.String()), orText(m.MainCode, parts.Main())
	}
	m.MainName = orText(m.MainName, m.Name)
}

// mainCode returns the code of the 主项 of an 实施编码; one in another form stays as it is.
func mainCode(code string) string {
	if parts, err := natcode.ParseMatter(plainCode(code)); err == nil {
		return parts.Main()
	}
	return code
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
	if d.table != nil {
		if p.targets[info.kind][d.after.Base().Code] == nil {
			p.targets[info.kind][d.after.Base().Code] = d
		}
		return
	}
	d.table = info
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

func (p *planner) env() *env { return &env{words: p.words, resolve: p.resolve, knows: p.knows} }

// knows says whether a cell names a record by a code or a name that is there already.
func (p *planner) knows(kind catalog.Kind, s string) bool {
	s = plainCode(s)
	return p.targets[kind][s] != nil || p.present.Has(kind, s) || len(p.names[kind][normal(s)]) > 0
}

// resolve finds the record that a cell names by code or by name.
func (p *planner) resolve(kind catalog.Kind, s string) (string, error) {
	s = plainCode(s)
	if p.targets[kind][s] != nil || p.present.Has(kind, s) {
		return s, nil // a code, present or former, stays as it is written: it never changes its meaning
	}
	named := p.inUse(kind, p.names[kind][normal(s)])
	switch {
	case len(named) == 1:
		p.merging(kind, named[0], s)
		return named[0], nil
	case len(named) > 1:
		return "", fmt.Errorf("叫“%s”的%s有%d个，请写编码：%s", s, kind.Label(), len(named), strings.Join(named, "、"))
	case p.spoken[kind][normal(s)].sheet != nil:
		at := p.spoken[kind][normal(s)]
		return "", errors.New(becauseOf(at.sheet.Name, at.row, fmt.Sprintf("没有叫“%s”的%s", s, kind.Label())))
	case kind == catalog.KindDepartment && p.options.CreateMissing:
		return p.createDepartment(s, "")
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

// merging notes, once, that a department which the program makes is named in another spelling too.
func (p *planner) merging(kind catalog.Kind, code, name string) {
	d := p.targets[kind][code]
	if d == nil || !d.made || d.after.Base().Name == name || p.merged[name] {
		return
	}
	p.merged[name] = true
	p.report.Notes = append(p.report.Notes, fmt.Sprintf("“%s”和“%s”只是写法不同，当作同一个部门新建", d.after.Base().Name, name))
}

// departmentOf finds the department that a file names by its code and, unless name is empty, by its name; it returns
// a code or, of one that nobody knows, the name. What is odd and stops nothing goes to warn.
func (p *planner) departmentOf(code, name string, warn func(format string, args ...any)) (string, error) {
	const kind = catalog.KindDepartment
	known := p.inUse(kind, p.names[kind][normal(name)])
	d := p.targetOf(recordInfo(p.words.tables, kind), code)
	switch {
	case name == "" || name == code:
		return code, nil
	case d != nil && len(known) == 1 && known[0] != d.after.Base().Code:
		return code, fmt.Errorf("编码“%s”是“%s”，实施主体写的却是“%s”，请核对", code, d.after.Base().Name, name)
	case d != nil:
		if !slices.Contains(known, d.after.Base().Code) {
			warn("编码“%s”是“%s”，实施主体写的是“%s”，照编码算", code, d.after.Base().Name, name)
		}
		return code, nil
	case len(known) == 1 && natcode.CheckCredit(code) == nil && natcode.CheckCredit(known[0]) == nil:
		return name, fmt.Errorf("“%s”的编码是“%s”，这里写的却是“%s”；部门换了编码的，请先在表“部门”里用“原部门编码”改过来", name, known[0], code)
	case len(known) == 0 && p.options.CreateMissing && natcode.CheckCredit(code) == nil:
		return p.createDepartment(name, code)
	}
	return name, nil
}

// createDepartment makes a department that only the file knows. Without a code of its own its code stands for its
// name until it gets one.
func (p *planner) createDepartment(name, code string) (string, error) {
	if code == "" {
		sum := sha256.Sum256([]byte(name))
		code = "X-" + hex.EncodeToString(sum[:6])
	}
	if p.present.Has(catalog.KindDepartment, code) {
		return code, nil // it was made before and has got another name since
	}
	made := &catalog.Department{Head: catalog.Head{Code: code, Name: name, State: catalog.Active}, Nature: "1"}
	var invalid *catalog.Invalid
	if errors.As((&catalog.Dataset{Departments: []*catalog.Department{made}}).Validate(p.present.Has), &invalid) {
		return "", fmt.Errorf("“%s”不能作部门的名称：%s", short(name), invalid.Faults[0].Detail)
	}
	d := newTarget(made)
	d.made = true
	p.take(recordInfo(p.words.tables, catalog.KindDepartment), d)
	p.name(d.after)
	return code, nil
}

func recordInfo(tables []table, kind catalog.Kind) *tableInfo {
	i := slices.IndexFunc(tables, func(t table) bool { return t.info().kind == kind && t.info().pointer == "" })
	return tables[i].info()
}

// plainText makes the line ends of other systems plain ones. A cell of nothing but spaces is empty.
func plainText(s string) string {
	if strings.TrimSpace(s) == "" {
		return ""
	}
	return strings.ReplaceAll(s, "\r\n", "\n")
}
