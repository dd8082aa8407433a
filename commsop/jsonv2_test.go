//go:build go1.27 && goexperiment.jsonv2

package commsop_test

import (
	"encoding/json/jsontext"
	jsonv2 "encoding/json/v2"
	"strings"
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/patch"
	"github.com/stretchr/testify/require"
)

// encoding/json/v2 reads and writes what Decode and AppendJSON do.
func TestEncodingJSONV2(t *testing.T) {
	const text = `{"@type":"graph.x","id":null,"status":"running","clientContext":"<&>","resultInfo":{"code":"007"},"x":1.0,"y":null,"Status":9007199254740993}`
	type holder struct {
		V commsop.Operation            `json:"v"`
		P *commsop.Operation           `json:"p"`
		S []commsop.Operation          `json:"s"`
		M map[string]commsop.Operation `json:"m"`
		Q commsop.Patch                `json:"q"`
		G commsop.Page                 `json:"g"`
	}
	const all = `{"v":` + text + `,"p":` + text + `,"s":[` + text + `],"m":{"k":` + text + `},"q":` + text + `,"g":{"value":[` + text + `]}}`
	var h holder
	d := jsontext.NewDecoder(strings.NewReader(all + all))
	require.NoError(t, jsonv2.UnmarshalDecode(d, &h))
	require.NoError(t, jsonv2.UnmarshalDecode(d, &h), "a decoder goes on to the next value")
	for _, o := range []commsop.Operation{h.V, *h.P, h.S[0], h.M["k"], h.G.Value[0]} {
		require.Equal(t, text, encode(t, o))
	}
	b, err := jsonv2.Marshal(h)
	require.NoError(t, err)
	require.Equal(t, all, string(b))

	require.NoError(t, jsonv2.Unmarshal([]byte(`{"v":{"id":"a"},"q":{},"g":{"value":[]}}`), &h))
	require.Equal(t, `{"id":"a"}`, encode(t, h.V), "replaced, not merged")
	err = jsonv2.Unmarshal([]byte(`{"id":7,"status":[]}`), &h.V)
	require.ErrorIs(t, err, patch.ErrWrongType)
	require.Equal(t, `{"id":"a"}`, encode(t, h.V), "unchanged after an error")

	g := newGenerator(2)
	for range 300 {
		text := g.text(operationShape)
		o, err := commsop.Decode(text)
		var v commsop.Operation
		require.Equal(t, err == nil, jsonv2.Unmarshal(text, &v) == nil, "%s", text)
		if err == nil {
			require.Equal(t, encode(t, o), encode(t, v))
		}
	}
}
