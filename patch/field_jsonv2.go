//go:build go1.27 && goexperiment.jsonv2

package patch

import (
	"bytes"
	"encoding/json/jsontext"
	jsonv2 "encoding/json/v2"
	"strconv"

	"example.com/graphcomms/internal/jsonscan"
)

// MarshalJSONTo is [Field.MarshalJSON] for json/v2: the value is written with
// the options of enc.
func (f Field[T]) MarshalJSONTo(enc *jsontext.Encoder) error {
	if f.state != StateSet {
		null, err := f.MarshalJSON()
		if err != nil {
			return err
		}
		return enc.WriteValue(null)
	}
	value, err := jsonv2.Marshal(f.value, enc.Options())
	if err != nil {
		return within(err, nextPointer(enc), enc.OutputOffset())
	}
	if string(bytes.TrimSpace(value)) == "null" {
		return newFieldError(ErrNullMember)
	}
	return enc.WriteValue(value)
}

// nextPointer returns the pointer of the value that enc writes next.
func nextPointer(enc *jsontext.Encoder) jsontext.Pointer {
	pointer := enc.StackPointer()
	if kind, n := enc.StackIndex(enc.StackDepth()); kind == '[' {
		if n > 0 {
			pointer = pointer.Parent()
		}
		pointer = pointer.AppendToken(strconv.FormatInt(n, 10))
	}
	return pointer
}

// within puts an error of json/v2 about a value alone where the value is.
func within(err error, pointer jsontext.Pointer, offset int64) error {
	if e, ok := err.(*jsonv2.SemanticError); ok {
		e.JSONPointer = pointer + e.JSONPointer
		e.ByteOffset += offset
	}
	return err
}

// UnmarshalJSONFrom is [Field.UnmarshalJSON] for json/v2: the value is read with
// the options of dec. Where they allow repeated names or invalid UTF-8, the value
// is still refused as [Check] refuses it.
func (f *Field[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	if f == nil {
		return errNilField
	}
	if dec.PeekKind() == 'n' {
		if _, err := dec.ReadToken(); err != nil {
			return err
		}
		*f = Null[T]()
		return nil
	}
	var v T
	if err := unmarshalStrictly(dec, &v); err != nil {
		return err
	}
	*f = Set(v)
	return nil
}

// unmarshalStrictly reads the next value of dec, which is checked unless dec does
// it.
func unmarshalStrictly(dec *jsontext.Decoder, v any) error {
	options := dec.Options()
	repeated, _ := jsonv2.GetOption(options, jsontext.AllowDuplicateNames)
	invalid, _ := jsonv2.GetOption(options, jsontext.AllowInvalidUTF8)
	if !repeated && !invalid {
		return jsonv2.UnmarshalDecode(dec, v)
	}
	data, err := dec.ReadValue()
	if err != nil {
		return err
	}
	if fault := jsonscan.Check(data); fault != nil {
		return newError("patch.Field.UnmarshalJSON", "data", fault)
	}
	err = jsonv2.Unmarshal(data, v, options)
	return within(err, dec.StackPointer(), dec.InputOffset()-int64(len(data)))
}
