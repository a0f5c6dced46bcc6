package store

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"servicehall/internal/catalog"
)

// TestSince: what was published after a revision comes with what it touched, and nothing else.
func TestSince(t *testing.T) {
	ctx := context.Background()
	s := openTest(t, filepath.Join(t.TempDir(), "hall.db"))
	many := make([]catalog.Record, 1200) // more than one question takes
	for i := range many {
		many[i] = department(fmt.Sprintf("D%04d", i))
	}
	save(t, s, many...)
	first := many[0].(*catalog.Department)
	first.Summary = "职责"
	save(t, s, first)
	first.Code, first.FormerCodes = "D", []string{"D0000"}
	save(t, s, first, department("E"))
	for after, want := range map[int64]string{
		1: "[D E] [{2 {department D0000 2}} {3 {department D 3}} {3 {department D0000 3}} {3 {department E 3}}]",
		2: "[D E] [{3 {department D 3}} {3 {department D0000 3}} {3 {department E 3}}]",
		3: "[] []",
	} {
		data, log, at, err := s.Since(ctx, after)
		if err != nil {
			t.Fatal(err)
		}
		codes := []string{}
		for _, r := range data.Records() {
			codes = append(codes, r.Base().Code)
		}
		slices.Sort(codes)
		if got := fmt.Sprint(codes, log.Entries); got != want || at.Number != 3 || log.From != 0 {
			t.Errorf("since %d: %s, from %d, at %d; want %s", after, got, log.From, at.Number, want)
		}
	}
	data, log, _, err := s.Since(ctx, 0)
	if err != nil || len(data.Departments) != 1201 || len(log.Entries) != 1204 {
		t.Errorf("since 0: %d departments, %d entries, %v", len(data.Departments), len(log.Entries), err)
	}
}

// TestPruneChanges: rows of publications before the time go, however many, and followers who stand before them are
// no longer served.
func TestPruneChanges(t *testing.T) {
	ctx := context.Background()
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	s, err := Open(ctx, filepath.Join(t.TempDir(), "hall.db"), Options{Create: true, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	many := make([]catalog.Record, 2500)
	for i := range many {
		many[i] = department(fmt.Sprintf("D%04d", i))
	}
	save(t, s, many...)
	save(t, s, department("E"))
	now = now.AddDate(0, 0, 91)
	save(t, s, department("F"))
	for range 2 { // a second time there is nothing to do
		if _, err := s.PruneChanges(ctx, now.AddDate(0, 0, -90)); err != nil {
			t.Fatal(err)
		}
		data, log, at, err := s.Since(ctx, 0)
		if err != nil || log.From != 2 || at.Number != 3 || len(data.Departments) != 2502 {
			t.Fatalf("from %d, at %d, %d departments, %v", log.From, at.Number, len(data.Departments), err)
		}
		if got := fmt.Sprint(log.Entries); got != "[{3 {department F 3}}]" {
			t.Fatalf("log %s", got)
		}
	}
}
