package search

import "strings"

// unit is a part of typed letters: a syllable of its class, or a letter that stands for one.
type unit struct {
	class   syllable // 0: only the initial is typed
	initial byte
}

// mostParses bounds the ways of taking a run of letters apart.
const mostParses = 6

// parse takes a text apart into syllables and initials, the ways with the fewest parts first. Every Chinese character
// and every digit is a part of its own.
func (s *sounds) parse(text []rune) [][]unit {
	ways := make([][][]unit, len(text)+1)
	ways[len(text)] = [][]unit{nil}
	for i := len(text) - 1; i >= 0; i-- {
		var here [][]unit
		for _, u := range s.units(text[i:]) {
			here = prepend(here, u.unit, ways[i+u.size])
		}
		ways[i] = fewest(here)
	}
	return ways[0]
}

// sized is a unit and how many characters are typed for it.
type sized struct {
	unit
	size int
}

// units returns what the beginning of a text may stand for.
func (s *sounds) units(text []rune) []sized {
	var found []sized
	r := text[0]
	if isHan(r) {
		for _, x := range s.of(r) {
			found = append(found, sized{unit{s.class[x], s.initial(x)}, 1})
		}
		return found
	}
	if r >= 0x80 {
		return nil
	}
	letters := 0
	for letters < min(6, len(text)) && text[letters] < 0x80 {
		letters++
	}
	typed := string(text[:letters])
	for size := letters; size > 0; size-- {
		if class, ok := s.spelled[typed[:size]]; ok {
			found = append(found, sized{unit{class, s.initial(class)}, size})
		}
	}
	if letters > 1 && typed[1] == 'h' && strings.IndexByte("zcs", typed[0]) >= 0 {
		found = append(found, sized{unit{0, typed[0]}, 2})
	}
	if mayBegin(typed[0]) {
		found = append(found, sized{unit{0, levelInitial(typed[0])}, 1})
	}
	return found
}

func prepend(to [][]unit, first unit, rests [][]unit) [][]unit {
	for _, rest := range rests {
		to = append(to, append([]unit{first}, rest...))
	}
	return to
}

// fewest keeps the best ways: few parts, and few initials among them.
func fewest(ways [][]unit) [][]unit {
	cost := func(way []unit) int {
		sum := 0
		for _, u := range way {
			if sum += 2; u.class == 0 {
				sum++
			}
		}
		return sum
	}
	for i := 1; i < len(ways); i++ { // insertion sort: few elements, nearly in order
		for j := i; j > 0 && cost(ways[j]) < cost(ways[j-1]); j-- {
			ways[j], ways[j-1] = ways[j-1], ways[j]
		}
	}
	return ways[:min(len(ways), mostParses)]
}

// mayBegin says whether a syllable may begin with the letter and hold more than it.
func mayBegin(c byte) bool { return c >= '0' && c <= '9' || !strings.ContainsRune("aeiouv", rune(c)) }

// levelInitial is the letter that stands for all initials confused with this one.
func levelInitial(c byte) byte {
	if c == 'l' {
		return 'n'
	}
	return c
}
