package search

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Trial is a query whose right answer is known: a document whose name holds one of the texts.
type Trial struct {
	Query  string
	Kind   string // of query, such as pinyin-initials
	Expect []string
}

// ReadTrials reads a CSV file with the columns query, kind and expect_any, the last with | between the texts.
func ReadTrials(r io.Reader) ([]Trial, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("trials: %w", err)
	}
	if len(rows) == 0 || !slices.Equal(rows[0], []string{"query", "kind", "expect_any"}) {
		return nil, fmt.Errorf("trials: the first line is not query,kind,expect_any")
	}
	trials := make([]Trial, 0, len(rows)-1)
	for _, row := range rows[1:] {
		trials = append(trials, Trial{Query: row[0], Kind: row[1], Expect: strings.Split(row[2], "|")})
	}
	return trials, nil
}

// Quality is how well trials were answered, each number a share of the trials.
type Quality struct {
	Trials   int
	HitAt1   float64 // the first name is a right one
	HitAt5   float64 // one of the first five
	MRRAt10  float64 // mean of 1 divided by the place of the first right name, 0 beyond the tenth
	NoResult float64 // nothing was found
}

// Measure runs the trials: find returns the names found for a query, best first. The result has an entry for each
// kind and one with the key "" for all together.
func Measure(trials []Trial, find func(query string) []string) map[string]Quality {
	sums := map[string]Quality{}
	for _, t := range trials {
		names := find(t.Query)
		for _, kind := range []string{"", t.Kind} {
			sums[kind] = sums[kind].with(t.rank(names), len(names))
		}
	}
	for kind, q := range sums {
		n := float64(q.Trials)
		sums[kind] = Quality{q.Trials, q.HitAt1 / n, q.HitAt5 / n, q.MRRAt10 / n, q.NoResult / n}
	}
	return sums
}

// with adds a trial whose right answer was found at the given place (0: not at all) among so many names.
func (q Quality) with(rank, names int) Quality {
	q.Trials++
	if names == 0 {
		q.NoResult++
	}
	if rank == 1 {
		q.HitAt1++
	}
	if rank >= 1 && rank <= 5 {
		q.HitAt5++
	}
	if rank >= 1 && rank <= 10 {
		q.MRRAt10 += 1 / float64(rank)
	}
	return q
}

// rank is the place of the first right name, counted from 1, or 0 where there is none.
func (t Trial) rank(names []string) int {
	return 1 + slices.IndexFunc(names, func(name string) bool {
		return slices.ContainsFunc(t.Expect, func(text string) bool { return strings.Contains(name, text) })
	})
}
