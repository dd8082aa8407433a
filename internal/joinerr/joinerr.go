// Package joinerr makes the errors of the packages above patch: one
// [patch.Error] for each thing wrong, several joined in the order of their
// pointers.
package joinerr

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/patch"
)

// Scan returns the error for the faults found in a text, or nil for none.
func Scan(op, input string, faults []jsonscan.Error) error {
	list := make([]*patch.Error, len(faults))
	for i, f := range faults {
		list[i] = &patch.Error{Op: op, Input: input, Pointer: f.Pointer, Offset: int64(f.Offset), Want: f.Want, Err: f.Err}
	}
	return Join(list)
}

// Value returns the error for one thing wrong with a Go value.
func Value(op, input, pointer string, err error) *patch.Error {
	return &patch.Error{Op: op, Input: input, Pointer: pointer, Offset: -1, Err: err}
}

// Encoded returns out, to which a Go value was appended, or dst, to which it was
// to be, and the error for what is wrong with the value.
func Encoded(dst, out []byte, f *jsonscan.Error, op, input string) ([]byte, error) {
	if f != nil {
		return dst, Value(op, input, f.Pointer, f.Err)
	}
	return out, nil
}

// Unmarshal replaces *dst by what decode reads from data, except that null does
// nothing, as encoding/json asks. On an error *dst is as it was. op is the
// method that is called.
func Unmarshal[T any](op string, dst *T, data []byte, decode func(op string, data []byte) (T, error)) error {
	if dst != nil && jsonscan.IsNull(data) {
		return nil
	}
	return Replace(op, dst, data, decode)
}

// Column replaces *dst by what decode reads from the value of a database column:
// a string or a []byte, or by the zero T for nil, which is NULL. On an error
// *dst is as it was. op is the method that is called.
func Column[T any](op string, dst *T, src any, decode func(op string, data []byte) (T, error)) error {
	if dst == nil {
		return nilPointer(op)
	}
	switch src := src.(type) {
	case nil:
		*dst = *new(T)
		return nil
	case string:
		return Replace(op, dst, []byte(src), decode)
	case []byte:
		return Replace(op, dst, src, decode)
	}
	return fmt.Errorf("%s: the column holds %T, not text", op, src)
}

// Replace replaces *dst by what decode reads from data. On an error *dst is as it
// was. op is the method that is called.
func Replace[T any](op string, dst *T, data []byte, decode func(op string, data []byte) (T, error)) error {
	if dst == nil {
		return nilPointer(op)
	}
	v, err := decode(op, data)
	if err == nil {
		*dst = v
	}
	return err
}

// nilPointer returns the error of the method op that is called on a nil pointer.
func nilPointer(op string) error { return errors.New(op + ": the pointer is nil") }

// Join returns nil, the only error, or all of them joined.
func Join(list []*patch.Error) error {
	if len(list) == 1 {
		return list[0]
	}
	slices.SortStableFunc(list, func(a, b *patch.Error) int { return cmp.Compare(a.Pointer, b.Pointer) })
	errs := make([]error, len(list))
	for i, e := range list {
		errs[i] = e
	}
	return errors.Join(errs...) // nil for none
}

// List returns every [patch.Error] in err, in order.
func List(err error) []*patch.Error {
	switch e := err.(type) {
	case *patch.Error:
		return []*patch.Error{e}
	case interface{ Unwrap() []error }:
		var list []*patch.Error
		for _, e := range e.Unwrap() {
			list = append(list, List(e)...)
		}
		return list
	case interface{ Unwrap() error }:
		return List(e.Unwrap())
	}
	return nil
}

// Within returns copies of the errors of err as errors of a Go value in which
// what failed is at pointer.
func Within(err error, op, input, pointer string) []*patch.Error {
	list := List(err)
	for i, e := range list {
		list[i] = Value(op, input, pointer+e.Pointer, e.Err)
		list[i].Want = e.Want
	}
	return list
}
