package exchange

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"

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
			parts := strings.FieldsFunc(width.Fold.String(s), func(r rune) bool { return strings.ContainsRune(",、 ", r) })
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
	return newChildTable(childTable[catalog.Window, hoursLine]{
		tableInfo: tableInfo{sheet: "窗口时间", kind: catalog.KindWindow, key: "窗口编码", pointer: "/hours"},
		of:        as[catalog.Window],
		fields: []field[hoursLine]{
			{
				column: column{header: "星期", pointer: "/days", note: "写成 一二三四五；写了日期的空着"},
				get: func(l *hoursLine) string {
					s := ""
					if l.Date != "" {
						return s // a dated line is of that day alone
					}
					for _, d := range l.Days {
						if d >= 1 && d <= 7 {
							s += string([]rune(weekdays)[d-1])
						}
					}
					return s
				},
				set: func(_ *env, l *hoursLine, s string) (err error) {
					l.Days, err = parseDays(s)
					return err
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
			hoursNote(),
		},
		list: hoursLines, store: storeHours, origins: hoursOrigins,
		id:    func(l *hoursLine) *string { return &l.ID },
		title: func(l *hoursLine) string { return fmt.Sprint(*l) },
	})
}

// hoursNote is the column of the note of a day; the weekly hours have none.
func hoursNote() field[hoursLine] {
	f := text("说明", "/note", func(l *hoursLine) *string { return &l.Note })
	f.get = func(l *hoursLine) string {
		if l.Date == "" {
			return ""
		}
		return l.Note
	}
	return f
}

const weekdays = "一二三四五六日"

// parseDays reads the days of the week as people write them: 一二三四五, 周一、周三, 周一至周五, 1-5, 每天.
func parseDays(s string) (days []int, err error) {
	plain := strings.NewReplacer("工作日", "一-五", "每天", "一-日", "星期", "", "礼拜", "", "周", "", "天", "日", "、", "", ",", "", " ", "",
		"至", "-", "到", "-", "~", "-", "—", "-", "–", "-").Replace(width.Fold.String(s))
	through := false // the next day ends a span
	for _, r := range plain {
		day := strings.IndexRune(weekdays, r)/len("一") + 1
		if !strings.ContainsRune(weekdays, r) {
			day = int(r - '0')
		}
		switch {
		case r == '-' && len(days) > 0 && !through:
			through = true
			continue
		case day < 1 || day > 7 || through && day <= days[len(days)-1]:
			return nil, notDays(s)
		case through:
			for d := days[len(days)-1] + 1; d < day; d++ {
				days = append(days, d)
			}
		}
		through = false
		if !slices.Contains(days, day) {
			days = append(days, day)
		}
	}
	if through {
		return nil, notDays(s)
	}
	return days, nil
}

func notDays(s string) error {
	return fmt.Errorf("“%s”不是星期，请写成 一二三四五，或者 周一至周五", s)
}

// clock is a column of times of day, 8:30 written 08:30.
func clock(header, pointer string, at func(*hoursLine) *string) field[hoursLine] {
	f := text(header, pointer, at)
	f.note = "写成 08:30"
	f.set = func(_ *env, l *hoursLine, s string) error {
		if s = width.Fold.String(strings.TrimSpace(s)); len(s) == len("8:30") {
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

// hoursOrigins says where in the window the lines stand, as storeHours puts them: what is wrong with a day as a whole
// is said at its first line.
func hoursOrigins(lines []hoursLine) (origins [][]origin) {
	weekly, days, spans, last := 0, 0, 0, ""
	for _, l := range lines {
		if l.Date == "" {
			origins = append(origins, []origin{{pointer: "/hours/" + strconv.Itoa(weekly)}})
			weekly++
			continue
		}
		if days == 0 || l.Date != last {
			days, spans, last = days+1, 0, l.Date
		}
		day := "/exceptions/" + strconv.Itoa(days-1)
		at := []origin{{pointer: day}}
		if l.Opens != "" || l.Closes != "" {
			at = append(at, origin{pointer: day + "/spans/" + strconv.Itoa(spans)})
			spans++
		}
		origins = append(origins, at)
	}
	return origins
}
