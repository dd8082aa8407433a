package patch

import "example.com/graphcomms/internal/jsonscan"

// Compose returns one patch that does p, then q, to every document:
// Apply(Apply(d, p), q) equals Apply(d, Compose(p, q)).
//
// Merge patches are not closed under composition. Where q has an object and p
// has null, a scalar or an array, the result would have to say "replace
// whatever is there by this object", which no merge patch can: Compose returns
// [ErrNotComposable] at that pointer. All other pairs compose exactly.
func Compose(p, q []byte) ([]byte, error) {
	const op = "patch.Compose"
	var few [16]jsonscan.Node
	tree, fault := parsePatch(q, few[:0])
	if fault != nil {
		if first := jsonscan.Check(p); first != nil {
			return nil, newError(op, "p", first)
		}
		return nil, newError(op, "q", fault)
	}
	a := applier{doc: p, compose: true}
	out, fault := a.run(nil, &tree)
	if fault != nil {
		return nil, newError(op, "p", fault)
	}
	if err := a.fault.error(op, "q", q); err != nil {
		return nil, err
	}
	return out, nil
}
