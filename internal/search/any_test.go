package search_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"servicehall/internal/search"
)

// pieces of which random queries are made.
var pieces = []string{
	"公积金", "怎么办", "登记", "不動產", "gong", "ji", "zh", "a", "aaaaaaa", "nnnn", "x", "1", " ", "，", "\x00", "\x7f", "\xff", "\xc3\x28",
	"😀", "👨‍👩‍👧", "%", "_", "';--", `\`, "(", "[a-z]+", ".*", "ｇ", "Ⅻ", "㈱", "é", "e\u0301", "ﷺ", "\u202e", "한", "か",
}

// randomQuery is a text that somebody might type, paste or send to do harm.
func randomQuery(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(12) {
		switch r.IntN(12) {
		case 0:
			b.WriteRune(rune(r.IntN(0x110000)))
		case 1:
			b.WriteString(strings.Repeat(pieces[r.IntN(len(pieces))], r.IntN(40)))
		case 2:
			for range r.IntN(30) {
				b.WriteByte(byte('a' + r.IntN(26)))
			}
		case 3:
			for range r.IntN(30) {
				b.WriteRune(rune(0x4e00 + r.IntN(0x5200)))
			}
		default:
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
	}
	if r.IntN(200) == 0 {
		return strings.Repeat(b.String()+"x", 10000/(b.Len()+1)+1)
	}
	return b.String()
}

// check says what is wrong with the answers to a query, whatever it is.
func check(t *testing.T, x *search.Index, query string) {
	t.Helper()
	r := x.Search(search.Query{Text: query})
	if r.Total < len(r.Hits) {
		t.Errorf("%q: %d hits of %d", query, len(r.Hits), r.Total)
	}
	for i, h := range r.Hits {
		if h.Score <= 0 || h.Score > 1 || i > 0 && h.Score > r.Hits[i-1].Score {
			t.Errorf("%q: score %v after %v", query, h.Score, r.Hits[max(i-1, 0)].Score)
		}
		last := -1
		for _, part := range h.Highlights {
			if part.From <= last || part.To <= part.From || part.To > utf8.RuneCountInString(h.Name) {
				t.Errorf("%q: highlights %v of %s", query, h.Highlights, h.Name)
			}
			last = part.To
		}
	}
	if got := x.Suggest(query, 10); len(got) > 10 {
		t.Errorf("%q: %d suggestions", query, len(got))
	}
}

func TestAnyText(t *testing.T) {
	x := search.Build(otherCounty(t), search.Everyday())
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		check(t, x, randomQuery(r))
	}
}

func FuzzSearch(f *testing.F) {
	for _, piece := range pieces {
		f.Add(piece + "登记" + piece)
	}
	x := search.Build(otherCounty(f), search.Everyday())
	f.Fuzz(func(t *testing.T, query string) { check(t, x, query) })
}
