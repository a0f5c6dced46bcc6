package search

import "slices"

// What a word of the thesaurus counts that was typed in pinyin, and by its initials.
const (
	pinyinFactor   = 0.9
	initialsFactor = 0.8
)

// usesOfRun returns the words of the thesaurus that a run of letters, standing at from, spells or abbreviates.
func (t *thesaurus) usesOfRun(run []rune, from int) []use {
	var found []use
	add := func(words []uint32, factor float32) {
		for _, n := range words {
			if !slices.ContainsFunc(found, func(u use) bool { return u.word == int(n) }) {
				found = append(found, use{int(n), from, from + len(run), factor, span(from, from+len(run))})
			}
		}
	}
	for _, way := range readings().parse(run) {
		if slices.ContainsFunc(way, func(u unit) bool { return u.class == 0 }) {
			if len(way) == len(run) && len(run) > 1 {
				add(t.byInitials.any(key(way, unit.asInitial)), initialsFactor)
			}
			continue
		}
		for i := range way {
			for j := min(len(way), i+t.longest); j > i+1; j-- {
				if words := t.bySound.any(key(way[i:j], unit.asClass)); len(words) > 0 {
					add(words, pinyinFactor*float32(j-i)/float32(len(way)))
					break
				}
			}
		}
	}
	return found
}

// key is the key of some parts, by their classes or by their initials.
func key(way []unit, of func(unit) uint64) []uint64 {
	sum := uint64(0)
	for _, u := range way {
		sum = nextKey(sum, of(u))
	}
	return []uint64{sum}
}

func (u unit) asClass() uint64   { return uint64(u.class) }
func (u unit) asInitial() uint64 { return uint64(u.initial) }

// heardIn is where in its name a document is read like the typed letters.
type heardIn struct {
	doc           uint32
	from, to      int
	text          string  // what is read like it
	before, after rune    // what stands beside it, 0 at the edge
	quality       float64 // 0 to 1
	place         place
}

// mostHeard bounds how many documents are compared letter by letter.
const mostHeard = 3000

// hear compares a run of letters with the documents of a segment that may be read like it.
func (p part) hear(run []rune, ways [][]unit, permit func(uint32) bool) []heardIn {
	h := hearing{sounds: readings(), typed: run}
	var found []heardIn
	seen := map[uint32]bool{}
	for _, way := range ways {
		for _, posting := range p.rarest(way) {
			doc := posting >> placeBits
			if len(seen) == mostHeard {
				break
			}
			if seen[doc] || !permit(doc) {
				continue
			}
			seen[doc] = true
			if match, ok := h.document(&p.docs[doc]); ok {
				match.doc = doc
				found = append(found, match)
			}
		}
	}
	return found
}

// rarest returns the shortest list among those of the initials, in which every document stands that can match; a lone
// syllable or initial is looked for at the beginning of names only.
func (p part) rarest(way []unit) []uint32 {
	switch len(way) {
	case 0:
		return nil
	case 1:
		return p.list(initialGram(edge, way[0].initial))
	case 2:
		return p.list(initialGram(way[0].initial, way[1].initial))
	}
	var list []uint32
	for i := 2; i < len(way); i++ {
		next := p.list(tripleGram(way[i-2].initial, way[i-1].initial, way[i].initial))
		if i == 2 || len(next) < len(list) {
			list = next
		}
	}
	return list
}

// document finds the best place of a document's name, aliases and main name that is read like the typed letters.
func (h *hearing) document(d *document) (best heardIn, ok bool) {
	h.listen(d.folded, inName, &best)
	for _, alias := range d.aliases {
		h.listen(alias, inAlias, &best)
	}
	if best.to == 0 {
		h.listen(d.main, inMain, &best)
	}
	return best, best.to > 0
}

// listen keeps the best place of a text that is read like the typed letters.
func (h *hearing) listen(text string, p place, best *heardIn) {
	name := h.name[:0]
	for _, r := range text {
		name = append(name, r)
	}
	h.name = name
	for i := range name {
		end, quality := h.at(name, i)
		if quality *= float64(p.worth()); end == 0 || quality <= best.quality {
			continue
		}
		*best = heardIn{from: i, to: end, text: string(name[i:end]), quality: quality, place: p}
		if i > 0 {
			best.before = name[i-1]
		}
		if end < len(name) {
			best.after = name[end]
		}
	}
}
