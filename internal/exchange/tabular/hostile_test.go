package tabular

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"servicehall/internal/testkit/hostile"
)

// bounded runs read and fails if the heap grows by more than 300 MB meanwhile or the reading does not end in a
// time that only work without bounds takes; alone on two cores every file takes less than 10 s, which the log shows.
func bounded(t *testing.T, read func()) {
	t.Helper()
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	stop, peak := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		for {
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
			select {
			case <-stop:
				peak <- most
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	start := time.Now()
	read()
	took := time.Since(start)
	close(stop)
	grown := (float64(<-peak) - float64(before.HeapAlloc)) / (1 << 20)
	t.Logf("%.2f s, %.0f MB", took.Seconds(), grown)
	if took > 2*time.Minute || grown > 300 {
		t.Errorf("took %v and %.0f MB of heap", took, grown)
	}
}

func TestHostileRefused(t *testing.T) {
	for _, tt := range hostile.Refusals(t) {
		t.Run(tt.Name, func(t *testing.T) {
			data := tt.Data()
			bounded(t, func() { wantRefused(t, tt.File, data, tt.Says) })
		})
	}
}

func TestHostileTooLarge(t *testing.T) {
	_, err := Read("a.csv", make([]byte, 2<<20), knownHeader, Limits{Bytes: 1 << 20})
	if err == nil || !strings.Contains(err.Error(), "文件有 2 MB，超过 1 MB 的上限") {
		t.Error(err)
	}
}

// TestHostileRead are files that look bad and are read.
func TestHostileRead(t *testing.T) {
	for _, tt := range hostile.Readings(t) {
		t.Run(tt.Name, func(t *testing.T) {
			data := tt.Data()
			bounded(t, func() {
				b := mustRead(t, tt.File, data)
				wantSheet(t, b.Sheets[0], 1, []string{"事项编码", "事项名称"}, tt.Rows)
				if !strings.Contains(strings.Join(b.Notes, "\n"), tt.Notes) {
					t.Errorf("notes %q, want %q", b.Notes, tt.Notes)
				}
			})
		})
	}
}

// TestHostileAtTheLimits reads or refuses what is as large as the limits let it be.
func TestHostileAtTheLimits(t *testing.T) {
	for name, data := range map[string]func() []byte{
		"tags without end at a plausible ratio": func() []byte {
			var b strings.Builder
			b.WriteString(`<row r="2">`)
			for i := range 9_500_000 {
				fmt.Fprintf(&b, `<c s="%d"/>`, uint16(uint32(i)*2654435761>>12))
			}
			return hostile.Handmade(t, hostile.Sheet(hostile.Head()+b.String()+`</row>`))
		},
		"2,000,000 cells": func() []byte { return largeWorkbook(t, 99_000, 20) },
		"csv of long texts": func() []byte {
			return []byte("事项编码,事项名称\n" + strings.Repeat("A,"+strings.Repeat("长", 1000)+"\n", 20_000))
		},
		"csv of short texts": func() []byte {
			return []byte("事项编码,事项名称,窗口,a,b,c,d,e,f,g\n" + strings.Repeat("A1,甲乙丙丁,乙,1,2,3,4,5,6,7\n", 199_000))
		},
	} {
		t.Run(name, func(t *testing.T) {
			file, ending := data(), "a.xlsx"
			if name[:3] == "csv" {
				ending = "a.csv"
			}
			bounded(t, func() {
				b, err := Read(ending, file, knownHeader, Limits{})
				t.Logf("%d bytes: %v", len(file), err)
				checkConsistent(t, b, err)
			})
		})
	}
}
