package editing_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/editing"
	"servicehall/internal/exchange"
	"servicehall/internal/testkit"
	"servicehall/internal/testkit/running"
)

var ctx = context.Background()

func by(account string) catalog.Publication { return catalog.Publication{Account: account} }

// jsonFile is an import of JSON text.
func jsonFile(text string) editing.ImportFile {
	return editing.ImportFile{Plan: func(present *catalog.Dataset) (*exchange.Plan, error) {
		return exchange.MakeJSON("test.json", []byte(text), present, exchange.PlanOptions{})
	}}
}

func TestPublish(t *testing.T) {
	db := running.Store(t)
	e := editing.New(db)
	if at, err := e.Publish(ctx, testkit.Hall(t), by("test")); err != nil || at.Number != 1 {
		t.Fatalf("%+v, %v", at, err)
	}
	if _, err := e.Publish(ctx, testkit.Hall(t), by("test")); !errors.Is(err, catalog.ErrConflict) {
		t.Errorf("the same codes once more: %v", err)
	}
	broken := &catalog.Dataset{Matters: []*catalog.Matter{testkit.Matter("N1", "新事项"), testkit.Matter("N2", "")}}
	var invalid *catalog.Invalid
	if _, err := e.Publish(ctx, broken, by("test")); !errors.As(err, &invalid) || invalid.Faults[0].Record != "N2" {
		t.Errorf("a record without a name: %v", err)
	}
	known := &catalog.Dataset{Matters: []*catalog.Matter{testkit.Matter("N1", "新事项")}} // its department and window are there
	if at, err := e.Publish(ctx, known, by("test")); err != nil || at.Number != 2 {
		t.Errorf("%+v, %v", at, err)
	}
}

// TestImport: files are one revision, each planned after the one before it, and nothing is half done.
func TestImport(t *testing.T) {
	db := running.Store(t)
	running.Publish(t, db, testkit.Hall(t))
	e := editing.New(db)
	change := jsonFile(`{"matters":[{"code":"M1","name":"出生登记申报"}]}`)
	zone := jsonFile(`{"zones":[{"code":"Z2","name":"新专区","state":"active"}]}`)
	window := jsonFile(`{"windows":[{"code":"W3","name":"新窗口","state":"active","zone":"Z2"}]}`)
	bad := jsonFile(`{"windows":[{"code":"W4","name":"坏窗口","state":"active","zone":"没有"}]}`)

	at, err := db.Revision(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]struct {
		files []editing.ImportFile
		editing.ImportOptions
	}{"dry run": {[]editing.ImportFile{change}, editing.ImportOptions{DryRun: true}}, "a fault in the second file": {[]editing.ImportFile{change, bad}, editing.ImportOptions{}}} {
		plans, _, err := e.Import(ctx, o.files, o.ImportOptions, by("shell"))
		if err != nil || len(plans) != len(o.files) || len(plans[0].Records) != 1 {
			t.Fatalf("%s: %d plans, %v", name, len(plans), err)
		}
		if now, err := db.Revision(ctx); err != nil || now != at {
			t.Errorf("%s published %+v, %v", name, now, err)
		}
	}
	broken := jsonFile(`{"zones":[{"code":"Z2","name":"新专区","state":"active"}],"scenes":[{"code":"S2","name":"","state":"active","lifecycle":"project"}]}`)
	plans, _, err := e.Import(ctx, []editing.ImportFile{broken, window, change}, editing.ImportOptions{}, by("shell"))
	if err != nil || len(plans) != 3 || plans[1].Report.Count(exchange.Error) != 0 || len(plans[1].Report.Notes) != 1 || len(plans[0].Report.Notes) != 0 {
		t.Errorf("after a file with faults, what builds on its good records is no fault: %+v, %v", plans, err)
	}
	if now, err := db.Revision(ctx); err != nil || now != at {
		t.Errorf("faults in the first file published %+v, %v", now, err)
	}
	saved := 0
	plans, now, err := e.Import(ctx, []editing.ImportFile{zone, window, change}, editing.ImportOptions{Progress: func(int, int) { saved++ }}, by("shell"))
	if err != nil || now.Number != at.Number+1 || len(plans) != 3 || saved != 3 {
		t.Fatalf("three files: %+v, %d saved, %v", now, saved, err)
	}
	if _, same, err := e.Import(ctx, []editing.ImportFile{change}, editing.ImportOptions{}, by("shell")); err != nil || same.Number != now.Number {
		t.Errorf("an import without a change: %+v, %v", same, err)
	}
	if plans, after, err := e.Import(ctx, []editing.ImportFile{bad, jsonFile(`{"scenes":[{"code":"S2","name":"场景","state":"active","lifecycle":"project"}]}`)}, editing.ImportOptions{GoodRows: true}, by("shell")); err != nil || after.Number != now.Number+1 || plans[0].Report.Count(exchange.Error) != 1 {
		t.Errorf("the good rows: %+v, %v", after, err)
	}
	first := jsonFile(`{"matters":[{"code":"M1","name":"出生登记一"}],"zones":[{"code":"Z8","name":"八区","state":"active"}]}`)
	second := jsonFile(`{"matters":[{"code":"M1","name":"出生登记申报"}],"zones":[{"code":"Z8","name":"八专区"}]}`)
	plans, _, err = e.Import(ctx, []editing.ImportFile{first, second}, editing.ImportOptions{}, by("shell"))
	if err != nil || len(plans[0].Report.Notes) != 0 || len(plans[1].Report.Notes) != 1 || !strings.Contains(plans[1].Report.Notes[0], "2条，两处都写的以这个文件为准：八专区（Z8）、出生登记申报（M1）") {
		t.Errorf("one matter in two files: %+v, %v", plans, err)
	}
	data, _, err := db.Load(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if !data.Codes().Has(catalog.KindWindow, "W3") || data.Codes().Has(catalog.KindWindow, "W4") || !data.Codes().Has(catalog.KindScene, "S2") || data.Codes()[catalog.KindMatter]["M1"].Base().Name != "出生登记申报" {
		t.Error("the catalogue does not hold what was imported")
	}
}

func TestClearDemonstration(t *testing.T) {
	db := running.Store(t)
	data := testkit.Hall(t)
	data.Matters[0].Demonstration, data.Bundles[0].Demonstration, data.Matters[2].Demonstration = true, true, true // the last is cancelled already
	running.Publish(t, db, data)
	e := editing.New(db)
	cleared, at, err := e.ClearDemonstration(ctx, "shell")
	if err != nil || cleared != 2 || at.Number != 2 {
		t.Fatalf("%d cleared, %+v, %v", cleared, at, err)
	}
	after, _, err := db.Load(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range after.Matters {
		if (m.State == catalog.Cancelled) != m.Demonstration {
			t.Errorf("%s is %s", m.Code, m.State)
		}
	}
	if cleared, at, err := e.ClearDemonstration(ctx, "shell"); err != nil || cleared != 0 || at.Number != 2 {
		t.Errorf("once more: %d cleared, %+v, %v", cleared, at, err)
	}
}
