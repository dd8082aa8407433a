package commsop_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
	"github.com/stretchr/testify/require"
)

type document[T any] interface {
	AppendJSON(dst []byte) ([]byte, error)
	Clone() T
	Equal(T) bool
}

type mergePatch[T, P any] interface {
	AppendJSON(dst []byte) ([]byte, error)
	Apply(T) (T, error)
	Then(P) (P, error)
	IsZero() bool
}

// laws are what holds of a document type T and its patch type P, for
// operations and for result infos.
type laws[T document[T], P mergePatch[T, P]] struct {
	shape
	pkg         string
	decode      func([]byte) (T, error)
	decodePatch func([]byte) (P, error)
	diff        func(from, to T) (P, error)
}

// documents decodes texts that can be decoded, and the same as maps.
func (l laws[T, P]) documents(texts ...[]byte) (list []T, maps []object, ok bool) {
	for _, text := range texts {
		v, err := l.decode(text)
		if err != nil {
			return nil, nil, false
		}
		list, maps = append(list, v), append(maps, parse(text).(object))
	}
	return list, maps, true
}

func (l laws[T, P]) patches(texts ...[]byte) (list []P, maps []object, ok bool) {
	for _, text := range texts {
		p, err := l.decodePatch(text)
		if err != nil {
			return nil, nil, false
		}
		list, maps = append(list, p), append(maps, parse(text).(object))
	}
	return list, maps, true
}

func requireSameJSON(t testing.TB, want, got []byte, what string) {
	t.Helper()
	same, err := patch.Equal(want, got)
	require.NoError(t, err, what)
	require.True(t, same, "%s\nwant %s\ngot  %s", what, want, got)
}

// read: what cannot be read is refused where the reference refuses it; what
// can, is written with the same meaning, and the second time byte for byte.
func (l laws[T, P]) read(t testing.TB, text []byte) {
	v, err := l.decode(text)
	_, patchErr := l.decodePatch(text)
	check := patch.Check(text)
	var want []string
	if check != nil {
		want = faults(check)
	} else {
		in := parse(text)
		o, _ := in.(object)
		if bothTypes(o) || l.base != "" && bothTypes(below(o)) {
			require.ErrorIs(t, err, patch.ErrDuplicateName, "%s", text)
			require.ErrorIs(t, patchErr, patch.ErrDuplicateName, "%s", text)
			return
		}
		want = l.faults(in, "")
	}
	got := faults(err)
	require.Equal(t, got, faults(patchErr), "a patch reads the same: %s", text)
	switch {
	case len(got) == 1 && strings.HasSuffix(got[0], "type: "+patch.ErrDuplicateName.Error()):
		// The type under its other name, which only the typed readers refuse: where
		// nothing before it is wrong.
		require.True(t, check == nil || offset(err) < offset(check) || slices.Equal(want, got), "%s", text)
	default:
		require.Equal(t, want, got, "%s", text)
		if check != nil {
			require.Equal(t, offset(check), offset(err), "%s", text)
		}
	}
	if err != nil {
		return
	}
	b := []byte(encode(t, v))
	requireSameJSON(t, text, b, "decoded and encoded")
	again, err := l.decode(b)
	require.NoError(t, err, "%s", b)
	require.Equal(t, string(b), encode(t, again))
	require.True(t, again.Equal(v) && v.Equal(again.Clone()), "%s", b)
	require.Equal(t, string(b), encode(t, v.Clone()))

	p, err := l.decodePatch(text)
	require.NoError(t, err)
	require.Equal(t, string(b), encode(t, p), "a patch has the same members")
	require.Equal(t, string(b) == "{}", p.IsZero())

	var w T
	require.NoError(t, json.Unmarshal(text, &w))
	require.Equal(t, string(b), encode(t, w))
}

// offset returns where in its text an error is.
func offset(err error) int64 {
	if e, ok := errors.AsType[*patch.Error](err); ok {
		return e.Offset
	}
	return -1
}

// equal: two documents are equal when their texts mean the same.
func (l laws[T, P]) equal(t testing.TB, a, b []byte) {
	v, m, ok := l.documents(a, b)
	if !ok {
		return
	}
	want, err := patch.Equal(print(l.meaning(m[0])), print(l.meaning(m[1])))
	require.NoError(t, err)
	require.Equal(t, want, v[0].Equal(v[1]), "%s\n%s", a, b)
	require.Equal(t, want, v[1].Equal(v[0]), "symmetric: %s\n%s", a, b)
}

// apply: Apply does what patch.Apply does to the texts, save control
// information and key, and doing it again changes nothing.
func (l laws[T, P]) apply(t testing.TB, doc, p []byte) {
	v, m, ok := l.documents(doc)
	q, n, ok2 := l.patches(p)
	if !ok || !ok2 {
		return
	}
	in := fmt.Sprintf("doc %s\np   %s", doc, p)
	want, refused := l.shape.apply(m[0], n[0])
	got, err := q[0].Apply(v[0])
	require.Equal(t, refused, faults(err), in)
	if err != nil {
		require.Equal(t, "{}", strings.Replace(encode(t, got), `"code":0,"subcode":0`, "", 1), "nothing comes with an error")
		return
	}
	requireSameJSON(t, print(want), []byte(encode(t, got)), in)
	twice, err := q[0].Apply(got)
	require.NoError(t, err, in)
	require.True(t, got.Equal(twice), in)
	again, err := l.decode([]byte(encode(t, got)))
	require.NoError(t, err, in)
	require.True(t, got.Equal(again), in)
}

// differ: Diff leads from one document to the other, control information aside,
// with no member too many, and fails only where nothing could.
func (l laws[T, P]) differ(t testing.TB, from, to []byte) {
	v, m, ok := l.documents(from, to)
	if !ok {
		return
	}
	in := fmt.Sprintf("from %s\nto   %s", from, to)
	x, y := l.data(l.meaning(m[0])), l.data(l.meaning(m[1]))
	p, err := l.diff(v[0], v[1])
	refused := l.undiffable(m[0], m[1], "")
	_, rawErr := patch.Diff(print(l.strip(x)), print(l.strip(y)))
	if refused != nil || rawErr != nil {
		var got []string
		null := false
		for _, f := range faults(err) {
			pointer, cause, _ := strings.Cut(f, ": ")
			if cause == patch.ErrNullMember.Error() {
				null = true
			} else {
				got = append(got, pointer)
			}
		}
		slices.Sort(refused)
		require.Equal(t, refused, got, in)
		require.Equal(t, rawErr != nil, null, in)
		require.True(t, p.IsZero(), "nothing comes with an error")
		return
	}
	require.NoError(t, err, in)
	got, err := p.Apply(v[0])
	require.NoError(t, err, in)
	after := l.data(l.meaning(parse([]byte(encode(t, got))).(object)))
	requireSameJSON(t, print(y), print(after), in+"\np    "+encode(t, p))
	same, err := patch.Equal(print(x), print(y))
	require.NoError(t, err, in)
	require.Equal(t, same, p.IsZero(), in)
	require.True(t, must(l.diff(v[0], v[0])).IsZero(), in)

	for name, v := range parse([]byte(encode(t, p))).(object) {
		if strings.HasPrefix(name, "@") && l.members[name] != "" {
			continue
		}
		before, had := x[name]
		after, has := y[name]
		if had && has {
			same, _ := patch.Equal(print(before), print(after))
			require.False(t, same, "%s is the same\n%s", name, in)
		} else {
			require.NotEqual(t, had, has, "%s is in neither\n%s", name, in)
		}
		require.Equal(t, has, v != nil, in)
	}
	if typ, _ := typeOf(x); typ != "" && l.base != "" && !p.IsZero() {
		got, _ := typeOf(parse([]byte(encode(t, p))).(object))
		require.Equal(t, typ, typeMeaning(got), "the type goes along: %s", in)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// then: p.Then(q) does p, then q, and is refused only where p and q cannot
// both be done by one patch.
func (l laws[T, P]) then(t testing.TB, doc, p, q []byte) {
	v, _, ok := l.documents(doc)
	list, m, ok2 := l.patches(p, q)
	if !ok || !ok2 {
		return
	}
	in := fmt.Sprintf("doc %s\np   %s\nq   %s", doc, p, q)
	both, err := list[0].Then(list[1])
	composed, rawErr := patch.Compose(print(l.strip(m[0])), print(l.strip(m[1])))
	require.Equal(t, rawErr != nil, errors.Is(err, patch.ErrNotComposable), in)
	var second T
	first, stepErr := list[0].Apply(v[0])
	firstErr := stepErr
	if stepErr == nil {
		second, stepErr = list[1].Apply(first)
	}
	if err != nil {
		require.True(t, both.IsZero(), "nothing comes with an error")
		require.True(t, rawErr != nil || stepErr != nil || givesEmptyIdentity(m[0]), "refused with %v, and yet\n%s", err, in)
		return
	}
	members := parse([]byte(encode(t, both))).(object)
	requireSameJSON(t, composed, print(l.strip(members)), in)
	requireSameJSON(t, print(l.control(m...)), print(l.control(members)), in)
	got, err := both.Apply(v[0])
	if firstErr != nil {
		if r, ok := m[1]["resultInfo"]; ok && r == nil {
			return // of a resultInfo that q removes, p's type is as good as any
		}
		require.Error(t, err, "p alone is refused with %v, and yet\n%s", firstErr, in)
		return
	}
	require.Equal(t, stepErr == nil, err == nil, "%v %v\n%s\nboth %s", stepErr, err, in, encode(t, both))
	if err == nil {
		require.True(t, second.Equal(got), "%s\nboth %s\nwant %s\ngot  %s", in, encode(t, both), encode(t, second), encode(t, got))
		requireSameJSON(t, []byte(encode(t, second)), []byte(encode(t, got)), in)
	}
}

// givesEmptyIdentity reports whether the patch p gives an empty id or type. Only a
// target without one takes it, which no patch that goes on to give another can
// say.
func givesEmptyIdentity(p object) bool {
	typ, name := typeOf(p)
	r, _ := p["resultInfo"].(object)
	return p["id"] == "" || name != "" && typ == "" || r != nil && givesEmptyIdentity(r)
}

// all checks every law on three texts.
func (l laws[T, P]) all(t testing.TB, a, b, c []byte) {
	l.read(t, a)
	l.equal(t, a, b)
	l.apply(t, a, b)
	l.differ(t, a, b)
	l.then(t, a, b, c)
}

// rounds is how many rounds of a test to run, of which fewer are enough in a
// short run.
func rounds(all, few int) int {
	if testing.Short() || raceEnabled {
		return few
	}
	return all
}

func TestLaws(t *testing.T) {
	for _, text := range []string{`{"@type":"a","@odata.type"0}`, `{"@type":"a","@odata.type" }`, `{"@type":"a","@odata.type":}`, `{"id":"a","id"0}`, `{"x":1,"x"0}`} {
		operations.read(t, []byte(text)) // wrong in two ways: the first counts
		results.read(t, []byte(text))
	}
	for seed := range rounds(4_000, 500) {
		g := newGenerator(uint64(seed))
		operations.all(t, g.text(operationShape), g.text(operationShape), g.text(operationShape))
		results.all(t, g.text(resultShape), g.text(resultShape), g.text(resultShape))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// TestChangedMembers changes the additional members of what was read, of which
// it is remembered that they were good. It must not tell from the same members
// in an operation and a result that were never read, whatever is done with it.
func TestChangedMembers(t *testing.T) {
	const depth = 10_000
	names := []string{"a", "b", `a":{"b`, `"`, "", "é", "\xff", "id", "code", "a/b", "c"}
	values := []string{`1`, `{"b":1}`, `1}`, `"b`, ` 2 `, `"x"`, `null`, ``, `{"a":1,"a":1}`, `[` + strings.Repeat(`[`, depth-3) + strings.Repeat(`]`, depth-2)}
	long := strings.Repeat(`["",`, depth/2) + `1` + strings.Repeat(`]`, depth/2)
	var bases []commsop.Operation
	for _, name := range []string{`\u0061`, `\u0061\"`} { // what was read is not remembered where a name needs escapes
		members := `"a":{"b":1},"b":"x","x` + name + `":1,"é":[ 1 ],"c":{"d":{"e":null}}`
		bases = append(bases, decode(t, `{`+members+`,"long":[`+long+`],"resultInfo":{"code":1,"subcode":"2",`+members+`,"long":`+long+`}}`))
	}
	for seed := range uint64(rounds(2_000, 300)) {
		g, base := newGenerator(seed), bases[seed%2]
		o := base.Clone()
		for range 1 + g.IntN(3) {
			changed := &o.AdditionalData
			if g.IntN(2) == 0 {
				changed = &o.ResultInfo.AdditionalData
			}
			m := *changed
			if len(m) == 0 {
				continue
			}
			i, j := g.IntN(len(m)), g.IntN(len(m))
			switch g.IntN(8) {
			case 0:
				m[i].Name = g.pick(names...)
			case 1:
				m[i].Value = odata.Value(g.pick(values...))
			case 2:
				m[i], m[j] = m[j], m[i]
			case 3:
				m[i] = m[j]
			case 4:
				m[i].Value, m[j].Value = m[j].Value, m[i].Value
			case 5:
				if v := m[i].Value; len(v) > 0 {
					k := g.IntN(len(v))
					m[i].Value = v[:k] + odata.Value(g.pick(`"`, "{", "}", "1", ",")) + v[k+1:]
				}
			case 6:
				*changed = append(m[:i], m[i+1:]...)
			case 7:
				*changed = m[:0]
			}
		}
		result := must(resultinfo.Decode([]byte(`{"code":1,"subcode":"2"}`)))
		result.AdditionalData = o.ResultInfo.AdditionalData
		fresh := commsop.Operation{ResultInfo: &result, AdditionalData: o.AdditionalData}
		got, err := o.AppendJSON(nil)
		want, wantErr := fresh.AppendJSON(nil)
		require.Equal(t, wantErr, err, "seed %d", seed)
		require.Equal(t, string(want), string(got), "seed %d", seed)

		require.Equal(t, fresh.Equal(base), o.Equal(base), "seed %d", seed)
		require.Equal(t, base.Equal(fresh), base.Equal(o), "seed %d", seed)
		_, conflict := commsop.Latest(base, o)
		_, wantConflict := commsop.Latest(base, fresh)
		require.Equal(t, wantConflict, conflict, "seed %d", seed)
		for _, pair := range [][4]commsop.Operation{{base, o, base, fresh}, {o, base, fresh, base}} {
			d, err := commsop.Diff(pair[0], pair[1])
			want, wantErr := commsop.Diff(pair[2], pair[3])
			require.Equal(t, wantErr, err, "seed %d", seed)
			require.Equal(t, encode(t, want), encode(t, d), "seed %d", seed)
		}

		change := g.pick(`{}`, `{"c":{"d":{"e":1}}}`, `{"a":null,"new":{"f":null}}`, `{"b":null,"é":null,"x":[]}`, `{"xa\"":{},"xa":{}}`)
		p := decodePatch(t, g.pick(change, `{"resultInfo":`+change+`}`))
		after, err := p.Apply(o)
		wantAfter, wantErr := p.Apply(fresh)
		require.Equal(t, wantErr, err, "seed %d", seed)
		got, err = after.AppendJSON(nil)
		want, wantErr = wantAfter.AppendJSON(nil)
		require.Equal(t, wantErr, err, "seed %d", seed)
		require.Equal(t, string(want), string(got), "seed %d", seed)
	}
}

// TestBrokenTexts breaks texts by one byte, everywhere.
func TestBrokenTexts(t *testing.T) {
	for seed := range rounds(100, 10) {
		g := newGenerator(uint64(seed))
		for _, s := range []shape{operationShape, resultShape} {
			text := g.text(s)
			for i := range text {
				other := []byte(g.pick("{", "}", "[", "]", ",", ":", `"`, `\`, "0", "-", "n", " ", "\x01", "\xff"))
				for _, broken := range [][]byte{
					text[:i],
					slices.Concat(text[:i], text[i+1:]),
					slices.Concat(text[:i], other, text[i:]),
					slices.Concat(text[:i], other, text[i+1:]),
				} {
					operations.read(t, broken)
					results.read(t, broken)
					readPage(t, slices.Concat([]byte(`{"value":[{},`), broken, []byte("]}")))
				}
			}
		}
	}
}

// readPage: what is not JSON fails where patch.Check says.
func readPage(t testing.TB, text []byte) {
	_, err := commsop.DecodePage(text)
	if check := patch.Check(text); check != nil && !errors.Is(check, patch.ErrDuplicateName) && !errors.Is(err, patch.ErrDuplicateName) {
		require.Equal(t, faults(check), faults(err), "%s", text)
		require.Equal(t, offset(check), offset(err), "%s", text)
	}
}

// Equal is transitive, which takes three operations that are often the same.
func TestEqualIsTransitive(t *testing.T) {
	var list []commsop.Operation
	for _, text := range []string{
		`{}`, `{"status":"running"}`, `{"status":"1"}`, `{"status":"Running"}`, `{"status":"string"}`, `{"status":"String"}`, `{"status":null}`, `{"status":""}`,
		`{"@type":"graph.x"}`, `{"@odata.type":"#Microsoft.Graph.X"}`, `{"@odata.type":""}`, `{"@odata.type":"#"}`, `{"@odata.type":null}`,
		`{"resultInfo":null}`, `{"resultInfo":{}}`, `{"resultInfo":{"code":"4"}}`, `{"resultInfo":{"code":4}}`, `{"resultInfo":{"code":-0}}`, `{"resultInfo":{"code":"000"}}`,
		`{"x":1.0,"y":null}`, `{"y":null,"x":1}`, `{"x":1e0,"\u0079":null}`, `{"x":1}`,
	} {
		list = append(list, decode(t, text))
	}
	list = append(list, commsop.Operation{}, commsop.Operation{Status: commsop.StatusRunning}, commsop.Operation{Type: "#microsoft.graph.X"})
	for _, x := range list {
		for _, y := range list {
			text, err := commsop.Decode([]byte(encode(t, y)))
			require.NoError(t, err)
			require.Equal(t, x.Equal(y), x.Equal(text), "Equal agrees with the encodings: %s %s", encode(t, x), encode(t, y))
			for _, z := range list {
				require.False(t, x.Equal(y) && y.Equal(z) && !x.Equal(z), "%s %s %s", encode(t, x), encode(t, y), encode(t, z))
			}
		}
	}
}

func seedTexts(f *testing.F, n int, s shape) {
	for seed := range uint64(20) {
		g := newGenerator(seed)
		args := make([]any, n)
		for i := range args {
			args[i] = g.text(s)
		}
		f.Add(args...)
	}
	for _, text := range []string{page, `{"@type":"a","@odata.type"0}`, `{"id":"a","id"0}`, `{"id":"a","\u0069d":"b"}`, `{"@type":null,"@odata.type":""}`, `{"status":"\ud800"}`, `{"x":[{"a":1,"a":2}]}`, "{\"x\":\"\xff\"}", `null`, `{"code":"-","subcode":1e9}`} {
		args := make([]any, n)
		for i := range args {
			args[i] = []byte(text)
		}
		f.Add(args...)
	}
}

func FuzzOperation(f *testing.F) {
	seedTexts(f, 1, operationShape)
	f.Fuzz(func(t *testing.T, text []byte) { operations.read(t, text) })
}

func FuzzResultInfo(f *testing.F) {
	seedTexts(f, 1, resultShape)
	f.Fuzz(func(t *testing.T, text []byte) { results.read(t, text) })
}

func FuzzPatch(f *testing.F) {
	seedTexts(f, 3, operationShape)
	f.Fuzz(func(t *testing.T, doc, p, q []byte) {
		operations.then(t, doc, p, q)
		operations.differ(t, doc, p)
	})
}

func FuzzResultInfoPatch(f *testing.F) {
	seedTexts(f, 3, resultShape)
	f.Fuzz(func(t *testing.T, doc, p, q []byte) {
		results.then(t, doc, p, q)
		results.differ(t, doc, p)
	})
}

func FuzzApply(f *testing.F) {
	seedTexts(f, 2, operationShape)
	f.Fuzz(func(t *testing.T, doc, p []byte) {
		operations.apply(t, doc, p)
		operations.equal(t, doc, p)
		results.apply(t, doc, p)
		results.equal(t, doc, p)
	})
}

// FuzzPage reads pages as well as operations: a bare operation is a page of
// one.
func FuzzPage(f *testing.F) {
	seedTexts(f, 1, operationShape)
	f.Add([]byte(`{"@odata.count":2,"value":[` + page + `,{}],"@odata.nextLink":"x"}`))
	f.Add([]byte(`{"value":{"id":7}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		readPage(t, text)
		g, err := commsop.DecodePage(text)
		if err != nil {
			require.NotEmpty(t, faults(err))
			return
		}
		b := encode(t, g)
		again, err := commsop.DecodePage([]byte(b))
		require.NoError(t, err)
		require.Equal(t, b, encode(t, again))
		if o, isPage := parse(text).(object)["value"]; !isPage {
			require.Equal(t, `{"value":[`+encode(t, decode(t, string(text)))+`]}`, b)
		} else if _, isList := o.([]any); isList {
			requireSameJSON(t, text, []byte(b), "page")
		}
	})
}
