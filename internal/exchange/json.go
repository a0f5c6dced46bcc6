package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"servicehall/internal/catalog"
	"servicehall/internal/exchange/tabular"
	"servicehall/internal/natcode"
)

// MakeJSON plans the import of a .json file as Write makes it. A record's field that is absent stays as it was.
func MakeJSON(name string, data []byte, present *catalog.Dataset, o PlanOptions) (*Plan, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	switch {
	case len(data) > MaxFile:
		return nil, &tabular.Unreadable{Detail: fmt.Sprintf("%s 超过 %d MB 的上限，请拆成几个文件分别导入", name, MaxFile>>20)}
	case !utf8.Valid(data):
		return nil, &tabular.Unreadable{Detail: fmt.Sprintf("%s 不是 UTF-8 编码，请另存为 UTF-8 后再导入", name)}
	}
	file, err := jsonLists(name, data)
	if err != nil {
		return nil, err
	}
	p := newPlanner(&tabular.Book{Name: name}, present, o)
	for _, t := range p.words.tables {
		rt, ok := t.(records)
		if !ok {
			continue
		}
		key := t.info().kind.List()
		m := &mapped{Sheet: tabular.Sheet{Name: key}, table: t, instead: -1}
		for i, raw := range file[key] {
			if !p.jsonRecord(rt, m, i+1, raw) {
				p.lost[t.info().kind]++
			}
		}
		delete(file, key)
	}
	for _, key := range slices.Sorted(maps.Keys(file)) {
		p.report.Notes = append(p.report.Notes, fmt.Sprintf("不认识的列表没有读：%s", cut(key)))
	}
	return p.finish(nil), nil
}

// BadJSON returns the refused records of a .json file as a file of the same form, to be mended and imported again.
func BadJSON(data []byte, plan *Plan) ([]byte, error) {
	lists, err := jsonLists(plan.Report.File, bytes.TrimPrefix(data, []byte("\ufeff")))
	if err != nil {
		return nil, err
	}
	bad := map[string][]json.RawMessage{}
	for key, rows := range plan.Bad {
		for _, row := range rows {
			bad[key] = append(bad[key], lists[key][row-1])
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err = e.Encode(bad)
	return b.Bytes(), err
}

// jsonLists takes the file apart into its lists. A snapshot says beside them where it stands, which is no list.
func jsonLists(name string, data []byte) (map[string][]json.RawMessage, error) {
	refuse := func(format string, args ...any) error {
		return &tabular.Unreadable{Detail: fmt.Sprintf("%s 不是能导入的 JSON：", name) + fmt.Sprintf(format, args...)}
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, refuse("文件是空的")
	}
	var parts map[string]json.RawMessage
	var syntax *json.SyntaxError
	switch err := json.Unmarshal(data, &parts); {
	case errors.As(err, &syntax):
		return nil, refuse("第%d行附近的格式不对，请检查括号、引号和逗号；层次也不能太深", bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n"))+1)
	case err != nil || parts == nil:
		return nil, refuse("最外层是一个对象，里面有 departments、matters 等列表")
	}
	if twice := repeatedKey(data, 1); twice != "" {
		return nil, refuse("“%s”写了两次，请合成一个列表", cut(twice))
	}
	lists := map[string][]json.RawMessage{}
	for key, raw := range parts {
		var list []json.RawMessage
		switch err := json.Unmarshal(raw, &list); {
		case key == "epoch" || key == "revision":
			continue
		case err != nil && slices.ContainsFunc(catalog.Kinds(), func(k catalog.Kind) bool { return k.List() == key }):
			return nil, refuse("“%s”要是一个列表", key)
		}
		lists[key] = list
	}
	return lists, nil
}

// repeatedKey returns a key that stands twice in one object, down to the depth that is given, 0 for all; of two
// values the reader would keep the last in silence. The text is valid JSON.
func repeatedKey(data []byte, depth int) string {
	type level struct {
		keys  map[string]bool // nil in a list
		isKey bool            // what comes next is a key
	}
	var open []level
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	for {
		token, err := d.Token()
		if err != nil {
			return ""
		}
		at := len(open) - 1
		switch t := token.(type) {
		case json.Delim:
			if t == '}' || t == ']' {
				open = open[:at]
				continue
			}
			if at >= 0 {
				open[at].isKey = open[at].keys != nil
			}
			next := level{}
			if t == '{' {
				next = level{keys: map[string]bool{}, isKey: true}
			}
			open = append(open, next)
			continue
		case string:
			if at >= 0 && open[at].isKey && (depth == 0 || at < depth) {
				if open[at].keys[t] {
					return t
				}
				open[at].keys[t] = true
			}
		}
		if at >= 0 && open[at].keys != nil {
			open[at].isKey = !open[at].isKey
		}
	}
}

// jsonRecord makes the target of one object; its place in the list counts as its row. It says whether there is one.
func (p *planner) jsonRecord(t records, m *mapped, row int, raw json.RawMessage) bool {
	info := t.info()
	fresh, fields := p.decoded(t, m, row, raw)
	if fresh == nil {
		return false
	}
	if e, is := fresh.(*catalog.ThesaurusEntry); is {
		e.Name = orText(e.Name, e.Code)
	}
	code := fresh.Base().Code
	target := p.targetOf(info, code)
	switch {
	case plainCode(code) == "":
		p.fault(m, row, "code", "", "required", "第%d项没有 code", row)
		return false
	case p.targets[info.kind][code] != nil:
		p.fault(m, row, "code", code, "duplicate", "编码“%s”写了两次", code)
		return false
	case target == nil && strings.TrimSpace(code) == code && plainCode(code) != code && natcode.KindOf(plainCode(code)) == natcode.Foreign:
		p.fault(m, row, "code", code, "form", "编码“%s”里有看不见的字符，请删去", plainCode(code))
		return false
	case target == nil:
		target = newTarget(fresh)
	default:
		kept, had := target.after.Base().Code, target.after.Base().FormerCodes
		copyNamed(reflect.ValueOf(target.after).Elem(), reflect.ValueOf(fresh).Elem(), fields)
		target.after.Base().Code, target.after.Base().FormerCodes = kept, united(had, target.after.Base().FormerCodes)
	}
	p.take(info, target)
	target.sheet, target.row = m, row
	target.rows = append(target.rows, place{m, row})
	p.name(target.after)
	return true
}

// decoded reads one object, with its fields by their names. Of one that has faults it reports those of every field
// and returns nil.
func (p *planner) decoded(t records, m *mapped, row int, raw json.RawMessage) (catalog.Record, map[string]json.RawMessage) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		p.fault(m, row, "", "", "form", "第%d项不是对象", row)
		return nil, nil
	}
	if twice := repeatedKey(raw, 0); twice != "" {
		p.fault(m, row, "", "", "duplicate", "第%d项里字段“%s”写了两次", row, cut(twice))
		return nil, nil
	}
	known := fieldNames(reflect.TypeOf(t.make("")).Elem())
	fresh, good := t.make(""), true
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if !known[name] {
			p.fault(m, row, name, "", "unknown_field", "第%d项有不认识的字段“%s”，字段名要区分大小写", row, cut(name))
			good = false
			continue
		}
		part, err := json.Marshal(map[string]json.RawMessage{name: fields[name]})
		if err == nil {
			d := json.NewDecoder(bytes.NewReader(part))
			d.DisallowUnknownFields()
			err = d.Decode(fresh)
		}
		if err != nil {
			p.fieldFault(m, row, name, err)
			good = false
		}
	}
	if !good {
		return nil, nil
	}
	return fresh, fields
}

// fieldFault reports why a field could not be read.
func (p *planner) fieldFault(m *mapped, row int, name string, err error) {
	var wrong *json.UnmarshalTypeError
	inner, unknown := strings.CutPrefix(err.Error(), "json: unknown field ")
	switch {
	case unknown:
		p.fault(m, row, name, "", "unknown_field", "第%d项的“%s”里有不认识的字段%s，字段名要区分大小写", row, name, cut(inner))
	case errors.As(err, &wrong):
		field := strings.TrimPrefix(wrong.Field, "Head.") // the fields of every record are embedded
		p.fault(m, row, field, "", "form", "第%d项的“%s”类型不对：要写%s，不能是%s", row, field, jsonWord(wrong.Type.Kind().String()), jsonWord(wrong.Value))
	default:
		p.fault(m, row, name, "", "form", "第%d项的“%s”看不懂：%v", row, name, err)
	}
}

// jsonWord says in Chinese what a JSON value is, by the decoder's word or by the kind of what it should become.
func jsonWord(word string) string {
	first, _, _ := strings.Cut(word, " ") // number 1.5
	switch first {
	case "string":
		return "文字"
	case "bool":
		return " true 或者 false"
	case "object", "struct", "map", "ptr":
		return "对象"
	case "array", "slice":
		return "列表"
	}
	return "数字"
}

// MaxFile is how many bytes a file may have that is imported. Whoever reads one from a disk asks for its size first.
const MaxFile = 64 << 20

// fieldNames returns the JSON names of a record's fields.
func fieldNames(t reflect.Type) map[string]bool {
	names := map[string]bool{}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			maps.Copy(names, fieldNames(f.Type))
			continue
		}
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "-" {
			names[name] = true
		}
	}
	return names
}

// copyNamed copies the fields that the object names; what the hall itself counts is left alone.
func copyNamed(to, from reflect.Value, named map[string]json.RawMessage) {
	for i := range to.NumField() {
		f := to.Type().Field(i)
		if f.Anonymous {
			copyNamed(to.Field(i), from.Field(i), named)
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if _, is := named[name]; is && name != "-" && name != "version" && name != "updatedAt" {
			to.Field(i).Set(from.Field(i))
		}
	}
}
