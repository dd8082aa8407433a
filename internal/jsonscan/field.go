package jsonscan

import (
	"bytes"
	"encoding/binary"
)

// A Field is one name of a listed member of a type of objects.
type Field struct {
	name   string
	slot   uint8
	kind   Kind
	key    string // what the member begins with when it is written: a comma, the quoted name, a colon
	common string // a text that is often its value, and a quote
	// The name, a quote and a colon in memory order, what comes after them masked
	// out.
	word, mask [2]uint64
}

// A Kind is a kind of values.
type Kind uint8

const (
	Any     Kind = iota // left to the caller
	Text                // a string or null
	Integer             // a number or null; a string of digits, with or without a minus before them, counts as its number
)

var kindNames = [...]string{Any: "", Text: "string", Integer: "integer"}

// String returns the name of the kind as errors say it.
func (k Kind) String() string { return kindNames[k] }

// maxKey is how many bytes of a name, a quote and a colon are compared by words.
const maxKey = 16

// NewField returns the field with the given name. Names that mean the same have
// the same slot.
func NewField(name string, slot uint8, kind Kind) Field {
	f := Field{name: name, key: `,"` + name + `":`, slot: slot, kind: kind}
	key := append([]byte(f.key[2:]), make([]byte, maxKey)...)
	mask := append(bytes.Repeat([]byte{0xFF}, len(f.key)-2), make([]byte, maxKey)...)
	for i := range f.word {
		f.word[i], f.mask[i] = load(key, 8*i), load(mask, 8*i)
	}
	return f
}

// WithCommonValue returns f with a text, one without escapes, that is often its
// value, if it is not "". It is then read faster and not interned.
func (f Field) WithCommonValue(text string) Field {
	if text != "" {
		f.common = text + `"`
	}
	return f
}

// isAt reports whether the name and its colon stand at i, without escapes or
// white space. It may miss a long name, and any at the end of the text.
func (f *Field) isAt(data []byte, i int) bool {
	return !f.isLong() && i >= 0 && i < len(data)-1-maxKey &&
		binary.LittleEndian.Uint64(data[i+1:])&f.mask[0] == f.word[0] && binary.LittleEndian.Uint64(data[i+9:])&f.mask[1] == f.word[1]
}

// isLong reports whether the words are not all of the name and colon.
func (f *Field) isLong() bool { return len(f.key) > 2+maxKey }

// hasRest reports whether the name and its colon, whose words stand at i, do so.
func (f *Field) hasRest(data []byte, i int) bool {
	return bytes.HasPrefix(data[i:], []byte(f.key[1:]))
}

// commonEnd returns the index after the string at i if that is the common value,
// else 0.
func (f *Field) commonEnd(data []byte, i int) int {
	if f.common == "" {
		return 0
	}
	if n := i + 1 + len(f.common); n < len(data) && string(data[i+1:n]) == f.common {
		return n
	}
	return 0
}

// Name returns the name.
func (f *Field) Name() string { return f.name }

// IsListed reports whether a member of that name is one of fields.
func IsListed(fields []Field, name string) bool { return find(fields, name) >= 0 }

func find[T string | []byte](fields []Field, name T) int {
	for i := range fields {
		if fields[i].name == string(name) {
			return i
		}
	}
	return -1
}
