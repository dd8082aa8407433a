package jsonscan

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// A Reader reads a text whose members have listed kinds. It goes on after a
// value of the wrong kind, so that all of them are reported, and stops at the
// first failure of the scan.
//
// What it returns does not alias the text. Strings share few allocations, and
// so do raw values.
type Reader struct {
	Scanner
	i      int // the next value, or where the scan failed
	depth  int
	flags  Flags
	faults []Fault
	kept   strings.Builder // strings that were kept
	raw    []byte          // a copy of the part of the text that begins at rawAt
	rawAt  int
}

// Init makes r, which must be zero, ready to read data.
func (r *Reader) Init(data []byte) {
	r.Scanner.Init(data)
	r.i = SkipSpace(data, 0)
}

// Kind returns the first byte of the next value, or 0 at the end of the text.
func (r *Reader) Kind() byte {
	if r.i >= len(r.data) {
		return 0
	}
	return r.data[r.i]
}

// Rest returns how many bytes of the text are left.
func (r *Reader) Rest() int { return len(r.data) - r.i }

// Array begins to read an array into a. It reports false, having noted
// [ErrWrongType], when the next value is something else.
func (r *Reader) Array(a *Array) bool {
	switch {
	case r.Kind() != '[':
		r.Refuse(ErrWrongType)
		return false
	case r.depth >= MaxDepth:
		r.flags |= badDepth
		return false
	}
	r.i++
	r.depth++
	return true
}

// NextElement goes to the next element of a; there is none at the end of the
// array or when the scan has failed.
func (r *Reader) NextElement(a *Array) (more bool) {
	if r.flags&Failed != 0 {
		return false
	}
	if r.i, r.flags, more = a.next(r.data, r.i, r.flags); !more {
		r.depth--
	}
	return more
}

// Skip scans the next value and returns its text and what it holds.
func (r *Reader) Skip() ([]byte, Flags) {
	from := r.i
	i, f := r.Value(from, r.depth)
	r.i = i
	r.flags |= f
	if f&Failed != 0 {
		return nil, f
	}
	return r.data[from:i], f
}

// Refuse skips the next value and notes what is wrong with it.
func (r *Reader) Refuse(err error) {
	r.faults = append(r.faults, Fault{Offset: r.i, Err: err})
	r.Skip()
}

// Null skips the next value if it is null, and reports whether it was.
func (r *Reader) Null() bool {
	if r.Kind() != 'n' {
		return false
	}
	_, f := r.Skip()
	return f&Failed == 0
}

// chunk is how much is copied of a long text at a time.
const chunk = 1 << 12

// reserve makes room for strings of n bytes together, and rather for more.
func (r *Reader) reserve(n, more int) {
	if r.kept.Cap()-r.kept.Len() < n {
		r.kept = strings.Builder{}
		r.kept.Grow(max(n, more))
	}
}

// keep returns the meaning of the text of a string that holds f. There is room
// for it.
func (r *Reader) keep(from, to int, f Flags) string {
	text := r.data[from:to]
	if f&Escaped != 0 {
		text = AppendUnescaped(r.names.name[:0], text)
	}
	at := r.kept.Len()
	r.kept.Write(text)
	return r.kept.String()[at:]
}

// Raw reads any value and returns its text, compact.
func (r *Reader) Raw() []byte {
	from := r.i
	_, f := r.Skip()
	if f&Failed != 0 {
		return nil
	}
	if from < r.rawAt || r.i > r.rawAt+len(r.raw) {
		r.raw, r.rawAt = bytes.Clone(r.data[from:max(r.i, min(from+chunk, len(r.data)))]), from
	}
	value := r.raw[from-r.rawAt : r.i-r.rawAt : r.i-r.rawAt]
	if f&Space != 0 {
		value = AppendCompact(value[:0], value)
		value = value[:len(value):len(value)]
	}
	return value
}

// Member reads the present member of rec, whatever it is. Where it is compact,
// not longer than max and its name has no escapes, it also returns the text of
// it all.
func (r *Reader) Member(rec *Record, max int) (name string, value []byte, text string) {
	from := r.i
	value = r.Raw()
	if rec.NameFlags&Escaped == 0 && from == rec.NameEnd+2 && r.i == from+len(value) && r.i-rec.NameStart < max {
		r.reserve(r.i-rec.NameStart+1, min(len(r.data), chunk))
		text = r.keep(rec.NameStart-1, r.i, 0)
		return text[1 : 1+rec.NameEnd-rec.NameStart], value, text
	}
	r.reserve(rec.NameEnd-rec.NameStart, min(len(r.data), chunk))
	return r.keep(rec.NameStart, rec.NameEnd, rec.NameFlags), value, ""
}

// name returns the name of the present member of o, unescaped. It is good
// until the next call.
func (r *Reader) name(o *Object) []byte {
	text := r.data[o.NameStart:o.NameEnd]
	if o.NameFlags&Escaped == 0 {
		return text
	}
	return AppendUnescaped(r.names.name[:0], text)
}

// Done ends the reading of a text. It returns the failure of the scan, or
// else all values of the wrong kind, sorted by pointer.
func (r *Reader) Done() []Fault {
	if f := r.Finish(r.i, r.flags); f != nil {
		return []Fault{*f}
	}
	if len(r.faults) == 0 {
		return nil
	}
	Locate(r.data, r.faults)
	slices.SortFunc(r.faults, func(a, b Fault) int { return cmp.Compare(a.Pointer, b.Pointer) })
	return r.faults
}

// IsNull reports whether data is null, with white space around it or not.
func IsNull(data []byte) bool {
	i := SkipSpace(data, 0)
	return len(data)-i >= 4 && string(data[i:i+4]) == "null" && SkipSpace(data, i+4) == len(data)
}
