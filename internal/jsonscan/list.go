package jsonscan

import "slices"

// A List gathers what is read of an array. The zero List is empty.
type List[T any] struct {
	elements []T
	had      int // elements
	left     int // bytes of the text, when elements last grew
}

// Next appends a zero element and returns it. A full list gets room for as many
// more as there would be in what is left of the text if all were as long as
// those since it last grew, and some; but sixteen must be seen first. When a
// value of the wrong kind has been noted, which leaves no result, the list
// begins anew.
func (l *List[T]) Next(r *Reader) *T {
	if len(r.faults) > 0 {
		clear(l.elements)
		l.elements = l.elements[:0]
	}
	n, left := len(l.elements), r.Remaining()
	if n == cap(l.elements) {
		more := 1
		if n > 0 {
			more = 2 + left/max(1, (l.left-left)/(n-l.had))
			more += more / 32
		}
		if n < 16 {
			more = min(more, 16-n)
		}
		l.elements = slices.Grow(l.elements, more)
		l.had, l.left = n, left
	}
	l.elements = l.elements[:n+1] // what is behind the elements is zero
	return &l.elements[n]
}

// Elements returns the list. Where most of its room is not used, because what is
// left of a text was not what came before it, it returns a copy that has none.
func (l *List[T]) Elements() []T {
	if cap(l.elements) > 2*len(l.elements)+16 {
		return slices.Clone(l.elements)
	}
	return l.elements
}
