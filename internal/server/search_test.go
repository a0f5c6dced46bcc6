package server_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/httpapi"
	"servicehall/internal/server"
	"servicehall/internal/snapshot"
	"servicehall/internal/testkit"
	"servicehall/internal/testkit/running"
)

func codes(items []httpapi.SearchItem) (out []string) {
	for _, i := range items {
		out = append(out, i.Code)
	}
	return out
}

// TestSearch: matters and bundles in one list, by name, everyday word, pinyin and slip, under the filters.
func TestSearch(t *testing.T) {
	s := running.HallServer(t)
	for _, tt := range []struct {
		query string
		first string // "" for no result
	}{
		{"q=出生登记", "M1"}, {"q=上户口", "M1"}, {"q=chushengdengji", "M1"}, {"q=csdj", "M1"}, {"q=出生等记", "M1"}, {"q=出+生、登 记！", "M1"}, {"q=我想给孩子办出生登记怎么办", "M1"},
		{"q=新生儿出生", "B1"}, {"q=新生儿出生&type=01", "M1"}, {"q=新生儿出生&department=D1", "B1"}, {"q=出生登记&department=D2", "B1"}, {"q=出生登记&maxVisits=0", ""}, {"q=出生证明核验", "M1"},
		{"q=出生证明核验&state=cancelled", ""}, {"q=⚙", ""}, // what is cancelled is not found
	} {
		var got httpapi.Search
		s.JSON("/api/v1/search?"+strings.ReplaceAll(tt.query, " ", "%20"), http.StatusOK, &got)
		first := ""
		if len(got.Items) > 0 {
			first = got.Items[0].Code
		}
		if first != tt.first || (got.Total == 0) != (tt.first == "") || got.Revision != 1 {
			t.Errorf("%s: %v, total %d, want %s first", tt.query, codes(got.Items), got.Total, tt.first)
		}
	}
	var got httpapi.Search
	s.JSON("/api/v1/search?q="+url.QueryEscape("户口")+"&limit=1", http.StatusOK, &got)
	if len(got.Items) != 1 || got.Total < 1 || got.Items[0].Department.Name == "" || len(got.Items[0].Highlights) == 0 {
		t.Errorf("limit 1: %+v", got)
	}
	for _, query := range []string{"", "q=", "q=a&q=b", "q=a&limit=0", "q=a&limit=101", "q=a&page=2", "q=" + strings.Repeat("a", 1001), "q=a&type=99"} {
		if response := s.Get("/api/v1/search?" + query); response.StatusCode != http.StatusBadRequest {
			t.Errorf("%.40s: %d", query, response.StatusCode)
		}
	}
}

// TestSearchInLists: q chooses from the lists too, the best first, and facets count what it chose.
func TestSearchInLists(t *testing.T) {
	s := running.HallServer(t)
	var page httpapi.MatterPage
	s.JSON("/api/v1/matters?q="+url.QueryEscape("户口迁移")+"&facets=department,state", http.StatusOK, &page)
	if page.Total == 0 || page.Items[0].Name != "户口迁移" {
		t.Errorf("%d matters, %+v", page.Total, page.Items)
	}
	counted := 0
	for _, facet := range page.Facets["department"] {
		counted += facet.Count
	}
	if counted != page.Total {
		t.Errorf("facets count %d of %d", counted, page.Total)
	}
	s.JSON("/api/v1/matters?q="+url.QueryEscape("户口迁移")+"&sort=code", http.StatusOK, &page)
	if !slices.IsSortedFunc(page.Items, func(a, b snapshot.MatterItem) int { return strings.Compare(a.Code, b.Code) }) {
		t.Errorf("sorted by code: %+v", page.Items)
	}
	var stats httpapi.Stats
	s.JSON("/api/v1/stats?q="+url.QueryEscape("户口迁移"), http.StatusOK, &stats)
	if stats.Counts.Matters != page.Total {
		t.Errorf("%d matters in the figures, %d in the list", stats.Counts.Matters, page.Total)
	}
}

// TestSuggest: what is being typed is completed, in characters and in letters.
func TestSuggest(t *testing.T) {
	s := running.HallServer(t)
	for _, typed := range []string{"出生", "chush", "csd"} {
		var got httpapi.Suggestions
		s.JSON("/api/v1/suggest?q="+url.QueryEscape(typed), http.StatusOK, &got)
		if len(got.Items) == 0 || len(got.Items) > 10 || !slices.ContainsFunc(got.Items, func(i string) bool { return strings.HasPrefix(i, "出生登记") }) {
			t.Errorf("%s: %v", typed, got.Items)
		}
	}
	var none httpapi.Suggestions
	s.JSON("/api/v1/suggest?q=", http.StatusOK, &none)
	if len(none.Items) != 0 {
		t.Errorf("nothing typed: %v", none.Items)
	}
}

// TestOwnWords: the catalogue's own words go before those that the program brings along, and a cancelled one takes its
// word away.
func TestOwnWords(t *testing.T) {
	db := running.Store(t)
	data := testkit.Hall(t)
	word := func(code string, terms ...string) *catalog.ThesaurusEntry {
		return &catalog.ThesaurusEntry{Head: catalog.Head{Code: code, Name: code, State: catalog.Active}, Terms: terms, Weight: 100}
	}
	gone := word("吃喜酒", "户口迁移")
	gone.Cancel(catalog.NoLongerOffered, "", nil)
	data.Thesaurus = append(data.Thesaurus, word("摆满月酒", "户口迁移"), gone)
	running.Publish(t, db, data)
	s := running.NewServer(t, server.Options{Live: running.Live(t, db)})
	for query, want := range map[string]string{"摆满月酒": "户口迁移", "吃喜酒": ""} {
		var got httpapi.Search
		s.JSON("/api/v1/search?q="+url.QueryEscape(query), http.StatusOK, &got)
		first := ""
		if len(got.Items) > 0 {
			first = got.Items[0].Name
		}
		if first != want {
			t.Errorf("%s: %q, want %q", query, first, want)
		}
	}
}
