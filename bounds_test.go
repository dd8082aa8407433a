//go:build !race

// The race detector keeps on the heap what is on the stack without it, so the
// bounds are measured without it.

package graphcomms_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/resultinfo"
	"example.com/graphcomms/validate"
)

// What a call allocates is at most maxMultiple times its inputs, and grows with
// them: at largeSize it is at most maxGrowth times as much a byte as at
// smallSize. So a body cannot make a server use much more memory than it sent.
// What does not depend on the size, such as errors, of which there are 1 000 at
// most, is small beside the sizes.
const (
	smallSize   = 1 << 16
	largeSize   = 1 << 18
	maxMultiple = 64
	maxGrowth   = 1.25
	tables      = 3 // bytes a byte more, because hash tables double
)

// allocated returns how many bytes f allocates, kept or not.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// A hostile shape is a text of about n bytes that is made to hurt. Texts with
// different v differ in as many places as they can.
type hostile struct {
	name string
	why  string
	text func(n int, v string) string
}

// maxLevels is what 10 000 levels of depth may take beside maxMultiple, however
// short the text is; more are not read.
const maxLevels = 2 << 20

// list returns begin, as many elements as n bytes take, and end. "#" in the
// element stands for its number, in the shortest names; "$" for v.
func list(begin, element, end string) func(n int, v string) string {
	return func(n int, v string) string {
		b := []byte(strings.ReplaceAll(begin, "$", v))
		parts := strings.Split(strings.ReplaceAll(element, "$", v), "#")
		for i := 0; len(b) < n; i++ {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(b, parts[0]...)
			for _, part := range parts[1:] {
				b = append(strconv.AppendInt(b, int64(i), 36), part...)
			}
		}
		return string(append(b, end...))
	}
}

// long returns a text of one long piece.
func long(begin, piece, end string) func(n int, v string) string {
	return func(n int, v string) string {
		return begin + strings.Repeat(piece, n/len(piece)) + strings.ReplaceAll(end, "$", v)
	}
}

const notes = `{"value":[`

var wideShapes = []hostile{
	{"empty operations", "a struct for two bytes", list(notes, `{}`, `]}`)},
	{"numbers for operations", "an error each, and there are only so many", list(notes, `0`, `]}`)},
	{"empty results", "two structs for an element", list(notes, `{"resultInfo":{}}`, `]}`)},
	{"quoted codes", "a text for each of two numbers", list(notes, `{"resultInfo":{"code":"1","subcode":"2"}}`, `]}`)},
	{"one quoted code", "a text", list(notes, `{"resultInfo":{"code":"1"}}`, `]}`)},
	{"one member each", "a list of one, and its text", list(notes, `{"":0}`, `]}`)},
	{"one member in each result", "likewise, one level down", list(notes, `{"resultInfo":{"":0}}`, `]}`)},
	{"two lists each", "both", list(notes, `{"":0,"resultInfo":{"":0}}`, `]}`)},
	{"a short status each", "the unknown spelling is kept", list(notes, `{"status":"x"}`, `]}`)},
	{"numbered statuses", "the spelling beside the constant", list(notes, `{"status":"1"}`, `]}`)},
	{"escaped ids", "unescaped one by one", list(notes, `{"id":"\u0061"}`, `]}`)},
	{"wrong kinds in each", "an error each", list(notes, `{"id":0}`, `]}`)},
	{"all wrong in each", "several errors each", list(notes, `{"id":0,"status":0,"clientContext":0,"resultInfo":{"code":"","subcode":[],"message":{}}}`, `]}`)},
	{"notifications among operations", "an error each", list(notes, `{"resourceData":0}`, `]}`)},
	{"notifications with nothing", "a list each", list(notes, `{"resourceData":{}}`, `]}`)},
	{"resource data", "operations for two bytes", list(`{"resourceUrl":"/calls/a/operations/b","resourceData":[`, `{}`, `]}`)},
	{"wrong resource data", "an error each", list(`{"resourceUrl":"/calls/a/operations/b","resourceData":[`, `{"id":0}`, `]}`)},
	{"slashes in a resource", "a segment each", long(`{"resourceData":{},"resourceUrl":"`, `/`, `"}`)},
	{"calls in a resource", "each may be the one", long(`{"resourceData":{},"resourceUrl":"`, `calls/`, `"}`)},
	{"escapes in a resource", "one byte of three", long(`{"resourceData":{},"resourceUrl":"calls/`, `%41`, `"}`)},

	{"short members", "a member for six bytes", list(`{`, `"#":$`, `}`)},
	{"short members in resultInfo", "likewise", list(`{"resultInfo":{`, `"#":$`, `}}`)},
	{"short members in an object", "a tree", list(`{"x":{`, `"#":$`, `}}`)},
	{"empty objects in an object", "a tree", list(`{"x":{`, `"#":{"$":0}`, `}}`)},
	{"objects of members", "two levels", list(`{`, `"#":{"$":$}`, `}`)},
	{"escaped names", "unescaped one by one", list(`{`, `"\u0061#":$`, `}`)},
	{"names with line ends", "they keep their escapes", list(`{`, `"\n#":$`, `}`)},
	{"control characters in names", "six bytes each when written", list(`{`, `"\u0001\u0001#":$`, `}`)},
	{"tildes and slashes in names", "twice as long in a pointer", list(`{`, `"~/~/#":$`, `}`)},
	{"names with an at sign", "annotations", list(`{`, `"@#":$`, `}`)},
	{"names of listed members in upper case", "ambiguous, as often as there are spellings", list(`{`, `"STATUS":$,"#":$`, `}`)},
	{"members at the end of a long name", "pointers of the name and more", func(n int, v string) string {
		return `{"` + strings.Repeat("n", n/2) + `":` + list(`{`, `"#":$`, `}`)(n/2, v) + `}`
	}},
	{"members at the end of a name of tildes", "the name twice as long", func(n int, v string) string {
		return `{"` + strings.Repeat("~", n/2) + `":` + list(`{`, `"#":$`, `}`)(n/2, v) + `}`
	}},
	{"members under a path of a thousand bytes", "just short enough for a pointer", list(`{"`+strings.Repeat("p", 1000)+`":{`, `"#":$`, `}}`)},
	{"members under a path of a thousand bytes in resultInfo", "likewise", list(`{"resultInfo":{"`+strings.Repeat("p", 980)+`":{`, `"#":$`, `}}}`)},
	{"many paths of a thousand bytes", "each with a few members", list(`{`, `"#`+strings.Repeat("p", 900)+`":{"a":$,"b":$}`, `}`)},

	{"empty objects in an array", "a node for three bytes", list(`{"x":[$,`, `{}`, `]}`)},
	{"numbers in an array", "a node for two bytes", list(`{"x":[$,`, `0`, `]}`)},
	{"objects in an array", "each with names", list(`{"x":[$,`, `{"a":0}`, `]}`)},
	{"an array", "no object at all", list(`[`, `0`, `]`)},
	{"a long number", "digits", long(`{"x":$`, `1`, `}`)},
	{"a long code", "digits, and too many", long(`{"resultInfo":{"code":1`, `1`, `}}`)},
	{"a long quoted code", "likewise", long(`{"resultInfo":{"code":"1`, `1`, `"}}`)},
	{"a code with zeros", "a number all the same", long(`{"resultInfo":{"code":"-`, `0`, `1","subcode":1}}`)},
	{"an exponent", "of many digits", long(`{"x":1e`, `9`, `$}`)},
	{"huge numbers", "of few digits", list(`{"x":[`, `1e999999999$`, `]}`)},
	{"a long text", "a string", long(`{"clientContext":"`, `a`, `$"}`)},
	{"a text of escapes", "six bytes for one", long(`{"clientContext":"`, `\u0001`, `$"}`)},
	{"a long status", "unknown", long(`{"status":"`, `a`, `$"}`)},
	{"a long type", "no known one", long(`{"@odata.type":"`, `a`, `"}`)},
	{"a type of dots", "a name of nothing", long(`{"@odata.type":"#`, `.`, `"}`)},
	{"white space", "nothing else", long(`{"x":`, ` `, `$}`)},
	{"white space in an array", "between its elements", list(`{"x":[`, "\n$\t ", `]}`)},
	{"white space between members", "two bytes a member", list(`{`, ` "#" : $ `, `}`)},

	{"invalid UTF-8 late", "after all else", list(`{`, `"#":$`, ",\"x\":\"\xff\"}")},
	{"a repeated name late", "after all else", list(`{"x":0,`, `"#":$`, `,"x":0}`)},
	{"a repeated name of tildes", "twice as long in a pointer", func(n int, v string) string {
		name := `"` + strings.Repeat("~", n/2) + `":0`
		return `{` + name + `,` + name + `}`
	}},
	{"a repeated name of control characters", "longer still when it is shown", func(n int, v string) string {
		name := `"` + strings.Repeat(`\u0001`, n/12) + `":0`
		return `{` + name + `,` + name + `}`
	}},
	{"a bad number under a deep path", "a long pointer", long(``, `{"~~~~":`, `01`)},
	{"long names of tildes", "long pointers, and twice as long", list(`{`, `"#`+strings.Repeat("~", 200)+`":$`, `}`)},
	{"long names of control characters", "longer still when they are shown", list(`{`, `"#`+strings.Repeat(`\u0001`, 40)+`":$`, `}`)},
	{"names in descending order", "each violation goes before those so far", func(n int, v string) string {
		b := []byte{'{'}
		for i := n; len(b) < n; i-- {
			b = fmt.Appendf(b, `"%08d":%s,`, i, v)
		}
		return string(append(b, `"":0}`...))
	}},
	{"a stream of tiny operations", "an operation for three bytes", long(``, "{}\n", ``)},
	{"a stream of tiny pages", "a page each", long(``, "{\"value\":[]}\n", ``)},
	{"a stream of pages of one", "a page and an operation each", long(``, "{\"value\":[{\"id\":\"a\"}],\"x\":0}\n", ``)},
	{"a stream of wrong values", "an error each", long(``, "0\n", ``)},

	{"details of nothing", "a struct for two bytes", list(`{"error":{"code":"a","message":"b","details":[`, `{}`, `]}}`)},
	{"details of a letter", "three strings", list(`{"error":{"code":"a","message":"b","details":[`, `{"code":"a"}`, `]}}`)},
	{"wrong details", "an error each", list(`{"error":{"code":"a","message":"b","details":[`, `0`, `]}}`)},
	{"a long inner error", "any value", list(`{"error":{"code":"a","message":"b","innerError":[`, `{ }`, `]}}`)},
}

// deepShapes have as many levels as are read, or more.
var deepShapes = []hostile{
	{"stairs", "an object in each object, and a member beside it", func(n int, v string) string {
		levels := min(n/12, 9000)
		return strings.Repeat(`{"a":`+v+`,"b":`, levels) + `{}` + strings.Repeat(`}`, levels)
	}},

	{"deep arrays", "a level a byte", func(n int, v string) string {
		return list(`{`, `"#":`+strings.Repeat(`[`, 9000)+`$`+strings.Repeat(`]`, 9000), `}`)(n, v)
	}},
	{"deep objects", "a level for four bytes", func(n int, v string) string {
		return list(`{`, `"#":`+strings.Repeat(`{"":`, 9000)+`$`+strings.Repeat(`}`, 9000), `}`)(n, v)
	}},
	{"deep objects that differ in a name", "to the last level", func(n int, v string) string {
		return list(`{`, `"#":`+strings.Repeat(`{"`+v+`":`, 9000)+`0`+strings.Repeat(`}`, 9000), `}`)(n, v)
	}},
	{"too deep", "no end in sight", long(`{"a":`, `[`, ``)},
	{"too deep by objects", "no end in sight", long(`{"a":`, `{"a":`, ``)},
}

// A task is what a call does with two texts. It returns the call, or nil where
// the texts are nothing for it.
type task struct {
	name string
	most float64 // another maxMultiple, or 0
	call func(a, b []byte) func()
}

// text makes a task of a function of the first text.
func text[T any](name string, f func([]byte) (T, error)) task {
	return task{name: name, call: func(a, _ []byte) func() { return func() { _, _ = f(a) } }}
}

// value makes a task of what is done with a value that a text decodes to.
func value[T any](name string, decode func([]byte) (T, error), f func(T)) task {
	return task{name: name, call: func(a, _ []byte) func() {
		v, err := decode(a)
		if err != nil {
			return nil
		}
		return func() { f(v) }
	}}
}

// pair makes a task of what is done with the values that two texts decode to.
func pair[T, U any](name string, decodeA func([]byte) (T, error), decodeB func([]byte) (U, error), f func(T, U)) task {
	return task{name: name, call: func(a, b []byte) func() {
		v, err := decodeA(a)
		if err != nil {
			return nil
		}
		w, err := decodeB(b)
		if err != nil {
			return nil
		}
		return func() { f(v, w) }
	}}
}

var singles = []task{
	text("commsop.Decode", commsop.Decode),
	text("commsop.DecodePatch", commsop.DecodePatch),
	text("commsop.DecodePage", commsop.DecodePage),
	text("commsop.DecodeNotifications", commsop.DecodeNotifications),
	text("resultinfo.Decode", resultinfo.Decode),
	text("resultinfo.DecodePatch", resultinfo.DecodePatch),
	text("odata.Error.UnmarshalJSON", unmarshal[odata.Error]),
	text("odata.Members.UnmarshalJSON", unmarshal[odata.Members]),
	text("odata.Value.UnmarshalJSON", unmarshal[odata.Value]),
	text("the text of an error of commsop.DecodePage", func(data []byte) (string, error) {
		_, err := commsop.DecodePage(data)
		return fmt.Sprint(err), nil
	}),
	text("the response to unknown members", func(data []byte) ([]byte, error) {
		_, err := validate.New(&validate.Options{RejectUnknownMembers: true}).Update(commsop.Operation{}, data)
		return validate.ODataError(err).MarshalJSON()
	}),

	value("commsop.Operation.AppendJSON", commsop.Decode, func(o commsop.Operation) { _, _ = o.AppendJSON(nil) }),
	value("commsop.Operation.MarshalJSON", commsop.Decode, func(o commsop.Operation) { _, _ = o.MarshalJSON() }),
	value("commsop.Operation.Clone", commsop.Decode, func(o commsop.Operation) { _ = o.Clone() }),
	value("commsop.Operation.String", commsop.Decode, func(o commsop.Operation) { _ = o.String() }),
	value("commsop.Operation.Member", commsop.Decode, func(o commsop.Operation) { _, _ = o.Member("x") }),
	value("commsop.Patch.AppendJSON", commsop.DecodePatch, func(p commsop.Patch) { _, _ = p.AppendJSON(nil) }),
	value("commsop.Page.AppendJSON", commsop.DecodePage, func(g commsop.Page) { _, _ = g.AppendJSON(nil) }),
	value("commsop.Notifications.AppendJSON", commsop.DecodeNotifications, func(ns commsop.Notifications) { _, _ = ns.AppendJSON(nil) }),
	value("commsop.Notifications.Clone", commsop.DecodeNotifications, func(ns commsop.Notifications) { _ = ns.Clone() }),
	value("commsop.Notification.Operations", commsop.DecodeNotifications, func(ns commsop.Notifications) {
		for _, n := range ns.Value {
			_, _ = n.Operations()
		}
	}),
	value("resultinfo.ResultInfo.AppendJSON", resultinfo.Decode, func(r resultinfo.ResultInfo) { _, _ = r.AppendJSON(nil) }),
	value("resultinfo.Patch.AppendJSON", resultinfo.DecodePatch, func(p resultinfo.Patch) { _, _ = p.AppendJSON(nil) }),
	value("odata.Error.MarshalJSON", unmarshal[odata.Error], func(e odata.Error) { _, _ = e.MarshalJSON() }),
	value("odata.Members.AppendJSON", unmarshal[odata.Members], func(m odata.Members) { _, _ = m.AppendJSON(nil) }),
	value("odata.Members.Unmarshal", unmarshal[odata.Members], func(m odata.Members) {
		var v struct {
			X json.RawMessage `json:"x"`
		}
		_ = m.Unmarshal(&v)
	}),
	value("odata.Members.Merge", asMap, func(m map[string]odata.Value) {
		var to odata.Members
		_ = to.Merge(m)
	}),
	value("odata.Members.Set", unmarshal[odata.Members], func(m odata.Members) { m.Set("x", "0") }),
	value("odata.Members.Delete", unmarshal[odata.Members], func(m odata.Members) { m.Delete("x") }),
	value("validate.Validator.Operation", commsop.Decode, func(o commsop.Operation) { _ = validate.New(nil).Operation(o) }),
}

// streams read wide shapes only: what is deep they read anew as their buffer
// grows, which is no less linear, but not alike at two sizes.
var streams = []task{
	atMost(96, text("commsop.Operations", func(data []byte) (n int, err error) { // for two bytes an error
		for _, err = range commsop.Operations(bytes.NewReader(data)) {
			n++
		}
		return n, err
	})),
}

func updateWith(opts *validate.Options) func(commsop.Operation, []byte) {
	v := validate.New(opts)
	return func(o commsop.Operation, body []byte) { _, _ = v.Update(o, body) }
}

// asMap decodes into a map, as the caller of Merge may have one.
func asMap(data []byte) (m map[string]odata.Value, err error) {
	err = json.Unmarshal(data, &m)
	return m, err
}

func asText(data []byte) ([]byte, error) { return data, nil }

// below are a hundred pointers into one member.
var below = func() (list []string) {
	for i := range 100 {
		list = append(list, "/x/"+strconv.FormatInt(int64(i), 36))
	}
	return list
}()

// optional lets a result be good, whatever the texts are.
var optional = []string{"/status", "/resultInfo/code", "/resultInfo/subcode"}

var pairs = []task{
	pair("validate.Validator.Update", commsop.Decode, asText, updateWith(&validate.Options{NoLifecycle: true, AllowUnknownStatus: true, Optional: optional})),
	pair("Update with RejectUnknownMembers", commsop.Decode, asText, updateWith(&validate.Options{Optional: optional, RejectUnknownMembers: true})),
	pair("Update with many ReadOnly pointers", commsop.Decode, asText, updateWith(&validate.Options{Optional: optional, ReadOnly: below})),
	pair("Update with many ReadOnly pointers, Reject", commsop.Decode, asText, updateWith(&validate.Options{Optional: optional, ReadOnly: below, ReadOnlyMode: validate.Reject})),
	pair("Update with many ReadOnly pointers, Ignore", commsop.Decode, asText, updateWith(&validate.Options{Optional: optional, ReadOnly: below, ReadOnlyMode: validate.Ignore})),
	pair("commsop.Patch.Apply", commsop.Decode, commsop.DecodePatch, func(o commsop.Operation, p commsop.Patch) { _, _ = p.Apply(o) }),
	pair("commsop.Patch.Then", commsop.DecodePatch, commsop.DecodePatch, func(p, q commsop.Patch) { _, _ = p.Then(q) }),
	pair("commsop.Patch.Equal", commsop.DecodePatch, commsop.DecodePatch, func(p, q commsop.Patch) { _ = p.Equal(q) }),
	pair("commsop.Diff", commsop.Decode, commsop.Decode, func(a, b commsop.Operation) { _, _ = commsop.Diff(a, b) }),
	pair("commsop.Operation.Equal", commsop.Decode, commsop.Decode, func(a, b commsop.Operation) { _ = a.Equal(b) }),
	pair("commsop.Latest", commsop.Decode, commsop.Decode, func(a, b commsop.Operation) { _, _ = commsop.Latest(a, b) }),
	pair("resultinfo.Patch.Apply", resultinfo.Decode, resultinfo.DecodePatch, func(r resultinfo.ResultInfo, p resultinfo.Patch) { _, _ = p.Apply(r) }),
	pair("resultinfo.Patch.Then", resultinfo.DecodePatch, resultinfo.DecodePatch, func(p, q resultinfo.Patch) { _, _ = p.Then(q) }),
	pair("resultinfo.Diff", resultinfo.Decode, resultinfo.Decode, func(a, b resultinfo.ResultInfo) { _, _ = resultinfo.Diff(a, b) }),
	pair("odata.Members.SetAll", unmarshal[odata.Members], unmarshal[odata.Members], func(m, n odata.Members) { m.SetAll(n) }),
	pair("odata.Members.Equal", unmarshal[odata.Members], unmarshal[odata.Members], func(m, n odata.Members) { _ = m.Equal(n) }),
}

func atMost(multiple float64, c task) task {
	c.most = multiple
	return c
}

// multiple returns how many bytes c allocates for each byte of a and b, all of
// them and without those that it may allocate beside; 0 if a and b are nothing
// for it.
func (c task) multiple(a, b []byte, beside float64) (all, rest float64) {
	f := c.call(a, b)
	if f == nil {
		return 0, 0
	}
	n, size := float64(allocated(f)), float64(len(a)+len(b))
	return n / size, (n - beside) / size
}

func TestMemoryIsBounded(t *testing.T) {
	for _, s := range wideShapes {
		t.Run(s.name, func(t *testing.T) { requireBounded(t, s, 0, slices.Concat(singles, streams)) })
	}
	for _, s := range deepShapes {
		t.Run(s.name, func(t *testing.T) { requireBounded(t, s, maxLevels, singles) })
	}
}

// requireBounded does every task with texts of a shape and with none.
func requireBounded(t *testing.T, s hostile, beside float64, singles []task) {
	texts := map[string][2][]byte{"{}": {[]byte("{}"), []byte("{}")}}
	for _, v := range []string{"0", "1", "null"} {
		texts[v] = [2][]byte{[]byte(s.text(smallSize, v)), []byte(s.text(largeSize, v))}
	}
	check := func(c task, v, w string) {
		small, smaller := c.multiple(texts[v][0], texts[w][0], beside)
		large, larger := c.multiple(texts[v][1], texts[w][1], beside)
		if max(smaller, larger) > cmp.Or(c.most, maxMultiple) || large > maxGrowth*small+tables {
			t.Errorf("%s of %s and %s: %.1f times the input, %.1f times the larger one: %s", c.name, v, w, small, large, s.why)
		}
	}
	for _, c := range singles {
		check(c, "0", "{}")
	}
	for _, c := range pairs {
		for _, v := range [][2]string{{"0", "0"}, {"0", "1"}, {"0", "null"}, {"{}", "0"}} {
			check(c, v[0], v[1])
		}
	}
}
