package jsonscan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every two names of up to two letters, the empty one included, in one object
// and in two: they are repeated only if they are the same. Many share a fingerprint.
func TestNamePairs(t *testing.T) {
	list := []string{""}
	for a := 'a'; a <= 'z'; a++ {
		list = append(list, string(a))
		for b := 'a'; b <= 'z'; b++ {
			list = append(list, string(a)+string(b))
		}
	}
	var pairs, same int
	for _, a := range list {
		for _, b := range list {
			object := `{"` + a + `":1,"` + b + `":2}`
			for _, text := range []string{object, "[" + object + "," + object + "]"} {
				if f := Check([]byte(text)); (f == nil) == (a == b) {
					t.Fatalf("%s: %+v", text, f)
				}
			}
			pairs++
			if fingerprint([]byte(a)) == fingerprint([]byte(b)) {
				same++
			}
		}
	}
	require.Greater(t, same, pairs/1000, "the fingerprints must collide")
}

// namesWithPrint returns n names that all have the fingerprint fp.
func namesWithPrint(fp byte, n int) []string {
	var list []string
	for i := 0; len(list) < n; i++ {
		if name := fmt.Sprintf("%c%d", 'a'+i%26, i); fingerprint([]byte(name)) == fp {
			list = append(list, name)
		}
	}
	return list
}

// Objects of all sizes about the limits whose names share a fingerprint, which
// fingerprints cannot tell apart: among them those at the ends of their range.
func TestNamesOfOnePrint(t *testing.T) {
	prints := []byte{1, 2, 3, 127, 128, 254, 255}
	if fp := fingerprint(nil); fp != 1 {
		prints = append(prints[1:], fp)
	}
	for _, fp := range prints {
		names := namesWithPrintOrNone(fp, 140)
		for n := 1; n <= len(names); n++ {
			var b strings.Builder
			for i, name := range names[:n] {
				fmt.Fprintf(&b, `%c"%s":[{"a":{}},{"%[2]s":0}]`, "{,"[min(i, 1)], name)
			}
			require.Nil(t, Check([]byte(b.String()+"}")), "%d names of fingerprint %d", n, fp)
			for _, again := range []int{0, n / 2, n - 1} {
				at := b.Len() + 1
				f := Check([]byte(b.String() + `,"\u00` + fmt.Sprintf("%02x", names[again][0]) + names[again][1:] + `":1}`))
				require.NotNil(t, f, "%d names of fingerprint %d, then %s", n, fp, names[again])
				require.Equal(t, Error{Pointer: "/" + names[again], Offset: at, Err: ErrDuplicateName}, *f)
			}
		}
	}
}

// namesWithPrintOrNone is namesWithPrint, or nil if no name has the fingerprint.
func namesWithPrintOrNone(fp byte, n int) []string {
	for i := range 100_000 {
		if fingerprint(fmt.Appendf(nil, "%c%d", 'a'+i%26, i)) == fp {
			return namesWithPrint(fp, n)
		}
	}
	return nil
}

// sameName compares names without escapes as bytes only to save time: SameText is
// right for all names, so that a sameName which always asks it passes, too. Here
// the two ways agree.
func TestSameName(t *testing.T) {
	data := []byte(`"a":"ab":"\u0061":"a\"":`)
	starts := map[nameOffset]string{1 << 1: `a`, 5 << 1: `ab`, 10<<1 | 1: `\u0061`, 19<<1 | 1: `a\"`}
	for r, text := range starts {
		for q, other := range starts {
			want := SameText([]byte(text), []byte(other))
			require.Equal(t, want, sameName(data, r, []byte(other), q&1 != 0), "%s and %s", text, other)
			require.Equal(t, want, sameName(data, r|1, []byte(other), q&1 != 0), "%s and %s", text, other)
		}
	}
}

// The fingerprint that is found while a name is scanned is that of the name,
// however long it is and however soon the text ends behind it.
func TestConsumeName(t *testing.T) {
	for n := range 30 {
		for behind := range 10 {
			for _, odd := range []string{"", "é", "\x7f"} {
				name := strings.Repeat("n", n) + odd + strings.Repeat("m", n/2)
				end, f, fp := consumeName([]byte(`"`+name+`"`+strings.Repeat(":", behind)), 0)
				require.Equal(t, len(name)+2, end, name)
				require.Equal(t, odd == "é", f&NonASCII != 0, name)
				require.Equal(t, fingerprint([]byte(name)), fp, "%s, %d bytes before the end", name, behind)
			}
		}
		end, f, fp := consumeName([]byte(`"`+strings.Repeat("n", n)+`\n"         `), 0)
		require.Equal(t, n+4, end)
		require.Equal(t, Escaped, f)
		require.Zero(t, fp, "with an escape there is none")
	}
}

// What an inner object does to the names does not touch those of the outer.
func TestNamesNested(t *testing.T) {
	object := func(n int, name, inner string) string {
		var list []string
		for i := range n {
			list = append(list, fmt.Sprintf(`"%s%d":%s`, name, i, inner))
		}
		return "{" + strings.Join(list, ",") + "}"
	}
	for _, outer := range []int{1, 7, 8, 9, 127, 128, 129, 200} {
		for _, inner := range []int{0, 1, 8, 129} {
			text := object(outer, "n", "["+object(inner, "m", "{}")+"]")
			require.Nil(t, Check([]byte(text)), "%d of %d", outer, inner)
			at := len(text)
			f := Check([]byte(text[:len(text)-1] + `,"n0":0}`))
			require.NotNil(t, f)
			require.Equal(t, Error{Pointer: "/n0", Offset: at, Err: ErrDuplicateName}, *f, "%d of %d", outer, inner)
			if inner > 0 {
				within := object(inner, "n", "0")
				f = Check([]byte(text[:len(text)-1] + `,"x":` + within[:len(within)-1] + `,"n0":1}}`))
				require.NotNil(t, f)
				require.Equal(t, Error{Pointer: "/x/n0", Offset: at + 4 + len(within), Err: ErrDuplicateName}, *f, "%d of %d", outer, inner)
			}
		}
	}
}

// The table holds what was added, however many names hash alike and however it
// grows.
func TestTable(t *testing.T) {
	for _, times := range []int{0, 1, 2, 3, 15, 1000} {
		table := newTable(2)
		numbers := func(h uint32) []int {
			var list []int
			for p := h; table.slot(p).number != 0; p++ {
				if c := table.slot(p); c.hash == h {
					list = append(list, int(c.number))
				}
			}
			return list
		}
		want := map[uint32][]int{}
		for i := 1; i <= 1000; i++ {
			if table.full() {
				before := len(table.slots)
				table.grow(times)
				require.GreaterOrEqual(t, len(table.slots), 2*before)
				require.LessOrEqual(t, len(table.slots), 16*before, "what is not needed is limited")
			}
			h := uint32(i*i) % 7 * 0xFFFFFFF1 // few hashes, some at the end of the table
			table.put(bucket{h, uint32(i)})
			want[h] = append(want[h], i)
			require.LessOrEqual(t, 2*table.n, len(table.slots), "at most half of it is taken")
		}
		for h, list := range want {
			require.ElementsMatch(t, list, numbers(h))
		}
	}
}
