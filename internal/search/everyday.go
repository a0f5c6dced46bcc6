package search

import (
	"embed"
	"io/fs"
	"strconv"
	"strings"
	"sync"
)

//go:embed everyday/*.txt
var everyday embed.FS

// Everyday returns the words of county life that the program brings along: everyday words, abbreviations and popular
// names of documents and events, with the official terms that they stand for. They are general Chinese and hold for
// every county; a catalogue's own entries go before them. The list is shared and must not be changed.
//
// A line of the files is a word, its terms with ； between them and, where it is less than 100, its weight, with tabs
// between; a line that begins with # heads a section.
func Everyday() []Entry { return readEveryday() }

var readEveryday = sync.OnceValue(func() []Entry {
	var entries []Entry
	names, err := fs.Glob(everyday, "everyday/*.txt")
	for _, name := range names {
		text, readErr := everyday.ReadFile(name)
		if err == nil {
			err = readErr
		}
		for line := range strings.Lines(string(text)) {
			columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if strings.HasPrefix(line, "#") || len(columns) < 2 {
				continue
			}
			e := Entry{Word: columns[0], Terms: strings.Split(columns[1], "；")}
			if len(columns) > 2 {
				e.Weight, _ = strconv.Atoi(columns[2]) // a test reads them all
			}
			entries = append(entries, e)
		}
	}
	if err != nil {
		panic(err) // embedded: the program would not have been built
	}
	return entries
})
