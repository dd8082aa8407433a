package jsonscan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// record is what a Reader of the tests reads.
type record struct {
	text, number string
	n            int32
	raw          string
	list         []string
	inner        *record
	names        []string // of members that are not simple
	states       map[string]State
}

// The slots of the listed members; aka is another name for text.
const (
	textSlot = iota
	nSlot
	listSlot
	innerSlot
)

var listed = []Listed{
	NewListed("text", textSlot, Text), NewListed("n", nSlot, Integer), NewListed("list", listSlot, Any),
	NewListed("inner", innerSlot, Any), NewListed("aka", textSlot, Text),
}

func readRecord(r *Reader) *record {
	var o Record
	if !r.Record(&o) {
		return nil
	}
	rec := &record{states: map[string]State{}}
	for slot, more := r.Next(&o, listed); more; slot, more = r.Next(&o, listed) {
		name := string(r.name(&o.Object))
		if slot != Other {
			name = listed[slot].name
		}
		rec.names = append(rec.names, name)
		switch slot {
		case listSlot:
			var a Array
			if !r.Array(&a) {
				break
			}
			for r.NextElement(&a) {
				from := r.i
				switch r.Kind() {
				case 'n':
					r.Null()
					rec.list = append(rec.list, "")
				case '"':
					if _, f := r.Skip(); f&Failed == 0 {
						r.reserve(r.i-from, 10)
						rec.list = append(rec.list, r.keep(from+1, r.i-1, f))
					}
				default:
					r.Refuse(ErrWrongType)
				}
			}
		case innerSlot:
			if !r.Null() {
				rec.inner = readRecord(r)
			}
		default:
			kept, value, text := r.Member(&o, 100)
			if text != "" && text != `"`+kept+`":`+string(value) || kept != name && r.flags&Failed == 0 {
				panic(text)
			}
			rec.raw += string(value)
		}
	}
	kept := r.Keep(&o)
	rec.text, rec.number = o.Slots[textSlot].Text(kept), o.Slots[nSlot].Text(kept)
	rec.n = o.Slots[nSlot].N
	for slot, name := range []string{"text", "n"} {
		if state := o.Slots[slot].State; state != Absent {
			rec.states[name] = state
		}
	}
	return rec
}

func read(text string) (*record, []Fault) {
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
		text: "é\n", n: -5, raw: `[1,"a b"]`, list: []string{"a", "b", ""},
		names:  []string{"x", "list", "inner"},
		states: map[string]State{"text": Valid, "n": Valid},
		inner: &record{raw: "0", names: []string{"inner", "y"},
			states: map[string]State{"text": Null, "n": Null}},
	}, rec)
}

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
			require.Equal(t, []Fault{{Pointer: "/n", Offset: 5, Err: row.err}}, faults, row.why)
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
		want       []Fault
		why        string
	}{
		{"sorted", `{"text":1,"inner":{"text":[],"n":{}},"n":"x","list":["a",0,{"b":1}]}`, []Fault{
			{"/inner/n", 33, ErrWrongType}, {"/inner/text", 26, ErrWrongType}, {"/list/1", 57, ErrWrongType},
			{"/list/2", 59, ErrWrongType}, {"/n", 41, ErrWrongType}, {"/text", 8, ErrWrongType}}, "all kinds, by pointer"},
		{"not an object", ` [1] `, []Fault{{"", 1, ErrWrongType}}, "the value itself"},
		{"inner not an object", `{"inner":[{}],"list":{}}`, []Fault{{"/inner", 9, ErrWrongType}, {"/list", 21, ErrWrongType}}, "each is skipped"},
		{"syntax after kinds", `{"text":1,"n":}`, []Fault{{"/n", 14, ErrSyntax}}, "a failure of the scan is the only one"},
		{"in what is refused", `{"text":[1,{"a":1,"a":2}]}`, []Fault{{"/text/1/a", 18, ErrDuplicateName}}, "refused values are scanned too"},
		{"after it", `{"text":"a"} x`, []Fault{{"", 13, ErrSyntax}}, "nothing may follow"},
		{"empty", ``, []Fault{{"", 0, ErrSyntax}}, "no value"},
		{"bad null", `{"inner":nul}`, []Fault{{"/inner", 9, ErrSyntax}}, "null begins so, and nothing else"},
		{"open list", `{"list":["a"`, []Fault{{"/list", 12, ErrSyntax}}, "the list was being read"},
		{"listed twice", `{"text":"a","n":1,"t\u0065xt":1}`, []Fault{{"/text", 18, ErrDuplicateName}}, "in any spelling; its kind no longer counts"},
		{"listed twice by meaning", `{"text":"a","aka":"b"}`, []Fault{{"/aka", 12, ErrDuplicateName}}, "under another name"},
		{"not listed twice", `{"x":1,"text":"a","\u0078":2}`, []Fault{{"/x", 18, ErrDuplicateName}}, "in any spelling"},
		{"twice in an inner one", `{"text":"a","x":0,"inner":{"text":"b","x":1,"x":2}}`, []Fault{{"/inner/x", 44, ErrDuplicateName}}, "each object has its own names"},
		{"bad escape before a comma", `{"text":"\,"n":1}`, []Fault{{"/text", 10, ErrSyntax}}, "what follows a failure is not read"},
		{"bad byte", "{\"x\":\"\xff\"}", []Fault{{"/x", 6, ErrInvalidUTF8}}, "in what is not listed"},
		{"bad byte before an object", "{\"x\":\"\xff\",\"inner\":{}}", []Fault{{"/x", 6, ErrInvalidUTF8}}, "what was seen before is not forgotten"},
		{"bad byte in a name before an object", "{\"x\xff\":1,\"inner\":{}}", []Fault{{"", 3, ErrInvalidUTF8}}, "likewise"},
		{"bad byte before an array", "{\"x\":\"\xff\",\"list\":[]}", []Fault{{"/x", 6, ErrInvalidUTF8}}, "likewise"},
		{"too deep", `{"x":` + strings.Repeat("[", MaxDepth), []Fault{{"/x" + strings.Repeat("/0", MaxDepth-1), 5 + MaxDepth - 1, ErrDepth}}, "the object counts"},
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
	require.Equal(t, []Fault{{strings.Repeat("/inner", MaxDepth), 9 * MaxDepth, ErrDepth}}, faults)
	_, faults = read(strings.Repeat(`{"inner":`, MaxDepth) + `{"list":[]}` + strings.Repeat("}", MaxDepth))
	require.Equal(t, ErrDepth, faults[0].Err)
	_, faults = read(strings.Repeat(`{"inner":`, MaxDepth-1) + `{"list":[]}` + strings.Repeat("}", MaxDepth-1))
	require.Equal(t, ErrDepth, faults[0].Err, "the list is one level more")
}

// Many raw values share memory, but none can grow into the next one.
func TestReaderRaw(t *testing.T) {
	var b strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&b, `,"m%d":[ %d ]`, i, i)
	}
	var r Reader
	var o Record
	r.Init([]byte("{" + b.String()[1:] + "}"))
	require.True(t, r.Record(&o))
	var raws [][]byte
	for _, more := r.Next(&o, nil); more; _, more = r.Next(&o, nil) {
		raws = append(raws, r.Raw())
	}
	require.Empty(t, r.Done())
	for i := range raws {
		_ = append(raws[i], "overwritten"...)
	}
	for i, raw := range raws {
		require.Equal(t, fmt.Sprintf("[%d]", i), string(raw))
	}
}

func TestIsNull(t *testing.T) {
	for _, text := range []string{"null", " null", "\t\r\n null \n"} {
		require.True(t, IsNull([]byte(text)), text)
	}
	for _, text := range []string{"", "nul", "nulll", "null null", "\"null\"", "Null", "\vnull", "0"} {
		require.False(t, IsNull([]byte(text)), text)
	}
}
