package search

import (
	"cmp"
	"slices"
)

// expansion is an official term, as pieces.
type expansion struct {
	term
	slots []slot
	total float32 // weight of all slots
}

func newExpansion(t term, slots []slot) expansion {
	return expansion{term: t, slots: slots, total: weigh(slots)}
}

// chosen is a term that may be meant by a clause.
type chosen struct {
	*expansion
	factor float32
}

// uses returns the words of the thesaurus in the query, the weightiest first.
func (x *Index) uses(a *analysis) []use {
	found := x.words.find(a.content)
	if a.misspelled {
		found = append(found, x.wordsHeard(a, found)...)
	}
	found = append(found, x.words.torn(a.content)...)
	for _, c := range a.clauses {
		if c.sound != nil {
			found = append(found, x.words.usesOfRun(c.sound, c.at)...)
		}
	}
	slices.SortStableFunc(found, func(u, v use) int { return cmp.Compare(x.weightOf(v), x.weightOf(u)) })
	return found
}

// wordsHeard returns the words of the thesaurus that are read like a part of the query that no document has, other than
// the parts that are words already.
func (x *Index) wordsHeard(a *analysis, known []use) []use {
	return x.words.hear(a.content, func(from, to int) bool {
		if slices.ContainsFunc(known, func(u use) bool { return u.from < to && from < u.to }) {
			return false
		}
		for i := from; i+1 < to; i++ {
			if x.frequency(pairGram(a.content[i], a.content[i+1])) == 0 {
				return true
			}
		}
		return false
	})
}

// expand adds the terms of a word to the clause, at most room, and says how many; share is what counts of its weight.
func (x *Index) expand(c *clause, u use, room int, share float32) int {
	w := x.words.words[u.word]
	added := 0
	for _, m := range w.meaning {
		if added == room {
			break
		}
		e := chosen{&x.terms[m.term], m.factor * u.factor}
		if at := slices.IndexFunc(c.terms, func(known chosen) bool { return known.expansion == e.expansion }); at >= 0 {
			c.terms[at].factor = max(c.terms[at].factor, e.factor)
			continue
		}
		c.terms = append(c.terms, e)
		added++
	}
	c.weight = max(c.weight, share*x.weightOf(u))
	return added
}

// weightOf is the weight of a word in a query: more for a long one, less for one that is not quite there.
func (x *Index) weightOf(u use) float32 {
	return wordWeight * u.factor * float32(len(x.words.words[u.word].text)-1)
}

// wordWeight is the weight of a word of the thesaurus for each of its characters but one.
const wordWeight = 0.8
