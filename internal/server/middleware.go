package server

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"net/http"
	"net/netip"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"

	"servicehall/internal/httpapi"
	"servicehall/internal/problem"
)

// clientAddress returns the one extractor of the client's address: X-Forwarded-For is believed only from
// trusted proxies, and only as far back as they reach; without any it is the peer's own.
func clientAddress(trusted []*net.IPNet) echo.IPExtractor {
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, network := range trusted {
		options = append(options, echo.TrustIPRange(network))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

var requestIDForm = regexp.MustCompile(`^[0-9A-Za-z_-]{8,64}$`)

// requestID takes over a well-formed id that the client or a proxy sent, or makes one.
func requestID(r *http.Request) string {
	if id := r.Header.Get(echo.HeaderXRequestID); requestIDForm.MatchString(id) {
		return id
	}
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// statusClientGone is logged for a client that went away before it was answered; it is never sent.
const statusClientGone = 499

// observe gives the request an id, catches panics, and logs and measures the answer.
func observe(log *slog.Logger, m *metrics) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			start := time.Now()
			id := requestID(c.Request())
			c.Response().Header().Set(echo.HeaderXRequestID, id)
			err := protect(next, c)
			switch {
			case errors.Is(err, context.Canceled) && c.Request().Context().Err() != nil:
				c.Response().Status = statusClientGone // nobody is left to be told
			case err != nil:
				c.Error(err)
			}
			status, took := c.Response().Status, time.Since(start)
			m.observe(c, status, took)
			level := slog.LevelInfo
			if status >= http.StatusInternalServerError {
				level = slog.LevelError
			}
			if !log.Enabled(c.Request().Context(), level) {
				return nil
			}
			attrs := []slog.Attr{
				slog.String("id", id), slog.String("address", c.RealIP()), slog.String("method", c.Request().Method),
				slog.String("path", c.Request().URL.RequestURI()), slog.Int("status", status),
				slog.Int64("bytes", c.Response().Size), slog.Duration("took", took),
			}
			if err != nil && status >= http.StatusInternalServerError {
				attrs = append(attrs, slog.Any("error", err))
			}
			log.LogAttrs(c.Request().Context(), level, "request", attrs...)
			return nil
		}
	}
}

// protect turns a panic into an error with its stack, for the log only.
func protect(next echo.HandlerFunc, c echo.Context) (err error) {
	defer func() {
		if r := recover(); r != nil {
			if r == http.ErrAbortHandler { //nolint:errorlint // the standard library compares it so
				panic(r)
			}
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return next(c)
}

// limitRate lets one client make so many requests a second, and twice as many in a burst. Its table stands
// outside of func(next), which Echo calls again for every request.
func limitRate(perSecond float64) echo.MiddlewareFunc {
	if perSecond <= 0 {
		return func(next echo.HandlerFunc) echo.HandlerFunc { return next }
	}
	clients := middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
		Rate: rate.Limit(perSecond), Burst: max(1, int(perSecond*2)), ExpiresIn: time.Minute,
	})
	wait := strconv.Itoa(int(math.Ceil(1 / perSecond)))
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if strings.HasSuffix(c.Path(), "/healthz") || strings.HasSuffix(c.Path(), "/readyz") {
				return next(c) // whoever watches over the program asks often
			}
			if allowed, err := clients.Allow(client(c.RealIP())); err != nil || !allowed {
				c.Response().Header().Set(echo.HeaderRetryAfter, wait)
				return errors.Join(problem.RateLimited{}, err)
			}
			return next(c)
		}
	}
}

// client is whom an address stands for: a whole /64 in IPv6, where one subscriber has so many addresses.
func client(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Unmap().Is4() {
		return address
	}
	prefix, err := ip.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return prefix.String()
}

// secure sets the headers that keep a browser from doing more with an answer than it should.
func secure(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h[echo.HeaderXContentTypeOptions] = noSniff
		h[echo.HeaderContentSecurityPolicy] = nothing
		h[echo.HeaderReferrerPolicy] = noReferrer
		return next(c)
	}
}

// The values are shared: setting them costs nothing, and they are never changed.
var (
	noSniff    = []string{"nosniff"}
	nothing    = []string{"default-src 'none'; frame-ancestors 'none'"}
	noReferrer = []string{"no-referrer"}
)

// limitWork bounds a request's body, and by its context the time of whatever waits for a disk or another
// request. Reading the catalogue waits for nothing, but for a follower, who says how long.
func limitWork(most time.Duration) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			if r.ContentLength > maxBody {
				return &http.MaxBytesError{Limit: maxBody}
			}
			if r.Body != http.NoBody {
				r.Body = http.MaxBytesReader(c.Response(), r.Body, maxBody)
			}
			if (r.Method == http.MethodGet || r.Method == http.MethodHead) && strings.HasPrefix(c.Path(), httpapi.Base) {
				return next(c)
			}
			ctx, cancel := context.WithTimeout(r.Context(), most)
			defer cancel()
			c.SetRequest(r.WithContext(ctx))
			return next(c)
		}
	}
}

// refuse is the one error handler: it answers every error with a problem. What Echo itself refuses, such as an
// unknown path, comes with a status and gets that status's problem.
func refuse(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	p := problem.From(err)
	var ofEcho *echo.HTTPError
	if p.Status == http.StatusInternalServerError && errors.As(err, &ofEcho) {
		p = problem.OfStatus(ofEcho.Code)
	}
	h := c.Response().Header()
	p.RequestID = h.Get(echo.HeaderXRequestID)
	h.Set(echo.HeaderContentType, problem.ContentType)
	h.Set(echo.HeaderCacheControl, "no-store")
	h.Del("ETag")
	if p.Status == http.StatusServiceUnavailable {
		h.Set(echo.HeaderRetryAfter, "1")
	}
	if c.Request().Method == http.MethodHead {
		c.Response().WriteHeader(p.Status)
		return
	}
	c.Response().WriteHeader(p.Status)
	_ = c.Echo().JSONSerializer.Serialize(c, p, "") // the client may have gone; there is nobody left to tell
}
