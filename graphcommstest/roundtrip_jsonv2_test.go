//go:build go1.27 && goexperiment.jsonv2

package graphcommstest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/graphcommstest"
	"example.com/graphcomms/patch"
)

// A tag that only json/v2 reads in another way is found.
func TestRoundTripThroughJSONv2(t *testing.T) {
	type update struct {
		Text patch.Field[string] `json:"text,omitempty"`
	}
	err := graphcommstest.RoundTrip[update]([]byte(`{"text":null}`))
	require.ErrorContains(t, err, "through encoding/json/v2: the meaning changed (-want +got)\n/text\n  - null")
	require.NotContains(t, err.Error(), "through encoding/json:")
}
