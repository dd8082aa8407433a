package graphcommstest

import (
	"maps"
	"slices"
	"strconv"

	"example.com/graphcomms/internal/fault"
	"example.com/graphcomms/internal/jsonscan"
)

// Values are what texts are compared as. A text is loaded as an object with
// its value as the only member, named "": so the tokens on the way to a value
// are those of its pointer, split at the slashes.
type (
	object  map[string]any
	array   map[string]any // by index; ignored elements are not there
	literal string         // the one spelling of a string, number, true, false or null
)

func load(op, input string, data []byte) (object, error) {
	t, f := jsonscan.Parse(data, jsonscan.Elements, nil)
	if f != nil {
		return nil, fault.Scan(op, input, []jsonscan.Fault{*f})
	}
	return object{"": valueOf(&t, 0)}, nil
}

func valueOf(t *jsonscan.Tree, n int) any {
	text := t.Text(n)
	node := t.Nodes[n]
	switch t.Kind(n) {
	case '{':
		o := make(object, node.Kids)
		for k := n + 1; k < node.Next; k = t.Nodes[k].Next {
			o[string(jsonscan.AppendUnescaped(nil, t.Name(k)))] = valueOf(t, k)
		}
		return o
	case '[':
		a := make(array, node.Kids)
		for k := n + 1; k < node.Next; k = t.Nodes[k].Next {
			a[strconv.Itoa(len(a))] = valueOf(t, k)
		}
		return a
	case '"':
		return literal(appendString(nil, string(jsonscan.AppendUnescaped(nil, text[1:len(text)-1]))))
	case 't', 'f', 'n':
		return literal(text)
	}
	return literal(jsonscan.AppendCanonicalNumber(nil, text))
}

// appendString appends s, which is valid UTF-8, as JSON.
func appendString(dst []byte, s string) []byte {
	dst, _ = jsonscan.AppendString(dst, s)
	return dst
}

// appendValue appends v as compact JSON with its members sorted by name.
func appendValue(dst []byte, v any) []byte {
	switch v := v.(type) {
	case object:
		start := len(dst)
		for _, name := range slices.Sorted(maps.Keys(v)) {
			dst = append(appendString(append(dst, ','), name), ':')
			dst = appendValue(dst, v[name])
		}
		return jsonscan.CloseObject(dst, start)
	case array:
		dst = append(dst, '[')
		for i := range v.len() {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendValue(dst, v[strconv.Itoa(i)])
		}
		return append(dst, ']')
	case literal:
		return append(dst, v...)
	}
	return append(dst, "null"...) // an element that is ignored
}

// len returns one more than the last index.
func (a array) len() int {
	n, missing := 0, len(a)
	for ; missing > 0; n++ {
		if _, ok := a[strconv.Itoa(n)]; ok {
			missing--
		}
	}
	return n
}

// children returns the members or elements of v, by token.
func children(v any) map[string]any {
	switch v := v.(type) {
	case object:
		return v
	case array:
		return v
	}
	return nil
}

// drop takes away from v what a pattern leads to.
func drop(v any, pattern []string) {
	kids := children(v)
	for token, kid := range kids {
		switch {
		case pattern[0] != "*" && pattern[0] != token:
		case len(pattern) > 1:
			drop(kid, pattern[1:])
		default:
			delete(kids, token)
		}
	}
}

// keep gives v, where a pattern leads, what old has there. It adds no
// elements to an array.
func keep(v, old any, pattern []string) {
	kids := children(v)
	for token, was := range children(old) {
		kid, ok := kids[token]
		_, isObject := v.(object)
		switch {
		case pattern[0] != "*" && pattern[0] != token:
		case len(pattern) > 1:
			keep(kid, was, pattern[1:])
		case ok || isObject:
			kids[token] = was
		}
	}
}
