package validate

import (
	"slices"
	"strings"
	"unicode/utf16"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/internal/ascii"
	"example.com/graphcomms/internal/entity"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/internal/violation"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// object validates the members of an operation or a result, or of a patch of one;
// s is its schema. requireAll says whether some members are required.
func (v *Validator) object(f *findings, s *entity.Schema, x *entity.Object, requireAll bool) {
	values := s.Listed(x)
	for slot, p := range s.Slots[:len(values)] {
		if !p.IsFine(&values[slot]) {
			v.listed(f, s, x, slot, requireAll)
		}
	}
	for _, m := range x.Additional[0].Members {
		v.additional(f, s, x, "", m.Name, requireAll)
	}
	for _, m := range x.Additional[1].Members {
		v.additional(f, resultSchema, x, "/resultInfo", m.Name, requireAll)
	}
}

// listed validates a listed member that is not fine at first sight.
func (v *Validator) listed(f *findings, s *entity.Schema, x *entity.Object, slot int, requireAll bool) {
	p, value := s.Slots[slot], &x.Values[slot]
	if p.Enum != nil && p.Enum.IsName(value.Text) { // the usual case
		return
	}
	var bad Violation
	switch {
	case value.State == patch.StateNull:
		if !p.Nullable {
			bad.Code = NotNullable
		}
	case value.State == patch.StateAbsent:
		if p.Required && requireAll && !slices.Contains(v.optional, p) {
			bad.Code = Required
		}
	case p.Kind == entity.Int32 && value.IsQuoted():
		bad.Code, bad.Message = TypeMismatch, violation.Mismatch("integer")
	case p.Enum != nil && !v.options.AllowUnknownStatus && !p.IsKnown(value):
		bad.Code, bad.Allowed = UnknownValue, slices.Clone(p.Enum.Names)
	case p.MaxLen > 0 && utf16Len(value.Text) > p.MaxLen:
		bad.Code, bad.Limit = TooLong, p.MaxLen
	}
	if bad.Code != "" {
		pointer := ""
		if n := len(s.Properties); slot >= n {
			s, pointer, slot = resultSchema, "/resultInfo", slot-n
		}
		bad.Pointer = pointer + "/" + s.Field(slot, value.Field).Name()
		f.add(bad)
	}
}

// additional validates the name of an additional member of the object in x that
// has the schema s and is at pointer.
func (v *Validator) additional(f *findings, s *entity.Schema, x *entity.Object, pointer, name string, requireAll bool) {
	for i := range s.Fields {
		if listed := s.Fields[i].Name(); len(listed) == len(name) && ascii.EqualFold(listed, name) {
			f.note(pointer+"/"+jsonscan.EscapeToken(name), AmbiguousMember)
			return
		}
	}
	if v.options.RejectUnknownMembers && !strings.Contains(name, "@") && !(s == schema && declares(&x.Values[typeSlot], requireAll, name)) {
		f.note(pointer+"/"+jsonscan.EscapeToken(name), UnknownMember)
	}
}

// declares reports whether an operation of type t has a property of that name
// (Graph metadata, v1.0 and beta). A patch without a type, or of the base type,
// may be for any.
func declares(t *entity.Value, requireAll bool, name string) bool {
	own := odata.Type(t.Text) // none if it is not set
	anyType := !requireAll && (t.State != patch.StateSet || own.Is(commsop.TypeOperation))
	of := declared[name]
	return of != nil && anyType || slices.ContainsFunc(of, own.Is)
}

// declared are the properties of derived types, and the types that have them.
var declared = map[string][]odata.Type{
	"recordingLocation":    {commsop.TypeRecord},
	"recordingAccessToken": {commsop.TypeRecord},
	"completionReason":     {commsop.TypeRecord, commsop.TypePlayPrompt, commsop.TypeSendDTMFTones},
	"participants":         {commsop.TypeInviteParticipants, commsop.TypeMuteParticipants},
}

// readOnlyMembers notes each read-only pointer that the patch p may not touch,
// or that changed between the operations before and after.
func (v *Validator) readOnlyMembers(f *findings, before, p, after *entity.Object) {
	was, is, sent := schema.Finder(before), schema.Finder(after), schema.Finder(p)
	for i, path := range v.paths {
		if v.options.ReadOnlyMode == Reject && sent.Has(path) || !was.EqualAt(&is, path) {
			f.note(v.readOnly[i], ReadOnly)
		}
	}
}

// transition validates that a status may follow another, if there is one.
func (v *Validator) transition(f *findings, from, to commsop.Status) {
	mayBeUnknown := v.options.AllowUnknownStatus && !from.IsTerminal()
	if v.options.NoLifecycle || from.CanBecome(to) || mayBeUnknown && !to.IsKnown() {
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
		n += utf16.RuneLen(r)
	}
	return n
}
