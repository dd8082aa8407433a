package entity

import (
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/patch"
)

// MaxSlots is how many members a type and the object nested in it list at most.
const MaxSlots = 12

// An Object holds the members of a value or of a patch of a type: the listed
// ones by slot, those of the nested object behind them. Where the nested object
// is not set, its values are zero. The zero Object has no members.
type Object struct {
	Values     [MaxSlots]Value
	Additional [2]Additional // of the whole, and of the nested object
}

// Nested returns the values of the object that is nested in o, whose schema is s.
func (o *Object) Nested(s *Schema) []Value { return o.Values[len(s.Properties):] }

// Listed returns the values of o, whose schema is s, by slot: those of the nested
// object only if it is set.
func (s *Schema) Listed(o *Object) []Value {
	n := len(s.Properties)
	if s.nested >= 0 && o.Values[s.nested].State == patch.StateSet {
		n = len(s.Slots)
	}
	return o.Values[:n]
}

// A Value is one listed member.
type Value struct {
	Text  string // as it is written: of an enumeration any spelling; of a number the literal, if it is not the one that Go writes
	Int   int32
	State patch.State
	Field uint8 // the index of the name that it has, see [Schema.Field]
}

// A string member of a plain struct is its value and, where that is "", a
// presence: absent, null, or present if it was read as "". The presence is
// absent if there is a value.

// SetText makes v, which is zero, the member with the given value and presence.
func (v *Value) SetText(value string, p jsonscan.Presence) {
	switch {
	case value != "" || p == jsonscan.Present:
		v.Text, v.State = value, patch.StateSet
	case p == jsonscan.Null:
		v.State = patch.StateNull
	}
}

// Presence returns the presence that goes with the text of v in a plain struct.
func (v *Value) Presence() jsonscan.Presence {
	switch {
	case v.State == patch.StateNull:
		return jsonscan.Null
	case v.State == patch.StateSet && v.Text == "":
		return jsonscan.Present
	}
	return jsonscan.Absent
}

// OfField returns the member of a patch.
func OfField[T ~string](f patch.Field[T]) Value {
	return Value{Text: string(f.Or("")), State: f.State()}
}

// ToField returns the member of a patch that v is, with its value.
func ToField[T any](v *Value, value T) patch.Field[T] {
	switch v.State {
	case patch.StateSet:
		return patch.Set(value)
	case patch.StateNull:
		return patch.Null[T]()
	}
	return patch.Field[T]{}
}

// ReadText returns the string that was read at a listed member, which is the
// common one or is interned in text, and its presence.
func ReadText[T ~string](v *jsonscan.FieldValue, text string, common T) (T, jsonscan.Presence) {
	if v.Presence == jsonscan.Common {
		return common, jsonscan.Absent
	}
	s, p := T(v.Text(text)), v.Presence
	if s != "" || p == jsonscan.Wrong {
		p = jsonscan.Absent
	}
	return s, p
}
