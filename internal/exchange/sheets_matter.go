package exchange

import (
	"fmt"
	"slices"
	"strings"

	"servicehall/internal/catalog"
)

type matter = catalog.Matter

func matterTable() table {
	return newRecordTable("事项", catalog.KindMatter,
		func(c string) catalog.Record {
			return &catalog.Matter{Head: catalog.Head{Code: c, State: catalog.Active}, Handling: catalog.Promised}
		}, as[matter],
		append(fieldsOf("事项编码", "事项名称", func(m *matter) *catalog.Head { return &m.Head },
			code("基本编码", "/baseCode", func(m *matter) *string { return &m.BaseCode }),
			code("主项编码", "/mainCode", func(m *matter) *string { return &m.MainCode }),
			text("主项名称", "/mainName", func(m *matter) *string { return &m.MainName }),
			texts("别名", "/aliases", func(m *matter) *[]string { return &m.Aliases }),
			text("说明", "/summary", func(m *matter) *string { return &m.Summary }).broad(),
			ref("实施主体", "/department", catalog.KindDepartment, func(m *matter) *string { return &m.Department }),
			label("事项类型", "/type", "type", func(m *matter) *string { return &m.Type }),
			label("行使层级", "/level", "level", func(m *matter) *string { return &m.Level }),
			label("权力来源", "/powerSource", "powerSource", func(m *matter) *string { return &m.PowerSource }),
			text("委托部门", "/entrustedBy", func(m *matter) *string { return &m.EntrustedBy }),
			refs("联办机构", "/jointDepartments", catalog.KindDepartment, func(m *matter) *[]string { return &m.JointDepartments }),
			labels("服务对象", "/audience", "audience", func(m *matter) *[]catalog.Audience { return &m.Audience }),
			themes(),
			label("办件类型", "/handling", "handling", func(m *matter) *catalog.Handling { return &m.Handling }),
			limit("法定时限", "/legalLimit", func(m *matter) **catalog.Limit { return &m.LegalLimit }),
			text("法定时限说明", "/legalNote", func(m *matter) *string { return &m.LegalNote }),
			limit("承诺时限", "/promisedLimit", func(m *matter) **catalog.Limit { return &m.PromisedLimit }),
			text("承诺时限说明", "/promisedNote", func(m *matter) *string { return &m.PromisedNote }),
			optionalNumber("到现场次数", "/maxVisits", func(m *matter) **int { return &m.MaxVisits }),
			text("到现场原因", "/visitReason", func(m *matter) *string { return &m.VisitReason }),
			refs("窗口", "/windows", catalog.KindWindow, func(m *matter) *[]string { return &m.Windows }),
			labels("办理渠道", "/channels", "channel", func(m *matter) *[]catalog.Channel { return &m.Channels }),
			labels("网上办理深度", "/onlineDepth", "onlineDepth", func(m *matter) *[]string { return &m.OnlineDepth }),
			optionalText("网上办理地址", "/links/online", func(m *matter) **string { return &m.Links.Online }),
			optionalText("移动端地址", "/links/mobile", func(m *matter) **string { return &m.Links.Mobile }),
			optionalText("预约地址", "/links/booking", func(m *matter) **string { return &m.Links.Booking }),
			flag("预约办理", "/booking", func(m *matter) *bool { return &m.Booking }),
			flag("物流快递", "/express", func(m *matter) *bool { return &m.Express }),
			flag("网上支付", "/payOnline", func(m *matter) *bool { return &m.PayOnline }),
			label("通办范围", "/areaScope", "areaScope", func(m *matter) *string { return &m.AreaScope }),
			text("数量限制", "/quantityLimit", func(m *matter) *string { return &m.QuantityLimit }),
			number("常用程度", "/usage", 0, func(m *matter) *int { return &m.Usage }).noted("0 到 100，越大在搜索里越靠前；不知道的写 0"),
			flag("容缺受理", "/waiver", func(m *matter) *bool { return &m.Waiver }),
			commitmentKind(),
			within(commitmentOf, text("承诺范围", "/commitment/scope", func(c *catalog.Commitment) *string { return &c.Scope })),
			within(commitmentOf, text("承诺内容", "/commitment/text", func(c *catalog.Commitment) *string { return &c.Text })),
			within(commitmentOf, text("不适用承诺的对象", "/commitment/excluded", func(c *catalog.Commitment) *string { return &c.Excluded })),
			within(commitmentOf, codes("承诺替代的材料编号", "/commitment/materials", func(c *catalog.Commitment) *[]string { return &c.Materials })),
			within(commitmentOf, orElse(label("承诺核查方式", "/commitment/verification", "verification", func(c *catalog.Commitment) *catalog.Verification { return &c.Verification }), string(catalog.VerifiedOnline))),
			making("进驻批次", "/entry/batch", entryOf, catalog.Entry{}, func(e *catalog.Entry) *string { return &e.Batch }),
			within(entryOf, day("进驻日期", "/entry/day", func(e *catalog.Entry) *catalog.Date { return &e.Day })),
			date("核对日期", "/checkedOn", func(m *matter) **catalog.Date { return &m.CheckedOn }),
			unit("法定时限"), unit("承诺时限"), besideDepartment(),
		), suspension(func(m *matter) **catalog.Suspension { return &m.Suspension })...))
}

// unit is the column of a limit's unit, for files that keep number and unit apart; the planner joins them.
func unit(header string) field[matter] {
	f := former[matter](header)
	f.column = column{header: header + unitSuffix, inOnly: true}
	return f
}

// departmentCode is the header of the column of a department's code beside that of its name.
const departmentCode = "实施主体编码"

// besideDepartment is that column, for files that have both; the planner puts them together.
func besideDepartment() field[matter] {
	f := former[matter](departmentCode)
	f.pointer = ""
	return f
}

const unitSuffix = "单位"

func themes() field[matter] {
	f := labels("主题", "/themes", "theme", func(m *matter) *[]string { return &m.Themes })
	f.note = "个人主题写成 个人/户籍办理，法人主题写成 法人/设立变更，多个用顿号分开"
	f.get = func(m *matter) string { return themeText(m.Themes) }
	return f
}

func commitmentKind() field[matter] {
	return field[matter]{
		column: column{header: "告知承诺", pointer: "/commitment/kind", list: "commitmentKind", note: "证明事项告知承诺、涉企经营许可事项告知承诺，没有的写 否"},
		get: func(m *matter) string {
			if m.Commitment == nil {
				return "否"
			}
			return labelOf("commitmentKind", string(m.Commitment.Kind))
		},
		set: func(e *env, m *matter, s string) error {
			if strings.TrimSpace(s) == "" {
				s = "否"
			}
			kind, err := e.words.value("告知承诺", "commitmentKind", s)
			switch {
			case err != nil:
				return fmt.Errorf("%w，没有的写 否", err)
			case kind == "false":
				m.Commitment = nil
			case kind == "true": // which kind is left as it is, or is that of a proof
				commitment(m)
			default:
				commitment(m).Kind = catalog.CommitmentKind(kind)
			}
			return nil
		},
	}
}

func commitment(m *matter) *catalog.Commitment {
	if m.Commitment == nil {
		m.Commitment = &catalog.Commitment{Kind: catalog.ProofCommitment, Verification: catalog.VerifiedOnline}
	}
	return m.Commitment
}

// The parts that a matter or a material may lack.
func commitmentOf(m *matter) **catalog.Commitment                           { return &m.Commitment }
func entryOf(m *matter) **catalog.Entry                                     { return &m.Entry }
func deferralOf(t *catalog.Material) **catalog.Deferral                     { return &t.Deferral }
func materialCommitmentOf(t *catalog.Material) **catalog.MaterialCommitment { return &t.Commitment }

// suspension makes the two columns of a suspension; what suspends is in the column 状态.
func suspension[T any](at func(*T) **catalog.Suspension) []field[T] {
	return []field[T]{
		making("暂停原因", "/suspension/reason", at, catalog.Suspension{}, func(s *catalog.Suspension) *string { return &s.Reason }),
		within(at, date("暂停到", "/suspension/until", func(s *catalog.Suspension) **catalog.Date { return &s.Until }).noted("暂停的最后一天，不知道的空着")),
	}
}

// file makes the two columns of a file: its name and its address.
func file[T any](header, pointer string, at func(*T) **catalog.FileLink) []field[T] {
	return []field[T]{
		making(header, pointer+"/name", at, catalog.FileLink{}, func(f *catalog.FileLink) *string { return &f.Name }),
		within(at, optionalText(header+"地址", pointer+"/url", func(f *catalog.FileLink) **string { return &f.URL })),
	}
}

// ofMatter makes the table of one of a matter's lists, whose new elements begin as fresh.
func ofMatter[C any](fresh C, sheet, pointer, prefix string, list func(*matter) *[]C, id func(*C) *string, title func(*C) string, fields ...field[C]) table {
	return newChildTable(childTable[matter, C]{
		tableInfo: tableInfo{sheet: sheet, kind: catalog.KindMatter, key: "事项编码", pointer: pointer},
		fields:    append([]field[C]{code("编号", "/id", id).noted("导出时填好，新增的空着")}, fields...),
		of:        as[matter], prefix: prefix, fresh: fresh, id: id, title: title,
		list:  func(m *matter) []C { return *list(m) },
		store: func(m *matter, c []C) { *list(m) = c },
	})
}

func materials() table {
	type T = catalog.Material
	return ofMatter(T{Necessity: catalog.Required, Medium: catalog.EitherMedium, CopyKind: catalog.Original, Copies: 1, Category: catalog.OtherCategory, Source: catalog.FromApplicant}, "材料", "/materials", "m", func(m *matter) *[]T { return &m.Materials }, func(t *T) *string { return &t.ID }, func(t *T) string { return t.Name },
		slices.Concat([]field[T]{
			text("材料名称", "/name", func(t *T) *string { return &t.Name }).must(),
		}, file("空白表", "/blankForm", func(t *T) **catalog.FileLink { return &t.BlankForm }), file("样表", "/sample", func(t *T) **catalog.FileLink { return &t.Sample }), []field[T]{
			orElse(label("材料必要性", "/necessity", "necessity", func(t *T) *catalog.Necessity { return &t.Necessity }), string(catalog.Required)),
			orElse(label("材料形式", "/medium", "medium", func(t *T) *catalog.Medium { return &t.Medium }), string(catalog.EitherMedium)),
			orElse(label("原件或复印件", "/copyKind", "copyKind", func(t *T) *catalog.CopyKind { return &t.CopyKind }), string(catalog.Original)),
			number("份数", "/copies", 1, func(t *T) *int { return &t.Copies }),
			orElse(label("材料类别", "/category", "category", func(t *T) *catalog.Category { return &t.Category }), string(catalog.OtherCategory)),
			orElse(label("来源渠道", "/source", "source", func(t *T) *catalog.Source { return &t.Source }), string(catalog.FromApplicant)),
			text("出具单位", "/issuer", func(t *T) *string { return &t.Issuer }),
			deferralWithin(),
			within(deferralOf, orElse(labels("补正方式", "/deferral/ways", "way", func(d *catalog.Deferral) *[]catalog.Way { return &d.Ways }), "窗口补交")),
			within(deferralOf, orElse(label("逾期处理", "/deferral/consequence", "consequence", func(d *catalog.Deferral) *catalog.Consequence { return &d.Consequence }), "退件")),
			within(deferralOf, orElse(number("宽限工作日", "/deferral/graceDays", 0, func(d *catalog.Deferral) *int { return &d.GraceDays }), "0")),
			within(deferralOf, text("超过承诺时限的理由", "/deferral/longReason", func(d *catalog.Deferral) *string { return &d.LongReason })),
			making("可承诺的内容", "/commitment/content", materialCommitmentOf, catalog.MaterialCommitment{Verification: catalog.VerifiedOnline}, func(c *catalog.MaterialCommitment) *string { return &c.Content }).noted("可以用承诺代替的证明，写承诺什么；其他材料空着"),
			within(materialCommitmentOf, orElse(label("核查方式", "/commitment/verification", "verification", func(c *catalog.MaterialCommitment) *catalog.Verification { return &c.Verification }), string(catalog.VerifiedOnline))),
			text("受理标准", "/standard", func(t *T) *string { return &t.Standard }),
			text("备注", "/note", func(t *T) *string { return &t.Note }),
		})...,
	)
}

// deferralWithin makes or unmakes the deferral of a material.
func deferralWithin() field[catalog.Material] {
	return field[catalog.Material]{
		column: column{header: "补正时限", pointer: "/deferral/within", note: "容缺后补的材料在几天内补交，写成 3工作日；其他材料空着"},
		get: func(t *catalog.Material) string {
			if t.Deferral == nil {
				return ""
			}
			return t.Deferral.Within.String()
		},
		set: func(_ *env, t *catalog.Material, s string) error {
			within, err := parseLimit(s)
			switch {
			case within == nil:
				t.Deferral = nil
			case t.Deferral == nil:
				t.Deferral = &catalog.Deferral{Within: *within, Ways: []catalog.Way{catalog.ByWindow}, Consequence: catalog.Return}
			default:
				t.Deferral.Within = *within
			}
			return err
		},
	}
}

func steps() table {
	type T = catalog.Step
	return ofMatter(T{}, "流程", "/steps", "s", func(m *matter) *[]T { return &m.Steps }, func(t *T) *string { return &t.ID }, func(t *T) string { return t.Name },
		text("环节名称", "/name", func(t *T) *string { return &t.Name }).must(),
		limit("环节时限", "/limit", func(t *T) **catalog.Limit { return &t.Limit }),
		text("审查标准", "/standard", func(t *T) *string { return &t.Standard }).broad(),
		text("审查结果", "/result", func(t *T) *string { return &t.Result }).broad(),
	)
}

func specialProcedures() table {
	type T = catalog.SpecialProcedure
	return ofMatter(T{}, "特别程序", "/specialProcedures", "p", func(m *matter) *[]T { return &m.SpecialProcedures }, func(t *T) *string { return &t.ID }, func(t *T) string { return t.Name },
		text("程序名称", "/name", func(t *T) *string { return &t.Name }).must(),
		limit("程序时限", "/limit", func(t *T) **catalog.Limit { return &t.Limit }),
		text("程序依据", "/basis", func(t *T) *string { return &t.Basis }).broad(),
	)
}

func fees() table {
	type T = catalog.Fee
	return ofMatter(T{}, "收费", "/fees", "f", func(m *matter) *[]T { return &m.Fees }, func(t *T) *string { return &t.ID }, func(t *T) string { return t.Name },
		text("收费项目", "/name", func(t *T) *string { return &t.Name }).must(),
		text("收费标准", "/standard", func(t *T) *string { return &t.Standard }).must(),
		text("收费依据", "/basis", func(t *T) *string { return &t.Basis }),
		text("减免说明", "/reduction", func(t *T) *string { return &t.Reduction }),
	)
}

func results() table {
	type T = catalog.Result
	return ofMatter(T{Type: "30"}, "结果", "/results", "r", func(m *matter) *[]T { return &m.Results }, func(t *T) *string { return &t.ID }, func(t *T) string { return t.Name },
		append([]field[T]{text("结果名称", "/name", func(t *T) *string { return &t.Name }).must(),
			orElse(label("结果类型", "/type", "resultType", func(t *T) *string { return &t.Type }), "30"),
			text("有效期", "/validity", func(t *T) *string { return &t.Validity }),
			labels("送达方式", "/deliveries", "delivery", func(t *T) *[]catalog.Delivery { return &t.Deliveries }),
		}, file("结果样本", "/sample", func(t *T) **catalog.FileLink { return &t.Sample })...)...)
}

func legalBases() table {
	type T = catalog.LegalBasis
	return ofMatter(T{}, "依据", "/legalBases", "l", func(m *matter) *[]T { return &m.LegalBases }, func(t *T) *string { return &t.ID }, func(t *T) string { return t.Law + t.Clause },
		text("法律法规名称", "/law", func(t *T) *string { return &t.Law }).must(),
		text("文号", "/number", func(t *T) *string { return &t.Number }),
		text("条款号", "/clause", func(t *T) *string { return &t.Clause }),
		text("条款内容", "/text", func(t *T) *string { return &t.Text }).broad(),
	)
}

func conditions() table {
	type T = catalog.Condition
	return ofMatter(T{}, "条件", "/conditions", "c", func(m *matter) *[]T { return &m.Conditions }, func(t *T) *string { return &t.ID }, func(t *T) string { return t.Text },
		text("条件内容", "/text", func(t *T) *string { return &t.Text }).must().broad(),
		flag("禁止性条件", "/prohibits", func(t *T) *bool { return &t.Prohibits }),
		text("适用情形", "/applicable", func(t *T) *string { return &t.Applicable }),
	)
}

func faqs() table {
	type T = catalog.FAQ
	return ofMatter(T{}, "问答", "/faqs", "q", func(m *matter) *[]T { return &m.FAQs }, func(t *T) *string { return &t.ID }, func(t *T) string { return t.Question },
		text("问题", "/question", func(t *T) *string { return &t.Question }).must().broad(),
		text("答复", "/answer", func(t *T) *string { return &t.Answer }).must().broad(),
	)
}

func intermediaries() table {
	type T = catalog.Intermediary
	return ofMatter(T{}, "中介服务", "/intermediaries", "i", func(m *matter) *[]T { return &m.Intermediaries }, func(t *T) *string { return &t.ID }, func(t *T) string { return t.Name },
		text("中介服务名称", "/name", func(t *T) *string { return &t.Name }).must(),
		text("中介服务依据", "/basis", func(t *T) *string { return &t.Basis }),
	)
}

func contacts() table {
	type T = catalog.Contact
	return ofMatter(T{}, "联系方式", "/contacts", "t", func(m *matter) *[]T { return &m.Contacts }, func(t *T) *string { return &t.ID }, func(t *T) string { return string(t.Purpose) + string(t.Way) + t.Value },
		label("联系用途", "/purpose", "purpose", func(t *T) *catalog.Purpose { return &t.Purpose }).must(),
		label("方式", "/way", "contactWay", func(t *T) *catalog.ContactWay { return &t.Way }).must(),
		text("号码或地址", "/value", func(t *T) *string { return &t.Value }).must(),
	)
}

func remedies() table {
	type T = catalog.Remedy
	return ofMatter(T{}, "救济", "/remedies", "y", func(m *matter) *[]T { return &m.Remedies }, func(t *T) *string { return &t.ID }, func(t *T) string { return string(t.Kind) },
		label("救济途径", "/kind", "remedy", func(t *T) *catalog.RemedyKind { return &t.Kind }).must(),
		text("救济机关", "/body", func(t *T) *string { return &t.Body }).must(),
		text("期限", "/within", func(t *T) *string { return &t.Within }),
	)
}
