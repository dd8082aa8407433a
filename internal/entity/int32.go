package entity

import (
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/patch"
)

// An Int32Text is how an int32 member of a plain struct was read: "" for a plain
// number, [NoInt32] for no member, else the text of the member, which is not the
// one that Go would write: null, a quoted number, or -0. It counts only as long
// as the value is the one that it means.
type Int32Text string

// NoInt32 is the Int32Text of a member that was not there.
const NoInt32 Int32Text = "absent"

const nullText Int32Text = "null"

// Value returns the member with the given value that was read as t.
func (t Int32Text) Value(value int32) Value {
	switch {
	case t == NoInt32 && value == 0:
		return Value{}
	case t == nullText && value == 0:
		return Value{State: patch.StateNull}
	case t != "":
		if n, err := jsonscan.TextInt32([]byte(t)); err == nil && n == value { // no word is a number
			return Value{Int: value, Text: string(t), State: patch.StateSet}
		}
	}
	return Value{Int: value, State: patch.StateSet}
}

// Int32Text returns how v is remembered in a plain struct.
func (v *Value) Int32Text() Int32Text {
	switch v.State {
	case patch.StateAbsent:
		return NoInt32
	case patch.StateNull:
		return nullText
	}
	return Int32Text(v.Text)
}

// OfInt32 returns the member of a patch that was read as t.
func OfInt32(f patch.Field[int32], t Int32Text) Value {
	n, ok := f.Get()
	if !ok {
		return Value{State: f.State()}
	}
	return t.Value(n)
}

// ReadInt32 returns the text of the number that was read at a listed member and
// is interned in text.
func ReadInt32(v *jsonscan.FieldValue, text string) Int32Text {
	switch v.Presence {
	case jsonscan.Present:
		return Int32Text(v.Text(text))
	case jsonscan.Null:
		return nullText
	}
	return NoInt32
}

// Append appends the member of a plain struct with the given value that was read
// as t.
func (t Int32Text) Append(dst []byte, field *jsonscan.Field, value int32) []byte {
	v := t.Value(value)
	dst, _ = v.append(dst, nil, field, Int32)
	return dst
}
