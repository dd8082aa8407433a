package validate_test

import (
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/validate"
	"github.com/stretchr/testify/require"
)

// TestReadOnly sends one body to three servers, one of each mode.
func TestReadOnly(t *testing.T) {
	const (
		full = `{"@odata.type":"#microsoft.graph.recordOperation","id":"1","status":"running","clientContext":"c",` +
			`"resultInfo":{"code":1,"subcode":2,"message":"m","x":{"y":1}},` +
			`"a":{"b":1,"c":[{"d":1},2]},"a/b":{"~":1},"":{"":1}}`
		bare = `{"status":"running"}`
	)
	list := func(s ...string) []string { return s }
	for _, row := range []struct {
		name, why     string
		readOnly      []string
		current, body string
		change        []string // the pointers that RejectChange refuses
		send          []string // those that Reject refuses
		ignored       []string // those that Ignore drops
		rest          string   // what is left of the body then; "": Ignore refuses `change`
	}{
		{
			name: "id, same", why: "the key may be sent back",
			current: full, body: `{"id":"1"}`,
			send: list("/id"), ignored: list("/id"), rest: `{}`,
		},
		{
			name: "id, another", why: "the key never changes",
			current: full, body: `{"id":"2"}`,
			change: list("/id"), send: list("/id"), ignored: list("/id"), rest: `{}`,
		},
		{
			name: "id, null", why: "nor is it removed",
			current: full, body: `{"id":null}`,
			change: list("/id"), send: list("/id"), ignored: list("/id"), rest: `{}`,
		},
		{
			name: "id, given", why: "no change where there was none",
			current: bare, body: `{"id":"1"}`,
			send: list("/id"), ignored: list("/id"), rest: `{}`,
		},
		{
			name: "id, given to an empty one", why: "that is none",
			current: `{"id":"","status":"running"}`, body: `{"id":"1"}`,
			send: list("/id"), ignored: list("/id"), rest: `{}`,
		},
		{
			name: "id, null to none", why: "null is refused all the same",
			current: bare, body: `{"id":null}`,
			change: list("/id"), send: list("/id"), ignored: list("/id"), rest: `{}`,
		},
		{
			name: "id, of another case", why: "keys are compared exactly",
			current: `{"id":"a","status":"running"}`, body: `{"id":"A"}`,
			change: list("/id"), send: list("/id"), ignored: list("/id"), rest: `{}`,
		},
		{
			name: "not sent", why: "nothing to refuse",
			readOnly: list("/clientContext", "/resultInfo/code", "/a"), current: full, body: `{"status":"failed"}`,
			rest: `{"status":"failed"}`,
		},

		{
			name: "type, same", why: "compared with Is",
			readOnly: list("/@odata.type"), current: full, body: `{"@type":"graph.RECORDoperation"}`,
			send: list("/@odata.type"), ignored: list("/@odata.type"), rest: `{}`,
		},
		{
			name: "type, given", why: "a change",
			readOnly: list("/@type"), current: bare, body: `{"@odata.type":"#a.b"}`,
			change: list("/@type"), send: list("/@type"), ignored: list("/@type"), rest: `{}`,
		},
		{
			name: "status, another spelling", why: "the same status",
			readOnly: list("/status"), current: full, body: `{"status":"RUNNING"}`,
			send: list("/status"), ignored: list("/status"), rest: `{}`,
		},
		{
			name: "status, another", why: "a change",
			readOnly: list("/status"), current: full, body: `{"status":"failed"}`,
			change: list("/status"), send: list("/status"), ignored: list("/status"), rest: `{}`,
		},
		{
			name: "text, same", why: "in other escapes",
			readOnly: list("/clientContext"), current: full, body: `{"clientContext":"\u0063"}`,
			send: list("/clientContext"), ignored: list("/clientContext"), rest: `{}`,
		},
		{
			name: "text, removed", why: "a change",
			readOnly: list("/clientContext"), current: full, body: `{"clientContext":null}`,
			change: list("/clientContext"), send: list("/clientContext"), ignored: list("/clientContext"), rest: `{}`,
		},
		{
			name: "text, removed where there is none", why: "no change",
			readOnly: list("/clientContext"), current: bare, body: `{"clientContext":null}`,
			send: list("/clientContext"), ignored: list("/clientContext"), rest: `{}`,
		},
		{
			name: "text, emptied where there is none", why: "empty is not absent",
			readOnly: list("/clientContext"), current: bare, body: `{"clientContext":""}`,
			change: list("/clientContext"), send: list("/clientContext"), ignored: list("/clientContext"), rest: `{}`,
		},
		{
			name: "below a text", why: "there is nothing",
			readOnly: list("/clientContext/x", "/status/x", "/@odata.type/x"), current: full, body: `{"clientContext":"d","status":"failed"}`,
			rest: `{"status":"failed","clientContext":"d"}`,
		},

		{
			name: "resultInfo, one member", why: "reported where it is listed",
			readOnly: list("/resultInfo"), current: full, body: `{"resultInfo":{"code":5}}`,
			change: list("/resultInfo"), send: list("/resultInfo"), ignored: list("/resultInfo"), rest: `{}`,
		},
		{
			name: "resultInfo, same", why: "no member differs",
			readOnly: list("/resultInfo"), current: full, body: `{"resultInfo":{"x":{"y":1.0},"subcode":2}}`,
			send: list("/resultInfo"), ignored: list("/resultInfo"), rest: `{}`,
		},
		{
			name: "resultInfo, removed", why: "a change",
			readOnly: list("/resultInfo"), current: full, body: `{"resultInfo":null}`,
			change: list("/resultInfo"), send: list("/resultInfo"), ignored: list("/resultInfo"), rest: `{}`,
		},
		{
			name: "code, another", why: "within resultInfo",
			readOnly: list("/resultInfo/code"), current: full, body: `{"resultInfo":{"code":5,"subcode":6}}`,
			change: list("/resultInfo/code"), send: list("/resultInfo/code"), ignored: list("/resultInfo/code"), rest: `{"resultInfo":{"subcode":6}}`,
		},
		{
			name: "code, same", why: "no change",
			readOnly: list("/resultInfo/code", "/resultInfo/message"), current: full, body: `{"resultInfo":{"code":1,"message":"m"}}`,
			send: list("/resultInfo/code", "/resultInfo/message"), ignored: list("/resultInfo/code", "/resultInfo/message"), rest: `{"resultInfo":{}}`,
		},
		{
			name: "code, its object removed", why: "what cannot be dropped alone is refused",
			readOnly: list("/resultInfo/code", "/resultInfo/subcode"), current: full, body: `{"resultInfo":null}`,
			change: list("/resultInfo/code", "/resultInfo/subcode"), send: list("/resultInfo/code", "/resultInfo/subcode"),
		},
		{
			name: "code, its object created", why: "a change",
			readOnly: list("/resultInfo/code"), current: bare, body: `{"resultInfo":{"code":1,"subcode":2}}`,
			change: list("/resultInfo/code"), send: list("/resultInfo/code"), ignored: list("/resultInfo/code"), // no rest: it lacks a code
		},
		{
			name: "subcode and message", why: "the other members of resultInfo",
			readOnly: list("/resultInfo/subcode", "/resultInfo/message", "/resultInfo/@type"),
			current:  full,
			body:     `{"resultInfo":{"@odata.type":"#a.b","subcode":3,"message":null,"code":7}}`,
			change:   list("/resultInfo/@type", "/resultInfo/message", "/resultInfo/subcode"),
			send:     list("/resultInfo/@type", "/resultInfo/message", "/resultInfo/subcode"),
			ignored:  list("/resultInfo/@type", "/resultInfo/message", "/resultInfo/subcode"),
			rest:     `{"resultInfo":{"code":7}}`,
		},
		{
			name: "below a number", why: "there is nothing",
			readOnly: list("/resultInfo/code/x", "/resultInfo/message/0"), current: full, body: `{"resultInfo":{"code":5,"message":"n"}}`,
			rest: `{"resultInfo":{"code":5,"message":"n"}}`,
		},
		{
			name: "additional in resultInfo", why: "as deep as objects go",
			readOnly: list("/resultInfo/x/y"), current: full, body: `{"resultInfo":{"x":{"y":2,"z":3}}}`,
			change: list("/resultInfo/x/y"), send: list("/resultInfo/x/y"), ignored: list("/resultInfo/x/y"), rest: `{"resultInfo":{"x":{"z":3}}}`,
		},

		{
			name: "additional, same", why: "numbers by value, members in any order",
			readOnly: list("/a"), current: full, body: `{"a":{"c":[{"d":1e0},2.0],"b":10e-1}}`,
			send: list("/a"), ignored: list("/a"), rest: `{}`,
		},
		{
			name: "additional, below", why: "reported where it is listed",
			readOnly: list("/a"), current: full, body: `{"a":{"b":2}}`,
			change: list("/a"), send: list("/a"), ignored: list("/a"), rest: `{}`,
		},
		{
			name: "additional, new", why: "a change",
			readOnly: list("/new"), current: full, body: `{"new":null,"status":"failed"}`,
			send: list("/new"), ignored: list("/new"), rest: `{"status":"failed"}`,
		},
		{
			name: "nested", why: "only that member",
			readOnly: list("/a/b"), current: full, body: `{"a":{"b":2,"e":3}}`,
			change: list("/a/b"), send: list("/a/b"), ignored: list("/a/b"), rest: `{"a":{"e":3}}`,
		},
		{
			name: "nested, removed", why: "null is a change",
			readOnly: list("/a/b"), current: full, body: `{"a":{"b":null,"e":null}}`,
			change: list("/a/b"), send: list("/a/b"), ignored: list("/a/b"), rest: `{"a":{"e":null}}`,
		},
		{
			name: "nested, name in escapes", why: "compared after unescaping",
			readOnly: list("/a/b"), current: full, body: `{"a":{"\u0062":2}}`,
			change: list("/a/b"), send: list("/a/b"), ignored: list("/a/b"), rest: `{"a":{}}`,
		},
		{
			name: "nested, its object removed", why: "it goes too",
			readOnly: list("/a/b"), current: full, body: `{"a":null}`,
			change: list("/a/b"), send: list("/a/b"),
		},
		{
			name: "nested, its object replaced", why: "a number has no members",
			readOnly: list("/a/b"), current: full, body: `{"a":5}`,
			change: list("/a/b"), send: list("/a/b"),
		},
		{
			name: "nested, no object there", why: "nothing is lost",
			readOnly: list("/a/x/y"), current: full, body: `{"a":{"x":5}}`,
			rest: `{"a":{"x":5}}`,
		},
		{
			name: "nested, created", why: "a change",
			readOnly: list("/n/m"), current: full, body: `{"n":{"m":{"o":1}}}`,
			change: list("/n/m"), send: list("/n/m"), ignored: list("/n/m"), rest: `{"n":{}}`,
		},
		{
			name: "hostile names", why: "pointers are unescaped once",
			readOnly: list("/a~1b/~0", "//"), current: full, body: `{"a/b":{"~":2},"":{"":2}}`,
			change: list("//", "/a~1b/~0"), send: list("//", "/a~1b/~0"), ignored: list("//", "/a~1b/~0"), rest: `{"a/b":{},"":{}}`,
		},
		{
			name: "element, same", why: "another element changed",
			readOnly: list("/a/c/0/d"), current: full, body: `{"a":{"c":[{"d":1},3]}}`,
			rest: `{"a":{"c":[{"d":1},3]}}`,
		},
		{
			name: "element, another", why: "an array is replaced whole",
			readOnly: list("/a/c/0/d", "/a/c/1", "/a/c/01"), current: full, body: `{"a":{"c":[{"d":2},2]}}`,
			change: list("/a/c/0/d"), send: list("/a/c/0/d"),
		},
		{
			name: "element, beyond", why: "there was none",
			readOnly: list("/a/c/2"), current: full, body: `{"a":{"c":[{"d":1},2,3]}}`,
			change: list("/a/c/2"), send: list("/a/c/2"),
		},
		{
			name: "overlapping", why: "each listed pointer is judged; what is dropped is dropped once",
			readOnly: list("/a/b", "/a", "/a", "/id", "/resultInfo/code", "/resultInfo"),
			current:  full,
			body:     `{"id":"2","a":{"b":2},"resultInfo":{"code":3}}`,
			change:   list("/a", "/a/b", "/id", "/resultInfo", "/resultInfo/code"),
			send:     list("/a", "/a/b", "/id", "/resultInfo", "/resultInfo/code"),
			ignored:  list("/a", "/id", "/resultInfo"),
			rest:     `{}`,
		},
		{
			name: "everything", why: "the pointer of the whole document",
			readOnly: list(""), current: full, body: `{"x":1}`,
			change: list(""), send: list(""), ignored: list(""), rest: `{}`,
		},
		{
			name: "everything, and a part", why: "the whole is dropped first, and leaves no part",
			readOnly: list("/x", "", "/clientContext"), current: full, body: `{"x":1,"clientContext":"d"}`,
			change: list("", "/clientContext", "/x"), send: list("", "/clientContext", "/x"), ignored: list(""), rest: `{}`,
		},
		{
			name: "everything, of nothing", why: "an empty body has nothing",
			readOnly: list(""), current: full, body: `{}`,
			rest: `{}`,
		},
		{
			name: "everything, same", why: "no member differs",
			readOnly: list(""), current: full, body: `{"clientContext":"c","status":"Running"}`,
			send: list(""), ignored: list(""), rest: `{}`,
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			current := operation(t, row.current)
			update := func(mode validate.ReadOnlyMode) (validate.Result, error) {
				return validate.New(&validate.Options{ReadOnly: row.readOnly, ReadOnlyMode: mode}).Update(current, []byte(row.body))
			}
			refused := func(pointers []string) (lines []string) {
				for _, p := range pointers {
					lines = append(lines, p+" readOnly")
				}
				return lines
			}
			// The body with its read-only members gone does what Ignore does.
			plain := func(body string) string {
				p, err := partial(t, body).Apply(current)
				require.NoError(t, err)
				return encode(t, p)
			}

			r, err := update(validate.RejectChange)
			require.Equal(t, refused(row.change), found(t, err), "RejectChange: %s", row.why)
			if err == nil {
				require.Equal(t, plain(row.body), encode(t, r.Operation))
				require.Nil(t, r.Ignored)
			}
			r, err = update(validate.Reject)
			require.Equal(t, refused(row.send), found(t, err), "Reject: %s", row.why)
			require.Nil(t, r.Ignored)

			r, err = update(validate.Ignore)
			switch {
			case row.rest != "":
				require.NoError(t, err, "Ignore: %s", row.why)
				require.Equal(t, row.ignored, r.Ignored, "Ignore: %s", row.why)
				require.Equal(t, row.rest, encode(t, r.Patch), "Result.Patch is what was applied")
				require.Equal(t, plain(row.rest), encode(t, r.Operation))
			case row.ignored == nil:
				require.Equal(t, refused(row.change), found(t, err), "Ignore: %s", row.why)
			default:
				require.Error(t, err, "Ignore: %s", row.why)
			}
			if err != nil {
				require.Zero(t, r)
			}
		})
	}
}

// TestReadOnlyWithOtherFaults finds the rest of what is wrong in each mode.
func TestReadOnlyWithOtherFaults(t *testing.T) {
	const body = `{"id":"2","a":2,"clientContext":5,"status":"Paused"}`
	for mode, lines := range map[validate.ReadOnlyMode][]string{
		validate.RejectChange: want("/a readOnly", "/clientContext typeMismatch", "/id readOnly", "/status unknownValue"),
		validate.Reject:       want("/a readOnly", "/clientContext typeMismatch", "/id readOnly", "/status unknownValue"),
		validate.Ignore:       want("/clientContext typeMismatch", "/status unknownValue"),
	} {
		v := validate.New(&validate.Options{ReadOnly: []string{"/a"}, ReadOnlyMode: mode})
		_, err := v.Update(operation(t, `{"id":"1","status":"running","a":1}`), []byte(body))
		require.Equal(t, lines, found(t, err), "mode %d", mode)
		require.Equal(t, want("/status unknownValue"), found(t, v.Patch(partial(t, `{"id":"2","a":2,"status":"Paused"}`))), "the shape alone knows nothing of what is read-only")
	}
	// So it is in an operation that was built rather than read.
	built := commsop.Operation{Status: commsop.StatusRunning}
	built.AdditionalData.Set("a", `{"b":[1, {"c":2}]}`)
	v := validate.New(&validate.Options{ReadOnly: []string{"/a/b/1/c"}})
	_, err := v.Update(built, []byte(`{"a":{"b":[0,{"c":2.0}]}}`))
	require.NoError(t, err)
	_, err = v.Update(built, []byte(`{"a":{"b":[1,{"c":3}]}}`))
	require.Equal(t, want("/a/b/1/c readOnly"), found(t, err))
	built.AdditionalData.Set("a", `{"b":`)
	_, err = v.Update(built, []byte(`{"x":1}`))
	require.Equal(t, want("/a/b syntax"), found(t, err), "what cannot be read is one fault")
	built.AdditionalData.Set("a", `{"b":[1,{"c":2}]}]`)
	_, err = v.Update(built, []byte(`{"x":1}`))
	require.Equal(t, want("/a syntax"), found(t, err), "nothing is below what is followed by something else")

	// Dropped members are not judged.
	v = validate.New(&validate.Options{ReadOnly: []string{"/status", "/resultInfo/code"}, ReadOnlyMode: validate.Ignore})
	r, err := v.Update(operation(t, `{"status":"failed","resultInfo":{"code":1,"subcode":1}}`), []byte(`{"status":"Paused","resultInfo":{"code":"7"}}`))
	require.NoError(t, err)
	require.Equal(t, []string{"/resultInfo/code", "/status"}, r.Ignored)
	require.Empty(t, r.Changed)
	v = validate.New(&validate.Options{ReadOnly: []string{"/resultInfo"}, ReadOnlyMode: validate.Ignore, RejectUnknownMembers: true})
	r, err = v.Update(operation(t, `{"status":"running"}`), []byte(`{"resultInfo":{"code":null,"x":1}}`))
	require.NoError(t, err, "nor is what is in them")
	require.Equal(t, []string{"/resultInfo"}, r.Ignored)
}
