package graphcommstest_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/graphcommstest"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

func TestRoundTrip(t *testing.T) {
	text := []byte(`{"status":"completed","resultInfo":{"code":"200","x":null},"clientContext":null,"n":1e400,"s":"<\u2028>"}`)
	require.NoError(t, graphcommstest.RoundTrip[commsop.Operation](text))
	require.NoError(t, graphcommstest.RoundTrip[*commsop.Operation](text))
	require.NoError(t, graphcommstest.RoundTrip[commsop.Patch](text))
	require.NoError(t, graphcommstest.RoundTrip[odata.Members](text))
	require.NoError(t, graphcommstest.RoundTrip[json.RawMessage](text))
	require.NoError(t, graphcommstest.RoundTrip[*commsop.Operation]([]byte("null")))
}

func TestRoundTripFindsLosses(t *testing.T) {
	type lossy struct {
		N float64 `json:"n"`
		S string  `json:"s,omitempty"`
	}
	for _, test := range []struct{ name, text, want string }{
		{"an unlisted member", `{"n":1,"x":1}`, "/x\n  - 1"},
		{"digits", `{"n":9007199254740993}`, "- 9007199254740993\n  + 9007199254740992"},
		{"empty is not absent", `{"n":1,"s":""}`, "/s\n  - \"\""},
		{"the wrong kind", `{"n":"1"}`, "decoding: "},
	} {
		err := graphcommstest.RoundTrip[lossy]([]byte(test.text))
		require.ErrorContains(t, err, test.want, test.name)
		require.ErrorContains(t, err, "lossy through encoding/json: ", test.name)
		require.NotContains(t, err.Error(), "its own methods", "it has none: %s", test.name)
	}
	err := graphcommstest.RoundTrip[lossy]([]byte(`{"n":1,}`))
	require.EqualError(t, err, "graphcommstest.RoundTrip: data (byte 7): invalid JSON syntax")
	require.ErrorIs(t, err, patch.ErrSyntax)
}

// forgetful is right with encoding/json, which hides what its own methods do.
type forgetful struct{ raw string }

func (f forgetful) MarshalJSON() ([]byte, error)          { return []byte(f.raw), nil }
func (f forgetful) AppendJSON(dst []byte) ([]byte, error) { return append(dst, "{}"...), nil }
func (f *forgetful) UnmarshalJSON(data []byte) error      { f.raw = string(data); return nil }

// refusing fails in all methods.
type refusing struct{}

var errRefused = errors.New("refused")

func (refusing) AppendJSON(dst []byte) ([]byte, error) { return dst, errRefused }
func (*refusing) UnmarshalJSON([]byte) error           { return nil }

// broken writes what is not JSON.
type broken struct{}

func (*broken) AppendJSON(dst []byte) ([]byte, error) { return append(dst, `{"a":`...), nil }

// particular reads what begins with a brace alone; encoding/json takes white space
// away before it.
type particular struct{}

func (particular) AppendJSON(dst []byte) ([]byte, error) { return append(dst, "{}"...), nil }
func (*particular) UnmarshalJSON(data []byte) error {
	if data[0] != '{' {
		return errRefused
	}
	return nil
}

func TestRoundTripThroughOwnMethods(t *testing.T) {
	err := graphcommstest.RoundTrip[forgetful]([]byte(`{"a":1}`))
	require.EqualError(t, err, "graphcommstest: graphcommstest_test.forgetful through its own methods: "+
		"the meaning changed (-want +got)\n/a\n  - 1")

	err = graphcommstest.RoundTrip[refusing]([]byte(`{}`))
	require.ErrorIs(t, err, errRefused)
	require.Equal(t, 1, strings.Count(err.Error(), "graphcommstest:"), "encoding/json is fine: %v", err)

	err = graphcommstest.RoundTrip[broken]([]byte(`{}`))
	require.ErrorContains(t, err, "through its own methods: graphcommstest.RoundTrip: encoded at /a (byte 5)")

	require.NoError(t, graphcommstest.RoundTrip[particular]([]byte(`{}`)))
	err = graphcommstest.RoundTrip[particular]([]byte(` {}`))
	require.EqualError(t, err, "graphcommstest: graphcommstest_test.particular through its own methods: decoding: refused")
}
