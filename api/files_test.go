package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/demo"
	"servicehall/internal/exchange"
	"servicehall/internal/store"
	"servicehall/internal/testkit/running"
)

// datasetFile writes the records into a file.
func datasetFile(t *testing.T, name string, data *catalog.Dataset) string {
	t.Helper()
	b, err := exchange.Write(name, data)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// demonstrationFile writes the demonstration catalogue into a file.
func demonstrationFile(t *testing.T, name string) string {
	t.Helper()
	data, err := demo.Dataset()
	if err != nil {
		t.Fatal(err)
	}
	return datasetFile(t, name, data)
}

// plainExport is the whole catalogue as exported, without versions and times.
func plainExport(t *testing.T, database string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "all.json")
	if code, _, stderr := execute([]string{"export", path, "--database", database}); code != exitDone {
		t.Fatalf("export: %d %s", code, stderr)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var kinds map[string][]map[string]any
	if err := json.Unmarshal(b, &kinds); err != nil {
		t.Fatal(err)
	}
	for _, records := range kinds {
		for _, r := range records {
			delete(r, "version")
			delete(r, "updatedAt")
		}
	}
	plain, err := json.Marshal(kinds)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

// plainSnapshot is the snapshot's bytes as served, but for epoch, revision, versions and times.
func plainSnapshot(t *testing.T, database string) string {
	t.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, strings.TrimPrefix(database, "sqlite:"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() // it was only read
	live := running.Live(t, db)
	var b strings.Builder
	if _, err := live.Current().Snapshot().WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`^\{"epoch":"[^"]*","revision":\d+|"version":\d+|"updatedAt":"[^"]*"`).ReplaceAllString(b.String(), "")
}

// TestThereAndBack: the demonstration catalogue goes through every kind of file into an empty database and comes
// out as it was; imported once more it is no publication.
func TestThereAndBack(t *testing.T) {
	first := "sqlite:" + filepath.Join(t.TempDir(), "first.db")
	if code, said, stderr := execute([]string{"import", demonstrationFile(t, "all.json"), "--database", first}); code != exitDone || !strings.Contains(said, "第1版") {
		t.Fatalf("import: %d %.500s %s", code, said, stderr)
	}
	want := plainExport(t, first)
	workbook := filepath.Join(t.TempDir(), "all.xlsx")
	if code, _, stderr := execute([]string{"export", "--database", first, workbook}); code != exitDone {
		t.Fatalf("export: %d %s", code, stderr)
	}
	second := "sqlite:" + filepath.Join(t.TempDir(), "second.db")
	if code, said, stderr := execute([]string{"import", "--database", second, workbook}); code != exitDone {
		t.Fatalf("import: %d %.500s %s", code, said, stderr)
	}
	if got := plainExport(t, second); got != want {
		t.Error("the catalogue that came out of the workbook is another one")
	}
	if got, want := plainSnapshot(t, second), plainSnapshot(t, first); got != want || len(got) < 1_000_000 {
		t.Errorf("the snapshot of the catalogue that came out of the workbook is another one, %d bytes and %d", len(got), len(want))
	}
	plain := filepath.Join(t.TempDir(), "all.csv")
	if code, _, stderr := execute([]string{"export", "--database", first, plain}); code != exitDone {
		t.Fatalf("export: %d %s", code, stderr)
	}
	for _, file := range []string{workbook, plain} {
		if code, said, stderr := execute([]string{"import", file, "--database", first}); code != exitDone || !strings.Contains(said, "没有新的发布") {
			t.Errorf("%s once more: %d %.500s %s", filepath.Base(file), code, said, stderr)
		}
	}
	if code, said, _ := execute([]string{"check", "--database", second}); code != exitDone || !strings.Contains(said, "错误0处") {
		t.Errorf("check: %d %.300s", code, said)
	}
}

func TestImportFaults(t *testing.T) {
	folder := t.TempDir()
	database := "sqlite:" + filepath.Join(folder, "hall.db")
	file := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := file("good.csv", "事项编码,事项名称,部门\nN1,甲,县一局\n")
	bad := file("bad.csv", "事项编码,事项名称,部门,承诺时限\nN1,甲甲,县一局,几天\nN2,乙,县一局,3工作日\n")

	if code, said, stderr := execute([]string{"import", good, "--database", database}); code != exitFailed || !strings.Contains(said, "--create-missing") {
		t.Errorf("an unknown department: %d %s%s", code, said, stderr)
	}
	if code, said, _ := execute([]string{"import", good, "--database", database, "--create-missing", "--dry-run"}); code != exitDone || !strings.Contains(said, "什么也没有写") {
		t.Errorf("dry run: %d %s", code, said)
	}
	if got := plainExport(t, database); strings.Contains(got, "N1") {
		t.Error("a dry run wrote something")
	}
	if code, said, _ := execute([]string{"import", good, "--database", database, "--create-missing"}); code != exitDone || !strings.Contains(said, "第1版") {
		t.Errorf("import: %d %s", code, said)
	}
	before := plainExport(t, database)
	report := filepath.Join(folder, "report.json")
	code, said, stderr := execute([]string{"import", bad, "--database", database, "--report", report})
	if code != exitFailed || !strings.Contains(said, "第2行“承诺时限”列") || !strings.Contains(stderr, "--accept-good-rows") {
		t.Errorf("a fault: %d %s%s", code, said, stderr)
	}
	if plainExport(t, database) != before {
		t.Error("a refused file changed the catalogue")
	}
	var told exchange.Report
	if b, err := os.ReadFile(report); err != nil || json.Unmarshal(b, &told) != nil || told.Count(exchange.Error) != 1 || told.Findings[0].Value != "几天" {
		t.Errorf("report %+v, %v", told, err)
	}
	if code, _, _ := execute([]string{"import", good, bad, "--database", database, "--report", report}); code != exitFailed {
		t.Errorf("two files, one with a fault: %d", code)
	}
	var all []exchange.Report
	if b, err := os.ReadFile(report); err != nil || json.Unmarshal(b, &all) != nil || len(all) != 2 || all[0].Count(exchange.Error) != 0 || all[1].Count(exchange.Error) != 1 {
		t.Errorf("the reports of two files: %+v, %v", all, err)
	}
	if code, said, _ := execute([]string{"import", bad, "--database", database, "--accept-good-rows"}); code != exitDone || !strings.Contains(said, "导入了1条") {
		t.Errorf("the good rows: %d %s", code, said)
	}
	if got := plainExport(t, database); !strings.Contains(got, `"N2"`) || strings.Contains(got, "甲甲") {
		t.Error("not exactly the good rows came in")
	}
	if _, err := os.Stat(filepath.Join(folder, "bad-待改.xlsx")); err != nil {
		t.Errorf("the bad rows: %v", err)
	}
	records := file("records.json", `{"matters":[{"code":"N2","name":"乙乙"},{"code":"N3","colour":"红"}]}`)
	if code, said, _ := execute([]string{"import", records, "--database", database, "--accept-good-rows"}); code != exitDone || !strings.Contains(said, "导入了1条") {
		t.Errorf("the good records: %d %s", code, said)
	}
	if rest, err := os.ReadFile(filepath.Join(folder, "records-待改.json")); err != nil || !strings.Contains(string(rest), "N3") || strings.Contains(string(rest), "N2") {
		t.Errorf("the bad records: %s, %v", rest, err)
	}
	for _, args := range [][]string{{"import", filepath.Join(folder, "none.xlsx")}, {"import", file("letter.txt", "信")}, {"import", file("jpg.xlsx", "\xff\xd8\xff")}, {"export", filepath.Join(folder, "x.pdf")}, {"import", good, "--mapping", file("m.yaml", "颜色: 红")}} {
		if code, said, stderr := execute(append(args, "--database", database)); code != exitFailed || stderr == "" || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%v: %d %s%s", args, code, said, stderr)
		}
	}
	for _, args := range [][]string{{"import"}, {"export"}, {"export", "x.csv", "--template"}, {"export", "x.xlsx", "--dry-run"}, {"import", good, "--report", "x.txt"}, {"import", file("x.json", "{}"), "--report", "x.xlsx"}} {
		if code, _, stderr := execute(append(args, "--database", database)); code != exitUsage {
			t.Errorf("%v: %d %s", args, code, stderr)
		}
	}
	if code, said, stderr := execute([]string{"export", filepath.Join(folder, "t.xlsx"), "--template", "--database", database}); code != exitDone {
		t.Errorf("template: %d %s%s", code, said, stderr)
	}
}

// TestRestAndReport: what was written before is not written over, and what cannot be written is found out before
// anything is imported.
func TestRestAndReport(t *testing.T) {
	folder := t.TempDir()
	database := "sqlite:" + filepath.Join(folder, "hall.db")
	inside := filepath.Join(folder, "in")
	if err := os.Mkdir(inside, 0o700); err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(inside, "bad.csv")
	if err := os.WriteFile(bad, []byte("事项编码,事项名称,部门,承诺时限\nN1,甲,县一局,几天\nN2,乙,县一局,3工作日\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mended := filepath.Join(inside, "bad-待改.xlsx")
	if err := os.WriteFile(mended, []byte("somebody's corrections"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(inside, "x.json"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"a report in no folder":    {"--report", filepath.Join(folder, "none", "report.json")},
		"a report that is one":     {"--report", filepath.Join(inside, "x.json")},
		"marked cells in no place": {"--report", filepath.Join(folder, "none", "report.xlsx")},
	} {
		code, said, stderr := execute(append([]string{"import", bad, "--database", database, "--create-missing", "--accept-good-rows"}, args...))
		if code != exitFailed || strings.Contains(said, "导入了") || !strings.Contains(stderr, "文件夹") || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: %d %s%s", name, code, said, stderr)
		}
	}
	if os.Geteuid() != 0 { // root may write everywhere
		if err := os.Chmod(inside, 0o500); err != nil {
			t.Fatal(err)
		}
		code, said, stderr := execute([]string{"import", bad, "--database", database, "--create-missing", "--accept-good-rows"})
		if code != exitFailed || strings.Contains(said, "导入了") || !strings.Contains(stderr, "权限") {
			t.Errorf("nothing can be written beside the file: %d %s%s", code, said, stderr)
		}
		if err := os.Chmod(inside, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	code, said, stderr := execute([]string{"import", bad, "--database", database, "--create-missing", "--accept-good-rows"})
	if code != exitDone || !strings.Contains(said, "还有1行没有导入，写在 "+filepath.Join(inside, "bad-待改-2.xlsx")) {
		t.Errorf("%d %s%s", code, said, stderr)
	}
	if b, err := os.ReadFile(mended); err != nil || string(b) != "somebody's corrections" {
		t.Errorf("what was there is %q now, %v", b, err)
	}
	if left, err := filepath.Glob(filepath.Join(inside, ".export-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestTooLarge: a file that is too large is refused by its size, before it is read.
func TestTooLarge(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"a.xlsx", "a.csv", "a.json"} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, 200<<20); err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		code, said, stderr := execute([]string{"import", path, "--database", "sqlite:" + filepath.Join(folder, "hall.db")})
		runtime.ReadMemStats(&after)
		if code != exitFailed || !strings.Contains(stderr, "200 MB") || (after.TotalAlloc-before.TotalAlloc)>>20 > 100 {
			t.Errorf("%s: %d %s%s, %d MB", name, code, said, stderr, (after.TotalAlloc-before.TotalAlloc)>>20)
		}
	}
}

// TestSaidOnTheCommandLine: what is wrong is said in Chinese, with the file and the right usage.
func TestSaidOnTheCommandLine(t *testing.T) {
	folder := t.TempDir()
	database := "sqlite:" + filepath.Join(folder, "hall.db")
	file := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good, odd, broken := file("good.csv", "事项编码,事项名称,部门\nN1,甲,县一局\n"), file("odd.csv", "甲,乙\n1,2\n"), file("broken.xlsx", "信")
	for _, tt := range []struct {
		name string
		args []string
		want []string
	}{
		{"an unreadable file among others", []string{"import", good, broken}, []string{broken}},
		{"a file without tables among others", []string{"import", good, odd}, []string{odd + "：文件里没有能导入的表"}},
		{"no file at all", []string{"import"}, []string{"import 后面还要写别的\n", "用法：import 文件…"}},
		{"an unknown option", []string{"import", good, "--dryrun"}, []string{"--dryrun", "用法：import 文件…"}},
		{"no mapping", []string{"import", good, "--mapping", filepath.Join(folder, "none.yaml")}, []string{"对照文件：没有文件"}},
	} {
		code, said, stderr := execute(append(tt.args, "--database", database, "--create-missing"))
		for _, want := range tt.want {
			if code == exitDone || !strings.Contains(stderr, want) || strings.Contains(stderr, "open ") {
				t.Errorf("%s: %d %s%s, want %s", tt.name, code, said, stderr, want)
			}
		}
	}
	if code, said, stderr := execute([]string{"import", demonstrationFile(t, "all.json"), "--database", database}); code != exitDone {
		t.Fatalf("%d %.300s %s", code, said, stderr)
	}
	if _, said, _ := execute([]string{"check", "--database", database}); !regexp.MustCompile(`要素完整率 \S+：\d+\.\d%（\d+ / \d+）`).MatchString(said) {
		t.Errorf("check: %.500s", said)
	}
	many := "事项编码,事项名称,部门\n"
	for i := range 30 {
		many += "Q" + string(rune('A'+i)) + ",甲,县一局\n"
	}
	if code, said, stderr := execute([]string{"import", file("many.csv", many), "--database", database, "--create-missing"}); code != exitDone {
		t.Fatalf("%d %.300s %s", code, said, stderr)
	}
	if _, said, _ := execute([]string{"check", "--database", database}); !strings.Contains(said, "全部的用 check --json 看") {
		t.Errorf("check: %.500s", said)
	}
}
