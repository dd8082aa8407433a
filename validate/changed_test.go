package validate_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/validate"
	"example.com/graphcomms/validate/playground"
	"github.com/stretchr/testify/require"
)

func TestChanged(t *testing.T) {
	const current = `{"@type":"#microsoft.graph.commsOperation","status":"running","resultInfo":{"code":1,"subcode":2,"x":{"y":1}},"a":{"b":{"c":1},"d":[{"e":1}]},"m/~":1}`
	for _, row := range []struct {
		name, why, body string
		want            []string
	}{
		{"nothing", "no member", `{}`, nil},
		{"same", "no member differs", `{"status":"running","resultInfo":{"code":1},"a":{"b":{"c":1.0}},"none":null}`, nil},
		{"spelling", "the encoding has the new one", `{"status":"Running"}`, []string{"/status"}},
		{"base type", "the derived one is written", `{"@odata.type":"#microsoft.graph.recordOperation"}`, []string{"/@type"}},
		{"same type", "the old spelling stays", `{"@odata.type":"graph.commsoperation"}`, nil},
		{"id", "given", `{"id":"1"}`, []string{"/id"}},
		{"deep", "as deep as both have objects", `{"resultInfo":{"code":3,"x":{"y":2}},"a":{"b":{"c":2}}}`, []string{"/a/b/c", "/resultInfo/code", "/resultInfo/x/y"}},
		{"added", "a member counts whole", `{"n":{"o":{"p":1}},"a":{"q":{"r":1}}}`, []string{"/a/q", "/n"}},
		{"removed", "a member counts whole", `{"resultInfo":null,"a":{"b":null}}`, []string{"/a/b", "/resultInfo"}},
		{"replaced", "one side has no object", `{"a":{"b":5,"d":{"0":1}}}`, []string{"/a/b", "/a/d"}},
		{"array", "arrays are values", `{"a":{"d":[{"e":2}]}}`, []string{"/a/d"}},
		{"names", "escaped, and sorted so", `{"m/~":2,"m.n":1,"":0}`, []string{"/", "/m.n", "/m~1~0"}},
		{"null below", "null is a value there", `{"a":{"d":[null]}}`, []string{"/a/d"}},
		{"empty", "empty is not absent", `{"clientContext":""}`, []string{"/clientContext"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			o := operation(t, current)
			r, err := validate.New(nil).Update(o, []byte(row.body))
			require.NoError(t, err)
			require.Equal(t, row.want, r.Changed, row.why)
			require.Equal(t, row.want, changes(t, encode(t, o), encode(t, r.Operation)), "the slow way")
		})
	}
	r, err := validate.New(nil).Update(operation(t, `{"status":"running","resultInfo":{"code":-0,"subcode":0},"x":-0}`), []byte(`{"resultInfo":{"code":0,"subcode":-0},"x":0}`))
	require.NoError(t, err)
	require.Empty(t, r.Changed, "-0 is 0, in listed members as in others")
	r, err = validate.New(nil).Update(operation(t, `{"status":"running","resultInfo":{"code":"200","subcode":0}}`), []byte(`{"resultInfo":{"code":200}}`))
	require.NoError(t, err)
	require.Equal(t, []string{"/resultInfo/code"}, r.Changed, "a quoted number is another JSON value, though the same code")
}

// What has a pointer of more than 1 KiB is reported at the innermost object around
// it that has not.
func TestChangedLongPointer(t *testing.T) {
	for _, n := range []int{1020, 1021, 1022, 1023, 1024, 1025} { // bytes of a name
		name := strings.Repeat("n", n)
		want := "/" + name + "/x"
		if len(want) > 1024 {
			want = "/" + name
		}
		if len(want) > 1024 {
			want = ""
		}
		o := operation(t, `{"status":"running","`+name+`":{"x":1}}`)
		r, err := validate.New(nil).Update(o, []byte(`{"`+name+`":{"x":2}}`))
		require.NoError(t, err)
		require.Equal(t, []string{want}, r.Changed, n)
		r, err = validate.New(nil).Update(o, []byte(`{"`+name+`":{"x":1.0}}`))
		require.NoError(t, err)
		require.Empty(t, r.Changed, "%d: what is the same is no change, however long its pointer", n)
	}
}

// changes lists, slowly, where two encodings differ.
func changes(t testing.TB, before, after string) (list []string) {
	var walk func(at string, a, b any)
	walk = func(at string, a, b any) {
		m, isObject := a.(map[string]any)
		n, both := b.(map[string]any)
		if !isObject || !both {
			if !reflect.DeepEqual(a, b) {
				list = append(list, at)
			}
			return
		}
		for _, side := range []map[string]any{m, n} {
			for name := range side {
				pointer := at + "/" + strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
				x, had := m[name]
				y, has := n[name]
				if had && has {
					walk(pointer, x, y)
				} else {
					list = append(list, pointer)
				}
			}
		}
	}
	var a, b any
	require.NoError(t, json.Unmarshal([]byte(before), &a))
	require.NoError(t, json.Unmarshal([]byte(after), &b))
	walk("", a, b)
	slices.Sort(list)
	return slices.Compact(list)
}

// TestGeneratedUpdates compares Update with the functions that it is made of.
func TestGeneratedUpdates(t *testing.T) {
	g := newGenerator(1)
	validators := []*validate.Validator{
		validate.New(nil),
		validate.New(&validate.Options{AllowUnknownStatus: true, NoLifecycle: true, ReadOnly: []string{"/x/p", "/resultInfo/code", "/a.b~1c~0d[0]"}}),
		validate.New(&validate.Options{AllowUnknownStatus: true, RejectUnknownMembers: true, ReadOnly: []string{"/x", "/clientContext"}, ReadOnlyMode: validate.Ignore}),
	}
	const rounds = 3000
	done := 0
	for range rounds {
		before, text := g.operation(), g.operation()
		current, err := commsop.Decode([]byte(before))
		require.NoError(t, err, before)
		for _, v := range validators {
			if checkUpdate(t, v, current, []byte(text)) {
				done++
			}
		}
	}
	require.Greater(t, done, rounds/10, "most generated updates are refused, and this says little")
}

// checkUpdate holds one update to what every update promises, and reports
// whether it succeeded.
func checkUpdate(t *testing.T, v *validate.Validator, current commsop.Operation, text []byte) bool {
	before, intact := current.Clone(), string(text)
	r, err := v.Update(current, text)
	require.True(t, before.Equal(current), "current is never written to")
	require.Equal(t, intact, string(text), "nor is the body")
	again, err2 := v.Update(current, text)
	require.Equal(t, err, err2, "twice the same")
	require.True(t, r.Operation.Equal(again.Operation))
	if err != nil {
		require.Zero(t, r)
		found(t, err)
		return false
	}
	old, now := encode(t, current), encode(t, r.Operation)
	sent, err := commsop.DecodePatch(text)
	require.NoError(t, err, "%s", text)
	if len(r.Ignored) == 0 {
		require.Equal(t, encode(t, sent), encode(t, r.Patch), "what was applied is the body")
	}
	applied, err := r.Patch.Apply(current)
	require.NoError(t, err)
	require.Equal(t, encode(t, applied), now, "%s\n%s", old, text)
	require.Equal(t, changes(t, old, now), r.Changed, "%s\n%s\n%s", old, text, now)
	require.NoError(t, v.Operation(r.Operation), "the result is valid: %s", now)
	require.NoError(t, v.Patch(r.Patch))
	third, err := v.Update(r.Operation, []byte(encode(t, r.Patch)))
	require.NoError(t, err, "the same again is fine: %s\n%s", now, text)
	require.Empty(t, third.Changed, "and changes nothing")
	return true
}

// TestNothingIsShared writes over what Update was given and looks at what it
// returned, and the other way round.
func TestNothingIsShared(t *testing.T) {
	const stored = `{"id":"1","status":"running","resultInfo":{"code":1,"subcode":2,"m":{"n":"oooo"}},"a":{"b":"cccc"},"d":["eeee"]}`
	for _, text := range []string{`{}`, `{"x":{"y":"zzzz"},"clientContext":"long enough","resultInfo":{"message":"text","p":"qqqq"},"a":{"f":"gggg"}}`} {
		current, body := operation(t, stored), []byte(text)
		r, err := validate.New(nil).Update(current, body)
		require.NoError(t, err)
		now, sent := encode(t, r.Operation), encode(t, r.Patch)
		scribble := func(o commsop.Operation) {
			clear(o.AdditionalData)
			clear(o.ResultInfo.AdditionalData)
			o.ResultInfo.Code, o.ResultInfo.Message = 99, "#"
		}
		for i := range body {
			body[i] = '#'
		}
		scribble(current)
		require.Equal(t, now, encode(t, r.Operation))
		require.Equal(t, sent, encode(t, r.Patch))

		current = operation(t, stored)
		r, err = validate.New(nil).Update(current, []byte(text))
		require.NoError(t, err)
		scribble(r.Operation)
		same, err := patch.Equal([]byte(stored), []byte(encode(t, current)))
		require.NoError(t, err)
		require.True(t, same)
	}
}

// TestConcurrentUse is for the race detector.
func TestConcurrentUse(t *testing.T) {
	opts := &validate.Options{ReadOnly: []string{"/a/b"}, ReadOnlyMode: validate.Ignore, RejectUnknownMembers: true}
	v, door := validate.New(opts), playground.New(opts)
	current := operation(t, `{"id":"1","status":"running","resultInfo":{"code":1,"subcode":2},"a":{"b":1}}`)
	change := partial(t, `{"a":{"b":2},"status":"x","resultInfo":{"code":null}}`)
	_, bad := v.Update(current, []byte(`{"a":{"b":2},"status":"x"}`))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				r, err := v.Update(current, []byte(`{"a":{"b":2},"a":1}`))
				if err == nil || r.Ignored != nil {
					t.Error("a repeated name went through")
				}
				_, err = v.Update(current, []byte(`{"a":{"b":2},"status":"x"}`))
				if !reflect.DeepEqual(err, bad) {
					t.Error("another answer than before:", err)
				}
				errs := []error{v.Operation(current), v.Patch(change), v.ResultInfo(*current.ResultInfo),
					playground.Struct(door, &current), playground.Struct(door, struct{ P commsop.Patch }{change})}
				for i, wrong := range []bool{true, true, false, true, true} {
					if wrong != (errs[i] != nil) {
						t.Error(i, errs[i])
					}
				}
				validate.ODataError(errs[0])
			}
		})
	}
	wg.Wait()
}

// A stored number in quotes becomes one without: the same value, another encoding.
func TestChangedOfAQuotedNumber(t *testing.T) {
	r, err := validate.New(nil).Update(operation(t, `{"status":"running","resultInfo":{"code":"200","subcode":0}}`), []byte(`{"resultInfo":{"code":200}}`))
	require.NoError(t, err)
	require.Equal(t, []string{"/resultInfo/code"}, r.Changed)
	r, err = validate.New(nil).Update(operation(t, `{"status":"running","resultInfo":{"code":200,"subcode":0}}`), []byte(`{"resultInfo":{"subcode":-0}}`))
	require.NoError(t, err)
	require.Empty(t, r.Changed, "-0 is 0")
}
