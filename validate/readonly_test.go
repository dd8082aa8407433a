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
		{"id, same", "the key may be sent back", nil, full, `{"id":"1"}`, nil, list("/id"), list("/id"), `{}`},
		{"id, another", "the key never changes", nil, full, `{"id":"2"}`, list("/id"), list("/id"), list("/id"), `{}`},
		{"id, null", "nor is it removed", nil, full, `{"id":null}`, list("/id"), list("/id"), list("/id"), `{}`},
		{"id, given", "no change where there was none", nil, bare, `{"id":"1"}`, nil, list("/id"), list("/id"), `{}`},
		{"id, given to an empty one", "that is none", nil, `{"id":"","status":"running"}`, `{"id":"1"}`, nil, list("/id"), list("/id"), `{}`},
		{"id, null to none", "null is refused all the same", nil, bare, `{"id":null}`, list("/id"), list("/id"), list("/id"), `{}`},
		{"id, of another case", "keys are compared exactly", nil, `{"id":"a","status":"running"}`, `{"id":"A"}`, list("/id"), list("/id"), list("/id"), `{}`},
		{"not sent", "nothing to refuse", list("/clientContext", "/resultInfo/code", "/a"), full, `{"status":"failed"}`, nil, nil, nil, `{"status":"failed"}`},

		{"type, same", "compared with Is", list("/@odata.type"), full, `{"@type":"graph.RECORDoperation"}`, nil, list("/@odata.type"), list("/@odata.type"), `{}`},
		{"type, given", "a change", list("/@type"), bare, `{"@odata.type":"#a.b"}`, list("/@type"), list("/@type"), list("/@type"), `{}`},
		{"status, another spelling", "the same status", list("/status"), full, `{"status":"RUNNING"}`, nil, list("/status"), list("/status"), `{}`},
		{"status, another", "a change", list("/status"), full, `{"status":"failed"}`, list("/status"), list("/status"), list("/status"), `{}`},
		{"text, same", "in other escapes", list("/clientContext"), full, `{"clientContext":"\u0063"}`, nil, list("/clientContext"), list("/clientContext"), `{}`},
		{"text, removed", "a change", list("/clientContext"), full, `{"clientContext":null}`, list("/clientContext"), list("/clientContext"), list("/clientContext"), `{}`},
		{"text, removed where there is none", "no change", list("/clientContext"), bare, `{"clientContext":null}`, nil, list("/clientContext"), list("/clientContext"), `{}`},
		{"text, emptied where there is none", "empty is not absent", list("/clientContext"), bare, `{"clientContext":""}`, list("/clientContext"), list("/clientContext"), list("/clientContext"), `{}`},
		{"below a text", "there is nothing", list("/clientContext/x", "/status/x", "/@odata.type/x"), full, `{"clientContext":"d","status":"failed"}`, nil, nil, nil, `{"status":"failed","clientContext":"d"}`},

		{"resultInfo, one member", "reported where it is listed", list("/resultInfo"), full, `{"resultInfo":{"code":5}}`, list("/resultInfo"), list("/resultInfo"), list("/resultInfo"), `{}`},
		{"resultInfo, same", "no member differs", list("/resultInfo"), full, `{"resultInfo":{"x":{"y":1.0},"subcode":2}}`, nil, list("/resultInfo"), list("/resultInfo"), `{}`},
		{"resultInfo, removed", "a change", list("/resultInfo"), full, `{"resultInfo":null}`, list("/resultInfo"), list("/resultInfo"), list("/resultInfo"), `{}`},
		{"code, another", "within resultInfo", list("/resultInfo/code"), full, `{"resultInfo":{"code":5,"subcode":6}}`, list("/resultInfo/code"), list("/resultInfo/code"), list("/resultInfo/code"), `{"resultInfo":{"subcode":6}}`},
		{"code, same", "no change", list("/resultInfo/code", "/resultInfo/message"), full, `{"resultInfo":{"code":1,"message":"m"}}`, nil,
			list("/resultInfo/code", "/resultInfo/message"), list("/resultInfo/code", "/resultInfo/message"), `{"resultInfo":{}}`},
		{"code, its object removed", "what cannot be dropped alone is refused", list("/resultInfo/code", "/resultInfo/subcode"), full, `{"resultInfo":null}`,
			list("/resultInfo/code", "/resultInfo/subcode"), list("/resultInfo/code", "/resultInfo/subcode"), nil, ""},
		{"code, its object created", "a change", list("/resultInfo/code"), bare, `{"resultInfo":{"code":1,"subcode":2}}`, list("/resultInfo/code"), list("/resultInfo/code"), list("/resultInfo/code"),
			""}, // the rest lacks a code
		{"subcode and message", "the other members of resultInfo", list("/resultInfo/subcode", "/resultInfo/message", "/resultInfo/@type"), full,
			`{"resultInfo":{"@odata.type":"#a.b","subcode":3,"message":null,"code":7}}`,
			list("/resultInfo/@type", "/resultInfo/message", "/resultInfo/subcode"), list("/resultInfo/@type", "/resultInfo/message", "/resultInfo/subcode"),
			list("/resultInfo/@type", "/resultInfo/message", "/resultInfo/subcode"), `{"resultInfo":{"code":7}}`},
		{"below a number", "there is nothing", list("/resultInfo/code/x", "/resultInfo/message/0"), full, `{"resultInfo":{"code":5,"message":"n"}}`, nil, nil, nil, `{"resultInfo":{"code":5,"message":"n"}}`},
		{"additional in resultInfo", "as deep as objects go", list("/resultInfo/x/y"), full, `{"resultInfo":{"x":{"y":2,"z":3}}}`, list("/resultInfo/x/y"), list("/resultInfo/x/y"), list("/resultInfo/x/y"), `{"resultInfo":{"x":{"z":3}}}`},

		{"additional, same", "numbers by value, members in any order", list("/a"), full, `{"a":{"c":[{"d":1e0},2.0],"b":10e-1}}`, nil, list("/a"), list("/a"), `{}`},
		{"additional, below", "reported where it is listed", list("/a"), full, `{"a":{"b":2}}`, list("/a"), list("/a"), list("/a"), `{}`},
		{"additional, new", "a change", list("/new"), full, `{"new":null,"status":"failed"}`, nil, list("/new"), list("/new"), `{"status":"failed"}`},
		{"nested", "only that member", list("/a/b"), full, `{"a":{"b":2,"e":3}}`, list("/a/b"), list("/a/b"), list("/a/b"), `{"a":{"e":3}}`},
		{"nested, removed", "null is a change", list("/a/b"), full, `{"a":{"b":null,"e":null}}`, list("/a/b"), list("/a/b"), list("/a/b"), `{"a":{"e":null}}`},
		{"nested, name in escapes", "compared after unescaping", list("/a/b"), full, `{"a":{"\u0062":2}}`, list("/a/b"), list("/a/b"), list("/a/b"), `{"a":{}}`},
		{"nested, its object removed", "it goes too", list("/a/b"), full, `{"a":null}`, list("/a/b"), list("/a/b"), nil, ""},
		{"nested, its object replaced", "a number has no members", list("/a/b"), full, `{"a":5}`, list("/a/b"), list("/a/b"), nil, ""},
		{"nested, no object there", "nothing is lost", list("/a/x/y"), full, `{"a":{"x":5}}`, nil, nil, nil, `{"a":{"x":5}}`},
		{"nested, created", "a change", list("/n/m"), full, `{"n":{"m":{"o":1}}}`, list("/n/m"), list("/n/m"), list("/n/m"), `{"n":{}}`},
		{"hostile names", "pointers are unescaped once", list("/a~1b/~0", "//"), full, `{"a/b":{"~":2},"":{"":2}}`,
			list("//", "/a~1b/~0"), list("//", "/a~1b/~0"), list("//", "/a~1b/~0"), `{"a/b":{},"":{}}`},
		{"element, same", "another element changed", list("/a/c/0/d"), full, `{"a":{"c":[{"d":1},3]}}`, nil, nil, nil, `{"a":{"c":[{"d":1},3]}}`},
		{"element, another", "an array is replaced whole", list("/a/c/0/d", "/a/c/1", "/a/c/01"), full, `{"a":{"c":[{"d":2},2]}}`, list("/a/c/0/d"), list("/a/c/0/d"), nil, ""},
		{"element, beyond", "there was none", list("/a/c/2"), full, `{"a":{"c":[{"d":1},2,3]}}`, list("/a/c/2"), list("/a/c/2"), nil, ""},
		{"overlapping", "each listed pointer is judged; what is dropped is dropped once", list("/a/b", "/a", "/a", "/id", "/resultInfo/code", "/resultInfo"), full,
			`{"id":"2","a":{"b":2},"resultInfo":{"code":3}}`,
			list("/a", "/a/b", "/id", "/resultInfo", "/resultInfo/code"), list("/a", "/a/b", "/id", "/resultInfo", "/resultInfo/code"), list("/a", "/id", "/resultInfo"), `{}`},
		{"everything", "the pointer of the whole document", list(""), full, `{"x":1}`, list(""), list(""), list(""), `{}`},
		{"everything, and a part", "the whole is dropped first, and leaves no part", list("/x", "", "/clientContext"), full, `{"x":1,"clientContext":"d"}`,
			list("", "/clientContext", "/x"), list("", "/clientContext", "/x"), list(""), `{}`},
		{"everything, of nothing", "an empty body has nothing", list(""), full, `{}`, nil, nil, nil, `{}`},
		{"everything, same", "no member differs", list(""), full, `{"clientContext":"c","status":"Running"}`, nil, list(""), list(""), `{}`},
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
