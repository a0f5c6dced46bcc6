package snapshot

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"servicehall/internal/catalog"
)

// slot is the place of a record in its collection; it keeps it in every view that follows.
type slot int32

// key is one value of a dimension, keyID what stands for it within a collection.
type (
	key struct {
		dimension Dimension
		value     string
	}
	keyID int32
)

// posting lists the slots of the records that have a key, each list in the default order.
type posting struct{ published, cancelled []slot }

// collection holds the records of one kind and the ways to find them. A view's collections are never changed: the
// view that follows changes copies, and what those share with the old ones is replaced whole.
type collection struct {
	records  []catalog.Record // by slot
	entries  []*Entry         // by slot
	codes    map[string]slot  // every code that a record has or had
	ids      map[key]keyID
	keys     []key                   // by id
	postings []posting               // by id
	values   [dimensions + 1][]keyID // the ids of each dimension's keys
	all      posting
	rankings []*ranking // by the place in Sorts

	ownCodes, ownIDs bool // the map is no older view's and may be changed
}

func newCollection() *collection {
	return &collection{codes: map[string]slot{}, ids: map[key]keyID{}}
}

// follow returns a copy for the view that follows.
func (c *collection) follow() *collection {
	next := *c
	next.records, next.entries, next.postings = slices.Clone(c.records), slices.Clone(c.entries), slices.Clone(c.postings)
	next.ownCodes, next.ownIDs = false, false
	next.rankings = make([]*ranking, len(Sorts()))
	for i := range next.rankings {
		next.rankings[i] = &ranking{}
	}
	return &next
}

// find returns the entry of the record that has or had the code, nil when there is none.
func (c *collection) find(code string) *Entry {
	if s, ok := c.codes[code]; ok {
		return c.entries[s]
	}
	return nil
}

// register takes a record in under its codes and returns what it was before, nil for a new one; its entry is made
// later.
func (c *collection) register(r catalog.Record) (s slot, before catalog.Record) {
	h := r.Base()
	s, known := c.codes[h.Code]
	for _, former := range h.FormerCodes {
		if !known { // it was given a new code
			s, known = c.codes[former]
		}
	}
	if !known {
		s = slot(len(c.records))
		c.records, c.entries = append(c.records, nil), append(c.entries, nil)
	}
	before, c.records[s] = c.records[s], r
	for _, code := range append([]string{h.Code}, h.FormerCodes...) {
		if have, ok := c.codes[code]; ok && have == s {
			continue
		}
		if !c.ownCodes {
			c.codes, c.ownCodes = maps.Clone(c.codes), true
		}
		c.codes[code] = s
	}
	return s, before
}

// id returns the id of a key and makes one when there is none.
func (c *collection) id(k key) keyID {
	id, ok := c.ids[k]
	if !ok {
		if !c.ownIDs {
			c.ids, c.keys, c.ownIDs = maps.Clone(c.ids), slices.Clone(c.keys), true
			for d := range c.values {
				c.values[d] = slices.Clone(c.values[d])
			}
		}
		id = keyID(len(c.keys))
		c.ids[k] = id
		c.keys = append(c.keys, k)
		c.postings = append(c.postings, posting{})
		c.values[k.dimension] = append(c.values[k.dimension], id)
	}
	return id
}

// with returns the slots of the records that have the key.
func (c *collection) with(d Dimension, value string) posting {
	if id, ok := c.ids[key{d, value}]; ok {
		return c.postings[id]
	}
	return posting{}
}

// bits is a set of slots.
type bits []uint64

// bitsOf returns the set of the slots that the postings of the keys list.
func (c *collection) bitsOf(ids []keyID) bits {
	b := make(bits, (len(c.entries)+63)/64)
	for _, id := range ids {
		b.add(c.postings[id].published)
		b.add(c.postings[id].cancelled)
	}
	return b
}

func (b bits) add(slots []slot) {
	for _, s := range slots {
		b[s/64] |= 1 << (s % 64)
	}
}

func (b bits) has(s slot) bool { return b[s/64]&(1<<(s%64)) != 0 }

// count counts those of the slots that are in the set.
func (b bits) count(slots []slot) (n int) {
	for _, s := range slots {
		n += int(b[s/64] >> (s % 64) & 1)
	}
	return n
}

// order is the default one: by the department that leads, where there is one, then by code.
func (c *collection) order(a, b slot) int {
	x, y := c.entries[a], c.entries[b]
	return cmp.Or(strings.Compare(x.lead, y.lead), strings.Compare(x.Record.Base().Code, y.Record.Base().Code))
}

// refillFrom is how many entries are moved one by one; of more, all postings are made anew.
const refillFrom = 200

// replace puts entries in place and brings the postings in line.
func (c *collection) replace(entries []*Entry) {
	var moving []*Entry
	for _, e := range entries {
		if old := c.entries[e.slot]; old == nil || !old.standsWhere(e) {
			moving = append(moving, e)
		}
	}
	refill := len(moving) > refillFrom
	for _, e := range moving {
		if old := c.entries[e.slot]; old != nil && !refill {
			c.each(old, func(list []slot) []slot {
				i := slices.Index(list, old.slot)
				return slices.Concat(list[:i], list[i+1:])
			})
		}
	}
	for _, e := range entries {
		c.entries[e.slot] = e
	}
	if refill {
		c.refill()
		return
	}
	for _, e := range moving {
		c.each(e, func(list []slot) []slot {
			i, _ := slices.BinarySearchFunc(list, e.slot, c.order)
			return slices.Concat(list[:i], []slot{e.slot}, list[i:])
		})
	}
}

// each replaces every list that the entry stands in.
func (c *collection) each(e *Entry, change func([]slot) []slot) {
	lists := []*posting{&c.all}
	for _, id := range e.keys {
		lists = append(lists, &c.postings[id])
	}
	for _, p := range lists {
		list := p.of(e)
		*list = change(*list)
	}
}

func (p *posting) of(e *Entry) *[]slot {
	if e.published() {
		return &p.published
	}
	return &p.cancelled
}

// refill makes every posting anew.
func (c *collection) refill() {
	ordered := make([]slot, len(c.entries))
	for i := range ordered {
		ordered[i] = slot(i)
	}
	slices.SortFunc(ordered, c.order)
	sizes := make([]int32, len(c.keys))
	for _, e := range c.entries {
		for _, id := range e.keys {
			sizes[id]++
		}
	}
	c.all, c.postings = posting{}, make([]posting, len(c.keys))
	for _, s := range ordered {
		e := c.entries[s]
		for _, id := range e.keys {
			list := c.postings[id].of(e)
			if *list == nil {
				*list = make([]slot, 0, sizes[id])
			}
			*list = append(*list, s)
		}
		list := c.all.of(e)
		*list = append(*list, s)
	}
}
