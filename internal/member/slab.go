package member

// A Slab hands out slices of T that are cut from few allocations. One slice
// grows at a time.
type Slab[T any] struct {
	buf  []T
	from int // where the growing slice begins
	size int // of the last allocation
}

// Append appends v to the growing slice, and returns where it is for as long
// as nothing else is appended to that slice. min is the size of the first
// allocation.
func (s *Slab[T]) Append(v T, min int) *T {
	if len(s.buf) == cap(s.buf) {
		growing := s.buf[s.from:]
		s.size = max(min, 2*len(growing), 2*s.size)
		if s.size > 1024 {
			s.size = max(1024, 2*len(growing))
		}
		s.buf = append(make([]T, 0, s.size), growing...)
		s.from = 0
	}
	s.buf = append(s.buf, v)
	return &s.buf[len(s.buf)-1]
}

// Take ends the growing slice and returns it, nil if it is empty.
func (s *Slab[T]) Take() []T {
	if s.from == len(s.buf) {
		return nil
	}
	out := s.buf[s.from:len(s.buf):len(s.buf)]
	s.from = len(s.buf)
	return out
}
