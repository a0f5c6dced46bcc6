package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// latency measures how long details take at a fixed, moderate rate, in rounds that alternate between quiet and a
// publication every 100 milliseconds by another process.
func latency(ctx context.Context, o options) error {
	data, err := catalogue(o.matters)
	if err != nil {
		return err
	}
	requests := makeWorks(data)[0].requests
	server, err := startServer(ctx, o)
	if err != nil {
		return err
	}
	fmt.Printf("latency: %d matters, details at %d/s for %d s, %d rounds; ms, median of the rounds (least–most)\n", o.matters, o.rate, o.seconds, o.rounds)
	var p50, p99 [2][]float64
	var published int64
	err = func() error {
		for range o.rounds {
			for i := range p50 {
				before, err := revision(server.addr)
				if err != nil {
					return err
				}
				stop := func() error { return nil }
				if i == 1 {
					if stop, err = startPublishing(ctx, o); err != nil {
						return err
					}
				}
				times, err := paced(o, server.addr, requests)
				if err := errors.Join(err, stop()); err != nil {
					return err
				}
				slices.Sort(times)
				p50[i] = append(p50[i], milliseconds(times[len(times)/2]))
				p99[i] = append(p99[i], milliseconds(times[len(times)*99/100]))
				after, err := revision(server.addr)
				if err != nil {
					return err
				}
				published += after - before
				if i == 1 && after == before {
					fmt.Println("latency: no publication became visible within a round")
				}
			}
		}
		return nil
	}()
	if err == nil {
		for i, name := range []string{"quiet", "publishing"} {
			fmt.Printf("%-10s p50 %-22s p99 %s\n", name, spread(p50[i]), spread(p99[i]))
		}
		fmt.Printf("p99 publishing : quiet = %.2f; revision rose by %d\n", median(p99[1])/median(p99[0]), published)
	}
	return errors.Join(err, server.stop())
}

// startPublishing starts another process that publishes, and returns what stops it.
func startPublishing(ctx context.Context, o options) (stop func() error, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := exec.CommandContext(ctx, self, "publish", "-database", o.database)
	c.Stderr = os.Stderr
	if err := c.Start(); err != nil {
		return nil, err
	}
	return func() error { return errors.Join(c.Process.Signal(syscall.SIGTERM), c.Wait()) }, nil
}

// paced makes requests at the rate and returns how long each took. One that had to wait because answers before it
// were late counts from the moment at which it was due.
func paced(o options, addr string, requests []request) ([]time.Duration, error) {
	interval := connections * time.Second / time.Duration(o.rate) // of one connection
	times := make([][]time.Duration, connections)
	begun := time.Now().Add(100 * time.Millisecond)
	err := each(addr, func(number int, c *client) error {
		due := begun.Add(interval * time.Duration(number) / connections)
		for i := number; due.Sub(begun) < time.Duration(o.seconds)*time.Second; i += connections {
			from := due
			if wait := time.Until(due); wait > 0 {
				time.Sleep(wait)
				from = time.Now() // the timer's own lateness is not the server's
			}
			if err := c.do(requests[i%len(requests)]); err != nil {
				return err
			}
			times[number] = append(times[number], time.Since(from))
			due = due.Add(interval)
		}
		return nil
	})
	return slices.Concat(times...), err
}

// revision asks the server where its catalogue stands.
func revision(addr string) (int64, error) {
	c, err := dial(addr)
	if err != nil {
		return 0, err
	}
	defer c.close()
	return c.revision()
}

func (c *client) revision() (int64, error) {
	_, headers, err := c.fetch(ask(base+"/zones?pageSize=1", ""))
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(headers.Get("X-Catalogue-Revision"), 10, 64)
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
