package commsop_test

import (
	"slices"
	"testing"

	"example.com/graphcomms/commsop"
	"github.com/stretchr/testify/require"
)

func TestLatest(t *testing.T) {
	for _, row := range []struct {
		a, b, want string
		conflict   bool
		why        string
	}{
		{`{"status":"running"}`, `{"status":"completed"}`, `{"status":"completed"}`, false, "the end is later"},
		{`{"status":"running","x":1}`, `{"status":"notStarted","x":2}`, `{"status":"running","x":1}`, false, "what comes late changes nothing"},
		{`{}`, `{"status":null}`, `{}`, true, "null is no status, and not absent; } is greater than a quote"},
		{`{"status":null}`, `{"status":"paused"}`, `{"status":"paused"}`, false, "an unknown one is later than none"},
		{`{"status":"paused"}`, `{"status":"notStarted"}`, `{"status":"notStarted"}`, false, "and before all that are known"},
		{`{"status":"completed"}`, `{"status":"failed"}`, `{"status":"failed"}`, true, "both are final"},
		{`{"status":"running","x":1}`, `{"status":"running","x":2}`, `{"status":"running","x":2}`, true, "they differ"},
		{`{"status":"Running","x":1.0}`, `{"x":1,"status":"running"}`, `{"status":"running","x":1}`, false, "in spelling only"},
		{`{"@odata.type":"#microsoft.graph.recordOperation","status":"completed","resultInfo":{"@odata.type":"#microsoft.graph.resultInfo"}}`, `{"status":"completed","resultInfo":{}}`, `{"status":"completed","resultInfo":{}}`, false, "the type is control information"},
		{`{"status":"running","@odata.etag":"1","resultInfo":{"code":1,"@id":"a"}}`, `{"status":"running","@odata.etag":"2","resultInfo":{"code":1}}`, `{"status":"running","resultInfo":{"code":1},"@odata.etag":"2"}`, false, "in control information only"},
	} {
		for _, pair := range [][2]string{{row.a, row.b}, {row.b, row.a}} {
			got, conflict := commsop.Latest(decode(t, pair[0]), decode(t, pair[1]))
			require.Equal(t, row.want, encode(t, got), row.why)
			require.Equal(t, row.conflict, conflict, row.why)
		}
	}
}

// Whatever the order in which the states of an operation arrive, and however
// often, the same bytes are stored at the end, and a final status stays.
func TestLatestInEveryOrder(t *testing.T) {
	for seed := range uint64(20) {
		g := newGenerator(seed)
		size := 6
		if seed == 0 {
			size = rounds(8, 6)
		}
		var states []commsop.Operation
		for len(states) < size {
			if o, err := commsop.Decode(g.text(operationShape)); err == nil {
				states = append(states, o)
			}
		}
		first := ""
		permute(states, func(order []commsop.Operation) {
			stored := order[0]
			for _, o := range slices.Concat(order, order[:3], order) {
				was := stored
				stored, _ = commsop.Latest(stored, o)
				require.True(t, !was.Status.IsTerminal() || stored.Status.IsTerminal(), "a final status regressed")
			}
			if first == "" {
				first = encode(t, stored)
			}
			require.Equal(t, first, encode(t, stored), "seed %d", seed)
		})
	}
}

// permute calls f with every order of list.
func permute[T any](list []T, f func([]T)) {
	var visit func(k int)
	visit = func(k int) {
		if k == len(list) {
			f(list)
			return
		}
		for i := k; i < len(list); i++ {
			list[k], list[i] = list[i], list[k]
			visit(k + 1)
			list[k], list[i] = list[i], list[k]
		}
	}
	visit(0)
}
