package snapshot_test

import (
	"encoding/json"
	"runtime"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/demo"
	"servicehall/internal/snapshot"
	"servicehall/internal/testkit"
)

// BenchmarkBuild measures the making of a view and what it holds: live heap a matter, with records that share
// nothing, as a database gives them.
func BenchmarkBuild(b *testing.B) {
	testkit.AtScale(b, demo.Dataset, func(b *testing.B, data *catalog.Dataset) {
		matters := float64(len(data.Matters))
		before := liveHeap()
		own := alone(b, data)
		var view *snapshot.View
		b.ReportAllocs()
		for b.Loop() {
			view = snapshot.Build(own, catalog.Revision{Epoch: "e", Number: 1}, catalog.Log{})
		}
		own = nil
		b.ReportMetric((liveHeap()-before)/matters, "live-B/matter")
		runtime.KeepAlive(view)
		runtime.KeepAlive(data) // it was there before
	})
}

func liveHeap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// alone returns the catalogue with matters that share neither lists nor texts.
func alone(b *testing.B, data *catalog.Dataset) *catalog.Dataset {
	b.Helper()
	out := *data
	out.Matters = make([]*catalog.Matter, len(data.Matters))
	for i, m := range data.Matters {
		text, err := json.Marshal(m)
		if err != nil {
			b.Fatal(err)
		}
		if err := json.Unmarshal(text, &out.Matters[i]); err != nil {
			b.Fatal(err)
		}
	}
	return &out
}
