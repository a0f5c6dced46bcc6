package snapshot_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"servicehall/internal/catalog"
	"servicehall/internal/snapshot"
	"servicehall/internal/testkit"
)

// whole is the snapshot's bytes; its compressed form must hold the same.
func whole(t testkit.Fataler, v *snapshot.View) []byte {
	t.Helper()
	var plain bytes.Buffer
	n, err := v.Snapshot().WriteTo(&plain)
	r, zipErr := gzip.NewReader(bytes.NewReader(v.Snapshot().Gzip))
	if err := errors.Join(err, zipErr); err != nil || n != v.Snapshot().Size || n != int64(plain.Len()) {
		t.Fatalf("%d bytes of %d, %v", n, v.Snapshot().Size, err)
	}
	if packed, err := io.ReadAll(r); err != nil || !bytes.Equal(packed, plain.Bytes()) {
		t.Fatalf("the compressed snapshot is another: %v", err)
	}
	return plain.Bytes()
}

// caughtUp is the follower after it asked for the changes; it begins anew when they cannot be told.
func caughtUp(t testkit.Fataler, f *testkit.Follower, v *snapshot.View) *testkit.Follower {
	t.Helper()
	body, err := v.Changes(f.Revision, f.Epoch)
	switch {
	case errors.Is(err, snapshot.ErrUnknownCursor):
		f = testkit.NewFollower(t, whole(t, v))
	case err != nil:
		t.Fatal(err)
	default:
		f.Apply(t, body.JSON)
	}
	f.Equal(t, whole(t, v))
	return f
}

// TestFollowers: a view that grew out of others is what a new one would be, in documents, lists and counts, and
// every follower, whenever it comes, ends with the same bytes.
func TestFollowers(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		office := testkit.NewOffice(testkit.Hall(t))
		at := catalog.Revision{Epoch: "e", Number: 1}
		live := snapshot.Build(office.Dataset(), at, catalog.Log{From: 1})
		start := whole(rt, live)
		often, seldom := testkit.NewFollower(rt, start), testkit.NewFollower(rt, start)
		var all []catalog.LogEntry
		searches := rapid.IntRange(0, 9).Draw(rt, "searches") == 0 // a new index costs more than all the rest
		for range rapid.IntRange(1, 12).Draw(rt, "publications") {
			at.Number++
			data, log := &catalog.Dataset{}, catalog.Log{From: 1}
			for _, c := range office.Draw(rt) {
				data.Add(c.After)
				for _, touch := range catalog.Touches(c.Before, c.After) {
					log.Entries = append(log.Entries, catalog.LogEntry{Revision: at.Number, Touch: touch})
				}
			}
			all = append(all, log.Entries...)
			if rapid.Bool().Draw(rt, "read") { // what is encoded before must not be kept when it is touched
				whole(rt, live)
				lines(live)
			}
			live = live.With(data, at, log)
			fresh := snapshot.Build(office.Dataset(), at, catalog.Log{From: at.Number})
			testkit.NewFollower(rt, whole(rt, live)).Equal(rt, whole(rt, fresh))
			if got, want := lines(live), lines(fresh); got != want {
				rt.Fatalf("lists\n%s\nwant\n%s", got, want)
			}
			if searches {
				findsAll(rt, live)
			}
			if live.Demonstration() != fresh.Demonstration() {
				rt.Fatal("whether there is a demonstration record")
			}
			often = caughtUp(rt, often, live)
		}
		caughtUp(rt, seldom, live)
		restarted := snapshot.Build(office.Dataset(), at, catalog.Log{From: 1, Entries: all})
		caughtUp(rt, testkit.NewFollower(rt, start), restarted)
	})
}

// findsAll holds that every published matter and bundle is found by its name as it is now, and nothing that is not
// published.
func findsAll(t testkit.Fataler, v *snapshot.View) {
	t.Helper()
	filters := map[catalog.Kind]snapshot.Filter{catalog.KindMatter: {}, catalog.KindBundle: {}}
	for kind := range filters {
		for _, e := range v.All(kind) {
			h := e.Record.Base()
			found := v.Search(h.Name, 100, filters)
			if !slices.Contains(found.Entries, e) || found.Hits[0].Name != h.Name {
				t.Fatalf("%s %s is not found by its name: %+v", h.Code, h.Name, found.Hits)
			}
			for i, hit := range found.Hits {
				if now := found.Entries[i].Record.Base(); now.State == catalog.Cancelled || now.Name != hit.Name || now.Code != hit.Code {
					t.Fatalf("%s is found as %+v", now.Code, hit)
				}
			}
		}
	}
	if v.Index().Len() != len(v.All(catalog.KindMatter))+len(v.All(catalog.KindBundle)) {
		t.Fatalf("the index holds %d documents", v.Index().Len())
	}
}

// lines is every list, filter and facet of a view.
func lines(v *snapshot.View) string {
	var b strings.Builder
	show := func(kind catalog.Kind, f snapshot.Filter) {
		for _, e := range v.Find(kind, f).All() {
			b.Write(v.Line(e))
			b.WriteByte('\n')
		}
	}
	for _, kind := range catalog.Kinds() {
		show(kind, snapshot.Filter{})
	}
	for _, kind := range []catalog.Kind{catalog.KindMatter, catalog.KindBundle} {
		facets := v.Find(kind, snapshot.Filter{}).Facets(snapshot.MatterDimensions())
		fmt.Fprintln(&b, facets)
		for _, d := range snapshot.MatterDimensions() {
			for _, facet := range facets[d.String()] {
				fmt.Fprintln(&b, d, facet.Code)
				show(kind, snapshot.Filter{Values: map[snapshot.Dimension][]string{d: {facet.Code}}})
			}
		}
	}
	return b.String()
}

// TestCursors: a revision that is not known, or not any more, and another epoch are never answered.
func TestCursors(t *testing.T) {
	v := snapshot.Build(testkit.Hall(t), catalog.Revision{Epoch: "e", Number: 9}, catalog.Log{From: 5})
	for _, c := range []struct {
		since int64
		epoch string
		want  bool
	}{{9, "e", true}, {5, "e", true}, {4, "e", false}, {10, "e", false}, {-1, "e", false}, {9, "f", false}, {9, "", false}} {
		if _, err := v.Changes(c.since, c.epoch); (err == nil) != c.want {
			t.Errorf("%d %q: %v", c.since, c.epoch, err)
		}
	}
}

// TestWeighed: what would outweigh the snapshot is not told, deletions too.
func TestWeighed(t *testing.T) {
	data := testkit.Hall(t)
	at := catalog.Revision{Epoch: "e", Number: 1}
	full := snapshot.Build(data, at, catalog.Log{From: 1})
	log := catalog.Log{From: 1}
	cleared := &catalog.Dataset{}
	at.Number = 2
	for _, r := range testkit.Hall(t).Records() { // the same records again: those of a view are not changed
		for _, touch := range catalog.Touches(r, r) {
			touch.Extent = catalog.Face
			log.Entries = append(log.Entries, catalog.LogEntry{Revision: 2, Touch: touch})
		}
		r.Base().Cancel(catalog.NoLongerOffered, "", nil)
		cleared.Add(r)
	}
	empty := full.With(cleared, at, log)
	if answer, err := empty.Changes(1, "e"); !errors.Is(err, snapshot.ErrUnknownCursor) {
		t.Errorf("a snapshot of %d bytes, an answer of %d, %v", empty.Snapshot().Size, len(answer.JSON), err)
	}
	first, err := full.Changes(1, "e")
	again, errAgain := full.Changes(1, "e")
	if err != nil || errAgain != nil || first != again {
		t.Errorf("those who stand at the same revision do not share an answer: %v, %v", err, errAgain)
	}
}
