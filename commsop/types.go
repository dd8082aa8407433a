package commsop

import (
	"slices"
	"strings"

	"example.com/graphcomms/internal/ascii"
	"example.com/graphcomms/odata"
)

// The types of operations (Graph metadata): the base first, then those that
// derive from it in v1.0, then those that only beta has. Graph adds to them; an
// [Operation] of another type is as good as any.
const (
	TypeOperation odata.Type = "#microsoft.graph.commsOperation"

	TypeAddLargeGalleryView   odata.Type = "#microsoft.graph.addLargeGalleryViewOperation"
	TypeCancelMediaProcessing odata.Type = "#microsoft.graph.cancelMediaProcessingOperation"
	TypeInviteParticipants    odata.Type = "#microsoft.graph.inviteParticipantsOperation"
	TypeMuteParticipant       odata.Type = "#microsoft.graph.muteParticipantOperation"
	TypePlayPrompt            odata.Type = "#microsoft.graph.playPromptOperation"
	TypeRecord                odata.Type = "#microsoft.graph.recordOperation"
	TypeSendDTMFTones         odata.Type = "#microsoft.graph.sendDtmfTonesOperation"
	TypeStartHoldMusic        odata.Type = "#microsoft.graph.startHoldMusicOperation"
	TypeStopHoldMusic         odata.Type = "#microsoft.graph.stopHoldMusicOperation"
	TypeSubscribeToTone       odata.Type = "#microsoft.graph.subscribeToToneOperation"
	TypeUnmuteParticipant     odata.Type = "#microsoft.graph.unmuteParticipantOperation"
	TypeUpdateRecordingStatus odata.Type = "#microsoft.graph.updateRecordingStatusOperation"

	TypeMuteParticipants  odata.Type = "#microsoft.graph.muteParticipantsOperation"
	TypeAdmitFromLobby    odata.Type = "#microsoft.graph.admitFromLobbyOperation"
	TypeAdmitAllFromLobby odata.Type = "#microsoft.graph.admitAllFromLobbyOperation"
	TypeRemoveFromLobby   odata.Type = "#microsoft.graph.removeFromLobbyOperation"
	TypeStartRecording    odata.Type = "#microsoft.graph.startRecordingOperation"
	TypeStopRecording     odata.Type = "#microsoft.graph.stopRecordingOperation"

	TypeStartTranscription odata.Type = "#microsoft.graph.startTranscriptionOperation"
	TypeStopTranscription  odata.Type = "#microsoft.graph.stopTranscriptionOperation"
)

// The types of what the service posts to a bot's callback (Graph metadata): a
// list of notifications, and one of them. They are not operations.
const (
	TypeNotification  odata.Type = "#microsoft.graph.commsNotification"
	TypeNotifications odata.Type = "#microsoft.graph.commsNotifications"
)

var types = [...]odata.Type{
	TypeOperation,
	TypeAddLargeGalleryView, TypeCancelMediaProcessing, TypeInviteParticipants, TypeMuteParticipant,
	TypePlayPrompt, TypeRecord, TypeSendDTMFTones, TypeStartHoldMusic, TypeStopHoldMusic,
	TypeSubscribeToTone, TypeUnmuteParticipant, TypeUpdateRecordingStatus,
	TypeMuteParticipants, TypeAdmitFromLobby, TypeAdmitAllFromLobby, TypeRemoveFromLobby,
	TypeStartRecording, TypeStopRecording,
}

// Types returns the base and the eighteen types of operations that the first
// version of this package had, the base first. The list stays as it is:
// [IsOperation] tells whether a type is that of an operation, those of
// transcription included.
func Types() []odata.Type { return slices.Clone(types[:]) }

// knownType returns the one of Types that is spelled exactly so, or "".
func knownType(text []byte) odata.Type {
	for _, t := range types {
		if string(t) == string(text) {
			return t
		}
	}
	return ""
}

// IsOperation reports whether t is the type of an operation: one of Types, or
// another type of the namespace microsoft.graph whose name ends in Operation,
// because Graph adds types. Spellings count as [odata.Type.Is] has them. The
// zero Type, a collection and a type of a namespace below, such as
// microsoft.graph.security, are none.
func IsOperation(t odata.Type) bool {
	const suffix = "Operation" // all of Types have it
	name, ok := ascii.CutPrefixFold(string(t.Canonical()), "#microsoft.graph.")
	return ok && len(name) >= len(suffix) && ascii.EqualFold(name[len(name)-len(suffix):], suffix) && !strings.Contains(name, ".")
}
