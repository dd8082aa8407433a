package member_test

import (
	"slices"
	"testing"

	"example.com/graphcomms/internal/member"
	"example.com/graphcomms/patch"
	"github.com/stretchr/testify/require"
)

// The states of a member: how it was read, and how it changes. Packages
// resultinfo and commsop test the same on their types.
func TestMergeThenDiff(t *testing.T) {
	absent, null, a, b := patch.Field[string]{}, patch.Null[string](), patch.Set("a"), patch.Set("b")
	for _, row := range []struct{ target, p, merged, then patch.Field[string] }{
		{absent, absent, absent, absent}, {absent, null, absent, null}, {absent, a, a, a},
		{null, absent, null, null}, {null, null, absent, null}, {null, a, a, a},
		{a, absent, a, a}, {a, null, absent, null}, {a, b, b, b},
	} {
		require.Equal(t, row.merged, member.Merge(row.target, row.p), "%v %v", row.target, row.p)
		require.Equal(t, row.then, member.Then(row.target, row.p), "%v %v", row.target, row.p)
		d, ok := member.Diff(row.target, row.p)
		require.Equal(t, row.p != null || row.target == null, ok, "%v to %v", row.target, row.p)
		if ok {
			require.Equal(t, row.p, member.Merge(row.target, d), "%v to %v by %v", row.target, row.p, d)
		}
	}
	for _, f := range []patch.Field[string]{absent, null, a, patch.Set("")} {
		require.Equal(t, f, member.Field(f.Or(""), member.StateOf(f)), "read and written: %v", f)
	}
	require.Equal(t, absent, member.Field("", member.StateOf(a)), "a text that is gone leaves nothing")
}

func TestInt32Text(t *testing.T) {
	for _, row := range []struct {
		name, why string
		text      member.Int32Text
		value     int32
		field     patch.Field[int32]
		kept      member.Int32Text
	}{
		{"plain", "a number", "", 0, patch.Set[int32](0), ""},
		{"absent", "not there", member.NoInt32, 0, patch.Field[int32]{}, ""},
		{"absent, set", "there now", member.NoInt32, 4, patch.Set[int32](4), ""},
		{"null", "null", "null", 0, patch.Null[int32](), ""},
		{"null, set", "a number now", "null", 4, patch.Set[int32](4), ""},
		{"quoted", "its spelling", `"007"`, 7, patch.Set[int32](7), `"007"`},
		{"quoted, changed", "another number", `"007"`, 8, patch.Set[int32](8), ""},
		{"quoted, zeroed", "also zero", `"007"`, 0, patch.Set[int32](0), ""},
		{"minus zero", "equals zero", "-0", 0, patch.Set[int32](0), "-0"},
	} {
		f, kept := row.text.Field(row.value)
		require.Equal(t, row.field, f, "%s: %s", row.name, row.why)
		require.Equal(t, row.kept, kept, "%s: %s", row.name, row.why)
		value, text := member.Int32TextOf(f, kept)
		again, _ := text.Field(value)
		require.Equal(t, f, again, "%s: to a document and back", row.name)
		require.Equal(t, len(kept) > 0 && kept[0] == '"', kept.IsQuoted(f), row.name)
	}
}

// The slices of a slab are whole, apart, and as long as they were.
func TestSlab(t *testing.T) {
	var s member.Slab[int]
	var want, got [][]int
	next := 0
	for n := range 300 {
		var list []int
		for range n * 7919 % 97 {
			*s.Next(3) = next
			list = append(list, next)
			next++
		}
		want, got = append(want, list), append(got, s.Take())
	}
	require.Nil(t, got[0], "an empty one is nil")
	for i, list := range got {
		require.True(t, slices.Equal(want[i], list), i)
		_ = append(list, -1) // there is no room that another one uses
	}
	require.Equal(t, want[1:], got[1:])

	for i := range 5000 {
		*s.Next(3) = i
	}
	long := s.Take()
	require.Len(t, long, 5000)
	require.Equal(t, 4999, long[4999], "one of any length")
}
