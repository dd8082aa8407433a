package member

import (
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
func WriteAdditional(w *jsonscan.Writer, m odata.Members, depth int, listed func(name string) bool) {
	if len(m) == 0 {
		return
	}
	var a jsonscan.Appender
	for _, x := range m {
		if listed(x.Name) {
			w.Fail("/"+x.Name, patch.ErrDuplicateName)
		}
		a.Member(w, x.Name, x.Value, depth)
	}
}

// combine encodes m and n as objects and decodes what f makes of them. Neither
// is shared with the result.
func combine(m, n odata.Members, f func(x, y []byte) ([]byte, error)) (out odata.Members, err error) {
	x, err := m.AppendJSON(nil)
	if err != nil {
		return nil, err
	}
	y, err := n.AppendJSON(nil)
	if err != nil {
		return nil, err
	}
	z, err := f(x, y)
	if err != nil {
		return nil, err
	}
	err = out.UnmarshalJSON(z)
	return out, err
}

// MergeAdditional returns the additional members that p makes of target.
func MergeAdditional(target, p odata.Members) (odata.Members, error) {
	if len(p) == 0 {
		return target.Clone(), nil
	}
	return combine(target, p, patch.Apply)
}

// ThenAdditional returns those of the patch that does p, then q.
func ThenAdditional(p, q odata.Members) (odata.Members, error) {
	switch {
	case len(p) == 0:
		return q.Clone(), nil
	case len(q) == 0:
		return p.Clone(), nil
	}
	return combine(p, q, patch.Compose)
}

// DiffAdditional returns those of the patch that makes `to` out of from.
func DiffAdditional(from, to odata.Members) (odata.Members, error) {
	if len(from) == 0 && len(to) == 0 {
		return nil, nil
	}
	return combine(from, to, patch.Diff)
}
