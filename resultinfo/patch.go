package resultinfo

import (
	"errors"

	"example.com/graphcomms/internal/fault"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/internal/member"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// ErrTypeChange is the cause of an [patch.Error] where a patch would change
// @odata.type, which says what an object is. Package commsop has it under the
// same name.
var ErrTypeChange = errors.New("the type of an object cannot be changed")

// A Patch is a merge patch of a [ResultInfo]. The zero Patch changes nothing.
// A decoded one remembers how its members were written, as a ResultInfo does.
type Patch struct {
	Type           patch.Field[odata.Type]
	Code, Subcode  patch.Field[int32]
	Message        patch.Field[string]
	AdditionalData odata.Members // a null value removes the member

	form patchForm
}

type patchForm struct {
	code, subcode member.Int32Text // "" or the text of a number
	shortType     bool
}

// DecodePatch reads one JSON object. Its errors are those of [Decode].
func DecodePatch(data []byte) (Patch, error) {
	r, faults := decode(data)
	if faults != nil {
		return Patch{}, fault.Scan("resultinfo.DecodePatch", "data", faults)
	}
	return r.members(), nil
}

// Diff returns the smallest patch that makes `to` out of from: Apply of it to
// from equals `to`. A member that would have to be set to null is
// [patch.ErrNullMember]; two different types are [ErrTypeChange].
func Diff(from, to ResultInfo) (Patch, error) {
	p, q := from.members(), to.members()
	out, errs := p.diff(&q, "resultinfo.Diff")
	if errs != nil {
		return Patch{}, fault.Join(errs)
	}
	return out, nil
}

// IsZero reports whether p has no member.
func (p Patch) IsZero() bool {
	return p.Type.IsZero() && p.Code.IsZero() && p.Subcode.IsZero() && p.Message.IsZero() && len(p.AdditionalData) == 0
}

// Apply returns r as p changes it, sharing nothing with either. It equals
// [patch.Apply] on their encodings, except for @odata.type: the same type in
// another spelling changes nothing, a target without a type takes that of p,
// and any other, null included, is [ErrTypeChange].
func (p Patch) Apply(r ResultInfo) (ResultInfo, error) {
	target := r.members()
	out, errs := p.apply(&target, "resultinfo.Patch.Apply", "r")
	if errs != nil {
		return ResultInfo{}, fault.Join(errs)
	}
	return out.document(), nil
}

// Then returns the patch that does p, then q. Where no single patch does it,
// which happens among the additional members only, the error is
// [patch.ErrNotComposable]. @odata.type is treated as if p's were the target's.
func (p Patch) Then(q Patch) (Patch, error) {
	const op = "resultinfo.Patch.Then"
	var errs []*patch.Error
	out := Patch{
		Code:    member.Then(p.Code, q.Code),
		Subcode: member.Then(p.Subcode, q.Subcode),
		Message: member.Then(p.Message, q.Message),
	}
	var ok bool
	if out.Type, ok = member.MergeType(p.Type, q.Type, ""); p.Type.IsNull() {
		errs = append(errs, fault.Value(op, "p", member.TypePointer(p.form.shortType), ErrTypeChange))
	} else if !ok {
		errs = append(errs, fault.Value(op, "q", member.TypePointer(q.form.shortType), ErrTypeChange))
	}
	more, merrs := p.additional().Then(op, q.additional())
	if errs = append(errs, merrs...); errs != nil {
		return Patch{}, fault.Join(errs)
	}
	out.AdditionalData = more
	out.form = p.formThen(&q)
	return out, nil
}

// formThen returns the form of p after q was merged into it.
func (p *Patch) formThen(q *Patch) patchForm {
	f := p.form
	f.code = f.code.Then(q.Code, q.form.code)
	f.subcode = f.subcode.Then(q.Subcode, q.form.subcode)
	if p.Type.IsZero() {
		f.shortType = q.form.shortType
	}
	return f
}

// AppendJSON appends p as a JSON object, as [ResultInfo.AppendJSON] does.
func (p Patch) AppendJSON(dst []byte) ([]byte, error) {
	out, f := p.append(dst, 0)
	return fault.Encoded(dst, out, f, "resultinfo.Patch.AppendJSON", "p")
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

// The slots of the listed members.
const (
	typeSlot = iota
	codeSlot
	subcodeSlot
	messageSlot
)

var listed = []jsonscan.Listed{
	jsonscan.NewListed("@odata.type", typeSlot, jsonscan.Text).Usually(string(Type)),
	jsonscan.NewListed("code", codeSlot, jsonscan.Integer),
	jsonscan.NewListed("subcode", subcodeSlot, jsonscan.Integer),
	jsonscan.NewListed("message", messageSlot, jsonscan.Text),
	jsonscan.NewListed("@type", typeSlot, jsonscan.Text),
}

const shortType = 4 // the index of @type

// typeListed returns @odata.type, or @type if short.
func typeListed(short bool) *jsonscan.Listed {
	if short {
		return &listed[shortType]
	}
	return &listed[typeSlot]
}

// scan reads an object: its listed members into rec, the others into r. Both
// are zero.
func (r *ResultInfo) scan(rd *jsonscan.Reader, rec *jsonscan.Record) {
	if !rd.Record(rec) {
		return
	}
	for _, more := rd.Next(rec, listed); more; _, more = rd.Next(rec, listed) {
		name, value, _ := rd.Member(rec, 0)
		r.AdditionalData = append(r.AdditionalData, odata.Member{Name: name, Value: value})
	}
}

// take takes over the listed members from rec, whose texts are in kept.
func (r *ResultInfo) take(rec *jsonscan.Record, kept string) {
	s := &rec.Slots
	r.Type, r.form.typeState = member.ReadType(&s[typeSlot], kept, Type)
	r.form.shortType = s[typeSlot].Listed == shortType
	r.Code, r.Subcode = s[codeSlot].N, s[subcodeSlot].N
	if !s[codeSlot].IsPlain() || !s[subcodeSlot].IsPlain() {
		r.form.setNumbers(numbers{member.ReadInt32(&s[codeSlot], kept), member.ReadInt32(&s[subcodeSlot], kept)})
	}
	r.Message, r.form.messageState = member.ReadText(&s[messageSlot], kept)
}

// append appends p as an object inside depth open containers.
func (p *Patch) append(dst []byte, depth int) ([]byte, *jsonscan.Fault) {
	start := len(dst)
	dst, f := jsonscan.AppendText(dst, nil, typeListed(p.form.shortType), string(p.Type.Or("")), member.StateOf(p.Type))
	dst = member.AppendInt32(dst, &listed[codeSlot], p.Code, p.form.code)
	dst = member.AppendInt32(dst, &listed[subcodeSlot], p.Subcode, p.form.subcode)
	dst, f = jsonscan.AppendText(dst, f, &listed[messageSlot], p.Message.Or(""), member.StateOf(p.Message))
	dst, f = p.additional().Append(dst, f, depth+1, listed)
	return jsonscan.CloseObject(dst, start), f
}

func (r *ResultInfo) append(dst []byte, depth int) ([]byte, *jsonscan.Fault) {
	start := len(dst)
	dst, f := jsonscan.AppendText(dst, nil, typeListed(r.form.shortType), string(r.Type), r.form.typeState)
	dst = r.form.code().Append(dst, &listed[codeSlot], r.Code)
	dst = r.form.subcode().Append(dst, &listed[subcodeSlot], r.Subcode)
	dst, f = jsonscan.AppendText(dst, f, &listed[messageSlot], r.Message, r.form.messageState)
	if len(r.AdditionalData) > 0 {
		dst, f = member.Additional{Members: r.AdditionalData}.Append(dst, f, depth+1, listed)
	}
	return jsonscan.CloseObject(dst, start), f
}

func (p *Patch) additional() member.Additional {
	return member.Additional{Members: p.AdditionalData}
}

func (p *Patch) equal(q *Patch) bool {
	return member.SameType(p.Type, q.Type) && p.Code == q.Code && p.Subcode == q.Subcode && p.Message == q.Message &&
		p.AdditionalData.Equal(q.AdditionalData)
}

// apply returns the members of target as p changes them.
func (p *Patch) apply(target *Patch, op, nameTarget string) (Patch, []*patch.Error) {
	var errs []*patch.Error
	out := Patch{
		Code:    member.Merge(target.Code, p.Code),
		Subcode: member.Merge(target.Subcode, p.Subcode),
		Message: member.Merge(target.Message, p.Message),
		form:    target.formThen(p),
	}
	var ok bool
	if out.Type, ok = member.MergeType(target.Type, p.Type, ""); !ok {
		errs = append(errs, fault.Value(op, "p", member.TypePointer(p.form.shortType), ErrTypeChange))
	}
	more, merrs := target.additional().Merge(op, nameTarget, p.additional())
	out.AdditionalData = more.Members
	return out, append(errs, merrs...)
}

// diff returns the patch from the members p to the members q.
func (p *Patch) diff(q *Patch, op string) (out Patch, errs []*patch.Error) {
	refuse := func(pointer string, err error) {
		errs = append(errs, fault.Value(op, "to", pointer, err))
	}
	var ok bool
	if out.Type, ok = member.DiffType(p.Type, q.Type); !ok {
		refuse(member.TypePointer(q.form.shortType), ErrTypeChange)
	}
	if out.Code, ok = member.Diff(p.Code, q.Code); !ok {
		refuse("/code", patch.ErrNullMember)
	}
	if out.Subcode, ok = member.Diff(p.Subcode, q.Subcode); !ok {
		refuse("/subcode", patch.ErrNullMember)
	}
	if out.Message, ok = member.Diff(p.Message, q.Message); !ok {
		refuse("/message", patch.ErrNullMember)
	}
	more, merrs := p.additional().Diff(op, q.additional())
	out.AdditionalData = more
	out.form = q.form
	return out, append(errs, merrs...)
}

// Internal is for package commsop, which reads a resultInfo in the middle of
// an operation, and for package validate. No promise covers it.
func Internal() internal { return internal{} }

type internal struct{}

// Scan and Take are the two halves of reading: between them the texts in rec are
// to be kept.
func (internal) Scan(r *ResultInfo, rd *jsonscan.Reader, rec *jsonscan.Record) { r.scan(rd, rec) }

func (internal) Take(r *ResultInfo, rec *jsonscan.Record, kept string) { r.take(rec, kept) }

func (internal) Append(dst []byte, r *ResultInfo, depth int) ([]byte, *jsonscan.Fault) {
	return r.append(dst, depth)
}

func (internal) AppendPatch(dst []byte, p *Patch, depth int) ([]byte, *jsonscan.Fault) {
	return p.append(dst, depth)
}

func (internal) Members(r *ResultInfo) Patch { return r.members() }

func (internal) Document(p *Patch) ResultInfo { return p.document() }

func (internal) Equal(p, q *Patch) bool { return p.equal(q) }

func (internal) Apply(p, target *Patch, op, nameTarget string) (Patch, []*patch.Error) {
	return p.apply(target, op, nameTarget)
}

func (internal) Diff(p, q *Patch, op string) (Patch, []*patch.Error) { return p.diff(q, op) }

// Ordinary reports whether r has code and subcode as numbers, no null type and
// no additional members.
func (internal) Ordinary(r *ResultInfo) bool {
	return r.form.numbers == nil && len(r.AdditionalData) == 0 && (r.Type != "" || r.form.typeState != jsonscan.Null)
}

// Facts puts the facts of r into f, one by one: a struct would be copied.
func (internal) Facts(r *ResultInfo, f *member.ResultFacts) {
	f.NullType = r.Type == "" && r.form.typeState == jsonscan.Null
	f.ShortType = r.form.shortType
	f.Code, f.Subcode = r.form.code().StateOf(r.Code), r.form.subcode().StateOf(r.Subcode)
	f.Additional = r.AdditionalData
}

func (internal) PatchFacts(p *Patch, f *member.ResultFacts) {
	f.NullType = p.Type.IsNull()
	f.ShortType = p.form.shortType
	f.Code, f.Subcode = member.Int32StateOf(p.Code, p.form.code), member.Int32StateOf(p.Subcode, p.form.subcode)
	f.Additional = p.AdditionalData
}

// Changed notes the pointers, from the operation on, at which the encodings of
// p and q differ, their additional members aside.
func (internal) Changed(p, q *Patch, note func(pointer string, differ bool)) {
	if q.form.shortType {
		note("/resultInfo/@type", p.Type != q.Type)
	} else {
		note("/resultInfo/@odata.type", p.Type != q.Type)
	}
	note("/resultInfo/code", !member.SameInt32(p.Code, p.form.code, q.Code, q.form.code))
	note("/resultInfo/message", p.Message != q.Message)
	note("/resultInfo/subcode", !member.SameInt32(p.Subcode, p.form.subcode, q.Subcode, q.form.subcode))
}
