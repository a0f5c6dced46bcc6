package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	moderncsqlite "modernc.org/sqlite"

	"servicehall/internal/catalog"
)

// Copy is a database that was proven to be whole.
type Copy struct {
	Path    string
	Size    int64            // bytes
	At      catalog.Revision // without the time
	Matters int64            // that are not cancelled
}

// pagesAtOnce is how much of a backup is copied between two looks whether it should go on: 4 MB.
const pagesAtOnce = 1024

// Backup copies the database into a new file while others read and write it. The copy is one snapshot; before
// it gets its name it has been checked, compared row by row with that snapshot, and written to the disk. It can
// be read by its owner only. A file that is there already is never overwritten, and what fails leaves none. An
// error wraps ErrNoDatabase, ErrForeign or ErrDamaged when that is so of the database.
func Backup(ctx context.Context, database, file string) (*Copy, error) {
	info, err := os.Stat(database)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0:
		return nil, fmt.Errorf("%w：%s", ErrNoDatabase, database)
	case err != nil:
		return nil, fmt.Errorf("打开数据库：%w", err)
	case info.IsDir():
		return nil, fmt.Errorf("数据库 %s 是一个文件夹，请给出文件的路径", database)
	}
	if err := free(database, info, file); err != nil {
		return nil, err
	}
	work, err := os.MkdirTemp(filepath.Dir(file), ".backup-*")
	if err != nil {
		return nil, fmt.Errorf("不能写到 %s，请检查文件夹和写权限：%w", filepath.Dir(file), translate(err))
	}
	copied, err := backup(ctx, database, filepath.Join(work, "copy.db"), file)
	if removeErr := os.RemoveAll(work); err == nil {
		err = removeErr
	}
	if err != nil {
		return nil, fmt.Errorf("没有备份：%w", err)
	}
	return copied, nil
}

// free refuses a name for a backup that is taken, or that SQLite would take for a part of a database.
func free(database string, info fs.FileInfo, file string) error {
	if file == "" || strings.HasSuffix(file, string(filepath.Separator)) {
		return errors.New("请写出备份文件的名字")
	}
	there, err := os.Lstat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("不能写到 %s：%w", file, err)
	case there.IsDir():
		return fmt.Errorf("%s 是一个文件夹，请写出文件的名字", file)
	case os.SameFile(info, there):
		return fmt.Errorf("%s 就是数据库本身，请换一个文件名", file)
	default:
		return fmt.Errorf("已经有 %s 了，备份不覆盖已有的文件，请换一个文件名", file)
	}
	if left := companion(file); left != "" {
		return fmt.Errorf("%s 是另一个数据库留下的，会混进备份，请把它移走，或者换一个文件名", left)
	}
	folder, err := os.Stat(filepath.Dir(file))
	if err != nil {
		return fmt.Errorf("没有文件夹 %s，请先建立：%w", filepath.Dir(file), err)
	}
	for _, ending := range companions {
		base, ends := strings.CutSuffix(filepath.Base(file), ending)
		of, err := os.Stat(filepath.Dir(database))
		if ends && err == nil && base == filepath.Base(database) && os.SameFile(folder, of) {
			return fmt.Errorf("%s 这个名字留给数据库自己用，请换一个文件名", file)
		}
	}
	return nil
}

// backup makes the copy under a temporary name, proves it and gives it its own.
func backup(ctx context.Context, database, temporary, file string) (*Copy, error) {
	held, err := copySnapshot(ctx, database, temporary)
	if err != nil {
		return nil, err
	}
	if err := list(ctx, temporary, held); err != nil {
		return nil, err
	}
	if err := compareCopy(ctx, temporary, held); err != nil {
		return nil, err
	}
	if err := os.Chmod(temporary, 0o600); err != nil {
		return nil, err
	}
	if err := syncFile(temporary); err != nil {
		return nil, err
	}
	info, err := os.Stat(temporary)
	if err != nil {
		return nil, err
	}
	if err := place(temporary, file); err != nil {
		return nil, err
	}
	return &Copy{Path: file, Size: info.Size(), At: held.at, Matters: held.matters}, nil
}

// copySnapshot copies the database page by page and returns what it holds, both within one transaction and so of
// one snapshot, whatever others publish meanwhile. (VACUUM INTO reads a snapshot of its own, with which nothing
// could be compared.)
func copySnapshot(ctx context.Context, database, to string) (*contents, error) {
	pool, err := connect(database)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	source, err := pool.Conn(ctx)
	if err != nil {
		return nil, translate(err)
	}
	defer source.Close()
	if err := ours(ctx, source); err != nil {
		return nil, fmt.Errorf("%s：%w", database, err)
	}
	if _, err := source.ExecContext(ctx, "BEGIN"); err != nil {
		return nil, translate(err)
	}
	held, err := readContents(ctx, source)
	if err != nil {
		return nil, fmt.Errorf("读数据库 %s：%w", database, err)
	}
	if err := source.Raw(func(c any) error { return copyPages(ctx, c, to) }); err != nil {
		return nil, translate(err)
	}
	_, err = source.ExecContext(ctx, "COMMIT")
	return held, translate(err)
}

func copyPages(ctx context.Context, source any, to string) error {
	pages, err := source.(interface {
		NewBackup(to string) (*moderncsqlite.Backup, error)
	}).NewBackup(fileURI(to, nil))
	if err != nil {
		return err
	}
	for more := true; more && err == nil; {
		if more, err = pages.Step(pagesAtOnce); err == nil {
			err = ctx.Err()
		}
	}
	if finishErr := pages.Finish(); err == nil {
		err = finishErr
	}
	return err
}

// list makes the copy one file without a WAL and lists in it what it holds.
func list(ctx context.Context, path string, held *contents) error {
	return with(path, func(db *sql.DB) error {
		if err := leaveWAL(ctx, db); err != nil {
			return err
		}
		return writeContents(ctx, db, held)
	})
}

// compareCopy proves the copy and compares it with what the database held.
func compareCopy(ctx context.Context, path string, held *contents) error {
	return with(path, func(db *sql.DB) error {
		found, err := prove(ctx, db)
		if err != nil {
			return err
		}
		return found.compare(held.tables)
	})
}

// with runs fn with a new connection to the SQLite file.
func with(path string, fn func(*sql.DB) error) error {
	db, err := connect(path)
	if err != nil {
		return err
	}
	err = fn(db)
	if closeErr := db.Close(); err == nil {
		err = translate(closeErr)
	}
	return err
}

// leaveWAL folds the WAL into the file and takes the file out of WAL mode. It is an error that wraps ErrInUse
// when another connection has the file.
func leaveWAL(ctx context.Context, db querier) error {
	var mode string
	if err := db.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(&mode); err != nil {
		return translate(err)
	}
	if mode != "delete" {
		return fmt.Errorf("%w：journal_mode %s", ErrInUse, mode)
	}
	return nil
}
