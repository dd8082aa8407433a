package commsop

import "example.com/graphcomms/internal/joinerr"

// A ChangeType tells what happened to the resource of a notification (Graph
// metadata, changeType), an open enum: any text is one, and unknown texts are
// kept as they are. Decoding and UnmarshalText turn the names below in any
// ASCII case, and their values "0" to "3", into the constants, so that == and
// switch over the constants are right. After a conversion from a text, compare
// its Canonical.
//
// The zero ChangeType means not set.
type ChangeType string

const (
	ChangeCreated            ChangeType = "created"
	ChangeUpdated            ChangeType = "updated"
	ChangeDeleted            ChangeType = "deleted" // of an operation: it ended
	ChangeUnknownFutureValue ChangeType = "unknownFutureValue"
)

var changeTypes = [...]ChangeType{ChangeCreated, ChangeUpdated, ChangeDeleted, ChangeUnknownFutureValue}

// Canonical returns the constant that c means: in any ASCII case, or as "0" to
// "3". Any other c is returned as it is.
func (c ChangeType) Canonical() ChangeType { return meaning(string(c), changeTypes[:]) }

// String returns c as it is.
func (c ChangeType) String() string { return string(c) }

// MarshalText returns c as it is.
func (c ChangeType) MarshalText() ([]byte, error) { return []byte(c), nil }

// UnmarshalText sets c to the Canonical of text. Any text will do; it returns
// an error for a nil c only.
func (c *ChangeType) UnmarshalText(text []byte) error {
	return joinerr.Replace("commsop.ChangeType.UnmarshalText", c, text, decodeChangeType)
}

func decodeChangeType(_ string, text []byte) (ChangeType, error) {
	return ChangeType(text).Canonical(), nil
}
