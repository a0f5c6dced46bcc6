package search

import "slices"

// gram is a small piece of text by which documents are looked up: a character, two neighbours, the sounds of two
// neighbours, the initials of two or three.
type gram uint64

// The kinds of gram, in its highest bits; what they are made of stands in two fields of 21 bits.
const (
	oneCharacter gram = iota << 42
	twoCharacters
	twoSounds
	twoInitials
	threeInitials
)

// edge stands for the beginning of a text among initials.
const edge = 1

func characterGram(a rune) gram    { return oneCharacter | gram(a) }
func pairGram(a, b rune) gram      { return twoCharacters | gram(a)<<21 | gram(b) }
func soundGram(a, b syllable) gram { return twoSounds | gram(a)<<21 | gram(b) }
func initialGram(a, b byte) gram   { return twoInitials | gram(a)<<8 | gram(b) }
func tripleGram(a, b, c byte) gram { return threeInitials | gram(a)<<16 | gram(b)<<8 | gram(c) }

// place says in which texts of a document a gram stands; its bits may be combined.
type place uint32

const (
	inName place = 1 << iota
	inAlias
	inMain
	inRest
	placeBits = 4
	placeMask = 1<<placeBits - 1
)

// worth is how much a gram counts by the best place where it stands.
func (p place) worth() float32 { return worths[p&placeMask] }

var worths = func() (table [1 << placeBits]float32) {
	for p := range table {
		switch p := place(p); {
		case p&inName != 0:
			table[p] = 1
		case p&inAlias != 0:
			table[p] = 0.9
		case p&inMain != 0:
			table[p] = 0.7
		case p&inRest != 0:
			table[p] = 0.3
		}
	}
	return table
}()

// grams collects the grams of one document.
type grams struct {
	*sounds
	list  []uint64          // gram<<placeBits | place
	texts map[string][]rune // texts that many documents have, folded
}

func (g *grams) add(x gram, p place) { g.list = append(g.list, uint64(x)<<placeBits|uint64(p)) }

// characters adds the characters of a text and their pairs.
func (g *grams) characters(text []rune, p place) {
	for i, r := range text {
		g.add(characterGram(r), p)
		if i > 0 {
			g.add(pairGram(text[i-1], r), p)
		}
	}
}

// repeated adds the characters of a text that many documents have.
func (g *grams) repeated(text string) {
	runes, ok := g.texts[text]
	if !ok {
		runes = fold(text, longestText).runes
		g.texts[text] = runes
	}
	g.characters(runes, inRest)
}

// readings adds the sounds and the initials of a text.
func (g *grams) readings(text []rune, p place) {
	var buffers [3][mostReadings]byte
	before, last := buffers[1][:0], append(buffers[2][:0], edge)
	for i, r := range text {
		now := g.initials(buffers[i%3][:0], r)
		for _, c := range now {
			for _, b := range last {
				g.add(initialGram(b, c), p)
				for _, a := range before {
					g.add(tripleGram(a, b, c), p)
				}
			}
		}
		if i > 0 {
			for _, x := range g.of(text[i-1]) {
				for _, y := range g.of(r) {
					g.add(soundGram(g.class[x], g.class[y]), p)
				}
			}
		}
		before, last = last, now
	}
}

// initials appends the letters that a character may be typed as: the first letters of its readings, or itself.
func (s *sounds) initials(to []byte, r rune) []byte {
	if r < 0x80 {
		return append(to, byte(r))
	}
	for _, x := range s.of(r) {
		if c := s.initial(x); !slices.Contains(to, c) {
			to = append(to, c)
		}
	}
	return to
}
