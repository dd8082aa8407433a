package commsop_test

import (
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/patch"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

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
					User:        patch.Set(commsop.Identity{ID: patch.Set("u"), DisplayName: patch.Null[string]()}),
					Application: patch.Null[commsop.Identity]()})},
				{}})}},
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
