package commsop

import (
	"log/slog"
	"slices"

	"example.com/graphcomms/internal/entity"
	"example.com/graphcomms/internal/joinerr"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
)

// A Notification is a commsNotification (Graph metadata): what the service posts
// to a bot's callback when a call, or something of a call, changed. The progress
// of an operation comes as [ChangeUpdated], its end as [ChangeDeleted] with the
// operation. Notifications may be repeated and out of order; see [Latest].
//
// The zero value is ready and encodes as {}. A decoded one remembers how it was
// written, as an [Operation] does. Copies share AdditionalData; Clone does not.
type Notification struct {
	Type           odata.Type    `json:"@odata.type,omitzero"` // as written; compare with Is
	ChangeType     ChangeType    `json:"changeType,omitzero"`
	ResourceURL    string        `json:"resourceUrl,omitzero"`
	AdditionalData odata.Members `json:"-"` // resourceData as it came, the older resource, callbackUri and the like

	// How the members were read.
	changeText                                string
	additional                                jsonscan.Extras
	typePresence, changePresence, urlPresence jsonscan.Presence
	typeField                                 uint8
}

// The slots of the listed members of a notification.
const (
	noteTypeSlot = iota
	changeSlot
	urlSlot
	noteSlots
)

var notificationSchema = entity.New("", []entity.Property{
	noteTypeSlot: {Name: "@odata.type", Alias: "@type", Kind: entity.Type, Common: string(TypeNotification)},
	changeSlot:   {Name: "changeType", Enum: &entity.Enum{Canonical: func(text string) string { return string(ChangeType(text).Canonical()) }}},
	urlSlot:      {Name: "resourceUrl"},
})

// notification reads an object, whose place in something else does not count, into
// n, which is zero.
func (rd *reader) notification(n *Notification) {
	depth := rd.SetDepth(aroundOperation)
	defer rd.SetDepth(depth)
	var values [noteSlots]jsonscan.FieldValue
	rec := jsonscan.Record{Values: values[:]}
	if !rd.Record(&rec) {
		return
	}
	rd.Next(&rec, notificationSchema.Fields)
	text := rd.Intern(&rec)
	n.Type, n.typePresence = entity.ReadText(&values[noteTypeSlot], text, TypeNotification)
	n.typeField = values[noteTypeSlot].Field
	change, p := entity.ReadText(&values[changeSlot], text, "")
	n.ChangeType, n.changePresence = ChangeType(change).Canonical(), p
	if string(n.ChangeType) != change {
		n.changeText = change
	}
	n.ResourceURL, n.urlPresence = entity.ReadText(&values[urlSlot], text, "")
	more := entity.ReadAdditional(&rd.Reader, &rec, &rd.members)
	n.AdditionalData, n.additional = more.Members, more.Read
}

// toObject puts the members of n into x, which is zero, and returns x.
func (n *Notification) toObject(x *entity.Object) *entity.Object {
	change := string(n.ChangeType)
	if text := n.changeText; text != "" && ChangeType(text).Canonical() == n.ChangeType {
		change = text
	}
	v := &x.Values
	v[noteTypeSlot].SetText(string(n.Type), n.typePresence)
	v[noteTypeSlot].Field = n.typeField
	v[changeSlot].SetText(change, n.changePresence)
	v[urlSlot].SetText(n.ResourceURL, n.urlPresence)
	x.Additional[0] = entity.Additional{Members: n.AdditionalData, Read: n.additional}
	return x
}

// aroundOperation is the depth of a notification, so that an operation inside
// it, and inside an array, is at depth 0.
const aroundOperation = -2

// append appends n. The levels around an operation in it do not count.
func (n *Notification) append(dst []byte) ([]byte, *jsonscan.Error) {
	var x entity.Object
	return notificationSchema.Append(dst, n.toObject(&x), aroundOperation)
}

// read reads data into n, which is zero. If members are of the wrong kind, n
// has the others.
func (n *Notification) read(data []byte) []jsonscan.Error {
	var rd reader
	rd.Init(data)
	rd.notification(n)
	return rd.Done()
}

func decodeNotification(op string, data []byte) (n Notification, _ error) {
	if faults := n.read(data); faults != nil {
		return Notification{}, joinerr.Scan(op, "data", faults)
	}
	return n, nil
}

// AppendJSON appends n as a JSON object, as [Operation.AppendJSON] does.
func (n Notification) AppendJSON(dst []byte) ([]byte, error) {
	out, f := n.append(dst)
	return joinerr.Encoded(dst, out, f, "commsop.Notification.AppendJSON", "n")
}

// MarshalJSON returns what AppendJSON appends.
func (n Notification) MarshalJSON() ([]byte, error) { return n.AppendJSON(nil) }

// UnmarshalJSON replaces n by the notification that data is, except that null
// does nothing. Errors are those of [Decode]; then n is as it was.
func (n *Notification) UnmarshalJSON(data []byte) error {
	return joinerr.Unmarshal("commsop.Notification.UnmarshalJSON", n, data, decodeNotification)
}

// Equal reports whether n and m mean the same: the spelling of ChangeType and
// types and the order of members aside; null is not absent.
func (n Notification) Equal(m Notification) bool {
	var x, y entity.Object
	return notificationSchema.Equal(n.toObject(&x), m.toObject(&y))
}

// Clone returns a deep copy.
func (n Notification) Clone() Notification {
	n.AdditionalData = n.AdditionalData.Clone()
	return n
}

// Resource returns what ResourceURL names or, if that is "", the additional
// member resource, which the service sent before 2019 and still sends along.
func (n Notification) Resource() Resource {
	path := n.ResourceURL
	if path == "" {
		path, _ = n.AdditionalData.Text("resource")
	}
	return parseResource(path)
}

// Operations returns the operations in the additional member resourceData, an
// object or an array of objects: those whose type [IsOperation], and those
// without a type if the Collection of Resource is "operations". Other values,
// such as calls and participants, are left out. Errors are those of [Decode],
// with pointers from the notification on: /resourceData/1/id.
func (n Notification) Operations() ([]Operation, error) {
	text, ok := n.AdditionalData.Get("resourceData")
	if !ok {
		return nil, nil
	}
	var list jsonscan.List[Operation]
	var rd reader
	rd.Init([]byte(text))
	rd.SetDepth(aroundOperation + 1)
	rd.resourceData(n.Resource(), func(o Operation, _, _ int) { *list.Next(&rd.Reader) = o })
	if err := joinerr.Scan("", "", rd.Done()); err != nil {
		return nil, joinerr.Join(joinerr.Within(err, "commsop.Notification.Operations", "n", "/resourceData"))
	}
	return list.Elements(), nil
}

// resourceData reads what is of a resource, and calls found for each operation in
// it with its offset and its index in the array; that is -1 if there is none.
// What is wrong with other values does not count.
func (rd *reader) resourceData(of Resource, found func(o Operation, at, n int)) {
	if k := rd.Kind(); k != '[' && k != '{' {
		rd.Skip()
		return
	}
	rd.elements(func(n int) {
		var o Operation
		at, before, isObject := rd.Offset(), rd.NumFaults(), rd.Kind() == '{'
		if rd.element(&o); IsOperation(o.Type) || o.Type == "" && isObject && of.Collection == "operations" {
			found(o, at, n)
		} else {
			rd.DropFaults(before)
		}
	})
}

func (n Notification) describe() description {
	return describe("commsop.Notification", n.AdditionalData, nil, slog.String("type", n.Type.Name()), slog.String("changeType", n.ChangeType.String()))
}

// String returns the type, ChangeType and the names of the other members.
func (n Notification) String() string { return n.describe().String() }

// GoString returns what String does.
func (n Notification) GoString() string { return n.String() }

// LogValue returns what String does, as a group.
func (n Notification) LogValue() slog.Value { return n.describe().LogValue() }

// Notifications is the body that the service posts to a bot's callback, a
// commsNotifications (Graph metadata). The zero value is an empty list. Copies
// share what it holds; Clone does not.
type Notifications struct {
	Type           odata.Type     `json:"@odata.type,omitzero"` // as written; compare with Is
	Value          []Notification `json:"value"`
	AdditionalData odata.Members  `json:"-"` // validationTokens and the like

	typePresence jsonscan.Presence
	typeField    uint8
}

func (ns Notifications) describe() description {
	return describe("commsop.Notifications", ns.AdditionalData, nil, slog.String("type", ns.Type.Name()), slog.Int("notifications", len(ns.Value)))
}

// String returns the type, the number of notifications and the names of the other
// members.
func (ns Notifications) String() string { return ns.describe().String() }

// GoString returns what String does.
func (ns Notifications) GoString() string { return ns.String() }

// LogValue returns what String does, as a group.
func (ns Notifications) LogValue() slog.Value { return ns.describe().LogValue() }

// The slots of the listed members of notifications.
const (
	notesTypeSlot = iota
	notesValueSlot
	notesSlots
)

var notificationsSchema = entity.New("", []entity.Property{
	notesTypeSlot:  {Name: "@odata.type", Alias: "@type", Kind: entity.Type, Common: string(TypeNotifications)},
	notesValueSlot: {Name: "value", Kind: entity.List},
})

// DecodeNotifications reads {"value":[…]}, of notifications about operations
// and about anything else. {"value":{…}} and a notification without a wrapper are
// read as lists of one. Errors are those of [Decode], with pointers from the
// body on: /value/0/changeType; what is in resourceData is not looked at, see
// [Notification.Operations].
func DecodeNotifications(data []byte) (Notifications, error) {
	return decodeNotifications("commsop.DecodeNotifications", data)
}

func decodeNotifications(op string, data []byte) (ns Notifications, _ error) {
	var rd reader
	rec := jsonscan.Record{Values: make([]jsonscan.FieldValue, notesSlots)}
	list, isList, err := decodeList(op, &rd, data, &rec, notificationsSchema.Fields, rd.notification)
	if ns.Value = list; !isList {
		return ns, err
	}
	t := &rec.Values[notesTypeSlot]
	ns.Type, ns.typePresence = entity.ReadText(t, rd.Intern(&rec), TypeNotifications)
	ns.typeField = t.Field
	ns.AdditionalData = entity.ReadAdditional(&rd.Reader, &rec, &rd.members).Members
	return ns, nil
}

// AppendJSON appends ns as {"value":[…]}, with its type before it and its
// additional members behind it. Errors are those of [Operation.AppendJSON], with
// pointers from the body on.
func (ns Notifications) AppendJSON(dst []byte) ([]byte, error) {
	out, f := jsonscan.AppendText(dst, nil, notificationsSchema.Field(notesTypeSlot, ns.typeField), string(ns.Type), ns.typePresence)
	out, f = appendList(out, f, ns.Value, (*Notification).append, ns.AdditionalData, notificationsSchema.Fields)
	return joinerr.Encoded(dst, jsonscan.CloseObject(out, len(dst)), f, "commsop.Notifications.AppendJSON", "ns")
}

// MarshalJSON returns what AppendJSON appends.
func (ns Notifications) MarshalJSON() ([]byte, error) { return ns.AppendJSON(nil) }

// UnmarshalJSON replaces ns by what DecodeNotifications reads, except that null
// does nothing. On an error ns is as it was.
func (ns *Notifications) UnmarshalJSON(data []byte) error {
	return joinerr.Unmarshal("commsop.Notifications.UnmarshalJSON", ns, data, decodeNotifications)
}

// Equal reports whether ns and ms mean the same, as [Notification.Equal] has it
// of each.
func (ns Notifications) Equal(ms Notifications) bool {
	isNull := func(ns *Notifications) bool { return ns.Type == "" && ns.typePresence == jsonscan.Null }
	return ns.Type.Is(ms.Type) && isNull(&ns) == isNull(&ms) && slices.EqualFunc(ns.Value, ms.Value, Notification.Equal) && ns.AdditionalData.Equal(ms.AdditionalData)
}

// Clone returns a deep copy.
func (ns Notifications) Clone() Notifications {
	ns.AdditionalData = ns.AdditionalData.Clone()
	ns.Value = slices.Clone(ns.Value)
	for i := range ns.Value {
		ns.Value[i] = ns.Value[i].Clone()
	}
	return ns
}
