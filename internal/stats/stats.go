// Package stats computes the hall's indicators. Each comes with its numerator, denominator, what was left out
// and a definition, because a ratio alone cannot be checked.
package stats

import (
	"math"

	"servicehall/internal/catalog"
)

// Indicator is one figure of the hall.
type Indicator struct {
	Code        string             `json:"code" example:"timeReduction"`
	Name        string             `json:"name" example:"承诺时限压缩比"`
	Value       *float64           `json:"value" extensions:"x-nullable" example:"0.8182"` // fraction to four places; null when the denominator is 0
	Numerator   catalog.Hundredths `json:"numerator" swaggertype:"number"`
	Denominator catalog.Hundredths `json:"denominator" swaggertype:"number"`
	Excluded    int                `json:"excluded"` // matters left out because a value is missing
	Definition  string             `json:"definition"`
}

// TimeReduction returns 承诺时限压缩比, a ratio of sums: (Σ statutory − Σ promised) / Σ statutory over the
// matters that have both limits, in working days. 即办 counts as 0. A matter without either limit is left out
// and counted, never given a default.
func TimeReduction(matters []*catalog.Matter) Indicator {
	out := Indicator{
		Code: "timeReduction", Name: "承诺时限压缩比",
		Definition: "（法定办结时限之和－承诺办结时限之和）÷法定办结时限之和。按业务办理项计，折算为工作日（1日=5/7、1小时=1/8、1月=21、1年=250个工作日），即办件按0计；法律没有规定时限或者没有公布承诺时限的不参加计算。",
	}
	var legal, promised catalog.Hundredths
	for _, m := range matters {
		if m.LegalLimit == nil || m.PromisedLimit == nil || m.LegalLimit.Value == 0 {
			out.Excluded++
			continue
		}
		legal += m.LegalLimit.Workdays()
		promised += m.PromisedLimit.Workdays()
	}
	out.Numerator, out.Denominator = legal-promised, legal
	if legal > 0 {
		value := math.Round(float64(legal-promised)/float64(legal)*10_000) / 10_000
		out.Value = &value
	}
	return out
}
