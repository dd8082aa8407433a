package validate_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
	"example.com/graphcomms/validate"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// stored and body are the operation and the request of the page "Update
// operations", with a status in the place of its placeholder.
const (
	stored = `{"@odata.type":"#microsoft.graph.commsOperation","id":"b571cdaa-cdaa-b571-aacd-71b5aacd71b5","status":"running","clientContext":"first"}`
	body   = `{"@odata.type":"#microsoft.graph.commsOperation","status":"Completed","clientContext":"Client Context value",` +
		`"resultInfo":{"@odata.type":"microsoft.graph.ResultInfo","code":4,"subcode":7,"message":"Message value"}}`
	updated = `{"@odata.type":"#microsoft.graph.commsOperation","id":"b571cdaa-cdaa-b571-aacd-71b5aacd71b5","status":"Completed","clientContext":"Client Context value",` +
		`"resultInfo":{"@odata.type":"microsoft.graph.ResultInfo","code":4,"subcode":7,"message":"Message value"}}`
)

func TestOrdinaryUse(t *testing.T) {
	v := validate.New(nil)

	r, err := v.Update(operation(t, stored), []byte(body))
	require.NoError(t, err)
	require.Equal(t, updated, encode(t, r.Operation))
	require.Equal(t, body, encode(t, r.Patch))
	require.Equal(t, []string{"/clientContext", "/resultInfo", "/status"}, r.Changed)
	require.Empty(t, r.Ignored)
	require.NoError(t, v.Operation(r.Operation))
	require.NoError(t, v.ResultInfo(*r.Operation.ResultInfo))
	require.NoError(t, v.Patch(r.Patch))

	r, err = v.Update(operation(t, stored), []byte(`{"id":"another","status":"Paused","resultInfo":{"code":"200","subcode":1.5}}`))
	require.Zero(t, r)
	es, ok := errors.AsType[validate.Errors](err)
	require.True(t, ok)
	require.Empty(t, cmp.Diff(validate.Errors{
		{Pointer: "/id", Code: validate.ReadOnly, Message: "is read-only"},
		{Pointer: "/resultInfo/code", Code: validate.TypeMismatch, Message: "must be an integer"},
		{Pointer: "/resultInfo/subcode", Code: validate.NotInteger, Message: "must be an integer written in digits"},
		{Pointer: "/status", Code: validate.UnknownValue, Message: "must be one of NotStarted, Running, Completed, Failed",
			Allowed: []string{"NotStarted", "Running", "Completed", "Failed"}},
	}, es))
	require.EqualError(t, err, `validate: /id: is read-only
validate: /resultInfo/code: must be an integer
validate: /resultInfo/subcode: must be an integer written in digits
validate: /status: must be one of NotStarted, Running, Completed, Failed`)
}

func operation(t testing.TB, text string) commsop.Operation {
	t.Helper()
	o, err := commsop.Decode([]byte(text))
	require.NoError(t, err, text)
	return o
}

func partial(t testing.TB, text string) commsop.Patch {
	t.Helper()
	p, err := commsop.DecodePatch([]byte(text))
	require.NoError(t, err, text)
	return p
}

func encode(t testing.TB, v interface {
	AppendJSON(dst []byte) ([]byte, error)
}) string {
	t.Helper()
	b, err := v.AppendJSON(nil)
	require.NoError(t, err)
	return string(b)
}

// found lists what err found as "pointer code", and holds it to what every list
// of violations promises.
func found(t testing.TB, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	es, ok := err.(validate.Errors)
	require.True(t, ok, "%T: %v", err, err)
	require.NotEmpty(t, es, "an error without a violation")
	var list []string
	for i, v := range es {
		list = append(list, v.Pointer+" "+string(v.Code))
		require.NotEmpty(t, v.Message)
		require.Equal(t, v.Code == validate.TooLong || v.Code == validate.OutOfRange, v.Limit != 0, "a limit belongs to these two: %+v", v)
		require.True(t, v.Code == validate.UnknownValue || v.Code == validate.InvalidTransition || v.Allowed == nil, "%+v", v)
		require.True(t, i == 0 || es[i-1].Pointer < v.Pointer, "sorted, and one a pointer: %v", es)
	}
	require.Equal(t, len(es), strings.Count(err.Error(), "\n")+1, "one line each: %q", err.Error())
	return list
}

func want(lines ...string) []string { return lines }

var (
	bmp    = strings.Repeat("€", 255) // a code unit each
	astral = strings.Repeat("😀", 127) // two each
)

// TestRules judges texts as whole operations and as patches. A whole operation
// needs what a patch need not have, which is all the difference there is.
func TestRules(t *testing.T) {
	closed := &validate.Options{RejectUnknownMembers: true}
	open := &validate.Options{AllowUnknownStatus: true}
	const record, invite = `"@odata.type":"#microsoft.graph.recordOperation",`, `"@type":"graph.inviteParticipantsOperation",`
	for _, row := range []struct {
		name, why string
		opts      *validate.Options
		text      string
		op, patch []string
	}{
		{"nothing", "a patch may be empty, an operation has a status", nil, `{}`, want("/status required"), nil},
		{"least", "the status is all that there must be", nil, `{"status":"failed"}`, nil, nil},
		{"empty resultInfo", "both numbers are required of the result only", nil, `{"status":"Running","resultInfo":{}}`,
			want("/resultInfo/code required", "/resultInfo/subcode required"), nil},
		{"nullable", "Graph's metadata lets these be null", nil, `{"id":null,"status":"Running","clientContext":null,"resultInfo":null}`, nil, nil},
		{"nullable below", "message too", nil, `{"status":"Running","resultInfo":{"code":0,"subcode":0,"message":null}}`, nil, nil},
		{"not nullable", "each is null, and none is also required", nil,
			`{"@odata.type":null,"status":null,"resultInfo":{"@odata.type":null,"code":null,"subcode":null}}`,
			want("/@odata.type notNullable", "/resultInfo/@odata.type notNullable", "/resultInfo/code notNullable", "/resultInfo/subcode notNullable", "/status notNullable"),
			want("/@odata.type notNullable", "/resultInfo/@odata.type notNullable", "/resultInfo/code notNullable", "/resultInfo/subcode notNullable", "/status notNullable")},
		{"short type", "the pointer is the name that was read", nil, `{"@type":null,"status":"Running","resultInfo":{"@type":null,"code":1,"subcode":1}}`,
			want("/@type notNullable", "/resultInfo/@type notNullable"), want("/@type notNullable", "/resultInfo/@type notNullable")},
		{"spellings", "live payloads, other cases and member values are the same four", nil, `{"status":"nOTsTARTED"}`, nil, nil},
		{"member value", "OData lets a string carry it", nil, `{"status":"3"}`, nil, nil},
		{"unknown status", "the placeholder of the page", nil, `{"status":"String"}`, want("/status unknownValue"), want("/status unknownValue")},
		{"long s", "only ASCII case is folded", nil, `{"status":"NotſStarted"}`, want("/status unknownValue"), want("/status unknownValue")},
		{"untrimmed", "nothing is trimmed", nil, `{"status":"Running "}`, want("/status unknownValue"), want("/status unknownValue")},
		{"empty status", "no name at all", nil, `{"status":""}`, want("/status unknownValue"), want("/status unknownValue")},
		{"unknown status allowed", "the option's whole purpose", open, `{"status":"String"}`, nil, nil},
		{"no status allowed", "the option requires no less", open, `{}`, want("/status required"), nil},
		{"null status allowed", "null is no name", open, `{"status":null}`, want("/status notNullable"), want("/status notNullable")},
		{"256 units", "the most, in the basic plane", nil, `{"status":"Running","clientContext":"x` + bmp + `"}`, nil, nil},
		{"257 units", "one more", nil, `{"status":"Running","clientContext":"xx` + bmp + `"}`, want("/clientContext tooLong"), want("/clientContext tooLong")},
		{"256 units of pairs", "128 characters beyond it", nil, `{"status":"Running","clientContext":"xx` + astral + `"}`, nil, nil},
		{"256 units at the end of the plane", "U+FFFF is one unit, the next character two", nil, `{"status":"Running","clientContext":"` + strings.Repeat("\uFFFF", 254) + "\U00010000" + `"}`, nil, nil},
		{"257 units at the end of the plane", "one more", nil, `{"status":"Running","clientContext":"` + strings.Repeat("\uFFFF", 255) + "\U00010000" + `"}`, want("/clientContext tooLong"), want("/clientContext tooLong")},
		{"257 units of pairs", "128 pairs and one", nil, `{"status":"Running","clientContext":"x😀` + astral + `"}`, want("/clientContext tooLong"), want("/clientContext tooLong")},
		{"257 units escaped", "an escape counts for what it means", nil, `{"status":"Running","clientContext":"x\ud83d\ude00` + astral + `"}`, want("/clientContext tooLong"), want("/clientContext tooLong")},
		{"long message", "only clientContext has a limit", nil, `{"status":"Running","resultInfo":{"code":1,"subcode":1,"message":"xx` + bmp + `"}}`, nil, nil},
		{"quoted numbers", "samples have them, but Int32 is a number", nil, `{"status":"Running","resultInfo":{"code":"200","subcode":"-7"}}`,
			want("/resultInfo/code typeMismatch", "/resultInfo/subcode typeMismatch"), want("/resultInfo/code typeMismatch", "/resultInfo/subcode typeMismatch")},
		{"ambiguous", "a client that misspells status means status", nil,
			`{"Status":1,"status":"Running","ID":2,"CLIENTCONTEXT":3,"resultinfo":4,"@OData.Type":5,"@Type":6}`,
			want("/@OData.Type ambiguousMember", "/@Type ambiguousMember", "/CLIENTCONTEXT ambiguousMember", "/ID ambiguousMember", "/Status ambiguousMember", "/resultinfo ambiguousMember"),
			want("/@OData.Type ambiguousMember", "/@Type ambiguousMember", "/CLIENTCONTEXT ambiguousMember", "/ID ambiguousMember", "/Status ambiguousMember", "/resultinfo ambiguousMember")},
		{"ambiguous below", "in resultInfo its own names count", nil, `{"status":"Running","resultInfo":{"Code":1,"code":1,"subCode":2,"subcode":2,"Message":3,"Status":4}}`,
			want("/resultInfo/Code ambiguousMember", "/resultInfo/Message ambiguousMember", "/resultInfo/subCode ambiguousMember"),
			want("/resultInfo/Code ambiguousMember", "/resultInfo/Message ambiguousMember", "/resultInfo/subCode ambiguousMember")},
		{"not ambiguous", "ſ and K are letters of their own; below an additional member nothing is listed", nil, `{"ſtatus":1,"x":{"Status":1},"status":"Running"}`, nil, nil},
		{"open type", "dynamic properties are legal", nil, `{"status":"Running","x":1,"resultInfo":{"code":1,"subcode":1,"y":2}}`, nil, nil},
		{"unknown members", "of either object, and ambiguous ones stay that", closed, `{"status":"Running","x/y~z":1,"Status":2,"":3,"resultInfo":{"code":1,"subcode":1,"y":2}}`,
			want("/ unknownMember", "/Status ambiguousMember", "/resultInfo/y unknownMember", "/x~1y~0z unknownMember"),
			want("/ unknownMember", "/Status ambiguousMember", "/resultInfo/y unknownMember", "/x~1y~0z unknownMember")},
		{"annotations", "receivers ignore those they do not know", closed, `{"status":"Running","@x.y":1,"status@x.y":2,"z@odata.type":3,"resultInfo":{"@n.t":1,"code":1,"subcode":1}}`, nil, nil},
		{"declared by the type", "recordOperation declares them", closed, `{` + record + `"status":"Running","recordingLocation":"","recordingAccessToken":null,"completionReason":""}`, nil, nil},
		{"declared by another type", "recordOperation has no participants", closed, `{` + record + `"status":"Running","participants":[]}`,
			want("/participants unknownMember"), want("/participants unknownMember")},
		{"declared by a type under its alias", "types are compared with Is", closed, `{` + invite + `"status":"Running","participants":[],"completionReason":""}`,
			want("/completionReason unknownMember"), want("/completionReason unknownMember")},
		{"declared by which type", "a patch without one may be for any, an operation without one is the base", closed, `{"status":"Running","recordingLocation":"","participants":[],"other":1}`,
			want("/other unknownMember", "/participants unknownMember", "/recordingLocation unknownMember"), want("/other unknownMember")},
		{"declared by the base", "a patch of the base type may be for a derived one", closed, `{"@odata.type":"#microsoft.graph.commsOperation","status":"Running","recordingLocation":""}`,
			want("/recordingLocation unknownMember"), nil},
		{"declared by a type that is null", "a patch with it may be for any, too", closed, `{"@odata.type":null,"status":"Running","recordingLocation":""}`,
			want("/@odata.type notNullable", "/recordingLocation unknownMember"), want("/@odata.type notNullable")},
		{"not declared below", "resultInfo declares none", closed, `{` + record + `"status":"Running","resultInfo":{"code":1,"subcode":1,"completionReason":1}}`,
			want("/resultInfo/completionReason unknownMember"), want("/resultInfo/completionReason unknownMember")},
		{"several", "all at once, by pointer", nil, `{"clientContext":"` + bmp + bmp + `","resultInfo":{"subcode":"1"},"Id":0}`,
			want("/Id ambiguousMember", "/clientContext tooLong", "/resultInfo/code required", "/resultInfo/subcode typeMismatch", "/status required"),
			want("/Id ambiguousMember", "/clientContext tooLong", "/resultInfo/subcode typeMismatch")},
	} {
		t.Run(row.name, func(t *testing.T) {
			v := validate.New(row.opts)
			o := operation(t, row.text)
			require.Equal(t, row.op, found(t, v.Operation(o)), row.why)
			require.Equal(t, row.patch, found(t, v.Patch(partial(t, row.text))), row.why)
			require.Equal(t, row.text, compact(encode(t, o), row.text), "judging writes nothing")

			// A resultInfo on its own is judged as the one inside.
			var within []string
			for _, line := range row.op {
				if rest, ok := strings.CutPrefix(line, "/resultInfo/"); ok {
					within = append(within, "/"+rest)
				}
			}
			if o.ResultInfo != nil {
				require.Equal(t, within, found(t, v.ResultInfo(*o.ResultInfo)), row.why)
			}
			// What is wrong with the stored operation is found in an update that
			// leaves it alone, and in one that creates it.
			_, err := v.Update(o, []byte(`{}`))
			require.Equal(t, row.op, found(t, err), row.why)
		})
	}
}

// compact returns text if encoded means the same, else encoded.
func compact(encoded, text string) string {
	if same, err := patch.Equal([]byte(encoded), []byte(text)); err == nil && same {
		return text
	}
	return encoded
}

func TestGoValues(t *testing.T) {
	v := validate.New(nil)
	require.Equal(t, want("/status required"), found(t, v.Operation(commsop.Operation{})), "the zero value has no status")
	require.NoError(t, v.ResultInfo(resultinfo.ResultInfo{}), "the zero value has code and subcode")
	require.NoError(t, v.Patch(commsop.Patch{}))
	require.NoError(t, v.Operation(commsop.Operation{Status: commsop.StatusFailed, ResultInfo: &resultinfo.ResultInfo{}}))
	spelled := commsop.Operation{Status: "failed"}
	require.NoError(t, v.Operation(spelled), "a status that Go spells otherwise counts as a decoded one")
	_, err := v.Update(spelled, []byte(`{"status":"running"}`))
	require.Equal(t, want("/status invalidTransition"), found(t, err), "in a transition as well")
	require.NoError(t, v.Patch(commsop.Patch{Status: patch.Set(commsop.Status("notStarted"))}))

	o := commsop.Operation{Status: commsop.StatusRunning, AdditionalData: odata.Members{{Name: "status", Value: "1"}}}
	require.Equal(t, want("/status ambiguousMember"), found(t, v.Operation(o)), "an additional member must not pose as a listed one")

	o = operation(t, `{"status":"Running","resultInfo":{"code":"200","subcode":null}}`)
	o.ResultInfo.Code, o.ResultInfo.Subcode = 201, 1
	require.NoError(t, v.Operation(o), "what was changed is no longer quoted, nor null")
}

func TestUpdate(t *testing.T) {
	closed := &validate.Options{RejectUnknownMembers: true}
	const running = `{"id":"1","status":"running"}`
	deep := func(n int) string { return strings.Repeat(`[`, n) + strings.Repeat(`]`, n) }
	for _, row := range []struct {
		name, why     string
		opts          *validate.Options
		current, body string
		want          []string
	}{
		{"empty body", "an empty patch is fine", nil, running, `{}`, nil},
		{"white space", "insignificant", nil, running, " {\t\"status\" :\r\n\"failed\" } ", nil},
		{"no text", "not JSON", nil, running, ``, want(" syntax")},
		{"rest", "something after the value", nil, running, `{} {}`, want(" syntax")},
		{"syntax inside", "the place is the value being read", nil, running, `{"resultInfo":{"code":4,"message":"x}`, want("/resultInfo/message syntax")},
		{"syntax counts alone", "what comes after it is unknown", nil, `{}`, `{"status":5,"id":6,`, want(" syntax")},
		{"repeated name", "which one would count?", nil, running, `{"a":{"b":1,"\u0062":2}}`, want("/a/b duplicateName")},
		{"both types", "@type is @odata.type", nil, running, `{"@type":"a","@odata.type":"b"}`, want("/@odata.type duplicateName")},
		{"invalid UTF-8", "in a value", nil, running, "{\"clientContext\":\"\xff\"}", want("/clientContext invalidUTF8")},
		{"half a pair", "in an additional member", nil, running, `{"x":["\ud800"]}`, want("/x/0 invalidUTF8")},
		{"deepest", "10 000 levels with the body's own", nil, running, `{"x":` + deep(9999) + `}`, nil},
		{"too deep", "one more", nil, running, `{"x":` + deep(10000) + `}`, want("/x" + strings.Repeat("/0", 9999) + " tooDeep")},
		{"not an object", "a patch that replaces the operation", nil, running, `[]`, want(" typeMismatch")},
		{"null", "the same", nil, running, `null`, want(" typeMismatch")},
		{"wrong kinds", "each of them", nil, running,
			`{"@odata.type":1,"id":{},"status":true,"clientContext":[],"resultInfo":"x"}`,
			want("/@odata.type typeMismatch", "/clientContext typeMismatch", "/id typeMismatch", "/resultInfo typeMismatch", "/status typeMismatch")},
		{"wrong kinds below", "as deep as members are listed", nil, running, `{"resultInfo":{"@odata.type":1,"code":{},"subcode":[],"message":2}}`,
			want("/resultInfo/@odata.type typeMismatch", "/resultInfo/code typeMismatch", "/resultInfo/message typeMismatch", "/resultInfo/subcode typeMismatch")},
		{"numbers", "an Int32 is digits", nil, running, `{"resultInfo":{"code":4.0,"subcode":2147483648}}`,
			want("/resultInfo/code notInteger", "/resultInfo/subcode outOfRange")},
		{"more numbers", "an exponent; below the range; a text that is no number", nil, running, `{"resultInfo":{"code":1e2,"subcode":-2147483649,"message":{}}}`,
			want("/resultInfo/code notInteger", "/resultInfo/message typeMismatch", "/resultInfo/subcode outOfRange")},
		{"numbers at the edge", "the smallest and the largest", nil, running, `{"resultInfo":{"code":-2147483648,"subcode":2147483647}}`, nil},
		{"quoted", "a kind that is read but refused", nil, running, `{"resultInfo":{"code":"4","subcode":"x"}}`,
			want("/resultInfo/code typeMismatch", "/resultInfo/subcode typeMismatch")},
		{"kind stops nothing", "the others are judged all the same", nil, `{"id":"1","status":"completed"}`,
			`{"id":"2","clientContext":5,"status":"running","resultInfo":{"code":5.5},"Status":1}`,
			want("/Status ambiguousMember", "/clientContext typeMismatch", "/id readOnly", "/resultInfo/code notInteger", "/resultInfo/subcode required", "/status invalidTransition")},
		{"shape before result", "null in the body; the result has none", nil, running, `{"status":null,"resultInfo":{"code":null}}`,
			want("/resultInfo/code notNullable", "/resultInfo/subcode required", "/status notNullable")},
		{"shape before transition", "an unknown status is not also a forbidden one", nil, `{"status":"failed"}`, `{"status":"Paused"}`, want("/status unknownValue")},
		{"result before read-only", "a change of type is told as that", &validate.Options{ReadOnly: []string{"/@odata.type"}}, `{"@odata.type":"#a.b","status":"running"}`, `{"@odata.type":"#a.c"}`,
			want("/@odata.type typeChange")},
		{"read-only before transition", "the status is read-only", &validate.Options{ReadOnly: []string{"/status"}}, `{"status":"failed"}`, `{"status":"running"}`, want("/status readOnly")},
		{"required of the result", "the stored one has the rest", nil, `{"status":"running","resultInfo":{"code":1,"subcode":2}}`, `{"resultInfo":{"code":3}}`, nil},
		{"required of a new resultInfo", "there is no rest", nil, running, `{"resultInfo":{"message":"m"}}`,
			want("/resultInfo/code required", "/resultInfo/subcode required")},
		{"removed", "null removes, and a number must stay", nil, `{"status":"running","clientContext":"c","resultInfo":{"code":1,"subcode":2,"message":"m"}}`,
			`{"clientContext":null,"resultInfo":{"message":null,"subcode":null}}`, want("/resultInfo/subcode notNullable")},
		{"resultInfo removed", "it is nullable", nil, `{"status":"running","resultInfo":{"code":"1"}}`, `{"resultInfo":null}`, nil},
		{"faults of the stored one", "the result has them", nil, `{"status":"String","clientContext":"` + bmp + bmp + `","Id":1,"resultInfo":{"code":"1"}}`, `{"x":1}`,
			want("/Id ambiguousMember", "/clientContext tooLong", "/resultInfo/code typeMismatch", "/resultInfo/subcode required", "/status unknownValue")},
		{"faults repaired", "the result has none of them", nil, `{"@odata.type":null,"status":"String","clientContext":"` + bmp + bmp + `","resultInfo":{"code":"1","subcode":null}}`,
			`{"@odata.type":"#microsoft.graph.commsOperation","status":"Running","clientContext":"","resultInfo":{"code":1,"subcode":0}}`, nil},
		{"faults beside a wrong kind", "one does not hide the other", nil, `{}`, `5`, want(" typeMismatch", "/status required")},

		{"same type", "another spelling is no change", nil, `{"@odata.type":"#microsoft.graph.recordOperation","status":"running"}`, `{"@type":"https://x/$metadata#graph.RecordOperation"}`, nil},
		{"base type", "nor is the base", nil, `{"@odata.type":"#microsoft.graph.recordOperation","status":"running"}`, `{"@odata.type":"#microsoft.graph.commsOperation"}`, nil},
		{"derived type", "the base becomes it", nil, `{"@odata.type":"#microsoft.graph.commsOperation","status":"running"}`, `{"@odata.type":"#microsoft.graph.recordOperation"}`, nil},
		{"another type", "an operation stays what it is", nil, `{"@odata.type":"#microsoft.graph.recordOperation","status":"running"}`,
			`{"@type":"#microsoft.graph.playPromptOperation"}`, want("/@type typeChange")},
		{"another type below", "so does a resultInfo", nil, `{"status":"running","resultInfo":{"@odata.type":"#microsoft.graph.resultInfo","code":1,"subcode":1}}`,
			`{"resultInfo":{"@odata.type":"#a.b"}}`, want("/resultInfo/@odata.type typeChange")},
		{"no type", "null is refused for being null", nil, `{"@odata.type":"#a.b","status":"running"}`, `{"@odata.type":null}`, want("/@odata.type notNullable")},

		{"unknown of the result's type", "the stored type does not declare it", closed, `{"@odata.type":"#microsoft.graph.playPromptOperation","status":"running"}`, `{"recordingLocation":"x"}`,
			want("/recordingLocation unknownMember")},
		{"declared by the stored type", "as the page has it: the body names the base", closed, `{"@odata.type":"#microsoft.graph.recordOperation","status":"running"}`,
			`{"@odata.type":"#microsoft.graph.commsOperation","recordingLocation":"x"}`, nil},
		{"declared by the new type", "the base becomes it", closed, `{"@odata.type":"#microsoft.graph.commsOperation","status":"running"}`,
			`{"@odata.type":"#microsoft.graph.recordOperation","recordingLocation":"x"}`, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			v := validate.New(row.opts)
			current := operation(t, row.current)
			r, err := v.Update(current, []byte(row.body))
			require.Equal(t, row.want, found(t, err), row.why)
			if err != nil {
				require.Zero(t, r, "no result beside an error")
				return
			}
			require.NoError(t, v.Operation(r.Operation))
			applied, err := partial(t, row.body).Apply(current)
			require.NoError(t, err)
			require.Equal(t, encode(t, applied), encode(t, r.Operation), "Update does what Patch.Apply does")
		})
	}
}

// TestFindings holds what a violation says besides its code.
func TestFindings(t *testing.T) {
	statuses := []string{"NotStarted", "Running", "Completed", "Failed"}
	for _, row := range []struct {
		code                validate.Code
		text, current, body string
		allowed             []string
		limit               int
	}{
		{validate.TypeMismatch, "must be a string", `{"status":"running"}`, `{"clientContext":1}`, nil, 0},
		{validate.TypeMismatch, "must be an object", `{"status":"running"}`, `{"resultInfo":[]}`, nil, 0},
		{validate.TypeMismatch, "must be an integer", `{"status":"running","resultInfo":{"code":1,"subcode":1}}`, `{"resultInfo":{"code":true}}`, nil, 0},
		{validate.TypeMismatch, "must be an integer", `{"status":"running","resultInfo":{"code":1,"subcode":1}}`, `{"resultInfo":{"code":"1"}}`, nil, 0},
		{validate.TypeMismatch, "must be an object", `{"status":"running"}`, `[]`, nil, 0},
		{validate.NotInteger, "must be an integer written in digits", `{"status":"running","resultInfo":{"code":1,"subcode":1}}`, `{"resultInfo":{"code":1.0}}`, nil, 0},
		{validate.OutOfRange, "must be at most 2147483647", `{"status":"running","resultInfo":{"code":1,"subcode":1}}`, `{"resultInfo":{"code":99999999999}}`, nil, 2147483647},
		{validate.OutOfRange, "must be at least -2147483648", `{"status":"running","resultInfo":{"code":1,"subcode":1}}`, `{"resultInfo":{"subcode": -2147483649}}`, nil, -2147483648},
		{validate.NotNullable, "must not be null", `{"status":"running"}`, `{"status":null}`, nil, 0},
		{validate.Required, "is required", `{}`, `{}`, nil, 0},
		{validate.TooLong, "is longer than 256", `{"status":"running"}`, `{"clientContext":"` + bmp + bmp + `"}`, nil, 256},
		{validate.UnknownValue, "must be one of NotStarted, Running, Completed, Failed", `{"status":"running"}`, `{"status":"x"}`, statuses, 0},
		{validate.UnknownMember, "is not a member of this type", `{"status":"running"}`, `{"x":1}`, nil, 0},
		{validate.AmbiguousMember, "differs only by case from a member of this type", `{"status":"running"}`, `{"Status":1}`, nil, 0},
		{validate.TypeChange, "must not change the type", `{"@odata.type":"#a.b","status":"running"}`, `{"@odata.type":"#a.c"}`, nil, 0},
		{validate.ReadOnly, "is read-only", `{"id":"1","status":"running"}`, `{"id":"2"}`, nil, 0},
		{validate.InvalidTransition, "may only become one of Completed, Failed", `{"status":"running"}`, `{"status":"notStarted"}`, []string{"Completed", "Failed"}, 0},
		{validate.InvalidTransition, "is final and must not change", `{"status":"failed"}`, `{"status":"completed"}`, nil, 0},
		{validate.Syntax, "is not valid JSON", `{"status":"running"}`, `{`, nil, 0},
		{validate.DuplicateName, "is a repeated member name", `{"status":"running"}`, `{"a":1,"a":2}`, nil, 0},
		{validate.InvalidUTF8, "has invalid UTF-8 or half a surrogate pair", `{"status":"running"}`, `{"a":"\udc00"}`, nil, 0},
		{validate.TooDeep, "is nested too deep", `{"status":"running"}`, `{"a":` + strings.Repeat("[", 10001), nil, 0},
	} {
		t.Run(string(row.code), func(t *testing.T) {
			_, err := validate.New(&validate.Options{RejectUnknownMembers: true}).Update(operation(t, row.current), []byte(row.body))
			require.Len(t, found(t, err), 1)
			got := err.(validate.Errors)[0]
			require.Equal(t, validate.Violation{Pointer: got.Pointer, Code: row.code, Message: row.text, Allowed: row.allowed, Limit: row.limit}, got)
		})
	}
}

// TestOptionsAreCopied changes the options after New.
func TestOptionsAreCopied(t *testing.T) {
	opts := &validate.Options{ReadOnly: []string{"/b", "/a"}}
	v := validate.New(opts)
	require.Equal(t, []string{"/b", "/a"}, opts.ReadOnly, "New writes nothing")
	opts.AllowUnknownStatus, opts.NoLifecycle = true, true
	opts.ReadOnly[0], opts.ReadOnly[1] = "/c", "/c"
	_, err := v.Update(operation(t, `{"status":"running"}`), []byte(`{"status":"x","a":1,"b":1,"c":1}`))
	require.Equal(t, want("/a readOnly", "/b readOnly", "/status unknownValue"), found(t, err))

	allowed := func() []string {
		err := v.Operation(commsop.Operation{Status: "x"})
		return err.(validate.Errors)[0].Allowed
	}
	allowed()[0] = "scribble"
	require.True(t, slices.Equal([]string{"NotStarted", "Running", "Completed", "Failed"}, allowed()), "every violation has lists of its own")
}
