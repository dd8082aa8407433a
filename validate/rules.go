package validate

import (
	"strings"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/internal/ascii"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/internal/member"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// whole says whether members are those of a whole document, of which some are
// required.
type whole bool

const (
	document whole = true
	partial  whole = false
)

// operation judges the members of an operation or of a patch of one. An operation
// that commsop and resultinfo call ordinary passes every rule: a new rule may
// have to be looked at there too.
func (v *Validator) operation(f *findings, m *member.OperationFacts, w whole) {
	v.ownMembers(f, m, w)
	if m.HasResult {
		v.resultInfo(f, "/resultInfo", &m.Result, w)
	}
}

// ownMembers judges all but what is in resultInfo.
func (v *Validator) ownMembers(f *findings, m *member.OperationFacts, w whole) {
	if m.TypeState == patch.StateNull {
		f.note(member.TypePointer(m.ShortType), NotNullable)
	}
	switch {
	case m.StatusState == patch.StateNull:
		f.note("/status", NotNullable)
	case m.StatusState == patch.StateAbsent && w == document:
		f.note("/status", Required)
	case m.StatusState == patch.StateSet && !v.options.AllowUnknownStatus && !m.KnownStatus:
		f.add(Violation{Pointer: "/status", Code: UnknownValue, Allowed: statusNames(commsop.Statuses())})
	}
	if s := m.ClientContext; len(s) > MaxClientContext && utf16Len(s) > MaxClientContext {
		f.add(Violation{Pointer: "/clientContext", Code: TooLong, Limit: MaxClientContext})
	}
	for i := range m.Additional {
		v.additional(f, "", m.Additional[i].Name, operationMembers, func(name string) bool { return declares(m, w, name) })
	}
}

// resultInfo judges the members of a resultInfo at pointer, or of a patch of
// one.
func (v *Validator) resultInfo(f *findings, pointer string, m *member.ResultFacts, w whole) {
	if m.NullType {
		f.note(pointer+member.TypePointer(m.ShortType), NotNullable)
	}
	if m.Code != member.Int32Plain {
		f.int32(pointer+"/code", m.Code, w)
	}
	if m.Subcode != member.Int32Plain {
		f.int32(pointer+"/subcode", m.Subcode, w)
	}
	for i := range m.Additional {
		v.additional(f, pointer, m.Additional[i].Name, resultMembers, func(string) bool { return false })
	}
}

// int32 judges an int32 member that is not null, not quoted, and required of a
// document.
func (f *findings) int32(pointer string, s member.Int32State, w whole) {
	switch {
	case s == member.Int32Null:
		f.note(pointer, NotNullable)
	case s == member.Int32Quoted:
		f.note(pointer, TypeMismatch)
	case s == member.Int32Absent && w == document:
		f.note(pointer, Required)
	}
}

var (
	operationMembers = []string{"@odata.type", "@type", "id", "status", "clientContext", "resultInfo"}
	resultMembers    = []string{"@odata.type", "@type", "code", "subcode", "message"}
)

// additional judges the name of an additional member of the object at pointer.
func (v *Validator) additional(f *findings, pointer, name string, listed []string, declared func(name string) bool) {
	for _, l := range listed {
		if len(l) == len(name) && ascii.EqualFold(l, name) {
			f.note(pointer+"/"+jsonscan.EscapeToken(name), AmbiguousMember)
			return
		}
	}
	if v.options.RejectUnknownMembers && !strings.Contains(name, "@") && !declared(name) {
		f.note(pointer+"/"+jsonscan.EscapeToken(name), UnknownMember)
	}
}

// declares reports whether an operation of m's type has a property of that name
// (Graph metadata, v1.0 and beta). A patch without a type, or of the base type,
// may be for any.
func declares(m *member.OperationFacts, w whole, name string) bool {
	set := m.TypeState == patch.StateSet
	anyType := w == partial && (!set || m.Type.Is(commsop.TypeOperation))
	is := func(u odata.Type) bool { return anyType || set && m.Type.Is(u) }
	switch name {
	case "recordingLocation", "recordingAccessToken":
		return is(commsop.TypeRecord)
	case "completionReason":
		return is(commsop.TypeRecord) || is(commsop.TypePlayPrompt) || is(commsop.TypeSendDTMFTones)
	case "participants":
		return is(commsop.TypeInviteParticipants) || is(commsop.TypeMuteParticipants)
	}
	return false
}

// transition judges whether a status may follow another, if there is one.
func (v *Validator) transition(f *findings, from commsop.Status, next patch.Field[commsop.Status]) {
	to, ok := next.Get()
	if !ok || v.options.NoLifecycle || from.CanBecome(to) {
		return
	}
	if !to.IsKnown() && v.options.AllowUnknownStatus && !from.IsTerminal() {
		return
	}
	var allowed []commsop.Status
	for _, s := range commsop.Statuses() {
		if s != from && from.CanBecome(s) {
			allowed = append(allowed, s)
		}
	}
	f.add(Violation{Pointer: "/status", Code: InvalidTransition, Allowed: statusNames(allowed)})
}

func statusNames(list []commsop.Status) []string {
	var names []string
	for _, s := range list {
		names = append(names, string(s))
	}
	return names
}

// utf16Len returns the length of s in UTF-16 code units.
func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		if n++; r > 0xFFFF {
			n++
		}
	}
	return n
}
