package demo

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"servicehall/internal/catalog"
	"servicehall/internal/natcode"
)

// matters expands the main matters of a department into its handling items.
func (x *expander) matters(f departmentFile) error {
	d := x.byShort[f.ShortName]
	for i, main := range f.Matters {
		for j, item := range main.Handling {
			m, err := x.matter(f, d, main, i+1, item, j+1)
			if err != nil {
				return fmt.Errorf("%s: %w", item.Name, err)
			}
			if _, twice := x.byMatter[m.Name]; twice {
				return fmt.Errorf("two matters are called %s", m.Name)
			}
			x.byMatter[m.Name] = m
			x.data.Matters = append(x.data.Matters, m)
		}
	}
	return nil
}

func (x *expander) matter(f departmentFile, d *catalog.Department, main mainMatter, number int, item handlingItem, sequence int) (*catalog.Matter, error) {
	e := item.merged(main.element)
	kind, ok := natcode.MatterTypes().Code(e.Type)
	if !ok {
		return nil, fmt.Errorf("no matter type %q", e.Type)
	}
	list := "00" // national
	if e.Catalogue == "省" {
		list = "61" // Shaanxi
	}
	base := natcode.Base{List: list, Type: kind, Department: f.Number, Main: fmt.Sprintf("%03d", number), Sub: "000"}
	parts := natcode.Matter{Credit: d.Code, Level: "4", Base: base}
	checked := catalog.Date(checkedOn)
	m := &catalog.Matter{
		Head:     catalog.Head{Code: fmt.Sprintf("%s%02d", parts.Implementation(), sequence), Name: item.Name},
		BaseCode: base.String(), MainCode: parts.Implementation(), MainName: main.Name,
		Aliases: item.Aliases, Summary: e.Summary,
		Type: kind, Level: "4", PowerSource: "1", Department: d.Code,
		MaxVisits: e.MaxVisits, Windows: x.windowsFor(f.ShortName, main.Name, item.Name),
		CheckedOn: &checked,
	}
	if e.MaxVisits != nil && *e.MaxVisits > 0 {
		m.VisitReason = e.VisitReason
		if m.VisitReason == "" {
			m.VisitReason = "核验材料原件"
		}
	}
	if x.entered[f.ShortName][main.Name] && e.Type == "行政许可" {
		m.Entry = &catalog.Entry{Batch: x.hall.Entry.Batch, Day: catalog.Date(x.hall.Entry.Day)}
	}
	var err error
	if m.LegalLimit, err = catalog.ParseLimit(e.LegalLimit); err != nil {
		return nil, err
	}
	if m.PromisedLimit, err = catalog.ParseLimit(e.PromisedLimit); err != nil {
		return nil, err
	}
	m.Handling = catalog.Promised
	if m.PromisedLimit != nil && m.PromisedLimit.Immediate() {
		m.Handling = catalog.Immediate
	}
	if err := x.reach(m, e); err != nil {
		return nil, err
	}
	for i, text := range e.Conditions {
		text, prohibits := strings.CutPrefix(text, "禁止：")
		m.Conditions = append(m.Conditions, catalog.Condition{ID: fmt.Sprintf("c%d", i+1), Text: text, Prohibits: prohibits})
	}
	if err := x.materials(m, e); err != nil {
		return nil, err
	}
	if err := questions(m, e.Questions); err != nil {
		return nil, err
	}
	for i, line := range e.LegalBases {
		m.LegalBases = append(m.LegalBases, legalBasis(fmt.Sprintf("l%d", i+1), line))
	}
	for i, fee := range e.Fees {
		m.Fees = append(m.Fees, catalog.Fee{ID: fmt.Sprintf("f%d", i+1), Name: fee.Name, Standard: fee.Standard, Basis: fee.Basis, Reduction: fee.Reduction})
	}
	m.PayOnline = len(m.Fees) > 0 && slices.Contains(m.OnlineDepth, "5") // 全程网办
	if err := results(m, e.Results); err != nil {
		return nil, err
	}
	for i, line := range e.SpecialProcedures {
		name, limit, _ := strings.Cut(line, "|")
		l, err := catalog.ParseLimit(limit)
		if err != nil {
			return nil, err
		}
		m.SpecialProcedures = append(m.SpecialProcedures, catalog.SpecialProcedure{ID: fmt.Sprintf("p%d", i+1), Name: strings.TrimSpace(name), Limit: l, Basis: "所需时间不计入办理时限"})
	}
	if e.Intermediary != "" && e.Intermediary != "无" {
		m.Intermediaries = []catalog.Intermediary{{ID: "i1", Name: e.Intermediary}}
	}
	for i, q := range e.FAQs {
		m.FAQs = append(m.FAQs, catalog.FAQ{ID: fmt.Sprintf("q%d", i+1), Question: q.Question, Answer: q.Answer})
	}
	m.Steps = steps(m, e)
	x.contacts(m, e, f)
	return m, nil
}

// labelled reads labels of a closed list, separated by spaces.
func labelled[T ~string](list, labels string) ([]T, error) {
	dictionary := catalog.DictionaryOf(list)
	var codes []T
	for _, label := range strings.Fields(labels) {
		code, ok := dictionary.CodeOf(label)
		if !ok {
			return nil, fmt.Errorf("%s has no label %q", list, label)
		}
		codes = append(codes, T(code))
	}
	return codes, nil
}

// reach fills whom the matter serves and how it can be handled.
func (x *expander) reach(m *catalog.Matter, e element) error {
	audience := map[string]catalog.Audience{
		"个人": catalog.Person, "企业": catalog.Enterprise, "事业单位": catalog.Institution, "社会组织": catalog.SocialOrganization,
		"非法人企业": catalog.Unincorporated, "行政机关": catalog.Government, "其他组织": catalog.OtherAudience,
	}
	for _, a := range strings.Fields(e.Audience) {
		code, ok := audience[a]
		if !ok {
			return fmt.Errorf("no audience %q", a)
		}
		m.Audience = append(m.Audience, code)
	}
	for _, themes := range []struct {
		labels, prefix string
		list           natcode.List
	}{{e.PersonThemes, "person-", natcode.PersonThemes()}, {e.EnterpriseThemes, "enterprise-", natcode.EnterpriseThemes()}} {
		for _, label := range strings.Fields(themes.labels) {
			if label == "无" {
				continue
			}
			code, ok := themes.list.Code(label)
			if !ok {
				return fmt.Errorf("no theme %q", label)
			}
			m.Themes = append(m.Themes, themes.prefix+code)
		}
	}
	var err error
	if m.Channels, err = labelled[catalog.Channel]("channel", e.Channels); err != nil {
		return err
	}
	if m.Channels == nil {
		m.Channels = []catalog.Channel{catalog.ChannelWindow}
	}
	m.Booking = slices.Contains(m.Channels, catalog.ChannelWindow)
	switch e.OnlineDepth {
	case "网上咨询":
		m.OnlineDepth = []string{"1"}
	case "网上预审":
		m.OnlineDepth = []string{"1", "2", "3"}
	case "网上受理":
		m.OnlineDepth = []string{"1", "2", "3", "4"}
	case "全程网办":
		m.OnlineDepth = []string{"1", "2", "3", "4", "5", "6"}
	case "":
	default:
		return fmt.Errorf("no online depth %q", e.OnlineDepth)
	}
	m.AreaScope = "4"
	if e.AreaScope != "" {
		code, ok := natcode.AreaScopes().Code(e.AreaScope)
		if !ok {
			return fmt.Errorf("no area scope %q", e.AreaScope)
		}
		m.AreaScope = code
	}
	return nil
}

var (
	formName        = regexp.MustCompile(`(申请书|申报书|登记书|声明书|承诺书|确认书|委托书|授权书|报告书|建议书|申请单|申报单|报检单|清单|清册|名册|表|声明)$`)
	listName        = regexp.MustCompile(`(清单|清册|名册|报表|负债表|利润表|流量表|明细表|课程表|一览表|声明)$`) // made by the applicant, not on a form
	certificateName = regexp.MustCompile(`(证|证书|证明|执照|批复|批准文件|决定书|判决书|调解书|通知书|公证书|户口簿|凭证|发票|鉴定书|认定书)$`)
	serviceName     = regexp.MustCompile(`(检测报告|检验报告|评价报告|鉴定报告|鉴定意见|审计报告|验资报告|清算报告|评估报告|测绘报告|测量报告|检定证书|论证报告|体检报告|勘察报告)$`)
	authorityName   = regexp.MustCompile(`(机关|部门|政府|法院|检察院|局|登记机构|经办机构|联合会|党委|编办)`)
)

// materials expands the material lines: what a line leaves open comes from the table of standard materials,
// then from the kind of paper that its name ends with.
func (x *expander) materials(m *catalog.Matter, e element) error {
	var promised []string
	for i, line := range e.Materials {
		l, err := parseMaterialLine(line)
		if err != nil {
			return err
		}
		if s, ok := x.standardPaper(l.Name); ok {
			if l.Issuer == "" {
				l.Issuer = s.Issuer
			}
			if l.Copies == "" && l.Medium != "电子" {
				l.Copies = s.Copies
			}
		}
		t := catalog.Material{
			ID: fmt.Sprintf("m%d", i+1), Name: l.Name, Issuer: l.Issuer, Note: l.Note,
			Necessity: catalog.Required, Medium: catalog.EitherMedium, CopyKind: catalog.Original, Copies: 1, Category: catalog.OtherCategory, Source: catalog.FromApplicant,
		}
		switch {
		case formName.MatchString(l.Name):
			t.Category, t.Standard = catalog.Form, "填写完整，签名或者盖章"
			if !listName.MatchString(l.Name) {
				t.BlankForm = &catalog.FileLink{Name: l.Name + "（空白表）"}
				t.Sample = &catalog.FileLink{Name: l.Name + "（示例样表）"}
			}
		case serviceName.MatchString(l.Name):
			t.Source, t.Standard = catalog.FromIntermediary, "由具备相应能力的机构出具，在有效期内"
		case certificateName.MatchString(l.Name) || l.Issuer != "":
			t.Category, t.Standard = catalog.Certificate, "真实有效，内容清晰"
		}
		if l.Issuer != "" && t.Source == catalog.FromApplicant {
			t.Source = catalog.FromGovernment
			if !authorityName.MatchString(l.Issuer) {
				t.Source = catalog.FromOther
			}
		}
		copies(&t, l.Copies)
		switch l.Medium {
		case "纸质":
			t.Medium = catalog.Paper
		case "电子":
			t.Medium = catalog.Electronic
		}
		if l.Optional {
			t.Necessity = catalog.Optional
		}
		if l.Deferral != "" {
			within, err := catalog.ParseLimit(l.Deferral)
			if err != nil || within == nil {
				return fmt.Errorf("material %s: deferral %q", l.Name, l.Deferral)
			}
			t.Necessity = catalog.Deferrable
			t.Deferral = &catalog.Deferral{Within: *within, Ways: []catalog.Way{catalog.ByWindow, catalog.ByPost, catalog.ByUpload}, Consequence: catalog.Return}
			m.Waiver = true
		}
		if l.Commitment {
			t.Commitment = &catalog.MaterialCommitment{Content: fmt.Sprintf("申请人承诺符合“%s”所证明的事实，愿意接受核查，并承担不实承诺的法律责任", l.Name), Verification: catalog.VerifiedOnline}
			promised = append(promised, t.ID)
		}
		m.Materials = append(m.Materials, t)
	}
	const excluded = "有严重不良信用记录或者曾作出虚假承诺、信用尚未修复的申请人"
	switch {
	case e.Commitment == "许可":
		m.Commitment = &catalog.Commitment{Kind: catalog.LicenceCommitment, Scope: "申请人承诺符合全部许可条件并提交主要材料的，当场作出许可决定", Materials: promised, Verification: catalog.VerifiedOnSite, Text: "已知晓许可条件和标准，承诺在取得许可后开展活动前全部符合，提交的材料真实有效，愿意承担不实承诺的法律责任", Excluded: excluded}
	case len(promised) > 0:
		m.Commitment = &catalog.Commitment{Kind: catalog.ProofCommitment, Scope: "以书面承诺代替所列证明材料", Materials: promised, Verification: catalog.VerifiedOnline, Text: "所承诺的事实真实，愿意接受核查，并承担不实承诺的法律责任", Excluded: excluded}
	}
	return nil
}

// standardPaper finds the standard paper that the name ends with: 新承租人居民身份证 is an identity card too.
func (x *expander) standardPaper(name string) (found standardMaterial, ok bool) {
	for standard, m := range x.standard {
		if strings.HasSuffix(name, standard) && len(standard) > len(found.Name) {
			found, ok = m, true
		}
	}
	return found, ok
}

// copies reads 原件1份, 复印件2份, 原件和复印件.
func copies(t *catalog.Material, s string) {
	if s == "" {
		return
	}
	switch {
	case strings.HasPrefix(s, "原件和复印件"):
		t.CopyKind = catalog.BothKinds
	case strings.HasPrefix(s, "复印件"):
		t.CopyKind = catalog.Copy
	}
	if n := strings.IndexAny(s, "123456789"); n >= 0 {
		t.Copies = int(s[n] - '0')
	}
}

func questions(m *catalog.Matter, lines []question) error {
	ids := map[string]string{}
	for _, t := range m.Materials {
		ids[t.Name] = t.ID
	}
	for i, q := range lines {
		out := catalog.Question{ID: fmt.Sprintf("a%d", i+1), Text: q.Text}
		for j, o := range q.Options {
			option := catalog.Option{ID: fmt.Sprintf("a%d-%d", i+1, j+1), Text: o.Text}
			for _, name := range o.Materials {
				id, ok := ids[name]
				if !ok {
					return fmt.Errorf("question %q: no material %q", q.Text, name)
				}
				option.Adds = append(option.Adds, id)
			}
			out.Options = append(out.Options, option)
		}
		m.Questions = append(m.Questions, out)
	}
	return nil
}

var moneyName = regexp.MustCompile(`(补贴|补助|补助金|津贴|待遇|救助金|抚恤金|养老金|奖金|奖励金|慰问金|资金|款|补偿)(发放)?$`)

var basisForm = regexp.MustCompile(`^《([^》]+(?:》[^《（第]*《[^》]+)*)》\s*(?:（([^）]+)）)?\s*(.*)$`)

// legalBasis reads 《law》（number）clause.
func legalBasis(id, line string) catalog.LegalBasis {
	p := basisForm.FindStringSubmatch(line)
	if p == nil {
		return catalog.LegalBasis{ID: id, Law: strings.Trim(line, "《》")}
	}
	return catalog.LegalBasis{ID: id, Law: p[1], Number: p[2], Clause: p[3]}
}

func results(m *catalog.Matter, lines []string) error {
	for i, line := range lines {
		l, err := parseResultLine(line)
		if err != nil {
			return err
		}
		code, ok := natcode.ResultTypes().Code(l.Kind)
		if !ok {
			return fmt.Errorf("no result type %q", l.Kind)
		}
		r := catalog.Result{ID: fmt.Sprintf("r%d", i+1), Name: l.Name, Type: code, Validity: l.Validity}
		if r.Deliveries, err = labelled[catalog.Delivery]("delivery", l.Delivery); err != nil {
			return err
		}
		home := m.MaxVisits != nil && *m.MaxVisits == 0
		switch {
		case r.Deliveries == nil && moneyName.MatchString(r.Name):
			r.Deliveries = []catalog.Delivery{catalog.ByOther} // paid into an account
		case r.Deliveries == nil && home:
			r.Deliveries = []catalog.Delivery{catalog.ByDownload}
		case r.Deliveries == nil:
			r.Deliveries = []catalog.Delivery{catalog.AtWindow}
		case home && slices.Equal(r.Deliveries, []catalog.Delivery{catalog.AtWindow}):
			r.Deliveries = []catalog.Delivery{catalog.ByMail} // nobody has to come for it
		}
		if l.Kind == "证照" {
			r.Sample = &catalog.FileLink{Name: l.Name + "（样本）"}
		}
		m.Express = m.Express || slices.Contains(r.Deliveries, catalog.ByMail)
		m.Results = append(m.Results, r)
	}
	return nil
}

// steps lays the promised time over the usual chain 申请, 受理, 审核, 审批, 办结, 送达.
func steps(m *catalog.Matter, e element) []catalog.Step {
	review := e.Review
	if review == "" {
		review = "申请材料齐全、符合法定形式，申请人符合办理条件"
	}
	result := m.Name + "办理结果"
	if len(m.Results) > 0 {
		result = m.Results[0].Name
	}
	chain := []catalog.Step{
		{Name: "申请", Standard: "申请人通过规定的渠道提交申请材料", Result: "收到申请"},
		{Name: "受理", Standard: "材料齐全、符合法定形式的予以受理；不齐全的一次性告知需要补正的全部内容", Result: "受理，或者一次性告知补正"},
		{Name: "审核", Standard: review, Result: "提出审核意见"},
		{Name: "审批", Standard: "对审核意见进行复核，依法作出决定", Result: "作出决定"},
		{Name: "办结", Standard: "按照决定制作“" + result + "”", Result: result},
		{Name: "送达", Standard: "按照申请人选择的方式送达", Result: "申请人收到“" + result + "”"},
	}
	if m.Type == "20" { // a service without an administrative decision
		chain = append(chain[:2:2], catalog.Step{Name: "办理", Standard: review, Result: result}, chain[5])
	}
	if m.Type == "10" && strings.Contains(m.Name, "备案") { // taking note of something is no decision
		chain = append(chain[:3:3], chain[4:]...)
	}
	for i := range chain {
		chain[i].ID = fmt.Sprintf("s%d", i+1)
	}
	p := m.PromisedLimit
	if p == nil || p.Unit != catalog.Workday || p.Immediate() {
		return chain
	}
	days := func(v catalog.Hundredths) *catalog.Limit { return &catalog.Limit{Value: v, Unit: catalog.Workday} }
	switch half := catalog.Hundredths(50); {
	case len(chain) < 6 || p.Value <= half:
		chain[2].Limit = p
	case p.Value <= 2*half:
		chain[2].Limit, chain[3].Limit = days(p.Value-half), days(half)
	case p.Value < 6*half:
		chain[1].Limit, chain[2].Limit, chain[3].Limit = days(half), days(p.Value-2*half), days(half)
	default:
		chain[1].Limit, chain[2].Limit, chain[3].Limit, chain[4].Limit = days(half), days(p.Value-4*half), days(2*half), days(half)
	}
	return chain
}

// contacts fills where to ask and to complain, and the legal remedies of a decision.
func (x *expander) contacts(m *catalog.Matter, e element, f departmentFile) {
	suffix := f.Org[len(f.Org)-2:]
	m.Contacts = []catalog.Contact{
		{ID: "t1", Purpose: catalog.Consultation, Way: catalog.ContactPhone, Value: "0912-00001" + suffix},
		{ID: "t2", Purpose: catalog.Supervision, Way: catalog.ContactPhone, Value: "0912-00002" + suffix},
	}
	if len(m.Windows) > 0 {
		m.Contacts = append(m.Contacts, catalog.Contact{ID: "t3", Purpose: catalog.Consultation, Way: catalog.ContactWindow, Value: x.hall.Address + m.Windows[0] + "号窗口"})
	}
	if m.Type == "20" {
		return
	}
	body := cmp.Or(e.ReviewBody, f.ReviewBody, "吴堡县人民政府")
	m.Remedies = []catalog.Remedy{
		{ID: "y1", Kind: catalog.Reconsideration, Body: body, Within: "自知道或者应当知道该行政行为之日起60日内"},
		{ID: "y2", Kind: catalog.Litigation, Body: "有管辖权的人民法院", Within: "自知道或者应当知道作出行政行为之日起6个月内"},
	}
}
