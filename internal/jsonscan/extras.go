package jsonscan

import (
	"encoding/binary"
	"slices"
	"strings"
)

// An extra is a member that is not listed: where its name begins and its value
// stands in the text that is read.
type extra struct {
	name, start, end int
	flags            Flags // Escaped for the name, HasSpace for the value
}

// extras are those of all open objects, the innermost object's last. The first are
// in an array, so that the compiler can leave them on the stack.
type extras struct {
	n    int // how many there are
	near [16]extra
	far  []extra // behind near
}

func (x *extras) at(i int) *extra {
	if i < len(x.near) {
		return &x.near[i]
	}
	return &x.far[i-len(x.near)]
}

// keys are where the keys of the first extras of one object stand: the name in quotes
// and what is behind it up to the value. The next object often has the same in the
// same order.
type keys struct {
	n  int // how many there are
	at [8]struct{ from, to int }
}

// put forgets the keys from number n on. It notes number n if there is room, those
// before it are all noted, and it isPlain: of ASCII without escapes, which leaves no
// flags to be set where it is found.
func (k *keys) put(n, from, to int, isPlain bool) {
	if k.n = min(k.n, n); k.n == n && n < len(k.at) && isPlain {
		k.at[n] = struct{ from, to int }{from, to}
		k.n++
	}
}

// again returns where the value of the member of rec at i is, if it has the key of its
// number, else 0. Members of one object that are all found so, from number 0 on, have
// different names, because the keys are those of one object.
func (r *Reader) again(rec *Record, i int) int {
	n, data := r.extras.n-rec.extras, r.scan.data
	if !rec.UsesKeys || n >= r.keys.n {
		return 0
	}
	at := &r.keys.at[n]
	end := i + at.to - at.from
	// Of another length, the last bytes mostly differ at once.
	if end > len(data) || data[end-1] != data[at.to-1] || string(data[i:end]) != string(data[at.from:at.to]) {
		return 0
	}
	return skipSpace(data, end)
}

// addName notes the name of an extra of rec whose key was not found, and which has the
// fingerprint fp, and reports whether it is new. At the first one of an object it notes
// those before it, whose keys were found.
func (r *Reader) addName(rec *Record, start, end int, fp byte) bool {
	names, set, data := &r.scan.names, &rec.object.set, r.scan.data
	for have := r.extras.n - rec.extras; rec.noted < have; rec.noted++ {
		from := r.extras.at(rec.extras + rec.noted).name
		to, _, print := consumeName(data, from-1)
		names.add(data, set, from, to-1, print)
	}
	rec.noted++
	return names.addFew(set, start, fp) || names.add(data, set, start, end, fp)
}

// extra reads the value at i of the member of rec whose name begins at name and
// has the flags f, and which is not listed. It returns the index after the value.
func (r *Reader) extra(rec *Record, name int, f Flags, i int) int {
	end, g := r.scan.ConsumeValue(i, r.depth)
	if r.flags |= g; g&Failed != 0 {
		return end
	}
	x := &r.extras
	if x.n == rec.extras {
		rec.extraSize = textLength
	}
	rec.extraSize += end - name + len(`,"`) + lengthsSize(end-name)
	if x.n >= len(x.near) {
		r.reserveExtras(rec, i)
	}
	rec.isEscaped = rec.isEscaped || f&Escaped != 0
	x.n++
	*x.at(x.n - 1) = extra{name, i, end, f&Escaped | g&HasSpace}
	return end
}

// HasExtras reports whether rec has members that are not listed.
func (r *Reader) HasExtras(rec *Record) bool { return r.extras.n > rec.extras }

// HasEscapes reports whether a name of the members that are not listed has
// escapes.
func (rec *Record) HasEscapes() bool { return rec.isEscaped }

// reserveExtras makes room for one more extra behind the near ones, and in a large
// object for as many as there would be in what is left of the text if all were as
// long as those so far, but for fifteen times as many at most.
func (r *Reader) reserveExtras(rec *Record, i int) {
	x := &r.extras
	far := x.far[:x.n-len(x.near)]
	if have := x.n - rec.extras; have >= 64 && len(far) == cap(far) {
		so := i - x.at(rec.extras).name // bytes
		far = slices.Grow(far, have*min((len(r.scan.data)-i)/so+1, 15))
	}
	if far == nil {
		far = make([]extra, 0, 16)
	}
	x.far = Push(far, extra{})
}

// Extras interns the members of rec that are not listed, which must be the
// innermost object's, as one text, and returns how many they are. Those that stand
// together as they are to be written are written at once.
func (r *Reader) Extras(rec *Record) (e Extras, n int) {
	n = r.extras.n - rec.extras
	if n == 0 {
		return "", 0
	}
	r.reserve(rec.extraSize)
	rec.extraSize = 0
	var few [128]byte
	lengths := slices.Grow(few[:0], 2*n+textLength)
	data, start := r.scan.data, r.text.Len()
	from, to := 0, 0 // what is to be written
	for i := range n {
		x := r.extras.at(rec.extras + i)
		// No escapes in the name, no white space around the colon and in the value.
		isTight := x.flags == 0 && data[x.start-2] == '"' && data[x.start-1] == ':'
		if !isTight || i == 0 || x.name != to+len(`,"`) {
			if r.text.Write(data[from:to]); i > 0 {
				r.text.WriteByte(',')
			}
			from = x.name - 1
		}
		name, value := x.start-len(`":`)-x.name, x.end-x.start
		if to = x.end; !isTight {
			from, to = 0, 0
			name, value = r.internExtra(x)
		}
		lengths = appendLengths(lengths, name, value)
	}
	r.text.Write(data[from:to])
	size := r.text.Len() - start
	r.text.Write(binary.LittleEndian.AppendUint64(lengths, uint64(size)))
	r.extras.n = rec.extras
	return Extras(r.text.String()[start:]), n
}

// Extras are members as one text: compact, each name, colon and value, with
// commas between. The lengths of each name and value follow as varints and, in
// eight bytes, that of all, so that a list of members can be compared with what
// was read exactly. "" has none.
type Extras string

// textLength is how many bytes the length of the text takes.
const textLength = 8

// appendLengths appends the lengths of a name and its value.
func appendLengths(b []byte, name, value int) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(b, uint64(name)), uint64(value))
}

// lengthsSize returns how many bytes the lengths of a name and its value, together
// of so many bytes, take at the most.
func lengthsSize(size int) int { return 2 + min(size/64, 2*binary.MaxVarintLen64-2) }

// Text returns the members. There must be some.
func (e Extras) Text() string { return string(e[:e.Begin().lengths]) }

// A Cursor is a place between two of some Extras, or before the first or behind the
// last of them.
type Cursor struct {
	text    int // where the next begins
	lengths int // where its lengths do
}

// Begin returns the place before the first of e, which must have some.
func (e Extras) Begin() Cursor { return Cursor{0, int(word(string(e[len(e)-textLength:])))} }

// IsEnd reports whether c is behind the last of e.
func (e Extras) IsEnd(c *Cursor) bool { return c.lengths == len(e)-textLength }

// Next moves c, which is not behind the last of e, over one member. It returns the
// text of its name and its value.
func (e Extras) Next(c *Cursor) (name, value string) {
	n, k := e.uvarint(c.lengths)
	m, k := e.uvarint(k)
	start := c.text + len(`"`)
	end := start + n
	name = string(e[start:end])
	start = end + len(`":`)
	end = start + m
	*c = Cursor{end + len(`,`), k}
	return name, string(e[start:end])
}

func (e Extras) uvarint(k int) (n, after int) {
	c := e[k]
	if k++; c < 0x80 {
		return int(c), k
	}
	n = int(c & 0x7F)
	for shift := 7; ; shift += 7 {
		c = e[k]
		k++
		if n |= int(c&0x7F) << shift; c < 0x80 {
			return n, k
		}
	}
}

// internExtra writes one member in other words, and returns the lengths that its
// name and its value have then.
func (r *Reader) internExtra(x *extra) (name, size int) {
	data := r.scan.data
	end, _ := ConsumeString(data, x.name-1)
	quoted := data[x.name-1 : end]
	if x.flags&Escaped != 0 {
		var few [64]byte
		unescaped := AppendUnescaped(few[:0], data[x.name:end-1])
		if q, ok := AppendString(nil, string(unescaped)); ok { // else the text is refused at its end
			quoted = q
		}
	}
	r.text.Write(quoted)
	r.text.WriteByte(':')
	value := data[x.start:x.end]
	for i := 0; i < len(value); {
		end := len(value)
		if x.flags&HasSpace != 0 {
			end = solidEnd(value, i)
		}
		r.text.Write(value[i:end])
		size += end - i
		i = SkipSpace(value, end)
	}
	return len(quoted) - len(`""`), size
}

// Split returns the members of an object that is compact and known to be good, and
// how many they are.
func Split(object []byte) (e Extras, n int) {
	if len(object) == len(`{}`) {
		return "", 0
	}
	var few [128]byte
	lengths := few[:0]
	scan := Scanner{data: object}
	scan.names.trust()
	for at := 1; at < len(object)-1; n++ {
		name, _ := ConsumeString(object, at)
		end, _ := scan.ConsumeValue(name+len(`:`), 0)
		lengths = appendLengths(lengths, name-at-len(`""`), end-name-len(`:`))
		at = end + len(`,`)
	}
	text := object[1 : len(object)-1]
	lengths = binary.LittleEndian.AppendUint64(lengths, uint64(len(text)))
	var b strings.Builder
	b.Grow(len(text) + len(lengths))
	b.Write(text)
	b.Write(lengths)
	return Extras(b.String()), n
}
