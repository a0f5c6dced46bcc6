package snapshot

import (
	"slices"
	"strings"

	"servicehall/internal/catalog"
)

// document joins to a record what is shown with it.
func (v *View) document(e *Entry) any {
	switch r := e.Record.(type) {
	case *catalog.Department:
		return v.departmentDocument(r)
	case *catalog.Zone:
		return v.zoneDocument(r)
	case *catalog.Window:
		return v.windowDocument(r)
	case *catalog.Scene:
		return v.sceneDocument(r)
	case *catalog.Matter:
		return v.matterDocument(r)
	case *catalog.Bundle:
		return v.bundleDocument(r)
	}
	return e.Record
}

func (v *View) departmentDocument(d *catalog.Department) *DepartmentDocument {
	doc := &DepartmentDocument{Department: *d}
	count := func(kind catalog.Kind) []slot { return v.kinds[kind].with(ByDepartment, d.Code).published }
	doc.Counts.Matters, doc.Counts.Windows = len(count(catalog.KindMatter)), len(count(catalog.KindWindow))
	bundles := v.kinds[catalog.KindBundle]
	for _, s := range count(catalog.KindBundle) {
		if bundles.entries[s].lead == d.Code {
			doc.Counts.Bundles++
		}
	}
	return doc
}

func (v *View) zoneDocument(z *catalog.Zone) *ZoneDocument {
	doc := &ZoneDocument{Zone: *z}
	doc.Counts.Windows = len(v.kinds[catalog.KindWindow].with(ByZone, z.Code).published)
	doc.Counts.Matters = len(v.kinds[catalog.KindMatter].with(ByZone, z.Code).published)
	return doc
}

func (v *View) windowDocument(w *catalog.Window) *WindowDocument {
	doc := &WindowDocument{Window: *w, Zone: v.ref(catalog.KindZone, w.Zone), Departments: v.refs(catalog.KindDepartment, w.Departments)}
	if z, ok := record[*catalog.Zone](v, catalog.KindZone, w.Zone); ok {
		doc.Floor = z.Floor
	}
	doc.Matters = v.refsOf(catalog.KindMatter, ByWindow, w.Code)
	doc.Counts.Matters = len(doc.Matters)
	return doc
}

// refsOf names the published records that have the key, by code.
func (v *View) refsOf(kind catalog.Kind, d Dimension, value string) []Ref {
	c := v.kinds[kind]
	slots := c.with(d, value).published
	refs := make([]Ref, len(slots))
	for i, s := range slots {
		refs[i] = Ref{Code: c.records[s].Base().Code, Name: c.records[s].Base().Name}
	}
	slices.SortFunc(refs, func(a, b Ref) int { return strings.Compare(a.Code, b.Code) })
	return refs
}

func (v *View) sceneDocument(s *catalog.Scene) *SceneDocument {
	doc := &SceneDocument{Scene: *s, Bundles: v.refsOf(catalog.KindBundle, ByScene, s.Code)}
	doc.Counts.Bundles = len(doc.Bundles)
	matters := map[*catalog.Matter]bool{}
	bundles := v.kinds[catalog.KindBundle]
	for _, slot := range bundles.with(ByScene, s.Code).published {
		for _, member := range bundles.records[slot].(*catalog.Bundle).Members {
			if member.Matter == nil {
				continue
			}
			if m, ok := record[*catalog.Matter](v, catalog.KindMatter, *member.Matter); ok && published(m) {
				matters[m] = true
			}
		}
	}
	doc.Counts.Matters = len(matters)
	return doc
}

func (v *View) windowRefs(codes []string) []WindowRef {
	refs := make([]WindowRef, 0, len(codes))
	for _, code := range codes {
		w, ok := record[*catalog.Window](v, catalog.KindWindow, code)
		if !ok || !published(w) {
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

func (v *View) matterDocument(m *catalog.Matter) *MatterDocument {
	doc := &MatterDocument{
		Matter: *m, Department: v.ref(catalog.KindDepartment, m.Department), JointDepartments: v.refs(catalog.KindDepartment, m.JointDepartments),
		Siblings: []Ref{}, Windows: v.windowRefs(m.Windows), Bundles: v.refsOf(catalog.KindBundle, byReference, referenceKey(catalog.KindMatter, m.Code)),
	}
	if m.MainCode != "" {
		doc.Siblings = slices.DeleteFunc(v.refsOf(catalog.KindMatter, ByMain, m.MainCode), func(r Ref) bool { return r.Code == m.Code })
	}
	if m.Waiver {
		doc.Waiver = &Waiver{Materials: []string{}}
		for _, t := range m.Materials {
			if t.Necessity == catalog.Deferrable {
				doc.Waiver.Materials = append(doc.Waiver.Materials, t.ID)
			}
		}
	}
	return doc
}

func (v *View) matterItem(m *catalog.Matter) *MatterItem {
	item := &MatterItem{
		Code: m.Code, Name: m.Name, MainName: m.MainName, Type: m.Type, Department: v.ref(catalog.KindDepartment, m.Department), Audience: m.Audience,
		Handling: m.Handling, LegalLimit: m.LegalLimit, PromisedLimit: m.PromisedLimit, MaxVisits: m.MaxVisits,
		Waiver: m.Waiver, Commitment: m.Commitment != nil, Channels: m.Channels, Windows: []Ref{},
		State: m.State, Demonstration: m.Demonstration, UpdatedAt: m.UpdatedAt,
	}
	for _, w := range v.windowRefs(m.Windows) {
		item.Windows = append(item.Windows, Ref{Code: w.Code, Name: w.Name})
	}
	return item
}

// joint returns the departments of a bundle besides the one that leads: those that it names and those of its
// members.
func (v *View) joint(x *catalog.Bundle) []Ref {
	joint := []Ref{}
	lead := v.current(catalog.KindDepartment, x.Lead)
	add := func(code string) {
		if r := v.ref(catalog.KindDepartment, code); r.Code != lead && !slices.Contains(joint, r) {
			joint = append(joint, r)
		}
	}
	for _, code := range x.Joint {
		add(code)
	}
	for _, member := range x.Members {
		if member.Matter == nil {
			continue
		}
		if m, ok := record[*catalog.Matter](v, catalog.KindMatter, *member.Matter); ok {
			add(m.Department)
		}
	}
	return joint
}

func (v *View) bundleDocument(x *catalog.Bundle) *BundleDocument {
	doc := &BundleDocument{
		Bundle: *x, Scene: v.ref(catalog.KindScene, x.Scene), Lead: v.ref(catalog.KindDepartment, x.Lead), Joint: v.joint(x),
		Windows: v.windowRefs(x.Windows), Members: []MemberDocument{}, Lifecycle: v.lifecycle(x),
	}
	for _, member := range x.Members {
		md := MemberDocument{ID: member.ID, Service: member.Service, Required: member.Required, Phase: member.Phase, Condition: member.Condition}
		if member.Service != nil {
			md.Name = member.Service.Name
		}
		if member.Matter != nil {
			md.Name = v.ref(catalog.KindMatter, *member.Matter).Name
			if m, ok := record[*catalog.Matter](v, catalog.KindMatter, *member.Matter); ok {
				md.Matter = v.matterItem(m)
			}
		}
		doc.Members = append(doc.Members, md)
	}
	return doc
}

func (v *View) lifecycle(x *catalog.Bundle) catalog.Lifecycle {
	if s, ok := record[*catalog.Scene](v, catalog.KindScene, x.Scene); ok {
		return s.Lifecycle
	}
	return ""
}

func (v *View) bundleItem(x *catalog.Bundle) *BundleItem {
	item := &BundleItem{
		Code: x.Code, Name: x.Name, Summary: x.Summary, Lifecycle: v.lifecycle(x), Scene: v.ref(catalog.KindScene, x.Scene),
		Lead: v.ref(catalog.KindDepartment, x.Lead), Joint: v.joint(x), PromisedLimit: x.PromisedLimit, MaxVisits: x.MaxVisits,
		Channels: x.Channels, State: x.State, Demonstration: x.Demonstration, UpdatedAt: x.UpdatedAt,
	}
	for _, member := range x.Members {
		if member.Service != nil {
			item.Counts.Outside++
		}
		if member.Required {
			item.Counts.Required++
		} else {
			item.Counts.Optional++
		}
	}
	return item
}
