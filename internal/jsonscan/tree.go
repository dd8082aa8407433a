package jsonscan

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strconv"
)

// A Node is one value of a [Tree].
type Node struct {
	Start, End  int    // its text
	NameStart   int    // where the text of its name begins, if it is a member of an object
	After       int    // the node after its last descendant
	nameGap     uint32 // how far its name ends before Start, or at least so far: no search scans a long name
	NumChildren uint32 // how many members or elements it has
	indexID     int32  // if not 0, one more than the index of its table
	NamePrint   byte   // see [Object]
	Flags       Flags  // what its text holds
	Mark        bool   // for the user of the tree
	scans       uint8  // how often a member was searched one by one
}

// A Tree is a scanned text as a flat array of its values in document order:
// the first child of node n is n+1, and the sibling of a child k is
// Nodes[k].After.
type Tree struct {
	Data  []byte
	Nodes []Node
	index *[]*table // of large objects, their nodes by their names; made when it is needed
}

// Depths of a [Tree].
const (
	Members  = false // arrays are leaves
	Elements = true  // arrays have their elements as children
)

// Parse scans data into a tree, whose nodes it appends to nodes; without
// nodes, it makes room for them.
//
// It keeps the open containers in slices and does not recur: a deep stack is
// slow to grow and to collect garbage under.
func Parse(data []byte, elements bool, nodes []Node) (Tree, *Error) {
	return parse(data, elements, nodes, false)
}

// ParseGood is Parse for a text that is known to be good. It remembers no names.
func ParseGood(data []byte, elements bool) Tree {
	t, _ := parse(data, elements, nil, true)
	return t
}

func parse(data []byte, elements bool, nodes []Node, isGood bool) (Tree, *Error) {
	if nodes == nil { // no more than this many; punctuation in strings counts too, but not for much
		n := 1
		if elements {
			n += bytes.Count(data, []byte{','}) + bytes.Count(data, []byte{'{'}) + bytes.Count(data, []byte{'['})
		} else {
			n += bytes.Count(data, []byte{':'})
		}
		nodes = make([]Node, 0, min(n, 1+len(data)/2))
	}
	var s Scanner
	s.Init(data)
	if isGood {
		s.names.trust()
	}
	nodes, i, f := s.parse(SkipSpace(data, 0), elements, nodes)
	return Tree{Data: data, Nodes: nodes}, s.Finish(i, f)
}

// walk is the state of parsing. What belongs to the objects among the open
// containers is apart from them: a frame of an array is small, because it may
// take no more than a byte of the text.
type walk struct {
	open    []frame
	objects []Object
}

// frame is an open container.
type frame struct {
	node    uint32
	kids    uint32
	flags   Flags // what its text holds so far
	isArray bool
}

// parse appends the value at i and all below it to nodes. The slices of w grow here
// alone, and nodes are not in w, so that the first frames stay on the stack.
func (s *Scanner) parse(i int, elements bool, nodes []Node) (_ []Node, _ int, f Flags) {
	var frames [8]frame
	var objects [8]Object
	w := walk{frames[:0], objects[:0]}
	for more := true; more; {
		n := len(nodes)
		nodes = withRoom(nodes)[:n+1] // Push would write the node twice
		node := &nodes[n]
		*node = Node{Start: i, After: n + 1}
		if len(w.open) > 0 && !w.open[len(w.open)-1].isArray {
			node.setName(&w.objects[len(w.objects)-1])
		}
		switch c := s.byte(i); {
		case c == '{':
			w.objects = Push(w.objects, Object{})
			i, f = s.Open(i, len(w.open), &w.objects[len(w.objects)-1])
			w.open = Push(w.open, frame{node: uint32(n)})
		case c == '[' && elements:
			if len(w.open) >= MaxDepth {
				return nodes, i, badDepth
			}
			i, f = i+1, 0
			w.open = Push(w.open, frame{node: uint32(n), isArray: true})
		default:
			i, f = s.ConsumeValue(i, len(w.open))
			node.End, node.Flags = i, f
			if len(w.open) == 0 {
				return nodes, i, f
			}
			if c == 'n' {
				f |= NullMember
			}
			w.open[len(w.open)-1].add(f)
		}
		if f&Failed != 0 {
			break
		}
		i, f, more = w.next(s, nodes, i)
	}
	return nodes, i, f
}

// setName gives the node, a value that has been reached, the name of the present
// member of o.
func (n *Node) setName(o *Object) {
	n.NameStart, n.NamePrint = o.NameStart, o.NamePrint
	n.nameGap = uint32(min(uint64(n.Start-o.NameEnd), math.MaxUint32))
}

// next advances to the next value from i, the place after a value or an opening
// bracket. It ends the containers that end on the way. There is no value after
// the last container, or when the scan has failed.
func (w *walk) next(s *Scanner, nodes []Node, i int) (_ int, f Flags, more bool) {
	for {
		top := &w.open[len(w.open)-1]
		if top.isArray {
			i, f, more = advance(s.data, i, top.flags, ']', top.kids > 0)
		} else {
			i, f, more = s.Next(i, top.flags, &w.objects[len(w.objects)-1])
		}
		if top.flags = f; more || f&Failed != 0 {
			return i, f, more
		}
		node := &nodes[top.node]
		node.End, node.Flags, node.After, node.NumChildren = i, f, len(nodes), top.kids
		if !top.isArray {
			w.objects = w.objects[:len(w.objects)-1]
		}
		if w.open = w.open[:len(w.open)-1]; len(w.open) == 0 {
			return i, f, false
		}
		w.open[len(w.open)-1].add(f)
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

// byte returns the byte at i, or 0 at the end of the text.
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
	end := t.Nodes[n].Start - int(t.Nodes[n].nameGap)
	for t.Data[end] != '"' { // more white space than fits into nameGap
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

// Find returns the member of object n whose name has the given text and fingerprint,
// or -1. Members are often looked up in their own order: *guess is where to look
// first, at the beginning n+1, and Find moves it on.
func (t *Tree) Find(n int, guess *int, text []byte, fp byte) int {
	if k := *guess; k < t.Nodes[n].After && t.Nodes[k].mayHave(fp) && t.isNamed(k, text, fp) {
		*guess = t.Nodes[k].After
		return k
	}
	k := t.find(n, text, fp)
	if k >= 0 {
		*guess = t.Nodes[k].After
	}
	return k
}

// FindSame is Find for the name of node k of tree a.
func (t *Tree) FindSame(n int, guess *int, a *Tree, k int) int {
	return t.Find(n, guess, a.Name(k), a.Nodes[k].NamePrint)
}

// Child returns the child of node n that a token of a JSON pointer, unescaped,
// names: a member, or an element if elements are in the tree; or -1.
func (t *Tree) Child(n int, token string) int {
	switch t.Kind(n) {
	case '{':
		if text, ok := AppendString(nil, token); ok {
			_, _, fp := consumeName(text, 0)
			return t.find(n, text[1:len(text)-1], fp)
		}
	case '[':
		if i, _ := strconv.Atoi(token); strconv.Itoa(i) == token && i >= 0 && i < int(t.Nodes[n].NumChildren) {
			k := n + 1
			for range i {
				k = t.Nodes[k].After
			}
			return k
		}
	}
	return -1
}

func (t *Tree) find(n int, text []byte, fp byte) int {
	node := &t.Nodes[n]
	if node.indexID == 0 {
		if node.NumChildren <= 8 || node.scans < 4 && node.NumChildren <= 256 { // a few searches cost less than a table
			node.scans++
			return t.search(n, text, fp)
		}
		t.fill(n)
	}
	table := (*t.index)[node.indexID-1]
	k := table.find(table.hash(text, fp == 0), func(k int) bool { return t.isNamed(k, text, fp) })
	return cmp.Or(k, -1)
}

// search is find that looks at one member after the other.
func (t *Tree) search(n int, text []byte, fp byte) int {
	after := t.Nodes[n].After
	for k := n + 1; k < after; {
		c := &t.Nodes[k]
		if c.mayHave(fp) && t.isNamed(k, text, fp) {
			return k
		}
		k = c.After
	}
	return -1
}

// fill makes a table of the members of object n.
func (t *Tree) fill(n int) {
	if t.index == nil {
		t.index = new([]*table)
	}
	names := newTable(int(t.Nodes[n].NumChildren))
	for k := n + 1; k < t.Nodes[n].After; k = t.Nodes[k].After {
		h := names.hash(t.Name(k), t.Nodes[k].NamePrint == 0)
		names.put(bucket{h, uint32(k)})
	}
	*t.index = append(*t.index, names)
	t.Nodes[n].indexID = int32(len(*t.index))
}

// mayHave reports whether fp lets the name of n be the one that has it.
func (n *Node) mayHave(fp byte) bool {
	return n.NamePrint == fp || n.NamePrint == 0 || fp == 0
}

func (t *Tree) isNamed(k int, text []byte, fp byte) bool {
	if t.Nodes[k].NamePrint == 0 || fp == 0 {
		return SameText(t.Name(k), text)
	}
	return startsWith(t.Data[t.Nodes[k].NameStart:], text)
}

// startsWith reports whether what is before the first quote in data is text,
// which has none.
func startsWith(data, text []byte) bool {
	return len(text) < len(data) && data[len(text)] == '"' && string(data[:len(text)]) == string(text)
}

// Unmarked returns the text of t, which is compact, without the marked members.
func (t *Tree) Unmarked() []byte {
	out, from := make([]byte, 0, len(t.Data)), 0
	for n := 0; n < len(t.Nodes); {
		node := &t.Nodes[n]
		if !node.Mark {
			n++
			continue
		}
		out = append(out, t.Data[from:node.NameStart-1]...)
		if from = node.End; t.Data[from] == ',' {
			from++
		} else if last := len(out) - 1; out[last] == ',' {
			out = out[:last]
		}
		n = node.After
	}
	return append(out, t.Data[from:]...)
}

// Push is append of one element that always doubles a full slice. append grows
// a large one by a quarter, which for what grows as deep as a text goes leaves
// five times its size to the garbage collector.
func Push[T any](s []T, v T) []T { return append(withRoom(s), v) }

// withRoom returns s with room for one more element, a full one doubled.
func withRoom[T any](s []T) []T {
	if len(s) == cap(s) {
		s = slices.Grow(s, max(len(s), 4))
	}
	return s
}
