package patch_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/patch"
)

// universe returns the values of at most so many levels with the members a and
// b and the given scalars, the shallow ones first.
func universe(levels int, scalars ...any) []any {
	list := slices.Clone(scalars)
	if levels == 0 {
		return list
	}
	values := append([]any{absent{}}, universe(levels-1, scalars...)...)
	for _, a := range values {
		for _, b := range values {
			object := map[string]any{}
			if a != (any)(absent{}) {
				object["a"] = a
			}
			if b != (any)(absent{}) {
				object["b"] = b
			}
			list = append(list, object)
		}
	}
	return list
}

func marshal(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

// Every pair of patches over a small universe. Where Compose answers, the
// answer does both to every document; where it refuses, no patch of a larger
// universe does. Some documents have a member that no patch knows, as for each
// patch there always is one: else removing all names would do as {}.
func TestComposeExhaustively(t *testing.T) {
	one := json.Number("1")
	patches := universe(2, nil, one)
	require.Len(t, patches, 146)
	c := map[string]any{"c": one}
	docs := append(slices.Clone(patches), c, map[string]any{"a": c, "b": c})
	ids := map[string]uint16{}
	for i, d := range docs {
		ids[key(d)] = uint16(i)
	}
	texts := make([][]byte, len(patches))
	for i, p := range patches {
		texts[i] = marshal(p)
	}

	// apply[p][d] is the number of the result, which becomes a document too.
	apply := make([][]uint16, len(patches))
	for d := 0; d < len(docs); d++ {
		for p := range patches {
			result := mergePatch(docs[d], patches[p])
			id, ok := ids[key(result)]
			if !ok {
				id = uint16(len(docs))
				ids[key(result)] = id
				docs = append(docs, result)
			}
			apply[p] = append(apply[p], id)
		}
	}

	// Documents that tell most patches apart, to try first.
	type effect [4]uint16
	var probes []uint16
	for _, d := range []any{nil, c, map[string]any{"a": c, "b": c}, map[string]any{"a": one, "b": one}} {
		probes = append(probes, ids[key(d)])
	}
	refused := map[effect][][]uint16{} // what refused pairs do to all documents, by what they do to the probes
	var answers, refusals int
	for p := range patches {
		for q := range patches {
			both := make([]uint16, len(docs))
			for d := range docs {
				both[d] = apply[q][apply[p][d]]
			}
			got, err := patch.Compose(texts[p], texts[q])
			if err == nil {
				answers++
				v, err := decode(got)
				require.NoError(t, err)
				r, ok := ids[key(v)]
				require.True(t, ok && slices.Equal(both, apply[r]), "Compose(%s, %s) = %s", texts[p], texts[q], got)
				continue
			}
			refusals++
			pointer, bad := firstUncomposable(patches[p], string(texts[q]), "")
			require.True(t, bad, "Compose(%s, %s): %v", texts[p], texts[q], err)
			requireAt(t, err, patch.ErrNotComposable, "q", pointer, inputs{{"p", texts[p]}, {"q", texts[q]}})
			var e effect
			for i, d := range probes {
				e[i] = both[d]
			}
			if !slices.ContainsFunc(refused[e], func(b []uint16) bool { return slices.Equal(b, both) }) {
				refused[e] = append(refused[e], both)
			}
		}
	}
	t.Logf("%d documents; %d pairs composed, %d refused", len(docs), answers, refusals)
	require.Positive(t, answers)
	require.Positive(t, refusals)

	// does returns what r does to some documents, or nil if a result is none
	// of the documents.
	does := func(r any, some []uint16) []uint16 {
		var results []uint16
		for _, d := range some {
			id, ok := ids[key(mergePatch(docs[d], r))]
			if !ok {
				return nil
			}
			results = append(results, id)
		}
		return results
	}
	all := make([]uint16, len(docs))
	for i := range all {
		all[i] = uint16(i)
	}
	for _, r := range append(universe(2, nil, one, json.Number("2"), []any{}, []any{nil}), universe(3, nil, one)...) {
		e := does(r, probes)
		if e == nil || refused[effect(e)] == nil {
			continue // it does something else to a probe
		}
		results := does(r, all)
		for _, both := range refused[effect(e)] {
			require.False(t, slices.Equal(both, results), "%s does what Compose refused", key(r))
		}
	}
}

// Every pair of documents over a small universe: no patch of it that leads
// from one to the other is shorter than Diff's, and there is none where Diff
// refuses.
func TestDiffExhaustively(t *testing.T) {
	docs := universe(2, nil, json.Number("1"))
	texts := make([][]byte, len(docs))
	for i, d := range docs {
		texts[i] = marshal(d)
	}
	for _, from := range docs {
		shortest := map[string]int{}
		for i, p := range docs {
			to := key(mergePatch(from, p))
			if n, ok := shortest[to]; !ok || len(texts[i]) < n {
				shortest[to] = len(texts[i])
			}
		}
		for i, to := range docs {
			got, err := patch.Diff(marshal(from), texts[i])
			want, possible := shortest[key(to)]
			if !possible {
				require.True(t, errors.Is(err, patch.ErrNullMember), "Diff(%s, %s) = %s, %v", key(from), texts[i], got, err)
				continue
			}
			require.NoError(t, err, "Diff(%s, %s)", key(from), texts[i])
			require.Len(t, got, want, "Diff(%s, %s) = %s", key(from), texts[i], got)
		}
	}
}
