package entity

// An Arena hands out slices that are cut from few allocations. The first has
// exactly the room that is asked for, so that a text of one object leaves
// nothing over; the following double up to a limit. The zero Arena is ready.
type Arena[T any] struct {
	free []T
	size int // of the last allocation
}

// maxArena bounds how many elements one slice keeps alive beside its own. So many
// members and what the allocator adds take 8 KiB, one of its sizes.
const maxArena = 255

// Make returns a slice of n zero elements with no room for more.
func (a *Arena[T]) Make(n int) []T {
	if len(a.free) < n {
		a.size = max(n, min(2*a.size, maxArena))
		a.free = make([]T, a.size)
	}
	out := a.free[:n:n]
	a.free = a.free[n:]
	return out
}

// New returns a zero element.
func (a *Arena[T]) New() *T { return &a.Make(1)[0] }
