package snapshot

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"servicehall/internal/catalog"
)

// ErrUnknownCursor says that a follower cannot be told what changed since where it stands: it has to begin with
// the snapshot again.
var ErrUnknownCursor = errors.New("目录里没有这个版本之后的变化记录")

// Recoded is the reason of a deletion whose record has another code now.
const Recoded catalog.Reason = "recoded"

// Whole is the whole catalogue, encoded. Only its compressed form is kept.
type Whole struct {
	Size   int64  // bytes, uncompressed
	SHA256 string // hex, of the uncompressed bytes
	Gzip   []byte

	view *View
}

// Snapshot returns the whole catalogue. It is encoded when it is first asked for.
func (v *View) Snapshot() *Whole {
	v.whole.once.Do(func() {
		w, sum := &Whole{view: v}, sha256.New()
		var b bytes.Buffer
		packed, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
		if err == nil {
			w.Size, err = v.writeSnapshot(io.MultiWriter(sum, packed))
		}
		if err = errors.Join(err, packed.Close()); err != nil {
			panic(err) // a hash and a buffer take everything
		}
		w.Gzip, w.SHA256 = slices.Clip(b.Bytes()), hex.EncodeToString(sum.Sum(nil))
		v.whole.answer = w
	})
	return v.whole.answer
}

// WriteTo writes it uncompressed.
func (w *Whole) WriteTo(to io.Writer) (int64, error) { return w.view.writeSnapshot(to) }

func (v *View) writeSnapshot(to io.Writer) (int64, error) {
	b := bufio.NewWriterSize(to, 64<<10)
	size := int64(0)
	put := func(bytes ...[]byte) {
		for _, p := range bytes {
			n, _ := b.Write(p) // the first error stays and comes back from Flush
			size += int64(n)
		}
	}
	put([]byte(`{"epoch":`), Encode(v.Revision.Epoch), []byte(`,"revision":`), Encode(v.Revision.Number))
	for _, kind := range catalog.Kinds() {
		put([]byte(`,"` + kind.List() + `":[`))
		for i, e := range byCode(v.All(kind)) {
			if i > 0 {
				put([]byte{','})
			}
			put(v.Document(e).JSON)
		}
		put([]byte{']'})
	}
	put([]byte{'}'})
	return size, b.Flush()
}

func byCode(entries []*Entry) []*Entry {
	slices.SortFunc(entries, func(a, b *Entry) int { return strings.Compare(a.Record.Base().Code, b.Record.Base().Code) })
	return entries
}

// Deletion is a code that names no published record any more.
type Deletion struct {
	Kind      catalog.Kind   `json:"kind" example:"matter"`
	Code      string         `json:"code"`
	Reason    catalog.Reason `json:"reason" example:"merged"`           // why it was cancelled; recoded: the record has another code now
	Successor *Ref           `json:"successor" extensions:"x-nullable"` // what to use instead
}

// keptChanges is how many revisions' followers share an answer that is kept: those who wait stand at the latest ones.
const keptChanges = 32

// changes are a view's answers to followers, by the revision where they stand, each made once.
type changes struct {
	mutex   sync.Mutex
	answers map[int64]*changesAnswer
}

type changesAnswer struct {
	once   sync.Once
	answer *Answer
	err    error
}

// of returns the place of the answer for a revision; one that is not kept where there are too many.
func (c *changes) of(since int64) *changesAnswer {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	a, ok := c.answers[since]
	if !ok {
		a = &changesAnswer{}
		if c.answers == nil {
			c.answers = map[int64]*changesAnswer{}
		}
		if len(c.answers) < keptChanges {
			c.answers[since] = a
		}
	}
	return a
}

// Changes returns what takes a copy of the catalogue from revision since to this view's. The error is
// ErrUnknownCursor for a revision or an epoch that is not known, or not any more, and where the changes would
// outweigh the snapshot.
func (v *View) Changes(since int64, epoch string) (*Answer, error) {
	if epoch != v.Revision.Epoch || since < v.knownFrom || since > v.Revision.Number {
		return nil, ErrUnknownCursor
	}
	a := v.changes.of(since)
	a.once.Do(func() { a.answer, a.err = v.makeChanges(since) })
	return a.answer, a.err
}

func (v *View) makeChanges(since int64) (*Answer, error) {
	found := touched{}
	named := map[catalog.Kind]map[string]bool{}
	for _, entry := range v.logSince(since) {
		v.reach(found, entry.Touch)
		if entry.Extent == catalog.Face {
			if named[entry.Kind] == nil {
				named[entry.Kind] = map[string]bool{}
			}
			named[entry.Kind][entry.Code] = true
		}
	}
	var entries []*Entry
	for _, kind := range catalog.Kinds() {
		var published []*Entry
		for s := range found[kind] {
			if e := v.kinds[kind].entries[s]; e.published() {
				published = append(published, e)
			}
		}
		entries = append(entries, byCode(published)...)
	}
	deletions := v.deletions(named)
	deletes := Encode(deletions)
	size := len(deletes) + 200 // for what stands around them
	for _, e := range entries {
		size += len(v.Document(e).JSON) + len(e.Record.Base().Code) + 60
	}
	if (len(entries)+len(deletions))*2 > v.documents() && int64(size) > v.Snapshot().Size+200 {
		return nil, ErrUnknownCursor
	}
	b := bytes.NewBuffer(make([]byte, 0, size))
	fmt.Fprintf(b, `{"epoch":%s,"from":%d,"to":%d,"more":false,"upserts":[`, Encode(v.Revision.Epoch), since, v.Revision.Number)
	for i, e := range entries {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(b, `{"kind":"%s","code":%s,"document":`, e.Record.Kind(), Encode(e.Record.Base().Code))
		b.Write(v.Document(e).JSON)
		b.WriteByte('}')
	}
	b.WriteString(`],"deletes":`)
	b.Write(deletes)
	b.WriteByte('}')
	return NewAnswer(b.Bytes()), nil
}

// logSince returns what was touched after a revision.
func (v *View) logSince(revision int64) []catalog.LogEntry {
	var entries []catalog.LogEntry
	for _, part := range slices.Backward(v.log) {
		first, _ := slices.BinarySearchFunc(part, revision+1, func(e catalog.LogEntry, r int64) int { return cmp.Compare(e.Revision, r) })
		entries = append(entries, part[first:]...)
		if first > 0 {
			break
		}
	}
	return entries
}

// documents counts the published records.
func (v *View) documents() (n int) {
	for _, c := range v.kinds {
		n += len(c.all.published)
	}
	return n
}

// deletions returns those of the codes that name no published record.
func (v *View) deletions(named map[catalog.Kind]map[string]bool) []Deletion {
	deletions := []Deletion{}
	for _, kind := range catalog.Kinds() {
		for code := range named[kind] {
			e := v.kinds[kind].find(code)
			switch {
			case e == nil || e.published() && e.Record.Base().Code == code:
			case e.published():
				ref := v.ref(kind, code)
				deletions = append(deletions, Deletion{Kind: kind, Code: code, Reason: Recoded, Successor: &ref})
			default:
				gone := v.gone(e.Record)
				deletions = append(deletions, Deletion{Kind: kind, Code: code, Reason: gone.Reason, Successor: gone.Successor})
			}
		}
	}
	slices.SortFunc(deletions, func(a, b Deletion) int {
		return cmp.Or(cmp.Compare(slices.Index(catalog.Kinds(), a.Kind), slices.Index(catalog.Kinds(), b.Kind)), strings.Compare(a.Code, b.Code))
	})
	return deletions
}

// Number is the revision as text.
func (v *View) Number() string { return strconv.FormatInt(v.Revision.Number, 10) }
