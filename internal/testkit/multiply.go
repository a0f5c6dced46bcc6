package testkit

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"servicehall/internal/catalog"
)

// Multiply returns the catalogue with n times its matters, for measuring how the program bears their number. The
// copies of a matter have its department and windows, codes and names of their own, and are in no bundle. Their
// lists are those of the original, so nobody may change them.
func Multiply(data *catalog.Dataset, n int) *catalog.Dataset {
	out := *data
	out.Matters = slices.Grow(slices.Clone(data.Matters), (n-1)*len(data.Matters))
	for copied := 2; copied <= n; copied++ {
		for _, original := range data.Matters {
			m := *original
			m.Code, m.FormerCodes, m.BaseCode = fmt.Sprintf("%s-%d", m.Code, copied), []string{}, ""
			m.MainCode = fmt.Sprintf("%s-%d", m.MainCode, copied)
			m.Name, m.MainName = fmt.Sprintf("%s（%d）", m.Name, copied), fmt.Sprintf("%s（%d）", m.MainName, copied)
			out.Matters = append(out.Matters, &m)
		}
	}
	return &out
}

// AtScale runs the benchmark on the catalogue, ten and a hundred times its matters, as a sub-benchmark named for
// their number. The environment variable BENCH_MATTERS says which numbers; without it the largest is left out,
// which is said.
func AtScale(b *testing.B, catalogue func() (*catalog.Dataset, error), run func(b *testing.B, data *catalog.Dataset)) {
	b.Helper()
	const large = 100
	once, err := catalogue()
	if err != nil {
		b.Fatal(err)
	}
	asked, given := os.LookupEnv("BENCH_MATTERS")
	for _, n := range []int{1, 10, large} {
		name := strconv.Itoa(n * len(once.Matters))
		if given && !slices.Contains(strings.Fields(asked), name) {
			continue
		}
		if n == large && !given {
			fmt.Printf("%s/%s is left out: it takes minutes and gigabytes; BENCH_MATTERS=%s runs it\n", b.Name(), name, name)
			continue // said by hand, because a benchmark that is skipped says nothing
		}
		b.Run(name, func(b *testing.B) {
			data, err := catalogue()
			if err != nil {
				b.Fatal(err)
			}
			for _, r := range data.Records() {
				catalog.FillLists(r)
			}
			run(b, Multiply(data, n))
		})
	}
}
