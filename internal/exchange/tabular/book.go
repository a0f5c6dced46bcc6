// Package tabular reads the tables of xlsx and csv files: what stands in which cell, nothing of what it means. Its
// bounds keep a hostile file from costing more than a refusal.
package tabular

// Book is a file as it was read: its tables, nothing of their meaning.
type Book struct {
	Name   string // the file's name, for messages
	Sheets []Sheet
	Notes  []string // what was left out of account, such as a hidden sheet that is empty or a macro; Chinese
}

// Sheet is one table. The columns are those of Header; every row has as many cells.
type Sheet struct {
	Name      string
	HeaderRow int // number of the header's row, from 1
	Header    []string
	Rows      []Row
}

// Row is a row that is not empty. A formula without a result is not empty, one with an empty result is.
type Row struct {
	Number int // of the row in the file, from 1
	Cells  []Cell
}

// Cell is one value. Text is what a person sees in it, but for numbers and dates: a number has all its digits
// and no grouping, a date is written 2026-11-23.
type Cell struct {
	Text    string
	Numeric bool // the file holds a number: a long code has lost digits
	Formula bool // the file holds a formula: Text is its last result
	// Unresolved: the file holds a formula without any result, as programs other than Excel write it. An empty Text
	// says nothing then.
	Unresolved bool
	Error      bool // Text is what a spreadsheet shows instead of a value, such as #REF!
}

// Unreadable is the error of a file that cannot be taken at all; Detail says in Chinese why and what to do.
type Unreadable struct{ Detail string }

// Error is the detail.
func (e *Unreadable) Error() string { return e.Detail }
