package jsonscan

import (
	"encoding/binary"
	"math/bits"
	"strings"
)

// A Record is the state of reading one object of a type with listed members.
type Record struct {
	Values    []FieldValue // one for each slot of the type's fields, zero at first
	object    Object
	guess     uint   // which field comes next, probably
	texts     uint64 // the slots that have one, a bit each; there are no more than 64
	size      int    // of all texts
	extras    int    // where those of the object begin
	extraSize int
	isEscaped bool // whether one of their names has escapes
	noted     int  // how many of their names are in object.set

	// UsesKeys says that the text has many objects of this type, and that the keys of
	// one are to be looked for in the next. In one text, one type may.
	UsesKeys bool
}

// A FieldValue is what was read at a listed member.
type FieldValue struct {
	from, to int   // its text: a string, or a number that is not written as Go would
	Int      int32 // a number
	Presence Presence
	Field    uint8 // the index of the field whose name it had
	flags    Flags // what the text holds
}

// Text returns the string, which Intern has put into text.
func (v *FieldValue) Text(text string) string {
	if v.from == v.to {
		return ""
	}
	return text[v.from:v.to]
}

// IsPlain reports whether a number was read that is written as Go would.
func (v *FieldValue) IsPlain() bool { return v.Presence == Present && v.from == v.to }

// Presence tells what stood at a listed member.
type Presence uint8

const (
	Absent  Presence = iota
	Wrong            // a value of the wrong kind, which is noted
	Null             //
	Present          // a value
	Common           // the value that the field names as common
)

// Record begins to read an object into rec, which is zero but for Values. It
// reports false, having noted [ErrWrongType], when the next value is something
// else.
func (r *Reader) Record(rec *Record) bool {
	if !r.open('{', "object") {
		return false
	}
	rec.object.set = r.scan.names.open()
	rec.extras = r.extras.n
	return true
}

// Next reads members into their places, up to a listed one whose value is for
// the caller to read: it returns its slot. It reports false at the end of the
// object, and when the scan has failed or a member is repeated.
//
// It is one piece, and its usual cases are written out, because all of a text
// that is not inside a value passes here.
func (r *Reader) Next(rec *Record, fields []Field) (slot uint8, more bool) {
	if r.flags&Failed != 0 {
		return 0, false
	}
	data, i, values := r.scan.data, r.i, rec.Values
	for {
		if rec.object.begun && isNext(data, i) {
			i++
		} else if i, more = r.step(rec, i); !more {
			return 0, false
		}
		name, k := i, rec.guess
		var f *Field
		if k < uint(len(fields)) && fields[k].isAt(data, i) {
			f = &fields[k]
			rec.guess = k + 1
			i += len(f.key) - 1
		} else if i, f, k = r.find(rec, i, fields); f == nil {
			if r.flags&Failed != 0 {
				r.i = i
				return 0, false
			}
			continue
		}
		v := &values[f.slot]
		if v.Presence != Absent {
			r.i, r.flags = name, r.flags|badName
			return 0, false
		}
		v.Field = uint8(k)
		i = skipSpace(data, i)
		if f.kind != Text || !isString(data, i) {
			if i = r.value(rec, f, v, i); f.kind == Any || r.flags&Failed != 0 {
				r.i = i
				return f.slot, r.flags&Failed == 0
			}
			continue
		}
		if end := f.commonEnd(data, i); end > 0 {
			v.Presence, i = Common, end
			continue
		}
		end, g := ConsumeString(data, i)
		if r.flags |= g; g&Failed != 0 {
			r.i = end
			return 0, false
		}
		v.flags, v.Presence = g, Present
		rec.keep(f, v, i+1, end-1)
		i = end
	}
}

// find reads the member whose name is at i. If it is listed, it returns where its
// value is or white space before that, the field and its index, else the place behind
// the value and nil.
func (r *Reader) find(rec *Record, i int, fields []Field) (int, *Field, uint) {
	if end := r.again(rec, i); end > 0 {
		return r.extra(rec, i+1, 0, end), nil, 0
	}
	if f, k := rec.match(r.scan.data, i, fields); f != nil {
		return i + len(f.key) - 1, f, k
	}
	return r.named(rec, i, fields)
}

// match returns the field whose name and colon stand at i, without escapes or white
// space, and its index, or nil. It may miss it at the end of the text.
func (rec *Record) match(data []byte, i int, fields []Field) (*Field, uint) {
	if i < 0 || i >= len(data)-1-maxKey {
		return nil, 0
	}
	first, second := binary.LittleEndian.Uint64(data[i+1:]), binary.LittleEndian.Uint64(data[i+9:])
	for k := range fields {
		if f := &fields[k]; first&f.mask[0] == f.word[0] && second&f.mask[1] == f.word[1] && (!f.isLong() || f.hasRest(data, i)) {
			rec.guess = uint(k) + 1
			return f, uint(k)
		}
	}
	return nil, 0
}

// named is find for a member that again and match have not found.
func (r *Reader) named(rec *Record, i int, fields []Field) (int, *Field, uint) {
	data, start := r.scan.data, i+1
	end, f, fp := consumeName(data, i)
	if r.flags |= f; f&Failed != 0 {
		return end, nil, 0
	}
	k := -1
	if f&Escaped != 0 || end >= len(data)-maxKey || data[end] != ':' {
		name := data[start : end-1]
		if f&Escaped != 0 {
			var few [64]byte
			name = AppendUnescaped(few[:0], name)
		}
		k = find(fields, name)
	}
	var isRepeated bool
	if k >= 0 { // an alias is the same to this reader alone, which asks behind the colon
		v := &rec.Values[fields[k].slot]
		isRepeated = v.Presence != Absent && int(v.Field) == k
	} else {
		isRepeated = !r.addName(rec, start, end-1, fp)
	}
	if isRepeated {
		r.flags |= badName
		return i, nil, 0
	}
	if isColon(data, end) {
		i = end + 1
	} else if i, r.flags = consumeColon(data, end, r.flags); r.flags&Failed != 0 {
		return i, nil, 0
	}
	if k < 0 {
		if rec.UsesKeys {
			r.keys.put(r.extras.n-rec.extras, start-1, i, f&(Escaped|NonASCII) == 0)
		}
		return r.extra(rec, start, f, i), nil, 0
	}
	return i, &fields[k], uint(k)
}

// step advances from i, the place after the brace or the last value, to the
// name of the next member.
func (r *Reader) step(rec *Record, i int) (_ int, more bool) {
	o, data := &rec.object, r.scan.data
	i = skipSpace(data, i)
	switch {
	case i >= len(data):
	case data[i] == '}':
		r.scan.names.close(&o.set)
		r.i = i + 1
		r.depth--
		return r.i, false
	case !o.begun || data[i] == ',':
		if o.begun {
			i = SkipSpace(data, i+1)
		}
		if o.begun = true; isString(data, i) {
			return i, true
		}
	}
	r.i, r.flags = i, r.flags|badSyntax
	return i, false
}

// value reads the value of the member f at i, if it is not for the caller, and
// returns the index after it.
func (r *Reader) value(rec *Record, f *Field, v *FieldValue, i int) int {
	if f.kind == Integer {
		if end, n := shortNumber(r.scan.data, i); end > i {
			v.Int, v.Presence = n, Present
			return end
		}
	}
	r.i, v.Presence = i, Wrong
	switch c := r.Kind(); {
	case f.kind == Any:
		v.Presence = Present
	case c == 'n':
		if r.Null() {
			v.Presence = Null
		}
	case f.kind == Integer && (c == '"' || c == '-' || c-'0' <= 9):
		text, g := r.Skip()
		if g&Failed != 0 {
			break
		}
		switch n, err := TextInt32(text); err {
		case nil:
			if v.Int, v.Presence = n, Present; c == '"' || c == '-' && n == 0 {
				rec.keep(f, v, i, r.i)
			}
		case ErrWrongType:
			r.Note(i, err, f.kind.String())
		default:
			r.Note(i, err, "")
		}
	default:
		r.Refuse(ErrWrongType, f.kind.String())
	}
	return r.i
}

// keep notes where the text of v, the value of the member f, stands.
func (rec *Record) keep(f *Field, v *FieldValue, from, to int) {
	v.from, v.to = from, to
	rec.texts |= 1 << (f.slot % 64)
	rec.size += to - from
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

// Bytes returns the text of v as it stands.
func (r *Reader) Bytes(v *FieldValue) []byte { return r.scan.data[v.from:v.to] }

// Drop forgets the text in a slot, which has one: it is not interned.
func (rec *Record) Drop(slot int) {
	v := &rec.Values[slot]
	rec.texts &^= 1 << slot
	rec.size -= v.to - v.from
	v.to = v.from
}

// Intern returns the texts of all values of recs, unescaped, in one string, and
// makes room for the extras of all of them behind it.
func (r *Reader) Intern(recs ...*Record) string {
	size := 0
	for _, rec := range recs {
		size += rec.size + rec.extraSize
	}
	r.reserve(size)
	data, start, at := r.scan.data, r.text.Len(), 0
	for _, rec := range recs {
		for m := rec.texts; m != 0; m &= m - 1 {
			v := &rec.Values[bits.TrailingZeros64(m)]
			text := data[v.from:v.to]
			if v.flags&Escaped != 0 {
				var few [64]byte
				text = AppendUnescaped(few[:0], text)
			}
			r.text.Write(text)
			v.from = at
			at += len(text)
			v.to = at
		}
	}
	return r.text.String()[start:]
}

// reserve makes room for n bytes of interned text together.
func (r *Reader) reserve(n int) {
	if had := r.text.Cap(); had-r.text.Len() < n {
		r.text = strings.Builder{}
		r.text.Grow(max(n, min(2*had, maxChunk)))
	}
}
