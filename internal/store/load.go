package store

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"gorm.io/gorm"

	"servicehall/internal/catalog"
)

// readAll reads every record and the whole log. Decoding takes most of the time, so two connections share the
// matters; both must stand at one revision, or they read again.
func (s *Store) readAll(ctx context.Context) (*catalog.Dataset, catalog.Log, catalog.Revision, error) {
	for {
		var (
			parts [2]catalog.Dataset
			at    [2]catalog.Revision
			errs  [2]error
			log   catalog.Log
			group sync.WaitGroup
		)
		for i := range parts {
			group.Go(func() {
				errs[i] = s.read.WithContext(ctx).Transaction(func(db *gorm.DB) (err error) {
					if at[i], err = revision(db); err != nil {
						return err
					}
					if i == 0 {
						if log, err = readLog(db, 0); err != nil {
							return err
						}
					}
					return loadPart(db, &parts[i], i)
				})
				compact(&parts[i])
			})
		}
		group.Wait()
		for _, err := range errs {
			if err != nil {
				return nil, catalog.Log{}, catalog.Revision{}, err
			}
		}
		if at[0] != at[1] {
			continue // something was published in between
		}
		data := &parts[0]
		for _, r := range parts[1].Records() {
			data.Add(r)
		}
		data.Sort()
		return data, log, at[0], nil
	}
}

// loadPart reads one half of the matters, and everything else with the first.
func loadPart(db *gorm.DB, data *catalog.Dataset, part int) error {
	half := db.Model(&catalog.Matter{}).Select("coalesce(max(id), 0) / 2")
	for kind, into := range lists(data) {
		question := db
		switch {
		case kind == catalog.KindMatter && part == 0:
			question = db.Where("id <= (?)", half)
		case kind == catalog.KindMatter:
			question = db.Where("id > (?)", half)
		case part != 0:
			continue
		}
		if err := question.Find(into).Error; err != nil {
			return fmt.Errorf("read %s: %w", kind.List(), translate(err))
		}
	}
	return nil
}

// compact makes equal texts of the records one and lists exactly as large as they are. Records that are kept for
// long take half the memory so: departments, laws, issuers and whole sentences stand in many matters.
func compact(data *catalog.Dataset) {
	texts := map[string]string{}
	for _, r := range data.Records() {
		compactValue(reflect.ValueOf(r).Elem(), texts)
	}
}

func compactValue(v reflect.Value, texts map[string]string) {
	switch v.Kind() {
	case reflect.String:
		s := v.String()
		one, ok := texts[s]
		if !ok {
			one = strings.Clone(s)
			texts[one] = one
		}
		v.SetString(one)
	case reflect.Pointer:
		if !v.IsNil() {
			compactValue(v.Elem(), texts)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				compactValue(f, texts)
			}
		}
	case reflect.Slice:
		if v.Len() < v.Cap() {
			exact := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(exact, v)
			v.Set(exact)
		}
		for i := range v.Len() {
			compactValue(v.Index(i), texts)
		}
	}
}
