package odata

import (
	"bytes"
	"encoding/json"
	"iter"
	"reflect"
	"slices"
	"strings"

	"example.com/graphcomms/internal/fault"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/patch"
)

// A Member is one additional member: a dynamic property, or an annotation if
// its name has an '@'.
type Member struct {
	Name  string
	Value json.RawMessage // any JSON value; decoded ones are compact
}

// Members are the additional data of an object: all members that its type
// does not list, in the order of the text (OData JSON 4.01 sections 7 and 20).
// nil has none. Members share values with their copies; Clone gives them
// values of their own.
//
// A name that stands twice, or a value that is not JSON as package patch
// reads it, is found when the members are encoded.
type Members []Member

func (m Members) index(name string) int {
	return slices.IndexFunc(m, func(x Member) bool { return x.Name == name })
}

// Get returns the value of the member with exactly that name, and whether
// there is one. The value is not a copy.
func (m Members) Get(name string) (json.RawMessage, bool) {
	if i := m.index(name); i >= 0 {
		return m[i].Value, true
	}
	return nil, false
}

// Set gives a member a copy of value: in its place if it is there, else as the
// last one. Members of which m was made by assignment stay as they are.
func (m *Members) Set(name string, value json.RawMessage) {
	*m = slices.Clone(*m)
	value = bytes.Clone(value)
	if i := m.index(name); i >= 0 {
		(*m)[i].Value = value
	} else {
		*m = append(*m, Member{name, value})
	}
}

// Delete removes a member and reports whether it was there. Members of which
// m was made by assignment stay as they are.
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
	if t == nil || t.Kind() != reflect.Struct {
		return nil, nil
	}
	exact, folded = map[string]bool{}, map[string]bool{}
	for _, f := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" {
			f.Name = name
		}
		exact[f.Name], folded[fold(f.Name)] = true, true
	}
	return exact, folded
}

// fold returns the same for all names that encoding/json takes for one: the
// case of letters aside, with ſ an s.
func fold(name string) string { return strings.ToLower(strings.ToUpper(name)) }

// Merge encodes v, a struct or a map of the caller's, with encoding/json and
// sets each of its members. Where v does not encode as an object, m is as it
// was.
func (m *Members) Merge(v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	more, err := decodeMembers("odata.Members.Merge", "v", b.Bytes())
	if err != nil {
		return err
	}
	out := slices.Clone(*m)
	at := make(map[string]int, len(out))
	for i, x := range out {
		at[x.Name] = i
	}
	for _, x := range more {
		if i, ok := at[x.Name]; ok {
			out[i].Value = x.Value
		} else {
			out = append(out, x)
		}
	}
	*m = out
	return nil
}

// Clone returns a deep copy. The clone of nil is nil.
func (m Members) Clone() Members {
	n := 0
	for _, x := range m {
		n += len(x.Value)
	}
	c := slices.Clone(m)
	text := make([]byte, 0, n)
	for i, x := range c {
		if x.Value != nil {
			from := len(text)
			text = append(text, x.Value...)
			c[i].Value = text[from:len(text):len(text)]
		}
	}
	return c
}

// Equal reports whether m and n have the same names with the same JSON values,
// as [patch.Equal] has it, in any order. Members that cannot be encoded are
// equal only to their like, byte for byte.
func (m Members) Equal(n Members) bool {
	if len(m) != len(n) {
		return false
	}
	if slices.EqualFunc(m, n, func(x, y Member) bool { return x.Name == y.Name && bytes.Equal(x.Value, y.Value) }) {
		return true
	}
	x, err := m.AppendJSON(nil)
	if err != nil {
		return false
	}
	y, err := n.AppendJSON(nil)
	if err != nil {
		return false
	}
	same, err := patch.Equal(x, y)
	return err == nil && same
}

// AppendJSON appends the members as one JSON object, compact, in their order.
// A name that stands twice or is not UTF-8, and a value that is not JSON, is a
// [patch.Error]; then dst comes back as it was.
func (m Members) AppendJSON(dst []byte) ([]byte, error) {
	var a jsonscan.Appender
	var f *jsonscan.Fault
	size := len(dst)
	for _, x := range m {
		size += 6*len(x.Name) + len(x.Value) + 4 // an escape is six bytes
	}
	a.Init(size)
	out := dst
	for _, x := range m {
		out, f = a.Member(out, f, x.Name, x.Value, 1, false)
	}
	return fault.Encoded(dst, jsonscan.CloseObject(out, len(dst)), f, "odata.Members.AppendJSON", "m")
}

// MarshalJSON returns what AppendJSON appends.
func (m Members) MarshalJSON() ([]byte, error) { return m.AppendJSON(nil) }

// UnmarshalJSON replaces m by the members of a JSON object. null does nothing,
// and on an error m is as it was.
func (m *Members) UnmarshalJSON(data []byte) error {
	if jsonscan.IsNull(data) {
		return nil
	}
	out, err := decodeMembers("odata.Members.UnmarshalJSON", "data", data)
	if err == nil {
		*m = out
	}
	return err
}

func decodeMembers(op, input string, data []byte) (Members, error) {
	var r jsonscan.Reader
	var rec jsonscan.Record
	var m Members
	r.Init(data)
	if r.Record(&rec) {
		for _, more := r.Next(&rec, nil); more; _, more = r.Next(&rec, nil) {
			name, value, _ := r.Member(&rec, 0)
			m = append(m, Member{name, value})
		}
	}
	if faults := r.Done(); faults != nil {
		return nil, fault.Scan(op, input, faults)
	}
	return m, nil
}
