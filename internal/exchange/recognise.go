package exchange

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"servicehall/internal/exchange/tabular"
)

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
	p.fault(&mapped{Sheet: s, instead: -1}, 0, "", "", "header", "缺少必需的列，要有：%s；现在的表头是：%s", strings.Join(p.required(named), "、"), strings.Join(clip(s.Header, 20), "、"))
}

// required lists the columns without which one of our sheets cannot be taken.
func (p *planner) required(sheet string) (headers []string) {
	for _, t := range p.words.tables {
		if t.info().sheet != sheet {
			continue
		}
		for _, c := range t.info().columns {
			if c.required && (c.header == t.info().key || t.info().pointer == "") && !slices.Contains(headers, c.header) {
				headers = append(headers, c.header)
			}
		}
	}
	return headers
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
	if i, coded := m.columns[departmentCode]; coded {
		if _, named := m.columns["实施主体"]; !named { // the code alone names it
			m.columns["实施主体"] = i
			delete(m.columns, departmentCode)
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
