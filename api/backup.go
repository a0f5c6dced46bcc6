package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"servicehall/internal/catalog"
	"servicehall/internal/store"
)

// backup makes a proven copy of the database, which others may be using.
func backup(ctx context.Context, c *call) error {
	made, err := store.Backup(ctx, c.config.Database, c.args[0])
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "备份好了：%s（%s）\n目录是第%d版，事项%d个。已经逐行核对，与数据库一致。\n", made.Path, size(made.Size), made.At.Number, made.Matters)
	return nil
}

// restore puts a backup in the place of the database, which nobody may be using.
func restore(ctx context.Context, c *call) error {
	by := catalog.Publication{Account: shell, Note: "恢复备份 " + filepath.Base(c.args[0])}
	done, err := store.Restore(ctx, c.config.Database, c.args[0], by, time.Now())
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "恢复好了：%s（%s）\n备份是第%d版，恢复以后目录是第%d版，事项%d个。\n", done.Path, size(done.Size), done.From, done.At.Number, done.Matters)
	if !done.Checked {
		fmt.Fprintln(c.stdout, "这个文件不是用 backup 做的，只检查了结构，没有办法逐行核对。")
	}
	if done.Kept != "" {
		fmt.Fprintf(c.stdout, "原来的数据库留在 %s，确认没有问题以后可以删除。\n", done.Kept)
	}
	return nil
}

// size shows bytes as people read them.
func size(bytes int64) string {
	const mega = 1 << 20
	if bytes < mega {
		return fmt.Sprintf("%d KB", (bytes+1023)/1024)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/mega)
}
