package natcode

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// Entry is one value of a national code list.
type Entry struct {
	Code  string   // the national code as text, leading zeros kept
	Label string   // the Chinese label
	Also  []string // other codes and labels for it in real files; one that stands at several entries is ambiguous
}

// List is a national code list in the order in which the standard prints it.
type List []Entry

// table is a list as it is written down: each row holds the code, the label, and what Also holds.
type table [][]string

func (t table) list() List {
	l := make(List, len(t))
	for i, row := range t {
		l[i] = Entry{row[0], row[1], row[2:]}
	}
	return l
}

// ErrUnknown says that a list does not have a value.
var ErrUnknown = errors.New("代码表里没有这个值")

// ErrAmbiguous says that a text may be several values of a list, or that its code and its label contradict
// each other.
var ErrAmbiguous = errors.New("不能确定是哪一个值")

// Label returns the Chinese label of a code, and whether the list has it.
func (l List) Label(code string) (string, bool) {
	for _, e := range l {
		if e.Code == code {
			return e.Label, true
		}
	}
	return "", false
}

// Code returns the code of a Chinese label, and whether the list has it.
func (l List) Code(label string) (string, bool) {
	for _, e := range l {
		if e.Label == label {
			return e.Code, true
		}
	}
	return "", false
}

// Find returns the value that one cell of a file means: its code, its label, one of its other spellings, or two of
// them (01|行政许可, 01 行政许可), which must agree. Spaces around it, full-width digits and brackets, and zeros
// before a code that are missing or too many make no difference. It returns an error that wraps ErrUnknown or
// ErrAmbiguous and names the values that are possible; it never guesses. Cells with several values are the
// caller's to split.
func (l List) Find(text string) (Entry, error) {
	parts := []string{text}
	if len(l.named(text)) == 0 {
		parts = strings.FieldsFunc(fold(text), func(c rune) bool { return c == '|' || unicode.IsSpace(c) })
	}
	if len(parts) == 0 || len(parts) > 2 {
		return Entry{}, l.unknown(text)
	}
	var found List
	for i, part := range parts {
		named := l.named(part)
		switch both := found.both(named); {
		case len(named) == 0:
			return Entry{}, l.unknown(part)
		case i == 0:
			found = named
		case len(both) > 0: // 2|法人 is 企业法人
			found = both
		default: // 06|行政奖励: another system's numbers, or a slip
			found = append(found, named...)
		}
	}
	if len(found) > 1 {
		return Entry{}, fmt.Errorf("%w：%.40q 可能是 %s，请只写其中一个", ErrAmbiguous, text, found.choice())
	}
	return found[0], nil
}

func (l List) unknown(text string) error {
	return fmt.Errorf("%w：%.40q，可以写 %s", ErrUnknown, text, l.choice())
}

// named returns the entries that have the text as code, label or other spelling.
func (l List) named(text string) List {
	var found List
	want := key(text)
	for _, e := range l {
		same := key(e.Code) == want || key(e.Label) == want
		for _, also := range e.Also {
			same = same || key(also) == want
		}
		if same {
			found = append(found, e)
		}
	}
	return found
}

// both returns the entries of l that other has too.
func (l List) both(other List) List {
	var found List
	for _, e := range l {
		if _, ok := other.Label(e.Code); ok {
			found = append(found, e)
		}
	}
	return found
}

// labelled returns a code with its label, or the code alone where the list has none.
func (l List) labelled(code string) string {
	if label, ok := l.Label(code); ok {
		return code + "（" + label + "）"
	}
	return code
}

// choice names the values of a list for a message; of a long list the first twelve.
func (l List) choice() string {
	const most = 12
	names := make([]string, 0, most)
	for _, e := range l[:min(len(l), most)] {
		names = append(names, l.labelled(e.Code))
	}
	text := strings.Join(names, "、")
	if len(l) > most {
		text += fmt.Sprintf("等%d个", len(l))
	}
	return text
}

// fold takes off spaces around a text and makes its full-width letters, digits and signs ASCII.
func fold(text string) string {
	return strings.Map(func(c rune) rune {
		if c >= '！' && c <= '～' {
			return c - '！' + '!'
		}
		return c
	}, strings.TrimSpace(text))
}

// key returns what two spellings of the same code or label have in common.
func key(text string) string {
	k := fold(text)
	if k == "" || strings.Trim(k, "0123456789") != "" {
		return k
	}
	if short := strings.TrimLeft(k, "0"); short != "" {
		return short
	}
	return "0"
}
