package patch

import (
	"errors"
	"strconv"

	"example.com/graphcomms/internal/jsonscan"
)

// The causes that an [Error] wraps; match them with [errors.Is].
var (
	ErrSyntax        = jsonscan.ErrSyntax        // not JSON (RFC 8259), or something after the value
	ErrDuplicateName = jsonscan.ErrDuplicateName // a name twice in one object, compared after unescaping
	ErrInvalidUTF8   = jsonscan.ErrInvalidUTF8   // bytes that are not UTF-8, or half a surrogate pair escaped
	ErrDepth         = jsonscan.ErrDepth         // more than 10 000 arrays and objects around one value
	ErrWrongType     = jsonscan.ErrWrongType     // another kind of value than the member has
	ErrNotInteger    = jsonscan.ErrNotInteger    // an int32 member with a fraction or an exponent
	ErrOutOfRange    = jsonscan.ErrOutOfRange    // an int32 member beyond 32 bits

	ErrNullMember    = errors.New("a merge patch cannot set a member to null")
	ErrNotComposable = errors.New("no single merge patch does both")
	ErrAbsent        = errors.New("an absent field has no encoding")
)

// An Error is one thing wrong with one place of an input. Every error about
// JSON in this module is an *Error, or several joined as [errors.Join] does,
// sorted by pointer. Take one apart with
//
//	if e, ok := errors.AsType[*patch.Error](err); ok {
//		fmt.Println(e.Input, e.Pointer, e.Offset, e.Err)
//	}
//
// It holds names of members but never a value.
type Error struct {
	Op      string // the function, as in "patch.Apply"
	Input   string // the name of its parameter
	Pointer string // the value being read, or the repeated member, as a JSON pointer (RFC 6901)
	Offset  int64  // the byte in the input; -1 where the input is not a text
	Want    string // the kind that ErrWrongType asks for: "string", "integer", "object" or "array"; else ""
	Err     error  // one of the causes above
}

// Error names the function, the input, the place and the cause. A very long
// pointer is shortened in the middle.
func (e *Error) Error() string {
	b := append([]byte(e.Op), ": "...)
	b = append(b, e.Input...)
	if e.Pointer != "" {
		b = append(append(b, " at "...), jsonscan.ShowPointer(e.Pointer)...)
	}
	if e.Offset >= 0 {
		b = strconv.AppendInt(append(b, " (byte "...), e.Offset, 10)
		b = append(b, ')')
	}
	return string(append(append(b, ": "...), e.Err.Error()...))
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

func newError(op, input string, f *jsonscan.Fault) error {
	return &Error{Op: op, Input: input, Pointer: f.Pointer, Offset: int64(f.Offset), Err: f.Err}
}

// earliest is the failure with the smallest offset of those that are added.
type earliest struct {
	err error
	at  int
}

func (e *earliest) add(err error, at int) {
	if e.err == nil || at < e.at {
		*e = earliest{err, at}
	}
}

// error describes the failure, if there was one, at its place in data.
func (e *earliest) error(op, input string, data []byte) error {
	if e.err == nil {
		return nil
	}
	f := []jsonscan.Fault{{Offset: e.at, Err: e.err}}
	jsonscan.Locate(data, f)
	return newError(op, input, &f[0])
}
