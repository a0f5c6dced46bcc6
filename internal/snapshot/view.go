// Package snapshot is the published catalogue in memory: immutable, answered from without a disk or a lock, and
// followed by another view when something is published.
package snapshot

import (
	"maps"
	"sync"

	"servicehall/internal/catalog"
)

// View is the catalogue at one revision. It is never changed; what it encodes on demand it keeps.
type View struct {
	Revision catalog.Revision

	kinds          map[catalog.Kind]*collection
	knownFrom      int64                // the earliest revision whose followers can be served
	log            [][]catalog.LogEntry // what each taking-in brought; no view's list is copied into the next one's
	demonstrations int                  // published records of the demonstration
	superseded     chan struct{}
	searching      *searching

	changes changes
	whole   struct {
		once   sync.Once
		answer *Whole
	}
}

// Build makes a view of all records, which must not be changed any more.
func Build(data *catalog.Dataset, at catalog.Revision, log catalog.Log) *View {
	empty := &View{Revision: catalog.Revision{Epoch: at.Epoch}, kinds: map[catalog.Kind]*collection{}}
	for _, kind := range catalog.Kinds() {
		empty.kinds[kind] = newCollection()
	}
	return empty.With(data, at, log)
}

// With returns the view that follows when the records, new ones and changed ones, are published. The log's entries
// are those since v; the touched documents are made anew, everything else is shared with v.
func (v *View) With(data *catalog.Dataset, at catalog.Revision, log catalog.Log) *View {
	next := &View{Revision: at, kinds: maps.Clone(v.kinds), demonstrations: v.demonstrations, superseded: make(chan struct{})}
	next.knownFrom = log.From
	for _, part := range append(v.log[:len(v.log):len(v.log)], log.Entries) {
		if n := len(part); n > 0 && part[n-1].Revision > log.From {
			next.log = append(next.log, part) // the others nobody can ask for any more
		}
	}
	changed := touched{}
	for kind, c := range next.kinds {
		next.kinds[kind] = c.follow()
	}
	for _, r := range data.Records() {
		s, before := next.kinds[r.Kind()].register(r)
		if before != nil {
			next.demonstrations -= demonstrations(before)
		}
		next.demonstrations += demonstrations(r)
		changed.mark(r.Kind(), s)
	}
	for _, entry := range log.Entries {
		next.reach(changed, entry.Touch)
	}
	next.searching = v.searching.following(changed)
	for _, kind := range kindsByKeys() {
		c := next.kinds[kind]
		var entries []*Entry
		for s := range changed[kind] {
			entries = append(entries, next.entry(kind, s))
		}
		c.replace(entries)
	}
	return next
}

// kindsByKeys returns every kind in an order in which keys can be made: those of a matter need its bundles.
func kindsByKeys() []catalog.Kind {
	return []catalog.Kind{
		catalog.KindDepartment, catalog.KindZone, catalog.KindScene, catalog.KindWindow, catalog.KindBundle, catalog.KindMatter,
		catalog.KindCalendar, catalog.KindThesaurus,
	}
}

func (v *View) entry(kind catalog.Kind, s slot) *Entry {
	c := v.kinds[kind]
	e := &Entry{Record: c.records[s], slot: s}
	switch r := e.Record.(type) {
	case *catalog.Matter:
		e.lead = v.current(catalog.KindDepartment, r.Department)
	case *catalog.Bundle:
		e.lead = v.current(catalog.KindDepartment, r.Lead)
	}
	for _, k := range v.keysOf(e.Record) {
		e.keys = append(e.keys, c.id(k))
	}
	return e
}

func demonstrations(r catalog.Record) int {
	if r.Base().Demonstration && published(r) {
		return 1
	}
	return 0
}

// Demonstration says whether a demonstration record is published.
func (v *View) Demonstration() bool { return v.demonstrations > 0 }

// Superseded is closed when another view has taken this one's place.
func (v *View) Superseded() <-chan struct{} { return v.superseded }

// All returns the records of a kind that are not cancelled, in the default order.
func (v *View) All(kind catalog.Kind) []*Entry {
	c := v.kinds[kind]
	return c.take(c.all.published)
}

func (c *collection) take(slots []slot) []*Entry {
	entries := make([]*Entry, len(slots))
	for i, s := range slots {
		entries[i] = c.entries[s]
	}
	return entries
}

// published says whether a record is shown: cancelled ones are not.
func published(r catalog.Record) bool { return r.Base().State != catalog.Cancelled }

// record finds a record by a code that it has or had.
func record[T catalog.Record](v *View, kind catalog.Kind, code string) (T, bool) {
	var none T
	c := v.kinds[kind]
	s, ok := c.codes[code]
	if !ok {
		return none, false
	}
	r, ok := c.records[s].(T)
	return r, ok
}

// current turns a code into the present one of the record that has or had it; an unknown one stays.
func (v *View) current(kind catalog.Kind, code string) string { return v.ref(kind, code).Code }

func (v *View) ref(kind catalog.Kind, code string) Ref {
	if r, ok := record[catalog.Record](v, kind, code); ok {
		return Ref{Code: r.Base().Code, Name: r.Base().Name}
	}
	return Ref{Code: code}
}

func (v *View) refs(kind catalog.Kind, codes []string) []Ref {
	refs := make([]Ref, len(codes))
	for i, code := range codes {
		refs[i] = v.ref(kind, code)
	}
	return refs
}
