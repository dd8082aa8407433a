package commsop

import (
	"log/slog"

	"example.com/graphcomms/patch"
)

// The properties of derived types are members of AdditionalData, and these
// structs are views of them:
//
//	var rec commsop.Record
//	err := op.AdditionalData.Unmarshal(&rec)
//
// A struct of the caller's works the same way. [odata.Members.Merge] writes
// the fields that are not absent back. What was read and not touched is written
// with the same meaning, members without a field included.
//
// The zero view has no members. Views that may hold secrets or personal data
// print the names of their members only.

// Record holds the properties of a recordOperation (Graph v1.0;
// CompletionReason in beta). The access token is a secret, and the location may
// be one: String, GoString and LogValue show neither. Its JSON has both, which
// slog's JSON handler writes for a Record within another value.
type Record struct {
	RecordingLocation    patch.Field[string]                 `json:"recordingLocation,omitzero"`
	RecordingAccessToken patch.Field[string]                 `json:"recordingAccessToken,omitzero"`
	CompletionReason     patch.Field[RecordCompletionReason] `json:"completionReason,omitzero"`
}

func (r Record) describe() description {
	return describeView(TypeRecord.Name(), r, "completionReason")
}

// String returns CompletionReason and the names of the other members.
func (r Record) String() string { return r.describe().String() }

// GoString returns what String does.
func (r Record) GoString() string { return r.String() }

// LogValue returns what String does, as a group.
func (r Record) LogValue() slog.Value { return r.describe().LogValue() }

// InviteParticipants holds the properties of an inviteParticipantsOperation
// (Graph v1.0). A participant takes 1.5 KiB of memory, however short its text
// is, and twice as much while it is read: bound the body.
type InviteParticipants struct {
	Participants patch.Field[[]InvitationParticipantInfo] `json:"participants,omitzero"`
}

// UnmarshalJSON sets the field if data has a member for it. What is of another
// kind, a null in the list too, is reported as a [patch.Error], and v is as it
// was. A struct that embeds v has this method too, and its own fields are not read
// then: use a named field.
func (v *InviteParticipants) UnmarshalJSON(data []byte) error {
	return decodeParticipants("commsop.InviteParticipants.UnmarshalJSON", "object", data, (*participants[InvitationParticipantInfo])(v))
}

func (v InviteParticipants) describe() description {
	return describeView(TypeInviteParticipants.Name(), v)
}

// String returns the names of the members.
func (v InviteParticipants) String() string { return v.describe().String() }

// GoString returns what String does.
func (v InviteParticipants) GoString() string { return v.String() }

// LogValue returns what String does, as a group.
func (v InviteParticipants) LogValue() slog.Value { return v.describe().LogValue() }

// MuteParticipants holds the properties of a muteParticipantsOperation (Graph
// beta): the ids of participants.
type MuteParticipants struct {
	Participants patch.Field[[]string] `json:"participants,omitzero"`
}

// UnmarshalJSON sets the field if data has a member for it. What is of another
// kind, a null in the list too, is reported as a [patch.Error], and v is as it
// was. A struct that embeds v has this method too, and its own fields are not read
// then: use a named field.
func (v *MuteParticipants) UnmarshalJSON(data []byte) error {
	return decodeParticipants("commsop.MuteParticipants.UnmarshalJSON", "string", data, (*participants[string])(v))
}

func (v MuteParticipants) describe() description {
	return describeView(TypeMuteParticipants.Name(), v)
}

// String returns the names of the members.
func (v MuteParticipants) String() string { return v.describe().String() }

// GoString returns what String does.
func (v MuteParticipants) GoString() string { return v.String() }

// LogValue returns what String does, as a group.
func (v MuteParticipants) LogValue() slog.Value { return v.describe().LogValue() }

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
	SendDTMFUnknownFutureValue     SendDTMFCompletionReason = "unknownFutureValue"
)

// A PlayPromptCompletionReason tells why a prompt ended.
type PlayPromptCompletionReason string

const (
	PlayPromptUnknown                PlayPromptCompletionReason = "unknown"
	PlayPromptCompletedSuccessfully  PlayPromptCompletionReason = "completedSuccessfully"
	PlayPromptMediaOperationCanceled PlayPromptCompletionReason = "mediaOperationCanceled"
	PlayPromptUnknownFutureValue     PlayPromptCompletionReason = "unknownFutureValue"
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
	RecordUnknownFutureValue       RecordCompletionReason = "unknownFutureValue"
)
