package search

import (
	"math/bits"
	"slices"
)

// Bounds that keep every query fast, whatever it is.
const (
	longestQuery = 256 // characters that are read
	longestTyped = 48  // letters and digits of them that count
	mostUses     = 12  // words of the thesaurus
	mostTerms    = 24  // terms for them
)

// clause is a part of the query that is matched by itself: what was typed, or what the thesaurus has for it.
type clause struct {
	weight float32
	slots  []slot
	total  float32 // weight of all slots
	terms  []chosen
	sound  []rune // what is to be compared with readings: a run of letters, or all of the query
	at     int    // where it stands in the content

	optional bool // counts where it is found and is not missed where it is not
}

// analysis is a query taken apart.
type analysis struct {
	typed      []rune   // all that was typed, folded
	content    []rune   // without filler words
	pieces     [][]rune // parts of the content between spaces, punctuation and filler words
	clauses    []clause
	total      float32 // weight of all clauses
	pairs      []gram  // neighbours that answer the query, typed or of terms, in order
	later      bool    // whether it asks for a later stage, such as a cancellation
	misspelled bool    // whether it looks like a wording with a wrong character or two
	whole      bool    // whether one word of the thesaurus is all of it
	heardWord  string  // the word of the thesaurus that is read like all of it but is not it
	meant      string  // what its letters say when they are corrected
}

// analyse takes a query apart.
func (x *Index) analyse(text string) *analysis {
	q := fold(text, longestQuery)
	if len(q.runes) > longestTyped {
		q.runes, q.breaks = q.runes[:longestTyped], q.breaks[:longestTyped]
	}
	a := &analysis{typed: q.runes}
	breaks := x.contentOf(a, q.breaks)
	a.later = isLater(string(a.content))
	a.misspelled = x.misspelled(a.content, breaks)
	x.clausesOf(a, breaks)
	x.hearAll(a, breaks)
	for _, c := range a.clauses {
		if !c.optional {
			a.total += c.weight
		}
	}
	a.pairs = a.answering()
	return a
}

// contentOf leaves out the filler words, though not those of words of the thesaurus, and says before which characters
// of the content something was left out.
func (x *Index) contentOf(a *analysis, typedBreaks []bool) (breaks []bool) {
	kept := make([]bool, len(a.typed))
	for _, u := range x.words.find(a.typed) {
		if u.to-u.from > 1 {
			for i := u.from; i < u.to; i++ {
				kept[i] = true
			}
		}
	}
	last := -1
	for _, i := range unfilled(a.typed, kept) {
		broken := typedBreaks[i] || last != i-1
		if broken || len(a.pieces) == 0 {
			a.pieces = append(a.pieces, nil)
		}
		piece := &a.pieces[len(a.pieces)-1]
		*piece = append(*piece, a.typed[i])
		a.content = append(a.content, a.typed[i])
		breaks = append(breaks, broken)
		last = i
	}
	return breaks
}

// mostMisspelled is how many pairs of neighbours may be new for a query to be taken as misspelled: those on either side
// of a wrong character or two. A sentence has more.
const mostMisspelled = 3

// misspelled says whether the text is a wording with a wrong character or two: no document has some of its neighbours.
func (x *Index) misspelled(text []rune, breaks []bool) bool {
	unknown := 0
	for i := 1; i < len(text); i++ {
		if isHan(text[i-1]) && isHan(text[i]) && !breaks[i] && x.frequency(pairGram(text[i-1], text[i])) == 0 {
			unknown++
		}
	}
	return unknown > 0 && unknown <= mostMisspelled
}

// longestHeard bounds the queries that are compared with readings as a whole, in characters.
const longestHeard = 24

// hearAll adds a clause that compares the whole query with readings, where it mixes characters and letters or where
// no document has some of its neighbours.
func (x *Index) hearAll(a *analysis, breaks []bool) {
	if len(a.content) > longestHeard || len(a.content) < 2 || slices.Contains(breaks[1:], true) {
		return
	}
	han, letters := false, false
	for _, r := range a.content {
		han = han || isHan(r)
		letters = letters || r >= 'a' && r <= 'z'
	}
	weight := float32(0)
	for _, c := range a.clauses {
		weight += c.weight
	}
	if weight > 0 && han && (letters || a.misspelled) {
		a.clauses = append(a.clauses, clause{sound: a.content, weight: heardWhole * weight, optional: true})
	}
}

// heardWhole is the weight of a query that is read like a name in one piece, beside that of its parts.
const heardWhole = 0.5

// clausesOf makes the clauses: one for each run of letters, one for each word of the thesaurus, one for the rest.
func (x *Index) clausesOf(a *analysis, breaks []bool) {
	owner := make([]int, len(a.content)) // the clause that a character belongs to, 0 for the rest
	a.clauses = append(a.clauses, clause{})
	a.joinSingles(breaks)
	for _, run := range runsOfLetters(a.content, breaks) {
		for i := run[0]; i < run[1]; i++ {
			owner[i] = len(a.clauses)
		}
		a.clauses = append(a.clauses, clause{sound: a.content[run[0]:run[1]], at: run[0]})
	}
	uses := x.uses(a)
	room := mostTerms
	explained := places(0)
	for _, u := range uses[:min(len(uses), mostUses)] {
		if u.to-u.from == len(a.content) {
			a.whole = a.whole || u.factor == 1
			if u.factor == heardFactor {
				a.heardWord = x.words.words[u.word].shown
			}
		}
		to := len(a.clauses)
		if u.to > u.from && a.clauses[owner[u.from]].sound != nil {
			to = owner[u.from] // a word in letters is another way to understand the run
		} else {
			c := clause{}
			for i := u.from; i < u.to; i++ {
				if owner[i] == 0 {
					owner[i] = to
				}
			}
			a.clauses = append(a.clauses, c)
		}
		news := float32(bits.OnesCount64(uint64(u.covers&^explained))) / float32(bits.OnesCount64(uint64(u.covers)))
		room -= x.expand(&a.clauses[to], u, room, oldWord+(1-oldWord)*news)
		explained |= u.covers
	}
	x.slotsOf(a, breaks, owner)
	a.clauses = slices.DeleteFunc(a.clauses, func(c clause) bool { return c.weight == 0 })
}

// oldWord is what a word of the thesaurus weighs that stands for nothing but what weightier words stand for.
const oldWord = 0.5

// slotsOf gives every clause the pieces that were typed.
func (x *Index) slotsOf(a *analysis, breaks []bool, owner []int) {
	for n := range a.clauses {
		c := &a.clauses[n]
		c.slots = x.textSlots(a.content, func(i int) bool { return owner[i] == n }, breaks, a.misspelled)
		c.total = weigh(c.slots)
		c.weight = max(c.weight, c.total)
		if c.sound != nil {
			c.weight = max(c.weight, float32(len(c.sound))*letterWeight)
		}
	}
}

// letterWeight is the weight of a letter that is compared with readings.
const letterWeight = 0.4
