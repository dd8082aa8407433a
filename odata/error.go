package odata

import (
	"encoding/json"
	"strconv"

	"example.com/graphcomms/internal/fault"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/patch"
)

// An Error is the body of an error response (OData JSON 4.01 section 21.1). It
// encodes as {"error":{…}} and decodes from it. Code and Message are always
// written; the other members are left out when they are empty. Members that
// are not listed here, annotations among them, are not kept.
type Error struct {
	Code    string // for machines
	Message string // for people
	Target  string // what the error is about: a JSON pointer, where this module makes it
	Details []ErrorDetail

	// InnerError is any JSON value. Graph calls it innerError, the standard
	// innererror; both are read, and Graph's name is written.
	InnerError json.RawMessage
}

// An ErrorDetail is one of several errors. Target is left out when it is
// empty.
type ErrorDetail struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Target  string `json:"target,omitempty"`
}

// Error returns the code and the message.
func (e *Error) Error() string { return "odata: " + e.Code + ": " + e.Message }

// MarshalJSON encodes e with the member error around it. A text that is not
// UTF-8 and an InnerError that is not JSON are each a [patch.Error].
func (e Error) MarshalJSON() ([]byte, error) {
	dst := []byte(`{"error":`)
	start := len(dst)
	dst, f := appendTexts(dst, nil, e.Code, e.Message, e.Target)
	if len(e.Details) > 0 {
		dst = append(jsonscan.AppendKey(dst, &errorListed[detailsSlot]), '[')
		for i, d := range e.Details {
			if i > 0 {
				dst = append(dst, ',')
			}
			start := len(dst)
			out, df := appendTexts(dst, nil, d.Code, d.Message, d.Target)
			if dst = jsonscan.CloseObject(out, start); df != nil && f == nil {
				f = &jsonscan.Fault{Pointer: "/details/" + strconv.Itoa(i) + df.Pointer, Err: df.Err}
			}
		}
		dst = append(dst, ']')
	}
	if e.InnerError != nil {
		var a jsonscan.Appender
		dst, f = a.Member(dst, f, "innerError", e.InnerError, 2, false)
	}
	if f != nil {
		return nil, fault.Value("odata.Error.MarshalJSON", "e", "/error"+f.Pointer, f.Err)
	}
	return append(jsonscan.CloseObject(dst, start), '}'), nil
}

func appendTexts(dst []byte, f *jsonscan.Fault, code, message, target string) ([]byte, *jsonscan.Fault) {
	dst, f = jsonscan.AppendText(dst, f, &errorListed[codeSlot], code, jsonscan.Valid)
	dst, f = jsonscan.AppendText(dst, f, &errorListed[messageSlot], message, jsonscan.Valid)
	return jsonscan.AppendText(dst, f, &errorListed[targetSlot], target, jsonscan.Absent)
}

// UnmarshalJSON decodes a body {"error":{…}}. A null for one of its members
// counts as absent; null for data does nothing. A body without an error is
// [patch.ErrWrongType]; on any error e is as it was.
func (e *Error) UnmarshalJSON(data []byte) error {
	if jsonscan.IsNull(data) {
		return nil
	}
	var r jsonscan.Reader
	var rec jsonscan.Record
	var out *Error
	r.Init(data)
	if r.Record(&rec) {
		for slot, more := r.Next(&rec, bodyListed); more; slot, more = r.Next(&rec, bodyListed) {
			if slot == jsonscan.Other {
				r.Skip()
			} else {
				out = readError(&r)
			}
		}
	}
	const op = "odata.Error.UnmarshalJSON"
	if faults := r.Done(); faults != nil {
		return fault.Scan(op, "data", faults)
	}
	if out == nil {
		return &patch.Error{Op: op, Input: "data", Err: patch.ErrWrongType}
	}
	*e = *out
	return nil
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
	bodyListed  = []jsonscan.Listed{jsonscan.NewListed("error", 0, jsonscan.Any)}
	errorListed = []jsonscan.Listed{
		jsonscan.NewListed("code", codeSlot, jsonscan.Text),
		jsonscan.NewListed("message", messageSlot, jsonscan.Text),
		jsonscan.NewListed("target", targetSlot, jsonscan.Text),
		jsonscan.NewListed("details", detailsSlot, jsonscan.Any),
		jsonscan.NewListed("innerError", innerSlot, jsonscan.Any),
		jsonscan.NewListed("innererror", innerSlot, jsonscan.Any),
	}
	detailListed = errorListed[:3]
)

func readError(r *jsonscan.Reader) *Error {
	var e Error
	var rec jsonscan.Record
	if !r.Record(&rec) {
		return &e
	}
	for slot, more := r.Next(&rec, errorListed); more; slot, more = r.Next(&rec, errorListed) {
		switch {
		case slot == detailsSlot:
			e.Details = readDetails(r)
		case slot != innerSlot:
			r.Skip()
		case !r.Null():
			e.InnerError = r.Raw()
		}
	}
	kept, s := r.Keep(&rec), &rec.Slots
	e.Code, e.Message, e.Target = s[codeSlot].Text(kept), s[messageSlot].Text(kept), s[targetSlot].Text(kept)
	return &e
}

func readDetails(r *jsonscan.Reader) []ErrorDetail {
	if r.Null() {
		return nil
	}
	var details []ErrorDetail
	var a jsonscan.Array
	if !r.Array(&a) {
		return nil
	}
	for r.NextElement(&a) {
		var d ErrorDetail
		var rec jsonscan.Record
		if r.Record(&rec) {
			for _, more := r.Next(&rec, detailListed); more; _, more = r.Next(&rec, detailListed) {
				r.Skip()
			}
			kept, s := r.Keep(&rec), &rec.Slots
			d = ErrorDetail{s[codeSlot].Text(kept), s[messageSlot].Text(kept), s[targetSlot].Text(kept)}
		}
		details = append(details, d)
	}
	return details
}
