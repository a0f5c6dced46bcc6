package catalog

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Rules of windows, references and telephone numbers, which several kinds of record share.

func withoutWindow(_ *hall, r Record, say report) {
	var channels []Channel
	var windows []string
	switch r := r.(type) {
	case *Matter:
		channels, windows = r.Channels, r.Windows
	case *Bundle:
		channels, windows = r.Channels, r.Windows
	}
	if slices.Contains(channels, ChannelWindow) && len(windows) == 0 {
		say("/windows", "办理渠道里有窗口，却没有写在哪个窗口办；请补上窗口，或者去掉窗口渠道")
	}
}

func windowDepartment(h *hall, m *Matter, say report) {
	own := map[Record]bool{h.find(KindDepartment, m.Department): true}
	for _, code := range m.JointDepartments {
		own[h.find(KindDepartment, code)] = true
	}
	for i, code := range m.Windows {
		w := findAs[*Window](h, code)
		if w == nil || w.Comprehensive {
			continue
		}
		if !slices.ContainsFunc(w.Departments, func(d string) bool { return own[h.find(KindDepartment, d)] }) {
			say(fmt.Sprintf("/windows/%d", i), "窗口“%s”不是综合窗口，也没有这个事项的部门，请核对", w.Name)
		}
	}
}

func windowWithoutMatter(h *hall, w *Window, say report) {
	if !h.index().used[w] {
		say("", "没有事项或者一件事在这个窗口办，请补上，或者取消窗口")
	}
}

func windowHours(_ *hall, w *Window, say report) {
	if len(w.Hours) == 0 {
		say("/hours", "没有写办公时间，请补上")
	}
}

func zoneWithoutWindow(h *hall, z *Zone, say report) {
	if !h.index().used[z] {
		say("", "这个专区没有窗口，请补上，或者取消专区")
	}
}

func sceneWithoutBundle(h *hall, s *Scene, say report) {
	if !h.index().used[s] {
		say("", "这个场景没有一件事，请补上，或者取消场景")
	}
}

func departmentWithoutMatter(h *hall, d *Department, say report) {
	if !h.index().used[d] {
		say("", "这个部门没有事项，请补上，或者取消部门")
	}
}

func cancelledReference(h *hall, r Record, say report) {
	for _, ref := range References(r) {
		if to := h.find(ref.Kind, ref.Code); ref.Kind != KindMatter && to != nil && !isLive(to) { // members of a bundle have a rule of their own
			say(ref.Pointer, "%s“%s”已经取消%s，请换成在用的", ref.Kind.Label(), to.Base().Name, h.successor(to))
		}
	}
}

// successor names the record that took the place of a cancelled one, in brackets, where there is one.
func (h *hall) successor(r Record) string {
	if c := r.Base().Cancellation; c != nil && c.Successor != nil {
		if to := h.find(r.Kind(), *c.Successor); to != nil {
			return fmt.Sprintf("（由“%s”接替）", to.Base().Name)
		}
	}
	return ""
}

func jointDepartment(h *hall, r Record, say report) {
	switch r := r.(type) {
	case *Matter:
		h.withoutItself(r.Department, "/jointDepartments", r.JointDepartments, say)
	case *Bundle:
		h.withoutItself(r.Lead, "/joint", r.Joint, say)
	}
}

func (h *hall) withoutItself(own, pointer string, others []string, say report) {
	d := h.find(KindDepartment, own)
	for i, code := range others {
		if d != nil && h.find(KindDepartment, code) == d {
			say(fmt.Sprintf("%s/%d", pointer, i), "“%s”不能又是联办、配合部门，请去掉", d.Base().Name)
		}
	}
}

// phones returns the places and values of a matter's telephone contacts of one purpose.
func phones(m *Matter, purpose Purpose) (at []int, numbers [][]string) {
	for i, c := range m.Contacts {
		if c.Purpose == purpose && c.Way == ContactPhone {
			at, numbers = append(at, i), append(numbers, phoneNumbers(c.Value))
		}
	}
	return at, numbers
}

// phoneNumbers takes apart what people write into one field: numbers with 、or other marks between them.
func phoneNumbers(value string) []string {
	return strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune("、，,；;/ \t\n", r) })
}

func contactPhones(_ *hall, m *Matter, say report) {
	for _, purpose := range []Purpose{Consultation, Supervision} {
		if at, _ := phones(m, purpose); len(at) == 0 {
			say("/contacts", "没有%s电话，请补上", labelOf("purpose", string(purpose)))
		}
	}
}

func contactPhonesDifferent(_ *hall, m *Matter, say report) {
	_, ask := phones(m, Consultation)
	at, complain := phones(m, Supervision)
	for i, numbers := range complain {
		for _, n := range numbers {
			if slices.Contains(slices.Concat(ask...), n) {
				say(fmt.Sprintf("/contacts/%d/value", at[i]), "监督投诉电话和咨询电话都是%s，投诉电话应当是另一个", n)
			}
		}
	}
}

// phoneForms are a number with area code, a national short number, one of 400 and 800, and a mobile number.
var phoneForms = regexp.MustCompile(`^(?:0\d{2,3}-\d{3,8}(?:(?:-|转)\d{1,6})?|1\d{2}|1\d{4}|9\d{4,5}|[48]00-?\d{3}-?\d{4}|1[3-9]\d{9})$`)

func phoneForm(_ *hall, r Record, say report) {
	check := func(pointer, value string) {
		for _, n := range phoneNumbers(value) {
			if !phoneForms.MatchString(n) {
				say(pointer, "电话“%s”没有区号，请写成“区号-号码”，例如0912-0000031；全国短号（如12345）和手机号照写", n)
			}
		}
	}
	switch r := r.(type) {
	case *Department:
		check("/phone", r.Phone)
	case *Window:
		check("/phone", r.Phone)
	case *Matter:
		for i, c := range r.Contacts {
			if c.Way == ContactPhone {
				check(fmt.Sprintf("/contacts/%d/value", i), c.Value)
			}
		}
	}
}

func phoneMissing(_ *hall, r Record, say report) {
	var phone string
	switch r := r.(type) {
	case *Department:
		phone = r.Phone
	case *Window:
		phone = r.Phone
	default:
		return
	}
	if saysNothing(phone) {
		say("/phone", "没有写电话，请补上")
	}
}
