package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a started server.
type process struct {
	addr    string
	command *exec.Cmd
	ended   chan struct{} // closed when it has
	err     error         // of its end
	took    time.Duration // from its start to the first answer that it was ready
}

// maxRate is the highest rate limit that can be set; nothing here reaches it.
const maxRate = "1000000"

// startServer starts the built server as the product ships: its log as JSON into a file, metrics and rate limit
// on, the limit too high to refuse anything. With plain it starts the same handler without log and limit.
func startServer(ctx context.Context, o options, env ...string) (*process, error) {
	if _, err := os.Stat(o.database); err != nil {
		return nil, err // the server would make one
	}
	if o.plain {
		return startSelf(ctx, o, "plain", "-database", o.database)
	}
	return start(ctx, o, o.server, env, func(addr string) []string {
		return []string{"serve", "--addr", addr, "--database", "sqlite:" + o.database, "--log", "json", "--rate-limit", maxRate}
	})
}

// startSelf starts a subcommand of this program that listens.
func startSelf(ctx context.Context, o options, subcommand string, flags ...string) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return start(ctx, o, self, nil, func(addr string) []string {
		return append([]string{subcommand, "-addr", addr}, flags...)
	})
}

// start starts a program at a free port and waits until it says that it is ready.
func start(ctx context.Context, o options, program string, env []string, args func(addr string) []string) (*process, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &process{addr: l.Addr().String(), ended: make(chan struct{})}
	if err := l.Close(); err != nil {
		return nil, err
	}
	log, err := os.OpenFile(o.logPath(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close() // the process has its own
	p.command = exec.CommandContext(ctx, program, args(p.addr)...)
	p.command.Stderr = log
	p.command.Env = append(os.Environ(), env...)
	p.command.Cancel = func() error { return p.command.Process.Signal(syscall.SIGTERM) }
	begun := time.Now()
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	go func() {
		p.err = p.command.Wait()
		close(p.ended)
	}()
	for {
		c, err := dial(p.addr)
		if err == nil {
			err = c.do(ask("/readyz", ""))
			c.close()
		}
		if err == nil {
			p.took = time.Since(begun)
			return p, nil
		}
		select {
		case <-p.ended:
			text, _ := os.ReadFile(o.logPath()) // for the message only
			return nil, errors.Join(fmt.Errorf("%s did not start: %s", program, text), p.err)
		case <-time.After(time.Millisecond):
		}
	}
}

// stop ends the process.
func (p *process) stop() error {
	_ = p.command.Process.Signal(syscall.SIGTERM) // it may have ended by itself; err tells
	<-p.ended
	return p.err
}

// ticks of the accounting in /proc a second: the same on every Linux.
const ticks = 100

// cpu returns the seconds of CPU that the process has used, user and system, in steps of a tick.
func (p *process) cpu() (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:])) // the 3rd and following, see proc_pid_stat(5)
	user, err := strconv.ParseInt(fields[14-3], 10, 64)
	if err != nil {
		return 0, err
	}
	system, err := strconv.ParseInt(fields[15-3], 10, 64)
	return float64(user+system) / ticks, err
}

// resident returns the bytes of memory that the process has.
func (p *process) resident() (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", p.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	pages, err := strconv.ParseInt(strings.Fields(string(text))[1], 10, 64)
	return float64(pages * int64(os.Getpagesize())), err
}
