package member

import (
	"bytes"
	"slices"

	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
)

// AppendChanged appends the pointers, each after prefix, at which two
// lists of additional members encode differently, as deep as both have
// objects.
func AppendChanged(list []string, prefix string, from, to odata.Members) []string {
	if slices.EqualFunc(from, to, func(x, y odata.Member) bool { return x.Name == y.Name && bytes.Equal(x.Value, y.Value) }) {
		return list
	}
	x, err := from.AppendJSON(nil)
	y, err2 := to.AppendJSON(nil)
	if err != nil || err2 != nil {
		return list // what cannot be encoded has no encodings that differ
	}
	a, _ := jsonscan.Parse(x, jsonscan.Elements, nil)
	b, _ := jsonscan.Parse(y, jsonscan.Elements, nil)
	c := comparer{&a, &b, list}
	c.members(0, 0, []byte(prefix))
	return c.list
}

type comparer struct {
	a, b *jsonscan.Tree
	list []string
}

func (c *comparer) members(n, m int, pointer []byte) {
	guess := m + 1
	for k := n + 1; k < c.a.Nodes[n].Next; k = c.a.Nodes[k].Next {
		at := jsonscan.AppendToken(pointer, c.a.Name(k))
		j := c.b.FindSame(m, &guess, c.a, k)
		switch {
		case j < 0:
			c.list = append(c.list, string(at))
			continue
		case c.a.IsObject(k) && c.b.IsObject(j):
			c.members(k, j, at)
		case !jsonscan.Same(c.a, k, c.b, j):
			c.list = append(c.list, string(at))
		}
		c.b.Nodes[j].Mark = true
	}
	for j := m + 1; j < c.b.Nodes[m].Next; j = c.b.Nodes[j].Next {
		if !c.b.Nodes[j].Mark {
			c.list = append(c.list, string(jsonscan.AppendToken(pointer, c.b.Name(j))))
		}
	}
}
