package commsop

import (
	"bytes"
	"io"
	"iter"

	"example.com/graphcomms/internal/jsonscan"
)

// Items reads what [Operations] reads, and the operations in notifications too,
// a body of them or some without a wrapper, for which it holds one notification at
// a time. Each operation and each error comes with its place, and an error about
// values of the wrong kind in an operation with its other members.
//
// After an error that nothing can follow, it goes on behind the beginning of
// the operation that failed, at the next line that begins with an object or an
// array; lines inside an indented text do not. A stream without a value yields
// the error [io.EOF].
func (internal) Items(r io.Reader) iter.Seq2[item, error] {
	return func(yield func(item, error) bool) {
		var s stream
		s = stream{r: r, keep: -1, around: aroundOperation, items: &items{s: &s, empty: true, line: line{Line: 1}}, yield: func(o Operation, err error) bool {
			goOn := yield(s.items.item(o), err)
			s.items.broken = s.items.broken && goOn // the loop that ended is not resumed
			return goOn
		}}
		s.read()
	}
}

// item is an operation, or stands for what an error is about.
type item struct {
	Operation Operation
	Offset    int64 // of the first byte
	line            // that it begins on
	Broken    int   // the line of the byte that cannot follow, or 0
	place
}

type line struct {
	Line      int   // from 1 on
	LineStart int64 // the offset of its first byte
}

// items is what a stream that is read item by item has besides. Offsets in it
// are those in the stream.
type items struct {
	s       *stream
	empty   bool  // no value was found
	line          // that of the byte at counted
	counted int64 // up to where lines were counted
	top     line  // that of the value at the top
	inside  bool  // the operations in a notification are read

	broken, was bool  // there is a failure to resume from, there was one
	from        int64 // what failed began here,
	failed      int64 // and this is the byte that cannot follow
	seen        int64 // what is before this was read before the last failure
}

// begin is told the first byte of each value at the top, if there is one, and
// reports whether the value can be read: what is left of an array or a page that
// failed cannot.
func (m *items) begin(c byte, ok bool) bool {
	m.top = m.lineAt(m.s.i)
	if ok && m.was && (c == ',' || c == ']' || c == '}') {
		m.fail(m.s.i, 0)
		return false
	}
	m.empty = m.empty && !ok
	return true
}

// lineAt returns the line of the byte at i. i does not fall.
func (m *items) lineAt(i int) line {
	s := m.s
	text := s.buf[min(i, int(m.counted-s.base)):i]
	if n := bytes.Count(text, []byte("\n")); n > 0 {
		m.line = line{m.Line + n, s.base + int64(i-len(text)+bytes.LastIndexByte(text, '\n')+1)}
	}
	m.counted = max(m.counted, s.base+int64(i))
	return m.line
}

// item returns o with the place of what is yielded.
func (m *items) item(o Operation) item {
	p := m.s.here
	i := item{Operation: o, Offset: m.s.base + int64(p.from), line: m.lineAt(p.from), place: p}
	if m.broken {
		i.Broken = i.Line + bytes.Count(m.s.buf[p.from:m.failed-m.s.base], []byte("\n"))
		if m.from == m.failed { // there is nothing but what is around it
			i.line = m.top
		}
	}
	return i
}

// fail notes a failure at an offset of what begins at buf[from].
func (m *items) fail(from, offset int) {
	m.broken, m.was = true, true
	m.from = m.s.base + int64(from)
	m.failed = m.from + int64(offset)
}

// resume goes to where the stream goes on after a failure, and reports whether
// there was one. What was read twice is not read a third time.
func (m *items) resume() bool {
	if !m.broken {
		return false
	}
	m.broken = false
	s, at := m.s, m.from
	if at < m.seen {
		at = max(m.failed, m.seen)
	}
	m.seen = max(m.seen, m.failed)
	s.i, s.keep = int(at-s.base), -1
	if at == m.failed && m.lineAt(s.i).LineStart == at && s.beginsList() {
		return true
	}
	for {
		if n := bytes.IndexByte(s.buf[s.i:], '\n'); n < 0 {
			s.i = len(s.buf)
		} else if s.i += n + 1; s.beginsList() {
			return true
		}
		if s.i == len(s.buf) && !s.fill() {
			return true
		}
	}
}

// beginsList reports whether an object or an array begins at s.i.
func (s *stream) beginsList() bool {
	return (s.i < len(s.buf) || s.fill()) && (s.buf[s.i] == '{' || s.buf[s.i] == '[')
}

var resourceDataFields = []jsonscan.Field{jsonscan.NewField("resourceData", 0, jsonscan.Any)}

// notification reads buf[from:to], which cannot be read as an operation, as a
// notification, which may be two levels deeper. If it is done, because that is one
// and not a list of them, it has yielded the operations in it, and what is wrong
// with it and them.
func (m *items) notification(pointer string, from, to int) (done, goOn bool) {
	s := m.s
	text := s.buf[from:to]
	var n Notification
	around := n.read(text)
	if around != nil && !ofKind(around[0].Err) || n.Type.Is(TypeNotifications) || !isNotification(n.Type, n.AdditionalData) {
		return false, true
	}

	type part struct{ n, from, to int }
	var found []part
	var rd reader
	rd.Init(text)
	rd.SetDepth(aroundOperation)
	rec := jsonscan.Record{Values: make([]jsonscan.FieldValue, 1)}
	rd.Record(&rec)
	for _, more := rd.Next(&rec, resourceDataFields); more; _, more = rd.Next(&rec, resourceDataFields) {
		rd.resourceData(n.Resource(), func(_ Operation, at, k int) {
			found = append(found, part{k, from + at, from + rd.Offset()})
		})
	}
	if inside := rd.Done(); inside != nil && !ofKind(inside[0].Err) { // also an operation that is nested too deep
		around = inside
	}
	if around != nil && !s.refuse(pointer, from, nil, around...) {
		return true, false
	}
	m.inside = true
	defer func() { m.inside = false }()
	for _, p := range found {
		if !s.decode(pointer+"/resourceData", p.n, p.from, p.to) {
			return true, false
		}
	}
	s.i = to
	return true, true
}
