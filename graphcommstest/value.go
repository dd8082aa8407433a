package graphcommstest

import (
	"encoding/binary"
	"slices"
	"strconv"
	"strings"

	"example.com/graphcomms/internal/joinerr"
	"example.com/graphcomms/internal/jsonscan"
)

// value is a JSON value as it is compared.
type value struct {
	kind byte    // '{', '[', '"', '0', 't' for both booleans, 'n'
	name string  // of a member
	text string  // the one spelling of what has no children
	kids []value // members sorted by name, or elements

	ignored   bool // see IgnorePointers
	anyValue  bool // see IgnoreValues
	unordered bool // see IgnoreOrder

	id uint32 // see ids; 0 where ignored
}

// load reads a text as an object with its value as the only member, named "":
// so the tokens on the way to a value are those of its pointer, split at the
// slashes.
func load(op, input string, data []byte) (value, error) {
	t, f := jsonscan.Parse(data, jsonscan.Elements, nil)
	if f != nil {
		return value{}, joinerr.Scan(op, input, []jsonscan.Error{*f})
	}
	return value{kind: '{', kids: []value{valueOf(&t, 0)}}, nil
}

func valueOf(t *jsonscan.Tree, n int) value {
	text := t.Text(n)
	node := t.Nodes[n]
	v := value{kind: t.Kind(n)}
	switch v.kind {
	case '{', '[':
		v.kids = make([]value, 0, node.NumChildren)
		for k := n + 1; k < node.After; k = t.Nodes[k].After {
			kid := valueOf(t, k)
			if v.kind == '{' {
				kid.name = string(jsonscan.AppendUnescaped(nil, t.Name(k)))
			}
			v.kids = append(v.kids, kid)
		}
		if v.kind == '{' {
			slices.SortFunc(v.kids, func(a, b value) int { return strings.Compare(a.name, b.name) })
		}
	case '"':
		v.text = string(appendString(nil, string(jsonscan.AppendUnescaped(nil, text[1:len(text)-1]))))
	case 't', 'f':
		v.kind, v.text = 't', string(text)
	case 'n':
		v.text = string(text)
	default:
		v.kind, v.text = '0', string(jsonscan.AppendCanonicalNumber(nil, text))
	}
	return v
}

// token returns the token of v's child i in a pointer.
func (v *value) token(i int) string {
	if v.kind == '[' {
		return strconv.Itoa(i)
	}
	return v.kids[i].name
}

// each calls f for all values that a pattern leads to.
func (v *value) each(pattern []string, f func(*value)) {
	for i := range v.kids {
		switch {
		case pattern[0] != "*" && pattern[0] != v.token(i):
		case len(pattern) > 1:
			v.kids[i].each(pattern[1:], f)
		default:
			f(&v.kids[i])
		}
	}
}

// mark notes in v what the options say of it.
func (v *value) mark(opts []Option) {
	for _, o := range opts {
		for _, pattern := range o.ignore {
			v.each(pattern, func(v *value) { v.ignored = true })
		}
		for _, pattern := range o.values {
			v.each(pattern, func(v *value) { v.anyValue = true })
		}
		for _, pattern := range o.order {
			v.each(pattern, func(v *value) { v.unordered = v.kind == '[' })
		}
	}
}

// ids numbers values so that those which mean the same have the same number.
// The number of a value rests on those of its children, so that all of a text
// takes linear time and room, and comparing two values takes none.
type ids struct {
	known map[string]uint32
	key   []byte
}

func (t *ids) of(key ...string) uint32 {
	t.key = t.key[:0]
	for _, k := range key {
		t.key = append(t.key, k...)
	}
	return t.get()
}

func (t *ids) get() uint32 {
	id, ok := t.known[string(t.key)]
	if !ok {
		id = uint32(len(t.known)) + 1
		t.known[string(t.key)] = id
	}
	return id
}

// number gives v and all below their numbers.
func (t *ids) number(v *value) {
	for i := range v.kids {
		t.number(&v.kids[i])
	}
	switch {
	case v.ignored:
		v.id = 0
	case v.anyValue:
		v.id = t.of("any", string(v.kind))
	case v.kind == '{':
		// Each name takes the place of a number before the key is begun.
		parts := make([]uint32, 0, 2*len(v.kids))
		for i := range v.kids {
			if kid := &v.kids[i]; !kid.ignored {
				parts = append(parts, t.of("name", kid.name), kid.id)
			}
		}
		v.id = t.list("{", parts)
	case v.unordered:
		v.id = t.list("set", sortedIDs(v))
	case v.kind == '[':
		parts := make([]uint32, 0, len(v.kids))
		for i := range v.len() {
			parts = append(parts, v.kids[i].id)
		}
		v.id = t.list("[", parts)
	default:
		v.id = t.of(string(v.kind), v.text)
	}
}

func (t *ids) list(kind string, parts []uint32) uint32 {
	t.key = append(t.key[:0], kind...)
	for _, p := range parts {
		t.key = binary.BigEndian.AppendUint32(t.key, p)
	}
	return t.get()
}

// sortedIDs returns the numbers of the elements that are not ignored.
func sortedIDs(v *value) []uint32 {
	list := make([]uint32, 0, len(v.kids))
	for i := range v.kids {
		if id := v.kids[i].id; id != 0 {
			list = append(list, id)
		}
	}
	slices.Sort(list)
	return list
}

// len returns the number of children without the ignored ones at the end.
func (v *value) len() int {
	n := len(v.kids)
	for n > 0 && v.kids[n-1].ignored {
		n--
	}
	return n
}

// keep gives v what old, the value before, has where the options do not look:
// what is ignored, and the order of elements. It adds no elements to an array.
// Both are marked and numbered.
func (v *value) keep(old *value) {
	switch {
	case v.ignored && old.ignored, v.anyValue && v.id == old.id:
		name := v.name
		*v = *old
		v.name = name
	case v.kind != old.kind:
	case v.kind == '{':
		v.keepMembers(old)
	case v.unordered && old.unordered:
		v.keepOrder(old)
	case v.kind == '[':
		for i := range min(len(v.kids), len(old.kids)) {
			v.kids[i].keep(&old.kids[i])
		}
	}
}

func (v *value) keepMembers(old *value) {
	i, n := 0, len(v.kids)
	for k := range old.kids {
		was := &old.kids[k]
		for i < n && v.kids[i].name < was.name {
			i++
		}
		if i < n && v.kids[i].name == was.name {
			v.kids[i].keep(was)
		} else if was.ignored {
			v.kids = append(v.kids, *was)
		}
	}
	slices.SortFunc(v.kids, func(a, b value) int { return strings.Compare(a.name, b.name) })
}

// keepOrder puts the elements that old has too first, in old's order.
func (v *value) keepOrder(old *value) {
	same := make(map[uint32][]int) // elements by number
	for i, kid := range v.kids {
		same[kid.id] = append(same[kid.id], i)
	}
	kids := make([]value, 0, len(v.kids))
	used := make([]bool, len(v.kids))
	for k := range old.kids {
		was := &old.kids[k]
		if list := same[was.id]; len(list) > 0 {
			v.kids[list[0]].keep(was)
			kids = append(kids, v.kids[list[0]])
			used[list[0]], same[was.id] = true, list[1:]
		}
	}
	for i, kid := range v.kids {
		if !used[i] {
			kids = append(kids, kid)
		}
	}
	v.kids = kids
}

// appendString appends s, which is valid UTF-8, as JSON.
func appendString(dst []byte, s string) []byte {
	dst, _ = jsonscan.AppendString(dst, s)
	return dst
}

// appendCompact appends v as JSON on one line. Where ignored values are not to
// be shown, an element is null and a member is not there.
func (v *value) appendCompact(dst []byte, showIgnored bool) []byte {
	if v.text != "" {
		return append(dst, v.text...)
	}
	dst = append(dst, v.kind)
	start := len(dst)
	for i := range v.kids {
		kid := &v.kids[i]
		hidden := kid.ignored && !showIgnored
		if hidden && v.kind == '{' {
			continue
		}
		if len(dst) > start {
			dst = append(dst, ',')
		}
		if v.kind == '{' {
			dst = append(appendString(dst, kid.name), ':')
		}
		if hidden {
			dst = append(dst, "null"...)
		} else {
			dst = kid.appendCompact(dst, showIgnored)
		}
	}
	return append(dst, v.kind+2) // '}' or ']'
}
