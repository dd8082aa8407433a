package resultinfo

import (
	"example.com/graphcomms/internal/entity"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// The slots of the listed members.
const (
	typeSlot = iota
	codeSlot
	subcodeSlot
	messageSlot
	slots
)

// schema describes resultInfo (Graph metadata): code and subcode are not
// nullable.
var schema = entity.New("", []entity.Property{
	typeSlot:    {Name: "@odata.type", Alias: "@type", Kind: entity.Type, Common: string(Type)},
	codeSlot:    {Name: "code", Kind: entity.Int32, Required: true},
	subcodeSlot: {Name: "subcode", Kind: entity.Int32, Required: true},
	messageSlot: {Name: "message", Nullable: true},
})

// read scans an object: its listed members into rec, the others into r, which
// is zero.
func (r *ResultInfo) read(in *jsonscan.Reader, rec *jsonscan.Record) {
	if in.Record(rec) {
		if in.Next(rec, schema.Fields); in.HasExtras(rec) {
			more := entity.ReadAdditional(in, rec, &entity.Arena[odata.Member]{})
			r.AdditionalData = more.Members
			r.wire.setOdd(odd{additional: more.Read})
		}
	}
}

// fill takes over the listed members from v, whose strings are in text.
func (r *ResultInfo) fill(v []jsonscan.FieldValue, text string) {
	r.Type, r.wire.typePresence = entity.ReadText(&v[typeSlot], text, Type)
	r.wire.typeField = v[typeSlot].Field
	r.Code, r.Subcode = v[codeSlot].Int, v[subcodeSlot].Int
	if !v[codeSlot].IsPlain() || !v[subcodeSlot].IsPlain() {
		o := odd{code: entity.ReadInt32(&v[codeSlot], text), subcode: entity.ReadInt32(&v[subcodeSlot], text)}
		if r.wire.odd != nil {
			o.additional = r.wire.odd.additional
		}
		r.wire.setOdd(o)
	}
	r.Message, r.wire.messagePresence = entity.ReadText(&v[messageSlot], text, "")
}

// append appends r as an object inside depth open containers.
func (r *ResultInfo) append(dst []byte, depth int) ([]byte, *jsonscan.Error) {
	start := len(dst)
	dst, f := jsonscan.AppendText(dst, nil, schema.Field(typeSlot, r.wire.typeField), string(r.Type), r.wire.typePresence)
	more := entity.Additional{Members: r.AdditionalData}
	if odd := r.wire.odd; odd == nil {
		dst = jsonscan.AppendInt(dst, &schema.Fields[codeSlot], r.Code)
		dst = jsonscan.AppendInt(dst, &schema.Fields[subcodeSlot], r.Subcode)
	} else {
		dst = odd.code.Append(dst, &schema.Fields[codeSlot], r.Code)
		dst = odd.subcode.Append(dst, &schema.Fields[subcodeSlot], r.Subcode)
		more.Read = odd.additional
	}
	dst, f = jsonscan.AppendText(dst, f, &schema.Fields[messageSlot], r.Message, r.wire.messagePresence)
	dst, f = more.Append(dst, f, depth+1, schema.Fields)
	return jsonscan.CloseObject(dst, start), f
}

// toObject puts the members of r into the zero values v and a.
func (r *ResultInfo) toObject(v []entity.Value, a *entity.Additional) {
	v = v[:slots]
	v[typeSlot].SetText(string(r.Type), r.wire.typePresence)
	v[typeSlot].Field = r.wire.typeField
	if odd := r.wire.odd; odd == nil {
		v[codeSlot].Int, v[codeSlot].State = r.Code, patch.StateSet
		v[subcodeSlot].Int, v[subcodeSlot].State = r.Subcode, patch.StateSet
	} else {
		v[codeSlot], v[subcodeSlot] = odd.code.Value(r.Code), odd.subcode.Value(r.Subcode)
		a.Read = odd.additional
	}
	v[messageSlot].SetText(r.Message, r.wire.messagePresence)
	a.Members = r.AdditionalData
}

// object puts the members of r into x, which is zero, and returns x.
func (r *ResultInfo) object(x *entity.Object) *entity.Object {
	r.toObject(x.Values[:], &x.Additional[0])
	return x
}

// ofObject returns the ResultInfo that has those members.
func ofObject(v []entity.Value, a *entity.Additional) ResultInfo {
	t, message := &v[typeSlot], &v[messageSlot]
	r := ResultInfo{Type: odata.Type(t.Text), Code: v[codeSlot].Int, Subcode: v[subcodeSlot].Int, Message: message.Text, AdditionalData: a.Members}
	r.wire.typePresence, r.wire.typeField, r.wire.messagePresence = t.Presence(), t.Field, message.Presence()
	r.wire.setOdd(odd{v[codeSlot].Int32Text(), v[subcodeSlot].Int32Text(), a.Read})
	return r
}

// toObject puts the members of p into the zero values v and a.
func (p *Patch) toObject(v []entity.Value, a *entity.Additional) {
	v[typeSlot] = entity.OfField(p.Type)
	v[typeSlot].Field = p.wire.typeField
	v[codeSlot], v[subcodeSlot] = entity.OfInt32(p.Code, p.wire.code), entity.OfInt32(p.Subcode, p.wire.subcode)
	v[messageSlot] = entity.OfField(p.Message)
	a.Members, a.Read = p.AdditionalData, p.wire.additional
}

// object puts the members of p into x, which is zero, and returns x.
func (p *Patch) object(x *entity.Object) *entity.Object {
	p.toObject(x.Values[:], &x.Additional[0])
	return x
}

// patchOfObject returns the Patch that has those members.
func patchOfObject(v []entity.Value, a *entity.Additional) Patch {
	t, code, subcode, message := &v[typeSlot], &v[codeSlot], &v[subcodeSlot], &v[messageSlot]
	return Patch{
		Type:           entity.ToField(t, odata.Type(t.Text)),
		Code:           entity.ToField(code, code.Int),
		Subcode:        entity.ToField(subcode, subcode.Int),
		Message:        entity.ToField(message, message.Text),
		AdditionalData: a.Members,
		wire:           patchWire{entity.Int32Text(code.Text), entity.Int32Text(subcode.Text), t.Field, a.Read},
	}
}

// Internal is for the packages of this module, and no promise covers it; see
// [entity.Permit].
func Internal(p *entity.Permit) internal {
	p.Check()
	return internal{}
}

type internal struct{}

func (internal) Schema() *entity.Schema { return schema }

// Read and Fill are the two halves of reading: between them the strings of rec,
// which has room for the values of the schema, are to be interned.
func (internal) Read(r *ResultInfo, in *jsonscan.Reader, rec *jsonscan.Record) { r.read(in, rec) }

func (internal) Fill(r *ResultInfo, rec *jsonscan.Record, text string) { r.fill(rec.Values, text) }

func (internal) Append(dst []byte, r *ResultInfo, depth int) ([]byte, *jsonscan.Error) {
	return r.append(dst, depth)
}

func (internal) ToObject(r *ResultInfo, v []entity.Value, a *entity.Additional) { r.toObject(v, a) }

func (internal) OfObject(v []entity.Value, a *entity.Additional) ResultInfo { return ofObject(v, a) }

func (internal) PatchToObject(p *Patch, v []entity.Value, a *entity.Additional) { p.toObject(v, a) }

func (internal) PatchOfObject(v []entity.Value, a *entity.Additional) Patch {
	return patchOfObject(v, a)
}
