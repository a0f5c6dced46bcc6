package search

import "slices"

// Bounds of what is corrected: runs of so many letters, and how many corrections are tried on documents.
const (
	shortestCorrected = 5
	longestCorrected  = 20
	mostCorrections   = 12
)

// corrections returns spellings that differ from a run of letters by one letter, left out, put in, replaced or swapped
// with its neighbour, and that are syllables which stand side by side in some document or are a word of the thesaurus.
func (x *Index) corrections(run []rune) [][]rune {
	if len(run) < shortestCorrected || len(run) > longestCorrected {
		return nil
	}
	var found [][]rune
	buffer := make([]rune, 0, len(run)+1)
	try := func(letters []rune) {
		if len(found) < mostCorrections && x.plausible(letters) && !slices.ContainsFunc(found, func(f []rune) bool { return slices.Equal(f, letters) }) {
			found = append(found, slices.Clone(letters))
		}
	}
	for i := range run {
		try(append(append(buffer[:0], run[:i]...), run[i+1:]...))
		if i+1 < len(run) {
			swapped := append(buffer[:0], run...)
			swapped[i], swapped[i+1] = run[i+1], run[i]
			try(swapped)
		}
	}
	for i := 0; i <= len(run); i++ {
		for r := 'a'; r <= 'z'; r++ {
			if i < len(run) {
				replaced := append(buffer[:0], run...)
				replaced[i] = r
				try(replaced)
			}
			try(append(append(append(buffer[:0], run[:i]...), r), run[i:]...))
		}
	}
	return found
}

// plausible says whether letters can be read as two or more syllables of which each two neighbours stand in a
// document, or as a word of the thesaurus.
func (x *Index) plausible(letters []rune) bool {
	text := make([]byte, 0, longestCorrected+1)
	for _, r := range letters {
		if r < 'a' || r > 'z' {
			return false
		}
		text = append(text, byte(r))
	}
	return x.syllables(readings(), string(text), reading{documents: true})
}

// reading is how letters were read so far.
type reading struct {
	before    syllable
	count     int
	key       uint64 // of the classes
	documents bool   // whether all neighbours stand side by side in a document
}

// syllables says whether the letters can be read on.
func (x *Index) syllables(s *sounds, letters string, so reading) bool {
	if letters == "" {
		return so.count > 1 && (so.documents || len(x.words.bySound.any([]uint64{so.key})) > 0)
	}
	for size := min(6, len(letters)); size > 0; size-- {
		class, ok := s.spelled[letters[:size]]
		if !ok {
			continue
		}
		on := reading{class, so.count + 1, nextKey(so.key, uint64(class)), so.documents}
		if so.count > 0 && on.documents {
			on.documents = x.frequency(soundGram(so.before, class)) > 0
		}
		if x.syllables(s, letters[size:], on) {
			return true
		}
	}
	return false
}
