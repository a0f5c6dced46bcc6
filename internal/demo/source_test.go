package demo

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/natcode"
)

// sourceFindings reads one department's file and lists what a clerk would not accept in it.
func sourceFindings(path string) (f departmentFile, findings []string) {
	data, err := os.ReadFile(path)
	if err != nil {
		return f, []string{err.Error()}
	}
	if err := decode(data, &f); err != nil {
		return f, []string{err.Error()}
	}
	say := func(format string, args ...any) { findings = append(findings, fmt.Sprintf(format, args...)) }
	if f.Name == "" || f.ShortName == "" || f.Summary == "" || !regexp.MustCompile(`^[0-9A-Z]{8}$`).MatchString(f.Org) || !regexp.MustCompile(`^[0-9]{2}$`).MatchString(f.Number) {
		say("部门、简称、职责、机构代码（8位）、部门编号（2位）都要写")
	}
	names, bodies := map[string]bool{}, map[string]string{}
	for _, m := range f.Matters {
		if m.Name == "" || len(m.Handling) == 0 {
			say("主项 %q 没有名称或办理项", m.Name)
		}
		kinds := map[string]bool{}
		for _, it := range m.Handling {
			at := fmt.Sprintf("《%s》", it.Name)
			e := it.merged(m.element)
			if kinds[e.Type+e.Catalogue] = true; len(kinds) > 1 {
				say("%s 与同一主项的其他办理项类型或者目录不同，编码会对不上", at)
			}
			if names[it.Name] {
				say("%s 名称重复", at)
			}
			names[it.Name] = true
			if n := len([]rune(it.Name)); n < 4 || n > 60 || regexp.MustCompile(`[0-9０-９一二三四五六七八九十]$|之[一二三四]|演示|示例|测试|TODO|XX|××`).MatchString(it.Name) {
				say("%s 名称不像一个事项", at)
			}
			if len([]rune(e.Summary)) < 12 {
				say("%s 说明太短或没有", at)
			}
			if _, ok := natcode.MatterTypes().Code(e.Type); !ok {
				say("%s 类型 %q 不在清单里", at, e.Type)
			}
			if e.Catalogue != "" && e.Catalogue != "国家" && e.Catalogue != "省" {
				say("%s 目录只能是 国家 或 省", at)
			}
			person, legal := false, false
			for _, a := range strings.Fields(e.Audience) {
				switch a {
				case "个人":
					person = true
				case "企业", "事业单位", "社会组织", "非法人企业", "行政机关", "其他组织":
					legal = true
				default:
					say("%s 服务对象 %q 不在清单里", at, a)
				}
			}
			if !person && !legal {
				say("%s 没有服务对象", at)
			}
			// domain rule 10: person matter ⇔ person theme, legal-person matter ⇔ corporate theme
			for _, t := range strings.Fields(e.PersonThemes) {
				if _, ok := natcode.PersonThemes().Code(t); !ok && t != "无" {
					say("%s 个人主题 %q 不在清单里", at, t)
				}
			}
			for _, t := range strings.Fields(e.EnterpriseThemes) {
				if _, ok := natcode.EnterpriseThemes().Code(t); !ok && t != "无" {
					say("%s 法人主题 %q 不在清单里", at, t)
				}
			}
			if person != (e.PersonThemes != "" && e.PersonThemes != "无") || legal != (e.EnterpriseThemes != "" && e.EnterpriseThemes != "无") {
				if !(e.PersonThemes == "无" || e.EnterpriseThemes == "无") {
					say("%s 有个人就要有个人主题，有单位就要有法人主题，没有就不写", at)
				}
			}
			if len(e.LegalBases) == 0 {
				say("%s 没有依据", at)
			}
			for _, b := range e.LegalBases {
				if !strings.HasPrefix(b, "《") {
					say("%s 依据要以《开头：%q", at, b)
				}
			}
			legalLimit, err := catalog.ParseLimit(e.LegalLimit)
			if err != nil {
				say("%s 法定时限：%v", at, err)
			}
			promised, err := catalog.ParseLimit(e.PromisedLimit)
			if err != nil || promised == nil {
				say("%s 承诺时限 %q 看不懂或没有", at, e.PromisedLimit)
			} else if legalLimit != nil && promised.Workdays() > legalLimit.Workdays() {
				say("%s 承诺时限长于法定时限", at)
			}
			if legalLimit != nil && legalLimit.Value == 0 {
				say("%s 法定时限不能是即办；法律没有规定就写 无", at)
			}
			if e.MaxVisits == nil || *e.MaxVisits < 0 || *e.MaxVisits > 3 {
				say("%s 到现场次数要写 0 到 3", at)
			} else {
				full := e.OnlineDepth == "全程网办"
				if full && *e.MaxVisits != 0 {
					say("%s 全程网办的到现场次数应当是 0", at)
				}
				if *e.MaxVisits == 0 && !full {
					say("%s 到现场次数为 0 的要写 网办深度: 全程网办", at)
				}
			}
			switch e.OnlineDepth {
			case "", "网上咨询", "网上预审", "网上受理", "全程网办":
			default:
				say("%s 网办深度 %q 看不懂", at, e.OnlineDepth)
			}
			for _, c := range strings.Fields(e.Channels) {
				if c != "窗口" && c != "网上" && c != "小程序" && c != "自助终端" {
					say("%s 办理渠道 %q 看不懂", at, c)
				}
			}
			if e.AreaScope != "" && e.AreaScope != "全镇" {
				if _, ok := natcode.AreaScopes().Code(e.AreaScope); !ok {
					say("%s 通办范围 %q 不在清单里", at, e.AreaScope)
				}
			}
			if len(e.Conditions) == 0 {
				say("%s 没有条件", at)
			}
			if len(e.Materials) == 0 {
				say("%s 没有材料", at)
			}
			have := map[string]bool{}
			for _, line := range e.Materials {
				ml, err := parseMaterialLine(line)
				if err != nil {
					say("%s %v", at, err)
					continue
				}
				if have[ml.Name] {
					say("%s 材料重复：%s", at, ml.Name)
				}
				have[ml.Name] = true
				if ml.Deferral != "" {
					d, err := catalog.ParseLimit(ml.Deferral)
					if err != nil || d == nil || d.Value == 0 {
						say("%s 容缺时限：%q", at, ml.Deferral)
					} else if promised != nil && d.Workdays() > promised.Workdays() {
						say("%s 材料 %s 的补正时限长于承诺时限", at, ml.Name)
					}
				}
			}
			for _, q := range e.Questions {
				if q.Text == "" || len(q.Options) < 2 {
					say("%s 情形要有问题和至少两个选项", at)
				}
				for _, o := range q.Options {
					for _, n := range o.Materials {
						if !have[n] {
							say("%s 情形“%s”要的材料 %q 不在材料里", at, o.Text, n)
						}
					}
				}
			}
			if len(e.Results) == 0 {
				say("%s 没有结果（没有证照批文的写“办理结果告知 | 其他”之类真实的结果）", at)
			}
			for _, r := range e.Results {
				rl, err := parseResultLine(r)
				if err != nil {
					say("%s %v", at, err)
				} else if _, ok := natcode.ResultTypes().Code(rl.Kind); !ok {
					say("%s 结果类型 %q 只能是 证照 批文 其他 无", at, rl.Kind)
				} else if _, misplaced := catalog.DictionaryOf("delivery").CodeOf(rl.Validity); misplaced {
					say("%s 结果的有效期写成了送达方式：%q", at, r)
				}
			}
			for _, sp := range e.SpecialProcedures {
				name, rest, _ := strings.Cut(sp, "|")
				if l, err := catalog.ParseLimit(rest); err != nil || l == nil || strings.TrimSpace(name) == "" {
					say("%s 特别程序要写成“现场核查 | 10工作日”：%q", at, sp)
				}
			}
			if e.Type == "行政许可" && len(e.FAQs) == 0 {
				say("%s 行政许可至少要有一个问答", at)
			}
			if e.Commitment != "" && e.Commitment != "许可" && e.Commitment != "无" {
				say("%s 告知承诺只能写 许可 或 无（证明事项写在材料上）", at)
			}
			body := fmt.Sprint(e.Materials, e.Conditions)
			if other, ok := bodies[body]; ok {
				say("%s 的材料和条件与《%s》完全一样", at, other)
			}
			bodies[body] = it.Name
		}
	}
	return f, findings
}

// TestSources reads every department's file as a strict clerk would.
func TestSources(t *testing.T) {
	paths, err := filepath.Glob("data/departments/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no source files: %v", err)
	}
	sort.Strings(paths)
	owner := map[string]string{}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			f, findings := sourceFindings(path)
			for _, finding := range findings {
				t.Error(finding)
			}
			var items, permits, waiver, commitment int
			var legal, promised catalog.Hundredths
			for _, m := range f.Matters {
				for _, it := range m.Handling {
					e := it.merged(m.element)
					if other, ok := owner[it.Name]; ok {
						t.Errorf("《%s》 is in %s too", it.Name, other)
					}
					owner[it.Name] = filepath.Base(path)
					items++
					if e.Type == "行政许可" {
						permits++
					}
					w, c := false, e.Commitment == "许可"
					for _, line := range e.Materials {
						ml, _ := parseMaterialLine(line)
						w, c = w || ml.Deferral != "", c || ml.Commitment
					}
					if w {
						waiver++
					}
					if c {
						commitment++
					}
					l, _ := catalog.ParseLimit(e.LegalLimit)
					p, _ := catalog.ParseLimit(e.PromisedLimit)
					if l != nil && p != nil {
						legal, promised = legal+l.Workdays(), promised+p.Workdays()
					}
				}
			}
			ratio := 0.0
			if legal > 0 {
				ratio = 1 - promised.Float()/legal.Float()
			}
			t.Logf("%s：主项 %d，办理项 %d，许可 %d，容缺 %d，承诺 %d，法定合计 %s 工作日，承诺合计 %s，压缩 %.2f%%", f.Name, len(f.Matters), items, permits, waiver, commitment, legal, promised, ratio*100)
		})
	}
}
