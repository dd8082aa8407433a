package patch

import "example.com/graphcomms/internal/jsonscan"

// A Change is one place that a patch touches.
type Change struct {
	Pointer string // JSON pointer (RFC 6901)
	State   State  // StateNull for a removal, StateSet for a value
}

// Changes lists the leaves of p, the places that it touches, in their order.
// An object in p is a way to them, not a leaf, unless it is empty: then it
// makes sure that there is an object. {} touches nothing; a patch that is not
// an object touches the whole document, at "".
//
// The pointers may be much longer together than the patch, up to the order of
// the square of its length: each of them spells all names on its way. A server
// that calls Changes on what it was sent bounds the patch before.
func Changes(p []byte) ([]Change, error) {
	t, err := parse("patch.Changes", "p", p, jsonscan.Members)
	if err != nil {
		return nil, err
	}
	if t.IsObject(0) && t.Nodes[0].NumChildren == 0 {
		return nil, nil
	}
	return appendChanges(nil, &t, 0, nil), nil
}

func appendChanges(list []Change, t *jsonscan.Tree, n int, pointer []byte) []Change {
	switch {
	case t.IsNull(n):
		return append(list, Change{string(pointer), StateNull})
	case !t.IsObject(n) || t.Nodes[n].NumChildren == 0:
		return append(list, Change{string(pointer), StateSet})
	}
	for k := n + 1; k < t.Nodes[n].After; k = t.Nodes[k].After {
		list = appendChanges(list, t, k, jsonscan.AppendToken(pointer, t.Name(k)))
	}
	return list
}
