package bench

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"sync"

	"github.com/bytedance/sonic"
	"github.com/bytedance/sonic/encoder"
	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"
	goccy "github.com/goccy/go-json"
	segmentio "github.com/segmentio/encoding/json"
)

// A library is a JSON package that decodes into and encodes from any Go value, with the settings that make it fastest.
// Where the package has a choice, names match exactly, and encoding does not escape HTML, sort maps or check a
// json.RawMessage again.
type library struct {
	name      string
	unmarshal func(data []byte, v any) error
	marshal   func(v any) ([]byte, error)
	appender  func() func(v any) ([]byte, error) // encodes into one buffer, used again by each call
}

var (
	encodingJSON = library{
		name:      "encoding-json",
		unmarshal: json.Unmarshal,
		marshal:   json.Marshal,
		appender: func() func(any) ([]byte, error) {
			return streaming(func(w io.Writer) streamEncoder { return json.NewEncoder(w) })
		},
	}
	// encodingJSON127 is encoding/json as Go 1.27 builds it, on top of version 2.
	encodingJSON127 = library{
		name:      "encoding-json@go1.27",
		unmarshal: func(data []byte, v any) error { return jsonv1.Unmarshal(data, v) },
		marshal:   func(v any) ([]byte, error) { return jsonv1.Marshal(v) },
		appender: func() func(any) ([]byte, error) {
			return streaming(func(w io.Writer) streamEncoder { return jsonv1.NewEncoder(w) })
		},
	}
	jsonV2 = library{
		name:      "json-v2",
		unmarshal: func(data []byte, v any) error { return jsonv2.Unmarshal(data, v) },
		marshal:   func(v any) ([]byte, error) { return jsonv2.Marshal(v, unchecked) },
		appender: func() func(any) ([]byte, error) {
			var buf bytes.Buffer
			return func(v any) ([]byte, error) {
				buf.Reset()
				err := jsonv2.MarshalWrite(&buf, v, unchecked)
				return buf.Bytes(), err
			}
		},
	}
	sonicJSON = library{
		name:      "sonic",
		unmarshal: sonicExact.Unmarshal,
		marshal:   sonicExact.Marshal,
		appender: func() func(any) ([]byte, error) {
			var buf []byte
			return func(v any) ([]byte, error) {
				buf = buf[:0]
				err := encoder.EncodeInto(&buf, v, encoder.NoValidateJSONMarshaler)
				return buf, err
			}
		},
	}
	goccyJSON = library{
		name:      "goccy",
		unmarshal: func(data []byte, v any) error { return goccy.Unmarshal(data, v) },
		marshal: func(v any) ([]byte, error) {
			return goccy.MarshalWithOption(v, goccy.DisableHTMLEscape(), goccy.UnorderedMap())
		},
		appender: func() func(any) ([]byte, error) {
			return streaming(func(w io.Writer) streamEncoder { return unorderedEncoder{goccy.NewEncoder(w)} })
		},
	}
	segmentioJSON = library{
		name:      "segmentio",
		unmarshal: unmarshalSegmentio,
		marshal:   marshalSegmentio,
		appender: func() func(any) ([]byte, error) {
			var buf []byte
			return func(v any) ([]byte, error) {
				var err error
				buf, err = segmentio.Append(buf[:0], v, segmentio.TrustRawMessage)
				return buf, err
			}
		},
	}
)

// unchecked are the settings of json/v2 that spare its encoder the checks of its decoder.
var unchecked = jsonv2.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// sonicExact is sonic.ConfigFastest, but names match exactly.
var sonicExact = sonic.Config{
	NoValidateJSONMarshaler: true,
	NoValidateJSONSkip:      true,
	CaseSensitive:           true,
}.Froze()

func unmarshalSegmentio(data []byte, v any) error {
	return parseSegmentio(data, v, segmentio.DontMatchCaseInsensitiveStructFields)
}

// unmarshalSegmentioOneCopy copies the text once, and cuts the strings from the copy.
func unmarshalSegmentioOneCopy(data []byte, v any) error {
	return parseSegmentio(bytes.Clone(data), v, segmentio.DontMatchCaseInsensitiveStructFields|segmentio.ZeroCopy)
}

func parseSegmentio(data []byte, v any, flags segmentio.ParseFlags) error {
	rest, err := segmentio.Parse(data, v, flags)
	if err == nil && len(rest) > 0 {
		return errors.New("text after the value")
	}
	return err
}

var segmentioBuffers = sync.Pool{New: func() any { return new([]byte) }}

// marshalSegmentio is segmentio.Marshal with other settings.
func marshalSegmentio(v any) ([]byte, error) {
	buf := segmentioBuffers.Get().(*[]byte)
	defer segmentioBuffers.Put(buf)
	b, err := segmentio.Append((*buf)[:0], v, segmentio.TrustRawMessage)
	*buf = b
	return bytes.Clone(b), err
}

type unorderedEncoder struct{ *goccy.Encoder }

func (e unorderedEncoder) Encode(v any) error { return e.EncodeWithOption(v, goccy.UnorderedMap()) }

type streamEncoder interface {
	Encode(v any) error
	SetEscapeHTML(on bool)
}

// streaming returns a function that encodes through one stream encoder into one buffer.
func streaming(newEncoder func(io.Writer) streamEncoder) func(any) ([]byte, error) {
	var buf bytes.Buffer
	enc := newEncoder(&buf)
	enc.SetEscapeHTML(false)
	return func(v any) ([]byte, error) {
		buf.Reset()
		err := enc.Encode(v)
		return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), err
	}
}
