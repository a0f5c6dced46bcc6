package exchange

import (
	_ "embed"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/width"

	"servicehall/internal/catalog"
	"servicehall/internal/exchange/tabular"
	"servicehall/internal/natcode"
)

//go:embed spellings.yaml
var spellings []byte

// Mapping says how a file's words differ from ours: names of sheets and columns, and values of closed lists.
type Mapping struct {
	Sheets  map[string][]string            `yaml:"表"` // our sheet: other names
	Columns map[string]map[string][]string `yaml:"列"` // our sheet, or 全部: our column: other names
	Values  map[string]map[string][]string `yaml:"值"` // our column: our value, code or label: other texts
}

// ReadMapping reads a mapping file (YAML or JSON); an error says in Chinese what is wrong with it.
func ReadMapping(data []byte) (*Mapping, error) {
	var parts map[string]any
	if err := yaml.Unmarshal(data, &parts); err != nil {
		return nil, &tabular.Unreadable{Detail: "对照文件的格式不对，请按 YAML 或者 JSON 写" + nearLine(err)}
	}
	for _, part := range slices.Sorted(maps.Keys(parts)) {
		if part != "表" && part != "列" && part != "值" {
			return nil, &tabular.Unreadable{Detail: fmt.Sprintf("对照文件里不认识“%s”，只能有 表、列、值 三部分", part)}
		}
	}
	var m Mapping
	if err := yaml.Unmarshal(data, &m); err != nil {
		return nil, &tabular.Unreadable{Detail: "对照文件的层次不对，要写成 列: {事项: {事项编码: [别处的列名]}}" + nearLine(err)}
	}
	known := newVocabulary(nil)
	for _, sheet := range slices.Sorted(maps.Keys(m.Columns)) {
		for _, header := range slices.Sorted(maps.Keys(m.Columns[sheet])) {
			if !known.hasColumn(sheet, header) {
				return nil, &tabular.Unreadable{Detail: fmt.Sprintf("对照文件的“列”里，表“%s”没有叫“%s”的列", sheet, header)}
			}
		}
	}
	for _, sheet := range slices.Sorted(maps.Keys(m.Sheets)) {
		if !slices.ContainsFunc(known.tables, func(t table) bool { return t.info().sheet == sheet }) {
			return nil, &tabular.Unreadable{Detail: fmt.Sprintf("对照文件的“表”里，没有叫“%s”的表", sheet)}
		}
	}
	if detail := m.wrongValue(known); detail != "" {
		return nil, &tabular.Unreadable{Detail: "对照文件的“值”里，" + detail}
	}
	if detail := m.contradiction(known); detail != "" {
		return nil, &tabular.Unreadable{Detail: "对照文件的" + detail}
	}
	return &m, nil
}

// contradiction says which spelling has two meanings in one place; "" when none has.
func (m *Mapping) contradiction(known *vocabulary) string {
	itself := func(ours string) string { return ours }
	if ours, other := twice(m.Sheets, itself); other != "" {
		return fmt.Sprintf("“表”里，%s都写了“%s”，请只留一处", ours, other)
	}
	for _, sheet := range slices.Sorted(maps.Keys(m.Columns)) {
		if ours, other := twice(m.Columns[sheet], itself); other != "" {
			return fmt.Sprintf("“列”里，表“%s”的%s都写了“%s”，请只留一处", sheet, ours, other)
		}
	}
	lists := known.lists()
	for _, header := range slices.Sorted(maps.Keys(m.Values)) {
		code := func(ours string) string {
			if c, ok := known.codeFor(lists[header], ours); ok {
				return c
			}
			return ours
		}
		if ours, other := twice(m.Values[header], code); other != "" {
			return fmt.Sprintf("“值”里，“%s”的%s都写了“%s”，请只留一处", header, ours, other)
		}
	}
	return ""
}

// twice finds a spelling that two of our words claim which do not mean the same.
func twice(spellings map[string][]string, meaning func(ours string) string) (both, spelling string) {
	claimed := map[string]string{}
	for _, ours := range slices.Sorted(maps.Keys(spellings)) {
		for _, other := range spellings[ours] {
			if before, is := claimed[normal(other)]; is && meaning(before) != meaning(ours) {
				return fmt.Sprintf("“%s”和“%s”", before, ours), other
			}
			claimed[normal(other)] = ours
		}
	}
	return "", ""
}

// wrongValue says what in the part 值 nothing could come of: a column without a closed list, or a value that is not
// in the list.
func (m *Mapping) wrongValue(known *vocabulary) string {
	lists := known.lists()
	for _, header := range slices.Sorted(maps.Keys(m.Values)) {
		list, ok := lists[header]
		if !ok {
			return fmt.Sprintf("“%s”不是有清单的列，可以写的列有：%s", header, strings.Join(slices.Sorted(maps.Keys(lists)), "、"))
		}
		for _, value := range slices.Sorted(maps.Keys(m.Values[header])) {
			_, ok := known.codeFor(list, value)
			if !ok && (header != "告知承诺" || value != "true" && value != "false") {
				return fmt.Sprintf("“%s”没有“%s”这一项，可以写的有：%s", header, value, strings.Join(allowed(list), "、"))
			}
		}
	}
	return ""
}

// lists returns the closed list of every column that has one.
func (v *vocabulary) lists() map[string]string {
	lists := map[string]string{"是否": yesNo}
	for _, t := range v.tables {
		for _, c := range t.info().columns {
			if c.list != "" {
				lists[c.header] = c.list
			}
			if strings.HasSuffix(c.header, unitSuffix) && c.inOnly {
				lists[c.header] = "unit"
			}
		}
	}
	return lists
}

// nearLine says near which line of the file an error of the YAML reader is; "" when it does not tell.
func nearLine(err error) string {
	if at := yamlLine.FindStringSubmatch(err.Error()); at != nil {
		return "，请看第" + at[1] + "行附近"
	}
	return ""
}

var yamlLine = regexp.MustCompile(`line ([0-9]+)`)

// vocabulary knows every spelling: of sheets, of columns and of values.
type vocabulary struct {
	tables  []table
	sheets  map[string]string            // spelling to our sheet
	columns map[string]map[string]string // our sheet: spelling to our column
	values  map[string]map[string]string // our column: spelling to code
}

var ownSpellings = sync.OnceValue(func() *Mapping {
	var m Mapping
	if err := yaml.Unmarshal(spellings, &m); err != nil {
		panic(err) // embedded, and read by a test
	}
	return &m
})

// newVocabulary returns the words of this program and those of the mapping, which go before them.
func newVocabulary(mapping *Mapping) *vocabulary {
	v := &vocabulary{tables: tables(), sheets: map[string]string{}, columns: map[string]map[string]string{}, values: map[string]map[string]string{}}
	for _, t := range v.tables {
		info := t.info()
		v.sheets[normal(info.sheet)] = info.sheet
		if v.columns[info.sheet] == nil {
			v.columns[info.sheet] = map[string]string{}
		}
		for _, c := range info.columns {
			v.columns[info.sheet][normal(c.header)] = c.header
		}
	}
	for _, m := range []*Mapping{ownSpellings(), mapping} {
		if m != nil {
			v.learn(m, m == mapping)
		}
	}
	return v
}

// learn takes in the spellings of a mapping; first says that they go before those that are known already. What is
// said of one sheet goes before what is said of all.
func (v *vocabulary) learn(m *Mapping, first bool) {
	for sheet, others := range m.Sheets {
		for _, other := range others {
			v.sheets[normal(other)] = sheet
		}
	}
	for name, headers := range v.columns {
		learned := map[string]bool{}
		for _, columns := range []map[string][]string{m.Columns[name], m.Columns["全部"]} {
			for _, ours := range slices.Sorted(maps.Keys(columns)) {
				if headers[normal(ours)] != ours {
					continue // 全部 names a column that this sheet does not have
				}
				for _, other := range columns[ours] {
					if spelling := normal(other); !learned[spelling] && (first || headers[spelling] == "") {
						headers[spelling], learned[spelling] = ours, true
					}
				}
			}
		}
	}
	for header, values := range m.Values {
		if v.values[header] == nil {
			v.values[header] = map[string]string{}
		}
		for _, ours := range slices.Sorted(maps.Keys(values)) {
			for _, other := range values[ours] {
				v.values[header][normal(other)] = ours
			}
		}
	}
}

// normal makes spellings equal that differ in width, spaces, line ends, case or the marks of a required column.
func normal(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n\u3000*:★", r) {
			return -1
		}
		return r
	}, strings.ToLower(width.Fold.String(s)))
	for _, mark := range []string{"(必填)", "(必填项)", "(选填)", "(非必填)", "[必填]", "[选填]", "【必填】", "【选填】"} {
		s = strings.TrimPrefix(strings.TrimSuffix(s, mark), mark)
	}
	return s
}

func (v *vocabulary) hasColumn(sheet, header string) bool {
	for name, headers := range v.columns {
		if (sheet == "全部" || sheet == name) && headers[normal(header)] == header {
			return true
		}
	}
	return false
}

// knows says whether some sheet has a column that is spelt so.
func (v *vocabulary) knows(header string) bool {
	for _, headers := range v.columns {
		if headers[normal(header)] != "" {
			return true
		}
	}
	return false
}

// value turns the text of a cell into a code of the closed list: one that the mapping names, a code, a label, or
// what national lists call it. What is unknown or could be two things is an error that says what may stand there.
func (v *vocabulary) value(header, list, s string) (string, error) {
	spelt := header
	if list == yesNo {
		spelt = "是否"
	}
	for _, name := range []string{header, spelt} {
		if named, ok := v.values[name][normal(s)]; ok {
			if c, ok := v.codeFor(list, named); ok {
				return c, nil
			}
			return named, nil // 告知承诺 knows 是 and 否 too
		}
	}
	if list == yesNo {
		if normal(s) == "" {
			return "false", nil
		}
		return "", fmt.Errorf("“%s”看不懂，请写 是 或者 否", s)
	}
	if c, ok := v.codeFor(list, s); ok {
		return c, nil
	}
	return "", fmt.Errorf("“%s”不在“%s”的清单里，可以写：%s", s, catalog.DictionaryOf(list).Label, strings.Join(allowed(list), "、"))
}

// codeFor finds a value of the list by its code, its label or what national lists call it; of 是 and 否 by true and
// false or their usual spellings.
func (v *vocabulary) codeFor(list, named string) (string, bool) {
	if list == yesNo {
		if named == "true" || named == "false" {
			return named, true
		}
		c, ok := ownSpellings().yesNo(named)
		return c, ok
	}
	for _, t := range catalog.DictionaryOf(list).Terms {
		if normal(t.Code) == normal(named) || normal(t.Label) == normal(named) {
			return t.Code, true
		}
	}
	return national(list, named)
}

// yesNo reads a usual spelling of 是 or 否 as true or false.
func (m *Mapping) yesNo(s string) (string, bool) {
	for code, spellings := range m.Values["是否"] {
		if slices.ContainsFunc(spellings, func(other string) bool { return normal(other) == normal(s) }) {
			return code, true
		}
	}
	return "", false
}

// allowed lists what may stand in a cell, the labels, cut where there are many.
func allowed(list string) []string {
	if list == yesNo {
		return []string{"是", "否"}
	}
	d := catalog.DictionaryOf(list)
	const most = 15
	var out []string
	for _, t := range d.Terms {
		if len(out) == most {
			return append(out, "……")
		}
		out = append(out, themeLabel(t))
	}
	return out
}

// national finds a value by the code and the usual spellings of the national lists.
func national(list, s string) (string, bool) {
	lists := map[string]natcode.List{
		"type": natcode.MatterTypes(), "level": natcode.Levels(), "powerSource": natcode.PowerSources(), "nature": natcode.BodyNatures(),
		"audience": natcode.ExchangeAudiences(), "handling": natcode.Handlings(), "areaScope": natcode.AreaScopes(), "onlineDepth": natcode.OnlineDepths(),
		"resultType": natcode.ResultTypes(), "necessity": natcode.Necessities(), "medium": natcode.Media(), "source": natcode.Sources(),
		"copyKind": natcode.CopyKinds(), "category": natcode.Categories(), "delivery": natcode.Deliveries(), "contactWay": natcode.ContactWays(), "state": natcode.States(),
	}
	if list == "theme" {
		return theme(s)
	}
	entry, err := lists[list].Find(s)
	if err != nil {
		return "", false
	}
	for _, t := range catalog.DictionaryOf(list).Terms {
		if t.National == entry.Code {
			return t.Code, true
		}
	}
	return "", false
}

// theme reads 个人/户籍办理, 法人/设立变更 and a label that stands in one of the two lists only.
func theme(s string) (string, bool) {
	var found []string
	for prefix, list := range map[string]natcode.List{"person-": natcode.PersonThemes(), "enterprise-": natcode.EnterpriseThemes()} {
		who, label, both := strings.Cut(width.Fold.String(strings.TrimSpace(s)), "/")
		if !both {
			label = who
		}
		if both && (strings.HasPrefix(who, "个人") || strings.HasPrefix(who, "自然人")) != (prefix == "person-") {
			continue
		}
		if c, ok := list.Code(label); ok {
			found = append(found, prefix+c)
		}
	}
	if len(found) != 1 {
		return "", false
	}
	return found[0], true
}

// themeLabel is a term's label as a cell has it.
func themeLabel(t catalog.Term) string {
	switch {
	case strings.HasPrefix(t.Code, "person-"):
		return "个人/" + t.Label
	case strings.HasPrefix(t.Code, "enterprise-"):
		return "法人/" + t.Label
	}
	return t.Label
}

func themeText(codes []string) string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = c
		if t, ok := catalog.DictionaryOf("theme").TermOf(c); ok {
			out[i] = themeLabel(t)
		}
	}
	return strings.Join(out, "、")
}

// Knows returns the test whether a text is the header of a column, in our words, in other usual ones or in those
// of the mapping.
func Knows(mapping *Mapping) func(header string) bool { return newVocabulary(mapping).knows }
