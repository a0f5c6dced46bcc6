package server_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/labstack/echo/v4"

	"servicehall/internal/catalog"
	"servicehall/internal/httpapi"
	"servicehall/internal/problem"
	"servicehall/internal/server"
	"servicehall/internal/snapshot"
	"servicehall/internal/stats"
	"servicehall/internal/testkit"
	"servicehall/internal/testkit/running"
)

type list struct {
	Items []struct {
		Code string `json:"code"`
		Name string `json:"name"`
	} `json:"items"`
	Page, PageSize, Total int
	Revision              int64
	Facets                map[string][]snapshot.Facet
}

func (l list) codes() string {
	var codes []string
	for _, i := range l.Items {
		codes = append(codes, i.Code)
	}
	return strings.Join(codes, " ")
}

func TestLists(t *testing.T) {
	s := running.HallServer(t)
	for _, tt := range []struct{ path, want string }{
		{"/matters", "M1 M/2 甲%+,"},
		{"/matters?state=cancelled", "M3"},
		{"/matters?state=active&state=cancelled", "M1 M3 M/2 甲%+,"},
		{"/matters?department=D1", "M1"},
		{"/matters?department=D1&department=D2", "M1 M/2 甲%+,"},
		{"/matters?department=D1&type=20", ""},
		{"/matters?department=nobody", ""},
		{"/matters?type=20", "M/2 甲%+,"},
		{"/matters?channel=miniprogram&channel=window", "M1 M/2 甲%+,"},
		{"/matters?waiver=true", "M1"},
		{"/matters?commitment=true", ""},
		{"/matters?maxVisits=0", ""},
		{"/matters?maxVisits=1", "M1 M/2 甲%+,"},
		{"/matters?maxVisits=0&maxVisits=1", "M1 M/2 甲%+,"},
		{"/matters?entryBatch=" + url.QueryEscape("第一批"), "M1"},
		{"/matters?zone=Z1", "M1 M/2 甲%+,"},
		{"/matters?window=W2", "M/2 甲%+,"},
		{"/matters?lifecycle=individual&scene=S1&bundle=B1", "M1 M/2 甲%+,"},
		{"/matters?lifecycle=project", ""},
		{"/matters?main=main-M1", "M1"},
		{"/matters?theme=person-010&audience=person&handling=promised", "M1 M/2 甲%+,"},
		{"/matters?sort=name", "M1 M/2 甲%+,"},
		{"/matters?sort=-name", "M/2 甲%+, M1"},
		{"/matters?sort=-code", "M1 M/2 甲%+,"},
		{"/matters?pageSize=1&page=2", "M/2 甲%+,"},
		{"/matters?page=99", ""},
		{"/bundles", "B1"},
		{"/bundles?department=D2&lifecycle=individual&scene=S1", "B1"},
		{"/bundles?lifecycle=enterprise", ""},
		{"/departments?sort=-code", "D2 D1"},
		{"/zones", "Z1"},
		{"/windows", "W1 W2"},
		{"/windows?department=D2", "W2"},
		{"/windows?zone=Z9", ""},
		{"/scenes?lifecycle=individual", "S1"},
		{"/scenes?lifecycle=project&lifecycle=enterprise", ""},
	} {
		var got list
		response := s.JSON("/api/v1"+tt.path, http.StatusOK, &got)
		if got.codes() != tt.want {
			t.Errorf("%s: got %q, want %q", tt.path, got.codes(), tt.want)
		}
		if got.Items == nil || got.Revision != 1 || response.Header.Get("X-Catalogue-Revision") != "1" || response.Header.Get("X-Catalogue-Epoch") == "" {
			t.Errorf("%s: items %v, revision %d, headers %v", tt.path, got.Items, got.Revision, response.Header)
		}
	}
}

func TestPageAndFacets(t *testing.T) {
	var got list
	running.HallServer(t).JSON("/api/v1/matters?type=20&facets=department,type,waiver,bundle&pageSize=1", http.StatusOK, &got)
	if got.Total != 1 || got.Page != 1 || got.PageSize != 1 {
		t.Errorf("page %+v", got)
	}
	want := map[string][]snapshot.Facet{
		"department": {{Code: "D2", Name: "县民政局", Count: 1}},
		"type":       {{Code: "01", Name: "行政许可", Count: 1}, {Code: "20", Name: "公共服务", Count: 1}}, // not under its own filter
		"waiver":     {{Code: "false", Name: "否", Count: 1}},
		"bundle":     {{Code: "B1", Name: "新生儿出生", Count: 1}},
	}
	if fmt.Sprint(got.Facets) != fmt.Sprint(want) {
		t.Errorf("facets %v, want %v", got.Facets, want)
	}
}

func TestGuide(t *testing.T) {
	s := running.HallServer(t)
	var m snapshot.MatterDocument
	s.JSON("/api/v1/matters/M1", http.StatusOK, &m)
	if m.Department != (snapshot.Ref{Code: "D1", Name: "县公安局"}) || len(m.Windows) != 1 || m.Windows[0].Zone.Name != "户籍专区" || m.Windows[0].Floor != "一楼" {
		t.Errorf("department %+v, windows %+v", m.Department, m.Windows)
	}
	if m.LegalLimit == nil || m.LegalLimit.Value != 2000 || m.Waiver == nil || strings.Join(m.Waiver.Materials, " ") != "m2" {
		t.Errorf("limit %v, waiver %+v", m.LegalLimit, m.Waiver)
	}
	if len(m.Bundles) != 1 || m.Bundles[0].Code != "B1" || m.Commitment != nil {
		t.Errorf("bundles %+v", m.Bundles)
	}
	var raw map[string]any
	s.JSON("/api/v1/matters/"+url.PathEscape("M/2 甲%+,"), http.StatusOK, &raw)
	if limit, there := raw["legalLimit"]; !there || limit != nil {
		t.Errorf("a limit that the law does not set is %v (%v), want null", limit, there)
	}
	for field, value := range raw {
		if value == nil && slices.Contains([]string{"materials", "aliases", "siblings", "windows", "bundles", "steps", "formerCodes"}, field) {
			t.Errorf("the list %s is null", field)
		}
	}
	if _, shown := raw["id"]; shown {
		t.Error("the internal id is shown")
	}
}

func TestBundle(t *testing.T) {
	var b snapshot.BundleDocument
	running.HallServer(t).JSON("/api/v1/bundles/B1", http.StatusOK, &b)
	if b.Lifecycle != catalog.ForIndividual || b.Lead.Name != "县公安局" || len(b.Joint) != 1 || b.Joint[0].Code != "D2" || len(b.Members) != 3 {
		t.Fatalf("bundle %+v", b)
	}
	// the second member is named by a former code
	if m := b.Members[1]; m.Matter == nil || m.Matter.Code != "M/2 甲%+," || m.Required || m.Service != nil {
		t.Errorf("second member %+v", m)
	}
	if m := b.Members[2]; m.Matter != nil || m.Service == nil || m.Name != "预防接种建档" {
		t.Errorf("third member %+v", m)
	}
}

func TestHall(t *testing.T) {
	s := running.HallServer(t)
	var d snapshot.DepartmentDocument
	s.JSON("/api/v1/departments/D1", http.StatusOK, &d)
	if d.Counts != (snapshot.DepartmentCounts{Matters: 1, Windows: 1, Bundles: 1}) {
		t.Errorf("department %+v", d.Counts)
	}
	var z snapshot.ZoneDocument
	s.JSON("/api/v1/zones/Z1", http.StatusOK, &z)
	if z.Counts != (snapshot.ZoneCounts{Windows: 2, Matters: 2}) {
		t.Errorf("zone %+v", z.Counts)
	}
	var w snapshot.WindowDocument
	s.JSON("/api/v1/windows/W1", http.StatusOK, &w)
	if w.Counts.Matters != 1 || len(w.Matters) != 1 || w.Matters[0].Code != "M1" || w.Zone.Name != "户籍专区" {
		t.Errorf("window %+v", w)
	}
	var scene snapshot.SceneDocument
	s.JSON("/api/v1/scenes/S1", http.StatusOK, &scene)
	if scene.Counts != (snapshot.SceneCounts{Bundles: 1, Matters: 2}) {
		t.Errorf("scene %+v", scene.Counts)
	}
	var dictionaries httpapi.Dictionaries
	s.JSON("/api/v1/dictionaries", http.StatusOK, &dictionaries)
	if len(dictionaries.Items) != len(catalog.Dictionaries()) {
		t.Errorf("%d dictionaries", len(dictionaries.Items))
	}
}

func TestStats(t *testing.T) {
	s := running.HallServer(t)
	var got httpapi.Stats
	s.JSON("/api/v1/stats", http.StatusOK, &got)
	want := httpapi.Counts{Matters: 2, Departments: 2, Zones: 1, Windows: 2, Bundles: 1, Scenes: 1, Waiver: 1, EntryBatches: []httpapi.EntryBatch{{Batch: "第一批", Matters: 1, Departments: 1}}}
	if fmt.Sprint(got.Counts) != fmt.Sprint(want) {
		t.Errorf("counts %+v, want %+v", got.Counts, want)
	}
	if i := got.Indicators[0]; i.Code != "timeReduction" || i.Value == nil || *i.Value != 0.9 || i.Excluded != 1 {
		t.Errorf("indicator %+v", i)
	}
	s.JSON("/api/v1/stats?department=D2", http.StatusOK, &got)
	if got.Counts.Matters != 1 || got.Counts.Windows != 1 || got.Indicators[0].Value != nil {
		t.Errorf("of one department: %+v, %+v", got.Counts, got.Indicators[0])
	}
	var indicators []stats.Indicator = got.Indicators
	if indicators[0].Definition == "" {
		t.Error("no definition")
	}
}

// TestPathCodes: a code in a path is decoded exactly once, whatever it is made of and however it is escaped.
func TestPathCodes(t *testing.T) {
	codes := []string{"a/b", "a,b", "a%b", "a%2Fb", "a%252Fb", "a+b", "a b", "吴堡", "a?b#c", "..", "a;b", "a:b@c", "%E5"}
	data := testkit.Hall(t)
	for i, code := range codes {
		data.Matters = append(data.Matters, testkit.Matter(code, fmt.Sprintf("事项%c", 'A'+i)))
	}
	db := running.Store(t)
	running.Publish(t, db, data)
	s := running.NewServer(t, server.Options{Live: running.Live(t, db)})
	lower := func(escaped string) string {
		b := []byte(escaped)
		for i := 0; i+2 < len(b); i++ {
			if b[i] == '%' {
				copy(b[i+1:], strings.ToLower(string(b[i+1:i+3])))
			}
		}
		return string(b)
	}
	every := func(code string) string {
		var b strings.Builder
		for i := range len(code) {
			fmt.Fprintf(&b, "%%%02X", code[i])
		}
		return b.String()
	}
	for _, code := range codes {
		for _, escaped := range []string{url.PathEscape(code), lower(url.PathEscape(code)), every(code), lower(every(code))} {
			if escaped == ".." {
				continue // a client resolves that itself
			}
			var got snapshot.MatterDocument
			s.JSON("/api/v1/matters/"+escaped, http.StatusOK, &got)
			if got.Code != code {
				t.Errorf("%s: got %q, want %q", escaped, got.Code, code)
			}
		}
	}
}

func TestMovedAndGone(t *testing.T) {
	s := running.HallServer(t)
	response := s.Get("/api/v1/matters/" + url.PathEscape("旧/2"))
	if response.StatusCode != http.StatusPermanentRedirect {
		t.Fatalf("a former code: %d", response.StatusCode)
	}
	var got snapshot.MatterDocument
	s.JSON(response.Header.Get("Location"), http.StatusOK, &got)
	if got.Code != "M/2 甲%+," {
		t.Errorf("redirected to %q", got.Code)
	}
	var gone problem.Problem
	s.JSON("/api/v1/matters/M3", http.StatusGone, &gone)
	if gone.Code != "gone" || gone.Reason != catalog.Merged || gone.Successor == nil || gone.Successor.Code != "M1" || !strings.Contains(gone.Detail, "出生登记") {
		t.Errorf("cancelled: %+v", gone)
	}
}

func TestRefusals(t *testing.T) {
	s := running.HallServer(t)
	for _, tt := range []struct {
		method, path, code string
		status             int
		parameter, says    string
	}{
		{"GET", "/api/v1/matters?colour=red", "invalid_parameter", 400, "colour", "department"},
		{"GET", "/api/v1/matters/M1?x=1", "invalid_parameter", 400, "x", "没有参数"},
		{"GET", "/api/v1/matters?type=99", "invalid_parameter", 400, "type", "01"},
		{"GET", "/api/v1/matters?type=", "invalid_parameter", 400, "type", "01"},
		{"GET", "/api/v1/matters?waiver=yes", "invalid_parameter", 400, "waiver", "true"},
		{"GET", "/api/v1/matters?page=0", "invalid_parameter", 400, "page", "1"},
		{"GET", "/api/v1/matters?pageSize=101", "invalid_parameter", 400, "pageSize", "100"},
		{"GET", "/api/v1/matters?page=1&page=2", "invalid_parameter", 400, "page", "一次"},
		{"GET", "/api/v1/matters?page=99999999999999999999", "invalid_parameter", 400, "page", ""},
		{"GET", "/api/v1/matters?maxVisits=-1", "invalid_parameter", 400, "maxVisits", "0"},
		{"GET", "/api/v1/matters?sort=secret", "invalid_parameter", 400, "sort", "updatedAt"},
		{"GET", "/api/v1/matters?facets=nothing", "invalid_parameter", 400, "facets", "department"},
		{"GET", "/api/v1/matters?type=%zz", "invalid_parameter", 400, "", "转义"},
		{"GET", "/api/v1/scenes?lifecycle=cat", "invalid_parameter", 400, "lifecycle", "individual"},
		{"GET", "/api/v1/matters/none", "not_found", 404, "", ""},
		{"GET", "/api/v1/bundles/none", "not_found", 404, "", ""},
		{"GET", "/api/v1/nothing", "not_found", 404, "", ""},
		{"GET", "/nothing", "not_found", 404, "", ""},
		{"GET", "/docs/nothing.js", "not_found", 404, "", ""},
		{"POST", "/api/v1/matters", "method_not_allowed", 405, "", "Allow"},
		{"DELETE", "/healthz", "method_not_allowed", 405, "", ""},
	} {
		response := s.Do(httptest.NewRequest(tt.method, tt.path, http.NoBody))
		body := running.Body(t, response)
		var got problem.Problem
		if err := json.Unmarshal(body, &got); err != nil || response.Header.Get("Content-Type") != problem.ContentType {
			t.Errorf("%s %s: %v, %s: %s", tt.method, tt.path, err, response.Header.Get("Content-Type"), body)
			continue
		}
		if response.StatusCode != tt.status || got.Status != tt.status || got.Code != tt.code || got.Detail == "" || got.Title == "" || got.Type == "" {
			t.Errorf("%s %s: %s", tt.method, tt.path, body)
		}
		if got.RequestID == "" || got.RequestID != response.Header.Get("X-Request-Id") {
			t.Errorf("%s %s: request id %q, header %q", tt.method, tt.path, got.RequestID, response.Header.Get("X-Request-Id"))
		}
		if tt.status == 400 && (len(got.Errors) != 1 || got.Errors[0].Parameter != tt.parameter || !strings.Contains(got.Errors[0].Detail, tt.says)) {
			t.Errorf("%s %s: errors %+v", tt.method, tt.path, got.Errors)
		}
		if tt.status == 405 && !strings.Contains(response.Header.Get("Allow"), "GET") {
			t.Errorf("%s %s: Allow is %q", tt.method, tt.path, response.Header.Get("Allow"))
		}
	}
	var all problem.Problem
	s.JSON("/api/v1/matters?page=0&colour=red&type=99", http.StatusBadRequest, &all)
	if len(all.Errors) != 3 {
		t.Errorf("three faults gave %+v", all.Errors)
	}
}

// TestNothingLeaks: what goes wrong inside is a 500 that shows nothing of it.
func TestNothingLeaks(t *testing.T) {
	e := server.New(server.Options{Live: &snapshot.Live{}})
	e.GET("/panic", func(echo.Context) error { panic("secret of the inside") })
	e.GET("/fail", func(echo.Context) error { return errors.New("secret of the inside") })
	e.POST("/read", func(c echo.Context) error { _, err := io.ReadAll(c.Request().Body); return err })
	for path, want := range map[string]int{"/panic": 500, "/fail": 500, "/api/v1/matters": 503, "/readyz": 503} {
		recorder := httptest.NewRecorder()
		e.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, path, http.NoBody))
		if recorder.Code != want || strings.Contains(recorder.Body.String(), "secret") || recorder.Header().Get("Content-Type") != problem.ContentType {
			t.Errorf("%s: %d %s", path, recorder.Code, recorder.Body)
		}
	}
	for name, body := range map[string]io.Reader{"declared": strings.NewReader(strings.Repeat("x", 2<<20)), "not declared": struct{ io.Reader }{strings.NewReader(strings.Repeat("x", 2<<20))}} {
		recorder := httptest.NewRecorder()
		e.ServeHTTP(recorder, httptest.NewRequest(http.MethodPost, "/read", body))
		if recorder.Code != http.StatusRequestEntityTooLarge || recorder.Header().Get("Content-Type") != problem.ContentType {
			t.Errorf("a body of 2 MB, %s: %d %s", name, recorder.Code, recorder.Body)
		}
	}
}

func TestConditional(t *testing.T) {
	s := running.HallServer(t)
	for _, path := range []string{"/api/v1/matters/M1", "/api/v1/matters?pageSize=1", "/api/v1/stats", "/api/v1/dictionaries"} {
		first := s.Get(path)
		tag := first.Header.Get("ETag")
		if !strings.HasPrefix(tag, `"`) || len(tag) < 12 {
			t.Fatalf("%s: tag %q is not strong", path, tag)
		}
		for header, want := range map[string]int{tag: 304, "W/" + tag: 304, `"x", ` + tag: 304, "*": 304, `"x"`: 200} {
			again := s.Get(path, "If-None-Match", header)
			if again.StatusCode != want || again.Header.Get("ETag") != tag {
				t.Errorf("%s, If-None-Match %s: %d, tag %q", path, header, again.StatusCode, again.Header.Get("ETag"))
			}
			if want == 304 && len(running.Body(t, again)) > 0 {
				t.Errorf("%s: 304 with a body", path)
			}
		}
		head := s.Do(httptest.NewRequest(http.MethodHead, path, http.NoBody))
		if head.StatusCode != 200 || head.Header.Get("ETag") != tag || head.Header.Get("Content-Length") != fmt.Sprint(len(running.Body(t, first))) {
			t.Errorf("HEAD %s: %d %v", path, head.StatusCode, head.Header)
		}
	}
}

// TestRateLimit: a client that asks too often is refused, another is not, and X-Forwarded-For is believed
// from a trusted proxy only.
func TestRateLimit(t *testing.T) {
	proxy := &net.IPNet{IP: net.IPv4(10, 0, 0, 1), Mask: net.CIDRMask(32, 32)}
	ask := func(s *running.Server, remote, forwarded string) *http.Response {
		r := httptest.NewRequest(http.MethodGet, "/api/v1/zones", http.NoBody)
		r.RemoteAddr = remote
		if forwarded != "" {
			r.Header.Set("X-Forwarded-For", forwarded)
		}
		return s.Do(r)
	}
	exhaust := func(s *running.Server, remote string, forwarded func(int) string) (refused int) {
		for i := range 40 {
			if ask(s, remote, forwarded(i)).StatusCode == http.StatusTooManyRequests {
				refused++
			}
		}
		return refused
	}
	newServer := func(proxies ...*net.IPNet) *running.Server {
		db := running.Store(t)
		running.Publish(t, db, testkit.Hall(t))
		return running.NewServer(t, server.Options{Live: running.Live(t, db), RateLimit: 0.001, TrustedProxies: proxies})
	}
	anyone := func(i int) string { return fmt.Sprintf("192.0.2.%d", i) }

	s := newServer()
	if got := exhaust(s, "198.51.100.7:1000", anyone); got != 39 {
		t.Errorf("a client that makes up addresses: %d of 40 refused, want 39", got)
	}
	refused := ask(s, "198.51.100.7:1000", "")
	if refused.Header.Get("Retry-After") == "" {
		t.Error("a refusal without Retry-After")
	}
	if got := ask(s, "198.51.100.8:1000", ""); got.StatusCode != http.StatusOK {
		t.Errorf("another client: %d", got.StatusCode)
	}
	if got := ask(s, "[2001:db8::1]:1", ""); got.StatusCode != http.StatusOK {
		t.Errorf("a client with IPv6: %d", got.StatusCode)
	}
	if got := ask(s, "[2001:db8::2]:1", ""); got.StatusCode != http.StatusTooManyRequests {
		t.Errorf("its neighbour in the same /64: %d", got.StatusCode)
	}

	behind := newServer(proxy)
	if got := exhaust(behind, "10.0.0.1:1000", anyone); got != 0 {
		t.Errorf("forty clients behind the proxy: %d refused", got)
	}
	if got := exhaust(behind, "10.0.0.1:1000", func(i int) string { return anyone(i) + ", 203.0.113.5" }); got != 39 {
		t.Errorf("one client behind the proxy that makes up addresses: %d of 40 refused, want 39", got)
	}
}

func TestMetrics(t *testing.T) {
	db := running.Store(t)
	running.Publish(t, db, testkit.Hall(t))
	_, office, err := net.ParseCIDR("10.1.0.0/16")
	if err != nil {
		t.Fatal(err)
	}
	s := running.NewServer(t, server.Options{Live: running.Live(t, db), MetricsAllow: []*net.IPNet{office}})
	for i := range 5 {
		s.Get(fmt.Sprintf("/nothing/%d", i))
		s.Get(fmt.Sprintf("/api/v1/matters/none%d", i))
	}
	for remote, want := range map[string]int{"127.0.0.1:1": 200, "[::1]:1": 200, "10.1.2.3:1": 200, "10.2.2.3:1": 403, "192.0.2.1:1": 403, "127.0.0.1:2": 403} {
		r := httptest.NewRequest(http.MethodGet, "/metrics", http.NoBody)
		if r.RemoteAddr = remote; remote == "127.0.0.1:2" { // a proxy on this machine
			r.Header.Set("X-Forwarded-For", "192.0.2.1")
		}
		response := s.Do(r)
		if response.StatusCode != want {
			t.Errorf("%s: %d, want %d", remote, response.StatusCode, want)
		}
		if want != 200 {
			continue
		}
		text := string(running.Body(t, response))
		if !strings.Contains(text, "hall_catalogue_revision 1") || !strings.Contains(text, `route="/api/v1/matters/:code"`) {
			t.Errorf("%s: metrics lack the revision or a route", remote)
		}
		if strings.Contains(text, "none1") || strings.Contains(text, "nothing") {
			t.Error("a path that no route takes made a series of its own")
		}
	}
}

// TestDocument: the routes of the API and the operations of its document are the same, both ways.
func TestDocument(t *testing.T) {
	doc, err := running.Document()
	if err != nil {
		t.Fatal(err)
	}
	e := server.New(server.Options{Live: &snapshot.Live{}})
	routes, operations := map[string]bool{}, map[string]bool{}
	for _, r := range e.Routes() {
		path, ours := strings.CutPrefix(r.Path, httpapi.Base)
		if !ours || path == "" || path == "/*" || r.Method == http.MethodHead || r.Method == echo.RouteNotFound {
			continue
		}
		routes[r.Method+" "+strings.ReplaceAll(path, ":code", "{code}")] = true
	}
	ids := map[string]bool{}
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			operations[method+" "+path] = true
			if operation.OperationID == "" || ids[operation.OperationID] {
				t.Errorf("%s %s: operation id %q is missing or used twice", method, path, operation.OperationID)
			}
			ids[operation.OperationID] = true
			for _, status := range []string{"400", "429", "500", "503"} {
				response := operation.Responses.Value(status)
				if response == nil || response.Value.Content.Get(problem.ContentType) == nil {
					t.Errorf("%s %s does not declare %s as a problem", method, path, status)
				}
			}
		}
	}
	if len(routes) == 0 || fmt.Sprint(routes) != fmt.Sprint(operations) {
		t.Errorf("routes\n%v\noperations\n%v", routes, operations)
	}
	if len(doc.Servers) != 1 || doc.Servers[0].URL != httpapi.Base {
		t.Errorf("servers %+v", doc.Servers)
	}
}

// TestDocumentedParameters: what a route takes, which its refusal of an unknown parameter names, and what the
// document says are the same, and so are closed lists.
func TestDocumentedParameters(t *testing.T) {
	doc, err := running.Document()
	if err != nil {
		t.Fatal(err)
	}
	s := running.HallServer(t)
	for path, item := range doc.Paths.Map() {
		var refused problem.Problem
		code := map[string]string{"/bundles/{code}": "B1", "/departments/{code}": "D1", "/zones/{code}": "Z1", "/windows/{code}": "W1", "/scenes/{code}": "S1"}[path]
		s.JSON(httpapi.Base+strings.ReplaceAll(path, "{code}", cmp.Or(code, "M1"))+"?unknown=1", http.StatusBadRequest, &refused)
		var taken, documented []string
		if _, names, some := strings.Cut(refused.Errors[0].Detail, "可以用的有："); some {
			taken = strings.Split(names, "、")
		}
		for _, parameter := range item.Get.Parameters {
			p := parameter.Value
			if p.In != "query" {
				continue
			}
			documented = append(documented, p.Name)
			i := slices.IndexFunc(snapshot.MatterDimensions(), func(d snapshot.Dimension) bool { return d.String() == p.Name })
			if i < 0 || p.Schema.Value.Items == nil {
				continue
			}
			if closed, is := snapshot.MatterDimensions()[i].Closed(); is && p.Name != "theme" && fmt.Sprint(p.Schema.Value.Items.Value.Enum) != fmt.Sprint(closed.Codes()) {
				t.Errorf("%s: the document has %s of %v, the list %v", path, p.Name, p.Schema.Value.Items.Value.Enum, closed.Codes())
			}
		}
		slices.Sort(taken)
		slices.Sort(documented)
		if !slices.Equal(taken, documented) {
			t.Errorf("%s takes %v, the document says %v", path, taken, documented)
		}
	}
}

// TestBounds: however much one request asks, the answer stays small.
func TestBounds(t *testing.T) {
	s := running.HallServer(t)
	for name, query := range map[string]string{
		"a wrong value many times": "type=" + strings.Repeat("x&type=", 5000), "many wrong values": "theme=" + strings.Join(numbers(5000), "&theme="),
		"many unknown parameters": strings.Join(numbers(5000), "=1&"), "many facets": "facets=" + strings.Repeat(",", 50_000),
		"many codes": "department=" + strings.Join(numbers(5000), "&department="), "a long value": "type=" + strings.Repeat("x", 60_000),
	} {
		response := s.Get("/api/v1/matters?" + query)
		if size := len(running.Body(t, response)); response.StatusCode != http.StatusBadRequest || size > 8_000 {
			t.Errorf("%s: %d with %d bytes", name, response.StatusCode, size)
		}
	}
}

func numbers(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprint(i)
	}
	return out
}

// TestTimeOut: what waits inside for too long is refused as a problem.
func TestTimeOut(t *testing.T) {
	e := server.New(server.Options{Live: &snapshot.Live{}, WorkTime: time.Millisecond})
	e.GET("/wait", func(c echo.Context) error { <-c.Request().Context().Done(); return c.Request().Context().Err() })
	recorder := httptest.NewRecorder()
	e.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/wait", http.NoBody))
	if recorder.Code != http.StatusServiceUnavailable || !strings.Contains(recorder.Body.String(), `"timeout"`) {
		t.Errorf("%d %s", recorder.Code, recorder.Body)
	}
}

func TestPages(t *testing.T) {
	s := running.HallServer(t)
	for path, want := range map[string]string{"/": "302 /docs/", "/docs": "302 /docs/", "/docs/": "200 ", "/docs/index.js": "200 ", "/docs/swagger-ui.css": "200 ", "/openapi.json": "200 ", "/swagger.json": "200 ", "/healthz": "200 ", "/readyz": "200 "} {
		response := s.Get(path)
		if got := fmt.Sprintf("%d %s", response.StatusCode, response.Header.Get("Location")); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
		if response.Header.Get("X-Content-Type-Options") != "nosniff" || response.Header.Get("Referrer-Policy") != "no-referrer" || !strings.Contains(response.Header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: headers %v", path, response.Header)
		}
	}
	page := string(running.Body(t, s.Get("/docs/")))
	for _, foreign := range []string{"http://", "https://", "//cdn"} {
		if strings.Contains(page, foreign) {
			t.Errorf("the page names another host: %s", foreign)
		}
	}
}

// TestClientGone: a follower who goes away while waiting is no failure of the server.
func TestClientGone(t *testing.T) {
	db := running.Store(t)
	running.Publish(t, db, testkit.Hall(t))
	live := running.Live(t, db)
	var lines bytes.Buffer
	e := server.New(server.Options{Live: live, Log: slog.New(slog.NewTextHandler(&lines, nil))})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	at := live.Current().Revision
	path := fmt.Sprintf("/api/v1/changes?since=%d&epoch=%s&wait=30", at.Number, at.Epoch)
	recorder := httptest.NewRecorder()
	e.ServeHTTP(recorder, httptest.NewRequestWithContext(ctx, http.MethodGet, path, http.NoBody))
	if recorder.Body.Len() != 0 || !strings.Contains(lines.String(), "level=INFO") || !strings.Contains(lines.String(), "status=499") {
		t.Errorf("%d %s %s", recorder.Code, recorder.Body, lines.String())
	}
}

// TestWaitedHeaders: an answer that waited says where the catalogue stands now, not where it stood.
func TestWaitedHeaders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		data := testkit.Hall(t)
		data.Zones[0].Demonstration = true
		at := catalog.Revision{Epoch: "e", Number: 1}
		live := &snapshot.Live{}
		live.Swap(snapshot.Build(data, at, catalog.Log{From: 1}))
		e := server.New(server.Options{Live: live})
		recorder := httptest.NewRecorder()
		go e.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/api/v1/changes?since=1&epoch=e&wait=30", http.NoBody))
		synctest.Wait() // until it waits
		zone := *data.Zones[0]
		zone.Demonstration = false
		at.Number++
		log := catalog.Log{From: 1}
		for _, touch := range catalog.Touches(data.Zones[0], &zone) {
			log.Entries = append(log.Entries, catalog.LogEntry{Revision: at.Number, Touch: touch})
		}
		live.Swap(live.Current().With(&catalog.Dataset{Zones: []*catalog.Zone{&zone}}, at, log))
		synctest.Wait()
		if h := recorder.Header(); recorder.Code != http.StatusOK || h.Get("X-Catalogue-Demonstration") != "" || h.Get("X-Catalogue-Revision") != "2" || !strings.Contains(recorder.Body.String(), `"to":2`) {
			t.Errorf("%d %v %s", recorder.Code, h, recorder.Body)
		}
	})
}
