// Package jsonscan is the strict one-pass JSON reader and writer that the
// packages of this module share.
//
// It refuses what RFC 8259 refuses and also repeated member names (compared
// after unescaping), invalid UTF-8, lone surrogate escapes and nesting deeper
// than [MaxDepth]. Time is linear in the input, whatever the input is.
//
// Its layers, from what stands alone to what uses most:
//
//   - string.go, number.go: one string or number, its meaning, its spelling
//   - names.go: the names of the open objects, to find repeated ones
//   - scan.go: the Scanner, which reads any value; Check
//   - error.go, pointer.go: what is wrong, and the JSON pointer of a place
//   - tree.go, equal.go: a text as a flat tree; whether two values are the same
//   - frame.go: one value of a text that comes in pieces
//   - field.go, record.go, extras.go, list.go, reader.go: texts whose members have
//     listed kinds
//   - append.go: writing
//
// The scanning functions take the text and an index and return the index
// after what they read together with [Flags]: what was seen on the way, or
// why they stopped. A failure is turned into an [Error], with its JSON pointer,
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
type Flags uint8

const (
	Escaped    Flags = 1 << iota // a string with a backslash
	NonASCII                     // a byte over 0x7F
	HasSpace                     // insignificant white space
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
	names nameStack
}

// Init makes s, which must be zero or have read a text to its end, ready to
// read data.
func (s *Scanner) Init(data []byte) {
	s.data = data
	s.names.init(len(data))
}

// Check reports the first place, in document order, where data is not one
// JSON value as this package wants it, or nil.
func Check(data []byte) *Error {
	var s Scanner
	s.Init(data)
	return s.Finish(s.ConsumeValue(SkipSpace(data, 0), 0))
}

// Finish ends the scan of a text whose value ends at i: nothing but white
// space may follow, and what has bytes over 0x7F must be UTF-8.
func (s *Scanner) Finish(i int, f Flags) *Error {
	if f&Failed == 0 {
		if i = SkipSpace(s.data, i); i < len(s.data) {
			f |= badSyntax
		}
	}
	if f&Failed != 0 {
		return s.fault(i, f)
	}
	if f&NonASCII != 0 && !utf8.Valid(s.data) {
		return s.fault(len(s.data), f)
	}
	return nil
}

// ConsumeValue scans the value that begins at i, inside depth open containers.
func (s *Scanner) ConsumeValue(i, depth int) (int, Flags) {
	data := s.data
	if i >= len(data) {
		return i, badSyntax
	}
	switch c := data[i]; c {
	case '"':
		return ConsumeString(data, i)
	case '{':
		return s.object(i, depth)
	case '[':
		return s.array(i, depth)
	case 'n':
		return consumeLiteral(data, i, "null")
	case 't':
		return consumeLiteral(data, i, "true")
	case 'f':
		return consumeLiteral(data, i, "false")
	}
	return consumeNumber(data, i)
}

func (s *Scanner) array(i, depth int) (int, Flags) {
	if depth >= MaxDepth {
		return i, badDepth
	}
	i, f, more := advance(s.data, i+1, 0, ']', false)
	for more {
		var g Flags
		i, g = s.ConsumeValue(i, depth+1)
		if f |= g &^ NullMember; f&Failed != 0 {
			return i, f
		}
		i, f, more = advance(s.data, i, f, ']', true)
	}
	return i, f
}

// object is what [Scanner.Next] does for all members, with their values. It is
// written out because most of a text is read here.
func (s *Scanner) object(i, depth int) (int, Flags) {
	if depth >= MaxDepth {
		return i, badDepth
	}
	data := s.data
	set := s.names.open()
	i, f, more := advance(data, i+1, 0, '}', false)
	for more {
		if !isString(data, i) {
			return i, f | badSyntax
		}
		end, g, fp := consumeName(data, i)
		if f |= g; f&Failed != 0 {
			return end, f
		}
		if !s.names.addFew(&set, i+1, fp) && !s.names.add(data, &set, i+1, end-1, fp) {
			return i, f | badName
		}
		if isColon(data, end) {
			i = end + 1
		} else if i, f = consumeColon(data, end, f); f&Failed != 0 {
			return i, f
		}
		if isString(data, i) {
			i, g = ConsumeString(data, i)
		} else {
			if i < len(data) && data[i] == 'n' {
				f |= NullMember
			}
			i, g = s.ConsumeValue(i, depth+1)
		}
		if f |= g; f&Failed != 0 {
			return i, f
		}
		if isNext(data, i) {
			i++
		} else {
			i, f, more = advance(data, i, f, '}', true)
		}
	}
	s.names.close(&set)
	return i, f
}

// advance goes from i, the place after an opening bracket or, if begun, after a
// member or element, to the next one. It returns its index and whether there is
// one; where there is none and f has not Failed, the index is the one after the
// closing bracket, which is end.
func advance(data []byte, i int, f Flags, end byte, begun bool) (_ int, _ Flags, more bool) {
	i, f = consumeSpace(data, i, f)
	switch {
	case i >= len(data):
	case data[i] == end:
		return i + 1, f, false
	case !begun:
		return i, f, true
	case data[i] == ',':
		i, f = consumeSpace(data, i+1, f)
		return i, f, true
	}
	return i, f | badSyntax, false
}

// isNext reports whether a comma stands at i, and at once a string.
func isNext(data []byte, i int) bool {
	return i >= 0 && i < len(data)-1 && binary.LittleEndian.Uint16(data[i:]) == ','|'"'<<8
}

// isColon reports whether a colon stands at i, and at once something else.
func isColon(data []byte, i int) bool {
	return i >= 0 && i < len(data)-1 && data[i] == ':' && data[i+1] > ' '
}

// isString reports whether a string begins at i.
func isString(data []byte, i int) bool { return i >= 0 && i < len(data) && data[i] == '"' }

// consumeColon advances from i, the place after a name, to its value.
func consumeColon(data []byte, i int, f Flags) (int, Flags) {
	if isColon(data, i) {
		return i + 1, f
	}
	if i, f = consumeSpace(data, i, f); i >= len(data) || data[i] != ':' {
		return i, f | badSyntax
	}
	return consumeSpace(data, i+1, f)
}

// An Array is the state of reading the elements of one array.
type Array struct{ begun bool }

// An Object is the state of reading the members of one object.
type Object struct {
	// NameStart and NameEnd bound the text of the present member's name,
	// without its quotes.
	NameStart, NameEnd int
	// NamePrint is the fingerprint of the name, or 0 if it has escapes.
	NamePrint byte

	begun bool
	set   objectNames
}

// Open begins to read the object at i, inside depth open containers.
func (s *Scanner) Open(i, depth int, o *Object) (int, Flags) {
	if depth >= MaxDepth {
		return i, badDepth
	}
	*o = Object{set: s.names.open()}
	return i + 1, 0
}

// NextName advances to the next member of o from i, the place after its brace or
// after the last value, and scans its name. It returns the index after the name,
// f with what was seen, and whether there is a member; where there is none and f
// has not Failed, the index is the one after the closing brace.
func (s *Scanner) NextName(i int, f Flags, o *Object) (_ int, _ Flags, more bool) {
	data := s.data
	if o.begun && isNext(data, i) {
		i++
	} else if i, f, more = s.step(i, f, o); !more {
		return i, f, false
	}
	end, g, fp := consumeName(data, i)
	o.NameStart, o.NameEnd, o.NamePrint = i+1, end-1, fp
	f |= g
	return end, f, f&Failed == 0
}

// step advances to the name of the next member of o.
func (s *Scanner) step(i int, f Flags, o *Object) (_ int, _ Flags, more bool) {
	data := s.data
	i, f, more = advance(data, i, f, '}', o.begun)
	o.begun = true
	switch {
	case f&Failed != 0:
	case !more:
		s.names.close(&o.set)
	case !isString(data, i):
		return i, f | badSyntax, false
	}
	return i, f, more
}

// AddName notes the name of the present member of o, and reports whether no
// other that was noted is the same.
func (s *Scanner) AddName(o *Object) bool {
	return s.names.addFew(&o.set, o.NameStart, o.NamePrint) || s.names.add(s.data, &o.set, o.NameStart, o.NameEnd, o.NamePrint)
}

// DuplicateName fails at the name of the present member of o.
func DuplicateName(f Flags, o *Object) (int, Flags) { return o.NameStart - 1, f | badName }

// ConsumeColon advances from i, the place after a name, to its value.
func (s *Scanner) ConsumeColon(i int, f Flags) (int, Flags) { return consumeColon(s.data, i, f) }

// Next advances to the value of the next member of o: it is NextName, AddName and
// ConsumeColon.
func (s *Scanner) Next(i int, f Flags, o *Object) (_ int, _ Flags, more bool) {
	if i, f, more = s.NextName(i, f, o); !more {
		return i, f, false
	}
	if !s.AddName(o) {
		i, f = DuplicateName(f, o)
		return i, f, false
	}
	i, f = consumeColon(s.data, i, f)
	return i, f, f&Failed == 0
}

// SkipSpace returns the index of the first byte from i on that is not
// insignificant white space.
func SkipSpace(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] < ' ' && (data[i] == '\n' || data[i] == '\r' || data[i] == '\t')) {
		i++
	}
	return i
}

// skipSpace is SkipSpace for where there is mostly none.
func skipSpace(data []byte, i int) int {
	if i >= 0 && i < len(data) && data[i] <= ' ' {
		return SkipSpace(data, i)
	}
	return i
}

// consumeSpace is SkipSpace that notes in f whether there was any.
func consumeSpace(data []byte, i int, f Flags) (int, Flags) {
	if i < len(data) && data[i] <= ' ' {
		if j := SkipSpace(data, i); j > i {
			return j, f | HasSpace
		}
	}
	return i, f
}

// consumeLiteral scans a word. What is something else fails at its first other byte.
func consumeLiteral(data []byte, i int, word string) (int, Flags) {
	if len(data)-i >= len(word) && string(data[i:i+len(word)]) == word {
		return i + len(word), 0
	}
	for i < len(data) && data[i] == word[0] {
		i, word = i+1, word[1:]
	}
	return i, badSyntax
}

// consumeNumber scans a number; anything that does not begin one fails at i.
func consumeNumber(data []byte, i int) (int, Flags) {
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

// Eight bytes each, for looking at as many bytes at once. A quote is a control
// character but for one bit, so two tests do for three.
const (
	ones           = 0x0101010101010101
	highs          = 0x8080808080808080
	quoteOrControl = ones * 0x02
	backslash      = ones * '\\'
)

// special has the high bit set of the first byte of w, in memory order, that
// is a quote, a backslash or a control character, and of no byte before it.
func special(w uint64) uint64 {
	return (((w ^ quoteOrControl) - ones*0x21) | ((w ^ backslash) - ones)) &^ w & highs
}

// load returns the eight bytes at i.
func load(data []byte, i int) uint64 { return binary.LittleEndian.Uint64(data[i : i+8 : i+8]) }

// plain returns the index of the first byte from i on that is a quote, a
// backslash or a control character, or in the last seven bytes of data. The
// high bits of high tell whether any byte before it is over 0x7F.
func plain(data []byte, i int) (end int, high uint64) {
	for i+8 <= len(data) {
		w := load(data, i)
		m := special(w)
		high |= w & (m - 1)
		if m != 0 {
			return i + trailingBytes(m), high
		}
		i += 8
	}
	return i, high
}

// ConsumeString scans the string whose opening quote is at i.
func ConsumeString(data []byte, i int) (int, Flags) {
	if i++; i <= 0 {
		return i, badSyntax // never: it tells the compiler that i is in bounds
	}
	for i < len(data)-7 {
		w := binary.LittleEndian.Uint64(data[i:])
		if m := notPlain(w) & highs; m != 0 {
			if i += trailingBytes(m); data[i] == '"' {
				return i + 1, 0
			}
			break
		}
		i += 8
	}
	return stringRest(data, i)
}

// consumeName is ConsumeString that also returns the fingerprint of the string, or
// 0 if it has escapes.
func consumeName(data []byte, i int) (int, Flags, byte) {
	if i++; i <= 0 {
		return i, badSyntax, 0
	}
	start, h := i, uint64(0)
	for i < len(data)-7 {
		w := binary.LittleEndian.Uint64(data[i:])
		if m := notPlain(w) & highs; m != 0 {
			if i += trailingBytes(m); data[i] == '"' {
				return i + 1, 0, foldPrint(mix(h, w&(m&-m-1)))
			}
			break
		}
		h = mix(h, w)
		i += 8
	}
	i, f := stringRest(data, i)
	if f&(Failed|Escaped) != 0 {
		return i, f, 0
	}
	return i, f, fingerprint(data[start : i-1])
}

// stringRest scans what follows from i on inside a string, such as an escape. All
// before it is ASCII.
func stringRest(data []byte, i int) (_ int, f Flags) {
	var high uint64
	for {
		j, h := plain(data, i)
		i, high = j, high|h
		for i < len(data) && data[i] >= ' ' && data[i] != '"' && data[i] != '\\' {
			high |= uint64(data[i])
			i++
		}
		switch {
		case i >= len(data):
			return i, f | badSyntax
		case data[i] == '"':
			if high&highs != 0 {
				f |= NonASCII
			}
			return i + 1, f
		case data[i] != '\\':
			return i, f | badSyntax
		}
		n, _, bad := unescape(data[i:])
		if i += n; bad != 0 {
			return i, f | bad
		}
		f |= Escaped
	}
}
