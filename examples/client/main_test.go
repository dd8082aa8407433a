package main

import (
	"bytes"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/examples/server/api"
	"example.com/graphcomms/examples/server/store"
)

func TestRun(t *testing.T) {
	s, err := store.Open(t.Context(), "")
	require.NoError(t, err)
	defer s.Close()
	op := commsop.Operation{ID: "1", Status: commsop.StatusRunning, ClientContext: "x"}
	require.NoError(t, s.Add(t.Context(), "c", op))
	server := httptest.NewServer(api.New(s, api.Options{}))
	defer server.Close()

	for _, test := range []struct {
		name, why string
		args      []string
		out, err  string
	}{
		{"list", "without an operation", []string{"c"},
			"{\n  \"value\": [\n    {\n      \"id\": \"1\",\n      \"status\": \"Running\",\n      \"clientContext\": \"x\",\n      \"@odata.etag\": \"W/\\\"1\\\"\"\n    }\n  ]\n}\n", ""},
		{"clear", "an empty flag is given all the same", []string{"-context", "", "c", "1"},
			"PATCH {\n  \"clientContext\": null\n}\n{\n  \"id\": \"1\",\n  \"status\": \"Running\",\n  \"@odata.etag\": \"W/\\\"2\\\"\"\n}\n", ""},
		{"refused", "the patch, and what is wrong with it", []string{"-status", "Gone", "c", "1"},
			"PATCH {\n  \"status\": \"Gone\"\n}\n", "400 unknownValue: The member at /status must be one of NotStarted, Running, Completed, Failed."},
		{"result", "where there was none", []string{"-code", "200", "-status", "Completed", "c", "1"},
			"PATCH {\n  \"status\": \"Completed\",\n  \"resultInfo\": {\n    \"@odata.type\": \"#microsoft.graph.resultInfo\",\n    \"code\": 200,\n    \"subcode\": 0\n  }\n}\n" +
				"{\n  \"id\": \"1\",\n  \"status\": \"Completed\",\n  \"resultInfo\": {\n    \"@odata.type\": \"#microsoft.graph.resultInfo\",\n    \"code\": 200,\n    \"subcode\": 0\n  },\n  \"@odata.etag\": \"W/\\\"3\\\"\"\n}\n", ""},
		{"unknown", "there is no such operation", []string{"c", "2"}, "", "404 ResourceNotFound: There is no such operation."},
	} {
		var out bytes.Buffer
		err := run(t.Context(), append([]string{"-server", server.URL}, test.args...), &out)
		require.Equal(t, test.out, out.String(), "%s: %s", test.name, test.why)
		if test.err == "" {
			require.NoError(t, err, test.name)
		} else {
			require.EqualError(t, err, test.err, test.name)
		}
	}
}
