package catalog

import (
	"slices"
	"strings"
)

// Dataset is records of every kind: a whole catalogue, or what a file brings.
type Dataset struct {
	Departments []*Department     `json:"departments"`
	Zones       []*Zone           `json:"zones"`
	Windows     []*Window         `json:"windows"`
	Scenes      []*Scene          `json:"scenes"`
	Matters     []*Matter         `json:"matters"`
	Bundles     []*Bundle         `json:"bundles"`
	Calendar    []*CalendarDay    `json:"calendar"`
	Thesaurus   []*ThesaurusEntry `json:"thesaurus"`
}

// Records returns all records in the order in which they can be saved: what is referred to comes first.
func (d *Dataset) Records() []Record {
	var records []Record
	records = appendRecords(records, d.Departments)
	records = appendRecords(records, d.Zones)
	records = appendRecords(records, d.Windows)
	records = appendRecords(records, d.Scenes)
	records = appendRecords(records, d.Matters)
	records = appendRecords(records, d.Bundles)
	records = appendRecords(records, d.Calendar)
	return appendRecords(records, d.Thesaurus)
}

func appendRecords[R Record](to []Record, list []R) []Record {
	to = slices.Grow(to, len(list))
	for _, r := range list {
		to = append(to, r)
	}
	return to
}

// Add puts a record into the list of its kind.
func (d *Dataset) Add(r Record) {
	switch r := r.(type) {
	case *Department:
		d.Departments = append(d.Departments, r)
	case *Zone:
		d.Zones = append(d.Zones, r)
	case *Window:
		d.Windows = append(d.Windows, r)
	case *Scene:
		d.Scenes = append(d.Scenes, r)
	case *Matter:
		d.Matters = append(d.Matters, r)
	case *Bundle:
		d.Bundles = append(d.Bundles, r)
	case *CalendarDay:
		d.Calendar = append(d.Calendar, r)
	case *ThesaurusEntry:
		d.Thesaurus = append(d.Thesaurus, r)
	}
}

// Sort puts every kind into the order of the codes.
func (d *Dataset) Sort() {
	sortByCode(d.Departments)
	sortByCode(d.Zones)
	sortByCode(d.Windows)
	sortByCode(d.Scenes)
	sortByCode(d.Matters)
	sortByCode(d.Bundles)
	sortByCode(d.Calendar)
	sortByCode(d.Thesaurus)
}

func sortByCode[R Record](list []R) {
	slices.SortFunc(list, func(a, b R) int { return strings.Compare(a.Base().Code, b.Base().Code) })
}

// Codes tells for every kind which record each code, current or former, names.
type Codes map[Kind]map[string]Record

// Codes indexes the records by every code that they have or had.
func (d *Dataset) Codes() Codes {
	codes := Codes{}
	for _, r := range d.Records() {
		byCode := codes[r.Kind()]
		if byCode == nil {
			byCode = map[string]Record{}
			codes[r.Kind()] = byCode
		}
		byCode[r.Base().Code] = r
		for _, former := range r.Base().FormerCodes {
			if _, taken := byCode[former]; !taken {
				byCode[former] = r
			}
		}
	}
	return codes
}

// Has says whether a record of the kind has or had the code.
func (c Codes) Has(kind Kind, code string) bool {
	_, ok := c[kind][code]
	return ok
}
