package catalog

// Dataset is records of every kind: a whole catalogue, or what a file brings.
type Dataset struct {
	Departments []*Department `json:"departments"`
	Zones       []*Zone       `json:"zones"`
	Windows     []*Window     `json:"windows"`
	Scenes      []*Scene      `json:"scenes"`
	Matters     []*Matter     `json:"matters"`
	Bundles     []*Bundle     `json:"bundles"`
}

// Records returns all records in the order in which they can be saved: what is referred to comes first.
func (d *Dataset) Records() []Record {
	records := make([]Record, 0, len(d.Departments)+len(d.Zones)+len(d.Windows)+len(d.Scenes)+len(d.Matters)+len(d.Bundles))
	for _, r := range d.Departments {
		records = append(records, r)
	}
	for _, r := range d.Zones {
		records = append(records, r)
	}
	for _, r := range d.Windows {
		records = append(records, r)
	}
	for _, r := range d.Scenes {
		records = append(records, r)
	}
	for _, r := range d.Matters {
		records = append(records, r)
	}
	for _, r := range d.Bundles {
		records = append(records, r)
	}
	return records
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
