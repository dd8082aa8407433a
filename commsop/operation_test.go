package commsop_test

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
	"github.com/stretchr/testify/require"
)

// page is the request of the page "Update operations", with a real status.
const page = `{"@odata.type":"#microsoft.graph.commsOperation","status":"Completed","clientContext":"Client Context value",` +
	`"resultInfo":{"@odata.type":"microsoft.graph.ResultInfo","code":4,"subcode":7,"message":"Message value"}}`

func decode(t testing.TB, text string) commsop.Operation {
	t.Helper()
	o, err := commsop.Decode([]byte(text))
	require.NoError(t, err, text)
	return o
}

func decodePatch(t testing.TB, text string) commsop.Patch {
	t.Helper()
	p, err := commsop.DecodePatch([]byte(text))
	require.NoError(t, err, text)
	return p
}

type appender interface {
	AppendJSON(dst []byte) ([]byte, error)
}

func encode(t testing.TB, v appender) string {
	t.Helper()
	b, err := v.AppendJSON(nil)
	require.NoError(t, err)
	return string(b)
}

// faults lists what is wrong as "pointer: cause".
func faults(err error) (list []string) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, err := range joined.Unwrap() {
			list = append(list, faults(err)...)
		}
		return list
	}
	if e, ok := errors.AsType[*patch.Error](err); ok {
		return []string{e.Pointer + ": " + e.Err.Error()}
	}
	return nil
}

func golden(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("../testdata/" + name)
	require.NoError(t, err)
	return b
}

// compact returns a JSON text without insignificant white space.
func compact(t testing.TB, text []byte) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, json.Compact(&b, text))
	return b.String()
}

// TestUpdate is the page "Update operations": a stored operation, a request
// body, and the updated operation.
func TestUpdate(t *testing.T) {
	for _, row := range []struct{ name, why, body, want string }{
		{"status", "a real one for the page's placeholder", "update.json", compact(t, golden(t, "updated.json"))},
		{"verbatim", "the placeholder is an unknown status, which is kept", "update-verbatim.json",
			strings.Replace(compact(t, golden(t, "updated.json")), "Completed", "String", 1)},
	} {
		t.Run(row.name, func(t *testing.T) {
			stored, err := commsop.Decode(golden(t, "operation.json"))
			require.NoError(t, err)
			body, err := commsop.DecodePatch(golden(t, row.body))
			require.NoError(t, err)
			updated, err := body.Apply(stored)
			require.NoError(t, err)
			require.Equal(t, row.want, encode(t, updated), row.why)

			require.Equal(t, stored.ID, updated.ID, "the id is the operation's")
			require.True(t, updated.ResultInfo.Type.Is(resultinfo.Type))
			require.EqualValues(t, "microsoft.graph.ResultInfo", updated.ResultInfo.Type, "without the '#', in capitals, as it came")
			require.Equal(t, compact(t, golden(t, "operation.json")), encode(t, stored), "the stored one is as it was")

			p, err := commsop.Diff(stored, updated)
			require.NoError(t, err)
			require.Equal(t, `{"@odata.type":"#microsoft.graph.commsOperation","status":"`+string(updated.Status)+
				`","clientContext":"Client Context value","resultInfo":{"code":4,"subcode":7,"message":"Message value"}}`, encode(t, p))
		})
	}
}

// What is decoded and left alone is written as it came, document or patch.
func TestRoundTrip(t *testing.T) {
	for _, row := range []struct{ name, why, text string }{
		{"page", "the ordinary case", page},
		{"empty", "absent members stay absent", `{}`},
		{"nulls", "null is not absent", `{"@odata.type":null,"id":null,"status":null,"clientContext":null,"resultInfo":null,"x":null}`},
		{"empty texts", "nor is an empty text", `{"@odata.type":"","id":"","status":"","clientContext":"","resultInfo":{},"x":""}`},
		{"camel case", "live payloads spell it so", `{"status":"notStarted"}`},
		{"capitals", "any ASCII case", `{"status":"RUNNING"}`},
		{"enum value", "OData lets a string carry the member's value", `{"status":"3"}`},
		{"unknown status", "the metadata may grow", `{"status":"terminating"}`},
		{"not ASCII", "ſ is not s: an unknown status", `{"status":"Notſtarted"}`},
		{"bare type", "a type keeps its spelling", `{"@odata.type":"microsoft.graph.commsOperation"}`},
		{"type as URI", "in full", `{"@odata.type":"https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.recordOperation"}`},
		{"@type", "the name of OData 4.01, below too", `{"@type":"#graph.recordOperation","resultInfo":{"@type":"graph.resultInfo"}}`},
		{"unknown type", "Graph added four in four years", `{"@odata.type":"#microsoft.graph.transferOperation","transferTarget":{"@odata.type":"#microsoft.graph.x"}}`},
		{"others", "in their order, digit for digit", `{"id":"a","@odata.etag":"W/\"54451\"","n":1.50e+3,"Status":9007199254740993,"b@odata.type":"#Int64","a":{"z":null,"y":[null,-0.0]}}`},
		{"resultInfo", "quoted numbers, null and others", `{"resultInfo":{"code":"200","subcode":null,"message":"","subCode":1e0}}`},
		{"text", "only what must be is escaped", `{"clientContext":"<&> é 😀 \" \\ \n \u0001"}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, row.text, encode(t, decode(t, row.text)), row.why)
			require.Equal(t, row.text, encode(t, decodePatch(t, row.text)), row.why)
			g, err := commsop.DecodePage([]byte(`{"value":[` + row.text + `,{}]}`))
			require.NoError(t, err)
			require.Equal(t, `{"value":[`+row.text+`,{}]}`, encode(t, g), row.why)
		})
	}
	require.Equal(t, `{"@odata.type":"#t","id":"a","status":"running","resultInfo":{"code":1},"y":[1],"x":2}`,
		encode(t, decode(t, "\t{ \"y\" : [ 1 ] , \"resultInfo\":{\"code\": 1 }, \"x\":2,\"st\\u0061tus\":\"running\",\"id\":\"a\",\"@odata.type\":\"#t\"}\n")),
		"listed members come first, in their order; white space and escapes are made canonical")
}

// A changed field is written as the new value, in its canonical form.
func TestChange(t *testing.T) {
	for _, row := range []struct {
		name, why, text, want string
		change                func(o *commsop.Operation)
	}{
		{"status", "a constant is written as the constant", `{"status":"running"}`, `{"status":"Completed"}`, func(o *commsop.Operation) { o.Status = commsop.StatusCompleted }},
		{"status set back", "the spelling counts again", `{"status":"running"}`, `{"status":"running"}`, func(o *commsop.Operation) {
			o.Status = commsop.StatusFailed
			o.Status = commsop.StatusRunning
		}},
		{"status text", "SetStatusText keeps its spelling", `{"status":"Running"}`, `{"status":"completed"}`, func(o *commsop.Operation) { o.SetStatusText("completed") }},
		{"status text, then status", "until the status changes", `{}`, `{"status":"Failed"}`, func(o *commsop.Operation) {
			o.SetStatusText("2")
			o.Status = commsop.StatusFailed
		}},
		{"text over null", "null gives way", `{"status":null}`, `{"status":"1"}`, func(o *commsop.Operation) { o.SetStatusText("1") }},
		{"null", "null gives way to values", `{"id":null,"status":null,"clientContext":null,"resultInfo":null}`,
			`{"id":"a","status":"Running","clientContext":"c","resultInfo":{"code":0,"subcode":0}}`, func(o *commsop.Operation) {
				o.ID, o.Status, o.ClientContext, o.ResultInfo = "a", commsop.StatusRunning, "c", &resultinfo.ResultInfo{}
			}},
		{"null set back", "and comes back", `{"id":null,"resultInfo":null}`, `{"id":null,"resultInfo":null}`, func(o *commsop.Operation) {
			o.ID, o.ResultInfo = "a", &resultinfo.ResultInfo{}
			o.ID, o.ResultInfo = "", nil
		}},
		{"emptied", "a member decoded as non-empty and emptied is left out", page, `{"resultInfo":{"code":4,"subcode":7}}`, func(o *commsop.Operation) {
			o.Type, o.ID, o.Status, o.ClientContext, o.ResultInfo.Type, o.ResultInfo.Message = "", "", "", "", "", ""
		}},
		{"text emptied", "also where SetStatusText gave it", `{}`, `{}`, func(o *commsop.Operation) {
			o.SetStatusText("running")
			o.Status = ""
		}},
		{"resultInfo removed", "nil is none", page, strings.SplitAfter(page, `value"`)[0] + `}`, func(o *commsop.Operation) { o.ResultInfo = nil }},
		{"type", "@type keeps its name", `{"@type":"graph.commsOperation"}`, `{"@type":"#microsoft.graph.commsOperation"}`, func(o *commsop.Operation) { o.Type = commsop.TypeOperation }},
		{"members", "set in place, removed, and new", `{"a":1,"b":2,"c":3}`, `{"a":1,"c":null,"d":4}`, func(o *commsop.Operation) {
			o.AdditionalData.Delete("b")
			o.AdditionalData.Set("d", `4`)
			o.AdditionalData.Set("c", `null`)
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			o := decode(t, row.text)
			row.change(&o)
			require.Equal(t, row.want, encode(t, o), row.why)
			require.Equal(t, row.want, encode(t, o.Clone()), "a clone remembers the same")
			require.True(t, o.Equal(decode(t, row.want)), row.why)
		})
	}

	p := decodePatch(t, `{"@type":"graph.x","id":null,"status":"running","clientContext":"c","resultInfo":{"code":"1"},"x":null}`)
	p.Type, p.ID, p.Status, p.ClientContext = patch.Field[odata.Type]{}, patch.Set("a"), patch.Set(commsop.StatusFailed), patch.Null[string]()
	p.ResultInfo = patch.Null[resultinfo.Patch]()
	p.AdditionalData.Delete("x")
	require.Equal(t, `{"id":"a","status":"Failed","clientContext":null,"resultInfo":null}`, encode(t, p))
	p.Status = patch.Set(commsop.StatusRunning)
	p.ClientContext = patch.Set("")
	require.Equal(t, `{"id":"a","status":"running","clientContext":"","resultInfo":null}`, encode(t, p), "the spelling counts again")
	require.False(t, p.IsZero())
	require.True(t, commsop.Patch{}.IsZero())
	require.Equal(t, "{}", encode(t, commsop.Patch{}))
	require.Equal(t, "{}", encode(t, commsop.Operation{}))
}

// A status that Go code spells in another way means the same.
func TestStatusSpelledInGo(t *testing.T) {
	o := commsop.Operation{Status: "running"}
	require.Equal(t, `{"status":"running"}`, encode(t, o))
	require.True(t, o.Equal(commsop.Operation{Status: commsop.StatusRunning}), "the spelling of status aside")
	require.True(t, o.Equal(decode(t, encode(t, o))), "what is written is read back")
}

// Every member of the wrong kind is reported, in the order of the pointers;
// what is not JSON stops at once.
func TestDecodeErrors(t *testing.T) {
	const kind = ": wrong kind of JSON value"
	for _, row := range []struct {
		name, why, text string
		want            []string
	}{
		{"nothing", "no value", ``, []string{": invalid JSON syntax"}},
		{"cut off", "the place is where it ends", `{"resultInfo":{"code":4`, []string{"/resultInfo: invalid JSON syntax"}},
		{"rest", "one value only", page + `x`, []string{": invalid JSON syntax"}},
		{"comma", "no trailing comma", `{"id":"a",}`, []string{": invalid JSON syntax"}},
		{"null", "null is no object", `null`, []string{kind}},
		{"text", "nor is a text", `"x"`, []string{kind}},
		{"kinds", "all of them, sorted", `{"status":2,"resultInfo":{"subcode":4.0,"message":[],"code":99999999999},"id":7,"clientContext":{"a":1},"@odata.type":false}`, []string{
			"/@odata.type" + kind, "/clientContext" + kind, "/id" + kind, "/resultInfo/code: integer beyond 32 bits", "/resultInfo/message" + kind,
			"/resultInfo/subcode: not an integer written in digits", "/status" + kind}},
		{"resultInfo", "it is an object", `{"resultInfo":"none"}`, []string{"/resultInfo" + kind}},
		{"repeated", "after unescaping", `{"id":"a","\u0069d":"a"}`, []string{"/id: repeated member name"}},
		{"repeated below", "in every object", `{"x":[1,{"a/b":1,"a\/b":2}]}`, []string{"/x/1/a~1b: repeated member name"}},
		{"both types", "two names of one thing", `{"@type":"a","id":"b","@odata.type":"a"}`, []string{"/@odata.type: repeated member name"}},
		{"both types below", "in resultInfo too", `{"resultInfo":{"@odata.type":"a","@type":"a"}}`, []string{"/resultInfo/@type: repeated member name"}},
		{"syntax wins", "a wrong kind before it is not reported", `{"id":7,"status":nul}`, []string{"/status: invalid JSON syntax"}},
		{"UTF-8", "strings are UTF-8", "{\"clientContext\":\"\xff\"}", []string{"/clientContext: invalid UTF-8 or lone surrogate"}},
		{"UTF-8 before an object", "whatever follows it", "{\"x\":\"\xff\",\"resultInfo\":{}}", []string{"/x: invalid UTF-8 or lone surrogate"}},
		{"UTF-8 in a name", "one with escapes is unescaped before it is known to be bad", "{\"\\n\xff\":1}", []string{": invalid UTF-8 or lone surrogate"}},
		{"surrogate", "half a pair is no character", `{"status":"\ud800"}`, []string{"/status: invalid UTF-8 or lone surrogate"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := commsop.Decode([]byte(row.text))
			require.Equal(t, row.want, faults(err), row.why)
			e, _ := errors.AsType[*patch.Error](err)
			require.Equal(t, []string{"commsop.Decode", "data"}, []string{e.Op, e.Input})
			_, err = commsop.DecodePatch([]byte(row.text))
			require.Equal(t, row.want, faults(err), "a patch reads the same")
			e, _ = errors.AsType[*patch.Error](err)
			require.Equal(t, "commsop.DecodePatch", e.Op)
		})
	}
	_, err := commsop.Decode([]byte(`{ "id" : 7, "x" : 1, "status" : 8 }`))
	list := err.(interface{ Unwrap() []error }).Unwrap()
	require.EqualValues(t, 9, list[0].(*patch.Error).Offset)
	require.EqualValues(t, 32, list[1].(*patch.Error).Offset, "each has its own offset")

	deep := func(n int) []byte {
		return []byte(`{"resultInfo":{"x":` + strings.Repeat(`{"":`, n-2) + "0" + strings.Repeat("}", n))
	}
	o, err := commsop.Decode(deep(10_000))
	require.NoError(t, err)
	require.Equal(t, string(deep(10_000)), encode(t, o))
	_, err = commsop.Decode(deep(10_001))
	require.ErrorIs(t, err, patch.ErrDepth)
	text, err := commsop.Page{Value: []commsop.Operation{o}}.AppendJSON(nil)
	require.NoError(t, err)
	g, err := commsop.DecodePage(text)
	require.NoError(t, err, "depth counts from the operation: what is read alone can be listed")
	require.Equal(t, string(deep(10_000)), encode(t, g.Value[0]))
	_, err = commsop.DecodePage([]byte(`{"value":[` + string(deep(10_001)) + `]}`))
	require.ErrorIs(t, err, patch.ErrDepth)
	_, err = commsop.DecodePage([]byte(`{"value":[],"x":` + strings.Repeat("[", 9_999) + strings.Repeat("]", 9_999) + `}`))
	require.NoError(t, err, "the levels of the list end with it")
}

// A Go value that cannot be written is an error at its place, and dst is as it
// was.
func TestEncodeErrors(t *testing.T) {
	raw := func(name, value string) odata.Members {
		return odata.Members{{Name: name, Value: odata.Value(value)}}
	}
	type operation = commsop.Operation
	for _, row := range []struct {
		name, why, pointer string
		o                  operation
		cause              error
	}{
		{"type", "not UTF-8", "/@odata.type", operation{Type: "\xff"}, patch.ErrInvalidUTF8},
		{"id", "not UTF-8", "/id", operation{ID: "\xff"}, patch.ErrInvalidUTF8},
		{"status", "not UTF-8", "/status", operation{Status: "\xff"}, patch.ErrInvalidUTF8},
		{"clientContext", "not UTF-8", "/clientContext", operation{ClientContext: "\xff"}, patch.ErrInvalidUTF8},
		{"message", "below", "/resultInfo/message", operation{ResultInfo: &resultinfo.ResultInfo{Message: "\xff"}}, patch.ErrInvalidUTF8},
		{"result member", "below too", "/resultInfo/code", operation{ResultInfo: &resultinfo.ResultInfo{AdditionalData: raw("code", "1")}}, patch.ErrDuplicateName},
		{"name", "a name not UTF-8 has no pointer", "", operation{AdditionalData: raw("\xff", "1")}, patch.ErrInvalidUTF8},
		{"value", "not JSON", "/a~1b", operation{AdditionalData: raw("a/b", "{")}, patch.ErrSyntax},
		{"two members", "a value cannot leave its member", "/x", operation{AdditionalData: raw("x", `1,"id":"b"`)}, patch.ErrSyntax},
		{"inside", "the pointer leads inside", "/x/1", operation{AdditionalData: raw("x", `[0,"\udfff"]`)}, patch.ErrInvalidUTF8},
		{"listed", "it is a field, set or not", "/resultInfo", operation{AdditionalData: raw("resultInfo", "{}")}, patch.ErrDuplicateName},
		{"type twice", "by either of its names", "/@type", operation{AdditionalData: raw("@type", `"t"`)}, patch.ErrDuplicateName},
		{"twice", "nobody could read it back", "/x", operation{AdditionalData: append(raw("x", "1"), raw("x", "1")...)}, patch.ErrDuplicateName},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := commsop.Patch{Type: patch.Set(row.o.Type), ID: patch.Set(row.o.ID), Status: patch.Set(row.o.Status),
				ClientContext: patch.Set(row.o.ClientContext), AdditionalData: row.o.AdditionalData}
			if r := row.o.ResultInfo; r != nil {
				p.ResultInfo = patch.Set(resultinfo.Patch{Message: patch.Set(r.Message), AdditionalData: r.AdditionalData})
			}
			g := commsop.Page{Value: []operation{{ID: "first"}, row.o}}
			for op, v := range map[string]appender{"commsop.Operation.AppendJSON o": row.o, "commsop.Patch.AppendJSON p": p, "commsop.Page.AppendJSON g": g} {
				pointer := row.pointer
				if strings.HasSuffix(op, "g") {
					pointer = "/value/1" + pointer
				}
				dst, err := v.AppendJSON([]byte("dst"))
				require.ErrorIs(t, err, row.cause, row.why)
				e, _ := errors.AsType[*patch.Error](err)
				require.Equal(t, []any{op, pointer, int64(-1)}, []any{e.Op + " " + e.Input, e.Pointer, e.Offset})
				require.Equal(t, "dst", string(dst))
				_, err = json.Marshal(v)
				require.ErrorIs(t, err, row.cause)
			}
		})
	}
	_, err := commsop.Page{AdditionalData: raw("value", "[]")}.AppendJSON(nil)
	require.Equal(t, []string{"/value: repeated member name"}, faults(err))
}

// encoding/json reads and writes the same, whatever holds the value.
func TestEncodingJSON(t *testing.T) {
	const text = `{"@type":"graph.x","id":null,"status":"running","clientContext":"","resultInfo":{"code":"007"},"x":1.0,"y":null}`
	type holder struct {
		V commsop.Operation            `json:"v"`
		P *commsop.Operation           `json:"p"`
		S []commsop.Operation          `json:"s"`
		M map[string]commsop.Operation `json:"m"`
		Q commsop.Patch                `json:"q"`
		G commsop.Page                 `json:"g"`
	}
	const all = `{"v":` + text + `,"p":` + text + `,"s":[` + text + `],"m":{"k":` + text + `},"q":` + text + `,"g":{"value":[` + text + `]}}`
	var h holder
	d := json.NewDecoder(strings.NewReader(all + all))
	require.NoError(t, d.Decode(&h))
	require.NoError(t, d.Decode(&h), "a decoder goes on to the next value")
	for _, o := range []commsop.Operation{h.V, *h.P, h.S[0], h.M["k"], h.G.Value[0]} {
		require.True(t, o.Equal(decode(t, text)))
		require.Equal(t, text, encode(t, o))
	}
	b, err := json.Marshal(h)
	require.NoError(t, err)
	require.Equal(t, all, string(b))

	require.NoError(t, json.Unmarshal([]byte(`{"v":null,"p":null,"q":null,"g":null}`), &h))
	require.Equal(t, text, encode(t, h.V), "null does nothing")
	require.Equal(t, text, encode(t, h.Q))
	require.Equal(t, `{"value":[`+text+`]}`, encode(t, h.G))
	require.Nil(t, h.P)
	for _, bad := range []string{`{"id":7}`, `[]`, `{"x":1,"x":2}`, `{"value":[{"id":7}]}x`} {
		require.Error(t, h.V.UnmarshalJSON([]byte(bad)), bad)
		require.Error(t, h.Q.UnmarshalJSON([]byte(bad)), bad)
		require.Error(t, h.G.UnmarshalJSON([]byte(bad)), bad)
		require.Error(t, json.Unmarshal([]byte(bad), &h.V), bad)
		require.Equal(t, text, encode(t, h.V), "unchanged after %s", bad)
		require.Equal(t, text, encode(t, h.Q), "unchanged after %s", bad)
		require.Equal(t, `{"value":[`+text+`]}`, encode(t, h.G), "unchanged after %s", bad)
	}
	require.NoError(t, json.Unmarshal([]byte(`{"v":{"id":"a"},"q":{},"g":{"value":[]}}`), &h))
	require.Equal(t, `{"id":"a"}`, encode(t, h.V), "replaced, not merged")
	require.Equal(t, `{}`, encode(t, h.Q))
	require.Equal(t, `{"value":[]}`, encode(t, h.G))
}

// A column of a database holds the text of an operation, or NULL.
func TestOperationColumn(t *testing.T) {
	var _ driver.Valuer = commsop.Operation{}
	const text = `{"@type":"graph.x","status":"running","clientContext":null,"n":1.0}`
	column, err := decode(t, text).Value()
	require.NoError(t, err)
	require.Equal(t, driver.Value(text), column)
	_, err = commsop.Operation{ID: "\xff"}.Value()
	require.Equal(t, []string{"/id: invalid UTF-8 or lone surrogate"}, faults(err))

	var o commsop.Operation
	for _, src := range []any{text, []byte(text)} {
		o = commsop.Operation{ID: "replaced, not merged"}
		require.NoError(t, o.Scan(src), "%T", src)
		require.Equal(t, text, encode(t, o), "%T", src)
	}
	for _, src := range []any{5, "", `{"id":7}`, []byte(`[]`), errors.New("a very secret text")} {
		err := o.Scan(src)
		require.ErrorContains(t, err, "commsop.Operation.Scan", "%T", src)
		require.NotContains(t, err.Error(), "secret")
		require.Equal(t, text, encode(t, o), "as it was")
	}
	require.NoError(t, o.Scan(nil))
	require.Equal(t, commsop.Operation{}, o, "NULL is the zero Operation")
	var none *commsop.Operation
	require.EqualError(t, none.Scan(text), "commsop.Operation.Scan: the pointer is nil")
}

// Nothing that is written into a clone shows in the original.
func TestCloneIsDeep(t *testing.T) {
	const text = `{"id":"a","resultInfo":{"code":1,"x":1},"y":1}`
	o := decode(t, text)
	c := o.Clone()
	c.AdditionalData[0].Value = "2"
	c.ResultInfo.Code = 2
	c.ResultInfo.AdditionalData[0].Value = "2"
	require.Equal(t, text, encode(t, o))
	require.Equal(t, `{"id":"a","resultInfo":{"code":2,"x":2},"y":2}`, encode(t, c))
}

// A decoded value may be used by many goroutines; the race detector watches.
func TestConcurrentUse(t *testing.T) {
	o, p := decode(t, page), decodePatch(t, page)
	o.AdditionalData.Set("x", `{"a":[1]}`)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				out, err := p.Apply(o)
				d, err2 := commsop.Diff(o, out)
				both, err3 := p.Then(d)
				c := o.Clone()
				c.AdditionalData.Set("x", `2`)
				_, err4 := both.AppendJSON(nil)
				if err := errors.Join(err, err2, err3, err4); err != nil || !out.Equal(o) || c.Equal(o) {
					t.Error("another result than alone", err)
				}
				_, _ = json.Marshal(o)
			}
		})
	}
	wg.Wait()
}

// Member returns what will be written, or that nothing will be.
func TestMember(t *testing.T) {
	o := decode(t, `{"@type":"#x","status":"running","clientContext":null,"resultInfo":{"code":"200"},"n":1.0}`)
	o.AdditionalData = append(o.AdditionalData, odata.Member{Name: "spaced", Value: " [1, 2] "}, odata.Member{Name: "bad", Value: "{"})
	for name, want := range map[string]string{"@type": `"#x"`, "status": `"running"`, "clientContext": `null`, "resultInfo": `{"code":"200"}`, "n": `1.0`, "spaced": `[1,2]`} {
		got, ok := o.Member(name)
		require.True(t, ok, name)
		require.Equal(t, odata.Value(want), got)
	}
	for _, name := range []string{"@odata.type", "id", "Status", "bad", "none"} {
		got, ok := o.Member(name)
		require.False(t, ok, name)
		require.Empty(t, got)
	}
}
