package catalog

// CalendarDay is a day on which the State Council's holiday notice departs from the week: a weekday off, or a
// Saturday or Sunday that is worked (调休). Its code is the day, 2026-10-10, its name the occasion.
type CalendarDay struct {
	Head
	Arrangement Arrangement `json:"arrangement"`
	Source      string      `json:"source" example:"国务院办公厅关于2026年部分节假日安排的通知"` // the notice that says so
}

// Kind is KindCalendar.
func (*CalendarDay) Kind() Kind { return KindCalendar }

// TableName is the name of the table.
func (*CalendarDay) TableName() string { return "calendar" }

// ThesaurusEntry says what people mean by a word that stands in no official name (词库). Its code and its name are
// the word.
type ThesaurusEntry struct {
	Head
	Terms  []string `gorm:"serializer:json" json:"terms" example:"不动产权证书"`  // words of official names, the likeliest first
	Weight int      `json:"weight" minimum:"1" maximum:"100" example:"100"` // percent: how surely it means them
}

// Kind is KindThesaurus.
func (*ThesaurusEntry) Kind() Kind { return KindThesaurus }

// TableName is the name of the table.
func (*ThesaurusEntry) TableName() string { return "thesaurus" }
