package jsonscan

import (
	"bytes"
	"math"
	"strconv"
)

// A Node is one value of a [Tree].
type Node struct {
	Start, End int    // its text
	NameStart  int    // where the text of its name begins, if it is a member of an object
	Next       int    // the node after its last descendant
	colon      uint32 // how far its name ends before Start, or at least so far
	Kids       uint32 // how many members or elements it has
	object     int32  // if not 0, one more than its index among the objects of index
	NameFlags  Flags  // Escaped for a name with escapes
	Flags      Flags  // what its text holds
	Mark       bool   // for the user of the tree
	misses     uint8  // how often a member was searched one by one
}

// A Tree is a scanned text as a flat array of its values in document order:
// the first child of node n is n+1, and the sibling of a child k is
// Nodes[k].Next.
type Tree struct {
	Data  []byte
	Nodes []Node
	index *index // made when it is needed
}

// index finds members of large objects.
type index struct {
	objects []members
	name    []byte // scratch
}

// members are those of a large object. The table numbers them from 1 or, when
// they have been searched, as their nodes.
type members struct {
	table *table
	nodes bool
}

// Depths of a [Tree].
const (
	Members  = false // arrays are leaves
	Elements = true  // arrays have their elements as children
)

// Parse scans data into a tree, whose nodes it appends to nodes; without
// nodes, it makes room for them.
//
// It keeps the open containers in a slice and does not recur: a deep stack is
// slow to grow and to collect garbage under.
func Parse(data []byte, elements bool, nodes []Node) (Tree, *Fault) {
	if nodes == nil { // no more than this many; punctuation in strings counts too
		n := 1
		if elements {
			n += bytes.Count(data, []byte{','}) + bytes.Count(data, []byte{'{'}) + bytes.Count(data, []byte{'['})
		} else {
			n += bytes.Count(data, []byte{':'})
		}
		nodes = make([]Node, 0, n)
	}
	var s Scanner
	s.Init(data)
	t := Tree{Data: data}
	var i int
	var f Flags
	t.Nodes, i, f = t.parse(&s, SkipSpace(data, 0), elements, nodes)
	return t, s.Finish(i, f)
}

// frame is an open container.
type frame struct {
	node    int
	kids    uint32
	flags   Flags // what its text holds so far
	isArray bool
	array   Array
	Object
}

// parse appends the value at i and all below it to nodes.
func (t *Tree) parse(s *Scanner, i int, elements bool, nodes []Node) ([]Node, int, Flags) {
	var few [8]frame
	open := few[:0]
	var top *frame // the innermost of open, or nil
	for {
		// The value at i.
		n := len(nodes)
		nodes = Push(nodes, Node{Start: i, Next: n + 1})
		node := &nodes[n]
		if top != nil && !top.isArray {
			node.NameStart, node.NameFlags = top.NameStart, top.NameFlags
			node.colon = uint32(min(uint64(i-top.NameEnd), math.MaxUint32))
		}
		var f Flags
		if c := s.byte(i); c == '{' || c == '[' && elements {
			open = Push(open, frame{})
			top = &open[len(open)-1]
			top.node, top.isArray = n, c == '['
			if i, f = s.Open(i, len(open)-1, &top.Object); f&Failed != 0 {
				return nodes, i, f
			}
		} else {
			if i, f = s.Value(i, len(open)); f&Failed != 0 {
				return nodes, i, f
			}
			node.End, node.Flags = i, f
			if top == nil {
				return nodes, i, f
			}
			if c == 'n' {
				f |= NullMember
			}
			top.add(f)
		}
		// Go on to the next value; on the way, end what ends here.
		for more := false; !more; {
			if top.isArray {
				i, f, more = top.array.next(s.data, i, top.flags)
			} else {
				i, f, more = s.Next(i, top.flags, &top.Object)
			}
			if top.flags = f; more {
				break
			}
			if f&Failed != 0 {
				return nodes, i, f
			}
			end := &nodes[top.node]
			end.End, end.Flags, end.Next, end.Kids = i, f, len(nodes), top.kids
			if !top.isArray && s.closed != nil {
				t.adopt(end, s.closed)
			}
			if open = open[:len(open)-1]; len(open) == 0 {
				return nodes, i, f
			}
			top = &open[len(open)-1]
			top.add(f)
		}
	}
}

// add adds a child to the container; f is what it holds, with NullMember if it
// is null.
func (top *frame) add(f Flags) {
	top.kids++
	if top.isArray {
		f &^= NullMember
	}
	top.flags |= f
}

func (s *Scanner) byte(i int) byte {
	if i < len(s.data) {
		return s.data[i]
	}
	return 0
}

// Text returns the text of node n.
func (t *Tree) Text(n int) []byte { return t.Data[t.Nodes[n].Start:t.Nodes[n].End] }

// Name returns the text of the name of node n.
func (t *Tree) Name(n int) []byte {
	end := t.Nodes[n].Start - int(t.Nodes[n].colon)
	for t.Data[end] != '"' { // more white space than fits into colon
		end--
	}
	return t.Data[t.Nodes[n].NameStart:end]
}

// Kind returns the first byte of node n, which tells its kind.
func (t *Tree) Kind(n int) byte { return t.Data[t.Nodes[n].Start] }

// IsObject reports whether node n is an object.
func (t *Tree) IsObject(n int) bool { return t.Kind(n) == '{' }

// IsNull reports whether node n is null.
func (t *Tree) IsNull(n int) bool { return t.Kind(n) == 'n' }

// Find returns the member of object n with the given name, or -1. Members are
// often looked up in their own order: *guess is where to look first, at the
// beginning n+1, and Find moves it on.
func (t *Tree) Find(n int, guess *int, text []byte, escaped bool) int {
	if k := *guess; k < t.Nodes[n].Next && t.isNamed(k, text, escaped) {
		*guess = t.Nodes[k].Next
		return k
	}
	k := t.find(n, text, escaped)
	if k >= 0 {
		*guess = t.Nodes[k].Next
	}
	return k
}

// FindSame is Find for the name of node k of tree a.
func (t *Tree) FindSame(n int, guess *int, a *Tree, k int) int {
	return t.Find(n, guess, a.Name(k), a.Nodes[k].NameFlags&Escaped != 0)
}

// Child returns the child of node n that a token of a JSON pointer, unescaped,
// names: a member, or an element if elements are in the tree; or -1.
func (t *Tree) Child(n int, token string) int {
	switch t.Kind(n) {
	case '{':
		if text, ok := AppendString(nil, token); ok {
			text = text[1 : len(text)-1]
			return t.find(n, text, len(text) != len(token))
		}
	case '[':
		i, err := strconv.Atoi(token)
		if err != nil || i < 0 || i >= int(t.Nodes[n].Kids) || strconv.Itoa(i) != token {
			return -1
		}
		k := n + 1
		for ; i > 0; i-- {
			k = t.Nodes[k].Next
		}
		return k
	}
	return -1
}

func (t *Tree) find(n int, text []byte, escaped bool) int {
	node := &t.Nodes[n]
	if node.object == 0 && (node.Kids <= 8 || node.misses < 4 && node.Kids <= 256) { // a few searches cost less than a table
		node.misses++
		for k := n + 1; k < node.Next; {
			c := &t.Nodes[k]
			quote := c.NameStart + len(text) // is there one, as after the same name?
			if (escaped || c.NameFlags&Escaped != 0 || quote < c.Start && t.Data[quote] == '"') && t.isNamed(k, text, escaped) {
				return k
			}
			k = c.Next
		}
		return -1
	}
	if node.object == 0 {
		t.adopt(node, newTable(int(node.Kids)))
		t.fill(n)
	}
	m := &t.index.objects[node.object-1]
	if !m.nodes {
		t.renumber(m.table, n)
		m.nodes = true
	}
	h := m.table.hash(t.index.unescaped(text, escaped))
	for p := h; ; p++ {
		c := m.table.slot(p)
		if c.number == 0 {
			return -1
		}
		if c.hash == h && t.isNamed(int(c.number), text, escaped) {
			return int(c.number)
		}
	}
}

// adopt lets members of an object be found by their names in a table.
func (t *Tree) adopt(object *Node, names *table) {
	if t.index == nil {
		t.index = &index{}
	}
	t.index.objects = append(t.index.objects, members{table: names})
	object.object = int32(len(t.index.objects))
}

// renumber gives the members of object n the numbers of their nodes.
func (t *Tree) renumber(names *table, n int) {
	nodes := make([]uint32, 0, names.n)
	for k := n + 1; k < t.Nodes[n].Next; k = t.Nodes[k].Next {
		nodes = append(nodes, uint32(k))
	}
	for i := range names.slots {
		if c := &names.slots[i]; c.number != 0 {
			c.number = nodes[c.number-1]
		}
	}
}

// fill puts the members of object n into its table.
func (t *Tree) fill(n int) {
	m := &t.index.objects[t.Nodes[n].object-1]
	for k := n + 1; k < t.Nodes[n].Next; k = t.Nodes[k].Next {
		h := m.table.hash(t.index.unescaped(t.Name(k), t.Nodes[k].NameFlags&Escaped != 0))
		m.table.put(slot{h, uint32(k)})
	}
	m.nodes = true
}

func (x *index) unescaped(text []byte, escaped bool) []byte {
	if !escaped {
		return text
	}
	x.name = AppendUnescaped(x.name[:0], text)
	return x.name
}

func (t *Tree) isNamed(k int, text []byte, escaped bool) bool {
	node := &t.Nodes[k]
	if escaped || node.NameFlags&Escaped != 0 {
		return SameText(t.Name(k), text)
	}
	return startsWith(t.Data[node.NameStart:], text)
}

// startsWith reports whether what is before the first quote in data is text,
// which has none.
func startsWith(data, text []byte) bool {
	return len(text) < len(data) && data[len(text)] == '"' && string(data[:len(text)]) == string(text)
}
