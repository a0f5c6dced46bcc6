// Package editing is the only way a change enters the catalogue: what is published comes through here, is
// checked, and becomes one revision.
package editing

import (
	"context"
	"fmt"

	"servicehall/internal/catalog"
)

// Tx is a transaction that writes the catalogue.
type Tx interface {
	// Load reads every record, cancelled ones too.
	Load() (*catalog.Dataset, error)
	// Save writes a record and keeps the new version of it whole. A record without an id is new.
	Save(catalog.Record) error
}

// Store keeps the catalogue on disk.
type Store interface {
	// InTx runs fn; what it saves becomes one revision, or nothing when it fails or saves nothing.
	InTx(ctx context.Context, by catalog.Publication, fn func(Tx) error) (catalog.Revision, error)
}

// Editor changes the catalogue.
type Editor struct{ store Store }

// New returns an Editor that writes to the store.
func New(store Store) *Editor { return &Editor{store: store} }

// Publish publishes new records as one revision, all or nothing. Faults of form come back as a
// *catalog.Invalid, a code that is in use already as an error that wraps catalog.ErrConflict.
func (e *Editor) Publish(ctx context.Context, data *catalog.Dataset, by catalog.Publication) (catalog.Revision, error) {
	return e.store.InTx(ctx, by, func(tx Tx) error {
		present, err := tx.Load()
		if err != nil {
			return err
		}
		if err := data.Validate(present.Codes().Has); err != nil {
			return err
		}
		for _, r := range data.Records() {
			if err := tx.Save(r); err != nil {
				return err
			}
		}
		return nil
	})
}

// ClearDemonstration withdraws every demonstration record as one revision and returns how many there were.
// When there is none, nothing is published.
func (e *Editor) ClearDemonstration(ctx context.Context, account string) (int, catalog.Revision, error) {
	cleared := 0
	revision, err := e.store.InTx(ctx, catalog.Publication{Account: account, Note: "清除演示数据"}, func(tx Tx) error {
		data, err := tx.Load()
		if err != nil {
			return err
		}
		for _, r := range data.Records() {
			h := r.Base()
			if !h.Demonstration || h.State == catalog.Cancelled {
				continue
			}
			withdraw(r, "演示数据已清除")
			if err := tx.Save(r); err != nil {
				return fmt.Errorf("clear the demonstration: %w", err)
			}
			cleared++
		}
		return nil
	})
	return cleared, revision, err
}

// withdraw cancels a record that is no longer offered. What suspended it for a time no longer matters.
func withdraw(r catalog.Record, note string) {
	r.Base().Cancel(catalog.NoLongerOffered, note, nil)
	switch r := r.(type) {
	case *catalog.Matter:
		r.Suspension = nil
	case *catalog.Bundle:
		r.Suspension = nil
	}
}
