package resultinfo_test

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// page is the resultInfo of the page "Update operations".
const page = `{"@odata.type":"microsoft.graph.ResultInfo","code":4,"subcode":7,"message":"Message value"}`

func decode(t testing.TB, text string) resultinfo.ResultInfo {
	t.Helper()
	r, err := resultinfo.Decode([]byte(text))
	require.NoError(t, err, text)
	return r
}

func decodePatch(t testing.TB, text string) resultinfo.Patch {
	t.Helper()
	p, err := resultinfo.DecodePatch([]byte(text))
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

func TestResultInfo(t *testing.T) {
	r := decode(t, page)
	require.True(t, r.Type.Is(resultinfo.Type))
	require.Equal(t, "4.7: Message value", r.String())
	require.Equal(t, page, encode(t, r), "the type is written back as it came")

	r.Code, r.Message = 200, "Done."
	require.True(t, r.IsSuccess())
	require.Equal(t, `{"@odata.type":"microsoft.graph.ResultInfo","code":200,"subcode":7,"message":"Done."}`, encode(t, r))

	require.Equal(t, `{"code":0,"subcode":0}`, encode(t, resultinfo.ResultInfo{}), "neither is nullable: a fresh one writes both")
	require.Equal(t, "0.0", resultinfo.ResultInfo{}.String())
	require.Equal(t, "-1.2", resultinfo.ResultInfo{Code: -1, Subcode: 2}.String())
}

func TestClass(t *testing.T) {
	for code, want := range map[int32]string{
		0: "", 4: "", 199: "", 200: "success", 299: "success", 300: "", 399: "", 400: "client", 499: "client",
		500: "server", 599: "server", 600: "", -200: "", -404: "", 2000: "", math.MaxInt32: "", math.MinInt32: "",
	} {
		got := ""
		r := resultinfo.ResultInfo{Code: code}
		for class, is := range map[string]bool{"success": r.IsSuccess(), "client": r.IsClientError(), "server": r.IsServerError()} {
			if is {
				got += class
			}
		}
		require.Equal(t, want, got, code)
	}
}

// What is decoded and left alone is written as it came.
func TestRoundTrip(t *testing.T) {
	for _, row := range []struct{ name, why, text string }{
		{"page", "the ordinary case", page},
		{"empty", "absent members stay absent", `{}`},
		{"nulls", "null is not absent", `{"@odata.type":null,"code":null,"subcode":null,"message":null,"x":null}`},
		{"empty texts", "nor is an empty text", `{"@odata.type":"","message":"","x":""}`},
		{"zeros", "nor a zero", `{"code":0,"subcode":0}`},
		{"quoted", "some samples of v1.0 quote both", `{"code":"200","subcode":"5001"}`},
		{"odd numbers", "each keeps its digits", `{"code":"007","subcode":-0}`},
		{"quoted zeros", "and its sign", `{"code":"-0","subcode":"000"}`},
		{"limits", "all of 32 bits", `{"code":-2147483648,"subcode":"2147483647"}`},
		{"escaped digits", "a string may be spelled so", `{"code":"\u0032"}`},
		{"@type", "the name of OData 4.01", `{"@type":"#microsoft.graph.resultInfo","code":1,"subcode":2}`},
		{"others", "in their order, digit for digit", `{"code":1,"z":1.50,"subCode":7000,"Code":[{"code":null}],"@odata.id":"x","a":1e400}`},
		{"text", "only what must be is escaped", `{"message":"<&> \u2028 é 😀 \" \\ \n \u0001"}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			want := strings.ReplaceAll(row.text, `\u2028`, "\u2028")
			require.Equal(t, want, encode(t, decode(t, row.text)), row.why)
			require.Equal(t, want, encode(t, decodePatch(t, row.text)), row.why)
		})
	}
	require.Equal(t, page, encode(t, decode(t, "\t{ \"subcode\" : 7 ,\"message\":\"Message\\u0020value\", \"@odata\\u002etype\":\"microsoft.graph.ResultInfo\",\"code\": 4 }\n")),
		"white space, order and escapes are made canonical")
}

// A changed field is written as the new value, in its canonical form.
func TestChange(t *testing.T) {
	for _, row := range []struct {
		name, why, text, want string
		change                func(r *resultinfo.ResultInfo)
	}{
		{"quoted", "a new number is a number", `{"code":"200","subcode":"1"}`, `{"code":201,"subcode":"1"}`, func(r *resultinfo.ResultInfo) { r.Code++ }},
		{"quoted to zero", "also zero", `{"code":"200"}`, `{"code":0}`, func(r *resultinfo.ResultInfo) { r.Code = 0 }},
		{"set back", "the spelling counts again", `{"code":"007"}`, `{"code":"007"}`, func(r *resultinfo.ResultInfo) { r.Code = 8; r.Code = 7 }},
		{"absent", "it is there once it is set", `{}`, `{"subcode":7}`, func(r *resultinfo.ResultInfo) { r.Subcode = 7 }},
		{"null", "null gives way to a value", `{"code":null,"message":null}`, `{"code":5,"message":"m"}`, func(r *resultinfo.ResultInfo) { r.Code, r.Message = 5, "m" }},
		{"null set back", "and comes back", `{"code":null,"message":null}`, `{"code":null,"message":null}`, func(r *resultinfo.ResultInfo) {
			r.Code, r.Message = 5, "m"
			r.Code, r.Message = 0, ""
		}},
		{"emptied", "zero-valued members are left out", `{"@odata.type":"#t","code":1,"message":"m"}`, `{"code":1}`, func(r *resultinfo.ResultInfo) { r.Type, r.Message = "", "" }},
		{"empty set back", "an empty text was there", `{"message":""}`, `{"message":""}`, func(r *resultinfo.ResultInfo) { r.Message = "m"; r.Message = "" }},
		{"type", "@type keeps its name", `{"@type":"graph.resultInfo"}`, `{"@type":"#microsoft.graph.resultInfo"}`, func(r *resultinfo.ResultInfo) { r.Type = resultinfo.Type }},
		{"member", "removed from the additional ones", `{"a":1,"b":2}`, `{"b":2}`, func(r *resultinfo.ResultInfo) { r.AdditionalData.Delete("a") }},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := decode(t, row.text)
			row.change(&r)
			require.Equal(t, row.want, encode(t, r), row.why)
			require.Equal(t, row.want, encode(t, r.Clone()), "a clone remembers the same")
		})
	}

	p := decodePatch(t, `{"code":"200","subcode":null,"message":"m"}`)
	p.Code, p.Subcode, p.Message = patch.Set[int32](5), patch.Set[int32](0), patch.Null[string]()
	require.Equal(t, `{"code":5,"subcode":0,"message":null}`, encode(t, p))
	p.Code, p.Subcode, p.Message = patch.Null[int32](), patch.Field[int32]{}, patch.Set("")
	require.Equal(t, `{"code":null,"message":""}`, encode(t, p))
}

// Every member of the wrong kind is reported, in the order of the pointers.
func TestDecodeErrors(t *testing.T) {
	for _, row := range []struct {
		name, why, text string
		want            []string
	}{
		{"nothing", "no value", ` `, []string{": invalid JSON syntax"}},
		{"cut off", "the place is where it ends", `{"message":"x`, []string{"/message: invalid JSON syntax"}},
		{"rest", "one value only", `{} {}`, []string{": invalid JSON syntax"}},
		{"null", "null is no object", `null`, []string{": wrong kind of JSON value"}},
		{"array", "nor is a list", `[{}]`, []string{": wrong kind of JSON value"}},
		{"kinds", "all of them, sorted", `{"subcode":true,"message":4,"code":{},"@odata.type":[]}`, []string{
			"/@odata.type: wrong kind of JSON value", "/code: wrong kind of JSON value", "/message: wrong kind of JSON value", "/subcode: wrong kind of JSON value"}},
		{"short type", "the name that was read", `{"@type":1}`, []string{"/@type: wrong kind of JSON value"}},
		{"fraction", "an Int32 is digits", `{"code":4.0,"subcode":1e2}`, []string{"/code: not an integer written in digits", "/subcode: not an integer written in digits"}},
		{"range", "32 bits", `{"code":2147483648,"subcode":-2147483649}`, []string{"/code: integer beyond 32 bits", "/subcode: integer beyond 32 bits"}},
		{"huge", "no overflow on the way", `{"code":18446744073709551620,"subcode":-1e99999999999}`, []string{"/code: integer beyond 32 bits", "/subcode: not an integer written in digits"}},
		{"quoted words", "only digits in quotes", `{"code":"transferring","subcode":""}`, []string{"/code: wrong kind of JSON value", "/subcode: wrong kind of JSON value"}},
		{"quoted numbers", "no other spelling of a number", `{"code":"4.0","subcode":"2147483648"}`, []string{"/code: wrong kind of JSON value", "/subcode: wrong kind of JSON value"}},
		{"quoted signs", "nothing is trimmed", `{"code":"+4","subcode":" 4"}`, []string{"/code: wrong kind of JSON value", "/subcode: wrong kind of JSON value"}},
		{"quoted minus", "a minus by itself is no number", `{"code":"-","subcode":"--1"}`, []string{"/code: wrong kind of JSON value", "/subcode: wrong kind of JSON value"}},
		{"repeated", "after unescaping", `{"code":1,"c\u006fde":1}`, []string{"/code: repeated member name"}},
		{"both types", "two names of one thing", `{"@odata.type":"a","@type":"a"}`, []string{"/@type: repeated member name"}},
		{"both, one null", "null is there as well", `{"@type":null,"@odata.type":"a"}`, []string{"/@odata.type: repeated member name"}},
		{"syntax after a wrong kind", "what is not JSON stops at once", `{"code":{},"message":tru}`, []string{"/message: invalid JSON syntax"}},
		{"UTF-8", "strings are UTF-8", "{\"message\":\"\xff\"}", []string{"/message: invalid UTF-8 or lone surrogate"}},
		{"surrogate", "half a pair is no character", `{"x":["\ud800"]}`, []string{"/x/0: invalid UTF-8 or lone surrogate"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := resultinfo.Decode([]byte(row.text))
			require.Equal(t, row.want, faults(err), row.why)
			e, _ := errors.AsType[*patch.Error](err)
			require.Equal(t, []string{"resultinfo.Decode", "data"}, []string{e.Op, e.Input})
			_, err = resultinfo.DecodePatch([]byte(row.text))
			require.Equal(t, row.want, faults(err), "a patch reads the same")
			e, _ = errors.AsType[*patch.Error](err)
			require.Equal(t, "resultinfo.DecodePatch", e.Op)
		})
	}
	_, err := resultinfo.Decode([]byte(`{"a":1, "code" : true}`))
	e, _ := errors.AsType[*patch.Error](err)
	require.EqualValues(t, strings.Index(`{"a":1, "code" : true}`, "true"), e.Offset)

	deep := func(n int) []byte {
		return []byte(`{"x":` + strings.Repeat("[", n-1) + strings.Repeat("]", n-1) + `}`)
	}
	_, err = resultinfo.Decode(deep(10_000))
	require.NoError(t, err)
	_, err = resultinfo.Decode(deep(10_001))
	require.ErrorIs(t, err, patch.ErrDepth)
}

// A Go value that cannot be written is an error at its place, and dst is as it
// was.
func TestEncodeErrors(t *testing.T) {
	raw := func(name, value string) odata.Members {
		return odata.Members{{Name: name, Value: odata.Value(value)}}
	}
	for _, row := range []struct {
		name, why, pointer string
		r                  resultinfo.ResultInfo
		cause              error
	}{
		{"type", "not UTF-8", "/@odata.type", resultinfo.ResultInfo{Type: "\xff"}, patch.ErrInvalidUTF8},
		{"message", "not UTF-8", "/message", resultinfo.ResultInfo{Message: "a\xc3"}, patch.ErrInvalidUTF8},
		{"surrogate", "not UTF-8 either", "/message", resultinfo.ResultInfo{Message: "\xed\xa0\x80"}, patch.ErrInvalidUTF8},
		{"name", "a name not UTF-8 has no pointer", "", resultinfo.ResultInfo{AdditionalData: raw("\xff", "1")}, patch.ErrInvalidUTF8},
		{"value", "not JSON", "/x", resultinfo.ResultInfo{AdditionalData: raw("x", "{")}, patch.ErrSyntax},
		{"no value", "nil is not JSON", "/x", resultinfo.ResultInfo{AdditionalData: raw("x", "")}, patch.ErrSyntax},
		{"inside", "the pointer leads inside", "/x/a", resultinfo.ResultInfo{AdditionalData: raw("x", `{"a":"\ud800"}`)}, patch.ErrInvalidUTF8},
		{"listed", "it is a field, set or not", "/message", resultinfo.ResultInfo{AdditionalData: raw("message", `"m"`)}, patch.ErrDuplicateName},
		{"type twice", "by either of its names", "/@type", resultinfo.ResultInfo{AdditionalData: raw("@type", `"m"`)}, patch.ErrDuplicateName},
		{"twice", "nobody could read it back", "/x", resultinfo.ResultInfo{AdditionalData: append(raw("x", "1"), raw("x", "1")...)}, patch.ErrDuplicateName},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := resultinfo.Patch{Type: patch.Set(row.r.Type), Message: patch.Set(row.r.Message), AdditionalData: row.r.AdditionalData}
			for op, v := range map[string]appender{"resultinfo.ResultInfo.AppendJSON r": row.r, "resultinfo.Patch.AppendJSON p": p} {
				dst, err := v.AppendJSON([]byte("dst"))
				require.ErrorIs(t, err, row.cause, row.why)
				e, _ := errors.AsType[*patch.Error](err)
				require.Equal(t, []any{op, row.pointer, int64(-1)}, []any{e.Op + " " + e.Input, e.Pointer, e.Offset})
				require.Equal(t, "dst", string(dst))
				_, err = json.Marshal(v)
				require.ErrorIs(t, err, row.cause)
			}
		})
	}
}

// A column of a database holds the text of a result, or NULL.
func TestColumn(t *testing.T) {
	var _ driver.Valuer = resultinfo.ResultInfo{}
	const text = `{"code":"007","subcode":null,"x":1.0}`
	column, err := decode(t, text).Value()
	require.NoError(t, err)
	require.Equal(t, driver.Value(text), column)

	var r resultinfo.ResultInfo
	for _, src := range []any{text, []byte(text)} {
		r = resultinfo.ResultInfo{Message: "replaced, not merged"}
		require.NoError(t, r.Scan(src), "%T", src)
		require.Equal(t, text, encode(t, r), "%T", src)
	}
	for _, src := range []any{5, "", `{"code":true}`, []byte(`[]`)} {
		require.ErrorContains(t, r.Scan(src), "resultinfo.ResultInfo.Scan", "%T", src)
		require.Equal(t, text, encode(t, r), "as it was")
	}
	require.NoError(t, r.Scan(nil))
	require.Equal(t, resultinfo.ResultInfo{}, r, "NULL is the zero ResultInfo")
}

// encoding/json reads and writes the same, whatever holds the value.
func TestEncodingJSON(t *testing.T) {
	const text = `{"@odata.type":"#t","code":"007","subcode":null,"message":"","x":1.0}`
	type holder struct {
		V resultinfo.ResultInfo            `json:"v"`
		P *resultinfo.ResultInfo           `json:"p"`
		S []resultinfo.ResultInfo          `json:"s"`
		M map[string]resultinfo.ResultInfo `json:"m"`
		Q resultinfo.Patch                 `json:"q"`
	}
	const all = `{"v":` + text + `,"p":` + text + `,"s":[` + text + `],"m":{"k":` + text + `},"q":` + text + `}`
	var h holder
	require.NoError(t, json.Unmarshal([]byte(all), &h))
	for _, r := range []resultinfo.ResultInfo{h.V, *h.P, h.S[0], h.M["k"]} {
		require.Empty(t, cmp.Diff(decode(t, text), r))
		require.Equal(t, text, encode(t, r))
	}
	b, err := json.Marshal(h)
	require.NoError(t, err)
	require.Equal(t, all, string(b))

	require.NoError(t, json.Unmarshal([]byte(`{"v":null,"s":[null],"q":null}`), &h))
	require.Equal(t, text, encode(t, h.V), "null does nothing")
	require.Equal(t, text, encode(t, h.Q), "nor to a patch")
	require.NoError(t, json.Unmarshal([]byte(`{"code":1}`), &h.V))
	require.Equal(t, `{"code":1}`, encode(t, h.V), "replaced, not merged")
	for _, bad := range []string{`{"code":"x"}`, `[]`, `{"code":1,"code":2}`} {
		require.Error(t, json.Unmarshal([]byte(bad), &h.V))
		require.Error(t, h.V.UnmarshalJSON([]byte(bad)))
		require.Error(t, h.Q.UnmarshalJSON([]byte(bad)))
		require.Equal(t, `{"code":1}`, encode(t, h.V), "unchanged after %s", bad)
		require.Equal(t, text, encode(t, h.Q), "unchanged after %s", bad)
	}
}
