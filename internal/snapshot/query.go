package snapshot

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"servicehall/internal/catalog"
)

// Dimension is something that matters or bundles are filtered and counted by.
type Dimension int

// The dimensions. Their names are those of the parameters.
const (
	ByDepartment Dimension = iota
	ByType
	ByAudience
	ByTheme
	ByMain
	ByZone
	ByWindow
	ByLifecycle
	ByScene
	ByBundle
	ByChannel
	ByHandling
	ByWaiver
	ByCommitment
	ByEntryBatch
	ByState
	dimensions // how many there are
)

// String is the dimension's parameter.
func (d Dimension) String() string {
	return [dimensions]string{"department", "type", "audience", "theme", "main", "zone", "window", "lifecycle", "scene", "bundle", "channel", "handling", "waiver", "commitment", "entryBatch", "state"}[d]
}

// MatterDimensions are those of a matter.
func MatterDimensions() []Dimension {
	all := make([]Dimension, dimensions)
	for i := range all {
		all[i] = Dimension(i)
	}
	return all
}

// BundleDimensions are those of a bundle; its departments are the lead and the joint ones.
func BundleDimensions() []Dimension {
	return []Dimension{ByDepartment, ByLifecycle, ByScene, ByState}
}

// Closed returns the closed list that the dimension's values come from, and whether there is one.
func (d Dimension) Closed() (catalog.Dictionary, bool) {
	switch d {
	case ByWaiver, ByCommitment:
		return catalog.Dictionary{Name: d.String(), Label: map[Dimension]string{ByWaiver: "容缺受理", ByCommitment: "告知承诺"}[d], Terms: []catalog.Term{{Code: "true", Label: "是"}, {Code: "false", Label: "否"}}}, true
	case ByType, ByAudience, ByTheme, ByLifecycle, ByChannel, ByHandling, ByState:
		return catalog.DictionaryOf(d.String()), true
	}
	return catalog.Dictionary{}, false
}

// kind is the kind of record that the dimension's values are codes of, "" where they are not.
func (d Dimension) kind() catalog.Kind {
	switch d {
	case ByDepartment:
		return catalog.KindDepartment
	case ByZone:
		return catalog.KindZone
	case ByWindow:
		return catalog.KindWindow
	case ByScene:
		return catalog.KindScene
	case ByBundle:
		return catalog.KindBundle
	}
	return ""
}

// keys holds a record's values in every dimension, current codes only and none twice.
type keys [dimensions][]string

func (k *keys) add(d Dimension, value string) {
	if value != "" && !slices.Contains(k[d], value) {
		k[d] = append(k[d], value)
	}
}

func (b *builder) matterKeys(m *Matter) keys {
	var k keys
	doc := &m.Document
	k.add(ByDepartment, doc.Department.Code)
	k.add(ByType, doc.Type)
	for _, a := range doc.Audience {
		k.add(ByAudience, string(a))
	}
	for _, t := range doc.Themes {
		k.add(ByTheme, t)
	}
	k.add(ByMain, doc.MainCode)
	for _, w := range doc.Windows {
		k.add(ByWindow, w.Code)
		k.add(ByZone, w.Zone.Code)
	}
	for _, s := range b.scopes[doc.Code] {
		k.add(ByScene, s.Code)
		k.add(ByLifecycle, string(s.Lifecycle))
	}
	for _, x := range doc.Bundles {
		k.add(ByBundle, x.Code)
	}
	for _, c := range doc.Channels {
		k.add(ByChannel, string(c))
	}
	k.add(ByHandling, string(doc.Handling))
	k.add(ByWaiver, fmt.Sprint(m.Item.Waiver))
	k.add(ByCommitment, fmt.Sprint(m.Item.Commitment))
	if doc.Entry != nil {
		k.add(ByEntryBatch, doc.Entry.Batch)
	}
	k.add(ByState, string(doc.State))
	return k
}

func bundleKeys(x *Bundle) keys {
	var k keys
	k.add(ByDepartment, x.Item.Lead.Code)
	for _, d := range x.Item.Joint {
		k.add(ByDepartment, d.Code)
	}
	k.add(ByLifecycle, string(x.Item.Lifecycle))
	k.add(ByScene, x.Item.Scene.Code)
	k.add(ByState, string(x.Item.State))
	return k
}

// Filter chooses matters or bundles: every dimension that has values must match one of them.
type Filter struct {
	Values    map[Dimension][]string
	MaxVisits *int // finds this many visits and less; matters only
}

// resolved replaces former codes by current ones and chooses what is in use where no state is asked for.
func (v *View) resolved(f Filter) Filter {
	out := Filter{Values: map[Dimension][]string{}, MaxVisits: f.MaxVisits}
	for d, values := range f.Values {
		kind := d.kind()
		for _, value := range values {
			if kind != "" {
				value = v.ref(kind, value).Code
			}
			out.Values[d] = append(out.Values[d], value)
		}
	}
	if len(out.Values[ByState]) == 0 {
		out.Values[ByState] = []string{string(catalog.Active), string(catalog.Suspended)}
	}
	return out
}

// matches says whether the keys fit the filter, leaving one dimension out of account (-1: none).
func (k *keys) matches(f Filter, except Dimension) bool {
	for d, values := range f.Values {
		if d == except {
			continue
		}
		if !slices.ContainsFunc(k[d], func(have string) bool { return slices.Contains(values, have) }) {
			return false
		}
	}
	return true
}

func (m *Matter) matches(f Filter, except Dimension) bool {
	if f.MaxVisits != nil && (m.Item.MaxVisits == nil || *m.Item.MaxVisits > *f.MaxVisits) {
		return false
	}
	return m.keys.matches(f, except)
}

// FilterMatters returns the matters that fit, in the default order.
func (v *View) FilterMatters(f Filter) []*Matter {
	f = v.resolved(f)
	var found []*Matter
	for _, m := range v.Matters {
		if m.matches(f, -1) {
			found = append(found, m)
		}
	}
	return found
}

// FilterBundles returns the bundles that fit, in the default order.
func (v *View) FilterBundles(f Filter) []*Bundle {
	f = v.resolved(f)
	var found []*Bundle
	for _, x := range v.Bundles {
		if x.keys.matches(f, -1) {
			found = append(found, x)
		}
	}
	return found
}

// Facet counts the matters that have one value of a dimension.
type Facet struct {
	Code  string `json:"code" example:"01"`
	Name  string `json:"name" example:"行政许可"`
	Count int    `json:"count" example:"115"`
}

// Facets counts matters by each value of the dimensions, each under all filters but its own; most first.
func (v *View) Facets(f Filter, by []Dimension) map[string][]Facet {
	f = v.resolved(f)
	facets := map[string][]Facet{}
	for _, d := range by {
		counts := map[string]int{}
		names := map[string]string{}
		for _, m := range v.Matters {
			if !m.matches(f, d) {
				continue
			}
			for _, value := range m.keys[d] {
				counts[value]++
				if d == ByMain {
					names[value] = m.Item.MainName
				}
			}
		}
		list := make([]Facet, 0, len(counts))
		closed, isClosed := d.Closed()
		for value, count := range counts {
			facet := Facet{Code: value, Name: value, Count: count}
			if isClosed {
				term, _ := closed.TermOf(value)
				facet.Name = term.Label
			} else if kind := d.kind(); kind != "" {
				facet.Name = v.ref(kind, value).Name
			} else if name := names[value]; name != "" {
				facet.Name = name
			}
			list = append(list, facet)
		}
		slices.SortFunc(list, func(a, b Facet) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Code, b.Code)) })
		facets[d.String()] = list
	}
	return facets
}

// Sortable is a line of a list.
type Sortable interface {
	sortKeys() (code, name, updatedAt string)
}

func (m *Matter) sortKeys() (string, string, string) { return headKeys(&m.Document.Head) }
func (x *Bundle) sortKeys() (string, string, string) { return headKeys(&x.Document.Head) }

func (d *DepartmentDocument) sortKeys() (string, string, string) { return headKeys(&d.Head) }
func (d *ZoneDocument) sortKeys() (string, string, string)       { return headKeys(&d.Head) }
func (d *WindowDocument) sortKeys() (string, string, string)     { return headKeys(&d.Head) }
func (d *SceneDocument) sortKeys() (string, string, string)      { return headKeys(&d.Head) }

func headKeys(h *catalog.Head) (string, string, string) {
	return h.Code, h.Name, h.UpdatedAt.UTC().Format("20060102150405")
}

// Sorts are what a list can be sorted by; a minus before it turns the order round.
func Sorts() []string { return []string{"code", "name", "updatedAt"} }

// Sort returns the list in the order of the key, one of Sorts, and of the code where that is equal. Names are
// sorted by pinyin. An empty key leaves the default order.
func Sort[T Sortable](list []T, key string) []T {
	name, descending := strings.CutPrefix(key, "-")
	if name == "" {
		return list
	}
	type row struct {
		item      T
		key, code string
	}
	collator, buffer := collate.New(language.Chinese), &collate.Buffer{}
	rows := make([]row, len(list))
	for i, item := range list {
		code, title, updated := item.sortKeys()
		rows[i] = row{item: item, code: code, key: code}
		switch name {
		case "name":
			rows[i].key = string(collator.KeyFromString(buffer, title))
			buffer.Reset()
		case "updatedAt":
			rows[i].key = updated
		}
	}
	slices.SortFunc(rows, func(a, b row) int {
		order := cmp.Compare(a.key, b.key)
		if descending {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(a.code, b.code))
	})
	sorted := make([]T, len(list))
	for i, r := range rows {
		sorted[i] = r.item
	}
	return sorted
}

// Values returns the matter's values in a dimension.
func (m *Matter) Values(d Dimension) []string { return m.keys[d] }
