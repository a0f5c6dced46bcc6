package exchange

import "servicehall/internal/catalog"

// calendarTable is the sheet 节假日; a day is its own code, however it is written.
func calendarTable() table {
	type T = catalog.CalendarDay
	head := func(d *T) *catalog.Head { return &d.Head }
	key := code("日期", "/code", func(d *T) *string { return &d.Code }).must().noted("写成 2026-11-23")
	key.code = false // a date in the cell is no code that has lost digits
	fields := []field[T]{
		key,
		text("名称", "/name", func(d *T) *string { return &d.Name }).must().noted("例如 国庆节"),
		label("安排", "/arrangement", "arrangement", func(d *T) *catalog.Arrangement { return &d.Arrangement }).must().noted("放假，或者上班（调休）；平常的周末和工作日不用写"),
		text("依据", "/source", func(d *T) *string { return &d.Source }).noted("写明哪一份通知"),
	}
	t := newRecordTable("节假日", catalog.KindCalendar,
		func(c string) catalog.Record { return &T{Head: catalog.Head{Code: c, State: catalog.Active}} }, as[T],
		append(fields, stateFields("日期", head)...))
	t.readKey = func(s string) string {
		if d, err := parseDate(s); err == nil && d != "" {
			return string(d)
		}
		return plainCode(s) // no day: the rules of form say so
	}
	return t
}

// thesaurusTable is the sheet 词库; a word is its own code and name.
func thesaurusTable() table {
	type T = catalog.ThesaurusEntry
	head := func(e *T) *catalog.Head { return &e.Head }
	key := code("词", "/code", func(e *T) *string { return &e.Code }).must().noted("群众平常的说法，例如 房产证")
	key.code = false // 12345 is a word
	fields := []field[T]{
		key,
		texts("规范说法", "/terms", func(e *T) *[]string { return &e.Terms }).must().noted("事项名称里的说法，最可能的写在前面；多个用分号分开"),
		number("权重", "/weight", 100, func(e *T) *int { return &e.Weight }).noted("1 到 100，拿不准的写小一些；空着是 100"),
	}
	return newRecordTable("词库", catalog.KindThesaurus,
		func(c string) catalog.Record {
			return &T{Head: catalog.Head{Code: c, Name: c, State: catalog.Active}, Weight: 100}
		}, as[T],
		append(fields, stateFields("词", head)...))
}
