package odata

import (
	"bytes"
	"encoding/json"

	"example.com/graphcomms/internal/joinerr"
	"example.com/graphcomms/internal/jsonscan"
)

// A Value is the text of one JSON value, as package patch reads it. It cannot
// change under anybody: copies are free, and == compares texts. Decoded values
// are compact. The zero Value "" is none, and does not encode.
//
// A Value made by conversion from a string is checked where it is encoded.
type Value string

// ValueOf returns v as encoding/json writes it, compact and without escapes for
// HTML. Errors are those of encoding/json, and [patch.Error]s for a text that
// package patch refuses.
func ValueOf(v any) (Value, error) {
	text, err := encode(v)
	if err != nil {
		return "", err
	}
	return decodeValue("odata.ValueOf", "v", text)
}

// encode returns v as encoding/json writes it, without escapes for HTML, which
// are for whoever embeds the text in a page.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return b.Bytes(), err
}

func decodeValue(op, input string, data []byte) (Value, error) {
	var r jsonscan.Reader
	r.Init(data)
	text := r.Raw()
	if faults := r.Done(); faults != nil {
		return "", joinerr.Scan(op, input, faults)
	}
	return Value(text), nil
}

// IsNull reports whether v is null.
func (v Value) IsNull() bool { return v == "null" || jsonscan.IsNull([]byte(v)) }

// Text returns the string that v is, unescaped. It reports false if v is
// something else, null included.
func (v Value) Text() (string, bool) {
	var s *string
	err := v.Unmarshal(&s)
	if err != nil || s == nil {
		return "", false
	}
	return *s, true
}

// Unmarshal decodes v into dst, a pointer, by the rules of encoding/json.
// It returns a [patch.Error] for a text that package patch refuses.
func (v Value) Unmarshal(dst any) error {
	data := []byte(v)
	if f := jsonscan.Check(data); f != nil {
		return joinerr.Scan("odata.Value.Unmarshal", "v", []jsonscan.Error{*f})
	}
	return json.Unmarshal(data, dst)
}

// AppendJSON appends v, compact. A text that is not one JSON value as package
// patch reads it is reported as a [patch.Error]; then dst comes back as it was.
func (v Value) AppendJSON(dst []byte) ([]byte, error) {
	text, err := decodeValue("odata.Value.AppendJSON", "v", []byte(v))
	if err != nil {
		return dst, err
	}
	return append(dst, text...), nil
}

// MarshalJSON returns what AppendJSON appends.
func (v Value) MarshalJSON() ([]byte, error) { return v.AppendJSON(nil) }

// UnmarshalJSON replaces v by data, compact; null is a value like any other. On
// an error v is as it was.
func (v *Value) UnmarshalJSON(data []byte) error {
	return joinerr.Replace("odata.Value.UnmarshalJSON", v, data, func(op string, data []byte) (Value, error) {
		return decodeValue(op, "data", data)
	})
}
