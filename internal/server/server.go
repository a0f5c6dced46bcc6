// Package server puts the doors into one Echo: the order of the middleware, the error handler, health, metrics
// and documents.
package server

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"servicehall/docs"
	"servicehall/internal/httpapi"
	"servicehall/internal/problem"
	"servicehall/internal/search"
	"servicehall/internal/snapshot"
)

// Options of New. The zero values of all but Live work.
type Options struct {
	Live           *snapshot.Live
	Log            *slog.Logger                // nil: nothing is logged
	RateLimit      float64                     // requests a second for one client; 0: no limit
	TrustedProxies []*net.IPNet                // only these are believed in X-Forwarded-For
	MetricsAllow   []*net.IPNet                // who may read /metrics besides loopback
	WorkTime       time.Duration               // how long a request may take inside; 0: 20 seconds
	Draining       <-chan struct{}             // closed when the program is about to stop; nil: never
	Missed         *search.Missed              // counts what was searched for in vain; nil: nobody wants to know
	Sound          func(context.Context) error // proves that the database is sound; nil: nothing to prove
}

// Limits of a request (OWASP API4).
const (
	MaxHeader    = 64 << 10         // bytes of headers that reach the program
	maxBody      = 1 << 20          // bytes of a body
	workTime     = 20 * time.Second // unless Options say otherwise
	headerTime   = 5 * time.Second
	readTime     = 30 * time.Second
	writeTime    = 60 * time.Second
	idleTime     = 120 * time.Second
	healthTimeUp = 5 * time.Second
)

// New returns the handler of every request.
func New(o Options) *echo.Echo {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = clientAddress(o.TrustedProxies)
	e.HTTPErrorHandler = refuse
	m := newMetrics(o.Live)
	e.Use(observe(o.Log, m), secure, limitRate(o.RateLimit), limitWork(cmp.Or(o.WorkTime, workTime)))

	httpapi.New(o.Live, o.Draining, func(text string) {
		m.missed.Inc()
		if o.Missed != nil {
			o.Missed.Add(text)
		}
	}).Register(e.Group(httpapi.Base))
	get := func(path string, h echo.HandlerFunc) { e.Match([]string{http.MethodGet, http.MethodHead}, path, h) }
	get("/", func(c echo.Context) error { return c.Redirect(http.StatusFound, "/docs/") })
	get("/healthz", func(c echo.Context) error { return c.String(http.StatusOK, "ok\n") })
	get("/readyz", ready(o))
	get("/metrics", m.handler(o.MetricsAllow))
	get("/openapi.json", newAsset("openapi.json", docs.OpenAPI()).serve)
	get("/swagger.json", newAsset("swagger.json", docs.Swagger()).serve)
	get("/docs", func(c echo.Context) error { return c.Redirect(http.StatusFound, "/docs/") })
	get("/docs/*", browse(docs.Browser()))
	return e
}

// HTTP returns a server with every time limit set, for the handler of New.
func HTTP(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: h, MaxHeaderBytes: MaxHeader, DisableGeneralOptionsHandler: true,
		ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// ready says whether requests can be answered: the catalogue is loaded and the database sound.
func ready(o Options) echo.HandlerFunc {
	return func(c echo.Context) error {
		if o.Live.Current() == nil {
			return &problem.NotReady{Detail: "目录还没有载入"}
		}
		if o.Sound != nil {
			ctx, cancel := context.WithTimeout(c.Request().Context(), healthTimeUp)
			defer cancel()
			if err := o.Sound(ctx); err != nil {
				return errors.Join(&problem.NotReady{Detail: "数据库不能正常读取，请查看日志"}, err)
			}
		}
		return c.String(http.StatusOK, "ready\n")
	}
}
