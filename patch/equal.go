package patch

import (
	"bytes"

	"example.com/graphcomms/internal/jsonscan"
)

// Check reports whether data is one JSON value as this module reads it:
// RFC 8259 without repeated names, invalid UTF-8, lone surrogate escapes or
// more than 10 000 levels. It allocates nothing for a good text of ordinary
// width, and keeps no part of data.
func Check(data []byte) error {
	if f := jsonscan.Check(data); f != nil {
		return newError("patch.Check", "data", f)
	}
	return nil
}

// Equal reports whether a and b are the same JSON value. The order of members
// does not count, nor how a string is escaped; numbers compare exactly, by
// value (1, 1.0 and 10e-1 are the same), never as float64. null is not the
// same as an absent member.
func Equal(a, b []byte) (bool, error) {
	const op = "patch.Equal"
	if bytes.Equal(a, b) {
		if f := jsonscan.Check(a); f != nil {
			return false, newError(op, "a", f)
		}
		return true, nil
	}
	x, y, err := parseTwo(op, "a", a, "b", b, jsonscan.Elements)
	if err != nil {
		return false, err
	}
	return jsonscan.Equal(&x, 0, &y, 0), nil
}

func parseTwo(op, nameA string, a []byte, nameB string, b []byte, elements bool) (x, y jsonscan.Tree, err error) {
	if x, err = parse(op, nameA, a, elements); err == nil {
		y, err = parse(op, nameB, b, elements)
	}
	return x, y, err
}

func parse(op, name string, data []byte, elements bool) (jsonscan.Tree, error) {
	t, f := jsonscan.Parse(data, elements, nil)
	if f != nil {
		return t, newError(op, name, f)
	}
	return t, nil
}
