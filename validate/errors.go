package validate

import (
	"cmp"
	"slices"
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
	Limit   int      // for tooLong: the most that is right
}

// Errors are all violations that were found, one a pointer at most where this
// package found them, sorted by pointer, then code. Take them from an error
// with
//
//	if es, ok := errors.AsType[validate.Errors](err); ok {
//		for _, v := range es {
//			fmt.Println(v.Pointer, v.Code, v.Message)
//		}
//	}
type Errors []Violation

// Error returns one line for each violation.
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
		b.WriteString(v.Message)
	}
	return b.String()
}

// message is the text for a violation without one.
func (v *Violation) message() string {
	return violation.Message(string(v.Code), v.Allowed, v.Limit)
}

// stage is when a violation was found. Of several at one pointer the earliest
// stage counts.
type stage uint8

const (
	shape stage = iota
	result
	readOnly
	transition
)

// findings gather violations. The zero value has none and costs nothing.
type findings struct {
	stage  stage
	list   Errors
	stages []stage // of each in list
}

func (f *findings) add(v Violation) {
	if v.Message == "" {
		v.Message = v.message()
	}
	f.list = append(f.list, v)
	f.stages = append(f.stages, f.stage)
}

func (f *findings) note(pointer string, code Code) { f.add(Violation{Pointer: pointer, Code: code}) }

// err returns what was found, one violation a pointer, or nil.
func (f *findings) err() error {
	if len(f.list) == 0 {
		return nil
	}
	order := make([]int, len(f.list))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(f.list[a].Pointer, f.list[b].Pointer), cmp.Compare(f.stages[a], f.stages[b]), cmp.Compare(a, b))
	})
	var out Errors
	for _, i := range order {
		if v := f.list[i]; len(out) == 0 || out[len(out)-1].Pointer != v.Pointer {
			out = append(out, v)
		}
	}
	return out
}
