package tabular

import (
	"encoding/xml"
	"errors"
	"io"
)

const (
	maxToken  = 1 << 20    // bytes of one tag or text; the longest cell of Excel takes a third of it at worst
	maxDepth  = 64         // elements within elements; a sheet has eight
	maxTokens = 18_000_000 // of all parts of a file, some seconds; the cells that Limits allow take 14 million
)

var (
	errMarkup   = errors.New("markup beyond all measure")
	errDocument = errors.New("document type")
)

// xmlPart reads one part of a workbook as a stream of tokens. It is bounded in depth, in the size of a token and,
// through allowance, in what all parts of a file may cost together; a document type is refused.
type xmlPart struct {
	dec       *xml.Decoder
	meter     *meter
	allowance *allowance
	depth     int
}

// allowance is what is left for all parts of a file.
type allowance struct {
	tokens int
	bytes  int64
}

// meter ends a stream whose token or whose whole grows too long.
type meter struct {
	from  io.Reader
	token int64
	left  *allowance
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.from.Read(p)
	m.token += int64(n)
	if m.left.bytes -= int64(n); m.left.bytes < 0 || m.token > maxToken {
		return 0, errMarkup
	}
	return n, err
}

func newXMLPart(from io.Reader, left *allowance) *xmlPart {
	m := &meter{from: from, left: left}
	return &xmlPart{dec: xml.NewDecoder(m), meter: m, allowance: left}
}

// next is the next token; io.EOF stands at the end of a part that is well-formed and nowhere else.
func (p *xmlPart) next() (xml.Token, error) {
	p.meter.token = 0
	if p.allowance.tokens--; p.allowance.tokens < 0 {
		return nil, errMarkup
	}
	t, err := p.dec.Token()
	if err != nil {
		return nil, err
	}
	switch t.(type) {
	case xml.StartElement:
		if p.depth++; p.depth > maxDepth {
			return nil, errMarkup
		}
	case xml.EndElement:
		p.depth--
	case xml.Directive:
		return nil, errDocument
	}
	return t, nil
}

// each calls visit at the start of every element; visit may read on to the end of the element.
func (p *xmlPart) each(visit func(xml.StartElement) error) error {
	for {
		t, err := p.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := t.(xml.StartElement); ok {
			if err := visit(start); err != nil {
				return err
			}
		}
	}
}

// content reads to the end of the element that has just begun and puts its text at the end of b; with runs that of
// the elements t, rich text joined and phonetic guides left out. It keeps no more than limit bytes and tells whether
// that was all.
func (p *xmlPart) content(b []byte, limit int, runs bool) (text []byte, whole bool, err error) {
	whole = true
	within, guide, texts := p.depth, 0, !runs
	for p.depth >= within {
		t, err := p.next()
		if err != nil {
			return b, whole, unexpected(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Local == "rPh" {
				guide++
			}
			texts = !runs || t.Name.Local == "t" && guide == 0
		case xml.EndElement:
			if t.Name.Local == "rPh" {
				guide--
			}
			texts = !runs
		case xml.CharData:
			if !texts || !whole {
				continue
			}
			if whole = len(b)+len(t) <= limit; whole {
				b = append(b, t...)
			}
		}
	}
	return b, whole, nil
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
