// Command eval asks a running server the queries of files, prints how well they were answered by kind of query, and
// fails below the floors.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"time"

	"servicehall/internal/search"
)

func main() {
	base := flag.String("server", "http://127.0.0.1:8080", "address of the server")
	kind := flag.String("kind", "matter", "kind of record that is scored: matter or bundle; the others are left out first")
	hit1 := flag.Float64("hit1", 0, "least share of all queries whose first answer is right")
	hit5 := flag.Float64("hit5", 0, "least share with a right one among the first five")
	mrr := flag.Float64("mrr", 0, "least mean reciprocal rank")
	none := flag.Float64("none", 1, "most without any result")
	kindHit5 := flag.Float64("kind-hit5", 0, "least hit@5 of every kind of query")
	flag.Parse()
	for _, file := range flag.Args() {
		if err := evaluate(file, *base, *kind, func(all, worst search.Quality) error {
			if all.HitAt1 < *hit1 || all.HitAt5 < *hit5 || all.MRRAt10 < *mrr || all.NoResult > *none || worst.HitAt5 < *kindHit5 {
				return errors.New("below the floor")
			}
			return nil
		}); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", file, err)
			os.Exit(1)
		}
	}
}

// evaluate asks every query of a file; holds says whether all of them together and the worst kind are good enough.
func evaluate(file, base, kind string, holds func(all, worst search.Quality) error) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	trials, err := search.ReadTrials(f)
	if err != nil {
		return err
	}
	var took []time.Duration
	var failed error
	quality := search.Measure(trials, func(query string) []string {
		start := time.Now()
		names, err := ask(base, kind, query)
		took = append(took, time.Since(start))
		failed = errors.Join(failed, err)
		return names
	})
	if failed != nil {
		return failed
	}
	slices.Sort(took)
	fmt.Printf("%s, %ss: p50 %s, p99 %s\n%-16s %7s %6s %6s %6s %9s\n", file, kind, took[len(took)/2].Round(10*time.Microsecond), took[len(took)*99/100].Round(10*time.Microsecond), "kind", "queries", "hit@1", "hit@5", "MRR@10", "no result")
	all, worst := quality[""], search.Quality{HitAt5: 1}
	for _, name := range append(slices.Sorted(maps.Keys(quality))[1:], "") {
		q := quality[name]
		if q.HitAt5 < worst.HitAt5 {
			worst = q
		}
		if name == "" {
			name = "all"
		}
		fmt.Printf("%-16s %7d %6.3f %6.3f %6.3f %9.3f\n", name, q.Trials, q.HitAt1, q.HitAt5, q.MRRAt10, q.NoResult)
	}
	return holds(all, worst)
}

// ask returns the names of one kind that a query finds, best first.
func ask(base, kind, query string) ([]string, error) {
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, base+"/api/v1/search?limit=50&q="+url.QueryEscape(query), http.NoBody)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%q: status %d", query, response.StatusCode)
	}
	var answer struct {
		Items []struct{ Kind, Name string }
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, fmt.Errorf("%q: %w", query, err)
	}
	var names []string
	for _, i := range answer.Items {
		if i.Kind == kind {
			names = append(names, i.Name)
		}
	}
	return names, nil
}
