package commsop

import (
	"example.com/graphcomms/internal/fault"
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

// patch reads the members of an object.
func (rd *reader) patch() (p Patch) {
	var o jsonscan.Object
	if !rd.Object(&o) {
		return p
	}
	for typed := false; rd.Next(&o); {
		switch string(rd.Name(&o)) {
		case "@odata.type", "@type":
			member.ReadType(&rd.Reader, &o, &p.Type, &p.form.shortType, &typed)
		case "id":
			p.ID = member.ReadText[string](&rd.Reader)
		case "status":
			p.Status = member.ReadText[Status](&rd.Reader)
			if text, ok := p.Status.Get(); ok {
				if s := statusOf(string(text)); s != text {
					p.Status, p.form.statusText = patch.Set(s), string(text)
				}
			}
		case "clientContext":
			p.ClientContext = member.ReadText[string](&rd.Reader)
		case "resultInfo":
			switch rd.Kind() {
			case '{':
				p.ResultInfo = patchOf(resultinfo.Internal.Read(&rd.Reader))
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

func listed(name string) bool {
	switch name {
	case "@odata.type", "@type", "id", "status", "clientContext", "resultInfo":
		return true
	}
	return false
}

// write appends the members as an object inside depth open containers.
func (p *Patch) write(dst []byte, depth int) ([]byte, *jsonscan.Fault) {
	w := jsonscan.NewWriter(dst)
	member.WriteType(&w, p.Type, p.form.shortType)
	member.WriteText(&w, "id", p.ID)
	member.WriteText(&w, "status", p.writtenStatus())
	member.WriteText(&w, "clientContext", p.ClientContext)
	if r, ok := p.ResultInfo.Get(); ok {
		w.Name("resultInfo")
		dst, f := resultinfo.Internal.Write(&r, w.Dst, depth+1)
		if w.Dst = dst; f != nil {
			w.Fail("/resultInfo"+f.Pointer, f.Err)
		}
	} else if p.ResultInfo.IsNull() {
		w.Literal("resultInfo", "null")
	}
	member.WriteAdditional(&w, p.AdditionalData, depth+1, listed)
	return w.Close()
}

// writtenStatus returns the status in its spelling.
func (p *Patch) writtenStatus() patch.Field[Status] {
	if s, ok := p.Status.Get(); ok && p.form.statusText != "" && statusOf(p.form.statusText) == s {
		return patch.Set(Status(p.form.statusText))
	}
	return p.Status
}

func (p *Patch) appendJSON(dst []byte, op, input string) ([]byte, error) {
	dst, f := p.write(dst, 0)
	if f != nil {
		return dst, fault.Value(op, input, f.Pointer, f.Err)
	}
	return dst, nil
}
