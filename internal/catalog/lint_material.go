package catalog

import (
	"fmt"
	"slices"
	"strings"
)

// Rules of materials, deferral (容缺受理) and commitment (告知承诺).

func deferrable(t Material) bool { return t.Necessity == Deferrable }

func waiverWithoutMaterial(_ *hall, m *Matter, say report) {
	if m.Waiver && !slices.ContainsFunc(m.Materials, deferrable) {
		say("/waiver", "标明容缺受理，却没有一份材料可以容缺后补，请写明哪份材料可以后补")
	}
}

func materialWithoutWaiver(_ *hall, m *Matter, say report) {
	for i, t := range m.Materials {
		if deferrable(t) && !m.Waiver {
			say(fmt.Sprintf("/materials/%d/deferral", i), "“%s”可以容缺后补，事项却没有标明容缺受理；请标明，或者把材料改为必要", t.Name)
		}
	}
}

func waiverWithoutMainMaterial(_ *hall, m *Matter, say report) {
	main := func(t Material) bool { return t.Necessity == Required }
	if slices.ContainsFunc(m.Materials, deferrable) && !slices.ContainsFunc(m.Materials, main) {
		say("/materials", "没有一份材料必须当场交；容缺受理以主要材料齐全为前提，请写明主要材料")
	}
}

func deferralLongerThanPromise(_ *hall, m *Matter, say report) {
	if m.PromisedLimit == nil || immediate(m) {
		return
	}
	for i, t := range m.Materials {
		if d := t.Deferral; d != nil && saysNothing(d.LongReason) && longer(d.Within, *m.PromisedLimit) {
			say(fmt.Sprintf("/materials/%d/deferral", i), "“%s”的补正时限%s比承诺时限%s长；请缩短，或者写明为什么更长", t.Name, d.Within, m.PromisedLimit)
		}
	}
}

func deferralOnImmediate(_ *hall, m *Matter, say report) {
	for i, t := range m.Materials {
		if t.Deferral != nil && immediate(m) && saysNothing(t.Deferral.LongReason) {
			say(fmt.Sprintf("/materials/%d/deferral", i), "即办件当场办结，“%s”却可以后补；请改为必要，或者写明为什么可以后补", t.Name)
		}
	}
}

func deferralMissing(_ *hall, m *Matter, say report) {
	for i, t := range m.Materials {
		if deferrable(t) && t.Deferral == nil {
			say(fmt.Sprintf("/materials/%d/deferral", i), "“%s”可以容缺后补，却没有写补正时限；请写几个工作日以内补交，例如 3工作日，写了才能按后补受理", t.Name)
		}
	}
}

func deferralWithoutTime(_ *hall, m *Matter, say report) {
	for i, t := range m.Materials {
		if t.Deferral != nil && t.Deferral.Within.Value == 0 {
			say(fmt.Sprintf("/materials/%d/deferral/within", i), "“%s”可以后补，补正时限却是0，请写明几个工作日", t.Name)
		}
	}
}

func deferralWays(_ *hall, m *Matter, say report) {
	for i, t := range m.Materials {
		if t.Deferral != nil && len(t.Deferral.Ways) == 0 {
			say(fmt.Sprintf("/materials/%d/deferral/ways", i), "没有写明“%s”怎样补交，请从窗口补交、邮寄、网上上传里选", t.Name)
		}
	}
}

func deferralAndCommitment(_ *hall, m *Matter, say report) {
	for i, t := range m.Materials {
		if t.Deferral != nil && t.Commitment != nil {
			say(fmt.Sprintf("/materials/%d/commitment", i), "“%s”既可以后补又可以用承诺代替；后补的最终要交，承诺的不用交，请选一种", t.Name)
		}
	}
}

// materialAt returns the place of the material with the id, -1 where there is none.
func materialAt(m *Matter, id string) int {
	return slices.IndexFunc(m.Materials, func(t Material) bool { return t.ID == id })
}

func commitmentMaterials(_ *hall, m *Matter, say report) {
	if m.Commitment == nil || m.Commitment.Kind != ProofCommitment {
		return
	}
	for i, id := range m.Commitment.Materials {
		if at := materialAt(m, id); at >= 0 && m.Materials[at].Commitment == nil {
			say(fmt.Sprintf("/commitment/materials/%d", i), "告知承诺列出了“%s”，材料里却没有写承诺什么；请补上承诺内容，或者从清单里去掉", m.Materials[at].Name)
		}
	}
}

func commitmentUnlisted(_ *hall, m *Matter, say report) {
	for i, t := range m.Materials {
		if t.Commitment != nil && (m.Commitment == nil || !slices.Contains(m.Commitment.Materials, t.ID)) {
			say(fmt.Sprintf("/materials/%d/commitment", i), "“%s”可以用承诺代替，事项的告知承诺里却没有列出它；请列出，或者去掉材料的承诺", t.Name)
		}
	}
}

func commitmentWithoutMaterial(_ *hall, m *Matter, say report) {
	if c := m.Commitment; c != nil && c.Kind == ProofCommitment && len(c.Materials) == 0 {
		say("/commitment/materials", "实行证明事项告知承诺，却没有列出承诺代替哪些证明，请列出")
	}
}

func commitmentNotProof(_ *hall, m *Matter, say report) {
	for i, t := range m.Materials {
		if t.Commitment != nil && t.Category == Form {
			say(fmt.Sprintf("/materials/%d/commitment", i), "“%s”是申请表格文书，不是证明，不能用承诺代替；请核对材料类别", t.Name)
		}
	}
}

func commitmentLicence(_ *hall, m *Matter, say report) {
	if c := m.Commitment; c != nil && c.Kind == LicenceCommitment && m.Type != permit {
		say("/commitment/kind", "涉企经营许可事项告知承诺只用于行政许可，这个事项是%s，请核对", labelOf("type", m.Type))
	}
}

func commitmentText(_ *hall, m *Matter, say report) {
	if m.Commitment != nil && saysNothing(m.Commitment.Text) {
		say("/commitment/text", "没有写明申请人承诺什么，请补上承诺书的内容")
	}
}

// plainName is a material's name without what people write now one way, now another: spaces, brackets and
// full-width letters and digits.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		case r == '　':
			return -1
		}
		if strings.ContainsRune(" \t\n《》〈〉“”\"'()[]【】", r) {
			return -1
		}
		return r
	}, name)
}

func materialNames(_ *hall, m *Matter, say report) {
	type paper struct {
		name string
		kind CopyKind
	}
	first := map[paper]string{}
	for i, t := range m.Materials {
		p := paper{plainName(t.Name), t.CopyKind}
		if earlier, twice := first[p]; twice {
			say(fmt.Sprintf("/materials/%d/name", i), "“%s”和前面的“%s”是同一份材料，请合并", t.Name, earlier)
			continue
		}
		first[p] = t.Name
	}
}

func materialCopies(_ *hall, m *Matter, say report) {
	for i, t := range m.Materials {
		if t.Medium == Paper && t.Copies == 0 {
			say(fmt.Sprintf("/materials/%d/copies", i), "“%s”要交纸质的，请写明几份", t.Name)
		}
	}
}

func materialIssuer(_ *hall, m *Matter, say report) {
	for i, t := range m.Materials {
		if t.Source == FromGovernment && saysNothing(t.Issuer) {
			say(fmt.Sprintf("/materials/%d/issuer", i), "“%s”由政府部门核发，请写明由哪个部门出具", t.Name)
		}
	}
}

// choice is a question of a matter or of a bundle: what its options switch.
type choice struct {
	text     string
	multiple bool
	options  []switches
}

type switches struct {
	text          string
	adds, removes []string
}

// choices returns the questions of a matter or a bundle.
func choices(r Record) []choice {
	var out []choice
	switch r := r.(type) {
	case *Matter:
		for _, q := range r.Questions {
			c := choice{text: q.Text, multiple: q.Multiple}
			for _, o := range q.Options {
				c.options = append(c.options, switches{o.Text, o.Adds, o.Removes})
			}
			out = append(out, c)
		}
	case *Bundle:
		for _, q := range r.Questions {
			c := choice{text: q.Text, multiple: q.Multiple}
			for _, o := range q.Options {
				c.options = append(c.options, switches{o.Text, o.Adds, o.Removes})
			}
			out = append(out, c)
		}
	}
	return out
}

// key is equal for options that switch the same, in whatever order.
func (s switches) key() string {
	return strings.Join(slices.Sorted(slices.Values(s.adds)), "\n") + "\x00" + strings.Join(slices.Sorted(slices.Values(s.removes)), "\n")
}

func questionWithoutEffect(_ *hall, r Record, say report) {
	for i, q := range choices(r) {
		same := func(o switches) bool { return o.key() == q.options[0].key() }
		idle := func(o switches) bool { return len(o.adds)+len(o.removes) == 0 }
		without := idle
		if !q.multiple {
			without = same
		}
		if !slices.ContainsFunc(q.options, func(o switches) bool { return !without(o) }) {
			say(fmt.Sprintf("/questions/%d", i), "“%s”不管怎么选，结果都一样；请写明选项增加或者去掉什么，或者删去这个问题", q.text)
		}
	}
}

func optionContradiction(_ *hall, r Record, say report) {
	for i, q := range choices(r) {
		for j, o := range q.options {
			both := func(id string) bool { return slices.Contains(o.removes, id) }
			if at := slices.IndexFunc(o.adds, both); at >= 0 {
				say(fmt.Sprintf("/questions/%d/options/%d", i, j), "选项“%s”既增加又去掉同一项（编号%s），请删去一处", o.text, o.adds[at])
			}
		}
	}
}
