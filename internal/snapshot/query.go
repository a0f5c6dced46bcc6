package snapshot

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"servicehall/internal/catalog"
)

// Filter chooses records: every dimension that has values must match one of them. Without a state it chooses what is
// not cancelled.
type Filter struct {
	Values    map[Dimension][]string
	MaxVisits *int // finds this many visits and less; matters only
}

// Only says whether the filter speaks of these dimensions alone.
func (f Filter) Only(these []Dimension) bool {
	for d := range f.Values {
		if !slices.Contains(these, d) {
			return false
		}
	}
	return f.MaxVisits == nil
}

// Found is the records of one kind that fit a filter.
type Found struct {
	view   *View
	kind   catalog.Kind
	filter Filter
	text   string // what they were searched for by, "" when they were not
	slots  []slot // shared with the view: never changed
}

// Find returns the records that fit, in the default order.
func (v *View) Find(kind catalog.Kind, f Filter) Found {
	c := v.kinds[kind]
	wanted := c.wanted(v, f)
	found := Found{view: v, kind: kind, filter: f}
	_, byState := f.Values[ByState]
	slots, rest, ok := c.candidates(wanted, byState)
	if !ok {
		return found
	}
	if len(rest) == 0 && f.MaxVisits == nil {
		found.slots = slots
		return found
	}
	found.slots = make([]slot, 0, len(slots))
	sets := make([]bits, len(rest))
	for i, ids := range rest {
		sets[i] = c.bitsOf(ids)
	}
next:
	for _, s := range slots {
		for _, set := range sets {
			if !set.has(s) {
				continue next
			}
		}
		if f.MaxVisits == nil || fitsVisits(c.records[s], *f.MaxVisits) {
			found.slots = append(found.slots, s)
		}
	}
	return found
}

// wanted turns a filter's values into keys: for each dimension those of which one must be there.
func (c *collection) wanted(v *View, f Filter) [][]keyID {
	var wanted [][]keyID
	for d, values := range f.Values {
		ids := []keyID{}
		for _, value := range values {
			if kind := d.kind(); kind != "" {
				value = v.current(kind, value)
			}
			if id, ok := c.ids[key{d, value}]; ok && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		wanted = append(wanted, ids)
	}
	return wanted
}

// candidates returns the records with the rarest of the wanted keys, in order, and what they must have besides;
// false when nothing can fit.
func (c *collection) candidates(wanted [][]keyID, byState bool) (slots []slot, rest [][]keyID, ok bool) {
	rarest, fewest := -1, 0
	for i, ids := range wanted {
		n := 0
		for _, id := range ids {
			n += len(c.postings[id].published)
			if byState {
				n += len(c.postings[id].cancelled)
			}
		}
		if n == 0 {
			return nil, nil, false
		}
		if rarest < 0 || n < fewest {
			rarest, fewest = i, n
		}
	}
	if rarest < 0 {
		return c.all.published, nil, true
	}
	var lists [][]slot
	for _, id := range wanted[rarest] {
		lists = append(lists, c.postings[id].published)
		if byState && len(c.postings[id].cancelled) > 0 {
			lists = append(lists, c.postings[id].cancelled)
		}
	}
	if slots = lists[0]; len(lists) > 1 {
		slots = slices.Concat(lists...)
		slices.SortFunc(slots, c.order)
		slots = slices.Compact(slots)
	}
	return slots, slices.Concat(wanted[:rarest], wanted[rarest+1:]), true
}

func fitsVisits(r catalog.Record, most int) bool {
	m, ok := r.(*catalog.Matter)
	return ok && m.MaxVisits != nil && *m.MaxVisits <= most
}

// Len is how many there are.
func (f Found) Len() int { return len(f.slots) }

// Entries returns those from the one place to before the other, or to the end.
func (f Found) Entries(from, to int) []*Entry {
	from = min(from, len(f.slots))
	return f.view.kinds[f.kind].take(f.slots[from:min(to, len(f.slots))])
}

// All returns every one.
func (f Found) All() []*Entry { return f.Entries(0, len(f.slots)) }

// Values returns the record's values in a dimension.
func (v *View) Values(e *Entry, d Dimension) (values []string) {
	c := v.kinds[e.Record.Kind()]
	for _, id := range e.keys {
		if k := c.keys[id]; k.dimension == d {
			values = append(values, k.value)
		}
	}
	return values
}

// Facet counts the matters that have one value of a dimension.
type Facet struct {
	Code  string `json:"code" example:"01"`
	Name  string `json:"name" example:"行政许可"`
	Count int    `json:"count" example:"115"`
}

// Facets counts records by each value of the dimensions, each under all filters of f but its own; most first.
func (f Found) Facets(by []Dimension) map[string][]Facet {
	c := f.view.kinds[f.kind]
	chosen := c.chosen(f)
	facets := map[string][]Facet{}
	for _, d := range by {
		set := chosen
		if _, filtered := f.filter.Values[d]; filtered || d == ByState {
			set = c.chosen(f.view.Matching(f.kind, f.filter.without(d), f.text))
		}
		list := make([]Facet, 0, min(len(c.values[d]), len(f.slots)+1))
		for _, id := range c.values[d] {
			if n := set.count(c.postings[id].published) + set.count(c.postings[id].cancelled); n > 0 {
				list = append(list, Facet{Code: c.keys[id].value, Name: f.view.nameOf(c, id), Count: n})
			}
		}
		slices.SortFunc(list, func(a, b Facet) int { return cmp.Or(b.Count-a.Count, strings.Compare(a.Code, b.Code)) })
		facets[d.String()] = list
	}
	return facets
}

func (c *collection) chosen(f Found) bits {
	b := make(bits, (len(c.entries)+63)/64)
	b.add(f.slots)
	return b
}

// without returns the filter without the values of a dimension.
func (f Filter) without(d Dimension) Filter {
	values := maps.Clone(f.Values)
	delete(values, d)
	if d == ByState { // without a state Find would leave out what is cancelled
		if values == nil {
			values = map[Dimension][]string{}
		}
		values[ByState] = catalog.DictionaryOf(ByState.String()).Codes()
	}
	f.Values = values
	return f
}

// nameOf is what people call the value of a key.
func (v *View) nameOf(c *collection, id keyID) string {
	k := c.keys[id]
	if closed, ok := k.dimension.Closed(); ok {
		term, _ := closed.TermOf(k.value)
		return term.Label
	}
	if kind := k.dimension.kind(); kind != "" {
		return v.ref(kind, k.value).Name
	}
	if p := c.postings[id]; k.dimension == ByMain && len(p.published) > 0 {
		return c.records[p.published[0]].(*catalog.Matter).MainName
	}
	return k.value
}

// Sorts are what a list can be sorted by; a minus before it turns the order round.
func Sorts() []string { return []string{"code", "name", "updatedAt"} }

// ranking is the place of every slot in one of the sorts.
type ranking struct {
	once sync.Once
	rank []int32
}

// Sorted returns the records in the order of the key, one of Sorts, and of the code where that is equal. Names are
// sorted by pinyin. An empty key leaves the default order.
func (f Found) Sorted(by string) Found {
	name, descending := strings.CutPrefix(by, "-")
	i := slices.Index(Sorts(), name)
	if i < 0 {
		return f
	}
	rank := f.view.kinds[f.kind].rankings[i].of(f.view.kinds[f.kind].entries, name)
	f.slots = slices.Clone(f.slots)
	slices.SortFunc(f.slots, func(a, b slot) int {
		x, y := f.view.kinds[f.kind].entries[a], f.view.kinds[f.kind].entries[b]
		order := int(rank[a] - rank[b])
		if descending {
			order = -order
		}
		return cmp.Or(order, strings.Compare(x.Record.Base().Code, y.Record.Base().Code))
	})
	return f
}

// of ranks the entries when that is first asked for; equal ones have the same rank.
func (r *ranking) of(entries []*Entry, by string) []int32 {
	r.once.Do(func() {
		collator, buffer := collate.New(language.Chinese), &collate.Buffer{}
		keys, order := make([]string, len(entries)), make([]slot, len(entries))
		for i, e := range entries {
			h := e.Record.Base()
			order[i] = slot(i)
			switch by {
			case "code":
				keys[i] = h.Code
			case "name":
				keys[i] = string(collator.KeyFromString(buffer, h.Name))
				buffer.Reset()
			case "updatedAt":
				keys[i] = h.UpdatedAt.UTC().Format("20060102150405")
			}
		}
		slices.SortFunc(order, func(a, b slot) int { return strings.Compare(keys[a], keys[b]) })
		r.rank = make([]int32, len(entries))
		for i, s := range order {
			if i > 0 && keys[s] == keys[order[i-1]] {
				r.rank[s] = r.rank[order[i-1]]
			} else {
				r.rank[s] = int32(i)
			}
		}
	})
	return r.rank
}
