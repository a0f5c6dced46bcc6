package search

import (
	"slices"
	"strings"
	"sync"

	"github.com/mozillazg/go-pinyin"
)

// syllable is the number of a pinyin syllable without its tone; 0 is none.
type syllable uint16

// mostReadings is how many readings of a character count; further ones are those of rare words and surnames.
const mostReadings = 4

// sounds is every way in which characters are read and syllables are written.
type sounds struct {
	spellings [][]string          // by syllable: its own spelling first, then how it is easily misspelled
	class     []syllable          // by syllable: the one that stands for all that are confused with it
	spelled   map[string]syllable // the class of every spelling
	start     []uint32            // where the readings of a character begin in list
	list      []syllable          // the readings of all characters, the usual one first
}

const firstHan, lastHan = 0x4e00, 0x9fff

func isHan(r rune) bool { return r >= firstHan && r <= lastHan }

// of returns the readings of a character, none where it has none.
func (s *sounds) of(r rune) []syllable {
	if !isHan(r) {
		return nil
	}
	i := r - firstHan
	return s.list[s.start[i]:s.start[i+1]]
}

// initial is the letter that stands for a syllable's initial and those confused with it.
func (s *sounds) initial(x syllable) byte { return levelInitial(s.spellings[x][0][0]) }

// readings returns the readings of all characters, made when first asked for.
var readings = sync.OnceValue(func() *sounds {
	s := &sounds{spellings: [][]string{nil}, spelled: map[string]syllable{}, start: make([]uint32, 0, lastHan-firstHan+2)}
	number := map[string]syllable{}
	for r := rune(firstHan); r <= lastHan; r++ {
		s.start = append(s.start, uint32(len(s.list)))
		known := len(s.list)
		for written := range strings.SplitSeq(pinyin.PinyinDict[int(r)], ",") {
			text := withoutTone(written)
			if text == "" || len(s.list)-known == mostReadings {
				continue
			}
			x, ok := number[text]
			if !ok {
				x = syllable(len(s.spellings))
				number[text] = x
				s.spellings = append(s.spellings, misspellings(text))
			}
			if !slices.Contains(s.list[known:], x) {
				s.list = append(s.list, x)
			}
		}
	}
	s.start = append(s.start, uint32(len(s.list)))
	s.classify()
	return s
})

// classify puts syllables together that share a spelling after levelling.
func (s *sounds) classify() {
	s.class = make([]syllable, len(s.spellings))
	first := map[string]syllable{}
	for x := 1; x < len(s.spellings); x++ {
		level := levelled(s.spellings[x][0])
		if first[level] == 0 {
			first[level] = syllable(x)
		}
		s.class[x] = first[level]
		for _, spelling := range s.spellings[x] {
			s.spelled[spelling] = s.class[x]
		}
	}
	// A syllable's own spelling counts before what it is confused with.
	for x := 1; x < len(s.spellings); x++ {
		s.spelled[s.spellings[x][0]] = s.class[x]
	}
}

// pairs of sounds that speakers of many regions do not tell apart: at the beginning, at the end.
var (
	confusedInitials = [][2]string{{"zh", "z"}, {"ch", "c"}, {"sh", "s"}, {"l", "n"}}
	confusedFinals   = [][2]string{{"ing", "in"}, {"eng", "en"}}
)

// levelled is the spelling that all spellings share that are confused with one another.
func levelled(spelling string) string {
	for _, pair := range confusedInitials {
		if rest, ok := strings.CutPrefix(spelling, pair[0]); ok {
			spelling = pair[1] + rest
			break
		}
	}
	for _, pair := range confusedFinals {
		if rest, ok := strings.CutSuffix(spelling, pair[0]); ok {
			return rest + pair[1]
		}
	}
	return spelling
}

// misspellings returns the spelling and what it is confused with.
func misspellings(spelling string) []string {
	all := []string{spelling}
	for _, pair := range confusedInitials {
		for i, own := range pair {
			if rest, ok := strings.CutPrefix(spelling, own); ok && len(all) == 1 && (i == 0 || !strings.HasPrefix(spelling, pair[0])) {
				all = append(all, pair[1-i]+rest)
			}
		}
	}
	for _, s := range slices.Clone(all) {
		for _, pair := range confusedFinals {
			for i, own := range pair {
				if rest, ok := strings.CutSuffix(s, own); ok {
					all = append(all, rest+pair[1-i])
				}
			}
		}
	}
	return all
}

// toneMarks turns a vowel with a tone mark into the letter that is typed.
var toneMarks = strings.NewReplacer(
	"ā", "a", "á", "a", "ǎ", "a", "à", "a", "ē", "e", "é", "e", "ě", "e", "è", "e",
	"ī", "i", "í", "i", "ǐ", "i", "ì", "i", "ō", "o", "ó", "o", "ǒ", "o", "ò", "o",
	"ū", "u", "ú", "u", "ǔ", "u", "ù", "u", "ü", "v", "ǖ", "v", "ǘ", "v", "ǚ", "v", "ǜ", "v")

// withoutTone returns the syllable as it is typed, "" for one that is not (such as an m that is a syllable).
func withoutTone(written string) string {
	text := toneMarks.Replace(written)
	if !strings.ContainsAny(text, "aeiouv") {
		return ""
	}
	for i := range len(text) {
		if text[i] < 'a' || text[i] > 'z' {
			return ""
		}
	}
	return text
}

// mostWays bounds how many ways of reading a text are told apart.
const mostWays = 8

// step is what a key is made of: it appends the choices that a character gives.
type step func(s *sounds, to []uint64, r rune) []uint64

// classes makes keys of how a text sounds; a text that is not all Chinese has none.
func classes(s *sounds, to []uint64, r rune) []uint64 {
	for _, x := range s.of(r) {
		if c := uint64(s.class[x]); !slices.Contains(to, c) {
			to = append(to, c)
		}
	}
	return to
}

// initials makes keys of the letters that a text is abbreviated to.
func initials(s *sounds, to []uint64, r rune) []uint64 {
	var buffer [mostReadings]byte
	for _, c := range s.initials(buffer[:0], r) {
		to = append(to, uint64(c))
	}
	return to
}

// keys combines the choices that each character gives, the usual ones first, at most mostWays.
func (s *sounds) keys(text []rune, choices step) []uint64 {
	all := make([]uint64, 1, mostWays)
	var options [mostReadings]uint64
	for _, r := range text {
		given := choices(s, options[:0], r)
		if len(given) == 0 {
			return nil
		}
		before := len(all)
		for _, option := range given[1:] {
			for i := 0; i < before && len(all) < mostWays; i++ {
				all = append(all, nextKey(all[i], option))
			}
		}
		for i := range before {
			all[i] = nextKey(all[i], given[0])
		}
	}
	return all
}

// nextKey is the key of a text that goes on with a choice. Different texts have different keys, but for accidents.
func nextKey(key, choice uint64) uint64 { return (key + choice + 1) * 0x9e3779b97f4a7c15 }
