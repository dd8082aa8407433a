package member

import (
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/patch"
)

// An Int32Text is how an int32 member was read: "" for a plain number, [NoInt32]
// for no member, else the text of the member, which is not the one that Go
// would write: null, a quoted number, or -0. It counts only as long as the
// value is the one that it means.
type Int32Text string

// NoInt32 is the Int32Text of a member that was not there.
const NoInt32 Int32Text = "absent"

const nullText Int32Text = "null"

// value returns the number that a text means.
func (t Int32Text) value() int32 {
	n, _ := jsonscan.TextInt32([]byte(t))
	return n
}

// Field returns the member with the given value that was read as t, and the
// text that it still has.
func (t Int32Text) Field(value int32) (patch.Field[int32], Int32Text) {
	switch {
	case t == "":
		return patch.Set(value), ""
	case t == NoInt32 && value == 0:
		return patch.Field[int32]{}, ""
	case t == nullText && value == 0:
		return patch.Null[int32](), ""
	case t != NoInt32 && t != nullText && t.value() == value:
		return patch.Set(value), t
	}
	return patch.Set(value), ""
}

// Int32TextOf returns the value of a member of a document and how it is to be
// remembered. t is its text, if it has one.
func Int32TextOf(f patch.Field[int32], t Int32Text) (int32, Int32Text) {
	switch f.State() {
	case patch.StateAbsent:
		return 0, NoInt32
	case patch.StateNull:
		return 0, nullText
	}
	return f.Or(0), t
}

// IsQuoted reports whether t is the text of a quoted number that means f.
func (t Int32Text) IsQuoted(f patch.Field[int32]) bool {
	n, ok := f.Get()
	return ok && t != "" && t[0] == '"' && t.value() == n
}

// SameInt32 reports whether two members, f read as t and g read as u, are the
// same JSON value: a quoted number is none.
func SameInt32(f patch.Field[int32], t Int32Text, g patch.Field[int32], u Int32Text) bool {
	return f == g && (t == u || !t.IsQuoted(f) && !u.IsQuoted(g))
}

// ReadInt32 returns the text of the number that was read into a slot, which is
// in kept.
func ReadInt32(s *jsonscan.Slot, kept string) Int32Text {
	switch s.State {
	case jsonscan.Valid:
		return Int32Text(s.Text(kept))
	case jsonscan.Null:
		return nullText
	}
	return NoInt32
}

// AppendInt32 appends an int32 member as its text t where that still holds.
func AppendInt32(dst []byte, l *jsonscan.Listed, f patch.Field[int32], t Int32Text) []byte {
	n, ok := f.Get()
	switch {
	case f.IsNull():
		return jsonscan.AppendLiteral(dst, l, "null")
	case !ok:
		return dst
	case t != "" && t.value() == n:
		return jsonscan.AppendLiteral(dst, l, string(t))
	}
	return jsonscan.AppendInt(dst, l, n)
}

// Append appends the member of a document with the given value that was read as
// t.
func (t Int32Text) Append(dst []byte, l *jsonscan.Listed, value int32) []byte {
	if t == "" {
		return jsonscan.AppendInt(dst, l, value)
	}
	f, t := t.Field(value)
	return AppendInt32(dst, l, f, t)
}

// Then returns the text of the member after another one, q with the text u,
// was merged into it or follows it in a patch.
func (t Int32Text) Then(q patch.Field[int32], u Int32Text) Int32Text {
	if q.IsZero() {
		return t
	}
	return u
}
