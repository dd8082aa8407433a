package jsonscan

import "strconv"

// A Writer appends one object to Dst. It goes on after a failure, and reports
// the first one at the end.
type Writer struct {
	Dst   []byte
	was   []byte
	fault *Fault
}

// NewWriter returns a Writer that appends to dst.
func NewWriter(dst []byte) Writer { return Writer{Dst: dst, was: dst} }

// Name appends a name, which must need no escapes, with a comma before it and
// a colon after it. The value follows.
func (w *Writer) Name(name string) {
	w.Dst = append(append(w.Dst, ',', '"'), name...)
	w.Dst = append(w.Dst, '"', ':')
}

// Text appends a member whose value is the string s.
func (w *Writer) Text(name, s string) {
	w.Name(name)
	var ok bool
	if w.Dst, ok = AppendString(w.Dst, s); !ok {
		w.Fail("/"+name, ErrInvalidUTF8)
	}
}

// Int32 appends a member whose value is the number n.
func (w *Writer) Int32(name string, n int32) {
	w.Name(name)
	w.Dst = strconv.AppendInt(w.Dst, int64(n), 10)
}

// Literal appends a member whose value is text, which must be JSON.
func (w *Writer) Literal(name, text string) {
	w.Name(name)
	w.Dst = append(w.Dst, text...)
}

// Fail notes a failure at a pointer within the object.
func (w *Writer) Fail(pointer string, err error) {
	if w.fault == nil {
		w.fault = &Fault{Pointer: pointer, Err: err}
	}
}

// Close ends the object and returns the extended Dst or, with a fault, what it
// was at first.
func (w *Writer) Close() ([]byte, *Fault) {
	if w.fault != nil {
		return w.was, w.fault
	}
	return CloseObject(w.Dst, len(w.was)), nil
}

// CloseObject turns the members that were appended from start on, each with a
// comma before it, into an object.
func CloseObject(dst []byte, start int) []byte {
	if len(dst) == start {
		return append(dst, '{', '}')
	}
	dst[start] = '{'
	return append(dst, '}')
}

// An Appender appends to a Writer members whose names and values come from the
// user, and refuses what could not be read back. Its zero value is ready.
type Appender struct {
	names names
	set   nameSet
	scan  Scanner // of the present value
}

// Member appends a member with the given value, compacted. depth is how many
// containers are open around the value; a good one needs no check.
func (a *Appender) Member(w *Writer, name string, value []byte, depth int, good bool) {
	if w.fault != nil {
		return
	}
	dst, ok := AppendString(append(w.Dst, ','), name)
	if !ok {
		w.Fail("", ErrInvalidUTF8)
		return
	}
	start, end := len(w.Dst)+2, len(dst)-1
	var f Flags
	if len(name) != end-start {
		f = Escaped
	}
	if !a.names.add(dst, &a.set, start, end, f) {
		w.Fail(string(AppendToken(nil, dst[start:end])), ErrDuplicateName)
		return
	}
	dst = append(dst, ':')
	if good {
		w.Dst = append(dst, value...)
		return
	}
	a.scan.Init(value)
	i := SkipSpace(value, 0)
	last, f := a.scan.Value(i, depth)
	if fault := a.scan.Finish(last, f); fault != nil {
		w.Fail(string(AppendToken(nil, dst[start:end]))+fault.Pointer, fault.Err)
		return
	}
	w.Dst = AppendValue(dst, value[i:last], f)
}
