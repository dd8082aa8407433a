package validate

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/internal/violation"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// causes have the codes for the causes of a [patch.Error].
var causes = [...]struct {
	err  error
	code Code
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
}

// violationOf returns the violation for what a [patch.Error] says. A cause that is
// none of the module's is a syntax error.
func violationOf(pointer, want string, cause error) Violation {
	v := Violation{Pointer: pointer, Code: Syntax}
	for i := range causes {
		if errors.Is(cause, causes[i].err) {
			v.Code = causes[i].code
			break
		}
	}
	if v.Code == TypeMismatch {
		v.Message = violation.Mismatch(want)
	}
	return v
}

// ODataError returns the body of the error response for any error of this
// module (OData JSON 4.01 section 21.1, as Graph writes it): one violation is
// the error itself, several are its details, each with its JSON pointer as the
// target. If there are more than 1 000 errors, it lists the first of them, and
// then one with the code tooMany. An [odata.Error] in err is returned as it is.
// It knows the errors of encoding/json too, and those of encoding/json/v2 and
// jsontext where they are built in, and [io.ErrUnexpectedEOF]: syntax, or
// typeMismatch at the field, as exactly as they tell it. Any other error yields
// the code UnknownError; its text is not exposed. nil gives nil, and no other
// error does.
//
// The status of the response, as Graph answers:
//
//	code                                      status
//	UnknownError                              500: it says nothing of the request
//	that of an odata.Error                    the one that came with it
//	BadRequest, and every Code                400
//
// That is 400 for invalidTransition, readOnly and typeChange too: Graph has
// BadRequest for them, not 409 or 422. What a server finds before it calls this
// module has another status: 404 for an operation that is not there, 412 for an
// ETag that differs, 413 for a body beyond the server's limit, 415 for another
// content type.
func ODataError(err error) *odata.Error {
	if err == nil {
		return nil
	}
	var f faults
	f.read(err)
	if f.ready != nil {
		return f.ready
	}
	switch len(f.list) {
	case 0:
		return &odata.Error{Code: "UnknownError", Message: "The request could not be processed."}
	case 1:
		v := f.list[0]
		return &odata.Error{Code: string(v.Code), Message: v.sentence(), Target: v.target()}
	}
	e := &odata.Error{Code: "BadRequest", Message: fmt.Sprintf("The request has %d errors.", len(f.list))}
	if f.more {
		e.Message = fmt.Sprintf("The request has more than %d errors.", len(f.list))
		f.list = append(f.list, tooMany)
	}
	e.Details = make([]odata.ErrorDetail, 0, len(f.list))
	for _, v := range f.list {
		e.Details = append(e.Details, odata.ErrorDetail{Code: string(v.Code), Message: v.sentence(), Target: v.target()})
	}
	return e
}

// faults are what an error holds that a response can tell.
type faults struct {
	list  Errors // no more than violation.Max, tooMany not among them
	more  bool
	ready *odata.Error
}

// read adds what is in err. It asks nothing of a nil pointer, whose methods may
// panic.
func (f *faults) read(err error) {
	for pending := []error{err}; len(pending) > 0; {
		err, pending = pending[len(pending)-1], pending[:len(pending)-1]
		if v := reflect.ValueOf(err); !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
			continue
		}
		switch e := err.(type) {
		case *odata.Error:
			f.ready = cmp.Or(f.ready, e)
		case Errors:
			f.list = slices.Grow(f.list, min(len(e), violation.Max+1-len(f.list)))
			for _, v := range e {
				f.add(v)
			}
		case *patch.Error:
			f.add(violationOf(e.Pointer, e.Want, e.Err))
		case *json.SyntaxError:
			f.add(Violation{Code: Syntax})
		case *json.UnmarshalTypeError:
			v := mismatch(e.Type, strings.HasPrefix(e.Value, "number "))
			if e.Field != "" {
				v.Pointer = "/" + strings.ReplaceAll(escapeField(e.Field), ".", "/")
			}
			f.add(v)
		case interface{ Unwrap() []error }:
			for _, e := range slices.Backward(e.Unwrap()) {
				pending = append(pending, e)
			}
		case interface{ Unwrap() error }:
			if !f.readV2(err) {
				pending = append(pending, e.Unwrap())
			}
		default:
			if err == io.ErrUnexpectedEOF {
				f.add(Violation{Code: Syntax})
			}
		}
	}
}

func (f *faults) add(v Violation) {
	if v.Code == TooMany || len(f.list) == violation.Max {
		f.more = true
		return
	}
	f.list = append(f.list, v)
}

// mismatch is the violation of a value that a Go type does not take. isNumber
// says that it is a number which the kind of the type, if it is a number's, has
// no place for.
func mismatch(t reflect.Type, isNumber bool) Violation {
	want := ""
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t != nil {
		switch t.Kind() {
		case reflect.Bool:
			want = "boolean"
		case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
			reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
			want = "integer"
		case reflect.Float32, reflect.Float64:
			want = "number"
		case reflect.String:
			want = "string"
		case reflect.Slice, reflect.Array:
			want = "array"
			if t.Elem().Kind() == reflect.Uint8 {
				want = "string" // in base64
			}
		case reflect.Struct, reflect.Map:
			want = "object"
		}
	}
	v := Violation{Code: TypeMismatch, Message: violation.Mismatch(want)}
	if isNumber && (want == "integer" || want == "number") {
		v.Message += " in range"
	}
	return v
}

// target returns the pointer as a body can hold it: names that came from Go
// need not be UTF-8.
func (v *Violation) target() string { return strings.ToValidUTF8(v.Pointer, "\uFFFD") }

// sentence returns the message for a reader who does not see the pointer
// beside it.
func (v *Violation) sentence() string {
	if v.Pointer == "" {
		return "The body " + v.text() + "."
	}
	return "The member at " + jsonscan.ShowPointer(v.Pointer) + " " + v.text() + "."
}
