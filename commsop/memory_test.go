//go:build !race

package commsop_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"example.com/graphcomms/commsop"
	"github.com/stretchr/testify/require"
)

// The race detector allocates by itself, so these are measured without it.

// An operation with additional members takes one allocation for all strings, one
// for the list and one for the result, and no more than twice its text.
func TestMemoryOfAnOperation(t *testing.T) {
	for _, text := range []string{
		`{"@odata.type":"#microsoft.graph.recordOperation","id":"1","status":"running","x":1}`,
		`{"@odata.type":"#microsoft.graph.recordOperation","id":"0fe0623f","status":"completed","resultInfo":{"code":200,"subcode":0},"recordingLocation":"https://example.com/r"}`,
	} {
		data := []byte(text)
		const n = 1000
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range n {
			_, _ = commsop.Decode(data)
		}
		runtime.ReadMemStats(&after)
		require.LessOrEqual(t, float64(after.Mallocs-before.Mallocs)/n, 3.1, text)
		require.LessOrEqual(t, float64(after.TotalAlloc-before.TotalAlloc)/n, 2*float64(len(text)), text)
	}
}

// A list of operations that is kept takes no more than three times its text,
// whether it was read as a page or one by one.
func TestMemoryOfAList(t *testing.T) {
	const n = 100_000
	var texts []string
	size := 0
	for i := range n {
		texts = append(texts, fmt.Sprintf(`{"@odata.type":"#microsoft.graph.recordOperation","id":"%d","status":"completed","recordingLocation":"https://example.com/r"}`, i))
		size += len(texts[i])
	}
	page := []byte(`{"value":[` + strings.Join(texts, ",") + `]}`)
	kept := func(read func() []commsop.Operation) float64 {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		list := read()
		runtime.GC()
		runtime.ReadMemStats(&after)
		require.Len(t, list, n)
		return float64(after.HeapAlloc) - float64(before.HeapAlloc)
	}
	require.LessOrEqual(t, kept(func() []commsop.Operation { return must(commsop.DecodePage(page)).Value }), 3*float64(size))
	require.LessOrEqual(t, kept(func() []commsop.Operation {
		list := make([]commsop.Operation, n)
		for i, text := range texts {
			list[i] = must(commsop.Decode([]byte(text)))
		}
		return list
	}), 3*float64(size))
	runtime.KeepAlive(page)
	runtime.KeepAlive(texts)
}

// The listed types and statuses take no memory in the operations that have them.
func TestMemoryOfListedValues(t *testing.T) {
	for _, as := range commsop.Types() {
		data := fmt.Appendf(nil, `{"@odata.type":%q,"status":"Completed"}`, as)
		require.Zero(t, testing.AllocsPerRun(10, func() { _, _ = commsop.Decode(data) }), as)
		require.Equal(t, as, must(commsop.Decode(data)).Type)
	}
}
