// Package jsonscan is the strict one-pass JSON reader and writer that the
// packages of this module share.
//
// It refuses what RFC 8259 refuses and also repeated member names (compared
// after unescaping), invalid UTF-8, lone surrogate escapes and nesting deeper
// than [MaxDepth]. Time is linear in the input, whatever the input is.
//
// The scanning functions take the text and an index and return the index
// after what they read together with [Flags]: what was seen on the way, or
// why they stopped. A failure is turned into a [Fault], with its JSON pointer,
// only when somebody asks for it.
package jsonscan

import (
	"encoding/binary"
	"errors"
	"unicode/utf8"
)

// MaxDepth is how many arrays and objects together may be open at one place.
const MaxDepth = 10000

// The kinds of failure of this package.
var (
	ErrSyntax        = errors.New("invalid JSON syntax")
	ErrDuplicateName = errors.New("repeated member name")
	ErrInvalidUTF8   = errors.New("invalid UTF-8 or lone surrogate")
	ErrDepth         = errors.New("nested deeper than 10000 levels")
	ErrWrongType     = errors.New("wrong kind of JSON value")
	ErrNotInteger    = errors.New("not an integer written in digits")
	ErrOutOfRange    = errors.New("integer beyond 32 bits")
)

// Flags tell what a scan has seen.
type Flags uint16

const (
	Escaped    Flags = 1 << iota // a string with a backslash
	High                         // a byte over 0x7F
	Space                        // insignificant white space
	NullMember                   // a null member of the object, or of one that is a member of it

	badSyntax
	badSurrogate
	badName
	badDepth

	// Failed is set when a scan stopped before its end; the index beside it
	// is then the offset of the failure.
	Failed = badSyntax | badSurrogate | badName | badDepth
)

// cause is the error that stopped a scan.
func (f Flags) cause() error {
	switch {
	case f&badSurrogate != 0:
		return ErrInvalidUTF8
	case f&badName != 0:
		return ErrDuplicateName
	case f&badDepth != 0:
		return ErrDepth
	}
	return ErrSyntax
}

// A Scanner reads the text that it was given with Init. It belongs to one
// goroutine. Texts of ordinary width need no memory but its own, which is meant
// to be on the caller's stack.
type Scanner struct {
	data  []byte
	names names
}

// Init makes s, which must be zero or have read a text to its end, ready to
// read data.
func (s *Scanner) Init(data []byte) { s.data = data }

// Check reports the first place, in document order, where data is not one
// JSON value as this package wants it, or nil.
func Check(data []byte) *Fault {
	var s Scanner
	s.Init(data)
	i := SkipSpace(data, 0)
	i, f := s.Value(i, 0)
	return s.Finish(i, f)
}

// Finish ends the scan of a text whose value ends at i: nothing but white
// space may follow, and what has bytes over 0x7F must be UTF-8.
func (s *Scanner) Finish(i int, f Flags) *Fault {
	if f&Failed == 0 {
		if i = SkipSpace(s.data, i); i < len(s.data) {
			f |= badSyntax
		}
	}
	if f&Failed != 0 {
		return s.fault(i, f)
	}
	if f&High != 0 && !utf8.Valid(s.data) {
		return s.fault(len(s.data), f)
	}
	return nil
}

// Value scans the value that begins at i, inside depth open containers.
func (s *Scanner) Value(i, depth int) (int, Flags) {
	data := s.data
	if i >= len(data) {
		return i, badSyntax
	}
	switch c := data[i]; c {
	case '"':
		return String(data, i)
	case '{':
		return s.object(i, depth)
	case '[':
		return s.array(i, depth)
	case 'n':
		return literal(data, i, "null")
	case 't':
		return literal(data, i, "true")
	case 'f':
		return literal(data, i, "false")
	}
	return number(data, i)
}

func (s *Scanner) array(i, depth int) (int, Flags) {
	if depth >= MaxDepth {
		return i, badDepth
	}
	i++
	var f Flags
	for begun := false; ; {
		var more bool
		if i, f, more = s.nextElement(i, f, &begun); !more {
			return i, f
		}
		var g Flags
		i, g = s.Value(i, depth+1)
		if f |= g &^ NullMember; f&Failed != 0 {
			return i, f
		}
	}
}

// nextElement goes to the next element of an array as [Scanner.Next] does to
// the next member of an object.
func (s *Scanner) nextElement(i int, f Flags, begun *bool) (int, Flags, bool) {
	i, f = space(s.data, i, f)
	if i >= len(s.data) {
		return i, f | badSyntax, false
	}
	switch c := s.data[i]; {
	case c == ']':
		return i + 1, f, false
	case !*begun:
		*begun = true
		return i, f, true
	case c == ',':
		if i, f = space(s.data, i+1, f); i < len(s.data) && s.data[i] != ']' {
			return i, f, true
		}
	}
	return i, f | badSyntax, false
}

func (s *Scanner) object(i, depth int) (int, Flags) {
	var o Object
	i, f := s.Open(i, depth, &o)
	for f&Failed == 0 {
		var more bool
		if i, f, more = s.Next(i, f, &o); !more {
			break
		}
		null := i < len(s.data) && s.data[i] == 'n'
		var g Flags
		i, g = s.Value(i, depth+1)
		f |= g
		if null {
			f |= NullMember
		}
	}
	return i, f
}

// An Object is the state of reading the members of one object.
type Object struct {
	// NameStart and NameEnd bound the text of the present member's name,
	// without its quotes.
	NameStart, NameEnd int
	// NameFlags tell whether it has escapes.
	NameFlags Flags

	begun bool
	seen  uint8 // see [Reader.First]
	set   nameSet
}

// Open begins to read the object at i, inside depth open containers.
func (s *Scanner) Open(i, depth int, o *Object) (int, Flags) {
	if depth >= MaxDepth {
		return i, badDepth
	}
	*o = Object{set: s.names.open()}
	return i + 1, 0
}

// Next goes to the next member of o from i, the place after its brace or
// after the last value. It returns the index of the member's value and f with
// what was seen, and whether there is a member; where there is none and f has
// not Failed, the index is the one after the closing brace.
func (s *Scanner) Next(i int, f Flags, o *Object) (int, Flags, bool) {
	return s.next(i, f, o, true)
}

// next is Next, which checks that the name is new, or leaves that to the
// caller.
func (s *Scanner) next(i int, f Flags, o *Object, check bool) (int, Flags, bool) {
	data := s.data
	if o.begun && i+1 < len(data) && data[i] == ',' && data[i+1] == '"' {
		i++
	} else {
		var more bool
		if i, f, more = s.nextName(i, f, o); !more {
			return i, f, false
		}
	}
	end, g := String(data, i)
	if f |= g; f&Failed != 0 {
		return end, f, false
	}
	o.NameStart, o.NameEnd, o.NameFlags = i+1, end-1, g
	if check && !s.names.add(data, &o.set, i+1, end-1, g&Escaped != 0) {
		return i, f | badName, false
	}
	if end+1 < len(data) && data[end] == ':' && data[end+1] > ' ' {
		return end + 1, f, true
	}
	if end, f = space(data, end, f); end >= len(data) || data[end] != ':' {
		return end, f | badSyntax, false
	}
	end, f = space(data, end+1, f)
	return end, f, true
}

// nextName goes to the name of the next member of o, where there is one.
func (s *Scanner) nextName(i int, f Flags, o *Object) (int, Flags, bool) {
	data := s.data
	if i, f = space(data, i, f); i >= len(data) {
		return i, f | badSyntax, false
	}
	switch c := data[i]; {
	case c == '}':
		s.names.close(&o.set)
		return i + 1, f, false
	case !o.begun:
		o.begun = true
	case c == ',':
		i, f = space(data, i+1, f)
	default:
		return i, f | badSyntax, false
	}
	if i >= len(data) || data[i] != '"' {
		return i, f | badSyntax, false
	}
	return i, f, true
}

// SkipSpace returns the index of the first byte from i on that is not
// insignificant white space.
func SkipSpace(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\n' || data[i] == '\r' || data[i] == '\t') {
		i++
	}
	return i
}

// space is SkipSpace that notes in f whether there was any.
func space(data []byte, i int, f Flags) (int, Flags) {
	if i < len(data) && data[i] <= ' ' {
		if j := SkipSpace(data, i); j > i {
			return j, f | Space
		}
	}
	return i, f
}

func literal(data []byte, i int, word string) (int, Flags) {
	if len(data)-i >= len(word) && string(data[i:i+len(word)]) == word {
		return i + len(word), 0
	}
	return i, badSyntax
}

// number scans a number; anything that does not begin one fails at i.
func number(data []byte, i int) (int, Flags) {
	if i < len(data) && data[i] == '-' {
		i++
	}
	if i < len(data) && data[i] == '0' {
		if i++; digits(data, i) > i { // inside the number, so that the fault is the number's
			return i, badSyntax
		}
	} else if j := digits(data, i); j > i {
		i = j
	} else {
		return i, badSyntax
	}
	if i < len(data) && data[i] == '.' {
		j := digits(data, i+1)
		if j == i+1 {
			return j, badSyntax
		}
		i = j
	}
	if i < len(data) && data[i]|0x20 == 'e' {
		i++
		if i < len(data) && (data[i] == '+' || data[i] == '-') {
			i++
		}
		j := digits(data, i)
		if j == i {
			return j, badSyntax
		}
		i = j
	}
	return i, 0
}

func digits(data []byte, i int) int {
	for i < len(data) && data[i]-'0' <= 9 {
		i++
	}
	return i
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// special has the high bit set of the first byte of w, in memory order, that
// is a quote, a backslash or a control character, and of no byte before it.
// A quote is a control character but for one bit, so two tests do for three.
func special(w uint64) uint64 {
	const quoteOrControl, backslash = ones * 0x02, ones * '\\'
	return (((w ^ quoteOrControl) - ones*0x21) | ((w ^ backslash) - ones)) &^ w & highs
}

// String scans the string whose opening quote is at i.
func String(data []byte, i int) (int, Flags) {
	var f Flags
	var high uint64
	rest := data[i+1:]
	for {
		for len(rest) >= 8 {
			w := binary.LittleEndian.Uint64(rest)
			if m := special(w); m != 0 {
				n := trailingBytes(m)
				high |= w & (1<<(8*n) - 1)
				rest = rest[n:]
				goto found
			}
			high |= w
			rest = rest[8:]
		}
		for len(rest) > 0 && rest[0] >= ' ' && rest[0] != '"' && rest[0] != '\\' {
			high |= uint64(rest[0])
			rest = rest[1:]
		}
		if len(rest) == 0 {
			return len(data), f | badSyntax
		}
	found:
		switch rest[0] {
		case '"':
			if high&highs != 0 {
				f |= High
			}
			return len(data) - len(rest) + 1, f
		case '\\':
			n, _, bad := unescape(rest)
			if bad != 0 {
				return len(data) - len(rest) + n, f | bad
			}
			f |= Escaped
			rest = rest[n:]
		default:
			return len(data) - len(rest), f | badSyntax
		}
	}
}
