package search

// Lengths of the queries for which another wording is offered, in characters, and how many hits it is looked for in.
const (
	shortestMeant = 3
	longestMeant  = 16
	hitsForMeant  = 3
)

// didYouMean returns the wording that was likely meant: a word or a part of a name that differs from the query by a
// character or two or by sound. There is none for a query that can be found as it is.
func (x *Index) didYouMean(a *analysis, ranked []scored) string {
	if a.meant != "" {
		return a.meant
	}
	if a.whole || len(ranked) == 0 || len(a.content) < shortestMeant || len(a.content) > longestMeant || !x.doubtful(a.content) {
		return ""
	}
	if a.heardWord != "" {
		return a.heardWord
	}
	best, meant := len(a.content)/3+1, ""
	if len(a.content) < 6 {
		best = 2
	}
	for _, s := range ranked[:min(len(ranked), hitsForMeant)] {
		name := []rune(s.document().folded)
		if from, to, edits := nearest(a.content, name); edits > 0 && edits < best {
			best, meant = edits, string(name[from:to])
		}
	}
	return meant
}

// doubtful says whether the text is all Chinese and has neighbours that stand side by side in no document.
func (x *Index) doubtful(text []rune) bool {
	unknown := false
	for i, r := range text {
		if !isHan(r) {
			return false
		}
		unknown = unknown || i > 0 && x.frequency(pairGram(text[i-1], r)) == 0
	}
	return unknown
}

// nearest finds the part of the name that differs least from the text, and by how many characters left out, put in,
// replaced or swapped with a neighbour.
func nearest(text, name []rune) (from, to, edits int) {
	type cell struct{ edits, from int }
	rows := make([][]cell, len(text)+1)
	for i := range rows {
		rows[i] = make([]cell, len(name)+1)
		for j := range rows[i] {
			switch {
			case i == 0:
				rows[0][j] = cell{0, j}
			case j == 0:
				rows[i][0] = cell{i, 0}
			default:
				c := rows[i-1][j-1]
				if text[i-1] != name[j-1] {
					c.edits++
				}
				for _, other := range []cell{rows[i-1][j], rows[i][j-1]} {
					if other.edits+1 < c.edits {
						c = cell{other.edits + 1, other.from}
					}
				}
				if i > 1 && j > 1 && text[i-1] == name[j-2] && text[i-2] == name[j-1] && rows[i-2][j-2].edits+1 < c.edits {
					c = cell{rows[i-2][j-2].edits + 1, rows[i-2][j-2].from}
				}
				rows[i][j] = c
			}
		}
	}
	last := rows[len(text)]
	for j, c := range last {
		better := c.edits < last[to].edits
		if c.edits == last[to].edits && c.edits < len(text) {
			ends := name[j-1] == text[len(text)-1]
			better = ends && (to == 0 || name[to-1] != text[len(text)-1]) || closer(j-c.from, to-last[to].from, len(text))
		}
		if better {
			to = j
		}
	}
	return last[to].from, to, last[to].edits
}

// closer says whether one length is closer to the wanted one than another.
func closer(a, b, wanted int) bool { return max(a-wanted, wanted-a) < max(b-wanted, wanted-b) }
