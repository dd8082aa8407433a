package graphcommstest

// Canonical returns the one text for the meaning of data, as Golden writes it:
// indented by two spaces, members sorted by name, each string and each number
// in one spelling, and a newline at the end. Texts that [patch.Equal] holds
// equal, and no others, come out alike. Numbers keep all their digits, and
// huge exponents are not expanded. What is nested deeper than 32 levels is
// written on one line, so that the result is never much longer than data. The
// error is a [patch.Error].
func Canonical(data []byte) ([]byte, error) {
	v, err := load("graphcommstest.Canonical", "data", data)
	if err != nil {
		return nil, err
	}
	return canonical(v), nil
}

func canonical(v value) []byte {
	return append(v.kids[0].appendIndented(nil, 0), '\n')
}

const (
	maxIndent = 32
	spaces    = "\n                                                                " // two for each level
)

func (v *value) appendIndented(dst []byte, level int) []byte {
	if len(v.kids) == 0 || level == maxIndent {
		return v.appendCompact(dst, true)
	}
	dst = append(dst, v.kind)
	for i := range v.kids {
		kid := &v.kids[i]
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, spaces[:1+2*(level+1)]...)
		if v.kind == '{' {
			dst = append(appendString(dst, kid.name), ": "...)
		}
		dst = kid.appendIndented(dst, level+1)
	}
	return append(append(dst, spaces[:1+2*level]...), v.kind+2)
}
