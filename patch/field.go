package patch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"example.com/graphcomms/internal/jsonscan"
)

// State tells the three things that a merge patch can say of a member.
type State uint8

const (
	StateAbsent State = iota // not mentioned: leave it alone
	StateNull                // null: remove it
	StateSet                 // a value: set it
)

// String returns "absent", "null" or "set".
func (s State) String() string {
	switch s {
	case StateAbsent:
		return "absent"
	case StateNull:
		return "null"
	case StateSet:
		return "set"
	}
	return fmt.Sprintf("State(%d)", uint8(s))
}

// A Field is a member of a merge patch: absent, null, or set to a value, which
// may be T's zero value. The zero Field is absent.
//
// Give a struct field of this type the tag option omitzero, which leaves an
// absent field out. omitempty cannot do that: encoding/json ignores it on a
// struct, and json/v2 looks at what was written, so that it would also drop
// null, "", {} and []. An absent field that is written all the same is
// [ErrAbsent] under either, because null would mean removal. Fields are
// comparable with == if T is.
//
// On Go 1.27 and later, where encoding/json/v2 is there, a field also has the
// methods MarshalJSONTo and UnmarshalJSONFrom, by which the caller's options
// reach the value.
type Field[T any] struct {
	value T
	state State
}

// Set returns a field that is set to v, which it holds as it is.
func Set[T any](v T) Field[T] { return Field[T]{v, StateSet} }

// Null returns a field that is null.
func Null[T any]() Field[T] { return Field[T]{state: StateNull} }

// State tells whether f is absent, null or set.
func (f Field[T]) State() State { return f.state }

// Get returns the value, and whether f is set; if not, the value is zero.
func (f Field[T]) Get() (T, bool) { return f.value, f.state == StateSet }

// Or returns the value if f is set, else def.
func (f Field[T]) Or(def T) T {
	if f.state == StateSet {
		return f.value
	}
	return def
}

// IsZero reports whether f is absent. It is what the tag option omitzero asks.
func (f Field[T]) IsZero() bool { return f.state == StateAbsent }

// IsNull reports whether f is null.
func (f Field[T]) IsNull() bool { return f.state == StateNull }

// Equal reports whether f and g are in the same state and, if set, have equal
// values: by T's own method Equal(T) bool where it has one, else as
// [reflect.DeepEqual] has it.
func (f Field[T]) Equal(g Field[T]) bool {
	if f.state != g.state || f.state != StateSet {
		return f.state == g.state
	}
	if e, ok := any(f.value).(interface{ Equal(T) bool }); ok && !isNil(f.value) && !isNil(g.value) {
		return e.Equal(g.value)
	}
	return reflect.DeepEqual(f.value, g.value)
}

func isNil(v any) bool {
	r := reflect.ValueOf(v)
	return !r.IsValid() || r.Kind() == reflect.Pointer && r.IsNil()
}

// String returns the value as [fmt.Sprint] writes it, "null" or "absent".
func (f Field[T]) String() string {
	if f.state == StateSet {
		return fmt.Sprint(f.value)
	}
	return f.state.String()
}

// GoString returns f in Go, with the value as %#v writes it: a value that keeps
// secrets from package fmt keeps them in a field, too.
func (f Field[T]) GoString() string {
	switch f.state {
	case StateSet:
		return fmt.Sprintf("patch.Set(%#v)", f.value)
	case StateNull:
		return fmt.Sprintf("patch.Null[%v]()", reflect.TypeFor[T]())
	}
	return fmt.Sprintf("patch.Field[%v]{}", reflect.TypeFor[T]())
}

// MarshalJSON encodes the value, or null. An absent field is [ErrAbsent]. A
// set one whose value would encode as null, which would mean removal, is
// [ErrNullMember].
func (f Field[T]) MarshalJSON() ([]byte, error) {
	switch f.state {
	case StateAbsent:
		return nil, newFieldError(ErrAbsent)
	case StateNull:
		return []byte("null"), nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // it is for the caller to say
	if err := enc.Encode(f.value); err != nil {
		return nil, err
	}
	value := bytes.TrimSpace(b.Bytes())
	if string(value) == "null" {
		return nil, newFieldError(ErrNullMember)
	}
	return value, nil
}

func newFieldError(err error) error {
	return &Error{Op: "patch.Field.MarshalJSON", Input: "f", Offset: -1, Err: err}
}

var errNilField = errors.New("patch.Field: unmarshaling into a nil *patch.Field")

// UnmarshalJSON sets f to null or to the decoded value, which replaces the
// former one whole. It returns an [Error] for what [Check] refuses; other
// errors are those of encoding/json. On an error f is as it was. It returns an
// error for a nil f, too.
func (f *Field[T]) UnmarshalJSON(data []byte) error {
	if f == nil {
		return errNilField
	}
	if fault := jsonscan.Check(data); fault != nil {
		return newError("patch.Field.UnmarshalJSON", "data", fault)
	}
	if jsonscan.IsNull(data) {
		*f = Null[T]()
		return nil
	}
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	*f = Set(v)
	return nil
}

// ValidatorValue returns a *T: to a copy of the value if f is set, else nil. It
// is what a struct field of the type *T would hold. The package
// github.com/go-playground/validator/v10 calls it, so that every tag does to f
// what it does to such a pointer: "required" means set, "omitnil" and "omitempty"
// skip what is not.
func (f Field[T]) ValidatorValue() any {
	if f.state != StateSet {
		return (*T)(nil)
	}
	return &f.value
}
