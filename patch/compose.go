package patch

import "example.com/graphcomms/internal/jsonscan"

// Compose returns one patch that does p, then q, to every document:
// Apply(Apply(d, p), q) equals Apply(d, Compose(p, q)).
//
// Merge patches are not closed under composition. Where q has an object and p
// has null, a scalar or an array, the result would have to say "replace
// whatever is there by this object", which no merge patch can: Compose returns
// [ErrNotComposable] at that pointer. All other pairs compose exactly.
func Compose(p, q []byte) ([]byte, error) {
	const op = "patch.Compose"
	a, b, err := parseTwo(op, "p", p, "q", q, jsonscan.Members)
	if err != nil {
		return nil, err
	}
	c := composer{p: &a, q: &b, dst: make([]byte, 0, len(p)+len(q))}
	c.value(0, 0)
	if err := c.fault.error(op, "q", q); err != nil {
		return nil, err
	}
	return c.dst, nil
}

type composer struct {
	p, q  *jsonscan.Tree
	dst   []byte
	fault earliest
}

// value appends the composition of node n of p and node m of q.
func (c *composer) value(n, m int) {
	if !c.q.IsObject(m) {
		c.dst = appendNode(c.dst, c.q, m)
		return
	}
	if !c.p.IsObject(n) {
		c.fault.add(ErrNotComposable, c.q.Nodes[m].Start)
		return
	}
	start := len(c.dst)
	guess := m + 1
	for k := n + 1; k < c.p.Nodes[n].Next; k = c.p.Nodes[k].Next {
		c.dst = appendName(c.dst, c.p, k)
		if j := c.q.FindSame(m, &guess, c.p, k); j >= 0 {
			c.q.Nodes[j].Mark = true
			c.value(k, j)
		} else {
			c.dst = appendNode(c.dst, c.p, k)
		}
	}
	for j := m + 1; j < c.q.Nodes[m].Next; j = c.q.Nodes[j].Next {
		if !c.q.Nodes[j].Mark {
			c.dst = appendNode(appendName(c.dst, c.q, j), c.q, j)
		}
	}
	c.dst = jsonscan.CloseObject(c.dst, start)
}
