package member

// A Slab hands out slices of T that are cut from few allocations. One slice
// grows at a time.
type Slab[T any] struct {
	buf  []T
	from int // where the growing slice begins
	size int // of the last allocation
}

// Next appends a zero T to the growing slice and returns its place, which is
// good until the next call. min is the size of the first allocation.
func (s *Slab[T]) Next(min int) *T {
	n := len(s.buf)
	if n == cap(s.buf) {
		s.grow(min)
		n = len(s.buf)
	}
	s.buf = s.buf[:n+1]
	return &s.buf[n]
}

func (s *Slab[T]) grow(min int) {
	growing := s.buf[s.from:]
	s.size = max(min, 2*len(growing), 2*s.size)
	if s.size > 1024 {
		s.size = max(1024, 2*len(growing))
	}
	s.buf = append(make([]T, 0, s.size), growing...)
	s.from = 0
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

// News hands out values of T from few allocations. The zero News is ready.
type News[T any] struct {
	free []T
	size int // of the last allocation
}

// New returns a zero T.
func (s *News[T]) New() *T {
	if len(s.free) == 0 {
		if s.size = min(2*s.size, 1024); s.size == 0 {
			s.size = 1
			return new(T)
		}
		s.free = make([]T, s.size)
	}
	p := &s.free[0]
	s.free = s.free[1:]
	return p
}
