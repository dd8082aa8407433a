package patch_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/patch"
)

// document returns an object of about the given size, of records of 100 bytes
// each, in groups: one level of objects of at most 100 members.
func document(size int) []byte {
	b := []byte(`{"id":"first"`)
	for i := 0; len(b) < size; i++ {
		if i%100 == 0 {
			if i > 0 {
				b = append(b, '}')
			}
			b = fmt.Appendf(b, `,"group%d":{"of":"records"`, i/100)
		}
		b = fmt.Appendf(b, `,"record%d":{"name":"a name of some length","numbers":[%d,2.5,-3e7],"flag":true,"none":[null]}`, i, i)
	}
	return append(b, "}}"...)
}

// flat returns an object of n members and one more with the given value.
func flat(n int, value []byte) []byte {
	b := []byte{'{'}
	for i := range n {
		b = fmt.Appendf(b, `"m%d":%d,`, i, i)
	}
	return fmt.Appendf(b, `"last":%s}`, value)
}

// smallPatch touches a few members of a document.
const smallPatch = `{"id":"second","group0":{"record3":{"flag":false,"name":null},"new":{"a":[1,2,3]}}}`

func TestAllocs(t *testing.T) {
	doc, p, dst := document(2000), []byte(smallPatch), make([]byte, 0, 4096)
	wide, wideP := flat(31, flat(31, []byte("1"))), flat(6, flat(7, []byte("{}")))
	deep := func(value string) []byte {
		name := `{"\u0061` + strings.Repeat("n", 63) + `":`
		return []byte(strings.Repeat(name, 4) + value + strings.Repeat("}", 4))
	}
	deepDoc, deepP := deep(strings.Repeat("[", 1000)+strings.Repeat("]", 1000)), deep("1")
	f, g := patch.Set("a"), patch.Null[string]()
	for _, row := range []struct {
		name string
		want float64
		f    func()
	}{
		{"Check", 0, func() { _ = patch.Check(doc) }},
		{"AppendApply into enough room", 0, func() { _, _ = patch.AppendApply(dst, doc, p) }},
		{"Apply: the result", 1, func() { _, _ = patch.Apply(doc, p) }},
		{"Apply to wide objects: the result", 1, func() { _, _ = patch.Apply(wide, wideP) }},
		{"Apply to deep objects with escapes: the result", 1, func() { _, _ = patch.Apply(deepDoc, deepP) }},
		{"Equal of the same bytes", 0, func() { _, _ = patch.Equal(doc, doc) }},
		{"Field", 0, func() {
			v, ok := f.Get()
			if !ok || v == g.Or("b") || f.IsZero() || f.IsNull() || f.State() == g.State() {
				panic("wrong")
			}
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, row.want, testing.AllocsPerRun(100, row.f))
		})
	}
	_, err := patch.Apply(doc, p)
	require.NoError(t, err, "what is counted is the ordinary way")
}
