package search

import "math"

// Index finds documents. It is immutable: With makes a new one that shares most of the old.
type Index struct {
	words *thesaurus
	terms []expansion // what to look for for each term of the thesaurus, by the numbers of main
	main  *segment
	gone  dead     // documents of main that were removed or are in recent now
	lost  int      // how many
	fresh *segment // documents that came after main was made
}

// Build makes an index of documents and the thesaurus.
func Build(documents []Document, entries []Entry) *Index {
	return newIndex(newThesaurus(entries), newSegment(documents))
}

func newIndex(words *thesaurus, main *segment) *Index {
	x := &Index{words: words, main: main, fresh: newSegment(nil), terms: make([]expansion, len(words.terms))}
	for i, t := range words.terms {
		x.terms[i] = newExpansion(t, x.textSlots(t.text, func(int) bool { return true }, nil, false))
	}
	return x
}

// A fresh segment is joined to the main one when it holds more than a share of its documents, and more than a few.
const (
	freshShare = 128
	freshFew   = 256
)

// With returns the index with the changed documents in place of those with the same keys and without the removed
// ones. It costs little for few documents; now and then it joins what came since the last time.
func (x *Index) With(changed []Document, removed []Key) *Index {
	var inMain, inFresh []uint32
	leave := func(key Key) {
		if doc, ok := x.main.byKey[key]; ok && !x.gone.has(doc) {
			inMain = append(inMain, doc)
		}
		if doc, ok := x.fresh.byKey[key]; ok {
			inFresh = append(inFresh, doc)
		}
	}
	for i := range changed {
		leave(Key{changed[i].Kind, changed[i].Code})
	}
	for _, key := range removed {
		leave(key)
	}
	next := &Index{words: x.words, terms: x.terms, main: x.main, gone: x.gone.with(len(x.main.docs), inMain), lost: x.lost + len(inMain)}
	next.fresh = merged([]*segment{x.fresh, newSegment(changed)}, []dead{dead(nil).with(len(x.fresh.docs), inFresh), nil})
	if len(next.fresh.docs)+next.lost > max(freshFew, len(x.main.docs)/freshShare) {
		return newIndex(x.words, merged([]*segment{next.main, next.fresh}, []dead{next.gone, nil}))
	}
	return next
}

// Len is how many documents the index holds.
func (x *Index) Len() int { return len(x.main.docs) - x.lost + len(x.fresh.docs) }

// parts are the segments with the marks of what is gone from each.
func (x *Index) parts() [2]part { return [2]part{{x.main, x.gone}, {x.fresh, nil}} }

type part struct {
	*segment
	gone dead
}

// frequency is in how many documents a gram stands.
func (x *Index) frequency(g gram) int { return len(x.main.list(g)) + len(x.fresh.list(g)) }

// rarity is how much a gram tells, from almost 0 (in every document) to 1 (in one). What stands in none is unknown.
func (x *Index) rarity(g gram) (weight float32, known bool) {
	n := x.frequency(g)
	if n == 0 {
		return unknownRarity, false
	}
	all := float64(len(x.main.docs) + len(x.fresh.docs))
	return float32(math.Log(1+all/float64(n)) / math.Log(1+all)), true
}

// unknownRarity is the weight of a gram that no document has.
const unknownRarity = 0.3
