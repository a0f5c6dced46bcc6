package snapshot

import (
	"slices"
	"sync"

	"servicehall/internal/catalog"
	"servicehall/internal/search"
)

// searching holds a view's index, which is made when it is first asked for: from the index of an earlier view where
// there is one, else anew.
type searching struct {
	mutex   sync.Mutex
	index   *search.Index // nil until somebody asked
	earlier *search.Index // of a view before, nil where nobody had asked
	changed touched       // since that view
}

// following returns what the view that follows has. When words changed its index is made anew.
func (s *searching) following(changed touched) *searching {
	if s == nil || len(changed[catalog.KindThesaurus]) > 0 {
		return &searching{}
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	next := &searching{earlier: s.index, changed: touched{}}
	all := []touched{changed}
	if s.index == nil {
		next.earlier = s.earlier
		all = append(all, s.changed)
	}
	if next.earlier == nil {
		return next
	}
	for _, kind := range searched() {
		for _, some := range all {
			for s := range some[kind] {
				next.changed.mark(kind, s)
			}
		}
	}
	return next
}

// searched are the kinds that can be found.
func searched() []catalog.Kind { return []catalog.Kind{catalog.KindMatter, catalog.KindBundle} }

// Index returns the view's index.
func (v *View) Index() *search.Index {
	s := v.searching
	s.mutex.Lock()
	defer s.mutex.Unlock()
	switch {
	case s.index != nil:
	case s.earlier == nil:
		var documents []search.Document
		for _, kind := range searched() {
			for _, e := range v.All(kind) {
				documents = append(documents, v.searchDocument(e.Record))
			}
		}
		s.index = search.Build(documents, v.words())
	default:
		s.index = s.earlier.With(v.changedDocuments(s.changed))
		s.earlier, s.changed = nil, nil
	}
	return s.index
}

// changedDocuments returns the documents of the changed records that are published, and the keys that lead to none
// now: codes of before and what was cancelled.
func (v *View) changedDocuments(changed touched) (documents []search.Document, gone []search.Key) {
	for kind, slots := range changed {
		for s := range slots {
			r := v.kinds[kind].records[s]
			for _, code := range r.Base().FormerCodes {
				gone = append(gone, search.Key{Kind: kind, Code: code})
			}
			if published(r) {
				documents = append(documents, v.searchDocument(r))
			} else {
				gone = append(gone, search.Key{Kind: kind, Code: r.Base().Code})
			}
		}
	}
	return documents, gone
}

// searchDocument is what a matter or a bundle is found by.
func (v *View) searchDocument(r catalog.Record) search.Document {
	h := r.Base()
	d := search.Document{Kind: r.Kind(), Code: h.Code, Name: h.Name, Suspended: h.State == catalog.Suspended}
	names := func(refs []Ref) (out []string) {
		for _, ref := range refs {
			out = append(out, ref.Name)
		}
		return out
	}
	switch r := r.(type) {
	case *catalog.Matter:
		d.Weight = r.Usage
		d.MainName, d.Department, d.Aliases, d.Summary = r.MainName, v.ref(catalog.KindDepartment, r.Department).Name, r.Aliases, r.Summary
		for _, theme := range r.Themes {
			term, _ := catalog.DictionaryOf("theme").TermOf(theme)
			d.Themes = append(d.Themes, term.Label)
		}
		for _, result := range r.Results {
			d.Results = append(d.Results, result.Name)
		}
		for _, w := range v.windowRefs(r.Windows) {
			d.Windows = append(d.Windows, w.Name)
		}
		d.Bundles = names(v.refsOf(catalog.KindBundle, byReference, referenceKey(catalog.KindMatter, r.Code)))
	case *catalog.Bundle:
		d.Department, d.Aliases, d.Summary = v.ref(catalog.KindDepartment, r.Lead).Name, r.Aliases, r.Summary
		d.Themes = []string{v.ref(catalog.KindScene, r.Scene).Name}
	}
	return d
}

// words are the thesaurus: the catalogue's own entries, and those that the program brings along for words of which the
// catalogue says nothing. An entry that was cancelled takes its word away.
func (v *View) words() []search.Entry {
	c := v.kinds[catalog.KindThesaurus]
	var entries []search.Entry
	for _, e := range v.All(catalog.KindThesaurus) {
		own := e.Record.(*catalog.ThesaurusEntry)
		entries = append(entries, search.Entry{Word: own.Code, Terms: own.Terms, Weight: own.Weight})
	}
	for _, e := range search.Everyday() {
		if _, own := c.codes[e.Word]; !own {
			entries = append(entries, e)
		}
	}
	return entries
}

// Searched is what a search found.
type Searched struct {
	search.Result
	Entries []*Entry // of the hits, in their order
}

// Search looks for what people typed among the records that fit the filters; a kind without a filter is left out.
func (v *View) Search(text string, limit int, filters map[catalog.Kind]Filter) Searched {
	permitted := map[catalog.Kind]bits{}
	for kind, f := range filters {
		permitted[kind] = v.kinds[kind].chosen(v.Find(kind, f))
	}
	result := v.Index().Search(search.Query{Text: text, Limit: limit, Permit: func(k search.Key) bool {
		set, asked := permitted[k.Kind]
		s, known := v.kinds[k.Kind].codes[k.Code]
		return asked && known && set.has(s)
	}})
	found := Searched{Result: result, Entries: make([]*Entry, len(result.Hits))}
	for i, hit := range result.Hits {
		found.Entries[i] = v.kinds[hit.Kind].find(hit.Code)
	}
	return found
}

// mostMatching is how many records at most a text chooses from a list.
const mostMatching = 100

// Matching returns the records that fit and, where there is a text, that it finds, the best first; nobody reads on
// after the first hundred.
func (v *View) Matching(kind catalog.Kind, f Filter, text string) Found {
	if text == "" {
		return v.Find(kind, f)
	}
	found := Found{view: v, kind: kind, filter: f, text: text}
	for _, e := range v.Search(text, mostMatching, map[catalog.Kind]Filter{kind: f}).Entries {
		found.slots = append(found.slots, e.slot)
	}
	return found
}

// Suggest completes what people are typing, at most n times.
func (v *View) Suggest(text string, n int) []string {
	return slices.Clip(v.Index().Suggest(text, n))
}
