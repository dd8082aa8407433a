package resultinfo_test

import (
	"errors"
	"testing"

	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
	"github.com/stretchr/testify/require"
)

// The laws of patches are checked in package commsop, for operations and for
// result infos alike.

func TestPatch(t *testing.T) {
	p := resultinfo.Patch{
		Code:           patch.Set[int32](500),
		Message:        patch.Null[string](),
		AdditionalData: odata.Members{{Name: "x", Value: "null"}, {Name: "y", Value: "1"}},
	}
	require.Equal(t, `{"code":500,"message":null,"x":null,"y":1}`, encode(t, p))
	got, err := p.Apply(decode(t, `{"@odata.type":"#microsoft.graph.resultInfo","code":"200","subcode":"7","message":"m","x":1}`))
	require.NoError(t, err)
	require.Equal(t, `{"@odata.type":"#microsoft.graph.resultInfo","code":500,"subcode":"7","y":1}`, encode(t, got))
	require.False(t, p.IsZero())
	require.True(t, resultinfo.Patch{}.IsZero())
	require.Equal(t, "{}", encode(t, resultinfo.Patch{}))
}

const (
	typeChange   = ": the type of an object cannot be changed"
	nullMember   = ": a merge patch cannot set a member to null"
	uncomposable = ": no single merge patch does both"
)

func TestApply(t *testing.T) {
	for _, row := range []struct {
		name, why, doc, p, want string
		refused                 []string
	}{
		{"nothing", "a zero patch changes nothing", `{"code":"007","message":null}`, `{}`, `{"code":"007","message":null}`, nil},
		{"removed", "null removes, code too", `{"code":1,"subcode":2,"message":"m"}`, `{"code":null,"message":null}`, `{"subcode":2}`, nil},
		{"spelling", "a new value has its own spelling", `{"code":"200","subcode":1}`, `{"code":200,"subcode":"001"}`, `{"code":200,"subcode":"001"}`, nil},
		{"nulls inside", "are stripped where no object was", `{"x":1}`, `{"x":{"a":null,"b":[null]}}`, `{"x":{"b":[null]}}`, nil},
		{"same type", "in another spelling", `{"@type":"graph.resultInfo"}`, `{"@odata.type":"#Microsoft.Graph.ResultInfo"}`, `{"@type":"graph.resultInfo"}`, nil},
		{"no type", "a target without takes it", `{"@odata.type":null}`, `{"@odata.type":"#t"}`, `{"@odata.type":"#t"}`, nil},
		{"other type", "resultInfo has no base that others derive from", `{"@odata.type":"#microsoft.graph.commsOperation"}`, `{"@odata.type":"#microsoft.graph.recordOperation"}`, "", []string{"/@odata.type" + typeChange}},
		{"null type", "it would remove it", `{}`, `{"@type":null}`, "", []string{"/@type" + typeChange}},
		{"empty type", "another one", `{"@odata.type":"#t"}`, `{"@odata.type":""}`, "", []string{"/@odata.type" + typeChange}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := decodePatch(t, row.p).Apply(decode(t, row.doc))
			require.Equal(t, row.refused, faults(err), row.why)
			if err == nil {
				require.Equal(t, row.want, encode(t, got), row.why)
				return
			}
			require.ErrorIs(t, err, resultinfo.ErrTypeChange)
			e, _ := errors.AsType[*patch.Error](err)
			require.Equal(t, []any{"resultinfo.Patch.Apply", "p", int64(-1)}, []any{e.Op, e.Input, e.Offset})
		})
	}
}

func TestDiff(t *testing.T) {
	for _, row := range []struct {
		name, why, from, to, want string
		refused                   []string
	}{
		{"same", "other spellings of the same", `{"@odata.type":"graph.resultInfo","code":"7","subcode":-0,"x":1.0}`, `{"x":1,"@type":"#microsoft.graph.ResultInfo","code":"007","subcode":0}`, `{}`, nil},
		{"changed", "as it is spelled there; no type is needed", `{"@odata.type":"#t","code":1,"message":"m"}`, `{"@odata.type":"#t","code":"2","subcode":0}`, `{"code":"2","subcode":0,"message":null}`, nil},
		{"null kept", "an unchanged null is fine", `{"code":null,"x":null}`, `{"code":null,"x":null,"y":1}`, `{"y":1}`, nil},
		{"null removed", "it was there", `{"code":null,"x":null}`, `{}`, `{"code":null,"x":null}`, nil},
		{"null set", "no patch can", `{}`, `{"code":null,"subcode":null,"message":null,"x":{"a":null}}`, "", []string{"/code" + nullMember, "/message" + nullMember, "/subcode" + nullMember, "/x/a" + nullMember}},
		{"other type", "nor that", `{"@odata.type":"#t"}`, `{"@type":"#u"}`, "", []string{"/@type" + typeChange}},
		{"type lost", "nor that", `{"@odata.type":"#t"}`, `{}`, "", []string{"/@odata.type" + typeChange}},
		{"type given", "a target without takes it", `{}`, `{"@type":"#u"}`, `{"@type":"#u"}`, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			from, to := decode(t, row.from), decode(t, row.to)
			p, err := resultinfo.Diff(from, to)
			require.Equal(t, row.refused, faults(err), row.why)
			if err != nil {
				e, _ := errors.AsType[*patch.Error](err)
				require.Equal(t, []any{"resultinfo.Diff", "to", int64(-1)}, []any{e.Op, e.Input, e.Offset})
				return
			}
			require.Equal(t, row.want, encode(t, p), row.why)
			got, err := p.Apply(from)
			require.NoError(t, err)
			require.True(t, to.Equal(got))
		})
	}
}

func TestThen(t *testing.T) {
	for _, row := range []struct {
		name, why, p, q, want string
		refused               []string
	}{
		{"both", "the later ones win", `{"code":"1","subcode":"2","message":"m","x":{"a":1}}`, `{"code":null,"subcode":"3","x":{"b":2}}`, `{"code":null,"subcode":"3","message":"m","x":{"a":1,"b":2}}`, nil},
		{"spelling", "each keeps its own", `{"@type":"#t","code":"1"}`, `{"@odata.type":"#T","subcode":"-0"}`, `{"@type":"#t","code":"1","subcode":"-0"}`, nil},
		{"type of the second", "under its name", `{}`, `{"@type":"#t"}`, `{"@type":"#t"}`, nil},
		{"object on null", "what it held is unknown", `{"x":null}`, `{"x":{}}`, "", []string{"/x" + uncomposable}},
		{"other type", "nothing is both", `{"@odata.type":"#t"}`, `{"@odata.type":"#u"}`, "", []string{"/@odata.type" + typeChange}},
	} {
		t.Run(row.name, func(t *testing.T) {
			both, err := decodePatch(t, row.p).Then(decodePatch(t, row.q))
			require.Equal(t, row.refused, faults(err), row.why)
			if err == nil {
				require.Equal(t, row.want, encode(t, both), row.why)
				return
			}
			e, _ := errors.AsType[*patch.Error](err)
			require.Equal(t, []any{"resultinfo.Patch.Then", "q", int64(-1)}, []any{e.Op, e.Input, e.Offset})
		})
	}
}

// Equal is by meaning; Clone shares nothing.
func TestEqualAndClone(t *testing.T) {
	for _, row := range []struct {
		name, a, b string
		want       bool
	}{
		{"a quoted number is the number", `{"code":"007","subcode":-0}`, `{"code":7,"subcode":"0"}`, true},
		{"spelling of types and order aside", `{"@type":"graph.ResultInfo","x":1,"y":2}`, `{"@odata.type":"#microsoft.graph.resultInfo","y":2.0,"x":1e0}`, true},
		{"null is not absent", `{"code":null}`, `{}`, false},
		{"nor is zero", `{"code":0}`, `{}`, false},
		{"nor is an empty text", `{"message":""}`, `{}`, false},
		{"another text", `{"message":"a"}`, `{"message":"b"}`, false},
		{"another additional member", `{"x":1}`, `{"x":2}`, false},
		{"an empty type is not null", `{"@odata.type":""}`, `{"@odata.type":null}`, false},
	} {
		a, b := decode(t, row.a), decode(t, row.b)
		require.Equal(t, row.want, a.Equal(b), row.name)
		require.Equal(t, row.want, b.Equal(a), row.name)

		p, q := decodePatch(t, row.a), decodePatch(t, row.b)
		require.Equal(t, row.want, p.Equal(q), "patches: "+row.name)
		require.Equal(t, row.want, q.Equal(p), "patches: "+row.name)
	}
	require.True(t, resultinfo.ResultInfo{}.Equal(decode(t, `{"code":0,"subcode":0}`)), "a fresh one has both")

	p := resultinfo.Patch{Code: patch.Set[int32](7), Message: patch.Null[string]()}
	require.True(t, p.Equal(decodePatch(t, `{"message":null,"code":"007"}`)))
	require.False(t, p.Equal(decodePatch(t, `{"code":7}`)), "null is not absent")

	r := decode(t, `{"code":"1","x":[1]}`)
	c := r.Clone()
	require.True(t, c.Equal(r))
	c.AdditionalData[0] = odata.Member{Name: "y", Value: "2"}
	require.Equal(t, `{"code":"1","x":[1]}`, encode(t, r))
}
