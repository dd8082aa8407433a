package patch

import (
	"cmp"
	"encoding/json"
	"slices"

	"example.com/graphcomms/internal/jsonscan"
)

// A Conflict is a place that both sides of a three-way merge changed,
// differently.
type Conflict struct {
	Pointer            string          // JSON pointer (RFC 6901)
	Base, Ours, Theirs json.RawMessage // the values there, nil where the member is absent
}

// Merge3 returns base with the changes of ours and those of theirs since base,
// and the conflicts, sorted by pointer. A member that both changed
// differently is a conflict and keeps the value of base. Objects merge member
// by member, also where base has none and both sides add one; everything else,
// arrays included, is one value. null is a value like any other.
//
// The result is no longer than the three texts together. The pointers of the
// conflicts may be much longer, up to the order of the square of that: each of
// them spells all names on its way. A server bounds what it merges before.
//
// Where both changed an object, its members keep the order of base; those that
// ours adds follow, then those of theirs. Where one side did, it is as there.
func Merge3(base, ours, theirs []byte) ([]byte, []Conflict, error) {
	const op = "patch.Merge3"
	b, o, err := parseTwo(op, "base", base, "ours", ours, jsonscan.Elements)
	if err != nil {
		return nil, nil, err
	}
	t, err := parse(op, "theirs", theirs, jsonscan.Elements)
	if err != nil {
		return nil, nil, err
	}
	m := merger{base: &b, ours: &o, theirs: &t, baseOurs: pair(&b, &o), baseTheirs: pair(&b, &t), oursTheirs: pair(&o, &t)}
	m.value(0, 0, 0, nil)
	slices.SortFunc(m.conflicts, func(x, y Conflict) int { return cmp.Compare(x.Pointer, y.Pointer) })
	return m.dst, m.conflicts, nil
}

// A pairing tells, for each node of a tree a, which node of a tree b is at the
// same pointer, or none, and whether the two are the same value. What is below
// an array, or has no partner, is left out. It takes one walk, so that a merge
// need not compare a value again at every level above it.
type pairing struct {
	a, b *jsonscan.Tree
	to   []partner
}

type partner struct {
	node int
	same bool
}

const none = -1

func pair(a, b *jsonscan.Tree) pairing {
	p := pairing{a, b, make([]partner, len(a.Nodes))}
	p.value(0, 0)
	return p
}

func (p *pairing) value(n, m int) bool {
	to := partner{node: m}
	if p.a.IsObject(n) && p.b.IsObject(m) {
		to.same = p.members(n, m)
	} else {
		to.same = jsonscan.Equal(p.a, n, p.b, m)
	}
	p.to[n] = to
	return to.same
}

func (p *pairing) members(n, m int) bool {
	all := p.a.Nodes[n].NumChildren == p.b.Nodes[m].NumChildren
	guess := m + 1
	for k := n + 1; k < p.a.Nodes[n].After; k = p.a.Nodes[k].After {
		j := p.b.FindSame(m, &guess, p.a, k)
		if j < 0 {
			p.to[k].node = none
			all = false
		} else if !p.value(k, j) {
			all = false
		}
	}
	return all
}

// same reports whether n and its partner m are the same, or neither is there.
func (p *pairing) same(n, m int) bool {
	if n == none || m == none {
		return n == m
	}
	return p.to[n].same
}

type merger struct {
	base, ours, theirs               *jsonscan.Tree
	baseOurs, baseTheirs, oursTheirs pairing
	dst                              []byte
	conflicts                        []Conflict
}

// value appends the merge of the nodes b, o and t, which are at the same
// pointer; each may be none. It reports whether the result has a value there.
func (m *merger) value(b, o, t int, pointer []byte) bool {
	switch {
	case m.oursTheirs.same(o, t) || m.baseTheirs.same(b, t):
		return m.copy(m.ours, o)
	case m.baseOurs.same(b, o):
		return m.copy(m.theirs, t)
	case o != none && t != none && m.ours.IsObject(o) && m.theirs.IsObject(t) && (b == none || m.base.IsObject(b)):
		m.members(b, o, t, pointer)
		return true
	}
	m.conflicts = append(m.conflicts, Conflict{string(pointer), m.text(m.base, b), m.text(m.ours, o), m.text(m.theirs, t)})
	return m.copy(m.base, b)
}

func (m *merger) members(b, o, t int, pointer []byte) {
	start := len(m.dst)
	if b != none {
		for k := b + 1; k < m.base.Nodes[b].After; k = m.base.Nodes[k].After {
			ok, tk := m.baseOurs.to[k].node, m.baseTheirs.to[k].node
			mark(m.ours, ok)
			mark(m.theirs, tk)
			m.member(m.base, k, k, ok, tk, pointer)
		}
	}
	for k := o + 1; k < m.ours.Nodes[o].After; k = m.ours.Nodes[k].After {
		if !m.ours.Nodes[k].Mark {
			tk := m.oursTheirs.to[k].node
			mark(m.theirs, tk)
			m.member(m.ours, k, none, k, tk, pointer)
		}
	}
	for k := t + 1; k < m.theirs.Nodes[t].After; k = m.theirs.Nodes[k].After {
		if !m.theirs.Nodes[k].Mark {
			m.member(m.theirs, k, none, none, k, pointer)
		}
	}
	m.dst = jsonscan.CloseObject(m.dst, start)
}

func mark(t *jsonscan.Tree, n int) {
	if n != none {
		t.Nodes[n].Mark = true
	}
}

// member appends one member, which has the name of node k of named.
func (m *merger) member(named *jsonscan.Tree, k, b, o, t int, pointer []byte) {
	before := len(m.dst)
	m.dst = appendName(m.dst, named, k)
	if !m.value(b, o, t, jsonscan.AppendToken(pointer, named.Name(k))) {
		m.dst = m.dst[:before]
	}
}

func (m *merger) copy(t *jsonscan.Tree, n int) bool {
	if n == none {
		return false
	}
	m.dst = appendNode(m.dst, t, n)
	return true
}

func (m *merger) text(t *jsonscan.Tree, n int) json.RawMessage {
	if n == none {
		return nil
	}
	return appendNode(nil, t, n)
}
