package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"time"

	"servicehall/internal/catalog"
)

// visible measures the time from a publication's commit by another process to its first answer through HTTP. In
// it is the wait for the watcher's next look, 0 to 250 ms.
func visible(ctx context.Context, o options) error {
	server, err := startServer(ctx, o)
	if err != nil {
		return err
	}
	var times []float64
	err = func() error {
		p, err := newPublisher(ctx, o)
		if err != nil {
			return err
		}
		c, err := dial(server.addr)
		if err != nil {
			return errors.Join(err, p.db.Close())
		}
		defer c.close()
		const most = 30
		for end := time.Now().Add(time.Minute); len(times) < most && time.Now().Before(end); {
			time.Sleep(time.Duration(rand.IntN(250)) * time.Millisecond) // in no step with the watcher
			var took time.Duration
			if took, err = untilSeen(ctx, p, c); err != nil {
				break
			}
			times = append(times, milliseconds(took))
		}
		return errors.Join(err, p.db.Close())
	}()
	if err == nil {
		fmt.Printf("visible: %d matters, %d publications, from commit to HTTP: %s ms, up to 250 of them the watcher's\n", o.matters, len(times), spread(times))
	}
	return errors.Join(err, server.stop())
}

func untilSeen(ctx context.Context, p *publisher, c *client) (time.Duration, error) {
	var at catalog.Revision
	at, err := p.next(ctx)
	committed := time.Now()
	for err == nil {
		var now int64
		if now, err = c.revision(); now >= at.Number {
			return time.Since(committed), err
		}
		time.Sleep(time.Millisecond)
	}
	return 0, err
}

// readyTimes measures the time from the start of the program on an existing database to its first ready answer.
func readyTimes(ctx context.Context, o options) error {
	var times []float64
	for range o.rounds {
		server, err := startServer(ctx, o)
		if err != nil {
			return err
		}
		if err := server.stop(); err != nil {
			return err
		}
		times = append(times, server.took.Seconds())
	}
	fmt.Printf("ready: %d matters, %d starts: %s s\n", o.matters, o.rounds, spread(times))
	return nil
}

// memory measures what a matter takes: resident memory as the product runs, and the live heap after a collection,
// both after the start and after every guide was asked for once.
func memory(ctx context.Context, o options) error {
	data, err := catalogue(o.matters)
	if err != nil {
		return err
	}
	all := make([]request, len(data.Matters))
	for i, m := range data.Matters {
		all[i] = detail(m)
	}
	for _, heap := range []bool{false, true} {
		var env []string
		what, look := "resident", (*process).resident
		if heap {
			env = []string{"GOGC=" + strconv.Itoa(collectOften)}
			what, look = "live heap", (*process).live
		}
		server, err := startServer(ctx, o, env...)
		if err != nil {
			return err
		}
		var asked float64
		started, err := look(server)
		if err == nil {
			err = send(server.addr, all, len(all))
		}
		if err == nil {
			asked, err = look(server)
		}
		if err := errors.Join(err, server.stop()); err != nil {
			return err
		}
		per := 1024 * float64(o.matters)
		fmt.Printf("memory: %d matters, %s: %.1f KB a matter after the start, %.1f after every guide was asked for\n", o.matters, what, started/per, asked/per)
	}
	return nil
}

// collectOften is the GOGC that makes the live heap visible: the goal of the next collection is then a tenth above
// what the last one left, and soon reached.
const collectOften = 10

var (
	goal        = regexp.MustCompile(`(?m)^go_memstats_next_gc_bytes (\S+)$`)
	collections = regexp.MustCompile(`(?m)^go_gc_duration_seconds_count (\S+)$`)
)

// live returns the bytes of heap that two collections from now left, stacks and globals included. The process must
// run with GOGC=collectOften.
func (p *process) live() (float64, error) {
	c, err := dial(p.addr)
	if err != nil {
		return 0, err
	}
	defer c.close()
	for first := -1.0; ; { // asking makes the garbage that brings the next collection
		shown, _, err := c.fetch(ask("/metrics", ""))
		if err != nil {
			return 0, err
		}
		values := [2]float64{}
		for i, form := range []*regexp.Regexp{goal, collections} {
			found := form.FindSubmatch(shown.Body)
			if found == nil {
				return 0, fmt.Errorf("/metrics has no %s", form)
			}
			if values[i], err = strconv.ParseFloat(string(found[1]), 64); err != nil {
				return 0, err
			}
		}
		if first < 0 {
			first = values[1]
		}
		if values[1] >= first+2 {
			return values[0] / (1 + collectOften/100.0), nil
		}
	}
}
