package commsop

import (
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/internal/member"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
)

// reader reads operations.
type reader struct {
	jsonscan.Reader
	additional member.Slab[odata.Member]
	texts      member.Slab[member.Text]
	results    member.News[resultinfo.ResultInfo]
}

// The slots of the listed members.
const (
	typeSlot = iota
	idSlot
	statusSlot
	contextSlot
	resultSlot
)

var listed = []jsonscan.Listed{
	jsonscan.NewListed("@odata.type", typeSlot, jsonscan.Text).Usually(string(TypeOperation)),
	jsonscan.NewListed("id", idSlot, jsonscan.Text),
	jsonscan.NewListed("status", statusSlot, jsonscan.Text),
	jsonscan.NewListed("clientContext", contextSlot, jsonscan.Text),
	jsonscan.NewListed("resultInfo", resultSlot, jsonscan.Any),
	jsonscan.NewListed("@type", typeSlot, jsonscan.Text),
}

const shortType = 5 // the index of @type

// typeListed returns @odata.type, or @type if short.
func typeListed(short bool) *jsonscan.Listed {
	if short {
		return &listed[shortType]
	}
	return &listed[typeSlot]
}

// operation reads an object into o, which is zero.
func (rd *reader) operation(o *Operation) {
	var rec, result jsonscan.Record
	if !rd.Record(&rec) {
		return
	}
	for slot, more := rd.Next(&rec, listed); more; slot, more = rd.Next(&rec, listed) {
		if slot == jsonscan.Other {
			member.ReadAdditional(&rd.Reader, &rec, rd.additional.Next(16), rd.texts.Next(16))
			continue
		}
		switch rd.Kind() { // of resultInfo
		case '{':
			o.ResultInfo = rd.results.New()
			resultinfo.Internal().Scan(o.ResultInfo, &rd.Reader, &result)
		case 'n':
			o.form.nullResult = rd.Null()
		default:
			rd.Refuse(patch.ErrWrongType)
		}
	}
	if m := rd.additional.Take(); m != nil {
		o.AdditionalData, o.form.texts = m, rd.texts.Take()
	}

	s := &rec.Slots
	if o.Status = known(rd.Bytes(&s[statusSlot])); o.Status != "" {
		rd.Is(&rec, statusSlot, string(o.Status))
	}
	kept := rd.Keep(&rec, &result)
	o.Type, o.form.typeState = member.ReadType(&s[typeSlot], kept, TypeOperation)
	o.form.shortType = s[typeSlot].Listed == shortType
	o.ID, o.form.idState = member.ReadText(&s[idSlot], kept)
	if o.Status == "" {
		text, n := member.ReadText(&s[statusSlot], kept)
		o.form.statusState = n
		if o.Status = statusOf(text); string(o.Status) != text {
			o.form.statusText = text
		}
	}
	o.ClientContext, o.form.contextState = member.ReadText(&s[contextSlot], kept)
	if o.ResultInfo != nil {
		resultinfo.Internal().Take(o.ResultInfo, &result, kept)
	}
}

// append appends p as an object inside depth open containers.
func (p *Patch) append(dst []byte, depth int) ([]byte, *jsonscan.Fault) {
	start := len(dst)
	dst, f := jsonscan.AppendText(dst, nil, typeListed(p.form.shortType), string(p.Type.Or("")), member.StateOf(p.Type))
	dst, f = jsonscan.AppendText(dst, f, &listed[idSlot], p.ID.Or(""), member.StateOf(p.ID))
	dst, f = jsonscan.AppendText(dst, f, &listed[statusSlot], p.form.spelled(p.Status.Or("")), member.StateOf(p.Status))
	dst, f = jsonscan.AppendText(dst, f, &listed[contextSlot], p.ClientContext.Or(""), member.StateOf(p.ClientContext))
	if r, ok := p.ResultInfo.Get(); ok {
		out, rf := resultinfo.Internal().AppendPatch(jsonscan.AppendKey(dst, &listed[resultSlot]), &r, depth+1)
		dst, f = out, ofResult(f, rf)
	} else if p.ResultInfo.IsNull() {
		dst = jsonscan.AppendLiteral(dst, &listed[resultSlot], "null")
	}
	dst, f = p.additional().Append(dst, f, depth+1, listed)
	return jsonscan.CloseObject(dst, start), f
}

func (o *Operation) append(dst []byte, depth int) ([]byte, *jsonscan.Fault) {
	start := len(dst)
	dst, f := jsonscan.AppendText(dst, nil, typeListed(o.form.shortType), string(o.Type), o.form.typeState)
	dst, f = jsonscan.AppendText(dst, f, &listed[idSlot], o.ID, o.form.idState)
	dst, f = jsonscan.AppendText(dst, f, &listed[statusSlot], o.form.spelled(o.Status), o.form.statusState)
	dst, f = jsonscan.AppendText(dst, f, &listed[contextSlot], o.ClientContext, o.form.contextState)
	if o.ResultInfo != nil {
		out, rf := resultinfo.Internal().Append(jsonscan.AppendKey(dst, &listed[resultSlot]), o.ResultInfo, depth+1)
		dst, f = out, ofResult(f, rf)
	} else if o.form.nullResult {
		dst = jsonscan.AppendLiteral(dst, &listed[resultSlot], "null")
	}
	if len(o.AdditionalData) > 0 {
		dst, f = o.additional().Append(dst, f, depth+1, listed)
	}
	return jsonscan.CloseObject(dst, start), f
}

// spelled returns a status in the spelling that it was read in.
func (f *patchForm) spelled(s Status) string {
	if f.statusText != "" && statusOf(f.statusText) == s {
		return f.statusText
	}
	return string(s)
}

// ofResult returns f or, if there is none, the failure rf within resultInfo.
func ofResult(f, rf *jsonscan.Fault) *jsonscan.Fault {
	if f == nil && rf != nil {
		rf.Pointer = "/resultInfo" + rf.Pointer
		return rf
	}
	return f
}
