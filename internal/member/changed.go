package member

import (
	"bytes"

	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
)

// AppendChanged appends the pointers, each after prefix, at which two lists of
// additional members encode differently, as deep as both have objects. Of a
// member that cannot be encoded it says nothing.
func AppendChanged(list []string, prefix string, from, to odata.Members) []string {
	before, after := finder{list: from}, finder{list: to}
	for i := range from {
		x := &from[i]
		if j := after.find(x.Name); j < 0 {
			list = append(list, pointer(prefix, x.Name))
		} else if !bytes.Equal(x.Value, to[j].Value) {
			list = appendChanged(list, pointer(prefix, x.Name), x.Value, to[j].Value)
		}
	}
	for i := range to {
		if before.find(to[i].Name) < 0 {
			list = append(list, pointer(prefix, to[i].Name))
		}
	}
	return list
}

func pointer(prefix, name string) string { return prefix + "/" + jsonscan.EscapeToken(name) }

// appendChanged appends the pointers at which two values differ that are at
// pointer.
func appendChanged(list []string, pointer string, from, to []byte) []string {
	a, fa := jsonscan.Parse(from, jsonscan.Elements, nil)
	b, fb := jsonscan.Parse(to, jsonscan.Elements, nil)
	if fa == nil && fb == nil {
		c := comparer{&a, &b, list}
		c.value(0, 0, []byte(pointer))
		list = c.list
	}
	return list
}

type comparer struct {
	a, b *jsonscan.Tree
	list []string
}

func (c *comparer) value(n, m int, pointer []byte) {
	if !c.a.IsObject(n) || !c.b.IsObject(m) {
		if !jsonscan.Same(c.a, n, c.b, m) {
			c.list = append(c.list, string(pointer))
		}
		return
	}
	guess := m + 1
	for k := n + 1; k < c.a.Nodes[n].Next; k = c.a.Nodes[k].Next {
		at := jsonscan.AppendToken(pointer, c.a.Name(k))
		if j := c.b.FindSame(m, &guess, c.a, k); j < 0 {
			c.list = append(c.list, string(at))
		} else {
			c.value(k, j, at)
			c.b.Nodes[j].Mark = true
		}
	}
	for j := m + 1; j < c.b.Nodes[m].Next; j = c.b.Nodes[j].Next {
		if !c.b.Nodes[j].Mark {
			c.list = append(c.list, string(jsonscan.AppendToken(pointer, c.b.Name(j))))
		}
	}
}
