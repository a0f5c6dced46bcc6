package snapshot

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/cespare/xxhash/v2"

	"servicehall/internal/catalog"
)

// Entry is a record in a view. Its document and its line are encoded when they are first asked for, and an entry
// that nothing touched goes into the views that follow with them.
type Entry struct {
	Record catalog.Record

	slot     slot
	lead     string // present code of the department that it is sorted under, "" where there is none
	keys     []keyID
	document atomic.Pointer[Answer]
	line     atomic.Pointer[[]byte]
}

func (e *Entry) published() bool { return published(e.Record) }

// standsWhere says whether two states of an entry stand in the same lists at the same places: the keys hold the
// state and the department that it is sorted under.
func (e *Entry) standsWhere(next *Entry) bool {
	return e.Record.Base().Code == next.Record.Base().Code && slices.Equal(e.keys, next.keys)
}

// Answer is an encoded answer and its tag. It is compressed when that is first asked for.
type Answer struct {
	JSON      []byte
	Tag       string // the entity tag: it changes with the bytes
	PackedTag string // that of the compressed answer

	packed atomic.Pointer[[]byte]
}

// NewAnswer returns the answer with the bytes.
func NewAnswer(body []byte) *Answer {
	tag, packedTag := Tags(strconv.FormatUint(xxhash.Sum64(body), 16))
	return &Answer{JSON: body, Tag: tag, PackedTag: packedTag}
}

// Tags returns the entity tags of the two representations of what has the hash.
func Tags(hash string) (plain, packed string) { return `"` + hash + `"`, `"` + hash + `-gzip"` }

// packers are kept because a new one costs more than what it packs.
var packers = sync.Pool{New: func() any { return gzip.NewWriter(io.Discard) }}

// Gzip returns the answer compressed.
func (a *Answer) Gzip() []byte {
	if p := a.packed.Load(); p != nil {
		return *p
	}
	var b bytes.Buffer
	w := packers.Get().(*gzip.Writer)
	defer packers.Put(w)
	w.Reset(&b)
	_, _ = w.Write(a.JSON) // a buffer takes everything
	_ = w.Close()
	packed := slices.Clip(b.Bytes())
	a.packed.Store(&packed)
	return packed
}

// Encode returns the value as JSON, on one line, with < and > as they are. Documents hold plain data, so that it
// cannot fail.
func Encode(value any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err)
	}
	return slices.Clone(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// Document returns the record's whole document, encoded.
func (v *View) Document(e *Entry) *Answer {
	if a := e.document.Load(); a != nil {
		return a
	}
	a := NewAnswer(Encode(v.document(e)))
	e.document.Store(a)
	return a
}

// Line returns what a list shows of the record, encoded.
func (v *View) Line(e *Entry) []byte {
	if b := e.line.Load(); b != nil {
		return *b
	}
	var b []byte
	switch r := e.Record.(type) {
	case *catalog.Matter:
		b = Encode(v.matterItem(r))
	case *catalog.Bundle:
		b = Encode(v.bundleItem(r))
	default:
		return v.Document(e).JSON
	}
	e.line.Store(&b)
	return b
}
