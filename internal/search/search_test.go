package search_test

import (
	"slices"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/search"
)

// TestFirst: what each way of typing finds first.
func TestFirst(t *testing.T) {
	x := search.Build(named(
		"住房公积金提取", "住房公积金贷款", "公积金账户封存", "机动车驾驶证申领", "教师资格认定", "出生登记", "失业登记", "结婚登记",
		"重庆银行账户备案", "会计代理记账许可", "异地长期居住备案", "食品经营许可（新办）", "食品经营许可（注销）", "绿化工程备案",
		"不动产抵押权注销登记", "不动产抵押权首次登记", "KTV经营许可", "著作权登记", "公司设立登记", "营业执照补领", "人力资源服务许可",
	), nil)
	for _, tt := range []struct{ name, query, want string }{
		{"exact", "失业登记", "失业登记"},
		{"punctuation is ignored", "食品经营许可新办", "食品经营许可（新办）"},
		{"spaces inside", "出 生 登 记", "出生登记"},
		{"traditional", "機動車駕駛證申領", "机动车驾驶证申领"},
		{"full width", "ＫＴＶ", "KTV经营许可"},
		{"case", "ktv经营", "KTV经营许可"},
		{"not everything is a traditional form", "著作权", "著作权登记"},
		{"whole pinyin", "jiashizhengsl", "机动车驾驶证申领"},
		{"pinyin with spaces", "Jia Shi Zheng Shen Ling", "机动车驾驶证申领"},
		{"initials", "csdj", "出生登记"},
		{"initials with zh", "jiashizhsl", "机动车驾驶证申领"},
		{"rare reading zhong/chong", "chongqing", "重庆银行账户备案"},
		{"rare reading hang", "yinhang", "重庆银行账户备案"},
		{"rare reading by initials", "cqyh", "重庆银行账户备案"},
		{"rare reading kuai", "kuaiji", "会计代理记账许可"},
		{"rare reading chang", "changqi", "异地长期居住备案"},
		{"ü typed as v", "lvhua", "绿化工程备案"},
		{"characters and pinyin", "gongsi设立", "公司设立登记"},
		{"characters and initials", "结婚dj", "结婚登记"},
		{"one syllable in pinyin", "结hun登记", "结婚登记"},
		{"z for zh, s for sh", "jiasizengsenling", "机动车驾驶证申领"},
		{"l for n, in for ing", "renniziyuan", "人力资源服务许可"},
		{"homophone", "公机金提取", "住房公积金提取"},
		{"wrong character", "营业执罩", "营业执照补领"},
		{"missing character", "营业照补领", "营业执照补领"},
		{"character too many", "营业业执照", "营业执照补领"},
		{"swapped characters", "失业记登", "失业登记"},
		{"letter too many", "gongjjijindaikuan", "住房公积金贷款"},
		{"missing letter", "yinyezhzhao", "营业执照补领"},
		{"swapped letters", "jiaoshiizge", "教师资格认定"},
		{"other order", "提取公积金", "住房公积金提取"},
		{"several words", "不动产 抵押 注销", "不动产抵押权注销登记"},
		{"sentence", "请问我想办理公积金贷款需要什么材料？", "住房公积金贷款"},
		{"dialect", "食品经营许可咋个办嘛", "食品经营许可（新办）"},
		{"first grant before cancellation", "食品经营", "食品经营许可（新办）"},
		{"cancellation when asked for", "食品经营注销", "食品经营许可（注销）"},
		{"pinyin apart from its neighbour", "gongjijintiqu", "住房公积金提取"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if found := names(x, tt.query); len(found) == 0 || found[0] != tt.want {
				t.Errorf("%s found %v, want %s first", tt.query, found, tt.want)
			}
		})
	}
}

// TestFillerWords: the words of a question find nothing themselves.
func TestFillerWords(t *testing.T) {
	x := search.Build(named("公证", "材料审批"), nil)
	for query, want := range map[string][]string{"公证需要什么材料": {"公证"}, "材料": {"材料审批"}, "需要什么材料": {"材料审批"}} {
		if got := names(x, query); !slices.Equal(got, want) {
			t.Errorf("%s found %v, want %v", query, got, want)
		}
	}
}

// TestFirstOfFew: what comes first although a shorter name has as much of what was typed.
func TestFirstOfFew(t *testing.T) {
	for _, tt := range []struct {
		name  string
		names []string
		query string
		want  string
	}{
		{"syllables typed apart are one word", []string{"公示", "证明", "继承权公证办理"}, "Gong Zheng", "继承权公证办理"},
		{"a part that is read alike", []string{"养老金补领", "失业保险金补领"}, "市夜金补领", "失业保险金补领"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := names(search.Build(named(tt.names...), nil), tt.query); len(got) == 0 || got[0] != tt.want {
				t.Errorf("%s found %v, want %s first", tt.query, got, tt.want)
			}
		})
	}
}

// TestWordsBeforeAccidents: 教师资 of 教师资格 has the initials of 驾驶证 too, but is no word.
func TestWordsBeforeAccidents(t *testing.T) {
	x := search.Build(named("教师资格认定", "教师资格补发", "机动车驾驶证申领", "拖拉机驾驶证审验", "轮式驾驶证补领", "持境外驾驶证换领"), nil)
	if got := names(x, "jsz"); len(got) != 6 || got[4] != "教师资格补发" && got[5] != "教师资格补发" {
		t.Errorf("got %v, want 教师资格 last", got)
	}
}

// TestOrder: the bands of the ranking, in order.
func TestOrder(t *testing.T) {
	documents := append(named("公墓建设审批", "公墓建设审批初审", "农村公墓建设审批", "建设公墓的审批"),
		search.Document{Kind: catalog.KindMatter, Code: "alias", Name: "殡葬设施许可", Aliases: []string{"公墓建设审批"}},
		search.Document{Kind: catalog.KindBundle, Code: "bundle", Name: "公墓建设审批一件事"})
	got := names(search.Build(documents, nil), "公墓建设审批")
	want := []string{"公墓建设审批", "殡葬设施许可", "公墓建设审批初审", "公墓建设审批一件事", "农村公墓建设审批", "建设公墓的审批"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestTies: what decides between documents that match equally well.
func TestTies(t *testing.T) {
	matter := func(code string, weight int, suspended bool) search.Document {
		return search.Document{Kind: catalog.KindMatter, Code: code, Name: "养犬登记" + code, Weight: weight, Suspended: suspended}
	}
	got := names(search.Build([]search.Document{matter("丁", 9, true), matter("丙", 0, false), matter("乙", 0, false), matter("甲", 5, false)}, nil), "养犬")
	want := []string{"养犬登记甲", "养犬登记丙", "养犬登记乙", "养犬登记丁"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v: the weightier first, then by text, the suspended last", got, want)
	}
}

// TestSuspendedAfterPublished: a shorter name does not put a suspended matter before others.
func TestSuspendedAfterPublished(t *testing.T) {
	documents := named("养犬证", "养犬登记办理")
	documents[0].Suspended = true
	if got, want := names(search.Build(documents, nil), "养犬"), []string{"养犬登记办理", "养犬证"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestTitlesAmongMany: a name that begins with the query comes first however many others hold it.
func TestTitlesAmongMany(t *testing.T) {
	var list []string
	for r := range 200 {
		list = append(list, string([]rune{0x4e00 + rune(r), '墓'}))
	}
	x := search.Build(named(append(list, "墓地建设项目用地审批和许可事项")...), nil)
	if got := names(x, "墓"); got[0] != "墓地建设项目用地审批和许可事项" {
		t.Errorf("got %v", got)
	}
}

func TestThesaurus(t *testing.T) {
	words := []search.Entry{
		{Word: "准生证", Terms: []string{"生育登记"}},
		{Word: "奶茶店", Terms: []string{"食品经营许可", "个体工商户登记"}},
		{Word: "跑车", Terms: []string{"道路运输"}, Weight: 40},
		{Word: "跑车", Terms: []string{"网约车"}},
		{Word: "取公积金", Terms: []string{"公积金提取"}},
	}
	documents := append(named("生育登记", "食品经营许可", "个体工商户登记", "道路运输证配发", "网约车经营许可", "住房公积金提取", "住房公积金贷款"),
		search.Document{Kind: catalog.KindMatter, Code: "own", Name: "饮品摊点备案", Aliases: []string{"奶茶店"}})
	x := search.Build(documents, words)
	for _, tt := range []struct {
		name, query string
		want        []string
	}{
		{"official term", "准生证", []string{"生育登记"}},
		{"in pinyin", "zhunshengzheng", []string{"生育登记"}},
		{"by initials", "zsz", []string{"生育登记"}},
		{"misspelled", "准生正", []string{"生育登记"}},
		{"in a sentence", "请问准生证在哪里办", []string{"生育登记"}},
		{"the matter's own alias first, then terms in their order", "开奶茶店", []string{"饮品摊点备案", "食品经营许可", "个体工商户登记"}},
		{"by weight", "跑车", []string{"网约车经营许可", "道路运输证配发"}},
		{"torn apart", "公积金怎么才能取出来", []string{"住房公积金提取", "住房公积金贷款"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := names(x, tt.query); !slices.Equal(got, tt.want) {
				t.Errorf("%s found %v, want %v", tt.query, got, tt.want)
			}
		})
	}
}

func TestResult(t *testing.T) {
	documents := named("食品经营许可（新办）", "食品经营许可（变更）", "食品经营许可（注销）", "食品小作坊登记", "养犬登记")
	documents[0].Department = "市场监督管理局"
	x := search.Build(documents, nil)
	r := x.Search(search.Query{Text: "食品经营", Limit: 2})
	if len(r.Hits) != 2 || r.Total != 3 {
		t.Fatalf("%d hits of %d, want 2 of 3: %v", len(r.Hits), r.Total, r.Hits)
	}
	if h := r.Hits[0]; h.Code != documents[0].Code || h.Kind != catalog.KindMatter || h.Department != "市场监督管理局" || h.Score <= 0 || h.Score > 1 {
		t.Errorf("got %+v", h)
	}
	r = x.Search(search.Query{Text: "食品经营", Permit: func(k search.Key) bool { return k.Code == documents[2].Code }})
	if r.Total != 1 || r.Hits[0].Code != documents[2].Code {
		t.Errorf("with one document permitted: %v", r)
	}
	r = x.Search(search.Query{Text: "食品经营", Permit: func(search.Key) bool { return false }})
	if r.Total != 0 || r.Hits == nil || len(r.Hits) != 0 {
		t.Errorf("with none permitted: %#v", r)
	}
	for _, nothing := range []string{"", " ", "？！", "\x00\xff", "😀", "qwrtpsdfg"} {
		if r := x.Search(search.Query{Text: nothing}); r.Hits == nil || len(r.Hits) != 0 || r.Total != 0 {
			t.Errorf("%q found %v", nothing, r)
		}
	}
}

func TestByCode(t *testing.T) {
	x := search.Build([]search.Document{{Kind: catalog.KindMatter, Code: "11610829999900311X4000131001001", Name: "出生登记"}}, nil)
	if got := names(x, " 11610829999900311x4000131001001 "); !slices.Equal(got, []string{"出生登记"}) {
		t.Errorf("got %v", got)
	}
}

func TestHighlights(t *testing.T) {
	x := search.Build(named("居民“最低生活保障”申请", "住房公积金提取", "食品经营许可（新办）"), []search.Entry{{Word: "低保", Terms: []string{"最低生活保障"}}})
	for _, tt := range []struct {
		name, query string
		want        []search.Range
	}{
		{"phrase", "生活保障", []search.Range{{From: 5, To: 9}}},
		{"across punctuation", "许可新办", []search.Range{{From: 4, To: 9}}},
		{"term of the thesaurus", "低保", []search.Range{{From: 3, To: 9}}},
		{"pinyin", "gongjijin", []search.Range{{From: 2, To: 5}}},
		{"two words", "提取 公积金", []search.Range{{From: 2, To: 7}}},
		{"corrected", "公机金", []search.Range{{From: 2, To: 5}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := x.Search(search.Query{Text: tt.query})
			if len(r.Hits) == 0 || !slices.Equal(r.Hits[0].Highlights, tt.want) {
				t.Errorf("%s: got %v, want %v", tt.query, r.Hits, tt.want)
			}
		})
	}
}

func TestDidYouMean(t *testing.T) {
	x := search.Build(named("住房公积金提取", "机动车驾驶证申领", "失业登记", "食品经营许可证核发", "社会保障卡申领"), []search.Entry{{Word: "社保卡", Terms: []string{"社会保障卡"}}})
	for _, tt := range []struct{ query, want string }{
		{"公机金", "公积金"},
		{"驾使证", "驾驶证"},
		{"失业登计", "失业登记"},
		{"失业记登", "失业登记"},
		{"食品经营许证", "食品经营许可证"},
		{"gongjjijin", "公积金"},
		{"射保卡", "社保卡"},
		{"公积金", ""},
		{"公积金取现", ""},
		{"gongjijin", ""},
		{"社保卡", ""},
		{"今天天气很好", ""},
	} {
		if got := x.Search(search.Query{Text: tt.query}).DidYouMean; got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.query, got, tt.want)
		}
	}
}
