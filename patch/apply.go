package patch

import "example.com/graphcomms/internal/jsonscan"

// Apply returns doc as the merge patch p changes it (RFC 7396 section 2).
//
// Members keep the order of doc, and new ones follow in the order of p. What
// p does not touch is copied byte for byte, except that insignificant white
// space is dropped; a replaced member keeps the spelling of its name. A p that
// is not an object replaces the document.
//
// Apply takes time linear in both texts. For ordinary documents it allocates
// the result and nothing else.
func Apply(doc, p []byte) ([]byte, error) {
	return appendApply(nil, doc, p, "patch.Apply")
}

// AppendApply appends to dst what [Apply] returns. dst must not overlap doc or
// p. On an error it returns dst.
func AppendApply(dst, doc, p []byte) ([]byte, error) {
	return appendApply(dst, doc, p, "patch.AppendApply")
}

func appendApply(dst, doc, p []byte, op string) ([]byte, error) {
	var few [16]jsonscan.Node
	nodes := few[:0]
	if len(p) > 1024 {
		nodes = make([]jsonscan.Node, 0, len(p)/16)
	}
	tree, fault := jsonscan.Parse(p, jsonscan.Members, nodes)
	if fault != nil {
		return dst, newError(op, "p", fault)
	}
	out := dst
	if dst == nil {
		out = make([]byte, 0, len(doc)+len(p)) // the result is never longer
	}
	var scan jsonscan.Scanner
	scan.Init(doc)
	a := applier{scan: &scan, doc: doc, run: run{doc: doc}}
	out, i, f := a.value(out, jsonscan.SkipSpace(doc, 0), 0, &tree, 0)
	if fault := scan.Finish(i, f); fault != nil {
		return dst, newError(op, "doc", fault)
	}
	return out, nil
}

// applier walks a document once. The tree of the patch and the result are
// passed along rather than kept in it: the compiler would then take what they
// point to for the heap.
type applier struct {
	scan *jsonscan.Scanner
	doc  []byte
	run  run // empty while an object below the present one is walked
}

// value scans the document's value at i and appends what node n of p makes of
// it.
func (a *applier) value(dst []byte, i, depth int, p *jsonscan.Tree, n int) ([]byte, int, jsonscan.Flags) {
	if p.IsObject(n) && i < len(a.doc) && a.doc[i] == '{' {
		return a.object(dst, i, depth, p, n)
	}
	i, f := a.scan.Value(i, depth)
	return appendNew(dst, p, n), i, f
}

func (a *applier) object(dst []byte, i, depth int, p *jsonscan.Tree, n int) ([]byte, int, jsonscan.Flags) {
	var o jsonscan.Object
	i, f := a.scan.Open(i, depth, &o)
	start := len(dst)
	guess := n + 1
	for f&jsonscan.Failed == 0 {
		var more bool
		if i, f, more = a.scan.Next(i, f, &o); !more {
			break
		}
		var g jsonscan.Flags
		k := p.Find(n, &guess, a.doc[o.NameStart:o.NameEnd], o.NameFlags&jsonscan.Escaped != 0)
		switch {
		case k < 0:
			dst, i, g = a.untouched(dst, i, depth+1, &o)
		case p.IsNull(k):
			dst = a.run.flush(dst)
			i, g = a.scan.Value(i, depth+1)
		default:
			dst = a.name(a.run.flush(dst), &o)
			dst, i, g = a.value(dst, i, depth+1, p, k)
		}
		if f |= g; k >= 0 {
			p.Nodes[k].Mark = true
		}
	}
	if f&jsonscan.Failed != 0 {
		return dst, i, f
	}
	dst = appendNewMembers(a.run.flush(dst), p, n)
	return jsonscan.CloseObject(dst, start), i, f
}

// untouched scans the value at i of the present member of o, and appends the
// member or makes it a part of the run.
func (a *applier) untouched(dst []byte, i, depth int, o *jsonscan.Object) ([]byte, int, jsonscan.Flags) {
	end, f := a.scan.Value(i, depth)
	if f&jsonscan.Failed != 0 || a.run.add(o, i, end, f) {
		return dst, end, f
	}
	if dst = a.run.flush(dst); !a.run.add(o, i, end, f) {
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
type run struct {
	doc        []byte
	start, end int
}

// add extends the run by the present member of o, whose value is from value to
// end and holds f, or reports that it cannot.
func (r *run) add(o *jsonscan.Object, value, end int, f jsonscan.Flags) bool {
	if value != o.NameEnd+2 || f&jsonscan.Space != 0 {
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

func (r *run) flush(dst []byte) []byte {
	if r.end == 0 {
		return dst
	}
	dst = append(append(dst, ','), r.doc[r.start:r.end]...)
	r.start, r.end = 0, 0
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
	for k := n + 1; k < p.Nodes[n].Next; k = p.Nodes[k].Next {
		if !p.Nodes[k].Mark && !p.IsNull(k) {
			dst = appendNew(appendName(dst, p, k), p, k)
		}
	}
	return dst
}

// appendName appends a comma, the name of node n as it stands, and a colon.
func appendName(dst []byte, t *jsonscan.Tree, n int) []byte {
	node := &t.Nodes[n]
	dst = append(append(dst, ','), t.Data[node.NameStart-1:node.NameEnd+1]...)
	return append(dst, ':')
}

// appendNode appends node n as it stands, compacted.
func appendNode(dst []byte, t *jsonscan.Tree, n int) []byte {
	return jsonscan.AppendValue(dst, t.Text(n), t.Nodes[n].Flags)
}
