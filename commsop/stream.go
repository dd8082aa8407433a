package commsop

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"strconv"

	"example.com/graphcomms/internal/joinerr"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/patch"
)

// Operations reads JSON values from r, one after another with white space
// between them or not: operations, arrays of operations, and pages as
// [DecodePage] reads them, whose other members are checked and dropped. It
// yields each operation as soon as its last byte is there. A byte order mark at
// the start is skipped (RFC 8259 section 8.1).
//
// The stream may be longer than memory, and so may each array and page in it:
// what is held is one operation, or what a page has before its list, or one
// member after it, in a buffer of 64 KiB or up to twice as long as the longest of
// these, and the names of the page's members. Only r bounds how long these are:
// limit an r that is not trusted.
// Operations within 256 KiB of the stream share allocations, which live as long
// as one of them does, and those on both sides of that 28 KiB of texts at most.
//
// An error comes with the zero Operation. Errors are those of [Decode], with
// offsets from the start of r and pointers from the start of the value: /id,
// /1/id in an array, /value/1/id in a page. After members of the wrong kind,
// all those of one operation together, the next operation follows; a
// notification is a value of the wrong kind. After any other error nothing
// follows. An error of r comes as it is, after what was complete before it.
//
// The sequence is for one use, as it takes its input from r. When the loop ends
// early, more than was used may have been read.
func Operations(r io.Reader) iter.Seq2[Operation, error] {
	return func(yield func(Operation, error) bool) {
		if r == nil {
			yield(Operation{}, errors.New("commsop.Operations: r is nil"))
			return
		}
		s := stream{r: r, yield: yield, keep: -1}
		s.read()
	}
}

// stream reads operations from r. Its methods yield what they find, and report
// whether to go on.
type stream struct {
	r      io.Reader
	yield  func(Operation, error) bool
	err    error  // that r ended with
	buf    []byte // what was read, from the first byte that is still needed
	base   int64  // the offset of buf
	i      int    // the next byte in buf
	keep   int    // where an object begins that may be an operation or a page; or -1
	rd     reader
	stale  bool           // the text of rd is not buf
	since  int64          // the offset from which on operations share what rd allocates
	names  jsonscan.Names // of the members of that object, or of the present page
	at     []byte         // the pointer of the present one
	here   place          // of what is yielded
	items  *items         // of a stream that is read item by item, else nil
	around int            // the depth of what may be an operation, or where they are read a notification
}

// place tells where in the stream something is.
type place struct {
	pointer     string // of the list that has it, or if n is -1 of itself
	n           int
	from        int  // its offset in buf
	IsOperation bool // whether an operation was read, if only in part
}

// Pointer returns the pointer of p from the value at the top on.
func (p place) Pointer() string {
	if p.n < 0 {
		return p.pointer
	}
	return p.pointer + "/" + strconv.Itoa(p.n)
}

// window is how long the buffer is at least, and how much is read at a time at
// most.
const window = 64 << 10

// shared is how far operations are apart at most that share more than a chunk of
// texts.
const shared = 4 * window

func (s *stream) read() {
	mark := []byte("\uFEFF")
	for len(s.buf) < len(mark) && bytes.HasPrefix(mark, s.buf) && s.fill() {
	}
	switch {
	case bytes.HasPrefix(s.buf, mark):
		s.i = len(mark)
	case bytes.HasPrefix(mark, s.buf) && s.err != io.EOF: // a part of one
		s.yield(Operation{}, s.err)
		return
	}
	for goOn := true; goOn || s.items != nil && s.items.resume(); {
		c, ok := s.next()
		switch {
		case s.items != nil && !s.items.begin(c, ok):
			goOn = false
		case ok && c == '{':
			goOn = s.object()
		case ok && c == '[':
			goOn = s.list("")
		case ok:
			goOn = s.element("", -1)
		default:
			if s.err != io.EOF || s.items != nil && s.items.empty {
				s.yield(Operation{}, s.err)
			}
			return
		}
	}
}

// fill reads more, and reports whether there is more. What is in buf moves.
func (s *stream) fill() bool {
	if s.err != nil {
		return false
	}
	from := s.i
	if s.keep >= 0 {
		from, s.keep = s.keep, 0
	}
	if from > 0 {
		if s.items != nil {
			s.items.lineAt(from)
		}
		s.base += int64(from)
		s.i -= from
		s.buf = s.buf[:copy(s.buf, s.buf[from:])]
	}
	s.stale = true
	n := len(s.buf)
	if n == cap(s.buf) {
		s.buf = append(make([]byte, 0, max(window, 2*n)), s.buf...)
	}
	for range 100 {
		var more int
		room := min(cap(s.buf)-n, window)
		if more, s.err = s.r.Read(s.buf[n : n+room]); more < 0 || more > room {
			more, s.err = 0, errors.New("commsop.Operations: r returned a count that is no count of what it read")
		}
		if s.buf = s.buf[:n+more]; more > 0 || s.err != nil {
			return more > 0
		}
	}
	s.err = io.ErrNoProgress
	return false
}

// next goes to the next byte that is not white space, and returns it if there
// is one.
func (s *stream) next() (byte, bool) {
	for {
		if s.i = jsonscan.SkipSpace(s.buf, s.i); s.i < len(s.buf) {
			return s.buf[s.i], true
		}
		if !s.fill() {
			return 0, false
		}
	}
}

// more goes to the first or the next element or member of a container that the
// byte end closes, and reports whether there is one; ok is false if it cannot be
// told.
func (s *stream) more(first bool, end byte) (more, ok bool) {
	c, ok := s.next()
	switch {
	case ok && c == end:
		s.i++
		return false, true
	case ok && c == ',' && !first:
		s.i++
		s.next()
		return true, true
	}
	return first, first
}

// list reads an array of operations, which is at pointer.
func (s *stream) list(pointer string) bool {
	s.i++
	for n := 0; ; n++ {
		more, ok := s.more(n == 0, ']')
		switch {
		case !ok:
			return s.fail(pointer, s.syntax())
		case !more:
			return true
		case !s.element(pointer, n):
			return false
		}
	}
}

// object reads an operation or a page: what has a member value, perhaps its last
// one, is a page.
func (s *stream) object() bool {
	s.keep = s.i
	s.names.Reset()
	s.i++
	tried := false
	for first := true; ; first = false {
		more, ok := s.more(first, '}')
		switch {
		case !ok, more && (s.i == len(s.buf) || s.buf[s.i] != '"'):
			return s.fail("", s.syntax())
		case !more && s.keep >= 0:
			return s.decode("", -1, s.keep, s.i)
		case !more:
			return true
		}
		if s.keep >= 0 && !tried && !ofPage(s.buf[s.i:]) {
			tried = true
			if done, goOn := s.try("", -1, s.keep); done {
				return goOn
			}
		}
		end, f, ok := s.scan(1)
		if !ok {
			return s.fail("", f)
		}
		if !s.member(end) {
			return false
		}
	}
}

// ofPage reports whether the member that text begins with, the first of an object
// of such a name, leaves open whether the object is a page. The members of a
// page before its value are mostly annotations, and an operation mostly begins
// with its type.
func ofPage(text []byte) bool {
	begins := func(with string) bool { return bytes.HasPrefix(text, []byte(with)) }
	return begins(`"value"`) || begins(`"@`) && !begins(`"@odata.type"`)
}

// member reads the member whose name goes from s.i to end, of an object that was
// begun.
func (s *stream) member(end int) bool {
	name := s.buf[s.i:end]
	s.at = jsonscan.AppendToken(s.at[:0], name[1:len(name)-1])
	if !s.names.Add(name) {
		return s.fail(string(s.at), &jsonscan.Error{Err: patch.ErrDuplicateName})
	}
	s.i = end
	if c, ok := s.next(); !ok || c != ':' {
		return s.fail("", s.syntax())
	}
	s.i++
	c, _ := s.next()
	depth := 1
	if s.keep >= 0 {
		depth += s.around
	}
	const value = "/value"
	isValue := string(s.at) == value
	if isValue {
		s.keep = -1
		switch c {
		case '[':
			return s.list(value)
		case '{':
			return s.element(value, -1)
		}
	}
	end, f, ok := s.scan(depth)
	if !ok {
		return s.fail(string(s.at), f)
	}
	from := s.i
	s.i = end
	return !isValue || s.refuse(value, from, nil, jsonscan.Error{Err: patch.ErrWrongType, Want: "array"})
}

// element reads the value at s.i, which is to be an operation: element n of the
// list at pointer, or if n is -1 what is at pointer.
func (s *stream) element(pointer string, n int) bool {
	if done, goOn := s.try(pointer, n, s.i); done {
		return goOn
	}
	end, f, ok := s.scan(s.around)
	if f != nil {
		end = len(s.buf)
	} else if !ok {
		return s.fail("", nil)
	}
	return s.decode(pointer, n, s.i, end)
}

// try yields the operation that begins at buf[from], as element has it, and goes
// to its end, if all of it is in buf and nothing is wrong with it. An object that
// was begun must not be a page.
func (s *stream) try(pointer string, n, from int) (done, goOn bool) {
	if at := s.base + int64(from); at >= s.since+shared {
		s.rd.Renew()
		s.rd.lists, s.since, s.stale = lists{}, at, true
	}
	s.here = place{pointer, n, from, true}
	var o Operation
	if s.stale {
		s.rd.Resume(s.buf)
		s.stale = false
	}
	s.rd.Seek(from)
	s.rd.element(&o)
	end, ok := s.rd.Sound(from)
	if ok && s.keep >= 0 {
		_, isPage := o.AdditionalData.Get("value")
		ok = !isPage
	}
	if !ok {
		return false, true
	}
	s.i, s.keep = end, -1
	return true, s.yield(o, nil)
}

// scan reads until all of the value at s.i, inside depth open containers, is in
// buf, and returns its end. Else it returns what is wrong with the value, or
// nothing if r has failed.
func (s *stream) scan(depth int) (end int, _ *jsonscan.Error, ok bool) {
	var frame jsonscan.Frame
	for {
		n, more, f := jsonscan.Piece(s.buf[s.i:], depth, s.err == io.EOF)
		if !more {
			return s.i + n, f, f == nil
		}
		if s.err != nil {
			return 0, nil, false
		}
		// A value that is right is read again when it is whole; another one as
		// soon as it is twice as long.
		for long := 2 * (len(s.buf) - s.i); s.fill() && len(s.buf)-s.i < long && !frame.Ends(s.buf[s.i:]); {
		}
	}
}

// decode yields the operation whose text is buf[from:to], or what is wrong with
// it, and goes to its end.
func (s *stream) decode(pointer string, n, from, to int) bool {
	if done, goOn := s.try(pointer, n, from); done {
		return goOn
	}
	s.i, s.keep = to, -1
	var o Operation
	s.stale = true
	s.rd.Resume(s.buf[from:to])
	s.rd.Seek(0)
	s.rd.element(&o)
	faults := s.rd.Done()
	pointer = s.here.Pointer()
	if s.items != nil && !s.items.inside { // inside another one, a notification is of the wrong kind
		if done, goOn := s.items.notification(pointer, from, to); done {
			return goOn
		}
	}
	part := &o
	if faults[0].Pointer == "" {
		part = nil
	}
	return s.refuse(pointer, from, part, faults...)
}

// ofKind reports whether err is the error of a value of the wrong kind.
func ofKind(err error) bool {
	return err == patch.ErrWrongType || err == patch.ErrNotInteger || err == patch.ErrOutOfRange
}

// syntax is what is wrong if the byte at s.i cannot follow: nothing if r failed
// before there was one.
func (s *stream) syntax() *jsonscan.Error {
	if s.i == len(s.buf) && s.err != io.EOF {
		return nil
	}
	return &jsonscan.Error{Err: patch.ErrSyntax}
}

// fail yields what is wrong with the value at s.i and ends the stream. If f is
// nil, r failed. Where an object may be an operation, that is what is at fault.
func (s *stream) fail(pointer string, f *jsonscan.Error) bool {
	switch {
	case f == nil:
		s.yield(Operation{}, s.err)
	case s.keep >= 0:
		s.decode("", -1, s.keep, len(s.buf))
	default:
		s.refuse(pointer, s.i, nil, *f)
	}
	return false
}

// refuse yields the faults of the value that begins at buf[from], or those inside
// an operation that does: part has its members that are right, and is nil if there is
// none. It reports whether to go on, which is possible after values of the wrong kind.
func (s *stream) refuse(pointer string, from int, part *Operation, faults ...jsonscan.Error) bool {
	kind := ofKind(faults[0].Err)
	s.here = place{pointer, -1, from, kind && part != nil}
	if s.items != nil && !kind {
		s.items.fail(from, faults[0].Offset)
	}
	err := joinerr.Scan("commsop.Operations", "r", faults)
	for _, e := range joinerr.List(err) {
		e.Pointer = pointer + e.Pointer
		e.Offset += s.base + int64(from)
	}
	var o Operation
	if s.items != nil && s.here.IsOperation {
		o = *part
	}
	return s.yield(o, err) && kind
}
