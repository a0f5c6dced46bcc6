package search

import (
	"cmp"
	"slices"
	"sync"
)

// tornFactor is what a word counts whose two halves stand apart or the wrong way round. Of a longer word that stands
// there in part only, so much counts as there is, and only that of the few that are there most.
const (
	tornFactor    = 0.75
	partialFactor = 0.7
	leastPart     = 0.65
	mostPartial   = 6
)

// counter counts for each word how many of its characters are there.
type counter struct {
	counts  []uint8
	touched []uint32
}

var counters = sync.Pool{New: func() any { return new(counter) }}

// torn returns the words whose characters stand in the text, all or most of them, but not together.
func (t *thesaurus) torn(text []rune) []use {
	c := counters.Get().(*counter)
	if len(c.counts) < len(t.words) {
		c.counts = make([]uint8, len(t.words))
	}
	for i, r := range text {
		if slices.Contains(text[:i], r) {
			continue
		}
		for _, n := range t.byRune[r] {
			if c.counts[n] == 0 {
				c.touched = append(c.touched, n)
			}
			c.counts[n]++
		}
	}
	var found, partial []use
	for _, n := range c.touched {
		w := t.words[n].text
		count := c.counts[n]
		c.counts[n] = 0
		if len(w) < 3 || count < 2 || float32(count) < leastPart*float32(len(w))-2 || contains(text, w) {
			continue
		}
		if halves(text, w) {
			found = append(found, use{int(n), 0, 0, tornFactor, covers(text, w)})
		} else if part := partOf(text, w); part >= leastPart && len(w) > 3 {
			partial = append(partial, use{int(n), 0, 0, partialFactor * part, covers(text, w)})
		}
	}
	c.touched = c.touched[:0]
	counters.Put(c)
	slices.SortFunc(found, func(a, b use) int { return a.word - b.word })
	slices.SortFunc(partial, func(a, b use) int { return cmp.Or(cmp.Compare(b.factor, a.factor), a.word-b.word) })
	return append(found, partial[:min(len(partial), mostPartial)]...)
}

// halves says whether the word is made of two parts of the text, one of them of two characters at least, none of
// them a single character that hardly means anything.
func halves(text, w []rune) bool {
	for cut := 1; cut < len(w); cut++ {
		if cut == 1 && isEmptyWord(w[0]) || cut == len(w)-1 && isEmptyWord(w[cut]) {
			continue
		}
		if contains(text, w[:cut]) && contains(text, w[cut:]) {
			return true
		}
	}
	return false
}

// partOf is how much of the word stands in the text in runs of two characters or more.
func partOf(text, w []rune) float32 {
	there := 0
	for i := 0; i < len(w); {
		size := 1
		for i+size < len(w) && contains(text, w[i:i+size+1]) {
			size++
		}
		if size > 1 {
			there += size
		}
		i += size
	}
	return float32(there) / float32(len(w))
}

// covers returns the places of the text that hold characters of the word.
func covers(text, w []rune) places {
	all := places(0)
	for i, r := range text {
		if slices.Contains(w, r) {
			all |= span(i, i+1)
		}
	}
	return all
}

// contains says whether the part stands in the text.
func contains(text, part []rune) bool {
	for i := 0; i+len(part) <= len(text); i++ {
		if text[i] == part[0] && slices.Equal(text[i:i+len(part)], part) {
			return true
		}
	}
	return false
}
