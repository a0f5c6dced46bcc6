package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"servicehall/internal/catalog"
	"servicehall/internal/snapshot"
	"servicehall/internal/store"
	"servicehall/internal/testkit"
	"servicehall/internal/testkit/running"
)

// program is the program, serving.
type program struct {
	t    *testing.T
	base string
	stop func() int // asks it to stop and returns the exit code
	said *bytes.Buffer
}

var addressLine = regexp.MustCompile(`(http://[0-9.:]+)/docs/`)

// start runs the program on a free port and waits until it has printed its address.
func start(t *testing.T, database string, args ...string) *program {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	var stderr bytes.Buffer
	exit := make(chan int, 1)
	go func() {
		code := run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0", "--rate-limit", "0", "--database", "sqlite:" + database}, args...), nil, in, &stderr)
		_ = in.Close() // a pipe's writer always closes
		exit <- code
	}()
	p := &program{t: t, said: &bytes.Buffer{}}
	lines := bufio.NewScanner(out)
	for p.base == "" && lines.Scan() {
		p.said.WriteString(lines.Text() + "\n")
		if m := addressLine.FindStringSubmatch(lines.Text()); m != nil {
			p.base = m[1]
		}
	}
	if p.base == "" {
		t.Fatalf("the program ended with %d: %s", <-exit, &stderr)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	stopped := false
	p.stop = func() int {
		if stopped {
			return 0
		}
		stopped = true
		cancel()
		select {
		case code := <-exit:
			return code
		case <-time.After(30 * time.Second):
			t.Fatal("the program does not stop")
			return -1
		}
	}
	t.Cleanup(func() { p.stop() })
	return p
}

func (p *program) get(path string, into any) *http.Response {
	p.t.Helper()
	response, err := http.Get(p.base + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	if into != nil {
		if err := json.Unmarshal(body, into); err != nil {
			p.t.Fatalf("%s: %v: %.200s", path, err, body)
		}
	}
	return response
}

// execute runs a subcommand to its end.
func execute(args []string, environ ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(context.Background(), args, environ, &out, &errs)
	return code, out.String(), errs.String()
}

type page struct {
	Items []struct {
		Code, Name, Type          string
		Department, Scene         struct{ Code, Name string }
		Lifecycle                 string
		Demonstration             *bool
		LegalLimit, PromisedLimit *struct {
			Value float64
			Unit  string
		}
	}
	Total int
}

// all pages through a list.
func (p *program) all(path string) (items page) {
	p.t.Helper()
	for number := 1; ; number++ {
		var got page
		p.get(fmt.Sprintf("%s%spage=%d&pageSize=100", path, map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")], number), &got)
		items.Items = append(items.Items, got.Items...)
		items.Total = got.Total
		if len(got.Items) == 0 {
			return items
		}
	}
}

// TestTheHall boots the program as a newcomer does, recomputes the report's totals by paging through the API,
// starts it a second time, and clears the demonstration while it serves.
func TestTheHall(t *testing.T) {
	database := filepath.Join(t.TempDir(), "new", "hall.db")
	p := start(t, database)
	if !strings.Contains(p.said.String(), "演示目录") {
		t.Errorf("nothing says that the demonstration catalogue was loaded: %s", p.said)
	}
	matters := p.all("/api/v1/matters")
	departments, codes := map[string]bool{}, map[string]bool{}
	var legal, promised float64
	workdays := map[string]float64{"workday": 1, "day": 5.0 / 7, "hour": 1.0 / 8, "month": 21, "year": 250}
	for _, m := range matters.Items {
		departments[m.Department.Code], codes[m.Code] = true, true
		if m.Demonstration == nil || !*m.Demonstration {
			t.Fatalf("%s is not labelled as demonstration", m.Name)
		}
		if m.LegalLimit != nil && m.PromisedLimit != nil {
			legal += m.LegalLimit.Value * workdays[m.LegalLimit.Unit]
			promised += m.PromisedLimit.Value * workdays[m.PromisedLimit.Unit]
		}
	}
	bundles := p.all("/api/v1/bundles")
	scenes, lifecycles := map[string]bool{}, map[string]bool{}
	for _, b := range bundles.Items {
		scenes[b.Scene.Code], lifecycles[b.Lifecycle] = true, true
	}
	entered := p.all("/api/v1/matters?type=01&entryBatch=%E5%A4%A7%E5%8E%85%E4%B9%8B%E5%A4%96%E6%97%A0%E5%AE%A1%E6%89%B9")
	moved := map[string]bool{}
	for _, m := range entered.Items {
		moved[m.Department.Code] = true
	}
	for name, counts := range map[string][2]int{
		"matters": {len(codes), 1733}, "total of matters": {matters.Total, 1733}, "departments with matters": {len(departments), 45},
		"departments": {len(p.all("/api/v1/departments").Items), 45}, "zones": {len(p.all("/api/v1/zones").Items), 8}, "windows": {len(p.all("/api/v1/windows").Items), 86},
		"bundles": {len(bundles.Items), 204}, "scenes with bundles": {len(scenes), 37}, "scenes": {len(p.all("/api/v1/scenes").Items), 37}, "life-cycles": {len(lifecycles), 3},
		"entry batch": {len(entered.Items), 115}, "departments of the entry batch": {len(moved), 14},
	} {
		if counts[0] != counts[1] {
			t.Errorf("%s: %d, want %d", name, counts[0], counts[1])
		}
	}
	if got := fmt.Sprintf("%.2f", (legal-promised)/legal*100); got != "81.82" {
		t.Errorf("time reduction %s %%, want 81.82", got)
	}
	if got := p.get("/api/v1/matters", nil).Header.Get("X-Catalogue-Demonstration"); got != "true" {
		t.Errorf("X-Catalogue-Demonstration is %q", got)
	}
	if code := p.stop(); code != exitDone {
		t.Errorf("stopped with %d", code)
	}

	again := start(t, database)
	if strings.Contains(again.said.String(), "演示目录") {
		t.Error("the second start loaded the demonstration catalogue again")
	}
	sample := matters.Items[0].Code
	if got := again.get("/api/v1/matters/"+sample, nil).StatusCode; got != http.StatusOK {
		t.Fatalf("%s after a restart: %d", sample, got)
	}
	code, said, stderr := execute([]string{"demo", "clear", "--database", "sqlite:" + database})
	if code != exitDone || !strings.Contains(said, "第2版") {
		t.Fatalf("demo clear: %d, %s%s", code, said, stderr)
	}
	deadline := time.Now().Add(20 * time.Second) // of a machine under load; alone it takes a quarter of a second
	for again.get("/api/v1/matters", nil).Header.Get("X-Catalogue-Revision") != "2" {
		if time.Now().After(deadline) {
			t.Fatal("what another process published is never served")
		}
	}
	var empty page
	response := again.get("/api/v1/matters", &empty)
	if empty.Total != 0 || response.Header.Get("X-Catalogue-Demonstration") != "" {
		t.Errorf("after demo clear: %d matters, headers %v", empty.Total, response.Header)
	}
	if got := again.get("/api/v1/matters/"+sample, nil).StatusCode; got != http.StatusGone {
		t.Errorf("%s after demo clear: %d", sample, got)
	}
	if code, said, _ := execute([]string{"demo", "clear", "--database", "sqlite:" + database}); code != exitDone || !strings.Contains(said, "没有演示数据") {
		t.Errorf("a second demo clear: %d, %s", code, said)
	}
}

func TestEmpty(t *testing.T) {
	p := start(t, filepath.Join(t.TempDir(), "hall.db"), "--empty")
	var got page
	if response := p.get("/api/v1/matters", &got); got.Total != 0 || got.Items == nil || response.Header.Get("X-Catalogue-Demonstration") != "" {
		t.Errorf("an empty hall: %+v, %v", got, response.Header)
	}
	var figures struct{ AsOf *string }
	if p.get("/api/v1/stats", &figures); figures.AsOf != nil {
		t.Errorf("an empty hall's figures are of %s", *figures.AsOf)
	}
	if got := p.get("/readyz", nil).StatusCode; got != http.StatusOK {
		t.Errorf("/readyz: %d", got)
	}
	address := strings.TrimPrefix(p.base, "http://")
	if code, said, stderr := execute([]string{"healthcheck"}, "HALL_ADDR="+address); code != exitDone {
		t.Errorf("healthcheck: %d %s%s", code, said, stderr)
	}
	if code, _, stderr := execute([]string{"serve", "--addr", address, "--database", "sqlite:" + filepath.Join(t.TempDir(), "other.db"), "--empty"}); code != exitFailed || !strings.Contains(stderr, "占用") {
		t.Errorf("a port in use: %d %s", code, stderr)
	}
	p.stop()
	if code, _, _ := execute([]string{"healthcheck"}, "HALL_ADDR="+address); code != exitFailed {
		t.Errorf("healthcheck of a server that has stopped: %d", code)
	}
}

func TestUsage(t *testing.T) {
	none := "sqlite:" + filepath.Join(t.TempDir(), "none.db")
	for _, tt := range []struct {
		args    []string
		environ []string
		code    int
		says    string
	}{
		{[]string{"version"}, nil, exitDone, "SQLite 3."},
		{[]string{"help"}, nil, exitDone, "HALL_TRUSTED_PROXIES"},
		{[]string{"serve", "--help"}, nil, exitDone, "HALL_METRICS_ALLOW"},
		{[]string{"--help"}, nil, exitDone, "demo clear"},
		{[]string{"fly"}, nil, exitUsage, "fly"},
		{[]string{"serve", "--colour"}, nil, exitUsage, "不认识选项 --colour"},
		{[]string{"serve", "here"}, nil, exitUsage, "here"},
		{[]string{"demo"}, nil, exitUsage, "clear"},
		{[]string{"version", "extra"}, nil, exitUsage, "extra"},
		{[]string{"version", "--empty"}, nil, exitUsage, "--empty"},
		{[]string{"--log", "json", "version"}, nil, exitDone, "SQLite 3."},
		{[]string{"version", "--log"}, nil, exitUsage, "--log"},
		{[]string{"serve", "--database", "sqlite::memory:"}, nil, exitUsage, "sqlite:"},
		{[]string{"demo", "--database", none, "clear"}, nil, exitFailed, "还没有数据库"},
		{[]string{"demo", "clear", "--database", none}, nil, exitFailed, "还没有数据库"},
		{[]string{"version"}, []string{"HALL_ADRR=1"}, exitUsage, "HALL_ADRR"},
		{[]string{"serve"}, []string{"HALL_LOG=xml"}, exitUsage, "HALL_LOG"},
		{[]string{"serve"}, []string{"HALL_ADDR=8080"}, exitUsage, "127.0.0.1:8080"},
		{[]string{"serve"}, []string{"HALL_RATE_LIMIT=NaN"}, exitUsage, "每秒"},
		{[]string{"serve"}, []string{"HALL_TRUSTED_PROXIES=10.0.0.0/33"}, exitUsage, "10.0.0.0/33"},
		{[]string{"serve", "--database", "postgres://x"}, nil, exitUsage, "sqlite:"},
	} {
		code, stdout, stderr := execute(tt.args, tt.environ...)
		said := stdout
		if tt.code != exitDone {
			said = stderr
		}
		if code != tt.code || !strings.Contains(said, tt.says) {
			t.Errorf("%v %v: %d, said %q, want %d and %q", tt.args, tt.environ, code, said, tt.code, tt.says)
		}
	}
}

// TestInterruptedFirstStart: a first start that is cut short leaves a hall that still waits for its catalogue.
func TestInterruptedFirstStart(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "hall.db")
	db, err := store.Open(ctx, path, store.Options{Create: true, Demonstration: true}) // and here the power fails
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	p := start(t, path)
	var got page
	if p.get("/api/v1/matters", &got); got.Total != 1733 {
		t.Errorf("after an interrupted first start: %d matters", got.Total)
	}
}

// TestDatabaseGoesBack: when the file is exchanged for an older state, the server says that it is not ready and
// keeps serving what it has.
func TestDatabaseGoesBack(t *testing.T) {
	ctx := context.Background()
	db := running.Store(t)
	running.Publish(t, db, testkit.Hall(t))
	live := running.Live(t, db)
	at := live.Current().Revision
	at.Number += 5
	live.Swap(snapshot.Build(&catalog.Dataset{}, at, catalog.Log{}))
	if err := follow(ctx, db, live); !errors.Is(err, errWentBack) {
		t.Errorf("follow: %v", err)
	}
	if err := sound(ctx, db, live); !errors.Is(err, errWentBack) {
		t.Errorf("sound: %v", err)
	}
	if live.Current().Revision.Number != at.Number {
		t.Error("the older state was taken in")
	}
}

func TestNetworks(t *testing.T) {
	for text, want := range map[string]string{"": "[]", "10.0.0.0/8": "[10.0.0.0/8]", "::ffff:10.0.0.1": "[10.0.0.1/32]", "10.1.2.3, 2001:db8::/32": "[10.1.2.3/32 2001:db8::/32]"} {
		got, err := networks(text)
		if err != nil || fmt.Sprint(got) != want {
			t.Errorf("%q: %v, %v, want %s", text, got, err, want)
		}
	}
}

// TestStoppedWhileStarting: a program that is told to stop before it serves ends well.
func TestStoppedWhileStarting(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out, errs strings.Builder
	database := "sqlite:" + filepath.Join(t.TempDir(), "hall.db")
	if code := run(ctx, []string{"serve", "--addr", "127.0.0.1:0", "--database", database}, nil, &out, &errs); code != exitDone || errs.String() != "" {
		t.Errorf("%d %s", code, errs.String())
	}
}
