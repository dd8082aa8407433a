package jsonscan

import "slices"

// A List gathers what is read of an array. The zero List is empty.
type List[T any] struct {
	Elements []T
	had      int // elements
	left     int // bytes of the text, when Elements last grew
}

// Next appends a zero element and returns it. A full list gets room for as many
// more as there would be in what is left of the text if all were as long as
// those since it last grew, and some; but sixteen must be seen first. When a
// value of the wrong kind has been noted, which leaves no result, the list
// begins anew.
func (l *List[T]) Next(r *Reader) *T {
	if len(r.faults) > 0 {
		l.Elements = l.Elements[:0]
	}
	n, left := len(l.Elements), r.Remaining()
	if n == cap(l.Elements) {
		more := 1
		if n > 0 {
			more = 2 + left/max(1, (l.left-left)/(n-l.had))
			more += more / 32
		}
		if n < 16 {
			more = min(more, 16-n)
		}
		l.Elements = slices.Grow(l.Elements, more)
		l.had, l.left = n, left
	}
	var zero T
	l.Elements = append(l.Elements, zero)
	return &l.Elements[n]
}

// DropLast drops the element that Next returned last.
func (l *List[T]) DropLast() { l.Elements = l.Elements[:len(l.Elements)-1] }
