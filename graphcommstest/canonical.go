package graphcommstest

import (
	"bytes"
	"encoding/json"
)

// Canonical returns the one text for the meaning of data, as Golden writes it:
// indented by two spaces, members sorted by name, each string and each number
// in one spelling, and a newline at the end. Texts that [patch.Equal] holds
// equal, and no others, come out alike. Numbers keep all their digits, and
// huge exponents are not expanded. The error is a [patch.Error].
//
// The indentation of a very deep text is much longer than the text.
func Canonical(data []byte) ([]byte, error) {
	v, err := load("graphcommstest.Canonical", "data", data)
	if err != nil {
		return nil, err
	}
	return canonical(v)
}

func canonical(v object) ([]byte, error) {
	var b bytes.Buffer
	if err := json.Indent(&b, appendValue(nil, v[""]), "", "  "); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
