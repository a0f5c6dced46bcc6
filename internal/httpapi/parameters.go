package httpapi

import (
	"bytes"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"servicehall/internal/problem"
	"servicehall/internal/snapshot"
)

// parameters reads a query string strictly: what is not known is a fault, not a silent typo.
type parameters struct {
	values url.Values
	faults []problem.Fault
}

// readParameters reads the query; only the allowed parameters may stand in it.
func readParameters(c echo.Context, allowed ...string) *parameters {
	p := &parameters{}
	values, err := url.ParseQuery(c.Request().URL.RawQuery)
	if err != nil {
		p.fault("", "form", "问号后面的参数看不懂：参数之间用 & 分开，特殊字符要转义")
		values = url.Values{}
	}
	p.values = values
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if !slices.Contains(allowed, name) {
			may := "这个地址没有参数"
			if len(allowed) > 0 {
				may = "可以用的有：" + strings.Join(allowed, "、")
			}
			p.fault(name, "unknown_parameter", "不认识参数%s，%s", quote(name), may)
		}
		if p.values[name] = distinct(values[name]); len(p.values[name]) > maxValues {
			p.fault(name, "range", "参数 %s 最多写%d个不同的值", name, maxValues)
			p.values[name] = p.values[name][:maxValues]
		}
	}
	if len(p.faults) > maxFaults {
		p.faults = p.faults[:maxFaults]
	}
	return p
}

// Bounds of what one request can ask and be told.
const (
	maxValues = 100 // different values of one parameter
	maxFaults = 20  // unknown parameters that are named
)

func distinct(values []string) []string {
	seen, out := map[string]bool{}, values[:0:0]
	for _, v := range values {
		if !seen[v] {
			seen[v], out = true, append(out, v)
		}
	}
	return out
}

// quote shows a value that somebody sent, cut where it is long.
func quote(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return "“" + s + "”"
}

func noParameters(c echo.Context) error {
	if c.Request().URL.RawQuery == "" {
		return nil
	}
	return readParameters(c).err()
}

func (p *parameters) fault(parameter, code, format string, args ...any) {
	p.faults = append(p.faults, problem.Fault{Parameter: parameter, Code: code, Detail: fmt.Sprintf(format, args...)})
}

// err returns every fault at once, or nil.
func (p *parameters) err() error {
	if len(p.faults) == 0 {
		return nil
	}
	return &problem.Invalid{Faults: p.faults}
}

// single returns the value of a parameter that may stand once, and whether it is there.
func (p *parameters) single(name string) (string, bool) {
	values := p.values[name]
	if len(values) > 1 {
		p.fault(name, "repeated", "参数 %s 只能写一次", name)
	}
	if len(values) == 0 {
		return "", false
	}
	return values[0], true
}

func (p *parameters) integer(name string, absent, least, most int) int {
	s, ok := p.single(name)
	if !ok {
		return absent
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		p.fault(name, "range", "%s 是 %d 到 %d 的整数，收到的是%s", name, least, most, quote(s))
		return absent
	}
	return n
}

// paging is which part of a list is asked for, and in which order.
type paging struct {
	page, size int
	sort       string
}

// pagingParameters are the parameters that every list has.
func pagingParameters() []string { return []string{"page", "pageSize", "sort"} }

const (
	defaultPageSize = 20
	maxPageSize     = 100
)

func (p *parameters) paging() paging {
	out := paging{page: p.integer("page", 1, 1, math.MaxInt32), size: p.integer("pageSize", defaultPageSize, 1, maxPageSize)}
	if s, ok := p.single("sort"); ok {
		if !slices.Contains(snapshot.Sorts(), strings.TrimPrefix(s, "-")) {
			p.fault("sort", "closed_list", "不能按%s排序，可以用的有：%s，前面加 - 表示倒序", quote(s), strings.Join(snapshot.Sorts(), "、"))
		}
		out.sort = s
	}
	return out
}

// filter reads the filters of the dimensions; a value outside a closed list is a fault.
func (p *parameters) filter(by []snapshot.Dimension) snapshot.Filter {
	f := snapshot.Filter{Values: map[snapshot.Dimension][]string{}}
	for _, d := range by {
		values, given := p.values[d.String()]
		if !given {
			continue
		}
		f.Values[d] = values
		closed, ok := d.Closed()
		if !ok {
			continue
		}
		for _, value := range values {
			if !closed.Has(value) {
				p.fault(d.String(), "closed_list", "%s不在“%s”的清单里，可以用的有：%s", quote(value), closed.Label, strings.Join(closed.Codes(), "、"))
				break // one example is enough
			}
		}
	}
	return f
}

// matterFilter reads every filter that a matter has.
func (p *parameters) matterFilter() snapshot.Filter {
	f := p.filter(snapshot.MatterDimensions())
	for _, s := range p.values["maxVisits"] { // repeated means or: the largest finds what the others find
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 || n > 99 {
			p.fault("maxVisits", "range", "maxVisits 是 0 到 99 的整数，收到的是%s", quote(s))
			break
		}
		if f.MaxVisits == nil || n > *f.MaxVisits {
			f.MaxVisits = &n
		}
	}
	return f
}

func matterFilterParameters() []string {
	return append(dimensionNames(snapshot.MatterDimensions()), "maxVisits")
}

func dimensionNames(by []snapshot.Dimension) []string {
	names := make([]string, len(by))
	for i, d := range by {
		names[i] = d.String()
	}
	return names
}

// facets reads facets=department,type.
func (p *parameters) facets() []snapshot.Dimension {
	var asked []snapshot.Dimension
	s, ok := p.single("facets")
	if !ok {
		return nil
	}
	all := snapshot.MatterDimensions()
	for _, name := range strings.Split(s, ",") {
		i := slices.IndexFunc(all, func(d snapshot.Dimension) bool { return d.String() == strings.TrimSpace(name) })
		if i < 0 {
			p.fault("facets", "closed_list", "不能按%s统计，可以用的有：%s", quote(name), strings.Join(dimensionNames(all), "、"))
			break
		}
		if !slices.Contains(asked, all[i]) {
			asked = append(asked, all[i])
		}
	}
	return asked
}

// Page is one page of a list, as sendPage writes it.
type Page[T any] struct {
	Items    []T   `json:"items"`
	Page     int   `json:"page" example:"1"`
	PageSize int   `json:"pageSize" example:"20"`
	Total    int   `json:"total" example:"1733"`
	Revision int64 `json:"revision" example:"42"`
}

// sendPage answers with the page of the records that is asked for, and with the facets, where there are any.
func sendPage(c echo.Context, view *snapshot.View, found snapshot.Found, at paging, facets map[string][]snapshot.Facet) error {
	from := min((at.page-1)*at.size, found.Len())
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	writeItems(b, found.Sorted(at.sort).Entries(from, from+at.size), view.Line)
	fmt.Fprintf(b, `,"page":%d,"pageSize":%d,"total":%d,"revision":%d`, at.page, at.size, found.Len(), view.Revision.Number)
	if facets != nil {
		b.WriteString(`,"facets":`)
		b.Write(snapshot.Encode(facets))
	}
	b.WriteByte('}')
	return send(c, snapshot.NewAnswer(b.Bytes()))
}

// buffers are kept, since an answer of a list is written at once and its bytes are nobody's afterwards.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// writeItems begins an answer with the encoded entries as its items.
func writeItems(b *bytes.Buffer, entries []*snapshot.Entry, encoded func(*snapshot.Entry) []byte) {
	b.Reset()
	b.WriteString(`{"items":[`)
	for i, e := range entries {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(encoded(e))
	}
	b.WriteByte(']')
}
