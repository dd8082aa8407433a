package entity

import (
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/patch"
)

// Append appends o as an object inside depth open containers: the listed members
// by slot, then the others.
func (s *Schema) Append(dst []byte, o *Object, depth int) ([]byte, *jsonscan.Error) {
	return s.whole.append(dst, o, depth)
}

func (l *level) append(dst []byte, o *Object, depth int) ([]byte, *jsonscan.Error) {
	start := len(dst)
	var f *jsonscan.Error
	for i := range l.Properties {
		dst, f = l.appendMember(dst, f, o, i, depth+1)
	}
	dst, f = o.Additional[l.part].Append(dst, f, depth+1, l.Fields)
	return jsonscan.CloseObject(dst, start), f
}

// appendMember appends the member in a slot after a comma, or nothing if there
// is none.
func (l *level) appendMember(dst []byte, f *jsonscan.Error, o *Object, slot, depth int) ([]byte, *jsonscan.Error) {
	v := &o.Values[l.first+slot]
	field, kind := l.Field(slot, v.Field), l.Properties[slot].Kind
	if kind == Nested && v.State == patch.StateSet {
		dst, g := l.inner.append(jsonscan.AppendKey(dst, field), o, depth)
		return dst, Below(f, g, "/"+field.Name())
	}
	return v.append(dst, f, field, kind)
}

// append appends v, which is no object.
func (v *Value) append(dst []byte, f *jsonscan.Error, field *jsonscan.Field, kind Kind) ([]byte, *jsonscan.Error) {
	switch {
	case v.State == patch.StateAbsent:
		return dst, f
	case v.State == patch.StateNull:
		return jsonscan.AppendLiteral(dst, field, "null"), f
	case kind == Int32 && v.Text != "":
		return jsonscan.AppendLiteral(dst, field, v.Text), f
	case kind == Int32:
		return jsonscan.AppendInt(dst, field, v.Int), f
	}
	return jsonscan.AppendText(dst, f, field, v.Text, jsonscan.Present)
}

// Below returns f or, if there is none, the fault g of what is at pointer.
func Below(f, g *jsonscan.Error, pointer string) *jsonscan.Error {
	if f == nil && g != nil {
		g.Pointer = pointer + g.Pointer
		return g
	}
	return f
}

// Member returns the text of the member with that name as it is written. It
// reports false where it is not written, or cannot be.
func (s *Schema) Member(o *Object, name string) (string, bool) {
	l, slot := s.whole, s.Slot(name)
	if slot < 0 {
		return o.Additional[0].member(name)
	}
	field := l.Field(slot, o.Values[slot].Field)
	text, f := l.appendMember(nil, nil, o, slot, 1)
	if f != nil || len(text) == 0 || field.Name() != name {
		return "", false
	}
	return string(text[len(jsonscan.AppendKey(nil, field)):]), true
}
