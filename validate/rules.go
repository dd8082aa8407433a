package validate

import (
	"slices"
	"strings"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/internal/ascii"
	"example.com/graphcomms/internal/entity"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/internal/violation"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// operation validates the members of an operation, or of a patch of one:
// requireAll says whether some are required.
func (v *Validator) operation(f *findings, x *entity.Object, requireAll bool) {
	v.members(f, &members{schema, "", "", x.Values[:], &x.Additional[0]}, requireAll)
	if x.Values[resultSlot].State == patch.StateSet {
		v.members(f, &members{resultSchema, "/resultInfo", "/resultInfo", x.Nested(schema), &x.Additional[1]}, requireAll)
	}
}

// members are those of one object.
type members struct {
	schema     *entity.Schema
	pointer    string // of the object
	optional   string // its pointer in an operation, which [Options] speak of
	values     []entity.Value
	additional *entity.Additional
}

// at returns the pointer of the listed member in a slot.
func (m *members) at(slot int) string {
	return m.pointer + "/" + m.schema.Field(slot, m.values[slot].Field).Name()
}

func (v *Validator) members(f *findings, m *members, requireAll bool) {
	properties := m.schema.Properties
	values := m.values[:len(properties)]
	for slot := range properties {
		p, x := &properties[slot], &values[slot]
		switch {
		case x.State == patch.StateSet:
			if p.IsChecked(x) {
				v.text(f, m, slot)
			}
		case x.State == patch.StateNull && !p.Nullable:
			f.note(m.at(slot), NotNullable)
		case x.State == patch.StateAbsent && p.Required && requireAll && !v.optional[m.optional+"/"+p.Name]:
			f.note(m.at(slot), Required)
		}
	}
	for i := range m.additional.Members {
		v.additional(f, m, m.additional.Members[i].Name, requireAll)
	}
}

// text validates a listed member that is set and has a text.
func (v *Validator) text(f *findings, m *members, slot int) {
	p, x := &m.schema.Properties[slot], &m.values[slot]
	switch {
	case p.Kind == entity.Int32 && x.IsQuoted():
		f.add(Violation{Pointer: m.at(slot), Code: TypeMismatch, Message: violation.Mismatch("integer")})
	case p.Enum != nil && !v.options.AllowUnknownStatus && !p.IsKnown(x):
		f.add(Violation{Pointer: m.at(slot), Code: UnknownValue, Allowed: slices.Clone(p.Enum.Names)})
	case p.MaxLen > 0 && len(x.Text) > p.MaxLen && utf16Len(x.Text) > p.MaxLen:
		f.add(Violation{Pointer: m.at(slot), Code: TooLong, Limit: p.MaxLen})
	}
}

// additional validates the name of an additional member.
func (v *Validator) additional(f *findings, m *members, name string, requireAll bool) {
	for i := range m.schema.Fields {
		if listed := m.schema.Fields[i].Name(); len(listed) == len(name) && ascii.EqualFold(listed, name) {
			f.note(m.pointer+"/"+jsonscan.EscapeToken(name), AmbiguousMember)
			return
		}
	}
	if v.options.RejectUnknownMembers && !strings.Contains(name, "@") && !(m.schema == schema && declares(m.values, requireAll, name)) {
		f.note(m.pointer+"/"+jsonscan.EscapeToken(name), UnknownMember)
	}
}

// declares reports whether an operation of the type in values has a property of
// that name (Graph metadata, v1.0 and beta). A patch without a type, or of the
// base type, may be for any.
func declares(values []entity.Value, requireAll bool, name string) bool {
	t := &values[typeSlot]
	is := func(u odata.Type) bool {
		return t.State == patch.StateSet && odata.Type(t.Text).Is(u)
	}
	anyType := !requireAll && (t.State != patch.StateSet || is(commsop.TypeOperation))
	for _, d := range declared {
		if d.name == name && (anyType || is(d.of)) {
			return true
		}
	}
	return false
}

// declared are the properties of derived types.
var declared = []struct {
	name string
	of   odata.Type
}{
	{"recordingLocation", commsop.TypeRecord},
	{"recordingAccessToken", commsop.TypeRecord},
	{"completionReason", commsop.TypeRecord},
	{"completionReason", commsop.TypePlayPrompt},
	{"completionReason", commsop.TypeSendDTMFTones},
	{"participants", commsop.TypeInviteParticipants},
	{"participants", commsop.TypeMuteParticipants},
}

// transition validates that a status may follow another, if there is one.
func (v *Validator) transition(f *findings, from, to commsop.Status) {
	if v.options.NoLifecycle || from.CanBecome(to) {
		return
	}
	if !to.IsKnown() && v.options.AllowUnknownStatus && !from.IsTerminal() {
		return
	}
	var allowed []string
	for _, s := range commsop.Statuses() {
		if s != from && from.CanBecome(s) {
			allowed = append(allowed, string(s))
		}
	}
	f.add(Violation{Pointer: "/status", Code: InvalidTransition, Allowed: allowed})
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
