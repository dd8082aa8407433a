package validate

import (
	"strings"

	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/internal/violation"
)

// A Code tells machines what is wrong. New ones may be added.
type Code string

const (
	TypeMismatch      Code = "typeMismatch"      // another kind of JSON value than the member has
	NotInteger        Code = "notInteger"        // a number with a fraction or an exponent
	OutOfRange        Code = "outOfRange"        // a number beyond what the member holds
	NotNullable       Code = "notNullable"       // null
	Required          Code = "required"          // not there
	TooShort          Code = "tooShort"          // shorter than Limit
	TooLong           Code = "tooLong"           // longer than Limit
	UnknownValue      Code = "unknownValue"      // not one of Allowed
	UnknownMember     Code = "unknownMember"     // not declared by the type
	AmbiguousMember   Code = "ambiguousMember"   // differs only by ASCII case from a listed name
	UnknownType       Code = "unknownType"       // another type than the tag odatatype names
	TypeChange        Code = "typeChange"        // another @odata.type than the operation has
	ReadOnly          Code = "readOnly"          // a read-only member that is sent or changed
	InvalidTransition Code = "invalidTransition" // a status that may not follow; Allowed may
	Syntax            Code = "syntax"            // not JSON
	DuplicateName     Code = "duplicateName"     // a name twice in one object
	InvalidUTF8       Code = "invalidUTF8"       // bytes that are not UTF-8, or half a surrogate pair
	TooDeep           Code = "tooDeep"           // more than 10 000 levels
	TooMany           Code = "tooMany"           // there are more violations than are listed
)

// A Violation is one thing wrong at one place.
type Violation struct {
	Pointer string   // JSON pointer (RFC 6901)
	Code    Code     // for machines
	Message string   // for people; it does not hold the value
	Allowed []string // for unknownValue and invalidTransition: what would be right
	Limit   int      // for tooLong, tooShort and outOfRange: the bound, if it is an int; the message says whether it is right itself
}

// Errors are all violations that were found, one a pointer at most where this
// package found them, sorted by pointer, then code. If one value has more than
// 1 000, they are the first of them, and one at "" with the code tooMany
// follows. Take them from an error with
//
//	if es, ok := errors.AsType[validate.Errors](err); ok {
//		for _, v := range es {
//			fmt.Println(v.Pointer, v.Code, v.Message)
//		}
//	}
type Errors []Violation

// Error returns one line for each violation. One without a message has that of
// its code.
func (es Errors) Error() string {
	var b strings.Builder
	for i, v := range es {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("validate: ")
		if v.Pointer != "" {
			b.WriteString(jsonscan.ShowPointer(v.Pointer) + ": ")
		}
		b.WriteString(v.text())
	}
	return b.String()
}

// text is the message, or that of the code for a violation without one.
func (v *Violation) text() string {
	if v.Message != "" {
		return v.Message
	}
	return violation.Message(string(v.Code), v.Allowed, v.Limit)
}

// findings gather violations. The zero value has none and costs nothing. They
// hold no more than twice what err returns. If several are at one pointer, the
// first that was added counts.
type findings struct {
	list []*Violation // pointers, as elsewhere lists are sorted of pointers: one sort in the program
	last string       // the last pointer that counts, if there were others behind it
}

func (f *findings) add(v Violation) {
	if f.last != "" && v.Pointer > f.last {
		return
	}
	v.Message = v.text()
	x := f.unused()
	*x = v
	if f.list = append(f.list, x); len(f.list) == 2*violation.Max {
		f.prune()
	}
}

// unused returns a violation that prune has left over behind the list, or a new one.
func (f *findings) unused() *Violation {
	if n := len(f.list); n < cap(f.list) {
		if x := f.list[:n+1][n]; x != nil {
			return x
		}
	}
	return &Violation{}
}

func (f *findings) note(pointer string, code Code) { f.add(Violation{Pointer: pointer, Code: code}) }

// prune leaves the first violations in pointer order, one a pointer.
func (f *findings) prune() {
	var more bool
	f.list, more = violation.First(f.list, func(a, b *Violation) int { return strings.Compare(a.Pointer, b.Pointer) })
	if more {
		f.last = f.list[len(f.list)-1].Pointer
	}
}

// err returns what was found, one violation a pointer, or nil.
func (f *findings) err() error {
	if len(f.list) == 0 {
		return nil
	}
	f.prune()
	out := make(Errors, 0, len(f.list)+1)
	for _, x := range f.list {
		out = append(out, *x)
	}
	if f.last != "" {
		out = append(out, tooMany)
	}
	return out
}

// tooMany stands behind the violations of a list that was cut.
var tooMany = Violation{Code: TooMany, Message: violation.Message(string(TooMany), nil, 0)}
