package exchange

import (
	"slices"

	"servicehall/internal/catalog"
)

// as returns a function that gives a record of the type R, for tables of that kind.
func as[T any](r catalog.Record) (*T, bool) {
	v, ok := any(r).(*T)
	return v, ok
}

// headFields are the columns that every kind of record has, in two parts: first and last.
func headFields[T any](code_, name string, h func(*T) *catalog.Head) (first, last []field[T]) {
	first = []field[T]{
		code(code_, "/code", func(v *T) *string { return &h(v).Code }).must(),
		text(name, "/name", func(v *T) *string { return &h(v).Name }).must(),
	}
	last = []field[T]{
		formerCodes("曾用编码", func(v *T) *[]string { return &h(v).FormerCodes }),
		former[T](formerHeader(code_)),
	}
	return first, append(last, stateFields(code_, h)...)
}

// stateFields are the columns that say whether a record is in use and why not.
func stateFields[T any](code_ string, h func(*T) *catalog.Head) []field[T] {
	cancelled := func(v *T) *catalog.Cancellation {
		if h(v).Cancellation == nil {
			h(v).Cancellation = &catalog.Cancellation{Reason: catalog.NoLongerOffered}
		}
		return h(v).Cancellation
	}
	return []field[T]{
		label(stateHeader, "/state", "state", func(v *T) *catalog.State { return &h(v).State }).noted("在用、暂停或者取消；取消的记录不再办理，编码不再给别的记录用"),
		{
			column: column{header: "取消原因", pointer: "/cancellation/reason", list: "cancellationReason"},
			get: func(v *T) string {
				if c := h(v).Cancellation; c != nil {
					return labelOf("cancellationReason", string(c.Reason))
				}
				return ""
			},
			set: func(e *env, v *T, s string) error {
				if s == "" {
					return nil
				}
				reason, err := e.words.value("取消原因", "cancellationReason", s)
				cancelled(v).Reason = catalog.Reason(reason)
				return err
			},
		},
		{
			column: column{header: "取消说明", pointer: "/cancellation/note"},
			get: func(v *T) string {
				if c := h(v).Cancellation; c != nil {
					return c.Note
				}
				return ""
			},
			set: func(_ *env, v *T, s string) error {
				if s != "" || h(v).Cancellation != nil {
					cancelled(v).Note = s
				}
				return nil
			},
		},
		{
			column: column{header: successorHeader(code_), pointer: "/cancellation/successor", code: true, note: "编码或者名称"},
			get: func(v *T) string {
				if c := h(v).Cancellation; c != nil && c.Successor != nil {
					return *c.Successor
				}
				return ""
			},
			set: func(e *env, v *T, s string) (err error) {
				s = plainCode(s)
				if kind := any(v).(catalog.Record).Kind(); e.knows(kind, s) { // else it may stand further down
					if s, err = e.resolve(kind, s); err != nil {
						return err
					}
				}
				if s != "" {
					cancelled(v).Successor = &s
				} else if c := h(v).Cancellation; c != nil {
					c.Successor = nil
				}
				return nil
			},
		},
		flag("演示数据", "/demonstration", func(v *T) *bool { return &h(v).Demonstration }).noted("是：示意的数据，不是本县的真实数据"),
	}
}

// formerCodes is the column of the codes that a record had. They only ever grow: a code keeps its meaning.
func formerCodes[T any](header string, at func(*T) *[]string) field[T] {
	f := codes(header, "/formerCodes", at)
	set := f.set
	f.set = func(e *env, v *T, s string) error {
		before := *at(v)
		err := set(e, v, s)
		*at(v) = united(before, *at(v))
		return err
	}
	return f
}

// united returns the first list and what of the second is not in it.
func united(first, second []string) []string {
	out := slices.Clone(first)
	for _, s := range second {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// former is the column that gives a record a new code: it names the present one, and the planner reads it.
func former[T any](header string) field[T] {
	return field[T]{
		column: column{header: header, pointer: "/formerCodes", code: true, inOnly: true},
		get:    func(*T) string { return "" },
		set:    func(*env, *T, string) error { return nil },
	}
}

// stateHeader is the header of the column of a record's state, in every table.
const stateHeader = "状态"

// formerHeader is the header of that column in the table whose records are named by key.
func formerHeader(key string) string { return "原" + key }

func successorHeader(code_ string) string {
	if code_ == "事项编码" {
		return "继任事项"
	}
	return "继任编码"
}

func fieldsOf[T any](code_, name string, h func(*T) *catalog.Head, middle ...field[T]) []field[T] {
	first, last := headFields(code_, name, h)
	return append(append(first, middle...), last...)
}

// tables returns every sheet, what is referred to first.
func tables() []table {
	return []table{
		newRecordTable("部门", catalog.KindDepartment,
			func(c string) catalog.Record {
				return &catalog.Department{Head: catalog.Head{Code: c, State: catalog.Active}, Nature: "1"}
			}, as[catalog.Department],
			fieldsOf("部门编码", "部门名称", func(d *catalog.Department) *catalog.Head { return &d.Head },
				text("简称", "/shortName", func(d *catalog.Department) *string { return &d.ShortName }),
				code("行政区划", "/division", func(d *catalog.Department) *string { return &d.Division }),
				label("主体性质", "/nature", "nature", func(d *catalog.Department) *string { return &d.Nature }),
				text("职责", "/summary", func(d *catalog.Department) *string { return &d.Summary }).broad(),
				text("地址", "/address", func(d *catalog.Department) *string { return &d.Address }),
				text("电话", "/phone", func(d *catalog.Department) *string { return &d.Phone }),
			)),
		newRecordTable("专区", catalog.KindZone,
			func(c string) catalog.Record {
				return &catalog.Zone{Head: catalog.Head{Code: c, State: catalog.Active}}
			}, as[catalog.Zone],
			fieldsOf("专区编码", "专区名称", func(z *catalog.Zone) *catalog.Head { return &z.Head },
				text("说明", "/summary", func(z *catalog.Zone) *string { return &z.Summary }).broad(),
				text("地址", "/address", func(z *catalog.Zone) *string { return &z.Address }),
				text("楼层", "/floor", func(z *catalog.Zone) *string { return &z.Floor }),
				location(),
			)),
		newRecordTable("窗口", catalog.KindWindow,
			func(c string) catalog.Record {
				return &catalog.Window{Head: catalog.Head{Code: c, State: catalog.Active}}
			}, as[catalog.Window],
			fieldsOf("窗口编码", "窗口名称", func(w *catalog.Window) *catalog.Head { return &w.Head },
				ref("专区", "/zone", catalog.KindZone, func(w *catalog.Window) *string { return &w.Zone }).must(),
				refs("进驻部门", "/departments", catalog.KindDepartment, func(w *catalog.Window) *[]string { return &w.Departments }),
				flag("综合窗口", "/comprehensive", func(w *catalog.Window) *bool { return &w.Comprehensive }),
				closedUntil(), closedReason(),
				text("电话", "/phone", func(w *catalog.Window) *string { return &w.Phone }),
			)),
		windowHours(),
		newRecordTable("场景", catalog.KindScene,
			func(c string) catalog.Record {
				return &catalog.Scene{Head: catalog.Head{Code: c, State: catalog.Active}}
			}, as[catalog.Scene],
			fieldsOf("场景编码", "场景名称", func(s *catalog.Scene) *catalog.Head { return &s.Head },
				label("生命周期", "/lifecycle", "lifecycle", func(s *catalog.Scene) *catalog.Lifecycle { return &s.Lifecycle }).must(),
				text("说明", "/summary", func(s *catalog.Scene) *string { return &s.Summary }).broad(),
			)),
		matterTable(),
		materials(), steps(), specialProcedures(), fees(), results(), legalBases(), conditions(), faqs(), intermediaries(), contacts(), remedies(), questions(),
		bundleTable(), members(), bundleQuestions(),
		thesaurusTable(), calendarTable(),
	}
}
