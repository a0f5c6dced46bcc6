package exchange

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"servicehall/internal/catalog"
	"servicehall/internal/natcode"
)

// field is a column of a sheet: how it is called and how a T says and takes its text. An empty text empties what
// the column stands for.
type field[T any] struct {
	column
	get func(*T) string
	set func(e *env, to *T, text string) error
}

// column is what is known of a column without knowing whose it is.
type column struct {
	header   string
	pointer  string // of the value within its record or child, such as /promisedLimit
	required bool   // may not be empty
	code     bool   // holds codes: a number in the cell has lost digits
	list     string // name of the closed list whose labels stand in it
	note     string // what to write, for the header's note
	wide     bool   // holds long text
	inOnly   bool   // is read and never written
	several  bool   // holds several values of the list
}

// env is what a cell's meaning depends on besides the cell.
type env struct {
	words   *vocabulary
	resolve func(kind catalog.Kind, text string) (string, error) // a code or a name to the code of a record
	knows   func(kind catalog.Kind, text string) bool            // whether a record has the code or the name already
}

// must makes the column one that may not be empty.
func (f field[T]) must() field[T] {
	f.required = true
	return f
}

func (f field[T]) noted(note string) field[T] {
	f.note = note
	return f
}

func (f field[T]) broad() field[T] {
	f.wide = true
	return f
}

// text is a column of plain text, kept to the letter.
func text[T any](header, pointer string, at func(*T) *string) field[T] {
	return field[T]{
		column: column{header: header, pointer: pointer},
		get:    func(v *T) string { return *at(v) },
		set:    func(_ *env, v *T, s string) error { *at(v) = s; return nil },
	}
}

// code is a column of codes.
func code[T any](header, pointer string, at func(*T) *string) field[T] {
	f := text(header, pointer, at)
	f.code = true
	f.set = func(_ *env, v *T, s string) error { *at(v) = plainCode(s); return nil }
	return f
}

// codes is a column of several codes.
func codes[T any](header, pointer string, at func(*T) *[]string) field[T] {
	return field[T]{
		column: column{header: header, pointer: pointer, code: true, note: "多个编码用分号分开"},
		get:    func(v *T) string { return joinCodes(*at(v)) },
		set: func(_ *env, v *T, s string) error {
			list := splitCodes(s)
			for i := range list {
				list[i] = plainCode(list[i])
			}
			*at(v) = list
			return nil
		},
	}
}

// texts is a column of several texts.
func texts[T any](header, pointer string, at func(*T) *[]string) field[T] {
	return field[T]{
		column: column{header: header, pointer: pointer, note: "多个用分号分开，或者一行一个"},
		get:    func(v *T) string { return joinList(*at(v)) },
		set:    func(_ *env, v *T, s string) error { *at(v) = splitList(s); return nil },
	}
}

// label is a column whose cell holds the label or the code of one value of a closed list.
func label[T any, S ~string](header, pointer, list string, at func(*T) *S) field[T] {
	return field[T]{
		column: column{header: header, pointer: pointer, list: list},
		get:    func(v *T) string { return labelOf(list, string(*at(v))) },
		set: func(e *env, v *T, s string) error {
			if strings.TrimSpace(s) == "" {
				*at(v) = ""
				return nil
			}
			c, err := e.words.value(header, list, s)
			*at(v) = S(c)
			return err
		},
	}
}

// labels is a column of several values of a closed list.
func labels[T any, S ~string](header, pointer, list string, at func(*T) *[]S) field[T] {
	return field[T]{
		column: column{header: header, pointer: pointer, list: list, several: true, note: "多个用顿号分开"},
		get: func(v *T) string {
			out := make([]string, len(*at(v)))
			for i, c := range *at(v) {
				out[i] = labelOf(list, string(c))
			}
			return strings.Join(out, "、")
		},
		set: func(e *env, v *T, s string) error {
			var out []S
			for _, part := range splitWords(s) {
				c, err := e.words.value(header, list, part)
				if err != nil {
					return err
				}
				out = append(out, S(c))
			}
			*at(v) = out
			return nil
		},
	}
}

// limit is a column of time limits with their unit.
func limit[T any](header, pointer string, at func(*T) **catalog.Limit) field[T] {
	return field[T]{
		column: column{header: header, pointer: pointer, note: "写成 20工作日、0.5工作日、30日、2小时、3个月、1年、即办；没有规定的空着或者写 无"},
		get: func(v *T) string {
			if l := *at(v); l != nil {
				return l.String()
			}
			return ""
		},
		set: func(_ *env, v *T, s string) (err error) {
			*at(v), err = parseLimit(s)
			return err
		},
	}
}

// parseLimit reads a limit with full-width digits and spaces too.
func parseLimit(s string) (*catalog.Limit, error) {
	return catalog.ParseLimit(width.Fold.String(strings.ReplaceAll(s, " ", "")))
}

// flag is a column of 是 and 否.
func flag[T any](header, pointer string, at func(*T) *bool) field[T] {
	return field[T]{
		column: column{header: header, pointer: pointer, list: yesNo},
		get:    func(v *T) string { return yesOrNo(*at(v)) },
		set: func(e *env, v *T, s string) error {
			c, err := e.words.value(header, yesNo, s)
			*at(v) = c == "true"
			return err
		},
	}
}

func yesOrNo(b bool) string { return map[bool]string{true: "是", false: "否"}[b] }

// yesNo is the list of 是 and 否, which is none of the catalogue's.
const yesNo = "yesNo"

// optionalNumber is a column of whole numbers, where an empty cell says that nothing is known.
func optionalNumber[T any](header, pointer string, at func(*T) **int) field[T] {
	return field[T]{
		column: column{header: header, pointer: pointer},
		get: func(v *T) string {
			if n := *at(v); n != nil {
				return strconv.Itoa(*n)
			}
			return ""
		},
		set: func(_ *env, v *T, s string) error {
			if strings.TrimSpace(s) == "" {
				*at(v) = nil
				return nil
			}
			n, err := wholeNumber(s)
			*at(v) = &n
			return err
		},
	}
}

// number is a column of whole numbers; an empty cell means the number that is given.
func number[T any](header, pointer string, empty int, at func(*T) *int) field[T] {
	return field[T]{
		column: column{header: header, pointer: pointer},
		get:    func(v *T) string { return strconv.Itoa(*at(v)) },
		set: func(_ *env, v *T, s string) (err error) {
			if *at(v) = empty; strings.TrimSpace(s) != "" {
				*at(v), err = wholeNumber(s)
			}
			return err
		},
	}
}

func wholeNumber(s string) (int, error) {
	plain := strings.TrimSpace(width.Fold.String(s))
	for _, counter := range []string{"次", "份", "个工作日", "工作日"} {
		if number, counted := strings.CutSuffix(plain, counter); counted {
			plain = strings.TrimSpace(number)
			break
		}
	}
	n, err := strconv.Atoi(plain)
	if err != nil {
		return 0, fmt.Errorf("“%s”不是整数", s)
	}
	return n, nil
}

// optionalText is a column of a text that may be absent.
func optionalText[T any](header, pointer string, at func(*T) **string) field[T] {
	return field[T]{
		column: column{header: header, pointer: pointer},
		get: func(v *T) string {
			if s := *at(v); s != nil {
				return *s
			}
			return ""
		},
		set: func(_ *env, v *T, s string) error {
			if *at(v) = nil; s != "" {
				*at(v) = &s
			}
			return nil
		},
	}
}

// date is a column of days.
func date[T any](header, pointer string, at func(*T) **catalog.Date) field[T] {
	return field[T]{
		column: column{header: header, pointer: pointer, note: "写成 2026-11-23"},
		get: func(v *T) string {
			if d := *at(v); d != nil {
				return string(*d)
			}
			return ""
		},
		set: func(_ *env, v *T, s string) error {
			d, err := parseDate(s)
			if *at(v) = nil; d != "" {
				*at(v) = &d
			}
			return err
		},
	}
}

// day is a column of a day that is always there with its part.
func day[T any](header, pointer string, at func(*T) *catalog.Date) field[T] {
	f := text(header, pointer, func(v *T) *string { return (*string)(at(v)) })
	f.note = "写成 2026-11-23"
	f.set = func(_ *env, v *T, s string) (err error) {
		*at(v), err = parseDate(s)
		return err
	}
	return f
}

// making is a column whose text a part of the record stands or falls with: any text makes the part, beginning as
// fresh, and an empty one takes it away.
func making[T, S any](header, pointer string, part func(*T) **S, fresh S, words func(*S) *string) field[T] {
	return field[T]{
		column: column{header: header, pointer: pointer},
		get: func(v *T) string {
			if p := *part(v); p != nil {
				return *words(p)
			}
			return ""
		},
		set: func(_ *env, v *T, s string) error {
			p := part(v)
			if s == "" {
				*p = nil
				return nil
			}
			if *p == nil {
				begun := fresh
				*p = &begun
			}
			*words(*p) = s
			return nil
		},
	}
}

// within makes a column of a part into one of the record: without the part it is empty and its text of no use.
func within[T, S any](part func(*T) **S, f field[S]) field[T] {
	return field[T]{
		column: f.column,
		get: func(v *T) string {
			if p := *part(v); p != nil {
				return f.get(p)
			}
			return ""
		},
		set: func(e *env, v *T, s string) error {
			if p := *part(v); p != nil {
				return f.set(e, p, s)
			}
			return nil
		},
	}
}

// orElse makes an empty cell mean a value of the closed list.
func orElse[T any](f field[T], empty string) field[T] {
	set := f.set
	f.set = func(e *env, v *T, s string) error {
		if s == "" {
			s = empty
		}
		return set(e, v, s)
	}
	return f
}

// parseDate reads the ways in which people write a day; "" for an empty text.
func parseDate(s string) (catalog.Date, error) {
	s = strings.TrimSpace(width.Fold.String(s))
	if s == "" {
		return "", nil
	}
	parts := strings.FieldsFunc(strings.TrimSuffix(s, "日"), func(r rune) bool { return strings.ContainsRune("-/.年月", r) })
	if len(parts) == 1 && len(s) == 8 {
		parts = []string{s[:4], s[4:6], s[6:]}
	}
	if len(parts) == 3 {
		if d := catalog.Date(fmt.Sprintf("%04s-%02s-%02s", parts[0], parts[1], parts[2])); d.Valid() {
			return d, nil
		}
	}
	return "", fmt.Errorf("“%s”不是日期，请写成 2026-11-23", s)
}

// ref is a column that names another record by its code or its name.
func ref[T any](header, pointer string, kind catalog.Kind, at func(*T) *string) field[T] {
	return field[T]{
		column: column{header: header, pointer: pointer, code: true, note: "编码或者名称"},
		get:    func(v *T) string { return *at(v) },
		set: func(e *env, v *T, s string) (err error) {
			if *at(v) = ""; strings.TrimSpace(s) != "" {
				*at(v), err = e.resolve(kind, s)
			}
			return err
		},
	}
}

// refs is a column that names several other records.
func refs[T any](header, pointer string, kind catalog.Kind, at func(*T) *[]string) field[T] {
	return field[T]{
		column: column{header: header, pointer: pointer, code: true, note: "编码或者名称，多个用分号分开"},
		get:    func(v *T) string { return joinList(*at(v)) },
		set: func(e *env, v *T, s string) error {
			var out []string
			for _, part := range splitList(s) {
				names := []string{part}
				if !e.knows(kind, part) { // a name may have a comma of its own, so the whole goes first
					names = splitAt(part, "、，,")
				}
				for _, name := range names {
					c, err := e.resolve(kind, name)
					if err != nil {
						return err
					}
					out = append(out, c)
				}
			}
			*at(v) = out
			return nil
		},
	}
}

func labelOf(list, code string) string {
	if t, ok := catalog.DictionaryOf(list).TermOf(code); ok {
		return t.Label
	}
	return code
}

// plainCode takes the spaces around a code and all invisible characters off. What is a national code in full-width characters becomes one; in any other
// code they stay, since another province may mean them.
func plainCode(s string) string {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s))
	if folded := width.Fold.String(s); folded != s && natcode.KindOf(folded) != natcode.Foreign {
		return folded
	}
	return s
}

// splitList takes a cell with several texts apart: one to a line where it has line ends, else by semicolons.
func splitList(s string) []string { return splitAt(s, ";；") }

// splitCodes takes a cell with several codes apart, which people also part by 、.
func splitCodes(s string) []string { return splitAt(s, ";；、") }

func splitAt(s, separators string) []string {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(separators, r) })
	if strings.Contains(s, "\n") {
		parts = strings.Split(s, "\n")
	}
	parts = slices.DeleteFunc(parts, func(p string) bool { return strings.TrimSpace(p) == "" })
	return slices.Clip(parts)
}

// joinList writes what splitList reads.
func joinList(parts []string) string { return joinFor(splitList, parts) }

// joinCodes writes what splitCodes reads.
func joinCodes(parts []string) string { return joinFor(splitCodes, parts) }

func joinFor(split func(string) []string, parts []string) string {
	plain := strings.Join(parts, "；")
	if slices.Equal(split(plain), parts) {
		return plain
	}
	return strings.Join(parts, "\n") + "\n"
}

// splitWords takes a cell with several words of a closed list apart.
func splitWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(";；、,，\n ^", r) })
}
