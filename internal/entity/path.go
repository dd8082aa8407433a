package entity

import (
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// A Finder finds members of an Object at paths, the tokens of JSON pointers,
// unescaped. A listed member has members below it only if it is an object. It
// parses each additional member once, however many paths lead into it.
type Finder struct {
	schema *Schema
	object *Object
	trees  [2]map[string]*jsonscan.Tree // of the additional members of each part, by name
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
	if slot < 0 {
		_, ok := d.value(l.part, path, false)
		return ok
	}
	return len(path) == 1 && d.object.Values[l.first+slot].State != patch.StateAbsent
}

// locate returns the object that has the first of the tokens that it returns,
// and the slot of that member or -1. An empty path has no member.
func (l *level) locate(path []string) (*level, int, []string) {
	slot := -1
	if len(path) > 0 {
		slot = l.Slot(path[0])
	}
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
	t, n := d.tree(part, path[0], value), 0
	for _, token := range path[1:] {
		if t.Kind(n) == '[' && !elements {
			return nil, false
		}
		if n = t.Child(n, token); n < 0 {
			return nil, false
		}
	}
	return t.Text(n), true
}

// tree returns the tree of an additional member, that of null if it is not JSON.
func (d *Finder) tree(part int, name string, value odata.Value) *jsonscan.Tree {
	t := d.trees[part][name]
	if t == nil {
		parsed, f := jsonscan.Parse([]byte(value), jsonscan.Elements, nil)
		if f != nil {
			parsed = jsonscan.ParseGood([]byte("null"), jsonscan.Elements)
		}
		if t = &parsed; d.trees[part] == nil {
			d.trees[part] = map[string]*jsonscan.Tree{}
		}
		d.trees[part][name] = t
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
	if slot >= 0 {
		p, x, y := &l.Properties[slot], &d.object.Values[l.first+slot], &e.object.Values[l.first+slot]
		same := p.equal(x, y) && (p.Kind != Nested || l.inner.equal(d.object, e.object))
		return same || p.Kind == Key && x.Text == "" || len(path) > 1 // below a scalar there is nothing
	}
	if d.object.Additional[l.part].same(&e.object.Additional[l.part]) {
		return true
	}
	x, ok := d.value(l.part, path, true)
	y, also := e.value(l.part, path, true)
	if !ok || !also {
		return ok == also
	}
	same, err := patch.Equal(x, y)
	return err == nil && same
}

// Drop removes the members at paths from the patch p and reports of each path
// whether p still had it then. A path into what another one leads to stands behind
// that. Where additional members cannot be encoded, it removes whole ones only.
func (s *Schema) Drop(p *Object, paths [][]string) []bool {
	had := make([]bool, len(paths))
	var trees [2]*jsonscan.Tree
	for i, path := range paths {
		l, slot, path := s.whole.locate(path)
		if len(path) == 0 {
			had[i] = !s.IsZero(p)
			*p = Object{}
		} else if slot < 0 {
			had[i] = p.Additional[l.part].drop(&trees[l.part], path)
		} else if had[i] = len(path) == 1 && p.Values[l.first+slot].State != patch.StateAbsent; had[i] {
			l.clear(p, slot)
		}
	}
	for part, t := range trees {
		if t != nil {
			p.Additional[part] = split(t.Unmarked())
		}
	}
	return had
}

// drop marks the member at path in *t, the tree of a, which is made when it is
// needed, and reports whether there is one. A whole member is removed at once if
// a cannot be encoded.
func (a *Additional) drop(t **jsonscan.Tree, path []string) bool {
	if _, ok := a.Members.Get(path[0]); ok && *t == nil {
		text, f := a.object(1, nil)
		if f != nil {
			return len(path) == 1 && a.Members.Delete(path[0])
		}
		tree := jsonscan.ParseGood(text, jsonscan.Members)
		*t = &tree
	}
	return *t != nil && mark(*t, path)
}

// clear removes the member in a slot of l.
func (l *level) clear(p *Object, slot int) {
	p.Values[l.first+slot] = Value{}
	if slot == l.nested {
		l.inner.copy(p, &Object{})
	}
}

// mark marks the member at path. It reports false if there is none, or one around
// it is marked.
func mark(t *jsonscan.Tree, path []string) bool {
	n := 0
	for _, token := range path {
		if n = t.Child(n, token); n < 0 || t.Nodes[n].Mark {
			return false
		}
	}
	t.Nodes[n].Mark = true
	return true
}
