package exchange

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"servicehall/internal/catalog"
)

// Severity says whether a finding stops its row.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Finding is one thing to be said of a cell.
type Finding struct {
	Severity Severity `json:"severity"`
	Sheet    string   `json:"sheet"`
	Row      int      `json:"row"`    // 0: the sheet as a whole
	Column   string   `json:"column"` // header as the file has it; empty: the row as a whole
	Value    string   `json:"value"`
	Code     string   `json:"code"` // stable, such as closed_list
	Detail   string   `json:"detail"`
}

// FieldChange is what a change does to one field, or to an element of a list: one that is new or removed has no texts
// before and after.
type FieldChange struct {
	Field  string `json:"field"` // Chinese
	What   What   `json:"what"`  // changed, new or removed
	Before string `json:"before"`
	After  string `json:"after"`
}

// Change is what the import does to one record.
type Change struct {
	Kind   catalog.Kind  `json:"kind"`
	Code   string        `json:"code"`
	Name   string        `json:"name"`
	What   What          `json:"what"`
	Sheet  string        `json:"sheet"`
	Row    int           `json:"row"`
	Fields []FieldChange `json:"fields"` // of a change; empty for a new record
}

// What says what becomes of a record.
type What string

// What can become of a record.
const (
	New       What = "new"
	Changed   What = "changed"
	Unchanged What = "unchanged"
	Cancelled What = "cancelled"
	Refused   What = "refused"
	Removed   What = "removed" // of an element of a list
)

// Tally counts records.
type Tally struct {
	Kind      catalog.Kind `json:"kind"`
	New       int          `json:"new"`
	Changed   int          `json:"changed"`
	Unchanged int          `json:"unchanged"`
	Cancelled int          `json:"cancelled"`
	Refused   int          `json:"refused"`
}

// Group counts findings that say the same of one column.
type Group struct {
	Severity Severity `json:"severity"`
	Sheet    string   `json:"sheet"`
	Column   string   `json:"column"`
	Code     string   `json:"code"`
	Count    int      `json:"count"` // of all, also those that Findings leaves out
}

// Report is everything that an import has to say. Of a large file it lists as many findings of one group and as many
// changes of one kind as somebody works through at once; the counts in Tallies and Groups are always those of all.
type Report struct {
	File     string    `json:"file"`
	Tallies  []Tally   `json:"tallies"` // kinds that the file names
	Notes    []string  `json:"notes"`   // what was left out of account
	Groups   []Group   `json:"groups"`  // in the order in which they were first found
	Findings []Finding `json:"findings"`
	Changes  []Change  `json:"changes"` // without what is unchanged

	groups map[Group]int // places in Groups by what a group is, its count 0
}

// The most that a report lists: warnings of one group and changes of one kind for the catalogue of a large county,
// and more of the errors, since each of them keeps a row out.
const (
	mostWarnings = 2_000
	mostErrors   = 10_000
	mostChanges  = 2_000
)

func newReport(file string, notes []string) Report {
	return Report{File: file, Tallies: []Tally{}, Notes: append([]string{}, notes...), Groups: []Group{}, Findings: []Finding{}, Changes: []Change{}, groups: map[Group]int{}}
}

// add counts a finding and, while its group is not too long, keeps it.
func (r *Report) add(f Finding) {
	group := Group{Severity: f.Severity, Sheet: f.Sheet, Column: f.Column, Code: f.Code}
	i, known := r.groups[group]
	if !known {
		i = len(r.Groups)
		r.groups[group] = i
		r.Groups = append(r.Groups, group)
	}
	r.Groups[i].Count++
	f.Value, f.Detail = cut(f.Value), cut(f.Detail)
	if n := r.Groups[i].Count; n <= mostWarnings || f.Severity == Error && n <= mostErrors {
		r.Findings = append(r.Findings, f)
	}
}

// Count returns how many findings have the severity.
func (r *Report) Count(s Severity) int {
	n := 0
	for _, g := range r.Groups {
		if g.Severity == s {
			n += g.Count
		}
	}
	return n
}

// changed counts the records that the import changes.
func (r *Report) changed() int {
	n := 0
	for _, t := range r.Tallies {
		n += t.New + t.Changed + t.Cancelled
	}
	return n
}

// shortened says in the notes what the lists leave out.
func (r *Report) shortened() {
	if left := r.Count(Error) + r.Count(Warning) - len(r.Findings); left > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("同一列里同样的错误只列出%d处，同样的提醒只列出%d处，还有%d处只计了数，没有列出", mostErrors, mostWarnings, left))
	}
	if left := r.changed() - len(r.Changes); left > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("每类记录的改动只列出%d条，还有%d条只计了数，没有列出", mostChanges, left))
	}
}

// WriteText writes the report for a terminal: counts first, then findings gathered by what they say, then
// changes; of each, as many as a person reads.
func (r *Report) WriteText(w io.Writer) {
	const most = 50
	fmt.Fprintf(w, "文件 %s\n", r.File)
	for _, t := range r.Tallies {
		fmt.Fprintf(w, "  %s：新增%d，变更%d，不变%d，取消%d，不能导入%d\n", t.Kind.Label(), t.New, t.Changed, t.Unchanged, t.Cancelled, t.Refused)
	}
	for _, note := range r.Notes {
		fmt.Fprintf(w, "  注意：%s\n", note)
	}
	for _, severity := range []Severity{Error, Warning} {
		title := map[Severity]string{Error: "错误", Warning: "提醒"}[severity]
		if r.Count(severity) == 0 {
			continue
		}
		fmt.Fprintf(w, "%s%d处：\n", title, r.Count(severity))
		shown := 0
		for _, group := range r.Groups {
			if group.Severity != severity {
				continue
			}
			listed := 0
			for _, f := range r.Findings {
				if f.Severity != severity || f.Sheet != group.Sheet || f.Column != group.Column || f.Code != group.Code {
					continue
				}
				if listed == 5 || shown == most {
					fmt.Fprintf(w, "  …… 同样的还有%d处\n", group.Count-listed)
					break
				}
				listed, shown = listed+1, shown+1
				fmt.Fprintf(w, "  %s：%s\n", f.place(), f.Detail)
			}
		}
	}
	if n := r.changed(); n > 0 {
		fmt.Fprintf(w, "改动%d条：\n", n)
	}
	for i, c := range r.Changes {
		if i == most {
			fmt.Fprintf(w, "  …… 还有%d条\n", r.changed()-i)
			break
		}
		fmt.Fprintf(w, "  %s%s %s %s\n", map[What]string{New: "新增", Changed: "变更", Cancelled: "取消"}[c.What], c.Kind.Label(), c.Code, c.Name)
		for j, f := range c.Fields {
			if j == 10 {
				break
			}
			switch f.What {
			case New:
				fmt.Fprintf(w, "    %s：新增\n", f.Field)
			case Removed:
				fmt.Fprintf(w, "    %s：删去\n", f.Field)
			default:
				fmt.Fprintf(w, "    %s：%s → %s\n", f.Field, short(f.Before), short(f.After))
			}
		}
	}
}

// place says where a finding is.
func (f Finding) place() string {
	s := "表“" + f.Sheet + "”"
	if f.Row > 0 {
		s += fmt.Sprintf("第%d行", f.Row)
	}
	if f.Column != "" {
		s += "“" + strings.TrimSpace(f.Column) + "”列"
	}
	return s
}

// cut ends a text that nobody reads to its end, such as a message that quotes a cell of 30,000 characters.
func cut(s string) string {
	const most = 500
	n := 0
	for at := range s {
		if n++; n > most {
			return strings.Clone(s[:at]) + "…"
		}
	}
	return s
}

func short(s string) string {
	const most = 40
	s = strings.ReplaceAll(s, "\n", " ")
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	if s == "" {
		return "（空）"
	}
	return s
}

// sort puts findings into the order of the file, and groups too, errors before warnings.
func (r *Report) sort(sheets []string) {
	slices.SortStableFunc(r.Groups, func(a, b Group) int {
		if a.Severity != b.Severity {
			return strings.Compare(string(a.Severity), string(b.Severity))
		}
		return slices.Index(sheets, a.Sheet) - slices.Index(sheets, b.Sheet)
	})
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		if d := slices.Index(sheets, a.Sheet) - slices.Index(sheets, b.Sheet); d != 0 {
			return d
		}
		return a.Row - b.Row
	})
}
