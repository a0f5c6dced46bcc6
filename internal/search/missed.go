package search

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// Bounds of what is counted of searches that found nothing.
const (
	mostMissed    = 1_000 // different texts
	longestMissed = 12    // characters of one
	fewestAsked   = 3     // times that a text was asked for before it is told
)

// Missed counts what was searched for in vain, for those who keep the thesaurus. It holds nothing of who asked, and
// no text that may be about a person: none with digits, none that is long, none that was asked only once or twice.
type Missed struct {
	mutex sync.Mutex
	texts map[string]int
}

// MissedText is a text and how often it was asked for.
type MissedText struct {
	Text  string
	Times int
}

// Add counts a search that found nothing.
func (m *Missed) Add(text string) {
	text = strings.Join(strings.Fields(text), "")
	if n := len([]rune(text)); n < 2 || n > longestMissed || strings.ContainsFunc(text, unicode.IsDigit) {
		return
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.texts == nil {
		m.texts = map[string]int{}
	}
	if _, known := m.texts[text]; known || len(m.texts) < mostMissed {
		m.texts[text]++
	}
}

// Take returns the texts that were asked for most often, at most n, and begins to count anew.
func (m *Missed) Take(n int) []MissedText {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	var told []MissedText
	for text, times := range m.texts {
		if times >= fewestAsked {
			told = append(told, MissedText{text, times})
		}
	}
	m.texts = nil
	slices.SortFunc(told, func(a, b MissedText) int { return cmp.Or(b.Times-a.Times, strings.Compare(a.Text, b.Text)) })
	return told[:min(n, len(told))]
}
