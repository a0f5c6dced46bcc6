//go:build !windows

package store

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// syncFolder returns when the folder's names are on the disk.
func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// keepOwner gives the file the owner of the other, whom root must not lock out of the database.
func keepOwner(path string, like fs.FileInfo) error {
	owner, ok := like.Sys().(*syscall.Stat_t)
	if !ok || os.Geteuid() != 0 {
		return nil
	}
	return os.Chown(path, int(owner.Uid), int(owner.Gid))
}
