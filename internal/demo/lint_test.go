package demo

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"servicehall/internal/catalog"
)

// TestLint: the demonstration catalogue contradicts neither the law nor itself. What is merely missing or
// unusual is counted and told.
func TestLint(t *testing.T) {
	errors, warnings, example := map[string]int{}, map[string]int{}, map[string]string{}
	for _, f := range catalog.Lint(dataset(t)) {
		counts := warnings
		if f.Severity == catalog.SeverityError {
			counts = errors
		}
		counts[f.Rule]++
		if counts[f.Rule] == 1 {
			example[f.Rule] = fmt.Sprintf("%s %s %s：%s", f.Kind.Label(), f.Name, f.Pointer, f.Detail)
		}
	}
	for _, rule := range slices.Sorted(maps.Keys(errors)) {
		t.Errorf("%s: %d errors, such as %s", rule, errors[rule], example[rule])
	}
	for _, rule := range slices.Sorted(maps.Keys(warnings)) {
		t.Logf("%s: %d warnings, such as %s", rule, warnings[rule], example[rule])
	}
}

// TestCompleteness: every department of the demonstration catalogue fills nearly all mandatory elements.
func TestCompleteness(t *testing.T) {
	missing := map[string]int{}
	for _, c := range catalog.Completeness(dataset(t)) {
		if c.Ratio == nil || *c.Ratio < 0.9 {
			t.Errorf("%s fills %d of %d mandatory elements", c.Name, c.Filled, c.Mandatory)
		}
		for _, m := range c.Missing {
			missing[m.Name] += m.Matters
		}
	}
	t.Log(missing)
}
