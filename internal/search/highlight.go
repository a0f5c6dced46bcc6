package search

import "slices"

// highlights returns what of the name answers the query.
func (a *analysis) highlights(s scored) []Range {
	d := s.document()
	name := fold(d.name, longestText)
	marked := make([]bool, len(name.runes))
	mark := func(text []rune) bool {
		any := false
		for i := 0; len(text) > 0 && i+len(text) <= len(name.runes); i++ {
			if slices.Equal(name.runes[i:i+len(text)], text) {
				any = true
				for j := range text {
					marked[i+j] = true
				}
			}
		}
		return any
	}
	if !mark(a.typed) && !mark(a.content) {
		a.markParts(mark)
		if h := s.heard; h != nil && h.place == inName {
			for i := h.from; i < h.to; i++ {
				marked[i] = true
			}
		}
	}
	ranges := []Range{}
	for i, yes := range marked {
		if !yes {
			continue
		}
		from := name.from[i]
		if n := len(ranges); n > 0 && (ranges[n-1].To >= from || i > 0 && marked[i-1]) {
			ranges[n-1].To = from + 1
		} else {
			ranges = append(ranges, Range{from, from + 1})
		}
	}
	return ranges
}

// markParts marks terms of the thesaurus, and pairs of neighbours that were typed.
func (a *analysis) markParts(mark func([]rune) bool) {
	for _, c := range a.clauses {
		for _, e := range c.terms {
			mark(e.text)
		}
	}
	for i := 1; i < len(a.content); i++ {
		mark(a.content[i-1 : i+1])
	}
}

// answering returns the neighbours that answer the query.
func (a *analysis) answering() []gram {
	var pairs []gram
	add := func(text []rune) {
		for i := 1; i < len(text); i++ {
			pairs = append(pairs, pairGram(text[i-1], text[i]))
		}
	}
	add(a.content)
	for _, c := range a.clauses {
		for _, e := range c.terms {
			add(e.text)
		}
	}
	slices.Sort(pairs)
	return slices.Compact(pairs)
}

// share is how much of a name answers the query.
func (a *analysis) share(name string) float32 {
	var before rune
	marked, all, last := 0, 0, false
	for _, r := range name {
		here := false
		if all > 0 {
			_, here = slices.BinarySearch(a.pairs, pairGram(before, r))
		}
		if here {
			marked++
			if !last {
				marked++
			}
		}
		before, last = r, here
		all++
	}
	return float32(marked) / float32(max(all, 1))
}
