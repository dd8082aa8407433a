package entity

import (
	"slices"

	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// maxPointer is how many bytes a pointer of Changed has at most.
const maxPointer = 1 << 10

// maxPointers is how many times as long as an object the pointers below it may
// be together.
const maxPointers = 8

// Changed returns the pointers, sorted, at which the encodings of two values
// differ, as deep as both have objects. What has a pointer of more than 1 KiB is
// reported at the innermost object around it that has not; an object below which
// the pointers would together be longer than eight times its text and 1 KiB is
// reported in their place. So the result is never much larger than the values.
// It says nothing of additional members that cannot be encoded.
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
			c.list = jsonscan.Push(c.list, l.pointerOf(i, y))
		}
	}
	a, b := &from.Additional[l.part], &to.Additional[l.part]
	if a.same(b) {
		return
	}
	x, ok := a.compact()
	y, also := b.compact()
	if ok && also {
		c.additional(append(make([]byte, 0, 2*maxPointer), l.at...), x, y)
	}
}

// compact returns the members with compact values. It reports false if they
// cannot be encoded.
func (a *Additional) compact() (odata.Members, bool) {
	if _, ok := a.untouched(); ok {
		return a.Members, true
	}
	text, f := a.object(1, nil)
	if f != nil {
		return nil, false
	}
	return split(text).Members, true
}

// changes gather the pointers at which values differ.
type changes struct {
	a, b jsonscan.Tree
	list []string
	size int // of those that note has put into the list
}

// additional notes where the members of two objects at pointer, the whole or the
// nested object, differ. Their own pointers are no more than three times as long as
// the members.
func (c *changes) additional(pointer []byte, a, b odata.Members) {
	all := true     // the differences have been noted
	var x, y []byte // the members that may differ below
	note := func(name string) {
		all = c.note(append(append(pointer, '/'), jsonscan.EscapeToken(name)...)) && all
	}
	find := finder(b)
	found := make([]bool, len(b))
	for _, m := range a {
		j := find(m.Name)
		if j < 0 {
			note(m.Name)
			continue
		}
		found[j] = true
		switch was, is := string(m.Value), string(b[j].Value); {
		case was == is:
		case was[0] == '{' && is[0] == '{':
			x, y = appendMember(x, m), appendMember(y, b[j])
		case !jsonscan.EqualValues([]byte(was), []byte(is)):
			note(m.Name)
		}
	}
	for j := range b {
		if !found[j] {
			note(b[j].Name)
		}
	}
	if x != nil {
		c.a = jsonscan.ParseGood(jsonscan.CloseObject(x, 0), jsonscan.Elements)
		c.b = jsonscan.ParseGood(jsonscan.CloseObject(y, 0), jsonscan.Elements)
		c.members(0, 0, pointer)
	}
	if !all {
		c.note(pointer)
	}
}

func appendMember(dst []byte, m odata.Member) []byte {
	dst, _ = jsonscan.AppendString(append(dst, ','), m.Name)
	return append(append(dst, ':'), m.Value...)
}

// finder returns a function that finds members by name, and tells that there is
// none by -1. It is fast where they are searched in their order, or are few.
func finder(m odata.Members) func(name string) int {
	next := 0
	var places map[string]int // one more than the index
	return func(name string) int {
		switch {
		case next < len(m) && m[next].Name == name:
			next++
			return next - 1
		case len(m) <= 32:
			return slices.IndexFunc(m, func(x odata.Member) bool { return x.Name == name })
		case places == nil:
			places = make(map[string]int, len(m))
			for i := range m {
				places[m[i].Name] = i + 1
			}
		}
		next = places[name]
		return next - 1
	}
}

// note notes that the values at pointer differ. It reports false, and notes
// nothing, where the pointer is too long.
func (c *changes) note(pointer []byte) bool {
	if len(pointer) > maxPointer {
		return false
	}
	c.list = jsonscan.Push(c.list, string(pointer))
	c.size += len(pointer)
	return true
}

// members notes where two objects at pointer, which is not too long, differ.
func (c *changes) members(n, m int, pointer []byte) {
	count, size := len(c.list), c.size
	limit := size + maxPointers*(len(c.a.Text(n))+len(c.b.Text(m))) + maxPointer
	all := true // the differences below have been noted
	guess := m + 1
	for k := n + 1; k < c.a.Nodes[n].After && c.size <= limit; k = c.a.Nodes[k].After {
		at := jsonscan.AppendToken(pointer, c.a.Name(k))
		j := c.b.FindSame(m, &guess, &c.a, k)
		if j >= 0 {
			c.b.Nodes[j].Mark = true
		}
		switch {
		case j >= 0 && len(at) <= maxPointer && c.a.IsObject(k) && c.b.IsObject(j):
			c.members(k, j, at)
		case j < 0 || !jsonscan.Equal(&c.a, k, &c.b, j):
			all = c.note(at) && all
		}
	}
	for j := m + 1; j < c.b.Nodes[m].After && c.size <= limit; j = c.b.Nodes[j].After {
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
