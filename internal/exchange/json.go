package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"unicode/utf8"

	"servicehall/internal/catalog"
	"servicehall/internal/exchange/tabular"
)

// MakeJSON plans the import of a .json file as Write makes it. A record's field that is absent stays as it was.
func MakeJSON(name string, data []byte, present *catalog.Dataset, o PlanOptions) (*Plan, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	switch {
	case len(data) > maxJSON:
		return nil, &tabular.Unreadable{Detail: fmt.Sprintf("%s 超过%d MB，请拆成几个文件分别导入", name, maxJSON>>20)}
	case !utf8.Valid(data):
		return nil, &tabular.Unreadable{Detail: fmt.Sprintf("%s 不是 UTF-8 编码，请另存为 UTF-8 后再导入", name)}
	}
	var file map[string][]json.RawMessage
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, &tabular.Unreadable{Detail: fmt.Sprintf("%s 不是能导入的 JSON：最外层是一个对象，里面有 departments、matters 等列表（%v）", name, err)}
	}
	p := newPlanner(&tabular.Book{Name: name}, present, o)
	for _, t := range p.words.tables {
		rt, ok := t.(records)
		if !ok {
			continue
		}
		key := t.info().kind.List()
		m := &mapped{Sheet: tabular.Sheet{Name: key}, table: t}
		for i, raw := range file[key] {
			p.jsonRecord(rt, m, i+1, raw)
		}
		delete(file, key)
	}
	for key := range file {
		p.report.Notes = append(p.report.Notes, fmt.Sprintf("不认识的列表没有读：%s", key))
	}
	return p.finish(nil), nil
}

// jsonRecord makes the target of one object; its place in the list counts as its row.
func (p *planner) jsonRecord(t records, m *mapped, row int, raw json.RawMessage) {
	info := t.info()
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		p.fault(m, row, "", "", "form", "第%d项不是对象", row)
		return
	}
	names := fieldNames(reflect.TypeOf(t.make("")).Elem())
	for name := range fields {
		if !names[name] {
			p.fault(m, row, name, "", "unknown_field", "第%d项有不认识的字段“%s”，字段名要区分大小写", row, name)
			return
		}
	}
	fresh := t.make("")
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(fresh); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			p.fault(m, row, wrong.Field, wrong.Value, "form", "第%d项的“%s”类型不对，不能是 %s", row, wrong.Field, wrong.Value)
		} else {
			p.fault(m, row, "", "", "form", "第%d项看不懂：%v", row, err)
		}
		return
	}
	if e, is := fresh.(*catalog.ThesaurusEntry); is {
		e.Name = orText(e.Name, e.Code)
	}
	code := fresh.Base().Code
	if plainCode(code) == "" {
		p.fault(m, row, "code", "", "required", "第%d项没有 code", row)
		return
	}
	if p.targets[info.kind][code] != nil {
		p.fault(m, row, "code", code, "duplicate", "编码“%s”写了两次", code)
		return
	}
	target := p.targetOf(info, code)
	if target == nil {
		target = newTarget(fresh)
	} else {
		kept, had := target.after.Base().Code, target.after.Base().FormerCodes
		copyNamed(reflect.ValueOf(target.after).Elem(), reflect.ValueOf(fresh).Elem(), fields)
		target.after.Base().Code, target.after.Base().FormerCodes = kept, united(had, target.after.Base().FormerCodes)
	}
	p.take(info, target)
	target.sheet, target.row = m, row
	target.rows[m] = append(target.rows[m], row)
	p.name(target.after)
}

// maxJSON is the size of a file in bytes.
const maxJSON = 64 << 20

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
