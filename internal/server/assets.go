package server

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"

	"github.com/labstack/echo/v4"

	"servicehall/internal/httpapi"
)

// asset is a file from the binary, with a strong tag that is a hash of its bytes.
type asset struct {
	contentType, tag string
	body             []byte
}

func newAsset(name string, body []byte) asset {
	sum := sha256.Sum256(body)
	a := asset{contentType: mime.TypeByExtension(path.Ext(name)), tag: `"` + hex.EncodeToString(sum[:16]) + `"`, body: body}
	if a.contentType == "" {
		a.contentType = echo.MIMETextPlainCharsetUTF8
	}
	return a
}

func (a asset) serve(c echo.Context) error {
	h := c.Response().Header()
	h.Set("ETag", a.tag)
	h.Set(echo.HeaderCacheControl, "no-cache") // keep it, and ask each time whether it still holds
	if httpapi.TagMatches(c.Request().Header.Values("If-None-Match"), a.tag) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.Blob(http.StatusOK, a.contentType, a.body)
}

// browse serves the page that shows the API's document. It has a policy of its own: the page's library sets
// styles on elements, and it may load nothing from anywhere else.
func browse(files fs.FS) echo.HandlerFunc {
	const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	assets := map[string]asset{}
	names, err := fs.Glob(files, "*")
	for _, name := range names {
		body, readErr := fs.ReadFile(files, name)
		if err == nil {
			err = readErr
		}
		assets[name] = newAsset(name, body)
	}
	if err != nil {
		panic(err) // embedded: the program would not have been built
	}
	assets[""] = assets["index.html"]
	return func(c echo.Context) error {
		a, ok := assets[c.Param("*")]
		if !ok {
			return echo.ErrNotFound
		}
		c.Response().Header().Set("Content-Security-Policy", policy)
		return a.serve(c)
	}
}
