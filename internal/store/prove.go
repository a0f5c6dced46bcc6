package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"servicehall/internal/catalog"
)

// prove reads the whole database and returns what it holds. An error wraps ErrForeign when it is another
// program's, ErrDamaged when its pages, its references or its catalogue do not hang together.
func prove(ctx context.Context, db *sql.DB) (*contents, error) {
	if err := proveFile(ctx, db); err != nil {
		return nil, err
	}
	return proveRows(ctx, db)
}

// proveFile holds that the file is ours and that its pages and references hang together.
func proveFile(ctx context.Context, db *sql.DB) error {
	if err := ours(ctx, db); err != nil {
		return err
	}
	var result string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&result); err != nil {
		return translate(err)
	}
	if result != "ok" {
		return fmt.Errorf("%w：%s", ErrDamaged, result)
	}
	var table, parent string
	var row, key sql.NullInt64
	switch err := db.QueryRowContext(ctx, "PRAGMA foreign_key_check").Scan(&table, &row, &parent, &key); {
	case err == nil:
		return fmt.Errorf("%w：表 %s 的第%d行指向的 %s 不存在", ErrDamaged, table, row.Int64, parent)
	case !errors.Is(err, sql.ErrNoRows):
		return translate(err)
	}
	return nil
}

// proveRows reads every row and holds that the catalogue hangs together.
func proveRows(ctx context.Context, db *sql.DB) (*contents, error) {
	held, err := readContents(ctx, db)
	if err != nil {
		return nil, err
	}
	return held, proveCatalogue(ctx, db, held)
}

// proveCatalogue holds that the catalogue stands at its last publication, and that every record has its version
// and its code.
func proveCatalogue(ctx context.Context, db *sql.DB, held *contents) error {
	var last int64
	if err := db.QueryRowContext(ctx, "SELECT coalesce(max(revision), 0) FROM revisions").Scan(&last); err != nil {
		return translate(err)
	}
	if held.at.Number != last {
		return fmt.Errorf("%w：目录是第%d版，最后一次发布却是第%d版", ErrDamaged, held.at.Number, last)
	}
	for _, record := range []interface {
		catalog.Record
		TableName() string
	}{
		&catalog.Department{}, &catalog.Zone{}, &catalog.Window{}, &catalog.Scene{}, &catalog.Matter{}, &catalog.Bundle{},
		&catalog.CalendarDay{}, &catalog.ThesaurusEntry{},
	} {
		if !held.has(record.TableName()) {
			continue // an older program's database
		}
		var code string
		err := db.QueryRowContext(ctx, `SELECT code FROM `+record.TableName()+` AS r WHERE
			NOT EXISTS (SELECT 1 FROM versions WHERE kind = ?1 AND record_id = r.id AND version = r.version) OR
			NOT EXISTS (SELECT 1 FROM codes WHERE kind = ?1 AND code = r.code AND record_id = r.id) LIMIT 1`, record.Kind()).Scan(&code)
		switch {
		case err == nil:
			return fmt.Errorf("%w：%s %s 没有留下它的版本或者编码", ErrDamaged, record.Kind().Label(), code)
		case !errors.Is(err, sql.ErrNoRows):
			return translate(err)
		}
	}
	return nil
}
