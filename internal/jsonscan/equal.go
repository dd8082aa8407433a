package jsonscan

import "bytes"

// Equal reports whether node n of a and node m of b, trees with
// [Elements], are the same JSON value: the order of members and the escapes of
// strings aside, numbers by value.
func Equal(a *Tree, n int, b *Tree, m int) bool {
	x, y := a.Text(n), b.Text(m)
	// A long text would be compared again at every level of it.
	if len(x) == len(y) && len(x) <= 256 && string(x) == string(y) {
		return true
	}
	c := kind(x[0])
	if c != kind(y[0]) {
		return false
	}
	switch c {
	case '"':
		if (a.Nodes[n].Flags|b.Nodes[m].Flags)&Escaped == 0 {
			return bytes.Equal(x, y)
		}
	case '[', '{':
		if a.Nodes[n].NumChildren != b.Nodes[m].NumChildren {
			return false
		}
		next := m + 1 // of an object it is a guess
		for k := n + 1; k < a.Nodes[n].After; k = a.Nodes[k].After {
			j := next
			if c == '{' {
				j = b.FindSame(m, &next, a, k)
			}
			if j < 0 || !Equal(a, k, b, j) {
				return false
			}
			next = b.Nodes[j].After
		}
		return true
	}
	return sameScalar(c, x, y)
}

// sameScalar is Equal for two values of the kind c that are no containers.
func sameScalar(c byte, x, y []byte) bool {
	switch c {
	case '0':
		return SameNumber(x, y)
	case '"':
		return SameText(x[1:len(x)-1], y[1:len(y)-1])
	}
	return true // literals with the same first byte
}

// EqualValues reports whether the texts of two scanned values are the same JSON
// value, as Equal has it.
func EqualValues(x, y []byte) bool {
	switch c := kind(x[0]); {
	case string(x) == string(y):
		return true
	case c != kind(y[0]):
		return false
	case c != '[' && c != '{':
		return sameScalar(c, x, y)
	}
	var few [2][8]Node
	a, _ := Parse(x, Elements, fewNodes(x, few[0][:0]))
	b, _ := Parse(y, Elements, fewNodes(y, few[1][:0]))
	return Equal(&a, 0, &b, 0)
}

// fewNodes returns nodes for a short text; a long one gets what it needs at once.
func fewNodes(text []byte, nodes []Node) []Node {
	if len(text) > 256 {
		return nil
	}
	return nodes
}

// SamePrefix returns how many bytes at the beginning of a are the same in b.
func SamePrefix(a, b []byte) int {
	if len(a) <= len(b) && string(a) == string(b[:len(a)]) {
		return len(a)
	}
	i := 0
	for ; i+8 <= min(len(a), len(b)); i += 8 {
		if x := load(a, i) ^ load(b, i); x != 0 {
			return i + trailingBytes(x)
		}
	}
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return i
}

// InNumber reports whether c can stand in a number.
func InNumber(c byte) bool {
	return c-'0' <= 9 || c == '-' || c == '+' || c == '.' || c|0x20 == 'e'
}

// kind returns '0' for every number, else c, the first byte of a value.
func kind(c byte) byte {
	if c == '-' || c-'0' <= 9 {
		return '0'
	}
	return c
}
