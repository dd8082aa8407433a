package graphcommstest

import (
	"encoding/json"
	"errors"
	"fmt"
)

// RoundTrip decodes data into a T and encodes it again, and returns an error
// where that fails or does not mean what data means: a member that T loses, a
// number that it rounds, a null that it drops. It does so with encoding/json;
// with encoding/json/v2 where it is built in (Go 1.27, unless
// GOEXPERIMENT=nojsonv2); and directly with T's own methods
//
//	UnmarshalJSON([]byte) error            of *T
//	AppendJSON([]byte) ([]byte, error)     of T or *T
//
// where it has them. All failures are joined. Values of T are encoded, not
// pointers to them: a type that encodes by methods of *T is tested as
// RoundTrip[*T].
func RoundTrip[T any](data []byte) error {
	want, err := load("graphcommstest.RoundTrip", "data", data)
	if err != nil {
		return err
	}
	var errs []error
	for _, c := range append(codecs[T](), jsonv2[T]()...) {
		if err := c.roundTrip(data, &want); err != nil {
			errs = append(errs, fmt.Errorf("graphcommstest: %T through %s: %w", *new(T), c.name, err))
		}
	}
	return errors.Join(errs...)
}

// A codec is one way to decode and encode a T.
type codec[T any] struct {
	name   string
	decode func([]byte, *T) error
	encode func(*T) ([]byte, error)
}

func (c codec[T]) roundTrip(data []byte, want *value) error {
	var v T
	if err := c.decode(data, &v); err != nil {
		return fmt.Errorf("decoding: %w", err)
	}
	text, err := c.encode(&v)
	if err != nil {
		return fmt.Errorf("encoding: %w", err)
	}
	got, err := load("graphcommstest.RoundTrip", "encoded", text)
	if err != nil {
		return err
	}
	if report := diff(want, &got, nil); report != "" {
		return errors.New("the meaning changed " + report)
	}
	return nil
}

// codecs returns encoding/json and T's own methods.
func codecs[T any]() []codec[T] {
	list := []codec[T]{{
		"encoding/json",
		func(data []byte, v *T) error { return json.Unmarshal(data, v) },
		func(v *T) ([]byte, error) { return json.Marshal(*v) },
	}}
	type appender interface {
		AppendJSON([]byte) ([]byte, error)
	}
	own := list[0]
	own.name = "its own methods"
	_, decodes := any(new(T)).(json.Unmarshaler)
	if decodes {
		own.decode = func(data []byte, v *T) error { return any(v).(json.Unmarshaler).UnmarshalJSON(data) }
	}
	_, appends := any(new(T)).(appender)
	if appends {
		own.encode = func(v *T) ([]byte, error) { return any(v).(appender).AppendJSON(nil) }
	}
	if decodes || appends {
		list = append(list, own)
	}
	return list
}
