// Package running holds what tests of a running hall need: a database in a temporary folder and a server whose
// every answer is checked against the API's document.
package running

import (
	"context"
	"path/filepath"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/editing"
	"servicehall/internal/snapshot"
	"servicehall/internal/store"
	"servicehall/internal/testkit"
)

// Store opens a new database in a temporary folder; its clock is testkit.Now.
func Store(t testing.TB) *store.Store {
	t.Helper()
	db, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "hall.db"), store.Options{Create: true, Now: testkit.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// Publish publishes the records into the database.
func Publish(t testing.TB, db *store.Store, data *catalog.Dataset) catalog.Revision {
	t.Helper()
	at, err := editing.New(db).Publish(context.Background(), data, catalog.Publication{Account: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// Live returns a live view of what the database holds.
func Live(t testing.TB, db *store.Store) *snapshot.Live {
	t.Helper()
	data, log, at, err := db.Since(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	live := &snapshot.Live{}
	live.Swap(snapshot.Build(data, at, log))
	return live
}
