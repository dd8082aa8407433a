package jsonscan

import (
	"strings"
	"unicode/utf8"
)

// Piece scans the value that data begins with, inside depth open containers,
// where more may follow, also of the value itself unless data is the last there
// is. It returns the length of the value, or that more is needed to tell it, or
// the failure.
func Piece(data []byte, depth int, last bool) (n int, more bool, _ *Error) {
	var s Scanner
	s.Init(data)
	i, f := s.ConsumeValue(0, depth)
	switch {
	case !last && endsIn(data, i, f):
		return 0, true, nil
	case f&Failed != 0 || f&NonASCII != 0 && !utf8.Valid(data[:i]):
		return 0, false, s.fault(i, f)
	}
	return i, false, nil
}

// endsIn reports whether data ends before the value whose scan ended at i with f
// does, or may do so.
func endsIn(data []byte, i int, f Flags) bool {
	if f&Failed == 0 {
		return i == len(data) && data[i-1]-'0' <= 9 // a number
	}
	return f&badSyntax != 0 && i == len(data)
}

// A Frame finds the end of a value that comes in pieces, and looks at each byte
// once. It knows of brackets and strings alone: it is right about a value that
// is right.
type Frame struct {
	next   int  // the byte to go on at
	depth  int  // how many brackets are open
	quoted bool // inside a string
}

// Ends reports whether the value that data begins with, of which f has seen a
// part, ends in data.
func (f *Frame) Ends(data []byte) bool {
	i := f.next
	for ; i < len(data); i++ {
		if f.quoted {
			if i, _ = plain(data, i); i == len(data) {
				break
			}
		}
		switch c := data[i]; {
		case f.quoted && c == '\\':
			i++ // over what it escapes, which may be to come
		case c == '"':
			f.quoted = !f.quoted
		case f.quoted:
		case c == '{' || c == '[':
			f.depth++
		case c == '}' || c == ']':
			f.depth--
		case f.depth > 0 || c > ' ' && c != ',' && c != ':': // of a number or a word
			continue
		}
		if f.depth <= 0 && !f.quoted {
			return true
		}
	}
	f.next = i
	return false
}

// Names are the names of an object that is read in pieces. The zero Names are
// none.
type Names struct {
	nameStack
	set  objectNames
	text []byte // the names in their quotes, one after another
}

// Reset makes n empty.
func (n *Names) Reset() {
	if cap(n.text) > maxChunk {
		*n = Names{}
	}
	n.close(&n.set)
	n.set, n.text = n.open(), n.text[:0]
}

// Add adds a name, given as a scanned string, and reports whether it is new.
func (n *Names) Add(name []byte) bool {
	i := len(n.text)
	n.text = append(n.text, name...)
	_, _, fp := consumeName(name, 0)
	return n.add(n.text, &n.set, i+1, len(n.text)-1, fp)
}

// Resume makes r, whatever became of what it read before, ready to Seek in another
// text. Its strings go on being cut from the same allocations.
func (r *Reader) Resume(data []byte) {
	r.scan.Init(data)
	r.keys.n = 0
}

// Seek makes r, whatever became of what it read before, ready to read the value at i.
// What Done has returned is overwritten.
func (r *Reader) Seek(i int) {
	r.scan.names.reset()
	r.extras.n = 0
	r.i, r.depth, r.flags, r.faults = i, 0, 0, r.faults[:0]
}

// Renew lets r go on without what it has allocated, but for a chunk of text that is
// not longer than others. It must Resume then.
func (r *Reader) Renew() {
	r.scan, r.extras, r.faults = Scanner{}, extras{}, nil
	if r.text.Cap() > maxChunk {
		r.text = strings.Builder{}
	}
}

// reset forgets all open objects.
func (n *nameStack) reset() { n.numPrints, n.numOffsets, n.tables = 0, 0, nil }

// Sound returns the end of the value that r has read, which begins at i, and
// reports whether nothing is wrong with it.
func (r *Reader) Sound(i int) (end int, ok bool) {
	return r.i, r.flags&Failed == 0 && len(r.faults) == 0 && (r.flags&NonASCII == 0 || utf8.Valid(r.scan.data[i:r.i]))
}
