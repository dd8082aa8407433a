package commsop_test

import (
	gocmp "cmp"
	"encoding/json"
	"errors"
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

func member(name string, value odata.Value) odata.Member {
	return odata.Member{Name: name, Value: value}
}

// The properties of a derived type are read and written through a plain
// struct; everything else stays.
func TestRecord(t *testing.T) {
	const text = `{"@odata.type":"#microsoft.graph.recordOperation","status":"completed","recordingLocation":"https://host/a","recordingAccessToken":null,"@odata.etag":"e","RecordingLocation":"x"}`
	o := decode(t, text)
	var rec commsop.Record
	require.NoError(t, o.AdditionalData.Unmarshal(&rec))
	require.Empty(t, cmp.Diff(commsop.Record{RecordingLocation: patch.Set("https://host/a"), RecordingAccessToken: patch.Null[string]()}, rec), "null is not absent")

	require.NoError(t, o.AdditionalData.Merge(commsop.Record{
		RecordingLocation: patch.Set("https://host/b?x=1&y=<2>"),
		CompletionReason:  patch.Set(commsop.RecordStopToneDetected),
	}))
	require.Equal(t, `{"@odata.type":"#microsoft.graph.recordOperation","status":"completed","recordingLocation":"https://host/b?x=1&y=<2>","recordingAccessToken":null,"@odata.etag":"e","RecordingLocation":"x","completionReason":"stopToneDetected"}`,
		encode(t, o), "only what is set changes; no HTML escaping")

	require.NoError(t, o.AdditionalData.Merge(commsop.Record{}))
	require.NoError(t, o.AdditionalData.Unmarshal(&rec))
	require.Equal(t, commsop.RecordStopToneDetected, rec.CompletionReason.Or(""))
}

func TestDerivedViews(t *testing.T) {
	type transfer struct { // a type that this module does not know
		Target  patch.Field[commsop.IdentitySet] `json:"transferTarget,omitzero"`
		Attempt int                              `json:"attempt"`
	}
	id := func(s string) patch.Field[commsop.Identity] {
		return patch.Set(commsop.Identity{ID: patch.Set(s)})
	}
	for _, row := range []struct {
		name, why, text string
		view            any // a pointer to a zero view
		want            any
	}{
		{"invite", "what a participant is", `{"participants":[{"identity":{"user":{"id":"u","displayName":null,"x":1},"application":null},"participantId":"p","hidden":true},{}]}`, new(commsop.InviteParticipants),
			&commsop.InviteParticipants{Participants: patch.Set([]commsop.InvitationParticipantInfo{
				{Hidden: patch.Set(true), ParticipantID: patch.Set("p"), Identity: patch.Set(commsop.IdentitySet{
					User:        patch.Set(commsop.Identity{ID: patch.Set("u"), DisplayName: patch.Null[string](), AdditionalData: odata.Members{member("x", "1")}}),
					Application: patch.Null[commsop.Identity]()})},
				{}})}},
		{"invite by phone", "a caller need be no user", `{"participants":[{"endpointType":"default","identity":{"phone":{"id":"+1"}}}]}`, new(commsop.InviteParticipants),
			&commsop.InviteParticipants{Participants: patch.Set([]commsop.InvitationParticipantInfo{
				{EndpointType: patch.Set(commsop.EndpointDefault), Identity: patch.Set(commsop.IdentitySet{Phone: id("+1")})}})}},
		{"mute", "the same member, of strings", `{"participants":["a",""]}`, new(commsop.MuteParticipants), &commsop.MuteParticipants{Participants: patch.Set([]string{"a", ""})}},
		{"invite, null", "null is kept apart", `{"participants":null}`, new(commsop.InviteParticipants), &commsop.InviteParticipants{Participants: patch.Null[[]commsop.InvitationParticipantInfo]()}},
		{"tones", "completed is not success", `{"completionReason":"mediaOperationCanceled"}`, new(commsop.SendDTMFTones), &commsop.SendDTMFTones{CompletionReason: patch.Set(commsop.SendDTMFMediaOperationCanceled)}},
		{"tones, unknown", "the enum grows", `{"completionReason":"unknownfutureValue"}`, new(commsop.SendDTMFTones), &commsop.SendDTMFTones{CompletionReason: patch.Set[commsop.SendDTMFCompletionReason]("unknownfutureValue")}},
		{"prompt", "v1.0 sends it too", `{"completionReason":"completedSuccessfully"}`, new(commsop.PlayPrompt), &commsop.PlayPrompt{CompletionReason: patch.Set(commsop.PlayPromptCompletedSuccessfully)}},
		{"prompt, absent", "nothing is set", `{"id":"a","reason":1}`, new(commsop.PlayPrompt), new(commsop.PlayPrompt)},
		{"own struct", "works the same way", `{"transferTarget":{"user":{"id":"u"}},"attempt":2}`, new(transfer), &transfer{Target: patch.Set(commsop.IdentitySet{User: id("u")}), Attempt: 2}},
	} {
		t.Run(row.name, func(t *testing.T) {
			o := decode(t, row.text)
			require.NoError(t, o.AdditionalData.Unmarshal(row.view))
			require.Empty(t, cmp.Diff(row.want, row.view), row.why)
			require.Equal(t, row.text, encode(t, o))
		})
	}

	wrong := decode(t, `{"completionReason":{}}`)
	require.Error(t, wrong.AdditionalData.Unmarshal(new(commsop.PlayPrompt)), "a value of another kind")
}

// What a view reads and writes back is the same, at every level.
func TestViewsLoseNothing(t *testing.T) {
	for _, row := range []struct {
		name, why, text string
		view            any    // a pointer to a zero view
		want            string // if it differs from text
	}{
		{"phone", "all of communicationsIdentitySet", `{"participants":[{"endpointType":"default","identity":{"phone":{"id":"+1"}}}]}`, new(commsop.InviteParticipants), ""},
		{"all", "every listed member, in the order of the metadata",
			`{"participants":[{"endpointType":"voicemail","hidden":false,"identity":{"application":{"id":"1"},"applicationInstance":{"id":"2"},"assertedIdentity":{"id":"3"},"azureCommunicationServicesUser":{"id":"4"},"device":{"id":"5"},"encrypted":{"id":"6"},"guest":{"id":"7","displayName":"g","tenantId":"t","email":"e"},"onPremises":{"id":"8"},"phone":{"id":"9"},"user":{"id":"10"},"endpointType":"skypeForBusinessVoipPhone"},"participantId":"p","removeFromDefaultAudioRoutingGroup":true,"replacesCallId":"c"}]}`,
			new(commsop.InviteParticipants), ""},
		{"unknown", "what no field is for stays, in its order, digit for digit and as it was escaped",
			`{"participants":[{"identity":{"user":{"id":"u","z":1.0,"a":{"c":1e2,"b":[null,{}]},"@odata.etag":"e"},"z":12345678901234567890,"a":"\u00e9<&>"},"z":-0,"a":[],"ID":0}]}`, new(commsop.InviteParticipants), ""},
		{"order", "fields in theirs, the others after them, the type first",
			`{"participants":[{"z":1,"identity":{"a":2,"user":{"tenantId":"t","y":3,"id":"u","x":4,"@odata.type":"#microsoft.graph.identity"}},"b":5,"hidden":true}]}`, new(commsop.InviteParticipants),
			`{"participants":[{"hidden":true,"identity":{"user":{"@odata.type":"#microsoft.graph.identity","id":"u","tenantId":"t","y":3,"x":4},"a":2},"z":1,"b":5}]}`},
		{"types", "@odata.type of each object, and @type", `{"participants":[{"@odata.type":"#a","identity":{"@type":"#b","user":{"@odata.type":"#c","id":"u"}}}]}`, new(commsop.InviteParticipants), ""},
		{"null", "nulls are kept", `{"participants":[{"endpointType":null,"identity":{"application":null,"phone":null,"x":null},"x":null},{"identity":null}]}`, new(commsop.InviteParticipants), ""},
		{"null list", "at the top too", `{"participants":null}`, new(commsop.MuteParticipants), ""},
		{"empty", "empty objects and lists", `{"participants":[{},{"identity":{}},{"identity":{"user":{}}}]}`, new(commsop.InviteParticipants), ""},
		{"empty list", "is not absent", `{"participants":[]}`, new(commsop.MuteParticipants), ""},
		{"beside", "members of the operation stay where they are", `{"b":1,"participants":["x"],"a":2}`, new(commsop.MuteParticipants), ""},
		{"reason", "an enum is open", `{"completionReason":"unknownfutureValue"}`, new(commsop.Record), ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			var m odata.Members
			require.NoError(t, m.UnmarshalJSON([]byte(row.text)))
			require.NoError(t, m.Unmarshal(row.view))
			require.NoError(t, m.Merge(row.view))
			b, err := m.AppendJSON(nil)
			require.NoError(t, err)
			require.Equal(t, gocmp.Or(row.want, row.text), string(b), row.why)
			same, err := patch.Equal([]byte(row.text), b)
			require.NoError(t, err)
			require.True(t, same, "the same value")

			b, err = json.Marshal(row.view)
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(b, row.view), "encoding/json alone reads and writes views")
		})
	}
}

// What a view cannot keep it does not read, and then it is as it was.
func TestViewErrors(t *testing.T) {
	for _, row := range []struct {
		name, why, text string
		view            json.Unmarshaler
		want            error
		at, kind        string // where, and what is wanted there
	}{
		{"null participant", "the list has no nulls (Graph metadata)", `{"participants":[{},null]}`, new(commsop.InviteParticipants), patch.ErrWrongType, "/participants/1", "object"},
		{"null id", "nor has this one", `{"participants":["a",null]}`, new(commsop.MuteParticipants), patch.ErrWrongType, "/participants/1", "string"},
		{"ids for participants", "another kind", `{"participants":[{},"a"]}`, new(commsop.InviteParticipants), patch.ErrWrongType, "/participants/1", "object"},
		{"participants for ids", "another kind", `{"participants":[{}]}`, new(commsop.MuteParticipants), patch.ErrWrongType, "/participants/0", "string"},
		{"no list", "another kind", `{"participants":{}}`, new(commsop.MuteParticipants), patch.ErrWrongType, "/participants", "array"},
		{"no boolean", "another kind", `{"participants":[{"hidden":5}]}`, new(commsop.InviteParticipants), patch.ErrWrongType, "/participants/0/hidden", "boolean"},
		{"no enumeration", "another kind", `{"endpointType":5}`, new(commsop.IdentitySet), patch.ErrWrongType, "/endpointType", "string"},
		{"no identity", "another kind", `{"participants":[{"identity":{"phone":5}}]}`, new(commsop.InviteParticipants), patch.ErrWrongType, "/participants/0/identity/phone", "object"},
		{"deep", "another kind further down", `{"participants":[{"identity":{"user":{"id":7}}}]}`, new(commsop.InviteParticipants), patch.ErrWrongType, "/participants/0/identity/user/id", "string"},
		{"no object", "a view is of an object", `[]`, new(commsop.IdentitySet), patch.ErrWrongType, "", "object"},
		{"no object at all", "nor is a number one", `5`, new(commsop.MuteParticipants), patch.ErrWrongType, "", "object"},
		{"twice", "repeated names are refused everywhere", `{"user":{"x":1,"x":2}}`, new(commsop.IdentitySet), patch.ErrDuplicateName, "/user/x", ""},
		{"listed twice", "of fields too", `{"id":"a","id":"b"}`, new(commsop.Identity), patch.ErrDuplicateName, "/id", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.NoError(t, row.view.UnmarshalJSON([]byte(`{"participants":[],"id":"x","user":{}}`)))
			before, err := json.Marshal(row.view)
			require.NoError(t, err)
			check := func(err error) {
				require.ErrorIs(t, err, row.want, row.why)
				e, ok := errors.AsType[*patch.Error](err)
				require.True(t, ok)
				require.Equal(t, row.at, e.Pointer)
				require.Equal(t, row.kind, e.Want)
				require.Equal(t, row.kind != "" && row.at != "", e.Offset == -1, "members have no place in the text")
				after, err := json.Marshal(row.view)
				require.NoError(t, err)
				require.Equal(t, string(before), string(after), "as it was")
			}
			check(row.view.UnmarshalJSON([]byte(row.text)))
			check(json.Unmarshal([]byte(row.text), row.view))
			var members odata.Members
			if members.UnmarshalJSON([]byte(row.text)) == nil {
				check(members.Unmarshal(row.view))
			}
		})
	}

	i := commsop.Identity{ID: patch.Set("a"), AdditionalData: odata.Members{member("x", "1")}}
	before := i
	require.NoError(t, json.Unmarshal([]byte("null"), &i), "null does nothing")
	require.Equal(t, before, i)
	require.NoError(t, json.Unmarshal([]byte(`{"email":"e"}`), &i))
	require.Equal(t, commsop.Identity{Email: patch.Set("e")}, i, "replaced, not merged")

	for _, none := range []json.Unmarshaler{(*commsop.Identity)(nil), (*commsop.IdentitySet)(nil), (*commsop.InvitationParticipantInfo)(nil), (*commsop.InviteParticipants)(nil), (*commsop.MuteParticipants)(nil)} {
		require.Error(t, none.UnmarshalJSON([]byte(`{}`)), "%T", none)
	}
	_, err := json.Marshal(commsop.Identity{ID: patch.Set("a"), AdditionalData: odata.Members{member("id", "1")}})
	require.ErrorIs(t, err, patch.ErrDuplicateName, "a name that stands twice cannot be written")
	_, err = json.Marshal(commsop.IdentitySet{User: patch.Set(commsop.Identity{AdditionalData: odata.Members{member("x", "{")}})})
	require.ErrorIs(t, err, patch.ErrSyntax, "nor a value within that is no JSON")
}

// Whatever a view reads it writes back with the same meaning.
func FuzzViews(f *testing.F) {
	for _, text := range []string{
		`{"participants":[{"endpointType":"default","identity":{"phone":{"id":"+1","x":1.0}}},{}]}`,
		`{"participants":["a",""],"x":null}`,
		`{"participants":[null]}`,
		`{"participants":[{"Hidden":1,"identity":{"User":{},"user":{"ID":0,"-":1,"AdditionalData":2}},"-":null}]}`,
		`{"completionReason":null,"recordingLocation":"\ud83d\ude00<&>\u2028","participants":null}`,
		`{"participants":[{"@odata.type":"a","@type":"b","participantId":"\u0000"}]}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var m odata.Members
		if m.UnmarshalJSON(text) != nil {
			return
		}
		for _, view := range []any{new(commsop.Record), new(commsop.InviteParticipants), new(commsop.MuteParticipants), new(commsop.SendDTMFTones), new(commsop.PlayPrompt)} {
			if m.Unmarshal(view) == nil {
				n := m.Clone()
				require.NoError(t, n.Merge(view))
				require.True(t, m.Equal(n), "%T of %s: %v", view, text, n)
			}
		}
	})
}
