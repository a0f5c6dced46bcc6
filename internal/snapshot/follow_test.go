package snapshot_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"servicehall/internal/catalog"
	"servicehall/internal/snapshot"
	"servicehall/internal/testkit"
)

// fataler is a test, rapid's or Go's.
type fataler interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// copied is a catalogue as a follower keeps it: documents by kind and code.
type copied struct {
	epoch    string
	revision int64
	lists    map[string]map[string]string
}

// load begins with the snapshot.
func load(t fataler, v *snapshot.View) *copied {
	t.Helper()
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(whole(t, v), &raw); err != nil {
		t.Fatal(err)
	}
	c := &copied{lists: map[string]map[string]string{}}
	for name, value := range raw {
		var err error
		switch name {
		case "epoch":
			err = json.Unmarshal(value, &c.epoch)
		case "revision":
			err = json.Unmarshal(value, &c.revision)
		default:
			var list []json.RawMessage
			err = json.Unmarshal(value, &list)
			c.lists[name] = map[string]string{}
			for _, document := range list {
				var head struct{ Code string }
				if err := json.Unmarshal(document, &head); err != nil {
					t.Fatal(err)
				}
				c.lists[name][head.Code] = string(document)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// whole is the snapshot's bytes; its compressed form must hold the same.
func whole(t fataler, v *snapshot.View) []byte {
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

// follow asks for the changes and applies them; it says whether they could be told.
func (c *copied) follow(t fataler, v *snapshot.View) bool {
	t.Helper()
	body, err := v.Changes(c.revision, c.epoch)
	if errors.Is(err, snapshot.ErrUnknownCursor) {
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	var changes struct {
		Epoch    string
		From, To int64
		Upserts  []struct {
			Kind     catalog.Kind
			Code     string
			Document json.RawMessage
		}
		Deletes []snapshot.Deletion
	}
	if err := json.Unmarshal(body, &changes); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	if changes.Epoch != c.epoch || changes.From != c.revision || changes.To != v.Revision.Number {
		t.Fatalf("changes %s", body)
	}
	seen := map[string]bool{}
	for _, d := range changes.Deletes {
		if seen[string(d.Kind)+d.Code] {
			t.Fatalf("%s %s stands twice", d.Kind, d.Code)
		}
		seen[string(d.Kind)+d.Code] = true
		delete(c.lists[d.Kind.List()], d.Code)
	}
	for _, u := range changes.Upserts {
		if seen[string(u.Kind)+u.Code] {
			t.Fatalf("%s %s stands twice", u.Kind, u.Code)
		}
		seen[string(u.Kind)+u.Code] = true
		c.lists[u.Kind.List()][u.Code] = string(u.Document)
	}
	c.revision = changes.To
	return true
}

func (c *copied) equal(t fataler, v *snapshot.View) {
	t.Helper()
	want := load(t, v)
	for name, list := range want.lists {
		if maps.Equal(list, c.lists[name]) {
			continue
		}
		for code, document := range list {
			if have := c.lists[name][code]; have != document {
				t.Fatalf("revision %d, %s %s: the copy has\n%s\nthe catalogue\n%s", v.Revision.Number, name, code, have, document)
			}
		}
		for code := range c.lists[name] {
			if _, ok := list[code]; !ok {
				t.Fatalf("revision %d: the copy still has %s %s", v.Revision.Number, name, code)
			}
		}
	}
}

// office publishes into a catalogue in memory, as the store would.
type office struct {
	records  map[catalog.Kind][]catalog.Record
	log      []catalog.LogEntry
	revision int64
	taken    map[string]bool // codes that name a record for ever
}

func newOffice(data *catalog.Dataset) *office {
	o := &office{records: map[catalog.Kind][]catalog.Record{}, taken: map[string]bool{}}
	for _, r := range data.Records() {
		catalog.FillLists(r)
		o.records[r.Kind()] = append(o.records[r.Kind()], r)
		for _, code := range append([]string{r.Base().Code}, r.Base().FormerCodes...) {
			o.taken[code] = true
		}
	}
	return o
}

func (o *office) dataset() *catalog.Dataset {
	data := &catalog.Dataset{}
	for _, list := range o.records {
		for _, r := range list {
			data.Add(r)
		}
	}
	return data
}

func (o *office) at() catalog.Revision { return catalog.Revision{Epoch: "e", Number: o.revision} }

// publish draws a few changes and returns what a following view takes in.
func (o *office) publish(t *rapid.T) (*catalog.Dataset, catalog.Log) {
	o.revision++
	before := len(o.log)
	changed := map[catalog.Record]bool{}
	for range rapid.IntRange(1, 3).Draw(t, "changes") {
		kind := rapid.SampledFrom(append(catalog.Kinds(), catalog.KindMatter, catalog.KindMatter, catalog.KindBundle)).Draw(t, "kind") // what has most relations most often
		i := rapid.IntRange(0, len(o.records[kind])).Draw(t, "record")
		if i == len(o.records[kind]) {
			r := o.fresh(t, kind)
			o.records[kind] = append(o.records[kind], r)
			o.note(catalog.Touches(nil, r))
			changed[r] = true
			continue
		}
		old := o.records[kind][i]
		r := clone(old)
		o.change(t, r)
		o.records[kind][i] = r
		o.note(catalog.Touches(old, r))
		delete(changed, old)
		changed[r] = true
	}
	data := &catalog.Dataset{}
	for r := range changed {
		data.Add(r)
	}
	return data, catalog.Log{Entries: o.log[before:]}
}

func (o *office) note(touches []catalog.Touch) {
	for _, t := range touches {
		o.log = append(o.log, catalog.LogEntry{Revision: o.revision, Touch: t})
	}
}

func clone(r catalog.Record) catalog.Record {
	b, err := json.Marshal(r)
	if err != nil {
		panic(err)
	}
	c := reflect.New(reflect.TypeOf(r).Elem()).Interface().(catalog.Record)
	if err := json.Unmarshal(b, c); err != nil {
		panic(err)
	}
	return c
}

// code is one that no record has or had.
func (o *office) code(prefix string) string {
	code := fmt.Sprintf("%s%d", prefix, len(o.taken))
	o.taken[code] = true
	return code
}

func (o *office) fresh(t *rapid.T, kind catalog.Kind) catalog.Record {
	head := catalog.Head{Code: o.code("新"), Name: "新的", State: catalog.Active, FormerCodes: []string{}}
	var r catalog.Record
	switch kind {
	case catalog.KindDepartment:
		r = &catalog.Department{Head: head}
	case catalog.KindZone:
		r = &catalog.Zone{Head: head}
	case catalog.KindWindow:
		r = &catalog.Window{Head: head}
	case catalog.KindScene:
		r = &catalog.Scene{Head: head, Lifecycle: catalog.ForProject}
	case catalog.KindMatter:
		r = &catalog.Matter{Head: head}
	case catalog.KindBundle:
		r = &catalog.Bundle{Head: head}
	case catalog.KindCalendar:
		r = &catalog.CalendarDay{Head: head}
	case catalog.KindThesaurus:
		r = &catalog.ThesaurusEntry{Head: head}
	}
	o.refer(t, r)
	catalog.FillLists(r)
	return r
}

// any draws a code, present or former, of a record of the kind.
func (o *office) any(t *rapid.T, kind catalog.Kind) string {
	h := rapid.SampledFrom(o.records[kind]).Draw(t, string(kind)).Base()
	return rapid.SampledFrom(append([]string{h.Code}, h.FormerCodes...)).Draw(t, "code")
}

func (o *office) some(t *rapid.T, kind catalog.Kind) []string {
	codes := []string{}
	for range rapid.IntRange(0, 2).Draw(t, "how many") {
		if code := o.any(t, kind); !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

// refer draws what the record refers to.
func (o *office) refer(t *rapid.T, r catalog.Record) {
	switch r := r.(type) {
	case *catalog.Window:
		r.Zone, r.Departments = o.any(t, catalog.KindZone), o.some(t, catalog.KindDepartment)
	case *catalog.Matter:
		r.Department, r.JointDepartments, r.Windows = o.any(t, catalog.KindDepartment), o.some(t, catalog.KindDepartment), o.some(t, catalog.KindWindow)
		r.MainCode = rapid.SampledFrom([]string{"", "主1", "主2"}).Draw(t, "main")
	case *catalog.Bundle:
		r.Scene, r.Lead = o.any(t, catalog.KindScene), o.any(t, catalog.KindDepartment)
		r.Joint, r.Windows = o.some(t, catalog.KindDepartment), o.some(t, catalog.KindWindow)
		r.Members = []catalog.Member{}
		for i, code := range o.some(t, catalog.KindMatter) {
			r.Members = append(r.Members, catalog.Member{ID: fmt.Sprintf("b%d", i), Matter: &code, Phase: 1})
		}
	}
}

// change draws one way in which a record changes.
func (o *office) change(t *rapid.T, r catalog.Record) {
	h := r.Base()
	h.Version++
	switch rapid.IntRange(0, 5).Draw(t, "how") {
	case 0:
		h.Name += "改"
	case 1:
		h.FormerCodes = append(h.FormerCodes, h.Code)
		h.Code = o.code("改")
	case 2:
		h.State, h.Cancellation = rapid.SampledFrom([]catalog.State{catalog.Active, catalog.Suspended}).Draw(t, "state"), nil
		if rapid.Bool().Draw(t, "cancelled") {
			successor := o.any(t, r.Kind())
			h.Cancel(catalog.Merged, "并入", &successor)
		}
	case 3:
		o.refer(t, r)
	case 4:
		switch r := r.(type) {
		case *catalog.Zone:
			r.Floor += "上"
		case *catalog.Window:
			r.Phone += "1"
		case *catalog.Scene:
			r.Lifecycle = rapid.SampledFrom([]catalog.Lifecycle{catalog.ForIndividual, catalog.ForEnterprise}).Draw(t, "lifecycle")
		case *catalog.Matter:
			r.Waiver = !r.Waiver
		}
	case 5:
		h.Demonstration = !h.Demonstration
	}
}

// TestFollowers: a view that grew out of others is what a new one would be, in documents, lists and counts, and
// every follower, whenever it comes, ends with the same bytes.
func TestFollowers(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := newOffice(testkit.Hall(t))
		o.revision = 1
		live := snapshot.Build(o.dataset(), o.at(), catalog.Log{From: 1})
		start := live
		often, seldom := load(rt, live), load(rt, live)
		for range rapid.IntRange(1, 12).Draw(rt, "publications") {
			data, log := o.publish(rt)
			log.From = 1
			if rapid.Bool().Draw(rt, "read") { // what is encoded before must not be kept when it is touched
				whole(rt, live)
				lines(live)
			}
			live = live.With(data, o.at(), log)
			fresh := snapshot.Build(o.dataset(), o.at(), catalog.Log{From: o.revision})
			if got, want := string(whole(rt, live)), string(whole(rt, fresh)); got != want {
				load(rt, live).equal(rt, fresh)
			}
			if got, want := lines(live), lines(fresh); got != want {
				rt.Fatalf("lists\n%s\nwant\n%s", got, want)
			}
			if live.Demonstration() != fresh.Demonstration() {
				rt.Fatal("whether there is a demonstration record")
			}
			if !often.follow(rt, live) {
				often = load(rt, live)
			}
			often.equal(rt, live)
		}
		if !seldom.follow(rt, live) {
			seldom = load(rt, live)
		}
		seldom.equal(rt, live)
		restarted := snapshot.Build(o.dataset(), o.at(), catalog.Log{From: 1, Entries: o.log})
		late := load(rt, start)
		if !late.follow(rt, restarted) {
			late = load(rt, restarted)
		}
		late.equal(rt, restarted)
	})
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
