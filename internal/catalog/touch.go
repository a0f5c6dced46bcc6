package catalog

// Extent says how far the change of a record reaches into what the catalogue shows.
type Extent int

// The extents; each but the last holds the ones before it.
const (
	Around  Extent = 1 // another record began or ceased to refer to it, so what its document lists or counts
	Content Extent = 2 // its own content
	Face    Extent = 3 // what others show of it: code, name, state and the like
	Group   Extent = 4 // the items of a main matter; the touch's code is that of the main matter
)

// Touch says that a publication touched what is shown of a record. The code may be a former one by now.
type Touch struct {
	Kind   Kind
	Code   string
	Extent Extent
}

// Touches returns what is touched when a record becomes after; before is nil for a new record. Whoever follows
// the catalogue learns of a change by these: together with the catalogue as it then stands they lead to every
// document that changed.
func Touches(before, after Record) []Touch {
	is := after.Base()
	if before == nil {
		return []Touch{{after.Kind(), is.Code, Face}}
	}
	was := before.Base()
	var touches []Touch
	switch {
	case was.Code != is.Code:
		touches = append(touches, Touch{after.Kind(), was.Code, Face}, Touch{after.Kind(), is.Code, Face})
	case face(before) != face(after):
		touches = append(touches, Touch{after.Kind(), is.Code, Face})
	default:
		touches = append(touches, Touch{after.Kind(), is.Code, Content})
	}
	listed, lists := listedBy(before), listedBy(after)
	for t := range listed {
		if !lists[t] {
			touches = append(touches, t)
		}
	}
	for t := range lists {
		if !listed[t] {
			touches = append(touches, t)
		}
	}
	return touches
}

// recordFace is what documents of other records show of a record.
type recordFace struct {
	name        string
	state       State
	first, more string
}

func face(r Record) recordFace {
	h := r.Base()
	f := recordFace{name: h.Name, state: h.State}
	switch r := r.(type) {
	case *Zone:
		f.first = r.Floor
	case *Window:
		f.first, f.more = r.Zone, r.Phone
	case *Scene:
		f.first = string(r.Lifecycle)
	case *Bundle:
		f.first = r.Scene
	}
	return f
}

// listedBy returns whose documents list or count the record.
func listedBy(r Record) map[Touch]bool {
	touches := map[Touch]bool{}
	switch r := r.(type) {
	case *Window:
		touches[Touch{KindZone, r.Zone, Around}] = true
		for _, code := range r.Departments {
			touches[Touch{KindDepartment, code, Around}] = true
		}
	case *Matter:
		touches[Touch{KindDepartment, r.Department, Around}] = true
		for _, code := range r.Windows {
			touches[Touch{KindWindow, code, Around}] = true
		}
		if r.MainCode != "" {
			touches[Touch{KindMatter, r.MainCode, Group}] = true
		}
	case *Bundle:
		touches[Touch{KindDepartment, r.Lead, Around}] = true
		touches[Touch{KindScene, r.Scene, Around}] = true
		for _, m := range r.Members {
			if m.Matter != nil {
				touches[Touch{KindMatter, *m.Matter, Around}] = true
			}
		}
	}
	return touches
}

// LogEntry is a touch and the revision whose publication it belongs to.
type LogEntry struct {
	Revision int64
	Touch
}

// Log tells what was touched by which revision.
type Log struct {
	From    int64 // what was touched after this revision is known
	Entries []LogEntry
}
