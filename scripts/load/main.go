// Command load measures the built server: what its answers cost beside a bare Echo handler that writes the same
// bytes, and what publications, starts and memory cost. scripts/bench runs it; it is no part of the product.
//
// Usage: go run ./scripts/load SUBCOMMAND [FLAGS], where fill makes a database for the others.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"servicehall/internal/catalog"
	"servicehall/internal/demo"
	"servicehall/internal/testkit"
)

// options are the flags; each subcommand uses some of them.
type options struct {
	server   string // path of the built server
	database string // path of a database that fill has made
	matters  int    // how many it has
	folder   string // for temporary files
	addr     string // bare, plain: to listen at
	answers  string // bare: path of the answers
	works    string // ratios: names, separated by commas; empty for all
	plain    bool   // ratios: without log and rate limit
	rounds   int
	cpu      float64 // ratios: seconds of CPU that a round takes from each side, about
	rate     int     // latency: requests a second
	seconds  int     // latency: of each round
}

func subcommands() map[string]func(context.Context, options) error {
	return map[string]func(context.Context, options) error{
		"fill": fill, "ratios": ratios, "latency": latency, "visible": visible, "ready": readyTimes, "memory": memory,
		"bare": bare, "plain": plain, "publish": publish, // these are started by the others
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 || subcommands()[args[0]] == nil {
		return fmt.Errorf("usage: load fill|ratios|latency|visible|ready|memory [flags]")
	}
	o := options{}
	flags := flag.NewFlagSet(args[0], flag.ExitOnError)
	flags.StringVar(&o.server, "server", "", "`path` of the built server (go build ./api)")
	flags.StringVar(&o.database, "database", "", "`path` of a database that fill has made")
	flags.IntVar(&o.matters, "matters", 1733, "how many matters it has")
	flags.StringVar(&o.addr, "addr", "", "bare, plain: where to listen")
	flags.StringVar(&o.answers, "answers", "", "bare: path of the answers")
	flags.StringVar(&o.works, "works", "", "ratios: `names` of works, separated by commas; all when empty")
	flags.BoolVar(&o.plain, "plain", false, "ratios: without log and rate limit")
	flags.IntVar(&o.rounds, "rounds", 5, "ratios, latency, ready: rounds, alternating where there are two sides")
	flags.Float64Var(&o.cpu, "cpu", 2, "ratios: `seconds` of CPU that a round takes from each side, about")
	flags.IntVar(&o.rate, "rate", 300, "latency: requests a second")
	flags.IntVar(&o.seconds, "seconds", 10, "latency: seconds of a round")
	err := flags.Parse(args[1:])
	if err != nil {
		return err
	}
	if o.folder, err = os.MkdirTemp("", "load-*"); err != nil {
		return err
	}
	return errors.Join(subcommands()[args[0]](ctx, o), os.RemoveAll(o.folder))
}

// catalogue returns the demonstration catalogue multiplied to the number of matters.
func catalogue(matters int) (*catalog.Dataset, error) {
	data, err := demo.Dataset()
	if err != nil {
		return nil, err
	}
	if n := len(data.Matters); matters < n || matters%n != 0 {
		return nil, fmt.Errorf("%d matters are no multiple of the demonstration catalogue's %d", matters, n)
	}
	return testkit.Multiply(data, matters/len(data.Matters)), nil
}

// logPath is where a started server logs.
func (o options) logPath() string { return filepath.Join(o.folder, "log") }

func (o options) chosen(name string) bool {
	return o.works == "" || strings.Contains(","+o.works+",", ","+name+",")
}
