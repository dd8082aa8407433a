package commsop_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/internal/entity"
	"example.com/graphcomms/internal/joinerr"
	"example.com/graphcomms/patch"
	"github.com/stretchr/testify/require"
)

// found is what Items yields, as rows can have it.
type found struct {
	Offset  int64
	Line    int
	Pointer string
	Outcome string // the operation, or what is wrong
	Broken  int
	whole   bool
}

// items returns what is found in r, and checks each place against text.
func items(t testing.TB, r io.Reader, text string) (list []found) {
	t.Helper()
	for item, err := range commsop.Internal(&entity.Permitted).Items(r) {
		f := found{Offset: item.Offset, Line: item.Line, Pointer: item.Pointer(), Broken: item.Broken, whole: item.IsOperation}
		switch {
		case err == nil:
			var raw json.RawMessage
			require.NoError(t, json.NewDecoder(strings.NewReader(text[item.Offset:])).Decode(&raw), "an operation is at its offset")
			o, err := commsop.Decode(raw)
			require.NoError(t, err, text)
			require.True(t, o.Equal(item.Operation), text)
			require.Equal(t, 1+strings.Count(text[:item.Offset], "\n"), item.Line, text)
			require.True(t, item.IsOperation)
			f.Outcome = encode(t, item.Operation)
		case err == io.EOF:
			f = found{Outcome: "empty"}
		default:
			f.Outcome = described(t, err)
			rest := commsop.Operation{}
			if item.IsOperation {
				rest = withoutWrong(t, text[item.Offset:], item.Pointer(), err)
			}
			require.True(t, rest.Equal(item.Operation), "the members that are right:\n%s\n%v", text, item.Operation)
			if e, ok := errors.AsType[*patch.Error](err); ok && item.Broken > 0 {
				require.Equal(t, 1+strings.Count(text[:e.Offset], "\n"), item.Broken, text)
			}
		}
		if err != io.EOF {
			require.Equal(t, strings.LastIndexByte(text[:lineStart(text, item.Line)], '\n')+1, int(item.LineStart), text)
		}
		list = append(list, f)
	}
	return list
}

// withoutWrong returns the operation that text begins with, which is at pointer,
// without the members that err names.
func withoutWrong(t testing.TB, text, pointer string, err error) commsop.Operation {
	t.Helper()
	var raw json.RawMessage
	require.NoError(t, json.NewDecoder(strings.NewReader(text)).Decode(&raw))
	for _, e := range joinerr.List(err) {
		p := "null"
		for _, token := range slices.Backward(strings.Split(strings.TrimPrefix(e.Pointer, pointer), "/")[1:]) {
			p = fmt.Sprintf("{%q:%s}", token, p)
		}
		right, err := patch.Apply(raw, []byte(p))
		require.NoError(t, err)
		raw = right
	}
	o, err := commsop.Decode(raw)
	require.NoError(t, err, text)
	return o
}

// lineStart returns the offset of the first byte of a line of text.
func lineStart(text string, line int) (at int) {
	for range line - 1 {
		at += strings.IndexByte(text[at:], '\n') + 1
	}
	return at
}

// Until the first error that nothing can follow, Items finds in a stream what
// Operations does, however it comes.
func TestItems(t *testing.T) {
	for _, row := range streams {
		if row.name == "notifications" { // see below
			continue
		}
		t.Run(row.name, func(t *testing.T) {
			got := items(t, strings.NewReader(row.text), row.text)
			for how, r := range readers(row.text, io.EOF) {
				require.Equal(t, got, items(t, r, row.text), how)
			}
			var outcomes []string
			for _, f := range got {
				if outcomes = append(outcomes, f.Outcome); f.Broken > 0 {
					break
				}
			}
			if strings.Trim(row.text, "\uFEFF \r\n\t") == "" {
				require.Equal(t, []string{"empty"}, outcomes)
			} else {
				require.Equal(t, row.want, outcomes, row.why)
			}
		})
	}
}

func TestItemsOfNotifications(t *testing.T) {
	const record, resource = `"@odata.type":"#microsoft.graph.recordOperation"`, `"resourceUrl":"/communications/calls/c/operations/o"`
	for _, row := range []struct {
		name, why, text string
		want            []found
	}{
		{"body", "the operations of each", `{"value":[{` + resource + `,"resourceData":[{"id":"a"},7,{"id":"b"}]},` + "\n" + `{"resourceData":{` + record + `}}]}`, []found{
			{80, 1, "/value/0/resourceData/0", `{"id":"a"}`, 0, true},
			{93, 1, "/value/0/resourceData/2", `{"id":"b"}`, 0, true},
			{123, 2, "/value/1/resourceData", `{` + record + `}`, 0, true}}},
		{"beside operations", "in any order", `[{"id":"a"},{"resourceData":{` + record + `}},{"id":"b"}]`, []found{
			{1, 1, "/0", `{"id":"a"}`, 0, true}, {28, 1, "/1/resourceData", `{` + record + `}`, 0, true}, {80, 1, "/2", `{"id":"b"}`, 0, true}}},
		{"escaped and spaced", "names and types are read as elsewhere", ` {"resource\u0044ata" : [ {"@type":"graph.Record\u004fperation"} ] }`, []found{
			{26, 1, "/resourceData/0", `{"@type":"graph.RecordOperation"}`, 0, true}}},
		{"no operations", "no type, no resource of operations", `{"resourceData":{"id":1}}{"resourceData":[{"@odata.type":"#microsoft.graph.call","status":1}]}{"resourceData":null}`, nil},
		{"without data", "by its type", `{"@odata.type":"#microsoft.graph.commsNotification","changeType":"created"}`, nil},
		{"wrong kinds", "of the notification, then of each operation by itself", `{` + resource + `,"changeType":[],"resourceData":[{"id":1,"status":2},{"id":"a"}]}`, []found{
			{0, 1, "", `/changeType: wrong kind of JSON value at 67`, 0, false},
			{86, 1, "/resourceData/0", `/resourceData/0/id: wrong kind of JSON value at 92; /resourceData/0/status: wrong kind of JSON value at 103`, 0, true},
			{106, 1, "/resourceData/1", `{"id":"a"}`, 0, true}}},
		{"in a notification", "one in another is no operation", `{` + resource + `,"resourceData":[{"resourceData":{` + record + `}}]}`, []found{
			{70, 1, "/resourceData/0", `/resourceData/0: wrong kind of JSON value at 70`, 0, false}}},
		{"both names of a type", "in what a notification has no rules for", `{"resultInfo":{"@type":"a","@odata.type":"b"},"resourceData":{` + record + `}}`, []found{
			{61, 1, "/resourceData", `{` + record + `}`, 0, true}}},
		{"lists of them", "below the top, and without a list, they hold none that is read", `[{"@odata.type":"#microsoft.graph.commsNotifications","value":[{"resourceData":{` + record + `}}]},{"id":"a"}]{"@odata.type":"#graph.commsNotifications"}`, []found{
			{1, 1, "/0", `/0: wrong kind of JSON value at 1`, 0, false}, {133, 1, "/1", `{"id":"a"}`, 0, true}, {144, 1, "", `: wrong kind of JSON value at 144`, 0, false}}},
		{"cut off", "the next line follows", `{` + resource + `,"resourceData":{"id":"a"}` + "\n" + `{"id":"b"}`, []found{
			{0, 1, "", `: invalid JSON syntax at 80`, 2, false}, {80, 2, "", `{"id":"b"}`, 0, true}}},
		{"repeated", "the next line follows", `{"resourceData":{` + record + `},"resourceData":{}}` + "\n" + `{"id":"b"}`, []found{
			{0, 1, "", `/resourceData: repeated member name at 67`, 1, false}, {86, 2, "", `{"id":"b"}`, 0, true}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			for how, r := range readers(row.text, io.EOF) {
				require.Equal(t, row.want, items(t, r, row.text), "%s; %s", row.why, how)
			}
		})
	}
}

// What is read alone is read in any notification: levels are counted from the
// operation, in a stream of notifications too.
func TestItemsDepth(t *testing.T) {
	nested := func(arrays int) string {
		return `{"@odata.type":"#microsoft.graph.recordOperation","x":` + strings.Repeat("[", arrays) + strings.Repeat("]", arrays) + `}`
	}
	const head = `{"resourceUrl":"/communications/calls/c/operations/o","resourceData":`
	for _, around := range [][2]string{{"", ""}, {"[", "]"}, {`{"value":[`, `]}`}, {head, `}`}, {`{"resourceData":`, `}`}, {head + `[`, `]}`}, {`{"value":[` + head + `[`, `]}]}`}, {`[` + head, `}]`}, {`{"value":` + head, `}}`}} {
		deepest, deeper := around[0]+nested(9999)+around[1], around[0]+nested(10_000)+around[1]
		got := items(t, strings.NewReader(deepest+"\n"+deeper+"\n{}"), deepest+"\n"+deeper+"\n{}")
		require.Len(t, got, 3, around[0])
		require.Equal(t, nested(9999), got[0].Outcome, around[0])
		require.Contains(t, got[1].Outcome, patch.ErrDepth.Error(), around[0])
		require.Equal(t, "{}", got[2].Outcome, around[0])
		require.Equal(t, got, items(t, &pieces{text: deepest + "\n" + deeper + "\n{}", max: 9000, rnd: rand.New(rand.NewPCG(1, 2)), end: io.EOF}, deepest+"\n"+deeper+"\n{}"), around[0])
	}
	// The other members of a notification are as deep as DecodeNotifications reads them.
	for arrays, want := range map[int]string{10_001: `{"id":"a"}`, 10_002: patch.ErrDepth.Error()} {
		text := head + `{"id":"a"},"x":` + strings.Repeat("[", arrays) + strings.Repeat("]", arrays) + "}"
		_, err := commsop.DecodeNotifications([]byte(text))
		require.Equal(t, arrays > 10_001, errors.Is(err, patch.ErrDepth))
		got := items(t, strings.NewReader(text), text)
		require.Len(t, got, 1, arrays)
		require.Contains(t, got[0].Outcome, want, arrays)
	}
}

// cutLines are lines of a file, some of which are cut off.
type cutLines struct {
	lines  []string
	broken map[int]bool
	want   []string // what is found in the others, and in a list before it is cut off
}

func (c *cutLines) add(t *testing.T, line string) {
	c.lines = append(c.lines, line)
	n := len(c.lines)
	for _, f := range items(t, strings.NewReader(line), line) {
		switch {
		case f.Broken > 0:
			c.broken[n] = true
		case line != "":
			c.want = append(c.want, fmt.Sprint(n, " ", f.Outcome))
		}
	}
}

// Whatever ways lines of a file are cut off, each is reported and each of the
// others is read as if it were alone.
func TestItemsOfCutLines(t *testing.T) {
	whole := []string{`{"id":"a"}`, `{"id":"b","x":[{"y":1}]}`, `[{"id":"c"},{"status":"running"}]`, `{"@odata.count":1,"value":[{"id":"d"}]}`, "", `{"resourceData":{"@odata.type":"#microsoft.graph.recordOperation"}}`}
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		c := cutLines{broken: map[int]bool{}}
		for range rnd.IntN(12) {
			line := whole[rnd.IntN(len(whole))]
			if n := rnd.IntN(1 + len(line)); n > 0 && rnd.IntN(2) == 0 {
				c.add(t, line[:n])
				line = whole[0] // two in a row may be one text
			}
			c.add(t, line)
		}
		c.add(t, whole[0])
		text := strings.Join(c.lines, "\n")
		var got []string
		for _, f := range items(t, strings.NewReader(text), text) {
			if f.Broken == 0 {
				got = append(got, fmt.Sprint(f.Line, " ", f.Outcome))
				continue
			}
			require.True(t, c.broken[f.Line], "line %d is broken:\n%s", f.Line, text)
			delete(c.broken, f.Line)
		}
		require.Empty(t, c.broken, text)
		require.Equal(t, c.want, got, text)
	}
}

// What is read takes little memory however long it is: lines, a page, a body of
// notifications, and lines of which each is cut off.
func TestItemsInLittleMemory(t *testing.T) {
	operation := `{"@odata.type":"#microsoft.graph.recordOperation","status":"running","x":"` + strings.Repeat("0123456789abcdef", 1<<10) + `"}`
	for _, row := range []struct {
		name       string
		r          repeating
		operations int // of each item
	}{
		{"lines", repeating{item: operation + "\n"}, 1},
		{"page", repeating{head: `{"value":[`, item: operation + ",\n", tail: "{}]}"}, 1},
		{"notifications", repeating{head: `{"value":[`, item: `{"resourceData":[` + operation + "]},\n", tail: "{}]}"}, 1},
		{"cut lines", repeating{item: operation + "\n" + operation[:len(operation)-1] + "\n"}, 1},
		{"no operations", repeating{item: strings.Repeat("\n", len(operation))}, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			const n = 4000 // 64 MB
			row.r.n = n
			before, seen, line := heap(), 0, 0
			for item, err := range commsop.Internal(&entity.Permitted).Items(&row.r) {
				if line = item.Line; err == nil && item.Operation.Status != "" {
					if seen++; seen%1000 == 0 {
						require.Less(t, heap(), before+1<<20, "after %d", seen)
					}
				}
			}
			require.Equal(t, n*row.operations, seen)
			require.GreaterOrEqual(t, line, n, "lines are counted")
		})
	}
}

// A loop over Items may end at any of them.
func TestItemsStop(t *testing.T) {
	const text = `{"id":"1"}` + "\n" + `{"value":[{"resourceData":[{"@odata.type":"#graph.xOperation","id":"2"},{"@odata.type":"#graph.xOperation","id":3}]}` + "\n" + `{"id":"4"}`
	all := items(t, strings.NewReader(text), text)
	require.Len(t, all, 5)
	for n := range all {
		left := n
		for item := range commsop.Internal(&entity.Permitted).Items(strings.NewReader(text)) {
			require.Equal(t, all[n-left].Pointer, item.Pointer())
			if left--; left < 0 {
				break
			}
		}
		require.Equal(t, -1, left)
	}
}

// A text that fails at each line takes time in proportion to its length. Were
// each line read to where it fails, this test would take minutes.
func TestItemsFailAtOnce(t *testing.T) {
	for _, line := range []string{"{\"x\":[\n", "[\n", "{\"value\":[\n", "{\"value\":[],\"x\":[\n", "{\"x\":\n", "{\"x\":[\n{},\n", "{\"resourceData\":[\n"} {
		n := rounds(1<<18, 1<<15)
		failures := 0
		for _, err := range commsop.Internal(&entity.Permitted).Items(&repeating{item: line, n: n}) {
			if err != nil {
				failures++
			}
		}
		require.Less(t, failures, n/1000, line)
	}
}

// FuzzItems: what is found does not depend on how the text comes, and each
// operation and error is where it is said to be.
func FuzzItems(f *testing.F) {
	for _, row := range streams {
		f.Add(row.text, uint64(1))
	}
	f.Add(`{"value":[{"resourceUrl":"/communications/calls/c/operations/o","changeType":1,"resourceData":[{"id":"a"},7,{"id":1}]},`+"\n"+`{"resourceData":{}}]}`, uint64(2))
	f.Add("{\"x\":[\n{\"id\":\"a\"},\n{\"y\":\n[{\"id\":\"b\"}\n],\n{\"id\":\"c\"}\n", uint64(3))
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		want := items(t, strings.NewReader(text), text)
		require.Equal(t, want, items(t, &pieces{text: text, max: 1 + int(seed%40), rnd: rand.New(rand.NewPCG(seed, seed)), end: io.EOF}, text))
		if strings.Contains(text, "\\") || strings.Contains(text, "resourceData") || strings.Contains(strings.ToLower(text), "notification") {
			return
		}
		for i, o := range outcome(t, strings.NewReader(text)) { // up to the first failure Operations finds the same
			require.Equal(t, o, want[i].Outcome, text)
		}
	})
}
