package bench

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"example.com/graphcomms/patch"
	jsonpatch "github.com/evanphx/json-patch/v5"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/util/jsonmergepatch"
)

// A merger is one implementation of JSON merge patch. A function is nil where the implementation has none.
type merger struct {
	impl    string
	apply   func(doc, p []byte) ([]byte, error)
	diff    func(from, to []byte) ([]byte, error)
	compose func(p, q []byte) ([]byte, error)
}

func mergers() []merger {
	var buf []byte
	all := []merger{
		{"graphcomms", patch.Apply, patch.Diff, patch.Compose},
		{"graphcomms-append", func(doc, p []byte) ([]byte, error) {
			var err error
			buf, err = patch.AppendApply(buf[:0], doc, p)
			return buf, err
		}, nil, nil},
		{"evanphx-v5", jsonpatch.MergePatch, jsonpatch.CreateMergePatch, jsonpatch.MergeMergePatches},
		{"k8s-apimachinery", nil, func(from, to []byte) ([]byte, error) {
			return jsonmergepatch.CreateThreeWayJSONMergePatch(from, to, from)
		}, nil},
	}
	for _, lib := range []library{encodingJSON, sonicJSON, goccyJSON, segmentioJSON} {
		all = append(all,
			merger{lib.name + "-map", lib.applyMaps, lib.diffMaps, lib.composeMaps},
			merger{lib.name + "-rawmap", lib.applyRaw, lib.diffRaw, lib.composeRaw})
	}
	return all
}

// The functions on maps read both texts whole into Go values, as a service would that has no merge-patch library.

func (lib library) applyMaps(doc, p []byte) ([]byte, error)  { return lib.onMaps(doc, p, mergeMaps) }
func (lib library) composeMaps(p, q []byte) ([]byte, error)  { return lib.onMaps(p, q, composeMaps) }
func (lib library) diffMaps(from, to []byte) ([]byte, error) { return lib.onMaps(from, to, diffMaps) }

func (lib library) onMaps(a, b []byte, work func(a, b any) any) ([]byte, error) {
	var x, y any
	if err := lib.unmarshal(a, &x); err != nil {
		return nil, err
	}
	if err := lib.unmarshal(b, &y); err != nil {
		return nil, err
	}
	return lib.marshal(work(x, y))
}

// mergeMaps is MergePatch of RFC 7396, section 2. It writes to doc.
func mergeMaps(doc, p any) any { return merge(doc, p, false) }

// composeMaps merges q into p and keeps the nulls, since they remove.
func composeMaps(p, q any) any { return merge(p, q, true) }

func merge(doc, p any, keepNulls bool) any {
	members, ok := p.(map[string]any)
	if !ok {
		return p
	}
	target, ok := doc.(map[string]any)
	if !ok {
		target = make(map[string]any, len(members))
	}
	for name, value := range members {
		if value == nil && !keepNulls {
			delete(target, name)
		} else {
			target[name] = merge(target[name], value, keepNulls)
		}
	}
	return target
}

func diffMaps(from, to any) any {
	a, ok := from.(map[string]any)
	b, ok2 := to.(map[string]any)
	if !ok || !ok2 {
		return to
	}
	p := map[string]any{}
	for name := range a {
		if _, ok := b[name]; !ok {
			p[name] = nil
		}
	}
	for name, value := range b {
		old, ok := a[name]
		_, isObject := value.(map[string]any)
		switch _, wasObject := old.(map[string]any); {
		case !ok:
			p[name] = value
		case isObject && wasObject:
			if sub := diffMaps(old, value).(map[string]any); len(sub) > 0 {
				p[name] = sub
			}
		case !reflect.DeepEqual(old, value):
			p[name] = value
		}
	}
	return p
}

// The functions on raw maps read only the objects that the patch reaches into, and leave all other values as text.

type rawMap = map[string]json.RawMessage

var null = json.RawMessage("null")

func isObject(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n")
	return len(text) > 0 && text[0] == '{'
}

func (lib library) applyRaw(doc, p []byte) ([]byte, error) { return lib.mergeRaw(doc, p, false) }
func (lib library) composeRaw(p, q []byte) ([]byte, error) { return lib.mergeRaw(p, q, true) }

func (lib library) mergeRaw(doc, p []byte, keepNulls bool) ([]byte, error) {
	if !isObject(p) {
		return p, nil
	}
	var target, members rawMap
	if err := lib.unmarshal(p, &members); err != nil {
		return nil, err
	}
	if isObject(doc) {
		if err := lib.unmarshal(doc, &target); err != nil {
			return nil, err
		}
	} else {
		target = make(rawMap, len(members))
	}
	for name, value := range members {
		if !keepNulls && bytes.Equal(value, null) {
			delete(target, name)
			continue
		}
		merged, err := lib.mergeRaw(target[name], value, keepNulls)
		if err != nil {
			return nil, err
		}
		target[name] = merged
	}
	return lib.marshal(target)
}

func (lib library) diffRaw(from, to []byte) ([]byte, error) {
	var a, b rawMap
	if err := lib.unmarshal(from, &a); err != nil {
		return nil, err
	}
	if err := lib.unmarshal(to, &b); err != nil {
		return nil, err
	}
	p := rawMap{}
	for name := range a {
		if _, ok := b[name]; !ok {
			p[name] = null
		}
	}
	for name, value := range b {
		old, ok := a[name]
		switch {
		case ok && bytes.Equal(old, value):
		case ok && isObject(old) && isObject(value):
			sub, err := lib.diffRaw(old, value)
			if err != nil {
				return nil, err
			}
			if len(sub) > len("{}") {
				p[name] = sub
			}
		default:
			p[name] = value
		}
	}
	return lib.marshal(p)
}

// A pair is a document, a merge patch for it and what the document becomes. The texts are made when asked for.
type pair struct {
	name  string
	texts func() (doc, p, to []byte)
}

func pairs() []pair {
	tree, flat := Tree{Members: 20_000}, Tree{Members: 20_000, Flat: true}
	return []pair{
		{"2KB", func() (doc, p, to []byte) { return patched(Operation().JSON, OperationPatch().JSON) }},
		{"1MB-sparse", func() (doc, p, to []byte) {
			return patched(tree.JSON(Draw{}), tree.JSON(Draw{Every: 2_000, Values: 1}))
		}},
		{"1MB-full", func() (doc, p, to []byte) { return patched(tree.JSON(Draw{}), tree.JSON(Draw{Values: 1})) }},
		{"flat", func() (doc, p, to []byte) {
			p = flat.JSON(Draw{Values: 1, Shuffle: true})
			return flat.JSON(Draw{}), p, p
		}},
	}
}

func patched(doc, p []byte) (_, _, to []byte) {
	to, err := patch.Apply(doc, p)
	if err != nil {
		panic(err)
	}
	return doc, p, to
}

func applyGroups() []group {
	return mergeGroups(pairs(), func(m merger, doc, p, _ []byte) []task {
		return mergeTask(m.impl, m.apply, doc, p, func(t *testing.T, got []byte) {
			requireEqual(t, reference(t, doc, p), parse(t, got))
			if GapsOf("Apply", m.impl)&Reorders == 0 {
				before, after := memberNames(t, doc), memberNames(t, got)
				require.Equal(t, shared(before, after), shared(after, before))
			}
		})
	})
}

func diffGroups() []group {
	tree := Tree{Members: 20_000}
	shuffled := pair{"1MB-sparse-shuffled", func() (doc, p, to []byte) {
		p = tree.JSON(Draw{Every: 2_000, Values: 1})
		_, _, to = patched(tree.JSON(Draw{Shuffle: true}), p)
		return tree.JSON(Draw{}), p, to
	}}
	return mergeGroups(append(pairs(), shuffled), func(m merger, doc, p, to []byte) []task {
		return mergeTask(m.impl, m.diff, doc, to, func(t *testing.T, got []byte) {
			requireEqual(t, parse(t, to), reference(t, doc, got))
			require.Less(t, len(got), len(p)+len(p)/4, "holds more than what changed")
		})
	})
}

func composeGroups() []group {
	return mergeGroups(pairs(), func(m merger, doc, p, _ []byte) []task {
		return mergeTask(m.impl, m.compose, doc, p, func(t *testing.T, got []byte) {
			stored := Stored().JSON
			want := mergeMaps(reference(t, stored, doc), parse(t, p))
			requireEqual(t, want, reference(t, stored, got))
		})
	})
}

// shared returns the names that are among the others too, in order.
func shared(names, others []string) []string {
	among := make(map[string]bool, len(others))
	for _, name := range others {
		among[name] = true
	}
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !among[name] })
}

func mergeGroups(pairs []pair, tasks func(m merger, doc, p, to []byte) []task) []group {
	var groups []group
	for _, pair := range pairs {
		groups = append(groups, group{name: "payload=" + pair.name, tasks: func() []task {
			doc, p, to := pair.texts()
			var all []task
			for _, m := range mergers() {
				all = append(all, tasks(m, doc, p, to)...)
			}
			return all
		}})
	}
	return groups
}

func mergeTask(impl string, work func(a, b []byte) ([]byte, error), a, b []byte, prove func(*testing.T, []byte)) []task {
	if work == nil {
		return nil
	}
	return []task{newTask(impl, func(in [2][]byte) ([]byte, error) { return work(in[0], in[1]) }, [2][]byte{a, b}, prove)}
}

// reference is RFC 7396, section 2, as the RFC writes it.
func reference(t *testing.T, doc, p []byte) any {
	t.Helper()
	return mergeMaps(parse(t, doc), parse(t, p))
}

func parse(t *testing.T, text []byte) any {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var v any
	require.NoError(t, dec.Decode(&v))
	return v
}

// requireEqual is require.Equal without the report of the difference, which takes minutes on a large value.
func requireEqual(t *testing.T, want, got any) {
	t.Helper()
	require.True(t, reflect.DeepEqual(want, got), "not the same JSON value")
}

// TestApplyRFC7396 holds the mergers to the cases of RFC 7396, appendix A, on objects.
func TestApplyRFC7396(t *testing.T) {
	tests := []struct{ doc, p, want string }{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
	}
	for _, m := range mergers() {
		if m.apply == nil {
			continue
		}
		for _, tt := range tests {
			t.Run(m.impl+" "+tt.doc+" "+tt.p, func(t *testing.T) {
				got, err := m.apply([]byte(tt.doc), []byte(tt.p))
				require.NoError(t, err)
				require.JSONEq(t, tt.want, string(got))
			})
		}
	}
}

// TestMergerGaps holds every merger to its gaps: it has those that GapsOf tells of and no others.
func TestMergerGaps(t *testing.T) {
	type probe struct {
		gap    Gaps
		a, b   string
		unless string // the gap is there if the call succeeds with any other result
	}
	inputs := []probe{
		{RepeatedNames, `{"a":1,"a":2}`, `{"a":3}`, ""},
		{RepeatedNames, `{"a":1}`, `{"a":3,"a":4}`, ""},
		{RepeatedNames, `{"a":{"b":{"c":1,"c":2}}}`, `{"d":1}`, ""},
		{InvalidUTF8, "{\"a\":\"\xff\"}", `{"a":1}`, ""},
		{InvalidUTF8, `{"a":1}`, `{"a":"\ud800"}`, ""},
		{BadStrings, "{\"a\":\"\x01\"}", `{"a":1}`, ""},
		{BadSyntax, `{"a":{"b":[1 2]}}`, `{"c":1}`, ""},
		{BadSyntax, `{"a":{"b" 1}}`, `{"c":1}`, ""},
		{BadSyntax, `{"a":{"b":tru}}`, `{"c":1}`, ""},
		{BadSyntax, `{"c":1}`, `{"a":[01]}`, ""},
		{BadStrings, `{"a":1}`, "{\"a\":\"\x01\"}", ""},
		{TrailingData, `{"a":1}x`, `{"a":2}`, ""},
		{TrailingData, `{"a":1}`, `{"a":2}{}`, ""},
	}
	const long, longer = `{"a":12345678901234567890}`, `{"a":12345678901234567891}`
	works := []struct {
		name   string
		of     func(m merger) func(a, b []byte) ([]byte, error)
		probes []probe
	}{
		{"Apply", func(m merger) func(a, b []byte) ([]byte, error) { return m.apply }, []probe{
			{Floats, long, `{}`, long},
		}},
		{"Diff", func(m merger) func(a, b []byte) ([]byte, error) { return m.diff }, []probe{
			{Floats, long, longer, longer},
			{Spelling, `{"a":1}`, `{"a":1.0}`, `{}`},
			{WrongPatch, `{"a":1}`, `{"a":null}`, ""},
		}},
		{"Compose", func(m merger) func(a, b []byte) ([]byte, error) { return m.compose }, []probe{
			{Floats, long, `{}`, long},
			{WrongPatch, `{"a":null}`, `{"a":{"b":1}}`, ""},
		}},
	}
	for _, work := range works {
		for _, m := range mergers() {
			call := work.of(m)
			if call == nil {
				continue
			}
			t.Run(work.name+"/"+m.impl, func(t *testing.T) {
				var found Gaps
				for _, p := range append(work.probes, inputs...) {
					found |= probed(call, p.a, p.b, p.unless, p.gap)
				}
				require.Equal(t, (GapsOf(work.name, m.impl) &^ (Reorders | DiffsTwice)).String(), found.String())
			})
		}
	}
}

// probed returns the gap if the call succeeds with another result than unless, Panics if it panics, and else none.
func probed(call func(a, b []byte) ([]byte, error), a, b, unless string, gap Gaps) (found Gaps) {
	defer func() {
		if recover() != nil {
			found = Panics
		}
	}()
	got, err := call([]byte(a), []byte(b))
	if err == nil && string(got) != unless {
		return gap
	}
	return 0
}
