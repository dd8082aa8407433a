// Package member is what resultinfo and commsop share: reading, writing and
// merging the listed and the additional members of an entity.
//
// A listed member is a [patch.Field] here, in a document as in a patch:
// absent, null or set.
package member

import (
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// A string member of a document is its value and, where that is "", a state:
// absent, null, or valid if it was read as "". With a value the state is absent.

// Field returns the member with the given value and state.
func Field[T ~string](value T, s jsonscan.State) patch.Field[T] {
	switch {
	case value != "" || s == jsonscan.Valid:
		return patch.Set(value)
	case s == jsonscan.Null:
		return patch.Null[T]()
	}
	return patch.Field[T]{}
}

// StateOf returns the state that goes with the value of f.
func StateOf[T ~string](f patch.Field[T]) jsonscan.State {
	switch {
	case f.IsNull():
		return jsonscan.Null
	case f == patch.Set(T("")):
		return jsonscan.Valid
	}
	return jsonscan.Absent
}

// ReadText returns the string that was read into a slot and is in kept, and its
// state.
func ReadText(s *jsonscan.Slot, kept string) (string, jsonscan.State) {
	text := s.Text(kept)
	if text != "" || s.State == jsonscan.Wrong {
		return text, jsonscan.Absent
	}
	return "", s.State
}

// ReadType is ReadText for a type, which is often the usual one.
func ReadType(s *jsonscan.Slot, kept string, usual odata.Type) (odata.Type, jsonscan.State) {
	if s.State == jsonscan.Usual {
		return usual, jsonscan.Absent
	}
	text, state := ReadText(s, kept)
	return odata.Type(text), state
}

// Merge returns the member that p makes of target.
func Merge[T any](target, p patch.Field[T]) patch.Field[T] {
	switch p.State() {
	case patch.StateAbsent:
		return target
	case patch.StateNull:
		return patch.Field[T]{}
	}
	return p
}

// Then returns the member of the patch that does p, then q.
func Then[T any](p, q patch.Field[T]) patch.Field[T] {
	if q.IsZero() {
		return p
	}
	return q
}

// Diff returns the member of the patch that makes `to` out of from. It reports
// false if that would have to set a null.
func Diff[T comparable](from, to patch.Field[T]) (_ patch.Field[T], ok bool) {
	switch {
	case from == to:
		return patch.Field[T]{}, true
	case to.IsZero():
		return patch.Null[T](), true
	}
	return to, !to.IsNull()
}

// TypePointer returns the pointer of @odata.type, or of @type if short.
func TypePointer(short bool) string {
	if short {
		return "/@type"
	}
	return "/@odata.type"
}

// SameType reports whether two members @odata.type mean the same.
func SameType(a, b patch.Field[odata.Type]) bool {
	x, _ := a.Get()
	y, _ := b.Get()
	return a.State() == b.State() && x.Is(y)
}

// hasType reports whether f names a type.
func hasType(f patch.Field[odata.Type]) bool { return f.Or("") != "" }

// MergeType returns the type that a target has after a patch with the type p.
// It reports false where that would change the type. base, if not "", is the
// type that all others derive from.
func MergeType(target, p patch.Field[odata.Type], base odata.Type) (_ patch.Field[odata.Type], ok bool) {
	t, u := target.Or(""), p.Or("")
	switch {
	case p.IsZero():
		return target, true
	case p.IsNull():
		return target, false
	case !hasType(target):
		return p, true
	case !hasType(p):
		return target, false
	case u.Is(t), base != "" && u.Is(base):
		return target, true
	case base != "" && t.Is(base):
		return p, true
	}
	return target, false
}

// DiffType returns the type of the patch that makes `to` out of from: none
// where they mean the same. It reports false where a patch cannot do it.
func DiffType(from, to patch.Field[odata.Type]) (_ patch.Field[odata.Type], ok bool) {
	switch {
	case SameType(from, to):
		return patch.Field[odata.Type]{}, true
	case hasType(from), !to.IsZero() && !to.IsNull():
		return to, !hasType(from)
	}
	return to, false
}
