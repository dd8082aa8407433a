package patch

import (
	"reflect"

	"example.com/graphcomms/internal/jsonscan"
)

// Apply returns doc as the merge patch p changes it (RFC 7396 section 2).
//
// Members keep the order of doc, and new ones follow in the order of p. What
// p does not touch is copied byte for byte, except that insignificant white
// space is dropped; a replaced member keeps the spelling of its name. A p that
// is not an object replaces the document.
//
// Apply takes time linear in both texts. It allocates the result and nothing
// else, as long as p has at most 1 KB, 15 members, 8 in an object, and objects
// in at most four levels; doc has at most 32 members in an object and 64 in all
// that are open at once; and names with escapes have at most 64 bytes.
func Apply(doc, p []byte) ([]byte, error) {
	return appendApply(nil, doc, p, "patch.Apply")
}

// AppendApply appends to dst what [Apply] returns. On an error it returns dst.
// The room behind dst may be that of doc or p, as in
//
//	doc, err = patch.AppendApply(doc[:0], doc, p)
//
// The result is then made apart and copied over them, which takes memory; else
// neither is written to.
func AppendApply(dst, doc, p []byte) ([]byte, error) {
	const op = "patch.AppendApply"
	if room := dst[len(dst):cap(dst)]; overlap(room, doc) || overlap(room, p) {
		result, err := appendApply(nil, doc, p, op)
		return append(dst, result...), err
	}
	return appendApply(dst, doc, p, op)
}

// overlap reports whether a and b share a byte of memory.
func overlap(a, b []byte) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	// Pointer takes what it is given to the heap, where its address stays.
	p, q := reflect.ValueOf(&a[0]).Pointer(), reflect.ValueOf(&b[0]).Pointer()
	return p < q+uintptr(len(b)) && q < p+uintptr(len(a))
}

func appendApply(dst, doc, p []byte, op string) ([]byte, error) {
	var few [16]jsonscan.Node
	tree, fault := parsePatch(p, few[:0])
	if fault != nil {
		return dst, newError(op, "p", fault)
	}
	a := applier{doc: doc}
	out, fault := a.run(dst, &tree)
	if fault != nil {
		return dst, newError(op, "doc", fault)
	}
	return out, nil
}

// parsePatch parses p into nodes, if it is short enough for them.
func parsePatch(p []byte, nodes []jsonscan.Node) (jsonscan.Tree, *jsonscan.Error) {
	if len(p) > 1024 {
		nodes = nil
	}
	return jsonscan.Parse(p, jsonscan.Members, nodes)
}

// applier walks a document once and appends what a patch makes of it. The tree
// of the patch and the result are passed along rather than kept in it: the
// compiler would then take what they point to for the heap.
type applier struct {
	scan    jsonscan.Scanner
	doc     []byte
	same    run      // empty while an object begins or ends
	compose bool     // the document is a patch too: nulls stay, and not all can be composed
	fault   earliest // the first that cannot
}

// run appends what p makes of the document.
func (a *applier) run(dst []byte, p *jsonscan.Tree) ([]byte, *jsonscan.Error) {
	if dst == nil {
		// The result is at most as long as both; where both are long, most of a
		// patch replaces something.
		long, short := max(len(a.doc), len(p.Data)), min(len(a.doc), len(p.Data))
		dst = make([]byte, 0, long+min(short, 4096+short/8))
	}
	a.scan.Init(a.doc)
	dst, i, f := a.merge(dst, jsonscan.SkipSpace(a.doc, 0), p)
	return dst, a.scan.Finish(i, f)
}

// merge scans the document's value at i and appends what p makes of it. The
// objects that are open are in a slice, because a deep stack is slow.
func (a *applier) merge(dst []byte, i int, p *jsonscan.Tree) ([]byte, int, jsonscan.Flags) {
	if !p.IsObject(0) || !isObject(a.doc, i) {
		i, f := a.scan.ConsumeValue(i, 0)
		return a.replace(dst, p, 0), i, f
	}
	var few [4]level
	levels := append(few[:0], level{guess: 1, start: len(dst)})
	top := &levels[0]
	for i, top.flags = a.scan.Open(i, 0, &top.Object); ; {
		var k int
		var more bool
		if i, k, more = top.next(&a.scan, a.doc, p, i); !more {
			f := top.flags
			if f&jsonscan.Failed != 0 {
				return dst, i, f
			}
			dst = a.addNew(a.flush(dst), p, top.node)
			dst = jsonscan.CloseObject(dst, top.start)
			if levels = levels[:len(levels)-1]; len(levels) == 0 {
				return dst, i, f
			}
			top = &levels[len(levels)-1]
			top.flags |= f
			continue
		}
		var f jsonscan.Flags
		switch {
		case k < 0:
			dst, i, f = a.untouched(dst, i, len(levels), &top.Object)
		case p.IsObject(k) && isObject(a.doc, i):
			dst = a.name(a.flush(dst), &top.Object)
			levels = jsonscan.Push(levels, level{node: k, guess: k + 1, start: len(dst)})
			top = &levels[len(levels)-1]
			i, top.flags = a.scan.Open(i, len(levels)-1, &top.Object)
			continue
		default:
			dst = a.flush(dst)
			if a.compose || !p.IsNull(k) {
				dst = a.replace(a.name(dst, &top.Object), p, k)
			}
			i, f = a.scan.ConsumeValue(i, len(levels))
		}
		if top.flags |= f; f&jsonscan.Failed != 0 {
			return dst, i, f
		}
	}
}

// untouched scans the value at i of the present member of o, and appends the
// member or makes it a part of the run.
func (a *applier) untouched(dst []byte, i, depth int, o *jsonscan.Object) ([]byte, int, jsonscan.Flags) {
	end, f := a.scan.ConsumeValue(i, depth)
	if f&jsonscan.Failed != 0 || a.same.add(o, i, end, f) {
		return dst, end, f
	}
	if dst = a.flush(dst); !a.same.add(o, i, end, f) {
		dst = jsonscan.AppendValue(a.name(dst, o), a.doc[i:end], f)
	}
	return dst, end, f
}

// name appends a comma, the name of the present member of o as it stands, and a
// colon.
func (a *applier) name(dst []byte, o *jsonscan.Object) []byte {
	dst = append(append(dst, ','), a.doc[o.NameStart-1:o.NameEnd+1]...)
	return append(dst, ':')
}

// run is a run of untouched members that stand in the document as they will
// in the result, so that they are copied at once.
type run struct{ start, end int }

// add extends the run by the present member of o, whose value is from value to
// end and holds f, or reports that it cannot.
func (r *run) add(o *jsonscan.Object, value, end int, f jsonscan.Flags) bool {
	if value != o.NameEnd+2 || f&jsonscan.HasSpace != 0 {
		return false
	}
	switch r.end {
	case 0:
		r.start = o.NameStart - 1
	case o.NameStart - 2:
	default:
		return false
	}
	r.end = end
	return true
}

// flush appends the run and empties it.
func (a *applier) flush(dst []byte) []byte {
	if a.same.end > 0 {
		dst = append(append(dst, ','), a.doc[a.same.start:a.same.end]...)
		a.same = run{}
	}
	return dst
}

// replace appends node n of the patch as it lands where something else was.
func (a *applier) replace(dst []byte, p *jsonscan.Tree, n int) []byte {
	switch {
	case !a.compose:
		return appendNew(dst, p, n)
	case p.IsObject(n):
		a.fault.add(ErrNotComposable, p.Nodes[n].Start)
	}
	return appendNode(dst, p, n)
}

// addNew appends the members of object n of the patch that the document has
// not.
func (a *applier) addNew(dst []byte, p *jsonscan.Tree, n int) []byte {
	if !a.compose {
		return appendNewMembers(dst, p, n)
	}
	for k := n + 1; k < p.Nodes[n].After; k = p.Nodes[k].After {
		if !p.Nodes[k].Mark {
			dst = appendNode(appendName(dst, p, k), p, k)
		}
	}
	return dst
}

// appendNew appends the value of node n of a patch as it lands where there
// was no object: without null members.
func appendNew(dst []byte, p *jsonscan.Tree, n int) []byte {
	if !p.IsObject(n) || p.Nodes[n].Flags&jsonscan.NullMember == 0 {
		return jsonscan.AppendValue(dst, p.Text(n), p.Nodes[n].Flags)
	}
	start := len(dst)
	return jsonscan.CloseObject(appendNewMembers(dst, p, n), start)
}

// appendNewMembers appends those members of the patch object n that are
// neither null nor marked.
func appendNewMembers(dst []byte, p *jsonscan.Tree, n int) []byte {
	for k := n + 1; k < p.Nodes[n].After; k = p.Nodes[k].After {
		if !p.Nodes[k].Mark && !p.IsNull(k) {
			dst = appendNew(appendName(dst, p, k), p, k)
		}
	}
	return dst
}

// appendName appends a comma, the name of node n as it stands, and a colon.
func appendName(dst []byte, t *jsonscan.Tree, n int) []byte {
	return append(append(append(dst, ',', '"'), t.Name(n)...), '"', ':')
}

// appendNode appends node n as it stands, compacted.
func appendNode(dst []byte, t *jsonscan.Tree, n int) []byte {
	return jsonscan.AppendValue(dst, t.Text(n), t.Nodes[n].Flags)
}
