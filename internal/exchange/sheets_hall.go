package exchange

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"servicehall/internal/catalog"
)

// location is the column of a zone's point: longitude, latitude.
func location() field[catalog.Zone] {
	return field[catalog.Zone]{
		column: column{header: "经纬度", pointer: "/location", note: "GCJ-02 坐标，经度在前，写成 110.73,37.45"},
		get: func(z *catalog.Zone) string {
			if z.Location == nil {
				return ""
			}
			return strconv.FormatFloat(z.Location.Lng, 'f', -1, 64) + "," + strconv.FormatFloat(z.Location.Lat, 'f', -1, 64)
		},
		set: func(_ *env, z *catalog.Zone, s string) error {
			if z.Location = nil; strings.TrimSpace(s) == "" {
				return nil
			}
			parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",， ", r) })
			if len(parts) == 2 {
				lng, errLng := strconv.ParseFloat(parts[0], 64)
				lat, errLat := strconv.ParseFloat(parts[1], 64)
				if errLng == nil && errLat == nil {
					z.Location = &catalog.Location{Lng: lng, Lat: lat}
					return nil
				}
			}
			return fmt.Errorf("“%s”不是经纬度，请写成 110.73,37.45", s)
		},
	}
}

func closedUntil() field[catalog.Window] {
	f := date("停办到", "/closedUntil/until", func(w *catalog.Window) **catalog.Date {
		var d *catalog.Date
		if w.ClosedUntil != nil {
			d = &w.ClosedUntil.Until
		}
		return &d
	})
	f.note = "停办的最后一天，写成 2026-11-23；照常办理的空着"
	f.set = func(_ *env, w *catalog.Window, s string) error {
		d, err := parseDate(s)
		switch {
		case d == "":
			w.ClosedUntil = nil
		case w.ClosedUntil == nil:
			w.ClosedUntil = &catalog.Closure{Until: d}
		default:
			w.ClosedUntil.Until = d
		}
		return err
	}
	return f
}

func closedReason() field[catalog.Window] {
	return field[catalog.Window]{
		column: column{header: "停办原因", pointer: "/closedUntil/reason"},
		get: func(w *catalog.Window) string {
			if w.ClosedUntil == nil {
				return ""
			}
			return w.ClosedUntil.Reason
		},
		set: func(_ *env, w *catalog.Window, s string) error {
			if w.ClosedUntil != nil {
				w.ClosedUntil.Reason = s
			} else if s != "" {
				return fmt.Errorf("写了停办原因，还要写“停办到”哪一天")
			}
			return nil
		},
	}
}

// hoursLine is a line of the sheet 窗口时间: a weekly span, a span of one day, or a day that is closed.
type hoursLine struct {
	ID     string // its place; hours have no ids of their own
	Days   []int
	Date   string
	Opens  string
	Closes string
	Note   string
}

func windowHours() table {
	weekday := []string{"一", "二", "三", "四", "五", "六", "日"}
	return newChildTable(childTable[catalog.Window, hoursLine]{
		tableInfo: tableInfo{sheet: "窗口时间", kind: catalog.KindWindow, key: "窗口编码", pointer: "/hours"},
		of:        as[catalog.Window],
		fields: []field[hoursLine]{
			{
				column: column{header: "星期", pointer: "/days", note: "写成 一二三四五；写了日期的空着"},
				get: func(l *hoursLine) string {
					s := ""
					for _, d := range l.Days {
						if d >= 1 && d <= 7 {
							s += weekday[d-1]
						}
					}
					return s
				},
				set: func(_ *env, l *hoursLine, s string) error {
					l.Days = nil
					for _, r := range strings.NewReplacer("星期", "", "周", "", "天", "日", "、", "", ",", "", " ", "").Replace(s) {
						i := slices.Index(weekday, string(r))
						if n := int(r - '0'); i < 0 && n >= 1 && n <= 7 {
							i = n - 1
						}
						if i < 0 {
							return fmt.Errorf("“%s”不是星期，请写成 一二三四五", s)
						}
						l.Days = append(l.Days, i+1)
					}
					return nil
				},
			},
			{
				column: column{header: "日期", pointer: "/date", note: "只在这一天的时间，写成 2026-11-23；当天不开放的，开始和结束都空着"},
				get:    func(l *hoursLine) string { return l.Date },
				set: func(_ *env, l *hoursLine, s string) error {
					d, err := parseDate(s)
					l.Date = string(d)
					return err
				},
			},
			clock("开始", "/opens", func(l *hoursLine) *string { return &l.Opens }),
			clock("结束", "/closes", func(l *hoursLine) *string { return &l.Closes }),
			text("说明", "/note", func(l *hoursLine) *string { return &l.Note }),
		},
		list: hoursLines, store: storeHours,
		id:    func(l *hoursLine) *string { return &l.ID },
		title: func(l *hoursLine) string { return fmt.Sprint(*l) },
	})
}

// clock is a column of times of day, 8:30 written 08:30.
func clock(header, pointer string, at func(*hoursLine) *string) field[hoursLine] {
	f := text(header, pointer, at)
	f.note = "写成 08:30"
	f.set = func(_ *env, l *hoursLine, s string) error {
		if s = strings.ReplaceAll(strings.TrimSpace(s), "：", ":"); len(s) == len("8:30") {
			s = "0" + s
		}
		*at(l) = s
		return nil
	}
	return f
}

func hoursLines(w *catalog.Window) (lines []hoursLine) {
	for _, s := range w.Hours {
		lines = append(lines, hoursLine{Days: s.Days, Opens: s.Opens, Closes: s.Closes})
	}
	for _, e := range w.Exceptions {
		if len(e.Spans) == 0 {
			lines = append(lines, hoursLine{Date: string(e.Date), Note: e.Note})
		}
		for _, s := range e.Spans {
			lines = append(lines, hoursLine{Date: string(e.Date), Opens: s.Opens, Closes: s.Closes, Note: e.Note})
		}
	}
	return lines
}

func storeHours(w *catalog.Window, lines []hoursLine) {
	w.Hours, w.Exceptions = nil, nil
	for _, l := range lines {
		if l.Date == "" {
			w.Hours = append(w.Hours, catalog.Span{Days: l.Days, Opens: l.Opens, Closes: l.Closes})
			continue
		}
		i := len(w.Exceptions) - 1
		if i < 0 || string(w.Exceptions[i].Date) != l.Date {
			w.Exceptions = append(w.Exceptions, catalog.HoursException{Date: catalog.Date(l.Date), Note: l.Note})
			i++
		}
		if l.Opens != "" || l.Closes != "" {
			w.Exceptions[i].Spans = append(w.Exceptions[i].Spans, catalog.DaySpan{Opens: l.Opens, Closes: l.Closes})
		}
	}
}
