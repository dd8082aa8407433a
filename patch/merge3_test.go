package patch_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"example.com/graphcomms/patch"
)

func TestMerge3(t *testing.T) {
	// conflict takes "" for absent.
	conflict := func(pointer, base, ours, theirs string) patch.Conflict {
		raw := func(s string) json.RawMessage {
			if s == "" {
				return nil
			}
			return json.RawMessage(s)
		}
		return patch.Conflict{Pointer: pointer, Base: raw(base), Ours: raw(ours), Theirs: raw(theirs)}
	}
	for _, row := range []struct {
		name, base, ours, theirs, want string
		conflicts                      []patch.Conflict
		why                            string
	}{
		{"apart", `{"a":1,"b":2}`, `{"a":3,"b":2}`, `{"a":1,"b":4}`, `{"a":3,"b":4}`, nil, "each side's change"},
		{"the same", `{"a":1}`, `{"a":2,"b":1}`, `{"b":1.0,"a":2e0}`, `{"a":2,"b":1}`, nil, "both did it: no conflict, our spelling"},
		{"order", `{"z":1,"y":2}`, `{"o":3,"y":0,"z":1}`, `{"t":4,"z":0,"y":2}`, `{"z":0,"y":0,"o":3,"t":4}`, nil, "base's, then what ours adds, then what theirs adds"},
		{"both removed", `{"a":1,"b":1}`, `{"b":1}`, `{"b":1}`, `{"b":1}`, nil, "no conflict"},
		{"one removed", `{"a":1,"b":1}`, `{"b":1}`, `{"a":1,"b":2}`, `{"b":2}`, nil, "the other did not touch it"},

		{"changed twice", `{"a":1}`, `{"a":2}`, `{"a":3}`, `{"a":1}`, []patch.Conflict{conflict("/a", "1", "2", "3")}, "base's value stays"},
		{"changed and removed", `{"a":1,"b":1}`, `{"a":2}`, `{"b":2}`, `{"a":1,"b":1}`,
			[]patch.Conflict{conflict("/a", "1", "2", ""), conflict("/b", "1", "", "2")}, "nil where it is absent"},
		{"added twice", `{}`, `{"a":1}`, `{"a":2}`, `{}`, []patch.Conflict{conflict("/a", "", "1", "2")}, "base's value is none"},
		{"big numbers", `{"a":0}`, `{"a":9007199254740993}`, `{"a":9007199254740992}`, `{"a":0}`,
			[]patch.Conflict{conflict("/a", "0", "9007199254740993", "9007199254740992")}, "never rounded to the same"},
		{"arrays", `{"a":[1]}`, `{"a":[1,2]}`, `{"a":[ 0, 1 ]}`, `{"a":[1]}`, []patch.Conflict{conflict("/a", "[1]", "[1,2]", "[0,1]")}, "one value each; compact"},
		{"sorted", `{"b":1,"a":{"c":1}}`, `{"b":2,"a":{"c":2}}`, `{"b":3,"a":{"c":3}}`, `{"b":1,"a":{"c":1}}`,
			[]patch.Conflict{conflict("/a/c", "1", "2", "3"), conflict("/b", "1", "2", "3")}, "by pointer, not as they stand"},
		{"pointer", `{"~":{"/":1}}`, `{"~":{"/":2}}`, `{"\u007e":{"\/":3}}`, `{"~":{"/":1}}`, []patch.Conflict{conflict("/~0/~1", "1", "2", "3")}, "escaped"},
		{"top", `1`, `2`, `[3]`, `1`, []patch.Conflict{conflict("", "1", "2", "[3]")}, "the whole document, at the pointer \"\""},
		{"object and scalar at the top", `{"a":1}`, `2`, `{"a":2}`, `{"a":1}`, []patch.Conflict{conflict("", `{"a":1}`, "2", `{"a":2}`)}, "as below"},

		{"both add objects", `{}`, `{"a":{"b":1,"d":1}}`, `{"a":{"c":2,"d":2}}`, `{"a":{"b":1,"c":2}}`,
			[]patch.Conflict{conflict("/a/d", "", "1", "2")}, "base has none: they merge"},
		{"both make a scalar an object", `{"a":1}`, `{"a":{"b":1}}`, `{"a":{"c":2}}`, `{"a":1}`,
			[]patch.Conflict{conflict("/a", "1", `{"b":1}`, `{"c":2}`)}, "base has something else: a conflict"},
		{"both make a null an object", `{"a":null}`, `{"a":{"b":1}}`, `{"a":{"c":2}}`, `{"a":null}`,
			[]patch.Conflict{conflict("/a", "null", `{"b":1}`, `{"c":2}`)}, "null is something"},
		{"scalars to objects at the top", `1`, `{"b":1}`, `{"c":2}`, `1`, []patch.Conflict{conflict("", "1", `{"b":1}`, `{"c":2}`)}, "as below"},

		{"null set", `{"a":1}`, `{"a":null}`, `{"a":1}`, `{"a":null}`, nil, "a value like any other, not a removal"},
		{"null added", `{}`, `{}`, `{"a":null}`, `{"a":null}`, nil, "carried"},
		{"null removed", `{"a":null,"b":1}`, `{"b":1}`, `{"a":null,"b":2}`, `{"b":2}`, nil, "a change"},
		{"null and removed", `{"a":1}`, `{"a":null}`, `{}`, `{"a":1}`, []patch.Conflict{conflict("/a", "1", "null", "")}, "different changes"},
	} {
		t.Run(row.name, func(t *testing.T) {
			base, ours, theirs := []byte(row.base), []byte(row.ours), []byte(row.theirs)
			got, conflicts, err := patch.Merge3(base, ours, theirs)
			require.NoError(t, err)
			require.Equal(t, row.want, string(got), row.why)
			require.Empty(t, cmp.Diff(row.conflicts, conflicts), row.why)
			mergeLaw(t, base, ours, theirs)
		})
	}
}
