package patch_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"example.com/graphcomms/patch"
)

func TestFieldStates(t *testing.T) {
	for _, row := range []struct {
		name           string
		f              patch.Field[int]
		state          patch.State
		stateText      string
		value          int
		set, zero, nul bool
		or             int
		text           string
		goText         string
		validated      any
		why            string
	}{
		{"absent", patch.Field[int]{}, patch.StateAbsent, "absent", 0, false, true, false, 7, "absent", "patch.Field[int]{}", (*int)(nil), "the zero value"},
		{"null", patch.Null[int](), patch.StateNull, "null", 0, false, false, true, 7, "null", "patch.Null[int]()", (*int)(nil), "a removal"},
		{"set", patch.Set(3), patch.StateSet, "set", 3, true, false, false, 3, "3", "patch.Set(3)", new(3), "a value"},
		{"set to zero", patch.Set(0), patch.StateSet, "set", 0, true, false, false, 0, "0", "patch.Set(0)", new(0), "zero is a value like any other"},
	} {
		t.Run(row.name, func(t *testing.T) {
			value, set := row.f.Get()
			require.Equal(t, row.state, row.f.State(), row.why)
			require.Equal(t, row.stateText, row.f.State().String(), row.why)
			require.Equal(t, row.value, value, row.why)
			require.Equal(t, row.set, set, row.why)
			require.Equal(t, row.zero, row.f.IsZero(), row.why)
			require.Equal(t, row.nul, row.f.IsNull(), row.why)
			require.Equal(t, row.or, row.f.Or(7), row.why)
			require.Equal(t, row.text, row.f.String(), row.why)
			require.Equal(t, row.text, fmt.Sprint(row.f), row.why)
			require.Equal(t, row.goText, fmt.Sprintf("%#v", row.f), row.why)
			require.Equal(t, row.validated, row.f.ValidatorValue(), row.why)
		})
	}
	require.Equal(t, "State(9)", patch.State(9).String())
	require.Equal(t, `patch.Set([]string{"a"})`, fmt.Sprintf("%#v", patch.Set([]string{"a"})))
	require.Equal(t, `patch.Null[interface {}]()`, fmt.Sprintf("%#v", patch.Null[any]()))

	f := patch.Set(1)
	*f.ValidatorValue().(*int) = 2
	require.Equal(t, patch.Set(1), f, "the pointer is to a copy")
}

func TestFieldIsComparable(t *testing.T) {
	count := map[patch.Field[string]]int{}
	for _, f := range []patch.Field[string]{{}, patch.Set(""), patch.Null[string](), patch.Set("a"), patch.Set("a")} {
		count[f]++
	}
	require.Equal(t, map[patch.Field[string]]int{{}: 1, patch.Set(""): 1, patch.Null[string](): 1, patch.Set("a"): 2}, count)
}

// parity is equal to another one if both are even or both odd.
type parity int

func (p parity) Equal(q parity) bool { return p%2 == q%2 }

// label has its Equal method at the pointer.
type label struct{ text string }

func (l *label) Equal(m *label) bool { return len(l.text) == len(m.text) }

func TestFieldEqual(t *testing.T) {
	noon := time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC)
	there := noon.In(time.FixedZone("there", 3600))
	equal := func(t *testing.T, want bool, got, compared bool, why string) {
		t.Helper()
		require.Equal(t, want, got, why)
		require.Equal(t, want, compared, "go-cmp calls Equal")
	}
	for _, row := range []struct {
		name string
		f, g patch.Field[time.Time]
		want bool
		why  string
	}{
		{"same instant", patch.Set(noon), patch.Set(there), true, "time.Time has an Equal method of its own"},
		{"other instant", patch.Set(noon), patch.Set(noon.Add(1)), false, "likewise"},
		{"absent", patch.Field[time.Time]{}, patch.Field[time.Time]{}, true, "same state"},
		{"null", patch.Null[time.Time](), patch.Null[time.Time](), true, "same state"},
		{"absent and null", patch.Field[time.Time]{}, patch.Null[time.Time](), false, "other state"},
		{"absent and zero", patch.Field[time.Time]{}, patch.Set(time.Time{}), false, "other state"},
		{"null and zero", patch.Null[time.Time](), patch.Set(time.Time{}), false, "other state"},
	} {
		t.Run(row.name, func(t *testing.T) {
			equal(t, row.want, row.f.Equal(row.g), cmp.Equal(row.f, row.g), row.why)
			equal(t, row.want, row.g.Equal(row.f), cmp.Equal(row.g, row.f), row.why)
		})
	}
	equal(t, true, patch.Set(parity(1)).Equal(patch.Set(parity(3))), cmp.Equal(patch.Set(parity(1)), patch.Set(parity(3))), "T's own method")
	equal(t, false, patch.Set(1).Equal(patch.Set(3)), cmp.Equal(patch.Set(1), patch.Set(3)), "int has none")
	equal(t, true, patch.Set([]int{1}).Equal(patch.Set([]int{1})), cmp.Equal(patch.Set([]int{1}), patch.Set([]int{1})), "T need not be comparable")
	equal(t, false, patch.Set([]int{}).Equal(patch.Set[[]int](nil)), cmp.Equal(patch.Set([]int{}), patch.Set[[]int](nil)), "as reflect.DeepEqual")

	a, b, none := &label{"a"}, &label{"b"}, (*label)(nil)
	equal(t, true, patch.Set(a).Equal(patch.Set(b)), cmp.Equal(patch.Set(a), patch.Set(b)), "a pointer's own method")
	require.False(t, patch.Set(a).Equal(patch.Set(none)), "a method is not called with nil")
	require.False(t, patch.Set(none).Equal(patch.Set(a)), "nor on nil")
	require.True(t, patch.Set(none).Equal(patch.Set(none)), "nil is nil")
	require.True(t, patch.Set[error](nil).Equal(patch.Set[error](nil)), "an interface may be nil")

	type update struct{ When patch.Field[time.Time] }
	require.Empty(t, cmp.Diff(update{patch.Set(noon)}, update{patch.Set(there)}))
	require.NotEmpty(t, cmp.Diff(update{patch.Set(noon)}, update{}))
}

// fields has one of each kind of T that encodes in its own way.
type fields struct {
	Text patch.Field[string]          `json:"text,omitzero"`
	Int  patch.Field[int]             `json:"int,omitzero"`
	List patch.Field[[]int]           `json:"list,omitzero"`
	Time patch.Field[time.Time]       `json:"time,omitzero"`
	Raw  patch.Field[json.RawMessage] `json:"raw,omitzero"`
	Deep patch.Field[inner]           `json:"deep,omitzero"`
}

type inner struct {
	Text patch.Field[string] `json:"text,omitzero"`
}

var fieldRows = []struct {
	name, text string
	value      fields
	why        string
}{
	{"absent", `{}`, fields{}, "omitzero leaves it out"},
	{"null", `{"text":null,"int":null,"list":null,"time":null,"raw":null,"deep":null}`, fields{
		patch.Null[string](), patch.Null[int](), patch.Null[[]int](), patch.Null[time.Time](), patch.Null[json.RawMessage](), patch.Null[inner]()},
		"UnmarshalJSON is called for null too"},
	{"zero", `{"text":"","int":0,"list":[],"time":"0001-01-01T00:00:00Z","raw":{"a":null},"deep":{}}`, fields{
		patch.Set(""), patch.Set(0), patch.Set([]int{}), patch.Set(time.Time{}), patch.Set(json.RawMessage(`{"a":null}`)), patch.Set(inner{})},
		"a zero value is written"},
	{"nested", `{"deep":{"text":null}}`, fields{Deep: patch.Set(inner{patch.Null[string]()})}, "a field in a field"},
}

// testFieldJSON checks that the rows go both ways.
func testFieldJSON(t *testing.T, marshal func(any) ([]byte, error), unmarshal func([]byte, any) error) {
	for _, row := range fieldRows {
		t.Run(row.name, func(t *testing.T) {
			got, err := marshal(row.value)
			require.NoError(t, err)
			require.Equal(t, row.text, string(got), row.why)
			var back fields
			require.NoError(t, unmarshal([]byte(row.text), &back))
			require.Empty(t, cmp.Diff(row.value, back), row.why)
		})
	}
	t.Run("errors", func(t *testing.T) {
		_, err := marshal(struct{ F patch.Field[int] }{})
		require.ErrorIs(t, err, patch.ErrAbsent, "without omitzero an absent field has no encoding")
		e, ok := errors.AsType[*patch.Error](err)
		require.True(t, ok)
		require.Equal(t, &patch.Error{Op: "patch.Field.MarshalJSON", Input: "f", Offset: -1, Err: patch.ErrAbsent}, e)

		for name, v := range map[string]any{
			"nil pointer":    patch.Set[*int](nil),
			"nil interface":  patch.Set[any](nil),
			"null raw":       patch.Set(json.RawMessage(` null `)),
			"nil raw":        patch.Set[json.RawMessage](nil),
			"null in a null": patch.Set(patch.Null[int]()),
		} {
			_, err := marshal(v)
			require.ErrorIs(t, err, patch.ErrNullMember, "%s: null would mean removal", name)
		}
		_, err = marshal(patch.Set(math.NaN()))
		require.Error(t, err, "what T cannot encode")

		f := fields{Text: patch.Set("before"), Int: patch.Set(1)}
		require.Error(t, unmarshal([]byte(`{"int":"x"}`), &f), "a string is no int")
		require.Equal(t, patch.Set(1), f.Int, "a failure changes nothing")
	})
}

func TestFieldJSON(t *testing.T) {
	testFieldJSON(t, json.Marshal, json.Unmarshal)
}

func TestFieldUnmarshalJSON(t *testing.T) {
	f := patch.Set(map[string]int{"a": 1})
	require.NoError(t, f.UnmarshalJSON([]byte(`{"b":2}`)))
	require.Equal(t, patch.Set(map[string]int{"b": 2}), f, "the value is replaced whole, not merged")

	require.Error(t, f.UnmarshalJSON([]byte(`{"c":3,"d":"x"}`)))
	require.Error(t, f.UnmarshalJSON([]byte(`{"c":3`)))
	require.Equal(t, patch.Set(map[string]int{"b": 2}), f, "a failure changes nothing")

	require.NoError(t, f.UnmarshalJSON([]byte(" null\n")))
	require.Equal(t, patch.Null[map[string]int](), f, "null, and no value left behind")

	require.ErrorContains(t, (*patch.Field[int])(nil).UnmarshalJSON([]byte(`1`)), "nil *patch.Field", "not a panic")

	p := patch.Set(new(1))
	require.NoError(t, p.UnmarshalJSON([]byte(`null`)))
	require.True(t, p.IsNull(), "null, not a set nil pointer")
}

// Package encoding/json lets these through.
func TestFieldUnmarshalStrict(t *testing.T) {
	for _, row := range []struct {
		name, why, data, pointer string
		want                     error
	}{
		{"repeated name", "which one would it be?", `{"a":1,"a":2}`, "/a", patch.ErrDuplicateName},
		{"invalid UTF-8", "encoding/json makes it U+FFFD", "{\"a\":\"\xff\"}", "/a", patch.ErrInvalidUTF8},
		{"lone surrogate", "likewise", `{"a":"\ud800"}`, "/a", patch.ErrInvalidUTF8},
		{"syntax", "called directly", `{"a":01}`, "/a", patch.ErrSyntax},
	} {
		f := patch.Set(map[string]any{"kept": true})
		err := f.UnmarshalJSON([]byte(row.data))
		e, ok := errors.AsType[*patch.Error](err)
		require.True(t, ok, "%s: %v", row.name, err)
		require.ErrorIs(t, err, row.want, row.why)
		require.Equal(t, row.pointer, e.Pointer, row.name)
		require.Equal(t, patch.Set(map[string]any{"kept": true}), f, row.name)
	}
}
