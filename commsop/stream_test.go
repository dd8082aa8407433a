package commsop_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"runtime"

	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"github.com/stretchr/testify/require"
)

// A file of lines, some of which are pages, is read like one list.
func ExampleOperations() {
	file := strings.NewReader(`{"id":"1","status":"running"}
		{"@odata.context":"https://host/$metadata#operations","value":[{"id":"2","status":"completed"},{"id":3}]}
		[{"id":"4","status":"failed"}]`)
	for o, err := range commsop.Operations(file) {
		if e, ok := errors.AsType[*patch.Error](err); ok {
			fmt.Println("wrong:", e.Pointer, "at byte", e.Offset)
			continue // ends by itself after an error that nothing can follow
		}
		if err != nil {
			fmt.Println(err)
			break
		}
		fmt.Println(o.ID, o.Status)
	}
	// Output:
	// 1 Running
	// 2 Completed
	// wrong: /value/1/id at byte 133
	// 4 Failed
}

// outcome tells what r gave: of each operation its text, of each error the
// places and causes of all that it joins.
func outcome(t testing.TB, r io.Reader) (list []string) {
	t.Helper()
	for o, err := range commsop.Operations(r) {
		if err == nil {
			list = append(list, encode(t, o))
			continue
		}
		require.Equal(t, commsop.Operation{}, o, "nothing comes with an error")
		list = append(list, described(t, err))
	}
	return list
}

func described(t testing.TB, err error) string {
	var parts []string
	for _, e := range leaves(err) {
		e, ok := e.(*patch.Error)
		if !ok {
			return err.Error()
		}
		require.Equal(t, []string{"commsop.Operations", "r"}, []string{e.Op, e.Input})
		parts = append(parts, place(e.Pointer, e.Offset, e.Err))
	}
	return strings.Join(parts, "; ")
}

func place(pointer string, offset int64, err error) string {
	return fmt.Sprintf("%s: %v at %d", pointer, err, offset)
}

func leaves(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}

// pieces gives text in pieces of random lengths.
type pieces struct {
	text string
	max  int
	rnd  *rand.Rand
	end  error
	read func(n int) // is told how much will have been given
	at   int
}

func (p *pieces) Read(b []byte) (int, error) {
	if p.read != nil {
		p.read(p.at)
	}
	if p.at == len(p.text) {
		return 0, p.end
	}
	n := copy(b, p.text[p.at:min(len(p.text), p.at+p.rnd.IntN(p.max+1))])
	p.at += n
	return n, nil
}

// readers are ways to give the same text, with the error end after it.
func readers(text string, end error) map[string]io.Reader {
	whole := func() io.Reader {
		return &pieces{text: text, max: len(text), rnd: rand.New(rand.NewPCG(1, 1)), end: end}
	}
	m := map[string]io.Reader{
		"whole":          io.MultiReader(strings.NewReader(text), iotest.ErrReader(end)),
		"byte by byte":   iotest.OneByteReader(whole()),
		"error and data": iotest.DataErrReader(io.MultiReader(strings.NewReader(text), iotest.ErrReader(end))),
		"halves":         iotest.HalfReader(whole()),
	}
	for seed := range uint64(3) {
		m[fmt.Sprintf("pieces %d", seed)] = &pieces{text: text, max: 1 << (2 * seed), rnd: rand.New(rand.NewPCG(seed, 2)), end: end}
	}
	return m
}

// same requires that text has the outcome want however it is given.
func same(t testing.TB, want []string, text string, end error, why string) {
	t.Helper()
	for how, r := range readers(text, end) {
		if got := outcome(t, r); !slices.Equal(want, got) {
			require.Equal(t, want, got, "%s; %s: %s", how, why, text)
		}
	}
}

var streams = []struct {
	name, why, text string
	want            []string
}{
	{"nothing", "no operations", "", nil},
	{"white space", "likewise", " \r\n\t", nil},
	{"lines", "one each", "{\"id\":\"a\"}\n{\"status\":\"running\"}\r\n\n", []string{`{"id":"a"}`, `{"status":"running"}`}},
	{"one after another", "nothing need be between", `{"id":"a"}{"id":"b"}[{"id":"c"}]{"value":[{"id":"d"}]}{}`,
		[]string{`{"id":"a"}`, `{"id":"b"}`, `{"id":"c"}`, `{"id":"d"}`, `{}`}},
	{"indented", "white space is anywhere", " {\n \"id\" : \"a\" ,\n \"x\" : [ 1 , 2 ]\n }\n[ { } , { \"id\" : \"b\" } ] \n{ \"value\" : [ { } ,\n { \"y\" : null } ] , \"z\" : { } } ",
		[]string{`{"id":"a","x":[1,2]}`, `{}`, `{"id":"b"}`, `{}`, `{"y":null}`}},
	{"arrays", "empty or not", `[] [{"id":"a"},{"id":"b"}] [{}]`, []string{`{"id":"a"}`, `{"id":"b"}`, `{}`}},
	{"pages", "empty, of many, of one", `{"value":[]}{"value":[{"id":"a"},{"id":"b"}]}{"value":{"id":"c"}}`, []string{`{"id":"a"}`, `{"id":"b"}`, `{"id":"c"}`}},
	{"around the list", "the other members of a page may come before and after it and are dropped",
		`{"@odata.context":"c","@odata.count":2,"value":[{"id":"a"},{"id":"b"}],"@odata.nextLink":"n","x":[{"value":[]}]}`, []string{`{"id":"a"}`, `{"id":"b"}`}},
	{"members like an operation's", "what has a value is a page, whatever else it has", `{"id":1,"status":"running","x":{},"value":[{"id":"a"}]}{"@type":1,"@odata.type":2,"value":{}}`,
		[]string{`{"id":"a"}`, `{}`}},
	{"escaped", "names are compared after unescaping", `{"\u0076alue":[{"id":"a"}],"@odata.type":"x"}`, []string{`{"id":"a"}`}},
	{"another case", "names match exactly", `{"Value":[{"id":"a"}]}`, []string{`{"Value":[{"id":"a"}]}`}},
	{"below the top", "only a value at the top makes a page", `[{"value":[{"id":"a"}]}]{"x":{"value":[]}}{"value":{"value":[]}}`,
		[]string{`{"value":[{"id":"a"}]}`, `{"x":{"value":[]}}`, `{"value":[]}`}},
	{"annotations first", "an operation may begin as pages do", `{"@odata.context":"c","@odata.etag":"e","id":"a"}{"@odata.context":"c"}`,
		[]string{`{"id":"a","@odata.context":"c","@odata.etag":"e"}`, `{"@odata.context":"c"}`}},
	{"other letters", "in names and values", `{"id":"é😀"}{"é":"\u00e9\ud83d\ude00","value":[{"\u00e9":"😀"}],"😀":[]}`, []string{`{"id":"é😀"}`, `{"é":"😀"}`}},
	{"byte order mark", "at the start it is skipped; offsets count it", "\uFEFF{\"id\":\"a\"}{\"id\":1}", []string{`{"id":"a"}`, `/id: wrong kind of JSON value at 19`}},
	{"only a byte order mark", "nothing follows", "\uFEFF", nil},
	{"two byte order marks", "one is skipped", "\uFEFF\uFEFF{}", []string{`: invalid JSON syntax at 3`}},
	{"a later byte order mark", "it is no white space", "{}\n\uFEFF{}", []string{`{}`, `: invalid JSON syntax at 3`}},
	{"half a byte order mark", "it is no JSON", "\xEF\xBB{}", []string{`: invalid JSON syntax at 0`}},

	{"wrong kinds", "all of an operation, and then the next one", `{"id":1,"resultInfo":{"code":"x"}} {"id":"a"} {"value":[{"status":[]},{"id":"b"}]} [{"id":"c"},{"resultInfo":7}]`,
		[]string{`/id: wrong kind of JSON value at 6; /resultInfo/code: wrong kind of JSON value at 29`, `{"id":"a"}`,
			`/value/0/status: wrong kind of JSON value at 66`, `{"id":"b"}`, `{"id":"c"}`, `/1/resultInfo: wrong kind of JSON value at 109`}},
	{"a list after a wrong kind", "an operation in it may have a value", `{"id":1}[{"value":[]}]`, []string{`/id: wrong kind of JSON value at 6`, `{"value":[]}`}},
	{"wrong integers", "are of that kind", `{"resultInfo":{"code":1.0,"subcode":99999999999}}{}`,
		[]string{`/resultInfo/code: not an integer written in digits at 22; /resultInfo/subcode: integer beyond 32 bits at 36`, `{}`}},
	{"no operation at the top", "nor is the next value lost", `7 "x" null true -1.5e3 {"id":"a"} 7`,
		[]string{`: wrong kind of JSON value at 0`, `: wrong kind of JSON value at 2`, `: wrong kind of JSON value at 6`, `: wrong kind of JSON value at 11`,
			`: wrong kind of JSON value at 16`, `{"id":"a"}`, `: wrong kind of JSON value at 34`}},
	{"touching", "a value ends where it cannot go on", `7{"id":"a"}"x"null[]true[7,null]`,
		[]string{`: wrong kind of JSON value at 0`, `{"id":"a"}`, `: wrong kind of JSON value at 11`, `: wrong kind of JSON value at 14`,
			`: wrong kind of JSON value at 20`, `/0: wrong kind of JSON value at 25`, `/1: wrong kind of JSON value at 27`}},
	{"no operation in a list", "each by itself", `[7,[{"id":"x"}],{"id":"a"}]{"value":[null,"",{"id":"b"}]}`,
		[]string{`/0: wrong kind of JSON value at 1`, `/1: wrong kind of JSON value at 3`, `{"id":"a"}`, `/value/0: wrong kind of JSON value at 37`, `/value/1: wrong kind of JSON value at 42`, `{"id":"b"}`}},
	{"no list", "the page goes on, and then the next value follows", `{"value":"x","y":1}{"value":null}{"value":7}{"id":"a"}`,
		[]string{`/value: wrong kind of JSON value at 9`, `/value: wrong kind of JSON value at 28`, `/value: wrong kind of JSON value at 42`, `{"id":"a"}`}},
	{"notifications", "they are no operations, by their data or their type", `{"value":[{"changeType":"updated","resourceData":{"id":"o"}},{"id":"a"},{"@odata.type":"#microsoft.graph.commsNotification","id":1}]}` +
		`{"@odata.type":"#graph.CommsNotifications"}{"@type":"microsoft.graph.commsNotification","x":"é"}{"resourceData":null,"id":[]}{"@odata.type":"#x.commsNotification"}`,
		[]string{`/value/0: wrong kind of JSON value at 10`, `{"id":"a"}`, `/value/2: wrong kind of JSON value at 72`,
			`: wrong kind of JSON value at 133`, `: wrong kind of JSON value at 176`, `: wrong kind of JSON value at 230`, `{"@odata.type":"#x.commsNotification"}`}},

	{"comma", "after bad syntax nothing follows", `{"id":"a"} {"id":"b",} {"id":"c"}`, []string{`{"id":"a"}`, `: invalid JSON syntax at 21`}},
	{"comma in a list", "likewise", `{"value":[{"id":"a"},],"x":1}{}`, []string{`{"id":"a"}`, `/value/1: invalid JSON syntax at 21`}},
	{"comma first", "likewise", `[,{}]`, []string{`/0: invalid JSON syntax at 1`}},
	{"comma between values", "likewise", `{},{}`, []string{`{}`, `: invalid JSON syntax at 2`}},
	{"no comma", "likewise", `[{}{}]`, []string{`{}`, `: invalid JSON syntax at 3`}},
	{"closed otherwise", "likewise", `[{}}`, []string{`{}`, `: invalid JSON syntax at 3`}},
	{"comma in a page", "likewise", `{"value":[{}],}`, []string{`{}`, `: invalid JSON syntax at 14`}},
	{"comma before the list", "likewise", `{"x":1,,"value":[{}]}`, []string{`: invalid JSON syntax at 7`}},
	{"no colon", "likewise", `{"value":[{}],"x" 1}`, []string{`{}`, `: invalid JSON syntax at 18`}},
	{"no name", "likewise", `{"value":[{}],1:1}`, []string{`{}`, `: invalid JSON syntax at 14`}},
	{"after the list", "likewise", `{"value":[{}],"x":[1,{"a":tru}]}`, []string{`{}`, `/x/1/a: invalid JSON syntax at 29`}},
	{"word", "likewise", `{"id":"a"} nul {}`, []string{`{"id":"a"}`, `: invalid JSON syntax at 14`}},
	{"NUL", "likewise", "{}\x00{}", []string{`{}`, `: invalid JSON syntax at 2`}},
	{"leading zero", "likewise, it is not two numbers", `{"id":"a"} 01`, []string{`{"id":"a"}`, `: invalid JSON syntax at 12`}},
	{"syntax beside kinds", "it is the only error", `{"id":1,"status":2 3}`, []string{`: invalid JSON syntax at 19`}},
	{"name repeated", "in an operation", `{"id":"a"}{"value":[{"id":"b"},{"x":1,"y":{"z":1,"\u007a":2}},{}]}`, []string{`{"id":"a"}`, `{"id":"b"}`, `/value/1/y/z: repeated member name at 49`}},
	{"listed name repeated", "under its other name", `[{"@type":"x","@odata.type":"y"}]{}`, []string{`/0/@odata.type: repeated member name at 14`}},
	{"value twice", "which list?", `{"value":[{"id":"a"}],"x":0,"val\u0075e":[{}]}`, []string{`{"id":"a"}`, `/value: repeated member name at 28`}},
	{"another one twice", "before and after the list", `{"a/b~":0,"value":[{"id":"a"}],"a\/b~":1}`, []string{`{"id":"a"}`, `/a~1b~0: repeated member name at 31`}},
	{"twice before the list", "nothing of it is read", `{"x":0,"x":1,"value":[{"id":"a"}]}`, []string{`/x: repeated member name at 7`}},
	{"UTF-8 in an operation", "not valid", "{\"id\":\"a\"}\n{\"id\":\"\xff\"}\n{}", []string{`{"id":"a"}`, `/id: invalid UTF-8 or lone surrogate at 18`}},
	{"UTF-8 before the list", "not valid", "{\"x\":{\"y\":\"\xff\"},\"value\":[{}]}", []string{`/x/y: invalid UTF-8 or lone surrogate at 11`}},
	{"UTF-8 in a name before the list", "not valid", "{\"\xff\":1,\"value\":[{}]}", []string{`: invalid UTF-8 or lone surrogate at 2`}},
	{"UTF-8 after the list", "not valid", "{\"value\":[{}],\"x\":[1,\"\xff\"]}", []string{`{}`, `/x/1: invalid UTF-8 or lone surrogate at 22`}},
	{"UTF-8 in a name after the list", "not valid", "{\"value\":[{}],\"\xff\":1}", []string{`{}`, `: invalid UTF-8 or lone surrogate at 15`}},
	{"lone surrogate", "not valid", `{"id":"a"}{"id":"\ud83d x"}`, []string{`{"id":"a"}`, `/id: invalid UTF-8 or lone surrogate at 17`}},
	{"cut off", "the end is missing", `{"id":"a"}{"id":"b"`, []string{`{"id":"a"}`, `: invalid JSON syntax at 19`}},
	{"cut off in a list", "what is whole comes first", `{"value":[{"id":"a"},{"id":"b`, []string{`{"id":"a"}`, `/value/1/id: invalid JSON syntax at 29`}},
	{"cut off between", "likewise", `{"value":[{"id":"a"},`, []string{`{"id":"a"}`, `/value/1: invalid JSON syntax at 21`}},
	{"cut off before the comma", "likewise", `{"value":[{"id":"a"}`, []string{`{"id":"a"}`, `/value: invalid JSON syntax at 20`}},
	{"cut off after the list", "likewise", `{"value":[{"id":"a"}]`, []string{`{"id":"a"}`, `: invalid JSON syntax at 21`}},
}

func TestOperations(t *testing.T) {
	for _, row := range streams {
		t.Run(row.name, func(t *testing.T) {
			same(t, row.want, row.text, io.EOF, row.why)
			require.Equal(t, row.want, reference(t, row.text), "the reference agrees")
		})
	}
}

// Wherever a stream is cut, what is whole comes first, and then what Check says
// of the value that is cut. Wherever r fails, its error comes instead, unless
// the text is at fault before.
func TestOperationsCut(t *testing.T) {
	boom := errors.New("boom")
	texts := []string{
		"{\"id\":\"a\",\"x\":[1.5e3,true,\"\\ud83d\\ude00é\"]}\n[{\"id\":\"b\"},{}]\n7\n{\"status\":\"running\",\"resultInfo\":{\"code\":200,\"subcode\":-1}}\n",
		`{"@odata.context":"c","n":[{"a":null}],"value":[{"id":"a","x":"é"},{"id":1,"y":{}},7,{"resultInfo":{"code":"200","message":"m"}}],"@odata.nextLink":"\u006e","é":-1}`,
		`{"value":{"id":"a","x":[{}]},"y":false}`,
	}
	for _, row := range streams {
		if !slices.ContainsFunc(row.want, func(s string) bool { return s != "" && s[0] != '{' && !strings.Contains(s, "kind") }) {
			texts = append(texts, row.text)
		}
	}
	for _, text := range texts {
		for k := range len(text) + 1 {
			cut := text[:k]
			want := reference(t, cut)
			same(t, want, cut, io.EOF, "cut")
			for n := len(want); n > 0 && couldGoOn(cut, want[n-1]); n-- {
				want = want[:n-1]
			}
			same(t, append(slices.Clip(want), boom.Error()), cut, boom, "r fails")
		}
	}
}

// couldGoOn reports whether an error of a sound text that is cut is there because
// it ends: it says so, or a number ends with the text, or a page with @type and
// @odata.type, which an operation must not have both, lacks its value.
func couldGoOn(cut, outcome string) bool {
	_, at, _ := strings.Cut(outcome, " wrong kind of JSON value at ")
	from, err := strconv.Atoi(at)
	return strings.Contains(outcome, ": invalid ") || strings.Contains(outcome, ": repeated ") || err == nil && strings.Trim(cut[from:], "0123456789+-.e") == ""
}

// Each operation comes before r is asked for what follows it.
func TestOperationsComeAtOnce(t *testing.T) {
	text := "{\"id\":\"0\"}\n{\"@odata.context\":\"c\",\"value\":[{\"id\":\"1\",\"x\":\"" + strings.Repeat("x", 3000) + "\"},{\"id\":\"2\",\"clientContext\":\"}\\\"]\"}],\"y\":1}" +
		"{\"@odata.etag\":\"e\",\"id\":\"3\"}[{\"id\":\"4\",\"x\":[" + strings.Repeat("{},", 3000) + "{}]},{\"id\":\"5\"}]{\"id\":\"6\"}\n{}\n"
	var ends []int // of the operations
	for id := range 7 {
		at := strings.Index(text, fmt.Sprintf("{\"id\":\"%d\"", id))
		if id == 3 {
			at = strings.Index(text, "{\"@odata.etag")
		}
		ends = append(ends, at+valueLen(text[at:]))
	}
	for _, size := range []int{1, 10, 1000, 1 << 20} {
		seen := 0
		r := &pieces{text: text, max: size, rnd: rand.New(rand.NewPCG(3, 4)), end: io.EOF, read: func(given int) {
			for id, end := range ends {
				if end <= given {
					require.Greater(t, seen, id, "of %d bytes, in pieces of %d", given, size)
				}
			}
		}}
		for _, err := range commsop.Operations(r) {
			require.NoError(t, err)
			seen++
		}
		require.Equal(t, 8, seen)
	}
}

func TestOperationsStop(t *testing.T) {
	for _, text := range []string{strings.Repeat(`{"id":"a"}`, 9), `[{},{},{}]`, `{"value":[{},{},{}]}`, `{"value":{}}{}`, `{"id":1}{}`, `[7,7]`, `{"value":7}{}`, `{"resourceData":1}{}`, `{"id":"a"`, `[`} {
		n := 0
		for range commsop.Operations(strings.NewReader(text)) {
			n++
			break
		}
		require.Equal(t, 1, n, text)
	}
	_, err := next(commsop.Operations(idle{}))
	require.Equal(t, io.ErrNoProgress, err, "a reader that gives nothing")
	_, err = next(commsop.Operations(iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader(`{"id":"a"}`)))))
	require.Equal(t, iotest.ErrTimeout, err)
}

type idle struct{}

func (idle) Read([]byte) (int, error) { return 0, nil }

func next(seq iter.Seq2[commsop.Operation, error]) (commsop.Operation, error) {
	for o, err := range seq {
		return o, err
	}
	return commsop.Operation{}, nil
}

// 10 000 levels are counted from the operation, or from the page for what is
// beside its list.
func TestOperationsDepth(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for _, around := range [][2]string{{"", ""}, {"[", "]"}, {`{"value":[`, "]}"}, {`{"value":`, "}"}} {
		for more, want := range []string{"", patch.ErrDepth.Error()} {
			text := around[0] + `{"id":"a","x":` + deep(9999+more) + "}" + around[1]
			for _, r := range []io.Reader{strings.NewReader(text), &pieces{text: text, max: 100, rnd: rand.New(rand.NewPCG(5, 6)), end: io.EOF}} {
				list := outcome(t, r)
				require.Len(t, list, 1)
				require.Contains(t, list[0], want)
				require.Equal(t, more == 0, list[0][0] == '{')
			}
		}
	}
	for _, text := range []string{`{"x":%s,"value":[{}]}`, `{"value":[{}],"x":%s}`, `{"value":[{}],"x":1,"y":{"z":%s}}`} {
		levels := 9999 - strings.Count(text, `"z"`)
		list := outcome(t, strings.NewReader(fmt.Sprintf(text, deep(levels))))
		require.Equal(t, []string{"{}"}, list)
		list = outcome(t, strings.NewReader(fmt.Sprintf(text, deep(levels+1))))
		require.Contains(t, list[len(list)-1], patch.ErrDepth.Error())
	}
}

// The names of a page may be many; none of them may be there twice.
func TestOperationsManyNames(t *testing.T) {
	var b strings.Builder
	for i := range 100_000 {
		if fmt.Fprintf(&b, `"name %d":%d,`, i, i); i == 50_000 {
			b.WriteString(`"value":[{}],`)
		}
	}
	require.Equal(t, []string{"{}", "{}"}, outcome(t, strings.NewReader("{"+b.String()+`"x":0}{}`)))
	for _, name := range []string{"name 0", "name 99999", `name\u00200`, "value"} {
		text := "{" + b.String() + `"` + name + `":0}{}`
		at := strings.LastIndex(text, `"`+name)
		want := "/" + strings.ReplaceAll(name, `\u0020`, " ")
		require.Equal(t, []string{"{}", place(want, int64(at), patch.ErrDuplicateName)}, outcome(t, strings.NewReader(text)))
	}
}

// What an operation holds is its own, whatever is read after it.
func TestOperationsAreIndependent(t *testing.T) {
	var texts []string
	for i := range 3000 {
		texts = append(texts, fmt.Sprintf(`{"id":"%d","resultInfo":{"code":%d,"m":%d},"x":"%s","y":[%d]}`, i, i, i, strings.Repeat("x", i%200), i))
	}
	for how, r := range readers("["+strings.Join(texts, ",")+"]", io.EOF) {
		var list []commsop.Operation
		for o, err := range commsop.Operations(r) {
			require.NoError(t, err, how)
			list = append(list, o)
		}
		for i := 0; i < len(list); i += 2 {
			list[i].ResultInfo.Code = -1
			clear(list[i].AdditionalData)
			clear(list[i].ResultInfo.AdditionalData)
		}
		for i := 1; i < len(list); i += 2 {
			require.Equal(t, texts[i], encode(t, list[i]), how)
		}
	}
}

// repeating gives head, then n times item and a comma, then tail.
type repeating struct {
	head, item, tail string
	n                int
	given            int64
	rest             string
}

func (p *repeating) Read(b []byte) (n int, err error) {
	for n < len(b) {
		if p.rest == "" {
			switch {
			case p.head != "":
				p.rest, p.head = p.head, ""
			case p.n > 0:
				p.rest, p.n = p.item, p.n-1
			case p.tail != "":
				p.rest, p.tail = p.tail, ""
			default:
				return n, io.EOF
			}
		}
		k := copy(b[n:], p.rest)
		n, p.rest = n+k, p.rest[k:]
	}
	p.given += int64(n)
	return n, nil
}

// heap returns how many bytes are in use.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// A page of more than 2 GB is read with little memory and little ahead. What
// comes at its end is where it is.
func TestOperationsOfGigabytes(t *testing.T) {
	n := rounds(34_000, 3_400)
	item := `{"id":"a","status":"running","x":"` + strings.Repeat("0123456789abcdef", 1<<12) + `"},`
	r := &repeating{head: `{"value":[`, item: item, n: n, tail: `{"id":7}],"y":[{"z":nul}]}`}
	before, seen := heap(), 0
	var last []error
	for o, err := range commsop.Operations(r) {
		if err != nil {
			last = append(last, err)
			continue
		}
		seen++
		if seen%(n/5) == 0 {
			require.Less(t, heap(), before+1<<20, "after %d operations", seen)
			require.Len(t, o.AdditionalData[0].Value, 1<<16+2)
		}
		require.LessOrEqual(t, r.given, int64(seen)*int64(len(item))+3<<16, "read ahead")
	}
	require.Equal(t, n, seen)
	require.Len(t, last, 2)
	end := int64(len(`{"value":[`)) + int64(n)*int64(len(item))
	require.Equal(t, place(fmt.Sprintf("/value/%d/id", n), end+6, patch.ErrWrongType), described(t, last[0]))
	require.ErrorIs(t, last[1], patch.ErrSyntax)
}

// A string without an end takes as much memory as it is long, a few times, and
// then there is an error at its end.
func TestOperationsEndlessString(t *testing.T) {
	const length = 1 << 25
	for _, head := range []string{`[{"id":"a"},{"id":"`, `{"value":[{"id":"a"}],"x":"`, `{"id":"a"}{"@odata.context":"`, `{"id":"a"}{"`, `{"id":"a"}"`} {
		var before, after runtime.MemStats
		r := &repeating{head: head, item: strings.Repeat("0123456789abcdef", 1<<6), n: length >> 10}
		runtime.ReadMemStats(&before)
		list := outcome(t, r)
		runtime.ReadMemStats(&after)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(6*length), head)
		require.Equal(t, `{"id":"a"}`, list[0])
		require.Contains(t, list[1], fmt.Sprintf("invalid JSON syntax at %d", len(head)+length), head)
		require.Len(t, list, 2)
	}
	// What cannot be right is an error before the end.
	r := &repeating{head: `{"id":"a"}{"x":` + strings.Repeat(" ", 1<<16) + `"y" "`, item: strings.Repeat("[", 1<<10), n: length >> 10}
	require.Contains(t, outcome(t, r)[1], "invalid JSON syntax")
	require.Less(t, r.given, int64(1<<19))
	// White space is not held.
	before := heap()
	r = &repeating{head: `{"value":[{"id":"a"}` + "\n", item: strings.Repeat(" ", 1<<10), n: length >> 10, tail: "]}"}
	for range commsop.Operations(r) {
	}
	require.Less(t, heap(), before+1<<20)
}

// However long an operation is, little is read beyond it.
func TestOperationsReadAhead(t *testing.T) {
	const length = 1<<22 + 1
	r := &repeating{head: `{"id":"` + strings.Repeat("x", length) + `"}`, item: "{}\n", n: length}
	o, err := next(commsop.Operations(r))
	require.NoError(t, err)
	require.Len(t, o.ID, length)
	require.Less(t, r.given, int64(length+2<<16))
}

// record is a recordOperation of 300 bytes.
func record(i int) string {
	return fmt.Sprintf(`{"@odata.type":"#microsoft.graph.recordOperation","id":"b571cdaa-cdaa-b571-aacd-%012d","status":"completed","clientContext":"context %4d","resultInfo":{"code":200,"subcode":0,"message":""},"recordingLocation":"https://host/recordings/%012d","recordingAccessToken":"%s"}`,
		i, i%10_000, i, strings.Repeat("token", 5))
}

// recordings returns n of them, with something between each two.
func recordings(n int, between string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(between)
		}
		b.WriteString(record(i))
	}
	return b.String()
}

// An operation takes few allocations, in whatever the operations come, and even
// in short pieces.
func TestOperationsAllocations(t *testing.T) {
	const n = 10_000
	list := recordings(n, ",")
	require.InDelta(t, 300, float64(len(list))/n, 10)
	for name, text := range map[string]string{
		"page":           `{"value":[` + list + `]}`,
		"array":          "[" + list + "]",
		"lines":          recordings(n, "\n"),
		"pages of one":   `{"value":` + recordings(n, "}\n{\"value\":") + "}",
		"annotated":      strings.ReplaceAll(recordings(n, "\n"), `{"@odata.type"`, `{"@odata.context":"c","@odata.type"`),
		"arrays of some": "[" + strings.ReplaceAll(list, `000","recordingAccessToken":"tokentokentokentokentoken"},`, `000"}][`) + "]",
	} {
		for _, size := range []int{1 << 20, 1400} {
			allocs := testing.AllocsPerRun(2, func() {
				seen := 0
				for _, err := range commsop.Operations(&pieces{text: text, max: size, rnd: rand.New(rand.NewPCG(7, 8)), end: io.EOF}) {
					if seen++; err != nil {
						t.Error(err)
					}
				}
				if seen != n {
					t.Error(seen)
				}
			})
			require.Less(t, allocs/n, 0.1, "%s in pieces of at most %d", name, size)
		}
	}
}

// FuzzOperations: a stream has the same outcome however it comes, and it is that
// of its parts.
func FuzzOperations(f *testing.F) {
	for _, row := range streams {
		f.Add(row.text, uint64(1))
	}
	f.Add(`{"value":[`+page+`,`+page+`]}`, uint64(2))
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		if strings.Count(text, "[")+strings.Count(text, "{") > 1000 { // the reference counts levels from the top
			return
		}
		for _, end := range []error{io.EOF, errors.New("r failed")} {
			rnd := rand.New(rand.NewPCG(seed, seed))
			want := outcome(t, &pieces{text: text, max: 1 + rnd.IntN(40), rnd: rnd, end: end})
			if end == io.EOF {
				require.Equal(t, reference(t, text), want, text)
			}
			whole := io.MultiReader(strings.NewReader(text), iotest.ErrReader(end))
			require.Equal(t, want, outcome(t, whole), text)
			require.Equal(t, want, outcome(t, iotest.OneByteReader(&pieces{text: text, max: 1, rnd: rnd, end: end})), text)
		}
	})
}

// Large: 10 000 recordOperations, as a page, as lines, and as pages of 100.
func BenchmarkOperations(b *testing.B) {
	const n = 10_000
	list := recordings(n, ",")
	text := `{"value":[` + list + `]}`
	b.Run("page/DecodePage", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		data := []byte(text)
		for b.Loop() {
			g, err := commsop.DecodePage(data)
			require.NoError(b, err)
			require.Len(b, g.Value, n)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/operation")
	})
	for name, text := range map[string]string{
		"page":  text,
		"lines": recordings(n, "\n"),
		"pages": strings.Repeat(`{"@odata.context":"https://host/$metadata#operations","value":[`+recordings(n/100, ",")+"]}\n", 100),
	} {
		b.Run(name+"/Operations", func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				seen := 0
				for _, err := range commsop.Operations(strings.NewReader(text)) {
					if seen++; err != nil {
						b.Fatal(err)
					}
				}
				require.Equal(b, n, seen)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/operation")
		})
	}
}

// reference reads a text at hand in the slow and obvious way: encoding/json
// tells where values are, Check and Decode what is wrong with them.
func reference(t testing.TB, text string) (list []string) {
	i := 0
	if strings.HasPrefix(text, "\uFEFF") {
		i = len("\uFEFF")
	}
	for {
		i += len(text[i:]) - len(strings.TrimLeft(text[i:], " \t\r\n"))
		if i == len(text) {
			return list
		}
		end := i + valueLen(text[i:])
		more, ok := value(text[i:end], i)
		list = append(list, more...)
		if i = end; !ok {
			return list
		}
	}
}

// valueLen returns the length of the value that text begins with; if there is
// something wrong with it, of all of text.
func valueLen(text string) int {
	d := json.NewDecoder(strings.NewReader(text))
	var raw json.RawMessage
	n := len(text)
	if d.Decode(&raw) == nil {
		n = int(d.InputOffset())
	}
	if n < len(text) && isDigit(text[n-1]) && isDigit(text[n]) { // a leading zero
		return len(text)
	}
	return n
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// value returns what comes of a value at the given offset, and whether another
// one may follow.
func value(text string, offset int) (list []string, ok bool) {
	sound, broken := len(text), ""
	if e, found := brokenAt(text); found {
		sound, broken = int(e.Offset), place(e.Pointer, int64(offset)+e.Offset, e.Err)
	}
	elements, isList := parts(text[:sound])
	if !isList {
		elements = []part{{"", 0, len(text)}}
	}
	for _, p := range elements {
		if p.to == sound && sound < len(text) && isDigit(text[sound-1]) && isDigit(text[sound]) { // a leading zero
			break
		}
		s, ok := element(p, text[p.from:p.to], offset)
		if list = append(list, s); !ok {
			return list, false
		}
	}
	if isList && broken != "" {
		return append(list, broken), false
	}
	return list, true
}

// brokenAt returns where a list is broken, if it is: an array as the list of a
// page.
func brokenAt(text string) (patch.Error, bool) {
	before, after := "", ""
	if text[0] == '[' {
		before, after = `{"value":`, "}"
	}
	if patch.Check([]byte(text)) != nil {
		after = ""
	}
	_, err := commsop.DecodePage([]byte(before + text + after))
	e, ok := errors.AsType[*patch.Error](err)
	if !ok || isKind(e.Err) {
		return patch.Error{}, false
	}
	out := *e
	if before != "" {
		out.Offset, out.Pointer = e.Offset-int64(len(before)), strings.TrimPrefix(e.Pointer, "/value")
	}
	return out, true
}

// isKind reports whether err is that of a value of the wrong kind.
func isKind(err error) bool {
	return slices.Contains([]error{patch.ErrWrongType, patch.ErrNotInteger, patch.ErrOutOfRange}, err)
}

// A part of a text that is to be an operation.
type part struct {
	pointer  string
	from, to int
}

// parts returns the operations of an array or a page, as many as are whole.
func parts(text string) (list []part, isList bool) {
	d := json.NewDecoder(strings.NewReader(text))
	elements := func(pointer string) {
		for n := 0; d.More(); n++ {
			var raw json.RawMessage
			if d.Decode(&raw) != nil {
				return
			}
			to := int(d.InputOffset())
			list = append(list, part{fmt.Sprintf("%s/%d", pointer, n), to - len(raw), to})
		}
		_, _ = d.Token()
	}
	first, _ := d.Token()
	if first == json.Delim('[') {
		elements("")
		return list, true
	}
	for first == json.Delim('{') && d.More() {
		name, err := d.Token()
		if err != nil {
			break
		}
		if name != "value" {
			var raw json.RawMessage
			if d.Decode(&raw) != nil {
				break
			}
			continue
		}
		rest := strings.TrimLeft(text[d.InputOffset():], " \t\r\n")
		if !strings.HasPrefix(rest, ":") {
			break
		}
		isList = true
		if strings.HasPrefix(strings.TrimLeft(rest[1:], " \t\r\n"), "[") {
			_, _ = d.Token()
			elements("/value")
			continue
		}
		var raw json.RawMessage
		if d.Decode(&raw) != nil {
			break
		}
		to := int(d.InputOffset())
		list = append(list, part{"/value", to - len(raw), to})
	}
	return list, isList
}

// element returns what comes of an operation in a value at the given offset, and
// whether another one may follow.
func element(p part, text string, offset int) (string, bool) {
	o, err := commsop.Decode([]byte(text))
	ok := true
	var errs []string
	for _, err := range leaves(err) {
		if e, is := errors.AsType[*patch.Error](err); is {
			errs = append(errs, place(p.pointer+e.Pointer, int64(offset+p.from)+e.Offset, e.Err))
			ok = ok && isKind(e.Err)
		}
	}
	if members, isObject := parseAny(text).(object); ok && isObject {
		_, has := members["resourceData"]
		for _, name := range []string{"@odata.type", "@type"} {
			s, _ := members[name].(string)
			has = has || odata.Type(s).Is("#microsoft.graph.commsNotification") || odata.Type(s).Is("#microsoft.graph.commsNotifications")
		}
		if has {
			return place(p.pointer, int64(offset+p.from), patch.ErrWrongType), true
		}
	}
	if errs != nil {
		return strings.Join(errs, "; "), ok
	}
	b, err := o.AppendJSON(nil)
	if err != nil {
		panic(err)
	}
	return string(b), true
}

func parseAny(text string) any {
	var v any
	_ = json.Unmarshal([]byte(text), &v)
	return v
}

type badReader int

func (n badReader) Read(p []byte) (int, error) { return int(n), nil }

// A reader that breaks its contract is an error, not a panic.
func TestOperationsOfBadReaders(t *testing.T) {
	for _, r := range []io.Reader{nil, badReader(-1), badReader(1 << 30)} {
		var errs []error
		for _, err := range commsop.Operations(r) {
			errs = append(errs, err)
		}
		require.Len(t, errs, 1)
		require.ErrorContains(t, errs[0], "commsop.Operations: r ")
	}
}

// Names are compared with those of the object before. Whether an object is read alone
// or behind another one is the same, with white space in one, both or none of them.
func TestObjectsAfterOthers(t *testing.T) {
	members := []string{
		`"a":1`, `"a": 1`, `"b":2`, `"c" : {"a":[]}`, // additional members, with space around a colon or without
		`"\u0061":3`, `"é":4`, "\"\xff\":5", // an escape, a name that is no ASCII, one that is no UTF-8
		`"message":6`, `"id":"7"`, // listed in one of the two types
		`"resultInfo":{"a":1,"b":2}`, `"resultInfo":{"message":"9","id":1}`,
	}
	many := `"m0":0`
	for i := range 20 {
		many += fmt.Sprintf(`,"m%d":0`, i+1)
	}
	objects := []string{`{}`, "{" + many + "}", "{" + many + `,"m0":1}`}
	for _, a := range members {
		objects = append(objects, "{"+a+"}")
		for _, b := range members {
			objects = append(objects, "{"+a+","+b+"}", "{"+a+", "+b+",\"b\":8}", "{\"a\":1,"+a+","+b+"}")
		}
	}
	told := func(o commsop.Operation, err error) string {
		if err != nil {
			return errors.Unwrap(err).Error()
		}
		text := encode(t, o)
		if o.ResultInfo != nil {
			text += o.ResultInfo.Message
		}
		return text
	}
	alone := make([]string, len(objects))
	for i, text := range objects {
		alone[i] = told(commsop.Decode([]byte(text)))
	}
	spaced := strings.NewReplacer("{", "{ ", "}", "\n}", ":", "\t: ", ",", " ,\r\n")
	for i := range objects {
		for j := range objects {
			first, second := objects[i], objects[j]
			if (i+j)%2 == 1 {
				first = spaced.Replace(first)
			}
			if (i/2+j)%2 == 1 {
				second = spaced.Replace(second)
			}
			text := first + "\n" + second
			var got []string
			for o, err := range commsop.Operations(strings.NewReader(text)) {
				got = append(got, told(o, err))
			}
			want := alone[i : i+1 : i+1]
			if _, err := commsop.Decode([]byte(first)); err == nil {
				want = append(want, alone[j])
			}
			require.Equal(t, want, got, text)

			page, err := commsop.DecodePage([]byte(`{"z":0,"value":[` + first + `,` + second + `]}`))
			got = got[:0]
			for _, o := range page.Value {
				got = append(got, told(o, nil))
			}
			if err != nil {
				got, want = []string{told(commsop.Operation{}, err)}, want[len(want)-1:]
			}
			require.Equal(t, want, got, text)
		}
	}
}

// A long operation leaves nothing that those behind it hold.
func TestOperationsAfterALongOne(t *testing.T) {
	const length = 4 << 20
	spaces, members := strings.Repeat(" ", length), new(strings.Builder)
	for i := range length / 16 {
		fmt.Fprintf(members, `,"member%06d":0`, i)
	}
	for _, row := range []struct{ name, text, why string }{
		{"white space", `"x":[` + spaces + `1]`, "room for what is left out is not used for others"},
		{"members", `"x":0` + members.String(), "room for names and members is not kept"},
	} {
		t.Run(row.name, func(t *testing.T) {
			before := heap()
			var kept commsop.Operation
			long := io.MultiReader(strings.NewReader(`{"id":"long",`+row.text+"}"), &repeating{item: `{"id":"a","x":1}` + "\n", n: 40_000})
			seen := 0
			for o, err := range commsop.Operations(long) {
				require.NoError(t, err)
				if seen++; seen == 40_000 {
					kept = o
					require.Less(t, heap(), before+3*length, row.why)
				}
			}
			require.Equal(t, 40_001, seen)
			require.Less(t, heap(), before+1<<18, row.why)
			runtime.KeepAlive(kept)
		})
	}
}
