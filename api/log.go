package main

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"time"
)

// Bounds of what the log holds back.
const (
	logBytes = 64 << 10
	logTime  = 100 * time.Millisecond
)

// newLog returns the program's log and what writes the rest of it at the end. Lines go out together a few times a
// second, so that an access line costs no system call and nobody waits for the disk; a warning or an error goes out
// at once, with all lines before it.
func newLog(format string, to io.Writer) (log *slog.Logger, flush func()) {
	b := &logBuffer{to: to}
	var handler slog.Handler = slog.NewTextHandler(b, nil)
	if format == "json" {
		handler = slog.NewJSONHandler(b, nil)
	}
	return slog.New(&promptHandler{Handler: handler, buffer: b}), b.flush
}

// logBuffer gathers lines. Its first line sets the timer that writes them all.
type logBuffer struct {
	mutex sync.Mutex
	lines []byte
	to    io.Writer
}

// Write takes a line in; it never fails, as nobody could be told.
func (b *logBuffer) Write(line []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if len(b.lines) == 0 {
		time.AfterFunc(logTime, b.flush)
	}
	if b.lines = append(b.lines, line...); len(b.lines) >= logBytes {
		b.write()
	}
	return len(line), nil
}

func (b *logBuffer) flush() {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.write()
}

func (b *logBuffer) write() {
	if len(b.lines) == 0 {
		return
	}
	_, _ = b.to.Write(b.lines)
	b.lines = b.lines[:0]
}

// promptHandler writes what matters at once.
type promptHandler struct {
	slog.Handler
	buffer *logBuffer
}

// Handle handles the record and, from warnings on, writes everything.
func (h *promptHandler) Handle(ctx context.Context, r slog.Record) error {
	err := h.Handler.Handle(ctx, r)
	if r.Level >= slog.LevelWarn {
		h.buffer.flush()
	}
	return err
}

// WithAttrs returns a handler with the attributes.
func (h *promptHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &promptHandler{Handler: h.Handler.WithAttrs(attrs), buffer: h.buffer}
}

// WithGroup returns a handler with the group.
func (h *promptHandler) WithGroup(name string) slog.Handler {
	return &promptHandler{Handler: h.Handler.WithGroup(name), buffer: h.buffer}
}
