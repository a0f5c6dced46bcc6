package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/editing"
)

// listing is every file below the folder with its bytes.
func listing(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			files[path] = "folder"
			return err
		}
		b, err := os.ReadFile(path)
		files[path] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func names(files map[string]string) (out []string) {
	for name := range files {
		out = append(out, filepath.Base(name))
	}
	slices.Sort(out)
	return out
}

// hall is a closed database with as many publications, one department each; it returns the path.
func hall(t *testing.T, publications int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "hall.db")
	s, err := Open(context.Background(), path, Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range publications {
		save(t, s, department(fmt.Sprintf("D%03d", i+1)))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func backUp(t *testing.T, database string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "backup.db")
	if _, err := Backup(context.Background(), database, file); err != nil {
		t.Fatal(err)
	}
	return file
}

// loadAll opens the database as it is and reads its catalogue.
func loadAll(t *testing.T, path string) (*catalog.Dataset, catalog.Revision) {
	t.Helper()
	s, err := Open(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	data, at, err := s.Load(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return data, at
}

func TestBackup(t *testing.T) {
	path := hall(t, 2)
	folder := t.TempDir()
	file := filepath.Join(folder, "备 份?#%.db")
	made, err := Backup(context.Background(), path, file)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("rights %v, %v", info.Mode(), err)
	}
	if made.Path != file || made.Size != info.Size() || made.At.Number != 2 || made.Matters != 0 {
		t.Errorf("made %+v of %d bytes", made, info.Size())
	}
	if got := names(listing(t, folder)); len(got) != 2 {
		t.Errorf("beside the backup: %v", got)
	}
	want, wantAt := loadAll(t, path)
	if got, at := loadAll(t, file); !reflect.DeepEqual(got, want) || at != wantAt {
		t.Errorf("the backup holds %v at %v, want %v at %v", got, at, want, wantAt)
	}
}

// TestBackupsWhileWriting: two writers publish without a pause, and each publication adds a department and counts
// it in the name of the first. Every backup shows one moment.
func TestBackupsWhileWriting(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	path := hall(t, 1)
	published := make(chan int64)
	writers := make(chan error, 2)
	for range cap(writers) {
		s := openTest(t, path)
		go func() {
			writers <- func() error {
				for ctx.Err() == nil {
					at, err := s.InTx(context.WithoutCancel(ctx), catalog.Publication{}, func(tx editing.Tx) error {
						data, err := tx.Load()
						if err != nil {
							return err
						}
						count := len(data.Departments)
						data.Departments[0].Name = fmt.Sprint(count + 1)
						if err := tx.Save(data.Departments[0]); err != nil {
							return err
						}
						return tx.Save(department(fmt.Sprintf("D%03d", count+1)))
					})
					if err != nil {
						return err
					}
					select {
					case published <- at.Number:
					case <-ctx.Done():
					}
				}
				return nil
			}()
		}()
	}
	folder := t.TempDir()
	for i := range 15 {
		number := <-published
		file := filepath.Join(folder, fmt.Sprintf("%d.db", i))
		enough := make(chan struct{})
		go func() { // the writers write on while the backup is made
			for {
				select {
				case <-published:
				case <-enough:
					return
				}
			}
		}()
		made, err := Backup(ctx, path, file)
		close(enough)
		if err != nil {
			t.Fatal(err)
		}
		data, at := loadAll(t, file)
		if at.Number != made.At.Number || at.Number < number || int64(len(data.Departments)) != at.Number || data.Departments[0].Name != fmt.Sprint(at.Number) {
			t.Errorf("backup %d of revision %d, after %d: %d departments at %d, the first says %s", i, made.At.Number, number, len(data.Departments), at.Number, data.Departments[0].Name)
		}
	}
	stop()
	for range cap(writers) {
		if err := <-writers; err != nil {
			t.Error(err)
		}
	}
}

func TestBackupRefuses(t *testing.T) {
	write := func(t *testing.T, path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name    string
		file    string // in the folder of the database
		arrange func(t *testing.T, folder string)
		says    string
		is      error
	}{
		{name: "a file that is there", file: "there.db", arrange: func(t *testing.T, folder string) { write(t, filepath.Join(folder, "there.db"), "precious") }, says: "不覆盖"},
		{name: "an empty file that is there", file: "there.db", arrange: func(t *testing.T, folder string) { write(t, filepath.Join(folder, "there.db"), "") }, says: "不覆盖"},
		{name: "the database itself", file: "hall.db", says: "就是数据库本身"},
		{name: "its WAL", file: "hall.db-wal", says: "留给数据库"},
		{name: "its journal", file: "hall.db-journal", says: "留给数据库"},
		{name: "a folder", file: ".", says: "文件夹"},
		{name: "no name", file: "new" + string(filepath.Separator), says: "名字"},
		{name: "no folder", file: "none/new.db", says: "没有文件夹"},
		{name: "a file for a folder", file: "hall.db/new.db", says: "不能写到"},
		{name: "another's WAL beside it", file: "new.db", arrange: func(t *testing.T, folder string) { write(t, filepath.Join(folder, "new.db-wal"), "x") }, says: "new.db-wal"},
		{name: "no database", file: "new.db", arrange: func(t *testing.T, folder string) { _ = os.Remove(filepath.Join(folder, "hall.db")) }, says: "还没有数据库", is: ErrNoDatabase},
		{name: "not a database", file: "new.db", arrange: func(t *testing.T, folder string) {
			write(t, filepath.Join(folder, "hall.db"), strings.Repeat("这不是数据库。", 500))
		}, is: ErrForeign},
		{name: "a damaged database", file: "new.db", arrange: func(t *testing.T, folder string) {
			b, err := os.ReadFile(filepath.Join(folder, "hall.db"))
			if err != nil {
				t.Fatal(err)
			}
			copy(b[len(b)/2&^4095:], make([]byte, 4096))
			write(t, filepath.Join(folder, "hall.db"), string(b))
		}, is: ErrDamaged},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := hall(t, 3)
			folder := filepath.Dir(path)
			if tt.arrange != nil {
				tt.arrange(t, folder)
			}
			before := listing(t, folder)
			_, err := Backup(context.Background(), path, folder+string(filepath.Separator)+tt.file)
			if err == nil || !strings.Contains(err.Error(), tt.says) || tt.is != nil && !errors.Is(err, tt.is) {
				t.Errorf("got %v, want %q, %v", err, tt.says, tt.is)
			}
			if after := listing(t, folder); !reflect.DeepEqual(before, after) {
				t.Errorf("the folder had %v, now %v", names(before), names(after))
			}
		})
	}
	t.Run("cut short", func(t *testing.T) {
		path := hall(t, 3)
		folder := t.TempDir()
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := Backup(ctx, path, filepath.Join(folder, "new.db")); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if got := names(listing(t, folder)); len(got) != 1 {
			t.Errorf("left behind: %v", got)
		}
	})
}
