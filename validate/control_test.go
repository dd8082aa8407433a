package validate_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/odata"
	"example.com/graphcomms/validate"
)

// TestControlInformation sends an operation back as it was read, or made up: what
// a body says of itself is no data, and is listed.
func TestControlInformation(t *testing.T) {
	const current = `{"@odata.context":"https://h/$metadata#operations/$entity","@odata.id":"operations('1')","@odata.etag":"W/\"1\"",` +
		`"@odata.type":"#microsoft.graph.recordOperation","id":"1","status":"running","x":{"@odata.etag":"a"},` +
		`"resultInfo":{"code":1,"subcode":2,"@odata.etag":"r"},"x@odata.type":"#a","@a.b":1}`
	list := func(s ...string) []string { return s }
	for _, row := range []struct {
		name, why, body string
		ignored         []string
		changed         []string
		want            string // what the patch is
	}{
		{"all of it", "an entity may be sent back as it was read (OData JSON 4.01, entity representation)", current,
			list("/@odata.context", "/@odata.etag", "/@odata.id", "/resultInfo/@odata.etag"), nil,
			`{"@odata.type":"#microsoft.graph.recordOperation","id":"1","status":"running","resultInfo":{"code":1,"subcode":2},"x":{"@odata.etag":"a"},"x@odata.type":"#a","@a.b":1}`},
		{"other values", "they neither change nor are stored", `{"@odata.etag":"W/\"2\"","@odata.id":null,"@odata.context":{"a":1},"resultInfo":{"@odata.etag":null,"@id":[]}}`,
			list("/@odata.context", "/@odata.etag", "/@odata.id", "/resultInfo/@id", "/resultInfo/@odata.etag"), nil, `{"resultInfo":{}}`},
		{"the short names", "OData 4.01 needs no odata", `{"@etag":"e","@context":"c","@editLink":"l","status":"completed"}`,
			list("/@context", "/@editLink", "/@etag"), list("/status"), `{"status":"completed"}`},
		{"below other members", "there it is data of theirs", `{"x":{"@odata.etag":"b"}}`, nil, list("/x/@odata.etag"), `{"x":{"@odata.etag":"b"}}`},
		{"of a member, and a vendor's", "annotations are data", `{"x@odata.type":"#b","@a.b":2}`, nil, list("/@a.b", "/x@odata.type"), `{"x@odata.type":"#b","@a.b":2}`},
		{"the type", "it has rules of its own", `{"@odata.type":"#microsoft.graph.commsOperation"}`, nil, nil, `{"@odata.type":"#microsoft.graph.commsOperation"}`},
		{"names in another case", "names match exactly", `{"@odata.Etag":1}`, nil, list("/@odata.Etag"), `{"@odata.Etag":1}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			o := operation(t, current)
			r, err := validate.New(nil).Update(o, []byte(row.body))
			require.NoError(t, err, row.why)
			require.Equal(t, row.ignored, r.Ignored, row.why)
			require.Equal(t, row.changed, r.Changed, row.why)
			require.Equal(t, row.want, encode(t, r.Patch), row.why)
			for _, name := range list("@odata.context", "@odata.id", "@odata.etag") {
				was, _ := o.Member(name)
				is, ok := r.Operation.Member(name)
				require.True(t, ok, name)
				require.Equal(t, was, is, "the stored %s stays", name)
			}
			is, _ := r.Operation.ResultInfo.Member("@odata.etag")
			require.Equal(t, odata.Value(`"r"`), is)
		})
	}
	v := validate.New(&validate.Options{ReadOnlyMode: validate.Ignore, RejectUnknownMembers: true})
	r, err := v.Update(operation(t, `{"id":"1","status":"running"}`), []byte(`{"id":"2","@odata.etag":"e","@type":"#graph.recordOperation","@context":"c"}`))
	require.NoError(t, err, "no unknown members")
	require.Equal(t, list("/@context", "/@odata.etag", "/id"), r.Ignored, "sorted together with what else is dropped")
}

// @removed asks for a deletion, and a patch that says so is none, whoever reads it.
func TestRemovedIsRefused(t *testing.T) {
	for _, row := range []struct{ name, body, want string }{
		{"long", `{"@odata.removed":{"reason":"deleted"}}`, "/@odata.removed unknownMember"},
		{"short", `{"@removed":{"reason":"changed"},"status":"completed"}`, "/@removed unknownMember"},
		{"in resultInfo", `{"resultInfo":{"@removed":null}}`, "/resultInfo/@removed unknownMember"},
	} {
		for _, opts := range []*validate.Options{nil, {RejectUnknownMembers: true}, {ReadOnlyMode: validate.Ignore}} {
			v := validate.New(opts)
			r, err := v.Update(operation(t, `{"status":"running","resultInfo":{"code":1,"subcode":1}}`), []byte(row.body))
			require.Equal(t, want(row.want), found(t, err), row.name)
			require.Zero(t, r)
			require.Equal(t, want(row.want), found(t, v.Patch(partial(t, row.body))), row.name)
		}
	}
	p := partial(t, `{"@removed":1,"x":2}`)
	require.Error(t, validate.New(nil).Patch(p))
	require.Equal(t, `{"@removed":1,"x":2}`, encode(t, p), "what is judged is not changed")
}
