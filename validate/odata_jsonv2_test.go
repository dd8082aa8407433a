//go:build go1.27 && goexperiment.jsonv2

package validate_test

import (
	"encoding/json/jsontext"
	"encoding/json/v2"
	"errors"
	"fmt"
	"strings"
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/validate"
	"github.com/stretchr/testify/require"
)

// fieldPath is the Field of a json.UnmarshalTypeError for the names, which it
// escapes as in a pointer.
func fieldPath(names ...string) string {
	var p jsontext.Pointer
	for _, name := range names {
		p = p.AppendToken(name)
	}
	return strings.ReplaceAll(strings.TrimPrefix(string(p), "/"), "/", ".")
}

// TestODataErrorOfJSONv2 holds what is made of the errors of encoding/json/v2.
func TestODataErrorOfJSONv2(t *testing.T) {
	type outer struct {
		N  int8                         `json:"n"`
		Op map[string]commsop.Operation `json:"op"`
	}
	for _, row := range []struct{ name, text, want string }{
		{"wrong kind", `{"n":"SECRET"}`, "typeMismatch: The member at /n must be an integer. /n"},
		{"beyond", `{"n":31415}`, "typeMismatch: The member at /n must be an integer in range. /n"},
		{"fraction", `{"n":31415.5}`, "typeMismatch: The member at /n must be an integer in range. /n"},
		{"syntax", `{"op":{"a":SECRET}}`, "syntax: The member at /op/a is not valid JSON. /op/a"},
		{"ends early", `{"op":`, "syntax: The member at /op is not valid JSON. /op"},
		{"repeated", `{"op":{"a/b":{},"a/b":{}}}`, "duplicateName: The member at /op/a~1b is a repeated member name. /op/a~1b"},
		{"not declared", `{"SECRET":1}`, "unknownMember: The member at /SECRET is not a member of this type. /SECRET"},
		{"an operation within", `{"op":{"x":{"status":31415}}}`, "typeMismatch: The member at /op/x/status must be a string. /op/x/status"},
		{"all of it", `{"op":{"x":{"status":31415,"id":[]}}}`, "BadRequest: The request has 2 errors. /op/x/id /op/x/status"},
	} {
		t.Run(row.name, func(t *testing.T) {
			var x outer
			err := json.Unmarshal([]byte(row.text), &x, json.RejectUnknownMembers(true))
			require.Error(t, err)
			e := validate.ODataError(fmt.Errorf("reading: %w", err))
			got := e.Code + ": " + e.Message + " " + e.Target
			for i, d := range e.Details {
				got = strings.TrimSpace(got) + " " + e.Details[i].Target
				require.NotEmpty(t, d.Code)
			}
			require.Equal(t, row.want, got)
		})
	}

	// What a method returned, at a pointer that is long, is told once.
	var list []error
	for range 10 {
		list = append(list, &patch.Error{Pointer: "/id", Err: patch.ErrWrongType})
	}
	long := &json.SemanticError{JSONPointer: jsontext.Pointer("/" + strings.Repeat("x", 2000)), Err: errors.Join(list...)}
	require.Equal(t, long.JSONPointer+"/id", jsontext.Pointer(validate.ODataError(long).Target))
	long.JSONPointer = "/x"
	require.Len(t, validate.ODataError(long).Details, 10)
	theirs := &odata.Error{Code: "theirs"}
	require.Same(t, theirs, validate.ODataError(&json.SemanticError{Err: theirs}))
	require.Equal(t, "UnknownError", validate.ODataError(errors.Join((*json.SemanticError)(nil), (*jsontext.SyntacticError)(nil))).Code)
}
