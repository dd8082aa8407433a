package jsonscan

import "unicode/utf8"

// An Error is one thing wrong with a text.
type Error struct {
	Pointer string // the value being read, or the repeated member
	Offset  int    // in bytes
	Want    string // for ErrWrongType the kind that is wanted
	Err     error
}

// fault describes the failure f at offset i; invalid UTF-8 before it comes
// first. A character that the text ends in is not invalid: the rest was to come.
func (s *Scanner) fault(i int, f Flags) *Error {
	err := f.cause()
	if n := validLen(s.data[:i]); n < i && (i < len(s.data) || utf8.FullRune(s.data[n:])) {
		i, err = n, ErrInvalidUTF8
	}
	fault := []Error{{Offset: i, Err: err}}
	Locate(s.data, fault)
	return &fault[0]
}

// validLen returns the length of the longest prefix of b that is UTF-8.
func validLen(b []byte) int {
	n := 0
	for n < len(b) {
		r, size := utf8.DecodeRune(b[n:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		n += size
	}
	return n
}
