package search

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"servicehall/internal/catalog"
)

// Bounds of how many hits are returned and how many candidates are looked at closely.
const (
	usualLimit = 20
	mostHits   = 100
	closely    = 64
)

// Search returns the documents that answer the query, best first. The same index and query give the same result.
func (x *Index) Search(q Query) Result {
	if hit, ok := x.byCode(q); ok {
		return Result{Hits: []Hit{hit}, Total: 1}
	}
	a := x.analyse(q.Text)
	if len(a.clauses) == 0 {
		return Result{Hits: []Hit{}}
	}
	limit := usualLimit
	if q.Limit > 0 {
		limit = min(q.Limit, mostHits)
	}
	candidates, total := x.candidates(a, q.Permit, max(closely, limit))
	ranked := make([]scored, 0, len(candidates))
	for _, c := range candidates {
		ranked = append(ranked, a.look(c))
	}
	slices.SortFunc(ranked, compare)
	result := Result{Hits: make([]Hit, 0, min(limit, len(ranked))), Total: total}
	for _, s := range ranked[:min(limit, len(ranked))] {
		d := s.document()
		result.Hits = append(result.Hits, Hit{
			Key: d.Key, Name: d.name, Department: d.department,
			Score: math.Round(float64(s.score)*1e4) / 1e4, Highlights: a.highlights(s),
		})
	}
	result.DidYouMean = x.didYouMean(a, ranked)
	return result
}

// byCode returns the document whose code the query is.
func (x *Index) byCode(q Query) (Hit, bool) {
	code := strings.ToUpper(strings.TrimSpace(q.Text))
	for _, kind := range []catalog.Kind{catalog.KindMatter, catalog.KindBundle} {
		key := Key{kind, code}
		for _, p := range x.parts() {
			if doc, ok := p.byKey[key]; ok && !p.gone.has(doc) && (q.Permit == nil || q.Permit(key)) {
				d := &p.docs[doc]
				return Hit{Key: d.Key, Name: d.name, Department: d.department, Score: 1, Highlights: []Range{}}, true
			}
		}
	}
	return Hit{}, false
}

// scored is a candidate after a close look.
type scored struct {
	candidate
	score float32
}

// compare puts the better first; of equals the one in use, the more general, the more asked for.
func compare(a, b scored) int {
	x, y := a.document(), b.document()
	return cmp.Or(
		cmp.Compare(b.score, a.score),
		compareBools(x.suspended, y.suspended),
		compareBools(x.later, y.later),
		cmp.Compare(y.weight, x.weight),
		cmp.Compare(x.length, y.length),
		cmp.Compare(x.folded, y.folded),
		cmp.Compare(x.Kind, y.Kind),
		cmp.Compare(x.Code, y.Code))
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// The bands of the score, from what is found surely to what is found by parts. Within a band names that hold
// little else come first.
const (
	exactName   = 1.0
	exactAlias  = 0.96
	prefixBand  = 0.86
	phraseBand  = 0.78
	aliasBand   = 0.73
	bandWidth   = 0.08
	partsWidth  = 0.70
	suspension  = 0.97 // what a document counts that is suspended
	laterFactor = 0.94 // what a document counts that is a later stage than was asked for
)

// look scores a candidate by how the query stands in its names.
func (a *analysis) look(c candidate) scored {
	d := c.document()
	score := max(a.direct(d, string(a.typed)), a.direct(d, string(a.content)), partsWidth*a.parts(c))
	if score < exactAlias {
		if d.later && !a.later {
			score *= laterFactor
		}
		if d.suspended {
			score *= suspension
		}
	}
	return scored{c, score}
}

// direct is the score of a document whose name or alias holds the text as it is, 0 for others.
func (a *analysis) direct(d *document, text string) float32 {
	if text == "" {
		return 0
	}
	share := float32(len(text)) / float32(max(len(d.folded), len(text)))
	if d.folded == text {
		return exactName
	}
	if slices.Contains(d.aliases, text) {
		return exactAlias
	}
	if strings.HasPrefix(d.folded, text) {
		return prefixBand + bandWidth*share
	}
	if strings.Contains(d.folded, text) {
		return phraseBand + bandWidth*share
	}
	for _, alias := range d.aliases {
		if strings.Contains(alias, text) {
			return aliasBand + bandWidth*float32(len(text))/float32(len(alias))*0.5
		}
	}
	return 0
}

// parts is the score (0 to 1) of a document that answers the query by parts, by sound or through the thesaurus.
func (a *analysis) parts(c candidate) float32 {
	d := c.document()
	share := a.share(d.folded)
	if c.heard != nil && c.heard.place == inName {
		share = max(share, float32(c.heard.to-c.heard.from)/float32(d.length))
	}
	bonus := float32(0)
	for _, clause := range a.clauses {
		top := float32(0)
		for _, e := range clause.terms {
			top = max(top, e.factor*termBonus(d, e.term))
		}
		bonus += top * clause.weight / a.total
	}
	if c.heard != nil {
		b := float32(c.heard.to-c.heard.from) / float32(d.length)
		if c.heard.place == inName && c.heard.from == 0 {
			b += 0.5
		}
		bonus = max(bonus, 0.6*b)
	}
	for _, alias := range d.aliases {
		share = max(share, inAlias.worth()*a.share(alias))
		if content := string(a.content); strings.Contains(content, alias) {
			bonus = max(bonus, float32(len(alias))/float32(len(content)))
		}
	}
	words := float32(0)
	if len(a.pieces) > 1 && a.allPieces(d) {
		words = 0.1
	}
	return min(1, 0.7*min(1, c.covered)+0.1*share+0.15*bonus+words)
}

// termBonus says how well an official term fits a name: 1 where it is the name.
func termBonus(d *document, t term) float32 {
	text := t.folded
	share := float32(len(t.text)) / float32(max(d.length, 1))
	switch {
	case d.folded == text:
		return 1
	case strings.HasPrefix(d.folded, text):
		return 0.6 + 0.3*share
	case strings.Contains(d.folded, text):
		return 0.4 + 0.3*share
	case slices.Contains(d.aliases, text):
		return 0.7
	case strings.Contains(d.main, text):
		return 0.3
	}
	return 0
}

// allPieces says whether every piece of the query stands in the name or the main name.
func (a *analysis) allPieces(d *document) bool {
	for _, piece := range a.pieces {
		if text := string(piece); !strings.Contains(d.folded, text) && !strings.Contains(d.main, text) {
			return false
		}
	}
	return true
}
