package search

import "strings"

// laterStages are the words for what follows once something has been granted. Matters with them are more special
// than the first grant: who asks for the licence in general does not mean its cancellation.
var laterStages = []string{
	"变更", "注销", "延续", "延期", "补办", "补发", "补领", "补证", "换发", "换证", "换领", "撤销", "终止", "吊销", "遗失", "年检", "年审",
	"年度报告", "恢复", "停业", "歇业", "更正", "异议", "查封", "迁出", "转出", "暂停", "复核",
}

// isLater says whether a folded text speaks of a later stage.
func isLater(text string) bool {
	for _, word := range laterStages {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}
