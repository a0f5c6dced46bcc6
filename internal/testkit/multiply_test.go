package testkit_test

import (
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/demo"
	"servicehall/internal/testkit"
)

// TestMultiply: the copies are valid records that keep the number of departments, windows and bundles.
func TestMultiply(t *testing.T) {
	once, err := demo.Dataset()
	if err != nil {
		t.Fatal(err)
	}
	data := testkit.Multiply(once, 3)
	if err := data.Validate(func(catalog.Kind, string) bool { return false }); err != nil {
		t.Error(err)
	}
	if len(data.Matters) != 3*1733 || len(data.Bundles) != 204 || len(data.Departments) != 45 {
		t.Errorf("%d matters, %d bundles, %d departments", len(data.Matters), len(data.Bundles), len(data.Departments))
	}
	mains := map[string]string{}
	for _, m := range data.Matters {
		if name, known := mains[m.MainCode]; known && name != m.MainName {
			t.Fatalf("main matter %s is both %s and %s", m.MainCode, name, m.MainName)
		}
		mains[m.MainCode] = m.MainName
	}
}
