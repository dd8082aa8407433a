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
	jsonscan.NewListed("@odata.type", typeSlot, jsonscan.Text),
	jsonscan.NewListed("id", idSlot, jsonscan.Text),
	jsonscan.NewListed("status", statusSlot, jsonscan.Text),
	jsonscan.NewListed("clientContext", contextSlot, jsonscan.Text),
	jsonscan.NewListed("resultInfo", resultSlot, jsonscan.Any),
	jsonscan.NewListed("@type", typeSlot, jsonscan.Text),
}

const shortType = 5 // the index of @type

// operation reads an object into o, which is zero.
func (rd *reader) operation(o *Operation) {
	var rec, result jsonscan.Record
	if !rd.Record(&rec) {
		return
	}
	for slot, more := rd.Next(&rec, listed); more; slot, more = rd.Next(&rec, listed) {
		if slot == jsonscan.Other {
			m, text := member.ReadAdditional(&rd.Reader, &rec)
			rd.additional.Append(m, 16)
			rd.texts.Append(text, 16)
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
	if rd.Is(&rec, typeSlot, string(TypeOperation)) {
		o.Type = TypeOperation
	}
	if o.Status = known(rd.Bytes(&s[statusSlot])); o.Status != "" {
		rd.Is(&rec, statusSlot, string(o.Status))
	}
	kept := rd.Keep(&rec, &result)
	if o.Type == "" {
		text, n := member.ReadText(&s[typeSlot], kept)
		o.Type, o.form.typeNote = odata.Type(text), n
	}
	o.form.shortType = s[typeSlot].Listed == shortType
	o.ID, o.form.idNote = member.ReadText(&s[idSlot], kept)
	if o.Status == "" {
		text, n := member.ReadText(&s[statusSlot], kept)
		o.form.statusNote = n
		if o.Status = statusOf(text); string(o.Status) != text {
			o.form.statusText = text
		}
	}
	o.ClientContext, o.form.contextNote = member.ReadText(&s[contextSlot], kept)
	if o.ResultInfo != nil {
		resultinfo.Internal().Take(o.ResultInfo, &result, kept)
	}
}

// write appends the members as an object inside depth open containers.
func (p *Patch) write(dst []byte, depth int) ([]byte, *jsonscan.Fault) {
	w := jsonscan.NewWriter(dst)
	p.form.writeTexts(&w, p.Type, p.ID, p.Status, p.ClientContext)
	if r, ok := p.ResultInfo.Get(); ok {
		w.Name("resultInfo")
		dst, f := resultinfo.Internal().WritePatch(&r, w.Dst, depth+1)
		wroteResult(&w, dst, f)
	} else if p.ResultInfo.IsNull() {
		w.Literal("resultInfo", "null")
	}
	p.additional().Write(&w, depth+1, listed)
	return w.Close()
}

func (o *Operation) write(dst []byte, depth int) ([]byte, *jsonscan.Fault) {
	w := jsonscan.NewWriter(dst)
	o.form.writeTexts(&w, member.Field(o.Type, o.form.typeNote), member.Field(o.ID, o.form.idNote),
		member.Field(o.Status, o.form.statusNote), member.Field(o.ClientContext, o.form.contextNote))
	if o.ResultInfo != nil {
		w.Name("resultInfo")
		dst, f := resultinfo.Internal().Write(o.ResultInfo, w.Dst, depth+1)
		wroteResult(&w, dst, f)
	} else if o.form.nullResult {
		w.Literal("resultInfo", "null")
	}
	o.additional().Write(&w, depth+1, listed)
	return w.Close()
}

// writeTexts writes the listed members but resultInfo.
func (f *patchForm) writeTexts(w *jsonscan.Writer, t patch.Field[odata.Type], id patch.Field[string], s patch.Field[Status], context patch.Field[string]) {
	member.WriteType(w, t, f.shortType)
	member.WriteText(w, "id", id)
	member.WriteText(w, "status", f.spelled(s))
	member.WriteText(w, "clientContext", context)
}

// spelled returns the status in the spelling that it was read in.
func (f *patchForm) spelled(s patch.Field[Status]) patch.Field[Status] {
	if v, ok := s.Get(); ok && f.statusText != "" && statusOf(f.statusText) == v {
		return patch.Set(Status(f.statusText))
	}
	return s
}

// wroteResult takes what resultInfo was appended to.
func wroteResult(w *jsonscan.Writer, dst []byte, f *jsonscan.Fault) {
	if w.Dst = dst; f != nil {
		w.Fail("/resultInfo"+f.Pointer, f.Err)
	}
}
