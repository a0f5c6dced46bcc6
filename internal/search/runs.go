package search

// joinSingles takes out breaks between characters, letters or syllables that were typed apart.
func (a *analysis) joinSingles(breaks []bool) {
	single := func(from int) bool {
		to := from + 1
		for to < len(breaks) && !breaks[to] {
			to++
		}
		return to == from+1 || isSyllable(a.content[from:to])
	}
	last := false
	for i := range breaks {
		if i > 0 && !breaks[i] {
			continue
		}
		now := single(i)
		if i > 0 && last && now {
			breaks[i] = false
		}
		last = now
	}
}

// isSyllable says whether the text is one pinyin syllable.
func isSyllable(text []rune) bool {
	_, ok := readings().spelled[string(text)]
	return ok
}

// runsOfLetters returns where runs of letters and digits with at least one letter stand.
func runsOfLetters(text []rune, breaks []bool) [][2]int {
	var runs [][2]int
	for from := 0; from < len(text); {
		to, letter := from, false
		for to < len(text) && text[to] < 0x80 && (to == from || !breaks[to]) {
			letter = letter || text[to] >= 'a'
			to++
		}
		if letter {
			runs = append(runs, [2]int{from, to})
		}
		from = max(to, from+1)
	}
	return runs
}
