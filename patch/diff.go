package patch

import (
	"slices"

	"example.com/graphcomms/internal/jsonscan"
)

// Diff returns the smallest merge patch p with Apply(from, p) equal to `to`.
// It is {} between objects that are equal.
//
// A merge patch cannot set a member to null. Where `to` has such a null that
// from has not, Diff returns [ErrNullMember] at its pointer; a null that is
// unchanged, or inside an array, is fine. The order of members cannot be
// expressed either, and does not count as a difference. The patch's members
// keep the order of `to`, and removals follow.
func Diff(from, to []byte) ([]byte, error) {
	const op = "patch.Diff"
	return diff(op, "from", from, "to", to)
}

// Invert returns the patch that undoes p on doc: Apply(Apply(doc, p),
// Invert(doc, p)) equals doc. Where doc has a null member that p removes or
// replaces, it returns [ErrNullMember] at its pointer, because no merge patch
// can set it again.
func Invert(doc, p []byte) ([]byte, error) {
	const op = "patch.Invert"
	after, err := appendApply(nil, doc, p, op)
	if err != nil {
		return nil, err
	}
	return diff(op, "p", after, "doc", doc)
}

func diff(op, nameFrom string, from []byte, nameTo string, to []byte) ([]byte, error) {
	tree, err := parse(op, nameFrom, from, jsonscan.Members)
	if err != nil {
		return nil, err
	}
	d := differ{from: &tree, to: to}
	d.scan.Init(to)
	dst, i, f := d.diff(jsonscan.SkipSpace(to, 0))
	if fault := d.scan.Finish(i, f); fault != nil {
		return nil, newError(op, nameTo, fault)
	}
	if err := d.null.error(op, nameTo, to); err != nil {
		return nil, err
	}
	return dst, nil
}

// differ walks a text once and appends what makes it out of another.
type differ struct {
	from *jsonscan.Tree
	scan jsonscan.Scanner // of to
	to   []byte
	null earliest // the first null of to that cannot be set

	// The text of from is that of to, delta bytes on, from somewhere before up
	// to until.
	delta, until int
}

// diff scans the value at i and returns the patch that makes it out of from.
// The objects that are open are in a slice, because a deep stack is slow.
func (d *differ) diff(i int) ([]byte, int, jsonscan.Flags) {
	dst := make([]byte, 0, min(len(d.to), 256))
	if !d.from.IsObject(0) || !isObject(d.to, i) {
		return d.whole(dst, i)
	}
	var few [4]level
	levels := append(few[:0], level{guess: 1})
	top := &levels[0]
	for i, top.flags = d.scan.Open(i, 0, &top.Object); ; {
		var k int
		var more bool
		if i, k, more = top.next(&d.scan, d.to, d.from, i); !more {
			f := top.flags
			if f&jsonscan.Failed != 0 {
				return dst, i, f
			}
			dst = d.removals(dst, top.node)
			if len(levels) == 1 {
				return jsonscan.CloseObject(dst, 0), i, f
			}
			dst = top.end(dst)
			levels = levels[:len(levels)-1]
			top = &levels[len(levels)-1]
			top.flags |= f
			continue
		}
		if k >= 0 {
			if end := d.sameBytes(k, i); end > i {
				i = end
				continue
			}
			if d.from.IsObject(k) && isObject(d.to, i) {
				before := len(dst)
				dst = appendName(dst, d.from, k)
				levels = jsonscan.Push(levels, level{node: k, guess: k + 1, before: before, start: len(dst)})
				top = &levels[len(levels)-1]
				i, top.flags = d.scan.Open(i, len(levels)-1, &top.Object)
				continue
			}
		}
		var f jsonscan.Flags
		dst, i, f = d.member(dst, i, k, len(levels), &top.Object)
		if top.flags |= f; f&jsonscan.Failed != 0 {
			return dst, i, f
		}
	}
}

// end ends the object of the patch, or takes its name back if nothing is in it.
func (l *level) end(dst []byte) []byte {
	if len(dst) > l.start {
		return jsonscan.CloseObject(dst, l.start)
	}
	return dst[:l.before]
}

// whole scans the value at i, which replaces the whole document.
func (d *differ) whole(dst []byte, i int) ([]byte, int, jsonscan.Flags) {
	end, f := d.scan.ConsumeValue(i, 0)
	if f&jsonscan.Failed != 0 {
		return dst, end, f
	}
	d.findNull(i, end, f)
	return jsonscan.AppendValue(dst, d.to[i:end], f), end, f
}

// member scans the value at i of the present member of o, inside depth open
// containers, and appends the member if it is not that of node k of from.
func (d *differ) member(dst []byte, i, k, depth int, o *jsonscan.Object) ([]byte, int, jsonscan.Flags) {
	end, f := d.scan.ConsumeValue(i, depth)
	if f&jsonscan.Failed != 0 {
		return dst, end, f
	}
	if n := end - o.NameStart + len(",\"\":"); cap(dst)-len(dst) < n {
		dst = slices.Grow(dst, len(dst)+n) // append would grow it by a quarter
	}
	switch value := d.to[i:end]; {
	case k < 0:
		dst = append(append(append(dst, ','), d.to[o.NameStart-1:o.NameEnd+1]...), ':')
		dst = d.set(dst, i, end, f)
	case !jsonscan.EqualValues(d.from.Text(k), value):
		dst = d.set(appendName(dst, d.from, k), i, end, f)
	}
	return dst, end, f
}

// sameBytes returns the end of the value at i of to, if it stands there as node
// k of from does, which has been scanned; else it returns i. No byte of from is
// compared at more than one level of it.
func (d *differ) sameBytes(k, i int) int {
	start, end := d.from.Nodes[k].Start, d.from.Nodes[k].End
	if i-start != d.delta || start >= d.until {
		d.delta = i - start
		d.until = start + jsonscan.SamePrefix(d.from.Data[start:end], d.to[i:])
	}
	after := i + end - start
	if d.until < end || after < len(d.to) && jsonscan.InNumber(d.to[after-1]) && jsonscan.InNumber(d.to[after]) {
		return i // 12 is not all of 123
	}
	return after
}

// removals appends null for the members of object n of from that to has not.
func (d *differ) removals(dst []byte, n int) []byte {
	for k := n + 1; k < d.from.Nodes[n].After; k = d.from.Nodes[k].After {
		if !d.from.Nodes[k].Mark {
			dst = append(appendName(dst, d.from, k), "null"...)
		}
	}
	return dst
}

// set appends the value from i to end, which holds f, as one that replaces
// another kind of value, or none.
func (d *differ) set(dst []byte, i, end int, f jsonscan.Flags) []byte {
	if d.to[i] == 'n' {
		d.null.add(ErrNullMember, i)
	} else {
		d.findNull(i, end, f)
	}
	return jsonscan.AppendValue(dst, d.to[i:end], f)
}

// findNull notes the null members of the value from i to end, which holds f, if
// it is an object.
func (d *differ) findNull(i, end int, f jsonscan.Flags) {
	if d.to[i] != '{' || f&jsonscan.NullMember == 0 {
		return
	}
	t, _ := jsonscan.Parse(d.to[i:end], jsonscan.Members, nil)
	for n := range t.Nodes {
		if n > 0 && t.IsNull(n) {
			d.null.add(ErrNullMember, i+t.Nodes[n].Start)
		}
	}
}
