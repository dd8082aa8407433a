package patch

import (
	"bytes"

	"example.com/graphcomms/internal/jsonscan"
)

// Check reports whether data is one JSON value as this module reads it:
// RFC 8259 without repeated names, invalid UTF-8, lone surrogate escapes or
// more than 10 000 levels. It allocates nothing for a good text of ordinary
// width, and keeps no part of data.
func Check(data []byte) error {
	if f := jsonscan.Check(data); f != nil {
		return newError("patch.Check", "data", f)
	}
	return nil
}

// Equal reports whether a and b are the same JSON value. The order of members
// does not count, nor how a string is escaped; numbers compare exactly, by
// value (1, 1.0 and 10e-1 are the same), never as float64. null is not the
// same as an absent member.
func Equal(a, b []byte) (bool, error) {
	const op = "patch.Equal"
	if bytes.Equal(a, b) {
		if f := jsonscan.Check(a); f != nil {
			return false, newError(op, "a", f)
		}
		return true, nil
	}
	x, y, err := parseTwo(op, "a", a, "b", b, jsonscan.Elements)
	if err != nil {
		return false, err
	}
	return same(&x, 0, &y, 0), nil
}

func parseTwo(op, nameA string, a []byte, nameB string, b []byte, elements bool) (x, y jsonscan.Tree, err error) {
	var w jsonscan.Work
	x, f := jsonscan.Parse(a, elements, &w, make([]jsonscan.Node, 0, 8+len(a)/32))
	if f != nil {
		return x, y, newError(op, nameA, f)
	}
	y, f = jsonscan.Parse(b, elements, &w, make([]jsonscan.Node, 0, 8+len(b)/32))
	if f != nil {
		return x, y, newError(op, nameB, f)
	}
	return x, y, nil
}

// kind returns '0' for every number, else c, the first byte of a value.
func kind(c byte) byte {
	if c == '-' || c-'0' <= 9 {
		return '0'
	}
	return c
}

// same reports whether node n of a and node m of b are the same value.
func same(a *jsonscan.Tree, n int, b *jsonscan.Tree, m int) bool {
	x, y := a.Text(n), b.Text(m)
	if alike(x, y) {
		return true
	}
	c := kind(x[0])
	if c != kind(y[0]) {
		return false
	}
	switch c {
	case '0':
		return jsonscan.SameNumber(x, y)
	case '"':
		if (a.Nodes[n].Flags|b.Nodes[m].Flags)&jsonscan.Escaped == 0 {
			return bytes.Equal(x, y)
		}
		return jsonscan.SameText(x[1:len(x)-1], y[1:len(y)-1])
	case '[':
		if a.Nodes[n].Kids != b.Nodes[m].Kids {
			return false
		}
		k, j := n+1, m+1
		for range a.Nodes[n].Kids {
			if !same(a, k, b, j) {
				return false
			}
			k, j = a.Nodes[k].Next, b.Nodes[j].Next
		}
		return true
	case '{':
		if a.Nodes[n].Kids != b.Nodes[m].Kids {
			return false
		}
		guess := m + 1
		for k := n + 1; k < a.Nodes[n].Next; k = a.Nodes[k].Next {
			j := findMember(a, k, b, m, &guess)
			if j < 0 || !same(a, k, b, j) {
				return false
			}
		}
		return true
	}
	return true // literals with the same first byte
}

// alike reports that two values are the same because their bytes are. Only
// short ones are compared: a long one would be compared again at every level
// of it.
func alike(x, y []byte) bool {
	return len(x) == len(y) && len(x) <= 256 && string(x) == string(y)
}

// findMember returns the member of object m of b that has the name of node k
// of a, or -1.
func findMember(a *jsonscan.Tree, k int, b *jsonscan.Tree, m int, guess *int) int {
	return b.Find(m, guess, a.Name(k), a.Nodes[k].NameFlags&jsonscan.Escaped != 0)
}
