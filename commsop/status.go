package commsop

import (
	"errors"
	"slices"

	"example.com/graphcomms/internal/ascii"
	"example.com/graphcomms/internal/joinerr"
)

// A Status is an operationStatus (Graph metadata), an open enum: any text is
// one, and unknown texts are kept as they are. The metadata spells the four
// names below in Pascal case, live payloads in lower camel case, and OData lets
// a string carry the member values "0" to "3" (OData JSON 4.01 section 7.1).
// Decoding, UnmarshalText and Scan turn all of these into the constants, so
// that == and switch over the constants are right; [Operation] and [Patch]
// remember the spelling.
//
// A conversion keeps the text: Status("completed") is not StatusCompleted to
// ==, but all methods answer as they do for Canonical. Never compare with a
// literal, and use Canonical before a switch over converted values.
//
// The zero Status means not set.
type Status string

const (
	StatusNotStarted Status = "NotStarted"
	StatusRunning    Status = "Running"
	StatusCompleted  Status = "Completed"
	StatusFailed     Status = "Failed"
)

var errStatus = errors.New("commsop.ParseStatus: not NotStarted, Running, Completed or Failed")

var statuses = [...]Status{StatusNotStarted, StatusRunning, StatusCompleted, StatusFailed}

// Statuses returns the four known statuses in the order of the metadata.
func Statuses() []Status { return slices.Clone(statuses[:]) }

// ParseStatus returns the constant for one of the four names in any ASCII
// case. It returns an error for anything else, surrounding space and "0" to "3"
// included.
func ParseStatus(s string) (Status, error) {
	if known := folded(s, statuses[:]); known != "" {
		return known, nil
	}
	return "", errStatus
}

// Canonical returns the constant that s means: in any ASCII case, or as "0" to
// "3". Any other s is returned as it is.
func (s Status) Canonical() Status {
	if c := known(s); c != "" {
		return c
	}
	return meaning(string(s), statuses[:])
}

// IsKnown reports whether s means one of the four constants.
func (s Status) IsKnown() bool { return known(s.Canonical()) != "" }

// place returns where in the life of an operation s is: 0 if it is not set, 1 if
// it is unknown, then as statuses has them, the last two at one place, 4.
func (s Status) place() int {
	if s == "" {
		return 0
	}
	return 2 + min(slices.Index(statuses[:], s.Canonical()), 2)
}

// known returns the constant with exactly that name, or "".
func known[T ~string | []byte](name T) Status {
	switch Status(name) {
	case StatusNotStarted:
		return StatusNotStarted
	case StatusRunning:
		return StatusRunning
	case StatusCompleted:
		return StatusCompleted
	case StatusFailed:
		return StatusFailed
	}
	return ""
}

// IsTerminal reports whether s means Completed or Failed.
func (s Status) IsTerminal() bool { return s.place() == 4 }

// CanBecome reports whether the life cycle of an operation lets s be followed
// by next. The same status may always follow. Otherwise next must be known,
// and: NotStarted may become any, Running may become Completed or Failed,
// these two are final, and an unset or unknown one may become any.
func (s Status) CanBecome(next Status) bool {
	return s.Canonical() == next.Canonical() || next.IsKnown() && s.place() < next.place()
}

// LowerCamel returns s as Graph's reference pages and live payloads spell it:
// "notStarted" for NotStarted. An unknown status is returned as it is.
func (s Status) LowerCamel() string {
	c := known(s.Canonical())
	if c == "" {
		return string(s)
	}
	return string(ascii.Lower(c[0])) + string(c[1:])
}

// String returns s as it is.
func (s Status) String() string { return string(s) }

// MarshalText returns s as it is.
func (s Status) MarshalText() ([]byte, error) { return []byte(s), nil }

// UnmarshalText sets s to the Canonical of text. Any text will do; it returns
// an error for a nil s only.
func (s *Status) UnmarshalText(text []byte) error {
	return joinerr.Replace("commsop.Status.UnmarshalText", s, text, decodeStatus)
}

// Scan sets s from a column of a database, as [database/sql.Scanner] asks: a
// string or []byte as UnmarshalText reads it, NULL as "". It returns an error
// for any other src, which leaves s as it was, and for a nil s.
func (s *Status) Scan(src any) error {
	return joinerr.Column("commsop.Status.Scan", s, src, decodeStatus)
}

func decodeStatus(_ string, text []byte) (Status, error) { return Status(text).Canonical(), nil }
