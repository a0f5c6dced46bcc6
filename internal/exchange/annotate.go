package exchange

import (
	"bytes"
	"fmt"
	"servicehall/internal/exchange/tabular"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Annotate returns the workbook with every cell of a finding coloured, red for an error and yellow for a warning,
// and the finding as its comment. data is the file as it came; of a file that is no workbook, one is made.
func Annotate(data []byte, book *tabular.Book, report *Report) ([]byte, error) {
	if !bytes.HasPrefix(data, []byte("PK")) {
		return annotated(book, report, nil)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if err := mark(f, book, report, nil); err != nil {
		return nil, err
	}
	return buffer(f)
}

// BadRows returns a workbook that holds the rows of refused records only, with their findings, to be mended and
// imported again.
func BadRows(book *tabular.Book, plan *Plan) ([]byte, error) {
	bad := &tabular.Book{Name: book.Name}
	moved := map[string]map[int]int{}
	for _, s := range book.Sheets {
		out := tabular.Sheet{Name: s.Name, HeaderRow: 1, Header: s.Header}
		moved[s.Name] = map[int]int{}
		for _, row := range s.Rows {
			if _, refused := slices.BinarySearch(plan.Bad[s.Name], row.Number); refused {
				out.Rows = append(out.Rows, row)
				moved[s.Name][row.Number] = len(out.Rows) + 1
			}
		}
		if len(out.Rows) > 0 {
			bad.Sheets = append(bad.Sheets, out)
		}
	}
	return annotated(bad, &plan.Report, moved)
}

// annotated makes a workbook of the book's tables, all text, and marks the findings; moved says where rows are now.
func annotated(book *tabular.Book, report *Report, moved map[string]map[int]int) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	style, err := f.NewStyle(&excelize.Style{NumFmt: textFormat})
	if err != nil {
		return nil, err
	}
	for i, s := range book.Sheets {
		name := sheetName(s.Name)
		if i == 0 {
			err = f.SetSheetName("Sheet1", name)
		} else {
			_, err = f.NewSheet(name)
		}
		if err != nil {
			return nil, err
		}
		if err := f.SetColStyle(name, "A:XFD", style); err != nil {
			return nil, err
		}
		if err := setRow(f, name, 1, s.Header); err != nil {
			return nil, err
		}
		for j, row := range s.Rows {
			texts := make([]string, len(row.Cells))
			for k, c := range row.Cells {
				if texts[k] = c.Text; c.Formula {
					texts[k] = "" // its result would look as if somebody had typed it
				}
			}
			if err := setRow(f, name, j+2, texts); err != nil {
				return nil, err
			}
			for k, c := range row.Cells { // a number stays one, so that a code that lost its digits is refused again
				if value, err := strconv.ParseFloat(c.Text, 64); c.Numeric && !c.Formula && err == nil {
					at, err := excelize.CoordinatesToCellName(k+1, j+2)
					if err == nil {
						err = f.SetCellFloat(name, at, value, -1, 64)
					}
					if err != nil {
						return nil, err
					}
				}
			}
		}
	}
	if moved == nil {
		moved = map[string]map[int]int{}
		for _, s := range book.Sheets {
			moved[s.Name] = map[int]int{}
			for j, row := range s.Rows {
				moved[s.Name][row.Number] = j + 2
			}
		}
	}
	if err := mark(f, book, report, moved); err != nil {
		return nil, err
	}
	return buffer(f)
}

func setRow(f *excelize.File, sheet string, row int, texts []string) error {
	for i, text := range texts {
		if text == "" {
			continue
		}
		at, err := excelize.CoordinatesToCellName(i+1, row)
		if err != nil {
			return err
		}
		if err := f.SetCellStr(sheet, at, text); err != nil {
			return err
		}
	}
	return nil
}

// sheetName makes a name that a workbook can have.
func sheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return '_'
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 31 {
		s = string(r[:31])
	}
	if s == "" {
		return "表"
	}
	return s
}

// mark colours the cells of the findings and writes their comments.
func mark(f *excelize.File, book *tabular.Book, report *Report, moved map[string]map[int]int) error {
	fill := func(colour string) (int, error) {
		return f.NewStyle(&excelize.Style{NumFmt: textFormat, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}})
	}
	red, err := fill("FF9999")
	if err != nil {
		return err
	}
	yellow, err := fill("FFF2CC")
	if err != nil {
		return err
	}
	type place struct{ sheet, cell string }
	said := map[place][]string{}
	var order []place
	worst := map[place]Severity{}
	for _, finding := range report.Findings {
		i := slices.IndexFunc(book.Sheets, func(s tabular.Sheet) bool { return s.Name == finding.Sheet })
		if i < 0 {
			continue
		}
		s := book.Sheets[i]
		row, name := finding.Row, s.Name
		if moved != nil {
			name = sheetName(s.Name)
			if row > 0 && moved[s.Name][row] == 0 {
				continue
			}
			row = moved[s.Name][row]
		}
		if row == 0 {
			row = max(s.HeaderRow, 1)
			if moved != nil {
				row = 1
			}
		}
		cell, err := excelize.CoordinatesToCellName(max(slices.Index(s.Header, finding.Column), 0)+1, row)
		if err != nil {
			return err
		}
		at := place{name, cell}
		if said[at] == nil {
			order = append(order, at)
		}
		said[at] = append(said[at], finding.Detail)
		if worst[at] != Error {
			worst[at] = finding.Severity
		}
	}
	if len(order) > mostComments {
		head := place{order[0].sheet, "A1"}
		if said[head] == nil {
			order = slices.Insert(order, 0, head)
			worst[head] = Warning
		}
		said[head] = append(said[head], fmt.Sprintf("标出的格太多：后面还有%d格只涂了颜色，没有写批注，改正前面的以后再导入一次就能看到", len(order)-mostComments))
	}
	for i, at := range order {
		style := yellow
		if worst[at] == Error {
			style = red
		}
		if err := f.SetCellStyle(at.sheet, at.cell, at.cell, style); err != nil {
			return fmt.Errorf("%s %s: %w", at.sheet, at.cell, err)
		}
		if i >= mostComments {
			continue
		}
		comment := excelize.Comment{Cell: at.cell, Author: "目录", Text: strings.Join(said[at], "\n"), Height: 80, Width: 260}
		if err := f.AddComment(at.sheet, comment); err != nil {
			return fmt.Errorf("%s %s: %w", at.sheet, at.cell, err)
		}
	}
	return nil
}

// mostComments is how many cells of a workbook get a comment: each costs as much as all before it, and more than
// these nobody works through at once.
const mostComments = 3_000

func buffer(f *excelize.File) ([]byte, error) {
	b, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
