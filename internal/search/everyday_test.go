package search

import (
	"slices"
	"strings"
	"testing"
)

// TestEveryday: every line of the files is a word once, with terms of its own, and a weight from 1 to 100.
func TestEveryday(t *testing.T) {
	lines := 0
	for _, name := range []string{"everyday/person.txt", "everyday/trade.txt"} {
		text, err := everyday.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if !strings.HasPrefix(line, "#") {
				lines++
			}
		}
	}
	entries := Everyday()
	if len(entries) != lines || lines < 600 {
		t.Errorf("%d entries of %d lines", len(entries), lines)
	}
	seen := map[string]bool{}
	for _, e := range entries {
		if e.Word == "" || seen[e.Word] || len(e.Terms) == 0 || slices.Contains(e.Terms, e.Word) || slices.Contains(e.Terms, "") || e.Weight < 0 || e.Weight >= 100 {
			t.Errorf("%+v", e)
		}
		seen[e.Word] = true
	}
}
