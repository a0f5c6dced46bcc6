package snapshot

import (
	"fmt"

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

// find looks a code up: catalog.ErrNotFound when nothing has or had it, *Moved for a former code, *Gone for
// a record that was cancelled, under any of its codes.
func (v *View) find(kind catalog.Kind, code string) error {
	r, ok := v.codes[kind][code]
	if !ok {
		return fmt.Errorf("%s %q: %w", kind.Label(), code, catalog.ErrNotFound)
	}
	h := r.Base()
	if h.State == catalog.Cancelled {
		gone := &Gone{Kind: kind, Code: h.Code}
		if c := h.Cancellation; c != nil {
			gone.Reason, gone.Note = c.Reason, c.Note
			if c.Successor != nil {
				ref := v.ref(kind, *c.Successor)
				gone.Successor = &ref
			}
		}
		return gone
	}
	if h.Code != code {
		return &Moved{Code: h.Code}
	}
	return nil
}

func lookUp[T any](v *View, kind catalog.Kind, code string, from map[string]T) (T, error) {
	if err := v.find(kind, code); err != nil {
		var none T
		return none, err
	}
	return from[code], nil
}

// Matter returns the matter with the code. The errors of all look-ups: one that wraps
// catalog.ErrNotFound, *Moved or *Gone.
func (v *View) Matter(code string) (*Matter, error) {
	return lookUp(v, catalog.KindMatter, code, v.matterByCode)
}

// Bundle returns the bundle with the code.
func (v *View) Bundle(code string) (*Bundle, error) {
	return lookUp(v, catalog.KindBundle, code, v.bundleByCode)
}

// Department returns the department with the code.
func (v *View) Department(code string) (*DepartmentDocument, error) {
	return lookUp(v, catalog.KindDepartment, code, v.departments)
}

// Zone returns the zone with the code.
func (v *View) Zone(code string) (*ZoneDocument, error) {
	return lookUp(v, catalog.KindZone, code, v.zones)
}

// Window returns the window with the code.
func (v *View) Window(code string) (*WindowDocument, error) {
	return lookUp(v, catalog.KindWindow, code, v.windows)
}

// Scene returns the scene with the code.
func (v *View) Scene(code string) (*SceneDocument, error) {
	return lookUp(v, catalog.KindScene, code, v.scenes)
}

// Current turns codes into the present ones of the records that have or had them; unknown ones stay.
func (v *View) Current(kind catalog.Kind, codes []string) []string {
	current := make([]string, len(codes))
	for i, code := range codes {
		current[i] = v.ref(kind, code).Code
	}
	return current
}
