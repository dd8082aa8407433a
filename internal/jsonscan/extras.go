package jsonscan

import (
	"encoding/binary"
	"math"
)

// An extra is a member that is not listed: where its name begins and its value
// stands in the text that is read or, once interned, in the interned one.
type extra struct {
	name, start, end int
	flags            Flags // Escaped for the name, Space for the value
}

// extras are those of all open objects, the innermost object's last. The first
// are in an array, so that the compiler can leave them on the stack.
type extras struct {
	n    int
	near [8]extra
	far  []extra
}

func (x *extras) at(i int) *extra {
	if i < len(x.near) {
		return &x.near[i]
	}
	return &x.far[i-len(x.near)]
}

func (x *extras) push(e extra) {
	if x.n < len(x.near) {
		x.near[x.n] = e
	} else {
		x.far = Push(x.far[:x.n-len(x.near)], e)
	}
	x.n++
}

// extra reads the value at i of the present member of rec, which is not listed,
// and returns the index after it.
func (r *Reader) extra(rec *Record, i int) int {
	end, f := r.scan.Value(i, r.depth)
	r.flags |= f
	if f&Failed == 0 {
		if r.extras.n == rec.extras {
			rec.extraSize = 4 // for their number
		}
		r.extras.push(extra{rec.object.NameStart, i, end, rec.object.NameFlags&Escaped | f&Space})
		rec.extraSize += end - rec.object.NameStart + len(`,"`) + lengths
	}
	return end
}

// Extras interns the members of rec that are not listed, which must be the
// innermost object's, as one text, and returns how many they are.
func (r *Reader) Extras(rec *Record) (e Extras, n int) {
	n = r.extras.n - rec.extras
	if n == 0 {
		return "", 0
	}
	r.reserve(rec.extraSize)
	rec.extraSize = 0
	from := r.text.Len()
	for i := range n {
		if i > 0 {
			r.text.WriteByte(',')
		}
		r.internExtra(r.extras.at(rec.extras+i), from)
	}
	for i := range n {
		x := r.extras.at(rec.extras + i)
		r.writeUint32(x.start - len(`":`) - x.name)
		r.writeUint32(x.end - x.start)
	}
	r.writeUint32(n)
	r.extras.n = rec.extras
	return Extras(r.text.String()[from:]), n
}

func (r *Reader) writeUint32(n int) {
	var b [4]byte
	binary.LittleEndian.PutUint32(b[:], uint32(n))
	r.text.Write(b[:])
}

// Extras are members as one text: compact, each name, colon and value, with
// commas between. Behind it stand the lengths of each name and value and the
// number of members, four bytes each, so that a list of members can be compared
// with what was read exactly. "" has none.
type Extras string

const lengths = 8 // bytes for a member's

// Text returns the members, if there are n of them.
func (e Extras) Text(n int) (string, bool) {
	if end := len(e) - 4 - n*lengths; end >= 0 && uint64(len(e)) <= math.MaxUint32 && e.uint32(len(e)-4) == n {
		return string(e[:end]), true
	}
	return "", false
}

// Lengths returns the lengths of the name and the value of member i of n.
func (e Extras) Lengths(i, n int) (name, value int) {
	at := len(e) - 4 - (n-i)*lengths
	return e.uint32(at), e.uint32(at + 4)
}

func (e Extras) uint32(at int) int { return int(uint32(half(string(e[at : at+4])))) }

// internExtra writes one member to the text that begins at from.
func (r *Reader) internExtra(x *extra, from int) {
	data := r.scan.data
	name := x.name
	x.name = r.text.Len() - from + 1
	isTight := data[x.start-2] == '"' && data[x.start-1] == ':' // no white space around the colon
	if x.flags&Escaped == 0 && isTight {
		r.text.Write(data[name-1 : x.start])
	} else {
		end, _ := String(data, name-1)
		quoted, plain := data[name-1:end], true
		if x.flags&Escaped != 0 {
			unescaped := AppendUnescaped(r.scan.names.name[:0], data[name:end-1])
			if q, ok := AppendString(nil, string(unescaped)); ok { // else the text is refused at its end
				quoted = q
			}
			plain = len(quoted) == len(unescaped)+len(`""`)
		}
		if r.text.Write(quoted); plain {
			x.flags &^= Escaped
		}
		r.text.WriteByte(':')
	}
	value := data[x.start:x.end]
	x.start = r.text.Len() - from
	for i := 0; i < len(value); {
		end := len(value)
		if x.flags&Space != 0 {
			end = solidEnd(value, i)
		}
		r.text.Write(value[i:end])
		i = SkipSpace(value, end)
	}
	x.end = r.text.Len() - from
}

// Extra returns the name and the value of member i of those that Extras of rec
// interned as e. plain reports whether the name is in the text as it is.
func (r *Reader) Extra(rec *Record, i int, e Extras) (name, value string, plain bool) {
	x, text := r.extras.at(rec.extras+i), string(e)
	name, value = text[x.name:x.start-len(`":`)], text[x.start:x.end]
	if x.flags&Escaped != 0 {
		return string(AppendUnescaped(nil, []byte(name))), value, false
	}
	return name, value, true
}
