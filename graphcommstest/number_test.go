package graphcommstest

import (
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestNumber(t *testing.T) {
	for _, test := range []struct{ in, want, why string }{
		{"1", "1", "nothing to change"},
		{"1.0", "1", "a fraction of zeros"},
		{"1e0", "1", "an exponent of zero"},
		{"10e-1", "1", "zeros against the exponent"},
		{"1E+2", "100", "the other ways to write e"},
		{"100", "100", "zeros that count"},
		{"-0", "0", "JSON has no second zero"},
		{"0.0e99", "0", "zero whatever the exponent"},
		{"-123.4500", "-123.45", "zeros at the end"},
		{"0.00012", "0.00012", "zeros at the front"},
		{"12345678901234567890123.0001", "12345678901234567890123.0001", "more digits than a float64 has"},
		{"100000000000000000000", "100000000000000000000", "as many zeros as are written out"},
		{"1000000000000000000000", "1e21", "one more"},
		{"1.5e400", "1.5e400", "beyond float64"},
		{"15e-400", "1.5e-399", "and below it"},
		{"1e1000000000", "1e1000000000", "not to be expanded"},
		{"12.5e999999999999999999", "1.25e1000000000000000000", "a carry into one more digit than an int64 holds"},
		{"0.01e1000000000000000000", "1e999999999999999998", "a carry out of it"},
		{"12.5e-1000000000000000000", "1.25e-999999999999999999", "the same below zero"},
		{"0.01e-99999999999999999999", "1e-100000000000000000001", "and away from it"},
		{"1e00000000000000000000000002", "100", "zeros before the exponent"},
	} {
		require.Equal(t, test.want, number(test.in), "number(%s): %s", test.in, test.why)
		require.Equal(t, test.want, number(test.want), "number(%s) is final: %s", test.want, test.why)
	}
}

// Slow and obvious: exact fractions, for exponents that may be expanded.
func FuzzNumber(f *testing.F) {
	f.Add(int64(12), int64(345), int8(-6))
	f.Add(int64(-1), int64(0), int8(21))
	f.Fuzz(func(t *testing.T, whole, fraction int64, exp int8) {
		in := new(big.Rat).SetInt64(whole).Num().String() + "." + strings.TrimLeft(big.NewInt(fraction).String(), "-") + "e" + big.NewInt(int64(exp)).String()
		want, ok := new(big.Rat).SetString(in)
		require.True(t, ok, in)
		out := number(in)
		got, ok := new(big.Rat).SetString(out)
		require.True(t, ok, "number(%s) = %s", in, out)
		require.Zero(t, want.Cmp(got), "number(%s) = %s", in, out)
	})
}

func TestNumberTakesLinearTime(t *testing.T) {
	text := "1.5e" + strings.Repeat("9", 4<<20)
	start := time.Now()
	require.Equal(t, text, number(text))
	require.Less(t, time.Since(start), 5*time.Second)
}
