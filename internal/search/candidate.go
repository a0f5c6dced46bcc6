package search

// A document answers when it has this share of what the best one has, and this much of the query at least.
const (
	shareOfBest = 0.35
	leastShare  = 0.12
)

// candidate is a document that may be returned.
type candidate struct {
	part    part
	doc     uint32
	covered float32 // share of the query that it answers, 0 to about 1
	rank    float32 // order among candidates before they are looked at closely
	heard   *heardIn
}

func (c *candidate) document() *document { return &c.part.docs[c.doc] }

// candidates scores all documents, keeps the most promising, at most room, and says how many documents answer. Those
// whose title is what was typed, or begins so, are always among them.
func (x *Index) candidates(a *analysis, permitted func(Key) bool, room int) (list []candidate, total int) {
	parts := x.parts()
	var permit permits
	for i, p := range parts {
		permit[i] = func(doc uint32) bool {
			return !p.gone.has(doc) && (permitted == nil || permitted(p.docs[doc].Key))
		}
	}
	heard := x.listen(a, permit)
	var tallies [len(parts)]*tally
	highest := float32(0)
	for i, p := range parts {
		tallies[i] = p.newTally()
		defer p.giveBack(tallies[i])
		tallies[i].score(p, a, heard[i])
		highest = tallies[i].highest(a, permit[i], highest)
	}
	top := best{room: room}
	least := max(leastShare, shareOfBest*highest)
	for i, p := range parts {
		total += tallies[i].gather(p, a, permit[i], least, &top)
	}
	list = top.list
	for i, p := range parts {
		kept := map[uint32]int{}
		for n, c := range list {
			if c.part.segment == p.segment {
				kept[c.doc] = n
			}
		}
		titles := p.titled(string(a.typed))
		for _, t := range titles[:min(len(titles), room)] {
			if _, ok := kept[t.doc]; !ok && permit[i](t.doc) {
				covered := tallies[i].total[t.doc] / a.total
				if covered < least {
					total++
				}
				kept[t.doc] = len(list)
				list = append(list, candidate{part: p, doc: t.doc, covered: covered})
			}
		}
		for _, clause := range heard[i] { // the whole query, whose clause is the last, goes before a part of it
			for h := range clause {
				if n, ok := kept[clause[h].doc]; ok {
					list[n].heard = &clause[h]
				}
			}
		}
	}
	return list, total
}

// highest is the largest share of the query that a permitted document answers, if it is above the given one.
func (t *tally) highest(a *analysis, permit func(uint32) bool, than float32) float32 {
	for _, doc := range t.any {
		if covered := t.total[doc] / a.total; covered > than && permit(doc) {
			than = covered
		}
	}
	return than
}

// gather offers the documents that answer at least the given share of the query and says how many they are.
func (t *tally) gather(p part, a *analysis, permit func(uint32) bool, least float32, to *best) (count int) {
	long := float32(len(a.content))
	for _, doc := range t.any {
		covered := t.total[doc] / a.total
		if covered < least || !permit(doc) {
			continue
		}
		count++
		d := &p.docs[doc]
		rank := covered * (1 + 0.2*min(1, long/float32(d.length)))
		if d.later && !a.later {
			rank *= 0.98
		}
		to.add(candidate{part: p, doc: doc, covered: covered, rank: rank})
	}
	return count
}
