//go:build go1.27 && goexperiment.jsonv2

package patch_test

import (
	jsonv2 "encoding/json/v2"
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

// omitempty asks how a field encodes, not what it means: it loses the null.
func TestOmitEmptyLosesNull(t *testing.T) {
	type update struct {
		Text patch.Field[string] `json:"text,omitempty"`
	}
	got, err := jsonv2.Marshal(update{patch.Null[string]()})
	require.NoError(t, err)
	require.Equal(t, `{}`, string(got), "why the type comment asks for omitzero")
}
