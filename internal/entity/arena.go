package entity

// An Arena hands out slices that are cut from few allocations. The first has
// exactly the room that is asked for, so that a text of one object leaves
// nothing over; the following double up to a limit. The zero Arena is ready.
type Arena[T any] struct {
	free []T
	size int // of the last allocation
	made int // elements
}

// maxArena bounds how many elements one slice keeps alive beside its own.
const maxArena = 1024

// Make returns a slice of n zero elements with no room for more.
func (a *Arena[T]) Make(n int) []T {
	if len(a.free) < n {
		a.size = max(n, min(2*a.size, maxArena))
		a.free = make([]T, a.size)
	}
	out := a.free[:n:n]
	a.free = a.free[n:]
	a.made += n
	return out
}

// Renewed returns an Arena that shares no allocation with a. Its first has room for
// a sixteenth more elements than a has handed out, within the limit.
func (a *Arena[T]) Renewed() Arena[T] { return Arena[T]{size: a.made * 17 / 32} }

// New returns a zero element.
func (a *Arena[T]) New() *T { return &a.Make(1)[0] }
