package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"servicehall/internal/exchange"
	"servicehall/internal/store"
	"servicehall/internal/testkit"
	"servicehall/internal/testkit/hostile"
)

// smallHall makes a database with the hall of testkit.
func smallHall(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	file, err := exchange.Write("hall.json", testkit.Hall(t))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "hall.json")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	database := filepath.Join(folder, "hall.db")
	if code, _, stderr := execute([]string{"import", path, "--database", "sqlite:" + database}); code != exitDone {
		t.Fatalf("import: %d %s", code, stderr)
	}
	return database
}

// stateOf is the revision of a database and a hash of everything in its catalogue.
func stateOf(t *testing.T, database string) string {
	t.Helper()
	db, err := store.Open(context.Background(), database, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	data, at, err := db.Load(context.Background())
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	b, err := exchange.Write("all.json", data)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s %d %x", at.Epoch, at.Number, sha256.Sum256(b))
}

var han = regexp.MustCompile(`\p{Han}`)

// TestHostileImports: whatever is given to the command, it ends with one Chinese sentence on stderr, says which cell
// is wrong where cells could be read, and leaves the catalogue as it was.
func TestHostileImports(t *testing.T) {
	type attack struct {
		name, file string
		data       func() []byte
		says       string
	}
	var attacks []attack
	for _, f := range hostile.Refusals(t) {
		attacks = append(attacks, attack{f.Name, f.File, f.Data, f.Says})
	}
	for _, f := range hostile.Readings(t) { // their cells are read, and tell of no department
		attacks = append(attacks, attack{f.Name, f.File, f.Data, "错误"})
	}
	text := func(s string) func() []byte { return func() []byte { return []byte(s) } }
	workbook := func(sheet string, rows ...[]any) func() []byte {
		return func() []byte {
			return hostile.Workbook(t, func(f *excelize.File) error {
				if err := f.SetSheetName("Sheet1", sheet); err != nil {
					return err
				}
				for i, row := range rows {
					if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
						return err
					}
				}
				return nil
			})
		}
	}
	head := []any{"事项编码", "事项名称", "实施主体"}
	attacks = append(attacks,
		attack{"duplicate codes", "a.csv", text("事项编码,事项名称,实施主体\nN1,甲,D1\nN2,乙,D1\nN1,丙,D1\n"), "第4行“事项编码”列：事项编码“N1”在第2行已经有了"},
		attack{"unknown departments", "a.csv", text("事项编码,事项名称,部门\nN1,甲,县不存在局\nN2,乙,D1\n"), "第2行“部门”列：没有叫“县不存在局”的部门"},
		attack{"child rows without parent", "a.xlsx", workbook("材料", []any{"事项编码", "材料名称"}, []any{"M1", "身份证"}, []any{"没有的", "照片"}), "第3行“事项编码”列：没有编码为“没有的”的事项"},
		attack{"numbers as codes", "a.xlsx", workbook("事项", head, []any{5.10000000000001e17, "甲", "D1"}), "第2行“事项编码”列：这一格是数字"},
		attack{"a code of 65 characters", "a.csv", text("事项编码,事项名称,实施主体\n" + strings.Repeat("N", 65) + ",甲,D1\n"), "编码是 1 到 64 个字符"},
		attack{"a name of 90,000 characters", "a.csv", text("事项编码,事项名称,实施主体\nN1," + strings.Repeat("长", 90_000) + ",D1\n"), "第2行“事项名称”列：最多"},
		attack{"a type of 30,000 characters", "a.csv", text("事项编码,事项名称,实施主体,事项类型\nN1,甲,D1," + strings.Repeat("长", 30_000) + "\n"), "第2行“事项类型”列：“长"},
		attack{"control characters", "a.csv", text("事项编码,事项名称,实施主体\nN1,甲\x07乙,D1\n"), "含有看不见的控制字符（U+0007）"},
		attack{"a required field emptied", "a.csv", text("事项编码,事项名称\nM1,\n"), "事项名称不能为空"},
		attack{"a former code that leads nowhere", "a.csv", text("事项编码,事项名称,原事项编码\nN1,甲,没有\n"), "目录里没有编码为“没有”的事项"},
		attack{"headers that nobody knows", "a.csv", text("甲,乙\n1,2\n"), "文件里没有能导入的表"},
		attack{"the sheet without its codes", "a.xlsx", workbook("事项", []any{"事项名称", "实施主体"}, []any{"甲", "D1"}), "事项编码"},
		attack{"an empty json", "a.json", text(""), "文件是空的"},
		attack{"json that is a list", "a.json", text("[]"), "最外层是一个对象"},
		attack{"json that breaks off", "a.json", text(`{"matters":[{"code":"M1"`), "格式不对"},
		attack{"json that is no UTF-8", "a.json", text("{\"matters\":[{\"code\":\"M1\",\"name\":\"\xff\"}]}"), "不是 UTF-8"},
		attack{"json with an unknown field", "a.json", text(`{"matters":[{"code":"M1","colour":"红"}]}`), "不认识的字段“colour”"},
		attack{"json with a wrong type", "a.json", text(`{"matters":[{"code":"M1","name":{}}]}`), "“name”类型不对"},
		attack{"json with a key twice", "a.json", text(`{"matters":[{"code":"M1","name":"甲","name":"乙"}]}`), "字段“name”写了两次"},
		attack{"json with a list twice", "a.json", text(`{"matters":[],"matters":[{"code":"M1","name":"乙"}]}`), "“matters”写了两次"},
		attack{"json nested 100,000 deep", "a.json", text(`{"matters":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}"), "层次也不能太深"},
		attack{"json of another thing", "a.json", text(`{"matters":"全部"}`), "“matters”要是一个列表"},
		attack{"json that takes a name", "a.json", text(`{"matters":[{"code":"M1","name":""}]}`), "不能为空"},
		attack{"json larger than 64 MB", "a.json", func() []byte { return []byte(strings.Repeat(" ", 64<<20) + "{}") }, "超过 64 MB"},
	)
	database := smallHall(t)
	before := stateOf(t, database)
	folder := t.TempDir()
	try := func(t *testing.T, path, says string) {
		t.Helper()
		code, said, stderr := execute([]string{"import", path, "--database", "sqlite:" + database})
		if code != exitFailed || strings.Count(stderr, "\n") != 1 || !han.MatchString(stderr) || len(said)+len(stderr) > 20_000 {
			t.Errorf("exit %d, %d bytes, stderr %.500s", code, len(said)+len(stderr), stderr)
		}
		if !strings.Contains(said+stderr, says) {
			t.Errorf("does not say %q: %.500s%.500s", says, said, stderr)
		}
		if after := stateOf(t, database); after != before {
			t.Errorf("the catalogue is now %s, was %s", after, before)
		}
	}
	for i, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			own := filepath.Join(folder, fmt.Sprint(i))
			path := filepath.Join(own, a.file)
			if err := os.Mkdir(own, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, a.data(), 0o600); err != nil {
				t.Fatal(err)
			}
			try(t, path, a.says)
		})
	}
	t.Run("a folder", func(t *testing.T) {
		path := filepath.Join(folder, "a.xlsx")
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		try(t, path, "是文件夹")
	})
	t.Run("no file", func(t *testing.T) { try(t, filepath.Join(folder, "none.csv"), "没有文件") })
}

// TestOddImports: what is merely odd comes in, or changes nothing, and is said.
func TestOddImports(t *testing.T) {
	row := `<row r="2">` + hostile.Inline("A2", "M1") + hostile.Inline("B2", "出生登记") + `</row>`
	for name, tt := range map[string]struct {
		file string
		data []byte
		says string
	}{
		"macros":         {"a.xlsx", hostile.Handmade(t, hostile.Sheet(hostile.Head()+row), "xl/vbaProject.bin", "x"), "文件带有宏"},
		"external links": {"a.xlsx", hostile.Handmade(t, hostile.Sheet(hostile.Head()+row), "xl/externalLinks/externalLink1.xml", "<a/>"), "文件引用了别的工作簿"},
		"GB18030":        {"a.csv", []byte(hostile.National(t, "事项编码,事项名称\nM1,出生登记\n")), "没有新的发布"},
		"unknown column": {"a.csv", []byte("事项编码,事项名称,颜色\nM1,出生登记,红\n"), "不认识的列没有读：颜色"},
		"a snapshot":     {"a.json", []byte(`{"epoch":"e","revision":7,"matters":[{"code":"M1","name":"出生登记"}]}`), "没有新的发布"},
	} {
		t.Run(name, func(t *testing.T) {
			database := smallHall(t)
			before := stateOf(t, database)
			path := filepath.Join(t.TempDir(), tt.file)
			if err := os.WriteFile(path, tt.data, 0o600); err != nil {
				t.Fatal(err)
			}
			code, said, stderr := execute([]string{"import", path, "--database", "sqlite:" + database})
			if code != exitDone || stderr != "" || !strings.Contains(said, tt.says) {
				t.Errorf("exit %d, %.500s%.500s, want %q", code, said, stderr, tt.says)
			}
			if after := stateOf(t, database); after != before {
				t.Errorf("the catalogue is now %s, was %s", after, before)
			}
		})
	}
}
