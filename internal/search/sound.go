package search

// How surely a character is meant by what is typed for it, and the least that a whole match needs.
const (
	sameCharacter = 1.0
	fullReading   = 0.97 // its pinyin, or another character that is read alike
	nearReading   = 0.92 // pinyin with a common confusion, such as z for zh
	firstLetter   = 0.92
	rareReading   = 0.9 // factor for a reading that is not the usual one
)

// hearing compares typed text with names by sound. It gives up after some steps, so that no text is slow.
type hearing struct {
	*sounds
	typed []rune
	open  bool // whether the last syllable may be typed in part, as while typing
	steps int
	name  []rune // the text at hand
}

// mostSteps bounds the ways in which one place of one name is tried.
const mostSteps = 200

// at says whether the typed text can be read from name[i] on: where the match ends and how good it is (0 to 1),
// or end 0 where it cannot.
func (h *hearing) at(name []rune, i int) (end int, quality float64) {
	h.steps = 0
	end, sum := h.match(name, i, 0)
	if end <= i {
		return 0, 0
	}
	return end, sum / float64(end-i)
}

func (h *hearing) match(name []rune, i, j int) (int, float64) {
	if j == len(h.typed) {
		return i, 0
	}
	h.steps++
	if i == len(name) || h.steps > mostSteps {
		return 0, 0
	}
	r, t := name[i], h.typed[j]
	if r == t {
		if end, sum := h.match(name, i+1, j+1); end > 0 {
			return end, sum + sameCharacter
		}
	}
	if isHan(t) {
		return h.alike(name, i, j)
	}
	return h.letters(name, i, j)
}

// alike matches a typed character with one that is read alike.
func (h *hearing) alike(name []rune, i, j int) (int, float64) {
	best := 0.0
	for _, x := range h.of(name[i]) {
		for _, y := range h.of(h.typed[j]) {
			switch {
			case x == y:
				best = fullReading
			case h.class[x] == h.class[y] && best == 0:
				best = nearReading
			}
		}
	}
	if best == 0 {
		return 0, 0
	}
	if end, sum := h.match(name, i+1, j+1); end > 0 {
		return end, sum + best
	}
	return 0, 0
}

// letters matches typed letters with the readings of name[i]: whole, misspelled, or by the first letter.
func (h *hearing) letters(name []rune, i, j int) (int, float64) {
	bestEnd, bestSum := 0, 0.0
	try := func(used int, worth float64) {
		if end, sum := h.match(name, i+1, j+used); end > 0 && (bestEnd == 0 || (sum+worth)*float64(bestEnd-i) > bestSum*float64(end-i)) {
			bestEnd, bestSum = end, sum+worth
		}
	}
	for n, x := range h.of(name[i]) {
		factor := 1.0
		if n > 0 {
			factor = rareReading
		}
		for k, spelling := range h.spellings[x] {
			worth := fullReading
			if k > 0 {
				worth = nearReading
			}
			if h.typedHere(spelling, j) {
				try(len(spelling), worth*factor)
			} else if h.open && h.tailOf(spelling, j) {
				try(len(h.typed)-j, worth*factor)
			}
		}
		if own := h.spellings[x][0]; h.typed[j] == rune(own[0]) {
			try(1, firstLetter*factor)
			if len(own) > 1 && own[1] == 'h' && j+1 < len(h.typed) && h.typed[j+1] == 'h' {
				try(2, firstLetter*factor)
			}
		}
	}
	return bestEnd, bestSum
}

// typedHere says whether the whole spelling is typed from j on.
func (h *hearing) typedHere(spelling string, j int) bool {
	if j+len(spelling) > len(h.typed) {
		return false
	}
	for k := range len(spelling) {
		if h.typed[j+k] != rune(spelling[k]) {
			return false
		}
	}
	return true
}

// tailOf says whether what is typed from j on to the end is the beginning of the spelling.
func (h *hearing) tailOf(spelling string, j int) bool {
	rest := h.typed[j:]
	if len(rest) < 2 || len(rest) >= len(spelling) {
		return false
	}
	for k, t := range rest {
		if t != rune(spelling[k]) {
			return false
		}
	}
	return true
}
