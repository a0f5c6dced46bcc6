package snapshot

import "servicehall/internal/catalog"

// touched marks records whose documents, lines or keys may have changed.
type touched map[catalog.Kind]map[slot]bool

func (t touched) mark(kind catalog.Kind, s slot) {
	if t[kind] == nil {
		t[kind] = map[slot]bool{}
	}
	t[kind][s] = true
}

// reach marks everything that a touch leads to, by the references as they are in the view. That is enough: a record
// that refers to another no longer was changed itself when it ceased to, and the other was touched then.
func (v *View) reach(to touched, t catalog.Touch) {
	if t.Extent == catalog.Group {
		v.each(catalog.KindMatter, ByMain, t.Code, func(s slot) { to.mark(catalog.KindMatter, s) })
		return
	}
	c := v.kinds[t.Kind]
	s, ok := c.codes[t.Code]
	if !ok {
		return
	}
	r := c.records[s]
	to.mark(t.Kind, s)
	content := t.Extent == catalog.Content || t.Extent == catalog.Face
	switch r := r.(type) {
	case *catalog.Window:
		v.markNamed(to, catalog.KindZone, r.Zone) // it counts the matters at its windows
	case *catalog.Matter:
		if content {
			v.markReferrers(to, catalog.KindBundle, r) // a bundle shows its members' lines
		}
	case *catalog.Bundle:
		if content {
			v.markNamed(to, catalog.KindScene, r.Scene) // it counts the matters of its bundles
		}
	}
	if t.Extent == catalog.Face {
		v.reachAround(to, r)
	}
}

// reachAround marks what shows the record's face, and what it is listed or counted in.
func (v *View) reachAround(to touched, r catalog.Record) {
	for _, ref := range catalog.References(r) {
		v.markNamed(to, ref.Kind, ref.Code)
	}
	for _, kind := range []catalog.Kind{catalog.KindWindow, catalog.KindMatter, catalog.KindBundle} {
		for _, s := range v.markReferrers(to, kind, r) {
			v.reachThrough(to, r, v.kinds[kind].records[s])
		}
	}
	if m, is := r.(*catalog.Matter); is {
		v.each(catalog.KindMatter, ByMain, m.MainCode, func(s slot) { to.mark(catalog.KindMatter, s) })
		for _, code := range m.Windows {
			if w, ok := record[*catalog.Window](v, catalog.KindWindow, code); ok {
				v.markNamed(to, catalog.KindZone, w.Zone)
			}
		}
	}
}

// reachThrough marks what shows or is found by the face of r through a record that refers to r.
func (v *View) reachThrough(to touched, r, through catalog.Record) {
	switch through := through.(type) {
	case *catalog.Window:
		if r.Kind() == catalog.KindZone { // stands with the window wherever that is named
			v.markReferrers(to, catalog.KindMatter, through)
			v.markReferrers(to, catalog.KindBundle, through)
		}
	case *catalog.Matter: // its line names departments and windows, and bundles show it
		v.markReferrers(to, catalog.KindBundle, through)
	case *catalog.Bundle:
		switch r.Kind() {
		case catalog.KindScene:
			v.markMembers(to, through)
		case catalog.KindMatter:
			v.markNamed(to, catalog.KindScene, through.Scene)
		}
	}
}

func (v *View) markMembers(to touched, x *catalog.Bundle) {
	for _, m := range x.Members {
		if m.Matter != nil {
			v.markNamed(to, catalog.KindMatter, *m.Matter)
		}
	}
}

// markNamed marks the record that has or had the code.
func (v *View) markNamed(to touched, kind catalog.Kind, code string) {
	if s, ok := v.kinds[kind].codes[code]; ok {
		to.mark(kind, s)
	}
}

// markReferrers marks the records of a kind that refer to r and returns them.
func (v *View) markReferrers(to touched, kind catalog.Kind, r catalog.Record) (marked []slot) {
	for _, code := range append([]string{r.Base().Code}, r.Base().FormerCodes...) { // keys may not be made anew yet
		v.each(kind, byReference, referenceKey(r.Kind(), code), func(s slot) {
			to.mark(kind, s)
			marked = append(marked, s)
		})
	}
	return marked
}

// each visits the records with the key, cancelled ones too.
func (v *View) each(kind catalog.Kind, d Dimension, value string, visit func(slot)) {
	p := v.kinds[kind].with(d, value)
	for _, list := range [][]slot{p.published, p.cancelled} {
		for _, s := range list {
			visit(s)
		}
	}
}
