package entity

import (
	"example.com/graphcomms/internal/joinerr"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// faults gather the errors of one operation on Objects.
type faults struct {
	op   string
	list []*patch.Error
}

func (e *faults) add(input, pointer string, err error) {
	e.list = append(e.list, joinerr.Value(e.op, input, pointer, err))
}

// Apply sets *out, which is zero, to what p makes of target, and shares no list
// with either. What p may not change is as it was, and an error of op says so;
// name is the name of its parameter that target is, p that of the other.
func (s *Schema) Apply(out, target, p *Object, op, name string) []*patch.Error {
	e := faults{op: op}
	s.whole.apply(&e, out, target, p, name)
	return e.list
}

func (l *level) apply(e *faults, out, target, p *Object, name string) {
	for i := range l.Properties {
		t, q, to := &target.Values[l.first+i], &p.Values[l.first+i], &out.Values[l.first+i]
		switch kind := l.Properties[i].Kind; {
		case kind == Type || kind == Key:
			merged, ok := l.identity(i, t, q)
			if *to = merged; !ok {
				e.add("p", l.pointerOf(i, q), l.changeError(i))
			}
		case q.State == patch.StateAbsent:
			if *to = *t; kind == Nested {
				l.inner.copy(out, target)
			}
		case q.State == patch.StateSet && kind == Nested:
			to.State = patch.StateSet
			l.inner.apply(e, out, target, p, name)
		case q.State == patch.StateSet:
			*to = *q
		}
	}
	out.Additional[l.part] = l.merge(e, &target.Additional[l.part], &p.Additional[l.part], name)
}

// copy copies an object that has no nested one.
func (l *level) copy(out, from *Object) {
	copy(out.Values[l.first:l.first+len(l.Properties)], from.Values[l.first:])
	out.Additional[l.part] = from.Additional[l.part].clone()
}

// merge returns the additional members that p makes of a, as [patch.Apply] has
// it, but for control information, which stays as it is.
func (l *level) merge(e *faults, a, p *Additional, name string) Additional {
	if len(a.Members) == 0 && len(p.Members) == 0 {
		return Additional{}
	}
	q := *p
	_, ok := l.takeControl(e, &q, "p")
	switch {
	case !ok:
		return Additional{}
	case len(q.Members) == 0:
		return l.checked(e, a, name)
	}
	return l.combine(e, patch.Apply, name, a, "p", &q)
}

// identity returns the type or the key that a target with t has after a patch
// with q. It reports false where that would change it.
func (l *level) identity(slot int, t, q *Value) (Value, bool) {
	switch {
	case q.State == patch.StateAbsent:
		return *t, true
	case q.State == patch.StateNull:
		return *t, false
	case t.Text == "":
		return q.calledAs(t), true
	case l.Properties[slot].Kind == Key:
		return *t, t.State == q.State && t.Text == q.Text
	case q.Text == "":
		return *t, false
	}
	is, base := odata.Type(q.Text), l.base
	switch {
	case is.Is(odata.Type(t.Text)), base != "" && is.Is(base):
		return *t, true
	case base != "" && odata.Type(t.Text).Is(base):
		return q.calledAs(t), true
	}
	return *t, false
}

// calledAs returns v with the name that t has, if t is there.
func (v Value) calledAs(t *Value) Value {
	if t.State != patch.StateAbsent {
		v.Field = t.Field
	}
	return v
}

// changeError returns the cause of the error where a type or a key would change.
func (l *level) changeError(slot int) error {
	if l.Properties[slot].Kind == Key {
		return ErrIDChange
	}
	return ErrTypeChange
}

// Then sets *out, which is zero, to the patch that does p, then q, and shares no
// list with either. Errors are those of op.
func (s *Schema) Then(out, p, q *Object, op string) []*patch.Error {
	e := faults{op: op}
	s.whole.then(&e, out, p, q)
	return e.list
}

func (l *level) then(e *faults, out, p, q *Object) {
	for i := range l.Properties {
		first, second, to := &p.Values[l.first+i], &q.Values[l.first+i], &out.Values[l.first+i]
		if *to = *second; second.State == patch.StateAbsent {
			*to = *first
		}
		switch l.Properties[i].Kind {
		case Type, Key:
			l.thenIdentity(e, i, to, first, second)
		case Nested:
			l.inner.thenNested(e, out, p, q, first.State, second.State)
		}
	}
	out.Additional[l.part] = l.more(e, &p.Additional[l.part], &q.Additional[l.part])
}

// thenIdentity is then for a type or a key: p's is as if it were the target's,
// and none that p alone would refuse for every target.
func (l *level) thenIdentity(e *faults, slot int, to, p, q *Value) {
	merged, ok := l.identity(slot, p, q)
	*to = merged
	switch {
	case p.State == patch.StateNull:
		e.add("p", l.pointerOf(slot, p), l.changeError(slot))
	case !ok, p.State == patch.StateSet && p.Text == "" && q.Text != "":
		e.add("q", l.pointerOf(slot, q), l.changeError(slot))
	}
}

// thenNested is then for the nested object l, which stands in p and q as the
// states say.
func (l *level) thenNested(e *faults, out, p, q *Object, first, second patch.State) {
	switch {
	case second == patch.StateAbsent:
		l.copy(out, p)
	case second == patch.StateSet && first == patch.StateNull:
		e.add("q", l.at, patch.ErrNotComposable)
	case second == patch.StateSet && first == patch.StateSet:
		l.then(e, out, p, q)
		return
	case second == patch.StateSet:
		l.copy(out, q)
	}
	// A p that removes the type is refused, because no target lets it do that.
	for i := range l.Properties {
		if v := &p.Values[l.first+i]; l.Properties[i].Kind == Type && v.State == patch.StateNull {
			e.add("p", l.pointerOf(i, v), ErrTypeChange)
		}
	}
}

// more returns the additional members of the patch that does p, then q. The
// later control information counts; it changes nothing.
func (l *level) more(e *faults, p, q *Additional) Additional {
	switch {
	case len(p.Members) == 0:
		return l.checked(e, q, "q")
	case len(q.Members) == 0:
		return l.checked(e, p, "p")
	}
	out, control := l.combineData(e, patch.Compose, "p", p, "q", q)
	if control != nil {
		out.Members.SetAll(control)
	}
	return out
}
