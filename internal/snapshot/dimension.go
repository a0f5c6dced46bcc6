package snapshot

import (
	"slices"
	"strconv"

	"servicehall/internal/catalog"
)

// Dimension is something that matters or bundles are filtered and counted by.
type Dimension int

// The dimensions. Their names are those of the parameters.
const (
	ByDepartment Dimension = iota
	ByType
	ByAudience
	ByTheme
	ByMain
	ByZone
	ByWindow
	ByLifecycle
	ByScene
	ByBundle
	ByChannel
	ByHandling
	ByWaiver
	ByCommitment
	ByEntryBatch
	ByState
	dimensions // how many there are

	byReference = dimensions // hidden: the records that a record refers to, as referenceKey writes them
)

// String is the dimension's parameter.
func (d Dimension) String() string {
	return [dimensions]string{"department", "type", "audience", "theme", "main", "zone", "window", "lifecycle", "scene", "bundle", "channel", "handling", "waiver", "commitment", "entryBatch", "state"}[d]
}

// MatterDimensions are those of a matter.
func MatterDimensions() []Dimension {
	all := make([]Dimension, dimensions)
	for i := range all {
		all[i] = Dimension(i)
	}
	return all
}

// BundleDimensions are those of a bundle; its departments are the lead and the joint ones.
func BundleDimensions() []Dimension {
	return []Dimension{ByDepartment, ByLifecycle, ByScene, ByState}
}

// Closed returns the closed list that the dimension's values come from, and whether there is one.
func (d Dimension) Closed() (catalog.Dictionary, bool) {
	switch d {
	case ByWaiver, ByCommitment:
		return catalog.Dictionary{Name: d.String(), Label: map[Dimension]string{ByWaiver: "容缺受理", ByCommitment: "告知承诺"}[d], Terms: []catalog.Term{{Code: "true", Label: "是"}, {Code: "false", Label: "否"}}}, true
	case ByType, ByAudience, ByTheme, ByLifecycle, ByChannel, ByHandling, ByState:
		return catalog.DictionaryOf(d.String()), true
	}
	return catalog.Dictionary{}, false
}

// kind is the kind of record that the dimension's values are codes of, "" where they are not.
func (d Dimension) kind() catalog.Kind {
	switch d {
	case ByDepartment:
		return catalog.KindDepartment
	case ByZone:
		return catalog.KindZone
	case ByWindow:
		return catalog.KindWindow
	case ByScene:
		return catalog.KindScene
	case ByBundle:
		return catalog.KindBundle
	}
	return ""
}

// referenceKey is the value by which the records that refer to another are found.
func referenceKey(kind catalog.Kind, code string) string { return string(kind) + "/" + code }

// keysOf returns the record's values in every dimension, present codes only and none twice.
func (v *View) keysOf(r catalog.Record) []key {
	var keys []key
	add := func(d Dimension, value string) {
		if k := (key{d, value}); value != "" && !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	add(ByState, string(r.Base().State))
	for _, ref := range catalog.References(r) {
		add(byReference, referenceKey(ref.Kind, v.current(ref.Kind, ref.Code)))
	}
	switch r := r.(type) {
	case *catalog.Window:
		add(ByZone, v.current(catalog.KindZone, r.Zone))
		for _, code := range r.Departments {
			add(ByDepartment, v.current(catalog.KindDepartment, code))
		}
	case *catalog.Scene:
		add(ByLifecycle, string(r.Lifecycle))
	case *catalog.Bundle:
		add(ByDepartment, v.current(catalog.KindDepartment, r.Lead))
		for _, d := range v.joint(r) {
			add(ByDepartment, d.Code)
		}
		v.sceneKeys(r, add)
	case *catalog.Matter:
		v.matterKeys(r, add)
	}
	return keys
}

func (v *View) sceneKeys(x *catalog.Bundle, add func(Dimension, string)) {
	add(ByScene, v.current(catalog.KindScene, x.Scene))
	if s, ok := record[*catalog.Scene](v, catalog.KindScene, x.Scene); ok {
		add(ByLifecycle, string(s.Lifecycle))
	}
}

func (v *View) matterKeys(m *catalog.Matter, add func(Dimension, string)) {
	add(ByDepartment, v.current(catalog.KindDepartment, m.Department))
	add(ByType, m.Type)
	for _, a := range m.Audience {
		add(ByAudience, string(a))
	}
	for _, t := range m.Themes {
		add(ByTheme, t)
	}
	add(ByMain, m.MainCode)
	for _, w := range v.windowRefs(m.Windows) {
		add(ByWindow, w.Code)
		add(ByZone, w.Zone.Code)
	}
	for _, x := range v.bundlesOf(m) {
		add(ByBundle, x.Code)
		v.sceneKeys(x, add)
	}
	for _, c := range m.Channels {
		add(ByChannel, string(c))
	}
	add(ByHandling, string(m.Handling))
	add(ByWaiver, strconv.FormatBool(m.Waiver))
	add(ByCommitment, strconv.FormatBool(m.Commitment != nil))
	if m.Entry != nil {
		add(ByEntryBatch, m.Entry.Batch)
	}
}

// Lead returns the department that a matter or a bundle belongs to.
func (v *View) Lead(e *Entry) Ref { return v.ref(catalog.KindDepartment, e.lead) }

// bundlesOf returns the published bundles that the matter is a member of.
func (v *View) bundlesOf(m *catalog.Matter) []*catalog.Bundle {
	c := v.kinds[catalog.KindBundle]
	slots := c.with(byReference, referenceKey(catalog.KindMatter, m.Code)).published
	bundles := make([]*catalog.Bundle, len(slots))
	for i, s := range slots {
		bundles[i] = c.records[s].(*catalog.Bundle)
	}
	return bundles
}
