package store

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"servicehall/internal/catalog"
)

// holds names a database that this test program, started a second time, keeps open until its input ends.
const holds = "STORE_TEST_HOLDS"

func TestMain(m *testing.M) {
	path := os.Getenv(holds)
	if path == "" {
		os.Exit(m.Run())
	}
	s, err := Open(context.Background(), path, Options{})
	fmt.Println("open", err)
	_, _ = bufio.NewReader(os.Stdin).ReadByte()
	fmt.Println(s.Close())
}

var (
	restorer  = catalog.Publication{Account: "shell", Note: "恢复备份"}
	restoreAt = time.Date(2026, 11, 23, 1, 2, 3, 0, time.UTC) // 09:02:03 in Beijing
)

func restoreTest(t *testing.T, database, file string) *Restored {
	t.Helper()
	restored, err := Restore(context.Background(), database, file, restorer, restoreAt)
	if err != nil {
		t.Fatal(err)
	}
	return restored
}

// change runs a statement on the database in the file.
func change(t *testing.T, path, statement string) {
	t.Helper()
	db, err := connect(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestRestore: the records are those of the backup, unchanged; history goes on in a new epoch above both; what
// was there is kept whole.
func TestRestore(t *testing.T) {
	path := hall(t, 2)
	file := backUp(t, path)
	want, before := loadAll(t, path)
	given, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	s := openTest(t, path)
	for i := range 3 {
		save(t, s, department(fmt.Sprintf("late%d", i)))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	restored := restoreTest(t, path, file)
	if restored.Path != path || restored.From != 2 || restored.At.Number != 6 || !restored.Checked {
		t.Errorf("restored %+v", restored)
	}
	if got := names(listing(t, filepath.Dir(path))); len(got) != 3 || got[2] != "hall.db.old-20261123-090203" {
		t.Errorf("the folder holds %v", got)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 || info.Size() != restored.Size {
		t.Errorf("rights %v, %d bytes, %v", info.Mode(), info.Size(), err)
	}
	got, at := loadAll(t, path)
	if !reflect.DeepEqual(got, want) || at.Number != 6 || at.Epoch == before.Epoch || at.PublishedAt.Time != restoreAt {
		t.Errorf("the database holds %v at %+v, want %v in another epoch than %s", got, at, want, before.Epoch)
	}
	if old, oldAt := loadAll(t, restored.Kept); len(old.Departments) != 5 || oldAt.Number != 5 || oldAt.Epoch != before.Epoch {
		t.Errorf("the old database holds %d departments at %+v", len(old.Departments), oldAt)
	}
	if after, err := os.ReadFile(file); err != nil || !bytes.Equal(after, given) {
		t.Error("the backup was changed")
	}
	s = openTest(t, path)
	var row revisionRow
	if err := s.read.Take(&row, "revision = 6").Error; err != nil || row.Account != restorer.Account || row.Note != restorer.Note {
		t.Errorf("revision 6 is %+v, %v", row, err)
	}
	if next := save(t, s, department("D9")); next.Number != 7 || next.Epoch != at.Epoch {
		t.Errorf("the next publication is %+v", next)
	}
}

// TestRestoredRevision: no number is used twice, whatever is restored over what. A restored database waits for
// no demonstration, even one that never held anything.
func TestRestoredRevision(t *testing.T) {
	for _, tt := range []struct {
		name             string
		present, another int // publications of the database and of the backup, which is another hall's; -1: no database
		want             int64
	}{
		{"over a longer history", 4, 2, 5},
		{"over a shorter history", 1, 3, 4},
		{"where there is none", -1, 3, 4},
		{"an empty one where there is none", -1, 0, 1},
		{"an empty one over an empty one", 0, 0, 1},
		{"an empty one over one in use", 3, 0, 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "new", "hall.db")
			if tt.present >= 0 {
				path = hall(t, tt.present)
			}
			other := hall(t, tt.another)
			change(t, other, "UPDATE catalogue SET awaits_demonstration = 1")
			restored := restoreTest(t, path, backUp(t, other))
			s := openTest(t, path)
			at, err := s.Revision(context.Background())
			if err != nil || at.Number != tt.want || restored.At.Number != tt.want {
				t.Errorf("at %+v, %v; told %+v", at, err, restored.At)
			}
			if awaits, err := s.AwaitsDemonstration(context.Background()); err != nil || awaits {
				t.Errorf("awaits the demonstration: %t, %v", awaits, err)
			}
			if (restored.Kept != "") != (tt.present >= 0) {
				t.Errorf("kept %q", restored.Kept)
			}
		})
	}
}

// TestRestoreAgain: what a restore kept can be restored in turn, within the same second too, and stays.
func TestRestoreAgain(t *testing.T) {
	path := hall(t, 3)
	first := restoreTest(t, path, backUp(t, hall(t, 1)))
	second := restoreTest(t, path, first.Kept)
	if second.Kept == first.Kept || second.Checked || second.At.Number != 5 || second.At.Epoch == first.At.Epoch {
		t.Errorf("first %+v, second %+v", first, second)
	}
	if data, _ := loadAll(t, path); len(data.Departments) != 3 {
		t.Errorf("%d departments", len(data.Departments))
	}
	if _, err := os.Stat(first.Kept); err != nil {
		t.Error(err)
	}
}

// TestRestoreAfterCrash: what a process that died had only in its WAL is in the database that is kept.
func TestRestoreAfterCrash(t *testing.T) {
	running := hall(t, 1)
	s := openTest(t, running)
	save(t, s, department("late"))
	path := filepath.Join(t.TempDir(), "hall.db")
	for _, ending := range []string{"", "-wal"} {
		b, err := os.ReadFile(running + ending)
		if err != nil || len(b) == 0 {
			t.Fatal(len(b), err)
		}
		if err := os.WriteFile(path+ending, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	restored := restoreTest(t, path, backUp(t, hall(t, 1)))
	if got := names(listing(t, filepath.Dir(path))); len(got) != 3 {
		t.Errorf("the folder holds %v", got)
	}
	if old, at := loadAll(t, restored.Kept); len(old.Departments) != 2 || at.Number != 2 || restored.At.Number != 3 {
		t.Errorf("kept %d departments at %d, restored at %d", len(old.Departments), at.Number, restored.At.Number)
	}
}

// TestRestoreInUse: a database that a process has open is refused, whether it is this one or another.
func TestRestoreInUse(t *testing.T) {
	path := hall(t, 2)
	file := backUp(t, path)
	refused := func(who string) {
		t.Helper()
		if _, err := Restore(context.Background(), path, file, restorer, restoreAt); !errors.Is(err, ErrInUse) {
			t.Errorf("while %s has it open: %v", who, err)
		}
	}
	s := openTest(t, path)
	refused("this process")
	save(t, s, department("D9"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	holder := exec.Command(os.Args[0])
	holder.Env = append(os.Environ(), holds+"="+path)
	input, err := holder.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	if said, err := bufio.NewReader(output).ReadString('\n'); err != nil || said != "open <nil>\n" {
		t.Fatalf("the other process says %q, %v", said, err)
	}
	refused("another process")
	if err := input.Close(); err != nil {
		t.Fatal(err)
	}
	if err := holder.Wait(); err != nil {
		t.Fatal(err)
	}
	if got := restoreTest(t, path, file).At.Number; got != 4 {
		t.Errorf("restored at %d", got)
	}
}

// TestLateProcess: a process that had the old file's name before the restore and reads it only afterwards can
// write neither into the old database nor into the new one.
func TestLateProcess(t *testing.T) {
	path := hall(t, 2)
	file := backUp(t, path)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	late, err := connect(path)
	if err != nil {
		t.Fatal(err)
	}
	defer late.Close()
	var timeout int
	if err := late.QueryRow("PRAGMA busy_timeout").Scan(&timeout); err != nil { // opens the file without a lock
		t.Fatal(err)
	}
	restored := restoreTest(t, path, file)
	if _, err := late.Exec("PRAGMA journal_mode = WAL"); !errors.Is(translate(err), ErrMoved) {
		t.Errorf("the late process enters WAL mode: %v", err)
	}
	if err := unmoved(path, info); !errors.Is(err, ErrMoved) {
		t.Errorf("the late process's look at the path: %v", err)
	}
	if left := companion(restored.Kept) + companion(path); left != "" {
		t.Errorf("%s was made", left)
	}
}

func TestRestoreThroughLink(t *testing.T) {
	path := hall(t, 1)
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	restoreTest(t, link, backUp(t, hall(t, 3)))
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link became %v, %v", info.Mode(), err)
	}
	if data, _ := loadAll(t, path); len(data.Departments) != 3 {
		t.Errorf("%d departments", len(data.Departments))
	}
}

// TestRestoreOlder: a backup in the form of the first program is brought up to date.
func TestRestoreOlder(t *testing.T) {
	ctx := context.Background()
	older := filepath.Join(t.TempDir(), "older.db")
	if err := os.WriteFile(older, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := connect(older)
	if err != nil {
		t.Fatal(err)
	}
	if err := claimFile(ctx, db); err != nil {
		t.Fatal(err)
	}
	provider, err := notNewer(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(ctx, 1); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"INSERT INTO catalogue (id, epoch, revision, awaits_demonstration) VALUES (1, 'E', 1, 0)",
		"INSERT INTO revisions (revision, published_at, account, note) VALUES (1, '2026-11-23T01:00:00Z', 'test', '')",
		"INSERT INTO zones VALUES (1, 0, 'Z1', '[]', '户籍专区', 'active', NULL, 1, 0, '2026-11-23T01:00:00Z', '', '', '一楼', NULL)",
		"INSERT INTO codes VALUES ('zone', 'Z1', 1)",
		"INSERT INTO versions (kind, record_id, version, revision, document) VALUES ('zone', 1, 1, 1, x'')",
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "hall.db")
	restored := restoreTest(t, path, backUp(t, older))
	if data, at := loadAll(t, path); len(data.Zones) != 1 || data.Zones[0].Floor != "一楼" || at.Number != 2 || restored.From != 1 {
		t.Errorf("restored %+v, holds %+v", restored, data)
	}
	if got, want := form(t, path), form(t, hall(t, 0)); got != want {
		t.Errorf("the restored database has form %d, a new one %d", got, want)
	}
	if got := form(t, older); got != 1 {
		t.Errorf("the older database was brought to form %d", got)
	}
}

// form is the number of the last migration that the database has seen.
func form(t *testing.T, path string) (version int64) {
	t.Helper()
	if err := with(path, func(db *sql.DB) error {
		return db.QueryRow("SELECT max(version_id) FROM goose_db_version").Scan(&version)
	}); err != nil {
		t.Fatal(err)
	}
	return version
}

// TestRestoreRefuses: whatever is wrong with the file or the place, nothing changes.
func TestRestoreRefuses(t *testing.T) {
	rewrite := func(change func(b []byte) []byte) func(*testing.T, string) {
		return func(t *testing.T, file string) {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, change(b), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	statement := func(s string) func(*testing.T, string) {
		return func(t *testing.T, file string) { change(t, file, s) }
	}
	// raw makes the backup into a plain copy of a database, which lists nothing of what it holds.
	raw := func(s string) func(*testing.T, string) {
		return func(t *testing.T, file string) {
			change(t, file, "DROP TABLE "+contentsTable)
			change(t, file, s)
		}
	}
	for _, tt := range []struct {
		name   string
		damage func(t *testing.T, file string)
		is     error
		says   string
	}{
		{"no file", func(t *testing.T, file string) { _ = os.Remove(file) }, fs.ErrNotExist, "读不了备份文件"},
		{"an empty file", rewrite(func([]byte) []byte { return nil }), nil, "空文件"},
		{"a letter", rewrite(func([]byte) []byte { return []byte(strings.Repeat("这不是数据库。", 900)) }), ErrForeign, ""},
		{"half a file", rewrite(func(b []byte) []byte { return b[:len(b)/2] }), ErrDamaged, ""},
		{"a file without its last page", rewrite(func(b []byte) []byte { return b[:len(b)-4096] }), ErrDamaged, ""},
		{"another letter in a name", rewrite(func(b []byte) []byte { return bytes.Replace(b, []byte("县D002"), []byte("县D009"), 1) }), ErrDamaged, ""},
		{"a page of zeros", rewrite(func(b []byte) []byte { copy(b[len(b)/2&^4095:], make([]byte, 4096)); return b }), ErrDamaged, ""},
		{"another program's database", statement("PRAGMA application_id = 7"), ErrForeign, ""},
		{"a newer program's backup", statement("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)"), ErrNewerDatabase, "新版程序"},
		{"a row too few", statement("DELETE FROM codes WHERE code = 'D002'"), ErrDamaged, "D002"},
		{"a table too few", statement("DROP TABLE bundles"), ErrDamaged, "bundles"},
		{"a table too many", statement("CREATE TABLE extra (id INTEGER)"), ErrDamaged, ""},
		{"an index too few", statement("DROP INDEX versions_by_revision"), ErrDamaged, ""},
		{"a value changed", statement("UPDATE departments SET phone = '0912' WHERE id = 1"), ErrDamaged, "departments"},
		{"a copy behind its last publication", raw("UPDATE catalogue SET revision = revision - 1"), ErrDamaged, "第2版"},
		{"a copy without a version", raw("DELETE FROM versions WHERE id = 2"), ErrDamaged, "D002"},
		{"a copy with a version of no publication", raw("PRAGMA foreign_keys = OFF; DELETE FROM revisions WHERE revision = 2"), ErrDamaged, "versions"},
		{"a WAL beside it", func(t *testing.T, file string) {
			if err := os.WriteFile(file+"-wal", []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, nil, "-wal"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := hall(t, 3)
			change(t, path, "PRAGMA journal_mode = DELETE") // as a restore leaves it
			file := backUp(t, path)
			tt.damage(t, file)
			before, given := listing(t, filepath.Dir(path)), listing(t, filepath.Dir(file))
			_, err := Restore(context.Background(), path, file, restorer, restoreAt)
			if err == nil || !strings.Contains(err.Error(), tt.says) || tt.is != nil && !errors.Is(err, tt.is) {
				t.Errorf("got %v, want %v, %q", err, tt.is, tt.says)
			}
			if after := listing(t, filepath.Dir(path)); !reflect.DeepEqual(before, after) {
				t.Errorf("the database's folder had %v, now %v", names(before), names(after))
			}
			if after := listing(t, filepath.Dir(file)); !reflect.DeepEqual(given, after) {
				t.Errorf("the backup's folder had %v, now %v", names(given), names(after))
			}
			none := filepath.Join(t.TempDir(), "hall.db")
			if _, err := Restore(context.Background(), none, file, restorer, restoreAt); err == nil {
				t.Error("restored where there is no database")
			}
			if got := names(listing(t, filepath.Dir(none))); len(got) != 1 {
				t.Errorf("where there is no database: left behind %v", got)
			}
		})
	}
}

// TestRestorePlace: what may stand in the database's place.
func TestRestorePlace(t *testing.T) {
	file := backUp(t, hall(t, 1))
	for _, tt := range []struct {
		name, at, says string
		files          map[string]string
	}{
		{"the database itself as the backup", "hall.db", "现在的数据库", nil},
		{"a folder", "folder", "文件夹", map[string]string{"folder/x": ""}},
		{"an empty file", "empty", "空文件", map[string]string{"empty": ""}},
		{"a letter", "letter", "移到别处", map[string]string{"letter": strings.Repeat("这不是数据库。", 900)}},
		{"a WAL without its database", "none", "none-wal", map[string]string{"none-wal": "x"}},
		{"a file for a folder", "letter/hall.db", "letter", map[string]string{"letter": "x"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			folder := t.TempDir()
			from := file
			if tt.files == nil {
				from = filepath.Join(folder, tt.at)
				if err := os.Rename(hall(t, 1), from); err != nil {
					t.Fatal(err)
				}
			}
			for name, text := range tt.files {
				name = filepath.Join(folder, name)
				if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			before := listing(t, folder)
			_, err := Restore(context.Background(), filepath.Join(folder, tt.at), from, restorer, restoreAt)
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, want %q", err, tt.says)
			}
			if after := listing(t, folder); !reflect.DeepEqual(before, after) {
				t.Errorf("the folder had %v, now %v", names(before), names(after))
			}
		})
	}
}

// TestRestoreNewerPlace: an older program can go back to its backup when a newer one has changed the database.
func TestRestoreNewerPlace(t *testing.T) {
	path := hall(t, 2)
	file := backUp(t, path)
	change(t, path, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
	if got := restoreTest(t, path, file).At.Number; got != 3 {
		t.Errorf("restored at %d", got)
	}
}

// TestBitFlips: a bit that has turned anywhere in a backup is found, or lies where it changes nothing.
func TestBitFlips(t *testing.T) {
	original := hall(t, 12)
	file := backUp(t, original)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := loadAll(t, original)
	refused := 0
	random := rand.New(rand.NewPCG(1, 2))
	const flips = 100
	for range flips {
		at, bit := random.IntN(len(whole)), random.IntN(8)
		for whole[at] == 0 { // most of what is not used
			at = random.IntN(len(whole))
		}
		flipped := bytes.Clone(whole)
		flipped[at] ^= 1 << bit
		if err := os.WriteFile(file, flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "hall.db")
		if _, err := Restore(context.Background(), path, file, restorer, restoreAt); err != nil {
			refused++
			continue
		}
		if got, _ := loadAll(t, path); !reflect.DeepEqual(got, want) {
			t.Errorf("bit %d of byte %d: restored with other contents", bit, at)
		}
	}
	t.Logf("%d of %d refused, the others lie in unused places", refused, flips)
}
