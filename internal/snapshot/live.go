package snapshot

import (
	"sync"
	"sync/atomic"
)

// Live holds the view that requests are answered from.
type Live struct {
	view   atomic.Pointer[View]
	update sync.Mutex // one view is made at a time
}

// Current returns the newest view, nil before the first. A request calls it once and answers from that view.
func (l *Live) Current() *View { return l.view.Load() }

// Swap puts a newer view in place. A view of an older revision of the same epoch never replaces a newer one;
// Swap says whether v is the current view now.
func (l *Live) Swap(v *View) bool {
	for {
		old := l.view.Load()
		if old != nil && old.Revision.Epoch == v.Revision.Epoch && old.Revision.Number > v.Revision.Number {
			return false
		}
		if l.view.CompareAndSwap(old, v) {
			if old != nil && old != v {
				close(old.superseded)
			}
			return true
		}
	}
}

// Update puts the view in place that next makes of the current one; nil leaves it. Updates wait for each other.
func (l *Live) Update(next func(current *View) (*View, error)) error {
	l.update.Lock()
	defer l.update.Unlock()
	v, err := next(l.Current())
	if err == nil && v != nil {
		l.Swap(v)
	}
	return err
}
