package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"time"

	"gorm.io/gorm"

	"servicehall/internal/catalog"
	"servicehall/internal/editing"
)

// catalogueRow is the catalogue's own row.
type catalogueRow struct {
	ID                  int64
	Epoch               string
	Revision            int64
	AwaitsDemonstration bool
	ChangesFrom         int64
}

func (catalogueRow) TableName() string { return "catalogue" }

type revisionRow struct {
	Revision    int64 `gorm:"primaryKey;autoIncrement:false"`
	PublishedAt catalog.Time
	Account     string
	Note        string
}

func (revisionRow) TableName() string { return "revisions" }

type versionRow struct {
	ID       int64 `gorm:"primaryKey"`
	Kind     catalog.Kind
	RecordID int64
	Version  int
	Revision int64
	Document []byte
}

func (versionRow) TableName() string { return "versions" }

type codeRow struct {
	Kind     catalog.Kind
	Code     string
	RecordID int64
}

func (codeRow) TableName() string { return "codes" }

type changeRow struct {
	Revision int64          `gorm:"primaryKey;autoIncrement:false"`
	Kind     catalog.Kind   `gorm:"primaryKey"`
	Code     string         `gorm:"primaryKey"`
	Extent   catalog.Extent `gorm:"primaryKey;autoIncrement:false"`
}

func (changeRow) TableName() string { return "changes" }

// Revision returns where the catalogue stands; it costs one look-up.
func (s *Store) Revision(ctx context.Context) (catalog.Revision, error) {
	return revision(s.read.WithContext(ctx))
}

func revision(db *gorm.DB) (catalog.Revision, error) {
	var row catalogueRow
	if err := db.Take(&row).Error; err != nil {
		return catalog.Revision{}, fmt.Errorf("catalogue's revision: %w", translate(err))
	}
	r := catalog.Revision{Epoch: row.Epoch, Number: row.Revision}
	if row.Revision == 0 {
		return r, nil
	}
	var published revisionRow
	if err := db.Take(&published, "revision = ?", row.Revision).Error; err != nil {
		return catalog.Revision{}, fmt.Errorf("revision %d: %w", row.Revision, translate(err))
	}
	r.PublishedAt = published.PublishedAt
	return r, nil
}

// AwaitsDemonstration says whether the database was made for the demonstration catalogue and nothing has been
// published into it yet.
func (s *Store) AwaitsDemonstration(ctx context.Context) (bool, error) {
	var row catalogueRow
	err := s.read.WithContext(ctx).Take(&row).Error
	return row.AwaitsDemonstration, translate(err)
}

// Load reads the whole catalogue, cancelled records too, as it stands at one revision.
func (s *Store) Load(ctx context.Context) (*catalog.Dataset, catalog.Revision, error) {
	data, _, at, err := s.Since(ctx, 0)
	return data, at, err
}

// Check proves that the database can be read and is sound.
func (s *Store) Check(ctx context.Context) error {
	var result string
	if err := s.read.WithContext(ctx).Raw("PRAGMA quick_check(1)").Scan(&result).Error; err != nil {
		return fmt.Errorf("check the database: %w", err)
	}
	if result != "ok" {
		return fmt.Errorf("check the database: %s", result)
	}
	return nil
}

// tx is a transaction that writes the catalogue.
type tx struct {
	db    *gorm.DB
	at    catalog.Revision // the revision that this transaction publishes
	saved int
	zip   *gzip.Writer // used for every version, since a new one costs more than what it packs
}

// InTx runs fn in one transaction. What fn saves becomes one revision, raised here so that no writer can
// forget it; when fn saves nothing there is none, and the present one comes back. An error of fn undoes
// everything.
func (s *Store) InTx(ctx context.Context, by catalog.Publication, fn func(editing.Tx) error) (catalog.Revision, error) {
	var at catalog.Revision
	err := s.write.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		var err error
		if at, err = revision(db); err != nil {
			return err
		}
		t := &tx{db: db, zip: gzip.NewWriter(io.Discard), at: catalog.Revision{Epoch: at.Epoch, Number: at.Number + 1, PublishedAt: catalog.Time{Time: s.now().UTC().Truncate(time.Second)}}}
		row := revisionRow{Revision: t.at.Number, PublishedAt: t.at.PublishedAt, Account: by.Account, Note: by.Note}
		if err := db.Create(&row).Error; err != nil {
			return translate(err)
		}
		if err := fn(t); err != nil {
			return err
		}
		if t.saved == 0 {
			return db.Delete(&row).Error // nothing was published
		}
		at = t.at
		return db.Table("catalogue").Where("id = 1").Updates(map[string]any{"revision": t.at.Number, "awaits_demonstration": false}).Error
	})
	if err != nil {
		return catalog.Revision{}, translate(err)
	}
	return at, nil
}

// lists returns where the records of each kind go.
func lists(data *catalog.Dataset) map[catalog.Kind]any {
	return map[catalog.Kind]any{
		catalog.KindDepartment: &data.Departments, catalog.KindZone: &data.Zones, catalog.KindWindow: &data.Windows, catalog.KindScene: &data.Scenes,
		catalog.KindMatter: &data.Matters, catalog.KindBundle: &data.Bundles, catalog.KindCalendar: &data.Calendar, catalog.KindThesaurus: &data.Thesaurus,
	}
}

// load reads every record into data, each kind sorted by code.
func load(db *gorm.DB, data *catalog.Dataset) error {
	for _, into := range lists(data) {
		if err := db.Order("code").Find(into).Error; err != nil {
			return translate(err)
		}
	}
	return nil
}

// Load reads the records that the catalogue has at this point of the transaction.
func (t *tx) Load() (*catalog.Dataset, error) {
	var data catalog.Dataset
	return &data, load(t.db, &data)
}

// Save writes the record, counts its version, keeps that version whole and logs what it touches. A record without
// an id is new. A code that another record has or had is an error that wraps catalog.ErrConflict.
func (t *tx) Save(r catalog.Record) error {
	h := r.Base()
	catalog.FillLists(r)
	isNew := h.ID == 0
	var before catalog.Record
	if !isNew {
		before = reflect.New(reflect.TypeOf(r).Elem()).Interface().(catalog.Record)
		if err := t.db.Take(before, h.ID).Error; err != nil {
			return fmt.Errorf("%s %q: %w", r.Kind(), h.Code, translate(err))
		}
	}
	h.Version++
	h.UpdatedAt = t.at.PublishedAt
	write := t.db.Save
	if isNew {
		write = t.db.Create
	}
	if err := write(r).Error; err != nil {
		return fmt.Errorf("%s %q: %w", r.Kind(), h.Code, translate(err))
	}
	for _, code := range append([]string{h.Code}, h.FormerCodes...) {
		if err := t.claim(r.Kind(), code, h.ID); err != nil {
			return fmt.Errorf("%s %q: %w", r.Kind(), code, err)
		}
	}
	document, err := t.pack(r)
	if err != nil {
		return fmt.Errorf("%s %q: %w", r.Kind(), h.Code, err)
	}
	row := versionRow{Kind: r.Kind(), RecordID: h.ID, Version: h.Version, Revision: t.at.Number, Document: document}
	if err := t.db.Create(&row).Error; err != nil {
		return fmt.Errorf("version %d of %s %q: %w", h.Version, r.Kind(), h.Code, translate(err))
	}
	t.saved++
	return t.log(catalog.Touches(before, r))
}

// log notes what the revision touches.
func (t *tx) log(touches []catalog.Touch) error {
	for _, touch := range touches {
		err := t.db.Exec("INSERT INTO changes (revision, kind, code, extent) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", t.at.Number, touch.Kind, touch.Code, touch.Extent).Error
		if err != nil {
			return fmt.Errorf("log of changes: %w", translate(err))
		}
	}
	return nil
}

// claim gives the code to the record for ever, unless it is its own already.
func (t *tx) claim(kind catalog.Kind, code string, id int64) error {
	err := t.db.Exec("INSERT INTO codes (kind, code, record_id) VALUES (?, ?, ?) ON CONFLICT (kind, code) DO NOTHING", kind, code, id).Error
	if err != nil {
		return translate(err)
	}
	var owner codeRow
	if err := t.db.Take(&owner, "kind = ? AND code = ?", kind, code).Error; err != nil {
		return translate(err)
	}
	if owner.RecordID != id {
		return catalog.ErrConflict
	}
	return nil
}

// pack returns the record as gzipped JSON.
func (t *tx) pack(r catalog.Record) ([]byte, error) {
	var b bytes.Buffer
	t.zip.Reset(&b)
	if err := json.NewEncoder(t.zip).Encode(r); err != nil {
		return nil, err
	}
	if err := t.zip.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
