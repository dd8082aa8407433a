package commsop

import (
	"example.com/graphcomms/internal/entity"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
)

// maxClientContext is the longest clientContext, in UTF-16 code units. Graph's
// documentation says 256 characters and its metadata nothing.
const maxClientContext = 256

// The slots of the listed members.
const (
	typeSlot = iota
	idSlot
	statusSlot
	contextSlot
	resultSlot
	slots
)

// schema describes commsOperation, from which all types of operations derive
// (Graph metadata): status is not nullable. null for an id is read, because
// transient entities have it.
var schema = entity.New(TypeOperation, []entity.Property{
	typeSlot:    {Name: "@odata.type", Alias: "@type", Kind: entity.Type, Common: string(TypeOperation)},
	idSlot:      {Name: "id", Kind: entity.Key, Nullable: true},
	statusSlot:  {Name: "status", Enum: &statusEnum, Required: true},
	contextSlot: {Name: "clientContext", MaxLen: maxClientContext, Nullable: true},
	resultSlot:  {Name: "resultInfo", Kind: entity.Nested, Schema: results.Schema(), Nullable: true},
})

var statusEnum = entity.Enum{
	Canonical: func(text string) string { return string(Status(text).Canonical()) },
	IsName:    func(text string) bool { return known(text) != "" },
	Names:     statusNames(),
}

func statusNames() (names []string) {
	for _, s := range statuses {
		names = append(names, string(s))
	}
	return names
}

var results = resultinfo.Internal(&entity.Permitted)

// A reader reads operations of one text.
type reader struct {
	jsonscan.Reader
	lists
}

// lists are what the results and the additional members of operations are cut
// from.
type lists struct {
	members entity.Arena[odata.Member]
	results entity.Arena[resultinfo.ResultInfo]
}

// operation reads an object into o, which is zero. If members are of the wrong
// kind, o has the others.
func (rd *reader) operation(o *Operation) {
	var values [entity.MaxSlots]jsonscan.FieldValue
	rec := jsonscan.Record{Values: values[:slots], UsesKeys: true}
	result := jsonscan.Record{Values: values[slots:]}
	if !rd.Record(&rec) {
		return
	}
	for _, more := rd.Next(&rec, schema.Fields); more; _, more = rd.Next(&rec, schema.Fields) {
		switch rd.Kind() { // of resultInfo
		case '{':
			o.ResultInfo = rd.results.New()
			results.Read(o.ResultInfo, &rd.Reader, &result)
		case 'n':
			o.wire.nullResult = rd.Null()
		default:
			rd.Refuse(patch.ErrWrongType, "object")
		}
	}
	if o.Status = known(rd.Bytes(&values[statusSlot])); o.Status != "" {
		rec.Drop(statusSlot)
	}
	if values[typeSlot].Presence == jsonscan.Present { // not the common one
		if o.Type = knownType(rd.Bytes(&values[typeSlot])); o.Type != "" {
			rec.Drop(typeSlot)
		}
	}
	text := rd.Intern(&rec, &result)
	if o.Type == "" {
		o.Type, o.wire.typePresence = entity.ReadText(&values[typeSlot], text, TypeOperation)
	}
	o.wire.typeField = values[typeSlot].Field
	o.ID, o.wire.idPresence = entity.ReadText(&values[idSlot], text, "")
	if o.Status == "" {
		o.setStatus(entity.ReadText(&values[statusSlot], text, ""))
	}
	o.ClientContext, o.wire.contextPresence = entity.ReadText(&values[contextSlot], text, "")
	if o.ResultInfo != nil {
		results.Fill(o.ResultInfo, &result, text)
	}
	if rd.HasExtras(&rec) {
		more := entity.ReadAdditional(&rd.Reader, &rec, &rd.members)
		o.AdditionalData, o.wire.additional = more.Members, more.Read
	}
}

// setStatus sets the status to what spelling means, which is remembered.
func (o *Operation) setStatus(spelling string, p jsonscan.Presence) {
	o.Status, o.wire.statusText, o.wire.statusPresence = Status(spelling).Canonical(), "", p
	if string(o.Status) != spelling {
		o.wire.statusText = spelling
	}
}

// spelled returns a status in the spelling that it was read in.
func (w *patchWire) spelled(s Status) string {
	if w.statusText != "" && Status(w.statusText).Canonical() == s {
		return w.statusText
	}
	return string(s)
}

// append appends o as an object. The levels around it do not count.
func (o *Operation) append(dst []byte) ([]byte, *jsonscan.Error) {
	start := len(dst)
	dst, f := jsonscan.AppendText(dst, nil, schema.Field(typeSlot, o.wire.typeField), string(o.Type), o.wire.typePresence)
	dst, f = jsonscan.AppendText(dst, f, &schema.Fields[idSlot], o.ID, o.wire.idPresence)
	dst, f = jsonscan.AppendText(dst, f, &schema.Fields[statusSlot], o.wire.spelled(o.Status), o.wire.statusPresence)
	dst, f = jsonscan.AppendText(dst, f, &schema.Fields[contextSlot], o.ClientContext, o.wire.contextPresence)
	if o.ResultInfo != nil {
		out, g := results.Append(jsonscan.AppendKey(dst, &schema.Fields[resultSlot]), o.ResultInfo, 1)
		dst, f = out, entity.Below(f, g, "/resultInfo")
	} else if o.wire.nullResult {
		dst = jsonscan.AppendLiteral(dst, &schema.Fields[resultSlot], "null")
	}
	if len(o.AdditionalData) > 0 {
		more := entity.Additional{Members: o.AdditionalData, Read: o.wire.additional}
		dst, f = more.Append(dst, f, 1, schema.Fields)
	}
	return jsonscan.CloseObject(dst, start), f
}

// toObject puts the members of o into x, which is zero, and returns x.
func (o *Operation) toObject(x *entity.Object) *entity.Object {
	v := &x.Values
	v[typeSlot].SetText(string(o.Type), o.wire.typePresence)
	v[typeSlot].Field = o.wire.typeField
	v[idSlot].SetText(o.ID, o.wire.idPresence)
	v[statusSlot].SetText(o.wire.spelled(o.Status), o.wire.statusPresence)
	v[contextSlot].SetText(o.ClientContext, o.wire.contextPresence)
	switch {
	case o.ResultInfo != nil:
		v[resultSlot].State = patch.StateSet
		results.ToObject(o.ResultInfo, x.Nested(schema), &x.Additional[1])
	case o.wire.nullResult:
		v[resultSlot].State = patch.StateNull
	}
	x.Additional[0].Members, x.Additional[0].Read = o.AdditionalData, o.wire.additional
	return x
}

// ofObject returns the Operation that has the members of x.
func ofObject(x *entity.Object) Operation {
	v := &x.Values
	o := Operation{
		Type:           odata.Type(v[typeSlot].Text),
		ID:             v[idSlot].Text,
		ClientContext:  v[contextSlot].Text,
		AdditionalData: x.Additional[0].Members,
		wire: wire{
			patchWire:       patchWire{additional: x.Additional[0].Read, typeField: v[typeSlot].Field},
			typePresence:    v[typeSlot].Presence(),
			idPresence:      v[idSlot].Presence(),
			contextPresence: v[contextSlot].Presence(),
			nullResult:      v[resultSlot].State == patch.StateNull,
		},
	}
	o.setStatus(v[statusSlot].Text, v[statusSlot].Presence())
	if v[resultSlot].State == patch.StateSet {
		o.ResultInfo = new(results.OfObject(x.Nested(schema), &x.Additional[1]))
	}
	return o
}

// toObject puts the members of p into x, which is zero, and returns x.
func (p *Patch) toObject(x *entity.Object) *entity.Object {
	v := &x.Values
	v[typeSlot] = entity.OfField(p.Type)
	v[typeSlot].Field = p.wire.typeField
	v[idSlot] = entity.OfField(p.ID)
	v[statusSlot] = entity.OfField(p.Status)
	v[statusSlot].Text = p.wire.spelled(p.Status.Or(""))
	v[contextSlot] = entity.OfField(p.ClientContext)
	v[resultSlot].State = p.ResultInfo.State()
	if r, ok := p.ResultInfo.Get(); ok {
		results.PatchToObject(&r, x.Nested(schema), &x.Additional[1])
	}
	x.Additional[0] = entity.Additional{Members: p.AdditionalData, Read: p.wire.additional}
	return x
}

// patchOfObject returns the Patch that has the members of x.
func patchOfObject(x *entity.Object) Patch {
	v := &x.Values
	status := Status(v[statusSlot].Text).Canonical()
	p := Patch{
		Type:           entity.ToField(&v[typeSlot], odata.Type(v[typeSlot].Text)),
		ID:             entity.ToField(&v[idSlot], v[idSlot].Text),
		Status:         entity.ToField(&v[statusSlot], status),
		ClientContext:  entity.ToField(&v[contextSlot], v[contextSlot].Text),
		AdditionalData: x.Additional[0].Members,
		wire:           patchWire{additional: x.Additional[0].Read, typeField: v[typeSlot].Field},
	}
	if string(status) != v[statusSlot].Text {
		p.wire.statusText = v[statusSlot].Text
	}
	var r resultinfo.Patch
	if v[resultSlot].State == patch.StateSet {
		r = results.PatchOfObject(x.Nested(schema), &x.Additional[1])
	}
	p.ResultInfo = entity.ToField(&v[resultSlot], r)
	return p
}

// Internal is for the packages of this module, and no promise covers it; see
// [entity.Permit].
func Internal(p *entity.Permit) internal {
	p.Check()
	return internal{}
}

type internal struct{}

func (internal) Schema() *entity.Schema { return schema }

// Read puts the members of a text that are of the right kind into x, which is
// zero, and returns what is wrong with the others.
func (internal) Read(x *entity.Object, data []byte) []jsonscan.Error {
	var o Operation
	faults := o.read(data)
	o.toObject(x)
	return faults
}

// IsNotification reports whether what was read as an operation, or as a patch of
// one, with that type and those members is a notification or a list of them.
func (internal) IsNotification(as odata.Type, more odata.Members) bool {
	return isNotification(as, more)
}

func (internal) ToObject(o *Operation, x *entity.Object) { o.toObject(x) }

func (internal) OfObject(x *entity.Object) Operation { return ofObject(x) }

func (internal) PatchToObject(p *Patch, x *entity.Object) { p.toObject(x) }

func (internal) PatchOfObject(x *entity.Object) Patch { return patchOfObject(x) }
