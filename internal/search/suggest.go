package search

import (
	"cmp"
	"slices"
	"strings"
)

// mostSuggestions is how many completions are returned at most.
const mostSuggestions = 10

// Suggest returns names, aliases and words of the thesaurus that what was typed so far may become, the shortest first,
// at most n and never more than ten. Chinese is completed as it is written, letters by pinyin or initials.
func (x *Index) Suggest(text string, n int) []string {
	typed := fold(text, longestQuery).runes
	n = min(n, mostSuggestions)
	if len(typed) == 0 || len(typed) > longestTyped || n <= 0 {
		return []string{}
	}
	c := completions{room: n, taken: map[string]bool{}}
	c.take(x.beginning(string(typed)))
	if !slices.ContainsFunc(typed, func(r rune) bool { return !isHan(r) }) {
		c.take(x.holding(text, n))
		return c.list
	}
	c.take(x.soundingLike(typed))
	return c.list
}

// completions collects suggestions, each once.
type completions struct {
	room  int
	taken map[string]bool
	list  []string
}

// completion is a text that may be suggested.
type completion struct {
	folded, shown string
	word          bool // of the thesaurus
	worse         int  // how much less surely than others it is meant
}

// take adds the likeliest and then the shortest of the texts; words of the thesaurus get half of the room while there are names.
func (c *completions) take(from []completion) {
	slices.SortFunc(from, func(a, b completion) int {
		return cmp.Or(cmp.Compare(a.worse, b.worse), cmp.Compare(len(a.folded), len(b.folded)), cmp.Compare(a.folded, b.folded), compareBools(a.word, b.word))
	})
	words := 0
	var later []completion
	for _, x := range from {
		if x.word && words >= (c.room+1)/2 {
			later = append(later, x)
			continue
		}
		if c.add(x) && x.word {
			words++
		}
	}
	for _, x := range later {
		c.add(x)
	}
}

func (c *completions) add(x completion) bool {
	if len(c.list) == c.room || c.taken[x.folded] {
		return false
	}
	c.taken[x.folded] = true
	c.list = append(c.list, x.shown)
	return true
}

// mostCompletions bounds how many titles are compared.
const mostCompletions = 5000

// beginning returns the texts that begin with what was typed.
func (x *Index) beginning(typed string) []completion {
	var found []completion
	for _, p := range x.parts() {
		titles := p.titled(typed)
		for _, t := range titles[:min(len(titles), mostCompletions)] {
			if !p.gone.has(t.doc) {
				found = append(found, completion{folded: t.text, shown: t.shown})
			}
		}
	}
	return append(found, x.words.beginning([]rune(typed))...)
}

// holding returns the names that hold what was typed.
func (x *Index) holding(text string, n int) []completion {
	typed := fold(text, longestQuery).String()
	var found []completion
	for _, h := range x.Search(Query{Text: text, Limit: n}).Hits {
		if name := fold(h.Name, longestText).String(); strings.Contains(name, typed) {
			found = append(found, completion{folded: name, shown: h.Name})
		}
	}
	return found
}

// soundingLike returns the texts that begin with what was typed as it sounds, the last syllable perhaps unfinished.
func (x *Index) soundingLike(typed []rune) []completion {
	h := hearing{sounds: readings(), typed: typed, open: true}
	var found []completion
	try := func(folded, shown string, word bool) {
		name := []rune(folded)
		if end, quality := h.at(name, 0); end > 0 {
			found = append(found, completion{folded, shown, word, int((1 - quality) * 30)})
		}
	}
	seen := map[byte]bool{}
	for _, start := range readings().starts(typed) {
		g := initialGram(edge, start[0])
		if start[1] != 0 {
			g = tripleGram(edge, start[0], start[1])
		}
		for _, p := range x.parts() {
			list := p.list(g)
			for _, posting := range list[:min(len(list), mostHeard)] {
				if doc := posting >> placeBits; !p.gone.has(doc) {
					d := &p.docs[doc]
					try(d.folded, d.name, false)
					for _, alias := range d.aliases {
						try(alias, alias, false)
					}
				}
			}
		}
		if seen[start[0]] {
			continue
		}
		seen[start[0]] = true
		for _, n := range x.words.byStart[start[0]] {
			w := &x.words.words[n]
			try(string(w.text), w.shown, true)
		}
	}
	return found
}

// starts returns the first two initials of the texts that may be typed so; 0 for what is not typed yet.
func (s *sounds) starts(typed []rune) [][2]byte {
	var found [][2]byte
	add := func(way ...unit) {
		var start [2]byte
		for i, u := range way[:min(len(way), 2)] {
			start[i] = u.initial
		}
		if !slices.Contains(found, start) {
			found = append(found, start)
		}
	}
	for _, way := range s.parse(typed) {
		add(way...)
	}
	for k := max(0, len(typed)-5); k < len(typed); k++ { // the last syllable, begun at k, is not finished
		if r := typed[k]; r < 0x80 {
			for _, way := range s.parse(typed[:k]) {
				add(append(slices.Clone(way), unit{0, levelInitial(byte(r))})...)
			}
		}
	}
	return found
}
