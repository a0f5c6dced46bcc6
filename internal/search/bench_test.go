package search_test

import (
	"fmt"
	"os"
	"runtime"
	"testing"

	"servicehall/internal/search"
)

// times returns the documents so many times over, with other names and codes each time.
func times(documents []search.Document, n int) []search.Document {
	all := make([]search.Document, 0, n*len(documents))
	for i := range n {
		for _, d := range documents {
			if i > 0 {
				d.Name = fmt.Sprintf("%s（%d）", d.Name, i)
				d.Code = fmt.Sprintf("%s-%d", d.Code, i)
			}
			all = append(all, d)
		}
	}
	return all
}

var sizes = []int{1, 100}

func BenchmarkBuild(b *testing.B) {
	for _, n := range sizes {
		documents, words := times(demonstration(b, false), n), search.Everyday()
		b.Run(fmt.Sprint(len(documents)), func(b *testing.B) {
			var before, after runtime.MemStats
			var x *search.Index
			for b.Loop() {
				x = nil
				runtime.GC()
				runtime.ReadMemStats(&before)
				x = search.Build(documents, words)
			}
			runtime.GC()
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/float64(x.Len()), "B/matter")
		})
	}
}

func BenchmarkSearch(b *testing.B) {
	f, err := os.Open("testdata/sample.csv")
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	trials, err := search.ReadTrials(f)
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range sizes {
		x := search.Build(times(demonstration(b, false), n), search.Everyday())
		b.Run(fmt.Sprint(x.Len()), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				x.Search(search.Query{Text: trials[i%len(trials)].Query})
			}
		})
	}
}

func BenchmarkWith(b *testing.B) {
	documents := demonstration(b, false)
	for _, n := range sizes {
		x := search.Build(times(documents, n), search.Everyday())
		b.Run(fmt.Sprint(x.Len()), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				x = x.With(documents[i%len(documents):][:1], nil)
			}
		})
	}
}

func BenchmarkSuggest(b *testing.B) {
	typed := []string{"公", "公积", "g", "gj", "gongji", "办", "不动产", "bdc", "身份z"}
	for _, n := range sizes {
		x := search.Build(times(demonstration(b, false), n), search.Everyday())
		b.Run(fmt.Sprint(x.Len()), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				x.Suggest(typed[i%len(typed)], 10)
			}
		})
	}
}
