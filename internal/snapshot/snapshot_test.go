package snapshot_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"servicehall/internal/catalog"
	"servicehall/internal/snapshot"
	"servicehall/internal/testkit"
)

func hall(t testing.TB) *snapshot.View {
	t.Helper()
	data := testkit.Hall(t)
	for _, r := range data.Records() {
		catalog.FillLists(r)
	}
	return snapshot.Build(data, catalog.Revision{Epoch: "e", Number: 1}, catalog.Log{})
}

// TestSwap: an older revision never replaces a newer one, another epoch always does.
func TestSwap(t *testing.T) {
	at := func(epoch string, number int64) *snapshot.View {
		return snapshot.Build(&catalog.Dataset{}, catalog.Revision{Epoch: epoch, Number: number}, catalog.Log{})
	}
	var live snapshot.Live
	for _, step := range []struct {
		view *snapshot.View
		want bool
	}{{at("a", 2), true}, {at("a", 1), false}, {at("a", 3), true}, {at("b", 1), true}} {
		if got := live.Swap(step.view); got != step.want || (live.Current() == step.view) != step.want {
			t.Errorf("%+v: swapped %v, want %v", step.view.Revision, got, step.want)
		}
	}
	var group sync.WaitGroup
	for number := range int64(100) {
		group.Go(func() { live.Swap(at("b", number)) })
	}
	group.Wait()
	if got := live.Current().Revision.Number; got != 99 {
		t.Errorf("after a hundred swaps at once: revision %d, want 99", got)
	}
}

func TestLookUps(t *testing.T) {
	v := hall(t)
	if e, err := v.Look(catalog.KindMatter, "M1"); err != nil || e.Record.Base().Name != "出生登记" {
		t.Errorf("M1: %v, %v", e, err)
	}
	if _, err := v.Look(catalog.KindMatter, "M9"); !errors.Is(err, catalog.ErrNotFound) {
		t.Errorf("M9: %v", err)
	}
	var moved *snapshot.Moved
	if _, err := v.Look(catalog.KindMatter, "旧/2"); !errors.As(err, &moved) || moved.Code != "M/2 甲%+," {
		t.Errorf("旧/2: %v", err)
	}
	var gone *snapshot.Gone
	if _, err := v.Look(catalog.KindMatter, "M3"); !errors.As(err, &gone) || gone.Reason != catalog.Merged || gone.Successor.Code != "M1" {
		t.Errorf("M3: %v", err)
	}
}

// TestFilterOracle compares the filter and the facets with a plain reading of the documents.
func TestFilterOracle(t *testing.T) {
	values := map[snapshot.Dimension][]string{
		snapshot.ByDepartment: {"D1", "D2", "D9"}, snapshot.ByType: {"01", "20", "05"}, snapshot.ByChannel: {"window", "online", "kiosk"},
		snapshot.ByState: {"active", "suspended", "cancelled"}, snapshot.ByWaiver: {"true", "false"}, snapshot.ByWindow: {"W1", "W2"},
	}
	has := func(m *catalog.Matter, d snapshot.Dimension, value string) bool {
		switch d {
		case snapshot.ByDepartment:
			return m.Department == value
		case snapshot.ByType:
			return m.Type == value
		case snapshot.ByChannel:
			return slices.Contains(m.Channels, catalog.Channel(value))
		case snapshot.ByState:
			return string(m.State) == value
		case snapshot.ByWaiver:
			return fmt.Sprint(m.Waiver) == value
		default:
			return slices.Contains(m.Windows, value)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		data := &catalog.Dataset{}
		whole := testkit.Hall(&testing.T{})
		data.Departments, data.Zones, data.Windows = whole.Departments, whole.Zones, whole.Windows
		for i := range rapid.IntRange(0, 30).Draw(t, "matters") {
			m := testkit.Matter(fmt.Sprintf("M%02d", i), "事项")
			m.Department = rapid.SampledFrom([]string{"D1", "D2"}).Draw(t, "department")
			m.Type = rapid.SampledFrom([]string{"01", "20"}).Draw(t, "type")
			m.State = rapid.SampledFrom([]catalog.State{catalog.Active, catalog.Suspended, catalog.Cancelled}).Draw(t, "state")
			m.Waiver = rapid.Bool().Draw(t, "waiver")
			m.Channels = rapid.SliceOfDistinct(rapid.SampledFrom([]catalog.Channel{catalog.ChannelWindow, catalog.ChannelOnline, catalog.ChannelKiosk}), rapid.ID[catalog.Channel]).Draw(t, "channels")
			m.Windows = rapid.SliceOfDistinct(rapid.SampledFrom([]string{"W1", "W2"}), rapid.ID[string]).Draw(t, "windows")
			data.Matters = append(data.Matters, m)
		}
		filter := snapshot.Filter{Values: map[snapshot.Dimension][]string{}}
		for d, all := range values {
			if rapid.Bool().Draw(t, d.String()) {
				filter.Values[d] = rapid.SliceOfNDistinct(rapid.SampledFrom(all), 1, 2, rapid.ID[string]).Draw(t, "values")
			}
		}
		fits := func(m *catalog.Matter, except snapshot.Dimension) bool {
			asked := filter.Values[snapshot.ByState]
			if len(asked) == 0 && m.State == catalog.Cancelled {
				return false
			}
			for d, wanted := range filter.Values {
				if d != except && !slices.ContainsFunc(wanted, func(value string) bool { return has(m, d, value) }) {
					return false
				}
			}
			return true
		}
		v := snapshot.Build(data, catalog.Revision{Number: 1}, catalog.Log{})
		var got, want []string
		for _, e := range v.Find(catalog.KindMatter, filter).All() {
			got = append(got, e.Record.Base().Code)
		}
		for _, m := range data.Matters {
			if fits(m, -1) {
				want = append(want, m.Code)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("filter %v: got %v, want %v", filter.Values, got, want)
		}
		for _, facet := range v.Find(catalog.KindMatter, filter).Facets([]snapshot.Dimension{snapshot.ByChannel})["channel"] {
			count := 0
			for _, m := range data.Matters {
				if has(m, snapshot.ByChannel, facet.Code) && fits(m, snapshot.ByChannel) {
					count++
				}
			}
			if facet.Count != count || count == 0 {
				t.Fatalf("facet %+v, want %d", facet, count)
			}
		}
	})
}

// TestSiblings: the other published items of a main matter, never the matter itself.
func TestSiblings(t *testing.T) {
	data := testkit.Hall(t)
	for _, m := range data.Matters {
		m.MainCode = "main"
	}
	data.Matters = append(data.Matters, testkit.Matter("M4", "别的事项"))
	v := snapshot.Build(data, catalog.Revision{Number: 1}, catalog.Log{})
	e, err := v.Look(catalog.KindMatter, "M1")
	if err != nil {
		t.Fatal(err)
	}
	if doc := string(v.Document(e).JSON); !strings.Contains(doc, `"siblings":[{"code":"M/2 甲%+,","name":"户口迁移"}]`) {
		t.Errorf("siblings in %s", doc)
	}
}

// TestUsage: of matters that a search finds equally well the one that is asked for more often comes first.
func TestUsage(t *testing.T) {
	data := testkit.Hall(t)
	first, second := testkit.Matter("N1", "老年人优待证办理"), testkit.Matter("N2", "老年人优待证办理")
	second.Usage = 80
	data.Matters = append(data.Matters, first, second)
	v := snapshot.Build(data, catalog.Revision{Number: 1}, catalog.Log{})
	found := v.Matching(catalog.KindMatter, snapshot.Filter{}, "优待证").All()
	if len(found) < 2 || found[0].Record.Base().Code != "N2" || found[1].Record.Base().Code != "N1" {
		t.Errorf("found %d, first %v", len(found), found)
	}
}

// TestSortByName: Chinese names are sorted by pinyin.
func TestSortByName(t *testing.T) {
	data := testkit.Hall(t)
	data.Matters = nil
	for i, name := range []string{"正", "阿", "不", "重", "出"} {
		data.Matters = append(data.Matters, testkit.Matter(fmt.Sprint(i), name))
	}
	data.Bundles = nil
	v := snapshot.Build(data, catalog.Revision{Number: 1}, catalog.Log{})
	for key, want := range map[string]string{"name": "阿不出正重", "-name": "重正出不阿", "code": "正阿不重出", "-code": "出重不阿正"} {
		got := ""
		for _, e := range v.Find(catalog.KindMatter, snapshot.Filter{}).Sorted(key).All() {
			got += e.Record.Base().Name
		}
		if got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
}
