package entity

import (
	"slices"

	"example.com/graphcomms/internal/joinerr"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// Additional are the members that a schema does not list, and what they were
// read from, whose pieces their names and values are. Members that are still what
// was read are known to be good, and are written by one copy.
type Additional struct {
	Members odata.Members
	Read    jsonscan.Extras // "" if they are not known to be good
}

// ReadAdditional takes the members of rec that are not listed. Their list is cut
// from members.
func ReadAdditional(r *jsonscan.Reader, rec *jsonscan.Record, members *Arena[odata.Member]) Additional {
	read, n := r.Extras(rec)
	if n == 0 {
		return Additional{}
	}
	return additional(read, members.Make(n), rec.HasEscapes())
}

// additional returns the members in read, some of whose names may have escapes. list
// has just the room.
func additional(read jsonscan.Extras, list odata.Members, mayEscape bool) Additional {
	c, good := read.Begin(), read
	for i := range list {
		text, value := read.Next(&c)
		name := text
		if mayEscape {
			if name = jsonscan.Unescaped(text); name != text {
				good = ""
			}
		}
		list[i] = odata.Member{Name: name, Value: odata.Value(value)}
	}
	return Additional{list, good}
}

// untouched returns the text of the members if they are what was read. Equal
// pieces of it are mostly the same memory, which a comparison sees at once.
func (a *Additional) untouched() (text string, ok bool) {
	if len(a.Members) == 0 || a.Read == "" {
		return "", len(a.Members) == 0
	}
	c := a.Read.Begin()
	for i := range a.Members {
		if a.Read.IsEnd(&c) {
			return "", false
		}
		if name, value := a.Read.Next(&c); name != a.Members[i].Name || value != string(a.Members[i].Value) {
			return "", false
		}
	}
	return a.Read.Text(), a.Read.IsEnd(&c)
}

// good returns the text of the members if they are what was read and have room
// inside depth open containers. They were read inside their own object, but that may
// since have been put into another one. A level takes two bytes: a short value is not
// looked at.
func (a *Additional) good(depth int) (text string, ok bool) {
	text, ok = a.untouched()
	if room := jsonscan.MaxDepth - depth; ok && depth > 1 && len(text) > 2*room {
		for _, x := range a.Members {
			if len(x.Value) > 2*room {
				_, _, f := jsonscan.Piece([]byte(x.Value), depth, true)
				ok = ok && f == nil
			}
		}
	}
	return text, ok
}

// same reports whether a and b are known to hold the same members.
func (a *Additional) same(b *Additional) bool {
	if len(a.Members) == 0 || len(b.Members) == 0 || a.Read == "" || a.Read != b.Read {
		return len(a.Members) == 0 && len(b.Members) == 0
	}
	_, ok := a.untouched()
	_, also := b.untouched()
	return ok && also
}

// Append appends the members, each after a comma, of an object whose values
// have depth containers around them. One that is named like a listed member is
// refused.
func (a *Additional) Append(dst []byte, f *jsonscan.Error, depth int, fields []jsonscan.Field) ([]byte, *jsonscan.Error) {
	if len(a.Members) == 0 {
		return dst, f
	}
	if text, ok := a.good(depth); ok {
		return append(append(dst, ','), text...), f
	}
	var ap jsonscan.Appender
	ap.Init(len(dst) + 6*Size(a.Members)) // an escape is six bytes
	for _, x := range a.Members {
		if f == nil && jsonscan.IsListed(fields, x.Name) {
			f = &jsonscan.Error{Pointer: "/" + x.Name, Err: patch.ErrDuplicateName}
		}
		dst, f = ap.Member(dst, f, x.Name, string(x.Value), depth)
	}
	return dst, f
}

// member is [Schema.Member] for a name that is not listed.
func (a *Additional) member(name string) (string, bool) {
	var named Additional // one that stands twice is not written
	for _, x := range a.Members {
		if x.Name == name {
			named.Members = append(named.Members, x)
		}
	}
	text, f := named.Append(nil, nil, 1, nil)
	if f != nil || len(text) == 0 {
		return "", false
	}
	end, _ := jsonscan.ConsumeString(text, len(","))
	return string(text[end+len(":"):]), true
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

// object returns the members of a type with these fields as an object, which with
// the containers around it is depth of them.
func (a *Additional) object(depth int, fields []jsonscan.Field) ([]byte, *jsonscan.Error) {
	b, f := a.Append(make([]byte, 0, 2+Size(a.Members)), nil, depth, fields)
	return jsonscan.CloseObject(b, 0), f
}

// object returns the members of l as an object. It reports false, and the error
// to e, whose input they are, if they cannot be encoded.
func (l *level) object(e *faults, a *Additional, input string) ([]byte, bool) {
	b, f := a.object(l.depth(), l.Fields)
	if f != nil {
		e.add(input, l.at+f.Pointer, f.Err)
	}
	return b, f == nil
}

// combine returns what f makes of a and b as objects, both of l. It shares no
// list with either. Errors, which e gets, are of the second where both are to
// blame.
func (l *level) combine(e *faults, f func(x, y []byte) ([]byte, error), nameA string, a *Additional, nameB string, b *Additional) (out Additional) {
	x, ok := l.object(e, a, nameA)
	if !ok {
		return out
	}
	y, ok := l.object(e, b, nameB)
	if !ok {
		return out
	}
	z, err := f(x, y)
	if err != nil {
		e.list = append(e.list, joinerr.Within(err, e.op, nameB, l.at)...)
		return out
	}
	return split(z)
}

// combineData is combine for the data alone. It returns the control information of
// both, a's first.
func (l *level) combineData(e *faults, f func(x, y []byte) ([]byte, error), nameA string, a *Additional, nameB string, b *Additional) (out Additional, control odata.Members) {
	x, y := *a, *b
	first, ok := l.takeControl(e, &x, nameA)
	if !ok {
		return out, nil
	}
	second, ok := l.takeControl(e, &y, nameB)
	if !ok {
		return out, nil
	}
	return l.combine(e, f, nameA, &x, nameB, &y), append(first, second...)
}

// split returns the members of an object that package patch made.
func split(object []byte) Additional {
	read, n := jsonscan.Split(object)
	if n == 0 {
		return Additional{}
	}
	return additional(read, make(odata.Members, n), true)
}

// clone returns a copy with a list of its own.
func (a *Additional) clone() Additional { return Additional{a.Members.Clone(), a.Read} }

// isGood reports whether the members of l can be encoded. If not, the error goes
// to e, whose input they are.
func (l *level) isGood(e *faults, a *Additional, input string) bool {
	_, ok := a.good(l.depth())
	if !ok {
		_, ok = l.object(e, a, input)
	}
	return ok
}

// checked is clone for members of l that are not to be changed but must be good.
func (l *level) checked(e *faults, a *Additional, input string) Additional {
	if !l.isGood(e, a, input) {
		return Additional{}
	}
	return a.clone()
}

// takeControl is a.takeControl. Members among which control information is must be
// good, it included: else it reports false, and the error to e, whose input they are.
func (l *level) takeControl(e *faults, a *Additional, input string) (control odata.Members, ok bool) {
	whole := *a
	control = a.takeControl()
	return control, control == nil || l.isGood(e, &whole, input)
}

// takeControl leaves in a the members that are data, in a list of their own, and
// returns those that are control information, which is not.
func (a *Additional) takeControl() (control odata.Members) {
	for _, x := range a.Members {
		if odata.IsControl(x.Name) {
			control = append(control, x)
		}
	}
	if control != nil {
		isControl := func(x odata.Member) bool { return odata.IsControl(x.Name) }
		*a = Additional{Members: slices.DeleteFunc(slices.Clone(a.Members), isControl)}
	}
	return control
}

// DropControl removes the control information from the patch p. It returns the
// pointers of what it removed.
func (s *Schema) DropControl(p *Object) (dropped []string) {
	for l := s.whole; l != nil; l = l.inner {
		for _, x := range p.Additional[l.part].takeControl() {
			dropped = append(dropped, l.at+"/"+x.Name)
		}
	}
	return dropped
}
