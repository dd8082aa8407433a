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
		why, want string
		attrs     []slog.Attr
	}{
		{"nothing to show", "x{}", nil},
		{"in the order given", "x{type=~a-1/b.c code=0 subcode=-7}", []slog.Attr{slog.String("type", "~a-1/b.c"), slog.Int("code", 0), slog.Int("subcode", -7)}},
		{"empty ones", "x{}", []slog.Attr{slog.String("id", ""), slog.Any("members", []string(nil)), members(nil), {}}},
		{"names", "x{members=[a b]}", []slog.Attr{members(odata.Members{{Name: "b"}}, "a")}},
		{"in quotes where they could be something else", `x{id="a b" members=["" "x\ny" "=" "[" "]" "{" "}" "\"" "\\"]}`,
			[]slog.Attr{slog.String("id", "a b"), members(nil, "", "x\ny", "=", "[", "]", "{", "}", `"`, `\`)}},
	} {
		d := describe("x", row.attrs...)
		require.Equal(t, row.want, d.String(), row.why)
		require.Len(t, d.LogValue().Group(), len(d.attrs), row.why)
	}
	given := []slog.Attr{slog.String("a", ""), slog.String("b", "c")}
	describe("x", given...)
	require.Equal(t, "a", given[0].Key, "the list is the caller's")
}
