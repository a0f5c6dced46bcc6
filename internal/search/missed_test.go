package search

import (
	"fmt"
	"testing"
)

func TestMissed(t *testing.T) {
	var m Missed
	for _, text := range []string{"找对象", " 找 对象 ", "找对象", "倒污水", "倒污水", "倒污水", "倒污水", "养鲸鱼", "张三13800000000", "张三13800000000", "张三13800000000", "我", "我", "我"} {
		m.Add(text)
	}
	for i := range 3 * mostMissed {
		m.Add(fmt.Sprintf("%c%c", 'a'+rune(i)%26, 0x4e00+rune(i)/26)) // others, each once
	}
	if got := fmt.Sprint(m.Take(10)); got != "[{倒污水 4} {找对象 3}]" {
		t.Errorf("got %s", got)
	}
	if got := m.Take(10); len(got) != 0 {
		t.Errorf("counted anew: %v", got)
	}
}
