package jsonscan

import (
	"cmp"
	"slices"
	"strings"
)

// A Reader reads a text whose members have listed kinds. It goes on after a
// value of the wrong kind, so that all of them are reported, and stops at the
// first failure of the scan.
//
// What it returns does not alias the text. All strings of one Reader share
// one allocation, and so do raw values.
type Reader struct {
	Scanner
	i      int // the next value, or where the scan failed
	depth  int
	flags  Flags
	faults []Fault
	text   strings.Builder
	raw    []byte
}

// Init makes r, which must be zero, ready to read data.
func (r *Reader) Init(data []byte) {
	r.Scanner.Init(data)
	r.i = SkipSpace(data, 0)
}

// State tells what a Reader found at a listed member.
type State uint8

const (
	Wrong State = iota // of the wrong kind, which is noted, or the scan failed
	Null
	Valid
)

// Kind returns the first byte of the next value, or 0 at the end of the text.
func (r *Reader) Kind() byte {
	if r.i >= len(r.data) {
		return 0
	}
	return r.data[r.i]
}

// Object begins to read an object into o. It reports false, having noted
// [ErrWrongType], when the next value is something else.
func (r *Reader) Object(o *Object) bool {
	if r.Kind() != '{' {
		r.Refuse(ErrWrongType)
		return false
	}
	i, f := r.Open(r.i, r.depth, o)
	r.i, r.flags = i, r.flags|f
	r.depth++
	return true
}

// Next goes to the next member of o; there is none at the end of the object
// or when the scan has failed. First tells whether the member is new.
func (r *Reader) Next(o *Object) bool {
	if r.flags&Failed != 0 {
		return false
	}
	var more bool
	if r.i, r.flags, more = r.next(r.i, r.flags, o, false); !more {
		r.depth--
	}
	return more
}

// An Array is the state of reading the elements of one array.
type Array struct{ begun bool }

// Array begins to read an array into a, as Object does an object.
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

// NextElement goes to the next element of a, as Next does to a member.
func (r *Reader) NextElement(a *Array) bool {
	if r.flags&Failed != 0 {
		return false
	}
	var more bool
	if r.i, r.flags, more = r.nextElement(r.i, r.flags, &a.begun); !more {
		r.depth--
	}
	return more
}

// Name returns the name of the present member of o, unescaped. It is good
// until the next call.
func (r *Reader) Name(o *Object) []byte {
	text := r.data[o.NameStart:o.NameEnd]
	if o.NameFlags&Escaped == 0 {
		return text
	}
	return AppendUnescaped(r.names.name[:0], text)
}

// First reports whether no other member of o had the name of the present one,
// or one that means the same: listed is one bit for each listed member, under
// whatever name, and 0 for all others. If it was there, the scan has failed.
func (r *Reader) First(o *Object, listed uint8) bool {
	if listed != 0 && o.seen&listed == 0 {
		o.seen |= listed
		return true
	}
	if listed == 0 && r.names.add(r.data, &o.set, o.NameStart, o.NameEnd, o.NameFlags&Escaped != 0) {
		return true
	}
	r.i, r.flags = o.NameStart-1, r.flags|badName
	return false
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

// Text reads a string or null.
func (r *Reader) Text() (string, State) {
	switch r.Kind() {
	case '"':
		end, f := String(r.data, r.i)
		text := r.data[r.i:end]
		r.i = end
		r.flags |= f
		if f&Failed != 0 {
			return "", Wrong
		}
		return r.Keep(text[1:len(text)-1], f), Valid
	case 'n':
		if r.Null() {
			return "", Null
		}
		return "", Wrong
	}
	r.Refuse(ErrWrongType)
	return "", Wrong
}

// Int32 reads a number or null. A string of digits, with or without a minus
// before them, counts as its number. Where the text of the number is not the
// one that Go would write, it is returned too.
func (r *Reader) Int32() (n int32, text string, state State) {
	kind := r.Kind()
	switch {
	case kind == 'n':
		if r.Null() {
			return 0, "", Null
		}
		return 0, "", Wrong
	case kind != '"' && kind != '-' && kind-'0' > 9:
		r.Refuse(ErrWrongType)
		return 0, "", Wrong
	}
	at := r.i
	value, f := r.Skip()
	if f&Failed != 0 {
		return 0, "", Wrong
	}
	n, err := TextInt32(value)
	switch {
	case err != nil:
		r.faults = append(r.faults, Fault{Offset: at, Err: err})
		return 0, "", Wrong
	case kind == '"' || n == 0 && kind == '-':
		return n, r.Keep(value, 0), Valid
	}
	return n, "", Valid
}

// Keep returns the meaning of the text of a string. f is what the text holds.
func (r *Reader) Keep(text []byte, f Flags) string {
	if r.text.Cap() == 0 {
		r.text.Grow(len(r.data)) // enough for all: a meaning is no longer than its text
	}
	from := r.text.Len()
	if f&Escaped == 0 {
		r.text.Write(text)
	} else {
		r.text.Write(AppendUnescaped(nil, text))
	}
	return r.text.String()[from:]
}

// Raw reads any value and returns its text, compact.
func (r *Reader) Raw() []byte {
	value, f := r.Skip()
	if f&Failed != 0 {
		return nil
	}
	if cap(r.raw)-len(r.raw) < len(value) {
		rest := len(r.data) - r.i
		r.raw = make([]byte, 0, len(value)+min(rest, max(2*cap(r.raw), 4096)))
	}
	from := len(r.raw)
	r.raw = AppendValue(r.raw, value, f)
	return r.raw[from:len(r.raw):len(r.raw)]
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

// KeepName returns the name of the present member of o.
func (r *Reader) KeepName(o *Object) string {
	return r.Keep(r.data[o.NameStart:o.NameEnd], o.NameFlags)
}

// IsNull reports whether data is null, with white space around it or not.
func IsNull(data []byte) bool {
	i := SkipSpace(data, 0)
	return len(data)-i >= 4 && string(data[i:i+4]) == "null" && SkipSpace(data, i+4) == len(data)
}
