//go:build go1.27 && goexperiment.jsonv2

package patch_test

import (
	"encoding/json/jsontext"
	jsonv2 "encoding/json/v2"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/patch"
)

// The same rows through json/v2.
func TestFieldJSONv2(t *testing.T) {
	testFieldJSON(t,
		func(v any) ([]byte, error) { return jsonv2.Marshal(v) },
		func(data []byte, v any) error { return jsonv2.Unmarshal(data, v) })
}

// The options of the caller reach the value, at any depth, as they do without a
// Field around it.
func TestFieldJSONv2Options(t *testing.T) {
	type person struct {
		Name string             `json:"name"`
		Tags []string           `json:"tags"`
		Next patch.Field[[]int] `json:"next,omitzero"`
	}
	type update struct {
		Person patch.Field[person] `json:"person"`
	}
	unmarshal := func(text string, options ...jsonv2.Options) (update, error) {
		var u update
		err := jsonv2.Unmarshal([]byte(text), &u, options...)
		return u, err
	}
	want := update{patch.Set(person{Name: "a"})}

	got, err := unmarshal(`{"PERSON":{"NAME":"a"}}`, jsonv2.MatchCaseInsensitiveNames(true))
	require.NoError(t, err)
	require.Equal(t, want, got, "names in any case")
	got, err = unmarshal(`{"person":{"NAME":"a","name":"a"}}`)
	require.NoError(t, err)
	require.Equal(t, want, got, "which the default does not match")

	_, err = unmarshal(`{"person":{"name":"a","x":0}}`, jsonv2.RejectUnknownMembers(true))
	e, ok := errors.AsType[*jsonv2.SemanticError](err)
	require.True(t, ok, "%v", err)
	require.ErrorIs(t, err, jsonv2.ErrUnknownName)
	require.Equal(t, jsontext.Pointer("/person/x"), e.JSONPointer, "the whole way to it")

	text, err := jsonv2.Marshal(want)
	require.NoError(t, err)
	require.Equal(t, `{"person":{"name":"a","tags":[]}}`, string(text))
	text, err = jsonv2.Marshal(want, jsonv2.FormatNilSliceAsNull(true))
	require.NoError(t, err)
	require.Equal(t, `{"person":{"name":"a","tags":null}}`, string(text))
	text, err = jsonv2.Marshal(want, jsontext.WithIndent(" "))
	require.NoError(t, err)
	require.Equal(t, "{\n \"person\": {\n  \"name\": \"a\",\n  \"tags\": []\n }\n}", string(text))

	nothing := update{patch.Set(person{Next: patch.Set[[]int](nil)})}
	_, err = jsonv2.Marshal(nothing)
	require.NoError(t, err, "[] by default")
	_, err = jsonv2.Marshal(nothing, jsonv2.FormatNilSliceAsNull(true))
	require.ErrorIs(t, err, patch.ErrNullMember, "what the options make null would mean removal")
	e, ok = errors.AsType[*jsonv2.SemanticError](err)
	require.True(t, ok, "%v", err)
	require.Equal(t, jsontext.Pointer("/person/next"), e.JSONPointer)
}

// What the options of json/v2 allow is still refused: section by section what
// Check refuses.
func TestFieldJSONv2Strict(t *testing.T) {
	lax := []jsonv2.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}
	for _, row := range []struct {
		name, text string
		want       error
		pointer    string
		why        string
	}{
		{"repeated name", `{"f":{"a":1,"a":2}}`, patch.ErrDuplicateName, "/a", "which one would it be?"},
		{"invalid UTF-8", "{\"f\":{\"a\":\"\xff\"}}", patch.ErrInvalidUTF8, "/a", "json/v2 would make it U+FFFD"},
		{"lone surrogate", `{"f":{"a":"\ud800"}}`, patch.ErrInvalidUTF8, "/a", "likewise"},
	} {
		t.Run(row.name, func(t *testing.T) {
			var v struct {
				F patch.Field[map[string]any] `json:"f"`
			}
			v.F = patch.Set(map[string]any{"kept": true})
			err := jsonv2.Unmarshal([]byte(row.text), &v, lax...)
			e, ok := errors.AsType[*patch.Error](err)
			require.True(t, ok, "%v", err)
			require.ErrorIs(t, err, row.want, row.why)
			require.Equal(t, row.pointer, e.Pointer)
			require.Error(t, jsonv2.Unmarshal([]byte(row.text), &v), "json/v2 refuses it by itself")
			require.Equal(t, patch.Set(map[string]any{"kept": true}), v.F, "a failure changes nothing")
		})
	}
	var v struct {
		List []patch.Field[map[string]int] `json:"list"`
	}
	err := jsonv2.Unmarshal([]byte(`{"list":[{},{"a":1,"b":"x"}]}`), &v, lax...)
	e, ok := errors.AsType[*jsonv2.SemanticError](err)
	require.True(t, ok, "%v", err)
	require.Equal(t, jsontext.Pointer("/list/1/b"), e.JSONPointer, "the place is the whole text's")
	require.Equal(t, int64(23), e.ByteOffset)

	require.ErrorContains(t, (*patch.Field[int])(nil).UnmarshalJSONFrom(jsontext.NewDecoder(strings.NewReader("1"))), "nil *patch.Field", "not a panic")
}

// What cannot be written is reported where it is.
func TestFieldJSONv2MarshalErrors(t *testing.T) {
	type inner struct {
		N patch.Field[float64] `json:"n"`
	}
	for _, row := range []struct {
		name    string
		value   any
		pointer jsontext.Pointer
	}{
		{"at the top", patch.Set(inner{patch.Set(math.NaN())}), "/n"},
		{"in a member", map[string]any{"a": patch.Set(inner{patch.Set(math.NaN())})}, "/a/n"},
		{"in an element", []any{1, patch.Set([]any{true, inner{patch.Set(math.NaN())}})}, "/1/1/n"},
		{"in the first element", []any{patch.Set(inner{patch.Set(math.NaN())})}, "/0/n"},
		{"absent", []any{patch.Set(inner{})}, "/0/n"},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := jsonv2.Marshal(row.value)
			e, ok := errors.AsType[*jsonv2.SemanticError](err)
			require.True(t, ok, "%v", err)
			require.Equal(t, row.pointer, e.JSONPointer, "%v", err)
		})
	}
}

// An absent field is an error under omitempty, too: a method cannot know the
// tag, and to write null, which it would take back, would mean removal
// under any other.
func TestOmitEmptyAbsent(t *testing.T) {
	_, err := jsonv2.Marshal(struct {
		Text patch.Field[string] `json:"text,omitempty"`
	}{})
	require.ErrorIs(t, err, patch.ErrAbsent)
}

// omitempty asks how a field encodes, not what it means: it loses the null.
func TestOmitEmptyLosesNull(t *testing.T) {
	type update struct {
		Text patch.Field[string] `json:"text,omitempty"`
	}
	got, err := jsonv2.Marshal(update{patch.Null[string]()})
	require.NoError(t, err)
	require.Equal(t, `{}`, string(got), "why the type comment asks for omitzero")
}
