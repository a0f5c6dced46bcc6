package search_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"servicehall/internal/search"
)

// trials reads a file of queries and leaves out those to which the list has no answer.
func trials(t *testing.T, file string, documents []search.Document) []search.Trial {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := search.ReadTrials(f)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(trial search.Trial) bool {
		return !slices.ContainsFunc(documents, func(d search.Document) bool {
			return slices.ContainsFunc(trial.Expect, func(text string) bool { return strings.Contains(d.Name, text) })
		})
	})
}

// TestQuality holds what the search has reached, on two catalogues that name the same things differently. With -v it
// prints the numbers of every kind of query. queries.csv was written without sight of the thesaurus, which was written
// without sight of it.
func TestQuality(t *testing.T) {
	demonstrated, bare, other := demonstration(t, false), demonstration(t, true), otherCounty(t)
	for _, tt := range []struct {
		name      string
		documents []search.Document
		queries   string
		words     []search.Entry
		mrr, hit5 float64 // to be reached by all queries together
	}{
		{"demonstration", demonstrated, "sample.csv", search.Everyday(), 0.95, 0.98},
		{"demonstration without thesaurus", demonstrated, "sample.csv", nil, 0.88, 0.95},
		{"names only", bare, "sample.csv", search.Everyday(), 0.93, 0.95},
		{"names only without thesaurus", bare, "sample.csv", nil, 0.74, 0.78},
		{"demonstration, more queries", demonstrated, "queries.csv", search.Everyday(), 0.95, 0.97},
		{"names only, more queries", bare, "queries.csv", search.Everyday(), 0.92, 0.96},
		{"names only, more queries, without thesaurus", bare, "queries.csv", nil, 0.72, 0.78},
		{"other county", other, "sample.csv", search.Everyday(), 0.93, 0.95},
		{"other county's queries", other, "county-queries.csv", search.Everyday(), 0.88, 0.93},
		{"other county's queries without thesaurus", other, "county-queries.csv", nil, 0.75, 0.78},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := search.Build(tt.documents, tt.words)
			quality := search.Measure(trials(t, "testdata/"+tt.queries, tt.documents), func(query string) []string { return names(x, query) })
			for _, kind := range slices.Sorted(maps.Keys(quality)) {
				q := quality[kind]
				t.Logf("%-16s %3d trials  hit@1 %.3f  hit@5 %.3f  MRR@10 %.3f  no result %.3f", kind, q.Trials, q.HitAt1, q.HitAt5, q.MRRAt10, q.NoResult)
			}
			if q := quality[""]; q.MRRAt10 < tt.mrr || q.HitAt5 < tt.hit5 {
				t.Errorf("MRR@10 %.3f and hit@5 %.3f, want at least %.3f and %.3f", q.MRRAt10, q.HitAt5, tt.mrr, tt.hit5)
			}
			if q := quality["exact"]; q.HitAt1 < 1 {
				t.Errorf("only %.3f of the exact names come first", q.HitAt1)
			}
		})
	}
}

// TestOwnNameFirst: whoever types a name as it is written finds it first.
func TestOwnNameFirst(t *testing.T) {
	for _, documents := range [][]search.Document{demonstration(t, false), otherCounty(t)} {
		x := search.Build(documents, search.Everyday())
		for i := range documents {
			if found := names(x, documents[i].Name); len(found) == 0 || found[0] != documents[i].Name {
				t.Errorf("%s is not first, but %v", documents[i].Name, found[:min(len(found), 3)])
			}
		}
	}
}

func TestMeasure(t *testing.T) {
	answers := map[string][]string{
		"a": {"甲登记", "乙登记"},
		"b": {"丙", "丁", "甲登记"},
		"c": {},
		"d": {"一", "二", "三", "四", "五", "甲登记"},
	}
	trials := []search.Trial{
		{Query: "a", Kind: "x", Expect: []string{"甲"}}, {Query: "b", Kind: "x", Expect: []string{"无", "甲"}},
		{Query: "c", Kind: "y", Expect: []string{"甲"}}, {Query: "d", Kind: "y", Expect: []string{"甲"}},
	}
	got := search.Measure(trials, func(query string) []string { return answers[query] })
	want := map[string]search.Quality{
		"x": {Trials: 2, HitAt1: 0.5, HitAt5: 1, MRRAt10: (1 + 1.0/3) / 2},
		"y": {Trials: 2, HitAt1: 0, HitAt5: 0, MRRAt10: 1.0 / 6 / 2, NoResult: 0.5},
		"":  {Trials: 4, HitAt1: 0.25, HitAt5: 0.5, MRRAt10: (1 + 1.0/3 + 1.0/6) / 4, NoResult: 0.25},
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestReadTrials(t *testing.T) {
	got, err := search.ReadTrials(strings.NewReader("query,kind,expect_any\n房产证,synonym,不动产登记|不动产权\n"))
	if err != nil || len(got) != 1 || got[0].Query != "房产证" || !slices.Equal(got[0].Expect, []string{"不动产登记", "不动产权"}) {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := search.ReadTrials(strings.NewReader("q,k\n")); err == nil {
		t.Error("a file with other columns was read")
	}
}
