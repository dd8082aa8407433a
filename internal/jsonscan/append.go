package jsonscan

import (
	"encoding/binary"
	"strconv"
)

// What is written is appended to dst, and the extended slice returned, member
// by member, a comma before each. A failure does not stop it: f is the first one
// so far, or nil, and is handed on. dst and f are passed along rather than kept
// in a struct, which would take twice the time.

// AppendKey appends a comma, the name of a listed member in quotes and a colon.
func AppendKey(dst []byte, field *Field) []byte {
	return append(dst, field.key...)
}

// AppendText appends a listed member whose value is the string s. Where s is not
// UTF-8 it fails at the member. If s is "", it depends on p: null, an empty
// string if it is present, else no member at all.
func AppendText(dst []byte, f *Error, field *Field, s string, p Presence) ([]byte, *Error) {
	n := len(dst)
	size := len(field.key) + len(s) + 2
	if len(s) < 4 || cap(dst)-n < size || size < 2+maxKey || len(field.key) > 2+maxKey {
		return appendText(dst, f, field, s, p)
	}
	// The key and s are copied by words, which may overlap but end within the
	// member, and those of s are looked at on the way.
	out := dst[n : n+size]
	out[0], out[1] = ',', '"'
	binary.LittleEndian.PutUint64(out[2:10], field.word[0])
	binary.LittleEndian.PutUint64(out[10:18], field.word[1])
	out = out[len(field.key):]
	out[0], out[len(s)+1] = '"', '"'
	out = out[1 : len(s)+1]
	var odd uint64
	if len(s) >= 8 {
		for i := 0; i+8 < len(s); i += 8 {
			w := word(s[i : i+8])
			odd |= notPlain(w)
			binary.LittleEndian.PutUint64(out[i:i+8], w)
		}
		w := word(s[len(s)-8:])
		odd |= notPlain(w)
		binary.LittleEndian.PutUint64(out[len(s)-8:], w)
	} else {
		w := half(s) | half(s[len(s)-4:])<<32
		odd = notPlain(w)
		binary.LittleEndian.PutUint32(out, uint32(w))
		binary.LittleEndian.PutUint32(out[len(s)-4:], uint32(w>>32))
	}
	if odd&highs != 0 {
		return appendText(dst, f, field, s, p)
	}
	return dst[:n+size], f
}

func appendText(dst []byte, f *Error, field *Field, s string, p Presence) ([]byte, *Error) {
	if s == "" && p != Present {
		if p == Null {
			dst = AppendLiteral(dst, field, "null")
		}
		return dst, f
	}
	dst, ok := AppendString(AppendKey(dst, field), s)
	if !ok && f == nil {
		f = &Error{Pointer: "/" + field.name, Err: ErrInvalidUTF8}
	}
	return dst, f
}

// notPlain has the high bit set of some byte, if any byte of w is over 0x7F or
// must be escaped in a string.
func notPlain(w uint64) uint64 {
	return ((w ^ quoteOrControl) - ones*0x21) | ((w ^ backslash) - ones) | w
}

// AppendInt appends a listed member whose value is the number n.
func AppendInt(dst []byte, field *Field, n int32) []byte {
	return strconv.AppendInt(AppendKey(dst, field), int64(n), 10)
}

// AppendLiteral appends a listed member whose value has the given text.
func AppendLiteral(dst []byte, field *Field, text string) []byte {
	return append(AppendKey(dst, field), text...)
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

// An Appender appends the members of one object whose names and values come
// from the user, and refuses what could not be read back. Its zero value is
// ready.
type Appender struct {
	names nameStack
	set   objectNames
	value []byte  // the present value
	scan  Scanner // of it
}

// Init tells a about how long the text will be at the most. Without it, it takes
// memory.
func (a *Appender) Init(size int) { a.names.init(size) }

// Member appends a member with the given value, compacted. depth is how many
// containers are open around the value.
func (a *Appender) Member(dst []byte, f *Error, name, value string, depth int) ([]byte, *Error) {
	if f != nil {
		return dst, f
	}
	out, ok := AppendString(append(dst, ','), name)
	if !ok {
		return dst, &Error{Err: ErrInvalidUTF8}
	}
	start, end := len(dst)+2, len(out)-1
	if _, _, fp := consumeName(out, start-1); !a.names.add(out, &a.set, start, end, fp) {
		return dst, &Error{Pointer: string(AppendToken(nil, out[start:end])), Err: ErrDuplicateName}
	}
	a.value = append(a.value[:0], value...)
	a.scan.Init(a.value)
	i := SkipSpace(a.value, 0)
	last, flags := a.scan.ConsumeValue(i, depth)
	if fault := a.scan.Finish(last, flags); fault != nil {
		return dst, &Error{Pointer: string(AppendToken(nil, out[start:end])) + fault.Pointer, Err: fault.Err}
	}
	return AppendValue(append(out, ':'), a.value[i:last], flags), nil
}
