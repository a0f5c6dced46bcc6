package search

import (
	"slices"
	"strings"
	"sync"
)

// fillerWords are the words of a question that do not say what it is about.
const fillerWords = `
怎么办理 怎么办 怎么弄 怎么搞 怎么做 怎么走 怎么才能 怎么样 怎么 怎样 咋办理 咋个办 咋个弄 咋个 咋办 咋弄 咋整 咋样 咋 如何办理 如何 怎办
需要什么材料 需要什么手续 需要哪些材料 需要哪些手续 需要带什么 要什么材料 要什么手续 要哪些材料 要哪些手续 要带什么 要准备什么 带什么材料
什么材料 哪些材料 啥材料 什么手续 哪些手续 啥手续 啥子手续 啥子材料 要办啥子手续 办啥子手续 办什么手续 办哪些手续 准备什么 准备哪些
什么条件 哪些条件 啥条件 什么流程 办理流程 流程是什么 什么资料 哪些资料 什么证件 多少钱 要多久 多长时间 几天 收费吗 要钱吗
在哪里办理 在哪里办 在哪里 在哪办理 在哪办 在哪儿办 在哪儿 在哪 去哪里办理 去哪里办 去哪里 去哪办 去哪儿办 去哪儿 去哪 到哪里办理 到哪里办 到哪里 到哪办 到哪儿 到哪
哪里办理 哪里办 哪里可以 哪里能 哪里 哪儿 哪个部门 哪个窗口 哪个地方 什么地方 啥地方 找谁 找哪个 归谁管 去办 来办
我想要 我想办理 我想办 我想 我要办理 我要办 我要 我需要 我们想 我们要 我们 我家里 我家 我的 我是 我在 我 想办理 想办 想要 想问一下 想问 请问一下 请问 咨询一下 问一下 咨询
能不能 可不可以 可以吗 可以 是不是 有没有 要不要 该不该 会不会 行不行 能否 是否 怎么回事 应该 需要 必须 得去 要去 想去 还要 还能 还可以 才能 才可以
什么时候 什么 啥时候 啥子 啥 为什么 多少 哪些 哪个 哪种 这个 那个 一下 一个 有什么 有哪些 有啥 都有 都要
办理一下 办一下 帮我 帮忙 给我 麻烦 谢谢 您好 你好 请 吗 呢 吧 啊 呀 嘛 了 的 咧 哩 哦
打算 准备 现在 刚刚 刚 已经 听说 因为 所以 但是 如果 然后 之后 以后 的话 时候
办理 手续 申办 要办
`

// fillers returns the filler words and the length of the longest.
var fillers = sync.OnceValues(func() (map[string]bool, int) {
	words, longest := map[string]bool{}, 0
	for _, w := range strings.Fields(fillerWords) {
		words[w] = true
		longest = max(longest, len([]rune(w)))
	}
	return words, longest
})

// emptyWords are characters that hardly mean anything alone.
const emptyWords = "的了吗呢啊吧呀嘛着过得地在到去来从对向把被让给和与及或是有没不要想能会可应该我你他她它们您这那哪什么怎咋啥谁几多少个些一下上里中就都也还又再才只很太最自己后前时候以之其所为因于等等办"

func isEmptyWord(r rune) bool { return strings.ContainsRune(emptyWords, r) }

// unfilled returns the places of the text without its filler words, or all where nothing else would remain.
// What is kept is never taken for filler.
func unfilled(text []rune, kept []bool) []int {
	words, longest := fillers()
	var places []int
	for i := 0; i < len(text); {
		n := 0
		for size := min(longest, len(text)-i); size > 0; size-- {
			if !slices.Contains(kept[i:i+size], true) && words[string(text[i:i+size])] {
				n = size
				break
			}
		}
		if n == 0 {
			places = append(places, i)
			n = 1
		}
		i += n
	}
	if len(places) == 0 {
		for i := range text {
			places = append(places, i)
		}
	}
	return places
}
