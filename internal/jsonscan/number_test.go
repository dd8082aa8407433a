package jsonscan

import (
	"encoding/json"
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNumber(t *testing.T) {
	// Every text of up to five of these bytes.
	const alphabet = "-+01.eE9"
	var try func(text string)
	try = func(text string) {
		end, f := consumeNumber([]byte(text), 0)
		got := f&Failed == 0 && end == len(text)
		if got != json.Valid([]byte(text)) {
			t.Fatalf("%q: a number: %v", text, got)
		}
		if len(text) < 5 {
			for _, c := range alphabet {
				try(text + string(c))
			}
		}
	}
	try("")
}

// rational is the value of a number with a small exponent.
func rational(t *testing.T, text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	require.True(t, ok, text)
	return r
}

// Numbers out of few digits, so that many are the same, against fractions.
func TestSameNumber(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	digits := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = "0001"[random.IntN(4)]
		}
		return string(b)
	}
	number := func() string {
		s := []string{"", "-"}[random.IntN(2)] + []string{"0", "1" + digits(random.IntN(4))}[random.IntN(2)]
		if n := random.IntN(5); n > 0 {
			s += "." + digits(n)
		}
		if random.IntN(2) > 0 {
			s += []string{"e", "E", "e+", "e-", "E-0"}[random.IntN(5)] + strconv.Itoa(random.IntN(6))
		}
		return s
	}
	same := 0
	for range 50_000 {
		a, b := number(), number()
		want := rational(t, a).Cmp(rational(t, b)) == 0
		if got := SameNumber([]byte(a), []byte(b)); got != want {
			t.Fatalf("SameNumber(%s, %s) = %v", a, b, got)
		}
		x, y := requireCanonical(t, a), requireCanonical(t, b)
		require.Zero(t, rational(t, x).Cmp(rational(t, a)), "the canonical spelling of %s is %s", a, x)
		if (x == y) != want {
			t.Fatalf("%s and %s have the canonical spellings %s and %s", a, b, x, y)
		}
		if want {
			same++
		}
	}
	require.Greater(t, same, 1000, "the generator must collide")
}

// requireCanonical returns the canonical spelling of a number, which must be its
// own.
func requireCanonical(t *testing.T, text string) string {
	t.Helper()
	got := AppendCanonicalNumber(nil, []byte(text))
	if !json.Valid(got) || string(AppendCanonicalNumber(nil, got)) != string(got) {
		t.Fatalf("the canonical spelling of %s is %s", text, got)
	}
	return string(got)
}

// Exponents about the size where they stop to be added as int64: shift moves
// the same value from the exponent to the digits.
func TestSameNumberExponents(t *testing.T) {
	for _, exp := range []string{"0", "99999999999999999", "999999999999999995", "999999999999999999", "1000000000000000000",
		"1000000000000000005", "9223372036854775807", "9223372036854775808", "99999999999999999999999999", "100000000000000000000000000"} {
		for _, sign := range []string{"", "-"} {
			n, _ := new(big.Int).SetString(sign+exp, 10)
			for shift := range int64(40) {
				zeros := strings.Repeat("0", int(shift))
				plain := "12e" + n.String()
				if exp != "0" {
					require.Equal(t, "1.2e"+new(big.Int).Add(n, big.NewInt(1)).String(), requireCanonical(t, plain))
				}
				up := "12" + zeros + "e" + new(big.Int).Sub(n, big.NewInt(shift)).String()
				down := "0." + zeros + "12e" + new(big.Int).Add(n, big.NewInt(shift+2)).String()
				padded := "12.0e" + sign + "000" + exp
				for _, other := range []string{up, down, padded} {
					require.True(t, SameNumber([]byte(plain), []byte(other)), "%s and %s", plain, other)
					require.False(t, SameNumber([]byte(plain), []byte("-"+other)), "%s and -%s", plain, other)
					require.False(t, SameNumber([]byte(plain), []byte("1"+other)), "%s and 1%s", plain, other)
					require.Equal(t, requireCanonical(t, plain), requireCanonical(t, other), "%s and %s", plain, other)
				}
				off := "12" + zeros + "e" + new(big.Int).Sub(n, big.NewInt(shift+1)).String()
				require.False(t, SameNumber([]byte(plain), []byte(off)), "%s and %s", plain, off)
			}
		}
	}
}

func TestAppendCanonicalNumber(t *testing.T) {
	zeros := strings.Repeat("0", 21)
	for _, row := range []struct{ name, text, want, why string }{
		{"zero", "-0.00E-5", "0", "no sign, no exponent"},
		{"huge zero", "0e99999999999999999999", "0", "likewise"},
		{"plain", "120", "120", "as it stands"},
		{"a fraction", "-12.50", "-12.5", "zeros after the last digit say nothing"},
		{"an exponent", "1.25E+02", "125", "20 zeros are few"},
		{"below one", "125e-5", "0.00125", "likewise"},
		{"20 zeros", "7e20", "7" + zeros[:20], "the most that are written out"},
		{"21 zeros", "70" + zeros[:20], "7e21", "one more"},
		{"19 zeros after the point", "7e-20", "0." + zeros[:19] + "7", "the most that are written out, with the one before it"},
		{"20 zeros after the point", "0." + zeros[:20] + "7", "7e-21", "one more"},
		{"digits beyond any float", "9007199254740993.0", "9007199254740993", "never rounded"},
		{"many digits and an exponent", "-12345e99", "-1.2345e103", "one digit before the point"},
		{"an exponent beyond int64", "0.1e99999999999999999999", "1e99999999999999999998", "it is counted in digits"},
		{"a carry", "10e99999999999999999999", "1e100000000000000000000", "likewise"},
		{"down", "100e-100000000000000000000", "1e-99999999999999999998", "likewise"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := AppendCanonicalNumber([]byte("before"), []byte(row.text))
			require.Equal(t, "before"+row.want, string(got), row.why)
		})
	}
}

func TestInt32(t *testing.T) {
	for _, n := range []int64{0, 1, -1, 9, 10, math.MaxInt32 - 1, math.MaxInt32, math.MaxInt32 + 1, math.MinInt32 + 1, math.MinInt32,
		math.MinInt32 - 1, 1 << 32, 1<<32 + 1, -1 << 32, math.MaxInt64, math.MinInt64} {
		text := strconv.FormatInt(n, 10)
		got, err := Int32([]byte(text))
		if n == int64(int32(n)) {
			require.NoError(t, err, text)
			require.Equal(t, n, int64(got))
		} else {
			require.Equal(t, ErrOutOfRange, err, text)
		}
		quoted, err := TextInt32([]byte(`"` + text + `"`))
		if n == int64(int32(n)) {
			require.NoError(t, err, text)
			require.Equal(t, n, int64(quoted))
		} else {
			require.Equal(t, ErrWrongType, err, "a quoted one is a string that does not fit")
		}
	}
	for _, row := range []struct {
		text string
		want int32
		err  error
	}{
		{"-0", 0, nil}, {"-00012", -12, nil}, {strings.Repeat("0", 100) + "7", 7, nil},
		{"1" + strings.Repeat("0", 100_000), 0, ErrOutOfRange}, {"99999999999999999999", 0, ErrOutOfRange},
		{"", 0, ErrNotInteger}, {"-", 0, ErrNotInteger}, {"--1", 0, ErrNotInteger}, {"+1", 0, ErrNotInteger}, {" 1", 0, ErrNotInteger},
		{"4.0", 0, ErrNotInteger}, {"1e2", 0, ErrNotInteger}, {"99999999999e0", 0, ErrNotInteger}, {"٣", 0, ErrNotInteger},
	} {
		got, err := Int32([]byte(row.text))
		require.Equal(t, row.err, err, "%.20q", row.text)
		require.Equal(t, row.want, got, "%.20q", row.text)
	}
	n, err := TextInt32([]byte(`"\u002d\u0031"`))
	require.NoError(t, err)
	require.Equal(t, int32(-1), n, "escapes are read")
	_, err = TextInt32([]byte(`4.5`))
	require.Equal(t, ErrNotInteger, err)
}
