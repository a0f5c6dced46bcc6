package catalog

import "reflect"

// FillLists turns every nil list in the record into an empty one, so that a list is never null in JSON,
// in a column or in a version. Text and numbers that are absent stay absent.
func FillLists(r Record) { fillLists(reflect.ValueOf(r).Elem()) }

func fillLists(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fillLists(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fillLists(v.Field(i))
			}
		}
	case reflect.Slice:
		if v.IsNil() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		for i := range v.Len() {
			fillLists(v.Index(i))
		}
	}
}
