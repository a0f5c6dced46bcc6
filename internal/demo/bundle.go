package demo

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"servicehall/internal/catalog"
)

// bundleFile is one source file of bundles: scenes of one life-cycle.
type bundleFile struct {
	Lifecycle string      `yaml:"生命周期"` // 个人, 企业 or 项目
	Scenes    []sceneLine `yaml:"场景"`
}

type sceneLine struct {
	Name    string       `yaml:"名称"`
	Summary string       `yaml:"说明"`
	Bundles []bundleLine `yaml:"一件事"`
}

type bundleLine struct {
	Name          string               `yaml:"名称"`
	Aliases       []string             `yaml:"别名"`
	Summary       string               `yaml:"说明"`
	Lead          string               `yaml:"牵头"` // short name
	Joint         []string             `yaml:"配合"` // short names, besides the departments of the members
	List          string               `yaml:"清单"` // 国家, 省级 or 地方, then | and the list's title
	PromisedLimit string               `yaml:"承诺时限"`
	MaxVisits     int                  `yaml:"到现场次数"`
	Channels      string               `yaml:"办理渠道"`
	Members       []string             `yaml:"成员"`
	Questions     []bundleQuestionLine `yaml:"情形"`
}

type bundleQuestionLine struct {
	Text    string             `yaml:"问"`
	Options []bundleOptionLine `yaml:"选项"`
}

type bundleOptionLine struct {
	Text    string   `yaml:"选"`
	Members []string `yaml:"增加"`
}

// memberLine is a member as a source line writes it: a matter's name, or 外部:name, then attributes:
//
//	烟草专卖零售许可证新办 | 可选:店内经营卷烟的 | 阶段2
//	外部:银行预约开户 | 办理:各商业银行网点 | 地点:…
type memberLine struct {
	Name, Who, Where, Condition string
	Outside, Optional           bool
	Phase                       int
}

func parseMemberLine(line string) (memberLine, error) {
	parts := strings.Split(line, "|")
	m := memberLine{Phase: 1}
	m.Name, m.Outside = strings.CutPrefix(strings.TrimSpace(parts[0]), "外部:")
	for _, part := range parts[1:] {
		part = strings.TrimSpace(part)
		key, value, _ := strings.Cut(part, ":")
		switch {
		case key == "可选":
			m.Optional, m.Condition = true, value
		case key == "办理":
			m.Who = value
		case key == "地点":
			m.Where = value
		case strings.HasPrefix(part, "阶段"):
			phase, err := strconv.Atoi(strings.TrimPrefix(part, "阶段"))
			if err != nil || phase < 1 {
				return m, fmt.Errorf("阶段要写成“阶段2”：%q", line)
			}
			m.Phase = phase
		default:
			return m, fmt.Errorf("成员里看不懂 %q：%q", part, line)
		}
	}
	if m.Name == "" || (m.Outside && m.Who == "") {
		return m, fmt.Errorf("成员要有名称，外部服务还要写“办理:谁”：%q", line)
	}
	return m, nil
}

// bundles expands every file of bundles, in the order of the life-cycles and the files' names.
func (x *expander) bundles(data fs.FS) error {
	names, err := fs.Glob(data, "bundles/*.yaml")
	if err != nil {
		return err
	}
	for _, name := range names {
		var f bundleFile
		if err := read(data, name, &f); err != nil {
			return err
		}
		lifecycles, err := labelled[catalog.Lifecycle]("lifecycle", f.Lifecycle)
		if err != nil || len(lifecycles) != 1 {
			return fmt.Errorf("demonstration table %s: life-cycle %q: %w", name, f.Lifecycle, err)
		}
		for _, sl := range f.Scenes {
			s := &catalog.Scene{Head: catalog.Head{Code: fmt.Sprintf("CJ%02d", len(x.data.Scenes)+1), Name: sl.Name}, Lifecycle: lifecycles[0], Summary: sl.Summary}
			x.data.Scenes = append(x.data.Scenes, s)
			for _, bl := range sl.Bundles {
				b, err := x.bundle(s, bl)
				if err != nil {
					return fmt.Errorf("demonstration table %s: %s: %w", name, bl.Name, err)
				}
				x.data.Bundles = append(x.data.Bundles, b)
			}
		}
	}
	return nil
}

func (x *expander) bundle(s *catalog.Scene, line bundleLine) (*catalog.Bundle, error) {
	lead, ok := x.byShort[line.Lead]
	if !ok {
		return nil, fmt.Errorf("no department is called %s", line.Lead)
	}
	joint, err := x.departmentCodes(line.Joint)
	if err != nil {
		return nil, err
	}
	b := &catalog.Bundle{
		Head:    catalog.Head{Code: fmt.Sprintf("YJS%03d", len(x.data.Bundles)+1), Name: line.Name},
		Aliases: line.Aliases, Summary: line.Summary, Scene: s.Code, Lead: lead.Code, Joint: joint, MaxVisits: &line.MaxVisits,
	}
	list, title, _ := strings.Cut(line.List, "|")
	b.Provenance = catalog.Provenance{
		List:  map[string]catalog.ProvenanceList{"国家": catalog.NationalList, "省级": catalog.ProvincialList, "地方": catalog.LocalList}[strings.TrimSpace(list)],
		Title: strings.TrimSpace(title),
	}
	if b.PromisedLimit, err = catalog.ParseLimit(line.PromisedLimit); err != nil {
		return nil, err
	}
	ids := map[string]string{}
	for i, raw := range line.Members {
		l, err := parseMemberLine(raw)
		if err != nil {
			return nil, err
		}
		m := catalog.Member{ID: fmt.Sprintf("b%d", i+1), Required: !l.Optional, Phase: l.Phase, Condition: l.Condition}
		if l.Outside {
			m.Service = &catalog.OutsideService{Name: l.Name, Who: l.Who, Where: l.Where}
		} else {
			matter, ok := x.byMatter[l.Name]
			if !ok {
				return nil, fmt.Errorf("no matter is called %s", l.Name)
			}
			m.Matter = &matter.Code
		}
		if _, twice := ids[l.Name]; twice {
			return nil, fmt.Errorf("member %s stands twice", l.Name)
		}
		ids[l.Name] = m.ID
		b.Members = append(b.Members, m)
	}
	for i, q := range line.Questions {
		out := catalog.Question{ID: fmt.Sprintf("a%d", i+1), Text: q.Text}
		for j, o := range q.Options {
			option := catalog.Option{ID: fmt.Sprintf("a%d-%d", i+1, j+1), Text: o.Text}
			for _, name := range o.Members {
				id, ok := ids[name]
				if !ok {
					return nil, fmt.Errorf("question %q: no member %s", q.Text, name)
				}
				option.Adds = append(option.Adds, id)
			}
			out.Options = append(out.Options, option)
		}
		b.Questions = append(b.Questions, out)
	}
	if b.Channels, err = labelled[catalog.Channel]("channel", line.Channels); err != nil {
		return nil, err
	}
	b.Windows = x.bundleWindows(s.Lifecycle, line.Lead)
	return b, nil
}

// bundleWindows returns the comprehensive window of the life-cycle and, where the lead department has a
// comprehensive window of its own, that one too.
func (x *expander) bundleWindows(lifecycle catalog.Lifecycle, lead string) []string {
	term, _ := catalog.DictionaryOf("lifecycle").TermOf(string(lifecycle))
	var codes []string
	for _, w := range x.data.Windows {
		own := slices.Contains(w.Departments, x.byShort[lead].Code)
		if w.Comprehensive && (strings.Contains(w.Name, "一件事一次办"+term.Label) || own && lead != "行政审批局") {
			codes = append(codes, w.Code)
		}
	}
	return codes
}
