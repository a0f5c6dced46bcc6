package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"servicehall/internal/catalog"
	"servicehall/internal/editing"
	"servicehall/internal/server"
	"servicehall/internal/snapshot"
	"servicehall/internal/store"
	"servicehall/internal/testkit"
	"servicehall/internal/testkit/running"
)

// runningHall is a hall that serves one database and can be stopped and started.
type runningHall struct {
	t        *rapid.T
	path     string
	db       *store.Store
	live     *snapshot.Live
	draining chan struct{}
	handler  http.Handler
}

func (h *runningHall) start() {
	db, err := store.Open(context.Background(), h.path, store.Options{})
	if err != nil {
		h.t.Fatal(err)
	}
	h.db, h.live, h.draining = db, &snapshot.Live{}, make(chan struct{})
	h.see()
	h.handler = server.New(server.Options{Live: h.live, Draining: h.draining})
}

func (h *runningHall) stop() {
	close(h.draining)
	if err := h.db.Close(); err != nil {
		h.t.Fatal(err)
	}
}

// see takes in what was published.
func (h *runningHall) see() {
	if err := follow(context.Background(), h.db, h.live); err != nil {
		h.t.Fatal(err)
	}
}

func (h *runningHall) publish(changes []testkit.Change) {
	_, err := h.db.InTx(context.Background(), catalog.Publication{Account: "test"}, func(tx editing.Tx) error {
		for _, c := range changes {
			if err := tx.Save(c.After); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	h.see()
}

func get(handler http.Handler, path string) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/api/v1"+path, http.NoBody))
	return recorder
}

func (h *runningHall) snapshot() []byte { return get(h.handler, "/snapshot").Body.Bytes() }

func changesPath(revision int64, epoch string, wait int) string {
	return "/changes?since=" + strconv.FormatInt(revision, 10) + "&epoch=" + url.QueryEscape(epoch) + "&wait=" + strconv.Itoa(wait)
}

// pending is a follower's request that waits for a change.
type pending chan *httptest.ResponseRecorder

func (h *runningHall) wait(f *testkit.Follower) pending {
	p := make(pending, 1)
	handler, path := h.handler, changesPath(f.Revision, f.Epoch, 30)
	go func() { p <- get(handler, path) }()
	return p
}

// take gives the follower its answer; when it cannot be told what changed it begins anew.
func (h *runningHall) take(f **testkit.Follower, answer *httptest.ResponseRecorder, known bool) {
	switch {
	case answer.Code == http.StatusOK && known:
		(*f).Apply(h.t, answer.Body.Bytes())
	case answer.Code == http.StatusGone:
		*f = testkit.NewFollower(h.t, h.snapshot())
	default:
		h.t.Fatalf("at %s %d, which is known: %v: %d %s", (*f).Epoch, (*f).Revision, known, answer.Code, answer.Body)
	}
}

// TestFollowed: whatever happens to the catalogue, through publications, restarts and restored backups, every
// follower, whether it asks, waits, misses something or comes back late, ends with the catalogue's own bytes; and
// where a follower stands in another epoch, that is always said.
func TestFollowed(t *testing.T) {
	ctx := context.Background()
	template := filepath.Join(t.TempDir(), "template.db")
	first := testkit.Hall(t)
	func() {
		db, err := store.Open(ctx, template, store.Options{Create: true})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close() // nothing is written after the publication
		running.Publish(t, db, first)
	}()
	rapid.Check(t, func(rt *rapid.T) {
		folder, err := os.MkdirTemp("", "followed-*")
		if err != nil {
			rt.Fatal(err)
		}
		defer os.RemoveAll(folder) // whatever is left
		h := &runningHall{t: rt, path: filepath.Join(folder, "hall.db")}
		copyOf(rt, template, h.path)
		h.start()
		office := testkit.NewOffice(first)
		backup, kept := "", (*testkit.Office)(nil)
		followers := make([]*testkit.Follower, 3)
		for i := range followers {
			followers[i] = testkit.NewFollower(rt, h.snapshot())
		}
		waiting := map[int]pending{}
		answered := func() {
			for i, p := range waiting {
				h.take(&followers[i], <-p, true)
				delete(waiting, i)
			}
		}
		for range rapid.IntRange(2, 8).Draw(rt, "steps") {
			switch step := rapid.IntRange(0, 9).Draw(rt, "step"); step {
			default:
				if changes := office.Draw(rt); len(changes) > 0 {
					h.publish(changes)
					answered()
				}
			case 5, 6:
				i := rapid.IntRange(0, len(followers)-1).Draw(rt, "follower")
				switch {
				case waiting[i] != nil:
				case step == 5:
					waiting[i] = h.wait(followers[i])
				default:
					known := followers[i].Epoch == h.live.Current().Revision.Epoch
					h.take(&followers[i], get(h.handler, changesPath(followers[i].Revision, followers[i].Epoch, 0)), known)
				}
			case 7:
				h.stop()
				answered() // nobody waits longer than the server lives
				h.start()
			case 8:
				backup, kept = filepath.Join(folder, fmt.Sprint(time.Now().UnixNano())), office.Clone()
				if _, err := store.Backup(ctx, h.path, backup); err != nil {
					rt.Fatal(err)
				}
			case 9:
				if backup == "" {
					continue
				}
				h.stop()
				answered()
				if _, err := store.Restore(ctx, h.path, backup, catalog.Publication{Account: "test"}, time.Now()); err != nil {
					rt.Fatal(err)
				}
				office = kept.Clone()
				h.start()
			}
		}
		if len(waiting) > 0 {
			h.publish([]testkit.Change{{After: &catalog.ThesaurusEntry{Head: catalog.Head{Code: "最后", Name: "最后", State: catalog.Active}}}})
			answered()
		}
		at := h.live.Current().Revision
		for i := range followers {
			h.take(&followers[i], get(h.handler, changesPath(followers[i].Revision, followers[i].Epoch, 0)), followers[i].Epoch == at.Epoch)
			followers[i].Equal(rt, h.snapshot())
		}
		for _, foreign := range []string{changesPath(at.Number, "another", 0), changesPath(at.Number+1, at.Epoch, 0)} {
			if answer := get(h.handler, foreign); answer.Code != http.StatusGone {
				rt.Fatalf("%s: %d", foreign, answer.Code)
			}
		}
		h.stop()
	})
}

func copyOf(t *rapid.T, from, to string) {
	b, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
