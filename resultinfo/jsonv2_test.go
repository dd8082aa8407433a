//go:build go1.27 && goexperiment.jsonv2

package resultinfo_test

import (
	jsonv2 "encoding/json/v2"
	"testing"

	"example.com/graphcomms/resultinfo"
	"github.com/stretchr/testify/require"
)

// encoding/json/v2 reads and writes what Decode and AppendJSON do.
func TestEncodingJSONV2(t *testing.T) {
	const text = `{"@odata.type":"#t","code":"007","subcode":null,"message":"","x":1.0,"Code":"<&>"}`
	type holder struct {
		V resultinfo.ResultInfo   `json:"v"`
		P *resultinfo.ResultInfo  `json:"p"`
		S []resultinfo.ResultInfo `json:"s"`
		Q resultinfo.Patch        `json:"q"`
	}
	const all = `{"v":` + text + `,"p":` + text + `,"s":[` + text + `],"q":` + text + `}`
	var h holder
	require.NoError(t, jsonv2.Unmarshal([]byte(all), &h))
	for _, v := range []appender{h.V, *h.P, h.S[0], h.Q} {
		require.Equal(t, text, encode(t, v))
	}
	b, err := jsonv2.Marshal(h)
	require.NoError(t, err)
	require.Equal(t, all, string(b))

	require.NoError(t, jsonv2.Unmarshal([]byte(`{"code":1}`), &h.V))
	require.Equal(t, `{"code":1}`, encode(t, h.V), "replaced, not merged")
	require.Error(t, jsonv2.Unmarshal([]byte(`{"code":1.0}`), &h.V))
	require.Equal(t, `{"code":1}`, encode(t, h.V), "unchanged after an error")
}
