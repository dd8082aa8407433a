package odata

import (
	"encoding/json"
	"strconv"

	"example.com/graphcomms/internal/joinerr"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/patch"
)

// An Error is the body of an error response (OData JSON 4.01 section 21.1). It
// encodes as {"error":{…}} and decodes from it. Code and Message are always
// written; the other members are left out when they are empty. Members that
// are not listed here, annotations among them, are not kept.
type Error struct {
	Code    string        `json:"code"`             // for machines
	Message string        `json:"message"`          // for people
	Target  string        `json:"target,omitempty"` // what the error is about: a JSON pointer, where this module makes it
	Details []ErrorDetail `json:"details,omitempty"`

	// InnerError is any JSON value. Graph calls it innerError, the standard
	// innererror; both are read, and Graph's name is written.
	InnerError json.RawMessage `json:"innerError,omitempty"`
}

// An ErrorDetail is one of several errors. Target is left out when it is
// empty.
type ErrorDetail struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Target  string `json:"target,omitempty"`
}

// Error returns the code and the message. A nil *Error has a text, too.
func (e *Error) Error() string {
	if e == nil {
		return "odata: a nil *odata.Error, which is no error"
	}
	return "odata: " + e.Code + ": " + e.Message
}

// MarshalJSON encodes e with the member error around it. A text that is not
// UTF-8 and an InnerError that is not JSON are each reported as a
// [patch.Error].
func (e Error) MarshalJSON() ([]byte, error) {
	dst := append(make([]byte, 0, e.size()), `{"error":`...)
	start := len(dst)
	dst, f := appendTexts(dst, nil, e.Code, e.Message, e.Target)
	if len(e.Details) > 0 {
		dst = append(jsonscan.AppendKey(dst, &errorFields[detailsSlot]), '[')
		for i, d := range e.Details {
			if i > 0 {
				dst = append(dst, ',')
			}
			start := len(dst)
			out, df := appendTexts(dst, nil, d.Code, d.Message, d.Target)
			if dst = jsonscan.CloseObject(out, start); df != nil && f == nil {
				f = &jsonscan.Error{Pointer: "/details/" + strconv.Itoa(i) + df.Pointer, Err: df.Err}
			}
		}
		dst = append(dst, ']')
	}
	if e.InnerError != nil {
		var a jsonscan.Appender
		dst, f = a.Member(dst, f, "innerError", string(e.InnerError), 2)
	}
	if f != nil {
		return nil, joinerr.Value("odata.Error.MarshalJSON", "e", "/error"+f.Pointer, f.Err)
	}
	return append(jsonscan.CloseObject(dst, start), '}'), nil
}

// size returns about how long e is in JSON: as long, if its texts need no escapes.
func (e *Error) size() int {
	n := len(`{"error":{"code":"","message":"","target":"","details":[],"innerError":}}`) + len(e.Code) + len(e.Message) + len(e.Target) + len(e.InnerError)
	for i := range e.Details {
		d := &e.Details[i]
		n += len(`{"code":"","message":"","target":""},`) + len(d.Code) + len(d.Message) + len(d.Target)
	}
	return n
}

func appendTexts(dst []byte, f *jsonscan.Error, code, message, target string) ([]byte, *jsonscan.Error) {
	dst, f = jsonscan.AppendText(dst, f, &errorFields[codeSlot], code, jsonscan.Present)
	dst, f = jsonscan.AppendText(dst, f, &errorFields[messageSlot], message, jsonscan.Present)
	return jsonscan.AppendText(dst, f, &errorFields[targetSlot], target, jsonscan.Absent)
}

// UnmarshalJSON decodes a body {"error":{…}}. A null for one of its members
// counts as absent; null for data does nothing. A body without an error is
// [patch.ErrWrongType]; on any error e is as it was.
func (e *Error) UnmarshalJSON(data []byte) error {
	return joinerr.Unmarshal("odata.Error.UnmarshalJSON", e, data, decodeError)
}

func decodeError(op string, data []byte) (Error, error) {
	var r jsonscan.Reader
	rec := jsonscan.Record{Values: make([]jsonscan.FieldValue, len(bodyFields))}
	var out *Error
	r.Init(data)
	if r.Record(&rec) {
		for _, more := r.Next(&rec, bodyFields); more; _, more = r.Next(&rec, bodyFields) {
			out = readError(&r)
		}
	}
	if faults := r.Done(); faults != nil {
		return Error{}, joinerr.Scan(op, "data", faults)
	}
	if out == nil {
		return Error{}, &patch.Error{Op: op, Input: "data", Err: patch.ErrWrongType}
	}
	return *out, nil
}

// The slots of the listed members of an error.
const (
	codeSlot = iota
	messageSlot
	targetSlot
	detailsSlot
	innerSlot
)

var (
	bodyFields  = []jsonscan.Field{jsonscan.NewField("error", 0, jsonscan.Any)}
	errorFields = []jsonscan.Field{
		jsonscan.NewField("code", codeSlot, jsonscan.Text),
		jsonscan.NewField("message", messageSlot, jsonscan.Text),
		jsonscan.NewField("target", targetSlot, jsonscan.Text),
		jsonscan.NewField("details", detailsSlot, jsonscan.Any),
		jsonscan.NewField("innerError", innerSlot, jsonscan.Any),
		jsonscan.NewField("innererror", innerSlot, jsonscan.Any),
	}
	detailFields = errorFields[:3]
)

func readError(r *jsonscan.Reader) *Error {
	var e Error
	var v [innerSlot + 1]jsonscan.FieldValue
	rec := jsonscan.Record{Values: v[:]}
	if !r.Record(&rec) {
		return &e
	}
	for slot, more := r.Next(&rec, errorFields); more; slot, more = r.Next(&rec, errorFields) {
		switch {
		case slot == detailsSlot:
			e.Details = readDetails(r)
		case !r.Null():
			e.InnerError = r.Raw()
		}
	}
	text := r.Intern(&rec)
	e.Code, e.Message, e.Target = v[codeSlot].Text(text), v[messageSlot].Text(text), v[targetSlot].Text(text)
	return &e
}

func readDetails(r *jsonscan.Reader) []ErrorDetail {
	if r.Null() {
		return nil
	}
	var details jsonscan.List[ErrorDetail]
	var a jsonscan.Array
	if !r.Array(&a) {
		return nil
	}
	for r.NextElement(&a) {
		d := details.Next(r)
		var v [targetSlot + 1]jsonscan.FieldValue
		rec := jsonscan.Record{Values: v[:]}
		if r.Record(&rec) {
			r.Next(&rec, detailFields)
			text := r.Intern(&rec)
			*d = ErrorDetail{v[codeSlot].Text(text), v[messageSlot].Text(text), v[targetSlot].Text(text)}
		}
	}
	return details.Elements()
}
