package commsop

import "example.com/graphcomms/patch"

// The properties of derived types are members of AdditionalData, and these
// structs are views of them:
//
//	var rec commsop.Record
//	err := op.AdditionalData.Unmarshal(&rec)
//
// A struct of the caller's works the same way. [odata.Members.Merge] writes
// the fields that are not absent back.

// Record holds the properties of a recordOperation (Graph v1.0;
// CompletionReason in beta). The access token is a secret.
type Record struct {
	RecordingLocation    patch.Field[string]                 `json:"recordingLocation,omitzero"`
	RecordingAccessToken patch.Field[string]                 `json:"recordingAccessToken,omitzero"`
	CompletionReason     patch.Field[RecordCompletionReason] `json:"completionReason,omitzero"`
}

// InviteParticipants holds the properties of an inviteParticipantsOperation
// (Graph v1.0). It is for reading: members of a participant that are not listed
// here are not in it.
type InviteParticipants struct {
	Participants patch.Field[[]InvitationParticipantInfo] `json:"participants,omitzero"`
}

// InvitationParticipantInfo is one participant of an [InviteParticipants].
type InvitationParticipantInfo struct {
	Hidden                             patch.Field[bool]        `json:"hidden,omitzero"`
	Identity                           patch.Field[IdentitySet] `json:"identity,omitzero"`
	ParticipantID                      patch.Field[string]      `json:"participantId,omitzero"`
	RemoveFromDefaultAudioRoutingGroup patch.Field[bool]        `json:"removeFromDefaultAudioRoutingGroup,omitzero"`
	ReplacesCallID                     patch.Field[string]      `json:"replacesCallId,omitzero"`
}

// IdentitySet tells who a participant is.
type IdentitySet struct {
	Application patch.Field[Identity] `json:"application,omitzero"`
	Device      patch.Field[Identity] `json:"device,omitzero"`
	User        patch.Field[Identity] `json:"user,omitzero"`
}

// Identity is one identity of an [IdentitySet].
type Identity struct {
	ID          patch.Field[string] `json:"id,omitzero"`
	DisplayName patch.Field[string] `json:"displayName,omitzero"`
}

// SendDTMFTones holds the properties of a sendDtmfTonesOperation (Graph v1.0).
type SendDTMFTones struct {
	CompletionReason patch.Field[SendDTMFCompletionReason] `json:"completionReason,omitzero"`
}

// PlayPrompt holds the properties of a playPromptOperation (Graph beta; v1.0
// sends them too).
type PlayPrompt struct {
	CompletionReason patch.Field[PlayPromptCompletionReason] `json:"completionReason,omitzero"`
}

// A SendDTMFCompletionReason tells why the sending of tones ended. A completed
// operation need not have been successful.
type SendDTMFCompletionReason string

const (
	SendDTMFUnknown                SendDTMFCompletionReason = "unknown"
	SendDTMFCompletedSuccessfully  SendDTMFCompletionReason = "completedSuccessfully"
	SendDTMFMediaOperationCanceled SendDTMFCompletionReason = "mediaOperationCanceled"
)

// A PlayPromptCompletionReason tells why a prompt ended.
type PlayPromptCompletionReason string

const (
	PlayPromptUnknown                PlayPromptCompletionReason = "unknown"
	PlayPromptCompletedSuccessfully  PlayPromptCompletionReason = "completedSuccessfully"
	PlayPromptMediaOperationCanceled PlayPromptCompletionReason = "mediaOperationCanceled"
)

// A RecordCompletionReason tells why a recording ended.
type RecordCompletionReason string

const (
	RecordOperationCanceled        RecordCompletionReason = "operationCanceled"
	RecordStopToneDetected         RecordCompletionReason = "stopToneDetected"
	RecordMaxRecordDurationReached RecordCompletionReason = "maxRecordDurationReached"
	RecordInitialSilenceTimeout    RecordCompletionReason = "initialSilenceTimeout"
	RecordMaxSilenceTimeout        RecordCompletionReason = "maxSilenceTimeout"
	RecordPlayPromptFailed         RecordCompletionReason = "playPromptFailed"
	RecordPlayBeepFailed           RecordCompletionReason = "playBeepFailed"
	RecordMediaReceiveTimeout      RecordCompletionReason = "mediaReceiveTimeout"
	RecordUnspecifiedError         RecordCompletionReason = "unspecifiedError"
)
