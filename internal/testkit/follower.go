package testkit

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"

	"servicehall/internal/catalog"
)

// Fataler is a test, rapid's or Go's.
type Fataler interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// Follower keeps a copy of the catalogue as a client would: documents by list and code.
type Follower struct {
	Epoch    string
	Revision int64
	lists    map[string]map[string]string
}

// NewFollower begins with a snapshot's bytes.
func NewFollower(t Fataler, snapshot []byte) *Follower {
	t.Helper()
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(snapshot, &raw); err != nil {
		t.Fatal(err)
	}
	f := &Follower{lists: map[string]map[string]string{}}
	for name, value := range raw {
		var err error
		switch name {
		case "epoch":
			err = json.Unmarshal(value, &f.Epoch)
		case "revision":
			err = json.Unmarshal(value, &f.Revision)
		default:
			var list []json.RawMessage
			err = json.Unmarshal(value, &list)
			f.lists[name] = map[string]string{}
			for _, document := range list {
				var head struct{ Code string }
				if err := json.Unmarshal(document, &head); err != nil {
					t.Fatal(err)
				}
				f.lists[name][head.Code] = string(document)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return f
}

// Apply takes in the bytes of an answer to /changes and holds that it fits: it begins where the follower stands, never
// goes back, and names no code twice.
func (f *Follower) Apply(t Fataler, body []byte) {
	t.Helper()
	var changes struct {
		Epoch    string
		From, To int64
		Upserts  []struct {
			Kind     catalog.Kind
			Code     string
			Document json.RawMessage
		}
		Deletes []struct {
			Kind catalog.Kind
			Code string
		}
	}
	if err := json.Unmarshal(body, &changes); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	if changes.Epoch != f.Epoch || changes.From != f.Revision || changes.To < changes.From {
		t.Fatalf("at %s %d: %s", f.Epoch, f.Revision, body)
	}
	seen := map[string]bool{}
	once := func(kind catalog.Kind, code string) {
		if key := string(kind) + "/" + code; seen[key] {
			t.Fatalf("%s stands twice", key)
		} else {
			seen[key] = true
		}
	}
	for _, d := range changes.Deletes {
		once(d.Kind, d.Code)
		delete(f.lists[d.Kind.List()], d.Code)
	}
	for _, u := range changes.Upserts {
		once(u.Kind, u.Code)
		f.lists[u.Kind.List()][u.Code] = string(u.Document)
	}
	f.Revision = changes.To
}

// Equal holds that the copy is the snapshot, document by document to the byte.
func (f *Follower) Equal(t Fataler, snapshot []byte) {
	t.Helper()
	want := NewFollower(t, snapshot)
	if f.Epoch != want.Epoch || f.Revision != want.Revision {
		t.Fatalf("the copy stands at %s %d, the catalogue at %s %d", f.Epoch, f.Revision, want.Epoch, want.Revision)
	}
	for name, list := range want.lists {
		if maps.Equal(list, f.lists[name]) {
			continue
		}
		for code, document := range list {
			if have := f.lists[name][code]; have != document {
				t.Fatalf("revision %d, %s %s: the copy has\n%s\nthe catalogue\n%s", f.Revision, name, code, have, document)
			}
		}
		for code := range f.lists[name] {
			if _, ok := list[code]; !ok {
				t.Fatalf("revision %d: the copy still has %s %s", f.Revision, name, code)
			}
		}
	}
}

// Sum is a hash of everything in the copy.
func (f *Follower) Sum() string {
	b, err := json.Marshal(f.lists) // maps are written in the order of their keys
	if err != nil {
		panic(err) // texts
	}
	return fmt.Sprintf("%x", sha256.Sum256(b))
}
