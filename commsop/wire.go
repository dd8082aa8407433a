package commsop

import (
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/internal/member"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
)

// reader reads operations and patches, which have the same members.
type reader struct {
	jsonscan.Reader
	additional member.Slab[odata.Member]
	results    member.Slab[resultinfo.ResultInfo]
}

// The listed members, a bit each.
const (
	typeMember = 1 << iota
	idMember
	statusMember
	contextMember
	resultMember
)

// listed returns the listed member of that name, or 0.
func listed[T string | []byte](name T) uint8 {
	switch string(name) {
	case "@odata.type", "@type":
		return typeMember
	case "id":
		return idMember
	case "status":
		return statusMember
	case "clientContext":
		return contextMember
	case "resultInfo":
		return resultMember
	}
	return 0
}

// patch reads the members of an object.
func (rd *reader) patch() (p Patch) {
	var o jsonscan.Object
	if !rd.Object(&o) {
		return p
	}
	for rd.Next(&o) {
		m := listed(rd.Name(&o))
		if !rd.First(&o, m) {
			break
		}
		switch m {
		case typeMember:
			p.Type, p.form.shortType = member.ReadType(&rd.Reader, &o)
		case idMember:
			p.ID = member.ReadText[string](&rd.Reader)
		case statusMember:
			p.Status = member.ReadText[Status](&rd.Reader)
			p.normalize()
		case contextMember:
			p.ClientContext = member.ReadText[string](&rd.Reader)
		case resultMember:
			switch rd.Kind() {
			case '{':
				p.ResultInfo = patch.Set(resultinfo.Internal().Read(&rd.Reader))
			case 'n':
				rd.Null()
				p.ResultInfo = nullResult
			default:
				rd.Refuse(patch.ErrWrongType)
			}
		default:
			rd.additional.Append(member.ReadAdditional(&rd.Reader, &o), 8)
		}
	}
	p.AdditionalData = rd.additional.Take()
	return p
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
	member.WriteAdditional(&w, p.AdditionalData, depth+1, listed[string])
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
	member.WriteAdditional(&w, o.AdditionalData, depth+1, listed[string])
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
