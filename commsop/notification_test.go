package commsop_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// What a bot does with the body that the service posts.
func TestNotifications(t *testing.T) {
	const body = `{"@odata.type":"#microsoft.graph.commsNotifications","value":[{"@odata.type":"#microsoft.graph.commsNotification",` +
		`"changeType":"deleted","resourceUrl":"/communications/calls/c1/operations/o1","resourceData":{"@odata.type":"#microsoft.graph.recordOperation",` +
		`"id":"o1","status":"completed","recordingLocation":"https://example.com/r"}},` +
		`{"changeType":"updated","resourceUrl":"/communications/calls/c1","resourceData":{"@odata.type":"#microsoft.graph.call","state":"established"}}]}`
	ns, err := commsop.DecodeNotifications([]byte(body))
	require.NoError(t, err)
	require.Len(t, ns.Value, 2)
	n := ns.Value[0]
	require.Equal(t, commsop.ChangeDeleted, n.ChangeType)
	require.Equal(t, commsop.Resource{CallID: "c1", Collection: "operations", ID: "o1"}, n.Resource())
	ops, err := n.Operations()
	require.NoError(t, err)
	require.Len(t, ops, 1)
	require.Equal(t, commsop.StatusCompleted, ops[0].Status)
	ops, err = ns.Value[1].Operations()
	require.NoError(t, err)
	require.Empty(t, ops, "a call is no operation")
	require.Equal(t, body, encode(t, ns), "nothing is lost")
}

func TestNotificationShapes(t *testing.T) {
	for _, row := range []struct {
		name, text string
		want       string // the encoding, if it is not text
		ids        string // of all operations
		why        string
	}{
		{"empty", `{"value":[]}`, ``, ``, "no notification"},
		{"tokens", `{"@odata.context":"c","value":[],"validationTokens":["t"]}`, `{"value":[],"@odata.context":"c","validationTokens":["t"]}`, ``, "members beside value are kept"},
		{"one", `{"value":{"changeType":"updated"}}`, `{"value":[{"changeType":"updated"}]}`, ``, "in the place of a list"},
		{"bare", `{"@odata.type":"#microsoft.graph.commsNotification","changeType":"updated"}`, `{"value":[{"@odata.type":"#microsoft.graph.commsNotification","changeType":"updated"}]}`, ``, "without a wrapper"},
		{"spellings", `{"@type":"#Microsoft.Graph.Notifications","value":[{"@type":"microsoft.graph.commsNotification","changeType":"Updated","resourceUrl":""}]}`, ``, ``, "come back as they were read"},
		{"unknown change", `{"value":[{"changeType":"moved"},{"changeType":null,"resourceUrl":null}]}`, ``, ``, "so do unknown names and nulls"},
		{"by URL", `{"value":[{"resourceUrl":"calls/c/operations/o","resourceData":{"id":"1"}}]}`, ``, `1`, "no type: the URL says what it is"},
		{"by the older URL", `{"value":[{"resource":"/app/calls/c/operations/o","resourceData":{"id":"1"}}]}`, ``, `1`, "which counts where there is no other"},
		{"by type", `{"value":[{"resourceUrl":"/calls/c/participants","resourceData":[{"@odata.type":"#microsoft.graph.participant","id":"1"},{"@odata.type":"#microsoft.graph.muteParticipantOperation","id":"2"},{"id":"3"}]}]}`, ``, `2`, "the type counts before the URL"},
		{"other kinds", `{"value":[{"resourceUrl":"/calls/c/operations","resourceData":[1,null,{"id":"1"},[{"id":"2"}],"x"]},{"resourceUrl":"/calls/c/operations","resourceData":7}]}`, ``, `1`, "are no operations"},
		{"wrong members of others", `{"value":[{"resourceUrl":"/calls/c/operations","resourceData":[{"@odata.type":"#microsoft.graph.call","id":7},{"id":"1"}]}]}`, ``, `1`, "are not ours to refuse"},
	} {
		t.Run(row.name, func(t *testing.T) {
			ns, err := commsop.DecodeNotifications([]byte(row.text))
			require.NoError(t, err)
			want := row.want
			if want == "" {
				want = row.text
			}
			require.Equal(t, want, encode(t, ns), row.why)
			var again commsop.Notifications
			require.NoError(t, json.Unmarshal([]byte(row.text), &again))
			require.Empty(t, cmp.Diff(ns, again))
			require.Empty(t, cmp.Diff(ns, ns.Clone()))
			var ids []string
			for _, n := range ns.Value {
				ops, err := n.Operations()
				require.NoError(t, err)
				for _, o := range ops {
					ids = append(ids, o.ID)
				}
				var one commsop.Notification
				require.NoError(t, one.UnmarshalJSON([]byte(encode(t, n))))
				require.True(t, one.Equal(n), "what is written is read back")
			}
			require.Equal(t, row.ids, strings.Join(ids, " "), row.why)
		})
	}
}

func TestNotificationErrors(t *testing.T) {
	for _, row := range []struct {
		name, text string
		want       []string
		why        string
	}{
		{"all members", `{"@odata.type":1,"value":[{"changeType":1,"resourceUrl":[]},7]}`, []string{"/@odata.type: wrong kind of JSON value", "/value/0/changeType: wrong kind of JSON value", "/value/0/resourceUrl: wrong kind of JSON value", "/value/1: wrong kind of JSON value"}, "each is reported"},
		{"value", `{"value":7}`, []string{"/value: wrong kind of JSON value"}, "a list or one"},
		{"top", `[]`, []string{": wrong kind of JSON value"}, "an object"},
		{"twice", `{"value":[],"value":[]}`, []string{"/value: repeated member name"}, "which would count?"},
		{"cut off", `{"value":[{"changeType":"up`, []string{"/value/0/changeType: invalid JSON syntax"}, "the place is named"},
		{"bare", `{"changeType":1,"resourceUrl":true}`, []string{"/changeType: wrong kind of JSON value", "/resourceUrl: wrong kind of JSON value"}, "without a wrapper its pointers begin at itself"},
		{"inside data", `{"value":[{"resourceData":{"a":1,"a":2}}]}`, []string{"/value/0/resourceData/a: repeated member name"}, "what is kept is good"},
	} {
		_, err := commsop.DecodeNotifications([]byte(row.text))
		require.Equal(t, row.want, faults(err), row.name+": "+row.why)
	}

	var n commsop.Notification
	require.NoError(t, n.UnmarshalJSON([]byte(`{"resourceUrl":"/calls/c/operations","resourceData":[{"id":1},{"@odata.type":"#microsoft.graph.call","id":2},{"resultInfo":{"code":1.5}}]}`)))
	_, err := n.Operations()
	require.Equal(t, []string{"/resourceData/0/id: wrong kind of JSON value", "/resourceData/2/resultInfo/code: not an integer written in digits"}, faults(err))
	e, ok := errors.AsType[*patch.Error](err)
	require.True(t, ok)
	require.Equal(t, &patch.Error{Op: "commsop.Notification.Operations", Input: "n", Pointer: "/resourceData/0/id", Offset: -1, Want: "string", Err: patch.ErrWrongType}, e, "a value has no offset")
	n.AdditionalData.Set("resourceData", `{`)
	_, err = n.Operations()
	require.ErrorIs(t, err, patch.ErrSyntax, "a value made by hand")
	err = n.UnmarshalJSON([]byte(`{"changeType":{}}`))
	require.Equal(t, []string{"/changeType: wrong kind of JSON value"}, faults(err))
	require.Equal(t, "/calls/c/operations", n.ResourceURL, "as it was")
}

// Nothing that is written into a clone shows in the original.
func TestNotificationsCloneIsDeep(t *testing.T) {
	const text = `{"value":[{"changeType":"updated","x":1}],"y":1}`
	ns, err := commsop.DecodeNotifications([]byte(text))
	require.NoError(t, err)
	c := ns.Clone()
	c.AdditionalData[0].Value = "2"
	c.Value[0].ChangeType = commsop.ChangeDeleted
	c.Value[0].AdditionalData[0].Value = "2"
	require.Equal(t, text, encode(t, ns))
	require.Equal(t, `{"value":[{"changeType":"deleted","x":2}],"y":2}`, encode(t, c))
}

// The levels around an operation do not count.
func TestNotificationDepth(t *testing.T) {
	deep := `{"id":"1","x":` + strings.Repeat("[", 9_999) + strings.Repeat("]", 9_999) + `}`
	ns, err := commsop.DecodeNotifications([]byte(`{"value":[{"resourceUrl":"/calls/c/operations","resourceData":[` + deep + `]}]}`))
	require.NoError(t, err)
	ops, err := ns.Value[0].Operations()
	require.NoError(t, err)
	require.Equal(t, deep, encode(t, ops[0]))
	ns.Value[0].AdditionalData.Set("z", "1")
	_, err = ns.AppendJSON(nil)
	require.NoError(t, err, "nor where they are written anew")

	arrays := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	const resource = `"resourceUrl":"/calls/c/operations"`
	for _, row := range []struct {
		name, text string
		operations int // that are read from it; or -1 if it is too deep
	}{
		{"list", `{"value":[{` + resource + `,"resourceData":[` + deep + `]}]}`, 1},
		{"object as a list", `{"value":{` + resource + `,"resourceData":[` + deep + `]}}`, 1},
		{"no wrapper", `{` + resource + `,"resourceData":[` + deep + `]}`, 1},
		{"no wrapper, an object", `{"resourceData":` + deep + `,` + resource + `}`, 1},
		{"no wrapper, too deep", `{"resourceData":[{"x":` + arrays(10_000) + `}]}`, -1},
		{"no operation", `{` + resource + `,"resourceData":[` + arrays(10_000) + `,{"id":"1"}]}`, 1},
		{"no operation, too deep", `{"resourceData":[` + arrays(10_001) + `]}`, -1},
		{"other member", `{"x":` + arrays(10_001) + `,` + resource + `,"resourceData":{"id":"1"}}`, 1},
		{"other member, too deep", `{"x":` + arrays(10_002) + `,` + resource + `}`, -1},
		{"beside a list", `{"x":` + arrays(9_999) + `,"value":[]}`, 0},
		{"beside a list, too deep", `{"x":` + arrays(10_000) + `,"value":[]}`, -1},
		{"no object", arrays(10_002), -1},
	} {
		ns, err := commsop.DecodeNotifications([]byte(row.text))
		if row.operations < 0 {
			require.Error(t, err, row.name)
			continue
		}
		require.NoError(t, err, row.name)
		found := 0
		for _, n := range ns.Value {
			ops, err := n.Operations()
			require.NoError(t, err, row.name)
			found += len(ops)
		}
		require.Equal(t, row.operations, found, row.name)
	}
}

// A notification read as an operation would be one without anything in it.
func TestPageRefusesNotifications(t *testing.T) {
	for _, row := range []struct{ text, pointer, why string }{
		{`{"value":[{"id":"1"},{"changeType":"updated","resourceData":{"id":1}}]}`, "/value/1", "by its data"},
		{`{"value":[{"@odata.type":"#graph.commsnotification","id":7}]}`, "/value/0", "by its type, and no more is said of it"},
		{`{"value":{"@odata.type":"microsoft.graph.commsNotifications"}}`, "/value", "nor a list of them"},
		{`{"changeType":"updated","resourceData":{}}`, "", "without a wrapper"},
	} {
		_, err := commsop.DecodePage([]byte(row.text))
		require.Equal(t, []string{row.pointer + ": wrong kind of JSON value"}, faults(err), row.why)
	}
	_, err := commsop.DecodePage([]byte(`{"value":[{"@odata.type":"#x.commsNotification"}]}`))
	require.NoError(t, err, "a type of another namespace")
}

func TestResource(t *testing.T) {
	for _, row := range []struct {
		url  string
		want commsop.Resource
		why  string
	}{
		{"/communications/calls/c/operations/o", commsop.Resource{CallID: "c", Collection: "operations", ID: "o"}, "the usual"},
		{"communications/calls/c/participants/", commsop.Resource{CallID: "c", Collection: "participants"}, "no first slash, a last one"},
		{"/app/calls/c", commsop.Resource{CallID: "c"}, "a call"},
		{"https://graph.microsoft.com/beta/communications/calls/a%2Fb%20/operations/%c3%a9?x=/y#z", commsop.Resource{CallID: "a/b ", Collection: "operations", ID: "é"}, "whole, escaped, with a query"},
		{"/calls/calls/calls", commsop.Resource{CallID: "calls", Collection: "calls"}, "the first that leaves a path"},
		{"/communications/calls", commsop.Resource{}, "no call"},
		{"/communications/calls/", commsop.Resource{}, "nor here"},
		{"/calls//operations", commsop.Resource{}, "an empty segment"},
		{"/calls/c/operations/o/more", commsop.Resource{}, "too long"},
		{"/calls/c%2/operations", commsop.Resource{}, "a cut escape"},
		{"/calls/c%zz", commsop.Resource{}, "a bad one"},
		{"/calls/%+1", commsop.Resource{}, "a sign is no digit"},
		{"/users/1/events/2", commsop.Resource{}, "something else"},
		{"", commsop.Resource{}, "nothing"},
	} {
		require.Equal(t, row.want, commsop.Notification{ResourceURL: row.url}.Resource(), "%s: %s", row.url, row.why)
	}
}

// Notifications that were built rather than read.
func TestNotificationBuilt(t *testing.T) {
	n := commsop.Notification{ChangeType: commsop.ChangeUpdated, AdditionalData: odata.Members{{Name: "resourceData", Value: `{"id": "o"}`}}}
	require.Equal(t, `{"changeType":"updated","resourceData":{"id":"o"}}`, encode(t, n))
	require.Equal(t, `{}`, encode(t, commsop.Notification{}))
	require.Equal(t, `{"value":[]}`, encode(t, commsop.Notifications{}))
	_, err := commsop.Notifications{Value: []commsop.Notification{{}, {ResourceURL: "\xff"}}}.AppendJSON(nil)
	require.Equal(t, []string{"/value/1/resourceUrl: invalid UTF-8 or lone surrogate"}, faults(err))

	var read commsop.Notification
	require.NoError(t, read.UnmarshalJSON([]byte(`{"changeType":"Updated"}`)))
	read.ChangeType = commsop.ChangeDeleted
	require.Equal(t, `{"changeType":"deleted"}`, encode(t, read), "a new value has its own spelling")
}

// encoding/json reads and writes the same, whatever holds the value.
func TestNotificationsInJSON(t *testing.T) {
	const all = `{"N":{"@type":"x","changeType":"Updated","resource":null},"Ns":{"value":[{"resourceUrl":""}],"y":1.0}}`
	var h struct {
		N  commsop.Notification
		Ns commsop.Notifications
	}
	require.NoError(t, json.Unmarshal([]byte(all), &h))
	b, err := json.Marshal(h)
	require.NoError(t, err)
	require.Equal(t, all, string(b))
	require.NoError(t, json.Unmarshal([]byte(`{"N":null,"Ns":null}`), &h))
	b, err = json.Marshal(&h)
	require.NoError(t, err)
	require.Equal(t, all, string(b), "null does nothing")
}

func TestNotificationEqual(t *testing.T) {
	read := func(text string) (n commsop.Notification) {
		require.NoError(t, n.UnmarshalJSON([]byte(text)))
		return n
	}
	for _, row := range []struct {
		name, a, b string
		want       bool
	}{
		{"spellings of a change", `{"changeType":"Updated"}`, `{"changeType":"1"}`, true},
		{"another change", `{"changeType":"updated"}`, `{"changeType":"deleted"}`, false},
		{"spellings of a type and a number", `{"@type":"graph.x","n":1.0}`, `{"@odata.type":"#microsoft.graph.X","n":1}`, true},
		{"null is not absent", `{"resourceUrl":null}`, `{}`, false},
	} {
		a, b := read(row.a), read(row.b)
		require.Equal(t, row.want, a.Equal(b), row.name)
		require.Equal(t, row.want, b.Equal(a), row.name)
	}
}

func TestNotificationsEqual(t *testing.T) {
	null, absent := commsop.Notifications{}, commsop.Notifications{}
	require.NoError(t, null.UnmarshalJSON([]byte(`{"@odata.type":null,"value":[]}`)))
	require.False(t, null.Equal(absent), "null is not absent")
	require.True(t, null.Equal(null.Clone()))
	require.True(t, commsop.Notifications{Type: "microsoft.graph.commsnotifications"}.Equal(commsop.Notifications{Type: commsop.TypeNotifications}))
}

func FuzzNotifications(f *testing.F) {
	f.Add([]byte(`{"@type":"x","value":[{"changeType":"Updated","resource":"/app/calls/c/operations/o","resourceData":[{"id":"1"},2]}],"y":1}`))
	f.Add([]byte(`{"value":{"resourceUrl":"calls/%2f/operations","resourceData":{"@odata.type":"#graph.recordOperation","status":5}}}`))
	f.Add([]byte(`{"changeType":null,"resourceData":{"@type":"#microsoft.graph.call"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		ns, err := commsop.DecodeNotifications(data)
		if err != nil {
			return
		}
		text := encode(t, ns)
		again, err := commsop.DecodeNotifications([]byte(text))
		require.NoError(t, err)
		require.True(t, again.Equal(ns))
		require.Equal(t, text, encode(t, again))
		for _, n := range ns.Value {
			ops, _ := n.Operations()
			for _, o := range ops {
				encode(t, o)
			}
		}
	})
}
