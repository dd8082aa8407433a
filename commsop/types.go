package commsop

import (
	"slices"

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
)

var types = [...]odata.Type{
	TypeOperation,
	TypeAddLargeGalleryView, TypeCancelMediaProcessing, TypeInviteParticipants, TypeMuteParticipant,
	TypePlayPrompt, TypeRecord, TypeSendDTMFTones, TypeStartHoldMusic, TypeStopHoldMusic,
	TypeSubscribeToTone, TypeUnmuteParticipant, TypeUpdateRecordingStatus,
	TypeMuteParticipants, TypeAdmitFromLobby, TypeAdmitAllFromLobby, TypeRemoveFromLobby,
	TypeStartRecording, TypeStopRecording,
}

// Types returns the types above, the base first.
func Types() []odata.Type { return slices.Clone(types[:]) }
