package main

import (
	"context"
	"encoding/gob"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"servicehall/internal/catalog"
	"servicehall/internal/server"
	"servicehall/internal/snapshot"
	"servicehall/internal/store"
)

// answer is what the bare handler writes for an address.
type answer struct {
	Status         int
	Type, Encoding string
	Body           []byte
	ETag           string // for asking again; the bare handler does not write it
}

// bare serves the answers from an Echo without any middleware, each by one look-up. It says the length, as the
// server does.
func bare(ctx context.Context, o options) error {
	f, err := os.Open(o.answers)
	if err != nil {
		return err
	}
	answers := map[string]answer{}
	if err := gob.NewDecoder(f).Decode(&answers); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	e := echo.New()
	e.GET("/readyz", func(c echo.Context) error { return c.NoContent(http.StatusOK) })
	e.GET("/*", func(c echo.Context) error {
		a, ok := answers[c.Request().RequestURI]
		switch {
		case !ok:
			return echo.ErrNotFound
		case a.Status == http.StatusNotModified:
			return c.NoContent(a.Status)
		case a.Encoding != "":
			c.Response().Header().Set(echo.HeaderContentEncoding, a.Encoding)
		}
		c.Response().Header().Set(echo.HeaderContentLength, strconv.Itoa(len(a.Body)))
		return c.Blob(a.Status, a.Type, a.Body)
	})
	return listen(ctx, &http.Server{Addr: o.addr, Handler: e, ReadHeaderTimeout: time.Minute})
}

// plain serves a database with the server's own handler, but neither log nor rate limit.
func plain(ctx context.Context, o options) error {
	db, err := store.Open(ctx, o.database, store.Options{})
	if err != nil {
		return err
	}
	data, at, err := db.Load(ctx)
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	live := &snapshot.Live{}
	live.Swap(snapshot.Build(data, at, catalog.Log{}))
	web := server.HTTP(server.New(server.Options{Live: live}), slog.New(slog.DiscardHandler))
	web.Addr = o.addr
	return listen(ctx, web)
}

func listen(ctx context.Context, s *http.Server) error {
	context.AfterFunc(ctx, func() { _ = s.Close() }) // nothing is under way that matters
	if err := s.ListenAndServe(); ctx.Err() == nil {
		return err
	}
	return nil
}
