package commsop

import (
	"errors"
	"slices"

	"example.com/graphcomms/internal/ascii"
)

// A Status is an operationStatus (Graph metadata). The metadata has the four
// names below; live payloads spell them in lower camel case. Decoding turns a
// name in any ASCII case into its constant, so that == and switch are right,
// and [Operation] and [Patch] remember how it was spelled. Other names are
// kept as they are. The zero Status is none.
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
// case. Nothing is trimmed, and anything else is an error.
func ParseStatus(s string) (Status, error) {
	if known := lookup(s); known != "" {
		return known, nil
	}
	return "", errStatus
}

// lookup returns the constant for a name in any ASCII case, or "".
func lookup(name string) Status {
	var s Status
	switch len(name) {
	case len(StatusNotStarted):
		s = StatusNotStarted
	case len(StatusRunning):
		s = StatusRunning
	case len(StatusCompleted):
		s = StatusCompleted
	case len(StatusFailed):
		s = StatusFailed
	}
	if ascii.EqualFold(name, string(s)) {
		return s
	}
	return ""
}

// statusOf returns what the text of a status means: the constant for a name in
// any ASCII case or for "0" to "3", the member values that OData lets a string
// carry (OData JSON 4.01 section 7.1), else the text itself.
func statusOf(text string) Status {
	if s := known(text); s != "" {
		return s
	}
	if s := lookup(text); s != "" {
		return s
	}
	switch text {
	case "0":
		return StatusNotStarted
	case "1":
		return StatusRunning
	case "2":
		return StatusCompleted
	case "3":
		return StatusFailed
	}
	return Status(text)
}

// IsKnown reports whether s is one of the four constants.
func (s Status) IsKnown() bool { return known(s) != "" }

// isKnown reports whether s means a known status, as decoding has it.
func (s Status) isKnown() bool { return statusOf(string(s)).IsKnown() }

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

// IsTerminal reports whether s is Completed or Failed.
func (s Status) IsTerminal() bool { return s == StatusCompleted || s == StatusFailed }

// CanBecome reports whether the life cycle of an operation lets s be followed
// by next. The same status may always follow. Otherwise next must be known,
// and: NotStarted may become any, Running may become Completed or Failed,
// these two are final, and none or an unknown one may become any.
func (s Status) CanBecome(next Status) bool {
	switch {
	case s == next:
		return true
	case !next.IsKnown() || s.IsTerminal():
		return false
	}
	return s != StatusRunning || next != StatusNotStarted
}

// LowerCamel returns s as Graph's reference pages and live payloads spell it:
// "notStarted" for NotStarted. An unknown status is returned as it is.
func (s Status) LowerCamel() string {
	if !s.IsKnown() {
		return string(s)
	}
	return string(ascii.Lower(s[0])) + string(s[1:])
}

// String returns s.
func (s Status) String() string { return string(s) }

// MarshalText returns s.
func (s Status) MarshalText() ([]byte, error) { return []byte(s), nil }

// UnmarshalText takes any name. A known one in any ASCII case, and "0" to "3",
// become the constant. It never fails.
func (s *Status) UnmarshalText(text []byte) error {
	*s = statusOf(string(text))
	return nil
}

// Canonical returns the constant that s means.
func (s Status) Canonical() Status { return statusOf(string(s)) }
