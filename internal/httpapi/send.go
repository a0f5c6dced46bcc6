package httpapi

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"servicehall/internal/snapshot"
)

// worthPacking is how many bytes an answer has at least that is compressed.
const worthPacking = 1_000

// send writes an answer, compressed when the client wants that and it is worth it, or 304 when the client has it.
func send(c echo.Context, a *snapshot.Answer) error {
	body, packed := a.JSON, len(a.JSON) >= worthPacking && wantsGzip(c.Request())
	tag := a.Tag
	if packed {
		tag = a.PackedTag
	}
	if represent(c, tag, packed) {
		return c.NoContent(http.StatusNotModified)
	}
	if packed {
		body = a.Gzip()
	}
	c.Response().Header().Set(echo.HeaderContentLength, strconv.Itoa(len(body)))
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, body)
}

// sendValue answers with a value that is encoded for this request.
func sendValue(c echo.Context, value any) error {
	return send(c, snapshot.NewAnswer(snapshot.Encode(value)))
}

// The values of headers that every answer has are shared: setting them costs nothing, and they are never changed.
var (
	varies  = []string{echo.HeaderAcceptEncoding}
	noCache = []string{"no-cache"} // keep it, and ask each time whether it still holds
	gzipped = []string{"gzip"}
)

const headerTag = "Etag" // as Go's headers spell it

// represent sets the headers of one representation, whose tag is its own, and says whether the client has it.
func represent(c echo.Context, tag string, packed bool) (had bool) {
	h := c.Response().Header()
	h[echo.HeaderVary] = varies
	h[echo.HeaderCacheControl] = noCache
	h[headerTag] = []string{tag}
	if TagMatches(c.Request().Header["If-None-Match"], tag) {
		return true
	}
	if packed {
		h[echo.HeaderContentEncoding] = gzipped
	}
	return false
}

// TagMatches says whether one of the If-None-Match headers names the tag; it compares weakly (RFC 9110, 13.1.2).
func TagMatches(headers []string, tag string) bool {
	for _, header := range headers {
		for candidate := range strings.SplitSeq(header, ",") {
			candidate = strings.TrimSpace(candidate)
			if candidate == "*" || strings.TrimPrefix(candidate, "W/") == tag {
				return true
			}
		}
	}
	return false
}

// wantsGzip says whether the client takes gzip (RFC 9110, 12.5.3).
func wantsGzip(r *http.Request) bool {
	named, any := "", ""
	for _, header := range r.Header[echo.HeaderAcceptEncoding] {
		for coding := range strings.SplitSeq(header, ",") {
			name, parameters, _ := strings.Cut(coding, ";")
			quality := "1"
			if _, q, ok := strings.Cut(parameters, "="); ok {
				quality = strings.TrimSpace(q)
			}
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "gzip", "x-gzip":
				named = quality
			case "*":
				any = quality
			}
		}
	}
	if named == "" {
		named = any
	}
	if named == "" {
		return false
	}
	q, err := strconv.ParseFloat(named, 64)
	return err == nil && q > 0
}
