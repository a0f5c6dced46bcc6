package search_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/search"
)

func TestWith(t *testing.T) {
	documents := named("出生登记", "失业登记", "结婚登记")
	before := search.Build(documents, nil)
	changed := documents[1]
	changed.Name = "失业保险金申领"
	after := before.With([]search.Document{changed, {Kind: catalog.KindBundle, Code: "B1", Name: "新生儿出生登记一件事"}}, []search.Key{{Kind: catalog.KindMatter, Code: documents[2].Code}})
	for _, tt := range []struct {
		name  string
		x     *search.Index
		query string
		want  []string
	}{
		{"the old index stays as it was", before, "登记", []string{"出生登记", "失业登记", "结婚登记"}},
		{"changed", after, "失业", []string{"失业保险金申领"}},
		{"added", after, "新生儿", []string{"新生儿出生登记一件事"}},
		{"removed", after, "结婚", []string{}},
		{"kept", after, "csdj", []string{"出生登记", "新生儿出生登记一件事"}},
		{"the former name is gone", after, "失业登记", []string{"失业保险金申领", "出生登记", "新生儿出生登记一件事"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := names(tt.x, tt.query)
			slices.Sort(got)
			slices.Sort(tt.want)
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s found %v, want %v", tt.query, got, tt.want)
			}
		})
	}
	if before.Len() != 3 || after.Len() != 3 {
		t.Errorf("%d and %d documents, want 3 and 3", before.Len(), after.Len())
	}
	if got := after.Suggest("失业", 5); !slices.Equal(got, []string{"失业保险金申领"}) {
		t.Errorf("suggests %v", got)
	}
}

// TestWithOften: after many changes, with segments joined in between, the index finds the documents that there are.
func TestWithOften(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	pool := otherCounty(t)
	now := map[search.Key]search.Document{}
	for _, d := range pool[:400] {
		now[search.Key{Kind: d.Kind, Code: d.Code}] = d
	}
	x := search.Build(pool[:400], nil)
	for step := range 120 {
		var changed []search.Document
		var removed []search.Key
		for range 1 + r.IntN(6) {
			d := pool[r.IntN(len(pool))]
			key := search.Key{Kind: d.Kind, Code: d.Code}
			if slices.ContainsFunc(changed, func(c search.Document) bool { return c.Code == d.Code }) || slices.Contains(removed, key) {
				continue
			}
			if r.IntN(3) == 0 {
				removed = append(removed, key)
				delete(now, key)
				continue
			}
			d.Name = fmt.Sprint(d.Name, step)
			changed = append(changed, d)
			now[key] = d
		}
		x = x.With(changed, removed)
		if x.Len() != len(now) {
			t.Fatalf("step %d: %d documents, want %d", step, x.Len(), len(now))
		}
		for _, d := range changed {
			if got := x.Search(search.Query{Text: d.Name, Limit: 1}).Hits; len(got) == 0 || got[0].Code != d.Code {
				t.Fatalf("step %d: %s found %v", step, d.Name, got)
			}
		}
		for _, h := range x.Search(search.Query{Text: "登记", Limit: 100}).Hits {
			if d, ok := now[h.Key]; !ok || d.Name != h.Name {
				t.Fatalf("step %d: found %v, which is %v", step, h, d)
			}
		}
	}
}

// TestSameTwice: the same index and query give the same result, and so does an index built again.
func TestSameTwice(t *testing.T) {
	documents := otherCounty(t)
	x, y := search.Build(documents, search.Everyday()), search.Build(documents, search.Everyday())
	for _, query := range []string{"登记", "开超市", "jsz", "公司 变更", "我想取公积金怎么办", "gongjjijin", "食品经营许证"} {
		first := x.Search(search.Query{Text: query, Limit: 100})
		for _, again := range []search.Result{x.Search(search.Query{Text: query, Limit: 100}), y.Search(search.Query{Text: query, Limit: 100})} {
			if fmt.Sprint(first) != fmt.Sprint(again) {
				t.Errorf("%s: %v and then %v", query, first, again)
			}
		}
		if a, b := x.Suggest(query, 10), y.Suggest(query, 10); !slices.Equal(a, b) {
			t.Errorf("%s: suggests %v and then %v", query, a, b)
		}
	}
}

// TestManyReaders: searches under way do not disturb each other, nor does a change.
func TestManyReaders(t *testing.T) {
	documents := otherCounty(t)
	x := search.Build(documents, search.Everyday())
	queries := []string{"登记", "开超市", "jsz", "公司 变更", "我想取公积金怎么办", "gongjjijin"}
	var want []string
	for _, query := range queries {
		want = append(want, fmt.Sprint(x.Search(search.Query{Text: query}), x.Suggest(query, 10)))
	}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 20 {
				x.With(documents[:3], nil).Search(search.Query{Text: "登记"})
				for i, query := range queries {
					if got := fmt.Sprint(x.Search(search.Query{Text: query}), x.Suggest(query, 10)); got != want[i] {
						t.Errorf("%s: got %s, want %s", query, got, want[i])
					}
				}
			}
		})
	}
	wait.Wait()
}

func TestEmptyIndex(t *testing.T) {
	x := search.Build(nil, nil)
	if r := x.Search(search.Query{Text: "登记"}); r.Total != 0 || len(r.Hits) != 0 {
		t.Errorf("found %v", r)
	}
	if got := x.Suggest("登", 10); len(got) != 0 {
		t.Errorf("suggests %v", got)
	}
	if x = x.With(named("出生登记"), nil); x.Len() != 1 || !slices.Equal(names(x, "csdj"), []string{"出生登记"}) {
		t.Errorf("the first document is not found")
	}
}
