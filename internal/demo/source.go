package demo

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// departmentFile is one source file: a department with its main matters.
type departmentFile struct {
	Name       string       `yaml:"部门"`
	ShortName  string       `yaml:"简称"`
	Org        string       `yaml:"机构代码"` // eight characters; expand adds the check characters
	Class      string       `yaml:"机构类别"` // first two characters of its 统一社会信用代码; 11 (机关) when left out
	Number     string       `yaml:"部门编号"` // two characters: the department's number in base codes
	ReviewBody string       `yaml:"复议机关"` // 吴堡县人民政府 when left out
	Summary    string       `yaml:"职责"`
	Matters    []mainMatter `yaml:"事项"`
}

// mainMatter is a 主项: what its handling items have in common, and the items.
type mainMatter struct {
	Name     string `yaml:"主项"`
	element  `yaml:",inline"`
	Handling []handlingItem `yaml:"办理项"`
}

// handlingItem is a 业务办理项, the leaf that the hall counts. What it leaves out it has from its main matter.
type handlingItem struct {
	Name    string   `yaml:"名称"`
	Aliases []string `yaml:"别名"`
	element `yaml:",inline"`
}

// element holds what may stand at a main matter or at one of its items.
type element struct {
	Summary           string     `yaml:"说明"`
	Type              string     `yaml:"类型"`
	Catalogue         string     `yaml:"目录"` // 国家 or 省: which list the base code comes from
	Audience          string     `yaml:"服务对象"`
	PersonThemes      string     `yaml:"个人主题"`
	EnterpriseThemes  string     `yaml:"法人主题"`
	LegalBases        []string   `yaml:"依据"`
	LegalLimit        string     `yaml:"法定时限"`
	PromisedLimit     string     `yaml:"承诺时限"`
	MaxVisits         *int       `yaml:"到现场次数"`
	VisitReason       string     `yaml:"到场原因"`
	Channels          string     `yaml:"办理渠道"`
	OnlineDepth       string     `yaml:"网办深度"`
	AreaScope         string     `yaml:"通办范围"`
	Conditions        []string   `yaml:"条件"`
	Materials         []string   `yaml:"材料"`
	Questions         []question `yaml:"情形"`
	SpecialProcedures []string   `yaml:"特别程序"`
	Fees              []fee      `yaml:"收费"`
	Results           []string   `yaml:"结果"`
	FAQs              []faq      `yaml:"问答"`
	Review            string     `yaml:"审查要点"`
	Commitment        string     `yaml:"告知承诺"` // 许可: the licence itself is granted on a promise
	Intermediary      string     `yaml:"中介服务"` // 无 switches off what the main matter has
	ReviewBody        string     `yaml:"复议机关"` // where it is not the department's usual one
}

type question struct {
	Text    string   `yaml:"问"`
	Options []option `yaml:"选项"`
}

type option struct {
	Text      string   `yaml:"选"`
	Materials []string `yaml:"需要"`
}

type fee struct {
	Name      string `yaml:"项目"`
	Standard  string `yaml:"标准"`
	Basis     string `yaml:"依据"`
	Reduction string `yaml:"减免"`
}

type faq struct {
	Question string `yaml:"问"`
	Answer   string `yaml:"答"`
}

// materialLine is a material as a source line writes it:
//
//	名称 | 复印件2份 | 出具:公安机关 | 容缺3工作日 | 承诺 | 非必要 | 电子 | 备注:…
type materialLine struct {
	Name       string
	Copies     string // 原件, 复印件2份, …
	Issuer     string
	Medium     string // 纸质 or 电子
	Note       string
	Deferral   string // a limit, or "" where not deferrable
	Commitment bool
	Optional   bool
}

func parseMaterialLine(line string) (materialLine, error) {
	parts := strings.Split(line, "|")
	m := materialLine{Name: strings.TrimSpace(parts[0])}
	if m.Name == "" {
		return m, fmt.Errorf("材料没有名称：%q", line)
	}
	for _, part := range parts[1:] {
		part = strings.TrimSpace(part)
		key, value, _ := strings.Cut(part, ":")
		switch {
		case part == "承诺":
			m.Commitment = true
		case part == "非必要":
			m.Optional = true
		case part == "纸质", part == "电子":
			m.Medium = part
		case key == "出具":
			m.Issuer = value
		case key == "备注":
			m.Note = value
		case strings.HasPrefix(part, "容缺"):
			m.Deferral = strings.TrimPrefix(part, "容缺")
			if m.Deferral == "" {
				return m, fmt.Errorf("容缺要写补正时限，例如“容缺3工作日”：%q", line)
			}
		case copiesForm.MatchString(part):
			m.Copies = part
		default:
			return m, fmt.Errorf("材料里看不懂 %q：%q", part, line)
		}
	}
	if m.Deferral != "" && (m.Commitment || m.Optional) {
		return m, fmt.Errorf("容缺的材料不能同时是承诺或非必要：%q", line)
	}
	return m, nil
}

// resultLine is a result as a source line writes it: 名称 | 证照 | 5年 | 窗口领取 邮寄送达.
type resultLine struct {
	Name, Kind, Validity, Delivery string
}

func parseResultLine(line string) (resultLine, error) {
	parts := strings.Split(line, "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	r := resultLine{Name: parts[0], Kind: "其他"}
	if len(parts) > 1 {
		r.Kind = parts[1]
	}
	if len(parts) > 2 {
		r.Validity = parts[2]
	}
	if len(parts) > 3 {
		r.Delivery = parts[3]
	}
	if len(parts) > 4 || r.Name == "" {
		return r, fmt.Errorf("结果要写成“名称 | 证照 | 5年 | 窗口领取 邮寄送达”：%q", line)
	}
	return r, nil
}

// merged returns the item's element with what it leaves out taken from its main matter.
func (e element) merged(main element) element {
	or := func(a, b string) string {
		if a != "" {
			return a
		}
		return b
	}
	list := func(a, b []string) []string {
		if a != nil {
			return a
		}
		return b
	}
	e.Summary = or(e.Summary, main.Summary)
	e.Type = or(e.Type, main.Type)
	e.Catalogue = or(e.Catalogue, main.Catalogue)
	e.Audience = or(e.Audience, main.Audience)
	e.PersonThemes = or(e.PersonThemes, main.PersonThemes)
	e.EnterpriseThemes = or(e.EnterpriseThemes, main.EnterpriseThemes)
	e.LegalBases = list(e.LegalBases, main.LegalBases)
	e.LegalLimit = or(e.LegalLimit, main.LegalLimit)
	e.PromisedLimit = or(e.PromisedLimit, main.PromisedLimit)
	if e.MaxVisits == nil {
		e.MaxVisits = main.MaxVisits
	}
	e.VisitReason = or(e.VisitReason, main.VisitReason)
	e.Channels = or(e.Channels, main.Channels)
	e.OnlineDepth = or(e.OnlineDepth, main.OnlineDepth)
	e.AreaScope = or(e.AreaScope, main.AreaScope)
	e.Conditions = list(e.Conditions, main.Conditions)
	e.Materials = list(e.Materials, main.Materials)
	if e.Questions == nil {
		e.Questions = main.Questions
	}
	e.SpecialProcedures = list(e.SpecialProcedures, main.SpecialProcedures)
	if e.Fees == nil {
		e.Fees = main.Fees
	}
	e.Results = list(e.Results, main.Results)
	if e.FAQs == nil {
		e.FAQs = main.FAQs
	}
	e.Review = or(e.Review, main.Review)
	e.Commitment = or(e.Commitment, main.Commitment)
	e.Intermediary = or(e.Intermediary, main.Intermediary)
	e.ReviewBody = or(e.ReviewBody, main.ReviewBody)
	return e
}

// decode reads one YAML document and refuses keys that the tables do not have.
func decode(data []byte, into any) error {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		if errors.Is(err, io.EOF) {
			return errors.New("文件是空的")
		}
		return err
	}
	return nil
}

var copiesForm = regexp.MustCompile(`^(原件|复印件|原件和复印件)([1-9])份?$|^(原件|复印件|原件和复印件)$`)
