package main

import (
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
)

// lines counts what reaches the log's end and how often something did.
type lines struct {
	mutex  sync.Mutex
	text   strings.Builder
	writes int
}

func (l *lines) Write(p []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.writes++
	return l.text.Write(p)
}

// TestLog: lines are held back a little, a warning brings all before it, and no line is lost or broken.
func TestLog(t *testing.T) {
	end := &lines{}
	log, flush := newLog("json", end)
	log.Info("first")
	log.With(slog.Int("n", 2)).WithGroup("g").Warn("second")
	if got := end.text.String(); !strings.Contains(got, "first") || !strings.Contains(got, "second") {
		t.Errorf("after a warning: %s", got)
	}
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for n := range 500 {
				log.Info("line", slog.String("who", fmt.Sprintf("%d-%d", i, n)))
			}
		})
	}
	group.Wait()
	flush()
	if got := strings.Count(end.text.String(), "\n"); got != 4002 {
		t.Errorf("%d lines, want 4002", got)
	}
	if end.writes > 100 {
		t.Errorf("4002 lines took %d writes", end.writes)
	}
}
