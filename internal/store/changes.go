package store

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"gorm.io/gorm"

	"servicehall/internal/catalog"
)

// Since reads the records that were published after a revision, every record for 0, cancelled ones too, with the
// log of what those publications touched, as the catalogue stands at one revision.
func (s *Store) Since(ctx context.Context, after int64) (*catalog.Dataset, catalog.Log, catalog.Revision, error) {
	if after == 0 {
		data, log, at, err := s.readAll(ctx)
		if err != nil {
			return nil, catalog.Log{}, catalog.Revision{}, fmt.Errorf("read the catalogue: %w", err)
		}
		return data, log, at, nil
	}
	var (
		data catalog.Dataset
		log  catalog.Log
		at   catalog.Revision
	)
	err := s.read.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		var err error
		if at, err = revision(db); err != nil {
			return err
		}
		if log, err = readLog(db, after); err != nil {
			return err
		}
		return loadSince(db, after, &data)
	})
	if err != nil {
		return nil, catalog.Log{}, catalog.Revision{}, fmt.Errorf("read the catalogue since revision %d: %w", after, err)
	}
	compact(&data)
	return &data, log, at, nil
}

func readLog(db *gorm.DB, after int64) (catalog.Log, error) {
	var row catalogueRow
	if err := db.Take(&row).Error; err != nil {
		return catalog.Log{}, translate(err)
	}
	log := catalog.Log{From: row.ChangesFrom}
	var rows []changeRow
	if err := db.Where("revision > ?", after).Order("revision").Find(&rows).Error; err != nil {
		return catalog.Log{}, translate(err)
	}
	for _, r := range rows {
		log.Entries = append(log.Entries, catalog.LogEntry{Revision: r.Revision, Touch: catalog.Touch{Kind: r.Kind, Code: r.Code, Extent: r.Extent}})
	}
	return log, nil
}

// loadSince reads the records of which a version was published after the revision.
func loadSince(db *gorm.DB, after int64, data *catalog.Dataset) error {
	const most = 500 // ids in one question
	var versions []versionRow
	// Neither by kind nor distinct: SQLite would then choose another index and read it whole.
	if err := db.Select("kind", "record_id").Where("revision > ?", after).Order("revision").Find(&versions).Error; err != nil {
		return translate(err)
	}
	ids := map[catalog.Kind][]int64{}
	for _, v := range versions {
		ids[v.Kind] = append(ids[v.Kind], v.RecordID)
	}
	for kind, into := range lists(data) {
		list := reflect.ValueOf(into).Elem()
		slices.Sort(ids[kind])
		for chunk := range slices.Chunk(slices.Compact(ids[kind]), most) {
			part := reflect.New(list.Type()) // Find begins its list anew
			if err := db.Where("id IN ?", chunk).Find(part.Interface()).Error; err != nil {
				return translate(err)
			}
			list.Set(reflect.AppendSlice(list, part.Elem()))
		}
	}
	return nil
}

// PruneChanges forgets what was touched by publications before a time, a thousand rows at once so that nobody
// waits long for the writer, and returns how many rows that were. A follower who stands before them begins anew.
func (s *Store) PruneChanges(ctx context.Context, before time.Time) (pruned int64, err error) {
	db := s.write.WithContext(ctx)
	kept := db.Model(&revisionRow{}).Select("min(revision) - 1").Where("published_at >= ?", catalog.Time{Time: before}) // the first that is young enough, whatever a wrong clock said later
	if err := db.Exec("UPDATE catalogue SET changes_from = max(changes_from, coalesce((?), revision))", kept).Error; err != nil {
		return 0, fmt.Errorf("prune the log of changes: %w", translate(err))
	}
	for {
		result := db.Exec("DELETE FROM changes WHERE (revision, kind, code, extent) IN (SELECT revision, kind, code, extent FROM changes WHERE revision <= (SELECT changes_from FROM catalogue) LIMIT 1000)")
		if result.Error != nil {
			return pruned, fmt.Errorf("prune the log of changes: %w", translate(result.Error))
		}
		if pruned += result.RowsAffected; result.RowsAffected == 0 {
			return pruned, nil
		}
	}
}
