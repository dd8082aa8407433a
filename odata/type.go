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

const namespace, alias, collectionOf = "microsoft.graph.", "graph.", "Collection("

// Is reports whether t and u are the same type: the '#', an absolute URI
// before it, ASCII case and the alias graph aside, in collections too.
func (t Type) Is(u Type) bool {
	if t == u {
		return true
	}
	x, y := t.parts(), u.parts()
	return (x.collection == "") == (y.collection == "") && (x.graph == "") == (y.graph == "") && ascii.EqualFold(x.name, y.name)
}

// Name returns the name without its namespace: "recordOperation", or
// "Collection(recordOperation)". It keeps the case that it finds.
func (t Type) Name() string {
	p := t.parts()
	return p.collection + p.name[strings.LastIndexByte(p.name, '.')+1:] + p.closing()
}

// Canonical returns '#' and the qualified name, without URI or alias. It
// keeps the case that it finds. The zero Type is canonical.
func (t Type) Canonical() Type {
	p := t.parts()
	q := p.collection + p.graph + p.name + p.closing()
	if q == "" {
		return ""
	}
	return Type("#" + q)
}

// typeParts is what a qualified name consists of.
type typeParts struct {
	collection string // "Collection(" as it was written, if it is one
	graph      string // the namespace of Graph, written out, if it is from there
	name       string // the rest of the name, or of the name of the elements
}

func (t Type) parts() (p typeParts) {
	p.name = string(t)
	if _, fragment, ok := strings.Cut(p.name, "#"); ok {
		p.name = fragment
	}
	if element, ok := ascii.CutPrefixFold(p.name, collectionOf); ok && strings.HasSuffix(element, ")") {
		p.collection, p.name = p.name[:len(collectionOf)], element[:len(element)-1]
	}
	if name, ok := ascii.CutPrefixFold(p.name, namespace); ok {
		p.graph, p.name = p.name[:len(namespace)], name
	} else if name, ok := ascii.CutPrefixFold(p.name, alias); ok {
		p.graph, p.name = namespace, name
	}
	return p
}

func (p *typeParts) closing() string {
	if p.collection == "" {
		return ""
	}
	return ")"
}
