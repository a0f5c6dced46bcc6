package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"servicehall/internal/catalog"
	"servicehall/internal/demo"
	"servicehall/internal/editing"
	"servicehall/internal/server"
	"servicehall/internal/snapshot"
	"servicehall/internal/store"
)

// system is the account of what the program does by itself.
const system = "system"

const (
	drainTime = 10 * time.Second       // for requests under way when the program is asked to stop
	watchTime = 250 * time.Millisecond // between looks at the revision, for changes of another process
)

// serve answers requests until it is told to stop.
func serve(ctx context.Context, c *call) error {
	if len(c.args) > 0 {
		return fmt.Errorf("%w：serve 没有参数 %q", errUsage, c.args[0])
	}
	log := logger(c)
	db, err := store.Open(ctx, c.config.Database, store.Options{Create: true})
	if err != nil {
		return err
	}
	defer func() {
		if err := db.Close(); err != nil {
			log.Error("close the database", slog.Any("error", err))
		}
	}()
	if db.Created() && !c.config.Empty {
		if err := loadDemonstration(ctx, db); err != nil {
			return err
		}
		fmt.Fprintln(c.stdout, "新建了数据库，并装入了演示目录：除总数和事项名称外均为示意，不是任何县的真实数据。用 demo clear 可以全部撤下。")
	}
	if err := db.Check(ctx); err != nil {
		return fmt.Errorf("数据库不完好，请用备份恢复：%w", err)
	}
	live := &snapshot.Live{}
	if err := refresh(ctx, db, live); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.config.Addr)
	if err != nil {
		return fmt.Errorf("不能监听 %s，它可能已被占用：%w", c.config.Addr, err)
	}
	handler := server.New(server.Options{
		Live: live, Log: log, RateLimit: c.config.RateLimit, TrustedProxies: c.config.TrustedProxies, MetricsAllow: c.config.MetricsAllow,
		Sound: func(ctx context.Context) error { _, err := db.Revision(ctx); return err },
	})
	web := server.HTTP(handler)
	watching, stopWatching := context.WithCancel(ctx)
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		watch(watching, db, live, log)
	}()
	served := make(chan error, 1)
	go func() { served <- web.Serve(listener) }()
	addresses(c, listener.Addr())
	select {
	case err = <-served:
	case <-ctx.Done():
		drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
		err = web.Shutdown(drain)
		cancel()
	}
	stopWatching()
	<-watched
	if err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("服务停止：%w", err)
	}
	return nil
}

func logger(c *call) *slog.Logger {
	if c.config.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(c.stderr, nil))
	}
	return slog.New(slog.NewTextHandler(c.stderr, nil))
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

func loadDemonstration(ctx context.Context, db *store.Store) error {
	data, err := demo.Dataset()
	if err != nil {
		return err
	}
	_, err = editing.New(db).Publish(ctx, data, catalog.Publication{Account: system, Note: "装入演示目录"})
	return err
}

// refresh builds a view of what the database holds and puts it in place.
func refresh(ctx context.Context, db *store.Store, live *snapshot.Live) error {
	data, at, err := db.Load(ctx)
	if err != nil {
		return err
	}
	live.Swap(snapshot.Build(data, at))
	return nil
}

// watch looks at the revision four times a second, so that what another process publishes is served within a
// second. A look that fails is logged when it begins to fail, not each time.
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
		at, err := db.Revision(ctx)
		if current := live.Current().Revision; err == nil && (at.Number != current.Number || at.Epoch != current.Epoch) {
			err = refresh(ctx, db, live)
		}
		if err != nil && !failing && ctx.Err() == nil {
			log.Error("follow the database", slog.Any("error", err))
		}
		failing = err != nil
	}
}
