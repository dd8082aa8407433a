package jsonscan

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
	"slices"
)

// A nameStack finds repeated names in the objects that are being read.
//
// Up to smallObject names of an object are found by fingerprints, one byte a
// name, eight compared at a time; a larger object gets a hash table.
//
// The offsets of all open objects are in one stack, the innermost object's last,
// and so are all fingerprints but an object's first. The first offsets are in an
// array, not behind a slice, so that the compiler can leave all of it on the
// stack.
type nameStack struct {
	trusted               bool // no name is repeated, so none is kept
	numPrints, numOffsets int
	room                  int // how many offsets go into inline, those behind it into near; 0 for a long text
	inline                [64]uint32
	near                  []uint32
	far                   []nameOffset // those of a long text
	prints                []uint64
	tables                []*table // of the large objects
}

const smallObject = 128

// A nameOffset is where a name's text begins, times two, and one if it has
// escapes.
type nameOffset int

// objectNames is the set of the names of one open object. Only those of the
// innermost object grow.
type objectNames struct {
	first                   [4]uint64 // the fingerprints of the first names
	print0, offset0, table0 int       // where the other fingerprints, offsets and the table begin
}

// init makes n ready for a text of so many bytes.
func (n *nameStack) init(size int) {
	n.room = 0
	if uint64(size) < 1<<31 { // so that all of its offsets have 32 bits
		n.room = len(n.inline)
	}
}

// trust lets n take all names for new.
func (n *nameStack) trust() { n.trusted, n.room = true, 0 }

func (n *nameStack) open() objectNames {
	return objectNames{print0: n.numPrints, offset0: n.numOffsets, table0: len(n.tables)}
}

// close forgets s.
func (n *nameStack) close(s *objectNames) {
	if len(n.tables) > s.table0 {
		n.tables = n.tables[:s.table0]
	}
	n.numPrints, n.numOffsets = s.print0, s.offset0
}

func (n *nameStack) offset(i int) nameOffset {
	switch {
	case i < n.room:
		return nameOffset(n.inline[i])
	case n.room > 0:
		return nameOffset(n.near[i-n.room])
	}
	return n.far[i]
}

func (n *nameStack) pushOffset(r nameOffset) {
	switch i := n.numOffsets; {
	case i < n.room:
		n.inline[i] = uint32(r)
	case n.room > 0:
		n.near = Push(n.near[:i-n.room], uint32(r))
	default:
		n.far = Push(n.far[:i], r)
	}
	n.numOffsets++
}

// addFew adds the name that begins at start and has the fingerprint fp, if it is
// among the first eight and none of them has that.
func (n *nameStack) addFew(s *objectNames, start int, fp byte) bool {
	i := n.numOffsets
	if i >= n.room || i-s.offset0 >= 8 || equalBytes(s.first[0], fp) != 0 {
		return false
	}
	s.first[0] |= uint64(fp) << (8 * (i - s.offset0))
	n.inline[i] = uint32(start) << 1
	n.numOffsets++
	return true
}

// add adds the name whose text is data[start:end] and whose fingerprint is fp, 0
// if it has escapes, and reports whether it was new.
func (n *nameStack) add(data []byte, s *objectNames, start, end int, fp byte) bool {
	if n.trusted {
		return true
	}
	have := n.numOffsets - s.offset0
	offset, text := nameOffset(start)<<1, data[start:end]
	escaped := fp == 0
	if escaped {
		offset |= 1
		var few [64]byte
		fp = fingerprint(AppendUnescaped(few[:0], text))
	}
	if have < smallObject {
		for i := 0; 8*i < have; i++ {
			if hit := equalBytes(*n.printWord(s, i), fp); hit != 0 && n.have(data, s.offset0+8*i, hit, text, escaped) {
				return false
			}
		}
		i := have / 8
		if have%8 == 0 && i >= len(s.first) {
			n.prints = Push(n.prints[:n.numPrints], 0)
			n.numPrints++
		}
		*n.printWord(s, i) |= uint64(fp) << (have % 8 * 8)
	} else if !n.addLarge(data, s, start, text, escaped) {
		return false
	}
	n.pushOffset(offset)
	return true
}

// printWord returns word i of the fingerprints of s.
func (n *nameStack) printWord(s *objectNames, i int) *uint64 {
	if i < len(s.first) {
		return &s.first[i]
	}
	return &n.prints[s.print0+i-len(s.first)]
}

// equalBytes has the high bit set of the bytes of w that equal m, and perhaps
// of some above the first of them.
func equalBytes(w uint64, m byte) uint64 {
	x := w ^ uint64(m)*ones
	return (x - ones) &^ x & highs
}

// have reports whether one of the offsets at first+k, for each byte k of hit that
// has its high bit set, has the given text.
func (n *nameStack) have(data []byte, first int, hit uint64, text []byte, escaped bool) bool {
	for ; hit != 0; hit &= hit - 1 {
		if i := first + trailingBytes(hit); i < n.numOffsets && sameName(data, n.offset(i), text, escaped) {
			return true
		}
	}
	return false
}

// addLarge adds a name to the table of a large object.
func (n *nameStack) addLarge(data []byte, s *objectNames, start int, text []byte, escaped bool) bool {
	if len(n.tables) == s.table0 {
		t := newTable(smallObject)
		for i := s.offset0; i < n.numOffsets; i++ {
			r := n.offset(i)
			t.put(bucket{t.hash(textAt(data, r), r&1 != 0), uint32(i - s.offset0 + 1)})
		}
		n.tables = append(n.tables, t)
	}
	t := n.tables[s.table0]
	if t.full() {
		so := start - int(n.offset(s.offset0)>>1) // bytes of the object, of which as many may follow as there are
		t.grow((len(data) - start) / so)
	}
	h := t.hash(text, escaped)
	if t.find(h, func(k int) bool { return sameName(data, n.offset(s.offset0+k-1), text, escaped) }) != 0 {
		return false
	}
	t.put(bucket{h, uint32(n.numOffsets - s.offset0 + 1)})
	return true
}

// fingerprint maps a name to a byte other than 0. It mixes the words of the name
// and of the quote behind it, as consumeName does on the way.
func fingerprint(name []byte) byte {
	h := uint64(0)
	for ; len(name) >= 8; name = name[8:] {
		h = mix(h, binary.LittleEndian.Uint64(name))
	}
	w := uint64('"')
	for _, c := range slices.Backward(name) {
		w = w<<8 | uint64(c)
	}
	return foldPrint(mix(h, w))
}

func mix(h, w uint64) uint64 { return (h ^ w) * 0x9E3779B97F4A7C15 }

func foldPrint(h uint64) byte { return max(byte(h>>56), 1) }

// textAt returns the text of the name at r.
func textAt(data []byte, r nameOffset) []byte {
	start := int(r >> 1)
	end, _ := ConsumeString(data, start-1)
	return data[start : end-1]
}

// sameName reports whether the name at r and the one with the given text are
// the same.
func sameName(data []byte, r nameOffset, text []byte, escaped bool) bool {
	if r&1 != 0 || escaped {
		return SameText(textAt(data, r), text)
	}
	return startsWith(data[r>>1:], text)
}

// table is a hash table from names, which it does not hold, to small numbers.
// Its seed is drawn anew for each table, so that no input can aim at it.
type table struct {
	seed  maphash.Seed
	slots []bucket // a power of two of them, at most half of them taken
	n     int
}

// bucket holds a number, or 0 where it is free.
type bucket struct{ hash, number uint32 }

// newTable returns a table with room for n entries.
func newTable(n int) *table {
	return &table{seed: maphash.MakeSeed(), slots: make([]bucket, 2<<bits.Len(uint(n)))}
}

// hash returns the hash of the name with the given text.
func (t *table) hash(text []byte, escaped bool) uint32 {
	if escaped {
		var few [64]byte
		text = AppendUnescaped(few[:0], text)
	}
	return uint32(maphash.Bytes(t.seed, text))
}

// slot returns the slot at p, any number; the entries of a hash h are at h,
// h+1, … up to the first free slot.
func (t *table) slot(p uint32) *bucket { return &t.slots[p&uint32(len(t.slots)-1)] }

// find returns the number with the hash h that is the one searched for, as is
// says, or 0.
func (t *table) find(h uint32, is func(number int) bool) int {
	for p := h; ; p++ {
		if c := t.slot(p); c.number == 0 || c.hash == h && is(int(c.number)) {
			return int(c.number)
		}
	}
}

func (t *table) full() bool { return 2*t.n >= len(t.slots) }

// grow makes room for times as many entries, within limits: a few more cost
// less than to grow often, and too many are wasted if the text ends.
func (t *table) grow(times int) {
	old := t.slots
	t.slots = make([]bucket, len(old)<<min(max(bits.Len(uint(times)), 1), 4))
	t.n = 0
	for _, c := range old {
		if c.number != 0 {
			t.put(c)
		}
	}
}

// put adds an entry. There is room for it.
func (t *table) put(c bucket) {
	p := c.hash
	for t.slot(p).number != 0 {
		p++
	}
	*t.slot(p) = c
	t.n++
}
