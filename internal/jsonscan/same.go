package jsonscan

import "bytes"

// Same reports whether node n of a and node m of b, trees with
// [Elements], are the same JSON value: the order of members and the escapes of
// strings aside, numbers by value.
func Same(a *Tree, n int, b *Tree, m int) bool {
	x, y := a.Text(n), b.Text(m)
	if Alike(x, y) {
		return true
	}
	c := kind(x[0])
	if c != kind(y[0]) {
		return false
	}
	switch c {
	case '0':
		return SameNumber(x, y)
	case '"':
		if (a.Nodes[n].Flags|b.Nodes[m].Flags)&Escaped == 0 {
			return bytes.Equal(x, y)
		}
		return SameText(x[1:len(x)-1], y[1:len(y)-1])
	case '[':
		if a.Nodes[n].Kids != b.Nodes[m].Kids {
			return false
		}
		k, j := n+1, m+1
		for range a.Nodes[n].Kids {
			if !Same(a, k, b, j) {
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
			j := b.FindSame(m, &guess, a, k)
			if j < 0 || !Same(a, k, b, j) {
				return false
			}
		}
		return true
	}
	return true // literals with the same first byte
}

// kind returns '0' for every number, else c, the first byte of a value.
func kind(c byte) byte {
	if c == '-' || c-'0' <= 9 {
		return '0'
	}
	return c
}

// Alike reports that the texts of two values are the same, and so are the
// values. It looks at short ones only: a long one would be compared again at
// every level of it.
func Alike(x, y []byte) bool {
	return len(x) == len(y) && len(x) <= 256 && string(x) == string(y)
}
