package search

import "slices"

// alternative is a gram that may stand for a piece of the query, and how well.
type alternative struct {
	gram  gram
	worth float32
}

// slot is a piece of the query that documents may have.
type slot struct {
	weight       float32
	alternatives []alternative
	frequency    int // how many documents have it
}

// singleWeight is the weight of a character beside that of a pair.
const singleWeight = 0.3

// textSlots returns the characters and pairs of those characters of a text that are mine. Pairs across a break are
// no evidence.
func (x *Index) textSlots(text []rune, mine func(int) bool, breaks []bool, misspelled bool) []slot {
	var slots []slot
	for i, r := range text {
		if mine(i) && !isEmptyWord(r) {
			g := characterGram(r)
			if weight, known := x.rarity(g); known {
				slots = append(slots, slot{weight * singleWeight, []alternative{{g, 1}}, x.frequency(g)})
			}
		}
		if i == 0 || !mine(i) && !mine(i-1) || breaks != nil && breaks[i] {
			continue
		}
		if mine(i - 1) { // a pair across two clauses belongs to the first
			slots = append(slots, x.pairSlot(text[i-1], r, misspelled))
		}
	}
	sortSlots(slots)
	return slots
}

// sortSlots puts the rarest first.
func sortSlots(slots []slot) {
	slices.SortStableFunc(slots, func(s, t slot) int { return s.frequency - t.frequency })
}

// weigh is the weight of all slots.
func weigh(slots []slot) float32 {
	sum := float32(0)
	for _, s := range slots {
		sum += s.weight
	}
	return sum
}

// heardPair is what a pair counts that is only read like the one that was typed.
const heardPair = 0.75

// pairSlot looks for two neighbours, in a misspelled text also for what is read alike where no document has them.
func (x *Index) pairSlot(a, b rune, misspelled bool) slot {
	g := pairGram(a, b)
	weight, known := x.rarity(g)
	s := slot{weight, []alternative{{g, 1}}, x.frequency(g)}
	if known || !misspelled || !isHan(a) || !isHan(b) {
		return s
	}
	sound := readings()
	for _, y := range sound.of(a) {
		for _, z := range sound.of(b) {
			g := soundGram(sound.class[y], sound.class[z])
			if weight, known := x.rarity(g); known {
				s.weight = max(s.weight, weight)
				s.alternatives = append(s.alternatives, alternative{g, heardPair})
				s.frequency += x.frequency(g)
			}
		}
	}
	return s
}
