package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"servicehall/internal/catalog"
	"servicehall/internal/editing"
)

func openTest(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(context.Background(), path, Options{Create: true, Now: func() time.Time { return time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// TestEveryConnection takes all connections of both pools at once and asks each for its settings.
func TestEveryConnection(t *testing.T) {
	s := openTest(t, filepath.Join(t.TempDir(), "名 字?#%.db"))
	for name, db := range map[string]*gorm.DB{"write": s.write, "read": s.read} {
		pool, err := db.DB()
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"busy_timeout": "60000", "journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "temp_store": "2", "query_only": "0"}
		if name == "read" {
			want["query_only"], want["busy_timeout"] = "1", "5000"
		}
		size := pool.Stats().MaxOpenConnections
		if name == "write" && size != 1 {
			t.Errorf("the writing pool has %d connections", size)
		}
		for range size {
			c, err := pool.Conn(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			for pragma, value := range want {
				var got string
				if err := c.QueryRowContext(context.Background(), "PRAGMA "+pragma).Scan(&got); err != nil || got != value {
					t.Errorf("%s pool: %s is %q (%v), want %q", name, pragma, got, err, value)
				}
			}
			var version string
			if err := c.QueryRowContext(context.Background(), "SELECT sqlite_version()").Scan(&version); err != nil || versionNumber(version) < minSQLite {
				t.Errorf("%s pool: SQLite is %q (%v)", name, version, err)
			}
		}
	}
}

func TestVersionNumber(t *testing.T) {
	for version, want := range map[string]int{"3.51.3": 3_051_003, "3.51.2": 3_051_002, "3.54.1": 3_054_001, "3.45": 3_045_000} {
		if got := versionNumber(version); got != want {
			t.Errorf("%s: %d, want %d", version, got, want)
		}
	}
}

// TestMigrationsMatchModels compares the tables that the migrations make with those that GORM would make.
func TestMigrationsMatchModels(t *testing.T) {
	s := openTest(t, filepath.Join(t.TempDir(), "hall.db"))
	model, err := gorm.Open(sqlite.New(sqlite.Config{DriverName: driverName, DSN: "file:" + filepath.Join(t.TempDir(), "model.db")}))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []any{&catalog.Department{}, &catalog.Zone{}, &catalog.Window{}, &catalog.Scene{}, &catalog.Matter{}, &catalog.Bundle{}, &catalog.CalendarDay{}, &catalog.ThesaurusEntry{}, &revisionRow{}, &versionRow{}, &codeRow{}, &catalogueRow{}, &changeRow{}} {
		if err := model.AutoMigrate(m); err != nil {
			t.Fatal(err)
		}
		table := m.(interface{ TableName() string }).TableName()
		want, got := columns(t, model, table), columns(t, s.write, table)
		if !slices.Equal(want, got) {
			t.Errorf("%s: the migrations have\n%v\nthe model has\n%v", table, got, want)
		}
	}
	pool, err := model.DB()
	if err != nil {
		t.Fatal(err)
	}
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
}

func columns(t *testing.T, db *gorm.DB, table string) []string {
	t.Helper()
	var names []string
	if err := db.Raw("SELECT name FROM pragma_table_info(?) ORDER BY name", table).Scan(&names).Error; err != nil {
		t.Fatal(err)
	}
	return names
}

func TestOpenRefuses(t *testing.T) {
	ctx := context.Background()
	t.Run("none", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "none.db")
		if _, err := Open(ctx, path, Options{}); !errors.Is(err, ErrNoDatabase) {
			t.Errorf("got %v", err)
		}
		if _, err := os.Stat(path); !os.IsNotExist(err) {
			t.Errorf("a file was made: %v", err)
		}
	})
	t.Run("newer", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "hall.db")
		s := openTest(t, path)
		if err := s.write.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)").Error; err != nil {
			t.Fatal(err)
		}
		_, err := Open(ctx, path, Options{})
		if !errors.Is(err, ErrNewerDatabase) || !strings.Contains(err.Error(), "新版程序") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("not a database", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "letter.txt")
		text := []byte(strings.Repeat("这不是数据库。\n", 500))
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(ctx, path, Options{Create: true}); !errors.Is(err, ErrForeign) {
			t.Errorf("a text file: %v", err)
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, text) {
			t.Error("the text file was changed")
		}
	})
	t.Run("another program's database", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "customers.db")
		foreign, err := gorm.Open(sqlite.New(sqlite.Config{DriverName: driverName, DSN: "file:" + path}))
		if err != nil {
			t.Fatal(err)
		}
		if err := foreign.Exec("CREATE TABLE customers (id INTEGER)").Error; err != nil {
			t.Fatal(err)
		}
		if _, err := Open(ctx, path, Options{Create: true}); !errors.Is(err, ErrForeign) {
			t.Errorf("got %v", err)
		}
		var tables int64
		if err := foreign.Raw("SELECT count(*) FROM sqlite_master").Scan(&tables).Error; err != nil || tables != 1 {
			t.Errorf("%d tables, %v", tables, err)
		}
		pool, err := foreign.DB()
		if err != nil {
			t.Fatal(err)
		}
		if err := pool.Close(); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("folder", func(t *testing.T) {
		if _, err := Open(ctx, t.TempDir(), Options{Create: true}); err == nil {
			t.Error("a folder was opened")
		}
	})
}

// department is a record that needs nothing else.
func department(code string) *catalog.Department {
	return &catalog.Department{Head: catalog.Head{Code: code, Name: "县" + code, State: catalog.Active}, Division: "610829", Nature: "1"}
}

func save(t *testing.T, s *Store, records ...catalog.Record) catalog.Revision {
	t.Helper()
	at, err := s.InTx(context.Background(), catalog.Publication{Account: "test", Note: "试"}, func(tx editing.Tx) error {
		for _, r := range records {
			if err := tx.Save(r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestAbsentLimit: a limit that the law does not set stays absent through save and load, twice; GORM reads
// an absent embedded struct back as 0, which would mean 即办.
func TestAbsentLimit(t *testing.T) {
	ctx := context.Background()
	s := openTest(t, filepath.Join(t.TempDir(), "hall.db"))
	half := &catalog.Limit{Value: 50, Unit: catalog.Workday}
	m := &catalog.Matter{Head: catalog.Head{Code: "M", Name: "事项", State: catalog.Active}, PromisedLimit: half}
	now := &catalog.Matter{Head: catalog.Head{Code: "N", Name: "即办事项", State: catalog.Active}, PromisedLimit: &catalog.Limit{Unit: catalog.Workday}}
	save(t, s, m, now)
	for round := range 2 {
		data, _, err := s.Load(ctx)
		if err != nil {
			t.Fatal(err)
		}
		got, immediate := data.Matters[0], data.Matters[1]
		if got.LegalLimit != nil || got.MaxVisits != nil || got.Commitment != nil || got.CheckedOn != nil {
			t.Fatalf("round %d: what was absent came back as %+v, %v, %v, %v", round, got.LegalLimit, got.MaxVisits, got.Commitment, got.CheckedOn)
		}
		if got.PromisedLimit == nil || *got.PromisedLimit != *half {
			t.Fatalf("round %d: 0.5 working days came back as %v", round, got.PromisedLimit)
		}
		if immediate.PromisedLimit == nil || !immediate.PromisedLimit.Immediate() {
			t.Fatalf("round %d: 即办 came back as %v", round, immediate.PromisedLimit)
		}
		save(t, s, got, immediate)
	}
}

// TestPublication: what a transaction saves is one revision with whole versions; what fails or saves nothing
// leaves no trace.
func TestPublication(t *testing.T) {
	ctx := context.Background()
	s := openTest(t, filepath.Join(t.TempDir(), "hall.db"))
	first := save(t, s, department("D1"), department("D2"))
	if first.Number != 1 || first.Epoch == "" || first.PublishedAt.Year() != 2026 {
		t.Fatalf("first revision %+v", first)
	}
	by := catalog.Publication{Account: "test"}
	same, err := s.InTx(ctx, by, func(editing.Tx) error { return nil })
	if err != nil || same != first {
		t.Errorf("a transaction that saved nothing gave %+v, %v", same, err)
	}
	failure := errors.New("failure")
	if _, err := s.InTx(ctx, by, func(tx editing.Tx) error {
		if err := tx.Save(department("D3")); err != nil {
			return err
		}
		return failure
	}); !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
	data, at, err := s.Load(ctx)
	if err != nil || at != first || len(data.Departments) != 2 {
		t.Fatalf("after a failure: %+v, %d departments, %v", at, len(data.Departments), err)
	}
	d := data.Departments[0]
	d.Name = "县第一局"
	second := save(t, s, d)
	if second.Number != 2 || d.Version != 2 {
		t.Errorf("second revision %+v, version %d", second, d.Version)
	}
	var rows []versionRow
	if err := s.read.Order("id").Find(&rows).Error; err != nil {
		t.Fatal(err)
	}
	if len(rows) != 3 || rows[0].Revision != 1 || rows[2].Revision != 2 || rows[2].Version != 2 || rows[2].RecordID != d.ID {
		t.Fatalf("versions %+v", rows)
	}
	var kept catalog.Department
	unpack(t, rows[2].Document, &kept)
	kept.ID = d.ID // the internal id is never shown
	if !reflect.DeepEqual(&kept, d) {
		t.Errorf("version 2 is\n%+v\nwant\n%+v", kept, d)
	}
	var revisions int64
	if err := s.read.Table("revisions").Count(&revisions).Error; err != nil || revisions != 2 {
		t.Errorf("%d revisions, %v", revisions, err)
	}
}

func unpack(t *testing.T, document []byte, into any) {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.NewDecoder(r).Decode(into); err != nil {
		t.Fatal(err)
	}
}

// TestCodesKeepTheirMeaning: neither a code nor a former code can come to name another record.
func TestCodesKeepTheirMeaning(t *testing.T) {
	s := openTest(t, filepath.Join(t.TempDir(), "hall.db"))
	d := department("D1")
	save(t, s, d)
	d.FormerCodes, d.Code = append(d.FormerCodes, d.Code), "D1-neu"
	save(t, s, d)
	for _, code := range []string{"D1", "D1-neu"} {
		_, err := s.InTx(context.Background(), catalog.Publication{}, func(tx editing.Tx) error { return tx.Save(department(code)) })
		if !errors.Is(err, catalog.ErrConflict) {
			t.Errorf("%s: got %v", code, err)
		}
	}
	if at, err := s.Revision(context.Background()); err != nil || at.Number != 2 {
		t.Errorf("revision %+v, %v", at, err)
	}
}

// TestWritersInTurn: many writers at once make revisions without a gap.
func TestWritersInTurn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hall.db")
	stores := []*Store{openTest(t, path), openTest(t, path)} // two processes
	var group sync.WaitGroup
	seen := make([]int64, 20)
	for i := range seen {
		group.Go(func() {
			at, err := stores[i%2].InTx(context.Background(), catalog.Publication{}, func(tx editing.Tx) error { return tx.Save(department(fmt.Sprintf("D%d", i))) })
			if err != nil {
				t.Error(err)
			}
			seen[i] = at.Number
		})
	}
	group.Wait()
	slices.Sort(seen)
	for i, revision := range seen {
		if revision != int64(i+1) {
			t.Fatalf("revisions %v", seen)
		}
	}
}
