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

func (internal) Facts(o *Operation, f *member.OperationFacts) {
	f.Type, f.ShortType = member.Field(o.Type, o.form.typeState), o.form.shortType
	f.Status, f.StatusState = string(statusOf(string(o.Status))), member.Field(o.Status, o.form.statusState).State()
	f.ClientContext = o.ClientContext
	if f.HasResult = o.ResultInfo != nil; f.HasResult {
		resultinfo.Internal().Facts(o.ResultInfo, &f.Result)
	}
	f.Additional = o.AdditionalData
}

func (internal) PatchFacts(p *Patch, f *member.OperationFacts) {
	f.Type, f.ShortType = p.Type, p.form.shortType
	f.Status, f.StatusState = string(statusOf(string(p.Status.Or("")))), p.Status.State()
	f.ClientContext = p.ClientContext.Or("")
	if r, ok := p.ResultInfo.Get(); ok {
		f.HasResult = true
		resultinfo.Internal().PatchFacts(&r, &f.Result)
	}
	f.Additional = p.AdditionalData
}
