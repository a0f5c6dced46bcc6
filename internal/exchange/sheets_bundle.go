package exchange

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"servicehall/internal/catalog"
)

type bundle = catalog.Bundle

func bundleTable() table {
	return newRecordTable("一件事", catalog.KindBundle,
		func(c string) catalog.Record {
			return &catalog.Bundle{Head: catalog.Head{Code: c, State: catalog.Active}, Provenance: catalog.Provenance{List: catalog.LocalList}}
		}, as[bundle],
		append(fieldsOf("一件事编码", "一件事名称", func(b *bundle) *catalog.Head { return &b.Head },
			texts("别名", "/aliases", func(b *bundle) *[]string { return &b.Aliases }),
			text("说明", "/summary", func(b *bundle) *string { return &b.Summary }).broad(),
			ref("场景", "/scene", catalog.KindScene, func(b *bundle) *string { return &b.Scene }).must(),
			ref("牵头部门", "/lead", catalog.KindDepartment, func(b *bundle) *string { return &b.Lead }).must(),
			refs("配合部门", "/joint", catalog.KindDepartment, func(b *bundle) *[]string { return &b.Joint }),
			orElse(label("清单来源", "/provenance/list", "provenance", func(b *bundle) *catalog.ProvenanceList { return &b.Provenance.List }), string(catalog.LocalList)),
			text("清单名称", "/provenance/title", func(b *bundle) *string { return &b.Provenance.Title }),
			limit("承诺时限", "/promisedLimit", func(b *bundle) **catalog.Limit { return &b.PromisedLimit }),
			optionalNumber("到现场次数", "/maxVisits", func(b *bundle) **int { return &b.MaxVisits }),
			refs("窗口", "/windows", catalog.KindWindow, func(b *bundle) *[]string { return &b.Windows }),
			labels("办理渠道", "/channels", "channel", func(b *bundle) *[]catalog.Channel { return &b.Channels }),
		), suspension(func(b *bundle) **catalog.Suspension { return &b.Suspension })...))
}

func members() table {
	type T = catalog.Member
	service := func(header, pointer string, at func(*catalog.OutsideService) *string) field[T] {
		return field[T]{
			column: column{header: header, pointer: pointer},
			get: func(m *T) string {
				if m.Service == nil {
					return ""
				}
				return *at(m.Service)
			},
			set: func(_ *env, m *T, s string) error {
				if m.Service == nil && s != "" {
					m.Service = &catalog.OutsideService{}
				}
				if m.Service != nil {
					*at(m.Service) = s
				}
				return nil
			},
		}
	}
	outside := service("外部服务", "/service/name", func(s *catalog.OutsideService) *string { return &s.Name })
	outside.note = "目录里没有的服务写名称，这时“事项编码”空着"
	setName := outside.set
	outside.set = func(e *env, m *T, s string) error {
		if s == "" {
			m.Service = nil
		}
		return setName(e, m, s)
	}
	link := field[T]{
		column: column{header: "外部服务地址", pointer: "/service/link"},
		get: func(m *T) string {
			if m.Service == nil || m.Service.Link == nil {
				return ""
			}
			return *m.Service.Link
		},
		set: func(_ *env, m *T, s string) error {
			if m.Service != nil {
				if m.Service.Link = nil; s != "" {
					m.Service.Link = &s
				}
			}
			return nil
		},
	}
	matterCode := field[T]{
		column: column{header: "事项编码", pointer: "/matter", code: true, note: "目录里的事项，编码或者名称"},
		get: func(m *T) string {
			if m.Matter == nil {
				return ""
			}
			return *m.Matter
		},
		set: func(e *env, m *T, s string) error {
			if m.Matter = nil; plainCode(s) == "" {
				return nil
			}
			c, err := e.resolve(catalog.KindMatter, s)
			m.Matter = &c
			return err
		},
	}
	return newChildTable(childTable[bundle, T]{
		tableInfo: tableInfo{sheet: "一件事成员", kind: catalog.KindBundle, key: "一件事编码", pointer: "/members"},
		of:        as[bundle], prefix: "b", fresh: T{Required: true, Phase: 1},
		id: func(m *T) *string { return &m.ID },
		title: func(m *T) string {
			if m.Matter != nil {
				return *m.Matter
			}
			if m.Service != nil {
				return m.Service.Name
			}
			return ""
		},
		list:  func(b *bundle) []T { return b.Members },
		store: func(b *bundle, list []T) { b.Members = list },
		fields: []field[T]{
			code("编号", "/id", func(m *T) *string { return &m.ID }).noted("导出时填好，新增的空着"),
			matterCode, outside,
			service("办理机构", "/service/who", func(s *catalog.OutsideService) *string { return &s.Who }),
			service("办理地点", "/service/where", func(s *catalog.OutsideService) *string { return &s.Where }),
			link,
			flag("必选", "/required", func(m *T) *bool { return &m.Required }),
			number("阶段", "/phase", 1, func(m *T) *int { return &m.Phase }),
			text("适用条件", "/condition", func(m *T) *string { return &m.Condition }),
		},
	})
}

// choice is a line of the sheet 情形: an option with its question.
type choice struct {
	ID, QuestionID, Question, Option string
	Multiple                         bool
	Adds, Removes                    []string
}

func choiceFields() []field[choice] {
	return []field[choice]{
		code("编号", "/id", func(c *choice) *string { return &c.ID }).noted("导出时填好，新增的空着"),
		code("问题编号", "/question/id", func(c *choice) *string { return &c.QuestionID }).noted("同一问题的各个选项写同一个编号"),
		text("问题", "/question/text", func(c *choice) *string { return &c.Question }).must(),
		flag("可以多选", "/question/multiple", func(c *choice) *bool { return &c.Multiple }),
		text("选项", "/text", func(c *choice) *string { return &c.Option }).must(),
		codes("选中时增加", "/adds", func(c *choice) *[]string { return &c.Adds }).noted("材料或者成员的编号，多个用分号分开"),
		codes("选中时去掉", "/removes", func(c *choice) *[]string { return &c.Removes }).noted("材料或者成员的编号，多个用分号分开"),
	}
}

// numberQuestions gives every line the id of its question: that which another line writes for the same text, else
// that of the question that is there with this text, else a new one.
func numberQuestions(lines []choice, before []catalog.Question, id func() string) {
	byText, written := map[string]string{}, map[string]bool{}
	for _, l := range lines {
		if written[l.QuestionID] = true; l.QuestionID != "" && byText[l.Question] == "" {
			byText[l.Question] = l.QuestionID
		}
	}
	for _, q := range before {
		if byText[q.Text] == "" && !written[q.ID] {
			byText[q.Text] = q.ID
		}
	}
	for i, l := range lines {
		if l.QuestionID == "" {
			if byText[l.Question] == "" {
				byText[l.Question] = id()
			}
			lines[i].QuestionID = byText[l.Question]
		}
	}
}

// oneQuestion reports lines of one question that say different things of it: only one of them could be kept. An empty
// cell in 可以多选 says nothing.
func oneQuestion(lines []choice, cells []map[string]string, fault say) {
	const multiple = "可以多选"
	asked, several := map[string]string{}, map[string]bool{}
	for i, l := range lines {
		if before, known := asked[l.QuestionID]; l.QuestionID != "" && known && before != l.Question {
			fault(i, "问题", fmt.Errorf("问题编号“%s”前面写的问题是“%s”，同一个编号只能是一个问题", l.QuestionID, short(before)))
			continue
		}
		asked[l.QuestionID] = l.Question
		if strings.TrimSpace(cells[i][multiple]) == "" {
			continue
		}
		key := orText(l.QuestionID, l.Question)
		if before, known := several[key]; known && before != l.Multiple {
			fault(i, multiple, fmt.Errorf("同一个问题前面写的是“%s”，这里是“%s”，请统一", yesOrNo(before), yesOrNo(l.Multiple)))
		} else {
			several[key] = l.Multiple
		}
	}
}

// choiceOrigins says where options and, with the first of them, their question stand.
func choiceOrigins(lines []choice) (origins [][]origin) {
	var ids []string // of questions, in their order
	options := map[string]int{}
	for _, l := range lines {
		if !slices.Contains(ids, l.QuestionID) {
			ids = append(ids, l.QuestionID)
		}
		question := "/questions/" + strconv.Itoa(slices.Index(ids, l.QuestionID))
		origins = append(origins, []origin{{pointer: question + "/options/" + strconv.Itoa(options[l.QuestionID])}, {pointer: question, inner: "/question"}})
		options[l.QuestionID]++
	}
	return origins
}

// choices makes the table of the questions of the records P.
func choices[P any](kind catalog.Kind, key string, of func(catalog.Record) (*P, bool), at func(*P) (catalog.Record, *[]catalog.Question)) table {
	return newChildTable(childTable[P, choice]{
		tableInfo: tableInfo{sheet: "情形", kind: kind, key: key, pointer: "/questions"},
		of:        of, prefix: "a", fields: choiceFields(),
		id: func(c *choice) *string { return &c.ID }, title: func(c *choice) string { return c.Question + "\n" + c.Option },
		list: func(p *P) (lines []choice) {
			_, questions := at(p)
			for _, q := range *questions {
				for _, o := range q.Options {
					lines = append(lines, choice{ID: o.ID, QuestionID: q.ID, Question: q.Text, Multiple: q.Multiple, Option: o.Text, Adds: o.Adds, Removes: o.Removes})
				}
			}
			return lines
		},
		store: func(p *P, lines []choice) {
			record, questions := at(p)
			numberQuestions(lines, *questions, func() string { return catalog.NewChildID(record, "a") })
			*questions = nil
			for _, l := range lines {
				i := slices.IndexFunc(*questions, func(q catalog.Question) bool { return q.ID == l.QuestionID })
				if i < 0 {
					i = len(*questions)
					*questions = append(*questions, catalog.Question{ID: l.QuestionID, Text: l.Question})
				}
				q := &(*questions)[i]
				q.Multiple = q.Multiple || l.Multiple
				q.Options = append(q.Options, catalog.Option{ID: l.ID, Text: l.Option, Adds: l.Adds, Removes: l.Removes})
			}
		},
		check: oneQuestion, origins: choiceOrigins,
	})
}

func questions() table {
	return choices(catalog.KindMatter, "事项编码", as[matter], func(m *matter) (catalog.Record, *[]catalog.Question) { return m, &m.Questions })
}

func bundleQuestions() table {
	return choices(catalog.KindBundle, "一件事编码", as[bundle], func(b *bundle) (catalog.Record, *[]catalog.Question) { return b, &b.Questions })
}
