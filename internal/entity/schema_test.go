package entity_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/graphcomms/internal/entity"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"github.com/stretchr/testify/require"
)

// A box is an invented type of nine members, and what it takes to have one: the
// table is all that knows of their places, names and number.
var label = entity.New("", []entity.Property{{Name: "text", Nullable: true}, {Name: "size", Kind: entity.Int32}})

var box = entity.New("#box", []entity.Property{
	{Name: "@odata.type", Alias: "@type", Kind: entity.Type, Common: "#box"},
	{Name: "key", Kind: entity.Key},
	{Name: "state", Enum: &entity.Enum{Canonical: strings.ToLower, Names: []string{"open", "shut"}}, Required: true},
	{Name: "a"}, {Name: "b", Nullable: true}, {Name: "a name that is longer than a word"},
	{Name: "count", Kind: entity.Int32, Required: true},
	{Name: "label", Kind: entity.Nested, Schema: label, Nullable: true},
	{Name: "last", MaxLen: 3},
})

// read reads an object of a type, as the public packages do: the listed members
// of the object nested in it are behind its own.
func read(s *entity.Schema, text string) (o entity.Object, faults []jsonscan.Error) {
	var r jsonscan.Reader
	var values [entity.MaxSlots]jsonscan.FieldValue
	n := len(s.Properties)
	rec, in := jsonscan.Record{Values: values[:n]}, jsonscan.Record{Values: values[n:]}
	r.Init([]byte(text))
	if r.Record(&rec) {
		for slot, more := r.Next(&rec, s.Fields); more; slot, more = r.Next(&rec, s.Fields) {
			if o.Values[slot].State = patch.StateNull; !r.Null() && r.Record(&in) {
				r.Next(&in, label.Fields)
				o.Values[slot].State = patch.StateSet
				o.Additional[1] = entity.ReadAdditional(&r, &in, &entity.Arena[odata.Member]{})
			}
		}
		interned := r.Intern(&rec, &in)
		for slot, p := range s.Slots {
			v, x := &values[slot], &o.Values[slot]
			switch {
			case p.Kind == entity.Int32:
				*x = entity.ReadInt32(v, interned).Value(v.Int)
			case p.Kind < entity.Nested:
				x.SetText(entity.ReadText(v, interned, p.Common))
			}
			x.Field = v.Field
		}
		o.Additional[0] = entity.ReadAdditional(&r, &rec, &entity.Arena[odata.Member]{})
	}
	return o, r.Done()
}

func write(t testing.TB, s *entity.Schema, o *entity.Object) string {
	text, f := s.Append(nil, o, 0)
	require.Nil(t, f)
	return string(text)
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// The laws hold for the invented type: what the engine does with Objects is what
// package patch does with their encodings.
func TestInventedTypeHasTheLaws(t *testing.T) {
	texts := []string{
		`{}`,
		`{"@odata.type":"#box","key":"k","state":"open","a":"x","b":null,"a name that is longer than a word":"w","count":7,"label":{"text":null,"size":-0,"more":[1]},"last":"abc","z":1.0}`,
		`{"@odata.type":"#box","state":"shut","b":"y","count":7,"label":{"text":"t"},"z":{"a":1}}`,
		`{"a":"","label":null,"last":"\u0061","z":{"b":[null]},"y":2}`,
		`{"count":0,"label":{},"y":{"a":{}}}`,
	}
	for _, d := range texts {
		x, faults := read(box, d)
		require.Empty(t, faults)
		require.Equal(t, string(must(patch.Compose([]byte(strings.ReplaceAll(d, `\u0061`, "a")), []byte(`{}`)))), write(t, box, &x), "written as it was read")
		for _, p := range texts {
			in := fmt.Sprintf("%s\n%s", d, p)
			y, _ := read(box, p)
			require.Equal(t, must(patch.Equal([]byte(d), []byte(p))), box.Equal(&x, &y), in)

			var out entity.Object
			require.Empty(t, box.Apply(&out, &x, &y, "op", "x"), in)
			applied := must(patch.Apply([]byte(d), []byte(p)))
			require.True(t, must(patch.Equal(applied, []byte(write(t, box, &out)))), "%s\n%s", in, write(t, box, &out))
			require.Equal(t, must(patch.Equal(applied, []byte(d))), len(box.Changed(&x, &out)) == 0, in)

			var both, first, twice, once entity.Object
			composed, composeErr := patch.Compose([]byte(d), []byte(p))
			errs := box.Then(&both, &x, &y, "op")
			require.Equal(t, composeErr != nil, errs != nil, in)
			if errs == nil {
				require.True(t, must(patch.Equal(composed, []byte(write(t, box, &both)))), in)
				if both.Values[box.Slot("label")].State != patch.StateSet {
					require.Equal(t, make([]entity.Value, len(label.Properties)), both.Nested(box)[:len(label.Properties)], "what is not set holds nothing")
				}
				require.Empty(t, box.Apply(&first, &x, &x, "op", "x"))
				require.Empty(t, box.Apply(&twice, &first, &y, "op", "x"))
				require.Empty(t, box.Apply(&once, &x, &both, "op", "x"))
				require.True(t, box.Equal(&twice, &once), in)
			}

			var diff, back entity.Object
			_, diffErr := patch.Diff([]byte(d), []byte(p))
			if errs := box.Diff(&diff, &x, &y, "op"); errs == nil {
				require.NoError(t, diffErr, in)
				require.Empty(t, box.Apply(&back, &x, &diff, "op", "x"), in)
				require.True(t, box.Equal(&back, &y), "%s\n%s", in, write(t, box, &diff))
			}
		}
	}
}

// The names of a member come back as they were read, and errors and pointers use
// them.
func TestInventedTypeKeepsSpellings(t *testing.T) {
	const text = `{"@type":"#box","state":"OPEN","count":"7","label":{"size":"-0"}}`
	x, faults := read(box, text)
	require.Empty(t, faults)
	require.Equal(t, text, write(t, box, &x))
	y, _ := read(box, `{"@odata.type":"#lid","key":null,"state":"open","count":7}`)
	require.True(t, box.Properties[2].IsKnown(&x.Values[2]))

	var out entity.Object
	errs := box.Apply(&out, &x, &y, "op", "x")
	require.Len(t, errs, 1, "a derived type is no change")
	require.Equal(t, "/key", errs[0].Pointer)
	require.Equal(t, []string{"/@type", "/count", "/state"}, box.Changed(&x, &out), "as the encodings have it")

	for name, want := range map[string]string{"@type": `"#box"`, "state": `"OPEN"`, "count": `"7"`, "label": `{"size":"-0"}`} {
		got, ok := box.Member(&x, name)
		require.True(t, ok, name)
		require.Equal(t, want, got)
	}
	for _, name := range []string{"@odata.type", "a", "size", "State"} {
		_, ok := box.Member(&x, name)
		require.False(t, ok, name)
	}

	_, faults = read(box, `{"@type":"#box","@odata.type":"#box"}`)
	require.Equal(t, patch.ErrDuplicateName, faults[0].Err, "one member under two names")
	_, faults = read(box, `{"a":1,"count":"x","label":[]}`)
	require.Equal(t, []jsonscan.Error{{Pointer: "/a", Offset: 5, Err: patch.ErrWrongType, Want: "string"},
		{Pointer: "/count", Offset: 15, Err: patch.ErrWrongType, Want: "integer"}, {Pointer: "/label", Offset: 27, Err: patch.ErrWrongType, Want: "object"}}, faults)
}

// A member is written wherever it can be as a part of the whole: the levels around
// it count.
func TestMemberDepth(t *testing.T) {
	nested := func(levels int) odata.Members {
		return odata.Members{{Name: "x", Value: odata.Value(strings.Repeat("[", levels) + strings.Repeat("]", levels))}}
	}
	for levels, want := range map[int]bool{jsonscan.MaxDepth - 2: true, jsonscan.MaxDepth - 1: false} {
		var o entity.Object
		o.Values[box.Slot("label")].State = patch.StateSet
		o.Additional[1].Members = nested(levels)
		_, f := box.Append(nil, &o, 0)
		require.Equal(t, want, f == nil, "%d levels in an object in an object", levels)
		_, ok := box.Member(&o, "label")
		require.Equal(t, want, ok, "%d levels", levels)
	}
}

// An additional member is not written where none of its name can be.
func TestMemberThatCannotBeWritten(t *testing.T) {
	nested := func(levels int) odata.Value {
		return odata.Value(strings.Repeat("[", levels) + strings.Repeat("]", levels))
	}
	for _, row := range []struct {
		name, reason, member string
		members              odata.Members
		want                 bool
	}{
		{"deepest", "there is room for it", "x", odata.Members{{Name: "x", Value: nested(jsonscan.MaxDepth - 1)}}, true},
		{"too deep", "the object around it counts", "x", odata.Members{{Name: "x", Value: nested(jsonscan.MaxDepth)}}, false},
		{"name", "not UTF-8", "\xff", odata.Members{{Name: "\xff", Value: "1"}}, false},
		{"escaped name", "the name is as long as it is written", "a\n\"b", odata.Members{{Name: "a\n\"b", Value: "[1]"}}, true},
		{"twice", "neither is", "x", odata.Members{{Name: "x", Value: "1"}, {Name: "y", Value: "2"}, {Name: "x", Value: "1"}}, false},
		{"beside another that is twice", "each for itself", "y", odata.Members{{Name: "x", Value: "1"}, {Name: "y", Value: "2"}, {Name: "x", Value: "1"}}, true},
		{"value", "no JSON", "x", odata.Members{{Name: "x", Value: "nul"}}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			var o entity.Object
			o.Additional[0].Members = row.members
			text, ok := box.Member(&o, row.member)
			require.Equal(t, row.want, ok, row.reason)
			value, _ := row.members.Get(row.member)
			if !ok {
				value = ""
			}
			require.Equal(t, string(value), text, row.reason)
		})
	}
}

// The nested object may be the first member.
func TestNestedFirst(t *testing.T) {
	crate := entity.New("", []entity.Property{{Name: "label", Kind: entity.Nested, Schema: label}, {Name: "a"}})
	const text = `{"label":{"text":"t","size":1,"m":2},"a":"x"}`
	x, faults := read(crate, text)
	require.Empty(t, faults)
	require.Equal(t, text, write(t, crate, &x))
	require.Len(t, crate.Slots, 4)
	require.Len(t, crate.Listed(&x), 4, "those of the nested object too")
	y, _ := read(crate, `{"label":{"text":"u"},"a":"x"}`)
	require.Equal(t, []string{"/label/m", "/label/size", "/label/text"}, crate.Changed(&x, &y))
	d, e := crate.Finder(&x), crate.Finder(&y)
	require.False(t, d.EqualAt(&e, []string{"label", "text"}))
	require.True(t, d.Has([]string{"label", "m"}))
	require.Same(t, &crate.Properties[0], crate.Property([]string{"label"}))
	require.Same(t, &label.Properties[1], crate.Property([]string{"label", "size"}))
	require.Equal(t, []bool{true, true}, crate.Drop(&x, [][]string{{"label", "size"}, {"label", "m"}}))
	require.Equal(t, `{"label":{"text":"t"},"a":"x"}`, write(t, crate, &x))
	require.Equal(t, []bool{true, false}, crate.Drop(&x, [][]string{{"label"}, {"label", "text"}}))
	require.Equal(t, `{"a":"x"}`, write(t, crate, &x))
	require.Panics(t, func() {
		entity.New("", []entity.Property{{Name: "a", Kind: entity.Nested, Schema: label}, {Name: "b"}, {Name: "c", Kind: entity.Nested, Schema: label}})
	})
	require.Panics(t, func() { entity.New("", []entity.Property{{Name: "a", Kind: entity.Nested, Schema: crate}}) }, "one level of it")
}

// What is set and free of rules is fine without a look at it, and so is a text too
// short for a rule; the rest is left to the caller.
func TestIsFine(t *testing.T) {
	for _, row := range []struct {
		name, text string
		want       []string
		why        string
	}{
		{"all is set", `{"@type":"#a","key":"k","state":"open","a":"a","b":"b","a name that is longer than a word":"c","count":1,"label":{"text":"t","size":1},"last":"123"}`, []string{"state"}, "an enumeration has names"},
		{"texts with rules", `{"@type":"","key":"","state":"","a":"","b":"","a name that is longer than a word":"","count":"1","label":{"text":"","size":-0},"last":"1234"}`, []string{"state", "count", "last", "size"}, "a literal, a length"},
		{"null and absent", `{"a":null,"label":{}}`, []string{"@odata.type", "key", "state", "a", "b", "a name that is longer than a word", "count", "last", "text", "size"}, "which some may be"},
		{"nothing nested", `{"label":null}`, []string{"@odata.type", "key", "state", "a", "b", "a name that is longer than a word", "count", "label", "last"}, "there is no value of it"},
	} {
		t.Run(row.name, func(t *testing.T) {
			o, faults := read(box, row.text)
			require.Empty(t, faults)
			var got []string
			values := box.Listed(&o)
			for slot := range values {
				if p := box.Slots[slot]; !p.IsFine(&values[slot]) {
					got = append(got, p.Name)
				}
			}
			require.Equal(t, row.want, got, row.why)
		})
	}
}

func TestNewRefusesWhatHasNoRoom(t *testing.T) {
	require.NotPanics(t, func() { entity.New("", make([]entity.Property, entity.MaxSlots)) })
	require.Panics(t, func() { entity.New("", make([]entity.Property, entity.MaxSlots+1)) })
	require.Panics(t, func() {
		entity.New("", []entity.Property{{Name: "a", Kind: entity.Nested, Schema: label}, {Name: "b", Kind: entity.Nested, Schema: label}})
	}, "one nested object")
	require.Panics(t, func() { entity.New("", []entity.Property{{Name: "a", Kind: entity.Nested, Schema: box}}) }, "one level of it")
}

func TestPermit(t *testing.T) {
	require.NotPanics(t, entity.Permitted.Check)
	require.Panics(t, new(entity.Permit).Check)
	require.Panics(t, (*entity.Permit)(nil).Check)
}
