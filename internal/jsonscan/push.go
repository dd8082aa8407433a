package jsonscan

import "slices"

// Push is append of one element that always doubles a full slice. append grows
// a large one by a quarter, which for what grows as deep as a text goes leaves
// five times its size to the garbage collector.
func Push[T any](s []T, v T) []T {
	if len(s) == cap(s) {
		s = slices.Grow(s, max(len(s), 4))
	}
	return append(s, v)
}
