//go:build !race

// The race detector keeps on the heap what is on the stack without it, so the
// bounds are measured without it.

package patch_test

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/patch"
)

// hostile are good texts of about a size, each of which wants as much memory as
// it can get.
var hostile = []struct {
	name string
	text func(size int) string
	why  string
}{
	{"punctuation in a string", func(n int) string { return `{"a":null,"b":"` + strings.Repeat(`:,{[`, n/4) + `"}` }, "it is no structure"},
	{"punctuation in a new object", func(n int) string { return `{"c":{"a":null,"b":"` + strings.Repeat(`:`, n) + `"}}` }, "where a null is looked for"},
	{"small elements", func(n int) string { return `{"a":[` + strings.Repeat("0,", n/2) + `0]}` }, "two bytes each"},
	{"empty objects", func(n int) string { return `[` + strings.Repeat("{},", n/3) + `0]` }, "three bytes each"},
	{"deep arrays", func(n int) string {
		const levels = 9_000
		nested := strings.Repeat("[", levels) + strings.Repeat("]", levels)
		return `{"a":[` + strings.Repeat(nested+",", n/len(nested)) + `0]}`
	}, "many levels, again and again"},
	{"deep objects", func(n int) string {
		const levels = 5_000
		nested := strings.Repeat(`{"":`, levels) + "1" + strings.Repeat("}", levels)
		return manyMembers(n, nested)
	}, "many levels, again and again"},
	{"nulls", func(n int) string { return manyMembers(n, "null") }, "a removal each"},
	{"small members", func(n int) string { return manyMembers(n, "0") }, "a name to remember each"},
	{"names with escapes", func(n int) string { return strings.ReplaceAll(manyMembers(n/2, "1"), `,"`, `,"\u0061`) }, "a name to spell out each"},
	{"small objects", func(n int) string { return manyMembers(n, `{"a":0,"b":{}}`) }, "a place to open each"},
	{"one long name", func(n int) string {
		return `{"` + strings.Repeat(`\n`, n/4) + `":{"` + strings.Repeat("x", n/2) + `":[null]}}`
	}, "it is long"},
	{"white space", func(n int) string { return `{"a"` + strings.Repeat(" ", n/2) + `:` + strings.Repeat("\n", n/2) + `1}` }, "it is dropped"},
}

func manyMembers(size int, value string) string {
	b := []byte("{")
	for i := 0; len(b) < size; i++ {
		b = fmt.Appendf(b, `"%x":%s,`, i, value)
	}
	return string(append(b, `"last":0}`...))
}

// allocated returns how many bytes f allocates.
func allocated(f func()) int {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc - before.TotalAlloc)
}

// What a call allocates is a multiple of what it is given, whatever that is, and
// the multiple does not grow with it. What Changes and Merge3 return may be more,
// as they say.
func TestMemory(t *testing.T) {
	limits := map[string]float64{"patch.Check": 8, "patch.Apply": 50, "patch.Compose": 50, "patch.Diff": 60, "patch.Invert": 80, "patch.Equal": 60}
	sizes := []int{40_000, 200_000}
	texts := make([][][]byte, len(sizes))
	for i, size := range sizes {
		for _, shape := range hostile {
			text := []byte(shape.text(size))
			require.NoError(t, patch.Check(text), shape.name)
			texts[i] = append(texts[i], text)
		}
	}
	for _, f := range functions {
		limit, ok := limits[f.op]
		if !ok {
			continue
		}
		t.Run(f.op, func(t *testing.T) {
			var most float64
			for i, shape := range hostile {
				for j, other := range hostile {
					if len(f.params) == 1 && i != j {
						continue
					}
					var ratios []float64
					for k := range sizes {
						in := [][]byte{texts[k][i], bytes.Clone(texts[k][j])}[:len(f.params)]
						size := 0
						for _, b := range in {
							size += len(b)
						}
						n := allocated(func() { _, _ = f.call(in) })
						ratios = append(ratios, float64(n)/float64(size))
					}
					most = max(most, ratios[0], ratios[1])
					require.LessOrEqual(t, ratios[1], 1.5*ratios[0]+1, "%s and %s: more a byte, the more there are", shape.name, other.name)
					require.LessOrEqual(t, max(ratios[0], ratios[1]), limit, "%s (%s) and %s (%s)", shape.name, shape.why, other.name, other.why)
				}
			}
			t.Logf("at most %.1f bytes a byte", most)
		})
	}
}
