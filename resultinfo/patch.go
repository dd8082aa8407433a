package resultinfo

import (
	"example.com/graphcomms/internal/entity"
	"example.com/graphcomms/internal/joinerr"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// ErrTypeChange is the cause of a [patch.Error] where a patch would change
// @odata.type, which says what an object is. Package commsop has it under the
// same name.
var ErrTypeChange = entity.ErrTypeChange

// A Patch is a merge patch of a [ResultInfo]. The zero Patch changes nothing.
// A decoded one remembers how its members were written, as a ResultInfo does.
type Patch struct {
	Type           patch.Field[odata.Type] `json:"@odata.type,omitzero"`
	Code           patch.Field[int32]      `json:"code,omitzero"`
	Subcode        patch.Field[int32]      `json:"subcode,omitzero"`
	Message        patch.Field[string]     `json:"message,omitzero"`
	AdditionalData odata.Members           `json:"-"` // a null value removes the member

	wire patchWire
}

type patchWire struct {
	code, subcode entity.Int32Text // "" or the text of a number
	typeField     uint8
	additional    jsonscan.Extras
}

// DecodePatch reads one JSON object. Its errors are those of [Decode].
func DecodePatch(data []byte) (Patch, error) { return decodePatch("resultinfo.DecodePatch", data) }

func decodePatch(op string, data []byte) (Patch, error) {
	r, err := decode(op, data)
	if err != nil {
		return Patch{}, err
	}
	var x entity.Object
	return patchOf(r.object(&x)), nil
}

func patchOf(o *entity.Object) Patch { return patchOfObject(o.Values[:], &o.Additional[0]) }

// Diff returns the smallest patch that makes `to` out of from: Apply of it to
// from equals `to`, control information aside (see [odata.IsControl]). A member
// that would have to be set to null is [patch.ErrNullMember]; two different
// types are [ErrTypeChange].
func Diff(from, to ResultInfo) (Patch, error) {
	var x, y, out entity.Object
	if errs := schema.Diff(&out, from.object(&x), to.object(&y), "resultinfo.Diff"); errs != nil {
		return Patch{}, joinerr.Join(errs)
	}
	return patchOf(&out), nil
}

// IsZero reports whether p has no member.
func (p Patch) IsZero() bool {
	var x entity.Object
	return schema.IsZero(p.object(&x))
}

// Apply returns r as p changes it, sharing no list with either. It equals
// [patch.Apply] on their encodings, except for what says which object this is:
// control information stays as it is (see [odata.IsControl]); of @odata.type, the
// same type in another spelling changes nothing, a target without a type takes
// that of p, and any other, null included, is [ErrTypeChange].
func (p Patch) Apply(r ResultInfo) (ResultInfo, error) {
	var x, y, out entity.Object
	if errs := schema.Apply(&out, r.object(&x), p.object(&y), "resultinfo.Patch.Apply", "r"); errs != nil {
		return ResultInfo{}, joinerr.Join(errs)
	}
	return ofObject(out.Values[:], &out.Additional[0]), nil
}

// Then returns the patch that does p, then q. Where no single patch does it,
// which happens among the additional members only, the error is
// [patch.ErrNotComposable]. @odata.type is treated as if p's were the target's.
func (p Patch) Then(q Patch) (Patch, error) {
	var x, y, out entity.Object
	if errs := schema.Then(&out, p.object(&x), q.object(&y), "resultinfo.Patch.Then"); errs != nil {
		return Patch{}, joinerr.Join(errs)
	}
	return patchOf(&out), nil
}

// Equal reports whether p and q have the same members with the same meaning, as
// [ResultInfo.Equal] has it.
func (p Patch) Equal(q Patch) bool {
	var x, y entity.Object
	return schema.Equal(p.object(&x), q.object(&y))
}

// AppendJSON appends p as a JSON object, as [ResultInfo.AppendJSON] does.
func (p Patch) AppendJSON(dst []byte) ([]byte, error) {
	var x entity.Object
	out, f := schema.Append(dst, p.object(&x), 0)
	return joinerr.Encoded(dst, out, f, "resultinfo.Patch.AppendJSON", "p")
}

// MarshalJSON returns what AppendJSON appends.
func (p Patch) MarshalJSON() ([]byte, error) { return p.AppendJSON(nil) }

// UnmarshalJSON replaces p by what DecodePatch reads, except that null does
// nothing. On an error p is as it was.
func (p *Patch) UnmarshalJSON(data []byte) error {
	return joinerr.Unmarshal("resultinfo.Patch.UnmarshalJSON", p, data, decodePatch)
}
