package snapshot

import (
	"fmt"
	"slices"

	"servicehall/internal/catalog"
)

// Moved is the error for a code that a record had once; Code is its present one.
type Moved struct{ Code string }

// Error says where the record is now.
func (e *Moved) Error() string { return fmt.Sprintf("编码已改为 %s", e.Code) }

// Gone is the error for a record that was cancelled.
type Gone struct {
	Kind      catalog.Kind
	Code      string
	Reason    catalog.Reason
	Note      string
	Successor *Ref // nil where there is none
}

// Error says that the record was cancelled and what took its place.
func (e *Gone) Error() string {
	s := fmt.Sprintf("%s %s 已取消", e.Kind.Label(), e.Code)
	if e.Note != "" {
		s += "：" + e.Note
	}
	if e.Successor != nil {
		s += fmt.Sprintf("，请改查 %s（%s）", e.Successor.Name, e.Successor.Code)
	}
	return s
}

// Look returns the record with the code: an error that wraps catalog.ErrNotFound when nothing has or had it, *Moved
// for a former code, *Gone for a record that was cancelled, under any of its codes.
func (v *View) Look(kind catalog.Kind, code string) (*Entry, error) {
	e := v.kinds[kind].find(code)
	if e == nil {
		return nil, fmt.Errorf("%s %q: %w", kind.Label(), code, catalog.ErrNotFound)
	}
	h := e.Record.Base()
	if h.State == catalog.Cancelled {
		return nil, v.gone(e.Record)
	}
	if h.Code != code {
		return nil, &Moved{Code: h.Code}
	}
	return e, nil
}

func (v *View) gone(r catalog.Record) *Gone {
	gone := &Gone{Kind: r.Kind(), Code: r.Base().Code}
	if c := r.Base().Cancellation; c != nil {
		gone.Reason, gone.Note = c.Reason, c.Note
		if c.Successor != nil {
			ref := v.ref(r.Kind(), *c.Successor)
			gone.Successor = &ref
		}
	}
	return gone
}

// Guides looks several matters up: those that are published, each once and in the order of their codes, those that
// are cancelled, and the codes that nothing has or had. A former code finds the record.
func (v *View) Guides(codes []string) (found []*Entry, gone []Deletion, unknown []string) {
	gone, unknown = []Deletion{}, []string{}
	c := v.kinds[catalog.KindMatter]
	for _, code := range codes {
		switch e := c.find(code); {
		case e == nil:
			unknown = append(unknown, code)
		case !e.published():
			g := v.gone(e.Record)
			gone = append(gone, Deletion{Kind: g.Kind, Code: code, Reason: g.Reason, Successor: g.Successor})
		case !slices.Contains(found, e):
			found = append(found, e)
		}
	}
	return found, gone, unknown
}
