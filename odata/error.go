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
	var a jsonscan.Appender
	w := jsonscan.NewWriter([]byte(`{"error":`))
	texts(&w, e.Code, e.Message, e.Target)
	if len(e.Details) > 0 {
		w.Name("details")
		w.Dst = append(w.Dst, '[')
		for i, d := range e.Details {
			if i > 0 {
				w.Dst = append(w.Dst, ',')
			}
			dw := jsonscan.NewWriter(w.Dst)
			texts(&dw, d.Code, d.Message, d.Target)
			dst, f := dw.Close()
			if w.Dst = dst; f != nil {
				w.Fail("/details/"+strconv.Itoa(i)+f.Pointer, f.Err)
			}
		}
		w.Dst = append(w.Dst, ']')
	}
	if e.InnerError != nil {
		a.Member(&w, "innerError", e.InnerError, 2)
	}
	b, f := w.Close()
	if f != nil {
		return nil, fault.Value("odata.Error.MarshalJSON", "e", "/error"+f.Pointer, f.Err)
	}
	return append(b, '}'), nil
}

func texts(w *jsonscan.Writer, code, message, target string) {
	w.Text("code", code)
	w.Text("message", message)
	if target != "" {
		w.Text("target", target)
	}
}

// UnmarshalJSON decodes a body {"error":{…}}. A null for one of its members
// counts as absent; null for data does nothing. A body without an error is
// [patch.ErrWrongType]; on any error e is as it was.
func (e *Error) UnmarshalJSON(data []byte) error {
	if jsonscan.IsNull(data) {
		return nil
	}
	var r jsonscan.Reader
	var o jsonscan.Object
	var out *Error
	r.Init(data)
	if r.Object(&o) {
		for r.Next(&o) && r.First(&o, 0) {
			if string(r.Name(&o)) == "error" {
				out = readError(&r)
			} else {
				r.Skip()
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

func readError(r *jsonscan.Reader) *Error {
	var e Error
	var o jsonscan.Object
	if !r.Object(&o) {
		return &e
	}
	for r.Next(&o) {
		var inner uint8
		switch string(r.Name(&o)) {
		case "innerError", "innererror":
			inner = 1
		}
		if !r.First(&o, inner) {
			break
		}
		switch string(r.Name(&o)) {
		case "code":
			e.Code, _ = r.Text()
		case "message":
			e.Message, _ = r.Text()
		case "target":
			e.Target, _ = r.Text()
		case "details":
			e.Details = readDetails(r)
		case "innerError", "innererror":
			if !r.Null() {
				e.InnerError = r.Raw()
			}
		default:
			r.Skip()
		}
	}
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
		var o jsonscan.Object
		if r.Object(&o) {
			for r.Next(&o) && r.First(&o, 0) {
				switch string(r.Name(&o)) {
				case "code":
					d.Code, _ = r.Text()
				case "message":
					d.Message, _ = r.Text()
				case "target":
					d.Target, _ = r.Text()
				default:
					r.Skip()
				}
			}
		}
		details = append(details, d)
	}
	return details
}
