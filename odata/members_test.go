package odata_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

const wire = `{"@odata.etag":"W/\"54451\"","n":1.50e+3,"none":null,"empty":"","b@odata.type":"#Int64","b":9007199254740993,"list":[null,{}]}`

func members(t testing.TB, text string) odata.Members {
	t.Helper()
	var m odata.Members
	require.NoError(t, m.UnmarshalJSON([]byte(text)))
	return m
}

func encode(t testing.TB, m odata.Members) string {
	t.Helper()
	b, err := m.AppendJSON(nil)
	require.NoError(t, err)
	return string(b)
}

// requireFault asserts that err is one patch.Error with that place and cause.
func requireFault(t testing.TB, err, cause error, op, input, pointer string) {
	t.Helper()
	e, ok := errors.AsType[*patch.Error](err)
	require.True(t, ok, "want a *patch.Error, got %v", err)
	require.ErrorIs(t, err, cause)
	require.Equal(t, []string{op, input, pointer}, []string{e.Op, e.Input, e.Pointer})
}

func TestMembers(t *testing.T) {
	m := members(t, wire)
	require.Equal(t, wire, encode(t, m), "order, numbers, null and empty are kept")

	v, ok := m.Get("n")
	require.True(t, ok)
	require.Equal(t, "1.50e+3", string(v), "digit for digit")
	v, ok = m.Get("none")
	require.True(t, ok, "null is there")
	require.Equal(t, "null", string(v))
	_, ok = m.Get("N")
	require.False(t, ok, "names match exactly")
	_, ok = m.Text("N")
	require.False(t, ok, "likewise")
	_, ok = m.Text("n")
	require.False(t, ok, "a number is no text")

	var notes []string
	for x := range m.Annotations() {
		notes = append(notes, x.Name)
	}
	require.Equal(t, []string{"@odata.etag", "b@odata.type"}, notes)
	for x := range m.Annotations() {
		require.Equal(t, "@odata.etag", x.Name, "the loop may be left early")
		break
	}

	m.Set("n", `[]`)
	m.Set("new", `true`)
	require.True(t, m.Delete("b"))
	require.False(t, m.Delete("b"), "it is gone")
	require.Equal(t, `{"@odata.etag":"W/\"54451\"","n":[],"none":null,"empty":"","b@odata.type":"#Int64","list":[null,{}],"new":true}`, encode(t, m))

	var none odata.Members
	require.False(t, none.Delete("x"))
	require.Equal(t, "{}", encode(t, none))
	none.Set("x", `1`)
	require.Equal(t, `{"x":1}`, encode(t, none))
	require.True(t, none.Delete("x"))
	require.Empty(t, none)
}

// Few members and many are set alike: in their order, each in its place or behind
// the others.
func TestMembersSetAll(t *testing.T) {
	fill := odata.Members{{"f0", "0"}, {"f1", "0"}, {"f2", "0"}, {"f3", "0"}, {"f4", "0"}, {"f5", "0"}, {"f6", "0"}, {"f7", "0"}}
	for _, row := range []struct {
		name, want, why string
		set             odata.Members
	}{
		{"none", `{"a":1,"b":2}`, "as it was", nil},
		{"there", `{"a":1,"b":3}`, "in its place", odata.Members{{"b", "3"}}},
		{"new", `{"a":1,"b":2,"d":4,"c":3}`, "in the order of the call", odata.Members{{"d", "4"}, {"c", "3"}}},
		{"new, twice", `{"a":1,"b":2,"c":4}`, "the last one counts", odata.Members{{"c", "3"}, {"c", "4"}}},
		{"there, twice", `{"a":4,"b":2}`, "the last one counts", odata.Members{{"a", "3"}, {"a", "4"}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := members(t, `{"a":1,"b":2}`)
			m.SetAll(row.set)
			require.Equal(t, row.want, encode(t, m), row.why)
			m = members(t, `{"a":1,"b":2}`)
			m.SetAll(slices.Concat(row.set, fill)) // more than are searched one by one
			require.Equal(t, row.want[:len(row.want)-1]+`,"f0":0,"f1":0,"f2":0,"f3":0,"f4":0,"f5":0,"f6":0,"f7":0}`, encode(t, m), row.why)
		})
	}
}

// Copies made by assignment share values, but Set, Delete and Merge on one do
// not reach the other.
func TestMembersAssignedCopies(t *testing.T) {
	for name, change := range map[string]func(m *odata.Members){
		"set in place": func(m *odata.Members) { m.Set("n", `0`) },
		"set anew":     func(m *odata.Members) { m.Set("z", `0`) },
		"delete":       func(m *odata.Members) { m.Delete("@odata.etag") },
		"merge":        func(m *odata.Members) { require.NoError(t, m.Merge(map[string]int{"n": 0, "z": 1})) },
		"unmarshal":    func(m *odata.Members) { require.NoError(t, m.UnmarshalJSON([]byte(`{"n":0}`))) },
	} {
		t.Run(name, func(t *testing.T) {
			m := slices.Grow(members(t, wire), 4) // room, which append would use
			assigned := m
			change(&m)
			require.NotEqual(t, wire, encode(t, m))
			require.Equal(t, wire, encode(t, assigned))
			other := assigned
			other.Set("y", `2`)
			require.Equal(t, wire, encode(t, assigned))
		})
	}
}

func TestMembersUnmarshal(t *testing.T) {
	type inner struct {
		Tone string `json:"tone"`
	}
	type view struct {
		Status patch.Field[string] `json:"status,omitzero"`
		Count  int
		Raw    json.RawMessage `json:"raw"`
		Hidden string          `json:"-"`
		Inner  inner           `json:"inner"`
	}
	for _, row := range []struct {
		name, why, text string
		want            view
	}{
		{"exact", "the ordinary case", `{"status":"s","Count":2,"raw":[1.0],"other":1}`, view{Status: patch.Set("s"), Count: 2, Raw: json.RawMessage(`[1.0]`)}},
		{"null", "null is not absent", `{"status":null}`, view{Status: patch.Null[string]()}},
		{"another case", "a name that differs by case is another member", `{"Status":"x","STATUS":"y","count":3}`, view{}},
		{"both", "the exact one counts, whatever the order", `{"Status":"x","status":"s","sTATUS":"y"}`, view{Status: patch.Set("s")}},
		{"long s", "encoding/json folds ſ to s", `{"\u017ftatus":"x"}`, view{}},
		{"nested", "below the struct the rules of encoding/json hold", `{"inner":{"TONE":"x"}}`, view{Inner: inner{Tone: "x"}}},
		{"no field", "a field without a name in JSON takes nothing", `{"-":"x","Hidden":"y","hidden":"z"}`, view{}},
		{"empty", "no members, nothing set", `{}`, view{}},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := members(t, row.text)
			before := encode(t, m)
			var got view
			require.NoError(t, m.Unmarshal(&got))
			require.Empty(t, cmp.Diff(row.want, got), row.why)
			require.Equal(t, before, encode(t, m), "the members stay")
		})
	}

	var loose map[string]any
	require.NoError(t, members(t, `{"a":1,"A":2}`).Unmarshal(&loose))
	require.Equal(t, map[string]any{"a": 1.0, "A": 2.0}, loose, "a map takes every name")

	m := members(t, `{"Count":"many"}`)
	require.Error(t, m.Unmarshal(&view{}), "a value of another kind")
	require.Error(t, m.Unmarshal(view{}), "not a pointer")
	require.Error(t, m.Unmarshal(nil))
	bad := odata.Members{{Name: "Count", Value: `{`}}
	requireFault(t, bad.Unmarshal(&view{}), patch.ErrSyntax, "odata.Members.AppendJSON", "m", "/Count")
}

func TestMembersMerge(t *testing.T) {
	m := members(t, `{"a":1,"b":null,"c":3}`)
	type view struct {
		B patch.Field[string] `json:"b,omitzero"`
		C patch.Field[int]    `json:"c,omitzero"`
		D patch.Field[string] `json:"d,omitzero"`
	}
	require.NoError(t, m.Merge(view{B: patch.Set("<&>"), D: patch.Null[string]()}))
	require.Equal(t, `{"a":1,"b":"<&>","c":3,"d":null}`, encode(t, m), "absent fields change nothing; no HTML escaping; null is written")
	require.NoError(t, m.Merge(map[string]any{}))

	before := encode(t, m)
	for name, v := range map[string]any{
		"null":          nil,
		"nil pointer":   (*view)(nil),
		"array":         []int{1},
		"scalar":        7,
		"not encodable": func() {},
		"absent field":  struct{ A patch.Field[int] }{},
		"nested null":   patch.Set[*int](nil),
		"repeated name": json.RawMessage(`{"a":2,"a":3}`),
		"bad surrogate": json.RawMessage(`{"a":2,"z":"\ud800"}`),
	} {
		require.Error(t, m.Merge(v), name)
		require.Equal(t, before, encode(t, m), name)
	}
	requireFault(t, m.Merge([]int{1}), patch.ErrWrongType, "odata.Members.Merge", "v", "")
	require.ErrorIs(t, m.Merge(struct{ A patch.Field[int] }{}), patch.ErrAbsent)
}

func TestMembersEqual(t *testing.T) {
	bad := odata.Members{{Name: "a", Value: `{`}}
	for _, row := range []struct {
		name, why string
		a, b      odata.Members
		want      bool
	}{
		{"order", "order does not count", members(t, `{"a":1,"b":2}`), members(t, `{"b":2,"a":1}`), true},
		{"numbers", "numbers compare by value", members(t, `{"a":[1.0,1e2]}`), members(t, `{"a":[1,100]}`), true},
		{"large numbers", "never as float64", members(t, `{"a":9007199254740993}`), members(t, `{"a":9007199254740992}`), false},
		{"escapes", "strings compare by meaning", members(t, `{"\u0061":"\u00e9"}`), members(t, `{"a":"é"}`), true},
		{"null", "null is not absent", members(t, `{"a":null}`), nil, false},
		{"names", "names match exactly", members(t, `{"a":1}`), members(t, `{"A":1}`), false},
		{"nil", "nil and empty have no members", nil, odata.Members{}, true},
		{"spaces", "insignificant white space", odata.Members{{Name: "a", Value: ` [ 1 ] `}}, members(t, `{"a":[1]}`), true},
		{"bad and its like", "byte for byte", bad, bad.Clone(), true},
		{"bad and another one", "nor are two of them the same nothing", bad, odata.Members{{Name: "a", Value: `[`}}, false},
		{"bad and good", "what cannot be encoded equals nothing else", bad, members(t, `{"a":{}}`), false},
		{"repeated", "so does a name twice", odata.Members{{"a", `1`}, {"a", `1`}}, members(t, `{"a":1,"b":1}`), false},
	} {
		require.Equal(t, row.want, row.a.Equal(row.b), "%s: %s", row.name, row.why)
		require.Equal(t, row.want, row.b.Equal(row.a), "%s: symmetric", row.name)
		require.True(t, row.a.Equal(row.a), "%s: reflexive", row.name)
	}
}

func TestMembersClone(t *testing.T) {
	m := members(t, wire)
	m = append(m, odata.Member{Name: "nothing"})
	c := m.Clone()
	require.Empty(t, cmp.Diff([]odata.Member(m), []odata.Member(c)), "no value stays none")
	require.Nil(t, odata.Members(nil).Clone())
	for i := range c {
		c[i] = odata.Member{Name: "x"}
	}
	require.Equal(t, wire, encode(t, m[:len(m)-1]))
}

func TestMembersEncode(t *testing.T) {
	for _, row := range []struct {
		name, why, pointer string
		m                  odata.Members
		cause              error
	}{
		{"name not UTF-8", "it has no spelling in JSON", "", odata.Members{{"\xff", `1`}}, patch.ErrInvalidUTF8},
		{"twice", "nobody could read it back", "/a", odata.Members{{"a", `1`}, {"b", `2`}, {"a", `1`}}, patch.ErrDuplicateName},
		{"no value", "none is not JSON", "/a~1b", odata.Members{{Name: "a/b"}}, patch.ErrSyntax},
		{"two values", "something after the value", "/a", odata.Members{{"a", `1 2`}}, patch.ErrSyntax},
		{"closing brace", "a value cannot leave its member", "/a", odata.Members{{"a", `1},"b":{"c":2`}}, patch.ErrSyntax},
		{"deep down", "the pointer leads inside", "/a/0/x", odata.Members{{"a", `[{"x":1,"x":2}]`}}, patch.ErrDuplicateName},
		{"surrogate", "half a pair", "/a", odata.Members{{"a", `"\udc00"`}}, patch.ErrInvalidUTF8},
		{"bytes", "a value not UTF-8", "/a/0", odata.Members{{"a", "[\"\xff\"]"}}, patch.ErrInvalidUTF8},
	} {
		t.Run(row.name, func(t *testing.T) {
			dst, err := row.m.AppendJSON([]byte("dst"))
			requireFault(t, err, row.cause, "odata.Members.AppendJSON", "m", row.pointer)
			require.Equal(t, "dst", string(dst))
			_, err = json.Marshal(row.m)
			require.ErrorIs(t, err, row.cause)
		})
	}
	quoted := odata.Members{{"\"\\\n\x01<é😀", "\t{ } "}}
	require.Equal(t, `{"\"\\\n\u0001<é😀":{}}`, encode(t, quoted), "names are quoted, values compacted")
}

func TestMembersDecode(t *testing.T) {
	m := members(t, `{"a":1}`)
	for text, cause := range map[string]error{
		`{"b":1`:             patch.ErrSyntax,
		`{"b":1} x`:          patch.ErrSyntax,
		`[]`:                 patch.ErrWrongType,
		`{"b":1,"\u0062":1}`: patch.ErrDuplicateName,
	} {
		require.ErrorIs(t, m.UnmarshalJSON([]byte(text)), cause, text)
		require.Equal(t, `{"a":1}`, encode(t, m), "unchanged after %s", text)
	}
	require.NoError(t, m.UnmarshalJSON([]byte(" null ")))
	require.Equal(t, `{"a":1}`, encode(t, m), "null does nothing")
	require.NoError(t, json.Unmarshal([]byte(`{ "b" : [ 1 , 2 ] }`), &m))
	require.Equal(t, `{"b":[1,2]}`, encode(t, m), "replaced, not merged; compact")
}

// A field that is not exported takes no member, and none from another field.
func TestMembersUnmarshalUnexported(t *testing.T) {
	var v struct {
		foo int
		Foo string
	}
	require.NoError(t, members(t, `{"foo":"x","Foo":"y"}`).Unmarshal(&v))
	require.Equal(t, "y", v.Foo)
	require.NoError(t, members(t, `{"Foo":"z","foo":"x"}`).Unmarshal(&v))
	require.Equal(t, "z", v.Foo, "whatever the order")
	require.Zero(t, v.foo)
}

// What is embedded has the fields of the struct, but is none unless it has a name,
// and then its fields are not those of the struct.
func TestMembersUnmarshalEmbedded(t *testing.T) {
	type Inner struct {
		Foo int `json:"inner"`
	}
	type Named struct{ Bar int }
	type number int
	type loop struct {
		*loop
		Inner
		Named `json:"Other"`
		number
		Bars int `json:"bar"`
		Num  int `json:"Number"`
	}
	var v loop
	require.NoError(t, members(t, `{"inner":1,"Other":{"Bar":2},"bar":3,"Number":4}`).Unmarshal(&v))
	want := loop{Inner: Inner{1}, Named: Named{2}, Bars: 3, Num: 4}
	require.Equal(t, want, v)
	require.NoError(t, members(t, `{"Inner":5,"loop":{},"named":{"Bar":5},"other":{"Bar":5},"Bar":5,"number":5}`).Unmarshal(&v))
	require.Equal(t, want, v, "names of other members")
	require.Zero(t, v.number)
	require.Nil(t, v.loop)
}
