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

// FieldChange is what a change does to one field.
type FieldChange struct {
	Field  string `json:"field"` // Chinese
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

// Report is everything that an import has to say.
type Report struct {
	File     string    `json:"file"`
	Tallies  []Tally   `json:"tallies"` // kinds that the file names
	Notes    []string  `json:"notes"`   // what was left out of account
	Findings []Finding `json:"findings"`
	Changes  []Change  `json:"changes"` // without what is unchanged
}

// Count returns how many findings have the severity.
func (r *Report) Count(s Severity) int {
	n := 0
	for _, f := range r.Findings {
		if f.Severity == s {
			n++
		}
	}
	return n
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
		groups := map[string][]Finding{}
		var keys []string
		for _, f := range r.Findings {
			if f.Severity != severity {
				continue
			}
			key := f.Sheet + "\x00" + f.Column + "\x00" + f.Code
			if groups[key] == nil {
				keys = append(keys, key)
			}
			groups[key] = append(groups[key], f)
		}
		if len(keys) == 0 {
			continue
		}
		fmt.Fprintf(w, "%s%d处：\n", title, r.Count(severity))
		shown := 0
		for _, key := range keys {
			group := groups[key]
			for i, f := range group {
				if i == 5 || shown == most {
					fmt.Fprintf(w, "  …… 同样的还有%d处\n", len(group)-i)
					break
				}
				shown++
				fmt.Fprintf(w, "  %s：%s\n", f.place(), f.Detail)
			}
		}
	}
	if len(r.Changes) > 0 {
		fmt.Fprintf(w, "改动%d条：\n", len(r.Changes))
	}
	for i, c := range r.Changes {
		if i == most {
			fmt.Fprintf(w, "  …… 还有%d条\n", len(r.Changes)-i)
			break
		}
		fmt.Fprintf(w, "  %s%s %s %s\n", map[What]string{New: "新增", Changed: "变更", Cancelled: "取消"}[c.What], c.Kind.Label(), c.Code, c.Name)
		for j, f := range c.Fields {
			if j == 10 {
				break
			}
			fmt.Fprintf(w, "    %s：%s → %s\n", f.Field, short(f.Before), short(f.After))
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

// sort puts findings into the order of the file.
func (r *Report) sort(sheets []string) {
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		if d := slices.Index(sheets, a.Sheet) - slices.Index(sheets, b.Sheet); d != 0 {
			return d
		}
		return a.Row - b.Row
	})
}
