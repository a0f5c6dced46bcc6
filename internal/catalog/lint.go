package catalog

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Severity says how bad a finding is.
type Severity string

// The severities. What contradicts the law or itself is an error; what is merely missing or unusual is a
// warning.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
)

// Label is the Chinese word for the severity.
func (s Severity) Label() string {
	return map[Severity]string{SeverityError: "错误", SeverityWarning: "警告"}[s]
}

// Finding is one place where a record breaks a rule of the catalogue. Unlike a Fault it does not stop a
// record from being kept.
type Finding struct {
	Rule     string   `json:"rule" example:"limit-order"` // id of the Rule
	Severity Severity `json:"severity" enums:"error,warning"`
	Kind     Kind     `json:"kind" example:"matter"`
	Record   string   `json:"record" example:"11610829999900311X400013100100001"` // code
	Name     string   `json:"name" example:"食品经营许可新办"`
	Pointer  string   `json:"pointer" example:"/promisedLimit"` // JSON pointer into the record
	Detail   string   `json:"detail"`                           // Chinese: what is wrong and what would be right
}

// Rule is one of the rules that tie the fields of a record to each other and to other records.
type Rule struct {
	ID       string   `json:"id" example:"limit-order"` // stable
	Severity Severity `json:"severity" enums:"error,warning"`
	Title    string   `json:"title" example:"承诺时限不长于法定时限"`
	Source   string   `json:"source"` // Chinese: the standard or the practice it comes from
}

// Rules returns every rule, in the order of docs/rules.md.
func Rules() []Rule {
	rules := make([]Rule, len(lintRules()))
	for i, r := range lintRules() {
		rules[i] = r.Rule
	}
	return rules
}

// Lint holds every published record of the catalogue against the rules; cancelled records are left out. The
// findings come sorted by kind, record, pointer and rule, all as text; there is always a list. The cost is
// linear in the number of records.
func Lint(d *Dataset) []Finding {
	findings := []Finding{}
	LintEach(d, func(f Finding) { findings = append(findings, f) })
	sortFindings(findings)
	return findings
}

// LintEach is Lint for those who do not keep every finding: it hands them over one by one, record by record in the
// order of the dataset.
func LintEach(d *Dataset, found func(Finding)) {
	records := d.Records()
	h := newHall(d.Codes(), nil, func() []Record { return records })
	var ofOne []Finding
	for _, r := range records {
		ofOne = h.lint(ofOne[:0], r)
		for _, f := range ofOne {
			found(f)
		}
	}
}

// LintRecord holds one record, such as a draft, against the rules as Lint does. The record stands in for
// what codes have under its codes, current and former; codes themselves are not changed. It says nothing
// about how other records fare beside it. The cost is linear in the records of codes.
func LintRecord(r Record, codes Codes) []Finding {
	h := newHall(codes, r, func() []Record { return replaced(codes, r) })
	findings := h.lint([]Finding{}, r)
	sortFindings(findings)
	return findings
}

func sortFindings(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.Record, b.Record),
			strings.Compare(a.Pointer, b.Pointer), strings.Compare(a.Rule, b.Rule))
	})
}

// report takes what a rule has found in the record at hand.
type report func(pointer, format string, args ...any)

// rule is a Rule with what it does.
type rule struct {
	Rule
	check func(h *hall, r Record, say report)
}

// on makes a rule of one kind of record into a rule of all records.
func on[R Record](check func(h *hall, r R, say report)) func(*hall, Record, report) {
	return func(h *hall, r Record, say report) {
		if of, ok := r.(R); ok {
			check(h, of, say)
		}
	}
}

// lintRules makes the table of rules once; it is read only.
var lintRules = sync.OnceValue(ruleTable)

// hall is what a rule may look at beside its record.
type hall struct {
	codes Codes
	draft Record            // stands in for the record of its codes, nil where the catalogue is linted as it is
	index func() *hallIndex // made when a rule first asks
}

func newHall(codes Codes, draft Record, records func() []Record) *hall {
	h := &hall{codes: codes, draft: draft}
	h.index = sync.OnceValue(func() *hallIndex { return h.makeIndex(records()) })
	return h
}

// find returns the record that has or had the code, nil where none did.
func (h *hall) find(kind Kind, code string) Record {
	if h.draft != nil && h.draft.Kind() == kind && hasCode(h.draft, code) {
		return h.draft
	}
	return h.codes[kind][code]
}

// findAs returns the record that has or had the code as the kind that it is, nil where none did.
func findAs[R interface {
	*T
	Record
}, T any](h *hall, code string) R {
	var kind R
	found, _ := h.find(kind.Kind(), code).(R)
	return found
}

// hasCode says whether the record has or had the code.
func hasCode(r Record, code string) bool {
	return r.Base().Code == code || slices.Contains(r.Base().FormerCodes, code)
}

// replaced returns the records of codes with the draft in place of those that it replaces.
func replaced(codes Codes, draft Record) []Record {
	records := []Record{draft}
	for kind, byCode := range codes {
		for code, r := range byCode {
			if code != r.Base().Code || (kind == draft.Kind() && hasCode(draft, code)) {
				continue
			}
			records = append(records, r)
		}
	}
	return records
}

func isLive(r Record) bool { return r.Base().State != Cancelled }

func (h *hall) lint(findings []Finding, r Record) []Finding {
	if !isLive(r) {
		return findings
	}
	for _, rule := range lintRules() {
		rule.check(h, r, func(pointer, format string, args ...any) {
			findings = append(findings, Finding{
				Rule: rule.ID, Severity: rule.Severity, Kind: r.Kind(), Record: r.Base().Code, Name: r.Base().Name,
				Pointer: pointer, Detail: fmt.Sprintf(format, args...),
			})
		})
	}
	return findings
}

// hallIndex is what only all live records together tell.
type hallIndex struct {
	used      map[Record]bool           // records that have work: windows and departments, zones, scenes
	mainNames map[string]leader[string] // main names by main code
	batchDays map[string]leader[Date]   // days by entry batch
}

func (h *hall) makeIndex(records []Record) *hallIndex {
	x := &hallIndex{used: map[Record]bool{}}
	mains, batches := tally[string]{}, tally[Date]{}
	use := func(kind Kind, codes ...string) {
		for _, code := range codes {
			if r := h.find(kind, code); r != nil {
				x.used[r] = true
			}
		}
	}
	for _, r := range records {
		if !isLive(r) {
			continue
		}
		switch r := r.(type) {
		case *Matter:
			use(KindDepartment, r.Department)
			use(KindWindow, r.Windows...)
			if r.MainCode != "" && r.MainName != "" {
				mains.add(r.MainCode, r.MainName)
			}
			if r.Entry != nil {
				batches.add(r.Entry.Batch, r.Entry.Day)
			}
		case *Bundle:
			use(KindScene, r.Scene)
			use(KindWindow, r.Windows...)
		case *Window:
			use(KindZone, r.Zone)
		}
	}
	x.mainNames, x.batchDays = mains.leaders(), batches.leaders()
	return x
}

// tally counts the values that stand under a key.
type tally[V cmp.Ordered] map[string]map[V]int

func (t tally[V]) add(key string, value V) {
	if t[key] == nil {
		t[key] = map[V]int{}
	}
	t[key][value]++
}

// leader is the value that stands most often under a key, and another that stands as often.
type leader[V cmp.Ordered] struct {
	value, rival V
	tied         bool
}

// against returns the value that a record with own differs from: the leader, or its equal.
func (l leader[V]) against(own V) (other V, differs bool) {
	if own == l.value {
		return l.rival, l.tied
	}
	return l.value, true
}

// leaders returns the leader of each key; of equals it is the smallest, so that two runs never differ.
func (t tally[V]) leaders() map[string]leader[V] {
	out := make(map[string]leader[V], len(t))
	for key, counts := range t {
		values := slices.SortedFunc(maps.Keys(counts), func(a, b V) int {
			return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
		})
		l := leader[V]{value: values[0]}
		if len(values) > 1 && counts[values[1]] == counts[values[0]] {
			l.rival, l.tied = values[1], true
		}
		out[key] = l
	}
	return out
}
