package jsonscan

import "strings"

// A Reader reads a text whose members have listed kinds. It advances past a
// value of the wrong kind, so that all of them are reported, and stops at the
// first failure of the scan.
//
// What it returns does not alias the text. Strings are cut from few
// allocations: the first has exactly the room that is asked for, so that a text
// of one object leaves nothing over; the following double up to a limit.
type Reader struct {
	scan   Scanner
	i      int // the next value, or where the scan failed
	depth  int
	flags  Flags
	faults []Error
	extras extras
	keys   keys            // of the last object that UsesKeys
	text   strings.Builder // of the interned strings
}

// maxFaults is how many values of the wrong kind are reported.
const maxFaults = 1000

// maxChunk bounds how much an interned string keeps alive beside itself. The
// allocator has pages for each text that is longer.
const maxChunk = 28 << 10

// Init makes r, which must be zero, ready to read data.
func (r *Reader) Init(data []byte) {
	r.scan.Init(data)
	r.i = SkipSpace(data, 0)
}

// Kind returns the first byte of the next value, or 0 at the end of the text.
func (r *Reader) Kind() byte { return r.scan.byte(r.i) }

// Remaining returns how many bytes of the text are left.
func (r *Reader) Remaining() int { return len(r.scan.data) - r.i }

// SetDepth makes depth the number of containers that count as open around the
// next value, and returns the number so far.
func (r *Reader) SetDepth(depth int) int {
	was := r.depth
	r.depth = depth
	return was
}

// Array begins to read an array into a. It reports false, having noted
// [ErrWrongType], when the next value is something else.
func (r *Reader) Array(a *Array) bool { return r.open('[', "array") }

// open enters the container that begins with c.
func (r *Reader) open(c byte, want string) bool {
	switch {
	case r.Kind() != c:
		r.Refuse(ErrWrongType, want)
		return false
	case r.depth >= MaxDepth:
		r.flags |= badDepth
		return false
	}
	r.i++
	r.depth++
	return true
}

// NextElement advances to the next element of a; there is none at the end of
// the array or when the scan has failed.
func (r *Reader) NextElement(a *Array) (more bool) {
	if r.flags&Failed != 0 {
		return false
	}
	if r.i, r.flags, more = advance(r.scan.data, r.i, r.flags, ']', a.begun); !more {
		r.depth--
	}
	a.begun = true
	return more
}

// Skip scans the next value and returns its text, as far as the scan came, and what
// it holds.
func (r *Reader) Skip() ([]byte, Flags) {
	from := r.i
	i, f := r.scan.ConsumeValue(from, r.depth)
	r.i = i
	r.flags |= f
	return r.scan.data[from:i], f
}

// Raw reads any value and returns a copy of its text, compact.
func (r *Reader) Raw() []byte {
	value, f := r.Skip()
	if f&Failed != 0 {
		return nil
	}
	return AppendValue(nil, value, f)
}

// Refuse skips the next value and notes what is wrong with it. want is the kind
// that [ErrWrongType] asks for.
func (r *Reader) Refuse(err error, want string) {
	r.Note(r.i, err, want)
	r.Skip()
}

// Offset returns the offset of the next value.
func (r *Reader) Offset() int { return r.i }

// Note notes what is wrong with the value at an offset.
func (r *Reader) Note(offset int, err error, want string) {
	if len(r.faults) < maxFaults {
		r.faults = append(r.faults, Error{Offset: offset, Err: err, Want: want})
	}
}

// NumFaults returns how many values of the wrong kind have been noted.
func (r *Reader) NumFaults() int { return len(r.faults) }

// DropFaults forgets all but the first n values of the wrong kind.
func (r *Reader) DropFaults(n int) { r.faults = r.faults[:n] }

// Null skips the next value if it is null, and reports whether it was.
func (r *Reader) Null() bool {
	if r.Kind() != 'n' {
		return false
	}
	_, f := r.Skip()
	return f&Failed == 0
}

// Done ends the reading of a text. It returns the failure of the scan, or
// else the values of the wrong kind, in the order of the text.
func (r *Reader) Done() []Error {
	if f := r.scan.Finish(r.i, r.flags); f != nil {
		return []Error{*f}
	}
	if len(r.faults) == 0 {
		return nil
	}
	Locate(r.scan.data, r.faults)
	return r.faults
}

// IsNull reports whether data is null, with white space around it or not.
func IsNull(data []byte) bool {
	i := SkipSpace(data, 0)
	return len(data)-i >= 4 && string(data[i:i+4]) == "null" && SkipSpace(data, i+4) == len(data)
}
