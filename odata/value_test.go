package odata_test

import (
	"encoding/json"
	"math"
	"testing"

	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"github.com/stretchr/testify/require"
)

func TestValueOf(t *testing.T) {
	for _, row := range []struct {
		name string
		v    any
		want odata.Value
		why  string
	}{
		{"struct", struct {
			A *int   `json:"a"`
			B []bool `json:"b,omitempty"`
		}{}, `{"a":null}`, "by its tags"},
		{"no escapes for HTML", "<&>", `"<&>"`, "whoever embeds it in a page escapes it"},
		{"compact", json.RawMessage(" { \"a\" : 1.0 } "), `{"a":1.0}`, "the digits are kept"},
		{"null", nil, `null`, ""},
	} {
		got, err := odata.ValueOf(row.v)
		require.NoError(t, err, row.name)
		require.Equal(t, row.want, got, "%s: %s", row.name, row.why)
	}

	got, err := odata.ValueOf(math.Inf(1))
	require.IsType(t, new(json.UnsupportedValueError), err, "that of encoding/json comes as it is")
	require.Empty(t, got)
	got, err = odata.ValueOf(map[string]any{"b": json.RawMessage(`{"a":1,"a":2}`)})
	requireFault(t, err, patch.ErrDuplicateName, "odata.ValueOf", "v", "/b/a")
	require.Empty(t, got)
}

func TestValue(t *testing.T) {
	for _, row := range []struct {
		v      odata.Value
		text   string // of a string
		isText bool
		isNull bool
		why    string
	}{
		{`"a\u0062"`, "ab", true, false, "unescaped"},
		{`""`, "", true, false, "an empty text is one"},
		{" \"a\"\n", "a", true, false, "white space around it means nothing"},
		{`null`, "", false, true, "null is none"},
		{"\tnull ", "", false, true, ""},
		{`5`, "", false, false, "another kind"},
		{`{"a":null}`, "", false, false, ""},
		{`"a`, "", false, false, "no JSON"},
		{`"\ud800"`, "", false, false, "half a pair, which encoding/json would replace"},
		{``, "", false, false, "no value"},
	} {
		text, ok := row.v.Text()
		require.Equal(t, row.isText, ok, "%q: %s", row.v, row.why)
		require.Equal(t, row.text, text, "%q", row.v)
		require.Equal(t, row.isNull, row.v.IsNull(), "%q", row.v)
	}
}

// A value is read and written like any other, and checked at each of them.
func TestValueEncode(t *testing.T) {
	var h struct{ V, N odata.Value }
	require.NoError(t, json.Unmarshal([]byte(`{"V": [ 1.0, {"a": null} ], "N": null}`), &h))
	require.Equal(t, odata.Value(`[1.0,{"a":null}]`), h.V)
	require.Equal(t, odata.Value(`null`), h.N, "null is a value like any other")
	b, err := json.Marshal(h)
	require.NoError(t, err)
	require.Equal(t, `{"V":[1.0,{"a":null}],"N":null}`, string(b))

	var list []any
	require.NoError(t, h.V.Unmarshal(&list))
	require.Equal(t, []any{1.0, map[string]any{"a": nil}}, list)
	requireFault(t, odata.Value(`[1,{"a":1,"a":2}]`).Unmarshal(&list), patch.ErrDuplicateName, "odata.Value.Unmarshal", "v", "/1/a")

	const before = "x"
	out, err := odata.Value(" [ 1 ] ").AppendJSON([]byte(before))
	require.NoError(t, err)
	require.Equal(t, before+`[1]`, string(out), "compact")
	out, err = odata.Value(`[1`).AppendJSON([]byte(before))
	requireFault(t, err, patch.ErrSyntax, "odata.Value.AppendJSON", "v", "")
	require.Equal(t, before, string(out), "dst comes back as it was")
	_, err = odata.Value("").MarshalJSON()
	require.ErrorIs(t, err, patch.ErrSyntax, "no value does not encode")

	requireFault(t, h.V.UnmarshalJSON([]byte(`[1,2`)), patch.ErrSyntax, "odata.Value.UnmarshalJSON", "data", "")
	require.Equal(t, odata.Value(`[1.0,{"a":null}]`), h.V, "as it was")
	var none *odata.Value
	require.EqualError(t, none.UnmarshalJSON([]byte(`1`)), "odata.Value.UnmarshalJSON: the pointer is nil")
}
