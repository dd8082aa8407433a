package commsop_test

import (
	"encoding/json"
	"testing"

	"example.com/graphcomms/commsop"
	"github.com/stretchr/testify/require"
)

func TestChangeType(t *testing.T) {
	for _, row := range []struct {
		name, why, text string
		want            commsop.ChangeType
	}{
		{"constant", "current pages", "created", commsop.ChangeCreated},
		{"Pascal case", "live payloads have it", "Updated", commsop.ChangeUpdated},
		{"capitals", "any ASCII case", "DELETED", commsop.ChangeDeleted},
		{"future", "the metadata's own way to grow", "unknownfuturevalue", commsop.ChangeUnknownFutureValue},
		{"0", "a member value of the enum", "0", commsop.ChangeCreated},
		{"1", "a member value of the enum", "1", commsop.ChangeUpdated},
		{"2", "a member value of the enum", "2", commsop.ChangeDeleted},
		{"3", "a member value of the enum", "3", commsop.ChangeUnknownFutureValue},
		{"4", "there is no such value", "4", "4"},
		{"before 0", "nor such a digit", "/", "/"},
		{"01", "a value has one spelling", "01", "01"},
		{"space", "nothing is trimmed", "created ", "created "},
		{"Kelvin sign", "folding is ASCII only", "un\u212anown", "un\u212anown"},
		{"unknown", "the enum is open", "renamed", "renamed"},
		{"none", "the zero ChangeType", "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			converted := commsop.ChangeType(row.text)
			require.Equal(t, row.want, converted.Canonical(), row.why)
			require.Equal(t, row.text, converted.String(), "a conversion keeps the text")
			var c commsop.ChangeType
			require.NoError(t, c.UnmarshalText([]byte(row.text)))
			require.Equal(t, row.want, c, row.why)
			b, err := json.Marshal(map[string]commsop.ChangeType{"k": c})
			require.NoError(t, err)
			var m map[string]commsop.ChangeType
			require.NoError(t, json.Unmarshal(b, &m))
			require.Equal(t, row.want, m["k"], "encoding/json agrees: %s", b)
		})
	}
	var none *commsop.ChangeType
	require.ErrorContains(t, none.UnmarshalText([]byte("created")), "the pointer is nil")
}
