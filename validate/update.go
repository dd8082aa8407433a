package validate

import (
	"example.com/graphcomms/commsop"
	"example.com/graphcomms/internal/fault"
	"example.com/graphcomms/internal/member"
)

// A Result is what an update made.
type Result struct {
	Operation commsop.Operation // the updated one
	Patch     commsop.Patch     // what was applied: the body without what Ignored lists
	Changed   []string          // pointers at which the encodings before and after differ, as deep as both have objects
	Ignored   []string          // read-only pointers that were dropped from the body
}

// Update does what a server has to: it reads the body strictly, judges the
// patch's shape, applies it to current, and judges the result, the transition
// of status and the read-only members. It never changes current, and the
// Result shares nothing with current or body.
//
// The error is nil or [Errors] with all violations, and the Result then zero.
// A body that is not JSON is one violation. The result is judged whole, so
// faults of current are reported too.
func (v *Validator) Update(current commsop.Operation, body []byte) (Result, error) {
	var f findings
	p, faults := commsop.Internal().DecodePatch(body)
	for _, e := range fault.List(fault.Scan("validate.Update", "body", faults)) {
		f.note(e.Pointer, codeOf(e.Err))
	}
	if len(f.list) == 1 && f.list[0].Code.isFatal() {
		return Result{}, f.err()
	}
	r := Result{Patch: p}
	if v.options.ReadOnlyMode == Ignore {
		r.Patch, r.Ignored = v.drop(p)
	}
	var m member.OperationFacts
	commsop.Internal().PatchFacts(&r.Patch, &m)
	v.operation(&f, &m, partial)

	before := commsop.Internal().Members(&current)
	after, errs := commsop.Internal().Apply(&r.Patch, &before)

	f.stage = result
	for _, e := range errs {
		f.note(e.Pointer, codeOf(e.Err))
	}
	m = member.OperationFacts{}
	commsop.Internal().PatchFacts(&after, &m)
	v.operation(&f, &m, document)
	f.stage = readOnly
	v.readOnlyMembers(&f, &before, &r.Patch, &after)
	f.stage = transition
	v.transition(&f, before.Status.Or(""), after.Status)

	if err := f.err(); err != nil {
		return Result{}, err
	}
	r.Operation = commsop.Internal().Document(&after)
	r.Changed = commsop.Internal().Changed(&before, &after)
	return r, nil
}
