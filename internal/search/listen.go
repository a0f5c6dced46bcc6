package search

// permits says of each segment which of its documents may be found.
type permits [2]func(uint32) bool

// listen compares the parts of the query that may be meant by sound with all documents: lists by segment and clause.
// Letters that no document is read like are corrected, or else taken syllable by syllable.
func (x *Index) listen(a *analysis, permit permits) (lists [2][][]heardIn) {
	for i := range lists {
		lists[i] = make([][]heardIn, len(a.clauses))
	}
	for n := range a.clauses {
		c := &a.clauses[n]
		if c.sound == nil {
			continue
		}
		heard := x.hear(c.sound, permit)
		switch {
		case len(heard[0])+len(heard[1]) > 0:
			if c.optional {
				a.total += c.weight
			}
		case !c.optional && len(c.terms) == 0:
			heard = x.correct(a, c, permit)
		}
		lists[0][n], lists[1][n] = heard[0], heard[1]
	}
	return lists
}

// hear returns the documents of both segments that are read like the text.
func (x *Index) hear(text []rune, permit permits) (lists [2][]heardIn) {
	ways := readings().parse(text)
	for i, p := range x.parts() {
		lists[i] = p.hear(text, ways, permit[i])
	}
	x.words.preferWords(lists[0], lists[1])
	return lists
}

// correct finds documents and words for letters that nothing is read like.
func (x *Index) correct(a *analysis, c *clause, permit permits) (heard [2][]heardIn) {
	sound := readings()
	var best float64
	for _, letters := range x.corrections(c.sound) {
		lists := x.hear(letters, permit)
		for _, list := range lists {
			for _, h := range list {
				if h.quality > best {
					best, heard, a.meant = h.quality, lists, h.text
				}
			}
		}
		if words := x.words.usesOfRun(letters, 0); best == 0 && len(words) > 0 && words[0].factor >= pinyinFactor {
			x.expand(c, words[0], mostTerms, 1)
			a.meant = x.words.words[words[0].word].shown
			return heard
		}
	}
	if best > 0 {
		return heard
	}
	for _, way := range sound.parse(c.sound) {
		if slots := x.soundSlots(way); len(slots) > 0 {
			c.slots, c.total = slots, weigh(slots)
			break
		}
	}
	return heard
}

// soundSlots looks for neighbours by their sounds, as far as whole syllables are typed.
func (x *Index) soundSlots(way []unit) []slot {
	var slots []slot
	for i := 1; i < len(way); i++ {
		if way[i-1].class == 0 || way[i].class == 0 {
			continue
		}
		g := soundGram(way[i-1].class, way[i].class)
		if weight, known := x.rarity(g); known {
			slots = append(slots, slot{weight, []alternative{{g, 1}}, x.frequency(g)})
		}
	}
	sortSlots(slots)
	return slots
}
