package search_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/demo"
	"servicehall/internal/search"
)

// demonstration returns the matters of the demonstration catalogue, or only what another county's list would have of
// them: names, main names and departments.
func demonstration(t testing.TB, bare bool) []search.Document {
	t.Helper()
	data, err := demo.Dataset()
	if err != nil {
		t.Fatal(err)
	}
	department := map[string]string{}
	for _, d := range data.Departments {
		department[d.Code] = d.Name
	}
	documents := make([]search.Document, 0, len(data.Matters))
	for _, m := range data.Matters {
		d := search.Document{Kind: catalog.KindMatter, Code: m.Code, Name: m.Name, MainName: m.MainName, Department: department[m.Department]}
		if !bare {
			d.Aliases, d.Summary = m.Aliases, m.Summary
			for _, r := range m.Results {
				d.Results = append(d.Results, r.Name)
			}
		}
		documents = append(documents, d)
	}
	return documents
}

// otherCounty returns a list with other names for the same business, closer to those of the national basic lists,
// and nothing but names, main names and departments.
func otherCounty(t testing.TB) []search.Document {
	t.Helper()
	text, err := os.ReadFile("testdata/county.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var documents []search.Document
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		documents = append(documents, search.Document{Kind: catalog.KindMatter, Code: fmt.Sprint("Q", len(documents)), Name: cells[0], MainName: cells[1], Department: cells[2]})
	}
	return documents
}

// named returns matters with the given names, their codes counted.
func named(names ...string) []search.Document {
	documents := make([]search.Document, len(names))
	for i, name := range names {
		documents[i] = search.Document{Kind: catalog.KindMatter, Code: fmt.Sprint("M", i), Name: name}
	}
	return documents
}

// names returns the names that a query finds, best first.
func names(x *search.Index, query string) []string {
	found := []string{}
	for _, h := range x.Search(search.Query{Text: query}).Hits {
		found = append(found, h.Name)
	}
	return found
}
