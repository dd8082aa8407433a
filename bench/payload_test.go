package bench

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPayloadSizes(t *testing.T) {
	tests := []struct {
		name     string
		json     []byte
		min, max int
	}{
		{"the page's request, as its Content-Length says", Request().JSON, 265, 265},
		{"the request without white space", CompactRequest().JSON, 205, 220},
		{"operation with unknown members", Operation().JSON, 1_900, 2_200},
		{"record with three unknown members", Record().JSON, 290, 340},
		{"mixed page of 10 000 operations", MixedPage().JSON, 2_300_000, 3_200_000},
		{"page of 10 000 operations", Page().JSON, 2_800_000, 3_200_000},
		{"three levels", Tree{Members: 20_000}.JSON(Draw{}), 900_000, 1_100_000},
		{"flat", Tree{Members: 20_000, Flat: true}.JSON(Draw{}), 900_000, 1_100_000},
		{"one in two thousand", Tree{Members: 20_000}.JSON(Draw{Every: 2_000}), 500, 1_000},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.True(t, json.Valid(tt.json))
			require.GreaterOrEqual(t, len(tt.json), tt.min)
			require.LessOrEqual(t, len(tt.json), tt.max)
		})
	}
}

func TestOperationHoldsUnknownMembers(t *testing.T) {
	var members map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(Operation().JSON, &members))
	for _, listed := range []string{"@odata.type", "id", "status", "clientContext", "resultInfo"} {
		require.Contains(t, members, listed)
		delete(members, listed)
	}
	require.GreaterOrEqual(t, len(members), 10)
}

func TestTree(t *testing.T) {
	leaves := func(t *testing.T, doc []byte) (n, depth int) {
		t.Helper()
		dec := json.NewDecoder(bytes.NewReader(doc))
		var root map[string]any
		require.NoError(t, dec.Decode(&root))
		var walk func(m map[string]any, level int)
		walk = func(m map[string]any, level int) {
			require.NotEmpty(t, m)
			depth = max(depth, level)
			for _, v := range m {
				if sub, ok := v.(map[string]any); ok {
					walk(sub, level+1)
				} else {
					n++
				}
			}
		}
		walk(root, 1)
		return n, depth
	}
	tests := []struct {
		name          string
		tree          Tree
		draw          Draw
		leaves, depth int
	}{
		{"all leaves", Tree{Members: 20_000}, Draw{}, 20_000, 3},
		{"ten leaves", Tree{Members: 20_000}, Draw{Every: 2_000}, 10, 3},
		{"a shuffle loses none", Tree{Members: 20_000}, Draw{Shuffle: true}, 20_000, 3},
		{"flat", Tree{Members: 20_000, Flat: true}, Draw{Shuffle: true}, 20_000, 1},
		{"one leaf", Tree{Members: 1}, Draw{}, 1, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n, depth := leaves(t, tt.tree.JSON(tt.draw))
			require.Equal(t, tt.leaves, n)
			require.Equal(t, tt.depth, depth)
		})
	}
}

func TestTreeDraws(t *testing.T) {
	tree := Tree{Members: 1_000}
	require.Equal(t, tree.JSON(Draw{}), tree.JSON(Draw{}), "the same draw gives the same bytes")
	shuffled := tree.JSON(Draw{Shuffle: true})
	require.NotEqual(t, tree.JSON(Draw{}), shuffled)
	require.JSONEq(t, string(tree.JSON(Draw{})), string(shuffled))

	var first, second map[string]map[string]map[string]any
	require.NoError(t, json.Unmarshal(tree.JSON(Draw{}), &first))
	require.NoError(t, json.Unmarshal(tree.JSON(Draw{Values: 1}), &second))
	for section, groups := range first {
		for group, leaves := range groups {
			for leaf, value := range leaves {
				require.NotEqual(t, value, second[section][group][leaf], leaf)
			}
		}
	}
}
