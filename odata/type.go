package odata

import (
	"strings"

	"example.com/graphcomms/internal/ascii"
)

// A Type is the value of the control information @odata.type (OData JSON 4.01
// section 4.5.3) as it was written: "#microsoft.graph.recordOperation", with
// or without the '#', with a URI before it, or with the alias graph for the
// namespace microsoft.graph (Graph metadata). The zero Type is none at all.
//
// Compare types with Is, never with ==.
type Type string

const namespace, alias = "microsoft.graph.", "graph."

// Is reports whether t and u are the same type: the '#', an absolute URI
// before it, ASCII case and the alias graph aside.
func (t Type) Is(u Type) bool {
	x, inGraph := t.local()
	y, also := u.local()
	return inGraph == also && ascii.EqualFold(x, y)
}

// Name returns the name without its namespace: "recordOperation", or
// "Collection(recordOperation)". It keeps the case that it finds.
func (t Type) Name() string {
	q := t.qualified()
	dot, collection := strings.LastIndexByte(q, '.'), strings.IndexByte(q, '(')
	if collection >= 0 && collection < dot {
		return q[:collection+1] + q[dot+1:]
	}
	return q[dot+1:]
}

// Canonical returns '#' and the qualified name, without URI or alias. It
// keeps the case that it finds. The zero Type is canonical.
func (t Type) Canonical() Type {
	q := t.qualified()
	if q == "" {
		return ""
	}
	if name, ok := ascii.CutPrefixFold(q, alias); ok {
		return Type("#" + namespace + name)
	}
	return Type("#" + q)
}

// qualified returns the name with its namespace or alias.
func (t Type) qualified() string {
	if _, name, ok := strings.Cut(string(t), "#"); ok {
		return name
	}
	return string(t)
}

// local returns the name within the namespace of Graph, and whether it is
// from there; if not, the qualified name.
func (t Type) local() (string, bool) {
	q := t.qualified()
	if name, ok := ascii.CutPrefixFold(q, namespace); ok {
		return name, true
	}
	return ascii.CutPrefixFold(q, alias)
}
