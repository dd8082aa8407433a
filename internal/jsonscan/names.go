package jsonscan

import (
	"encoding/binary"
	"hash/maphash"
)

// names finds repeated names in the objects that are being read.
//
// Up to smallObject names of an object are found by marks, one byte a name,
// eight compared at a time; a larger object gets a hash table.
//
// The refs of all open objects are in one stack, the innermost object's last,
// and so are all marks but an object's first eight. The first of them are in
// arrays, not behind a slice, so that the compiler can leave all of it on the
// stack.
type names struct {
	nmarks, nrefs int
	nearMarks     [4]uint64
	nearRefs      [32]nameRef
	farMarks      []uint64
	farRefs       []nameRef
	tables        []*table // of the large objects
	name          [64]byte // scratch for names with escapes
}

const smallObject = 128

// A nameRef is where a name's text begins, times two, and one if it has
// escapes.
type nameRef int

// nameSet is the set of the names of one open object. Only those of the
// innermost object grow.
type nameSet struct {
	first               uint64 // the marks of the first eight names
	mark0, ref0, table0 int    // where the other marks, refs and the table begin
}

func (n *names) open() nameSet { return nameSet{0, n.nmarks, n.nrefs, len(n.tables)} }

func (n *names) close(s *nameSet) {
	n.nmarks, n.nrefs, n.tables = s.mark0, s.ref0, n.tables[:s.table0]
}

func (n *names) marks(i int) *uint64 {
	if i < len(n.nearMarks) {
		return &n.nearMarks[i]
	}
	return &n.farMarks[i-len(n.nearMarks)]
}

func (n *names) pushMarks() {
	if i := n.nmarks - len(n.nearMarks); i < 0 {
		n.nearMarks[n.nmarks] = 0
	} else {
		n.farMarks = Push(n.farMarks[:i], 0)
	}
	n.nmarks++
}

func (n *names) ref(i int) nameRef {
	if i < len(n.nearRefs) {
		return n.nearRefs[i]
	}
	return n.farRefs[i-len(n.nearRefs)]
}

func (n *names) pushRef(r nameRef) {
	if n.nrefs < len(n.nearRefs) {
		n.nearRefs[n.nrefs] = r
	} else {
		n.farRefs = Push(n.farRefs[:n.nrefs-len(n.nearRefs)], r)
	}
	n.nrefs++
}

// add adds the name whose text is data[start:end], and reports whether it was
// new.
func (n *names) add(data []byte, s *nameSet, start, end int, f Flags) bool {
	have := n.nrefs - s.ref0
	if f&Escaped == 0 && have < 8 && n.nrefs < len(n.nearRefs) {
		if m := mark(data[start:end]); equalBytes(s.first, m) == 0 {
			s.first |= uint64(m) << (8 * have)
			n.nearRefs[n.nrefs] = nameRef(start) << 1
			n.nrefs++
			return true
		}
	}
	return n.addSlow(data, s, start, end, f)
}

func (n *names) addSlow(data []byte, s *nameSet, start, end int, f Flags) bool {
	escaped := f&Escaped != 0
	ref := nameRef(start) << 1
	text := data[start:end]
	name := text
	if escaped {
		ref |= 1
		name = AppendUnescaped(n.name[:0], text)
	}
	m := mark(name)
	if have := n.nrefs - s.ref0; have >= 8 {
		if !n.addMore(data, s, have, m, text, name, escaped) {
			return false
		}
	} else {
		if hit := equalBytes(s.first, m); hit != 0 && n.have(data, s.ref0, hit, text, escaped) {
			return false
		}
		s.first |= uint64(m) << (8 * have)
	}
	n.pushRef(ref)
	return true
}

// equalBytes has the high bit set of the bytes of w that equal m, and perhaps
// of some above the first of them.
func equalBytes(w uint64, m byte) uint64 {
	x := w ^ uint64(m)*ones
	return (x - ones) &^ x & highs
}

// have reports whether one of the refs at first+k, for each byte k of hit that
// has its high bit set, has the given text.
func (n *names) have(data []byte, first int, hit uint64, text []byte, escaped bool) bool {
	for ; hit != 0; hit &= hit - 1 {
		if i := first + trailingBytes(hit); i < n.nrefs && sameName(data, n.ref(i), text, escaped) {
			return true
		}
	}
	return false
}

// addMore adds a name to an object that has eight or more.
func (n *names) addMore(data []byte, s *nameSet, have int, m byte, text, name []byte, escaped bool) bool {
	if have >= smallObject {
		return n.addLarge(data, s, text, name, escaped)
	}
	if hit := equalBytes(s.first, m); hit != 0 && n.have(data, s.ref0, hit, text, escaped) {
		return false
	}
	for i := s.mark0; i < n.nmarks; i++ {
		if hit := equalBytes(*n.marks(i), m); hit != 0 && n.have(data, s.ref0+8*(i-s.mark0+1), hit, text, escaped) {
			return false
		}
	}
	if have%8 == 0 {
		n.pushMarks()
	}
	*n.marks(n.nmarks - 1) |= uint64(m) << (8 * (have % 8))
	return true
}

func (n *names) addLarge(data []byte, s *nameSet, text, name []byte, escaped bool) bool {
	if len(n.tables) == s.table0 {
		t := newTable(4 * smallObject)
		for i := s.ref0; i < n.nrefs; i++ {
			t.add(t.hash(nameAt(data, n.ref(i))), i-s.ref0)
		}
		n.tables = append(n.tables, t)
	}
	t := n.tables[s.table0]
	h := t.hash(name)
	for p := h; ; p++ {
		c := t.slot(p)
		if c.number == 0 {
			t.add(h, n.nrefs-s.ref0)
			return true
		}
		if c.hash == h && sameName(data, n.ref(s.ref0+int(c.number)-1), text, escaped) {
			return false
		}
	}
}

// mark maps a name to a byte other than 0.
func mark(name []byte) byte {
	n := len(name)
	var x uint64
	switch {
	case n >= 8:
		x = binary.LittleEndian.Uint64(name)*3 ^ binary.LittleEndian.Uint64(name[n-8:])
	case n >= 4:
		x = uint64(binary.LittleEndian.Uint32(name)) | uint64(binary.LittleEndian.Uint32(name[n-4:]))<<32
	case n > 0:
		x = uint64(name[0]) | uint64(name[n/2])<<8 | uint64(name[n-1])<<16
	}
	return max(byte((x+uint64(n))*0x9E3779B97F4A7C15>>56), 1)
}

// textAt returns the text of the name at r.
func textAt(data []byte, r nameRef) []byte {
	start := int(r >> 1)
	end, _ := String(data, start-1)
	return data[start : end-1]
}

// nameAt returns the name at r.
func nameAt(data []byte, r nameRef) []byte {
	if text := textAt(data, r); r&1 == 0 {
		return text
	} else {
		return AppendUnescaped(nil, text)
	}
}

// sameName reports whether the name at r and the one with the given text are
// the same.
func sameName(data []byte, r nameRef, text []byte, escaped bool) bool {
	if r&1 != 0 || escaped {
		return SameText(textAt(data, r), text)
	}
	at := data[r>>1:] // with the closing quote, which no text without escapes holds
	return len(text) < len(at) && at[len(text)] == '"' && string(at[:len(text)]) == string(text)
}

// table is a hash table from names, which it does not hold, to small numbers.
// Its seed is drawn anew for each table, so that no input can aim at it.
type table struct {
	seed  maphash.Seed
	slots []slot // a power of two of them, at most half of them taken
	n     int
}

// slot holds a number plus one, or 0 where it is free.
type slot struct{ hash, number uint32 }

func newTable(slots int) *table {
	return &table{seed: maphash.MakeSeed(), slots: make([]slot, slots)}
}

func (t *table) hash(name []byte) uint32 { return uint32(maphash.Bytes(t.seed, name)) }

// slot returns the slot at p, any number; the numbers of a hash h are at h,
// h+1, … up to the first free slot.
func (t *table) slot(p uint32) slot { return t.slots[p&uint32(len(t.slots)-1)] }

func (t *table) add(h uint32, number int) {
	if 2*t.n >= len(t.slots) {
		old := t.slots
		t.slots, t.n = make([]slot, 2*len(old)), 0
		for _, c := range old {
			if c.number != 0 {
				t.put(c)
			}
		}
	}
	t.put(slot{h, uint32(number) + 1})
}

func (t *table) put(c slot) {
	p := c.hash
	for t.slot(p).number != 0 {
		p++
	}
	t.slots[p&uint32(len(t.slots)-1)] = c
	t.n++
}
