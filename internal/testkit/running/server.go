package running

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"servicehall/docs"
	"servicehall/internal/httpapi"
	"servicehall/internal/server"
	"servicehall/internal/testkit"
)

// Server is a server in a test. Every answer to an operation of the API's document is checked against it.
type Server struct {
	t       testing.TB
	handler http.Handler
}

// NewServer returns a server with the options.
func NewServer(t testing.TB, o server.Options) *Server {
	t.Helper()
	return &Server{t: t, handler: server.New(o)}
}

// HallServer returns a server of the small hall.
func HallServer(t testing.TB) *Server {
	t.Helper()
	db := Store(t)
	Publish(t, db, testkit.Hall(t))
	return NewServer(t, server.Options{Live: Live(t, db)})
}

// Document returns the API's document; loading it proves that it is valid OpenAPI 3.
var Document = sync.OnceValues(func() (*openapi3.T, error) {
	doc, err := openapi3.NewLoader().LoadFromData(docs.OpenAPI())
	if err != nil {
		return nil, err
	}
	return doc, doc.Validate(context.Background())
})

var router = sync.OnceValues(func() (routers.Router, error) {
	doc, err := Document()
	if err != nil {
		return nil, err
	}
	return gorillamux.NewRouter(doc)
})

// Do sends a request and checks the answer.
func (s *Server) Do(request *http.Request) *http.Response {
	s.t.Helper()
	recorder := httptest.NewRecorder()
	s.handler.ServeHTTP(recorder, request)
	response := recorder.Result()
	s.check(request, response)
	return response
}

// Get asks for a path, with pairs of header and value.
func (s *Server) Get(path string, headers ...string) *http.Response {
	s.t.Helper()
	request := httptest.NewRequest(http.MethodGet, path, http.NoBody)
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Add(headers[i], headers[i+1])
	}
	return s.Do(request)
}

// JSON asks for a path that must answer with the status, and reads the answer.
func (s *Server) JSON(path string, status int, into any) *http.Response {
	s.t.Helper()
	response := s.Get(path)
	body := Body(s.t, response)
	if response.StatusCode != status {
		s.t.Fatalf("%s: status %d, want %d: %s", path, response.StatusCode, status, body)
	}
	if err := json.Unmarshal(body, into); err != nil {
		s.t.Fatalf("%s: %v: %s", path, err, body)
	}
	return response
}

// Body reads the whole body.
func Body(t testing.TB, response *http.Response) []byte {
	t.Helper()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return body
}

// check validates an answer against the operation that the document has for the request. Under the API's base
// path only what no route takes may stand in no document.
func (s *Server) check(request *http.Request, response *http.Response) {
	s.t.Helper()
	r, err := router()
	if err != nil {
		s.t.Fatal(err)
	}
	if request.Method == http.MethodHead {
		return
	}
	route, parameters, err := r.FindRoute(request)
	if err != nil {
		if ours := strings.HasPrefix(request.URL.Path, httpapi.Base); ours && response.StatusCode != http.StatusNotFound && response.StatusCode != http.StatusMethodNotAllowed {
			s.t.Errorf("%s %s answered %d and stands in no document: %v", request.Method, request.URL, response.StatusCode, err)
		}
		return
	}
	err = openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: request, PathParams: parameters, Route: route},
		Status:                 response.StatusCode, Header: response.Header,
		Body:    io.NopCloser(bytes.NewReader(Body(s.t, response))),
		Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	})
	if err != nil {
		s.t.Errorf("%s %s: the answer is not what the document says: %v", request.Method, request.URL, err)
	}
}
