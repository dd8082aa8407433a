package jsonscan

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"
)

// An extra is a member that is not listed: where its name begins and its value
// stands in the text that is read or, once interned, in the interned one.
type extra struct {
	name, start, end int
	flags            Flags // Escaped for the name, HasSpace for the value
}

// extras are those of all open objects, the innermost object's last. The first
// of a text of ordinary length are in an array, so that the compiler can leave
// them on the stack.
type extras struct {
	n, room   int // how many there are, and how many of them go into near
	near      [16]struct{ name, start, end uint32 }
	nearFlags [16]Flags
	far       []extra // behind near, or all of those of a long text
}

// init makes x ready for a text of so many bytes.
func (x *extras) init(size int) {
	x.n, x.room = 0, 0
	if uint64(size) <= math.MaxUint32 {
		x.room = len(x.near)
	}
}

func (r *Reader) extraAt(i int) extra {
	x := &r.extras
	if i >= x.room {
		return x.far[i-x.room]
	}
	e := &x.near[i]
	return extra{int(e.name), int(e.start), int(e.end), x.nearFlags[i]}
}

func (r *Reader) setExtra(i int, e extra) {
	x := &r.extras
	if i >= x.room {
		x.far[i-x.room] = e
		return
	}
	near := &x.near[i]
	near.name, near.start, near.end, x.nearFlags[i] = uint32(e.name), uint32(e.start), uint32(e.end), e.flags
}

// extra reads the value at i of the present member of rec, which is not listed,
// and returns the index after it.
func (r *Reader) extra(rec *Record, i int) int {
	end, f := r.scan.ConsumeValue(i, r.depth)
	if r.flags |= f; f&Failed != 0 {
		return end
	}
	o, x := &rec.object, &r.extras
	if x.n == rec.extras {
		rec.extraSize = 4 // for their number
	}
	rec.extraSize += end - o.NameStart + len(`,"`) + lengths
	if x.n >= x.room {
		r.reserveExtras(rec, i)
	}
	x.n++
	r.setExtra(x.n-1, extra{o.NameStart, i, end, o.NameFlags&Escaped | f&HasSpace})
	return end
}

// HasExtras reports whether rec has members that are not listed.
func (r *Reader) HasExtras(rec *Record) bool { return r.extras.n > rec.extras }

// reserveExtras makes room for one more extra behind the near ones, and in a large
// object for as many as there would be in what is left of the text if all were as
// long as those so far, but for fifteen times as many at most.
func (r *Reader) reserveExtras(rec *Record, i int) {
	x := &r.extras
	if have := x.n - rec.extras; have >= 64 && x.n-x.room == cap(x.far) {
		so := i - r.extraAt(rec.extras).name // bytes
		x.far = slices.Grow(x.far[:x.n-x.room], have*min((len(r.scan.data)-i)/so+1, 15))
	}
	if x.far == nil {
		x.far = make([]extra, 0, 16)
	}
	x.far = Push(x.far[:x.n-x.room], extra{})
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
	for i := 0; i < n; {
		if i > 0 {
			r.text.WriteByte(',')
		}
		i = r.internRun(rec, i, n, from)
	}
	var b [16*lengths + 4]byte
	k := 0
	for i := range n {
		x := r.extraAt(rec.extras + i)
		binary.LittleEndian.PutUint32(b[k:], uint32(x.start-len(`":`)-x.name))
		binary.LittleEndian.PutUint32(b[k+4:], uint32(x.end-x.start))
		if k += lengths; k == 16*lengths && i+1 < n {
			r.text.Write(b[:k])
			k = 0
		}
	}
	binary.LittleEndian.PutUint32(b[k:], uint32(n))
	r.text.Write(b[:k+4])
	r.extras.n = rec.extras
	return Extras(r.text.String()[from:]), n
}

// internRun interns member i of n and those behind it that stand in the text as
// they will in the interned one, which begins at from. It returns the index of
// the next member.
func (r *Reader) internRun(rec *Record, i, n, from int) int {
	data := r.scan.data
	x := r.extraAt(rec.extras + i)
	if !x.isTight(data) {
		r.setExtra(rec.extras+i, r.internExtra(x, from))
		return i + 1
	}
	start := x.name - 1
	shift := r.text.Len() - from - start
	for {
		end := x.end
		r.setExtra(rec.extras+i, extra{x.name + shift, x.start + shift, x.end + shift, 0})
		if i++; i < n {
			x = r.extraAt(rec.extras + i)
		}
		if i == n || x.name != end+len(`,"`) || !x.isTight(data) {
			r.text.Write(data[start:end])
			return i
		}
	}
}

// isTight reports whether there are no escapes in the name and no white space
// around the colon and in the value.
func (x *extra) isTight(data []byte) bool {
	return x.flags == 0 && data[x.start-2] == '"' && data[x.start-1] == ':'
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

// internExtra writes one member to the text that begins at from, and returns
// where it stands there.
func (r *Reader) internExtra(x extra, from int) extra {
	data := r.scan.data
	name := x.name
	x.name = r.text.Len() - from + 1
	end, _ := ConsumeString(data, name-1)
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
	value := data[x.start:x.end]
	x.start = r.text.Len() - from
	for i := 0; i < len(value); {
		end := len(value)
		if x.flags&HasSpace != 0 {
			end = solidEnd(value, i)
		}
		r.text.Write(value[i:end])
		i = SkipSpace(value, end)
	}
	x.end = r.text.Len() - from
	return x
}

// Extra returns the name and the value of member i of those that Extras of rec
// interned as e. plain reports whether the name is in the text as it is.
func (r *Reader) Extra(rec *Record, i int, e Extras) (name, value string, plain bool) {
	x, text := r.extraAt(rec.extras+i), string(e)
	name, value = text[x.name:x.start-len(`":`)], text[x.start:x.end]
	if x.flags&Escaped != 0 {
		return string(AppendUnescaped(nil, []byte(name))), value, false
	}
	return name, value, true
}

// Split takes apart an object that is compact and known to be good. It returns
// its members as Extras, having called each with how many they are and every one
// of them, whose name and value are pieces of it, in their order. plain is as for
// Extra.
func Split(object []byte, each func(n, i int, name, value string, plain bool)) Extras {
	n := 0
	for at := 1; at < len(object)-1; n++ {
		_, end := memberAt(object, at)
		at = end + 1
	}
	if n == 0 {
		return ""
	}
	var b strings.Builder
	b.Grow(len(object) - len(`{}`) + lengths*n + 4)
	b.Write(object[1 : len(object)-1])
	text := b.String()
	var size [4]byte
	write := func(n int) {
		binary.LittleEndian.PutUint32(size[:], uint32(n))
		b.Write(size[:])
	}
	var scratch []byte
	at := 1
	for i := range n {
		value, end := memberAt(object, at)
		name, plain := text[at:value-len(`":`)-1], true
		if strings.IndexByte(name, '\\') >= 0 {
			scratch = AppendUnescaped(scratch[:0], object[at+1:value-len(`":`)])
			name, plain = string(scratch), false
		}
		each(n, i, name, text[value-1:end-1], plain)
		write(value - len(`":`) - at - 1)
		write(end - value)
		at = end + 1
	}
	write(n)
	return Extras(b.String())
}

// memberAt returns where the value of the member at i begins and ends.
func memberAt(object []byte, i int) (value, end int) {
	value, _ = ConsumeString(object, i)
	value++
	depth := 0
	for i = value; ; i++ {
		switch object[i] {
		case '"':
			if i, _ = ConsumeString(object, i); depth == 0 {
				return value, i
			}
			i--
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth < 0 { // of the object itself
				return value, i
			}
			if depth == 0 {
				return value, i + 1
			}
		case ',':
			if depth == 0 {
				return value, i
			}
		}
	}
}
