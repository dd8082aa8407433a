package commsop

import "example.com/graphcomms/internal/ascii"

// meaning returns what the text of an open enum means, where constants are its
// members by their values: the constant for a name in any ASCII case or for a
// value such as "2", which OData lets a string carry (OData JSON 4.01 section
// 7.1), else the text itself.
func meaning[T ~string](text string, constants []T) T {
	if c := folded(text, constants); c != "" {
		return c
	}
	if len(text) == 1 && int(text[0]-'0') < len(constants) {
		return constants[text[0]-'0']
	}
	return T(text)
}

// folded returns the constant for a name in any ASCII case, or "".
func folded[T ~string](name string, constants []T) T {
	for _, c := range constants {
		if len(name) == len(c) && ascii.EqualFold(name, string(c)) {
			return c
		}
	}
	return ""
}
