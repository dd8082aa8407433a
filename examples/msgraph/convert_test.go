package msgraph_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	abstractions "github.com/microsoft/kiota-abstractions-go"
	"github.com/microsoft/kiota-abstractions-go/authentication"
	"github.com/microsoft/kiota-abstractions-go/serialization"
	kiotahttp "github.com/microsoft/kiota-http-go"
	kiota "github.com/microsoft/kiota-serialization-json-go"
	core "github.com/microsoftgraph/msgraph-sdk-go-core"
	"github.com/microsoftgraph/msgraph-sdk-go/communications"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/stretchr/testify/require"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/examples/msgraph"
	"example.com/graphcomms/examples/server/api"
	"example.com/graphcomms/examples/server/store"
	"example.com/graphcomms/graphcommstest"
)

func decode(t *testing.T, text string) commsop.Operation {
	t.Helper()
	op, err := commsop.Decode([]byte(text))
	require.NoError(t, err)
	return op
}

func TestThereAndBack(t *testing.T) {
	for _, test := range []struct{ name, why, text, want string }{
		{"whole", "what the SDK declares comes back",
			`{"@odata.type":"#microsoft.graph.commsOperation","id":"1","status":"Running","clientContext":"x","resultInfo":{"@odata.type":"#microsoft.graph.resultInfo","code":200,"subcode":0,"message":"m"}}`,
			`{"@odata.type":"#microsoft.graph.commsOperation","id":"1","status":"Running","clientContext":"x","resultInfo":{"@odata.type":"#microsoft.graph.resultInfo","code":200,"subcode":0,"message":"m"}}`},
		{"status of live payloads", "the cure of ToSDK",
			`{"@odata.type":"#microsoft.graph.commsOperation","id":"1","status":"completed"}`,
			`{"@odata.type":"#microsoft.graph.commsOperation","id":"1","status":"Completed"}`},
		{"unknown status", "the SDK drops it",
			`{"@odata.type":"#microsoft.graph.commsOperation","id":"1","status":"String"}`,
			`{"@odata.type":"#microsoft.graph.commsOperation","id":"1"}`},
		{"no status", "stays so",
			`{"@odata.type":"#microsoft.graph.commsOperation","id":"1"}`,
			`{"@odata.type":"#microsoft.graph.commsOperation","id":"1"}`},
		{"nulls", "dropped: null and absent are one to the SDK",
			`{"@odata.type":"#microsoft.graph.commsOperation","id":"1","clientContext":null,"resultInfo":null}`,
			`{"@odata.type":"#microsoft.graph.commsOperation","id":"1"}`},
		{"digits", "a number of more than 16 digits is another one",
			`{"@odata.type":"#microsoft.graph.commsOperation","id":"1","n":12345678901234567890}`,
			`{"@odata.type":"#microsoft.graph.commsOperation","id":"1","n":12345678901234567000}`},
		{"derived type", "its own members are in the SDK's own type",
			`{"@odata.type":"#microsoft.graph.recordOperation","id":"1","status":"Completed","recordingLocation":"https://example.com/r"}`,
			`{"@odata.type":"#microsoft.graph.recordOperation","id":"1","status":"Completed","recordingLocation":"https://example.com/r"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			v, err := msgraph.ToSDK(decode(t, test.text))
			require.NoError(t, err)
			op, err := msgraph.FromSDK(v)
			require.NoError(t, err)
			got, err := op.AppendJSON(nil)
			require.NoError(t, err)
			if report := graphcommstest.Diff([]byte(test.want), got); report != "" {
				t.Errorf("%s: %s", test.why, report)
			}
		})
	}
}

// Without the cure the SDK has no status at all.
func TestSDKDropsLowerCase(t *testing.T) {
	op := decode(t, `{"@odata.type":"#microsoft.graph.commsOperation","id":"1","status":"completed"}`)
	v, err := msgraph.ToSDK(op)
	require.NoError(t, err)
	require.Equal(t, models.COMPLETED_OPERATIONSTATUS, *v.GetStatus())
	text, err := op.AppendJSON(nil)
	require.NoError(t, err)
	require.Contains(t, string(text), `"status":"completed"`, "ToSDK leaves its argument alone")
	node, err := kiota.NewJsonParseNode(text)
	require.NoError(t, err)
	lossy, err := node.GetObjectValue(models.CreateCommsOperationFromDiscriminatorValue)
	require.NoError(t, err)
	require.Nil(t, lossy.(models.CommsOperationable).GetStatus())
}

// The SDK's own client patches an operation of the example server: compressed,
// and at the first attempt.
func TestClientOfTheSDK(t *testing.T) {
	s, err := store.Open(t.Context(), "")
	require.NoError(t, err)
	defer s.Close()
	require.NoError(t, s.Add(t.Context(), "c", decode(t, `{"@odata.type":"#microsoft.graph.commsOperation","id":"1","status":"Running","clientContext":"x"}`)))
	handler := api.New(s, api.Options{})
	var requests []*http.Request
	var bodies []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		requests, bodies = append(requests, r), append(bodies, string(body))
		r.Body = io.NopCloser(bytes.NewReader(body))
		handler.ServeHTTP(w, r)
	}))
	defer server.Close()

	abstractions.RegisterDefaultSerializer(func() serialization.SerializationWriterFactory { return kiota.NewJsonSerializationWriterFactory() })
	abstractions.RegisterDefaultDeserializer(func() serialization.ParseNodeFactory { return kiota.NewJsonParseNodeFactory() })
	options := core.GraphClientOptions{GraphServiceLibraryVersion: "1.89.0"}
	client := kiotahttp.GetDefaultClient(core.GetDefaultMiddlewaresWithOptions(&options)...)
	adapter, err := core.NewGraphRequestAdapterBaseWithParseNodeFactoryAndSerializationWriterFactoryAndHttpClient(
		&authentication.AnonymousAuthenticationProvider{}, options, nil, nil, client)
	require.NoError(t, err)
	send := func(body models.CommsOperationable) (models.CommsOperationable, error) {
		return communications.NewCallsItemOperationsCommsOperationItemRequestBuilder(server.URL+"/communications/calls/c/operations/1", adapter).Patch(t.Context(), body, nil)
	}

	body := models.NewCommsOperation()
	status := models.COMPLETED_OPERATIONSTATUS
	body.SetStatus(&status)
	got, err := send(body)
	require.NoError(t, err)
	require.Equal(t, models.COMPLETED_OPERATIONSTATUS, *got.GetStatus())
	require.Equal(t, "x", *got.GetClientContext())

	require.Len(t, requests, 1)
	for name, want := range map[string]string{"Content-Encoding": "gzip", "Content-Type": "application/json", "Accept": "application/json"} {
		require.Equal(t, want, requests[0].Header.Get(name))
	}
	unzipped, err := gzip.NewReader(bytes.NewReader([]byte(bodies[0])))
	require.NoError(t, err)
	text, err := io.ReadAll(unzipped)
	require.NoError(t, err)
	require.Equal(t, `{"status":"Completed"}`, string(text))

	_, err = send(models.NewCommsOperation())
	require.NoError(t, err, "nothing changes")
	status = models.RUNNING_OPERATIONSTATUS
	_, err = send(body)
	require.ErrorContains(t, err, "final", "the error of the server's body")
}
