package exchange

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"servicehall/internal/catalog"
)

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
	for _, kind := range catalog.Kinds() {
		for _, code := range slices.Sorted(maps.Keys(p.present[kind])) {
			r := p.present[kind][code]
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
			p.warn(m, row, header, h.Code, "demonstration", "这条记录是演示数据，清除演示数据时会一起撤下；已经改成真实数据的，请加一列“演示数据”，写 否")
		}
	}
	p.hurtBundles(after, byRecord[catalog.KindMatter])
	catalog.LintEach(after, func(f catalog.Finding) {
		if d := byRecord[f.Kind][f.Record]; d != nil {
			m, row, header := p.cellOf(d, f.Pointer)
			if m.columns != nil && !m.hasColumn(header) {
				header = "" // the file says nothing of it
			}
			p.warn(m, row, header, "", f.Rule, "%s", f.Detail)
		}
	})
}

// hurtBundles warns of matters that the import takes out of use while bundles in use have them as members.
func (p *planner) hurtBundles(after *catalog.Dataset, changed map[string]*target) {
	out := map[string]*target{} // by every code that a member may name it by
	for _, d := range changed {
		h := d.after.Base()
		if h.State == catalog.Active || d.before == nil || d.before.Base().State == h.State {
			continue
		}
		for _, code := range append([]string{h.Code}, h.FormerCodes...) {
			out[code] = d
		}
	}
	if len(out) == 0 {
		return
	}
	hurt := map[*target][]string{}
	for _, b := range after.Bundles {
		if b.State != catalog.Active {
			continue
		}
		for _, m := range b.Members {
			if m.Matter != nil && out[*m.Matter] != nil {
				d := out[*m.Matter]
				hurt[d] = append(hurt[d], fmt.Sprintf("%s（%s）", b.Name, b.Code))
			}
		}
	}
	for _, d := range p.order {
		if bundles := hurt[d]; bundles != nil {
			m, row, header := p.cellOf(d, "/state")
			p.warn(m, row, header, labelOf("state", string(d.after.Base().State)), "bundle_member", "%s后，%d个在用的一件事里还有这个事项，请一并调整：%s",
				labelOf("state", string(d.after.Base().State)), len(bundles), strings.Join(clip(bundles, 10), "、"))
		}
	}
}
