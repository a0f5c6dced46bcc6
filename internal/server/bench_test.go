package server_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/demo"
	"servicehall/internal/httpapi"
	"servicehall/internal/server"
	"servicehall/internal/snapshot"
	"servicehall/internal/testkit"
)

// BenchmarkRead measures every read path through the whole handler as the product ships: log, metrics and rate
// limit on, the limit too high to refuse anything.
func BenchmarkRead(b *testing.B) {
	testkit.AtScale(b, demo.Dataset, func(b *testing.B, data *catalog.Dataset) {
		live := &snapshot.Live{}
		live.Swap(snapshot.Build(data, catalog.Revision{Epoch: "e", Number: 1}, catalog.Log{}))
		handler := server.New(server.Options{Live: live, Log: slog.New(slog.NewJSONHandler(io.Discard, nil)), RateLimit: 1e9})
		details := make([]string, 1000)
		for i := range details {
			details[i] = "/matters/" + url.PathEscape(data.Matters[i*len(data.Matters)/len(details)].Code)
		}
		lists := make([]string, len(data.Departments))
		for i, d := range data.Departments {
			lists[i] = "/matters?department=" + url.QueryEscape(d.Code) + "&page=2"
		}
		for _, path := range []struct {
			name   string
			uris   []string
			header string // and its value, the tag where it is empty
			value  string
			want   int
		}{
			{name: "detail", uris: details, want: http.StatusOK},
			{name: "gzip", uris: details, header: "Accept-Encoding", value: "gzip", want: http.StatusOK},
			{name: "304", uris: details, header: "If-None-Match", want: http.StatusNotModified},
			{name: "list", uris: lists, want: http.StatusOK},
			{name: "facets", uris: []string{"/matters?audience=person&channel=window&handling=promised&facets=department,type,theme"}, want: http.StatusOK},
			{name: "stats", uris: []string{"/stats"}, want: http.StatusOK},
		} {
			b.Run(path.name, func(b *testing.B) {
				requests := make([]*http.Request, len(path.uris))
				answer := &discard{header: http.Header{}}
				for i, uri := range path.uris {
					requests[i] = httptest.NewRequest(http.MethodGet, httpapi.Base+uri, http.NoBody)
					if path.value != "" {
						requests[i].Header.Set(path.header, path.value)
					}
					handler.ServeHTTP(answer, requests[i]) // what is kept from the first answer is not measured
					if path.header != "" && path.value == "" {
						requests[i].Header.Set(path.header, answer.header.Get("ETag"))
					}
					clear(answer.header)
				}
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					request := requests[i%len(requests)]
					request.Body = http.NoBody // the handler has put its own around it
					clear(answer.header)
					answer.status = 0
					handler.ServeHTTP(answer, request)
					if answer.status != path.want {
						b.Fatalf("%s answered %d", request.URL, answer.status)
					}
				}
			})
		}
	})
}

// discard is a recorder that keeps the status only.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header            { return d.header }
func (d *discard) Write(body []byte) (int, error) { return len(body), nil }
func (d *discard) WriteHeader(status int)         { d.status = status }
