package search

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

//go:embed traditional.txt
var traditionalTable string

// simplified holds for every Chinese character, from firstHan on, its simplified form.
var simplified = sync.OnceValue(func() []rune {
	table := make([]rune, lastHan-firstHan+1)
	for i := range table {
		table[i] = firstHan + rune(i)
	}
	for line := range strings.Lines(traditionalTable) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		pair := []rune(strings.TrimSpace(line))
		for i := 0; i+1 < len(pair); i += 2 {
			table[pair[i]-firstHan] = pair[i+1]
		}
	}
	return table
})

// folded is a text in the form in which texts are compared: compatibility forms, width and case levelled,
// traditional characters simplified, everything but letters and digits left out.
type folded struct {
	runes  []rune
	from   []int  // the character of the original that each rune comes from
	breaks []bool // whether something was left out before the rune
}

func (f folded) String() string { return string(f.runes) }

// folder folds a text rune by rune.
type folder struct {
	folded
	table []rune // simplified
	gap   bool
}

func (f *folder) add(r rune, from int) {
	switch {
	case isHan(r):
		r = f.table[r-firstHan]
	case unicode.IsLetter(r), unicode.IsNumber(r):
		r = unicode.ToLower(r)
	default:
		f.gap = true
		return
	}
	f.runes = append(f.runes, r)
	f.from = append(f.from, from)
	f.breaks = append(f.breaks, f.gap)
	f.gap = false
}

// fold folds at most the first limit characters of a text.
func fold(text string, limit int) folded {
	f := folder{table: simplified()}
	if len(text) < 3*limit {
		n := utf8.RuneCountInString(text)
		f.runes, f.from, f.breaks = make([]rune, 0, n), make([]int, 0, n), make([]bool, 0, n)
	}
	plain := true
	position := 0
	for _, r := range text {
		if plain = isPlain(r); !plain || position == limit {
			break
		}
		f.add(levelWidth(r), position)
		position++
	}
	if plain {
		return f.folded
	}
	return foldAny(text, limit)
}

// foldAny folds texts with characters that Unicode's normalisation may join, split or replace.
func foldAny(text string, limit int) folded {
	f := folder{table: simplified()}
	var iter norm.Iter
	iter.InitString(norm.NFKC, head(text, limit))
	position, offset := 0, 0
	for !iter.Done() {
		for _, r := range string(iter.Next()) {
			f.add(r, position)
		}
		position += utf8.RuneCountInString(text[offset:iter.Pos()])
		offset = iter.Pos()
	}
	return f.folded
}

// head returns the first limit characters of a text.
func head(text string, limit int) string {
	for i := range text {
		if limit == 0 {
			return text[:i]
		}
		limit--
	}
	return text
}

// isPlain says of most characters of Chinese texts that normalisation leaves them alone, whatever stands beside
// them, or changes no more than their width.
func isPlain(r rune) bool {
	return r < 0x80 || isHan(r) || r >= 0x3000 && r <= 0x301f || r >= 0xff01 && r <= 0xff5e || r >= 0x2010 && r <= 0x2027
}

func levelWidth(r rune) rune {
	if r >= 0xff01 && r <= 0xff5e {
		return r - 0xfee0
	}
	return r
}
