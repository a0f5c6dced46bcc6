package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"servicehall/internal/catalog"
	"servicehall/internal/editing"
	"servicehall/internal/exchange"
	"servicehall/internal/exchange/tabular"
	"servicehall/internal/store"
)

// errFaults ends a command whose report has been printed already.
var errFaults = errors.New("没有导入：请按上面的说明改正后再导入，或者加 --accept-good-rows 先导入没有错误的记录")

// inFile is a file on its way into the catalogue.
type inFile struct {
	path string
	data []byte
	book *tabular.Book // nil for a .json file
}

// importFiles takes files into the catalogue as one revision and prints what it did.
func importFiles(ctx context.Context, c *call) error {
	if err := checkReport(c); err != nil {
		return err
	}
	mapping, err := readMapping(c.config.Mapping)
	if err != nil {
		return err
	}
	database, clean, err := importDatabase(c)
	if err != nil {
		return err
	}
	defer clean()
	files := make([]inFile, len(c.args))
	imports := make([]editing.ImportFile, len(c.args))
	options := exchange.PlanOptions{Mapping: mapping, CreateMissing: c.config.CreateMissing}
	for i, path := range c.args {
		f, err := readFile(path, mapping)
		if err != nil {
			return err
		}
		files[i] = f
		imports[i].Plan = func(present *catalog.Dataset) (*exchange.Plan, error) {
			if f.book == nil {
				return exchange.MakeJSON(filepath.Base(f.path), f.data, present, options)
			}
			plan, err := exchange.Make(f.book, present, options)
			return plan, named(f.path, err)
		}
	}
	db, err := store.Open(ctx, database, store.Options{Create: true})
	if err != nil {
		return err
	}
	plans, at, err := editing.New(db).Import(ctx, imports, editing.ImportOptions{GoodRows: c.config.GoodRows, DryRun: c.config.DryRun, Progress: progress(c)},
		catalog.Publication{Account: shell, Note: "导入 " + strings.Join(c.args, "、")})
	if closeErr := db.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	return reportImport(c, files, plans, at)
}

// checkReport refuses a report, or a file for the rows that are left out, that could not be written, before anything
// is done.
func checkReport(c *call) error {
	switch ending := strings.ToLower(filepath.Ext(c.config.Report)); {
	case c.config.Report == "", ending == ".json":
	case ending != ".xlsx":
		return fmt.Errorf("%w：--report 的文件名请以 .json 或者 .xlsx 结尾", errUsage)
	case len(c.args) > 1 || strings.EqualFold(filepath.Ext(c.args[0]), ".json"):
		return fmt.Errorf("%w：标红的表一次只能对一个 .xlsx 或者 .csv 文件，检查结果请写成 .json", errUsage)
	}
	if c.config.Report != "" {
		if info, err := os.Stat(c.config.Report); err == nil && info.IsDir() {
			return fmt.Errorf("%s 是文件夹，--report 请写文件名", c.config.Report)
		}
		if err := canWrite(c.config.Report); err != nil {
			return err
		}
	}
	if c.config.GoodRows && !c.config.DryRun {
		for _, path := range c.args {
			if _, err := os.Stat(path); err != nil {
				continue // reading it will say so
			}
			if err := canWrite(restPath(path, ".xlsx")); err != nil {
				return fmt.Errorf("没有导入的行要写在文件旁边：%w", err)
			}
		}
	}
	return nil
}

// canWrite says whether a file could be put at the path, and leaves nothing behind.
func canWrite(path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".export-*")
	if err == nil {
		err = errors.Join(f.Close(), os.Remove(f.Name()))
	}
	if err != nil {
		return cannotWrite(path, err)
	}
	return nil
}

// cannotWrite says in Chinese why a file cannot be written.
func cannotWrite(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("写不了 %s：没有文件夹 %s，请先建好或者换一个位置", path, filepath.Dir(path))
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("写不了 %s：没有写入文件夹 %s 的权限，请换一个位置", path, filepath.Dir(path))
	}
	return fmt.Errorf("写不了 %s：%w", path, err)
}

// readMapping reads the mapping file; without one there is no mapping.
func readMapping(path string) (*exchange.Mapping, error) {
	if path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("对照文件：%w", cannotRead(path, err))
	}
	mapping, err := exchange.ReadMapping(data)
	return mapping, named(path, err)
}

// importDatabase returns the path of the database to import into and what to do with it afterwards: a dry run
// where there is none leaves none behind.
func importDatabase(c *call) (path string, clean func(), err error) {
	if _, err := os.Stat(c.config.Database); !c.config.DryRun || !errors.Is(err, fs.ErrNotExist) {
		return c.config.Database, func() {}, nil
	}
	folder, err := os.MkdirTemp("", "import-*")
	return filepath.Join(folder, "dry.db"), func() { _ = os.RemoveAll(folder) }, err // what is left lies with the system's temporary files
}

func readFile(path string, mapping *exchange.Mapping) (inFile, error) {
	f := inFile{path: path}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return f, cannotRead(path, err)
	case info.IsDir():
		return f, fmt.Errorf("%s 是文件夹，请写出里面要导入的文件", path)
	case info.Size() > exchange.MaxFile:
		return f, fmt.Errorf("%s 有 %d MB，超过 %d MB 的上限，请拆成几个文件分别导入", path, (info.Size()+1<<20-1)>>20, exchange.MaxFile>>20)
	}
	if f.data, err = os.ReadFile(path); err != nil {
		return f, cannotRead(path, err)
	}
	if strings.EqualFold(filepath.Ext(path), ".json") {
		return f, nil
	}
	f.book, err = tabular.Read(filepath.Base(path), f.data, exchange.Knows(mapping), tabular.Limits{Bytes: exchange.MaxFile})
	return f, named(path, err)
}

// named says of which file an error is.
func named(path string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s：%w", path, err)
}

// cannotRead says in Chinese why a file cannot be read.
func cannotRead(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("没有文件 %s，请核对文件名和所在的文件夹", path)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("没有读 %s 的权限", path)
	}
	return fmt.Errorf("读不了 %s：%w", path, err)
}

// progress shows on a terminal how far a large import is; anywhere else it is silent.
func progress(c *call) func(done, total int) {
	const step = 500
	f, ok := c.stderr.(*os.File)
	if !ok {
		return nil
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return func(done, total int) {
		if done%step == 0 || done == total && total > step {
			fmt.Fprintf(f, "\r已写入 %d / %d", done, total)
			if done == total {
				fmt.Fprintln(f)
			}
		}
	}
}

// reportImport prints the reports, writes the files that were asked for, and says what was done.
func reportImport(c *call, files []inFile, plans []*exchange.Plan, at catalog.Revision) error {
	changes, faults, refused := 0, 0, 0
	var rests []string // files with the rows that were left out
	var late error     // the first of the files that could not be written
	for i, plan := range plans {
		plan.Report.WriteText(c.stdout)
		changes += len(plan.Records)
		faults += plan.Report.Count(exchange.Error)
		for _, rows := range plan.Bad {
			refused += len(rows)
		}
		late = cmp.Or(late, writeMarked(c, files[i], plan))
		rest, err := writeRest(c, files[i], plan)
		if late = cmp.Or(late, err); rest != "" {
			rests = append(rests, rest)
		}
	}
	late = cmp.Or(late, writeReport(c, plans))
	switch {
	case faults > 0 && !c.config.GoodRows:
		return cmp.Or(late, errFaults)
	case c.config.DryRun:
		fmt.Fprintln(c.stdout, "只是检查，什么也没有写。")
	case changes == 0 && faults > 0:
		return cmp.Or(late, errors.New("没有一条可以导入，请按上面的说明改正"))
	case changes == 0:
		fmt.Fprintln(c.stdout, "文件与目录一致，没有新的发布。")
	case late != nil:
		return fmt.Errorf("已经导入了%d条，目录现在是第%d版，不用再导入；只是%w", changes, at.Number, late)
	default:
		fmt.Fprintf(c.stdout, "导入了%d条，目录现在是第%d版。\n", changes, at.Number)
	}
	if refused > 0 && late == nil && !c.config.DryRun {
		fmt.Fprintf(c.stdout, "还有%d行没有导入，写在 %s，改正后再导入。\n", refused, strings.Join(rests, "、"))
	}
	return late
}

// writeReport writes the reports as JSON, where that was asked for: of one file its report, of several their list.
func writeReport(c *call, plans []*exchange.Plan) error {
	if !strings.EqualFold(filepath.Ext(c.config.Report), ".json") {
		return nil
	}
	var told any = plans[0].Report
	if len(plans) > 1 {
		reports := make([]exchange.Report, len(plans))
		for i, plan := range plans {
			reports[i] = plan.Report
		}
		told = reports
	}
	data, err := json.MarshalIndent(told, "", " ")
	return write(c, c.config.Report, append(data, '\n'), err)
}

func write(c *call, path string, data []byte, err error) error {
	if err != nil {
		return cannotWrite(path, err)
	}
	return putFile(c, path, data, "写了 %s\n")
}

// writeMarked writes the workbook with marked cells, where that was asked for.
func writeMarked(c *call, f inFile, plan *exchange.Plan) error {
	if !strings.EqualFold(filepath.Ext(c.config.Report), ".xlsx") {
		return nil
	}
	data, err := exchange.Annotate(f.data, f.book, &plan.Report)
	return write(c, c.config.Report, data, err)
}

// writeRest writes the rows that were left out of an import into a file of their own and returns its path, "" when
// there are none.
func writeRest(c *call, f inFile, plan *exchange.Plan) (string, error) {
	if !c.config.GoodRows || c.config.DryRun || len(plan.Bad) == 0 {
		return "", nil
	}
	if f.book == nil {
		data, err := exchange.BadJSON(f.data, plan)
		path := restPath(f.path, ".json")
		return path, write(c, path, data, err)
	}
	data, err := exchange.BadRows(f.book, plan)
	path := restPath(f.path, ".xlsx")
	return path, write(c, path, data, err)
}

// restPath returns a name beside the file that is free: what has it already may hold somebody's corrections.
func restPath(file, ending string) string {
	stem := strings.TrimSuffix(file, filepath.Ext(file)) + "-待改"
	path := stem + ending
	for n := 2; ; n++ {
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return path
		}
		path = fmt.Sprintf("%s-%d%s", stem, n, ending)
	}
}

// exportFile writes the catalogue, or an empty template, into a file.
func exportFile(ctx context.Context, c *call) error {
	path := c.args[0]
	if c.config.Template {
		if !strings.EqualFold(filepath.Ext(path), ".xlsx") {
			return fmt.Errorf("%w：模板是表格，文件名请以 .xlsx 结尾", errUsage)
		}
		data, err := exchange.Template()
		if err != nil {
			return err
		}
		return putFile(c, path, data, "写了空白模板 %s\n")
	}
	whole, _, err := loadCatalogue(ctx, c)
	if err != nil {
		return err
	}
	data, err := exchange.Write(path, whole)
	if err != nil {
		return err
	}
	return putFile(c, path, data, fmt.Sprintf("导出了%d条记录到 %%s\n", len(whole.Records())))
}

// putFile writes a file whole or not at all.
func putFile(c *call, path string, data []byte, said string) error {
	temporary, err := os.CreateTemp(filepath.Dir(path), ".export-*")
	if err != nil {
		return cannotWrite(path, err)
	}
	_, err = temporary.Write(data)
	err = errors.Join(err, temporary.Chmod(0o644), temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temporary.Name()) // what matters is why the file was not written
		return cannotWrite(path, err)
	}
	fmt.Fprintf(c.stdout, said, path)
	return nil
}

func loadCatalogue(ctx context.Context, c *call) (*catalog.Dataset, catalog.Revision, error) {
	db, err := store.Open(ctx, c.config.Database, store.Options{})
	if err != nil {
		return nil, catalog.Revision{}, err
	}
	data, at, err := db.Load(ctx)
	return data, at, errors.Join(err, db.Close())
}

// errFindings ends check when the catalogue breaks rules.
var errFindings = errors.New("目录有错误，请按上面的说明改正")

// check prints what the catalogue's rules find in it.
func check(ctx context.Context, c *call) error {
	data, _, err := loadCatalogue(ctx, c)
	if err != nil {
		return err
	}
	findings, departments := catalog.Lint(data), catalog.Completeness(data)
	failed := 0
	counts := map[string]int{}
	for _, f := range findings {
		counts[f.Rule]++
		if f.Severity == catalog.SeverityError {
			failed++
		}
	}
	if c.config.JSON {
		e := json.NewEncoder(c.stdout)
		e.SetIndent("", " ")
		if err := e.Encode(map[string]any{"findings": findings, "completeness": departments}); err != nil {
			return err
		}
	} else {
		printFindings(c, findings, counts, failed)
		for _, d := range departments {
			fmt.Fprintf(c.stdout, "要素完整率 %s：%.1f%%（%d / %d）\n", d.Name, 100*float64(d.Filled)/float64(max(d.Mandatory, 1)), d.Filled, d.Mandatory)
		}
	}
	if failed > 0 {
		return errFindings
	}
	return nil
}

// printFindings prints the counts by rule, then of each rule as many findings as a person reads.
func printFindings(c *call, findings []catalog.Finding, counts map[string]int, failed int) {
	const most = 10
	fmt.Fprintf(c.stdout, "检查完毕：错误%d处，提醒%d处。\n", failed, len(findings)-failed)
	for _, rule := range catalog.Rules() {
		if counts[rule.ID] == 0 {
			continue
		}
		fmt.Fprintf(c.stdout, "%s %s（%s）：%d处\n", map[catalog.Severity]string{catalog.SeverityError: "错误", catalog.SeverityWarning: "提醒"}[rule.Severity], rule.Title, rule.ID, counts[rule.ID])
		shown := 0
		for _, f := range findings {
			if f.Rule != rule.ID {
				continue
			}
			if shown == most {
				fmt.Fprintf(c.stdout, "  …… 还有%d处，全部的用 check --json 看\n", counts[rule.ID]-most)
				break
			}
			shown++
			fmt.Fprintf(c.stdout, "  %s %s：%s\n", f.Record, f.Name, f.Detail)
		}
	}
}
