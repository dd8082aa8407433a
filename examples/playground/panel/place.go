package panel

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Place is a part of a text, as a browser's editor selects it.
type Place struct {
	Line  int `json:"line"` // the first, from 1
	Last  int `json:"last"`
	Start int `json:"start"` // in UTF-16 code units, as JavaScript counts
	End   int `json:"end"`
}

// A text is what is in an editor, with what converts its offsets.
type text struct {
	input    Input
	data     []byte
	newlines []int // their offsets
	units    []int // UTF-16 code units before each byte, and before the end
}

func newText(input Input, data []byte) *text {
	t := &text{input: input, data: data, units: make([]int, len(data)+1)}
	units := 0
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		for j := range n {
			t.units[i+j] = units
		}
		if r == '\n' {
			t.newlines = append(t.newlines, i)
		}
		i += n
		if units++; r > 0xFFFF {
			units++
		}
	}
	t.units[len(data)] = units
	return t
}

// place converts offsets of bytes.
func (t *text) place(start, end int) Place {
	line := func(offset int) int {
		i, _ := slices.BinarySearch(t.newlines, offset)
		return i + 1
	}
	return Place{Line: line(start), Last: line(max(start, end-1)), Start: t.units[start], End: t.units[end]}
}

// A found is how much of a pointer's way a text has.
type found struct {
	Place        // from the member's name, or the element, to the end of its value; without all of the way, only the name
	depth int    // names and indexes of the way that are there
	value string // the value; "" without all of the way
}

// A node is one name of the pointers that are looked for.
type node struct {
	below             map[string]*node
	start, value, end int
	seen              bool
}

var unescape = strings.NewReplacer("~1", "/", "~0", "~")

// find looks for JSON pointers (RFC 6901) in a text that is JSON, in one pass.
func (t *text) find(pointers []string) []found {
	root := &node{}
	for _, p := range pointers {
		n := root
		for _, name := range names(p) {
			if n.below == nil {
				n.below = map[string]*node{}
			}
			if n.below[name] == nil {
				n.below[name] = &node{}
			}
			n = n.below[name]
		}
	}
	d := json.NewDecoder(bytes.NewReader(t.data))
	d.UseNumber()
	w := walker{d: d, data: t.data}
	w.walk(w.next(), root)

	out := make([]found, len(pointers))
	for i, p := range pointers {
		n, way := root, names(p)
		for _, name := range way {
			next := n.below[name]
			if next == nil || !next.seen {
				break
			}
			n = next
			out[i].depth++
		}
		switch {
		case out[i].depth == len(way):
			out[i].Place = t.place(n.start, n.end)
			out[i].value = string(t.data[n.value:n.end])
		case n.start == n.value: // the root, or an element: its bracket
			out[i].Place = t.place(n.start, min(n.start+1, n.end))
		default:
			name := bytes.TrimRight(t.data[n.start:n.value], ": \t\r\n")
			out[i].Place = t.place(n.start, n.start+len(name))
		}
	}
	return out
}

// names splits a JSON pointer.
func names(pointer string) []string {
	if pointer == "" {
		return nil
	}
	out := strings.Split(pointer[1:], "/")
	for i, name := range out {
		out[i] = unescape.Replace(name)
	}
	return out
}

// A walker reads a text and fills the nodes on its way.
type walker struct {
	d    *json.Decoder
	data []byte
}

// next returns the offset of the next token.
func (w *walker) next() int {
	at := int(w.d.InputOffset())
	for at < len(w.data) && strings.IndexByte(" \t\r\n,:", w.data[at]) >= 0 {
		at++
	}
	return at
}

// walk reads one value, whose name or itself is at start.
func (w *walker) walk(start int, n *node) {
	value := w.next()
	token, err := w.d.Token()
	if err != nil {
		return // not JSON: Run has refused it
	}
	if delim, ok := token.(json.Delim); ok {
		for i := 0; w.d.More(); i++ {
			at, name := w.next(), strconv.Itoa(i)
			if delim == '{' {
				token, err := w.d.Token()
				if err != nil {
					return
				}
				name, _ = token.(string)
			}
			w.walk(at, n.child(name))
		}
		if _, err := w.d.Token(); err != nil {
			return
		}
	}
	if n != nil && !n.seen {
		*n = node{below: n.below, start: start, value: value, end: int(w.d.InputOffset()), seen: true}
	}
}

// child returns the node below n for a name, nil if none is looked for. The
// type's other name stands for it.
func (n *node) child(name string) *node {
	if n == nil {
		return nil
	}
	if c := n.below[name]; c != nil || name != "@type" {
		return c
	}
	return n.below["@odata.type"]
}

// deepest is how deep a text is still indented: the spaces grow with the
// square of the depth.
const deepest = 64

// indent lays a JSON text out for reading.
func indent(data []byte) string {
	var b bytes.Buffer
	if depth(data) > deepest || json.Indent(&b, data, "", "  ") != nil {
		return string(data)
	}
	return b.String()
}

// compact takes the white space out of a JSON text.
func compact(data string) string {
	var b bytes.Buffer
	if json.Compact(&b, []byte(data)) != nil {
		return data
	}
	return b.String()
}

// depth counts the most arrays and objects around one value.
func depth(data []byte) int {
	deep, now, inText := 0, 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '\\':
			i++
		case c == '"':
			inText = !inText
		case inText:
		case c == '{' || c == '[':
			now++
			deep = max(deep, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return deep
}
