//go:build go1.27 && goexperiment.jsonv2

package commsop_test

import (
	jsonv2 "encoding/json/v2"
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/patch"
	"github.com/stretchr/testify/require"
)

// encoding/json/v2 reads and writes views as encoding/json does.
func TestViewsJSONV2(t *testing.T) {
	const text = `{"participants":[{"endpointType":null,"identity":{"phone":{"@odata.type":"#p","id":"+1","z":1.0,"a":null},"x":12345678901234567890},"ID":{}},{}]}`
	var v, w commsop.InviteParticipants
	require.NoError(t, jsonv2.Unmarshal([]byte(text), &v))
	b, err := jsonv2.Marshal(v)
	require.NoError(t, err)
	require.Equal(t, text, string(b))
	require.NoError(t, jsonv2.Unmarshal(b, &w))
	require.Equal(t, v, w)

	var at *patch.Error
	require.ErrorAs(t, jsonv2.Unmarshal([]byte(`{"participants":[null]}`), &v), &at)
	require.Equal(t, "/participants/0", at.Pointer)
	require.Equal(t, w, v, "as it was")
}
