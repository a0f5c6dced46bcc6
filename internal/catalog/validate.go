package catalog

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"servicehall/internal/natcode"
)

// Fault is one thing wrong with a record.
type Fault struct {
	Of      Record // the record
	Kind    Kind   // its kind
	Record  string // its code
	Pointer string // JSON pointer to the value within the record
	Code    string // stable name of the rule: required, length, form, spoilt, closed_list, range, reference, duplicate, conflict
	Detail  string // Chinese: what is wrong and what would be right
}

// Invalid is the error of records that break the rules of form; it holds every fault at once.
type Invalid struct{ Faults []Fault }

// Error names the first fault and how many there are.
func (e *Invalid) Error() string {
	f := e.Faults[0]
	s := fmt.Sprintf("%s %s 的 %s：%s", f.Kind.Label(), f.Record, f.Pointer, f.Detail)
	if n := len(e.Faults); n > 1 {
		s += fmt.Sprintf("（共%d处）", n)
	}
	return s
}

// Limits of form (contract: a code is up to 64 characters, a field up to 10,000).
const (
	MaxCode = 64
	MaxText = 10_000
	MaxName = 200
)

// Validate checks the form of every record and that what they refer to is known, either among them or by
// known. It returns nil or an *Invalid with every fault.
func (d *Dataset) Validate(known func(Kind, string) bool) error {
	v := &validator{closed: map[string]Dictionary{}}
	for _, dict := range Dictionaries() {
		v.closed[dict.Name] = dict
	}
	codes := d.Codes()
	v.known = func(kind Kind, code string) bool { return codes.Has(kind, code) || known(kind, code) }
	owner := map[Kind]map[string]Record{}
	for _, r := range d.Records() {
		v.record = r
		v.head(r.Base())
		if owner[r.Kind()] == nil {
			owner[r.Kind()] = map[string]Record{}
		}
		for _, code := range append([]string{r.Base().Code}, r.Base().FormerCodes...) {
			if other, taken := owner[r.Kind()][code]; taken && other != r {
				v.fault("/code", "duplicate", "编码“%s”还有一条记录在用：%s", code, other.Base().Name)
			}
			owner[r.Kind()][code] = r
		}
		switch r := r.(type) {
		case *Department:
			v.department(r)
		case *Zone:
			v.texts("/summary", r.Summary, "/address", r.Address, "/floor", r.Floor)
			if l := r.Location; l != nil && !(l.Lng >= -180 && l.Lng <= 180 && l.Lat >= -90 && l.Lat <= 90) {
				v.fault("/location", "range", "经度在 -180 到 180 之间，纬度在 -90 到 90 之间")
			}
		case *Window:
			v.window(r)
		case *Scene:
			v.in("lifecycle", "/lifecycle", string(r.Lifecycle))
			v.texts("/summary", r.Summary)
		case *Matter:
			v.matter(r)
		case *Bundle:
			v.bundle(r)
		case *CalendarDay:
			if day := Date(r.Code); !day.Valid() {
				v.fault("/code", "form", "“%s”不是日期，请写成 2026-11-23", r.Code)
			}
			v.in("arrangement", "/arrangement", string(r.Arrangement))
			v.texts("/source", r.Source)
		case *ThesaurusEntry:
			v.thesaurusEntry(r)
		}
	}
	if len(v.faults) > 0 {
		return &Invalid{Faults: v.faults}
	}
	return nil
}

type validator struct {
	closed map[string]Dictionary
	known  func(Kind, string) bool
	record Record
	faults []Fault
}

func (v *validator) fault(pointer, code, format string, args ...any) {
	v.faults = append(v.faults, Fault{Of: v.record, Kind: v.record.Kind(), Record: v.record.Base().Code, Pointer: pointer, Code: code, Detail: fmt.Sprintf(format, args...)})
}

// text checks that a text is valid UTF-8, has no control characters but line end and tab, and is not longer
// than limit characters.
func (v *validator) text(pointer, s string, limit int) {
	if !utf8.ValidString(s) {
		v.fault(pointer, "form", "文字不是有效的 UTF-8，请重新录入")
		return
	}
	if s != "" && strings.TrimSpace(s) == "" {
		v.fault(pointer, "form", "只有空格，没有内容，请填写或者清空")
	}
	if n := utf8.RuneCountInString(s); n > limit {
		v.fault(pointer, "length", "最多%d个字，现在有%d个字", limit, n)
	}
	if escapedForm.MatchString(s) {
		v.fault(pointer, "form", "含有 _x000D_ 这样的字样，表格程序会把它当成特殊字符，请改写")
	}
	for _, r := range s {
		if (r < 0x20 && r != '\n' && r != '\t') || r == 0x7f {
			v.fault(pointer, "form", "含有看不见的控制字符（U+%04X），请删去", r)
			return
		}
	}
}

// texts takes pairs of pointer and text.
func (v *validator) texts(pairs ...string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		v.text(pairs[i], pairs[i+1], MaxText)
	}
}

func (v *validator) required(pointer, s string) {
	if strings.TrimSpace(s) == "" {
		v.fault(pointer, "required", "不能为空")
		return
	}
	v.text(pointer, s, MaxText)
}

// aliases are names of one line.
func (v *validator) aliases(names []string) {
	for i, a := range names {
		pointer := fmt.Sprintf("/aliases/%d", i)
		v.required(pointer, a)
		if strings.Contains(a, "\n") {
			v.fault(pointer, "form", "一个别名写在一行里，不能换行")
		}
	}
}

// in checks that a value stands in a closed list.
func (v *validator) in(list, pointer, code string) {
	if code == "" && slices.Contains([]string{"type", "level", "powerSource", "areaScope"}, list) {
		return // what is merely missing is a finding, no fault of form
	}
	d := v.closed[list]
	if !d.Has(code) {
		v.fault(pointer, "closed_list", "“%s”不在“%s”的清单里，可以用的有：%s", code, d.Label, strings.Join(d.Codes(), "、"))
	}
}

// inAll checks that every value stands in a closed list and none stands twice.
func inAll[T ~string](v *validator, list, pointer string, codes []T) {
	seen := map[T]bool{}
	for i, c := range codes {
		at := fmt.Sprintf("%s/%d", pointer, i)
		v.in(list, at, string(c))
		if seen[c] {
			v.fault(at, "duplicate", "“%s”写了两次", c)
		}
		seen[c] = true
	}
}

func (v *validator) ref(kind Kind, pointer, code string) {
	if !v.known(kind, code) {
		v.fault(pointer, "reference", "没有编码为“%s”的%s", code, kind.Label())
	}
}

func (v *validator) refs(kind Kind, pointer string, codes []string) {
	for i, c := range codes {
		v.ref(kind, fmt.Sprintf("%s/%d", pointer, i), c)
	}
}

func (v *validator) date(pointer string, d *Date) {
	if d != nil && !d.Valid() {
		v.fault(pointer, "form", "“%s”不是日期，请写成 2026-11-23", *d)
	}
}

// id checks that a child has an id and that no id stands twice in the record.
func (v *validator) id(seen map[string]bool, pointer, id string) {
	switch {
	case id == "" || len(id) > MaxCode:
		v.fault(pointer+"/id", "required", "每一项都要有编号，最多%d个字符", MaxCode)
	case seen[id]:
		v.fault(pointer+"/id", "duplicate", "编号“%s”在这条记录里用了两次", id)
	}
	seen[id] = true
}

func (v *validator) limit(pointer string, l *Limit) {
	if l == nil {
		return
	}
	v.in("unit", pointer+"/unit", string(l.Unit))
	if l.Value < 0 || l.Value > HundredthsOf(100_000) {
		v.fault(pointer+"/value", "range", "时限在 0 到 100000 之间")
	}
}

// escapedForm is how xlsx files write characters by number; such text would not come back as it was.
var escapedForm = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// SpoiltCode is what is said of a code of which a spreadsheet has left nothing (natcode.Spoilt); it takes the code.
const SpoiltCode = "“%s”是表格程序留下的样子，编码已经丢失：请把这一列的格式设为文本，再重新填写编码"

var codeForm = regexp.MustCompile(`^\S(.*\S)?$`)

func (v *validator) head(h *Head) {
	for i, code := range append([]string{h.Code}, h.FormerCodes...) {
		pointer := "/code"
		if i > 0 {
			pointer = fmt.Sprintf("/formerCodes/%d", i-1)
		}
		if n := utf8.RuneCountInString(code); n == 0 || n > MaxCode || !codeForm.MatchString(code) {
			v.fault(pointer, "form", "编码是 1 到 %d 个字符，前后没有空格", MaxCode)
		}
		v.text(pointer, code, MaxCode)
	}
	if natcode.Spoilt(h.Code) { // former codes stay: the record may have got a right one since
		v.fault("/code", "spoilt", SpoiltCode, h.Code)
	}
	v.required("/name", h.Name)
	if utf8.RuneCountInString(h.Name) > MaxName {
		v.fault("/name", "length", "名称最多%d个字", MaxName)
	}
	v.in("state", "/state", string(h.State))
	switch {
	case h.State == Cancelled && h.Cancellation == nil:
		v.fault("/cancellation", "required", "取消的记录要写明原因")
	case h.State != Cancelled && h.Cancellation != nil:
		v.fault("/cancellation", "conflict", "没有取消的记录不能有取消原因")
	case h.Cancellation != nil:
		v.in("cancellationReason", "/cancellation/reason", string(h.Cancellation.Reason))
		v.text("/cancellation/note", h.Cancellation.Note, MaxText)
		if s := h.Cancellation.Successor; s != nil {
			v.ref(v.record.Kind(), "/cancellation/successor", *s)
			if hasCode(v.record, *s) {
				v.fault("/cancellation/successor", "conflict", "继任的不能是这条记录自己，请写改用哪一条；没有的空着")
			}
		}
	}
}

var (
	clockForm = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)
)

func (v *validator) department(d *Department) {
	v.texts("/shortName", d.ShortName, "/summary", d.Summary, "/address", d.Address, "/phone", d.Phone)
	if _, err := natcode.ParseDivision(d.Division); d.Division != "" && (err != nil || len(d.Division) != 6) {
		v.fault("/division", "form", "行政区划代码是6位数字，例如 610829")
	}
	v.in("nature", "/nature", d.Nature)
}

func (v *validator) window(w *Window) {
	v.ref(KindZone, "/zone", w.Zone)
	v.refs(KindDepartment, "/departments", w.Departments)
	v.texts("/phone", w.Phone)
	span := func(pointer, opens, closes string) {
		if !clockForm.MatchString(opens) || !clockForm.MatchString(closes) || opens >= closes {
			v.fault(pointer, "form", "办公时间写成 08:30 到 12:00，开始早于结束")
		}
	}
	for i, s := range w.Hours {
		at := fmt.Sprintf("/hours/%d", i)
		span(at, s.Opens, s.Closes)
		if len(s.Days) == 0 {
			v.fault(at+"/days", "required", "至少一天")
		}
		for _, d := range s.Days {
			if d < 1 || d > 7 {
				v.fault(at+"/days", "range", "1 是星期一，7 是星期日，没有 %d", d)
			}
		}
	}
	for i, e := range w.Exceptions {
		at := fmt.Sprintf("/exceptions/%d", i)
		v.date(at+"/date", &e.Date)
		for j, s := range e.Spans {
			span(fmt.Sprintf("%s/spans/%d", at, j), s.Opens, s.Closes)
		}
		v.text(at+"/note", e.Note, MaxText)
	}
	if c := w.ClosedUntil; c != nil {
		v.date("/closedUntil/until", &c.Until)
		v.required("/closedUntil/reason", c.Reason)
	}
}

func (v *validator) matter(m *Matter) {
	v.in("type", "/type", m.Type)
	v.in("level", "/level", m.Level)
	v.in("powerSource", "/powerSource", m.PowerSource)
	v.in("handling", "/handling", string(m.Handling))
	v.in("areaScope", "/areaScope", m.AreaScope)
	v.ref(KindDepartment, "/department", m.Department)
	v.refs(KindDepartment, "/jointDepartments", m.JointDepartments)
	v.refs(KindWindow, "/windows", m.Windows)
	inAll(v, "audience", "/audience", m.Audience)
	inAll(v, "theme", "/themes", m.Themes)
	inAll(v, "channel", "/channels", m.Channels)
	inAll(v, "onlineDepth", "/onlineDepth", m.OnlineDepth)
	v.texts("/baseCode", m.BaseCode, "/mainCode", m.MainCode, "/mainName", m.MainName, "/summary", m.Summary, "/entrustedBy", m.EntrustedBy,
		"/legalNote", m.LegalNote, "/promisedNote", m.PromisedNote, "/visitReason", m.VisitReason, "/quantityLimit", m.QuantityLimit)
	v.aliases(m.Aliases)
	v.limit("/legalLimit", m.LegalLimit)
	v.limit("/promisedLimit", m.PromisedLimit)
	if m.MaxVisits != nil && (*m.MaxVisits < 0 || *m.MaxVisits > 99) {
		v.fault("/maxVisits", "range", "到现场次数在 0 到 99 之间")
	}
	if m.Usage < 0 || m.Usage > 100 {
		v.fault("/usage", "range", "常用程度在 0 到 100 之间")
	}
	v.date("/checkedOn", m.CheckedOn)
	if e := m.Entry; e != nil {
		v.required("/entry/batch", e.Batch)
		v.date("/entry/day", &e.Day)
	}
	if (m.State == Suspended) != (m.Suspension != nil) {
		v.fault("/suspension", "conflict", "暂停的事项要写明原因，没有暂停的不写")
	}
	if s := m.Suspension; s != nil {
		v.required("/suspension/reason", s.Reason)
		v.date("/suspension/until", s.Until)
	}
	v.matterLists(m)
}

func (v *validator) matterLists(m *Matter) {
	seen := map[string]bool{}
	at := func(list string, i int, id string) string {
		pointer := fmt.Sprintf("/%s/%d", list, i)
		v.id(seen, pointer, id)
		return pointer
	}
	materials := map[string]bool{}
	for i, x := range m.Materials {
		p := at("materials", i, x.ID)
		materials[x.ID] = true
		v.material(p, x)
	}
	for i, x := range m.Conditions {
		p := at("conditions", i, x.ID)
		v.required(p+"/text", x.Text)
		v.texts(p+"/applicable", x.Applicable)
	}
	for i, x := range m.Steps {
		p := at("steps", i, x.ID)
		v.required(p+"/name", x.Name)
		v.texts(p+"/standard", x.Standard, p+"/result", x.Result)
		v.limit(p+"/limit", x.Limit)
	}
	for i, x := range m.SpecialProcedures {
		p := at("specialProcedures", i, x.ID)
		v.required(p+"/name", x.Name)
		v.texts(p+"/basis", x.Basis)
		v.limit(p+"/limit", x.Limit)
	}
	for i, x := range m.Fees {
		p := at("fees", i, x.ID)
		v.required(p+"/name", x.Name)
		v.required(p+"/standard", x.Standard)
		v.texts(p+"/basis", x.Basis, p+"/reduction", x.Reduction)
	}
	for i, x := range m.Results {
		p := at("results", i, x.ID)
		v.required(p+"/name", x.Name)
		v.in("resultType", p+"/type", x.Type)
		inAll(v, "delivery", p+"/deliveries", x.Deliveries)
		v.texts(p+"/validity", x.Validity)
		v.file(p+"/sample", x.Sample)
	}
	for i, x := range m.LegalBases {
		p := at("legalBases", i, x.ID)
		v.required(p+"/law", x.Law)
		v.texts(p+"/number", x.Number, p+"/clause", x.Clause, p+"/text", x.Text)
	}
	for i, x := range m.Intermediaries {
		p := at("intermediaries", i, x.ID)
		v.required(p+"/name", x.Name)
		v.texts(p+"/basis", x.Basis)
	}
	for i, x := range m.FAQs {
		p := at("faqs", i, x.ID)
		v.required(p+"/question", x.Question)
		v.required(p+"/answer", x.Answer)
	}
	for i, x := range m.Contacts {
		p := at("contacts", i, x.ID)
		v.in("purpose", p+"/purpose", string(x.Purpose))
		v.in("contactWay", p+"/way", string(x.Way))
		v.required(p+"/value", x.Value)
	}
	for i, x := range m.Remedies {
		p := at("remedies", i, x.ID)
		v.in("remedy", p+"/kind", string(x.Kind))
		v.required(p+"/body", x.Body)
		v.texts(p+"/within", x.Within)
	}
	v.questions(m.Questions, seen, materials)
	if c := m.Commitment; c != nil {
		v.in("commitmentKind", "/commitment/kind", string(c.Kind))
		v.in("verification", "/commitment/verification", string(c.Verification))
		v.texts("/commitment/scope", c.Scope, "/commitment/text", c.Text, "/commitment/excluded", c.Excluded)
		v.members("告知承诺", "/commitment/materials", c.Materials, materials)
	}
}

// members checks that every id which a part of the record uses is one of this record's.
func (v *validator) members(user, pointer string, ids []string, have map[string]bool) {
	for i, id := range ids {
		if !have[id] {
			v.fault(fmt.Sprintf("%s/%d", pointer, i), "reference", "%s用到编号为“%s”的一项，这条记录里却没有；请保留那一项，或者把用到它的地方一并改掉", user, id)
		}
	}
}

func (v *validator) file(pointer string, f *FileLink) {
	if f != nil {
		v.required(pointer+"/name", f.Name)
	}
}

func (v *validator) material(p string, x Material) {
	v.required(p+"/name", x.Name)
	v.in("necessity", p+"/necessity", string(x.Necessity))
	v.in("medium", p+"/medium", string(x.Medium))
	v.in("copyKind", p+"/copyKind", string(x.CopyKind))
	v.in("category", p+"/category", string(x.Category))
	v.in("source", p+"/source", string(x.Source))
	v.texts(p+"/issuer", x.Issuer, p+"/standard", x.Standard, p+"/note", x.Note)
	v.file(p+"/blankForm", x.BlankForm)
	v.file(p+"/sample", x.Sample)
	if x.Copies < 0 || x.Copies > 99 {
		v.fault(p+"/copies", "range", "份数在 0 到 99 之间")
	}
	if x.Necessity != Deferrable && x.Deferral != nil { // the other way round a deferral is merely missing
		v.fault(p+"/deferral", "conflict", "只有必要性是“容缺后补”的材料才写补正时限，例如 3工作日；其他材料空着")
	}
	if d := x.Deferral; d != nil {
		v.limit(p+"/deferral/within", &d.Within)
		inAll(v, "way", p+"/deferral/ways", d.Ways)
		v.in("consequence", p+"/deferral/consequence", string(d.Consequence))
		if d.GraceDays < 0 || (d.GraceDays > 0) != (d.Consequence == SuspendThenReturn) {
			v.fault(p+"/deferral/graceDays", "conflict", "只有“中止后退件”才有宽限的工作日")
		}
		v.texts(p+"/deferral/longReason", d.LongReason)
	}
	if c := x.Commitment; c != nil {
		v.required(p+"/commitment/content", c.Content)
		v.in("verification", p+"/commitment/verification", string(c.Verification))
	}
}

func (v *validator) bundle(b *Bundle) {
	v.ref(KindScene, "/scene", b.Scene)
	v.ref(KindDepartment, "/lead", b.Lead)
	v.refs(KindDepartment, "/joint", b.Joint)
	v.refs(KindWindow, "/windows", b.Windows)
	inAll(v, "channel", "/channels", b.Channels)
	v.in("provenance", "/provenance/list", string(b.Provenance.List))
	v.texts("/summary", b.Summary, "/provenance/title", b.Provenance.Title)
	v.limit("/promisedLimit", b.PromisedLimit)
	v.aliases(b.Aliases)
	if b.MaxVisits != nil && (*b.MaxVisits < 0 || *b.MaxVisits > 99) {
		v.fault("/maxVisits", "range", "到现场次数在 0 到 99 之间")
	}
	if (b.State == Suspended) != (b.Suspension != nil) {
		v.fault("/suspension", "conflict", "暂停的一件事要写明原因，没有暂停的不写")
	}
	if len(b.Members) < 2 {
		v.fault("/members", "range", "一件事至少有两个成员")
	}
	seen, members := map[string]bool{}, map[string]bool{}
	for i, m := range b.Members {
		p := fmt.Sprintf("/members/%d", i)
		v.id(seen, p, m.ID)
		members[m.ID] = true
		if (m.Matter == nil) == (m.Service == nil) {
			v.fault(p, "conflict", "成员要么是目录里的事项，要么是外部服务")
		}
		if m.Matter != nil {
			v.ref(KindMatter, p+"/matter", *m.Matter)
		}
		if s := m.Service; s != nil {
			v.required(p+"/service/name", s.Name)
			v.texts(p+"/service/who", s.Who, p+"/service/where", s.Where)
		}
		if m.Phase < 1 || m.Phase > 20 {
			v.fault(p+"/phase", "range", "阶段从 1 到 20")
		}
		v.texts(p+"/condition", m.Condition)
	}
	v.questions(b.Questions, seen, members)
}

func (v *validator) thesaurusEntry(e *ThesaurusEntry) {
	if e.Name != e.Code {
		v.fault("/name", "conflict", "词库里的名称就是词本身，请写“%s”", e.Code)
	}
	if len(e.Terms) == 0 {
		v.fault("/terms", "required", "至少写一个规范说法")
	}
	seen := map[string]bool{}
	for i, term := range e.Terms {
		at := fmt.Sprintf("/terms/%d", i)
		v.required(at, term)
		if seen[term] {
			v.fault(at, "duplicate", "“%s”写了两次", term)
		}
		seen[term] = true
	}
	if e.Weight < 1 || e.Weight > 100 {
		v.fault("/weight", "range", "权重在 1 到 100 之间")
	}
}

// questions checks the questions of a record and that what their options switch is among have.
func (v *validator) questions(questions []Question, seen, have map[string]bool) {
	for i, q := range questions {
		p := fmt.Sprintf("/questions/%d", i)
		v.id(seen, p, q.ID)
		v.required(p+"/text", q.Text)
		if len(q.Options) < 2 {
			v.fault(p+"/options", "range", "一个问题至少有两个选项")
		}
		for j, o := range q.Options {
			at := fmt.Sprintf("%s/options/%d", p, j)
			v.id(seen, at, o.ID)
			v.required(at+"/text", o.Text)
			user := fmt.Sprintf("情形“%s”的选项“%s”", q.Text, o.Text)
			v.members(user, at+"/adds", o.Adds, have)
			v.members(user, at+"/removes", o.Removes, have)
		}
	}
}
