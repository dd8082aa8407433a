package inbox_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/examples/bot/inbox"
	"example.com/graphcomms/validate"
)

const (
	call      = "57dab8b1-894c-409a-b240-bd8beae78896"
	operation = "0fe0623f-d628-42ed-b4bd-8ac290072cc5"
	inURL     = "/communications/calls/57DAB8B1894C409AB240BD8BEAE78896/operations/0FE0623FD62842EDB4BD8AC290072CC5"
)

// list returns a body with notifications.
func list(notifications ...string) string {
	return `{"@odata.type":"#microsoft.graph.commsNotifications","value":[` + strings.Join(notifications, ",") + `]}`
}

// note returns a notification of a resource, with data.
func note(change, resource, data string) string {
	return fmt.Sprintf(`{"@odata.type":"#microsoft.graph.commsNotification","changeType":%q,"resourceUrl":%q,"resourceData":%s}`, change, resource, data)
}

func TestRead(t *testing.T) {
	long := strings.Repeat("x", 257)
	for _, test := range []struct {
		name, why string
		body      string
		want      string // a line for each state: call, id, status
		wantErr   string // a line for each fault: code, pointer
	}{
		{"progress", "comes as updated", list(note("updated", "/communications/calls/c/operations/1", `{"@odata.type":"#microsoft.graph.recordOperation","id":"1","status":"running"}`)),
			"c 1 Running", ""},
		{"end", "comes as deleted, and is a state, not a removal", list(note("deleted", "/communications/calls/c/operations/1", `{"@odata.type":"#microsoft.graph.playPromptOperation","id":"1","status":"completed"}`)),
			"c 1 Completed", ""},
		{"nothing", "an empty list is fine", list(), "", ""},
		{"call and participants", "others are passed over, as faulty as they may be", list(
			note("updated", "/communications/calls/c", `{"@odata.type":"#microsoft.graph.call","id":"c","state":"established","resultInfo":{"code":"200"}}`),
			note("updated", "/communications/calls/c/participants", `[{"@odata.type":"#microsoft.graph.participant","id":"p"},{"@odata.type":"#microsoft.graph.participant","id":7}]`),
			note("deleted", "/communications/calls/c/operations/1", `{"@odata.type":"#microsoft.graph.commsOperation","id":"1","status":"failed"}`),
			`{"changeType":"updated","resourceUrl":"/communications/calls/c","toneInfo":{"tone":"tone1"}}`,
			`{"changeType":"updated","resourceUrl":"/communications/onlineMeetings/m","resourceData":{"id":"m"}}`,
			`{"changeType":"updated","resource":"/app/other"}`),
			"c 1 Failed", ""},
		{"mixed array", "operations are picked out of it", list(note("updated", "/communications/calls/c/participants",
			`[{"@odata.type":"#microsoft.graph.participant","id":"p"},{"@odata.type":"#microsoft.graph.muteParticipantOperation","id":"1","status":"running"},{"@odata.type":"#microsoft.graph.newOperation","id":"2"}]`)),
			"c 1 Running\nc 2 ", ""},
		{"no type", "under operations everything is one", list(note("updated", "/communications/calls/c/operations/1", `{"id":"1","status":"Running"}`)),
			"c 1 Running", ""},
		{"unknown status", "is kept as the service sends it", list(note("updated", "/communications/calls/c/operations/1", `{"id":"1","status":"paused"}`)),
			"c 1 paused", ""},
		{"2019", "resource without resourceUrl", `{"value":[{"changeType":"Deleted","resource":"/app/calls/c/operations/1","resourceData":{"@odata.type":"#microsoft.graph.playPromptOperation","status":"completed"}}]}`,
			"c 1 Completed", ""},
		{"one in place of a list", "the same", `{"value":` + note("updated", "calls/c/operations/1", `{"status":"running"}`) + `}`, "c 1 Running", ""},
		{"one without a wrapper", "the same", note("updated", "calls/c/operations/1", `{"status":"running"}`), "c 1 Running", ""},

		{"id in the body", "the spelling of GUIDs aside it is that of the URL", list(note("deleted", inURL, `{"@odata.type":"#microsoft.graph.recordOperation","id":"`+operation+`","status":"completed"}`)),
			call + " " + operation + " Completed", ""},
		{"GUIDs in upper case", "with dashes, too", list(note("deleted", "/calls/57DAB8B1-894C-409A-B240-BD8BEAE78896/operations/1", `{"id":"0FE0623F-D628-42ED-B4BD-8AC290072CC5"}`)),
			call + " " + operation + " ", ""},
		{"no id", "the URL has it", list(note("deleted", inURL, `{"@odata.type":"#microsoft.graph.recordOperation","status":"completed"}`)),
			call + " " + operation + " Completed", ""},
		{"null id", "is none", list(note("deleted", inURL, `{"id":null,"status":"completed"}`)), call + " " + operation + " Completed", ""},
		{"@odata.id", "names the operation where no id does", list(note("deleted", "/communications/calls/c", `{"@odata.type":"#microsoft.graph.recordOperation","@odata.id":"`+inURL+`","status":"completed"}`)),
			"c " + operation + " Completed", ""},
		{"@id", "OData 4.01 spells it so; the call is in it, too", list(note("deleted", "/communications/other", `{"@odata.type":"#microsoft.graph.recordOperation","@id":"calls/c/operations/1","status":"completed"}`)),
			"c 1 Completed", ""},
		{"another id in the body", "the operation knows best", list(note("updated", "/communications/calls/c/operations/1", `{"id":"2","@odata.id":"/calls/c/operations/3"}`)), "c 2 ", ""},
		{"GUID in other forms", "a URN or braces are not what URLs have", list(note("updated", "/calls/{57dab8b1-894c-409a-b240-bd8beae78896}/operations/57DAB8B1894C409AB240BD8BEAE7889G", `{}`)),
			"{57dab8b1-894c-409a-b240-bd8beae78896} 57DAB8B1894C409AB240BD8BEAE7889G ", ""},
		{"invitations", "documented ones have nothing but the clientContext", list(
			note("updated", "/communications/calls/c/operations/participants", `{"@odata.type":"#microsoft.graph.inviteParticipantsOperation","id":null,"clientContext":"a","status":"running"}`),
			note("deleted", "/communications/calls/c/operations/participants", `{"@odata.type":"#microsoft.graph.inviteParticipantsOperation","id":null,"clientContext":"b","status":"failed"}`),
			note("deleted", "/communications/calls/c/operations/participants", `{"@odata.type":"#microsoft.graph.inviteParticipantsOperation","id":null,"clientContext":"a","status":"completed"}`)),
			"c d720e32d-4765-5177-b65b-42dd7f6e6445 Completed\nc 8b58a5a7-5d36-58ee-8fa4-1bd2be8f0998 Failed", ""},
		{"participant's resource", "its id is not that of an operation", list(note("updated", "/communications/calls/c/participants/p", `{"@odata.type":"#microsoft.graph.muteParticipantOperation","status":"completed"}`)),
			"", "required /value/0/resourceData"},
		{"@odata.id of a participant", "nor is the id in that", list(note("updated", "/communications/calls/c", `{"@odata.type":"#microsoft.graph.muteParticipantOperation","@odata.id":"/calls/c/participants/p"}`)),
			"", "required /value/0/resourceData"},
		{"two without ids", "the resource can be one at most", list(note("updated", "/communications/calls/c/operations/1", `[{"status":"running"},{"status":"failed"}]`)),
			"", "required /value/0/resourceData\nrequired /value/0/resourceData"},

		{"late and twice", "a body has one state of each operation", list(
			note("deleted", inURL, `{"id":"`+operation+`","status":"completed"}`),
			note("updated", "/communications/calls/c/operations/1", `{"id":"1","status":"running"}`),
			note("updated", inURL, `{"status":"running"}`),
			note("updated", "/communications/calls/c/operations/1", `{"id":"1","status":"running"}`),
			note("deleted", "/communications/calls/"+call+"/operations/1", `{"id":"1","status":"failed"}`)),
			call + " " + operation + " Completed\nc 1 Running\n" + call + " 1 Failed", ""},
		{"conflict", "one call says two things", list(
			note("deleted", "/calls/c/operations/1", `{"status":"completed"}`), note("deleted", "/calls/c/operations/1", `{"status":"failed"}`)), "c 1 Failed conflict", ""},
		{"conflict in the past", "is none any more", list(
			note("updated", "/calls/c/operations/1", `{"status":"running","a":1}`), note("updated", "/calls/c/operations/1", `{"status":"running","a":2}`),
			note("deleted", "/calls/c/operations/1", `{"status":"completed"}`), note("deleted", "/calls/c/operations/1", `{"status":"Completed"}`)), "c 1 Completed", ""},

		{"wrong kinds", "all of them, and what is right beside them", list(
			note("updated", "/communications/calls/c/operations/1", `{"id":"1","status":2,"resultInfo":{"code":4.5,"subcode":"x"}}`),
			note("updated", "/communications/calls/c/operations/2", `{"id":"2","status":"running"}`),
			note("updated", "/communications/calls/c/operations", `[{"id":"3"},{"id":false}]`),
			`{"changeType":"updated"}`),
			"c 2 Running", "notInteger /value/0/resourceData/resultInfo/code\ntypeMismatch /value/0/resourceData/resultInfo/subcode\ntypeMismatch /value/0/resourceData/status\n" +
				"typeMismatch /value/2/resourceData/1/id\nrequired /value/3/resourceUrl"},
		{"wrong kinds around", "of them nothing is right", `{"value":[{"changeType":1},null,{"resourceUrl":[]},` + note("updated", "/calls/c/operations/1", `{}`) + `]}`,
			"", "typeMismatch /value/0/changeType\ntypeMismatch /value/1\ntypeMismatch /value/2/resourceUrl"},
		{"only one, in a list", "its pointer", list(note("updated", "/calls/c/operations/1", `{"status":2}`)), "", "typeMismatch /value/0/resourceData/status"},
		{"only one, in place of a list", "its pointer", `{"value":` + note("updated", "/calls/c/operations/1", `{"status":2}`) + `}`, "", "typeMismatch /value/resourceData/status"},
		{"only one, without a wrapper", "its pointer", note("updated", "/calls/c/operations/1", `{"status":2}`), "", "typeMismatch /resourceData/status"},
		{"an operation", "is no notification", `{"@odata.type":"#microsoft.graph.commsOperation","id":"1","status":"running"}`, "", "required /resourceUrl"},
		{"array", "nor is this", `[]`, "", "typeMismatch "},
		{"not JSON", "nor is this", `{"value":[{]}`, "", "syntax /value/0"},
		{"empty", "nor is this", ``, "", "syntax "},
		{"no call", "an operation is kept under its call", list(note("updated", "/operations/1", `{"@odata.type":"#microsoft.graph.commsOperation","id":"1"}`)), "", "required /value/0/resourceUrl"},
		{"nothing named", "both faults", list(note("updated", "/operations/1", `{"@odata.type":"#microsoft.graph.commsOperation"}`)), "", "required /value/0/resourceUrl\nrequired /value/0/resourceData"},
		{"long ids", "they are written for each operation", list(note("updated", "/calls/"+long+"/operations/"+long, `{}`)), "", "tooLong /value/0/resourceUrl\ntooLong /value/0/resourceData"},
		{"ids as long as may be", "fit", list(note("updated", "/calls/"+long[1:]+"/operations/"+long[1:], `{}`)), long[1:] + " " + long[1:] + " ", ""},
		{"not UTF-8", "a URL may have any bytes", list(note("updated", "/calls/%ff/operations/%FF", `{}`)), "", "invalidUTF8 /value/0/resourceUrl\ninvalidUTF8 /value/0/resourceData"},
	} {
		t.Run(test.name, func(t *testing.T) {
			states, err := inbox.Read([]byte(test.body))
			if diff := cmp.Diff(test.want, show(states)); diff != "" {
				t.Errorf("%s: states (-want +got):\n%s", test.why, diff)
			}
			var faults []string
			if body := validate.ODataError(err); body != nil && body.Details != nil {
				for _, d := range body.Details {
					faults = append(faults, d.Code+" "+d.Target)
				}
			} else if body != nil {
				faults = []string{body.Code + " " + body.Target}
			}
			if diff := cmp.Diff(test.wantErr, strings.Join(faults, "\n")); diff != "" {
				t.Errorf("%s: faults (-want +got):\n%s", test.why, diff)
			}
		})
	}
}

// show returns a line for each state.
func show(states []inbox.State) string {
	var lines []string
	for _, s := range states {
		line := fmt.Sprintf("%s %s %s", s.Call, s.Operation.ID, s.Operation.Status)
		if s.Conflict {
			line += " conflict"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// But for its ID an operation is what came, digit for digit and null for null.
func TestReadLosesNothing(t *testing.T) {
	states, err := inbox.Read([]byte(list(note("deleted", inURL,
		`{"@odata.type":"#microsoft.graph.recordOperation","@odata.etag":"W/\"54451\"","id":null,"status":"completed","clientContext":null,"n":12345678901234567890.10,"recordingAccessToken":"s3cret"}`))))
	require.NoError(t, err)
	require.Len(t, states, 1)
	text, err := states[0].Operation.AppendJSON(nil)
	require.NoError(t, err)
	require.JSONEq(t, `{"@odata.type":"#microsoft.graph.recordOperation","@odata.etag":"W/\"54451\"","id":"`+operation+
		`","status":"completed","clientContext":null,"n":12345678901234567890.10,"recordingAccessToken":"s3cret"}`, string(text))
	require.Contains(t, string(text), `12345678901234567890.10`)
}

// The error stays small whatever the body has, and what is right is found among
// what is wrong.
func TestReadManyFaults(t *testing.T) {
	notes := make([]string, 5000)
	for i := range notes {
		notes[i] = note("updated", "/calls/c/operations/1", `{"status":1}`)
	}
	notes[4999] = note("updated", "/calls/c/operations/1", `{"status":"running"}`)
	states, err := inbox.Read([]byte(list(notes...)))
	require.Equal(t, "c 1 Running", show(states))
	body := validate.ODataError(err)
	require.Len(t, body.Details, 1001)
	require.Equal(t, "/value/999/resourceData/status", body.Details[999].Target)
	require.Equal(t, "tooMany", body.Details[1000].Code)
}

// A long state among many short ones of the same operation costs no more than a
// little of its length for each: one after another would copy 100 GB.
func TestReadManyStates(t *testing.T) {
	notes := make([]string, 100_000)
	for i := range notes {
		notes[i] = `{"resourceUrl":"calls/c/operations/1","resourceData":{"a":1}}`
	}
	notes[0] = `{"resourceUrl":"calls/c/operations/1","resourceData":{"x":"` + strings.Repeat("x", 1<<20) + `"}}`
	body := []byte(list(notes...))
	start := time.Now()
	states, err := inbox.Read(body)
	require.NoError(t, err)
	require.Equal(t, "c 1  conflict", show(states))
	_, ok := states[0].Operation.AdditionalData.Get("x")
	require.True(t, ok, "the greater one")
	require.Less(t, time.Since(start), 20*time.Second)
}

// However the service packs notifications into bodies, the same states come out.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		list(), `{}`, `[`,
		list(note("updated", inURL, `{"id":"1","status":"running"}`), note("deleted", inURL, `{"status":"failed"}`), note("deleted", inURL, `{"id":"1","status":"completed"}`)),
		list(note("updated", "/calls/%ff/operations/%FF", `{}`), note("updated", "/calls/c", `{}`), note("updated", "/calls/c/operations", `[{"id":"1"},{"id":2},null,{"clientContext":"a"}]`)),
		note("updated", "calls/c/operations/participants", `{"clientContext":"a","@odata.id":"calls/c/operations/1"}`),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		states, err := inbox.Read(body)
		if err != nil && validate.ODataError(err).Code == "UnknownError" {
			t.Errorf("Read(%q): an error that says nothing: %v", body, err)
		}
		notifications, err := commsop.DecodeNotifications(body)
		if err != nil {
			if states != nil {
				t.Errorf("Read(%q) = %v beside an error", body, states)
			}
			return
		}
		var order []string
		want := map[string]commsop.Operation{}
		for _, n := range notifications.Value {
			one, err := n.AppendJSON(nil)
			require.NoError(t, err)
			alone, _ := inbox.Read([]byte(`{"value":[` + string(one) + `]}`))
			for _, s := range alone {
				key := s.Call + "\x00" + s.Operation.ID
				if before, ok := want[key]; ok {
					want[key], _ = commsop.Latest(before, s.Operation)
					continue
				}
				order = append(order, key)
				want[key] = s.Operation
			}
		}
		var got []string
		for _, s := range states {
			key := s.Call + "\x00" + s.Operation.ID
			got = append(got, key)
			w, err := want[key].AppendJSON(nil)
			require.NoError(t, err, "what is read can be stored")
			g, err := s.Operation.AppendJSON(nil)
			require.NoError(t, err)
			require.Equal(t, string(w), string(g))
		}
		require.Equal(t, order, got)
	})
}
