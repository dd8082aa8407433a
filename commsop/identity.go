package commsop

import (
	"log/slog"

	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// InvitationParticipantInfo is one participant of an [InviteParticipants]
// (Graph v1.0; EndpointType in beta), an open type.
type InvitationParticipantInfo struct {
	EndpointType                       patch.Field[EndpointType] `json:"endpointType,omitzero"`
	Hidden                             patch.Field[bool]         `json:"hidden,omitzero"`
	Identity                           patch.Field[IdentitySet]  `json:"identity,omitzero"`
	ParticipantID                      patch.Field[string]       `json:"participantId,omitzero"`
	RemoveFromDefaultAudioRoutingGroup patch.Field[bool]         `json:"removeFromDefaultAudioRoutingGroup,omitzero"`
	ReplacesCallID                     patch.Field[string]       `json:"replacesCallId,omitzero"`
	AdditionalData                     odata.Members             `json:"-"` // all other members
}

// IdentitySet tells who a participant is: the whole of the Graph type
// communicationsIdentitySet, an open type. Usually one of the identities is set.
type IdentitySet struct {
	Application                    patch.Field[Identity]     `json:"application,omitzero"`
	ApplicationInstance            patch.Field[Identity]     `json:"applicationInstance,omitzero"`
	AssertedIdentity               patch.Field[Identity]     `json:"assertedIdentity,omitzero"`
	AzureCommunicationServicesUser patch.Field[Identity]     `json:"azureCommunicationServicesUser,omitzero"`
	Device                         patch.Field[Identity]     `json:"device,omitzero"`
	Encrypted                      patch.Field[Identity]     `json:"encrypted,omitzero"`
	Guest                          patch.Field[Identity]     `json:"guest,omitzero"`
	OnPremises                     patch.Field[Identity]     `json:"onPremises,omitzero"`
	Phone                          patch.Field[Identity]     `json:"phone,omitzero"`
	User                           patch.Field[Identity]     `json:"user,omitzero"`
	EndpointType                   patch.Field[EndpointType] `json:"endpointType,omitzero"`
	AdditionalData                 odata.Members             `json:"-"` // all other members
}

// Identity is one identity of an [IdentitySet] (Graph metadata: identity, an
// open type, with the properties that those derived from it commonly have).
type Identity struct {
	ID             patch.Field[string] `json:"id,omitzero"`
	DisplayName    patch.Field[string] `json:"displayName,omitzero"`
	TenantID       patch.Field[string] `json:"tenantId,omitzero"`
	Email          patch.Field[string] `json:"email,omitzero"`
	AdditionalData odata.Members       `json:"-"` // all other members
}

// An EndpointType is the kind of the endpoint that a participant uses, an open
// enum: any text is one. The zero EndpointType means not set.
type EndpointType string

const (
	EndpointDefault                   EndpointType = "default"
	EndpointVoicemail                 EndpointType = "voicemail"
	EndpointSkypeForBusiness          EndpointType = "skypeForBusiness"
	EndpointSkypeForBusinessVoIPPhone EndpointType = "skypeForBusinessVoipPhone"
	EndpointUnknownFutureValue        EndpointType = "unknownFutureValue"
)

// MarshalJSON returns the fields that are not absent and the additional
// members, as one object; a type among the latter stands first. A name that
// stands twice is reported as a [patch.Error].
func (p InvitationParticipantInfo) MarshalJSON() ([]byte, error) {
	type view InvitationParticipantInfo
	return encodeView(view(p))
}

// UnmarshalJSON replaces p by a JSON object. null does nothing. What is of
// another kind is reported as a [patch.Error], and p is as it was.
func (p *InvitationParticipantInfo) UnmarshalJSON(data []byte) error {
	return decodeView("commsop.InvitationParticipantInfo.UnmarshalJSON", data, p)
}

func (p InvitationParticipantInfo) describe() description {
	return describeView("invitationParticipantInfo", p)
}

// String returns the names of the members.
func (p InvitationParticipantInfo) String() string { return p.describe().String() }

// GoString returns what String does.
func (p InvitationParticipantInfo) GoString() string { return p.String() }

// LogValue returns what String does, as a group.
func (p InvitationParticipantInfo) LogValue() slog.Value { return p.describe().LogValue() }

// MarshalJSON returns the fields that are not absent and the additional
// members, as one object; a type among the latter stands first. A name that
// stands twice is reported as a [patch.Error].
func (s IdentitySet) MarshalJSON() ([]byte, error) {
	type view IdentitySet
	return encodeView(view(s))
}

// UnmarshalJSON replaces s by a JSON object. null does nothing. What is of
// another kind is reported as a [patch.Error], and s is as it was.
func (s *IdentitySet) UnmarshalJSON(data []byte) error {
	return decodeView("commsop.IdentitySet.UnmarshalJSON", data, s)
}

func (s IdentitySet) describe() description {
	return describeView("communicationsIdentitySet", s)
}

// String returns the names of the members.
func (s IdentitySet) String() string { return s.describe().String() }

// GoString returns what String does.
func (s IdentitySet) GoString() string { return s.String() }

// LogValue returns what String does, as a group.
func (s IdentitySet) LogValue() slog.Value { return s.describe().LogValue() }

// MarshalJSON returns the fields that are not absent and the additional
// members, as one object; a type among the latter stands first. A name that
// stands twice is reported as a [patch.Error].
func (i Identity) MarshalJSON() ([]byte, error) {
	type view Identity
	return encodeView(view(i))
}

// UnmarshalJSON replaces i by a JSON object. null does nothing. What is of
// another kind is reported as a [patch.Error], and i is as it was.
func (i *Identity) UnmarshalJSON(data []byte) error {
	return decodeView("commsop.Identity.UnmarshalJSON", data, i)
}

func (i Identity) describe() description {
	return describeView("identity", i)
}

// String returns the names of the members.
func (i Identity) String() string { return i.describe().String() }

// GoString returns what String does.
func (i Identity) GoString() string { return i.String() }

// LogValue returns what String does, as a group.
func (i Identity) LogValue() slog.Value { return i.describe().LogValue() }
