package search

import (
	"cmp"
	"slices"
	"sync"
)

// segment is an index of some of the documents; but for its pool it never changes. Documents have numbers in it.
type segment struct {
	docs     []document
	byKey    map[Key]uint32
	number   map[gram]uint32 // of the list of a gram
	start    []uint32        // where the list of each number begins in postings
	postings []uint32        // document<<placeBits | place, in order of documents
	titles   []title         // in order of text
	tallies  sync.Pool       // of *tally, for the queries under way
}

// document is what ranking needs of a Document, its texts folded.
type document struct {
	Key
	name       string // as it was given
	department string
	folded     string
	main       string
	aliases    []string
	length     int // of the folded name, in characters
	suspended  bool
	later      bool // whether it changes or ends what another matter grants
	weight     int
}

// title is a text that leads to a document when it is typed in full or in part.
type title struct {
	text  string // folded
	shown string
	doc   uint32
	alias bool
}

// longestText bounds how much of each text of a document is looked at, in characters.
const longestText = 400

// chunk is how many documents are indexed at a time, which bounds the memory that building needs.
const chunk = 8192

// newSegment indexes documents, those with the shortest names first: where a search looks at a part of a list only,
// it looks at the general before the special.
func newSegment(documents []Document) *segment {
	documents = slices.Clone(documents)
	slices.SortStableFunc(documents, func(a, b Document) int { return cmp.Compare(len(a.Name), len(b.Name)) })
	var parts []*segment
	for part := range slices.Chunk(documents, chunk) {
		parts = append(parts, indexed(part))
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return merged(parts, nil)
}

// indexed indexes documents, all at once.
func indexed(documents []Document) *segment {
	s := &segment{docs: make([]document, 0, len(documents)), byKey: make(map[Key]uint32, len(documents)), number: map[gram]uint32{}}
	collected := grams{sounds: readings(), texts: map[string][]rune{}}
	var counts, last []uint32                      // by number of the list: its length, and its last posting in found
	found := make([]uint64, 0, 200*len(documents)) // number of the list <<32 | posting
	for i := range documents {
		s.add(&documents[i], &collected)
		doc := uint32(len(s.docs) - 1)
		first := uint32(len(found))
		for _, x := range collected.list {
			g := gram(x >> placeBits)
			n, ok := s.number[g]
			if !ok {
				n = uint32(len(counts))
				s.number[g] = n
				counts, last = append(counts, 0), append(last, 0)
			}
			if counts[n] > 0 && last[n] >= first { // the document has it already, at another place perhaps
				found[last[n]] |= x & placeMask
				continue
			}
			counts[n]++
			last[n] = uint32(len(found))
			found = append(found, uint64(n)<<32|uint64(doc<<placeBits|uint32(x&placeMask)))
		}
	}
	next := s.allot(counts)
	for _, x := range found {
		n := x >> 32
		s.postings[next[n]] = uint32(x)
		next[n]++
	}
	slices.SortFunc(s.titles, title.compare)
	return s
}

// allot makes room for lists of the given lengths and returns where each begins.
func (s *segment) allot(counts []uint32) []uint32 {
	s.start = make([]uint32, len(counts)+1)
	for n, count := range counts {
		s.start[n+1] = s.start[n] + count
	}
	s.postings = make([]uint32, s.start[len(counts)])
	return slices.Clone(s.start)
}

// add takes a document in and collects its grams.
func (s *segment) add(d *Document, g *grams) {
	g.list = g.list[:0]
	name := fold(d.Name, longestText)
	doc := document{
		Key: Key{d.Kind, d.Code}, name: d.Name, department: d.Department, folded: same(name.String(), d.Name),
		length: len(name.runes), suspended: d.Suspended, weight: d.Weight,
	}
	doc.later = isLater(doc.folded)
	number := uint32(len(s.docs))
	g.characters(name.runes, inName)
	g.readings(name.runes, inName)
	s.titles = append(s.titles, title{text: doc.folded, shown: d.Name, doc: number})
	for _, alias := range d.Aliases {
		text := fold(alias, longestText)
		if len(text.runes) == 0 {
			continue
		}
		g.characters(text.runes, inAlias)
		g.readings(text.runes, inAlias)
		doc.aliases = append(doc.aliases, same(text.String(), alias))
		s.titles = append(s.titles, title{text: doc.aliases[len(doc.aliases)-1], shown: alias, doc: number, alias: true})
	}
	if d.MainName != d.Name {
		main := fold(d.MainName, longestText)
		g.characters(main.runes, inMain)
		g.readings(main.runes, inMain)
		doc.main = same(main.String(), d.MainName)
	}
	g.characters(fold(d.Summary, longestText).runes, inRest)
	g.repeated(d.Department)
	for _, list := range [][]string{d.Themes, d.Results, d.Windows, d.Bundles} {
		for _, text := range list {
			g.repeated(text)
		}
	}
	s.docs = append(s.docs, doc)
	s.byKey[doc.Key] = number
}

// same returns the text that is held already where both are equal, so that it is not held twice.
func same(folded, given string) string {
	if folded == given {
		return given
	}
	return folded
}

// list returns the postings of a gram.
func (s *segment) list(g gram) []uint32 {
	n, ok := s.number[g]
	if !ok {
		return nil
	}
	return s.postings[s.start[n]:s.start[n+1]]
}

// titled returns the titles that begin with the text.
func (s *segment) titled(text string) []title {
	from, _ := slices.BinarySearchFunc(s.titles, text, func(t title, text string) int { return cmp.Compare(t.text, text) })
	rest := s.titles[from:]
	to, _ := slices.BinarySearchFunc(rest, text, func(t title, text string) int {
		if len(t.text) >= len(text) && t.text[:len(text)] == text {
			return -1
		}
		return 1
	})
	return rest[:to]
}
