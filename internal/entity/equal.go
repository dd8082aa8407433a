package entity

import (
	"slices"

	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// Equal reports whether a and b mean the same: the spelling of types, names of
// enumerations and numbers and the order of members aside; null is not absent.
func (s *Schema) Equal(a, b *Object) bool { return s.whole.equal(a, b) }

func (l *level) equal(a, b *Object) bool {
	for i := range l.Properties {
		p, x := &l.Properties[i], &a.Values[l.first+i]
		if !p.equal(x, &b.Values[l.first+i]) || p.Kind == Nested && x.State == patch.StateSet && !l.inner.equal(a, b) {
			return false
		}
	}
	x, y := &a.Additional[l.part], &b.Additional[l.part]
	return x.same(y) || x.Members.Equal(y.Members)
}

// equal reports whether two values of p mean the same, what is nested in them
// aside.
func (p *Property) equal(x, y *Value) bool {
	switch {
	case x.State != y.State:
		return false
	case p.Kind == Type:
		return odata.Type(x.Text).Is(odata.Type(y.Text))
	case p.Kind == Int32:
		return x.Int == y.Int
	case p.Enum != nil && x.Text != y.Text:
		return p.Enum.Canonical(x.Text) == p.Enum.Canonical(y.Text)
	}
	return x.Text == y.Text
}

// sameJSON reports whether two values of p are the same JSON value, what is
// nested in them aside.
func (p *Property) sameJSON(x, y *Value) bool {
	sameText := x.Text == y.Text || p.Kind == Int32 && !x.IsQuoted() && !y.IsQuoted()
	return sameText && x.State == y.State && x.Int == y.Int
}

// IsQuoted reports whether v is a number that is written as a string.
func (v *Value) IsQuoted() bool { return v.Text != "" && v.Text[0] == '"' }

// IsKnown reports whether v has one of the names of p's enumeration, in any
// spelling.
func (p *Property) IsKnown(v *Value) bool {
	return slices.Contains(p.Enum.Names, p.Enum.Canonical(v.Text))
}
