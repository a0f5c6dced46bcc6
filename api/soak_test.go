package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"servicehall/internal/catalog"
	"servicehall/internal/editing"
	"servicehall/internal/server"
	"servicehall/internal/store"
	"servicehall/internal/testkit"
	"servicehall/internal/testkit/running"
)

var soak = flag.Duration("soak", 2*time.Second, "how long TestManyWriters writes")

// TestManyWriters: sixteen writers of four processes and four followers who wait for changes. Every revision is
// given out once, none is skipped, and none is seen with two contents.
func TestManyWriters(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "hall.db")
	open := func(o store.Options) *store.Store {
		db, err := store.Open(ctx, path, o)
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
	db := open(store.Options{Create: true})
	data := testkit.Hall(t)
	for i := range 16 {
		data.Thesaurus = append(data.Thesaurus, &catalog.ThesaurusEntry{Head: catalog.Head{Code: fmt.Sprint("词", i), Name: fmt.Sprint("词", i), State: catalog.Active}, Terms: []string{"0"}, Weight: 100})
	}
	first := running.Publish(t, db, data)
	live := running.Live(t, db)
	handler := server.New(server.Options{Live: live})
	watching, stop := context.WithCancel(ctx)
	defer stop()
	var background, writers, followers sync.WaitGroup
	background.Go(func() { watch(watching, db, live, slog.New(slog.DiscardHandler)) })
	defer background.Wait()
	defer stop()

	end := time.Now().Add(*soak)
	given := make([][]int64, 16)
	stores := []*store.Store{open(store.Options{}), open(store.Options{}), open(store.Options{}), open(store.Options{})}
	for i := range given {
		entry := data.Thesaurus[len(data.Thesaurus)-16+i]
		writers.Go(func() {
			for n := 0; time.Now().Before(end); n++ {
				entry.Terms = []string{fmt.Sprint(n)}
				at, err := stores[i%4].InTx(ctx, catalog.Publication{Account: "test"}, func(tx editing.Tx) error { return tx.Save(entry) })
				if err != nil {
					t.Error(err)
					return
				}
				given[i] = append(given[i], at.Number)
			}
		})
	}
	contents := sync.Map{} // by revision
	written := make(chan int64)
	copies := make([]*testkit.Follower, 4)
	for i := range copies {
		copies[i] = testkit.NewFollower(t, get(handler, "/snapshot").Body.Bytes())
		followers.Go(func() {
			last := int64(-1)
			for last < 0 || copies[i].Revision < last {
				select {
				case last = <-written:
				default:
				}
				answer := get(handler, changesPath(copies[i].Revision, copies[i].Epoch, 1))
				if answer.Code != http.StatusOK {
					t.Errorf("%d %s", answer.Code, answer.Body)
					return
				}
				copies[i].Apply(t, answer.Body.Bytes())
				if other, seen := contents.LoadOrStore(copies[i].Revision, copies[i].Sum()); seen && other != copies[i].Sum() {
					t.Errorf("revision %d has two contents", copies[i].Revision)
				}
			}
		})
	}
	writers.Wait()
	all := slices.Sorted(slices.Values(slices.Concat(given...)))
	for range copies {
		select {
		case written <- all[len(all)-1]:
		case <-time.After(time.Minute): // a follower has failed and said why
		}
	}
	followers.Wait()
	for i, n := range all {
		if n != first.Number+int64(i)+1 {
			t.Fatalf("the %dth revision given out is %d, want %d", i+1, n, first.Number+int64(i)+1)
		}
	}
	fresh := snapshotOf(t, db)
	for _, c := range copies {
		c.Equal(t, fresh)
	}
	t.Logf("%d revisions", len(all))
}

// snapshotOf is the snapshot of a server that has just been started.
func snapshotOf(t *testing.T, db *store.Store) []byte {
	t.Helper()
	return get(server.New(server.Options{Live: running.Live(t, db)}), "/snapshot").Body.Bytes()
}
