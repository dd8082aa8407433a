package ascii_test

import (
	"testing"

	"example.com/graphcomms/internal/ascii"
	"github.com/stretchr/testify/require"
)

func TestFold(t *testing.T) {
	for _, row := range []struct {
		s, t string
		same bool
		why  string
	}{
		{"Running", "rUNNING", true, "letters fold"},
		{"", "", true, "nothing is nothing"},
		{"a", "ab", false, "lengths differ"},
		{"[@`{", "{`@[", false, "neighbours of letters are none"},
		{"@", "`", false, "@ and ` differ by the bit that cases differ by"},
		{"[", "{", false, "so do [ and {"},
		{"\u212a", "k", false, "the Kelvin sign is no k"},
		{"ſ", "s", false, "ſ is no s"},
		{"É", "é", false, "only ASCII folds"},
	} {
		require.Equal(t, row.same, ascii.EqualFold(row.s, row.t), "%q %q: %s", row.s, row.t, row.why)
		require.Equal(t, row.same, ascii.EqualFold(row.t, row.s), "%q %q: %s", row.t, row.s, row.why)
		rest, ok := ascii.CutPrefixFold(row.s+"Rest", row.t)
		require.Equal(t, row.same, ok, row.why)
		if row.same {
			require.Equal(t, "Rest", rest, row.why)
		} else {
			require.Equal(t, row.s+"Rest", rest, "as it was")
		}
	}
	_, ok := ascii.CutPrefixFold("gra", "graph")
	require.False(t, ok, "shorter than the prefix")
	for c := range 256 {
		want := byte(c)
		if c >= 'A' && c <= 'Z' {
			want = byte(c) + 32
		}
		require.Equal(t, want, ascii.Lower(byte(c)))
	}
}
