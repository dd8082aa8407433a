package patch

import "example.com/graphcomms/internal/jsonscan"

// Diff returns the smallest merge patch p with Apply(from, p) equal to `to`.
// Between objects that are equal it is {}.
//
// A merge patch cannot set a member to null. Where `to` has such a null that
// from has not, Diff returns [ErrNullMember] at its pointer; a null that is
// unchanged, or inside an array, is fine. The order of members cannot be
// expressed either, and does not count as a difference.
func Diff(from, to []byte) ([]byte, error) {
	const op = "patch.Diff"
	return diff(op, "from", from, "to", to)
}

// Invert returns the patch that undoes p on doc: Apply(Apply(doc, p),
// Invert(doc, p)) equals doc. Where doc has a null member that p removes or
// replaces, it returns [ErrNullMember] at its pointer, because no merge patch
// can set it again.
func Invert(doc, p []byte) ([]byte, error) {
	const op = "patch.Invert"
	after, err := appendApply(nil, doc, p, op)
	if err != nil {
		return nil, err
	}
	return diff(op, "p", after, "doc", doc)
}

func diff(op, nameFrom string, from []byte, nameTo string, to []byte) ([]byte, error) {
	a, b, err := parseTwo(op, nameFrom, from, nameTo, to, jsonscan.Elements)
	if err != nil {
		return nil, err
	}
	d := differ{from: &a, to: &b}
	if a.IsObject(0) && b.IsObject(0) {
		d.members(0, 0)
		d.dst = jsonscan.CloseObject(d.dst, 0)
	} else {
		d.set(0)
	}
	if err := d.null.error(op, nameTo, to); err != nil {
		return nil, err
	}
	return d.dst, nil
}

type differ struct {
	from, to *jsonscan.Tree
	dst      []byte
	null     earliest // the first null of to that cannot be set
}

// members appends, each after a comma, the members of the patch that makes
// object m of to out of object n of from.
func (d *differ) members(n, m int) {
	guess := m + 1
	for k := n + 1; k < d.from.Nodes[n].Next; k = d.from.Nodes[k].Next {
		j := d.to.FindSame(m, &guess, d.from, k)
		if j < 0 {
			d.dst = append(appendName(d.dst, d.from, k), "null"...)
			continue
		}
		d.to.Nodes[j].Mark = true
		switch {
		case jsonscan.Alike(d.from.Text(k), d.to.Text(j)):
		case d.from.IsObject(k) && d.to.IsObject(j):
			before := len(d.dst)
			d.dst = appendName(d.dst, d.from, k)
			start := len(d.dst)
			if d.members(k, j); len(d.dst) > start {
				d.dst = jsonscan.CloseObject(d.dst, start)
			} else {
				d.dst = d.dst[:before]
			}
		case !jsonscan.Same(d.from, k, d.to, j):
			d.dst = appendName(d.dst, d.from, k)
			d.set(j)
		}
	}
	for j := m + 1; j < d.to.Nodes[m].Next; j = d.to.Nodes[j].Next {
		if !d.to.Nodes[j].Mark {
			d.dst = appendName(d.dst, d.to, j)
			d.set(j)
		}
	}
}

// set appends node m of to as a value that replaces another kind of value, or
// none.
func (d *differ) set(m int) {
	if m > 0 && d.to.IsNull(m) {
		d.null.add(ErrNullMember, d.to.Nodes[m].Start)
	} else if d.to.IsObject(m) && d.to.Nodes[m].Flags&jsonscan.NullMember != 0 {
		d.nulls(m)
	}
	d.dst = appendNode(d.dst, d.to, m)
}

// nulls notes the null members in object m of to.
func (d *differ) nulls(m int) {
	for j := m + 1; j < d.to.Nodes[m].Next; j = d.to.Nodes[j].Next {
		if d.to.IsNull(j) {
			d.null.add(ErrNullMember, d.to.Nodes[j].Start)
		} else if d.to.IsObject(j) {
			d.nulls(j)
		}
	}
}
