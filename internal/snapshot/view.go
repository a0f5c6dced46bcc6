// Package snapshot is the published catalogue in memory: immutable, answered from without a disk or a lock,
// and swapped whole when something is published.
package snapshot

import (
	"cmp"
	"slices"
	"sync/atomic"

	"servicehall/internal/catalog"
)

// Live holds the view that requests are answered from.
type Live struct{ view atomic.Pointer[View] }

// Current returns the newest view, nil before the first. A request calls it once and answers from that view.
func (l *Live) Current() *View { return l.view.Load() }

// Swap puts a newer view in place. A view of an older revision of the same epoch never replaces a newer one;
// Swap says whether v is the current view now.
func (l *Live) Swap(v *View) bool {
	for {
		old := l.view.Load()
		if old != nil && old.Revision.Epoch == v.Revision.Epoch && old.Revision.Number > v.Revision.Number {
			return false
		}
		if l.view.CompareAndSwap(old, v) {
			return true
		}
	}
}

// View is the catalogue at one revision. It is never changed after Build.
type View struct {
	Revision      catalog.Revision
	Demonstration bool // a demonstration record is published

	Departments []*DepartmentDocument // all kinds are sorted: departments, zones, windows and scenes by
	Zones       []*ZoneDocument       // code, matters by department and code, bundles by lead and
	Windows     []*WindowDocument     // code. What is cancelled is not in the lists of departments, zones,
	Scenes      []*SceneDocument      // windows and scenes
	Matters     []*Matter
	Bundles     []*Bundle

	codes        catalog.Codes
	matterByCode map[string]*Matter // by current code
	bundleByCode map[string]*Bundle // by current code

	departments map[string]*DepartmentDocument
	zones       map[string]*ZoneDocument
	windows     map[string]*WindowDocument
	scenes      map[string]*SceneDocument
}

// Matter is a matter in the view: its guide, its line in a list and what it is filtered by.
type Matter struct {
	Document MatterDocument
	Item     MatterItem
	keys     keys
}

// Bundle is a bundle in the view.
type Bundle struct {
	Document BundleDocument
	Item     BundleItem
	keys     keys
}

// Build makes a view of the records, which must not be changed any more.
func Build(data *catalog.Dataset, at catalog.Revision) *View {
	v := &View{
		Revision: at, codes: data.Codes(),
		matterByCode: map[string]*Matter{}, bundleByCode: map[string]*Bundle{},
		departments: map[string]*DepartmentDocument{}, zones: map[string]*ZoneDocument{},
		windows: map[string]*WindowDocument{}, scenes: map[string]*SceneDocument{},
	}
	for _, r := range data.Records() {
		if h := r.Base(); h.Demonstration && h.State != catalog.Cancelled {
			v.Demonstration = true
			break
		}
	}
	b := builder{view: v, mains: map[string][]*catalog.Matter{}, bundlesOf: map[string][]*catalog.Bundle{}, scopes: map[string][]*catalog.Scene{}}
	b.places(data)
	b.relations(data)
	for _, m := range data.Matters {
		b.matter(m)
	}
	for _, x := range data.Bundles {
		b.bundle(x)
	}
	b.counts()
	b.sort()
	return v
}

// builder holds what Build needs and the view does not.
type builder struct {
	view      *View
	mains     map[string][]*catalog.Matter // published matters by main code
	bundlesOf map[string][]*catalog.Bundle // published bundles by the code of a member
	scopes    map[string][]*catalog.Scene  // scenes of those bundles
}

// record finds a record by a code that it has or had.
func record[T catalog.Record](v *View, kind catalog.Kind, code string) (T, bool) {
	r, ok := v.codes[kind][code].(T)
	return r, ok
}

func (v *View) ref(kind catalog.Kind, code string) Ref {
	if r, ok := v.codes[kind][code]; ok {
		return Ref{Code: r.Base().Code, Name: r.Base().Name}
	}
	return Ref{Code: code}
}

func (v *View) refs(kind catalog.Kind, codes []string) []Ref {
	refs := make([]Ref, len(codes))
	for i, code := range codes {
		refs[i] = v.ref(kind, code)
	}
	return refs
}

func (v *View) windowRefs(codes []string) []WindowRef {
	refs := make([]WindowRef, 0, len(codes))
	for _, code := range codes {
		w, ok := record[*catalog.Window](v, catalog.KindWindow, code)
		if !ok || w.State == catalog.Cancelled {
			continue
		}
		ref := WindowRef{Code: w.Code, Name: w.Name, Phone: w.Phone, Zone: v.ref(catalog.KindZone, w.Zone)}
		if z, ok := record[*catalog.Zone](v, catalog.KindZone, w.Zone); ok {
			ref.Floor = z.Floor
		}
		refs = append(refs, ref)
	}
	return refs
}

// published says whether a record is shown: cancelled ones are not.
func published(r catalog.Record) bool { return r.Base().State != catalog.Cancelled }

func (b *builder) places(data *catalog.Dataset) {
	v := b.view
	for _, d := range data.Departments {
		if published(d) {
			doc := &DepartmentDocument{Department: *d}
			v.Departments, v.departments[d.Code] = append(v.Departments, doc), doc
		}
	}
	for _, z := range data.Zones {
		if published(z) {
			doc := &ZoneDocument{Zone: *z}
			v.Zones, v.zones[z.Code] = append(v.Zones, doc), doc
		}
	}
	for _, w := range data.Windows {
		if !published(w) {
			continue
		}
		doc := &WindowDocument{Window: *w, Zone: v.ref(catalog.KindZone, w.Zone), Departments: v.refs(catalog.KindDepartment, w.Departments), Matters: []Ref{}}
		if z, ok := record[*catalog.Zone](v, catalog.KindZone, w.Zone); ok {
			doc.Floor = z.Floor
		}
		v.Windows, v.windows[w.Code] = append(v.Windows, doc), doc
	}
	for _, s := range data.Scenes {
		if published(s) {
			doc := &SceneDocument{Scene: *s, Bundles: []Ref{}}
			v.Scenes, v.scenes[s.Code] = append(v.Scenes, doc), doc
		}
	}
}

func (b *builder) relations(data *catalog.Dataset) {
	v := b.view
	for _, m := range data.Matters {
		if published(m) && m.MainCode != "" {
			b.mains[m.MainCode] = append(b.mains[m.MainCode], m)
		}
	}
	for _, x := range data.Bundles {
		if !published(x) {
			continue
		}
		scene, hasScene := record[*catalog.Scene](v, catalog.KindScene, x.Scene)
		for _, member := range x.Members {
			if member.Matter == nil {
				continue
			}
			m, ok := record[*catalog.Matter](v, catalog.KindMatter, *member.Matter)
			if !ok {
				continue
			}
			b.bundlesOf[m.Code] = append(b.bundlesOf[m.Code], x)
			if hasScene {
				b.scopes[m.Code] = append(b.scopes[m.Code], scene)
			}
		}
	}
}

func (b *builder) matter(m *catalog.Matter) {
	v := b.view
	doc := MatterDocument{
		Matter: *m, Department: v.ref(catalog.KindDepartment, m.Department), JointDepartments: v.refs(catalog.KindDepartment, m.JointDepartments),
		Siblings: []Ref{}, Windows: v.windowRefs(m.Windows), Bundles: []Ref{},
	}
	for _, other := range b.mains[m.MainCode] {
		if other != m {
			doc.Siblings = append(doc.Siblings, Ref{Code: other.Code, Name: other.Name})
		}
	}
	for _, x := range b.bundlesOf[m.Code] {
		doc.Bundles = append(doc.Bundles, Ref{Code: x.Code, Name: x.Name})
	}
	if m.Waiver {
		doc.Waiver = &Waiver{Materials: []string{}}
		for _, t := range m.Materials {
			if t.Necessity == catalog.Deferrable {
				doc.Waiver.Materials = append(doc.Waiver.Materials, t.ID)
			}
		}
	}
	item := MatterItem{
		Code: m.Code, Name: m.Name, MainName: m.MainName, Type: m.Type, Department: doc.Department, Audience: m.Audience,
		Handling: m.Handling, LegalLimit: m.LegalLimit, PromisedLimit: m.PromisedLimit, MaxVisits: m.MaxVisits,
		Waiver: m.Waiver, Commitment: m.Commitment != nil, Channels: m.Channels, Windows: []Ref{},
		State: m.State, Demonstration: m.Demonstration, UpdatedAt: m.UpdatedAt,
	}
	for _, w := range doc.Windows {
		item.Windows = append(item.Windows, Ref{Code: w.Code, Name: w.Name})
		if window := v.windows[w.Code]; window != nil && published(m) {
			window.Matters = append(window.Matters, Ref{Code: m.Code, Name: m.Name})
		}
	}
	entry := &Matter{Document: doc, Item: item}
	entry.keys = b.matterKeys(entry)
	v.Matters, v.matterByCode[m.Code] = append(v.Matters, entry), entry
}

func (b *builder) bundle(x *catalog.Bundle) {
	v := b.view
	doc := BundleDocument{Bundle: *x, Scene: v.ref(catalog.KindScene, x.Scene), Lead: v.ref(catalog.KindDepartment, x.Lead), Windows: v.windowRefs(x.Windows), Joint: []Ref{}, Members: []MemberDocument{}}
	if s, ok := record[*catalog.Scene](v, catalog.KindScene, x.Scene); ok {
		doc.Lifecycle = s.Lifecycle
	}
	item := BundleItem{
		Code: x.Code, Name: x.Name, Summary: x.Summary, Lifecycle: doc.Lifecycle, Scene: doc.Scene, Lead: doc.Lead,
		PromisedLimit: x.PromisedLimit, MaxVisits: x.MaxVisits, Channels: x.Channels, State: x.State, Demonstration: x.Demonstration, UpdatedAt: x.UpdatedAt,
	}
	addJoint := func(r Ref) {
		if r.Code != doc.Lead.Code && !slices.Contains(doc.Joint, r) {
			doc.Joint = append(doc.Joint, r)
		}
	}
	for _, code := range x.Joint {
		addJoint(v.ref(catalog.KindDepartment, code))
	}
	for _, member := range x.Members {
		md := MemberDocument{ID: member.ID, Service: member.Service, Required: member.Required, Phase: member.Phase, Condition: member.Condition}
		if member.Service != nil {
			md.Name = member.Service.Name
			item.Counts.Outside++
		}
		if member.Matter != nil {
			ref := v.ref(catalog.KindMatter, *member.Matter)
			md.Name = ref.Name
			if m := v.matterByCode[ref.Code]; m != nil {
				md.Matter = &m.Item
				addJoint(m.Item.Department)
			}
		}
		if member.Required {
			item.Counts.Required++
		} else {
			item.Counts.Optional++
		}
		doc.Members = append(doc.Members, md)
	}
	item.Joint = doc.Joint
	entry := &Bundle{Document: doc, Item: item}
	entry.keys = bundleKeys(entry)
	v.Bundles, v.bundleByCode[x.Code] = append(v.Bundles, entry), entry
	if scene := v.scenes[doc.Scene.Code]; scene != nil && published(x) {
		scene.Bundles = append(scene.Bundles, Ref{Code: x.Code, Name: x.Name})
	}
}

func (b *builder) counts() {
	v := b.view
	zoneMatters, sceneMatters := map[string]map[string]bool{}, map[string]map[string]bool{}
	mark := func(sets map[string]map[string]bool, key, code string) {
		if sets[key] == nil {
			sets[key] = map[string]bool{}
		}
		sets[key][code] = true
	}
	for _, m := range v.Matters {
		if m.Item.State == catalog.Cancelled {
			continue
		}
		if d := v.departments[m.Item.Department.Code]; d != nil {
			d.Counts.Matters++
		}
		for _, w := range m.Document.Windows {
			mark(zoneMatters, w.Zone.Code, m.Item.Code)
		}
		for _, s := range b.scopes[m.Item.Code] {
			mark(sceneMatters, s.Code, m.Item.Code)
		}
	}
	for _, w := range v.Windows {
		w.Counts.Matters = len(w.Matters)
		if z := v.zones[w.Zone.Code]; z != nil {
			z.Counts.Windows++
		}
		for _, d := range w.Departments {
			if doc := v.departments[d.Code]; doc != nil {
				doc.Counts.Windows++
			}
		}
	}
	for _, z := range v.Zones {
		z.Counts.Matters = len(zoneMatters[z.Code])
	}
	for _, s := range v.Scenes {
		s.Counts.Bundles, s.Counts.Matters = len(s.Bundles), len(sceneMatters[s.Code])
	}
	for _, x := range v.Bundles {
		if d := v.departments[x.Item.Lead.Code]; d != nil && x.Item.State != catalog.Cancelled {
			d.Counts.Bundles++
		}
	}
}

// sort puts every kind into its default order: by department, then code; bundles by lead department, then code;
// the others by code.
func (b *builder) sort() {
	v := b.view
	byCode := func(a, b catalog.Record) int { return cmp.Compare(a.Base().Code, b.Base().Code) }
	slices.SortFunc(v.Departments, func(a, b *DepartmentDocument) int { return byCode(&a.Department, &b.Department) })
	slices.SortFunc(v.Zones, func(a, b *ZoneDocument) int { return byCode(&a.Zone, &b.Zone) })
	slices.SortFunc(v.Windows, func(a, b *WindowDocument) int { return byCode(&a.Window, &b.Window) })
	slices.SortFunc(v.Scenes, func(a, b *SceneDocument) int { return byCode(&a.Scene, &b.Scene) })
	slices.SortFunc(v.Matters, func(a, b *Matter) int {
		return cmp.Or(cmp.Compare(a.Item.Department.Code, b.Item.Department.Code), cmp.Compare(a.Item.Code, b.Item.Code))
	})
	slices.SortFunc(v.Bundles, func(a, b *Bundle) int {
		return cmp.Or(cmp.Compare(a.Item.Lead.Code, b.Item.Lead.Code), cmp.Compare(a.Item.Code, b.Item.Code))
	})
}
