// Package search finds matters and bundles by what people type: official names and everyday words, whole pinyin
// and initials, slips of the finger, whole sentences. It holds the index, the ranking and the use of the
// thesaurus; what the words of the thesaurus are, it is told.
//
// An Index is immutable and safe for any number of readers. docs/search.md explains folding, matching, ranking
// and measuring.
package search

import "servicehall/internal/catalog"

// Key names a document.
type Key struct {
	Kind catalog.Kind
	Code string
}

// Document is what can be found: a published matter or bundle, its texts already labels and not codes.
// Only Kind, Code and Name are needed.
type Document struct {
	Kind       catalog.Kind
	Code       string
	Name       string
	MainName   string // 主项
	Department string
	Aliases    []string
	Summary    string
	Themes     []string
	Results    []string
	Windows    []string
	Bundles    []string
	Suspended  bool
	Weight     int // how much it is asked for; decides between documents that match equally well
}

// Entry is a word of the thesaurus: a word that people use and the official terms that it stands for, the
// likeliest first.
type Entry struct {
	Word   string
	Terms  []string
	Weight int // how surely the terms are meant, in percent; 0 means 100
}

// Query asks for documents. Any text is a valid query; of a very long one only the beginning counts.
type Query struct {
	Text   string
	Limit  int            // how many hits to return; 0 means 20, and never more than 100
	Permit func(Key) bool // which documents may be found; nil means all
}

// Range is a part of a name, in characters (runes), To not included.
type Range struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Hit is a document that was found.
type Hit struct {
	Key
	Name       string
	Department string
	Score      float64 // 0 to 1, comparable within one result only
	Highlights []Range // what of Name answers the query, in order, not touching each other
}

// Result is the answer to a Query.
type Result struct {
	Hits       []Hit  // best first
	Total      int    // how many documents answer, of which Hits are the first
	DidYouMean string // the likely correct wording where the query had to be corrected, otherwise empty
}
