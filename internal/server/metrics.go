package server

import (
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"servicehall/internal/snapshot"
)

// metrics is what /metrics shows.
type metrics struct {
	registry *prometheus.Registry
	took     *prometheus.HistogramVec
	missed   prometheus.Counter
}

func newMetrics(live *snapshot.Live) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "hall_http_request_duration_seconds", Help: "Time from the reading of a request's headers to its answer.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .5, 1, 5},
		}, []string{"route", "method", "status"}),
	}
	m.missed = prometheus.NewCounter(prometheus.CounterOpts{Name: "hall_search_without_result_total", Help: "Searches without a result."})
	revision := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "hall_catalogue_revision", Help: "Revision of the published catalogue."}, func() float64 {
		if view := live.Current(); view != nil {
			return float64(view.Revision.Number)
		}
		return 0
	})
	m.registry.MustRegister(m.took, m.missed, revision, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// observe counts an answer under its route; what no route takes is one series, so that nobody can make
// series without end.
func (m *metrics) observe(c echo.Context, status int, took time.Duration) {
	route, method := c.Path(), c.Request().Method
	if route == "" {
		route = "none"
	}
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete, http.MethodOptions:
	default:
		method = "other"
	}
	m.took.WithLabelValues(route, method, strconv.Itoa(status)).Observe(took.Seconds())
}

// handler shows the metrics to the allowed networks and to this machine. A request that a proxy on this machine
// forwarded is not one of this machine's.
func (m *metrics) handler(allow []*net.IPNet) echo.HandlerFunc {
	show := promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
	return func(c echo.Context) error {
		ip := net.ParseIP(c.RealIP())
		r := c.Request()
		peer, _, _ := net.SplitHostPort(r.RemoteAddr)
		allowed := net.ParseIP(peer).IsLoopback() && r.Header.Get(echo.HeaderXForwardedFor) == "" && r.Header.Get("Forwarded") == ""
		for _, network := range allow {
			allowed = allowed || network.Contains(ip)
		}
		if !allowed {
			return echo.ErrForbidden
		}
		show.ServeHTTP(c.Response(), c.Request())
		return nil
	}
}
