package violation_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/internal/violation"
)

// TestFirst compares First with a slow way to the same, at and around the bound.
func TestFirst(t *testing.T) {
	type item struct{ key, order int }
	g := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 999, 1000, 1001, 1999, 5000} {
		for _, keys := range []int{1, 10, 999, 1000, 1001, 1 << 30} {
			var list []item
			least := map[int]int{}
			for i := range n {
				x := item{g.IntN(keys), i}
				list = append(list, x)
				if _, ok := least[x.key]; !ok {
					least[x.key] = i
				}
			}
			var want []item
			for key, order := range least {
				want = append(want, item{key, order})
			}
			slices.SortFunc(want, func(a, b item) int { return cmp.Compare(a.key, b.key) })
			got, more := violation.First(list, func(a, b item) int { return cmp.Compare(a.key, b.key) })
			require.Equal(t, len(want) > violation.Max, more)
			if more {
				want = want[:violation.Max]
			}
			require.Equal(t, want, got)
		}
	}
}

func TestMessage(t *testing.T) {
	require.Equal(t, "must be a string", violation.Mismatch("string"))
	require.Equal(t, "must be an object", violation.Mismatch("object"))
	require.Equal(t, "is the wrong kind of JSON value", violation.Mismatch(""))
	require.Equal(t, "fails the rule odd", violation.Message("odd", nil, 0))
	require.Equal(t, "is out of range", violation.Message("outOfRange", nil, 0))
}
