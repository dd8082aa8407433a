package commsop

import (
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/internal/member"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
)

// Internal is for package validate, which judges members as they were written
// and patches of which only a part could be read. No promise covers it.
func Internal() internal { return internal{} }

type internal struct{}

func (internal) Members(o *Operation) Patch { return o.members() }

func (internal) Document(p *Patch) Operation {
	return p.document()
}

// DecodePatch returns also what it could read of a patch with members of the
// wrong kind.
func (internal) DecodePatch(data []byte) (Patch, []jsonscan.Fault) {
	var o Operation
	faults := o.decode(data)
	return o.members(), faults
}

// Apply returns the members of target as p changes them. What p may not change
// is as it was, and an error says so.
func (internal) Apply(p, target *Patch) (Patch, []*patch.Error) { return p.apply(target) }

func (internal) Equal(p, q *Patch) bool { return p.equal(q) }

func (internal) Changed(from, to *Patch) []string { return from.changed(to) }

// Ordinary reports whether o has nothing but what every operation may have,
// whatever the rules are: a known status, a clientContext of at most max bytes,
// no additional members and no nulls but those of a nullable member.
func (internal) Ordinary(o *Operation, max int) bool {
	return o.Status.IsKnown() && len(o.ClientContext) <= max && len(o.AdditionalData) == 0 &&
		(o.Type != "" || o.form.typeState != jsonscan.Null) &&
		(o.ResultInfo == nil || resultinfo.Internal().Ordinary(o.ResultInfo))
}

// Facts puts the facts of o into f, one by one: a struct would be copied.
func (internal) Facts(o *Operation, f *member.OperationFacts) {
	f.Type, f.TypeState, f.ShortType = o.Type, member.Field(o.Type, o.form.typeState).State(), o.form.shortType
	f.StatusState, f.KnownStatus = member.Field(o.Status, o.form.statusState).State(), o.Status.isKnown()
	f.ClientContext = o.ClientContext
	if f.HasResult = o.ResultInfo != nil; f.HasResult {
		resultinfo.Internal().Facts(o.ResultInfo, &f.Result)
	}
	f.Additional = o.AdditionalData
}

func (internal) PatchFacts(p *Patch, f *member.OperationFacts) {
	f.Type, f.TypeState, f.ShortType = p.Type.Or(""), p.Type.State(), p.form.shortType
	f.StatusState, f.KnownStatus = p.Status.State(), p.Status.Or("").isKnown()
	f.ClientContext = p.ClientContext.Or("")
	if r, ok := p.ResultInfo.Get(); ok {
		f.HasResult = true
		resultinfo.Internal().PatchFacts(&r, &f.Result)
	}
	f.Additional = p.AdditionalData
}
