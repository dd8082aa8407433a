package jsonscan

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
)

// names finds repeated names in the objects that are being read.
//
// Up to smallObject names of an object are found by marks, one byte a name,
// eight compared at a time; a larger object gets a hash table.
//
// The refs of all open objects are in one stack, the innermost object's last,
// and so are all marks but an object's first. The first refs are in an array,
// not behind a slice, so that the compiler can leave all of it on the stack.
type names struct {
	nmarks, nrefs int
	near          int // how many refs go into nearRefs, all or none
	nearRefs      [64]uint32
	farRefs       []nameRef
	marks         []uint64
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
	first               [4]uint64 // the marks of the first names
	mark0, ref0, table0 int       // where the other marks, refs and the table begin
}

// init makes n ready for a text of so many bytes.
func (n *names) init(size int) {
	n.near = 0
	if uint64(size) < 1<<31 { // so that all of its refs have 32 bits
		n.near = len(n.nearRefs)
	}
}

func (n *names) open() nameSet { return nameSet{mark0: n.nmarks, ref0: n.nrefs, table0: len(n.tables)} }

// close forgets s.
func (n *names) close(s *nameSet) {
	if len(n.tables) > s.table0 {
		n.tables = n.tables[:s.table0]
	}
	n.nmarks, n.nrefs = s.mark0, s.ref0
}

func (n *names) ref(i int) nameRef {
	if i < n.near {
		return nameRef(n.nearRefs[i])
	}
	return n.farRefs[i-n.near]
}

func (n *names) pushRef(r nameRef) {
	if n.nrefs < n.near {
		n.nearRefs[n.nrefs] = uint32(r)
	} else {
		n.farRefs = Push(n.farRefs[:n.nrefs-n.near], r)
	}
	n.nrefs++
}

// add adds the name whose text is data[start:end], and reports whether it was
// new.
func (n *names) add(data []byte, s *nameSet, start, end int, f Flags) bool {
	have := n.nrefs - s.ref0
	if f&Escaped == 0 && have < 8 && n.nrefs < n.near { // the usual case
		if m := mark(data[start:end]); equalBytes(s.first[0], m) == 0 {
			s.first[0] |= uint64(m) << (8 * have)
			n.nearRefs[n.nrefs] = uint32(start) << 1
			n.nrefs++
			return true
		}
	}
	return n.addOther(data, s, start, end, f)
}

func (n *names) addOther(data []byte, s *nameSet, start, end int, f Flags) bool {
	have := n.nrefs - s.ref0
	ref, text := nameRef(start)<<1, data[start:end]
	name := text
	if f&Escaped != 0 {
		ref |= 1
		name = AppendUnescaped(n.name[:0], text)
	}
	if have < smallObject {
		m := mark(name)
		for i := 0; i <= have/8; i++ {
			if hit := equalBytes(*n.markWord(s, i), m); hit != 0 && n.have(data, s.ref0+8*i, hit, text, ref&1 != 0) {
				return false
			}
		}
		*n.markWord(s, have/8) |= uint64(m) << (have % 8 * 8)
	} else if !n.addLarge(data, s, start, text, name, ref&1 != 0) {
		return false
	}
	n.pushRef(ref)
	return true
}

// markWord returns word i of the marks of s. The one after the last is made.
func (n *names) markWord(s *nameSet, i int) *uint64 {
	if i < len(s.first) {
		return &s.first[i]
	}
	i += s.mark0 - len(s.first)
	if i == n.nmarks {
		n.marks = Push(n.marks[:i], 0)
		n.nmarks++
	}
	return &n.marks[i]
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

// addLarge adds a name to the table of a large object.
func (n *names) addLarge(data []byte, s *nameSet, start int, text, name []byte, escaped bool) bool {
	if len(n.tables) == s.table0 {
		t := newTable(smallObject)
		for i := s.ref0; i < n.nrefs; i++ {
			t.put(slot{t.hash(nameAt(data, n.ref(i))), uint32(i - s.ref0 + 1)})
		}
		n.tables = append(n.tables, t)
	}
	t := n.tables[s.table0]
	if t.full() {
		so := start - int(n.ref(s.ref0)>>1) // bytes of the object, of which as many may follow as there are
		t.grow((len(data) - start) / so)
	}
	h := t.hash(name)
	for p := h; ; p++ {
		c := t.slot(p)
		if c.number == 0 {
			*c = slot{h, uint32(n.nrefs - s.ref0 + 1)}
			t.n++
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
	return startsWith(data[r>>1:], text)
}

// table is a hash table from names, which it does not hold, to small numbers.
// Its seed is drawn anew for each table, so that no input can aim at it.
type table struct {
	seed  maphash.Seed
	slots []slot // a power of two of them, at most half of them taken
	n     int
}

// slot holds a number, or 0 where it is free.
type slot struct{ hash, number uint32 }

// newTable returns a table with room for n entries.
func newTable(n int) *table {
	return &table{seed: maphash.MakeSeed(), slots: make([]slot, 2<<bits.Len(uint(n)))}
}

func (t *table) hash(name []byte) uint32 { return uint32(maphash.Bytes(t.seed, name)) }

// slot returns the slot at p, any number; the entries of a hash h are at h,
// h+1, … up to the first free slot.
func (t *table) slot(p uint32) *slot { return &t.slots[p&uint32(len(t.slots)-1)] }

func (t *table) full() bool { return 2*t.n >= len(t.slots) }

// grow makes room for times as many entries, within limits: a few more cost
// less than to grow often, and too many are wasted if the text ends.
func (t *table) grow(times int) {
	old := t.slots
	t.slots = make([]slot, len(old)<<min(max(bits.Len(uint(times)), 1), 4))
	t.n = 0
	for _, c := range old {
		if c.number != 0 {
			t.put(c)
		}
	}
}

// put adds an entry. There is room for it.
func (t *table) put(c slot) {
	p := c.hash
	for t.slot(p).number != 0 {
		p++
	}
	*t.slot(p) = c
	t.n++
}
