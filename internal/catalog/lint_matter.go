package catalog

import (
	"fmt"
	"slices"
	"strings"
)

// Rules of a matter: time, visits and channels, fees, audience, permits, results, place in the catalogue.

const permit = "01" // 行政许可

// immediate says whether a matter is done on the spot, by its promise or by its handling.
func immediate(m *Matter) bool {
	return m.Handling == Immediate || (m.PromisedLimit != nil && m.PromisedLimit.Immediate())
}

// labelOf is the Chinese label of a code in a closed list.
func labelOf(list, code string) string {
	term, _ := DictionaryOf(list).TermOf(code)
	return term.Label
}

// saysNothing says whether a text says nothing: people write 无 where there is nothing to say.
func saysNothing(s string) bool { s = strings.TrimSpace(s); return s == "" || s == "无" }

func immediateHandling(_ *hall, m *Matter, say report) {
	if p := m.PromisedLimit; p != nil && p.Immediate() && m.Handling != Immediate {
		say("/handling", "承诺时限是即办，办件类型应当是即办件")
	}
}

func promisedHandling(_ *hall, m *Matter, say report) {
	if p := m.PromisedLimit; p != nil && !p.Immediate() && m.Handling != Promised {
		say("/handling", "承诺时限是%s，办件类型应当是承诺件；当场办结的，承诺时限写“即办”", p)
	}
}

func promisedMissing(_ *hall, r Record, say report) {
	switch r := r.(type) {
	case *Matter:
		if r.PromisedLimit == nil {
			say("/promisedLimit", "没有写承诺时限，请写明时限和单位，当场办结的写“即办”")
		}
	case *Bundle:
		if r.PromisedLimit == nil {
			say("/promisedLimit", "没有写这件事的承诺时限，请写明时限和单位")
		}
	}
}

// longer compares as people do who know that 12个月 are 1年 and 30日 are 1个月; only what has no such
// equivalent is converted into working days.
func longer(a, b Limit) bool {
	months := map[Unit]Hundredths{Month: 1, Year: 12}
	days := map[Unit]Hundredths{Day: 1, Month: 30, Year: 365}
	switch {
	case a.Unit == b.Unit:
		return a.Value > b.Value
	case months[a.Unit] > 0 && months[b.Unit] > 0:
		return a.Value*months[a.Unit] > b.Value*months[b.Unit]
	case days[a.Unit] > 0 && days[b.Unit] > 0:
		return a.Value*days[a.Unit] > b.Value*days[b.Unit]
	default:
		return a.Workdays() > b.Workdays()
	}
}

func limitOrder(_ *hall, m *Matter, say report) {
	if m.LegalLimit == nil || m.PromisedLimit == nil {
		return
	}
	switch {
	case m.LegalLimit.Immediate() && !m.PromisedLimit.Immediate():
		say("/promisedLimit", "法定时限是即办，承诺时限不能是%s；法律没有规定时限的，法定时限留空", m.PromisedLimit)
	case longer(*m.PromisedLimit, *m.LegalLimit):
		say("/promisedLimit", "承诺时限%s比法定时限%s长，承诺时限最多和法定时限一样", m.PromisedLimit, m.LegalLimit)
	}
}

func permitLegalLimit(_ *hall, m *Matter, say report) {
	if m.Type == permit && m.LegalLimit == nil && saysNothing(m.LegalNote) {
		say("/legalLimit", "行政许可没有写法定时限；单行法没有另行规定的是20个工作日，确实没有的在法定时限说明里写明")
	}
}

func stepsLongerThanPromise(_ *hall, m *Matter, say report) {
	if m.PromisedLimit == nil {
		return
	}
	var sum Hundredths
	for _, s := range m.Steps {
		if s.Limit != nil {
			sum += s.Limit.Workdays()
		}
	}
	if sum > m.PromisedLimit.Workdays() {
		say("/steps", "各环节的时限加起来是%s个工作日，比承诺时限%s长，请核对", sum, m.PromisedLimit)
	}
}

func visitReason(_ *hall, m *Matter, say report) {
	if m.MaxVisits != nil && *m.MaxVisits > 0 && saysNothing(m.VisitReason) {
		say("/visitReason", "要到现场%d次，请写明必须现场办理的原因", *m.MaxVisits)
	}
}

func visitReasonNeedless(_ *hall, m *Matter, say report) {
	if m.MaxVisits != nil && *m.MaxVisits == 0 && !saysNothing(m.VisitReason) {
		say("/visitReason", "到现场次数是0，却写了必须现场办理的原因；请删去原因，或者改正次数")
	}
}

// onInternet says whether the matter can be handled over the internet.
func onInternet(m *Matter) bool {
	return slices.Contains(m.Channels, ChannelOnline) || slices.Contains(m.Channels, ChannelMini)
}

func zeroVisitChannel(_ *hall, m *Matter, say report) {
	if m.MaxVisits != nil && *m.MaxVisits == 0 && !onInternet(m) && !m.Express {
		say("/maxVisits", "到现场次数是0，却不能网上办，也不能寄递；请补上网上或者小程序渠道、物流快递，或者改正次数")
	}
}

func fullyOnlineVisits(_ *hall, m *Matter, say report) {
	full := func(depth string) bool { return depth == "5" || depth == "6" || depth == "7" }
	if slices.ContainsFunc(m.OnlineDepth, full) && m.MaxVisits != nil && *m.MaxVisits != 0 {
		say("/maxVisits", "网上办理深度是全程网办，到现场次数应当是0，现在是%d", *m.MaxVisits)
	}
}

func onlineDepth(_ *hall, m *Matter, say report) {
	beyondAsking := func(depth string) bool { return depth != "1" }
	if i := slices.IndexFunc(m.OnlineDepth, beyondAsking); i >= 0 && !onInternet(m) {
		say("/onlineDepth", "网上办理深度到了“%s”，办理渠道里却没有网上或者小程序；请补上渠道，或者改正深度", labelOf("onlineDepth", m.OnlineDepth[i]))
	}
}

func onlineDepthMissing(_ *hall, m *Matter, say report) {
	if onInternet(m) && len(m.OnlineDepth) == 0 {
		say("/onlineDepth", "有网上渠道，请写明网上办理深度")
	}
}

func feeBasis(_ *hall, m *Matter, say report) {
	for i, f := range m.Fees {
		if saysNothing(f.Basis) {
			say(fmt.Sprintf("/fees/%d/basis", i), "“%s”没有写收费依据，请写明批准收费的文件；没有依据的不能收费", f.Name)
		}
	}
}

func paymentWithoutFee(_ *hall, m *Matter, say report) {
	if m.PayOnline && len(m.Fees) == 0 {
		say("/payOnline", "不收费的事项没有网上支付；请去掉网上支付，或者补上收费项目")
	}
}

// audienceSides says which of the two theme lists, person and legal person, the audience asks for.
func audienceSides(m *Matter) (person, legal bool) {
	for _, a := range m.Audience {
		person = person || a == Person
		legal = legal || a != Person
	}
	return person, legal
}

func themeAudience(_ *hall, m *Matter, say report) {
	person, legal := audienceSides(m)
	if !person && !legal {
		return
	}
	for i, theme := range m.Themes {
		at := fmt.Sprintf("/themes/%d", i)
		switch {
		case strings.HasPrefix(theme, "person-") && !person:
			say(at, "“%s”是自然人的主题，服务对象里却没有自然人；请去掉主题，或者补上服务对象", labelOf("theme", theme))
		case strings.HasPrefix(theme, "enterprise-") && !legal:
			say(at, "“%s”是法人的主题，服务对象里却只有自然人；请去掉主题，或者补上服务对象", labelOf("theme", theme))
		}
	}
}

func themeMissing(_ *hall, m *Matter, say report) {
	person, legal := audienceSides(m)
	has := func(prefix string) bool {
		return slices.ContainsFunc(m.Themes, func(theme string) bool { return strings.HasPrefix(theme, prefix) })
	}
	if person && !has("person-") {
		say("/themes", "服务对象有自然人，请至少选一个自然人的主题")
	}
	if legal && !has("enterprise-") {
		say("/themes", "服务对象有法人或者其他组织，请至少选一个法人的主题")
	}
}

func permitFAQ(_ *hall, m *Matter, say report) {
	if m.Type == permit && len(m.FAQs) == 0 {
		say("/faqs", "行政许可至少要有一条常见问题")
	}
}

// permitChain is the usual flow of a permit with the words by which its steps are known.
var permitChain = []struct {
	name  string
	words []string
}{
	{"受理", []string{"受理"}}, {"审核", []string{"审核", "审查"}}, {"审批", []string{"审批", "决定", "批准"}},
	{"办结", []string{"办结"}}, {"送达", []string{"送达", "发证", "颁证"}},
}

func permitSteps(_ *hall, m *Matter, say report) {
	if m.Type != permit {
		return
	}
	var missing []string
	for _, want := range permitChain {
		if !slices.ContainsFunc(m.Steps, func(s Step) bool {
			return slices.ContainsFunc(want.words, func(w string) bool { return strings.Contains(s.Name, w) })
		}) {
			missing = append(missing, want.name)
		}
	}
	switch {
	case len(missing) > 0:
		say("/steps", "行政许可的办理流程缺少：%s", strings.Join(missing, "、"))
	case len(m.Steps) < len(permitChain):
		say("/steps", "行政许可的办理流程至少有%d步，现在有%d步", len(permitChain), len(m.Steps))
	}
}

func permitRemedies(_ *hall, m *Matter, say report) {
	if m.Type != permit {
		return
	}
	for _, kind := range []RemedyKind{Reconsideration, Litigation} {
		if !slices.ContainsFunc(m.Remedies, func(y Remedy) bool { return y.Kind == kind }) {
			say("/remedies", "没有写明怎样申请%s，请写明机关和期限", labelOf("remedy", string(kind)))
		}
	}
}

func resultType(_ *hall, m *Matter, say report) {
	const certificate, approval = "10", "20"
	for i, r := range m.Results {
		want := ""
		switch {
		case strings.HasSuffix(r.Name, "凭证"), strings.HasSuffix(r.Name, "公证书"): // a receipt, a notary's deed
		case strings.HasSuffix(r.Name, "证"), strings.HasSuffix(r.Name, "证书"), strings.HasSuffix(r.Name, "执照"):
			want = certificate
		case strings.HasSuffix(r.Name, "文"), strings.HasSuffix(r.Name, "批复"):
			want = approval
		}
		if want != "" && r.Type != want {
			say(fmt.Sprintf("/results/%d/type", i), "从名称看，“%s”的结果类型应当是%s，现在是%s", r.Name, labelOf("resultType", want), labelOf("resultType", r.Type))
		}
	}
}

func resultSample(_ *hall, m *Matter, say report) {
	const nothing = "99"
	for i, r := range m.Results {
		if r.Type != nothing && r.Sample == nil {
			say(fmt.Sprintf("/results/%d/sample", i), "“%s”没有样本，请补上", r.Name)
		}
	}
}

func countyLevel(_ *hall, m *Matter, say report) {
	if m.Level != "" && !slices.Contains([]string{"4", "5", "6"}, m.Level) {
		say("/level", "行使层级是%s，县里的目录一般是县级、镇级或者村级，请核对", labelOf("level", m.Level))
	}
}

func matterOfPowerList(_ *hall, m *Matter, say report) {
	if slices.Contains([]string{"02", "03", "04", "06"}, m.Type) {
		say("/type", "%s不是依申请办理的事项，应当列入权责清单，不列入事项目录", labelOf("type", m.Type))
	}
}

func entrusted(m *Matter) bool { return m.PowerSource == "5" || m.PowerSource == "6" }

func entrustedBy(_ *hall, m *Matter, say report) {
	if entrusted(m) && saysNothing(m.EntrustedBy) {
		say("/entrustedBy", "权力来源是委托，请写明委托部门")
	}
}

func entrustedNeedless(_ *hall, m *Matter, say report) {
	if !entrusted(m) && !saysNothing(m.EntrustedBy) {
		say("/entrustedBy", "权力来源是%s，不应当有委托部门；请删去，或者改正权力来源", labelOf("powerSource", m.PowerSource))
	}
}

func entryWindow(_ *hall, m *Matter, say report) {
	if m.Entry != nil && len(m.Windows) == 0 {
		say("/windows", "随“%s”进驻了大厅，却没有窗口，请补上窗口", m.Entry.Batch)
	}
}

func entryBatch(h *hall, m *Matter, say report) {
	if m.Entry == nil {
		return
	}
	if day, differs := h.index().batchDays[m.Entry.Batch].against(m.Entry.Day); differs {
		say("/entry/day", "“%s”的其他事项在%s进驻，这里是%s，请核对", m.Entry.Batch, day, m.Entry.Day)
	}
}
