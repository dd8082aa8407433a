package bench

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/metrics"
	"testing"

	"example.com/graphcomms/bench/model"
	"example.com/graphcomms/commsop"
	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"
	goccy "github.com/goccy/go-json"
	segmentio "github.com/segmentio/encoding/json"
	"github.com/stretchr/testify/require"
)

// A streamer is one way to read operations one after another. It calls visit for each.
type streamer struct {
	impl string
	read func(r io.Reader, visit func(id string) error) error
}

func streamers() []streamer {
	return []streamer{
		{"graphcomms", func(r io.Reader, visit func(string) error) error {
			for o, err := range commsop.Operations(r) {
				if err != nil {
					return err
				}
				if err := visit(o.ID); err != nil {
					return err
				}
			}
			return nil
		}},
		{"encoding-json", decodingStream(func(r io.Reader) streamDecoder { return json.NewDecoder(r) })},
		{"encoding-json@go1.27", decodingStream(func(r io.Reader) streamDecoder { return jsonv1.NewDecoder(r) })},
		{"json-v2", decodingStream(func(r io.Reader) streamDecoder { return v2Decoder{jsontext.NewDecoder(r)} })},
		{"sonic", decodingStream(func(r io.Reader) streamDecoder { return sonicExact.NewDecoder(r) })},
		{"goccy", decodingStream(func(r io.Reader) streamDecoder { return goccy.NewDecoder(r) })},
		{"segmentio", decodingStream(func(r io.Reader) streamDecoder {
			d := segmentio.NewDecoder(r)
			d.DontMatchCaseInsensitiveStructFields()
			return d
		})},
	}
}

type streamDecoder interface{ Decode(v any) error }

type v2Decoder struct{ *jsontext.Decoder }

func (d v2Decoder) Decode(v any) error { return jsonv2.UnmarshalDecode(d.Decoder, v) }

// decodingStream reads with a decoder into one variable, which spares it the memory of each operation.
func decodingStream(newDecoder func(io.Reader) streamDecoder) func(io.Reader, func(string) error) error {
	return func(r io.Reader, visit func(string) error) error {
		d := newDecoder(r)
		var o model.Operation
		for {
			o = model.Operation{}
			if err := d.Decode(&o); errors.Is(err, io.EOF) {
				return nil
			} else if err != nil {
				return err
			}
			if err := visit(o.ID); err != nil {
				return err
			}
		}
	}
}

// records is a reader of so many records, a line each, made as they are read from a few that come again and again.
type records struct {
	lines [][]byte
	count int    // still to come
	rest  []byte // of the line that is being read
}

func newRecords(count int) *records {
	r := random()
	lines := make([][]byte, 1024)
	for i := range lines {
		lines[i] = append(appendRecord(nil, r), '\n')
	}
	return &records{lines: lines, count: count}
}

func (r *records) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if len(r.rest) == 0 {
			if r.count == 0 {
				break
			}
			r.count--
			r.rest = r.lines[r.count%len(r.lines)]
		}
		k := copy(p[n:], r.rest)
		n, r.rest = n+k, r.rest[k:]
	}
	if n == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

// BenchmarkStream reads a million records of 300 bytes from one reader on one processor, and as two parts, each with a
// reader of its own, on two. A short run reads twenty thousand. It reports the bytes of the heap that were in use at
// the most when it looked, some hundred times, those that wait for the garbage collector among them.
func BenchmarkStream(b *testing.B) {
	count, name := 1_000_000, "1M-records"
	if testing.Short() {
		count, name = 20_000, "20k-records"
	}
	for i, on := range []string{"one-core", "two-cores"} {
		parts := i + 1
		b.Run(fmt.Sprintf("payload=%s/on=%s", name, on), func(b *testing.B) {
			for _, s := range streamers() {
				b.Run("impl="+s.impl, func(b *testing.B) {
					defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(parts))
					require.NoError(b, readParts(s, 1, 100, nil)) // warms up what compiles or caches at first use
					peak := make([]uint64, parts)
					b.ReportAllocs()
					for b.Loop() {
						require.NoError(b, readParts(s, parts, count, peak))
					}
					var most uint64
					for _, p := range peak {
						most = max(most, p)
					}
					b.ReportMetric(float64(most), "peak-bytes")
					b.ReportMetric(float64(count), "operations")
				})
			}
		})
	}
}

// readParts reads so many records in parts at the same time. If peak is not nil it notes in it how large the heap was.
func readParts(s streamer, parts, count int, peak []uint64) error {
	errs := make(chan error, parts)
	for part := range parts {
		go func() {
			heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
			seen := 0
			err := s.read(newRecords(count/parts), func(id string) error {
				if len(id) != len("0fe0623f-d628-42ed-b4bd-8ac290072cc5") {
					return fmt.Errorf("a record with the id %q", id)
				}
				if seen++; peak != nil && seen%(count/parts/100) == 0 {
					metrics.Read(heap)
					peak[part] = max(peak[part], heap[0].Value.Uint64())
				}
				return nil
			})
			if err == nil && seen != count/parts {
				err = fmt.Errorf("%d records of %d", seen, count/parts)
			}
			errs <- err
		}()
	}
	var all []error
	for range parts {
		all = append(all, <-errs)
	}
	return errors.Join(all...)
}

func TestStreamers(t *testing.T) {
	text, err := io.ReadAll(newRecords(3))
	require.NoError(t, err)
	require.Equal(t, 3, bytes.Count(text, []byte("\n")))
	for _, s := range streamers() {
		t.Run(s.impl, func(t *testing.T) {
			require.NoError(t, readParts(s, 2, 3_000, nil))
			nop := func(string) error { return nil }
			require.Error(t, s.read(bytes.NewReader([]byte(`{"status":1}`)), nop))
			var found Gaps
			if s.read(bytes.NewReader([]byte(`{"id":"1"}{"id":`)), nop) == nil {
				found |= CutOff
			}
			for _, probe := range codecProbes {
				if probe.gap == TrailingData { // what follows is the next operation
					continue
				}
				for _, input := range probe.inputs {
					if s.read(bytes.NewReader([]byte(input)), nop) == nil {
						found |= probe.gap
					}
				}
			}
			require.NoError(t, s.read(bytes.NewReader([]byte(`{"ID":"1"}`)), func(id string) error {
				if id != "" {
					found |= FoldsNames
				}
				return nil
			}))
			require.Equal(t, (GapsOf("Stream", s.impl) &^ (DropsUnknown | DropsNulls)).String(), found.String())
		})
	}
}
