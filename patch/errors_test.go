package patch_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"example.com/graphcomms/patch"
)

// A function is an exported one on bytes.
type function struct {
	op     string
	params []string
	call   func(in [][]byte) ([][]byte, error)
}

// functions are all of them, for what they all promise.
var functions = []function{
	{"patch.Apply", []string{"doc", "p"}, func(in [][]byte) ([][]byte, error) {
		return one(patch.Apply(in[0], in[1]))
	}},
	{"patch.AppendApply", []string{"doc", "p"}, func(in [][]byte) ([][]byte, error) {
		return one(patch.AppendApply([]byte{}, in[0], in[1]))
	}},
	{"patch.Diff", []string{"from", "to"}, func(in [][]byte) ([][]byte, error) {
		return one(patch.Diff(in[0], in[1]))
	}},
	{"patch.Invert", []string{"doc", "p"}, func(in [][]byte) ([][]byte, error) {
		return one(patch.Invert(in[0], in[1]))
	}},
	{"patch.Compose", []string{"p", "q"}, func(in [][]byte) ([][]byte, error) {
		return one(patch.Compose(in[0], in[1]))
	}},
	{"patch.Merge3", []string{"base", "ours", "theirs"}, func(in [][]byte) ([][]byte, error) {
		result, conflicts, err := patch.Merge3(in[0], in[1], in[2])
		out := [][]byte{result}
		for _, c := range conflicts {
			out = append(out, c.Base, c.Ours, c.Theirs)
		}
		return out, err
	}},
	{"patch.Changes", []string{"p"}, func(in [][]byte) ([][]byte, error) {
		changes, err := patch.Changes(in[0])
		var out [][]byte
		for _, c := range changes {
			out = append(out, []byte(c.Pointer))
		}
		return out, err
	}},
	{"patch.Equal", []string{"a", "b"}, func(in [][]byte) ([][]byte, error) {
		_, err := patch.Equal(in[0], in[1])
		return nil, err
	}},
	{"patch.Check", []string{"data"}, func(in [][]byte) ([][]byte, error) {
		return nil, patch.Check(in[0])
	}},
}

func one(b []byte, err error) ([][]byte, error) { return [][]byte{b}, err }

// Every function refuses a bad text in each of its parameters, and says which.
func TestBadInput(t *testing.T) {
	for _, row := range []struct {
		name, text string
		err        error
		pointer    string
		offset     int64
		why        string
	}{
		{"empty", ``, patch.ErrSyntax, "", 0, "no value is no JSON text"},
		{"white space", " \n", patch.ErrSyntax, "", 2, "nor is white space"},
		{"byte order mark", "\xef\xbb\xbf{}", patch.ErrSyntax, "", 0, "it is not white space"},
		{"no JSON white space", "\v{}", patch.ErrSyntax, "", 0, "there are four kinds only"},
		{"two values", `{} {}`, patch.ErrSyntax, "", 3, "anything after the value"},
		{"a brace too many", `{"a":1}}`, patch.ErrSyntax, "", 7, "anything after the value"},
		{"a bad byte after it", "{}\xff", patch.ErrSyntax, "", 2, "anything after the value"},
		{"open object", `{"a":{"b":1`, patch.ErrSyntax, "/a", 11, "the object was being read, b was complete"},
		{"open name", `{"a`, patch.ErrSyntax, "", 3, "no member yet"},
		{"name alone", `{"a":1,"b"}`, patch.ErrSyntax, "", 10, "no value yet"},
		{"no value", `{"a":}`, patch.ErrSyntax, "/a", 5, "the value was to come"},
		{"no name", `{1:2}`, patch.ErrSyntax, "", 1, "names are strings"},
		{"trailing comma", `{"a":1,}`, patch.ErrSyntax, "", 7, "a name was to come"},
		{"trailing comma in an array", `{"a":[1,]}`, patch.ErrSyntax, "/a/1", 8, "the second element was to come"},
		{"no comma", `{"a":[1 2]}`, patch.ErrSyntax, "/a", 8, "the array was being read, 1 was complete"},
		{"wrong closer", `{"a":[1,2}`, patch.ErrSyntax, "/a", 9, "the array was being read"},
		{"single quotes", `{'a':1}`, patch.ErrSyntax, "", 1, "names have double quotes"},
		{"literal", `{"a":[0,nul]}`, patch.ErrSyntax, "/a/1", 11, "null is all that begins so"},
		{"half a literal", `nul`, patch.ErrSyntax, "", 3, "the end"},
		{"another literal", `[tru]`, patch.ErrSyntax, "/0", 4, "at the bracket"},
		{"no fraction at the end", `0.`, patch.ErrSyntax, "", 2, "the end"},
		{"capitals", `{"a":True}`, patch.ErrSyntax, "/a", 5, "literals are lower case"},
		{"NaN", `[NaN]`, patch.ErrSyntax, "/0", 1, "not a number of JSON"},
		{"plus", `[+1]`, patch.ErrSyntax, "/0", 1, "no plus before a number"},
		{"no digits", `{"a":-}`, patch.ErrSyntax, "/a", 6, "a digit was to come"},
		{"no fraction", `{"a":1.}`, patch.ErrSyntax, "/a", 7, "a digit was to come"},
		{"no exponent", `{"a":1e+}`, patch.ErrSyntax, "/a", 8, "a digit was to come"},
		{"control character", "{\"a\":\"b\x1f\"}", patch.ErrSyntax, "/a", 7, "it must be escaped"},
		{"bad escape", `{"a":"\x"}`, patch.ErrSyntax, "/a", 7, "at the letter"},
		{"bad hexadecimal", `{"a":"\u12g4"}`, patch.ErrSyntax, "/a", 10, "at the digit"},
		{"open string", `["a`, patch.ErrSyntax, "/0", 3, "the string was being read"},

		{"bad byte", "{\"a\":{\"b\":\"x\xff\"}}", patch.ErrInvalidUTF8, "/a/b", 12, "at the byte"},
		{"bad byte in a name", "{\"a\":{\"b\xff\":1}}", patch.ErrInvalidUTF8, "/a", 8, "there is no name to point to"},
		{"half a character", "[\"\xe2\x82\"]", patch.ErrInvalidUTF8, "/0", 2, "at its first byte"},
		{"surrogate in UTF-8", "[\"\xed\xa0\x80\"]", patch.ErrInvalidUTF8, "/0", 2, "not a character"},
		{"overlong", "[\"\xc0\xaf\"]", patch.ErrInvalidUTF8, "/0", 2, "another slash"},
		{"lone high surrogate", `{"a":"x\ud83d"}`, patch.ErrInvalidUTF8, "/a", 7, "half a pair"},
		{"lone low surrogate", `{"a":["\ude00"]}`, patch.ErrInvalidUTF8, "/a/0", 7, "half a pair"},
		{"two high surrogates", `["\ud83d\ud83d\ude00"]`, patch.ErrInvalidUTF8, "/0", 2, "the first has no other half"},
		{"UTF-8 before syntax", "[\"\xff\",}", patch.ErrInvalidUTF8, "/0", 2, "the first in the text is reported"},
		{"UTF-8 right before syntax", "[\"\xff", patch.ErrInvalidUTF8, "/0", 2, "likewise"},
		{"surrogate before syntax", `"\udc00\u001"`, patch.ErrInvalidUTF8, "", 1, "likewise"},
		{"half a character at the end", "[\"\xe2\x82", patch.ErrSyntax, "/0", 4, "the rest of it was to come"},
		{"syntax before UTF-8", "[1,},\"\xff\"]", patch.ErrSyntax, "/1", 3, "the first in the text is reported"},

		{"repeated", `{"a":1,"b":{"a":1},"a":2}`, patch.ErrDuplicateName, "/a", 19, "at the second one"},
		{"repeated within", `{"x":[{"a":1,"a":1}]}`, patch.ErrDuplicateName, "/x/0/a", 13, "the member itself"},
		{"repeated behind an escape", `{"a/b":1,"\u0061\/b":2}`, patch.ErrDuplicateName, "/a~1b", 9, "compared after unescaping"},
		{"repeated before an escape", `{"\ud83d\ude00":1,"😀":2}`, patch.ErrDuplicateName, "/😀", 18, "compared after unescaping"},
		{"repeated empty", `{"":1,"":2}`, patch.ErrDuplicateName, "/", 6, "the empty name is a name"},

		{"too deep", strings.Repeat(`[{"a":`, 5001) + "1" + strings.Repeat("}]", 5001), patch.ErrDepth,
			strings.Repeat("/0/a", 5000), 30_000, "the array that is one too many"},
	} {
		t.Run(row.name, func(t *testing.T) {
			for _, f := range functions {
				for i, param := range f.params {
					in := [][]byte{[]byte(` {} `), []byte(` {} `), []byte(` {} `)}
					in[i] = []byte(row.text)
					out, err := f.call(in)
					want := &patch.Error{Op: f.op, Input: param, Pointer: row.pointer, Offset: row.offset, Err: row.err}
					e, ok := errors.AsType[*patch.Error](err)
					require.True(t, ok, "%s: %v: %s", f.op, err, row.why)
					require.Equal(t, want, e, row.why)
					require.ErrorIs(t, err, row.err)
					for _, b := range out {
						require.Empty(t, b, "%s: a result beside an error", f.op)
					}
				}
			}
		})
	}
}

// Of two bad patches Compose reports p, which comes first.
func TestComposeOfBadPatches(t *testing.T) {
	_, err := patch.Compose([]byte(`{"a":}`), []byte(`{1}`))
	require.Equal(t, &patch.Error{Op: "patch.Compose", Input: "p", Pointer: "/a", Offset: 5, Err: patch.ErrSyntax}, err)
}

// What a merge patch cannot say, and where.
func TestCannotSay(t *testing.T) {
	diff, invert, compose := functions[2], functions[3], functions[4]
	for _, row := range []struct {
		name     string
		function function
		a, b     string
		want     patch.Error
		why      string
	}{
		{"new null", diff, `{}`, `{"a":null}`, patch.Error{Input: "to", Pointer: "/a", Offset: 5, Err: patch.ErrNullMember}, "null would remove"},
		{"changed to null", diff, `{"a":{"b":1}}`, ` {"a":{"b":null}}`, patch.Error{Input: "to", Pointer: "/a/b", Offset: 11, Err: patch.ErrNullMember}, "null would remove"},
		{"null in a new object", diff, `{"a":[]}`, `{"a":{"b":{"c":null}}}`, patch.Error{Input: "to", Pointer: "/a/b/c", Offset: 15, Err: patch.ErrNullMember}, "it would be stripped"},
		{"first in the document", diff, `{"b":1,"a":1}`, `{"c":{"d":null},"a":null,"b":null}`, patch.Error{Input: "to", Pointer: "/c/d", Offset: 10, Err: patch.ErrNullMember}, "whatever order from has"},
		{"behind good nulls", diff, `{"a":null}`, `{"a":null,"b":[null,{"c":null}],"~/":null}`, patch.Error{Input: "to", Pointer: "/~0~1", Offset: 37, Err: patch.ErrNullMember}, "unchanged, or in an array, is fine"},
		{"null of an array's object", diff, `{"a":[{"b":null}]}`, `{"a":{"b":null}}`, patch.Error{Input: "to", Pointer: "/a/b", Offset: 10, Err: patch.ErrNullMember}, "not the same place"},
		{"null at the top for an object with one", diff, `null`, `{"a":null}`, patch.Error{Input: "to", Pointer: "/a", Offset: 5, Err: patch.ErrNullMember}, "it would be stripped"},

		{"null removed", invert, `{"b":1,"a":null}`, `{"a":null}`, patch.Error{Input: "doc", Pointer: "/a", Offset: 11, Err: patch.ErrNullMember}, "it cannot be set again"},
		{"null replaced", invert, `{"a":{"b":null}}`, `{"a":1}`, patch.Error{Input: "doc", Pointer: "/a/b", Offset: 10, Err: patch.ErrNullMember}, "it cannot be set again"},

		{"object after null", compose, `{"a":null}`, `{"a":{}}`, patch.Error{Input: "q", Pointer: "/a", Offset: 5, Err: patch.ErrNotComposable}, "the document may have an object there"},
		{"object after scalar", compose, `{"a":{"b":1}}`, `{"a":{"b":{"c":1}}}`, patch.Error{Input: "q", Pointer: "/a/b", Offset: 10, Err: patch.ErrNotComposable}, "likewise"},
		{"object after array", compose, `{"a":[{}]}`, `{"a":{}}`, patch.Error{Input: "q", Pointer: "/a", Offset: 5, Err: patch.ErrNotComposable}, "likewise"},
		{"at the top", compose, `1`, ` {}`, patch.Error{Input: "q", Pointer: "", Offset: 1, Err: patch.ErrNotComposable}, "likewise"},
		{"first in q", compose, `{"a":1,"b":1}`, `{"b":{},"a":{}}`, patch.Error{Input: "q", Pointer: "/b", Offset: 5, Err: patch.ErrNotComposable}, "whatever order p has"},
	} {
		t.Run(row.name, func(t *testing.T) {
			out, err := row.function.call([][]byte{[]byte(row.a), []byte(row.b)})
			row.want.Op = row.function.op
			e, ok := errors.AsType[*patch.Error](err)
			require.True(t, ok, "got %q, %v", out, err)
			require.Equal(t, &row.want, e, row.why)
			require.Nil(t, out[0])
		})
	}
}

func TestErrorText(t *testing.T) {
	for _, row := range []struct {
		name string
		err  *patch.Error
		want string
		why  string
	}{
		{"all of it", &patch.Error{Op: "patch.Apply", Input: "doc", Pointer: "/a", Offset: 5, Err: patch.ErrSyntax},
			"patch.Apply: doc at /a (byte 5): invalid JSON syntax", "function, input, place, cause"},
		{"no text", &patch.Error{Op: "patch.Field.MarshalJSON", Input: "f", Offset: -1, Err: patch.ErrAbsent},
			"patch.Field.MarshalJSON: f: an absent field has no encoding", "no pointer, no offset"},
		{"a kind", &patch.Error{Op: "x.Decode", Input: "data", Pointer: "/status", Offset: 5, Want: "string", Err: patch.ErrWrongType},
			"x.Decode: data at /status (byte 5): wrong kind of JSON value, must be a string", "what to write instead"},
		{"a kind with a vowel", &patch.Error{Op: "x.Decode", Input: "data", Want: "object", Err: patch.ErrWrongType},
			"x.Decode: data (byte 0): wrong kind of JSON value, must be an object", "at the top"},
		{"zero", &patch.Error{}, "patch: an error without a cause", "no panic, and no place that nobody gave"},
		{"a place alone", &patch.Error{Pointer: "/a", Offset: -1, Want: "array"}, "patch: the value at /a: an error without a cause", "made by hand"},
		{"nil", nil, "patch: a nil *patch.Error, which is no error", "a typed nil in an error is a mistake of the caller's"},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, row.want, row.err.Error(), row.why)
			require.False(t, errors.Is(row.err, errors.ErrUnsupported), "taking it apart does not panic either")
		})
	}

	err := patch.Check([]byte(`{"secret":"hunter2","card":[4111,"pin\q"]}`))
	require.ErrorContains(t, err, "/card/1")
	require.NotContains(t, err.Error(), "4111", "a value may be secret")
	require.NotContains(t, err.Error(), "pin", "a value may be secret")

	err = patch.Check(bytes.Repeat([]byte("["), 10_001))
	require.Less(t, len(err.Error()), 400, "a pointer may be long")
}

// A failed AppendApply returns dst as it was, whatever it has written behind it.
func TestAppendApplyFails(t *testing.T) {
	for _, row := range []struct{ name, doc, p string }{
		{"patch", `{"a":1}`, `{"a":`},
		{"document", `{"a":1,"b":2,"c":tru}`, `{"b":3}`},
		{"document's end", `{"a":1} x`, `{"a":3}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			dst := append(make([]byte, 0, 100), "prefix"...)
			got, err := patch.AppendApply(dst, []byte(row.doc), []byte(row.p))
			require.Error(t, err)
			require.Equal(t, "prefix", string(got))
			require.Equal(t, 100, cap(got))
			got, err = patch.AppendApply(nil, []byte(row.doc), []byte(row.p))
			require.Error(t, err)
			require.Nil(t, got)
		})
	}
}

// The room behind dst may be that of the inputs, wherever they begin and end in
// it: the result is the same, and a failure writes to nothing.
func TestAppendApplyOverlaps(t *testing.T) {
	const doc, p, want = `{"a":1,"b":[2,3],"c":{"d":4}}`, `{"c":{"e":"longer than what it replaces"},"a":null,"z":0}`,
		`{"b":[2,3],"c":{"d":4,"e":"longer than what it replaces"},"z":0}`
	for doc, want := range map[string]string{
		doc:       want,
		"1":       `{"c":{"e":"longer than what it replaces"},"z":0}`,
		doc + "x": "", // it fails when all else has been written
		"":        "", // it fails at once
	} {
		for _, swap := range []bool{false, true} { // which of the two is first in memory
			for room := range len(doc) + len(p) + 10 {
				for _, bound := range []bool{false, true} { // whether the inputs end where their capacity does
					for _, end := range []int{200, room + 1, room} { // of the room
						buffer := make([]byte, 0, 200)
						place := func(text string) []byte {
							from := len(buffer)
							buffer = append(buffer, text...)
							if bound {
								return buffer[from:len(buffer):len(buffer)]
							}
							return buffer[from:]
						}
						var d, q []byte
						if swap {
							q, d = place(p), place(doc)
						} else {
							d, q = place(doc), place(p)
						}
						before := string(buffer)
						prefix := string(buffer[:room:200])
						got, err := patch.AppendApply(buffer[:room:end], d, q)
						if want == "" {
							require.ErrorIs(t, err, patch.ErrSyntax)
							require.Equal(t, prefix, string(got))
							require.Equal(t, before, string(buffer), "a failure has written, from byte %d to %d", room, end)
							continue
						}
						require.NoError(t, err)
						require.Equal(t, prefix+want, string(got), "from byte %d to %d", room, end)
					}
				}
			}
		}
	}
	text := []byte(doc)
	text, err := patch.AppendApply(text[:0], text, []byte(p))
	require.NoError(t, err)
	require.Equal(t, want, string(text), "in place")
}

// No function writes to its arguments, within their capacity neither, and
// nothing that it returns changes when they do.
func TestPure(t *testing.T) {
	for _, texts := range [][]string{
		{` {"a":1,"b":{"c":[1, 2]},"d":0} `, `{"a":{"x":null},"b":{"\u0063":null},"e":"\u00e9"}`, `{"a":[3],"b":{"c":4}}`},
		{`{"a":1}`, `{"a":2,"c":{"d":[0]}}`, `{"a":3,"c":{"e":1}}`},
		{`[1,"x"]`, `[2,"y"]`, `{"a":1}`},
		{`{"a":1}`, `{"a":{"b":1}}`, `{"a":"x"}`},
		{`{"a":{"b":1}}`, `{"a":{"b":{"c":null}}}`, `{"a":{"b":null}}`},
		{`{"a":1}`, `{"a":{"long name":tru}}`, `{"a":1,"\u0061":2}`},
		{`"x"`, `"x"`, `"x"`},
	} {
		for _, f := range functions {
			t.Run(f.op, func(t *testing.T) {
				in := make([][]byte, len(texts))
				for i, text := range texts {
					in[i] = append([]byte(text), "spare capacity"...)[:len(text)]
				}
				out, err := f.call(in)
				for i, text := range texts {
					require.Equal(t, text+"spare capacity", string(in[i][:cap(in[i])][:len(text)+14]), "an argument was written to")
				}
				before := [][]byte{[]byte(errorText(err))}
				for _, b := range out {
					before = append(before, bytes.Clone(b))
				}
				for i := range in {
					scribble(in[i][:cap(in[i])])
				}
				require.Empty(t, cmp.Diff(before, append([][]byte{[]byte(errorText(err))}, out...)), "a result aliases an argument")
				for i := range out {
					scribble(out[i][:cap(out[i])])
					for j := i + 1; j < len(out); j++ {
						require.Equal(t, before[j+1], out[j], "results alias each other")
					}
				}
			})
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func scribble(b []byte) {
	for i := range b {
		b[i] = '#'
	}
}
