package catalog

import (
	"reflect"
	"strconv"
	"strings"
)

// ChildIDs returns the ids of everything in the record's lists: materials, steps, options and the like.
func ChildIDs(r Record) []string {
	var ids []string
	eachChildID(reflect.ValueOf(r).Elem(), func(id string) { ids = append(ids, id) })
	return ids
}

func eachChildID(v reflect.Value, found func(string)) {
	switch v.Kind() {
	case reflect.Struct:
		if id := v.FieldByName("ID"); id.IsValid() && id.Kind() == reflect.String {
			found(id.String())
		}
		for i := range v.NumField() {
			if f := v.Field(i); f.Kind() == reflect.Slice || f.Kind() == reflect.Struct {
				eachChildID(f, found)
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.Struct {
			return
		}
		for i := range v.Len() {
			eachChildID(v.Index(i), found)
		}
	}
}

// NewChildID returns an id of the prefix that nothing in the record has or, since its Serial was first kept, had:
// the ids of children are not used again.
func NewChildID(r Record, prefix string) string {
	h := r.Base()
	for _, id := range ChildIDs(r) {
		if n := childNumber(id); n > h.Serial && n < 1_000_000 {
			h.Serial = n
		}
	}
	h.Serial++
	return prefix + strconv.Itoa(h.Serial)
}

// MayHaveHad says whether the id is one that the record could have given to a child already: ids of all its lists
// count together, so that the number alone does not tell in which of them it was.
func MayHaveHad(r Record, id string) bool {
	n := childNumber(id)
	return n > 0 && n <= r.Base().Serial
}

// childNumber is the number that an id was made with, 0 where it was not made by NewChildID.
func childNumber(id string) int {
	n, err := strconv.Atoi(strings.TrimLeft(id, "abcdefghijklmnopqrstuvwxyz"))
	if err != nil {
		return 0
	}
	return n
}
