package jsonscan

import (
	"bytes"
)

// A Listed is a listed member of a type of objects.
type Listed struct {
	name  string
	slot  uint8
	kind  Kind
	text  string // what it begins with when it is written
	usual string // text that is often its value, and a quote
	// The name, a quote and a colon in memory order, what comes after them masked
	// out.
	key, mask [2]uint64
}

// A Kind is a kind of values.
type Kind uint8

const (
	Any     Kind = iota // left to the caller
	Text                // a string or null
	Integer             // a number or null; a string of digits, with or without a minus before them, counts as its number
)

// longest is how many bytes a key may have.
const longest = 16

// NewListed returns the listed member with the given name. Names that mean the
// same have the same slot. Those of more than 14 bytes take longer.
func NewListed(name string, slot uint8, kind Kind) Listed {
	key := []byte(name + `":`)
	l := Listed{name: name, text: `,"` + name + `":`, slot: slot, kind: kind}
	if len(key) > longest {
		l.key[0] = 1 // with a mask of 0 it is never found
		return l
	}
	mask := bytes.Repeat([]byte{0xFF}, len(key))
	key, mask = append(key, make([]byte, longest)...), append(mask, make([]byte, longest)...)
	for i := range l.key {
		l.key[i], l.mask[i] = load(key, 8*i), load(mask, 8*i)
	}
	return l
}

// Usually returns l with a text, one without escapes, that is often its value.
// It is then read faster and not kept.
func (l Listed) Usually(text string) Listed {
	l.usual = text + `"`
	return l
}

// IsListed reports whether a member of that name is in list.
func IsListed(list []Listed, name string) bool { return find(list, name) >= 0 }

func find[T string | []byte](list []Listed, name T) int {
	for i := range list {
		if list[i].name == string(name) {
			return i
		}
	}
	return -1
}

// A Record is the state of reading one object of a type with listed members.
type Record struct {
	Object
	Slots [5]Slot
	guess int // which listed member comes next, probably
	size  int // of all texts
}

// A Slot is what was read at a listed member.
type Slot struct {
	from, to int   // where its text is: a string, or a number that is not written as Go would
	N        int32 // a number
	State    State
	Listed   uint8 // the index of the name that it had, in the list of its type
	flags    Flags // what the text holds
}

// Text returns the text, which Keep has put into kept.
func (s *Slot) Text(kept string) string {
	if s.from == s.to {
		return ""
	}
	return kept[s.from:s.to]
}

// IsPlain reports whether a number was read that is written as Go would.
func (s *Slot) IsPlain() bool { return s.State == Valid && s.from == s.to }

// State tells what stood at a listed member.
type State uint8

const (
	Absent State = iota
	Wrong        // a value of the wrong kind, which is noted
	Null
	Valid
	Usual // the text that is often its value
)

// Record begins to read an object into rec, which is zero. It reports false,
// having noted [ErrWrongType], when the next value is something else.
func (r *Reader) Record(rec *Record) bool {
	switch {
	case r.Kind() != '{':
		r.Refuse(ErrWrongType)
		return false
	case r.depth >= MaxDepth:
		r.flags |= badDepth
		return false
	}
	rec.set = r.names.open()
	r.depth++
	return true
}

// Other is the slot of a member that is not listed.
const Other = 0xFF

// Next reads listed members into their slots, up to one whose value is for the
// caller to read: it returns the slot, or [Other]. It reports false at the end
// of the object or when the scan has failed, because a member, under whatever
// name, stood there twice, say.
func (r *Reader) Next(rec *Record, list []Listed) (slot uint8, more bool) {
	if r.flags&Failed != 0 {
		return 0, false
	}
	data, i := r.data, r.i
	separator := byte('{') // what stands before the next member
	if rec.begun {
		separator = ','
	}
	for {
		// The name, at i.
		start := i
		if i+1 < len(data) && data[i] == separator {
			if i++; data[i] <= ' ' {
				i = SkipSpace(data, i)
			}
		}
		if i == start || i >= len(data) || data[i] != '"' {
			if i == start && i < len(data) && data[i] == '}' && rec.begun {
				r.names.close(&rec.set)
				r.i = i + 1
				r.depth--
				return 0, false
			}
			if i, more = r.step(rec, start); !more {
				return 0, false
			}
		}
		rec.begun, separator = true, ','
		k, at := -1, i
		if i+1+longest < len(data) {
			first, second := load(data, i+1), load(data, i+9)
			for range list { // the names mostly come in the order of the list, without escapes
				if rec.guess >= len(list) {
					rec.guess = 0
				}
				l := &list[rec.guess]
				rec.guess++
				if first&l.mask[0] == l.key[0] && second&l.mask[1] == l.key[1] {
					k, i = rec.guess-1, i+len(l.text)-1
					if data[i] <= ' ' {
						i = SkipSpace(data, i)
					}
					break
				}
			}
		}
		if k < 0 {
			if i, k = r.named(rec, i, list); k < 0 {
				r.i = i
				return Other, r.flags&Failed == 0
			}
		}
		// Its value.
		l := &list[k]
		s := &rec.Slots[l.slot]
		if s.State != Absent {
			r.i, r.flags = at, r.flags|badName
			return 0, false
		}
		s.Listed = uint8(k)
		if l.kind == Text && i < len(data) && data[i] == '"' {
			if n := i + 1 + len(l.usual); l.usual != "" && n < len(data) && string(data[i+1:n]) == l.usual {
				s.State, i = Usual, n
				continue
			}
			end, f := String(data, i)
			if r.flags |= f; f&Failed != 0 {
				r.i = end
				return 0, false
			}
			s.from, s.to, s.flags, s.State = i+1, end-1, f, Valid
			rec.size += end - i - 2
			i = end
			continue
		}
		if i = r.read(rec, l, i); l.kind == Any || r.flags&Failed != 0 {
			return l.slot, r.flags&Failed == 0
		}
	}
}

// named scans the name at i, however it is spelled, and returns the index of
// its value and that of the listed member, or -1.
func (r *Reader) named(rec *Record, i int, list []Listed) (int, int) {
	if i, r.flags = r.Name(i, r.flags, &rec.Object); r.flags&Failed != 0 {
		return i, -1
	}
	k := find(list, r.name(&rec.Object))
	if k < 0 && !r.IsNew(&rec.Object) {
		i, r.flags = Repeated(r.flags, &rec.Object)
		return i, -1
	}
	if i, r.flags = r.Colon(i, r.flags); r.flags&Failed != 0 {
		k = -1
	}
	return i, k
}

// step goes from i, the place before the separator, to the name of the next
// member, and returns its index.
func (r *Reader) step(rec *Record, i int) (_ int, more bool) {
	if !rec.begun {
		i++ // the brace
	}
	if r.i, r.flags, more = r.Step(i, r.flags, &rec.Object); !more {
		r.depth--
	}
	return r.i, more
}

// read reads the value of the member l at i, if it is not for the caller, and
// returns the index after it.
func (r *Reader) read(rec *Record, l *Listed, i int) int {
	s, kind := &rec.Slots[l.slot], l.kind
	if kind == Integer {
		if end, n := shortNumber(r.data, i); end > i {
			s.N, s.State = n, Valid
			return end
		}
	}
	r.i, s.State = i, Wrong
	switch c := r.Kind(); {
	case kind == Any:
		s.State = Valid
	case c == 'n':
		if r.Null() {
			s.State = Null
		}
	case kind == Integer && (c == '"' || c == '-' || c-'0' <= 9):
		value, f := r.Skip()
		if f&Failed != 0 {
			break
		}
		n, err := TextInt32(value)
		if err != nil {
			r.faults = append(r.faults, Fault{Offset: i, Err: err})
			break
		}
		if s.N, s.State = n, Valid; c == '"' || c == '-' && n == 0 {
			s.from, s.to = i, r.i
			rec.size += r.i - i
		}
	default:
		r.Refuse(ErrWrongType)
	}
	return r.i
}

// shortNumber reads an integer of at most nine digits, if that is what stands
// at i and a comma or brace follows; else it returns i.
func shortNumber(data []byte, i int) (end int, n int32) {
	for end = i; end < len(data) && end < i+9 && data[end]-'0' <= 9; end++ {
		n = n*10 + int32(data[end]-'0')
	}
	if end < len(data) && (data[end] == ',' || data[end] == '}') && (data[i] != '0' || end == i+1) {
		return end, n
	}
	return i, 0
}

// Bytes returns the text in s as it stands.
func (r *Reader) Bytes(s *Slot) []byte { return r.data[s.from:s.to] }

// Is reports whether a slot of rec has the given text, which needs no escapes
// and is not "". If so, it need not be kept.
func (r *Reader) Is(rec *Record, slot int, text string) bool {
	s := &rec.Slots[slot]
	if string(r.data[s.from:s.to]) != text {
		return false
	}
	rec.size -= len(text)
	s.to = s.from
	return true
}

// Keep returns the texts of all slots of recs, unescaped, in one string.
func (r *Reader) Keep(recs ...*Record) string {
	size := 0
	for _, rec := range recs {
		size += rec.size
	}
	more := 0
	if len(r.data) > chunk {
		more = chunk
	}
	r.reserve(size, more)
	start := r.kept.Len()
	for _, rec := range recs {
		for i := range rec.Slots {
			s := &rec.Slots[i]
			if s.from == s.to {
				continue
			}
			from := r.kept.Len() - start
			r.keep(s.from, s.to, s.flags)
			s.from, s.to = from, r.kept.Len()-start
		}
	}
	return r.kept.String()[start:]
}
