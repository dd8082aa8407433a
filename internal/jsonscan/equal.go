package jsonscan

// Equal reports whether node n of a and node m of b, trees with
// [Elements], are the same JSON value: the order of members and the escapes of
// strings aside, numbers by value.
func Equal(a *Tree, n int, b *Tree, m int) bool {
	x, y := a.Text(n), b.Text(m)
	switch {
	case x[0] != y[0] || !isContainer(x):
		return sameScalar(x, y)
	case len(x) <= 256 && string(x) == string(y): // a long text would be compared again at every level of it
		return true
	case a.Nodes[n].NumChildren != b.Nodes[m].NumChildren:
		return false
	}
	next := m + 1 // of an object it is a guess
	for k := n + 1; k < a.Nodes[n].After; k = a.Nodes[k].After {
		j := next
		if x[0] == '{' {
			j = b.FindSame(m, &next, a, k)
		}
		if j < 0 || !Equal(a, k, b, j) {
			return false
		}
		next = b.Nodes[j].After
	}
	return true
}

func isContainer(value []byte) bool { return value[0] == '[' || value[0] == '{' }

// sameScalar is Equal for two values that are not containers of one kind.
func sameScalar(x, y []byte) bool {
	switch {
	case string(x) == string(y):
		return true
	case x[0] == '"' && y[0] == '"':
		return SameText(x[1:len(x)-1], y[1:len(y)-1])
	}
	return isNumber(x[0]) && isNumber(y[0]) && SameNumber(x, y)
}

// isNumber reports whether a value that begins with c is a number.
func isNumber(c byte) bool { return c == '-' || c-'0' <= 9 }

// EqualValues reports whether the texts of two scanned values are the same JSON
// value, as Equal has it.
func EqualValues(x, y []byte) bool {
	switch {
	case x[0] != y[0] || !isContainer(x):
		return sameScalar(x, y)
	case string(x) == string(y):
		return true
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
