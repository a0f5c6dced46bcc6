// Package archtest holds the walls of the house: which room may import which.
package archtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "servicehall"

// floors are the rooms from the ground up: a room imports only rooms of lower floors.
var floors = [][]string{
	{"internal/natcode"},
	{"internal/catalog"},
	{"internal/search"},
	{"internal/snapshot", "internal/stats", "internal/exchange/tabular"},
	{"internal/exchange"},
	{"internal/editing", "internal/demo"},
	{"internal/problem"},
	{"internal/httpapi"},
	{"internal/server", "internal/store"},
	{"api"},
}

// aside are packages that hold no rules of the hall.
var aside = []string{"docs", "scripts/eval", "scripts/openapi", "scripts/load", "internal/archtest", "internal/testkit", "internal/testkit/hostile", "internal/testkit/running"}

// closed names imports that only certain rooms may have, each with its reason.
var closed = []struct {
	prefix string
	rooms  []string
	reason string
}{
	{"gorm.io/", []string{"internal/store"}, "what is on disk is translated once"},
	{"modernc.org/", []string{"internal/store"}, "one room knows the database"},
	{"github.com/xuri/excelize", []string{"internal/exchange", "internal/exchange/tabular"}, "one room knows spreadsheets"},
	{"github.com/mozillazg/go-pinyin", []string{"internal/search"}, "one room knows how characters are read"},
	{"github.com/pressly/goose", []string{"internal/store"}, "one room knows the database"},
	{"github.com/labstack/echo", []string{"internal/httpapi", "internal/server"}, "rules know nothing of HTTP"},
	{"github.com/prometheus/", []string{"internal/server"}, "rules know nothing of metrics"},
	{"net/http", []string{"internal/httpapi", "internal/server", "internal/problem", "api"}, "rules know nothing of HTTP"},
	{module + "/docs", []string{"internal/server"}, "documents are served, not read"},
	{module + "/internal/store", []string{"api"}, "no door reaches the disk"},
	{module + "/internal/testkit", nil, "tests only"},
	{module + "/internal/httpapi", []string{"internal/server"}, "no door inside a door"},
}

func floorOf(room string) int {
	return slices.IndexFunc(floors, func(rooms []string) bool { return slices.Contains(rooms, room) })
}

// sources returns the Go files of every room, without tests.
func sources(t *testing.T) map[string][]string {
	t.Helper()
	root := filepath.Join("..", "..")
	rooms := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2 {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			rel, err := filepath.Rel(root, filepath.Dir(path))
			if err != nil {
				return err
			}
			rooms[filepath.ToSlash(rel)] = append(rooms[filepath.ToSlash(rel)], path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rooms
}

func TestWalls(t *testing.T) {
	rooms := sources(t)
	if len(rooms) < len(floors) {
		t.Fatalf("only %d rooms found", len(rooms))
	}
	for room, files := range rooms {
		if floorOf(room) < 0 && !slices.Contains(aside, room) {
			t.Errorf("%s stands on no floor; give it one in this test", room)
		}
		for _, file := range files {
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			for _, spec := range parsed.Imports {
				path, err := strconv.Unquote(spec.Path.Value)
				if err != nil {
					t.Fatal(err)
				}
				checkImport(t, room, path)
			}
		}
	}
}

func checkImport(t *testing.T, room, path string) {
	t.Helper()
	if slices.Contains(aside, room) {
		return
	}
	if inner, ours := strings.CutPrefix(path, module+"/"); ours && !slices.Contains(aside, inner) && floorOf(inner) >= floorOf(room) {
		t.Errorf("%s imports %s, which is not on a lower floor", room, inner)
	}
	for _, wall := range closed {
		if strings.HasPrefix(path, wall.prefix) && !slices.Contains(wall.rooms, room) {
			t.Errorf("%s imports %s: %s", room, path, wall.reason)
		}
	}
	foreign := strings.Contains(strings.SplitN(path, "/", 2)[0], ".")
	if foreign && (room == "internal/catalog" || room == "internal/natcode") {
		t.Errorf("%s imports %s: the rules of the hall need the standard library only", room, path)
	}
	if room == "internal/natcode" && strings.HasPrefix(path, module) {
		t.Errorf("%s imports %s: national codes stand alone", room, path)
	}
}

// TestNoClock: what is computed from the catalogue does not depend on the hour.
func TestNoClock(t *testing.T) {
	for room, files := range sources(t) {
		if room != "internal/snapshot" && room != "internal/stats" {
			continue
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(text), "time.Now") {
				t.Errorf("%s calls time.Now; pass the time in", file)
			}
		}
	}
}
