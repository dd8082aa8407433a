package odata_test

import (
	"encoding/json"
	"strings"
	"testing"

	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

func TestErrorBody(t *testing.T) {
	full := odata.Error{
		Code: "badRequest", Message: "Two <members> are wrong.", Target: "/",
		Details: []odata.ErrorDetail{
			{Code: "outOfRange", Message: "too large", Target: "/resultInfo/code"},
			{Code: "tooLong", Message: ""},
		},
		InnerError: json.RawMessage(`{"date":"2021-06-15","n":1.0}`),
	}
	const text = `{"error":{"code":"badRequest","message":"Two <members> are wrong.","target":"/","details":[` +
		`{"code":"outOfRange","message":"too large","target":"/resultInfo/code"},{"code":"tooLong","message":""}],` +
		`"innerError":{"date":"2021-06-15","n":1.0}}}`
	for _, row := range []struct {
		name, why, text string
		want            odata.Error
		again           string // the encoding, where it is not text
	}{
		{"all members", "the order of the specification", text, full, ""},
		{"least", "code and message are always written", `{"error":{"code":"","message":""}}`, odata.Error{}, ""},
		{"standard spelling", "innererror is OData's, innerError is Graph's", `{"error":{"code":"c","message":"m","innererror":{"a":1}}}`,
			odata.Error{Code: "c", Message: "m", InnerError: json.RawMessage(`{"a":1}`)}, `{"error":{"code":"c","message":"m","innerError":{"a":1}}}`},
		{"nulls", "null counts as absent", `{"error":{"code":null,"message":"m","target":null,"details":null,"innererror":null}}`,
			odata.Error{Message: "m"}, `{"error":{"code":"","message":"m"}}`},
		{"others", "annotations and unknown members must not stop a reader", `{"@odata.context":"x","error":{"@a.b":1,"code":"c","message":"m","Code":"x","details":[{"code":"d","message":"n","x":[1]}]},"z":0}`,
			odata.Error{Code: "c", Message: "m", Details: []odata.ErrorDetail{{Code: "d", Message: "n"}}},
			`{"error":{"code":"c","message":"m","details":[{"code":"d","message":"n"}]}}`},
		{"scalar inside", "innerError is any value", `{"error":{"code":"c","message":"m","innerError":"x"}}`,
			odata.Error{Code: "c", Message: "m", InnerError: json.RawMessage(`"x"`)}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			var got odata.Error
			require.NoError(t, got.UnmarshalJSON([]byte(row.text)), row.why)
			require.Empty(t, cmp.Diff(row.want, got), row.why)
			b, err := got.MarshalJSON()
			require.NoError(t, err)
			if row.again == "" {
				row.again = row.text
			}
			require.Equal(t, row.again, string(b), row.why)
			var second odata.Error
			require.NoError(t, json.Unmarshal(b, &second))
			require.Empty(t, cmp.Diff(got, second), "what is written is read back")
		})
	}
	require.EqualError(t, &full, "odata: badRequest: Two <members> are wrong.")
	require.EqualError(t, (*odata.Error)(nil), "odata: a nil *odata.Error, which is no error")
}

func TestErrorBodyRefused(t *testing.T) {
	for _, row := range []struct {
		name, why, text, pointer string
		cause                    error
	}{
		{"no error", "a body without it says nothing", `{}`, "", patch.ErrWrongType},
		{"another case", "names match exactly", `{"Error":{}}`, "", patch.ErrWrongType},
		{"null error", "there is no error", `{"error":null}`, "/error", patch.ErrWrongType},
		{"not an object", "a string is no error", `{"error":"x"}`, "/error", patch.ErrWrongType},
		{"array", "nor is a list", `[{"error":{}}]`, "", patch.ErrWrongType},
		{"code", "a number is no code", `{"error":{"code":400}}`, "/error/code", patch.ErrWrongType},
		{"details", "they are a list", `{"error":{"details":{}}}`, "/error/details", patch.ErrWrongType},
		{"null detail", "of objects", `{"error":{"details":[{},null]}}`, "/error/details/1", patch.ErrWrongType},
		{"detail target", "whose members are strings", `{"error":{"details":[{"target":[]}]}}`, "/error/details/0/target", patch.ErrWrongType},
		{"both spellings", "which one would count?", `{"error":{"innererror":{},"innerError":{}}}`, "/error/innerError", patch.ErrDuplicateName},
		{"both, one null", "null is there as well", `{"error":{"innerError":null,"innererror":{}}}`, "/error/innererror", patch.ErrDuplicateName},
		{"twice", "a repeated name", `{"error":{},"error":{}}`, "/error", patch.ErrDuplicateName},
		{"rest", "something after the value", `{"error":{}}{}`, "", patch.ErrSyntax},
		{"cut off", "the end is missing", `{"error":{"code":"x`, "/error/code", patch.ErrSyntax},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := odata.Error{Code: "before"}
			requireFault(t, e.UnmarshalJSON([]byte(row.text)), row.cause, "odata.Error.UnmarshalJSON", "data", row.pointer)
			require.Equal(t, odata.Error{Code: "before"}, e, "unchanged")
		})
	}
	e := odata.Error{Code: "before"}
	require.NoError(t, e.UnmarshalJSON([]byte("null")))
	require.Equal(t, "before", e.Code, "null does nothing")

	for pointer, e := range map[string]odata.Error{
		"/error/code":              {Code: "\xff"},
		"/error/message":           {Message: "\xff"},
		"/error/target":            {Target: "\xff"},
		"/error/details/1/code":    {Details: []odata.ErrorDetail{{}, {Code: "\xff"}}},
		"/error/details/0/message": {Details: []odata.ErrorDetail{{Message: "\xff"}}},
		"/error/details/0/target":  {Details: []odata.ErrorDetail{{Target: "\xff"}}},
	} {
		b, err := e.MarshalJSON()
		requireFault(t, err, patch.ErrInvalidUTF8, "odata.Error.MarshalJSON", "e", pointer)
		require.Empty(t, b)
	}
	_, err := odata.Error{InnerError: json.RawMessage(`{"a":1,"a":2}`)}.MarshalJSON()
	requireFault(t, err, patch.ErrDuplicateName, "odata.Error.MarshalJSON", "e", "/error/innerError/a")
	_, err = odata.Error{InnerError: json.RawMessage{}}.MarshalJSON()
	requireFault(t, err, patch.ErrSyntax, "odata.Error.MarshalJSON", "e", "/error/innerError")

	for levels, cause := range map[int]error{9_998: nil, 9_999: patch.ErrDepth} { // beside the body and the error
		deep := json.RawMessage(strings.Repeat("[", levels) + strings.Repeat("]", levels))
		b, err := odata.Error{InnerError: deep}.MarshalJSON()
		require.ErrorIs(t, err, cause)
		text := `{"error":{"code":"","message":"","innerError":` + string(deep) + `}}`
		require.ErrorIs(t, new(odata.Error).UnmarshalJSON([]byte(text)), cause, "it is read as deep as it is written")
		if cause == nil {
			require.Equal(t, text, string(b))
		}
	}
}
