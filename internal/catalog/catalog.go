// Package catalog is what the hall offers and the rules it obeys: departments, zones, windows, scenes,
// matters and bundles, their closed lists and what makes a record valid.
//
// The structs are the rows that package store keeps and, unchanged, the records that versions, files and
// drafts hold. A record refers to another by code, current or former: a code never changes its meaning, so
// a reference stays true when a department or a matter is given a new code.
package catalog

import (
	"errors"
	"fmt"
	"time"
)

// Errors that callers tell apart.
var (
	// ErrNotFound says that no record has the code that was asked for.
	ErrNotFound = errors.New("目录里没有这个编码")
	// ErrConflict says that a code, current or former, belongs to another record already.
	ErrConflict = errors.New("编码已被另一条记录使用")
)

// Kind is one of the catalogue's kinds of record.
type Kind string

// The kinds of record.
const (
	KindDepartment Kind = "department" // 实施主体
	KindZone       Kind = "zone"       // 专区
	KindWindow     Kind = "window"     // 窗口
	KindScene      Kind = "scene"      // 场景
	KindMatter     Kind = "matter"     // 事项 (业务办理项)
	KindBundle     Kind = "bundle"     // 一件事
	KindCalendar   Kind = "calendar"   // 节假日
	KindThesaurus  Kind = "thesaurus"  // 词库
)

// Kinds returns every kind in the order in which records can be saved: what is referred to comes first.
func Kinds() []Kind {
	return []Kind{KindDepartment, KindZone, KindWindow, KindScene, KindMatter, KindBundle, KindCalendar, KindThesaurus}
}

// Label is the Chinese word for the kind.
func (k Kind) Label() string {
	return map[Kind]string{
		KindDepartment: "部门", KindZone: "专区", KindWindow: "窗口", KindScene: "场景", KindMatter: "事项", KindBundle: "一件事",
		KindCalendar: "节假日", KindThesaurus: "词库",
	}[k]
}

// List is the name of the kind's list in files and in the snapshot: departments, matters, calendar.
func (k Kind) List() string {
	if k == KindCalendar || k == KindThesaurus {
		return string(k)
	}
	return string(k) + "s"
}

// State says whether a record is in use (事项状态 of the national exchange tables).
type State string

// The states of a published record.
const (
	Active    State = "active"    // 在用
	Suspended State = "suspended" // 暂停
	Cancelled State = "cancelled" // 取消; such a record is never deleted, so that its code keeps its meaning
)

// Reason says why a record was cancelled.
type Reason string

// The reasons of a cancellation.
const (
	PublishedInError Reason = "error"           // 发布有误
	Merged           Reason = "merged"          // 并入其他记录
	NoLongerOffered  Reason = "noLongerOffered" // 不再办理
)

// Cancellation says why a record is no longer in use and what took its place.
type Cancellation struct {
	Reason    Reason  `json:"reason" example:"merged"`
	Note      string  `json:"note" example:"机构改革后由另一部门办理"`
	Successor *string `json:"successor" extensions:"x-nullable" example:"11610829999900311X4000131001001"` // code of the record to use instead
}

// Suspension says why a record is out of use for a time.
type Suspension struct {
	Reason string `json:"reason" example:"系统升级"`
	Until  *Date  `json:"until" swaggertype:"string" format:"date" extensions:"x-nullable"` // last day, nil where not known
}

// Head is what every record of the catalogue has.
type Head struct {
	ID            int64         `gorm:"primaryKey" json:"-"`          // internal, never shown, never used again
	Serial        int           `gorm:"column:child_serial" json:"-"` // highest number that an id of a child was made with
	Code          string        `json:"code" example:"11610829999900311X"`
	FormerCodes   []string      `gorm:"serializer:json" json:"formerCodes"`
	Name          string        `json:"name"`
	State         State         `json:"state"`
	Cancellation  *Cancellation `gorm:"serializer:json" json:"cancellation" extensions:"x-nullable"`
	Version       int           `json:"version" example:"1"` // counts this record's publications, from 1
	Demonstration bool          `json:"demonstration"`       // illustrative data, not the county's own
	UpdatedAt     Time          `json:"updatedAt" swaggertype:"string" format:"date-time"`
}

// Base returns the record's head; it makes every kind of record a Record.
func (h *Head) Base() *Head { return h }

// Record is any record of the catalogue.
type Record interface {
	Base() *Head
	Kind() Kind
}

// Cancel takes the record out of use for good.
func (h *Head) Cancel(reason Reason, note string, successor *string) {
	h.State = Cancelled
	h.Cancellation = &Cancellation{Reason: reason, Note: note, Successor: successor}
}

// Beijing is the offset of every time that people see: +08:00, all year.
func Beijing() *time.Location { return time.FixedZone("+08:00", 8*60*60) }

// Time is a moment. It is shown as RFC 3339 at +08:00 and stored as text in UTC, to the second.
type Time struct{ time.Time }

// MarshalJSON writes the moment as RFC 3339 at +08:00.
func (t Time) MarshalJSON() ([]byte, error) {
	return []byte(t.In(Beijing()).Format(`"` + time.RFC3339 + `"`)), nil
}

// UnmarshalJSON reads an RFC 3339 moment.
func (t *Time) UnmarshalJSON(b []byte) error {
	v, err := time.Parse(`"`+time.RFC3339+`"`, string(b))
	if err != nil {
		return fmt.Errorf("%s 不是时间，请写成 2026-11-23T09:00:00+08:00", b)
	}
	t.Time = v.UTC()
	return nil
}

// Date is a day, written 2026-11-23.
type Date string

// Valid says whether the day exists.
func (d Date) Valid() bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

// Revision says where a catalogue stands. Revisions count publications within an epoch; the epoch changes
// whenever history does, such as after a restore.
type Revision struct {
	Epoch       string
	Number      int64 // 0: nothing has been published
	PublishedAt Time
}

// Publication says who publishes and why.
type Publication struct {
	Account string
	Note    string
}
