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
	var pw, dw jsonscan.Work
	var few [16]jsonscan.Node
	nodes := few[:0]
	if len(p) > 1024 {
		nodes = make([]jsonscan.Node, 0, len(p)/16)
	}
	tree, fault := jsonscan.Parse(p, jsonscan.Members, &pw, nodes)
	if fault != nil {
		return dst, newError(op, "p", fault)
	}
	a := applier{scan: jsonscan.New(doc, &dw), doc: doc, patch: &tree, dst: dst, run: run{doc: doc}}
	if dst == nil {
		a.dst = make([]byte, 0, len(doc)+len(p)) // the result is never longer
	}
	i, f := a.value(jsonscan.SkipSpace(doc, 0), 0, 0)
	if fault := a.scan.Finish(i, f); fault != nil {
		return dst, newError(op, "doc", fault)
	}
	return a.dst, nil
}

// applier walks a document once, beside the tree of the patch.
type applier struct {
	scan  jsonscan.Scanner
	doc   []byte
	patch *jsonscan.Tree
	dst   []byte
	run   run // empty while an object below the present one is walked
}

// value scans the document's value at i and appends what patch node n makes
// of it.
func (a *applier) value(i, depth, n int) (int, jsonscan.Flags) {
	if a.patch.IsObject(n) && i < len(a.doc) && a.doc[i] == '{' {
		return a.object(i, depth, n)
	}
	i, f := a.scan.Value(i, depth)
	a.dst = appendNew(a.dst, a.patch, n)
	return i, f
}

func (a *applier) object(i, depth, n int) (int, jsonscan.Flags) {
	var o jsonscan.Object
	i, f := a.scan.Open(i, depth, &o)
	start := len(a.dst)
	guess := n + 1
	for f&jsonscan.Failed == 0 {
		var more bool
		if i, f, more = a.scan.Next(i, f, &o); !more {
			break
		}
		var g jsonscan.Flags
		name := a.doc[o.NameStart-1 : o.NameEnd+1]
		k := a.patch.Find(n, &guess, a.doc[o.NameStart:o.NameEnd], o.NameFlags&jsonscan.Escaped != 0)
		if k < 0 {
			value := i
			i, g = a.scan.Value(value, depth+1)
			if f |= g; f&jsonscan.Failed != 0 {
				break
			}
			if !a.run.add(o.NameStart-1, o.NameEnd+1, value, i, g) {
				a.dst = a.run.flush(a.dst)
				if !a.run.add(o.NameStart-1, o.NameEnd+1, value, i, g) {
					a.dst = append(append(append(a.dst, ','), name...), ':')
					a.dst = jsonscan.AppendValue(a.dst, a.doc[value:i], g)
				}
			}
			continue
		}
		a.patch.Nodes[k].Mark = true
		a.dst = a.run.flush(a.dst)
		if a.patch.IsNull(k) {
			i, g = a.scan.Value(i, depth+1)
		} else {
			a.dst = append(append(append(a.dst, ','), name...), ':')
			i, g = a.value(i, depth+1, k)
		}
		f |= g
	}
	if f&jsonscan.Failed != 0 {
		return i, f
	}
	a.dst = a.run.flush(a.dst)
	a.dst = appendNewMembers(a.dst, a.patch, n)
	a.dst = jsonscan.CloseObject(a.dst, start)
	return i, f
}

// run is a run of untouched members that stand in the document as they will
// in the result, so that they are copied at once.
type run struct {
	doc        []byte
	start, end int
}

// add extends the run by a member, or reports that it cannot.
func (r *run) add(name, nameEnd, value, end int, f jsonscan.Flags) bool {
	if value != nameEnd+1 || f&jsonscan.Space != 0 {
		return false
	}
	switch r.end {
	case 0:
		r.start = name
	case name - 1:
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
