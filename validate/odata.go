package validate

import (
	"errors"
	"fmt"
	"strings"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// codeOf returns the code for the cause of a [patch.Error].
func codeOf(err error) Code {
	for _, c := range [...]struct {
		cause error
		code  Code
	}{
		{patch.ErrSyntax, Syntax},
		{patch.ErrDuplicateName, DuplicateName},
		{patch.ErrInvalidUTF8, InvalidUTF8},
		{patch.ErrDepth, TooDeep},
		{patch.ErrWrongType, TypeMismatch},
		{patch.ErrNotInteger, NotInteger},
		{patch.ErrOutOfRange, OutOfRange},
		{patch.ErrNullMember, NotNullable},
		{patch.ErrAbsent, Required},
		{patch.ErrNotComposable, "notComposable"},
		{commsop.ErrIDChange, ReadOnly},
		{commsop.ErrTypeChange, TypeChange},
	} {
		if errors.Is(err, c.cause) {
			return c.code
		}
	}
	return Syntax
}

// isFatal reports whether a fault leaves nothing of a text to judge.
func (c Code) isFatal() bool {
	switch c {
	case Syntax, DuplicateName, InvalidUTF8, TooDeep:
		return true
	}
	return false
}

// ODataError returns the body of the error response for any error of this
// module (OData JSON 4.01 section 21.1, as Graph writes it): one violation is
// the error itself, several are its details, each with its JSON pointer as the
// target. An [odata.Error] in err is returned as it is. Of other errors the
// text may hold anything, and is not repeated. nil gives nil.
func ODataError(err error) *odata.Error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*odata.Error](err); ok {
		return e
	}
	list := violations(err)
	switch len(list) {
	case 0:
		return &odata.Error{Code: "UnknownError", Message: "The request failed for a reason that is not in it."}
	case 1:
		v := list[0]
		return &odata.Error{Code: string(v.Code), Message: v.sentence(), Target: v.target()}
	}
	e := &odata.Error{Code: "BadRequest", Message: fmt.Sprintf("%d things are wrong with the request.", len(list))}
	for _, v := range list {
		e.Details = append(e.Details, odata.ErrorDetail{Code: string(v.Code), Message: v.sentence(), Target: v.target()})
	}
	return e
}

// violations returns every violation and [patch.Error] in err, in order.
func violations(err error) Errors {
	switch e := err.(type) {
	case Errors:
		return e
	case *patch.Error:
		v := Violation{Pointer: e.Pointer, Code: codeOf(e.Err)}
		v.Message = v.message()
		return Errors{v}
	case interface{ Unwrap() []error }:
		var list Errors
		for _, e := range e.Unwrap() {
			list = append(list, violations(e)...)
		}
		return list
	case interface{ Unwrap() error }:
		return violations(e.Unwrap())
	}
	return nil
}

// target returns the pointer as a body can hold it: names that came from Go
// need not be UTF-8.
func (v *Violation) target() string { return strings.ToValidUTF8(v.Pointer, "\uFFFD") }

// sentence returns the message for a reader who does not see the pointer
// beside it.
func (v *Violation) sentence() string {
	if v.Pointer == "" {
		return "The body " + v.Message + "."
	}
	return "The member at " + jsonscan.ShowPointer(v.Pointer) + " " + v.Message + "."
}
