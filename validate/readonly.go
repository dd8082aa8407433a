package validate

import "example.com/graphcomms/internal/entity"

// readOnlyMembers notes each read-only pointer that the patch p may not touch,
// or that changed between the operations before and after.
func (v *Validator) readOnlyMembers(f *findings, before, p, after *entity.Object) {
	was, is, sent := schema.Finder(before), schema.Finder(after), schema.Finder(p)
	for i, path := range v.readOnly.paths {
		if v.options.ReadOnlyMode == Reject && sent.Has(path) || !was.EqualAt(&is, path) {
			f.note(v.readOnly.texts[i], ReadOnly)
		}
	}
}
