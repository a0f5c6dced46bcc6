// Package httpapi is the REST door: the handlers under /api/v1 and their OpenAPI comments.
package httpapi

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"servicehall/internal/problem"
	"servicehall/internal/snapshot"
)

// Base is the path under which the routes stand.
const Base = "/api/v1"

// The headers of every catalogue answer.
const (
	HeaderRevision      = "X-Catalogue-Revision"
	HeaderEpoch         = "X-Catalogue-Epoch"
	HeaderDemonstration = "X-Catalogue-Demonstration"
)

// API answers from the published catalogue.
type API struct{ live *snapshot.Live }

// New returns an API that answers from live.
func New(live *snapshot.Live) *API { return &API{live: live} }

// Register puts the routes into the group at Base. HEAD works wherever GET does.
func (a *API) Register(g *echo.Group) {
	for path, handler := range map[string]func(echo.Context, *snapshot.View) error{
		"/matters":           a.listMatters,
		"/matters/:code":     a.matter,
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
		h := c.Response().Header()
		h.Set(HeaderRevision, strconv.FormatInt(view.Revision.Number, 10))
		h.Set(HeaderEpoch, view.Revision.Epoch)
		if view.Demonstration {
			h.Set(HeaderDemonstration, "true")
		}
		return handler(c, view)
	}
}

// answer writes a catalogue answer with a strong tag that is a hash of the bytes, or 304 when the client has
// them.
func answer(c echo.Context, body any) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(body); err != nil {
		return fmt.Errorf("encode the answer: %w", err)
	}
	sum := sha256.Sum256(b.Bytes())
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	h := c.Response().Header()
	h.Set("ETag", tag)
	h.Set(echo.HeaderCacheControl, "no-cache") // keep it, and ask each time whether it still holds
	if TagMatches(c.Request().Header.Values("If-None-Match"), tag) {
		return c.NoContent(http.StatusNotModified)
	}
	h.Set(echo.HeaderContentLength, strconv.Itoa(b.Len()))
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, b.Bytes())
}

// TagMatches says whether one of the If-None-Match headers names the tag; it compares weakly (RFC 9110, 13.1.2).
func TagMatches(headers []string, tag string) bool {
	for _, candidate := range strings.Split(strings.Join(headers, ","), ",") {
		candidate = strings.TrimSpace(candidate)
		if candidate == "*" || strings.TrimPrefix(candidate, "W/") == tag {
			return true
		}
	}
	return false
}

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
func one[T any](c echo.Context, find func(string) (T, error)) error {
	if err := noParameters(c); err != nil {
		return err
	}
	code, err := pathCode(c)
	if err != nil {
		return err
	}
	body, err := find(code)
	var moved *snapshot.Moved
	if errors.As(err, &moved) {
		collection, _, _ := strings.Cut(strings.TrimPrefix(c.Path(), Base+"/"), "/")
		return c.Redirect(http.StatusPermanentRedirect, Base+"/"+collection+"/"+url.PathEscape(moved.Code))
	}
	if err != nil {
		return err
	}
	return answer(c, body)
}
