package exchange

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"servicehall/internal/catalog"
)

// same says whether two records hold the same.
func same(a, b catalog.Record) bool {
	a = clone(a)
	catalog.FillLists(a)
	x, errA := json.Marshal(a)
	y, errB := json.Marshal(b)
	return errA == nil && errB == nil && bytes.Equal(x, y)
}

// fieldChanges compares two records column by column; elements of lists are matched by their ids.
func fieldChanges(tables []table, before, after catalog.Record) []FieldChange {
	changes := []FieldChange{}
	for _, t := range tables {
		info := t.info()
		if info.kind != after.Kind() {
			continue
		}
		was, is := t.rows(before), t.rows(after)
		if info.pointer == "" {
			for i, c := range info.columns {
				if was[0][i] != is[0][i] {
					changes = append(changes, FieldChange{Field: c.header, What: Changed, Before: was[0][i], After: is[0][i]})
				}
			}
			continue
		}
		changes = append(changes, listChanges(info, was, is)...)
	}
	return changes
}

// listChanges compares the rows of a list by their ids.
func listChanges(info *tableInfo, was, is [][]string) (changes []FieldChange) {
	id := slices.IndexFunc(info.columns, func(c column) bool { return c.header == "编号" })
	key := func(row []string) string {
		if id < 0 {
			return strings.Join(row, "\x00")
		}
		return row[id]
	}
	named := slices.IndexFunc(info.columns, func(c column) bool { return c.required && c.header != info.key }) // what an element is called
	if named < 0 {
		named = max(id, 0) + 1
	}
	title := func(row []string) string {
		return info.sheet + "“" + short(row[named]) + "”"
	}
	for _, row := range is {
		i := slices.IndexFunc(was, func(old []string) bool { return key(old) == key(row) })
		if i < 0 {
			changes = append(changes, FieldChange{Field: title(row), What: New})
			continue
		}
		for j, c := range info.columns {
			if was[i][j] != row[j] {
				changes = append(changes, FieldChange{Field: title(row) + "的" + c.header, What: Changed, Before: was[i][j], After: row[j]})
			}
		}
	}
	for _, row := range was {
		if !slices.ContainsFunc(is, func(now []string) bool { return key(now) == key(row) }) {
			changes = append(changes, FieldChange{Field: title(row), What: Removed})
		}
	}
	return changes
}
