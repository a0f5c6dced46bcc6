package search

// best keeps the candidates of the highest rank, at most room.
type best struct {
	room int
	list []candidate // a heap, the worst first, once it is full
}

func (b *best) worse(i, j int) bool {
	x, y := &b.list[i], &b.list[j]
	if x.rank != y.rank {
		return x.rank < y.rank
	}
	return x.part.docs[x.doc].Code > y.part.docs[y.doc].Code
}

func (b *best) add(c candidate) {
	if len(b.list) < b.room {
		b.list = append(b.list, c)
		for i := len(b.list) - 1; i > 0 && b.worse(i, (i-1)/2); i = (i - 1) / 2 {
			b.list[i], b.list[(i-1)/2] = b.list[(i-1)/2], b.list[i]
		}
		return
	}
	if c.rank <= b.list[0].rank {
		return
	}
	b.list[0] = c
	for i := 0; ; {
		small := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(b.list); child++ {
			if b.worse(child, small) {
				small = child
			}
		}
		if small == i {
			return
		}
		b.list[i], b.list[small] = b.list[small], b.list[i]
		i = small
	}
}
