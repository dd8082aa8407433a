package graphcommstest_test

import (
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/graphcommstest"
	"example.com/graphcomms/patch"
)

func TestDiff(t *testing.T) {
	for _, test := range []struct {
		name, why, want, got, report string
	}{
		{"order", "order of members means nothing", `{"a":1,"b":2}`, ` {"b": 2, "a": 1}`, ""},
		{"spelling", "nor do spellings of a number or a string", `[1,"a/b"]`, `[10e-1,"\u0061\/b"]`, ""},
		{"set", "the ordinary case", `{"status":"Running"}`, `{"status":"Completed"}`,
			"/status\n  - \"Running\"\n  + \"Completed\""},
		{"null", "null is not absent", `{"a":null}`, `{}`, "/a\n  - null"},
		{"empty", "empty is not absent", `{}`, `{"a":{}}`, "/a\n  + {}"},
		{"kind", "a value of another kind is one difference", `{"a":{"b":[1, 2]}}`, `{"a":"1"}`, "/a\n  - {\"b\":[1,2]}\n  + \"1\""},
		{"string of a number", "they print differently", `[1]`, `["1"]`, "/0\n  - 1\n  + \"1\""},
		{"digits", "never as float64", `{"n":9007199254740993}`, `{"n":9007199254740992}`,
			"/n\n  - 9007199254740993\n  + 9007199254740992"},
		{"exponent", "never expanded", `1e999999999`, `1e999999998`, "\"\"\n  - 1e999999999\n  + 1e999999998"},
		{"top", "the pointer of the whole text is empty", `1`, `[]`, "\"\"\n  - 1\n  + []"},
		{"sorted", "all differences, in the order of the pointers", `{"b":1,"a":[1,{"x":1}]}`, `{"c":1,"a":[2,{"x":2}]}`,
			"/a/0\n  - 1\n  + 2\n/a/1/x\n  - 1\n  + 2\n/b\n  - 1\n/c\n  + 1"},
		{"ten elements", "pointers sort as strings, as everywhere in this module", `[0,1,2,3,4,5,6,7,8,9,10]`, `[0,1,-2,3,4,5,6,7,8,9,-10]`,
			"/10\n  - 10\n  + -10\n/2\n  - 2\n  + -2"},
		{"token", "pointers are escaped, RFC 6901", `{"a/b":{"~":1}}`, `{"a/b":{"~":2}}`, "/a~1b/~0\n  - 1\n  + 2"},
		{"empty name", "its pointer is not the empty one", `{"":1}`, `{"":2}`, "/\n  - 1\n  + 2"},
		{"new first element", "one difference, not one for each element", `[{"id":1},{"id":2}]`, `[{"id":0},{"id":1},{"id":2}]`,
			"/0\n  + {\"id\":0}"},
		{"in a longer array", "what follows is compared by index", `[1,2,3,4]`, `[1,0,3]`, "/1\n  - 2\n  + 0\n/3\n  - 4"},
		{"element taken out", "the same", `[1,2,3]`, `[1,3]`, "/1\n  - 2"},
		{"one of two alike", "always the same report", `["a","a"]`, `["a"]`, "/0\n  - \"a\""},
		{"invisible", "what cannot be seen is escaped", `"a b"`, "\"a\u00a0b\"", "\"\"\n  - \"a b\"\n  + \"a\\u00a0b\""},
		{"invisible name", "in pointers too", "{\"\\n\":1}", "{}", "/\\n\n  - 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := test.report
			if want != "" {
				want = "(-want +got)\n" + want
			}
			require.Equal(t, want, graphcommstest.Diff([]byte(test.want), []byte(test.got)), test.why)

			same, err := patch.Equal([]byte(test.want), []byte(test.got))
			require.NoError(t, err)
			require.Equal(t, same, test.report == "", "patch.Equal agrees")
		})
	}
}

func TestDiffOfWhatIsNotJSON(t *testing.T) {
	got := graphcommstest.Diff([]byte(`{"a":[1,}`), []byte(`{"a":1,"a":2}`))
	require.Equal(t, "graphcommstest.Diff: want at /a/1 (byte 8): invalid JSON syntax\n"+
		"graphcommstest.Diff: got at /a (byte 7): repeated member name", got)
	for _, text := range []string{"", " ", "nul", `"\ud800"`, "\"\xff\"", "1 2", strings.Repeat("[", 10001)} {
		require.NotEmpty(t, graphcommstest.Diff([]byte(text), []byte(text)), "%.20q is not JSON", text)
		_, err := graphcommstest.Canonical([]byte(text))
		require.Error(t, err, "%.20q", text)
	}
}

// Long values and many differences do not fill the terminal.
func TestDiffIsShort(t *testing.T) {
	long := strings.Repeat("é", 10_000)
	got := graphcommstest.Diff([]byte(`"`+long+`a`+long+`"`), []byte(`"`+long+`b`+long+`"`))
	require.Less(t, len(got), 400)
	require.Contains(t, got, "éa")
	require.Contains(t, got, "éb")
	require.True(t, strings.Contains(got, "- …é") && strings.Contains(got, "é…\n"), got)
	long = strings.Repeat("e", 1000)
	got = graphcommstest.Diff([]byte(`"`+long+`a"`), []byte(`"`+long+`b"`))
	require.True(t, strings.Contains(got, "- …e") && strings.Contains(got, "ea\"\n") && strings.HasSuffix(got, "eb\""), "to its end: %s", got)
	for cut, at := range []int{39, 40} { // in the text with its quote the difference is 40 and 41 bytes on
		same := strings.Repeat("e", at)
		got = graphcommstest.Diff([]byte(`"`+same+`a`+long+`"`), []byte(`"`+same+`b`+long+`"`))
		require.Equal(t, 2*cut, strings.Count(got, " …"), "what is cut off before is told: %s", got)
	}

	var want strings.Builder
	want.WriteString("[0")
	for i := range 1000 {
		fmt.Fprintf(&want, ",%d", i)
	}
	want.WriteString("]")
	got = graphcommstest.Diff([]byte(want.String()), []byte("["+strings.Repeat("true,", 1000)+"true]"))
	require.Contains(t, got, "\n… and 951 more differences")
	for n, more := range map[int]string{50: "", 51: "\n… and 1 more differences"} {
		got = graphcommstest.Diff([]byte("["+strings.Repeat("1,", n-1)+"1]"), []byte("["+strings.Repeat("2,", n-1)+"2]"))
		require.Equal(t, 50, strings.Count(got, "\n  - 1\n  + 2"))
		require.True(t, strings.HasSuffix(got, "+ 2"+more), got)
	}

	deep := func(inner string) []byte {
		return []byte(strings.Repeat("[", 9_999) + inner + strings.Repeat("]", 9_999))
	}
	got = graphcommstest.Diff(deep("[1]"), deep("[1,2]"))
	require.True(t, strings.HasSuffix(got, "/1\n  + 2"), got)
	require.Less(t, len(got), 300)
}

func TestIgnorePointers(t *testing.T) {
	for _, test := range []struct {
		name, why, pointer, want, got string
		differ                        bool
	}{
		{"value", "the ordinary case", "/id", `{"id":1,"a":1}`, `{"id":2,"a":1}`, false},
		{"absent", "presence does not count either", "/id", `{"id":1}`, `{}`, false},
		{"below", "nor what is below", "/a", `{"a":{"b":1}}`, `{"a":[]}`, false},
		{"others", "all else counts", "/id", `{"id":1,"a":1}`, `{"id":1,"a":2}`, true},
		{"star", "one member or element", "/value/*/id", `{"value":[{"id":1},{"id":2}]}`, `{"value":[{"id":3},{"id":4}]}`, false},
		{"star is one token", "not several", "/*/id", `{"a":{"b":{"id":1}}}`, `{"a":{"b":{"id":2}}}`, true},
		{"last star", "all elements, however many", "/a/*", `{"a":[1,2]}`, `{"a":[3]}`, false},
		{"last star keeps the array", "an array is not an object", "/a/*", `{"a":[1]}`, `{"a":{}}`, true},
		{"element", "others stay where they are", "/1", `[1,2,3]`, `[1,0,3]`, false},
		{"element, others", "and are reported", "/1", `[1,2,3]`, `[1,0,4]`, true},
		{"escapes", "RFC 6901", "/a~1b/~0", `{"a/b":{"~":1}}`, `{"a/b":{"~":2}}`, false},
		{"top", "the whole text", "", `1`, `2`, false},
		{"nowhere", "is fine", "/x/y/0", `1`, `2`, true},
		{"no slash", "is taken as if it had one", "id", `{"id":1}`, `{"id":2}`, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			report := graphcommstest.Diff([]byte(test.want), []byte(test.got), graphcommstest.IgnorePointers(test.pointer))
			require.Equal(t, test.differ, report != "", "%s: %s", test.why, report)
		})
	}
	report := graphcommstest.Diff([]byte(`[1,2,3]`), []byte(`[0,1,4]`), graphcommstest.IgnorePointers("/0", "/1"), graphcommstest.Option{})
	require.Equal(t, "(-want +got)\n/2\n  - 3\n  + 4", report, "pointers count ignored elements")

	// Within a value that is reported whole, an ignored member is not there, and an
	// ignored element is null, so that the others keep their places.
	whole := graphcommstest.Diff([]byte(`{}`), []byte(`{"a":{"id":1,"x":[1,2]}}`), graphcommstest.IgnorePointers("/a/id", "/a/x/0"))
	require.Equal(t, "(-want +got)\n/a\n  + {\"x\":[null,2]}", whole)

	for _, ids := range []string{`{"id":1,`, `{"id":2,`, `{`} { // on both sides, or on one of them
		want, got := ids+`"a":1}`, `{"id":1,"a":2}`
		others := graphcommstest.Diff([]byte(want), []byte(got), graphcommstest.IgnorePointers("/id"))
		require.Equal(t, "(-want +got)\n/a\n  - 1\n  + 2", others, "only what counts is reported")
		others = graphcommstest.Diff([]byte(got), []byte(want), graphcommstest.IgnorePointers("/id"))
		require.Equal(t, "(-want +got)\n/a\n  - 2\n  + 1", others)
	}
}

func TestCanonical(t *testing.T) {
	for _, test := range []struct{ name, why, in, want string }{
		{"members", "sorted, two spaces", `{"b":[1,{}],"a":{"c":[]}}`, "{\n  \"a\": {\n    \"c\": []\n  },\n  \"b\": [\n    1,\n    {}\n  ]\n}\n"},
		{"array", "elements keep their order", `[2,1]`, "[\n  2,\n  1\n]\n"},
		{"string", "escaped only where JSON requires it", `"\u0041\/<>&\u2028\u0001\n"`, "\"A/<>&\u2028\\u0001\\n\"\n"},
		{"name", "the same", `{"\u0041":1}`, "{\n  \"A\": 1\n}\n"},
		{"number", "one spelling", `1.0e0`, "1\n"},
		{"digits", "all of them", `12345678901234567890.5`, "12345678901234567890.5\n"},
		{"null", "is kept", ` null `, "null\n"},
	} {
		got, err := graphcommstest.Canonical([]byte(test.in))
		require.NoError(t, err)
		require.Equal(t, test.want, string(got), "%s: %s", test.name, test.why)
		again, err := graphcommstest.Canonical(got)
		require.NoError(t, err)
		require.Equal(t, string(got), string(again), "%s is final", test.name)
	}
	_, err := graphcommstest.Canonical([]byte(`{"a":{"b":tru}}`))
	require.EqualError(t, err, "graphcommstest.Canonical: data at /a/b (byte 13): invalid JSON syntax")
	require.ErrorIs(t, err, patch.ErrSyntax)
}

// Two texts are equal, have no difference and are one canonical text all
// together or not at all.
func FuzzMeaning(f *testing.F) {
	for _, s := range []string{`{"a":[1,{"b":null}]}`, `{"a":[10e-1,{"b":null}]}`, `[[],{},"\u00e9",-0.0]`, `[1,1,1]`, `[1,1]`, `1e99999999999999999999`, `"\ud800"`, `{`} {
		f.Add([]byte(s), []byte(`{"a":[1.0,{"b":null}]}`))
		f.Add([]byte(s), []byte(s))
	}
	f.Fuzz(func(t *testing.T, a, b []byte) {
		same, err := patch.Equal(a, b)
		report := graphcommstest.Diff(a, b)
		x, errA := graphcommstest.Canonical(a)
		y, errB := graphcommstest.Canonical(b)
		if err != nil {
			require.NotEmpty(t, report)
			require.True(t, errA != nil || errB != nil)
			return
		}
		require.NoError(t, errA)
		require.NoError(t, errB)
		require.Equal(t, same, report == "", "Diff(%s, %s) = %s", a, b, report)
		require.Equal(t, same, string(x) == string(y), "Canonical(%s, %s)", a, b)
		same, err = patch.Equal(a, x)
		require.NoError(t, err)
		require.True(t, same, "Canonical(%s) = %s", a, x)
	})
}

func TestIgnoreValues(t *testing.T) {
	for _, test := range []struct{ name, why, pointer, want, got, report string }{
		{"value", "the ordinary case", "/id", `{"id":"a"}`, `{"id":"b"}`, ""},
		{"star", "one token", "/*/t", `[{"t":1},{"t":2}]`, `[{"t":3},{"t":4}]`, ""},
		{"booleans", "are of one kind", "/b", `{"b":true}`, `{"b":false}`, ""},
		{"below", "what an object holds does not count", "/a", `{"a":{"x":1}}`, `{"a":{}}`, ""},
		{"absent", "it must be there", "/id", `{"id":"a"}`, `{}`, "/id\n  - \"a\""},
		{"new", "and not where it was not", "/id", `{}`, `{"id":"a"}`, "/id\n  + \"a\""},
		{"kind", "a number is no string", "/id", `{"id":"a"}`, `{"id":5}`, "/id\n  - \"a\"\n  + 5"},
		{"null", "is a kind of its own", "/id", `{"id":"a"}`, `{"id":null}`, "/id\n  - \"a\"\n  + null"},
		{"others", "count", "/id", `{"id":"a","n":1}`, `{"id":"b","n":2}`, "/n\n  - 1\n  + 2"},
		{"top", "the whole text", "", `1`, `2`, ""},
	} {
		want := test.report
		if want != "" {
			want = "(-want +got)\n" + want
		}
		got := graphcommstest.Diff([]byte(test.want), []byte(test.got), graphcommstest.IgnoreValues(test.pointer))
		require.Equal(t, want, got, "%s: %s", test.name, test.why)
	}
}

func TestIgnoreOrder(t *testing.T) {
	type options = []graphcommstest.Option
	order, values, ignore := graphcommstest.IgnoreOrder, graphcommstest.IgnoreValues, graphcommstest.IgnorePointers
	for _, test := range []struct {
		name, why string
		opts      options
		want, got string
		report    string
	}{
		{"order", "by meaning", options{order("/a")}, `{"a":[1,2,2.0,{"b":1,"c":2}]}`, `{"a":[{"c":2,"b":1.0},2,1,2]}`, ""},
		{"how often", "a multiset", options{order("/a")}, `{"a":[1,2,2]}`, `{"a":[2,1,1,3]}`, "/a\n  - 2\n  + 1\n  + 3"},
		{"others", "are arrays", options{order("/a")}, `{"a":[],"c":[1,2]}`, `{"a":[],"c":[2,1]}`, "/c/0\n  - 1\n  + 2\n/c/1\n  - 2\n  + 1"},
		{"below", "an array below keeps its order", options{order("")}, `[[1,2]]`, `[[2,1]]`, "\"\"\n  - [1,2]\n  + [2,1]"},
		{"below too", "unless it is named", options{order("", "/*")}, `[[1,2],[3]]`, `[[3],[2,1]]`, ""},
		{"not an array", "is as ever", options{order("/a")}, `{"a":{"b":1}}`, `{"a":{"b":2}}`, "/a/b\n  - 1\n  + 2"},
		{"another kind", "is one difference", options{order("")}, `[1]`, `{}`, "\"\"\n  - [1]\n  + {}"},
		{"values below", "match any of the kind", options{values("/*/t"), order("")}, `[{"t":1,"n":1},{"t":2,"n":2}]`, `[{"t":3,"n":2},{"t":4,"n":1}]`, ""},
		{"values below, kind", "and no other", options{order(""), values("/*/t")}, `[{"t":1}]`, `[{"t":"1"}]`, "\"\"\n  - {\"t\":1}\n  + {\"t\":\"1\"}"},
		{"pointers below", "do not count", options{order(""), ignore("/*/id")}, `[{"id":1,"n":1},{"n":2}]`, `[{"n":2},{"n":1}]`, ""},
		{"ignored elements", "do not count either", options{order(""), ignore("/2")}, `[1,2,3]`, `[2,1]`, ""},
	} {
		want := test.report
		if want != "" {
			want = "(-want +got)\n" + want
		}
		require.Equal(t, want, graphcommstest.Diff([]byte(test.want), []byte(test.got), test.opts...), "%s: %s", test.name, test.why)
	}
	many := "[" + strings.Repeat("1,", 99) + "1]"
	report := graphcommstest.Diff([]byte(many), []byte(`[]`), order(""))
	require.Equal(t, "(-want +got)\n\"\""+strings.Repeat("\n  - 1", 10)+"\n  … and 90 more elements", report)
	many = "[" + strings.Repeat("[1],", 99) + "[1]]"
	report = graphcommstest.Diff([]byte(many), []byte(strings.ReplaceAll(many, "1", "2")), order("/*"))
	require.Equal(t, 50, strings.Count(report, "\n  + 2"), "a set that differs is one difference")
	require.True(t, strings.HasSuffix(report, "\n… and 50 more differences"), report)
}

// Allocated bytes stay within a multiple of the input that does not grow with
// it.
func TestMemoryIsLinear(t *testing.T) {
	deep := func(open, inner, end string) func(int) string {
		return func(n int) string { return strings.Repeat(open, n) + inner + strings.Repeat(end, n) }
	}
	for _, shape := range []struct {
		name string
		of   func(n int) string
	}{
		{"deep arrays", deep("[", "", "]")},
		{"deep arrays of different lengths", func(n int) string {
			return strings.Repeat("[0,", n) + "1" + strings.Repeat("]", n)
		}},
		{"deep objects", deep(`{"a":`, "1", "}")},
		{"deep, long names", deep(`{"`+strings.Repeat("n", 100)+`":`, "1", "}")},
		{"wide", func(n int) string { return "[" + strings.Repeat("0,", 10*n) + "0]" }},
		{"a long name above many", func(n int) string {
			return `{"` + strings.Repeat("n", 10*n) + `":[` + strings.Repeat("0,", n) + "0]}"
		}},
		{"wide below deep", func(n int) string {
			return strings.Repeat("[", 40) + strings.Repeat("0,", 10*n) + "0" + strings.Repeat("]", 40)
		}},
		{"wide above the last level in lines", func(n int) string {
			return strings.Repeat("[", 32) + strings.Repeat("0,", 10*n) + "0" + strings.Repeat("]", 32)
		}},
	} {
		perByteBefore := make(map[string]uint64)
		for _, n := range []int{1_000, 8_000} {
			text := []byte(shape.of(n))
			other := []byte(strings.NewReplacer("0", "0.5", "1", "[2]").Replace(string(text)))
			longer := []byte("[" + string(text) + ",1]")
			for name, run := range map[string]func(){
				"Diff":        func() { graphcommstest.Diff(text, other) },
				"Diff longer": func() { graphcommstest.Diff(text, longer) },
				"IgnoreOrder": func() { graphcommstest.Diff(text, other, graphcommstest.IgnoreOrder("", "/*")) },
				"Canonical":   func() { _, _ = graphcommstest.Canonical(text) },
				"RoundTrip":   func() { _ = graphcommstest.RoundTrip[json.RawMessage](text) },
			} {
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				run()
				runtime.ReadMemStats(&after)
				perByte := (after.TotalAlloc - before.TotalAlloc) / uint64(len(text))
				require.Less(t, perByte, uint64(2000), "%s of %s, %d", name, shape.name, n)
				if before, ok := perByteBefore[name]; ok {
					require.LessOrEqual(t, perByte, 2*before+10, "%s of %s grows", name, shape.name)
				}
				perByteBefore[name] = perByte
			}
		}
	}
}
