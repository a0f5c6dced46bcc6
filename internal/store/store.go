// Package store keeps the truth on disk: the catalogue's records, every version that was ever published and
// the revision, in SQLite through GORM. It is the only room that knows GORM.
package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/pressly/goose/v3"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	moderncsqlite "modernc.org/sqlite"

	"servicehall/internal/catalog"
)

// Errors that callers tell apart.
var (
	// ErrNoDatabase says that there is no database to open.
	ErrNoDatabase = errors.New("还没有数据库")
	// ErrForeign says that the file is no database of this program.
	ErrForeign = errors.New("这个文件不是本程序的数据库")
	// ErrNewerDatabase says that a newer program has changed the database's form.
	ErrNewerDatabase = errors.New("数据库是更新版本的程序建立的")
	// ErrInUse says that another process has the database.
	ErrInUse = errors.New("数据库正被别的程序使用")
	// ErrDamaged says that the file holds something else than what was written into it.
	ErrDamaged = errors.New("文件已损坏")
	// ErrMoved says that a restore has put another file into the database's place while it was being opened.
	ErrMoved = errors.New("数据库刚刚被换过，请再运行一次")
)

// Options of Open. The zero value opens what is there.
type Options struct {
	Create        bool             // make the database and its folder when they are not there
	Demonstration bool             // a database that is made waits for the demonstration catalogue
	Now           func() time.Time // the clock; nil means time.Now
}

// Store is an open database.
type Store struct {
	write *gorm.DB // one connection
	read  *gorm.DB // a pool of connections that cannot write
	now   func() time.Time
}

const (
	driverName  = "sqlite"   // modernc.org/sqlite, pure Go
	busyTimeout = 5_000      // milliseconds that a connection waits for another process
	writeWait   = 60_000     // milliseconds that a writer waits for its turn: it is given by chance, not in order
	readers     = 4          // connections for reading
	minSQLite   = 3_051_003  // 3.51.3 mends a bug that could corrupt a database in WAL mode
	application = 0x48414C4C // "HALL", SQLite's application_id of our databases
)

// pragmas of every connection; busy_timeout comes first, since setting the journal mode may have to wait. What
// SQLite puts aside goes to memory: a container's root may have no place for temporary files.
func pragmas(wait int) []string {
	return []string{fmt.Sprintf("busy_timeout(%d)", wait), "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(ON)", "temp_store(MEMORY)"}
}

func dataSource(path string, readOnly bool) string {
	q := url.Values{}
	wait := busyTimeout
	if !readOnly {
		wait = writeWait
		q.Set("_txlock", "immediate")
	}
	for _, p := range pragmas(wait) {
		q.Add("_pragma", p)
	}
	if readOnly {
		q.Add("_pragma", "query_only(ON)")
	}
	return fileURI(path, q)
}

func fileURI(path string, q url.Values) string {
	return "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path) + "?" + q.Encode()
}

// Open opens the SQLite database in the file at path and brings its form up to date. It returns an error that
// wraps ErrNoDatabase when there is none and Options.Create is not set, ErrForeign when the file holds something
// else, and ErrNewerDatabase when a newer program has changed it.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Store{now: o.Now}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return nil, fmt.Errorf("数据库 %s 是一个文件夹，请给出文件的路径", path)
	case err == nil && info.Size() > 0:
	case err == nil || errors.Is(err, fs.ErrNotExist):
		if !o.Create {
			return nil, fmt.Errorf("%w：%s，请先运行 serve 或者 import", ErrNoDatabase, path)
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			return nil, fmt.Errorf("建立数据库的文件夹：%w", err)
		}
	default:
		return nil, fmt.Errorf("打开数据库：%w", err)
	}
	if s.write, err = open(dataSource(path, false), 1); err != nil {
		return nil, fmt.Errorf("打不开数据库 %s，请检查路径和读写权限：%w", path, translate(err))
	}
	if err := s.prepare(ctx, o.Demonstration); err != nil {
		return nil, errors.Join(fmt.Errorf("数据库 %s：%w", path, err), s.Close())
	}
	if s.read, err = open(dataSource(path, true), readers); err != nil {
		return nil, errors.Join(fmt.Errorf("打不开数据库 %s：%w", path, translate(err)), s.Close())
	}
	if err := unmoved(path, info); err != nil {
		return nil, errors.Join(fmt.Errorf("数据库 %s：%w", path, err), s.Close())
	}
	return s, nil
}

func open(dsn string, connections int) (*gorm.DB, error) {
	db, err := gorm.Open(sqlite.New(sqlite.Config{DriverName: driverName, DSN: dsn}), &gorm.Config{
		Logger:                 logger.Discard, // errors climb to their caller, which logs them once
		SkipDefaultTransaction: true,
		// PrepareStmt stays off: within a transaction every use would prepare a statement anew and keep it until
		// the end, 40 kB for each record of an import.
	})
	if err != nil {
		return nil, err
	}
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return db, nil
}

//go:embed migrations/*.sql
var migrations embed.FS

// prepare asserts the library's version and that the file is ours, runs the migrations and makes the
// catalogue's own row.
func (s *Store) prepare(ctx context.Context, demonstration bool) error {
	pool, err := s.write.DB()
	if err != nil {
		return err
	}
	version, err := sqliteVersion(ctx, pool)
	if err != nil {
		return err
	}
	if number := versionNumber(version); number < minSQLite {
		return fmt.Errorf("程序里的 SQLite 是 %s，至少要 3.51.3：更早的版本在 WAL 模式下可能损坏数据库，请更换程序", version)
	}
	if err := claimFile(ctx, pool); err != nil {
		return err
	}
	provider, err := notNewer(ctx, pool)
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("更新数据库的结构：%w", err)
	}
	if err := dropContents(ctx, pool); err != nil {
		return err
	}
	return s.write.WithContext(ctx).Exec(`INSERT INTO catalogue (id, epoch, revision, awaits_demonstration) VALUES (1, ?, 0, ?) ON CONFLICT (id) DO NOTHING`, rand.Text(), demonstration).Error
}

// notNewer returns what brings the database's form up to date, or an error that wraps ErrNewerDatabase.
func notNewer(ctx context.Context, pool *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, files, goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return nil, err
	}
	current, newest, err := provider.GetVersions(ctx)
	if err != nil {
		return nil, fmt.Errorf("读不出数据库的版本，它可能已经损坏：%w", translate(err))
	}
	if current > newest {
		return nil, fmt.Errorf("%w（数据库版本%d，本程序只认得到版本%d），请使用新版程序，或者恢复更早的备份", ErrNewerDatabase, current, newest)
	}
	return provider, nil
}

// claimFile marks an empty file as ours and refuses one that holds another program's tables.
func claimFile(ctx context.Context, pool *sql.DB) error {
	var id, tables int
	if err := pool.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return translate(err)
	}
	if id == application {
		return nil
	}
	if err := pool.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&tables); err != nil {
		return translate(err)
	}
	if id != 0 || tables > 0 {
		return fmt.Errorf("%w：里面已有别的表，请换一个路径", ErrForeign)
	}
	_, err := pool.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", application))
	return translate(err)
}

func sqliteVersion(ctx context.Context, pool *sql.DB) (string, error) {
	var version string
	err := pool.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version)
	return version, err
}

// versionNumber makes 3.51.3 into 3051003, as SQLite itself counts.
func versionNumber(version string) int {
	var major, minor, patch int
	_, _ = fmt.Sscanf(version, "%d.%d.%d", &major, &minor, &patch) // a part that is missing counts as 0
	return major*1_000_000 + minor*1_000 + patch
}

// SQLiteVersion returns the version of the SQLite library in this program.
func SQLiteVersion(ctx context.Context) (string, error) {
	pool, err := sql.Open(driverName, ":memory:")
	if err != nil {
		return "", err
	}
	version, err := sqliteVersion(ctx, pool)
	return version, errors.Join(err, pool.Close())
}

// Close closes every connection.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*gorm.DB{s.read, s.write} {
		if db == nil {
			continue
		}
		pool, err := db.DB()
		if err == nil {
			err = pool.Close()
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// translate turns the driver's errors into the catalogue's, once for the whole program.
func translate(err error) error {
	var driverError *moderncsqlite.Error
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gorm.ErrRecordNotFound):
		return catalog.ErrNotFound
	case errors.As(err, &driverError):
		switch driverError.Code() {
		case 2067, 1555: // SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY
			return fmt.Errorf("%w（%w）", catalog.ErrConflict, err)
		case 1032: // SQLITE_READONLY_DBMOVED
			return fmt.Errorf("%w（%w）", ErrMoved, err)
		}
		switch driverError.Code() & 0xff {
		case 5: // SQLITE_BUSY
			return fmt.Errorf("%w（%w）", ErrInUse, err)
		case 11: // SQLITE_CORRUPT
			return fmt.Errorf("%w（%w）", ErrDamaged, err)
		case 13: // SQLITE_FULL
			return fmt.Errorf("磁盘满了，请腾出地方再试（%w）", err)
		case 26: // SQLITE_NOTADB
			return fmt.Errorf("%w（%w）", ErrForeign, err)
		}
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("磁盘满了，请腾出地方再试（%w）", err)
	}
	return err
}
