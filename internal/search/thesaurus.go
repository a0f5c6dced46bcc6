package search

import (
	"cmp"
	"slices"
)

// thesaurus is the words that people use, ready to be found in queries. It never changes.
type thesaurus struct {
	words      []word
	terms      []term
	byText     map[string]int
	termOf     map[string]int
	bySound    keyed // by the classes of the readings
	byInitials keyed
	byRune     map[rune][]uint32 // words by their characters
	byStart    map[byte][]int    // words by the initials that they may begin with
	inOrder    []int             // words by their text
	longest    int               // of the words, in characters
}

// word is a word of the thesaurus with the terms that it stands for.
type word struct {
	text    []rune // folded
	shown   string
	meaning []meaning
}

// meaning is a term that a word stands for.
type meaning struct {
	term   int
	factor float32 // how surely it is meant
}

// term is an official term.
type term struct {
	text   []rune // folded
	folded string
}

// fadingTerms is what each further term of a word counts of the one before it.
const fadingTerms = 0.92

func newThesaurus(entries []Entry) *thesaurus {
	t := &thesaurus{byText: make(map[string]int, len(entries)), termOf: map[string]int{}, byRune: map[rune][]uint32{}, byStart: map[byte][]int{}}
	given := map[string]int{} // terms by how they are written, so that each is folded once
	for _, e := range entries {
		t.add(e, given)
	}
	sound := readings()
	for i, w := range t.words {
		t.longest = max(t.longest, len(w.text))
		t.bySound.add(sound.keys(w.text, classes), i)
		t.byInitials.add(sound.keys(w.text, initials), i)
		for _, c := range sound.initials(nil, w.text[0]) {
			t.byStart[c] = append(t.byStart[c], i)
		}
		t.inOrder = append(t.inOrder, i)
		for j, r := range w.text {
			if !isEmptyWord(r) && !slices.Contains(w.text[:j], r) {
				t.byRune[r] = append(t.byRune[r], uint32(i))
			}
		}
	}
	t.bySound.sort()
	t.byInitials.sort()
	slices.SortFunc(t.inOrder, func(a, b int) int { return slices.Compare(t.words[a].text, t.words[b].text) })
	return t
}

// add takes in an entry; a word that is there already gets the further terms.
func (t *thesaurus) add(e Entry, given map[string]int) {
	text := fold(e.Word, longestText).runes
	if len(text) == 0 {
		return
	}
	n, known := t.byText[string(text)]
	if !known {
		n = len(t.words)
		t.byText[string(text)] = n
		t.words = append(t.words, word{text: text, shown: e.Word})
	}
	w := &t.words[n]
	factor := float32(1)
	if e.Weight > 0 && e.Weight < 100 {
		factor = float32(e.Weight) / 100
	}
	for _, written := range e.Terms {
		official, ok := given[written]
		if !ok {
			official = t.term(written)
			given[written] = official
		}
		if official >= 0 && !slices.ContainsFunc(w.meaning, func(m meaning) bool { return m.term == official }) {
			w.meaning = append(w.meaning, meaning{official, factor})
			factor *= fadingTerms
		}
	}
}

// term returns the number of a term, -1 for one without letters.
func (t *thesaurus) term(written string) int {
	f := fold(written, longestText)
	if len(f.runes) == 0 {
		return -1
	}
	text := f.String()
	n, ok := t.termOf[text]
	if !ok {
		n = len(t.terms)
		t.termOf[text] = n
		t.terms = append(t.terms, term{f.runes, text})
	}
	return n
}

// knows says whether the folded text is a word or a term of the thesaurus.
func (t *thesaurus) knows(text string) bool {
	_, word := t.byText[text]
	_, term := t.termOf[text]
	return word || term
}

// use is a word of the thesaurus found in a query.
type use struct {
	word     int
	from, to int     // where, of the query's content
	factor   float32 // how surely it is the word: less where it was misspelled or torn apart
	covers   places  // the characters of the content that it stands for
}

// places is a set of places in a query's content, which holds fewer than 64 characters (longestTyped).
type places uint64

// span is the places from one to another.
func span(from, to int) places { return 1<<to - 1<<from }

// find returns the words that stand in the text as they are, without those inside longer ones.
func (t *thesaurus) find(text []rune) []use {
	var found []use
	for from := range text {
		for to := min(len(text), from+t.longest); to > from; to-- {
			if n, ok := t.byText[string(text[from:to])]; ok {
				if len(found) == 0 || found[len(found)-1].to < to {
					found = append(found, use{n, from, to, 1, span(from, to)})
				}
				break
			}
		}
	}
	return found
}

// beginning returns the words that begin with the text.
func (t *thesaurus) beginning(text []rune) []completion {
	from, _ := slices.BinarySearchFunc(t.inOrder, text, func(n int, text []rune) int { return slices.Compare(t.words[n].text, text) })
	var found []completion
	for _, n := range t.inOrder[from:] {
		w := &t.words[n]
		if len(w.text) < len(text) || !slices.Equal(w.text[:len(text)], text) {
			break
		}
		found = append(found, completion{folded: string(w.text), shown: w.shown, word: true})
	}
	return found
}

// heardFactor is what a word counts that is only read like what was typed.
const heardFactor = 0.85

// hear returns the words that are read like a part of the text; doubtful says which parts may be misspelled.
func (t *thesaurus) hear(text []rune, doubtful func(from, to int) bool) []use {
	var found []use
	sound := readings()
	for from := range text {
		for to := min(len(text), from+t.longest); to > from+1; to-- {
			if len(found) > 0 && found[len(found)-1].to >= to || !doubtful(from, to) {
				continue
			}
			words := t.bySound.any(sound.keys(text[from:to], classes))
			for _, n := range words {
				found = append(found, use{int(n), from, to, heardFactor, span(from, to)})
			}
			if len(words) > 0 {
				break
			}
		}
	}
	return found
}

// keyed finds words by a key.
type keyed []keyedWord

type keyedWord struct {
	key  uint64
	word uint32
}

func (k *keyed) add(keys []uint64, word int) {
	for _, key := range keys {
		*k = append(*k, keyedWord{key, uint32(word)})
	}
}

func (k keyed) sort() {
	slices.SortFunc(k, func(a, b keyedWord) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.word, b.word)) })
}

// any returns the words with the first of the keys that has any.
func (k keyed) any(keys []uint64) []uint32 {
	for _, key := range keys {
		from, ok := slices.BinarySearchFunc(k, key, func(w keyedWord, key uint64) int { return cmp.Compare(w.key, key) })
		if !ok {
			continue
		}
		var words []uint32
		for ; from < len(k) && k[from].key == key; from++ {
			words = append(words, k[from].word)
		}
		return words
	}
	return nil
}
