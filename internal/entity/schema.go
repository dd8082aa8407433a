// Package entity is the engine of the entity types: what can be said once for
// all of them. A [Schema] describes a type as data; an [Object] holds the
// members of a value or of a merge patch of that type, by slot; the methods of
// Schema apply, compose, compare and write Objects.
//
// The files are layered: schema.go (types as data) and object.go (values by
// slot), additional.go (members that a schema does not list), then one file an
// operation: merge.go (apply and then), diff.go, equal.go, changed.go,
// append.go and path.go (members at a JSON pointer, and where a schema lists them).
// int32.go and arena.go serve the plain structs of the public types, which read and
// write themselves directly and convert to Objects for everything else. errors.go
// has the causes of errors that the public packages export, lock.go the lock of what
// is not for users.
package entity

import (
	"fmt"
	"math"
	"slices"

	"example.com/graphcomms/internal/ascii"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// A Schema is the description of a type. New makes it.
type Schema struct {
	Properties []Property
	Fields     []jsonscan.Field // the names: first one for each property, by slot, then the aliases
	Slots      []*Property      // the properties, and behind them those of the nested object
	base       odata.Type
	nested     int // the slot of the property that is an object, or -1
	whole      *level
	inner      *level // that object, or nil
}

// A Property is a listed member. Its index in the schema is its slot.
type Property struct {
	Name     string
	Alias    string // another name that is read for it and then written back, or ""
	Kind     Kind
	Common   string  // a text that is often its value, or "": it is read faster
	Schema   *Schema // of a Nested one
	Enum     *Enum   // of a String whose values have names, or nil
	MaxLen   int     // of a String: the most UTF-16 code units, or 0
	Nullable bool
	Required bool // in a whole value

	longest int // see IsFine
}

// A Kind is a kind of property.
type Kind uint8

const (
	String Kind = iota
	Int32
	Type   // @odata.type: says what a value is, and is not changed by patches
	Key    // the key of an entity, which no patch changes
	Nested // an object, merged member by member
	List   // an array, left to the type itself: no Object holds it
)

// An Enum is an open enumeration: other values than its names are kept.
type Enum struct {
	Canonical func(text string) string // the name that a text means, or the text
	IsName    func(text string) bool   // whether a text is one of Names
	Names     []string
}

// New returns the schema of a type. base is the type that others of its values
// derive from, or "" if none do. It panics where [Object] has no room.
func New(base odata.Type, properties []Property) *Schema {
	s := &Schema{Properties: properties, base: base, nested: -1}
	for i, p := range properties {
		properties[i].longest = p.longestFine()
		s.Slots = append(s.Slots, &properties[i])
		s.Fields = append(s.Fields, p.field(p.Name, i))
		if p.Kind == Nested {
			if s.nested >= 0 || p.Schema.nested >= 0 {
				panic("entity: more than one nested object")
			}
			s.nested = i
			s.inner = newLevel(p.Schema, len(properties), 1, "/"+p.Name)
		}
	}
	if s.nested >= 0 {
		s.Slots = append(s.Slots, properties[s.nested].Schema.Slots...)
	}
	for i, p := range properties {
		if p.Alias != "" {
			s.Fields = append(s.Fields, p.field(p.Alias, i))
		}
	}
	s.whole = newLevel(s, 0, 0, "")
	if n := len(s.Slots); n > MaxSlots {
		panic(fmt.Sprintf("entity: %d slots; MaxSlots is %d", n, MaxSlots))
	}
	return s
}

// longestFine returns the most bytes of text with which a value that is set is
// right, whatever it is, or -1.
func (p *Property) longestFine() int {
	switch {
	case p.Enum != nil:
		return -1
	case p.Kind == Int32:
		return 0
	case p.MaxLen > 0:
		return p.MaxLen
	}
	return math.MaxInt
}

// IsFine reports whether v is set and right, which needs no look at its text.
func (p *Property) IsFine(v *Value) bool {
	return v.State == patch.StateSet && len(v.Text) <= p.longest
}

// read is how the values of each kind are read.
var read = [...]jsonscan.Kind{
	String: jsonscan.Text, Int32: jsonscan.Integer, Type: jsonscan.Text, Key: jsonscan.Text, Nested: jsonscan.Any, List: jsonscan.Any,
}

func (p *Property) field(name string, slot int) jsonscan.Field {
	return jsonscan.NewField(name, uint8(slot), read[p.Kind]).WithCommonValue(p.Common)
}

// Field returns the name of a member that was read under the given field, which
// is one of its slot or 0. The index of an alias is behind all slots.
func (s *Schema) Field(slot int, field uint8) *jsonscan.Field {
	return &s.Fields[max(slot, int(field))]
}

// Slot returns the slot of the member with that name, or -1.
func (s *Schema) Slot(name string) int {
	isNamed := func(p *Property) bool { return p.Name == name || p.Alias == name && name != "" }
	return slices.IndexFunc(s.Slots[:len(s.Properties)], isNamed)
}

// A level is an object that a schema describes and its place within an
// [Object]: the whole, or what is nested in it.
type level struct {
	*Schema
	first    int      // the slot of its first value
	part     int      // the index of its additional members
	at       string   // its pointer
	pointers []string // of its members, by field
}

func newLevel(s *Schema, first, part int, at string) *level {
	l := &level{Schema: s, first: first, part: part, at: at}
	for i := range s.Fields {
		l.pointers = append(l.pointers, at+"/"+s.Fields[i].Name())
	}
	return l
}

// pointerOf returns the pointer of the member v in a slot, by the name that it
// has.
func (l *level) pointerOf(slot int, v *Value) string { return l.pointers[max(slot, int(v.Field))] }

// depth returns how many objects are open around the values of l.
func (l *level) depth() int { return 1 + l.part }

// Property returns the listed member that path leads to, or nil.
func (s *Schema) Property(path []string) *Property {
	if l, slot, rest := s.whole.locate(path); slot >= 0 && len(rest) == 1 {
		return &l.Properties[slot]
	}
	return nil
}

// Miscased returns the name of the listed member that a token of path differs
// from only by ASCII case, or "".
func (s *Schema) Miscased(path []string) string {
	l, slot, path := s.whole.locate(path)
	if slot >= 0 || len(path) == 0 {
		return ""
	}
	for i := range l.Fields {
		if name := l.Fields[i].Name(); ascii.EqualFold(name, path[0]) {
			return name
		}
	}
	return ""
}
