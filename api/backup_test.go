package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/testkit"
)

// TestBackupAndRestore: a hall is backed up while it serves and while another process publishes, loses its
// catalogue, is not restored while it serves, and comes back whole, above what it was, in a new epoch.
func TestBackupAndRestore(t *testing.T) {
	folder := t.TempDir()
	path, file, second := filepath.Join(folder, "data", "hall.db"), filepath.Join(folder, "first.db"), filepath.Join(folder, "second.db")
	database := "sqlite:" + path
	p := start(t, path, "--empty")
	hall := testkit.Hall(t)
	if code, said, stderr := execute([]string{"import", datasetFile(t, "hall.json", hall), "--database", database}); code != exitDone {
		t.Fatalf("import: %d %s%s", code, said, stderr)
	}
	epoch := p.get("/api/v1/matters", nil).Header.Get("X-Catalogue-Epoch")
	want := plainExport(t, database)
	code, said, stderr := execute([]string{"backup", file, "--database", database})
	if code != exitDone || !strings.Contains(said, "第1版，事项2个") || !strings.Contains(said, file) || !strings.Contains(said, "KB") {
		t.Fatalf("backup: %d %s%s", code, said, stderr)
	}
	for _, m := range hall.Matters {
		m.Cancel(catalog.NoLongerOffered, "", nil)
	}
	hall.Bundles = nil
	emptied, published := datasetFile(t, "emptied.json", hall), make(chan string)
	go func() {
		_, said, stderr := execute([]string{"import", emptied, "--database", database})
		published <- said + stderr
	}()
	if code, said, stderr := execute([]string{"backup", "--database", database, second}); code != exitDone {
		t.Errorf("backup while another process publishes: %d %s%s", code, said, stderr)
	}
	if said := <-published; !strings.Contains(said, "第2版") {
		t.Fatalf("import: %s", said)
	}
	if code, _, stderr := execute([]string{"backup", file, "--database", database}); code != exitFailed || !strings.Contains(stderr, "不覆盖") {
		t.Errorf("backup into a file that is there: %d %s", code, stderr)
	}
	if code, _, stderr := execute([]string{"restore", file, "--database", database}); code != exitFailed || !strings.Contains(stderr, "停下服务") {
		t.Errorf("restore while the hall serves: %d %s", code, stderr)
	}
	if got := p.get("/readyz", nil).StatusCode; got != http.StatusOK {
		t.Errorf("/readyz after the refusal: %d", got)
	}
	p.stop()

	code, said, stderr = execute([]string{"restore", file, "--database", database})
	if code != exitDone || !strings.Contains(said, "备份是第1版，恢复以后目录是第3版，事项2个") || strings.Contains(said, "不是用 backup 做的") {
		t.Fatalf("restore: %d %s%s", code, said, stderr)
	}
	kept, err := filepath.Glob(path + ".old-*")
	if err != nil || len(kept) != 1 || !strings.Contains(said, kept[0]) {
		t.Fatalf("kept %v, %v: %s", kept, err, said)
	}
	if plainExport(t, database) != want {
		t.Error("the restored catalogue is another one")
	}
	p = start(t, path)
	if strings.Contains(p.said.String(), "演示目录") {
		t.Error("the demonstration catalogue was loaded into the restored database")
	}
	var got page
	header := p.get("/api/v1/matters", &got).Header
	if got.Total != 2 || header.Get("X-Catalogue-Revision") != "3" || header.Get("X-Catalogue-Epoch") == epoch {
		t.Errorf("restored: %d matters, %v; the epoch was %s", got.Total, header, epoch)
	}
	p.stop()

	// The old one comes back in its turn, then the backup that was made meanwhile, over nothing.
	code, said, stderr = execute([]string{"restore", kept[0], "--database", database})
	if code != exitDone || !strings.Contains(said, "备份是第2版，恢复以后目录是第4版，事项0个") || !strings.Contains(said, "不是用 backup 做的") {
		t.Errorf("restore of what was kept: %d %s%s", code, said, stderr)
	}
	fresh := "sqlite:" + filepath.Join(folder, "fresh", "hall.db")
	if code, said, stderr := execute([]string{"restore", second, "--database", fresh}); code != exitDone || strings.Contains(said, "原来的数据库") {
		t.Errorf("restore where there is no database: %d %s%s", code, said, stderr)
	}
	if code, _, stderr := execute([]string{"check", "--database", fresh}); code != exitDone {
		t.Errorf("check of what was backed up meanwhile: %d %s", code, stderr)
	}
}

func TestBackupUsage(t *testing.T) {
	folder := t.TempDir()
	letter := filepath.Join(folder, "letter.txt")
	if err := os.WriteFile(letter, []byte(strings.Repeat("这不是备份。", 900)), 0o600); err != nil {
		t.Fatal(err)
	}
	none := "sqlite:" + filepath.Join(folder, "none.db")
	for _, tt := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"--help"}, exitDone, "backup 文件"},
		{[]string{"--help"}, exitDone, "restore 文件"},
		{[]string{"backup"}, exitUsage, "backup 文件"},
		{[]string{"restore", "a", "b"}, exitUsage, "restore 文件"},
		{[]string{"backup", filepath.Join(folder, "new.db"), "--database", none}, exitFailed, "还没有数据库"},
		{[]string{"restore", filepath.Join(folder, "new.db"), "--database", none}, exitFailed, "读不了备份文件"},
		{[]string{"restore", letter, "--database", none}, exitFailed, "不是本程序的数据库"},
	} {
		code, stdout, stderr := execute(tt.args)
		if said := stdout + stderr; code != tt.code || !strings.Contains(said, tt.says) {
			t.Errorf("%v: %d, %s, want %d and %q", tt.args, code, said, tt.code, tt.says)
		}
	}
	if left, err := filepath.Glob(filepath.Join(folder, "*")); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
