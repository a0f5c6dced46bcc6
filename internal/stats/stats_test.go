package stats_test

import (
	"testing"

	"servicehall/internal/catalog"
	"servicehall/internal/stats"
	"servicehall/internal/testkit"
)

func TestTimeReduction(t *testing.T) {
	matters := func(limits ...[2]string) (all []*catalog.Matter) {
		for _, l := range limits {
			all = append(all, &catalog.Matter{LegalLimit: testkit.Limit(t, l[0]), PromisedLimit: testkit.Limit(t, l[1])})
		}
		return all
	}
	for name, tt := range map[string]struct {
		matters                []*catalog.Matter
		value                  float64
		numerator, denominator string
		excluded               int
	}{
		"ratio of sums, not mean of ratios": {matters([2]string{"100工作日", "50工作日"}, [2]string{"1工作日", "1工作日"}), 0.495, "50", "101", 0},
		"half days":                         {matters([2]string{"1工作日", "0.5工作日"}), 0.5, "0.5", "1", 0},
		"immediate counts as 0":             {matters([2]string{"20工作日", "即办"}, [2]string{"20工作日", "10工作日"}), 0.75, "30", "40", 0},
		"missing is excluded":               {matters([2]string{"20工作日", "5工作日"}, [2]string{"无", "5工作日"}, [2]string{"20工作日", "无"}), 0.75, "15", "20", 2},
		"units":                             {matters([2]string{"7日", "8小时"}), 0.8, "4", "5", 0},
		"longer than the law is negative":   {matters([2]string{"1工作日", "2工作日"}), -1, "-1", "1", 0},
	} {
		t.Run(name, func(t *testing.T) {
			got := stats.TimeReduction(tt.matters)
			if got.Value == nil || *got.Value != tt.value || got.Numerator.String() != tt.numerator || got.Denominator.String() != tt.denominator || got.Excluded != tt.excluded {
				t.Errorf("got %+v (%v), want %+v", got, got.Value, tt)
			}
		})
	}
	if got := stats.TimeReduction(nil); got.Value != nil {
		t.Errorf("of nothing: %v", *got.Value)
	}
}
