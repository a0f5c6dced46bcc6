package search_test

import (
	"slices"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/search"
)

func TestSuggest(t *testing.T) {
	documents := append(named("公积金提取", "公积金贷款申请", "公租房申请", "住房公积金封存", "银行账户备案", "重庆户口迁入"),
		search.Document{Kind: catalog.KindMatter, Code: "a", Name: "住宅专项维修资金使用", Aliases: []string{"公共维修基金"}})
	x := search.Build(documents, []search.Entry{{Word: "公积金取现", Terms: []string{"公积金提取"}}, {Word: "公司注销", Terms: []string{"注销登记"}}})
	for _, tt := range []struct {
		name, typed string
		n           int
		want        []string
	}{
		{"beginning, then inside", "公积金", 10, []string{"公积金取现", "公积金提取", "公积金贷款申请", "住房公积金封存"}},
		{"at most n", "公积金", 2, []string{"公积金取现", "公积金提取"}},
		{"alias", "公共", 10, []string{"公共维修基金"}},
		{"pinyin", "gongjijin", 10, []string{"公积金取现", "公积金提取", "公积金贷款申请"}},
		{"unfinished syllable", "gongjij", 3, []string{"公积金取现", "公积金提取", "公积金贷款申请"}},
		{"unfinished syllable of two letters", "yinha", 10, []string{"银行账户备案"}},
		{"initials", "gjjt", 10, []string{"公积金提取"}},
		{"rare reading", "cqhk", 10, []string{"重庆户口迁入"}},
		{"characters and letters", "公租f", 10, []string{"公租房申请"}},
		{"width and case", "ＧＪＪＴ", 10, []string{"公积金提取"}},
		{"nothing typed", " ", 10, []string{}},
		{"none wanted", "公", 0, []string{}},
		{"nothing begins so", "魑魅", 10, []string{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := x.Suggest(tt.typed, tt.n); !slices.Equal(got, tt.want) {
				t.Errorf("%q: got %v, want %v", tt.typed, got, tt.want)
			}
		})
	}
	if got := search.Build(otherCounty(t), search.Everyday()).Suggest("食", 99); len(got) != 10 {
		t.Errorf("%d suggestions, want 10", len(got))
	}
}
