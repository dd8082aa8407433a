package commsop

import (
	"log/slog"

	"example.com/graphcomms/internal/entity"
	"example.com/graphcomms/internal/joinerr"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
)

// The causes of a [patch.Error] where a patch would change what an operation
// is. Match them with [errors.Is].
var (
	ErrIDChange   = entity.ErrIDChange
	ErrTypeChange = entity.ErrTypeChange
)

// A Patch is a merge patch of an [Operation]: the body of "Update operations".
// The zero Patch changes nothing. A decoded one remembers how its members were
// written, as an Operation does.
type Patch struct {
	Type           patch.Field[odata.Type]       `json:"@odata.type,omitzero"`
	ID             patch.Field[string]           `json:"id,omitzero"`
	Status         patch.Field[Status]           `json:"status,omitzero"`
	ClientContext  patch.Field[string]           `json:"clientContext,omitzero"`
	ResultInfo     patch.Field[resultinfo.Patch] `json:"resultInfo,omitzero"` // merged, not replaced
	AdditionalData odata.Members                 `json:"-"`                   // a null value removes the member

	wire patchWire
}

type patchWire struct {
	statusText string          // the spelling of status, which counts as long as it means it
	additional jsonscan.Extras // what the additional members were read from
	typeField  uint8           // the name of @odata.type
}

// DecodePatch reads one JSON object. Its errors are those of [Decode].
func DecodePatch(data []byte) (Patch, error) { return decodePatch("commsop.DecodePatch", data) }

func decodePatch(op string, data []byte) (Patch, error) {
	o, err := decode(op, data)
	if err != nil {
		return Patch{}, err
	}
	var x entity.Object
	return patchOfObject(o.toObject(&x)), nil
}

// Diff returns the smallest patch that makes `to` out of from: Apply of it to
// from equals `to`, control information aside (see [odata.IsControl]), of which
// it has only from's @odata.type where anything differs, because Graph refuses the
// bodies of polymorphic types without it. A member that would have to be set to
// null is [patch.ErrNullMember]; two different ids are [ErrIDChange], two
// different types [ErrTypeChange].
func Diff(from, to Operation) (Patch, error) {
	var x, y, out entity.Object
	if errs := schema.Diff(&out, from.toObject(&x), to.toObject(&y), "commsop.Diff"); errs != nil {
		return Patch{}, joinerr.Join(errs)
	}
	if t := &x.Values[typeSlot]; out.Values[typeSlot].State == patch.StateAbsent && t.State == patch.StateSet && !schema.IsZero(&out) {
		out.Values[typeSlot] = *t
	}
	return patchOfObject(&out), nil
}

// IsZero reports whether p has no member.
func (p Patch) IsZero() bool {
	var x entity.Object
	return schema.IsZero(p.toObject(&x))
}

// Apply returns o as p changes it, sharing no list with either. It equals
// [patch.Apply] on their encodings, except for what says which object this is:
//
//   - control information, such as @odata.etag, stays as it is (see
//     [odata.IsControl]);
//   - @odata.type: the same type in another spelling, or the base type for a
//     derived target, changes nothing; a target without a type, or with the
//     base type, takes that of p; any other, null included, is [ErrTypeChange];
//   - id: the same id changes nothing, a target without one takes it; another
//     id, or null, is [ErrIDChange].
//
// All such errors are reported.
func (p Patch) Apply(o Operation) (Operation, error) {
	var x, y, out entity.Object
	if errs := schema.Apply(&out, o.toObject(&x), p.toObject(&y), "commsop.Patch.Apply", "o"); errs != nil {
		return Operation{}, joinerr.Join(errs)
	}
	return ofObject(&out), nil
}

// Then returns the patch that does p, then q. Where no single patch does it the
// error is [patch.ErrNotComposable]: after p removes resultInfo, no patch says
// "replace it by this", because the members that it had are unknown.
// @odata.type and id are treated as if p's were the target's.
func (p Patch) Then(q Patch) (Patch, error) {
	var x, y, out entity.Object
	if errs := schema.Then(&out, p.toObject(&x), q.toObject(&y), "commsop.Patch.Then"); errs != nil {
		return Patch{}, joinerr.Join(errs)
	}
	return patchOfObject(&out), nil
}

// Equal reports whether p and q have the same members with the same meaning, as
// [Operation.Equal] has it.
func (p Patch) Equal(q Patch) bool {
	var x, y entity.Object
	return schema.Equal(p.toObject(&x), q.toObject(&y))
}

// AppendJSON appends p as a JSON object, as [Operation.AppendJSON] does.
func (p Patch) AppendJSON(dst []byte) ([]byte, error) {
	var x entity.Object
	out, f := schema.Append(dst, p.toObject(&x), 0)
	return joinerr.Encoded(dst, out, f, "commsop.Patch.AppendJSON", "p")
}

// MarshalJSON returns what AppendJSON appends.
func (p Patch) MarshalJSON() ([]byte, error) { return p.AppendJSON(nil) }

// UnmarshalJSON replaces p by what DecodePatch reads, except that null does
// nothing. On an error p is as it was.
func (p *Patch) UnmarshalJSON(data []byte) error {
	return joinerr.Unmarshal("commsop.Patch.UnmarshalJSON", p, data, decodePatch)
}

func (p Patch) describe() description {
	var x entity.Object
	return describeObject("commsop.Patch", p.toObject(&x))
}

// String returns the type, id, status, code and subcode, and the names of the
// other members, whose values may be secret.
func (p Patch) String() string { return p.describe().String() }

// GoString returns what String does.
func (p Patch) GoString() string { return p.String() }

// LogValue returns what String does, as a group.
func (p Patch) LogValue() slog.Value { return p.describe().LogValue() }
