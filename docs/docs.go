// Package docs embeds the API's documents, which scripts/gen makes from the handlers' comments, and the page
// that shows them. Beside it stand the documents for people.
package docs

import (
	"embed"
	"io/fs"
)

//go:embed swagger.json openapi.json
var documents embed.FS

//go:embed browser
var browser embed.FS

// Swagger returns the document as swag makes it, Swagger 2.0.
func Swagger() []byte { return read("swagger.json") }

// OpenAPI returns the document as OpenAPI 3.
func OpenAPI() []byte { return read("openapi.json") }

func read(name string) []byte {
	b, err := documents.ReadFile(name)
	if err != nil {
		panic(err) // embedded: the program would not have been built
	}
	return b
}

// Browser returns the files of the page that shows the document: Swagger UI 5.35.0 (Apache-2.0), unchanged
// but for the reference to its source map, and the page's own two files.
func Browser() fs.FS {
	files, err := fs.Sub(browser, "browser")
	if err != nil {
		panic(err) // embedded: the program would not have been built
	}
	return files
}
