package entity

import (
	"slices"

	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/patch"
)

// maxPointer is how many bytes a pointer of Changed has at most.
const maxPointer = 1 << 10

// maxPointers is how many times as long as an object the pointers below it may
// be together.
const maxPointers = 16

// Changed returns the pointers, sorted, at which the encodings of two values
// differ, as deep as both have objects. What has a pointer of more than 1 KiB is
// reported at the innermost object around it that has not; an object below which
// the pointers would together be longer than 16 times its text is reported in
// their place. So the result is never much larger than the values. Of additional members
// that cannot be encoded it says nothing.
func (s *Schema) Changed(from, to *Object) []string {
	var c changes
	s.whole.changed(&c, from, to)
	slices.Sort(c.list)
	return slices.Compact(c.list)
}

func (l *level) changed(c *changes, from, to *Object) {
	for i := range l.Properties {
		p, x, y := &l.Properties[i], &from.Values[l.first+i], &to.Values[l.first+i]
		if p.Kind == Nested && x.State == patch.StateSet && y.State == patch.StateSet {
			l.inner.changed(c, from, to)
		} else if !p.sameJSON(x, y) {
			c.add(l.pointerOf(i, y))
		}
	}
	a, b := &from.Additional[l.part], &to.Additional[l.part]
	if a.same(b) {
		return
	}
	x, errs := a.object("", "")
	if errs != nil {
		return
	}
	y, errs := b.object("", "")
	if errs != nil {
		return
	}
	u, _ := jsonscan.Parse(x, jsonscan.Elements, nil)
	v, _ := jsonscan.Parse(y, jsonscan.Elements, nil)
	c.a, c.b = &u, &v
	c.members(0, 0, []byte(l.at))
}

// changes gather the pointers at which two trees differ.
type changes struct {
	a, b *jsonscan.Tree
	list []string
	size int // of the list
}

func (c *changes) add(pointer string) {
	if c.list == nil {
		c.list = make([]string, 0, 8)
	}
	c.list = append(c.list, pointer)
	c.size += len(pointer)
}

// value notes where node n of a and node m of b, both at pointer, differ. It
// reports false, and notes nothing, where they differ and the pointer is too
// long.
func (c *changes) value(n, m int, pointer []byte) bool {
	if len(pointer) <= maxPointer && c.a.IsObject(n) && c.b.IsObject(m) {
		c.members(n, m, pointer)
		return true
	}
	return jsonscan.Same(c.a, n, c.b, m) || c.note(pointer)
}

func (c *changes) note(pointer []byte) bool {
	if len(pointer) > maxPointer {
		return false
	}
	c.add(string(pointer))
	return true
}

// members notes where two objects at pointer, which is not too long, differ.
func (c *changes) members(n, m int, pointer []byte) {
	count, size := len(c.list), c.size
	limit := size + maxPointers*(len(c.a.Text(n))+len(c.b.Text(m)))
	all := true // the differences below have been noted
	guess := m + 1
	for k := n + 1; k < c.a.Nodes[n].Next && c.size <= limit; k = c.a.Nodes[k].Next {
		at := jsonscan.AppendToken(pointer, c.a.Name(k))
		if j := c.b.FindSame(m, &guess, c.a, k); j < 0 {
			all = c.note(at) && all
		} else {
			c.b.Nodes[j].Mark = true
			all = c.value(k, j, at) && all
		}
	}
	for j := m + 1; j < c.b.Nodes[m].Next && c.size <= limit; j = c.b.Nodes[j].Next {
		if !c.b.Nodes[j].Mark {
			all = c.note(jsonscan.AppendToken(pointer, c.b.Name(j))) && all
		}
	}
	if c.size > limit {
		c.list, c.size, all = c.list[:count], size, false
	}
	if !all {
		c.note(pointer)
	}
}
