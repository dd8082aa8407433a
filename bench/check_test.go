package bench

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
	"unicode/utf8"

	"example.com/graphcomms/patch"
	"github.com/bytedance/sonic"
	"github.com/go-json-experiment/json/jsontext"
	goccy "github.com/goccy/go-json"
	"github.com/minio/simdjson-go"
	segmentio "github.com/segmentio/encoding/json"
	"github.com/stretchr/testify/require"
)

// A checker is one way to tell whether a text is JSON, or, among the yardsticks, to touch each of its bytes.
type checker struct {
	impl  string
	check func(data []byte) error
}

func checkers() []checker {
	var tape *simdjson.ParsedJson
	return []checker{
		{"graphcomms", patch.Check},
		{"encoding-json", valid(json.Valid)},
		{"jsontext", valid(func(data []byte) bool { return jsontext.Value(data).IsValid() })},
		{"sonic", valid(sonic.Valid)},
		{"goccy", valid(goccy.Valid)},
		{"segmentio", valid(segmentio.Valid)},
		{"simdjson-go", func(data []byte) error {
			var err error
			tape, err = simdjson.Parse(data, tape, simdjson.WithCopyStrings(false))
			return err
		}},
	}
}

func valid(check func(data []byte) bool) func(data []byte) error {
	return func(data []byte) error {
		if !check(data) {
			return errors.New("not valid")
		}
		return nil
	}
}

// yardsticks are what any reader of the bytes has to do, or less.
func yardsticks(size int) []checker {
	buf := make([]byte, size)
	return []checker{
		{"memmove", valid(func(data []byte) bool { return copy(buf, data) == size })},
		{"bytes.IndexByte", valid(func(data []byte) bool { return bytes.IndexByte(data, 0) < 0 })},
		{"utf8.Valid", valid(utf8.Valid)},
	}
}

func checkGroups() []group {
	var groups []group
	for _, p := range []Payload{CompactRequest(), Operation(), Page()} {
		groups = append(groups, group{name: "payload=" + p.Name, size: len(p.JSON), tasks: func() []task {
			var all []task
			for _, c := range append(checkers(), yardsticks(len(p.JSON))...) {
				call := func(data []byte) (struct{}, error) { return struct{}{}, c.check(data) }
				all = append(all, newTask(c.impl, call, p.JSON, func(*testing.T, struct{}) {}))
			}
			return all
		}})
	}
	return groups
}

// TestCheckers shows that the checkers do check: each refuses bad syntax, and has the gaps that GapsOf tells of and no
// others.
func TestCheckers(t *testing.T) {
	probes := []struct {
		gap   Gaps
		input string
	}{
		{RepeatedNames, `{"a":1,"a":2}`},
		{InvalidUTF8, "{\"a\":\"\xff\"}"},
		{InvalidUTF8, `{"a":"\ud800"}`},
		{BadSyntax, `{"a":[1 2]}`},
		{BadSyntax, `{"a":[01]}`},
		{BadStrings, `{"a":"\x"}`},
		{BadStrings, "{\"a\":\"\x01\"}"},
		{TrailingData, `{"a":1}x`},
		{TrailingData, `{"a":1}{}`},
	}
	for _, c := range checkers() {
		t.Run(c.impl, func(t *testing.T) {
			for _, bad := range []string{`{"a":1`, `{"a" 1}`, `{"a":01}`, `{"a":tru}`} {
				require.Error(t, c.check([]byte(bad)), bad)
			}
			var found Gaps
			for _, probe := range probes {
				if c.check([]byte(probe.input)) == nil {
					found |= probe.gap
				}
			}
			require.Equal(t, (GapsOf("Check", c.impl) &^ BuildsTape).String(), found.String())
		})
	}
}
