// Package demo is the demonstration catalogue: readable source tables, a file for each department, and the
// rules that expand them. The numbers of matters, departments, windows, zones, scenes and bundles are those of
// the county's 2023 report; names follow public national lists; everything else is illustrative and every
// record says so with demonstration: true.
package demo

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"servicehall/internal/catalog"
	"servicehall/internal/natcode"
)

//go:embed data
var files embed.FS

const (
	division  = "610829"     // 吴堡县, GB/T 2260
	checkedOn = "2023-12-29" // the day on which every demonstration matter was last checked
)

// Dataset expands the source tables. An error names the file and the record: the tables are part of the
// program, so it is a mistake in them.
func Dataset() (*catalog.Dataset, error) {
	data, err := fs.Sub(files, "data")
	if err != nil {
		return nil, err
	}
	return expand(data)
}

// expander holds what later tables refer to.
type expander struct {
	data      *catalog.Dataset
	standard  map[string]standardMaterial
	byShort   map[string]*catalog.Department
	windowsOf map[string][]wordedWindow  // windows by department's short name
	byMatter  map[string]*catalog.Matter // by name
	entered   map[string]map[string]bool // main matters of the entry batch by department's short name
	hall      hallFile
}

// wordedWindow is a window with the words that draw matters to it.
type wordedWindow struct {
	window *catalog.Window
	words  []string
}

type standardMaterial struct {
	Name   string `yaml:"名称"`
	Issuer string `yaml:"出具"`
	Copies string `yaml:"份数"`
}

type hallFile struct {
	Address string     `yaml:"地址"`
	Entry   entryTable `yaml:"进驻"`
	Zones   []zoneLine `yaml:"专区"`
}

type entryTable struct {
	Batch string              `yaml:"批次"`
	Day   string              `yaml:"日期"`
	Mains map[string][]string `yaml:"主项"` // by department's short name
}

type zoneLine struct {
	Code    string       `yaml:"编号"`
	Name    string       `yaml:"名称"`
	Floor   string       `yaml:"楼层"`
	Summary string       `yaml:"说明"`
	Windows []windowLine `yaml:"窗口"`
}

type windowLine struct {
	Name          string   `yaml:"名称"`
	Departments   []string `yaml:"部门"`
	Comprehensive string   `yaml:"综合"`
	Words         []string `yaml:"办理"`
}

func read(data fs.FS, name string, into any) error {
	raw, err := fs.ReadFile(data, name)
	if err == nil {
		err = decode(raw, into)
	}
	if err != nil {
		return fmt.Errorf("demonstration table %s: %w", name, err)
	}
	return nil
}

func expand(data fs.FS) (*catalog.Dataset, error) {
	x := &expander{
		data: &catalog.Dataset{}, standard: map[string]standardMaterial{}, byShort: map[string]*catalog.Department{},
		windowsOf: map[string][]wordedWindow{}, byMatter: map[string]*catalog.Matter{}, entered: map[string]map[string]bool{},
	}
	var standard []standardMaterial
	if err := read(data, "materials.yaml", &standard); err != nil {
		return nil, err
	}
	for _, m := range standard {
		x.standard[m.Name] = m
	}
	if err := read(data, "hall.yaml", &x.hall); err != nil {
		return nil, err
	}
	names, err := fs.Glob(data, "departments/*.yaml")
	if err != nil {
		return nil, err
	}
	sources := make([]departmentFile, len(names))
	for i, name := range names {
		if err := read(data, name, &sources[i]); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(sources, func(a, b departmentFile) int { return strings.Compare(a.Org, b.Org) })
	for _, f := range sources {
		if err := x.department(f); err != nil {
			return nil, fmt.Errorf("demonstration department %s: %w", f.Name, err)
		}
	}
	if err := x.zones(); err != nil {
		return nil, fmt.Errorf("demonstration table hall.yaml: %w", err)
	}
	for _, f := range sources {
		if err := x.matters(f); err != nil {
			return nil, fmt.Errorf("demonstration department %s: %w", f.Name, err)
		}
	}
	if err := x.bundles(data); err != nil {
		return nil, err
	}
	for _, r := range x.data.Records() {
		r.Base().State, r.Base().Demonstration = catalog.Active, true
		catalog.FillLists(r)
	}
	return x.data, nil
}

// credit makes a 统一社会信用代码 with valid check characters; bodies of 9999… belong to nobody.
func credit(class, org string) (string, error) {
	own, err := natcode.OrganisationCheck(org)
	if err != nil {
		return "", err
	}
	body := class + division + org + string(own)
	check, err := natcode.CreditCheck(body)
	return body + string(check), err
}

func (x *expander) department(f departmentFile) error {
	class := f.Class
	if class == "" {
		class = "11"
	}
	code, err := credit(class, f.Org)
	if err != nil {
		return err
	}
	nature := "1"
	if class != "11" {
		nature = "2"
	}
	d := &catalog.Department{
		Head:      catalog.Head{Code: code, Name: f.Name},
		ShortName: f.ShortName, Division: division, Nature: nature, Summary: f.Summary,
		Address: x.hall.Address, Phone: "0912-00001" + f.Org[len(f.Org)-2:],
	}
	if _, twice := x.byShort[f.ShortName]; twice {
		return fmt.Errorf("two departments are called %s", f.ShortName)
	}
	x.byShort[f.ShortName] = d
	x.data.Departments = append(x.data.Departments, d)
	return nil
}

func (x *expander) departmentCodes(shortNames []string) ([]string, error) {
	codes := make([]string, len(shortNames))
	for i, name := range shortNames {
		d, ok := x.byShort[name]
		if !ok {
			return nil, fmt.Errorf("no department is called %s", name)
		}
		codes[i] = d.Code
	}
	return codes, nil
}

func (x *expander) zones() error {
	number := 0
	for _, zl := range x.hall.Zones {
		z := &catalog.Zone{Head: catalog.Head{Code: zl.Code, Name: zl.Name}, Summary: zl.Summary, Address: x.hall.Address, Floor: zl.Floor}
		x.data.Zones = append(x.data.Zones, z)
		for j, wl := range zl.Windows {
			number++
			departments, err := x.departmentCodes(wl.Departments)
			if err != nil {
				return fmt.Errorf("window %s: %w", wl.Name, err)
			}
			w := &catalog.Window{
				Head: catalog.Head{Code: fmt.Sprintf("%s%02d", zl.Code, j+1), Name: wl.Name},
				Zone: zl.Code, Departments: departments, Comprehensive: wl.Comprehensive == "是",
				Hours: []catalog.Span{
					{Days: []int{1, 2, 3, 4, 5}, Opens: "08:30", Closes: "12:00"},
					{Days: []int{1, 2, 3, 4, 5}, Opens: "14:00", Closes: "17:30"},
				},
				Phone: fmt.Sprintf("0912-00003%02d", number),
			}
			if w.Comprehensive { // 双休日不打烊
				w.Hours = append(w.Hours, catalog.Span{Days: []int{6, 7}, Opens: "09:00", Closes: "12:00"})
			}
			x.data.Windows = append(x.data.Windows, w)
			for _, name := range wl.Departments {
				x.windowsOf[name] = append(x.windowsOf[name], wordedWindow{window: w, words: wl.Words})
			}
		}
	}
	for department, mains := range x.hall.Entry.Mains {
		if _, ok := x.byShort[department]; !ok {
			return fmt.Errorf("entry batch: no department is called %s", department)
		}
		x.entered[department] = map[string]bool{}
		for _, main := range mains {
			x.entered[department][main] = true
		}
	}
	return nil
}

// windowsFor returns the windows of the department that a matter's name, or else its main matter's, draws it to;
// a window without words takes what no other window of the department takes.
func (x *expander) windowsFor(department, main, name string) []string {
	choose := func(fits func(wordedWindow) bool) (codes []string) {
		for _, w := range x.windowsOf[department] {
			if fits(w) {
				codes = append(codes, w.window.Code)
			}
		}
		return codes
	}
	drawnBy := func(text string) func(wordedWindow) bool {
		return func(w wordedWindow) bool {
			return slices.ContainsFunc(w.words, func(word string) bool { return strings.Contains(text, word) })
		}
	}
	for _, fits := range []func(wordedWindow) bool{
		drawnBy(name), drawnBy(main), func(w wordedWindow) bool { return len(w.words) == 0 }, func(wordedWindow) bool { return true },
	} {
		if codes := choose(fits); len(codes) > 0 {
			return codes
		}
	}
	return nil
}
