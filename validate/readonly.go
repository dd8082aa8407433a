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

// drop removes the read-only members from p and returns their pointers.
func (v *Validator) drop(p *entity.Object) (dropped []string) {
	for i, had := range schema.Drop(p, v.readOnly.paths) {
		if had {
			dropped = append(dropped, v.readOnly.texts[i])
		}
	}
	return dropped
}
