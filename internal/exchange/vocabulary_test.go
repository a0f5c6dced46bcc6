package exchange

import (
	"strings"
	"testing"

	"servicehall/internal/testkit"
)

// TestMappingContradictions: a mapping that gives one spelling two meanings is refused, with both named.
func TestMappingContradictions(t *testing.T) {
	for text, want := range map[string]string{
		"列: {事项: {事项名称: [SX], 主项名称: [SX]}}":                       "“列”里，表“事项”的“主项名称”和“事项名称”都写了“SX”",
		"列: {事项: {事项名称: [SX, ' sx ']}}":                           "",
		"列: {全部: {状态: [ID], 编号: [ID]}}":                           "都写了“ID”",
		"列: {全部: {编号: [ID]}, 材料: {事项编码: [ID]}}":                   "",
		"表: {事项: [清单], 材料: [清单]}":                                 "“表”里，“事项”和“材料”都写了“清单”",
		"值: {办件类型: {承诺件: [上报], 即办件: [上报]}}":                       "“值”里，“办件类型”的“即办件”和“承诺件”都写了“上报”",
		"值: {办件类型: {承诺件: [上报], '2': [上报]}}":                       "",
		"值: {容缺受理: {是: [可], 'true': [可], 否: [不可]}}":               "",
		"值: {告知承诺: {'true': [行], 'false': [行]}, 状态: {在用: ['1']}}": "都写了“行”",
	} {
		for range 5 { // the same file has the same fault each time
			_, err := ReadMapping([]byte(text))
			if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
				t.Fatalf("%s: %v, want %q", text, err, want)
			}
		}
	}
	if said := ownSpellings().contradiction(newVocabulary(nil)); said != "" {
		t.Errorf("our own spellings: %s", said)
	}
}

// TestMappingOfOneSheet: what a mapping says of a sheet goes before what it says of all.
func TestMappingOfOneSheet(t *testing.T) {
	mapping, err := ReadMapping([]byte("列: {全部: {编号: [ID]}, 材料: {事项编码: [ID]}}"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := Make(sheet("材料", "ID|材料名称", "M1|身份证"), testkit.Hall(t), PlanOptions{Mapping: mapping})
	if got := taken(t, p, err); len(got.Matters) != 1 {
		t.Errorf("%+v", p.Report)
	}
}
