package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// companions end the names of the files that SQLite keeps beside a database while it is in use or after a crash.
// Beside another database they would be played into it.
var companions = []string{"-wal", "-shm", "-journal"}

// companion returns the first of the database's companions that is there, or "".
func companion(path string) string {
	for _, ending := range companions {
		if _, err := os.Lstat(path + ending); err == nil {
			return path + ending
		}
	}
	return ""
}

// place gives the file a name in the same file system that nobody has, or fails with fs.ErrExist; then the name
// is on the disk.
func place(temporary, name string) error {
	claimed, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) // a rename alone would overwrite
	if err != nil {
		return err
	}
	err = claimed.Close()
	if err == nil {
		err = os.Rename(temporary, name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return syncFolder(filepath.Dir(name))
}

// unmoved holds that the path still leads to the file that it led to before; nil stands for none. Once a database
// is open its locks keep a restore away; one that came before has left the connections in the file that was put
// aside, where SQLite would use the WAL of the one that is now in its place.
func unmoved(path string, before fs.FileInfo) error {
	if now, err := os.Stat(path); before != nil && (err != nil || !os.SameFile(before, now)) {
		return ErrMoved
	}
	return nil
}

// syncFile returns when the file's bytes are on the disk.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(translate(f.Sync()), f.Close())
}
