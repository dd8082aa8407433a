package commsop_test

import (
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

func TestPage(t *testing.T) {
	g, err := commsop.DecodePage([]byte(`{"@odata.context":"c","@odata.count":2,"value":[{"id":"a","status":"running","x":1.0},{"resultInfo":{"code":"200"}}],"@odata.nextLink":"n"}`))
	require.NoError(t, err)
	require.Len(t, g.Value, 2)
	require.Equal(t, commsop.StatusRunning, g.Value[0].Status)
	require.EqualValues(t, 200, g.Value[1].ResultInfo.Code)
	next, ok := g.AdditionalData.Get("@odata.nextLink")
	require.True(t, ok)
	require.Equal(t, `"n"`, string(next))
	require.Equal(t, `{"value":[{"id":"a","status":"running","x":1.0},{"resultInfo":{"code":"200"}}],"@odata.context":"c","@odata.count":2,"@odata.nextLink":"n"}`, encode(t, g))
	require.Equal(t, `{"value":[]}`, encode(t, commsop.Page{}), "the zero Page is an empty list")
}

func TestPageForms(t *testing.T) {
	for _, row := range []struct{ name, why, text, want string }{
		{"empty", "no operations", `{"value":[]}`, `{"value":[]}`},
		{"wrapped", "some pages of Graph wrap one", `{"@odata.context":"c","value":{"id":"a","y":null}}`, `{"value":[{"id":"a","y":null}],"@odata.context":"c"}`},
		{"bare", "an operation by itself is a page of one", `{"id":"a","@odata.context":"c"}`, `{"value":[{"id":"a","@odata.context":"c"}]}`},
		{"nothing", "an operation without members", `{}`, `{"value":[{}]}`},
		{"another case", "names match exactly: this is an operation", `{"Value":[]}`, `{"value":[{"Value":[]}]}`},
		{"same names", "each operation has its own; these two are hard to tell apart", `{"value":[{"codC":0,"":1},{"codC":0,"":1}]}`, `{"value":[{"codC":0,"":1},{"codC":0,"":1}]}`},
		{"escaped", "after unescaping", `{"v\u0061lue":[{}]}`, `{"value":[{}]}`},
	} {
		g, err := commsop.DecodePage([]byte(row.text))
		require.NoError(t, err, row.name)
		require.Equal(t, row.want, encode(t, g), "%s: %s", row.name, row.why)
	}
}

func TestPageErrors(t *testing.T) {
	const kind = ": wrong kind of JSON value"
	for _, row := range []struct {
		name, why, text string
		want            []string
	}{
		{"list", "a page is an object", `[{"id":"a"}]`, []string{kind}},
		{"null", "so null is none", `null`, []string{kind}},
		{"null value", "no list, no operation", `{"value":null}`, []string{"/value" + kind}},
		{"operations", "all of them, with the page's pointers", `{"value":[7,{"id":1,"resultInfo":{"code":true}},null,{"status":[]}]}`,
			[]string{"/value/0" + kind, "/value/1/id" + kind, "/value/1/resultInfo/code" + kind, "/value/2" + kind, "/value/3/status" + kind}},
		{"wrapped", "one operation is at /value", `{"value":{"id":1,"status":{}}}`, []string{"/value/id" + kind, "/value/status" + kind}},
		{"bare", "one by itself is at the top", `{"id":1,"x":{"value":[]}}`, []string{"/id" + kind}},
		{"twice", "which list?", `{"value":[],"x":1,"value":[]}`, []string{"/value: repeated member name"}},
		{"inside", "names repeated in an operation", `{"value":[{},{"id":"a","x":1,"x":2}]}`, []string{"/value/1/x: repeated member name"}},
		{"syntax", "what is not JSON stops at once", `{"value":[{"id":7},{"id":}]}`, []string{"/value/1/id: invalid JSON syntax"}},
		{"cut off", "the end is missing", `{"value":[{"id":"a"},`, []string{"/value/1: invalid JSON syntax"}},
		{"UTF-8", "also in a member before the list", "{\"x\":\"\xff\",\"value\":[{}]}", []string{"/x: invalid UTF-8 or lone surrogate"}},
		{"comma", "no trailing comma", `{"value":[{"id":"a"},]}`, []string{"/value/1: invalid JSON syntax"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			g, err := commsop.DecodePage([]byte(row.text))
			require.Equal(t, row.want, faults(err), row.why)
			require.Nil(t, g.Value)
			e, _ := errors.AsType[*patch.Error](err)
			require.Equal(t, []string{"commsop.DecodePage", "data"}, []string{e.Op, e.Input})
		})
	}
}

// Whatever the operations are, the list of them wastes little room in the end.
func TestPageRoom(t *testing.T) {
	long := `{"id":"` + strings.Repeat("x", 1000) + `"}`
	for _, row := range []struct {
		name, why string
		texts     []string
	}{
		{"none", "no list", nil},
		{"one", "as a single answer", []string{"{}"}},
		{"a few", "not seen enough", slices.Repeat([]string{long}, 5)},
		{"many", "all alike", slices.Repeat([]string{long}, 1000)},
		{"short, then long", "fewer than they seemed to be", slices.Concat(slices.Repeat([]string{`{"id":"x"}`}, 40), slices.Repeat([]string{long}, 40))},
		{"empty, then one long", "hardly any of what they seemed to be", append(slices.Repeat([]string{"{}"}, 17), `{"id":"`+strings.Repeat("x", 1_000_000)+`"}`)},
		{"long, then short", "more than they seemed to be", slices.Concat(slices.Repeat([]string{long}, 40), slices.Repeat([]string{"{}"}, 4000))},
	} {
		t.Run(row.name, func(t *testing.T) {
			text := `{"value":[` + strings.Join(row.texts, ",") + `]}`
			g, err := commsop.DecodePage([]byte(text))
			require.NoError(t, err)
			require.Len(t, g.Value, len(row.texts), row.why)
			require.Less(t, cap(g.Value), 2*len(row.texts)+len(text)/8, row.why)
		})
	}
}

// Depth counts from the operation, for the other members from the page, and that
// is so after operations too, and for members made by hand.
func TestPageDepth(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	made := func(n int) odata.Members { return odata.Members{{Name: "x", Value: odata.Value(deep(n))}} }
	for _, row := range []struct {
		name, why, before, after string
		most                     int // levels
		page                     func(n int) commsop.Page
	}{
		{"empty list", "its level ends with it", `{"value":[],"x":`, `}`, 9_999, func(n int) commsop.Page { return commsop.Page{AdditionalData: made(n)} }},
		{"after an operation", "its levels end with it", `{"value":[{"resultInfo":{}}],"x":`, `}`, 9_999, func(n int) commsop.Page {
			return commsop.Page{Value: make([]commsop.Operation, 1), AdditionalData: made(n)}
		}},
		{"in an operation", "those of the page do not count", `{"value":[{"x":`, `}]}`, 9_999, func(n int) commsop.Page {
			return commsop.Page{Value: []commsop.Operation{{AdditionalData: made(n)}}}
		}},
		{"in a result", "its own level counts", `{"value":[{"resultInfo":{"x":`, `}}]}`, 9_998, func(n int) commsop.Page {
			return commsop.Page{Value: []commsop.Operation{{ResultInfo: &resultinfo.ResultInfo{AdditionalData: made(n)}}}}
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := commsop.DecodePage([]byte(row.before + deep(row.most) + row.after))
			require.NoError(t, err, row.why)
			_, err = commsop.DecodePage([]byte(row.before + deep(row.most+1) + row.after))
			require.ErrorIs(t, err, patch.ErrDepth, row.why)
			_, err = row.page(row.most).AppendJSON(nil)
			require.NoError(t, err, row.why)
			_, err = row.page(row.most + 1).AppendJSON(nil)
			require.ErrorIs(t, err, patch.ErrDepth, row.why)
		})
	}
}

// A result or a patch of one that was read alone may be as deep as an operation
// has no room for, and is then refused by whatever writes it or takes it apart.
func TestDepthOfWhatWasReadAlone(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for _, row := range []struct {
		name, reason, value string
		fits                bool
	}{
		{"deepest", "10 000 levels with the result and the operation", deep(9_998), true},
		{"too deep", "a result alone has room for one more", deep(9_999), false},
		{"too deep behind a long text", "wherever it is", `["` + strings.Repeat("x", 30_000) + `",` + deep(9_998) + `]`, false},
		{"long", "and not deep", `["` + strings.Repeat("x", 30_000) + `",` + deep(2) + `]`, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			text := `{"x":` + row.value + `}`
			r, err := resultinfo.Decode([]byte(text))
			require.NoError(t, err)
			q, err := resultinfo.DecodePatch([]byte(text))
			require.NoError(t, err)
			require.Equal(t, text, encode(t, r), "alone it is written")
			o, p := commsop.Operation{ResultInfo: &r}, commsop.Patch{ResultInfo: patch.Set(q)}
			other := decode(t, `{"resultInfo":{"y":1}}`)
			otherPatch := decodePatch(t, `{"resultInfo":{"y":2}}`)
			for what, f := range map[string]func() (appender, error){
				"an operation":     func() (appender, error) { return o, nil },
				"a patch":          func() (appender, error) { return p, nil },
				"a page":           func() (appender, error) { return commsop.Page{Value: []commsop.Operation{o}}, nil },
				"Diff to it":       func() (appender, error) { return commsop.Diff(other, o) },
				"Diff from it":     func() (appender, error) { return commsop.Diff(o, other) },
				"Apply of it":      func() (appender, error) { return p.Apply(other) },
				"Apply to it":      func() (appender, error) { return otherPatch.Apply(o) },
				"Apply of nothing": func() (appender, error) { return decodePatch(t, `{"resultInfo":{}}`).Apply(o) },
				"Then of it":       func() (appender, error) { return otherPatch.Then(p) },
				"Then behind it":   func() (appender, error) { return p.Then(otherPatch) },
			} {
				v, err := f()
				var text []byte
				if err == nil {
					text, err = v.AppendJSON(nil)
				}
				if !row.fits {
					require.ErrorIs(t, err, patch.ErrDepth, "%s: %s", what, row.reason)
					e, _ := errors.AsType[*patch.Error](err)
					require.Contains(t, e.Pointer, "/resultInfo/x/", what)
					continue
				}
				require.NoError(t, err, "%s: %s", what, row.reason)
				_, err = commsop.DecodePage(text)
				require.NoError(t, err, "%s can be read again", what)
			}
			_, ok := o.Member("resultInfo")
			require.Equal(t, row.fits, ok, row.reason)
		})
	}
}

// The operations of a page share memory, and yet are independent.
func TestPageOperationsAreIndependent(t *testing.T) {
	var texts []string
	for i := range 3000 {
		texts = append(texts, fmt.Sprintf(`{"id":"%d","resultInfo":{"code":%d,"m":%d},"x":%d,"y":[%d]}`, i, i, i, i, i))
	}
	g, err := commsop.DecodePage([]byte(`{"value":[` + strings.Join(texts, ",") + `]}`))
	require.NoError(t, err)
	for i := 0; i < len(g.Value); i += 2 {
		o := &g.Value[i]
		o.ResultInfo.Code = -1
		_ = append(o.AdditionalData, o.AdditionalData...)
		clear(o.AdditionalData)
		clear(o.ResultInfo.AdditionalData)
	}
	for i := 1; i < len(g.Value); i += 2 {
		require.Equal(t, texts[i], encode(t, g.Value[i]))
	}
}
