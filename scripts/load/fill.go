package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"servicehall/internal/catalog"
	"servicehall/internal/editing"
	"servicehall/internal/store"
)

// account is whom the publications are by.
const account = "load"

// fill makes a database and publishes the multiplied catalogue into it.
func fill(ctx context.Context, o options) error {
	data, err := catalogue(o.matters)
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, o.database, store.Options{Create: true})
	if err != nil {
		return err
	}
	start := time.Now()
	_, err = editing.New(db).Publish(ctx, data, catalog.Publication{Account: account})
	fmt.Printf("fill: %d matters published in %.1f s\n", o.matters, time.Since(start).Seconds())
	return errors.Join(err, db.Close())
}

// publisher publishes changes of one matter, which it has added to the catalogue itself.
type publisher struct {
	db     *store.Store
	matter *catalog.Matter
}

func newPublisher(ctx context.Context, o options) (*publisher, error) {
	data, err := catalogue(o.matters)
	if err != nil {
		return nil, err
	}
	p := &publisher{matter: data.Matters[0]}
	p.matter.Code, p.matter.FormerCodes = fmt.Sprintf("load-%d", time.Now().UnixNano()), nil
	if p.db, err = store.Open(ctx, o.database, store.Options{}); err != nil {
		return nil, err
	}
	return p, nil
}

// next publishes one more version.
func (p *publisher) next(ctx context.Context) (catalog.Revision, error) {
	p.matter.Summary = fmt.Sprintf("第%d次改动", p.matter.Version+1)
	return p.db.InTx(ctx, catalog.Publication{Account: account}, func(tx editing.Tx) error { return tx.Save(p.matter) })
}

// publish publishes every 100 milliseconds until it is stopped.
func publish(ctx context.Context, o options) error {
	p, err := newPublisher(ctx, o)
	if err != nil {
		return err
	}
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for {
		if _, err := p.next(ctx); err != nil && ctx.Err() == nil {
			return errors.Join(err, p.db.Close())
		}
		select {
		case <-ctx.Done():
			return p.db.Close()
		case <-ticker.C:
		}
	}
}
