package patch_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"example.com/graphcomms/patch"
)

// The laws of the package, each a function of any bytes whatever, so that
// generated cases and fuzzing share them.

// inputs are the arguments of a function under their parameters' names.
type inputs []input

type input struct {
	name string
	data []byte
}

func (in inputs) String() string {
	var b strings.Builder
	for _, i := range in {
		fmt.Fprintf(&b, "\n%s: %s", i.name, i.data)
	}
	return b.String()
}

// decodeAll decodes the inputs. Where some are bad it requires of err that it
// names one of them, at a place within it, and returns nil.
func decodeAll(t testing.TB, err error, in inputs) []any {
	t.Helper()
	values := make([]any, len(in))
	bad := map[string]error{}
	for i, x := range in {
		v, err := decode(x.data)
		if values[i] = v; err != nil {
			bad[x.name] = err
		}
	}
	if len(bad) == 0 {
		return values
	}
	e, ok := errors.AsType[*patch.Error](err)
	if !ok {
		require.Failf(t, "bad input accepted", "bad: %v, error: %v%s", bad, err, in)
	}
	cause := bad[e.Input]
	if cause == nil {
		require.Failf(t, "error blames a good input", "bad: %v, error: %v%s", bad, err, in)
	}
	if cause != errNotJSON && !errors.Is(cause, e.Err) {
		require.Failf(t, "wrong cause", "want %v, error: %v%s", cause, err, in)
	}
	return nil
}

// mean requires that text is good, compact JSON of the wanted value.
func mean(t testing.TB, what string, text []byte, want any, in inputs) {
	t.Helper()
	got, err := decode(text)
	if err != nil {
		require.Failf(t, what+": bad result", "%v: %s%s", err, text, in)
	}
	if key(got) != key(want) {
		require.Failf(t, what+": wrong value", "got  %s\nwant %s%s", text, key(want), in)
	}
	if compact(string(text)) != string(text) {
		require.Failf(t, what+": not compact", "got %s%s", text, in)
	}
}

func applyLaw(t testing.TB, doc, p []byte) {
	in := inputs{{"doc", doc}, {"p", p}}
	got, err := patch.Apply(doc, p)
	values := decodeAll(t, err, in)
	if values == nil {
		return
	}
	require.NoError(t, err, in)
	mean(t, "Apply", got, mergePatch(values[0], values[1]), in)
	if want := mergeText(string(doc), string(p)); string(got) != want {
		require.Failf(t, "Apply: order or spelling", "got  %s\nwant %s%s", got, want, in)
	}
	again, err := patch.Apply(got, p)
	if err != nil || !bytes.Equal(again, got) {
		require.Failf(t, "Apply: not idempotent", "once  %s\ntwice %s\nerror %v%s", got, again, err, in)
	}
	appended, err := patch.AppendApply([]byte("prefix"), doc, p)
	if err != nil || string(appended) != "prefix"+string(got) {
		require.Failf(t, "AppendApply differs from Apply", "got %s, error %v%s", appended, err, in)
	}
}

func diffLaw(t testing.TB, from, to []byte) {
	in := inputs{{"from", from}, {"to", to}}
	p, err := patch.Diff(from, to)
	values := decodeAll(t, err, in)
	if values == nil {
		return
	}
	if pointer, bad := firstUnsettable(values[0], string(to), ""); bad {
		requireAt(t, err, patch.ErrNullMember, "to", pointer, in)
		return
	}
	require.NoError(t, err, in)
	difference, err := decode(p)
	require.NoError(t, err, in)
	mean(t, "Diff", p, difference, in)
	if got := mergePatch(values[0], difference); key(got) != key(values[1]) {
		require.Failf(t, "Diff does not lead there", "patch %s%s", p, in)
	}
	for smaller := range withoutOne(difference) {
		if got := mergePatch(values[0], smaller); key(got) == key(values[1]) {
			require.Failf(t, "Diff is not the smallest", "patch %s, smaller %s%s", p, key(smaller), in)
		}
	}
	if nothing, err := patch.Diff(to, to); isObject(string(to)) && (err != nil || string(nothing) != "{}") {
		require.Failf(t, "Diff of equal objects", "got %s, error %v%s", nothing, err, in)
	}
}

// withoutOne yields v with one member, at any level of objects, left out.
func withoutOne(v any) func(yield func(any) bool) {
	return func(yield func(any) bool) {
		object, _ := v.(map[string]any)
		for name, value := range object {
			smaller := maps.Clone(object)
			delete(smaller, name)
			if !yield(smaller) {
				return
			}
			for deeper := range withoutOne(value) {
				smaller := maps.Clone(object)
				smaller[name] = deeper
				if !yield(smaller) {
					return
				}
			}
		}
	}
}

func invertLaw(t testing.TB, doc, p []byte) {
	in := inputs{{"doc", doc}, {"p", p}}
	back, err := patch.Invert(doc, p)
	values := decodeAll(t, err, in)
	if values == nil {
		return
	}
	after := mergePatch(values[0], values[1])
	if pointer, bad := firstUnsettable(after, string(doc), ""); bad {
		requireAt(t, err, patch.ErrNullMember, "doc", pointer, in)
		return
	}
	require.NoError(t, err, in)
	inverse, err := decode(back)
	require.NoError(t, err, in)
	if got := mergePatch(after, inverse); key(got) != key(values[0]) {
		require.Failf(t, "Invert does not lead back", "inverse %s%s", back, in)
	}
}

func composeLaw(t testing.TB, d, p, q []byte) {
	in := inputs{{"p", p}, {"q", q}}
	both, err := patch.Compose(p, q)
	values := decodeAll(t, err, in)
	if values == nil {
		return
	}
	if pointer, bad := firstUncomposable(values[0], string(q), ""); bad {
		requireAt(t, err, patch.ErrNotComposable, "q", pointer, in)
		return
	}
	require.NoError(t, err, in)
	composed, err := decode(both)
	require.NoError(t, err, in)
	mean(t, "Compose", both, composed, in)
	document, err := decode(d)
	if err != nil {
		return
	}
	want := mergePatch(mergePatch(document, values[0]), values[1])
	if got := mergePatch(document, composed); key(got) != key(want) {
		require.Failf(t, "Compose is not both", "composed %s on %s%s", both, d, in)
	}
}

func mergeLaw(t testing.TB, base, ours, theirs []byte) {
	in := inputs{{"base", base}, {"ours", ours}, {"theirs", theirs}}
	got, conflicts, err := patch.Merge3(base, ours, theirs)
	values := decodeAll(t, err, in)
	if values == nil {
		return
	}
	require.NoError(t, err, in)
	want := map[string][3]any{}
	result := merge3(values[0], values[1], values[2], "", want)
	mean(t, "Merge3", got, result, in)

	pointers := slices.Sorted(maps.Keys(want))
	for i, c := range conflicts {
		if len(conflicts) != len(pointers) || c.Pointer != pointers[i] {
			require.Failf(t, "wrong conflicts", "got %v\nwant %q%s", conflicts, pointers, in)
		}
		for k, side := range []json.RawMessage{c.Base, c.Ours, c.Theirs} {
			if v := want[c.Pointer][k]; v == (any)(absent{}) {
				require.Nil(t, side, in)
			} else {
				mean(t, "Conflict", side, v, in)
			}
		}
	}
	require.Len(t, conflicts, len(want), in)

	if back, conflicts, err := patch.Merge3(base, ours, base); err != nil || len(conflicts) > 0 {
		require.Failf(t, "Merge3(b, x, b)", "conflicts %v, error %v%s", conflicts, err, in)
	} else {
		mean(t, "Merge3(b, x, b)", back, values[1], in)
	}
	// Without conflicts it is the one difference applied after the other.
	p, err1 := patch.Diff(base, ours)
	q, err2 := patch.Diff(base, theirs)
	if len(conflicts) > 0 || err1 != nil || err2 != nil {
		return
	}
	x, _ := decode(p)
	y, _ := decode(q)
	if isMap(values[0]) && isMap(values[1]) && isMap(values[2]) {
		mean(t, "Merge3 against both differences", got, mergePatch(mergePatch(values[0], x), y), in)
	}
}

func equalLaw(t testing.TB, a, b []byte) {
	in := inputs{{"a", a}, {"b", b}}
	got, err := patch.Equal(a, b)
	values := decodeAll(t, err, in)
	if values == nil {
		require.False(t, got, in)
		return
	}
	require.NoError(t, err, in)
	if want := key(values[0]) == key(values[1]); got != want {
		require.Failf(t, "Equal", "got %v, want %v%s", got, want, in)
	}
	back, err := patch.Equal(b, a)
	if err != nil || back != got {
		require.Failf(t, "Equal is not symmetric", "%v and %v, error %v%s", got, back, err, in)
	}
}

func changesLaw(t testing.TB, p []byte) {
	in := inputs{{"p", p}}
	got, err := patch.Changes(p)
	if decodeAll(t, err, in) == nil {
		return
	}
	require.NoError(t, err, in)
	if d := cmp.Diff(leaves(string(p), ""), got); d != "" {
		require.Failf(t, "Changes (-want +got)", "%s%s", d, in)
	}
}

func checkLaw(t testing.TB, data []byte) {
	in := inputs{{"data", data}}
	err := patch.Check(data)
	if decodeAll(t, err, in) != nil {
		require.NoError(t, err, in)
		return
	}
	e, _ := errors.AsType[*patch.Error](err)
	// Before the failure there is none: what is missing there is only the rest.
	if e.Offset < 0 || e.Offset > int64(len(data)) {
		require.Failf(t, "offset outside the text", "%v%s", err, in)
	}
	before, ok := errors.AsType[*patch.Error](patch.Check(data[:e.Offset]))
	if ok && (before.Err != patch.ErrSyntax || before.Offset != e.Offset) {
		require.Failf(t, "not the first failure", "%v, before it %v%s", err, before, in)
	}
}

// requireAt requires an error with the given cause and place.
func requireAt(t testing.TB, err error, cause error, input, pointer string, in inputs) {
	t.Helper()
	e, ok := errors.AsType[*patch.Error](err)
	if !ok || e.Err != cause || e.Input != input || e.Pointer != pointer {
		require.Failf(t, "wrong error", "want %v in %s at %q\ngot  %v%s", cause, input, pointer, err, in)
	}
}

func TestLaws(t *testing.T) {
	laws := []struct {
		name string
		why  string
		law  func(t testing.TB, g generator)
	}{
		{"Apply", "the same as the pseudo-code, to the byte; idempotent", func(t testing.TB, g generator) {
			doc := g.value()
			applyLaw(t, g.text(doc), g.text(g.edit(doc)))
		}},
		{"Diff", "leads there, is smallest, refuses exactly the nulls that cannot be set", func(t testing.TB, g generator) {
			from := g.value()
			diffLaw(t, g.text(from), g.text(g.edit(from)))
		}},
		{"Invert", "leads back", func(t testing.TB, g generator) {
			doc := g.value()
			invertLaw(t, g.text(doc), g.text(g.edit(doc)))
		}},
		{"Compose", "does both, refuses exactly the objects after something else", func(t testing.TB, g generator) {
			p := g.value()
			composeLaw(t, g.text(g.edit(p)), g.text(p), g.text(g.edit(p)))
		}},
		{"Merge3", "the same as a merge of maps; Merge3(b, x, b) = x", func(t testing.TB, g generator) {
			base := g.value()
			mergeLaw(t, g.text(base), g.text(g.edit(base)), g.text(g.edit(base)))
		}},
		{"Equal", "the same keys, whatever the order and spelling", func(t testing.TB, g generator) {
			a := g.value()
			equalLaw(t, g.text(a), g.text(pick(g, []any{a, a, g.edit(a)})))
		}},
		{"Changes", "the leaves, in order", func(t testing.TB, g generator) {
			changesLaw(t, g.text(g.value()))
		}},
		{"Check", "broken texts fail at their first failure", func(t testing.TB, g generator) {
			checkLaw(t, g.damage(g.text(g.value())))
		}},
		{"Damage", "every function fails where Check does", func(t testing.TB, g generator) {
			f, doc := pick(g, functions), g.value()
			in := make([][]byte, len(f.params))
			for i := range in {
				in[i] = g.text(pick(g, []any{doc, g.edit(doc), g.value()}))
			}
			i := g.IntN(len(in))
			in[i] = g.damage(in[i])
			if want, ok := errors.AsType[*patch.Error](patch.Check(in[i])); ok {
				_, err := f.call(in)
				requireAt(t, err, want.Err, f.params[i], want.Pointer, inputs{{f.params[i], in[i]}})
			}
		}},
	}
	cases := 13_000
	if testing.Short() || raceEnabled {
		cases /= 10
	}
	for _, row := range laws {
		t.Run(row.name, func(t *testing.T) {
			i := 0
			defer func() {
				if t.Failed() {
					t.Logf("case %d of the law: %s", i, row.why)
				}
			}()
			for ; i < cases; i++ {
				row.law(t, newGenerator(uint64(i)))
			}
		})
	}
}

// One text has one first fault: whatever reads it, in whatever parameter and
// beside whatever other text, fails where Check does. The other texts lead the
// walks along the broken one: the same text unbroken, another value of its members,
// a patch that takes them away, and none of it.
func TestOneFirstFault(t *testing.T) {
	const others = "{}[],:\"\\nt0-.ex\x1f\xff"
	try := func(text string, beside []string) {
		want, broken := errors.AsType[*patch.Error](patch.Check([]byte(text)))
		if !broken {
			return
		}
		for _, f := range functions {
			for i, param := range f.params {
				for _, other := range beside {
					in := [][]byte{[]byte(other), []byte(other), []byte(other)}
					in[i] = []byte(text)
					_, err := f.call(in)
					e, ok := errors.AsType[*patch.Error](err)
					if !ok || e.Input != param || e.Err != want.Err || e.Offset != want.Offset || e.Pointer != want.Pointer {
						t.Fatalf("%s of %q as %s beside %s\ngot  %v\nwant %v", f.op, text, param, other, err, want)
					}
				}
			}
		}
	}
	for _, whole := range []string{
		`{"id":"","ie":[0,{"a":true}],"b":{"c":-1.5,"d":null}}`,
		`{"\u0061":"\ud83d\ude00é", "b" : { } }`,
		`[{"a":1},"x",2e7]`,
	} {
		beside := []string{whole, `{"id":1,"ie":{},"a":[],"b":{"c":2,"d":{}}}`, `{"id":null,"a":null,"b":{"c":null}}`, `{}`, `0`}
		for i := range len(whole) {
			try(whole[:i], beside)
			try(whole[:i]+whole[i+1:], beside)
			for _, c := range []byte(others) {
				try(whole[:i]+string([]byte{c})+whole[i:], beside)
				try(whole[:i]+string([]byte{c})+whole[i+1:], beside)
			}
		}
	}
	for _, bad := range []string{"\xff", "\xe2", "\xf0\x9f", "\xed\xa0\x80"} { // no name, and not U+FFFD, which decoders read in its place
		try(`{"\ufffd":0,"`+bad+`":0}`, []string{`{"\ufffd":1}`, "{\"\ufffd\":1}", `{}`})
		try(`{"b":{"`+bad+`":0,"\ufffd":0}}`, []string{`{"b":{"\ufffd":1}}`, `{}`})
	}
	for _, text := range []string{`{"id":"","id"0}`, `{"id":"","id":"","b":tru}`, `{"id":"","id\x":0}`, `"\udc00\u001"`, `{"b":{"c":0,"c"},"b"`} {
		try(text, []string{`{"id":"","b":{"c":0}}`, `{"b":{}}`, `{}`})
	}
}

// damage changes, drops or repeats a byte of text, or a few.
func (g generator) damage(text []byte) []byte {
	const bytesOfInterest = "{}[]:,\"\\ntfu0-+.e \x00\x1f\x7f\xff\xc3\xed\xa0"
	for range 1 + g.IntN(3) {
		i := g.IntN(len(text))
		switch g.IntN(4) {
		case 0:
			text = append(text[:i:i], text[i+1:]...)
		case 1:
			text = slices.Insert(text, i, bytesOfInterest[g.IntN(len(bytesOfInterest))])
		case 2:
			text[i] = bytesOfInterest[g.IntN(len(bytesOfInterest))]
		case 3:
			text = text[:i]
		}
		if len(text) == 0 {
			break
		}
	}
	return text
}

// corpus seeds the fuzz targets: each text is there for a reason.
var corpus = []string{
	`{}`, `[]`, `null`, `""`, `0`, // the smallest of each kind
	`{"a":1,"b":{"c":[null,{"d":null}]}}`,                             // null in an object in an array
	`{"a":null,"b":{"c":null}}`,                                       // removals
	`{"\u0061":1.0,"b":{"c":10e-1}}`,                                  // other spellings of names and numbers
	`{"a":1,"\u0061":2}`,                                              // a repeated name behind an escape
	`{"a":1,"b":2,"a\":1,":3}`,                                        // a name that looks like members
	`{"":{"/":{"~":{"~1":0}}}}`,                                       // names that a pointer escapes, and an empty one
	` { "a" : [ 1 , 2 ] , "b" : "\ud83d" } `,                          // white space; half a surrogate pair
	`{"a":"\ud83d\ude00é","b":-0}`,                                    // a whole one
	"{\"a\":\"\xff\"}",                                                // not UTF-8
	`1e400`, `0.1e401`, `1e99999999999999999999`, `-0e-5`, `01`, `1.`, // numbers beyond float64, and none
	`[[[[[[[[]]]]]]]]`, `{"a":{"a":{"a":{"a":{}}}}}`, // deep
	`{"a":tru}`, `{"a":1,}`, `[1,]`, `{"a"}`, `{"a":1}}`, "", " ", "\xef\xbb\xbf{}", // not JSON
}

func fuzzPairs(f *testing.F, law func(t testing.TB, a, b []byte)) {
	for i, a := range corpus {
		f.Add([]byte(a), []byte(corpus[(i+1)%len(corpus)]))
		f.Add([]byte(a), []byte(corpus[5]))
	}
	f.Fuzz(func(t *testing.T, a, b []byte) { law(t, a, b) })
}

func FuzzApply(f *testing.F) { fuzzPairs(f, applyLaw) }

func FuzzDiff(f *testing.F) {
	fuzzPairs(f, func(t testing.TB, a, b []byte) {
		diffLaw(t, a, b)
		invertLaw(t, a, b)
	})
}

func FuzzEqual(f *testing.F) { fuzzPairs(f, equalLaw) }

func fuzzTriples(f *testing.F, law func(t testing.TB, a, b, c []byte)) {
	for i, a := range corpus {
		f.Add([]byte(a), []byte(corpus[(i+1)%len(corpus)]), []byte(corpus[(i+2)%len(corpus)]))
		f.Add([]byte(corpus[5]), []byte(a), []byte(corpus[6]))
	}
	f.Fuzz(func(t *testing.T, a, b, c []byte) { law(t, a, b, c) })
}

func FuzzCompose(f *testing.F) { fuzzTriples(f, composeLaw) }

func FuzzMerge3(f *testing.F) { fuzzTriples(f, mergeLaw) }

func FuzzCheck(f *testing.F) {
	for _, text := range corpus {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		checkLaw(t, data)
		changesLaw(t, data)
	})
}
