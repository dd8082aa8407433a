package patch

import (
	"cmp"
	"errors"
	"strconv"
	"strings"

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
	Offset  int64  // the byte in the input, of a syntax error the one that cannot follow; -1 where the input is not a text
	Want    string // for ErrWrongType "string", "integer", "object", "array", or "operation" where a notification stands for one; else ""
	Err     error  // one of the causes above
}

// Error names the function, the input, the place, the cause and the kind that
// is wanted, as far as they are known. A very long pointer is shortened in the
// middle. A nil *Error has a text, too.
func (e *Error) Error() string {
	if e == nil {
		return "patch: a nil *patch.Error, which is no error"
	}
	b := append([]byte(cmp.Or(e.Op, "patch")), ": "...)
	if e.Input != "" || e.Pointer != "" {
		b = append(append(b, e.place()...), ": "...)
	}
	if e.Err == nil {
		return string(append(b, "an error without a cause"...))
	}
	b = append(b, e.Err.Error()...)
	switch {
	case e.Want == "":
	case strings.ContainsRune("aeiou", rune(e.Want[0])):
		b = append(append(b, ", must be an "...), e.Want...)
	default:
		b = append(append(b, ", must be a "...), e.Want...)
	}
	return string(b)
}

// place returns the input and the place in it.
func (e *Error) place() []byte {
	b := []byte(cmp.Or(e.Input, "the value"))
	if e.Pointer != "" {
		b = append(append(b, " at "...), jsonscan.ShowPointer(e.Pointer)...)
	}
	if e.Offset >= 0 {
		b = append(strconv.AppendInt(append(b, " (byte "...), e.Offset, 10), ')')
	}
	return b
}

// Unwrap returns the cause, which a nil *Error has not.
func (e *Error) Unwrap() error {
	if e == nil {
		return nil
	}
	return e.Err
}

func newError(op, input string, f *jsonscan.Error) error {
	return &Error{Op: op, Input: input, Pointer: f.Pointer, Offset: int64(f.Offset), Want: f.Want, Err: f.Err}
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
	f := []jsonscan.Error{{Offset: e.at, Err: e.err}}
	jsonscan.Locate(data, f)
	return newError(op, input, &f[0])
}
