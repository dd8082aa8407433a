package jsonscan

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// record is what a Reader of the tests reads.
type record struct {
	text, number string
	n            int32
	raw          string // of the members that are not listed
	list         []string
	inner        *record
	states       map[string]Presence
}

// The slots of the listed members; aka is another name for text.
const (
	textSlot = iota
	nSlot
	listSlot
	innerSlot
	slots
)

var fields = []Field{
	NewField("text", textSlot, Text), NewField("n", nSlot, Integer), NewField("list", listSlot, Any),
	NewField("inner", innerSlot, Any), NewField("aka", textSlot, Text),
}

func readRecord(r *Reader) *record {
	var values [slots]FieldValue
	o := Record{Values: values[:]}
	if !r.Record(&o) {
		return nil
	}
	rec := &record{states: map[string]Presence{}}
	for slot, more := r.Next(&o, fields); more; slot, more = r.Next(&o, fields) {
		switch slot {
		case listSlot:
			rec.list = readList(r)
		case innerSlot:
			if !r.Null() {
				rec.inner = readRecord(r)
			}
		default:
			panic("Next reads the others, and says nothing when it fails")
		}
	}
	text := r.Intern(&o)
	rec.text, rec.number = values[textSlot].Text(text), values[nSlot].Text(text)
	rec.n = values[nSlot].Int
	for slot, name := range []string{"text", "n"} {
		if p := values[slot].Presence; p != Absent {
			rec.states[name] = p
		}
	}
	if e, _ := r.Extras(&o); e != "" {
		rec.raw = e.Text()
	}
	return rec
}

// readList reads an array of strings and nulls.
func readList(r *Reader) (list []string) {
	var a Array
	if !r.Array(&a) {
		return nil
	}
	for r.NextElement(&a) {
		switch r.Kind() {
		case 'n':
			r.Null()
			list = append(list, "")
		case '"':
			if text, f := r.Skip(); f&Failed == 0 {
				list = append(list, string(AppendUnescaped(nil, text[1:len(text)-1])))
			}
		default:
			r.Refuse(ErrWrongType, "string")
		}
	}
	return list
}

func read(text string) (*record, []Error) {
	data := []byte(text)
	var r Reader
	r.Init(data)
	rec := readRecord(&r)
	faults := r.Done()
	for i := range data {
		data[i] = '#' // nothing that is returned may alias the text
	}
	return rec, faults
}

func TestReader(t *testing.T) {
	rec, faults := read(` { "text" : "é\n" , "n" : -5, "x": [ 1 , "a b" ],"list":["\u0061","b",null],"\u0069nner":{"text":null,"n":null,"inner":null,"y":0}} `)
	require.Empty(t, faults)
	require.Equal(t, &record{
		text: "é\n", n: -5, raw: `"x":[1,"a b"]`, list: []string{"a", "b", ""},
		states: map[string]Presence{"text": Present, "n": Present},
		inner:  &record{raw: `"y":0`, states: map[string]Presence{"text": Null, "n": Null}},
	}, rec)
}

// The short way for up to nine digits, like the common value of a text, saves time
// only: without it the numbers are the same.
func TestReaderInt32(t *testing.T) {
	for _, row := range []struct {
		text, kept string
		n          int32
		err        error
		why        string
	}{
		{`200`, ``, 200, nil, "as Go writes it"},
		{`-0`, `-0`, 0, nil, "not as Go writes it"},
		{`"200"`, `"200"`, 200, nil, "quoted, and kept so"},
		{`"-\u0030"`, `"-\u0030"`, 0, nil, "in any spelling"},
		{`4.0`, ``, 0, ErrNotInteger, "a fraction"},
		{`1e2`, ``, 0, ErrNotInteger, "an exponent"},
		{`2147483648`, ``, 0, ErrOutOfRange, "beyond 32 bits"},
		{`"2147483648"`, ``, 0, ErrWrongType, "a string of something else"},
		{`"x"`, ``, 0, ErrWrongType, "likewise"},
		{`""`, ``, 0, ErrWrongType, "likewise"},
		{`[1]`, ``, 0, ErrWrongType, "another kind"},
		{`true`, ``, 0, ErrWrongType, "another kind"},
	} {
		rec, faults := read(`{"n":` + row.text + `}`)
		if row.err != nil {
			want := Error{Pointer: "/n", Offset: 5, Err: row.err}
			if row.err == ErrWrongType {
				want.Want = "integer"
			}
			require.Equal(t, []Error{want}, faults, row.why)
			require.Equal(t, Wrong, rec.states["n"])
			continue
		}
		require.Empty(t, faults, row.text)
		require.Equal(t, row.n, rec.n, row.text)
		require.Equal(t, row.kept, rec.number, row.why)
	}
}

func TestReaderFaults(t *testing.T) {
	for _, row := range []struct {
		name, text string
		want       []Error
		why        string
	}{
		{"several", `{"text":1,"inner":{"text":[],"n":{}},"n":"x","list":["a",0,{"b":1}]}`, []Error{
			{"/text", 8, "string", ErrWrongType}, {"/inner/text", 26, "string", ErrWrongType}, {"/inner/n", 33, "integer", ErrWrongType},
			{"/n", 41, "integer", ErrWrongType}, {"/list/1", 57, "string", ErrWrongType}, {"/list/2", 59, "string", ErrWrongType}}, "all kinds, in the order of the text"},
		{"not an object", ` [1] `, []Error{{"", 1, "object", ErrWrongType}}, "the value itself"},
		{"inner not an object", `{"inner":[{}],"list":{}}`, []Error{{"/inner", 9, "object", ErrWrongType}, {"/list", 21, "array", ErrWrongType}}, "each is skipped"},
		{"syntax after kinds", `{"text":1,"n":}`, []Error{{"/n", 14, "", ErrSyntax}}, "a failure of the scan is the only one"},
		{"in what is refused", `{"text":[1,{"a":1,"a":2}]}`, []Error{{"/text/1/a", 18, "", ErrDuplicateName}}, "refused values are scanned too"},
		{"after it", `{"text":"a"} x`, []Error{{"", 13, "", ErrSyntax}}, "nothing may follow"},
		{"no comma", `{"x":1 "y":2}`, []Error{{"", 7, "", ErrSyntax}}, "white space is none"},
		{"no comma and no white space", `{"x":1"y":2}`, []Error{{"", 6, "", ErrSyntax}}, "nor is nothing"},
		{"no comma behind a listed member", `{"n":1 "x":2}`, []Error{{"", 7, "", ErrSyntax}}, "likewise"},
		{"semicolon", `{"x":[];"y":2}`, []Error{{"", 7, "", ErrSyntax}}, "likewise"},
		{"colon in a number", `{"n":1:}`, []Error{{"", 6, "", ErrSyntax}}, "it is behind the digits in ASCII"},
		{"empty", ``, []Error{{"", 0, "", ErrSyntax}}, "no value"},
		{"bad null", `{"inner":nul}`, []Error{{"/inner", 12, "", ErrSyntax}}, "null begins so, and nothing else"},
		{"open list", `{"list":["a"`, []Error{{"/list", 12, "", ErrSyntax}}, "the list was being read"},
		{"listed twice", `{"text":"a","n":1,"t\u0065xt":1}`, []Error{{"/text", 18, "", ErrDuplicateName}}, "in any spelling; its kind no longer counts"},
		{"listed twice by meaning", `{"text":"a","aka":"b"}`, []Error{{"/aka", 12, "", ErrDuplicateName}}, "under another name"},
		{"not listed twice", `{"x":1,"text":"a","\u0078":2}`, []Error{{"/x", 18, "", ErrDuplicateName}}, "in any spelling"},
		{"twice in an inner one", `{"text":"a","x":0,"inner":{"text":"b","x":1,"x":2}}`, []Error{{"/inner/x", 44, "", ErrDuplicateName}}, "each object has its own names"},
		{"bad escape before a comma", `{"text":"\,"n":1}`, []Error{{"/text", 10, "", ErrSyntax}}, "what follows a failure is not read"},
		{"bad byte", "{\"x\":\"\xff\"}", []Error{{"/x", 6, "", ErrInvalidUTF8}}, "in what is not listed"},
		{"bad byte before an object", "{\"x\":\"\xff\",\"inner\":{}}", []Error{{"/x", 6, "", ErrInvalidUTF8}}, "what was seen before is not forgotten"},
		{"bad byte in a name before an object", "{\"x\xff\":1,\"inner\":{}}", []Error{{"", 3, "", ErrInvalidUTF8}}, "likewise"},
		{"bad byte before an array", "{\"x\":\"\xff\",\"list\":[]}", []Error{{"/x", 6, "", ErrInvalidUTF8}}, "likewise"},
		{"too deep", `{"x":` + strings.Repeat("[", MaxDepth), []Error{{"/x" + strings.Repeat("/0", MaxDepth-1), 5 + MaxDepth - 1, "", ErrDepth}}, "the object counts"},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, faults := read(row.text)
			require.Equal(t, row.want, faults, row.why)
		})
	}
}

// Objects and lists that the caller opens count as those that are skipped.
func TestReaderDepth(t *testing.T) {
	nested := func(levels int) string {
		return strings.Repeat(`{"inner":`, levels) + "null" + strings.Repeat("}", levels)
	}
	_, faults := read(nested(MaxDepth))
	require.Empty(t, faults)
	_, faults = read(nested(MaxDepth + 1))
	require.Equal(t, []Error{{strings.Repeat("/inner", MaxDepth), 9 * MaxDepth, "", ErrDepth}}, faults)
	_, faults = read(strings.Repeat(`{"inner":`, MaxDepth) + `{"list":[]}` + strings.Repeat("}", MaxDepth))
	require.Equal(t, ErrDepth, faults[0].Err)
	_, faults = read(strings.Repeat(`{"inner":`, MaxDepth-1) + `{"list":[]}` + strings.Repeat("}", MaxDepth-1))
	require.Equal(t, ErrDepth, faults[0].Err, "the list is one level more")

	for _, inner := range []string{`{}`, `{ }`, `{"n":1}`, `{"n":1 }`, `{"x":1 , "y":2}`} {
		text := `{"inner":` + inner + `,"x":` + strings.Repeat("[", MaxDepth-1) + strings.Repeat("]", MaxDepth-1) + `}`
		_, faults = read(text)
		require.Empty(t, faults, "%s is closed and counts no more", inner)
		_, faults = read(strings.Replace(text, "[]", "[[]]", 1))
		require.Equal(t, ErrDepth, faults[0].Err, "behind %s", inner)
	}
}

// The members that are not listed come out as one compact text, of which their
// names and values are pieces.
func TestReaderExtras(t *testing.T) {
	many := func(format string) string {
		var b strings.Builder
		for i := range 2000 {
			fmt.Fprintf(&b, ","+format, i, i)
		}
		return b.String()[1:]
	}
	for _, row := range []struct {
		name, text, want string
		plain            bool
		why              string
	}{
		{"none", `{"text":"a"}`, ``, true, "no text"},
		{"one", `{"x":1}`, `"x":1`, true, "as it stands"},
		{"empty name", `{"":{}}`, `"":{}`, true, "is a name"},
		{"apart", `{"x":1,"text":"a","y":[2]}`, `"x":1,"y":[2]`, true, "a listed member is no part of it"},
		{"spaced", "{ \"x\" :\t1 ,\n\"y\" : [ 1 , \"a b\" ] }", `"x":1,"y":[1,"a b"]`, true, "white space is dropped, but in strings"},
		{"spaced before the colon", `{"x" :1,"y":2}`, `"x":1,"y":2`, true, "on one side only"},
		{"spaced behind the colon", `{"x": 1,"y":2}`, `"x":1,"y":2`, true, "on the other side only"},
		{"colon in a name", `{"a\":":1,"b":2}`, `"a\":":1,"b":2`, false, "what looks like the end of a name"},
		{"needless escape", `{"\u0061":1}`, `"a":1`, true, "the name needs none"},
		{"needed escape", `{"\u000a":1,"b":2}`, `"\n":1,"b":2`, false, "the shortest one"},
		{"many", "{" + many(`"m%d":[%d]`) + "}", many(`"m%d":[%d]`), true, "more than have room without an allocation"},
	} {
		t.Run(row.name, func(t *testing.T) {
			data := []byte(row.text)
			var r Reader
			var values [slots]FieldValue
			o := Record{Values: values[:]}
			r.Init(data)
			require.True(t, r.Record(&o))
			_, more := r.Next(&o, fields)
			require.False(t, more)
			e, n := r.Extras(&o)
			require.Nil(t, r.Done())
			text := ""
			if n > 0 {
				text = e.Text()
			}
			require.Equal(t, row.want, text, row.why)
			var want map[string]json.RawMessage
			require.NoError(t, json.Unmarshal([]byte("{"+text+"}"), &want))
			allPlain := true
			var c Cursor
			if n > 0 {
				c = e.Begin()
			}
			for range n {
				require.False(t, e.IsEnd(&c))
				name, value := e.Next(&c)
				unescaped := Unescaped(name)
				require.Equal(t, string(want[unescaped]), value)
				delete(want, unescaped)
				allPlain = allPlain && name == unescaped
			}
			require.Empty(t, want)
			require.True(t, n == 0 || e.IsEnd(&c))
			require.Equal(t, row.plain, allPlain, row.why)
		})
	}
}

// Names of all lengths about what is compared by words are found, and those that
// begin like them are not taken for them, in any order and with any end behind.
func TestReaderLongNames(t *testing.T) {
	const letters = "abcdefghijklmnopqrstuvwxyz"
	var fields []Field
	for n := range len(letters) {
		fields = append(fields, NewField(letters[:n], uint8(n), Text))
	}
	for _, behind := range []string{"", "                    "} {
		for n := range fields {
			for m := range fields {
				data := []byte(`{"` + letters[:n] + `":"n","` + letters[:m] + `_":"x","` + letters[:m] + `":"m"` + behind + "}")
				var r Reader
				values := make([]FieldValue, len(fields))
				rec := Record{Values: values}
				r.Init(data)
				require.True(t, r.Record(&rec))
				r.Next(&rec, fields)
				if n == m {
					require.Equal(t, ErrDuplicateName, r.Done()[0].Err)
					continue
				}
				text := r.Intern(&rec)
				extras, _ := r.Extras(&rec)
				require.Nil(t, r.Done())
				require.Equal(t, "n", values[n].Text(text))
				require.Equal(t, "m", values[m].Text(text))
				require.Equal(t, `"`+letters[:m]+`_":"x"`, extras.Text())
			}
		}
	}
}

// The first interned text takes exactly its room, the following share some, but
// no more than a chunk is kept alive by one of them.
func TestReaderReserve(t *testing.T) {
	var r Reader
	r.reserve(100)
	require.InDelta(t, 100, r.text.Cap(), 12, "but for the size classes of the allocator")
	for range 1000 {
		r.reserve(100)
		r.text.WriteString(strings.Repeat("x", 100))
		require.LessOrEqual(t, r.text.Cap(), maxChunk)
	}
	require.Equal(t, maxChunk, r.text.Cap())
	r.reserve(2 * maxChunk)
	require.Equal(t, 2*maxChunk, r.text.Cap(), "a long one has its own")
}

// What is wrong with a text of many faults takes no more memory than with one of
// a thousand.
func TestReaderManyFaults(t *testing.T) {
	_, faults := read(`{"list":[` + strings.Repeat("0,", 5000) + `0]}`)
	require.Len(t, faults, maxFaults)
	require.Equal(t, "/list/999", faults[len(faults)-1].Pointer)
}

func TestIsNull(t *testing.T) {
	for _, text := range []string{"null", " null", "\t\r\n null \n"} {
		require.True(t, IsNull([]byte(text)), text)
	}
	for _, text := range []string{"", "nul", "nulll", "null null", "\"null\"", "Null", "\vnull", "0"} {
		require.False(t, IsNull([]byte(text)), text)
	}
	for _, text := range []string{" nul", "  nu", "\t\tn"} {
		require.False(t, IsNull(slices.Clip([]byte(text))), "%q: no byte behind the end is looked at", text)
	}
}

// Names are compared with those of the last object that is alike, not with those of
// the objects around it.
func TestReaderObjectsAlike(t *testing.T) {
	fields := []Field{NewField("v", 0, Any)}
	for _, row := range []struct {
		text string
		want *Error
	}{
		{`[{"p":1,"v":{"p":2}},{"v":{"p":3,"q":4}}]`, nil},
		{`[{"p":1,"v":{"p":2}},{"v":{"p":3,"p":4}}]`, &Error{Offset: 33, Pointer: "/1/v/p", Err: ErrDuplicateName}},
		{`[{"v":{"p":1}},{"p":2,"v":{"p":3,"p":4}}]`, &Error{Offset: 33, Pointer: "/1/v/p", Err: ErrDuplicateName}},
	} {
		var r Reader
		r.Init([]byte(row.text))
		var a Array
		for require.True(t, r.Array(&a)); r.NextElement(&a); {
			outer := Record{Values: make([]FieldValue, 1)}
			require.True(t, r.Record(&outer))
			for _, more := r.Next(&outer, fields); more; _, more = r.Next(&outer, fields) {
				inner := Record{UsesKeys: true}
				require.True(t, r.Record(&inner))
				r.Next(&inner, nil)
				r.Extras(&inner)
			}
			r.Extras(&outer)
		}
		var want []Error
		if row.want != nil {
			want = []Error{*row.want}
		}
		require.Equal(t, want, r.Done(), row.text)
	}
}
