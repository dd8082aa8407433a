package entity

import (
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// A path is the tokens of a JSON pointer, unescaped. Of the listed members only
// an object has members below it.

// A Finder finds members of an Object at paths. It parses each additional member
// once, however many paths lead into it.
type Finder struct {
	schema *Schema
	object *Object
	trees  map[place]*jsonscan.Tree
}

// A place is that of an additional member.
type place struct {
	part int
	name string
}

// Finder returns the Finder of o, which must not change.
func (s *Schema) Finder(o *Object) Finder { return Finder{schema: s, object: o} }

// Has reports whether the object, a patch, has the member at path or something
// below it.
func (d *Finder) Has(path []string) bool {
	if len(path) == 0 {
		return !d.schema.IsZero(d.object)
	}
	l, slot, path := d.schema.whole.locate(path)
	switch {
	case l.part > 0 && d.object.Values[d.schema.nested].State != patch.StateSet:
		return false
	case slot < 0:
		_, ok := d.value(l.part, path, false)
		return ok
	}
	return len(path) == 1 && d.object.Values[l.first+slot].State != patch.StateAbsent
}

// locate returns the object that has the first of the tokens that it returns,
// and the slot of that member or -1.
func (l *level) locate(path []string) (*level, int, []string) {
	slot := l.Slot(path[0])
	if slot >= 0 && slot == l.nested && len(path) > 1 {
		return l.inner.locate(path[1:])
	}
	return l, slot, path
}

// value returns the value at path among the additional members of a part. It
// goes into objects and, where elements says so, into arrays.
func (d *Finder) value(part int, path []string, elements bool) ([]byte, bool) {
	value, ok := d.object.Additional[part].Members.Get(path[0])
	if !ok || len(path) == 1 {
		return []byte(value), ok
	}
	t := d.tree(place{part, path[0]}, value)
	n := 0
	for _, token := range path[1:] {
		if n < 0 || len(t.Nodes) == 0 || t.Kind(n) == '[' && !elements {
			return nil, false
		}
		n = t.Child(n, token)
	}
	if n < 0 {
		return nil, false
	}
	return t.Text(n), true
}

// tree returns the tree of an additional member, without nodes if it is not JSON.
func (d *Finder) tree(at place, value odata.Value) *jsonscan.Tree {
	t := d.trees[at]
	if t == nil {
		parsed, f := jsonscan.Parse([]byte(value), jsonscan.Elements, nil)
		if f != nil {
			parsed.Nodes = nil
		}
		t = &parsed
		if d.trees == nil {
			d.trees = map[place]*jsonscan.Tree{}
		}
		d.trees[at] = t
	}
	return t
}

// EqualAt reports whether the objects of d and e, of one schema, are equal at
// path. A key where there was none is no change.
func (d *Finder) EqualAt(e *Finder, path []string) bool {
	if len(path) == 0 {
		return d.schema.Equal(d.object, e.object)
	}
	l, slot, path := d.schema.whole.locate(path)
	if slot < 0 {
		return d.additionalEqualAt(e, l.part, path)
	}
	p, x, y := &l.Properties[slot], &d.object.Values[l.first+slot], &e.object.Values[l.first+slot]
	switch {
	case len(path) > 1: // below a scalar there is nothing
		return true
	case p.Kind == Key && x.Text == "":
		return true
	case p.Kind == Nested && !l.inner.equal(d.object, e.object):
		return false
	}
	return p.equal(x, y)
}

func (d *Finder) additionalEqualAt(e *Finder, part int, path []string) bool {
	if d.object.Additional[part].same(&e.object.Additional[part]) {
		return true
	}
	x, ok := d.value(part, path, true)
	y, also := e.value(part, path, true)
	if !ok || !also {
		return ok == also
	}
	same, err := patch.Equal(x, y)
	return err == nil && same
}

// Drop removes the members at paths from the patch p and reports of each path
// whether p still had it then. Lists that it changes are copied first.
func (s *Schema) Drop(p *Object, paths [][]string) []bool {
	had := make([]bool, len(paths))
	before := *p
	d := s.Finder(&before)
	var removals [2]removal
	for i, path := range paths {
		if len(path) == 0 {
			if had[i] = !s.IsZero(p); had[i] {
				*p = Object{}
				return had
			}
			continue
		}
		if had[i] = d.Has(path); !had[i] {
			continue
		}
		l, slot, path := s.whole.locate(path)
		switch {
		case l.part > 0 && p.Values[s.nested].State == patch.StateAbsent: // removed as a whole
			had[i] = false
		case slot >= 0:
			l.clear(p, slot)
		default:
			if removals[l.part] == nil {
				removals[l.part] = removal{}
			}
			had[i] = removals[l.part].add(path)
		}
	}
	for part, r := range removals {
		if r != nil {
			r.apply(&p.Additional[part])
		}
	}
	return had
}

// clear removes the member in a slot of l.
func (l *level) clear(p *Object, slot int) {
	p.Values[l.first+slot] = Value{}
	if slot == l.nested {
		in := l.inner
		clear(p.Values[in.first : in.first+len(in.Properties)])
		p.Additional[in.part] = Additional{}
	}
}

// A removal is a merge patch that removes members: each is another removal or
// nil.
type removal map[string]any

// add lets r remove the member at path. It reports false if r removes it already.
func (r removal) add(path []string) bool {
	next, ok := r[path[0]]
	if ok && next == nil {
		return false
	}
	if len(path) == 1 {
		r[path[0]] = nil
		return true
	}
	if !ok {
		next = removal{}
		r[path[0]] = next
	}
	return next.(removal).add(path[1:])
}

// apply removes what r says from the members of a. Where they cannot be encoded,
// it removes whole members only.
func (r removal) apply(a *Additional) {
	if doc, errs := a.object("", "", nil); errs == nil {
		if doc, err := patch.Apply(doc, r.appendJSON(nil)); err == nil {
			*a = split(doc)
			return
		}
	}
	for name, below := range r {
		if below == nil {
			a.Members.Delete(name)
		}
	}
}

// appendJSON appends r as the patch that it is. encoding/json would do, but add
// a quarter of a megabyte to every server.
func (r removal) appendJSON(dst []byte) []byte {
	separator := byte('{')
	for name, value := range r {
		dst = append(dst, separator)
		separator = ','
		dst, _ = jsonscan.AppendString(dst, name)
		dst = append(dst, ':')
		if below, is := value.(removal); is {
			dst = below.appendJSON(dst)
		} else {
			dst = append(dst, "null"...)
		}
	}
	return append(dst, '}') // no removal is empty
}
