// Package commsop holds the operations of calls in Microsoft Graph:
// [Operation], a commsOperation or any type that derives from it; [Patch], the
// merge patch (RFC 7396) of one, which is the body of "Update operations";
// [Page], a list of them; [Operations], a stream; [Notification], what the
// service posts to a bot; [Status], and the types. It imports the standard
// library and this module only, and has no network code.
//
// The files: schema.go (the type as data, reading, writing and converting it),
// operation.go, patch.go, page.go, stream.go, items.go, notification.go and resource.go
// (the values), status.go, changetype.go, enum.go and types.go (their
// vocabulary), derived.go, identity.go and view.go (views of derived types),
// latest.go and print.go.
//
// Decoding keeps what it does not know and how things were spelled, so that an
// operation that is read and written again is the same one: additional
// members in their order, numbers digit for digit, null apart from "" and from
// absent. It refuses what package patch refuses, and listed members of the
// wrong kind, all of them with their JSON pointers. Whether a value is right is
// for package validate to say.
//
// Every function may be called from many goroutines, writes to none of its
// arguments and keeps none; methods with pointer receivers change their
// receiver alone.
//
// There are two ways to decode and to encode. Where a text is an operation, a
// patch or a page, call [Decode], [DecodePatch], [DecodePage] and AppendJSON, into
// a buffer that is used again. Where it is only a part of a larger value of
// yours, leave the whole to encoding/json, which calls the same code but scans
// the text before it, and compacts and escapes the result after it: reading takes
// five to ten times as long, writing ten times and more. Its errors have no
// path to the operation within that value, only the pointer from the operation
// on; those of encoding/json/v2 have the whole pointer.
package commsop

import (
	"database/sql/driver"
	"log/slog"

	"example.com/graphcomms/internal/entity"
	"example.com/graphcomms/internal/joinerr"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/resultinfo"
)

// An Operation is a commsOperation or any type that derives from it (Graph
// metadata); what a derived type adds is in AdditionalData.
//
// The zero value is ready and encodes as {}: members with zero values are left
// out. A decoded one remembers how each member was written, null, "" and the
// spelling of status included: it encodes to the same members, and a field that
// is changed encodes as the new value.
//
// Copies share ResultInfo and AdditionalData; Clone does not. A struct that
// embeds an Operation gets its MarshalJSON too, which leaves the other fields
// out: give it a field instead.
type Operation struct {
	Type           odata.Type             `json:"@odata.type,omitzero"` // as written; compare with Is
	ID             string                 `json:"id,omitzero"`          // the key, which no patch changes
	Status         Status                 `json:"status,omitzero"`
	ClientContext  string                 `json:"clientContext,omitzero"` // at most 256 UTF-16 code units, says package validate
	ResultInfo     *resultinfo.ResultInfo `json:"resultInfo,omitzero"`    // nil if there is none
	AdditionalData odata.Members          `json:"-"`                      // all members that are not listed here: the type is open

	wire wire
}

// wire is how the members of an Operation were read.
type wire struct {
	patchWire
	typePresence, idPresence, statusPresence, contextPresence jsonscan.Presence
	nullResult                                                bool
}

// Decode reads one JSON object. Errors are [patch.Error]s: what is not JSON as
// package patch reads it, or every listed member of the wrong kind, the first
// 1 000 of them.
//
// The result does not alias data. Its strings share allocations.
func Decode(data []byte) (Operation, error) { return decode("commsop.Decode", data) }

func decode(op string, data []byte) (o Operation, _ error) {
	if faults := o.read(data); faults != nil {
		return Operation{}, joinerr.Scan(op, "data", faults)
	}
	return o, nil
}

// read reads data into o, which is zero. If members are of the wrong kind, o
// has the others.
func (o *Operation) read(data []byte) []jsonscan.Error {
	var rd reader
	rd.Init(data)
	rd.operation(o)
	return rd.Done()
}

// SetStatusText sets Status to what text means when it is decoded, and keeps
// text as its spelling for encoding.
func (o *Operation) SetStatusText(text string) {
	o.setStatus(text, jsonscan.Absent)
	if text == "" {
		o.wire.statusPresence = jsonscan.Present
	}
}

// AppendJSON appends o as a JSON object: compact, the type first, then id,
// status, clientContext, resultInfo and the additional members, escaping only
// what JSON requires. A text that is not UTF-8, and an additional member that
// is not JSON, stands twice or is named like a listed one, is reported as a
// [patch.Error]; then dst comes back as it was.
func (o Operation) AppendJSON(dst []byte) ([]byte, error) {
	out := dst
	if cap(dst) == 0 {
		out = make([]byte, 0, o.size())
	}
	out, f := o.append(out)
	return joinerr.Encoded(dst, out, f, "commsop.Operation.AppendJSON", "o")
}

// MarshalJSON returns what AppendJSON appends. encoding/json compacts and
// escapes it once more; AppendJSON is the exact way.
func (o Operation) MarshalJSON() ([]byte, error) { return o.AppendJSON(nil) }

// size returns about how long o is in JSON.
func (o *Operation) size() int {
	size := 72 + len(o.Type) + len(o.ID) + len(o.Status) + len(o.ClientContext) + entity.Size(o.AdditionalData)
	if r := o.ResultInfo; r != nil {
		size += 64 + len(r.Type) + len(r.Message) + entity.Size(r.AdditionalData)
	}
	return size
}

// UnmarshalJSON replaces o by what Decode reads, except that null does nothing.
// On an error o is as it was. encoding/json scans data itself before it calls
// this; Decode is the faster way.
func (o *Operation) UnmarshalJSON(data []byte) error {
	return joinerr.Unmarshal("commsop.Operation.UnmarshalJSON", o, data, decode)
}

// Value returns o as JSON in a string, for a column of JSON or text.
func (o Operation) Value() (driver.Value, error) {
	text, err := o.AppendJSON(nil)
	return string(text), err
}

// Scan replaces o by what Decode reads from src, a string or a []byte, or by the
// zero Operation for NULL. On an error o is as it was.
func (o *Operation) Scan(src any) error {
	return joinerr.Column("commsop.Operation.Scan", o, src, decode)
}

// Clone returns a deep copy.
func (o Operation) Clone() Operation {
	if o.ResultInfo != nil {
		o.ResultInfo = new(o.ResultInfo.Clone())
	}
	o.AdditionalData = o.AdditionalData.Clone()
	return o
}

// Equal reports whether o and p mean the same: the spelling of status and
// types and the order of members aside; null is not absent.
func (o Operation) Equal(p Operation) bool {
	var x, y entity.Object
	return schema.Equal(o.toObject(&x), p.toObject(&y))
}

// Member returns the member with that name, listed or not, as it will be
// written. It reports false where none will be.
func (o Operation) Member(name string) (odata.Value, bool) {
	var x entity.Object
	text, ok := schema.Member(o.toObject(&x), name)
	return odata.Value(text), ok
}

func (o Operation) describe() description {
	var x entity.Object
	return describeObject("commsop.Operation", o.toObject(&x))
}

// String returns the type, id, status, code and subcode, and the names of the
// other members, whose values may be secret.
func (o Operation) String() string { return o.describe().String() }

// GoString returns what String does.
func (o Operation) GoString() string { return o.String() }

// LogValue returns what String does, as a group.
func (o Operation) LogValue() slog.Value { return o.describe().LogValue() }
