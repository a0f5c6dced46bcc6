// Package testkit holds what tests of several rooms need: a small hall. Package running beside it makes it run.
package testkit

import (
	"testing"
	"time"

	"servicehall/internal/catalog"
)

// Now is when tests happen.
func Now() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, catalog.Beijing()) }

// Limit reads a limit as people write it.
func Limit(t testing.TB, s string) *catalog.Limit {
	t.Helper()
	l, err := catalog.ParseLimit(s)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Matter returns a valid matter of the hall of Hall, to be changed by the test.
func Matter(code, name string) *catalog.Matter {
	visits := 1
	return &catalog.Matter{
		Head: catalog.Head{Code: code, Name: name, State: catalog.Active}, MainCode: "main-" + code, MainName: name, Type: "01", Level: "4", PowerSource: "1",
		Department: "D1", Audience: []catalog.Audience{catalog.Person}, Themes: []string{"person-010"}, Handling: catalog.Promised,
		PromisedLimit: &catalog.Limit{Value: catalog.HundredthsOf(2), Unit: catalog.Workday}, MaxVisits: &visits,
		Materials: []catalog.Material{{ID: "m1", Name: "居民身份证", Necessity: catalog.Required, Medium: catalog.EitherMedium, CopyKind: catalog.Copy, Copies: 1, Category: catalog.Certificate, Source: catalog.FromGovernment}},
		Windows:   []string{"W1"}, Channels: []catalog.Channel{catalog.ChannelWindow}, AreaScope: "4",
	}
}

// Hall returns a small valid catalogue: two departments, a zone, two windows, a scene, three matters and a
// bundle. The second matter has no statutory limit and a former code, the third is cancelled in favour of the
// first.
func Hall(t testing.TB) *catalog.Dataset {
	t.Helper()
	head := func(code, name string) catalog.Head {
		return catalog.Head{Code: code, Name: name, State: catalog.Active}
	}
	hours := []catalog.Span{{Days: []int{1, 2, 3, 4, 5}, Opens: "08:30", Closes: "12:00"}}
	first := Matter("M1", "出生登记")
	first.LegalLimit, first.Waiver = Limit(t, "20工作日"), true
	first.Materials = append(first.Materials, catalog.Material{
		ID: "m2", Name: "出生医学证明", Necessity: catalog.Deferrable, Medium: catalog.Paper, CopyKind: catalog.Original, Copies: 1, Category: catalog.Certificate, Source: catalog.FromOther,
		Deferral: &catalog.Deferral{Within: *Limit(t, "1工作日"), Ways: []catalog.Way{catalog.ByWindow}, Consequence: catalog.Return},
	})
	first.Entry = &catalog.Entry{Batch: "第一批", Day: "2023-08-01"}
	second := Matter("M/2 甲%+,", "户口迁移")
	second.FormerCodes, second.Department, second.Type, second.Windows = []string{"旧/2"}, "D2", "20", []string{"W2"}
	second.Channels = []catalog.Channel{catalog.ChannelOnline, catalog.ChannelMini}
	third := Matter("M3", "出生证明核验")
	successor := "M1"
	third.Cancel(catalog.Merged, "并入出生登记", &successor)
	one := "M1"
	moved := "旧/2" // a former code: references stay true
	return &catalog.Dataset{
		Departments: []*catalog.Department{
			{Head: head("D1", "县公安局"), ShortName: "公安局", Division: "610829", Nature: "1"},
			{Head: head("D2", "县民政局"), ShortName: "民政局", Division: "610829", Nature: "1"},
		},
		Zones: []*catalog.Zone{{Head: head("Z1", "户籍专区"), Floor: "一楼"}},
		Windows: []*catalog.Window{
			{Head: head("W1", "户籍窗口"), Zone: "Z1", Departments: []string{"D1"}, Hours: hours},
			{Head: head("W2", "民政窗口"), Zone: "Z1", Departments: []string{"D2"}, Hours: hours},
		},
		Scenes:  []*catalog.Scene{{Head: head("S1", "出生"), Lifecycle: catalog.ForIndividual}},
		Matters: []*catalog.Matter{first, second, third},
		Bundles: []*catalog.Bundle{{
			Head: head("B1", "新生儿出生"), Scene: "S1", Lead: "D1", PromisedLimit: Limit(t, "3工作日"), Channels: []catalog.Channel{catalog.ChannelWindow},
			Members: []catalog.Member{
				{ID: "b1", Matter: &one, Required: true, Phase: 1}, {ID: "b2", Matter: &moved, Phase: 2, Condition: "需要迁户口的"},
				{ID: "b3", Service: &catalog.OutsideService{Name: "预防接种建档", Who: "接种门诊"}, Phase: 1},
			},
			Provenance: catalog.Provenance{List: catalog.LocalList},
		}},
		Calendar: []*catalog.CalendarDay{
			{Head: head("2026-10-01", "国庆节"), Arrangement: catalog.DayOff, Source: "2026年节假日安排"},
			{Head: head("2026-10-10", "国庆节"), Arrangement: catalog.Worked, Source: "2026年节假日安排"},
		},
		Thesaurus: []*catalog.ThesaurusEntry{
			{Head: head("上户口", "上户口"), Terms: []string{"出生登记", "户口登记"}, Weight: 100},
			{Head: head("12345", "12345"), Terms: []string{"咨询"}, Weight: 60},
		},
	}
}
