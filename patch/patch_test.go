package patch_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/patch"
)

// The ordinary use: what each function answers to good input.

func TestApply(t *testing.T) {
	for _, row := range []struct{ name, doc, p, want, why string }{
		{"replace", `{"a":1,"b":2}`, `{"a":3}`, `{"a":3,"b":2}`, "the member keeps its place"},
		{"remove", `{"a":1,"b":2,"c":3}`, `{"b":null}`, `{"a":1,"c":3}`, "null removes"},
		{"remove what is not there", `{"a":1}`, `{"b":null}`, `{"a":1}`, "no error: the result is what was asked"},
		{"remove all", `{"a":1}`, `{"a":null}`, `{}`, "an empty object remains"},
		{"add", `{"z":1}`, `{"y":2,"x":3}`, `{"z":1,"y":2,"x":3}`, "new members follow in the patch's order"},
		{"merge", `{"a":{"b":1,"c":2}}`, `{"a":{"b":null,"d":3}}`, `{"a":{"c":2,"d":3}}`, "objects merge member by member"},
		{"object for scalar", `{"a":1}`, `{"a":{"b":null,"c":{"d":null}}}`, `{"a":{"c":{}}}`, "nulls are stripped where there was no object"},
		{"array", `{"a":[1,2]}`, `{"a":[null,{"b":null}]}`, `{"a":[null,{"b":null}]}`, "arrays are values; nulls within them are data"},
		{"null of the document", `{"a":null,"b":1}`, `{"b":2}`, `{"a":null,"b":2}`, "what the patch does not touch stays, null too"},
		{"digits", `{"a":1.50e+3,"b":0}`, `{"b":9007199254740993.10}`, `{"a":1.50e+3,"b":9007199254740993.10}`, "numbers are copied digit for digit"},
		{"white space", " { \"a\" : [ 1 , \"x y\" ] , \"b\" : { } } ", " { \"c\" : [ ] } ", `{"a":[1,"x y"],"b":{},"c":[]}`, "what means nothing is dropped"},
		{"white space at one place", "{\"a\":1, \"b\":2\n,\"c\":3,\"d\" :4,\"e\":[5, 6],\"f\":7 }", `{"x":null}`, `{"a":1,"b":2,"c":3,"d":4,"e":[5,6],"f":7}`, "wherever that is"},
		{"spelling", `{"\u0061":1}`, `{"a":2,"\u0062":3}`, `{"\u0061":2,"\u0062":3}`, "a replaced member keeps the document's name, a new one the patch's"},
		{"white space between members", `{"a":1, "b":2,"c":3}`, `{"c":4}`, `{"a":1,"b":2,"c":4}`, "is dropped where the members have none"},
		{"case", `{"status":1}`, `{"Status":null,"STATUS":2}`, `{"status":1,"STATUS":2}`, "names match exactly"},
		{"not an object", `{"a":1}`, ` [ 1 ] `, `[1]`, "such a patch replaces the document"},
		{"null", `{"a":1}`, `null`, `null`, "also null"},
		{"no object to merge into", `[1]`, `{"a":null,"b":1}`, `{"b":1}`, "the document counts as {}"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := patch.Apply([]byte(row.doc), []byte(row.p))
			require.NoError(t, err)
			require.Equal(t, row.want, string(got), row.why)
		})
	}
}

// RFC 7396 appendix A, its fifteen rows, and the example of section 3.
func TestRFC7396(t *testing.T) {
	for _, row := range []struct{ original, patch, result string }{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`["a","b"]`, `["c","d"]`, `["c","d"]`},
		{`{"a":"b"}`, `["c"]`, `["c"]`},
		{`{"a":"foo"}`, `null`, `null`},
		{`{"a":"foo"}`, `"bar"`, `"bar"`},
		{`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
		{
			`{"title":"Goodbye!","author":{"givenName":"John","familyName":"Doe"},"tags":["example","sample"],"content":"This will be unchanged"}`,
			`{"title":"Hello!","phoneNumber":"+01-123-456-7890","author":{"familyName":null},"tags":["example"]}`,
			`{"title":"Hello!","author":{"givenName":"John"},"tags":["example"],"content":"This will be unchanged","phoneNumber":"+01-123-456-7890"}`,
		},
	} {
		got, err := patch.Apply([]byte(row.original), []byte(row.patch))
		require.NoError(t, err)
		require.Equal(t, row.result, string(got), "%s with %s", row.original, row.patch)
		applyLaw(t, []byte(row.original), []byte(row.patch)) // the reference agrees with the RFC too
	}
}

func TestDiff(t *testing.T) {
	for _, row := range []struct{ name, from, to, want, why string }{
		{"nothing", `{"a":1,"b":[1.0]}`, ` {"b":[1e0],"\u0061":10e-1}`, `{}`, "order, white space and spelling are no difference"},
		{"changed", `{"a":1,"b":2}`, `{"a":1,"b":3}`, `{"b":3}`, "only what differs"},
		{"added and removed", `{"a":1}`, `{"b":{"c":[null]}}`, `{"b":{"c":[null]},"a":null}`, "null removes; a null in an array is data; removals come last"},
		{"nested", `{"a":{"b":1,"c":2}}`, `{"a":{"b":1,"c":3}}`, `{"a":{"c":3}}`, "as deep as both have objects"},
		{"emptied", `{"a":{"b":1}}`, `{"a":{}}`, `{"a":{"b":null}}`, "{} would change nothing"},
		{"to an object", `{"a":1}`, `{"a":{}}`, `{"a":{}}`, "{} makes sure that there is an object"},
		{"array", `{"a":[1,2]}`, `{"a":[1,2,3]}`, `{"a":[1,2,3]}`, "arrays are replaced whole"},
		{"unchanged null", `{"a":null,"b":{"c":null},"d":1}`, `{"b":{"c":null},"a":null}`, `{"d":null}`, "nobody has to set it"},
		{"from null to something", `{"a":null}`, `{"a":0}`, `{"a":0}`, "a null is replaced like any value"},
		{"null removed", `{"a":null}`, `{}`, `{"a":null}`, "null is not absent, and can be removed"},
		{"big numbers", `{"a":9007199254740992,"b":1e400}`, `{"a":9007199254740993,"b":10e399}`, `{"a":9007199254740993}`, "compared exactly"},
		{"not objects", `[1]`, `[1]`, `[1]`, "there is no patch that says nothing of an array but itself"},
		{"to null", `{}`, `null`, `null`, "the document may become null; only members cannot"},
		{"escaped name", `{"\u0061":1}`, `{"a":2}`, `{"\u0061":2}`, "a name that both have is spelled as in from"},
		{"more digits", `{"a":12,"b":1}`, `{"a":123,"b":1}`, `{"a":123}`, "the same bytes are not yet the same number"},
		{"fewer digits", `{"a":123,"b":1}`, `{"a":12,"b":1}`, `{"a":12}`, "the other way round"},
		{"exponent", `{"a":1}`, `{"a":1e2}`, `{"a":1e2}`, "nor is the beginning of one"},
		{"space after", `{"a":12}`, `{"a":12 }`, `{}`, "a number may end in many ways"},
		{"one more before", `{"b":{"c":1,"d":"e"},"f":2}`, `{"a":0,"b":{"c":1,"d":"e"},"f":3}`, `{"a":0,"f":3}`, "what moved is still the same"},
		{"differs inside", `{"a":{"b":{"c":1},"d":2},"e":3}`, `{"a":{"b":{"c":2},"d":2},"e":3}`, `{"a":{"b":{"c":2}}}`, "what is before and after it is the same"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := patch.Diff([]byte(row.from), []byte(row.to))
			require.NoError(t, err)
			require.Equal(t, row.want, string(got), row.why)
		})
	}
}

func TestInvert(t *testing.T) {
	for _, row := range []struct{ name, doc, p, want, why string }{
		{"replaced", `{"a":1,"b":2}`, `{"a":3}`, `{"a":1}`, "the former value"},
		{"added", `{"a":1}`, `{"b":{"c":1}}`, `{"b":null}`, "is removed"},
		{"removed", `{"a":{"b":[1]}}`, `{"a":{"b":null}}`, `{"a":{"b":[1]}}`, "is set again"},
		{"without effect", `{"a":1}`, `{"a":1.0,"b":null}`, `{}`, "there is nothing to undo"},
		{"whole", `[1]`, `{"a":1}`, `[1]`, "what was no object comes back whole"},
		{"null that stays", `{"a":null}`, `{"b":1}`, `{"b":null}`, "p did not touch a"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := patch.Invert([]byte(row.doc), []byte(row.p))
			require.NoError(t, err)
			require.Equal(t, row.want, string(got), row.why)
		})
	}
}

func TestCompose(t *testing.T) {
	for _, row := range []struct{ name, p, q, want, why string }{
		{"apart", `{"a":1}`, `{"b":2}`, `{"a":1,"b":2}`, "p's members first"},
		{"later wins", `{"a":1}`, `{"a":2}`, `{"a":2}`, "q is done last"},
		{"removal is kept", `{"a":1}`, `{"a":null}`, `{"a":null}`, "the document may have had an a"},
		{"set after removal", `{"a":null}`, `{"a":[1]}`, `{"a":[1]}`, "an array replaces whatever is there"},
		{"nested", `{"a":{"b":1}}`, `{"a":{"b":null,"c":2}}`, `{"a":{"b":null,"c":2}}`, "objects compose member by member"},
		{"object then scalar", `{"a":{"b":1}}`, `{"a":0}`, `{"a":0}`, "a scalar replaces all"},
		{"whole", `{"a":1}`, ` [ 1 ] `, `[1]`, "a q that is no object replaces the document"},
		{"nothing to do", `{}`, `{}`, `{}`, "the patch that changes no object"},
		{"spelling", `{"\u0061":1}`, `{"a":2}`, `{"\u0061":2}`, "the name stays as p spells it"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := patch.Compose([]byte(row.p), []byte(row.q))
			require.NoError(t, err)
			require.Equal(t, row.want, string(got), row.why)
		})
	}
}

func TestChanges(t *testing.T) {
	const set, null = patch.StateSet, patch.StateNull
	for _, row := range []struct {
		name, p string
		want    []patch.Change
		why     string
	}{
		{"none", ` {} `, nil, "{} touches nothing"},
		{"in order", `{"b":1,"a":{"d":null,"c":2}}`, []patch.Change{{"/b", set}, {"/a/d", null}, {"/a/c", set}}, "as they stand, not sorted"},
		{"empty object", `{"a":{}}`, []patch.Change{{"/a", set}}, "it makes sure that there is an object"},
		{"array", `{"a":[{"b":null}]}`, []patch.Change{{"/a", set}}, "arrays are leaves"},
		{"array at the top", `[1]`, []patch.Change{{"", set}}, "the whole document"},
		{"null at the top", `null`, []patch.Change{{"", null}}, "the whole document"},
		{"names", `{"":{"a/b":1},"~":2,"\u007e\u002f":3}`, []patch.Change{{"//a~1b", set}, {"/~0", set}, {"/~0~1", set}}, "escaped as pointers are"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := patch.Changes([]byte(row.p))
			require.NoError(t, err)
			require.Equal(t, row.want, got, row.why)
		})
	}
}

func TestEqual(t *testing.T) {
	for _, row := range []struct {
		name, a, b string
		want       bool
		why        string
	}{
		{"order", `{"a":1,"b":2}`, `{"b":2,"a":1}`, true, "members have none"},
		{"order of elements", `[1,2]`, `[2,1]`, false, "elements have one"},
		{"numbers", `[1,100,0,-0.0,1e400]`, `[1.0,1E2,-0,0e7,0.1e401]`, true, "compared by value"},
		{"close numbers", `9007199254740993`, `9007199254740992`, false, "never as float64"},
		{"far numbers", `1e400`, `1e401`, false, "never as infinity"},
		{"sign", `1`, `-1`, false, "it counts, except at 0"},
		{"escapes", `"\u00e9\/\ud83d\ude00"`, `"é/😀"`, true, "another spelling of the same string"},
		{"null and absent", `{"a":null}`, `{}`, false, "are different"},
		{"null and null", `null`, ` null`, true, "are the same"},
		{"number and string", `1`, `"1"`, false, "another kind"},
		{"true and false", `true`, `false`, false, "another value"},
		{"empty ones", `[]`, `{}`, false, "another kind"},
		{"as many members", `{"a":1,"b":null}`, `{"a":1,"c":null}`, false, "other names"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := patch.Equal([]byte(row.a), []byte(row.b))
			require.NoError(t, err)
			require.Equal(t, row.want, got, row.why)
		})
	}
}

func TestCheck(t *testing.T) {
	for _, text := range []string{`{}`, ` [ 1 , {"a":null} ] `, `"é\ud83d\ude00"`, `-0.5e+7`, `null`, `{"a":1,"A":2,"":3}`} {
		require.NoError(t, patch.Check([]byte(text)), text)
	}
}
