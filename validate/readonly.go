package validate

import (
	"encoding/json"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/internal/member"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
)

// readOnlyMembers notes each read-only pointer that the patch p may not touch,
// or that changed between the operations with the members before and after.
func (v *Validator) readOnlyMembers(f *findings, before, p, after *commsop.Patch) {
	for i := range v.readOnly {
		r := &v.readOnly[i]
		if v.options.ReadOnlyMode == Reject && mentions(p, r.tokens) || !sameAt(before, after, r.tokens) {
			f.note(r.text, ReadOnly)
		}
	}
}

// drop returns p without its read-only members, and their pointers.
func (v *Validator) drop(p commsop.Patch) (commsop.Patch, []string) {
	var dropped []string
	for _, r := range v.readOnly {
		if mentions(&p, r.tokens) {
			p = without(p, r.tokens)
			dropped = append(dropped, r.text)
		}
	}
	return p, dropped
}

// mentions reports whether p has the member at tokens, or something below it.
func mentions(p *commsop.Patch, tokens []string) bool {
	if len(tokens) == 0 {
		return !p.IsZero()
	}
	last := len(tokens) == 1
	switch tokens[0] {
	case "@odata.type", "@type":
		return last && !p.Type.IsZero()
	case "id":
		return last && !p.ID.IsZero()
	case "status":
		return last && !p.Status.IsZero()
	case "clientContext":
		return last && !p.ClientContext.IsZero()
	case "resultInfo":
		r, set := p.ResultInfo.Get()
		if last || !set {
			return last && !p.ResultInfo.IsZero()
		}
		return resultMentions(&r, tokens[1:])
	}
	return additionalMentions(p.AdditionalData, tokens)
}

func resultMentions(p *resultinfo.Patch, tokens []string) bool {
	last := len(tokens) == 1
	switch tokens[0] {
	case "@odata.type", "@type":
		return last && !p.Type.IsZero()
	case "code":
		return last && !p.Code.IsZero()
	case "subcode":
		return last && !p.Subcode.IsZero()
	case "message":
		return last && !p.Message.IsZero()
	}
	return additionalMentions(p.AdditionalData, tokens)
}

func additionalMentions(m odata.Members, tokens []string) bool {
	_, ok := valueAt(m, tokens, jsonscan.Members)
	return ok
}

// without returns p without the member at tokens, which it has.
func without(p commsop.Patch, tokens []string) commsop.Patch {
	if len(tokens) == 0 {
		return commsop.Patch{}
	}
	switch tokens[0] {
	case "@odata.type", "@type":
		p.Type = patch.Field[odata.Type]{}
	case "id":
		p.ID = patch.Field[string]{}
	case "status":
		p.Status = patch.Field[commsop.Status]{}
	case "clientContext":
		p.ClientContext = patch.Field[string]{}
	case "resultInfo":
		if len(tokens) == 1 {
			p.ResultInfo = patch.Field[resultinfo.Patch]{}
			break
		}
		r, _ := p.ResultInfo.Get()
		switch tokens[1] {
		case "@odata.type", "@type":
			r.Type = patch.Field[odata.Type]{}
		case "code":
			r.Code = patch.Field[int32]{}
		case "subcode":
			r.Subcode = patch.Field[int32]{}
		case "message":
			r.Message = patch.Field[string]{}
		default:
			r.AdditionalData = additionalWithout(r.AdditionalData, tokens[1:])
		}
		p.ResultInfo = patch.Set(r)
	default:
		p.AdditionalData = additionalWithout(p.AdditionalData, tokens)
	}
	return p
}

// additionalWithout returns m without the member at tokens: a merge patch that
// removes it, applied to m.
func additionalWithout(m odata.Members, tokens []string) odata.Members {
	removal := json.RawMessage("null")
	for i := len(tokens) - 1; i > 0; i-- {
		removal, _ = odata.Members{{Name: tokens[i], Value: removal}}.MarshalJSON()
	}
	value, _ := m.Get(tokens[0])
	if len(tokens) == 1 {
		m.Delete(tokens[0])
	} else if value, err := patch.Apply(value, removal); err == nil {
		m.Set(tokens[0], value)
	}
	return m
}

// valueAt returns the value at tokens in m. It goes into objects, and with
// [jsonscan.Elements] into arrays.
func valueAt(m odata.Members, tokens []string, elements bool) (json.RawMessage, bool) {
	value, ok := m.Get(tokens[0])
	if !ok || len(tokens) == 1 {
		return value, ok
	}
	t, f := jsonscan.Parse(value, elements, nil)
	if f != nil {
		return nil, false
	}
	n := 0
	for _, token := range tokens[1:] {
		if n = t.Child(n, token); n < 0 {
			return nil, false
		}
	}
	return t.Text(n), true
}

// sameAt reports whether two operations with the members p and q are the same
// at tokens, as Operation.Equal has it. An id where there was none is no
// change.
func sameAt(p, q *commsop.Patch, tokens []string) bool {
	if len(tokens) == 0 {
		return commsop.Internal().Equal(p, q)
	}
	last := len(tokens) == 1 // below a scalar there is nothing
	switch tokens[0] {
	case "@odata.type", "@type":
		return !last || member.SameType(p.Type, q.Type)
	case "id":
		return !last || p.ID == q.ID || p.ID.Or("") == ""
	case "status":
		return !last || p.Status == q.Status
	case "clientContext":
		return !last || p.ClientContext == q.ClientContext
	case "resultInfo":
		x, _ := p.ResultInfo.Get()
		y, _ := q.ResultInfo.Get()
		if last {
			return p.ResultInfo.State() == q.ResultInfo.State() && resultinfo.Internal().Equal(&x, &y)
		}
		return resultSameAt(&x, &y, tokens[1:])
	}
	return additionalSameAt(p.AdditionalData, q.AdditionalData, tokens)
}

func resultSameAt(p, q *resultinfo.Patch, tokens []string) bool {
	last := len(tokens) == 1 // below a scalar there is nothing
	switch tokens[0] {
	case "@odata.type", "@type":
		return !last || member.SameType(p.Type, q.Type)
	case "code":
		return !last || p.Code == q.Code
	case "subcode":
		return !last || p.Subcode == q.Subcode
	case "message":
		return !last || p.Message == q.Message
	}
	return additionalSameAt(p.AdditionalData, q.AdditionalData, tokens)
}

func additionalSameAt(m, n odata.Members, tokens []string) bool {
	x, ok := valueAt(m, tokens, jsonscan.Elements)
	y, also := valueAt(n, tokens, jsonscan.Elements)
	if !ok || !also {
		return ok == also
	}
	same, err := patch.Equal(x, y)
	return err == nil && same
}
