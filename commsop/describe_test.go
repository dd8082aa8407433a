package commsop

import (
	"log/slog"
	"testing"

	"example.com/graphcomms/odata"
	"github.com/stretchr/testify/require"
)

// What is empty is left out; a number never is.
func TestDescribe(t *testing.T) {
	for _, row := range []struct {
		why, want  string
		additional odata.Members
		names      []string
		attrs      []slog.Attr
	}{
		{"nothing to show", "x{}", nil, nil, nil},
		{"in the order given", "x{type=~a-1/b.c code=0 subcode=-7}", nil, nil, []slog.Attr{slog.String("type", "~a-1/b.c"), slog.Int("code", 0), slog.Int("subcode", -7)}},
		{"empty ones", "x{}", odata.Members{}, []string{}, []slog.Attr{slog.String("id", ""), slog.Any("type", "")}},
		{"names", "x{members=[a b]}", odata.Members{{Name: "b"}}, []string{"a"}, nil},
		{"in quotes where they could be something else", `x{id="a b" members=["" "x\ny" "=" "[" "]" "{" "}" "\"" "\\"]}`,
			nil, []string{"", "x\ny", "=", "[", "]", "{", "}", `"`, `\`}, []slog.Attr{slog.String("id", "a b")}},
	} {
		d := describe("x", row.additional, row.names, row.attrs...)
		require.Equal(t, row.want, d.String(), row.why)
		require.Len(t, d.LogValue().Group(), len(d.attrs), row.why)
	}
	given := []slog.Attr{slog.String("a", ""), slog.String("b", "c")}
	describe("x", nil, nil, given...)
	require.Equal(t, "a", given[0].Key, "the list is the caller's")
}
