package catalog

import (
	"fmt"
	"slices"
	"strings"
)

// Rules of a bundle.

// matterOf returns the matter that a member is, nil for an outside service.
func (h *hall) matterOf(m Member) *Matter {
	if m.Matter == nil {
		return nil
	}
	return findAs[*Matter](h, *m.Matter)
}

// matters returns the matters of all members, and whether every member is one.
func (h *hall) matters(b *Bundle) (matters []*Matter, all bool) {
	for _, member := range b.Members {
		if m := h.matterOf(member); m != nil {
			matters = append(matters, m)
		}
	}
	return matters, len(matters) == len(b.Members)
}

func bundleOneDepartment(h *hall, b *Bundle, say report) {
	matters, all := h.matters(b)
	if !all || len(matters) == 0 {
		return // an outside service is another place to go to
	}
	first := h.find(KindDepartment, matters[0].Department)
	if first != nil && !slices.ContainsFunc(matters, func(m *Matter) bool { return h.find(KindDepartment, m.Department) != first }) {
		say("/members", "全部成员都是“%s”的事项；一件事一般涉及两个以上部门，请核对", first.Base().Name)
	}
}

func bundleLead(h *hall, b *Bundle, say report) {
	lead := h.find(KindDepartment, b.Lead)
	if lead == nil {
		return
	}
	is := func(code string) bool { return h.find(KindDepartment, code) == lead }
	matters, _ := h.matters(b)
	if slices.ContainsFunc(matters, func(m *Matter) bool { return is(m.Department) }) {
		return
	}
	sits := func(code string) bool {
		w := findAs[*Window](h, code)
		return w != nil && w.Comprehensive && slices.ContainsFunc(w.Departments, is)
	}
	if !slices.ContainsFunc(b.Windows, sits) {
		say("/lead", "牵头部门“%s”在这件事里没有自己的事项，也不坐受理它的综合窗口，请核对", lead.Base().Name)
	}
}

func bundleMemberCancelled(h *hall, b *Bundle, say report) {
	for i, member := range b.Members {
		if m := h.matterOf(member); m != nil && m.State == Cancelled {
			say(fmt.Sprintf("/members/%d/matter", i), "成员“%s”已经取消%s；请换成别的事项，或者去掉这个成员", m.Name, h.successor(m))
		}
	}
}

func bundleMemberSuspended(h *hall, b *Bundle, say report) {
	for i, member := range b.Members {
		if m := h.matterOf(member); m != nil && member.Required && m.State == Suspended && b.State == Active {
			say(fmt.Sprintf("/members/%d/matter", i), "必办的成员“%s”暂停办理，这件事却在用；请一并暂停，或者改为选办", m.Name)
		}
	}
}

func bundleMemberTwice(h *hall, b *Bundle, say report) {
	seen := map[*Matter]bool{}
	for i, member := range b.Members {
		m := h.matterOf(member)
		if m != nil && seen[m] {
			say(fmt.Sprintf("/members/%d/matter", i), "“%s”在成员里出现了两次，请去掉一个", m.Name)
		}
		seen[m] = true
	}
}

// bundleSavingNegative asks only where every member's time is known: a missing limit is never taken for one.
func bundleSavingNegative(h *hall, b *Bundle, say report) {
	matters, all := h.matters(b)
	if !all || b.PromisedLimit == nil {
		return
	}
	var sum Hundredths
	for _, m := range matters {
		if m.PromisedLimit == nil {
			return
		}
		sum += m.PromisedLimit.Workdays()
	}
	if b.PromisedLimit.Workdays() > sum {
		say("/promisedLimit", "这件事的承诺时限是%s，成员逐个办加起来才%s个工作日；请缩短，最多和逐个办一样", b.PromisedLimit, sum)
	}
}

func bundleVisitsNegative(h *hall, b *Bundle, say report) {
	matters, all := h.matters(b)
	if !all || b.MaxVisits == nil {
		return
	}
	sum := 0
	for _, m := range matters {
		if m.MaxVisits == nil {
			return
		}
		sum += *m.MaxVisits
	}
	if *b.MaxVisits > sum {
		say("/maxVisits", "这件事要到现场%d次，成员逐个办加起来才%d次；请减少，最多和逐个办一样", *b.MaxVisits, sum)
	}
}

func bundlePhases(_ *hall, b *Bundle, say report) {
	has := map[int]bool{}
	last := 0
	for _, m := range b.Members {
		has[m.Phase] = true
		last = max(last, m.Phase)
	}
	for phase := 1; phase < last; phase++ {
		if !has[phase] {
			say("/members", "成员编到第%d阶段，第%d阶段却没有成员，请连着编", last, phase)
			return
		}
	}
}

// switched returns the ids of members that an option adds, and of those that one removes.
func switched(b *Bundle) (added, removed map[string]bool) {
	added, removed = map[string]bool{}, map[string]bool{}
	for _, q := range b.Questions {
		for _, o := range q.Options {
			for _, id := range o.Adds {
				added[id] = true
			}
			for _, id := range o.Removes {
				removed[id] = true
			}
		}
	}
	return added, removed
}

func bundleRequiredSwitched(_ *hall, b *Bundle, say report) {
	added, removed := switched(b)
	for i, m := range b.Members {
		if m.Required && (added[m.ID] || removed[m.ID]) {
			say(fmt.Sprintf("/members/%d/required", i), "第%d个成员是必办的，情形的选项却能增减它；请改为选办，或者改正选项", i+1)
		}
	}
}

func bundleOptionalCondition(_ *hall, b *Bundle, say report) {
	added, removed := switched(b)
	for i, m := range b.Members {
		if !m.Required && strings.TrimSpace(m.Condition) == "" && !added[m.ID] && !removed[m.ID] {
			say(fmt.Sprintf("/members/%d/condition", i), "第%d个成员是选办的，请写明什么情况下办，或者用情形的选项增加它", i+1)
		}
	}
}
