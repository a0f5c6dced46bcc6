package main

import (
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
)

// ratios measures the works: seconds of CPU per 1000 requests of the server and of the bare handler, side by side
// and in alternation.
func ratios(ctx context.Context, o options) error {
	data, err := catalogue(o.matters)
	if err != nil {
		return err
	}
	server, err := startServer(ctx, o)
	if err != nil {
		return err
	}
	how := "log, rate limit and metrics on"
	if o.plain {
		how = "no log, no rate limit"
	}
	fmt.Printf("ratios: %d matters, %s, %d connections, %d rounds; CPU of the server in s per 1000 requests\n", o.matters, how, connections, o.rounds)
	fmt.Printf("%-8s %10s %10s   %-22s %s\n", "work", "server", "bare", "ratio (least–most)", "requests a round, server and bare")
	works := makeWorks(data) // the first is detail
	if o.chosen("304") {
		answers, err := fetchAll(server.addr, works[0].requests)
		if err != nil {
			return errors.Join(err, server.stop())
		}
		works = slices.Insert(works, 1, notModified(works[0], answers))
	}
	for _, w := range works {
		if !o.chosen(w.name) {
			continue
		}
		if err := ratio(ctx, o, server, w); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", w.name, err), server.stop())
		}
	}
	return server.stop()
}

// ratio measures one work and prints a line.
func ratio(ctx context.Context, o options, server *process, w work) error {
	if w.optional {
		probe := w.requests[0]
		probe.want = http.StatusNotFound
		if err := send(server.addr, []request{probe}, 1); err == nil {
			fmt.Printf("%-8s skipped: the server has no such route\n", w.name)
			return nil
		}
	}
	answers, err := fetchAll(server.addr, w.requests)
	if err != nil {
		return err
	}
	if first := answers[w.requests[0].uri]; w.compress && first.Encoding != "gzip" {
		fmt.Printf("%-8s skipped: the server does not compress\n", w.name)
		return nil
	}
	for i, r := range w.requests {
		w.requests[i].size = int64(len(answers[r.uri].Body))
	}
	path := filepath.Join(o.folder, w.name)
	if err := save(path, answers); err != nil {
		return err
	}
	bare, err := startSelf(ctx, o, "bare", "-answers", path)
	if err != nil {
		return err
	}
	return errors.Join(alternate(o, w, [2]*process{server, bare}), bare.stop())
}

// alternate measures both sides in turn and prints a line.
func alternate(o options, w work, sides [2]*process) error {
	var (
		counts    [2]int
		costs     [2][]float64 // of each round
		quotients []float64
		err       error
	)
	for i, side := range sides {
		if counts[i], err = calibrate(o, side, w.requests); err != nil {
			return err
		}
	}
	for round := range o.rounds {
		for i := range sides {
			i = (i + round) % 2 // each goes first in turn
			cost, err := measure(o, sides[i], w.requests, counts[i])
			if err != nil {
				return err
			}
			costs[i] = append(costs[i], cost*1000)
		}
		quotients = append(quotients, costs[0][round]/costs[1][round])
	}
	fmt.Printf("%-8s %10.4f %10.4f   %-22s %d, %d\n", w.name, median(costs[0]), median(costs[1]), spread(quotients), counts[0], counts[1])
	return nil
}

func save(path string, answers map[string]answer) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(gob.NewEncoder(f).Encode(answers), f.Close())
}

// measure makes n requests and returns the CPU that the process used for each, in seconds.
func measure(o options, p *process, requests []request, n int) (float64, error) {
	if err := os.Truncate(o.logPath(), 0); err != nil { // a day's log need not be kept
		return 0, err
	}
	before, err := p.cpu()
	if err != nil {
		return 0, err
	}
	if err := send(p.addr, requests, n); err != nil {
		return 0, err
	}
	after, err := p.cpu()
	return (after - before) / float64(n), err
}

// calibrate warms the process up and returns how many requests take about o.cpu seconds of its CPU, so that the
// steps of the accounting do not matter, however dear a request is.
func calibrate(o options, p *process, requests []request) (int, error) {
	for n := 100; ; n *= 4 {
		cost, err := measure(o, p, requests, n)
		if err != nil {
			return 0, err
		}
		if cost*float64(n) > o.cpu/4 {
			return max(100, int(o.cpu/cost)/100*100), nil
		}
	}
}

// median returns the middle value.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	if n := len(sorted); n%2 == 0 {
		return (sorted[n/2-1] + sorted[n/2]) / 2
	}
	return sorted[len(sorted)/2]
}

// spread writes the median, and the least and the most.
func spread(values []float64) string {
	return fmt.Sprintf("%.2f (%.2f–%.2f)", median(values), slices.Min(values), slices.Max(values))
}
