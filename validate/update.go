package validate

import (
	"log/slog"
	"math"
	"slices"
	"strings"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/internal/entity"
	"example.com/graphcomms/patch"
)

// A Result is what an update made.
type Result struct {
	Operation commsop.Operation // the updated one
	Patch     commsop.Patch     // what was applied: the body without what Ignored lists
	Changed   []string          // pointers at which the encodings before and after differ, as deep as both have objects; none longer than 1 KiB; sorted
	Ignored   []string          // pointers of the body that have no effect: control information, and read-only members under [Ignore]; sorted
}

// LogValue returns the parts of r, as a group: the operation and the patch as
// they show themselves.
func (r Result) LogValue() slog.Value {
	return slog.GroupValue(slog.Any("operation", r.Operation), slog.Any("patch", r.Patch), slog.Any("changed", r.Changed), slog.Any("ignored", r.Ignored))
}

// Update does what a server has to: it reads the body strictly, validates
// the shape of the patch, applies it to current, and validates the result, the transition
// of status and the read-only members. It never changes current, and the
// Result shares nothing with current or body.
//
// The error is nil or [Errors] with all violations, and the Result then zero.
// A body that is not JSON is one violation. The result is validated whole, so
// faults of current are reported too. A text of a current made in Go that is not
// UTF-8 is not looked for: AppendJSON refuses it.
func (v *Validator) Update(current commsop.Operation, body []byte) (Result, error) {
	var f findings
	var p, before, after entity.Object
	for _, e := range operations.Read(&p, body) {
		bad := violationOf(e.Pointer, e.Want, e.Err)
		if bad.Code == OutOfRange {
			bad.Limit, bad.Message = math.MaxInt32, "must be at most 2147483647"
			if body[e.Offset] == '-' {
				bad.Limit, bad.Message = math.MinInt32, "must be at least -2147483648"
			}
		}
		f.add(bad)
		switch bad.Code {
		case Syntax, DuplicateName, InvalidUTF8, TooDeep: // it is alone, and leaves nothing to validate
			return Result{}, f.err()
		}
	}
	ignored := f.dropControl(&p)
	if v.options.ReadOnlyMode == Ignore {
		for i, had := range schema.Drop(&p, v.paths) {
			if had {
				ignored = append(ignored, v.readOnly[i])
			}
		}
	}
	slices.Sort(ignored)
	v.object(&f, schema, &p, false)

	operations.ToObject(&current, &before)
	for _, e := range schema.Apply(&after, &before, &p, "validate.Update", "current") {
		f.add(violationOf(e.Pointer, e.Want, e.Err))
	}
	v.object(&f, schema, &after, true)
	v.readOnlyMembers(&f, &before, &p, &after)
	if to := &after.Values[statusSlot]; to.State == patch.StateSet {
		v.transition(&f, commsop.Status(before.Values[statusSlot].Text).Canonical(), commsop.Status(to.Text).Canonical())
	}

	if err := f.err(); err != nil {
		return Result{}, err
	}
	return Result{operations.OfObject(&after), operations.PatchOfObject(&p), schema.Changed(&before, &after), ignored}, nil
}

// dropControl removes from the patch p control information, which has no effect,
// and returns the pointers. It notes @removed, which asks for a deletion and is no
// update.
func (f *findings) dropControl(p *entity.Object) []string {
	return slices.DeleteFunc(schema.DropControl(p), func(pointer string) bool {
		isRemoved := strings.HasSuffix(pointer, "removed")
		if isRemoved {
			f.note(pointer, UnknownMember)
		}
		return isRemoved
	})
}
