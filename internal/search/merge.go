package search

import (
	"cmp"
)

// dead marks documents of a segment that are no longer there.
type dead []uint64

func (d dead) has(doc uint32) bool { return d != nil && d[doc/64]&(1<<(doc%64)) != 0 }

// with returns the marks with further documents marked, of count in all.
func (d dead) with(count int, docs []uint32) dead {
	marks := make(dead, (count+63)/64)
	copy(marks, d)
	for _, doc := range docs {
		marks[doc/64] |= 1 << (doc % 64)
	}
	return marks
}

// merged joins segments into one, without the documents that are gone from each.
func merged(parts []*segment, gone []dead) *segment {
	docs, grams := 0, 0
	for _, part := range parts {
		docs += len(part.docs)
		grams = max(grams, len(part.number))
	}
	s := &segment{docs: make([]document, 0, docs), byKey: make(map[Key]uint32, docs), number: make(map[gram]uint32, grams)}
	renumbered := make([][]uint32, len(parts))
	const none = ^uint32(0)
	for i, part := range parts {
		renumbered[i] = make([]uint32, len(part.docs))
		for j, doc := range part.docs {
			if gone != nil && gone[i].has(uint32(j)) {
				renumbered[i][j] = none
				continue
			}
			renumbered[i][j] = uint32(len(s.docs))
			s.byKey[doc.Key] = uint32(len(s.docs))
			s.docs = append(s.docs, doc)
		}
		var titles []title
		for _, t := range part.titles {
			if t.doc = renumbered[i][t.doc]; t.doc != none {
				titles = append(titles, t)
			}
		}
		s.titles = mergedTitles(s.titles, titles)
	}
	numbers := make([][]uint32, len(parts)) // numbers of the new lists by those of the old
	var counts []uint32
	for i, part := range parts {
		numbers[i] = make([]uint32, len(part.number))
		for g, old := range part.number {
			n, ok := s.number[g]
			if !ok {
				n = uint32(len(counts))
				s.number[g] = n
				counts = append(counts, 0)
			}
			numbers[i][old] = n
			for _, p := range part.postings[part.start[old]:part.start[old+1]] {
				if renumbered[i][p>>placeBits] != none {
					counts[n]++
				}
			}
		}
	}
	next := s.allot(counts)
	for i, part := range parts {
		for old, n := range numbers[i] {
			for _, p := range part.postings[part.start[old]:part.start[old+1]] {
				if doc := renumbered[i][p>>placeBits]; doc != none {
					s.postings[next[n]] = doc<<placeBits | p&placeMask
					next[n]++
				}
			}
		}
	}
	return s
}

func (t title) compare(other title) int {
	return cmp.Or(cmp.Compare(t.text, other.text), cmp.Compare(t.doc, other.doc))
}

// mergedTitles joins two lists that are in order.
func mergedTitles(a, b []title) []title {
	if len(a) == 0 {
		return b
	}
	all := make([]title, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].compare(b[0]) <= 0 {
			all, a = append(all, a[0]), a[1:]
		} else {
			all, b = append(all, b[0]), b[1:]
		}
	}
	return append(append(all, a...), b...)
}
