package catalog

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Value stores the moment as text in UTC, so that text order is time order.
func (t Time) Value() (driver.Value, error) { return t.UTC().Format(time.RFC3339), nil }

// Scan reads what Value stored.
func (t *Time) Scan(v any) error {
	switch v := v.(type) {
	case string:
		parsed, err := time.Parse(time.RFC3339, v)
		if err != nil {
			return fmt.Errorf("stored time %q: %w", v, err)
		}
		t.Time = parsed.UTC()
	case time.Time:
		t.Time = v.UTC()
	default:
		return fmt.Errorf("stored time has type %T", v)
	}
	return nil
}
