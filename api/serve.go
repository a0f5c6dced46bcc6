package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"

	"servicehall/internal/catalog"
	"servicehall/internal/demo"
	"servicehall/internal/editing"
	"servicehall/internal/search"
	"servicehall/internal/server"
	"servicehall/internal/snapshot"
	"servicehall/internal/store"
)

// system is the account of what the program does by itself.
const system = "system"

const (
	drainTime = 8 * time.Second        // for requests under way when the program is asked to stop
	watchTime = 250 * time.Millisecond // between looks at the revision, for changes of another process

	keepChanges = 90 * 24 * time.Hour // the log of changes
)

// serve answers requests until it is told to stop.
func serve(ctx context.Context, c *call) error {
	log, flush := newLog(c.config.LogFormat, c.stderr)
	defer flush()
	listener, err := net.Listen("tcp", c.config.Addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s 已被占用，请停下占用它的程序，或者用 --addr 换一个端口", c.config.Addr)
	}
	if err != nil {
		return fmt.Errorf("不能监听 %s，请用 --addr 换一个：%w", c.config.Addr, err)
	}
	defer listener.Close() // closing it a second time, after the server has, does no harm
	live, missed := &snapshot.Live{}, &search.Missed{}
	var db *store.Store // set before anything is live
	web := server.HTTP(server.New(server.Options{
		Live: live, Draining: ctx.Done(), Missed: missed, Log: log, RateLimit: c.config.RateLimit, TrustedProxies: c.config.TrustedProxies, MetricsAllow: c.config.MetricsAllow,
		Sound: func(ctx context.Context) error { return sound(ctx, db, live) },
	}), log)
	served := make(chan error, 1)
	go func() { served <- web.Serve(listener) }() // who asks before the catalogue is loaded is told so
	db, err = store.Open(ctx, c.config.Database, store.Options{Create: true, Demonstration: !c.config.Empty})
	if err == nil {
		defer func() {
			if err := db.Close(); err != nil {
				log.Error("close the database", slog.Any("error", err))
			}
		}()
		err = load(ctx, c, db, live)
	}
	if err != nil {
		if closeErr := web.Close(); closeErr != nil {
			log.Error("close the server", slog.Any("error", closeErr))
		}
		if ctx.Err() != nil && errors.Is(err, context.Canceled) {
			return nil // told to stop while it was starting
		}
		return err
	}
	watching, stopWatching := context.WithCancel(ctx)
	var background sync.WaitGroup
	background.Go(func() { watch(watching, db, live, log) })
	background.Go(func() { daily(watching, func() { prune(watching, db, log) }, func() { tell(missed, log) }) })
	background.Go(func() { live.Current().Index() }) // or the first search would wait for it
	addresses(c, listener.Addr())
	err = untilStopped(ctx, web, served, log)
	stopWatching()
	background.Wait()
	if err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("服务停止：%w", err)
	}
	return nil
}

// load makes the catalogue live, with the demonstration where the database waits for it.
func load(ctx context.Context, c *call, db *store.Store, live *snapshot.Live) error {
	if !c.config.Empty {
		if err := loadDemonstration(ctx, db, c.stdout); err != nil {
			return err
		}
	}
	if err := db.Check(ctx); err != nil {
		return fmt.Errorf("数据库不完好，请用备份恢复：%w", err)
	}
	return follow(ctx, db, live)
}

// untilStopped waits until the server ends or is to end, and lets it answer what is under way.
func untilStopped(ctx context.Context, web *http.Server, served <-chan error, log *slog.Logger) error {
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	err := web.Shutdown(drain)
	if errors.Is(err, context.DeadlineExceeded) {
		log.Warn("requests cut off, they took too long to end", slog.Duration("waited", drainTime))
		err = web.Close()
	}
	return err
}

// follow takes in what the database has beyond the live view: only what was published since, or everything the first
// time and after the catalogue began anew.
func follow(ctx context.Context, db *store.Store, live *snapshot.Live) error {
	at, err := db.Revision(ctx)
	if err != nil {
		return err
	}
	return live.Update(func(current *snapshot.View) (*snapshot.View, error) {
		if current == nil || current.Revision.Epoch != at.Epoch {
			data, log, at, err := db.Since(ctx, 0)
			if err != nil {
				return nil, err
			}
			return snapshot.Build(data, at, log), nil
		}
		switch after := current.Revision.Number; {
		case at.Number < after:
			return nil, errWentBack
		case at.Number == after:
			return nil, nil
		default:
			data, log, at, err := db.Since(ctx, after)
			if err != nil {
				return nil, err
			}
			return current.With(data, at, log), nil
		}
	})
}

func addresses(c *call, addr net.Addr) {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		host, port = addr.String(), ""
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	at := "http://" + net.JoinHostPort(host, port)
	fmt.Fprintf(c.stdout, "目录服务已启动：\n  接口文档  %s/docs/\n  事项列表  %s/api/v1/matters\n  统计      %s/api/v1/stats\n", at, at, at)
}

// loadDemonstration publishes the demonstration catalogue into a database that was made for it. One whose first
// start was cut short still waits for it.
func loadDemonstration(ctx context.Context, db *store.Store, stdout io.Writer) error {
	awaits, err := db.AwaitsDemonstration(ctx)
	if err != nil || !awaits {
		return err
	}
	data, err := demo.Dataset()
	if err != nil {
		return err
	}
	_, err = editing.New(db).Publish(ctx, data, catalog.Publication{Account: system, Note: "装入演示目录"})
	if errors.Is(err, catalog.ErrConflict) {
		if awaits, stillErr := db.AwaitsDemonstration(ctx); stillErr == nil && !awaits {
			return nil // another process, started at the same time, was first
		}
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(stdout, "新建了数据库，并装入了演示目录：除总数和事项名称外均为示意，不是任何县的真实数据。用 demo clear 可以全部撤下。")
	return nil
}

// sound says whether the database can be read and stands where the live view does, or further.
func sound(ctx context.Context, db *store.Store, live *snapshot.Live) error {
	at, err := db.Revision(ctx)
	if err != nil {
		return err
	}
	if current := live.Current().Revision; at.Epoch == current.Epoch && at.Number < current.Number {
		return errWentBack
	}
	return nil
}

// errWentBack says that the database was exchanged for an older state of itself under the running server.
var errWentBack = errors.New("the database has gone back to an older revision; restart the server")

// daily does its jobs at the start and once a day, and the last of them at the end too.
func daily(ctx context.Context, jobs ...func()) {
	ticker := time.NewTicker(24 * time.Hour)
	defer ticker.Stop()
	for {
		for _, job := range jobs {
			job()
		}
		select {
		case <-ctx.Done():
			jobs[len(jobs)-1]()
			return
		case <-ticker.C:
		}
	}
}

// prune forgets old rows of the log of changes.
func prune(ctx context.Context, db *store.Store, log *slog.Logger) {
	pruned, err := db.PruneChanges(ctx, time.Now().Add(-keepChanges))
	switch {
	case err != nil && ctx.Err() == nil:
		log.Error("the log of changes cannot be pruned", slog.Any("error", err))
	case pruned > 0:
		log.Info("the log of changes is pruned", slog.Int64("rows", pruned))
	}
}

// tell logs what was searched for in vain most often, for those who keep the thesaurus.
func tell(missed *search.Missed, log *slog.Logger) {
	const most = 20
	for _, m := range missed.Take(most) {
		log.Info("searched for in vain", slog.String("text", m.Text), slog.Int("times", m.Times))
	}
}

// watch looks at the revision four times a second, so that what another process publishes is served within a
// second. A look that fails is logged when it begins to fail and when it works again, not each time.
func watch(ctx context.Context, db *store.Store, live *snapshot.Live, log *slog.Logger) {
	ticker := time.NewTicker(watchTime)
	defer ticker.Stop()
	failing := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		err := follow(ctx, db, live)
		if ctx.Err() != nil {
			return
		}
		switch {
		case err != nil && !failing:
			log.Error("the database cannot be followed", slog.Any("error", err))
		case err == nil && failing:
			log.Info("the database is followed again")
		}
		failing = err != nil
	}
}
