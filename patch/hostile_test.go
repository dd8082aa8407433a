package patch_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/patch"
)

// Texts that are made to hurt. Nothing here measures time: what is not linear
// does not end.

func TestDepth(t *testing.T) {
	nested := func(open, inner, end string, levels int) []byte {
		return []byte(strings.Repeat(open, levels) + inner + strings.Repeat(end, levels))
	}
	for _, row := range []struct{ name, open, inner, end, token string }{
		{"arrays", "[", "", "]", "/0"},
		{"objects", `{"a":`, "1", "}", "/a"},
	} {
		good, bad := nested(row.open, row.inner, row.end, 10_000), nested(row.open, row.inner, row.end, 10_001)
		for _, f := range functions {
			t.Run(row.name+" "+f.op, func(t *testing.T) {
				_, err := f.call([][]byte{good, good, good})
				require.NoError(t, err)
				for i, param := range f.params {
					in := [][]byte{good, good, good}
					in[i] = bad
					_, err := f.call(in)
					e, ok := errors.AsType[*patch.Error](err)
					require.True(t, ok)
					require.Equal(t, param, e.Input)
					require.Equal(t, patch.ErrDepth, e.Err)
					require.Equal(t, int64(10_000*len(row.open)), e.Offset)
					require.True(t, e.Pointer == strings.Repeat(row.token, 10_000))
				}
			})
		}
	}
}

// Deep differences at the bottom: each level is compared, none twice.
func TestDeepDifference(t *testing.T) {
	deep := func(inner string) []byte {
		return []byte(strings.Repeat(`{"a":`, 10_000) + inner + strings.Repeat("}", 10_000))
	}
	p, err := patch.Diff(deep("1"), deep("2"))
	require.NoError(t, err)
	require.True(t, string(p) == string(deep("2")))

	_, err = patch.Diff(deep("1"), deep("null"))
	requireAt(t, err, patch.ErrNullMember, "to", strings.Repeat("/a", 10_000), nil)

	_, err = patch.Compose(deep("1"), deep("{}"))
	require.ErrorIs(t, err, patch.ErrDepth, "one level more than may be")

	got, conflicts, err := patch.Merge3(deep("1"), deep("2"), deep("3"))
	require.NoError(t, err)
	require.True(t, string(got) == string(deep("1")))
	require.Len(t, conflicts, 1)
	require.True(t, conflicts[0].Pointer == strings.Repeat("/a", 10_000))

	same, err := patch.Equal(deep("1"), deep("1.0"))
	require.NoError(t, err)
	require.True(t, same)
}

func TestWide(t *testing.T) {
	const n = 100_000
	wide := func(value string, order func(i int) int) []byte {
		b := []byte("{")
		for i := range n {
			b = fmt.Appendf(b, `"name%d":%s,`, order(i), value)
		}
		b[len(b)-1] = '}'
		return b
	}
	up, down := func(i int) int { return i }, func(i int) int { return n - 1 - i }
	doc, same, other, nulls := wide("1", up), wide("1.0", down), wide("2", down), wide("null", down)

	equal, err := patch.Equal(doc, same)
	require.NoError(t, err)
	require.True(t, equal)
	p, err := patch.Diff(doc, same)
	require.NoError(t, err)
	require.Equal(t, "{}", string(p))
	p, err = patch.Diff(doc, []byte("{}"))
	require.NoError(t, err)
	require.True(t, string(p) == string(wide("null", up)))
	got, err := patch.Apply(doc, nulls)
	require.NoError(t, err)
	require.Equal(t, "{}", string(got))
	got, err = patch.Apply(doc, other)
	require.NoError(t, err)
	require.True(t, string(got) == string(wide("2", up)))
	got, err = patch.Compose(doc, other)
	require.NoError(t, err)
	require.True(t, string(got) == string(wide("2", up)))
	_, conflicts, err := patch.Merge3(doc, other, nulls)
	require.NoError(t, err)
	require.Len(t, conflicts, n)
	require.True(t, slices.IsSortedFunc(conflicts, func(a, b patch.Conflict) int { return strings.Compare(a.Pointer, b.Pointer) }))
	changes, err := patch.Changes(nulls)
	require.NoError(t, err)
	require.Len(t, changes, n)

	repeated := append(doc[:len(doc)-1:len(doc)-1], `,"nam\u0065777":0}`...)
	require.ErrorIs(t, patch.Check(repeated), patch.ErrDuplicateName)
}

// One name with escapes and white space after it, which each name of another
// text is compared with.
func TestSpaceAfterName(t *testing.T) {
	spaced := []byte(`{"\u0061"` + strings.Repeat(" ", 8_000_000) + ":1}")
	many := []byte(`{"a":1`)
	for i := range 200_000 {
		many = fmt.Appendf(many, `,"%d":1`, i)
	}
	many = append(many, '}')

	got, err := patch.Apply(many, spaced)
	require.NoError(t, err)
	require.True(t, string(got) == string(many))
	got, err = patch.Compose(many, spaced)
	require.NoError(t, err)
	require.True(t, string(got) == string(many))
	got, err = patch.Diff(many, spaced)
	require.NoError(t, err)
	require.Equal(t, 200_000, strings.Count(string(got), "null"))
	got, err = patch.Diff(spaced, many)
	require.NoError(t, err)
	require.Equal(t, 200_000, strings.Count(string(got), ":1"))
	got, conflicts, err := patch.Merge3(spaced, many, spaced)
	require.NoError(t, err)
	require.Empty(t, conflicts)
	require.Equal(t, 200_001, strings.Count(string(got), ":1"))
	same, err := patch.Equal(spaced, many)
	require.NoError(t, err)
	require.False(t, same)
}

// Names are found by other means in small objects than in large ones. The
// same must come of it, on both sides of each limit.
func TestNames(t *testing.T) {
	spell := func(i int, escaped bool) string {
		if escaped {
			return fmt.Sprintf(`"\u006eame\/%d"`, i)
		}
		return fmt.Sprintf(`"name/%d"`, i)
	}
	object := func(n int, escaped bool, value any, more string) []byte {
		var list []string
		for i := range n {
			list = append(list, fmt.Sprintf("%s:%v", spell(i, escaped), value))
		}
		return []byte("{" + strings.Join(list, ",") + more + "}")
	}
	for _, n := range []int{1, 7, 8, 9, 10, 63, 64, 65, 127, 128, 129, 130, 300} {
		for _, escaped := range []bool{false, true} {
			t.Run(fmt.Sprint(n, " names, escaped ", escaped), func(t *testing.T) {
				plain, spelled := object(n, escaped, 1, ""), object(n, !escaped, 2, "")
				require.NoError(t, patch.Check(plain))
				for _, i := range []int{0, n / 2, n - 1} {
					err := patch.Check(object(n, escaped, 1, ","+spell(i, !escaped)+":1"))
					requireAt(t, err, patch.ErrDuplicateName, "data", fmt.Sprintf("/name~1%d", i), nil)
				}
				got, err := patch.Apply(plain, spelled)
				require.NoError(t, err)
				require.Equal(t, string(object(n, escaped, 2, "")), string(got))
				got, err = patch.Apply(plain, object(n, !escaped, "null", `,"new":3`))
				require.NoError(t, err)
				require.Equal(t, `{"new":3}`, string(got))
				got, err = patch.Diff(plain, spelled)
				require.NoError(t, err)
				require.Equal(t, string(object(n, escaped, 2, "")), string(got))
				same, err := patch.Equal(plain, object(n, !escaped, "1.0", ""))
				require.NoError(t, err)
				require.True(t, same)
			})
		}
	}
}

// Names that hold what names are told apart by.
func TestNamesThatLookAlike(t *testing.T) {
	for _, row := range []struct{ name, text, why string }{
		{"members in a name", `{"a":1,"b":2,"a\":1,":3}`, "the quote is escaped"},
		{"a name in a name", `{"a\":1,\"b":1,"a":2,"b":3}`, "the quote is escaped"},
		{"quotes and backslashes", `{"\"":1,"\\\"":2,"\\":3,"\\\\":4,"\"\"":5}`, "five names"},
		{"prefixes", `{"":0,"a":1,"aa":2,"aaa":3,"aaaa":4}`, "one begins with the other"},
		{"zeros", `{"":0,"\u0000":1,"\u0000\u0000":2}`, "zero bytes are characters"},
		{"case", `{"status":1,"Status":2,"STATUS":3}`, "names match exactly"},
		{"accents", `{"\u00e9":1,"e\u0301":2}`, "composed and decomposed are different names"},
		{"escape text", `{"\\u0061":1,"a":2}`, "the backslash is escaped, not the a"},
		{"one mark", `{"bk":1,"cm":2}`, "different names that share the smallest mark"},
		{"one mark and no name", `{"":1,"bk":2}`, "likewise"},
		{"one mark again and again", `[{"bk":1,"cm":2},{"bk":3,"cm":4}]`, "what an object leaves behind when it ends counts no more"},
	} {
		t.Run(row.name, func(t *testing.T) {
			text := []byte(row.text)
			require.NoError(t, patch.Check(text), row.why)
			changesLaw(t, text)
			applyLaw(t, text, text)
			diffLaw(t, text, []byte("{}"))
			equalLaw(t, text, text)
		})
	}
}

// Numbers whose value nobody can write down, or afford to.
func TestHugeNumbers(t *testing.T) {
	const million = 1_000_000
	zeros, nines := strings.Repeat("0", million), strings.Repeat("9", million)
	for _, row := range []struct {
		name, a, b string
		want       bool
	}{
		{"same exponent bomb", `1e1000000000000`, `10e999999999999`, true},
		{"other exponent bomb", `1e1000000000000`, `1e1000000000001`, false},
		{"down", `1e-1000000000000`, `0.1e-999999999999`, true},
		{"beyond int64", `1e9223372036854775808`, `0.01e9223372036854775810`, true},
		{"zero bomb", `0e1000000000000`, `-0.0`, true},
		{"exponent of a million digits", `1e` + nines, `10e` + nines[1:] + `8`, true},
		{"another one", `1e` + nines, `1e` + nines[1:] + `8`, false},
		{"a carry through it", `1e1` + zeros, `10e` + nines, true},
		{"with zeros before", `1e` + zeros + `1`, `10`, true},
		{"a million zeros", `1` + zeros, `1e1000000`, true},
		{"a million zeros after the point", `0.` + zeros + `1`, `1e-1000001`, true},
		{"a million digits", nines + `0`, nines + `e1`, true},
		{"a million digits, the last another", nines, nines[1:] + `8`, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			for _, wrap := range []string{"%s", "[%s]", `{"a":%s}`} {
				a, b := fmt.Appendf(nil, wrap, row.a), fmt.Appendf(nil, wrap, row.b)
				got, err := patch.Equal(a, b)
				require.NoError(t, err)
				require.Equal(t, row.want, got)
				p, err := patch.Diff(a, b)
				require.NoError(t, err)
				if strings.HasPrefix(wrap, "{") {
					require.Equal(t, row.want, string(p) == "{}")
				}
			}
		})
	}
}
