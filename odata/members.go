package odata

import (
	"cmp"
	"encoding/json"
	"iter"
	"reflect"
	"slices"
	"strings"

	"example.com/graphcomms/internal/joinerr"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/patch"
)

// A Member is one additional member: a dynamic property, or an annotation if
// its name has an '@'.
type Member struct {
	Name  string
	Value Value
}

// Members are the additional data of an object: all members that its type
// does not list, in the order of the text (OData JSON 4.01 sections 7 and 20).
// nil has none. Copies of Members share the list; Clone gives one of its own.
//
// A name that stands twice, or a value that is not JSON as package patch
// reads it, is found when the members are encoded.
type Members []Member

func (m Members) index(name string) int {
	return slices.IndexFunc(m, func(x Member) bool { return x.Name == name })
}

// Get returns the value of the member with exactly that name, and whether
// there is one.
func (m Members) Get(name string) (Value, bool) {
	if i := m.index(name); i >= 0 {
		return m[i].Value, true
	}
	return "", false
}

// Text returns the string that the member with exactly that name is, unescaped.
// It reports false if there is none, or if it is something else.
func (m Members) Text(name string) (string, bool) {
	v, ok := m.Get(name)
	if !ok {
		return "", false
	}
	return v.Text()
}

// Set gives a member the value: in its place if it is there, else as the last
// one. Members of which m was made by assignment stay as they are, so each call
// copies the list: SetAll sets many members in one copy.
func (m *Members) Set(name string, value Value) { m.SetAll(Members{{name, value}}) }

// SetAll sets each of the members, in their order, in time linear in both
// lists. If a name stands twice among them, the last one counts.
func (m *Members) SetAll(members Members) {
	out := slices.Grow(slices.Clone(*m), len(members))
	at := func(name string) int { return out.index(name) }
	if len(members) > 8 {
		places := make(map[string]int, len(out)+len(members))
		for i, x := range out {
			places[x.Name] = i
		}
		at = func(name string) int {
			i, ok := places[name]
			if !ok {
				places[name] = len(out)
				return -1
			}
			return i
		}
	}
	for _, x := range members {
		if i := at(x.Name); i >= 0 {
			out[i].Value = x.Value
		} else {
			out = append(out, x)
		}
	}
	*m = out
}

// Delete removes a member and reports whether it was there. Members of which
// m was made by assignment stay as they are, so each call copies the list: to
// remove many members in one copy, use [slices.DeleteFunc] on a Clone.
func (m *Members) Delete(name string) bool {
	i := m.index(name)
	if i >= 0 {
		*m = slices.Concat((*m)[:i], (*m)[i+1:])
	}
	return i >= 0
}

// Annotations returns the members whose names have an '@', in their order.
func (m Members) Annotations() iter.Seq[Member] {
	return func(yield func(Member) bool) {
		for _, x := range m {
			if strings.Contains(x.Name, "@") && !yield(x) {
				return
			}
		}
	}
}

// Unmarshal decodes the members, as one object, into v, a pointer to a struct
// of the caller's, by the rules of encoding/json but one: a field of that struct
// takes only the member with exactly its name. Members without a field are
// passed over.
func (m Members) Unmarshal(v any) error {
	exact, folded := fieldNames(reflect.TypeOf(v))
	m = slices.DeleteFunc(slices.Clone(m), func(x Member) bool {
		return !exact[x.Name] && folded[fold(x.Name)]
	})
	data, err := m.AppendJSON(nil)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, v)
}

// fieldNames returns the names that encoding/json gives to the fields of the
// struct that t points to, and the same folded.
func fieldNames(t reflect.Type) (exact, folded map[string]bool) {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	exact, folded = map[string]bool{}, map[string]bool{}
	if t != nil && t.Kind() == reflect.Struct {
		addNames(exact, t, map[reflect.Type]bool{})
	}
	for name := range exact {
		folded[fold(name)] = true
	}
	return exact, folded
}

// addNames adds the names of the fields of t, a struct, and of those that are
// embedded in it without a name, but of none of seen.
func addNames(names map[string]bool, t reflect.Type, seen map[reflect.Type]bool) {
	seen[t] = true
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		in := f.Type
		if in.Kind() == reflect.Pointer {
			in = in.Elem()
		}
		switch isStruct := f.Anonymous && in.Kind() == reflect.Struct; {
		case isStruct && name == "":
			if !seen[in] {
				addNames(names, in, seen)
			}
		case isStruct || f.IsExported():
			names[cmp.Or(name, f.Name)] = true
		}
	}
}

// fold returns the same for all names that encoding/json takes for one: the
// case of letters aside, with ſ an s.
func fold(name string) string { return strings.ToLower(strings.ToUpper(name)) }

// Merge encodes v, a struct or a map of the caller's, with encoding/json and
// sets each of its members, as SetAll does. Where v does not encode as an object,
// m is as it was.
func (m *Members) Merge(v any) error {
	text, err := encode(v)
	if err != nil {
		return err
	}
	more, err := decodeMembers("odata.Members.Merge", "v", text)
	if err == nil {
		m.SetAll(more)
	}
	return err
}

// Clone returns a copy of the list, nil for nil.
func (m Members) Clone() Members { return slices.Clone(m) }

// Equal reports whether m and n have the same names with the same JSON values,
// as [patch.Equal] has it, in any order. Members that cannot be encoded are
// equal only to their like, byte for byte.
func (m Members) Equal(n Members) bool {
	if len(m) != len(n) {
		return false
	}
	if slices.Equal(m, n) {
		return true
	}
	x, _ := m.AppendJSON(nil) // nil, which is no JSON, where that fails
	y, _ := n.AppendJSON(nil)
	same, err := patch.Equal(x, y)
	return err == nil && same
}

// AppendJSON appends the members as one JSON object, compact, in their order.
// A name that stands twice or is not UTF-8, and a value that is not JSON, is a
// [patch.Error]; then dst comes back as it was.
func (m Members) AppendJSON(dst []byte) ([]byte, error) {
	var a jsonscan.Appender
	var f *jsonscan.Error
	size := len(dst)
	for _, x := range m {
		size += 6*len(x.Name) + len(x.Value) + 4 // an escape is six bytes
	}
	a.Init(size)
	out := dst
	for _, x := range m {
		out, f = a.Member(out, f, x.Name, string(x.Value), 1)
	}
	return joinerr.Encoded(dst, jsonscan.CloseObject(out, len(dst)), f, "odata.Members.AppendJSON", "m")
}

// MarshalJSON returns what AppendJSON appends.
func (m Members) MarshalJSON() ([]byte, error) { return m.AppendJSON(nil) }

// UnmarshalJSON replaces m by the members of a JSON object. null does nothing,
// and on an error m is as it was.
func (m *Members) UnmarshalJSON(data []byte) error {
	return joinerr.Unmarshal("odata.Members.UnmarshalJSON", m, data, func(op string, data []byte) (Members, error) {
		return decodeMembers(op, "data", data)
	})
}

func decodeMembers(op, input string, data []byte) (Members, error) {
	var r jsonscan.Reader
	var rec jsonscan.Record
	r.Init(data)
	if r.Record(&rec) {
		r.Next(&rec, nil)
	}
	e, n := r.Extras(&rec)
	if faults := r.Done(); faults != nil {
		return nil, joinerr.Scan(op, input, faults)
	}
	if n == 0 {
		return nil, nil
	}
	m, c := make(Members, n), e.Begin()
	for i := range m {
		name, value := e.Next(&c)
		m[i] = Member{jsonscan.Unescaped(name), Value(value)}
	}
	return m, nil
}
