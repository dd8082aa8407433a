package commsop_test

import (
	"errors"
	"slices"
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// The three states of a member do three things.
func TestPatch(t *testing.T) {
	p := commsop.Patch{
		Type:           patch.Set(commsop.TypeOperation),
		Status:         patch.Set(commsop.StatusFailed),
		ClientContext:  patch.Null[string](),
		ResultInfo:     patch.Set(resultinfo.Patch{Code: patch.Set[int32](500)}),
		AdditionalData: odata.Members{{Name: "x", Value: "null"}, {Name: "y", Value: `{"a":1}`}},
	}
	require.Equal(t, `{"@odata.type":"#microsoft.graph.commsOperation","status":"Failed","clientContext":null,"resultInfo":{"code":500},"x":null,"y":{"a":1}}`, encode(t, p))
	got, err := p.Apply(decode(t, `{"id":"a","status":"running","clientContext":"c","resultInfo":{"code":"4","message":"m"},"x":1,"y":{"b":2}}`))
	require.NoError(t, err)
	require.Equal(t, `{"@odata.type":"#microsoft.graph.commsOperation","id":"a","status":"Failed","resultInfo":{"code":500,"message":"m"},"y":{"b":2,"a":1}}`, encode(t, got))
	require.True(t, got.Equal(must(p.Apply(got))), "doing it again changes nothing")
}

const (
	typeChange   = ": the type of an object cannot be changed"
	idChange     = ": the id of an operation cannot be changed"
	nullMember   = ": a merge patch cannot set a member to null"
	uncomposable = ": no single merge patch does both"
)

// @odata.type says what a body is; id is the key. Neither is overwritten.
func TestApplyTypeAndID(t *testing.T) {
	for _, row := range []struct {
		name, why, doc, p, want string
		refused                 []string
	}{
		{"same type", "the same in another spelling changes nothing", `{"@odata.type":"#microsoft.graph.recordOperation"}`, `{"@odata.type":"graph.RecordOperation"}`, `{"@odata.type":"#microsoft.graph.recordOperation"}`, nil},
		{"base to derived", "a derived operation is a commsOperation", `{"@odata.type":"#microsoft.graph.recordOperation"}`, `{"@odata.type":"#microsoft.graph.commsOperation"}`, `{"@odata.type":"#microsoft.graph.recordOperation"}`, nil},
		{"derived to base", "now it is known better", `{"@odata.type":"#microsoft.graph.commsOperation"}`, `{"@type":"#graph.recordOperation"}`, `{"@odata.type":"#graph.recordOperation"}`, nil},
		{"no type", "the target takes the patch's", `{"id":"a"}`, `{"@odata.type":"#graph.recordOperation"}`, `{"@odata.type":"#graph.recordOperation","id":"a"}`, nil},
		{"no type, short", "under the name that it came with", `{}`, `{"@type":"#t"}`, `{"@type":"#t"}`, nil},
		{"null type", "null is no type", `{"@odata.type":null}`, `{"@odata.type":"#t"}`, `{"@odata.type":"#t"}`, nil},
		{"empty type", "nor is an empty one", `{"@odata.type":""}`, `{"@odata.type":"#t"}`, `{"@odata.type":"#t"}`, nil},
		{"without type", "a body need not say what it is", `{"@odata.type":null}`, `{"status":"Running"}`, `{"@odata.type":null,"status":"Running"}`, nil},
		{"another type", "a recording does not become a prompt", `{"@odata.type":"#microsoft.graph.recordOperation"}`, `{"@odata.type":"#microsoft.graph.playPromptOperation"}`, "", []string{"/@odata.type" + typeChange}},
		{"unknown type", "any type other than the base counts as derived", `{"@odata.type":"#graph.x"}`, `{"@odata.type":"#graph.y"}`, "", []string{"/@odata.type" + typeChange}},
		{"type removed", "null would remove it", `{"@odata.type":"#t"}`, `{"@odata.type":null}`, "", []string{"/@odata.type" + typeChange}},
		{"nothing removed", "null is refused always", `{}`, `{"@odata.type":null}`, "", []string{"/@odata.type" + typeChange}},
		{"type emptied", "an empty type is another", `{"@odata.type":"#t"}`, `{"@odata.type":""}`, "", []string{"/@odata.type" + typeChange}},
		{"result type", "resultInfo has no derived types", `{"resultInfo":{"@odata.type":"#microsoft.graph.resultInfo"}}`, `{"resultInfo":{"@odata.type":"#microsoft.graph.errorInfo"}}`, "", []string{"/resultInfo/@odata.type" + typeChange}},
		{"result type in capitals", "the page's own spelling", `{"resultInfo":{"@odata.type":"#microsoft.graph.resultInfo"}}`, `{"resultInfo":{"@odata.type":"microsoft.graph.ResultInfo","code":4}}`, `{"resultInfo":{"@odata.type":"#microsoft.graph.resultInfo","code":4}}`, nil},
		{"result type anew", "there was no resultInfo", `{"resultInfo":null}`, `{"resultInfo":{"@odata.type":"graph.resultInfo"}}`, `{"resultInfo":{"@odata.type":"graph.resultInfo"}}`, nil},
		{"result type null", "not even there", `{}`, `{"resultInfo":{"@odata.type":null}}`, "", []string{"/resultInfo/@odata.type" + typeChange}},
		{"same id", "sending it back is fine", `{"id":"a"}`, `{"id":"\u0061"}`, `{"id":"a"}`, nil},
		{"no id", "the target takes the patch's", `{}`, `{"id":"a"}`, `{"id":"a"}`, nil},
		{"null id", "null is no id", `{"id":null}`, `{"id":"a"}`, `{"id":"a"}`, nil},
		{"empty id", "nor is an empty one", `{"id":""}`, `{"id":"a"}`, `{"id":"a"}`, nil},
		{"another id", "it is the key", `{"id":"a"}`, `{"id":"A"}`, "", []string{"/id" + idChange}},
		{"id removed", "null would remove it", `{"id":"a"}`, `{"id":null}`, "", []string{"/id" + idChange}},
		{"id emptied", "an empty id is another", `{"id":"a"}`, `{"id":""}`, "", []string{"/id" + idChange}},
		{"all of it", "all are reported, sorted", `{"@odata.type":"#t","id":"a","resultInfo":{"@odata.type":"#r"}}`, `{"resultInfo":{"@odata.type":"#s"},"id":"b","@odata.type":"#u","status":"Running"}`, "",
			[]string{"/@odata.type" + typeChange, "/id" + idChange, "/resultInfo/@odata.type" + typeChange}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := decodePatch(t, row.p).Apply(decode(t, row.doc))
			require.Equal(t, row.refused, faults(err), row.why)
			if err == nil {
				require.Equal(t, row.want, encode(t, got), row.why)
				return
			}
			require.Equal(t, "{}", encode(t, got), "nothing comes with an error")
			e, _ := errors.AsType[*patch.Error](err)
			require.Equal(t, []any{"commsop.Patch.Apply", "p", int64(-1)}, []any{e.Op, e.Input, e.Offset})
		})
	}
	_, err := commsop.Patch{ID: patch.Set("b"), Type: patch.Set[odata.Type]("#u")}.Apply(commsop.Operation{ID: "a", Type: "#t"})
	require.ErrorIs(t, err, commsop.ErrIDChange)
	require.ErrorIs(t, err, commsop.ErrTypeChange)
	require.ErrorIs(t, err, resultinfo.ErrTypeChange, "the same error under both names")
}

func TestDiff(t *testing.T) {
	const typed = `{"@odata.type":"#microsoft.graph.recordOperation","id":"a"`
	for _, row := range []struct {
		name, why, from, to, want string
		refused                   []string
	}{
		{"same", "nothing to do, not even the type", page, page, `{}`, nil},
		{"spelling", "other spellings of the same", `{"@type":"#graph.x","status":"running","resultInfo":{"code":"4"},"n":1.0}`, `{"n":1,"@odata.type":"#microsoft.graph.X","status":"1","resultInfo":{"code":4}}`, `{}`, nil},
		{"control information", "what a body says of itself is no data", `{"@odata.etag":"1","@context":"a","x":1}`, `{"@odata.etag":"2","@odata.id":"i","x":1}`, `{}`, nil},
		{"beside control information", "other annotations are data", `{"@odata.etag":"1","@a.b":1}`, `{"@odata.etag":null,"@a.b":2}`, `{"@a.b":2}`, nil},
		{"status", "the type goes along", typed + `,"status":"running"}`, typed + `,"status":"completed"}`, `{"@odata.type":"#microsoft.graph.recordOperation","status":"completed"}`, nil},
		{"short type", "under its name", `{"@type":"#graph.x"}`, `{"@odata.type":"#graph.x","y":1}`, `{"@type":"#graph.x","y":1}`, nil},
		{"removed", "null removes", `{"clientContext":"c","resultInfo":{"code":1},"x":1}`, `{}`, `{"clientContext":null,"resultInfo":null,"x":null}`, nil},
		{"null removed", "it was there", `{"status":null,"resultInfo":null,"x":null}`, `{}`, `{"status":null,"resultInfo":null,"x":null}`, nil},
		{"null kept", "an unchanged null is fine", `{"status":null,"resultInfo":null,"x":null}`, `{"status":null,"resultInfo":null,"x":null,"y":1}`, `{"y":1}`, nil},
		{"emptied", "an empty text is a value", `{"clientContext":"c"}`, `{"clientContext":""}`, `{"clientContext":""}`, nil},
		{"resultInfo", "only what differs", `{"resultInfo":{"code":1,"subcode":2,"x":{"a":1,"b":2}}}`, `{"resultInfo":{"code":1,"subcode":"3","x":{"a":1}}}`, `{"resultInfo":{"subcode":"3","x":{"b":null}}}`, nil},
		{"resultInfo anew", "an empty one is not none", `{"resultInfo":null}`, `{"resultInfo":{}}`, `{"resultInfo":{}}`, nil},
		{"id given", "a target without one takes it", `{"id":null}`, `{"id":"a"}`, `{"id":"a"}`, nil},
		{"type given", "so with the type", `{}`, `{"@type":"#t","resultInfo":{"@odata.type":"#r"}}`, `{"@type":"#t","resultInfo":{"@odata.type":"#r"}}`, nil},
		{"other id", "the key", `{"id":"a"}`, `{"id":"b"}`, "", []string{"/id" + idChange}},
		{"id lost", "the key", `{"id":"a"}`, `{}`, "", []string{"/id" + idChange}},
		{"id null", "no patch writes null", `{}`, `{"id":null}`, "", []string{"/id" + idChange}},
		{"other types", "also from base to derived: these are two types", `{"@odata.type":"#microsoft.graph.commsOperation","resultInfo":{"@odata.type":"#a"}}`, `{"@odata.type":"#microsoft.graph.recordOperation","resultInfo":{"@odata.type":"#b"}}`, "", []string{"/@odata.type" + typeChange, "/resultInfo/@odata.type" + typeChange}},
		{"type lost", "no patch takes it away", `{"@odata.type":"#t"}`, `{"@odata.type":null}`, "", []string{"/@odata.type" + typeChange}},
		{"nulls", "each that would have to be set", `{"x":1}`, `{"status":null,"clientContext":null,"x":null,"resultInfo":{"code":null,"subcode":null,"message":null}}`, "", []string{
			"/clientContext" + nullMember, "/resultInfo/code" + nullMember, "/resultInfo/message" + nullMember, "/resultInfo/subcode" + nullMember, "/status" + nullMember, "/x" + nullMember}},
		{"resultInfo null", "it would remove", `{"resultInfo":{}}`, `{"resultInfo":null}`, "", []string{"/resultInfo" + nullMember}},
		{"null inside", "deep down as well", `{}`, `{"x":{"a":[null],"b":{"c":null}}}`, "", []string{"/x/b/c" + nullMember}},
	} {
		t.Run(row.name, func(t *testing.T) {
			from, to := decode(t, row.from), decode(t, row.to)
			p, err := commsop.Diff(from, to)
			require.Equal(t, row.refused, faults(err), row.why)
			if err != nil {
				e, _ := errors.AsType[*patch.Error](err)
				require.Equal(t, []any{"commsop.Diff", "to", int64(-1)}, []any{e.Op, e.Input, e.Offset})
				return
			}
			require.Equal(t, row.want, encode(t, p), row.why)
			require.True(t, withoutControl(to).Equal(withoutControl(must(p.Apply(from)))))
		})
	}
}

func withoutControl(o commsop.Operation) commsop.Operation {
	o.AdditionalData = slices.DeleteFunc(o.AdditionalData.Clone(), func(x odata.Member) bool { return odata.IsControl(x.Name) })
	return o
}

// A member that was read and then removed is gone, the only one too.
func TestDiffOfRemovedMembers(t *testing.T) {
	for _, text := range []string{`{"id":"1","x":1}`, `{"id":"1","x":1,"y":2}`, `{"id":"1","resultInfo":{"x":1}}`} {
		from := decode(t, text)
		to := from.Clone()
		list := &to.AdditionalData
		if to.ResultInfo != nil {
			list = &to.ResultInfo.AdditionalData
		}
		require.True(t, list.Delete("x"))
		require.False(t, from.Equal(to), text)
		require.False(t, to.Equal(from), text)
		d, err := commsop.Diff(from, to)
		require.NoError(t, err)
		require.False(t, d.IsZero(), text)
		require.Equal(t, encode(t, to), encode(t, must(d.Apply(from))))
		_, conflict := commsop.Latest(from, to)
		require.True(t, conflict, text)
	}
}

func TestThen(t *testing.T) {
	for _, row := range []struct {
		name, why, p, q, want string
		refused               []string
	}{
		{"both", "members of both, the later ones win", `{"status":"running","clientContext":"c","x":1}`, `{"status":"completed","x":null,"y":2}`, `{"status":"completed","clientContext":"c","x":null,"y":2}`, nil},
		{"nothing", "zero patches change nothing", `{}`, `{}`, `{}`, nil},
		{"null then value", "the value stays", `{"clientContext":null}`, `{"clientContext":"c"}`, `{"clientContext":"c"}`, nil},
		{"resultInfo", "they merge", `{"resultInfo":{"code":"1","message":"m"}}`, `{"resultInfo":{"message":null,"subcode":"2"}}`, `{"resultInfo":{"code":"1","subcode":"2","message":null}}`, nil},
		{"resultInfo removed", "whatever it was", `{"resultInfo":{"code":1}}`, `{"resultInfo":null}`, `{"resultInfo":null}`, nil},
		{"removed, then merged", "what it held is unknown", `{"resultInfo":null}`, `{"resultInfo":{"code":1}}`, "", []string{"/resultInfo" + uncomposable}},
		{"members likewise", "objects on what is none", `{"x":1,"resultInfo":{"y":null}}`, `{"x":{"a":1},"resultInfo":{"y":{}}}`, "", []string{"/resultInfo/y" + uncomposable, "/x" + uncomposable}},
		{"types", "a derived one is known better", `{"@odata.type":"#microsoft.graph.commsOperation"}`, `{"@odata.type":"#graph.recordOperation"}`, `{"@odata.type":"#graph.recordOperation"}`, nil},
		{"types back", "and stays known", `{"@odata.type":"#graph.recordOperation"}`, `{"@odata.type":"#microsoft.graph.commsOperation"}`, `{"@odata.type":"#graph.recordOperation"}`, nil},
		{"type of the second", "under its name", `{}`, `{"@type":"#t","id":"a"}`, `{"@type":"#t","id":"a"}`, nil},
		{"id of the first", "the same id is fine", `{"id":"a"}`, `{"id":"a"}`, `{"id":"a"}`, nil},
		{"other types and ids", "no operation is both", `{"@odata.type":"#t","id":"a","resultInfo":{"@odata.type":"#r"}}`, `{"@odata.type":"#u","id":"b","resultInfo":{"@odata.type":"#s"}}`, "", []string{"/@odata.type" + typeChange, "/id" + idChange, "/resultInfo/@odata.type" + typeChange}},
		{"nulls first", "such a patch is refused by every operation", `{"@odata.type":null,"id":null}`, `{}`, "", []string{"/@odata.type" + typeChange, "/id" + idChange}},
		{"null type, then removed", "so is this one, whatever q does", `{"resultInfo":{"@odata.type":null}}`, `{"resultInfo":null}`, "", []string{"/resultInfo/@odata.type" + typeChange}},
		{"null type, then a member", "likewise, and once", `{"resultInfo":{"@odata.type":null}}`, `{"resultInfo":{"code":1}}`, "", []string{"/resultInfo/@odata.type" + typeChange}},
		{"empty, then given", "only a target without takes the first, and any takes one patch", `{"@odata.type":"","id":"","resultInfo":{"@odata.type":""}}`, `{"@odata.type":"#t","id":"a","resultInfo":{"@odata.type":"#r"}}`, "", []string{"/@odata.type" + typeChange, "/id" + idChange, "/resultInfo/@odata.type" + typeChange}},
		{"control information", "it changes nothing; the later counts, and never fails to compose", `{"@odata.etag":null,"@odata.id":"a","x":1}`, `{"x":2,"@odata.etag":{"a":1}}`, `{"x":2,"@odata.etag":{"a":1},"@odata.id":"a"}`, nil},
		{"nulls second", "so is this one", `{}`, `{"@odata.type":null,"id":null}`, "", []string{"/@odata.type" + typeChange, "/id" + idChange}},
	} {
		t.Run(row.name, func(t *testing.T) {
			both, err := decodePatch(t, row.p).Then(decodePatch(t, row.q))
			require.Equal(t, row.refused, faults(err), row.why)
			if err == nil {
				require.Equal(t, row.want, encode(t, both), row.why)
				return
			}
			require.True(t, both.IsZero(), "nothing comes with an error")
			e, _ := errors.AsType[*patch.Error](err)
			require.Equal(t, []any{"commsop.Patch.Then", int64(-1)}, []any{e.Op, e.Offset})
		})
	}
}

// Equal is by meaning, as that of operations is.
func TestPatchEqual(t *testing.T) {
	for _, row := range []struct {
		name, a, b string
		want       bool
	}{
		{"nothing", `{}`, `{}`, true},
		{"spelling and order aside", `{"@type":"graph.commsOperation","status":"running","x":1,"y":2}`, `{"@odata.type":"#microsoft.graph.commsOperation","status":"Running","y":2.0,"x":1e0}`, true},
		{"a quoted number is the number", `{"resultInfo":{"code":"007"}}`, `{"resultInfo":{"code":7}}`, true},
		{"another status", `{"status":"Running"}`, `{"status":"Completed"}`, false},
		{"another id", `{"id":"a"}`, `{"id":"b"}`, false},
		{"null is not absent", `{"clientContext":null}`, `{}`, false},
		{"nor is an empty text", `{"clientContext":""}`, `{}`, false},
		{"nor is an empty object", `{"resultInfo":{}}`, `{}`, false},
		{"nor is null an empty object", `{"resultInfo":{}}`, `{"resultInfo":null}`, false},
		{"below resultInfo", `{"resultInfo":{"code":1}}`, `{"resultInfo":{"code":2}}`, false},
		{"an additional member of resultInfo", `{"resultInfo":{"x":1}}`, `{"resultInfo":{}}`, false},
		{"an additional member", `{"x":1}`, `{"x":null}`, false},
	} {
		a, b := decodePatch(t, row.a), decodePatch(t, row.b)
		require.Equal(t, row.want, a.Equal(b), row.name)
		require.Equal(t, row.want, b.Equal(a), row.name)
		require.True(t, a.Equal(a) && b.Equal(b), row.name)
		require.Equal(t, row.want, cmp.Equal(a, b), row.name)
	}
}

// An error names the argument that is at fault.
func TestPatchErrorsNameTheInput(t *testing.T) {
	good := odata.Members{{Name: "x", Value: `1`}}
	bad := odata.Members{{Name: "y", Value: `{`}}
	_, applyDoc := commsop.Patch{AdditionalData: good}.Apply(commsop.Operation{AdditionalData: bad})
	_, applyPatch := commsop.Patch{AdditionalData: bad}.Apply(commsop.Operation{AdditionalData: good})
	_, thenFirst := commsop.Patch{AdditionalData: bad}.Then(commsop.Patch{AdditionalData: good})
	_, thenSecond := commsop.Patch{AdditionalData: good}.Then(commsop.Patch{AdditionalData: bad})
	_, diffFrom := commsop.Diff(commsop.Operation{AdditionalData: bad}, commsop.Operation{AdditionalData: good})
	_, diffTo := commsop.Diff(commsop.Operation{AdditionalData: good}, commsop.Operation{AdditionalData: bad})
	_, applyBoth := commsop.Patch{AdditionalData: bad}.Apply(commsop.Operation{AdditionalData: bad})
	_, thenBoth := commsop.Patch{AdditionalData: bad}.Then(commsop.Patch{AdditionalData: bad})
	_, diffBoth := commsop.Diff(commsop.Operation{AdditionalData: bad}, commsop.Operation{AdditionalData: bad})
	for _, row := range []struct {
		name  string
		err   error
		input string
	}{
		{"apply, document", applyDoc, "o"}, {"apply, patch", applyPatch, "p"}, {"then, first", thenFirst, "p"},
		{"then, second", thenSecond, "q"}, {"diff, from", diffFrom, "from"}, {"diff, to", diffTo, "to"},
		{"apply, both", applyBoth, "o"}, {"then, both", thenBoth, "p"}, {"diff, both", diffBoth, "from"},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, []string{"/y: invalid JSON syntax"}, faults(row.err))
			e, _ := errors.AsType[*patch.Error](row.err)
			require.Equal(t, row.input, e.Input)
		})
	}
}

// A list of additional members that could not be written is refused by whatever
// takes it apart, so that what comes out of it can be.
func TestPatchesRefuseBadMembers(t *testing.T) {
	o := decode(t, `{"status":"running","x":1}`)
	for _, row := range []struct {
		name, why string
		bad       odata.Members
		want      string
	}{
		{"listed", "it would stand beside the field", odata.Members{{Name: "status", Value: `"completed"`}}, "/status: repeated member name"},
		{"alias", "under its other name, too", odata.Members{{Name: "@type", Value: `"#x"`}}, "/@type: repeated member name"},
		{"repeated control information", "though it changes nothing", odata.Members{{Name: "@odata.etag", Value: `"1"`}, {Name: "@odata.etag", Value: `"2"`}, {Name: "y", Value: `1`}}, "/@odata.etag: repeated member name"},
		{"control information", "that is no JSON", odata.Members{{Name: "@odata.etag", Value: `nul`}, {Name: "y", Value: `1`}}, "/@odata.etag: invalid JSON syntax"},
		{"beside control information", "it is said once", odata.Members{{Name: "@odata.etag", Value: `1`}, {Name: "y", Value: `nul`}}, "/y: invalid JSON syntax"},
	} {
		t.Run(row.name, func(t *testing.T) {
			bad, good := commsop.Patch{AdditionalData: row.bad}, decodePatch(t, `{"z":1}`)
			_, err := bad.Apply(o)
			require.Equal(t, []string{row.want}, faults(err), "Apply: %s", row.why)
			_, err = bad.Then(good)
			require.Equal(t, []string{row.want}, faults(err), "Then: %s", row.why)
			_, err = good.Then(bad)
			require.Equal(t, []string{row.want}, faults(err), "Then: %s", row.why)
			to := o.Clone()
			to.AdditionalData = row.bad
			_, err = commsop.Diff(o, to)
			require.Equal(t, []string{row.want}, faults(err), "Diff: %s", row.why)
			_, err = commsop.Diff(to, o)
			require.Equal(t, []string{row.want}, faults(err), "Diff: %s", row.why)
		})
	}
}
