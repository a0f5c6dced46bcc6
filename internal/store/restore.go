package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"gorm.io/gorm"

	"servicehall/internal/catalog"
)

// Restored is what a restore has done.
type Restored struct {
	Copy           // the database as it stands now
	From    int64  // the revision that the backup stood at
	Kept    string // the database that was there before, "" when there was none
	Checked bool   // every row was checked; false where the file is no backup and lists nothing to check against
}

// Restore puts a proven copy of the backup in the database's place. The file itself is only read. Its form is
// brought up to date, its history goes on in a new epoch above every revision that either database has had, and
// the old database, with its WAL folded in, is kept beside the new one. Whatever happens meanwhile, the path
// holds the old database or the new one, and never a WAL of the other. An error wraps ErrInUse when a process
// has the database open, ErrNewerDatabase when a newer program made the backup, ErrForeign or ErrDamaged when the
// file is no whole backup; then nothing has changed.
func Restore(ctx context.Context, database, file string, by catalog.Publication, now time.Time) (*Restored, error) {
	if err := readable(database, file); err != nil {
		return nil, err
	}
	if real, err := filepath.EvalSymlinks(database); err == nil {
		database = real // the link stays
	}
	if err := os.MkdirAll(filepath.Dir(database), 0o750); err != nil {
		return nil, fmt.Errorf("建立数据库的文件夹：%w", err)
	}
	old, err := seize(ctx, database)
	if err != nil {
		return nil, err
	}
	restored, err := old.replace(ctx, file, by, now)
	if releaseErr := old.release(); err == nil {
		err = releaseErr
	}
	switch {
	case err != nil && old.replaced:
		return nil, fmt.Errorf("恢复的数据库已经换上，但是没有收好尾：%w", err)
	case err != nil:
		return nil, fmt.Errorf("没有恢复：%w", err)
	}
	return restored, nil
}

// readable refuses a file that cannot be a whole backup.
func readable(database, file string) error {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return fmt.Errorf("读不了备份文件：%w", err)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s 不是文件，请写出备份文件的名字", file)
	case info.Size() == 0:
		return fmt.Errorf("%s 是空文件，不是备份", file)
	}
	if present, err := os.Stat(database); err == nil && os.SameFile(info, present) {
		return fmt.Errorf("%s 就是现在的数据库，不用恢复；要恢复的是用 backup 做的备份文件", file)
	}
	if left := companion(file); left != "" {
		return fmt.Errorf("旁边有 %s：%s 正在使用，或者没有正常关闭，单独一个文件不完整。请先运行 backup --database sqlite:%s 新文件，再恢复新文件", left, file, file)
	}
	return nil
}

// seized is the place of a database. Where there is one, a lock keeps every other process out.
type seized struct {
	path     string
	info     fs.FileInfo // nil where there is no database
	pool     *sql.DB
	lock     *sql.Conn
	revision int64 // that the database stands at
	replaced bool  // the new database is in the place
}

// seize folds the database's WAL in and locks it. In WAL mode every connection holds a shared lock for as long as
// it is open, so leaving that mode fails while there is another. A process that comes later waits for the lock,
// and once the file has been renamed SQLite refuses to write it.
func seize(ctx context.Context, path string) (*seized, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if left := companion(path); left != "" {
			return nil, fmt.Errorf("没有数据库 %s，却有它留下的 %s，里面可能还有内容，请把它移到别处再恢复", path, left)
		}
		return &seized{path: path}, nil
	case err != nil:
		return nil, fmt.Errorf("打开数据库：%w", err)
	case info.IsDir():
		return nil, fmt.Errorf("数据库 %s 是一个文件夹，请给出文件的路径", path)
	case info.Size() == 0:
		return nil, fmt.Errorf("数据库 %s 是空文件，请把它和旁边的 -wal、-shm 文件移到别处再恢复", path)
	}
	s := &seized{path: path, info: info}
	if s.pool, err = connect(path); err != nil {
		return nil, err
	}
	switch err = s.take(ctx); {
	case err == nil:
		return s, nil
	case errors.Is(err, ErrInUse):
		err = fmt.Errorf("%w：%s，请先停下服务，以及正在运行的导入和备份，再恢复", ErrInUse, path)
	default:
		err = fmt.Errorf("现在的数据库 %s 读不出来，请把它和旁边的 -wal、-shm 文件一起移到别处，再恢复：%w", path, err)
	}
	return nil, errors.Join(err, s.release())
}

func (s *seized) take(ctx context.Context) (err error) {
	if s.lock, err = s.pool.Conn(ctx); err != nil {
		return translate(err)
	}
	if err := ours(ctx, s.lock); err != nil {
		return err
	}
	if err := leaveWAL(ctx, s.lock); err != nil {
		return err
	}
	if _, err := s.lock.ExecContext(ctx, "BEGIN EXCLUSIVE"); err != nil {
		return translate(err)
	}
	var mode string
	if err := s.lock.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode); err != nil {
		return translate(err)
	}
	now, err := os.Stat(s.path)
	if err != nil {
		return err
	}
	if mode == "wal" || !os.SameFile(s.info, now) {
		return ErrInUse // a process came between: one that uses the database, or another restore
	}
	return translate(s.lock.QueryRowContext(ctx, "SELECT revision FROM catalogue").Scan(&s.revision))
}

// release gives the lock back.
func (s *seized) release() error {
	var errs []error
	if s.lock != nil {
		errs = append(errs, s.lock.Close())
	}
	if s.pool != nil {
		errs = append(errs, s.pool.Close())
	}
	return errors.Join(errs...)
}

// replace makes the new database in a folder beside the old one and exchanges them.
func (s *seized) replace(ctx context.Context, file string, by catalog.Publication, now time.Time) (_ *Restored, err error) {
	work, err := os.MkdirTemp(filepath.Dir(s.path), ".restore-*")
	if err != nil {
		return nil, fmt.Errorf("不能写到 %s，请检查写权限：%w", filepath.Dir(s.path), translate(err))
	}
	defer func() {
		if removeErr := os.RemoveAll(work); err == nil {
			err = removeErr
		}
	}()
	path := filepath.Join(work, filepath.Base(s.path))
	restored := &Restored{Copy: Copy{Path: s.path}}
	if err := copyFile(path, file); err != nil {
		return nil, err
	}
	if err := with(path, func(db *sql.DB) (err error) {
		restored.From, restored.Checked, err = proveBackup(ctx, db)
		return err
	}); err != nil {
		return nil, fmt.Errorf("备份 %s：%w", file, err)
	}
	if err := renew(ctx, path, max(s.revision, restored.From)+1, by, now); err != nil {
		return nil, fmt.Errorf("备份 %s：%w", file, err)
	}
	if err := with(path, func(db *sql.DB) error {
		if err := leaveWAL(ctx, db); err != nil {
			return err
		}
		held, err := prove(ctx, db)
		if err != nil {
			return err
		}
		restored.At, restored.Matters = held.at, held.matters
		return nil
	}); err != nil {
		return nil, fmt.Errorf("备份 %s 更新以后：%w", file, err)
	}
	if restored.Size, err = s.dress(path); err != nil {
		return nil, err
	}
	restored.Kept, err = s.exchange(path, now)
	return restored, err
}

// copyFile copies the bytes of a file that nobody writes.
func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(translate(err), out.Close())
}

// proveBackup proves a copy of the backup as it was given, and returns the revision that it stands at and whether
// it lists what it holds.
func proveBackup(ctx context.Context, db *sql.DB) (revision int64, listed bool, err error) {
	if err := proveFile(ctx, db); err != nil {
		return 0, false, err
	}
	if _, err := notNewer(ctx, db); err != nil { // before the rows are read: a newer form has others
		return 0, false, err
	}
	held, err := proveRows(ctx, db)
	if err != nil {
		return 0, false, err
	}
	tables, err := listedContents(ctx, db)
	if err != nil || len(tables) == 0 {
		return held.at.Number, false, err
	}
	return held.at.Number, true, held.compare(tables)
}

// renew brings the database's form up to date and starts a new epoch at the revision, which publishes what the
// backup holds, unchanged, even if that is nothing. A restored database never waits for the demonstration.
func renew(ctx context.Context, path string, revision int64, by catalog.Publication, now time.Time) error {
	s, err := Open(ctx, path, Options{})
	if err != nil {
		return err
	}
	err = s.write.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		row := revisionRow{Revision: revision, PublishedAt: catalog.Time{Time: now.UTC().Truncate(time.Second)}, Account: by.Account, Note: by.Note}
		if err := db.Create(&row).Error; err != nil {
			return translate(err)
		}
		if err := db.Exec("DELETE FROM changes").Error; err != nil { // nobody stands in the new epoch yet
			return translate(err)
		}
		return translate(db.Table("catalogue").Where("id = 1").Updates(map[string]any{"epoch": rand.Text(), "revision": revision, "changes_from": revision, "awaits_demonstration": false}).Error)
	})
	return errors.Join(err, s.Close())
}

// dress gives the new file the old one's rights and owner, writes it to the disk and returns its size.
func (s *seized) dress(path string) (int64, error) {
	mode := fs.FileMode(0o600)
	if s.info != nil {
		mode = s.info.Mode().Perm()
		if err := keepOwner(path, s.info); err != nil {
			return 0, err
		}
	}
	if err := os.Chmod(path, mode); err != nil {
		return 0, err
	}
	if err := syncFile(path); err != nil {
		return 0, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// exchange gives the new database its place and returns where the old one is kept. The old one gets its second
// name first; each name is one step of the file system, so that the path is never without its database.
func (s *seized) exchange(path string, now time.Time) (kept string, err error) {
	folder := filepath.Dir(s.path)
	if s.info == nil {
		err = os.Link(path, s.path) // unlike a rename it fails when a server has made a database meanwhile
	} else {
		if kept, err = s.keep(now); err != nil {
			return "", err
		}
		if err = syncFolder(folder); err != nil {
			return "", err
		}
		if left := companion(s.path); left != "" {
			return "", fmt.Errorf("数据库旁边还有 %s，请把它移走再恢复", left)
		}
		err = os.Rename(path, s.path)
	}
	if err != nil {
		return "", err
	}
	s.replaced = true
	return kept, syncFolder(folder)
}

// keep gives the old database a second name, with the time, which it returns.
func (s *seized) keep(now time.Time) (string, error) {
	name := s.path + ".old-" + now.In(catalog.Beijing()).Format("20060102-150405")
	kept := name
	for n := 2; ; n++ {
		err := os.Link(s.path, kept)
		if err == nil {
			return kept, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", fmt.Errorf("不能给现在的数据库 %s 另起一个名字，请自己把它移到别处再恢复：%w", s.path, err)
		}
		kept = fmt.Sprintf("%s-%d", name, n)
	}
}
