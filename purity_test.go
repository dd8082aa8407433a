package graphcomms_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
	"github.com/stretchr/testify/require"
)

const (
	aDocument = `{"@odata.type":"#microsoft.graph.recordOperation","id":"a","status":"running","clientContext":"c","resultInfo":{"code":"4","message":"m","x":{"a":[1]}},"x":{"a":[1]},"y":2,"z":[3]}`
	aPatch    = `{"status":"completed","resultInfo":{"code":"5","x":{"b":2},"n":[4]},"x":{"b":[5]},"y":null,"w":{"c":6}}`
	aResult   = `{"code":"4","message":"m","x":{"a":[1]},"y":2}`
	aBody     = `{"error":{"code":"c","message":"m","details":[{"code":"d","message":"n"}],"innerError":{"a":[1]}}}`
)

// show returns all that can be seen of a value through its API.
func show(v any) string {
	switch v := v.(type) {
	case []byte:
		return string(v)
	case interface{ AppendJSON([]byte) ([]byte, error) }:
		b, err := v.AppendJSON(nil)
		return fmt.Sprintf("%s %v", b, err)
	}
	b, err := json.Marshal(v)
	return fmt.Sprintf("%s %v", b, err)
}

// scribble overwrites all memory that a value could share.
func scribble(v any) {
	members := func(m odata.Members) {
		for i := range m {
			m[i] = odata.Member{Name: "scribbled"}
		}
		_ = append(m, m...)
	}
	switch v := v.(type) {
	case []byte:
		for i := range v[:cap(v)] {
			v[:cap(v)][i] = '#'
		}
	case odata.Members:
		members(v)
	case odata.Error:
		clear(v.InnerError)
		clear(v.Details)
	case resultinfo.ResultInfo:
		members(v.AdditionalData)
	case resultinfo.Patch:
		members(v.AdditionalData)
	case commsop.Operation:
		members(v.AdditionalData)
		if v.ResultInfo != nil {
			members(v.ResultInfo.AdditionalData)
			*v.ResultInfo = resultinfo.ResultInfo{}
		}
	case commsop.Patch:
		members(v.AdditionalData)
		r, _ := v.ResultInfo.Get()
		members(r.AdditionalData)
	case commsop.Page:
		for _, o := range v.Value {
			scribble(o)
		}
		clear(v.Value)
		members(v.AdditionalData)
	default:
		panic(fmt.Sprintf("%T", v))
	}
}

func decoded[T any](decode func([]byte) (T, error), text string) func() any {
	return func() any {
		v, err := decode([]byte(text))
		if err != nil {
			panic(err)
		}
		return v
	}
}

// unmarshal decodes through UnmarshalJSON.
func unmarshal[T any, P interface {
	*T
	UnmarshalJSON([]byte) error
}](data []byte) (v T, err error) {
	err = P(&v).UnmarshalJSON(data)
	return v, err
}

// No function writes to its arguments, keeps them, or returns memory of
// theirs; what it returns is the caller's.
func TestPurity(t *testing.T) {
	text := func(s string) func() any {
		return func() any { return slices.Concat([]byte(s), []byte("   "))[:len(s)] }
	}
	doc, p := decoded(commsop.Decode, aDocument), decoded(commsop.DecodePatch, aPatch)
	other := decoded(commsop.Decode, `{"@odata.type":"#microsoft.graph.recordOperation","id":"a","resultInfo":{"x":{"a":1},"q":[7]},"x":[8]}`)
	result, resultPatch := decoded(resultinfo.Decode, aResult), decoded(resultinfo.DecodePatch, aResult)
	otherResult := decoded(resultinfo.Decode, `{"code":5,"x":[9],"q":{"r":1}}`)
	members, value := decoded(unmarshal[odata.Members], `{"x":{"a":[1]},"y":2}`), text(`{"b":1}`)
	type args = []any
	for _, row := range []struct {
		name string
		args []func() any
		call func(a args) (any, error)
	}{
		{"patch.Apply", []func() any{text(aDocument), text(aPatch)}, func(a args) (any, error) { return patch.Apply(a[0].([]byte), a[1].([]byte)) }},
		{"patch.Diff", []func() any{text(`{"x":1}`), text(aDocument)}, func(a args) (any, error) { return patch.Diff(a[0].([]byte), a[1].([]byte)) }},
		{"patch.Compose", []func() any{text(aDocument), text(`{"status":"x","w":{"c":6}}`)}, func(a args) (any, error) { return patch.Compose(a[0].([]byte), a[1].([]byte)) }},
		{"patch.Invert", []func() any{text(aDocument), text(aPatch)}, func(a args) (any, error) { return patch.Invert(a[0].([]byte), a[1].([]byte)) }},

		{"odata.Members.UnmarshalJSON", []func() any{text(aDocument)}, func(a args) (any, error) { return unmarshal[odata.Members](a[0].([]byte)) }},
		{"odata.Members.Clone", []func() any{members}, func(a args) (any, error) { return a[0].(odata.Members).Clone(), nil }},
		{"odata.Members.Set", []func() any{members, value}, func(a args) (any, error) {
			m := a[0].(odata.Members).Clone()
			m.Set("v", odata.Value(a[1].([]byte)))
			return m, nil
		}},
		{"odata.Members.Merge", []func() any{value}, func(a args) (any, error) {
			var m odata.Members
			return m, m.Merge(map[string]json.RawMessage{"v": a[0].([]byte)})
		}},
		{"odata.Members.Unmarshal", []func() any{members}, func(a args) (any, error) {
			var v struct {
				X json.RawMessage `json:"x"`
			}
			err := a[0].(odata.Members).Unmarshal(&v)
			return []byte(v.X), err
		}},
		{"odata.Members.AppendJSON", []func() any{members}, func(a args) (any, error) { return a[0].(odata.Members).AppendJSON(nil) }},
		{"odata.Error.UnmarshalJSON", []func() any{text(aBody)}, func(a args) (any, error) { return unmarshal[odata.Error](a[0].([]byte)) }},
		{"odata.Error.MarshalJSON", []func() any{decoded(unmarshal[odata.Error], aBody)}, func(a args) (any, error) { return a[0].(odata.Error).MarshalJSON() }},

		{"resultinfo.Decode", []func() any{text(aResult)}, func(a args) (any, error) { return resultinfo.Decode(a[0].([]byte)) }},
		{"resultinfo.DecodePatch", []func() any{text(aResult)}, func(a args) (any, error) { return resultinfo.DecodePatch(a[0].([]byte)) }},
		{"resultinfo.ResultInfo.Clone", []func() any{result}, func(a args) (any, error) { return a[0].(resultinfo.ResultInfo).Clone(), nil }},
		{"resultinfo.ResultInfo.AppendJSON", []func() any{result}, func(a args) (any, error) { return a[0].(resultinfo.ResultInfo).AppendJSON(nil) }},
		{"resultinfo.Diff", []func() any{result, otherResult}, func(a args) (any, error) {
			return resultinfo.Diff(a[0].(resultinfo.ResultInfo), a[1].(resultinfo.ResultInfo))
		}},
		{"resultinfo.Patch.Apply", []func() any{resultPatch, otherResult}, func(a args) (any, error) {
			return a[0].(resultinfo.Patch).Apply(a[1].(resultinfo.ResultInfo))
		}},
		{"resultinfo.Patch.Then", []func() any{resultPatch, resultPatch}, func(a args) (any, error) { return a[0].(resultinfo.Patch).Then(a[1].(resultinfo.Patch)) }},
		{"resultinfo.Patch.Then nothing", []func() any{resultPatch}, func(a args) (any, error) { return a[0].(resultinfo.Patch).Then(resultinfo.Patch{}) }},

		{"commsop.Decode", []func() any{text(aDocument)}, func(a args) (any, error) { return commsop.Decode(a[0].([]byte)) }},
		{"commsop.DecodePatch", []func() any{text(aPatch)}, func(a args) (any, error) { return commsop.DecodePatch(a[0].([]byte)) }},
		{"commsop.DecodePage", []func() any{text(`{"n":[1],"value":[` + aDocument + `,` + aDocument + `]}`)}, func(a args) (any, error) { return commsop.DecodePage(a[0].([]byte)) }},
		{"commsop.Operation.UnmarshalJSON", []func() any{text(aDocument)}, func(a args) (any, error) { return unmarshal[commsop.Operation](a[0].([]byte)) }},
		{"commsop.Operation.Clone", []func() any{doc}, func(a args) (any, error) { return a[0].(commsop.Operation).Clone(), nil }},
		{"commsop.Operation.AppendJSON", []func() any{doc}, func(a args) (any, error) { return a[0].(commsop.Operation).AppendJSON(nil) }},
		{"commsop.Operation.Equal", []func() any{doc, other}, func(a args) (any, error) {
			return fmt.Append(nil, a[0].(commsop.Operation).Equal(a[1].(commsop.Operation))), nil
		}},
		{"commsop.Diff", []func() any{doc, other}, func(a args) (any, error) { return commsop.Diff(a[0].(commsop.Operation), a[1].(commsop.Operation)) }},
		{"commsop.Diff from nothing", []func() any{doc}, func(a args) (any, error) { return commsop.Diff(commsop.Operation{}, a[0].(commsop.Operation)) }},
		{"commsop.Patch.Apply", []func() any{p, doc}, func(a args) (any, error) { return a[0].(commsop.Patch).Apply(a[1].(commsop.Operation)) }},
		{"commsop.Patch.Apply to nothing", []func() any{p}, func(a args) (any, error) { return a[0].(commsop.Patch).Apply(commsop.Operation{}) }},
		{"commsop.Patch.Apply nothing", []func() any{doc}, func(a args) (any, error) { return commsop.Patch{}.Apply(a[0].(commsop.Operation)) }},
		{"commsop.Patch.Then", []func() any{p, decoded(commsop.DecodePatch, `{"resultInfo":{"n":null,"x":{"c":[1]}},"w":1}`)}, func(a args) (any, error) { return a[0].(commsop.Patch).Then(a[1].(commsop.Patch)) }},
		{"commsop.Patch.Then nothing", []func() any{p}, func(a args) (any, error) { return a[0].(commsop.Patch).Then(commsop.Patch{}) }},
		{"commsop.Patch.Then after nothing", []func() any{p}, func(a args) (any, error) { return commsop.Patch{}.Then(a[0].(commsop.Patch)) }},
		{"commsop.Patch.AppendJSON", []func() any{p}, func(a args) (any, error) { return a[0].(commsop.Patch).AppendJSON(nil) }},
	} {
		t.Run(row.name, func(t *testing.T) {
			var in args
			var before []string
			for _, arg := range row.args {
				in = append(in, arg())
				before = append(before, show(in[len(in)-1]))
			}
			requireAsBefore := func(what string) {
				for i, v := range in {
					require.Equal(t, before[i], show(v), "%s argument %d", what, i)
				}
			}
			out, err := row.call(in)
			require.NoError(t, err)
			requireAsBefore("the call changed")
			want := show(out)

			scribble(out)
			requireAsBefore("the result shares memory with")

			out, err = row.call(in)
			require.NoError(t, err)
			require.Equal(t, want, show(out), "the same again")
			for _, v := range in {
				scribble(v)
			}
			require.Equal(t, want, show(out), "the arguments share memory with the result")
		})
	}
}
