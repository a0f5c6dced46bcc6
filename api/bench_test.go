package main

import (
	"context"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/demo"
	"servicehall/internal/editing"
	"servicehall/internal/snapshot"
	"servicehall/internal/testkit"
	"servicehall/internal/testkit/running"
)

// BenchmarkFollow measures what the server does from the commit of one changed matter until its view has it,
// without the wait for the next look at the revision.
func BenchmarkFollow(b *testing.B) {
	testkit.AtScale(b, demo.Dataset, func(b *testing.B, data *catalog.Dataset) {
		ctx := context.Background()
		db := running.Store(b)
		running.Publish(b, db, data)
		live := running.Live(b, db)
		changed := data.Matters[0]
		b.ReportAllocs()
		for b.Loop() {
			b.StopTimer()
			_, err := db.InTx(ctx, catalog.Publication{Account: shell}, func(tx editing.Tx) error { return tx.Save(changed) })
			b.StartTimer()
			if err == nil {
				err = follow(ctx, db, live)
			}
			if err != nil {
				b.Fatal(err)
			}
		}
		checkSeen(b, live, changed)
	})
}

func checkSeen(b *testing.B, live *snapshot.Live, changed *catalog.Matter) {
	b.Helper()
	seen, err := live.Current().Look(catalog.KindMatter, changed.Code)
	if err != nil {
		b.Fatal(err)
	}
	if got := seen.Record.Base().Version; got != changed.Version {
		b.Fatalf("version %d is served, not %d", got, changed.Version)
	}
}
