package search

import "slices"

// tally sums up evidence for the documents of a segment.
type tally struct {
	total   []float32 // of all clauses
	clause  []float32 // of the clause at hand
	slots   []share   // of the text at hand
	slot    uint32
	touched []uint32 // documents with slots
	claimed []uint32 // documents with clause
	any     []uint32 // documents with total
}

// share is what a document has of the text at hand, and the number of the last slot that it was counted for.
type share struct {
	sum  float32
	slot uint32
}

// newTally returns a tally for the segment's documents, all zero.
func (s *segment) newTally() *tally {
	if t, ok := s.tallies.Get().(*tally); ok {
		return t
	}
	docs := len(s.docs)
	return &tally{total: make([]float32, docs), clause: make([]float32, docs), slots: make([]share, docs)}
}

// giveBack keeps the tally for another query, all zero again.
func (s *segment) giveBack(t *tally) {
	for _, doc := range t.any {
		t.total[doc] = 0
	}
	t.any = t.any[:0]
	if t.slot > 1<<31 {
		clear(t.slots)
		t.slot = 0
	}
	s.tallies.Put(t)
}

// cover adds up in t.slots what each document has of the slots, the rarest of which come first. Once half of their
// weight has been looked for, what stands in many documents is only added to those that have something already: it
// tells too little to bring others in, and there are too many of them.
func (t *tally) cover(p part, slots []slot, total float32) {
	seen := float32(0)
	for _, s := range slots {
		t.slot++
		join := s.frequency <= max(len(p.docs)/commonShare, fewDocuments) || seen < total/2
		for _, alt := range s.alternatives {
			list := p.list(alt.gram)
			if join || len(list) < 8*len(t.touched) {
				t.scan(list, s.weight*alt.worth, join)
			} else {
				t.lookUp(list, s.weight*alt.worth)
			}
		}
		seen += s.weight
	}
}

// What stands in more than one in so many documents is common, unless there are few.
const (
	commonShare  = 12
	fewDocuments = 50
)

// scan adds weight to the documents of the list, unless a gram of the same slot did so, and if join is not set only
// to those that have something already.
func (t *tally) scan(list []uint32, weight float32, join bool) {
	for _, posting := range list {
		doc := posting >> placeBits
		have := &t.slots[doc]
		if have.sum == 0 {
			if !join {
				continue
			}
			t.touched = append(t.touched, doc)
		} else if have.slot == t.slot {
			continue
		}
		have.slot = t.slot
		have.sum += weight * place(posting).worth()
	}
}

// lookUp adds weight to the documents that have something already, looking each up in the list.
func (t *tally) lookUp(list []uint32, weight float32) {
	for _, doc := range t.touched {
		at, _ := slices.BinarySearch(list, doc<<placeBits)
		if at < len(list) && list[at]>>placeBits == doc && t.slots[doc].slot != t.slot {
			t.slots[doc].slot = t.slot
			t.slots[doc].sum += weight * place(list[at]).worth()
		}
	}
}

// claim turns what was covered into evidence for the clause, the best of several texts counting.
func (t *tally) claim(evidence func(covered float32) float32) {
	for _, doc := range t.touched {
		t.give(doc, evidence(t.slots[doc].sum))
		t.slots[doc].sum = 0
	}
	t.touched = t.touched[:0]
}

// give offers evidence for the clause.
func (t *tally) give(doc uint32, evidence float32) {
	if evidence > t.clause[doc] {
		if t.clause[doc] == 0 {
			t.claimed = append(t.claimed, doc)
		}
		t.clause[doc] = evidence
	}
}

// settle adds the evidence for the clause to the total.
func (t *tally) settle() {
	for _, doc := range t.claimed {
		if t.total[doc] == 0 {
			t.any = append(t.any, doc)
		}
		t.total[doc] += t.clause[doc]
		t.clause[doc] = 0
	}
	t.claimed = t.claimed[:0]
}

// score sums up the evidence for the documents of a segment.
func (t *tally) score(p part, a *analysis, heard [][]heardIn) {
	for n, c := range a.clauses {
		t.cover(p, c.slots, c.total)
		t.claim(func(covered float32) float32 { return c.weight * covered / c.total })
		for _, e := range c.terms {
			t.cover(p, e.slots, e.total)
			t.claim(func(covered float32) float32 { return termWorth * c.weight * e.factor * partly(covered/e.total) })
		}
		for _, h := range heard[n] {
			t.give(h.doc, c.weight*float32(h.quality))
		}
		t.settle()
	}
}

// termWorth is what a term of the thesaurus counts beside what was typed, in an alias as well as in a name.
const termWorth = 0.82

// partly is what a term counts of which only a share was found.
func partly(share float32) float32 {
	if share > 0.98 {
		return 1
	}
	return 0.85 * share * share
}
