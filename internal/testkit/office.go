package testkit

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"pgregory.net/rapid"

	"servicehall/internal/catalog"
)

// Office draws changes of a catalogue, whatever an office could do to its records.
type Office struct {
	records map[catalog.Kind][]catalog.Record
	taken   map[string]bool // codes that name a record for ever
}

// Change is a record before, nil for a new one, and after.
type Change struct{ Before, After catalog.Record }

// NewOffice begins with the records.
func NewOffice(data *catalog.Dataset) *Office {
	o := &Office{records: map[catalog.Kind][]catalog.Record{}, taken: map[string]bool{}}
	for _, r := range data.Records() {
		catalog.FillLists(r)
		o.records[r.Kind()] = append(o.records[r.Kind()], r)
		for _, code := range append([]string{r.Base().Code}, r.Base().FormerCodes...) {
			o.taken[code] = true
		}
	}
	return o
}

// Dataset is the records as they are.
func (o *Office) Dataset() *catalog.Dataset {
	data := &catalog.Dataset{}
	for _, list := range o.records {
		for _, r := range list {
			data.Add(r)
		}
	}
	return data
}

// Clone is the office as it is now; no record is changed once it is drawn.
func (o *Office) Clone() *Office {
	c := &Office{records: map[catalog.Kind][]catalog.Record{}, taken: maps.Clone(o.taken)}
	for kind, list := range o.records {
		c.records[kind] = slices.Clone(list)
	}
	return c
}

// Draw draws one to three changes of different records, one after the other.
func (o *Office) Draw(t *rapid.T) []Change {
	var changes []Change
	drawn := map[string]bool{}
	for range rapid.IntRange(1, 3).Draw(t, "changes") {
		kind := rapid.SampledFrom(append(catalog.Kinds(), catalog.KindMatter, catalog.KindMatter, catalog.KindBundle)).Draw(t, "kind") // what has most relations most often
		i := rapid.IntRange(0, len(o.records[kind])).Draw(t, "record")
		if place := fmt.Sprint(kind, i); drawn[place] {
			continue
		} else {
			drawn[place] = true
		}
		if i == len(o.records[kind]) {
			r := o.fresh(t, kind)
			o.records[kind] = append(o.records[kind], r)
			changes = append(changes, Change{After: r})
			continue
		}
		r := clone(o.records[kind][i])
		o.change(t, r)
		changes = append(changes, Change{Before: o.records[kind][i], After: r})
		o.records[kind][i] = r
	}
	return changes
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
	c.Base().ID, c.Base().Serial = r.Base().ID, r.Base().Serial
	return c
}

// code is one that no record has or had.
func (o *Office) code(prefix string) string {
	code := fmt.Sprintf("%s%d", prefix, len(o.taken))
	o.taken[code] = true
	return code
}

func (o *Office) fresh(t *rapid.T, kind catalog.Kind) catalog.Record {
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
func (o *Office) any(t *rapid.T, kind catalog.Kind) string {
	h := rapid.SampledFrom(o.records[kind]).Draw(t, string(kind)).Base()
	return rapid.SampledFrom(append([]string{h.Code}, h.FormerCodes...)).Draw(t, "code")
}

func (o *Office) some(t *rapid.T, kind catalog.Kind) []string {
	codes := []string{}
	for range rapid.IntRange(0, 2).Draw(t, "how many") {
		if code := o.any(t, kind); !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

// refer draws what the record refers to.
func (o *Office) refer(t *rapid.T, r catalog.Record) {
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
func (o *Office) change(t *rapid.T, r catalog.Record) {
	h := r.Base()
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
