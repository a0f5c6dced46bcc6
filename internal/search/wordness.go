package search

// What a match by sound counts at least, and how many different neighbours make it a word for sure.
const (
	leastWordness  = 0.8
	manyNeighbours = 4
)

// preferWords lowers what was heard across the boundaries of words: 教师资 of 教师资格 is read like jsz too, but
// never stands without 格. What the thesaurus knows is a word, and what stands beside many different characters.
func (t *thesaurus) preferWords(lists ...[]heardIn) {
	type neighbours struct{ before, after map[rune]bool }
	known := map[string]neighbours{}
	note := func(set map[rune]bool, r rune) {
		if r == 0 {
			r = -1 - rune(len(set)) // the edge of a name is a boundary each time
		}
		set[r] = true
	}
	for _, list := range lists {
		for _, h := range list {
			n, ok := known[h.text]
			if !ok {
				n = neighbours{map[rune]bool{}, map[rune]bool{}}
				known[h.text] = n
			}
			note(n.before, h.before)
			note(n.after, h.after)
		}
	}
	for _, list := range lists {
		for i := range list {
			n := known[list[i].text]
			wordness := float64(min(len(n.before), len(n.after), manyNeighbours)-1) / (manyNeighbours - 1) * 0.7
			if t.knows(list[i].text) {
				wordness = 1
			}
			list[i].quality *= leastWordness + (1-leastWordness)*wordness
		}
	}
}
