package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"hash"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"servicehall/internal/catalog"
)

// contents is what a database holds at one moment. Databases whose tables are equal hold the same rows.
type contents struct {
	at      catalog.Revision // without the time
	matters int64            // that are not cancelled
	tables  []tableContents  // every table, and the schema, by name
}

type tableContents struct {
	name   string
	rows   int64
	sha256 string // of every value of every row, in the order of the primary key
}

// contentsTable is in backups only: what the tables held when the backup was made. SQLite's own check sees
// that pages hang together, not that a name or a limit inside them is still the one that was written.
const contentsTable = "backup_contents"

// querier is a connection, a pool or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// connect opens one connection to the SQLite file as it is: nothing is created, and neither its form nor its
// journal mode changes.
func connect(path string) (*sql.DB, error) {
	pool, err := sql.Open(driverName, fileURI(path, url.Values{
		"mode": {"rw"}, "_pragma": {fmt.Sprintf("busy_timeout(%d)", busyTimeout), "temp_store(MEMORY)", "foreign_keys(ON)"},
	}))
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	return pool, nil
}

// ours returns an error that wraps ErrForeign when the database is another program's.
func ours(ctx context.Context, db querier) error {
	var id int
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return translate(err)
	}
	if id != application {
		return ErrForeign
	}
	return nil
}

// readContents reads every row of every table; within a transaction, of one snapshot.
func readContents(ctx context.Context, db querier) (*contents, error) {
	c := &contents{}
	if err := db.QueryRowContext(ctx, "SELECT epoch, revision, (SELECT count(*) FROM matters WHERE state <> ?) FROM catalogue", catalog.Cancelled).Scan(&c.at.Epoch, &c.at.Number, &c.matters); err != nil {
		return nil, translate(err)
	}
	names, err := tableNames(ctx, db)
	if err != nil {
		return nil, err
	}
	queries := map[string]string{"sqlite_schema": "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE tbl_name <> '" + contentsTable + "' ORDER BY type, name"}
	for _, name := range names {
		queries[name] = "SELECT * FROM " + quoted(name) + " NOT INDEXED" // thus in the order of the primary key
	}
	for _, name := range append(names, "sqlite_schema") {
		t, err := readTable(ctx, db, name, queries[name])
		if err != nil {
			return nil, fmt.Errorf("table %s: %w", name, translate(err))
		}
		c.tables = append(c.tables, t)
	}
	return c, nil
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func tableNames(ctx context.Context, db querier) (names []string, err error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> ? ORDER BY name", contentsTable)
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, translate(rows.Err())
}

func readTable(ctx context.Context, db querier, name, query string) (tableContents, error) {
	t := tableContents{name: name}
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return t, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return t, err
	}
	values, into := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	sum := sha256.New()
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return t, err
		}
		t.rows++
		for _, v := range values {
			addValue(sum, v)
		}
	}
	t.sha256 = hex.EncodeToString(sum.Sum(nil))
	return t, rows.Err()
}

// addValue adds a value with its length before it, so that no two rows of values read alike; NULL has none.
func addValue(sum hash.Hash, v sql.RawBytes) {
	length := "-"
	if v != nil {
		length = strconv.Itoa(len(v))
	}
	sum.Write([]byte(length + ":")) // a hash takes everything
	sum.Write(v)
}

// writeContents lists in the database what it holds.
func writeContents(ctx context.Context, db *sql.DB, c *contents) error {
	if err := dropContents(ctx, db); err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return translate(err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	if _, err := tx.ExecContext(ctx, "CREATE TABLE "+contentsTable+" (name TEXT PRIMARY KEY, rows INTEGER NOT NULL, sha256 TEXT NOT NULL) WITHOUT ROWID"); err != nil {
		return translate(err)
	}
	for _, t := range c.tables {
		if _, err := tx.ExecContext(ctx, "INSERT INTO "+contentsTable+" VALUES (?, ?, ?)", t.name, t.rows, t.sha256); err != nil {
			return translate(err)
		}
	}
	return translate(tx.Commit())
}

// dropContents takes the list out of a database, which is no backup once it is in use.
func dropContents(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, "DROP TABLE IF EXISTS "+contentsTable)
	return translate(err)
}

// listedContents returns the tables as writeContents has listed them, none when the database has no list.
func listedContents(ctx context.Context, db querier) (tables []tableContents, err error) {
	var lists int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE name = ?", contentsTable).Scan(&lists); err != nil || lists == 0 {
		return nil, translate(err)
	}
	rows, err := db.QueryContext(ctx, "SELECT name, rows, sha256 FROM "+contentsTable)
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		var t tableContents
		if err := rows.Scan(&t.name, &t.rows, &t.sha256); err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	return tables, translate(rows.Err())
}

// has says whether there is such a table.
func (c *contents) has(table string) bool {
	return slices.ContainsFunc(c.tables, func(t tableContents) bool { return t.name == table })
}

// compare names the first table that differs.
func (c *contents) compare(listed []tableContents) error {
	for _, t := range listed {
		i := slices.IndexFunc(c.tables, func(o tableContents) bool { return o.name == t.name })
		switch {
		case i < 0:
			return fmt.Errorf("%w：缺少表 %s", ErrDamaged, t.name)
		case c.tables[i] != t:
			return fmt.Errorf("%w：表 %s 应有%d行，现有%d行，内容与备份时不同", ErrDamaged, t.name, t.rows, c.tables[i].rows)
		}
	}
	if len(listed) != len(c.tables) {
		return fmt.Errorf("%w：表的数目与备份时不同", ErrDamaged)
	}
	return nil
}
