// Package editing is the only way a change enters the catalogue: what is published comes through here, is
// checked, and becomes one revision.
package editing

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"servicehall/internal/catalog"
	"servicehall/internal/exchange"
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

// ImportFile is a file to be taken into the catalogue.
type ImportFile struct {
	// Plan plans the import into the present catalogue, which it does not change.
	Plan func(present *catalog.Dataset) (*exchange.Plan, error)
}

// ImportOptions say how files are taken.
type ImportOptions struct {
	GoodRows bool                  // take what has no faults, instead of nothing
	DryRun   bool                  // write nothing; the plans say what would be
	Progress func(done, total int) // called now and then while records are saved; nil: nobody looks
}

// errUndo undoes a transaction that is not to be kept, without being anybody's error.
var errUndo = errors.New("undo")

// Import takes files into the catalogue as one revision, each after the one before it, all or nothing unless the
// options say otherwise. The plans of all files that were looked at come back, also when nothing was published
// because of faults, a dry run or because nothing changes; the revision is then the present one's zero value. After a
// file with faults the next is planned upon what the good records of that file would have given.
func (e *Editor) Import(ctx context.Context, files []ImportFile, o ImportOptions, by catalog.Publication) ([]*exchange.Plan, catalog.Revision, error) {
	var plans []*exchange.Plan
	revision, err := e.store.InTx(ctx, by, func(tx Tx) error {
		blocked := false
		came := map[recordID]bool{} // what the files before this one change
		for i, f := range files {
			present, err := tx.Load()
			if err != nil {
				return err
			}
			plan, err := f.Plan(present)
			if err != nil {
				return err
			}
			plans = append(plans, plan)
			if blocked {
				plan.Report.Notes = append(plan.Report.Notes, "前面的文件有错误，这个文件是照前面的文件里没有错误的记录检查的；提到前面那些错误记录的地方，前面改正以后就不再是错误")
			}
			if again := cameAgain(came, plan.Records); len(again) > 0 {
				plan.Report.Notes = append(plan.Report.Notes, fmt.Sprintf("前面的文件也改了其中的%d条，两处都写的以这个文件为准：%s", len(again), strings.Join(again[:min(len(again), 10)], "、")))
			}
			blocked = blocked || plan.Report.Count(exchange.Error) > 0 && !o.GoodRows
			if blocked && i == len(files)-1 {
				break // nothing is kept, and nothing is planned upon it any more
			}
			for i, r := range plan.Records {
				if err := tx.Save(r); err != nil {
					return err
				}
				came[recordID{r.Kind(), r.Base().ID}] = true
				if o.Progress != nil && !blocked {
					o.Progress(i+1, len(plan.Records))
				}
			}
		}
		if blocked || o.DryRun {
			return errUndo
		}
		return nil
	})
	if errors.Is(err, errUndo) {
		return plans, catalog.Revision{}, nil
	}
	return plans, revision, err
}

// recordID names a record while its code may change.
type recordID struct {
	kind catalog.Kind
	id   int64
}

// cameAgain lists the records that came before.
func cameAgain(came map[recordID]bool, records []catalog.Record) (names []string) {
	for _, r := range records {
		if h := r.Base(); came[recordID{r.Kind(), h.ID}] {
			names = append(names, fmt.Sprintf("%s（%s）", h.Name, h.Code))
		}
	}
	return names
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
