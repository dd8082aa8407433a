package entity

import "example.com/graphcomms/patch"

// Diff sets *out, which is zero, to the smallest patch that makes `to` out of
// from, and shares no list with either. Errors are those of op.
func (s *Schema) Diff(out, from, to *Object, op string) []*patch.Error {
	e := faults{op: op}
	s.whole.diff(&e, out, from, to)
	return e.list
}

func (l *level) diff(e *faults, out, from, to *Object) {
	for i := range l.Properties {
		p := &l.Properties[i]
		was, is, set := &from.Values[l.first+i], &to.Values[l.first+i], &out.Values[l.first+i]
		switch {
		case p.Kind == Nested && is.State == patch.StateSet:
			in := l.inner
			if in.diff(e, out, from, to); was.State != patch.StateSet || !in.isZero(out) {
				set.State = patch.StateSet
			}
		case p.equal(was, is):
		case p.Kind == Type || p.Kind == Key:
			if *set = *is; was.Text != "" || is.State != patch.StateSet {
				e.add("to", l.pointerOf(i, is), l.changeError(i))
			}
		case is.State == patch.StateAbsent:
			set.State = patch.StateNull
		case is.State == patch.StateNull:
			e.add("to", l.pointerOf(i, is), patch.ErrNullMember)
		default:
			*set = *is
		}
	}
	if a, b := &from.Additional[l.part], &to.Additional[l.part]; !a.same(b) {
		out.Additional[l.part], _ = l.combineData(e, patch.Diff, "from", a, "to", b)
	}
}

// IsZero reports whether p has no member.
func (s *Schema) IsZero(p *Object) bool { return s.whole.isZero(p) }

func (l *level) isZero(p *Object) bool {
	for i := range l.Properties {
		if p.Values[l.first+i].State != patch.StateAbsent {
			return false
		}
	}
	return len(p.Additional[l.part].Members) == 0
}
