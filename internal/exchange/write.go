package exchange

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"servicehall/internal/catalog"
	"servicehall/internal/exchange/tabular"
)

// Write puts the catalogue into a file of the kind that the name's ending says: .xlsx with every sheet, .json with
// every record, .csv with the sheet 事项. What it writes, Read and Make take back with no change found.
func Write(name string, data *catalog.Dataset) ([]byte, error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".xlsx":
		return writeXLSX(data)
	case ".csv":
		return writeCSV(data)
	case ".json":
		return writeJSON(data)
	}
	return nil, &tabular.Unreadable{Detail: fmt.Sprintf("不知道 %s 是什么格式，文件名请以 .xlsx、.csv 或者 .json 结尾", filepath.Base(name))}
}

// Template returns an empty workbook with every sheet, its headers, notes and drop-downs.
func Template() ([]byte, error) { return writeXLSX(&catalog.Dataset{}) }

func writeJSON(data *catalog.Dataset) ([]byte, error) {
	for _, r := range data.Records() {
		catalog.FillLists(r)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(data)
	return b.Bytes(), err
}

// written returns the columns of a table that are written.
func written(info *tableInfo) (columns []column, places []int) {
	for i, c := range info.columns {
		if !c.inOnly {
			columns, places = append(columns, c), append(places, i)
		}
	}
	return columns, places
}

func writeCSV(data *catalog.Dataset) ([]byte, error) {
	t := matterTable()
	columns, places := written(t.info())
	var b bytes.Buffer
	b.WriteString("\ufeff") // so that Excel reads it as UTF-8
	w := csv.NewWriter(&b)
	header := make([]string, len(columns))
	for i, c := range columns {
		header[i] = c.header
	}
	if err := w.Write(header); err != nil {
		return nil, err
	}
	for _, m := range data.Matters {
		row := t.rows(m)[0]
		cells := make([]string, len(places))
		for i, place := range places {
			cells[i] = guarded(row[place])
		}
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// guarded puts an apostrophe before what a spreadsheet program would take for a formula; reading takes it off.
func guarded(s string) string {
	if rest := strings.TrimLeft(s, "'"); rest != "" && strings.ContainsRune("=+-@\t\r", rune(rest[0])) {
		return "'" + s
	}
	return s
}

const (
	spareRows  = 2000 // rows below the data that have the drop-downs too
	textFormat = 49   // Excel's number format @
)

func writeXLSX(data *catalog.Dataset) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	body, err := f.NewStyle(&excelize.Style{NumFmt: textFormat, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	if err != nil {
		return nil, err
	}
	head, err := f.NewStyle(&excelize.Style{NumFmt: textFormat, Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDEBF7"}}})
	if err != nil {
		return nil, err
	}
	sheets := sheetsOf(tables())
	for i, s := range sheets {
		if i == 0 {
			err = f.SetSheetName("Sheet1", s.name)
		} else {
			_, err = f.NewSheet(s.name)
		}
		if err != nil {
			return nil, fmt.Errorf("sheet %s: %w", s.name, err)
		}
	}
	at, err := f.GetSheetIndex("事项")
	if err != nil {
		return nil, err
	}
	f.SetActiveSheet(at) // while the sheets are empty: it reads all of them
	for _, s := range sheets {
		if err := writeSheet(f, s, data, head, body); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", s.name, err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// outSheet is a sheet to be written: the columns of all tables of that name, each once.
type outSheet struct {
	name    string
	tables  []table
	columns []column
}

func sheetsOf(all []table) (sheets []*outSheet) {
	for _, t := range all {
		info := t.info()
		var s *outSheet
		for _, have := range sheets {
			if have.name == info.sheet {
				s = have
			}
		}
		if s == nil {
			s = &outSheet{name: info.sheet}
			sheets = append(sheets, s)
		}
		s.tables = append(s.tables, t)
		columns, _ := written(info)
		for i, c := range columns {
			if s.place(c.header) < 0 {
				at := len(s.columns)
				if c.header == info.key && i == 0 {
					at = len(s.tables) - 1 // the keys of both tables stand first
				}
				s.columns = append(s.columns[:at], append([]column{c}, s.columns[at:]...)...)
			}
		}
	}
	return sheets
}

func (s *outSheet) place(header string) int {
	for i, c := range s.columns {
		if c.header == header {
			return i
		}
	}
	return -1
}

// rows returns the sheet's rows for the whole catalogue.
func (s *outSheet) rows(data *catalog.Dataset) (rows [][]string) {
	for _, t := range s.tables {
		columns, places := written(t.info())
		for _, r := range data.Records() {
			if r.Kind() != t.info().kind {
				continue
			}
			for _, row := range t.rows(r) {
				out := make([]string, len(s.columns))
				for i, c := range columns {
					out[s.place(c.header)] = row[places[i]]
				}
				rows = append(rows, out)
			}
		}
	}
	return rows
}

func writeSheet(f *excelize.File, s *outSheet, data *catalog.Dataset, head, body int) error {
	rows := s.rows(data)
	for i, c := range s.columns {
		if err := decorate(f, s.name, i+1, c, len(rows)+1+spareRows); err != nil {
			return err
		}
	}
	w, err := f.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	for i, c := range s.columns {
		if err := w.SetColWidth(i+1, i+1, breadth(c, i, rows)); err != nil {
			return err
		}
		if err := w.SetColStyle(i+1, i+1, body); err != nil {
			return err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	header := make([]any, len(s.columns))
	for i, c := range s.columns {
		header[i] = excelize.Cell{StyleID: head, Value: c.header}
	}
	if err := w.SetRow("A1", header); err != nil {
		return err
	}
	cells := make([]any, len(s.columns))
	for n, row := range rows {
		for i, text := range row {
			if cells[i] = nil; text != "" {
				cells[i] = excelize.Cell{StyleID: body, Value: text} // a string: never a formula, never a number
			}
		}
		at, err := excelize.CoordinatesToCellName(1, n+2)
		if err != nil {
			return err
		}
		if err := w.SetRow(at, cells); err != nil {
			return err
		}
	}
	return w.Flush()
}

// breadth is a column's width, so that its text reads well.
func breadth(c column, i int, rows [][]string) float64 {
	const least, most, looked = 8, 40, 200
	width := utf8.RuneCountInString(c.header)
	for n, row := range rows {
		if n == looked {
			break
		}
		width = max(width, utf8.RuneCountInString(row[i]))
	}
	if c.wide {
		width = most / 2
	}
	return float64(min(most, max(least, width*2+2)))
}

// decorate gives a column its drop-down and its header a note.
func decorate(f *excelize.File, sheet string, number int, c column, rows int) error {
	name, err := excelize.ColumnNumberToName(number)
	if err != nil {
		return err
	}
	const longest = 255 // of a drop-down's list in an xlsx file
	options := []string{"是", "否"}
	if c.list != yesNo && c.list != "" {
		options = nil
		for _, t := range catalog.DictionaryOf(c.list).Terms {
			options = append(options, t.Label)
		}
		if c.header == "告知承诺" {
			options = append(options, "否")
		}
	}
	if c.list != "" && !c.several && utf8.RuneCountInString(strings.Join(options, ",")) <= longest {
		v := excelize.NewDataValidation(true)
		v.SetSqref(fmt.Sprintf("%s2:%s%d", name, name, rows))
		if err := v.SetDropList(options); err != nil {
			return err
		}
		v.SetError(excelize.DataValidationErrorStyleWarning, "请从清单里选", "这一列请从下拉清单里选一项")
		if err := f.AddDataValidation(sheet, v); err != nil {
			return err
		}
	}
	note := c.note
	if c.required {
		note = strings.TrimSuffix("必填。"+note, "。")
	}
	if note == "" {
		return nil
	}
	return f.AddComment(sheet, excelize.Comment{Cell: name + "1", Author: "目录", Text: note, Height: 60, Width: 240})
}
