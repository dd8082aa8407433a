package bench

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"example.com/graphcomms/bench/model"
	"example.com/graphcomms/commsop"
	"github.com/go-json-experiment/json/jsontext"
	goccy "github.com/goccy/go-json"
	"github.com/mailru/easyjson"
	"github.com/mailru/easyjson/jwriter"
	"github.com/stretchr/testify/require"
)

// A codec is one way to decode and encode operations (of type O) and pages (of type P). A function is nil where the
// implementation has no way of its own.
type codec[O, P any] struct {
	impl        string
	encodeOnly  bool // its way to decode only serves to encode
	decodeOnly  bool // its way to encode only serves to prove
	decode      func(data []byte) (O, error)
	appender    func(o O) func() ([]byte, error) // encodes o into one buffer, used again by each call
	marshal     func(o O) ([]byte, error)
	decodePage  func(data []byte) (P, error)
	marshalPage func(p P) ([]byte, error)
}

// A coder is a codec of whatever types.
type coder interface {
	name() string
	recode(data []byte) ([]byte, error) // decodes an operation and encodes it again
	decodeTask(p Payload) []task
	decodePageTask(p Payload) []task
	appendTask(p Payload) []task
	marshalTask(p Payload) []task
}

func coders() []coder {
	all := []coder{
		codec[commsop.Operation, commsop.Page]{
			impl:        "graphcomms",
			decode:      commsop.Decode,
			appender:    appendOurs,
			marshal:     commsop.Operation.MarshalJSON,
			decodePage:  commsop.DecodePage,
			marshalPage: commsop.Page.MarshalJSON,
		},
		codec[commsop.Operation, struct{}]{
			impl:       "graphcomms-built",
			encodeOnly: true,
			decode:     build,
			appender:   appendOurs,
			marshal:    commsop.Operation.MarshalJSON,
		},
		codec[*commsop.Operation, *commsop.Page]{
			impl:        "graphcomms+encoding-json",
			decode:      decoding[commsop.Operation](json.Unmarshal),
			marshal:     encoding[commsop.Operation](json.Marshal),
			decodePage:  decoding[commsop.Page](json.Unmarshal),
			marshalPage: encoding[commsop.Page](json.Marshal),
		},
	}
	for _, lib := range []library{encodingJSON, encodingJSON127, jsonV2, sonicJSON, goccyJSON, segmentioJSON} {
		all = append(all, codec[*model.Operation, *model.Page]{
			impl:        lib.name,
			decode:      decoding[model.Operation](lib.unmarshal),
			appender:    appending[model.Operation](lib.appender),
			marshal:     encoding[model.Operation](lib.marshal),
			decodePage:  decoding[model.Page](lib.unmarshal),
			marshalPage: encoding[model.Page](lib.marshal),
		})
	}
	all = append(all,
		codec[*model.Operation, *model.Page]{
			impl:        "goccy-onecopy",
			decode:      decodeOneCopy[model.Operation],
			marshal:     encoding[model.Operation](goccyJSON.marshal),
			decodePage:  decodeOneCopy[model.Page],
			marshalPage: encoding[model.Page](goccyJSON.marshal),
			decodeOnly:  true,
		},
		codec[*model.Operation, *model.Page]{
			impl:        "segmentio-onecopy",
			decode:      decoding[model.Operation](unmarshalSegmentioOneCopy),
			marshal:     encoding[model.Operation](segmentioJSON.marshal),
			decodePage:  decoding[model.Page](unmarshalSegmentioOneCopy),
			marshalPage: encoding[model.Page](segmentioJSON.marshal),
			decodeOnly:  true,
		},
		codec[*model.Operation, *model.Page]{
			impl:        "easyjson",
			decode:      decodeEasy[model.Operation],
			appender:    easyAppender[*model.Operation],
			marshal:     marshalEasy[*model.Operation],
			decodePage:  decodeEasy[model.Page],
			marshalPage: marshalEasy[*model.Page],
		},
		codec[*model.Lossless, struct{}]{
			impl:     "easyjson-lossless",
			decode:   decodeEasy[model.Lossless],
			appender: easyAppender[*model.Lossless],
			marshal:  marshalEasy[*model.Lossless],
		},
		codec[*embedding, struct{}]{
			impl:     "json-v2-lossless",
			decode:   decoding[embedding](jsonV2.unmarshal),
			appender: appending[embedding](jsonV2.appender),
			marshal:  encoding[embedding](jsonV2.marshal),
		})
	for _, lib := range []library{encodingJSON, sonicJSON, goccyJSON, segmentioJSON} {
		all = append(all, losslessCodec(lib))
	}
	return append(all, msgraphCoders()...)
}

func appendOurs(o commsop.Operation) func() ([]byte, error) {
	var buf []byte
	return func() ([]byte, error) {
		var err error
		buf, err = o.AppendJSON(buf[:0])
		return buf, err
	}
}

// build returns an operation that does not know that its members were read.
func build(data []byte) (commsop.Operation, error) {
	o, err := commsop.Decode(data)
	return commsop.Operation{
		Type: o.Type, ID: o.ID, Status: o.Status, ClientContext: o.ClientContext,
		ResultInfo: o.ResultInfo, AdditionalData: o.AdditionalData,
	}, err
}

func decoding[T any](unmarshal func([]byte, any) error) func([]byte) (*T, error) {
	return func(data []byte) (*T, error) {
		v := new(T)
		err := unmarshal(data, v)
		return v, err
	}
}

// decodeOneCopy is the fastest way of goccy that leaves the caller his bytes: they are copied once, and the strings are
// cut from the copy.
func decodeOneCopy[T any](data []byte) (*T, error) {
	v := new(T)
	err := goccy.UnmarshalOf(bytes.Clone(data), v, goccy.DecodeNoCopyString())
	return v, err
}

func encoding[T any](marshal func(any) ([]byte, error)) func(*T) ([]byte, error) {
	return func(v *T) ([]byte, error) { return marshal(v) }
}

func appending[T any](appender func() func(any) ([]byte, error)) func(*T) func() ([]byte, error) {
	return func(v *T) func() ([]byte, error) {
		encode := appender()
		return func() ([]byte, error) { return encode(v) }
	}
}

func decodeEasy[T any, PT interface {
	*T
	easyjson.Unmarshaler
}](data []byte) (*T, error) {
	v := new(T)
	err := easyjson.Unmarshal(data, PT(v))
	return v, err
}

// marshalEasy is easyjson.Marshal with other settings.
func marshalEasy[T easyjson.Marshaler](v T) ([]byte, error) {
	w := jwriter.Writer{NoEscapeHTML: true}
	v.MarshalEasyJSON(&w)
	return w.BuildBytes()
}

func easyAppender[T easyjson.Marshaler](v T) func() ([]byte, error) {
	w := jwriter.Writer{NoEscapeHTML: true}
	var buf []byte
	return func() ([]byte, error) {
		w.Buffer.Buf = buf[:0]
		v.MarshalEasyJSON(&w)
		var err error
		buf, err = w.BuildBytes()
		return buf, err
	}
}

// embedding is json/v2's own way to keep unknown members.
type embedding struct {
	model.Operation
	Unknown jsontext.Value `json:",embed"`
}

// lossless is the way to keep unknown members with a package that has none: the struct, and a map of the rest. Decoding
// reads the map first and the struct's members out of it, so that what is not listed is scanned but once.
type lossless struct {
	operation model.Operation
	unknown   map[string]json.RawMessage
}

var listed = []string{"@odata.type", "id", "status", "clientContext", "resultInfo"}

func losslessCodec(lib library) coder {
	return codec[*lossless, struct{}]{
		impl: lib.name + "-lossless",
		decode: func(data []byte) (*lossless, error) {
			var o lossless
			if err := lib.unmarshal(data, &o.unknown); err != nil {
				return nil, err
			}
			for i, field := range []any{
				&o.operation.Type, &o.operation.ID, &o.operation.Status, &o.operation.ClientContext, &o.operation.ResultInfo,
			} {
				value, ok := o.unknown[listed[i]]
				if !ok {
					continue
				}
				if err := lib.unmarshal(value, field); err != nil {
					return nil, err
				}
				delete(o.unknown, listed[i])
			}
			return &o, nil
		},
		appender: func(o *lossless) func() ([]byte, error) {
			encodeOperation, encodeUnknown := lib.appender(), lib.appender()
			var buf []byte
			return func() ([]byte, error) {
				var err error
				buf, err = o.splice(buf[:0], encodeOperation, encodeUnknown)
				return buf, err
			}
		},
		marshal: func(o *lossless) ([]byte, error) { return o.splice(nil, lib.marshal, lib.marshal) },
	}
}

// splice appends one object with the members of both parts to dst.
func (o *lossless) splice(dst []byte, encodeOperation, encodeUnknown func(any) ([]byte, error)) ([]byte, error) {
	head, err := encodeOperation(&o.operation)
	if err != nil || len(o.unknown) == 0 {
		return append(dst, head...), err
	}
	tail, err := encodeUnknown(o.unknown)
	dst = append(dst, head[:len(head)-1]...)
	if len(head) > len("{}") {
		dst = append(dst, ',')
	}
	return append(dst, tail[1:]...), err
}

func (c codec[O, P]) name() string { return c.impl }

func (c codec[O, P]) recode(data []byte) ([]byte, error) {
	o, err := c.decode(data)
	if err != nil {
		return nil, err
	}
	return c.marshal(o)
}

func (c codec[O, P]) decodeTask(p Payload) []task {
	if c.encodeOnly {
		return nil
	}
	return []task{newTask(c.impl, c.decode, p.JSON, func(t *testing.T, o O) {
		again, err := c.marshal(o)
		require.NoError(t, err)
		requireSame(t, c.impl, p.JSON, again)
	})}
}

func (c codec[O, P]) decodePageTask(p Payload) []task {
	if c.decodePage == nil {
		return nil
	}
	return []task{newTask(c.impl, c.decodePage, p.JSON, func(t *testing.T, page P) {
		again, err := c.marshalPage(page)
		require.NoError(t, err)
		requireSamePage(t, c.impl, p.JSON, again)
	})}
}

func (c codec[O, P]) appendTask(p Payload) []task {
	if c.appender == nil {
		return nil
	}
	return c.encodeTask(p, c.appender)
}

func (c codec[O, P]) marshalTask(p Payload) []task {
	if c.decodeOnly {
		return nil
	}
	return c.encodeTask(p, func(o O) func() ([]byte, error) {
		return func() ([]byte, error) { return c.marshal(o) }
	})
}

func (c codec[O, P]) encodeTask(p Payload, encoder func(O) func() ([]byte, error)) []task {
	o, err := c.decode(p.JSON)
	encode := encoder(o)
	if err != nil {
		encode = func() ([]byte, error) { return nil, err }
	}
	call := func(encode func() ([]byte, error)) ([]byte, error) { return encode() }
	return []task{newTask(c.impl, call, encode, func(t *testing.T, text []byte) {
		requireSame(t, c.impl, p.JSON, text)
	})}
}

// requireSame requires that got is the operation want, except for the implementation's gaps.
func requireSame(t *testing.T, impl string, want, got []byte) {
	t.Helper()
	gaps := GapsOf("Decode", impl)
	var wantMembers, gotMembers map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(want, &wantMembers))
	require.NoError(t, json.Unmarshal(got, &gotMembers))
	if gaps&DropsUnknown != 0 {
		for name := range wantMembers {
			if !slices.Contains(listed, name) {
				require.NotContains(t, gotMembers, name)
				delete(wantMembers, name)
			}
		}
	}
	for name, value := range wantMembers {
		got, ok := gotMembers[name]
		if !ok && string(value) == "null" && gaps&DropsNulls != 0 {
			delete(wantMembers, name)
			continue
		}
		require.True(t, ok, "no %s", name)
		require.JSONEq(t, string(value), string(got), name)
	}
	require.Len(t, gotMembers, len(wantMembers))
	if gaps&(Reorders|DropsUnknown) == 0 {
		require.Equal(t, unknownNames(t, want), unknownNames(t, got))
	}
}

// requireSamePage requires that got is the page want, except for the implementation's gaps.
func requireSamePage(t *testing.T, impl string, want, got []byte) {
	t.Helper()
	wanted, page := parse(t, want).(map[string]any), parse(t, got).(map[string]any)
	operations := page["value"].([]any)
	require.Len(t, operations, len(wanted["value"].([]any)))
	for i, operation := range wanted["value"].([]any) {
		requireEqual(t, lessGaps(impl, operation), operations[i])
	}
	wanted["value"] = page["value"]
	requireEqual(t, wanted, page)
}

// lessGaps returns the operation that an implementation with gaps makes of one.
func lessGaps(impl string, operation any) any {
	gaps := GapsOf("Decode", impl)
	members := maps.Clone(operation.(map[string]any))
	maps.DeleteFunc(members, func(name string, value any) bool {
		return gaps&DropsUnknown != 0 && !slices.Contains(listed, name) || gaps&DropsNulls != 0 && value == nil
	})
	return members
}

// unknownNames returns the names of the members that commsOperation does not list, in order.
func unknownNames(t *testing.T, operation []byte) []string {
	t.Helper()
	return slices.DeleteFunc(memberNames(t, operation), func(name string) bool { return slices.Contains(listed, name) })
}

// memberNames returns the names of an object's members, in order.
func memberNames(t *testing.T, object []byte) []string {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(object))
	_, err := dec.Token()
	require.NoError(t, err)
	var names []string
	for dec.More() {
		name, err := dec.Token()
		require.NoError(t, err)
		names = append(names, name.(string))
		var value json.RawMessage
		require.NoError(t, dec.Decode(&value))
	}
	return names
}

func decodeGroups() []group {
	var groups []group
	for _, p := range []Payload{CompactRequest(), Request(), Record(), Operation()} {
		groups = append(groups, group{name: "payload=" + p.Name, tasks: func() []task {
			return eachCoder(func(c coder) []task { return c.decodeTask(p) })
		}})
	}
	for _, page := range []func() Payload{Page, MixedPage} {
		p := page()
		groups = append(groups, group{name: "payload=" + p.Name, operations: Operations, tasks: func() []task {
			return eachCoder(func(c coder) []task { return c.decodePageTask(p) })
		}})
	}
	return groups
}

func encodeGroups() []group {
	var groups []group
	for _, p := range []Payload{CompactRequest(), Operation()} {
		groups = append(groups,
			group{name: "payload=" + p.Name + "/door=append", tasks: func() []task {
				return eachCoder(func(c coder) []task { return c.appendTask(p) })
			}},
			group{name: "payload=" + p.Name + "/door=marshal", tasks: func() []task {
				return eachCoder(func(c coder) []task { return c.marshalTask(p) })
			}})
	}
	return groups
}

func eachCoder(tasks func(coder) []task) []task {
	var all []task
	for _, c := range coders() {
		all = append(all, tasks(c)...)
	}
	return all
}

// codecProbes show gaps in decoding.
var codecProbes = []struct {
	gap    Gaps
	inputs []string // the gap is there if any of them is accepted
}{
	{RepeatedNames, []string{`{"status":"Running","status":"Failed"}`, `{"x":{"a":1,"a":2}}`}},
	{InvalidUTF8, []string{"{\"status\":\"\xff\"}", `{"status":"\ud800"}`, "{\"x\":\"\xff\"}", `{"x":"\ud800"}`}},
	{BadStrings, []string{"{\"status\":\"\x01\"}", "{\"x\":\"\x01\"}"}},
	{BadSyntax, []string{`{"x":[1 2]}`, `{"x":{"a" 1}}`, `{"x":tru}`, `{"x":[01]}`}},
	{TrailingData, []string{`{"status":"Running"}x`, `{"status":"Running"}{}`}},
}

// TestCodecGaps holds every codec to its gaps: it has those that GapsOf tells of and no others.
func TestCodecGaps(t *testing.T) {
	for _, c := range coders() {
		t.Run(c.name(), func(t *testing.T) {
			var found Gaps
			for _, probe := range codecProbes {
				for _, input := range probe.inputs {
					if _, err := c.recode([]byte(input)); err == nil {
						found |= probe.gap
					}
				}
			}
			again, err := c.recode([]byte(`{"STATUS":"Running"}`))
			require.NoError(t, err)
			if slices.Contains(memberNames(t, again), "status") {
				found |= FoldsNames
			}
			again, err = c.recode([]byte(`{"x":1}`))
			require.NoError(t, err)
			if len(memberNames(t, again)) == 0 {
				found |= DropsUnknown
			}
			again, err = c.recode([]byte(`{"clientContext":null}`))
			require.NoError(t, err)
			if len(memberNames(t, again)) == 0 {
				found |= DropsNulls
			}
			want := GapsOf("Decode", c.name())
			require.Equal(t, (want &^ Reorders).String(), found.String())
		})
	}
}
