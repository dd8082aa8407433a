package commsop

import (
	"errors"

	"example.com/graphcomms/internal/fault"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/internal/member"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
)

// The causes of a [patch.Error] where a patch would change what an operation
// is. Match them with [errors.Is].
var (
	ErrIDChange   = errors.New("the id of an operation cannot be changed")
	ErrTypeChange = resultinfo.ErrTypeChange
)

// A Patch is a merge patch of an [Operation]: the body of "Update operations".
// The zero Patch changes nothing. A decoded one remembers how its members were
// written, as an Operation does.
type Patch struct {
	Type           patch.Field[odata.Type]
	ID             patch.Field[string]
	Status         patch.Field[Status]
	ClientContext  patch.Field[string]
	ResultInfo     patch.Field[resultinfo.Patch] // merged, not replaced
	AdditionalData odata.Members                 // a null value removes the member

	form patchForm
}

type patchForm struct {
	statusText string        // the spelling of status, which counts as long as it means it
	texts      []member.Text // of the additional members
	shortType  bool          // @type, as OData 4.01 has it, for @odata.type
}

// DecodePatch reads one JSON object. Its errors are those of [Decode].
func DecodePatch(data []byte) (Patch, error) {
	var o Operation
	if faults := o.decode(data); faults != nil {
		return Patch{}, fault.Scan("commsop.DecodePatch", "data", faults)
	}
	return o.members(), nil
}

// Diff returns the smallest patch that makes `to` out of from: Apply of it to
// from equals `to`. Where anything differs it has from's @odata.type, without
// which Graph refuses the bodies of polymorphic types. A member that would have
// to be set to null is [patch.ErrNullMember]; two different ids are
// [ErrIDChange], two different types [ErrTypeChange].
func Diff(from, to Operation) (Patch, error) {
	p, q := from.members(), to.members()
	out, errs := p.diff(&q)
	if errs != nil {
		return Patch{}, fault.Join(errs)
	}
	return out, nil
}

// IsZero reports whether p has no member.
func (p Patch) IsZero() bool {
	return p.Type.IsZero() && p.ID.IsZero() && p.Status.IsZero() && p.ClientContext.IsZero() && p.ResultInfo.IsZero() &&
		len(p.AdditionalData) == 0
}

// Apply returns o as p changes it, sharing nothing with either. It equals
// [patch.Apply] on their encodings, except for what says which object this is:
//
//   - @odata.type: the same type in another spelling, or the base type for a
//     derived target, changes nothing; a target without a type, or with the
//     base type, takes that of p; any other, null included, is [ErrTypeChange].
//   - id: the same id changes nothing, a target without one takes it; another
//     id, or null, is [ErrIDChange].
//
// All such errors are reported.
func (p Patch) Apply(o Operation) (Operation, error) {
	p.normalize()
	target := o.members()
	out, errs := p.apply(&target)
	if errs != nil {
		return Operation{}, fault.Join(errs)
	}
	return out.document(), nil
}

// Then returns the patch that does p, then q. Where no single patch does it the
// error is [patch.ErrNotComposable]: after p removes resultInfo, no patch says
// "replace it by this", because the members that it had are unknown.
// @odata.type and id are treated as if p's were the target's.
func (p Patch) Then(q Patch) (Patch, error) {
	const op = "commsop.Patch.Then"
	p.normalize()
	q.normalize()
	var errs []*patch.Error
	refuse := func(input, pointer string, err error) {
		errs = append(errs, fault.Value(op, input, pointer, err))
	}
	out := Patch{
		Status:        member.Then(p.Status, q.Status),
		ClientContext: member.Then(p.ClientContext, q.ClientContext),
		ResultInfo:    cloneResult(member.Then(p.ResultInfo, q.ResultInfo)),
		form:          p.formThen(&q),
	}
	var ok bool
	if out.Type, ok = member.MergeType(p.Type, q.Type, TypeOperation); p.Type.IsNull() {
		refuse("p", member.TypePointer(p.form.shortType), ErrTypeChange)
	} else if !ok {
		refuse("q", member.TypePointer(q.form.shortType), ErrTypeChange)
	}
	if out.ID, ok = mergeID(p.ID, q.ID); p.ID.IsNull() {
		refuse("p", "/id", ErrIDChange)
	} else if !ok {
		refuse("q", "/id", ErrIDChange)
	}
	if second, ok := q.ResultInfo.Get(); ok {
		if first, ok := p.ResultInfo.Get(); ok {
			both, err := first.Then(second)
			out.ResultInfo = patch.Set(both)
			for _, e := range fault.List(err) {
				errs = append(errs, fault.Value(op, e.Input, "/resultInfo"+e.Pointer, e.Err))
			}
		} else if p.ResultInfo.IsNull() {
			refuse("q", "/resultInfo", patch.ErrNotComposable)
		}
	}
	more, merrs := p.additional().Then(op, q.additional())
	if errs = append(errs, merrs...); errs != nil {
		return Patch{}, fault.Join(errs)
	}
	out.AdditionalData = more
	return out, nil
}

// AppendJSON appends p as a JSON object, as [Operation.AppendJSON] does.
func (p Patch) AppendJSON(dst []byte) ([]byte, error) {
	out, f := p.append(dst, 0)
	return fault.Encoded(dst, out, f, "commsop.Patch.AppendJSON", "p")
}

// MarshalJSON returns what AppendJSON appends.
func (p Patch) MarshalJSON() ([]byte, error) { return p.AppendJSON(nil) }

// UnmarshalJSON replaces p by what DecodePatch reads, except that null does
// nothing. On an error p is as it was.
func (p *Patch) UnmarshalJSON(data []byte) error {
	if jsonscan.IsNull(data) {
		return nil
	}
	out, err := DecodePatch(data)
	if err == nil {
		*p = out
	}
	return err
}

// additional returns the additional members and how they were read.
func (p *Patch) additional() member.Additional {
	return member.Additional{Members: p.AdditionalData, Texts: p.form.texts}
}

// normalize makes a status that a user spelled otherwise its constant, as
// decoding does.
func (p *Patch) normalize() {
	if s, ok := p.Status.Get(); ok && !s.IsKnown() {
		if known := statusOf(string(s)); known != s {
			p.Status, p.form.statusText = patch.Set(known), string(s)
		}
	}
}

var nullResult = patch.Null[resultinfo.Patch]()

func cloneResult(f patch.Field[resultinfo.Patch]) patch.Field[resultinfo.Patch] {
	r, ok := f.Get()
	if !ok {
		return f
	}
	r.AdditionalData = r.AdditionalData.Clone()
	return patch.Set(r)
}

// formThen returns the form of p after q was merged into it.
func (p *Patch) formThen(q *Patch) patchForm {
	f := p.form
	f.texts = nil // those are of other members
	if !q.Status.IsZero() {
		f.statusText = q.form.statusText
	}
	if p.Type.IsZero() {
		f.shortType = q.form.shortType
	}
	return f
}

// mergeID returns the id that a target has after a patch with the id p. It
// reports false where that would change the id.
func mergeID(target, p patch.Field[string]) (patch.Field[string], bool) {
	switch {
	case p.IsZero():
		return target, true
	case p.IsNull():
		return target, false
	case target.Or("") == "":
		return p, true
	}
	return target, target == p
}

func (p *Patch) equal(q *Patch) bool {
	if !member.SameType(p.Type, q.Type) || p.ID != q.ID || p.Status != q.Status || p.ClientContext != q.ClientContext ||
		p.ResultInfo.State() != q.ResultInfo.State() {
		return false
	}
	x, _ := p.ResultInfo.Get()
	y, _ := q.ResultInfo.Get()
	return resultinfo.Internal().Equal(&x, &y) && p.AdditionalData.Equal(q.AdditionalData)
}

// apply returns the members of target as p changes them.
func (p *Patch) apply(target *Patch) (Patch, []*patch.Error) {
	const op = "commsop.Patch.Apply"
	var errs []*patch.Error
	refuse := func(pointer string, err error) {
		errs = append(errs, fault.Value(op, "p", pointer, err))
	}
	out := Patch{
		Status:        member.Merge(target.Status, p.Status),
		ClientContext: member.Merge(target.ClientContext, p.ClientContext),
		form:          target.formThen(p),
	}
	var ok bool
	if out.Type, ok = member.MergeType(target.Type, p.Type, TypeOperation); !ok {
		refuse(member.TypePointer(p.form.shortType), ErrTypeChange)
	}
	if out.ID, ok = mergeID(target.ID, p.ID); !ok {
		refuse("/id", ErrIDChange)
	}
	if r, ok := p.ResultInfo.Get(); ok {
		before, _ := target.ResultInfo.Get()
		after, rerrs := resultinfo.Internal().Apply(&r, &before, op, "o")
		out.ResultInfo = patch.Set(after)
		errs = append(errs, fault.At("/resultInfo", rerrs)...)
	} else {
		out.ResultInfo = cloneResult(member.Merge(target.ResultInfo, p.ResultInfo))
	}
	more, merrs := target.additional().Merge(op, "o", p.additional())
	out.AdditionalData, out.form.texts = more.Members, more.Texts
	return out, append(errs, merrs...)
}

// diff returns the patch from the members p to the members q.
func (p *Patch) diff(q *Patch) (out Patch, errs []*patch.Error) {
	const op = "commsop.Diff"
	refuse := func(pointer string, err error) {
		errs = append(errs, fault.Value(op, "to", pointer, err))
	}
	var ok bool
	if out.Type, ok = member.DiffType(p.Type, q.Type); !ok {
		refuse(member.TypePointer(q.form.shortType), ErrTypeChange)
	}
	if p.ID != q.ID {
		if out.ID = q.ID; p.ID.Or("") != "" || q.ID.State() != patch.StateSet {
			refuse("/id", ErrIDChange)
		}
	}
	if out.Status, ok = member.Diff(p.Status, q.Status); !ok {
		refuse("/status", patch.ErrNullMember)
	}
	if out.ClientContext, ok = member.Diff(p.ClientContext, q.ClientContext); !ok {
		refuse("/clientContext", patch.ErrNullMember)
	}
	after, ok := q.ResultInfo.Get()
	switch {
	case ok:
		before, had := p.ResultInfo.Get()
		r, rerrs := resultinfo.Internal().Diff(&before, &after, op)
		errs = append(errs, fault.At("/resultInfo", rerrs)...)
		if !had || !r.IsZero() {
			out.ResultInfo = patch.Set(r)
		}
	case q.ResultInfo.State() == p.ResultInfo.State():
	case q.ResultInfo.IsNull():
		refuse("/resultInfo", patch.ErrNullMember)
	default:
		out.ResultInfo = nullResult
	}
	more, merrs := p.additional().Diff(op, q.additional())
	errs = append(errs, merrs...)
	out.AdditionalData, out.form = more, q.form
	out.form.texts = nil
	if out.Type.IsZero() && !out.IsZero() && !p.Type.IsNull() {
		out.Type, out.form.shortType = p.Type, p.form.shortType
	}
	return out, errs
}
