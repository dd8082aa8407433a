package member

import (
	"slices"

	"example.com/graphcomms/internal/fault"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// Additional are additional members, and how they were read. A member that is
// still what its text says is known to be good, and need not be scanned again.
type Additional struct {
	Members odata.Members
	Texts   []Text // none, or one for each member
}

// A Text is the text of a member, compact and with a name that needs no
// escapes: the name in quotes, a colon and the value. The zero Text is none.
type Text struct {
	text string
	name int // the length of the name
}

// ReadAdditional reads the present member of rec as an additional one.
func ReadAdditional(r *jsonscan.Reader, rec *jsonscan.Record, m *odata.Member, t *Text) {
	m.Name, m.Value, t.text = r.Member(rec, longest)
	t.name = len(m.Name)
}

// longest is the length of the longest Text. It cannot be too deep, wherever
// it is written.
const longest = jsonscan.MaxDepth

// is reports whether x is what t says.
func (t *Text) is(x *odata.Member) bool {
	return t.text != "" && t.text[1:1+t.name] == x.Name && t.text[t.name+3:] == string(x.Value)
}

// good reports whether member i is known to be good.
func (a *Additional) good(i int) bool {
	return i < len(a.Texts) && a.Texts[i].is(&a.Members[i])
}

// allGood reports whether all members are known to be good, each and together.
func (a *Additional) allGood() bool {
	if len(a.Members) != len(a.Texts) {
		return false
	}
	for i := range a.Members {
		if !a.good(i) {
			return false
		}
	}
	return true
}

// Append appends the members, each after a comma, of an object whose values
// have depth containers around them. One that is named like a listed member is
// refused.
func (a Additional) Append(dst []byte, f *jsonscan.Fault, depth int, list []jsonscan.Listed) ([]byte, *jsonscan.Fault) {
	if a.allGood() {
		for i := range a.Texts {
			dst = append(append(dst, ','), a.Texts[i].text...)
		}
		return dst, f
	}
	var ap jsonscan.Appender
	ap.Init(len(dst) + 6*Size(a.Members)) // an escape is six bytes
	for i, x := range a.Members {
		if f == nil && jsonscan.IsListed(list, x.Name) {
			f = &jsonscan.Fault{Pointer: "/" + x.Name, Err: patch.ErrDuplicateName}
		}
		dst, f = ap.Member(dst, f, x.Name, x.Value, depth, a.good(i))
	}
	return dst, f
}

// encode returns the members as an object. Errors are those of op, whose input
// they are.
func (a Additional) encode(op, input string) ([]byte, []*patch.Error) {
	b, f := a.Append(make([]byte, 0, 2+Size(a.Members)), nil, 1, nil)
	if f != nil {
		return nil, []*patch.Error{fault.Value(op, input, f.Pointer, f.Err)}
	}
	return jsonscan.CloseObject(b, 0), nil
}

// Size returns about how long the members are in JSON: as long, if their names
// need no escapes.
func Size(m odata.Members) int {
	n := 0
	for i := range m {
		n += len(m[i].Name) + len(m[i].Value) + 4
	}
	return n
}

// combine encodes a and b as objects and decodes what f makes of them, which
// shares nothing with either. Errors are those of the function op, whose
// inputs a and b are, and of the second where both are to blame.
func combine(f func(x, y []byte) ([]byte, error), op, nameA string, a Additional, nameB string, b Additional) (odata.Members, []*patch.Error) {
	x, errs := a.encode(op, nameA)
	if errs != nil {
		return nil, errs
	}
	y, errs := b.encode(op, nameB)
	if errs != nil {
		return nil, errs
	}
	z, err := f(x, y)
	var out odata.Members
	if err == nil {
		err = out.UnmarshalJSON(z)
	}
	return out, fault.Within(err, op, nameB, "")
}

// clone returns a copy that shares nothing with a, and errors as encode does.
func (a Additional) clone(op, name string) (Additional, []*patch.Error) {
	if a.allGood() {
		return Additional{a.Members.Clone(), slices.Clone(a.Texts)}, nil
	}
	text, errs := a.encode(op, name)
	if errs != nil {
		return Additional{}, errs
	}
	var m odata.Members
	err := m.UnmarshalJSON(text)
	return Additional{Members: m, Texts: make([]Text, len(m))}, fault.Within(err, op, name, "")
}

// Merge returns the members that p makes of a, sharing nothing with either. It
// equals [patch.Apply] on them as objects. Its errors are those of op, whose
// input a is, or p.
func (a Additional) Merge(op, name string, p Additional) (Additional, []*patch.Error) {
	out, errs := a.clone(op, name)
	if errs != nil || len(p.Members) == 0 {
		return out, errs
	}
	if !p.allGood() {
		if _, errs := p.encode(op, "p"); errs != nil {
			return Additional{}, errs
		}
	}
	names := finder{list: out.Members}
	for _, x := range p.Members {
		i := names.find(x.Name)
		switch {
		case !jsonscan.IsNull(x.Value):
			was := []byte("null")
			if i < 0 {
				i = len(out.Members)
				out.Members, out.Texts = append(out.Members, odata.Member{Name: x.Name}), append(out.Texts, Text{})
			} else {
				was = out.Members[i].Value
			}
			value, err := patch.Apply(was, x.Value)
			if err != nil {
				return Additional{}, fault.Within(err, op, "p", pointer("", x.Name))
			}
			out.Members[i].Value, out.Texts[i] = value, Text{}
		case i >= 0:
			out.Members[i].Value = nil // to be removed
		}
	}
	n := 0
	for i := range out.Members {
		if out.Members[i].Value != nil {
			out.Members[n], out.Texts[n] = out.Members[i], out.Texts[i]
			n++
		}
	}
	if n == 0 {
		return Additional{}, nil
	}
	return Additional{out.Members[:n:n], out.Texts[:n]}, nil
}

// finder finds members by name. The names mostly come in the order of the list.
type finder struct {
	list   odata.Members
	guess  int            // where to look first
	misses int            // how often it was not there
	at     map[string]int // made when that happened often
}

// find returns the index of the member of that name, or -1.
func (f *finder) find(name string) int {
	if f.guess < len(f.list) && f.list[f.guess].Name == name {
		f.guess++
		return f.guess - 1
	}
	if f.misses < 8 {
		f.misses++
		i := slices.IndexFunc(f.list, func(x odata.Member) bool { return x.Name == name })
		f.guess = i + 1
		return i
	}
	if f.at == nil {
		f.at = make(map[string]int, len(f.list))
		for i := range f.list {
			f.at[f.list[i].Name] = i + 1
		}
	}
	f.guess = f.at[name]
	return f.guess - 1
}

// Then returns those of the patch that does p, then q.
func (p Additional) Then(op string, q Additional) (odata.Members, []*patch.Error) {
	switch {
	case len(p.Members) == 0:
		return q.Members.Clone(), nil
	case len(q.Members) == 0:
		return p.Members.Clone(), nil
	}
	return combine(patch.Compose, op, "p", p, "q", q)
}

// Diff returns those of the patch that makes `to` out of a.
func (a Additional) Diff(op string, to Additional) (odata.Members, []*patch.Error) {
	if len(a.Members) == 0 && len(to.Members) == 0 {
		return nil, nil
	}
	return combine(patch.Diff, op, "from", a, "to", to)
}
