package member

import (
	"example.com/graphcomms/internal/fault"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// ReadAdditional reads the present member of o as an additional one.
func ReadAdditional(r *jsonscan.Reader, o *jsonscan.Object) odata.Member {
	return odata.Member{Name: r.KeepName(o), Value: r.Raw()}
}

// WriteAdditional writes additional members into an object whose values have
// depth containers around them. One that is named like a listed member is
// refused.
func WriteAdditional(w *jsonscan.Writer, m odata.Members, depth int, listed func(name string) uint8) {
	if len(m) == 0 {
		return
	}
	var a jsonscan.Appender
	for _, x := range m {
		if listed(x.Name) != 0 {
			w.Fail("/"+x.Name, patch.ErrDuplicateName)
		}
		a.Member(w, x.Name, x.Value, depth)
	}
}

// Size returns about how long the members are in JSON.
func Size(m odata.Members) int {
	n := 0
	for i := range m {
		n += len(m[i].Name) + len(m[i].Value) + 4
	}
	return n
}

// combine encodes m and n as objects and decodes what f makes of them, which
// shares nothing with either. Errors are those of the function op, whose
// inputs m and n are, and of the second where both are to blame.
func combine(f func(x, y []byte) ([]byte, error), op, nameM string, m odata.Members, nameN string, n odata.Members) (odata.Members, []*patch.Error) {
	x, err := m.AppendJSON(nil)
	if err != nil {
		return nil, fault.Within(err, op, nameM, "")
	}
	y, err := n.AppendJSON(nil)
	if err != nil {
		return nil, fault.Within(err, op, nameN, "")
	}
	z, err := f(x, y)
	var out odata.Members
	if err == nil {
		err = out.UnmarshalJSON(z)
	}
	return out, fault.Within(err, op, nameN, "")
}

// MergeAdditional returns the additional members that p makes of target. Its
// errors are those of op.
func MergeAdditional(op string, nameTarget string, target odata.Members, p odata.Members) (odata.Members, []*patch.Error) {
	if len(p) == 0 {
		return target.Clone(), nil
	}
	return combine(patch.Apply, op, nameTarget, target, "p", p)
}

// ThenAdditional returns those of the patch that does p, then q.
func ThenAdditional(op string, p, q odata.Members) (odata.Members, []*patch.Error) {
	switch {
	case len(p) == 0:
		return q.Clone(), nil
	case len(q) == 0:
		return p.Clone(), nil
	}
	return combine(patch.Compose, op, "p", p, "q", q)
}

// DiffAdditional returns those of the patch that makes `to` out of from.
func DiffAdditional(op string, from, to odata.Members) (odata.Members, []*patch.Error) {
	if len(from) == 0 && len(to) == 0 {
		return nil, nil
	}
	return combine(patch.Diff, op, "from", from, "to", to)
}
