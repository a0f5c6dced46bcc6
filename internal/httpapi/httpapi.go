// Package httpapi is the REST door: the handlers under /api/v1 and their OpenAPI comments.
package httpapi

import (
	"errors"
	"net/http"
	"net/url"
	"sync/atomic"

	"github.com/labstack/echo/v4"

	"servicehall/internal/catalog"
	"servicehall/internal/problem"
	"servicehall/internal/snapshot"
)

// Base is the path under which the routes stand.
const Base = "/api/v1"

// API answers from the published catalogue.
type API struct {
	live     *snapshot.Live
	draining <-chan struct{}
	missed   func(text string)
	standing atomic.Pointer[standing]
}

// New returns an API that answers from live. Whoever waits for a change is answered at once when draining is
// closed. Missed is told what was searched for in vain.
func New(live *snapshot.Live, draining <-chan struct{}, missed func(text string)) *API {
	return &API{live: live, draining: draining, missed: missed}
}

// Register puts the routes into the group at Base. HEAD works wherever GET does.
func (a *API) Register(g *echo.Group) {
	for path, handler := range map[string]func(echo.Context, *snapshot.View) error{
		"/matters":           a.listMatters,
		"/matters/:code":     a.matter,
		"/guides":            a.guides,
		"/bundles":           a.listBundles,
		"/bundles/:code":     a.bundle,
		"/departments":       a.listDepartments,
		"/departments/:code": a.department,
		"/zones":             a.listZones,
		"/zones/:code":       a.zone,
		"/windows":           a.listWindows,
		"/windows/:code":     a.window,
		"/scenes":            a.listScenes,
		"/scenes/:code":      a.scene,
		"/snapshot":          a.snapshot,
		"/changes":           a.changes,
		"/search":            a.search,
		"/suggest":           a.suggest,
		"/stats":             a.stats,
		"/dictionaries":      a.dictionaries,
	} {
		g.Match([]string{http.MethodGet, http.MethodHead}, path, a.reading(handler))
	}
}

// reading gives a handler the view that the whole request answers from, and its answer, refusals too, the
// headers that say where the catalogue stands.
func (a *API) reading(handler func(echo.Context, *snapshot.View) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		view := a.live.Current()
		if view == nil {
			return &problem.NotReady{Detail: "目录还没有载入，请稍后再试"}
		}
		a.stand(c, view)
		return handler(c, view)
	}
}

// The headers of every catalogue answer.
const (
	headerRevision      = "X-Catalogue-Revision"
	headerEpoch         = "X-Catalogue-Epoch"
	headerDemonstration = "X-Catalogue-Demonstration"
)

// standing holds those headers for one view.
type standing struct {
	view            *snapshot.View
	revision, epoch []string
}

// stand says in the headers where the catalogue stands.
func (a *API) stand(c echo.Context, view *snapshot.View) {
	s := a.standing.Load()
	if s == nil || s.view != view {
		s = &standing{view: view, revision: []string{view.Number()}, epoch: []string{view.Revision.Epoch}}
		a.standing.Store(s)
	}
	h := c.Response().Header()
	h[headerRevision], h[headerEpoch] = s.revision, s.epoch
	delete(h, headerDemonstration) // it may stand there from the view before a wait
	if view.Demonstration() {
		h[headerDemonstration] = isTrue
	}
}

var isTrue = []string{"true"}

// pathCode returns the code in the path, decoded exactly once: Echo gives a parameter raw when the path as
// sent differs from how Go would write it, and decoded otherwise.
func pathCode(c echo.Context) (string, error) {
	raw := c.Param("code")
	if c.Request().URL.RawPath == "" {
		return raw, nil
	}
	code, err := url.PathUnescape(raw)
	if err != nil {
		return "", &problem.Invalid{Faults: []problem.Fault{{Parameter: "code", Code: "form", Detail: "路径里的编码没有正确转义"}}}
	}
	return code, nil
}

// one answers with the record that the path names; a former code is redirected to the present one.
func one(c echo.Context, view *snapshot.View, kind catalog.Kind) error {
	if err := noParameters(c); err != nil {
		return err
	}
	code, err := pathCode(c)
	if err != nil {
		return err
	}
	e, err := view.Look(kind, code)
	var moved *snapshot.Moved
	if errors.As(err, &moved) {
		c.Response().Header()[echo.HeaderCacheControl] = noCache // what moved may move again
		return c.Redirect(http.StatusPermanentRedirect, Base+"/"+kind.List()+"/"+url.PathEscape(moved.Code))
	}
	if err != nil {
		return err
	}
	return send(c, view.Document(e))
}
