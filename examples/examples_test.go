package examples_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/stretchr/testify/require"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/examples/client/calls"
	"example.com/graphcomms/examples/server/api"
	"example.com/graphcomms/examples/server/node"
	"example.com/graphcomms/examples/server/store"
)

// start serves an operation "1" of the call "c", and returns a client.
func start(t *testing.T, name string) *calls.Client {
	t.Helper()
	s, err := store.Open(t.Context(), name)
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	op := commsop.Operation{Type: commsop.TypeOperation, ID: "1", Status: commsop.StatusRunning, ClientContext: "x"}
	require.NoError(t, s.Add(t.Context(), "c", op))
	h := httptest.NewServer(api.New(s, api.Options{}))
	t.Cleanup(h.Close)
	return &calls.Client{Base: h.URL, HTTP: h.Client()}
}

func TestClientAndServer(t *testing.T) {
	ctx := t.Context()
	client := start(t, "")
	p, op, err := client.Update(ctx, "c", "1", func(op *commsop.Operation) {
		op.Status = commsop.StatusCompleted
		op.ClientContext = ""
	})
	require.NoError(t, err)
	text, err := p.AppendJSON(nil)
	require.NoError(t, err)
	require.Equal(t, `{"@odata.type":"#microsoft.graph.commsOperation","status":"Completed","clientContext":null}`, string(text), "what changed, and no more")
	require.Equal(t, commsop.StatusCompleted, op.Status)
	require.Equal(t, `W/"2"`, calls.ETag(op))

	page, err := client.Operations(ctx, "c")
	require.NoError(t, err)
	require.Len(t, page.Value, 1)
	require.True(t, page.Value[0].Equal(op))

	_, same, err := client.Update(ctx, "c", "1", func(*commsop.Operation) {})
	require.NoError(t, err)
	require.Equal(t, `W/"2"`, calls.ETag(same))
}

func TestClientShowsWhatIsWrong(t *testing.T) {
	client := start(t, "")
	_, _, err := client.Update(t.Context(), "c", "1", func(op *commsop.Operation) {
		op.Status = "Gone"
		op.ClientContext = fmt.Sprintf("%0300d", 0)
	})
	require.EqualError(t, err, "400 BadRequest: The request has 2 errors.\n"+
		"  tooLong: The member at /clientContext is longer than 256.\n"+
		"  unknownValue: The member at /status must be one of NotStarted, Running, Completed, Failed.")
	e, ok := errors.AsType[*calls.Error](err)
	require.True(t, ok)
	require.Equal(t, "/status", e.Body.Details[1].Target)

	_, err = client.Operation(t.Context(), "c", "a/b?")
	require.EqualError(t, err, "404 ResourceNotFound: There is no such operation.")

	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	_, err = (&calls.Client{Base: plain.URL}).Operation(t.Context(), "c", "1")
	require.EqualError(t, err, "404 unknown: Not Found", "a server of another kind")
}

// Eight goroutines patch one operation for a while. Half of them count up with
// If-Match, and begin again when another was faster; the others each set
// members of their own without it. Every update is in the result.
func TestNoUpdateIsLost(t *testing.T) {
	n, err := node.Start(server.Options{Port: -1, StoreDir: t.TempDir()})
	require.NoError(t, err)
	defer node.Stop(n)
	for _, test := range []struct{ name, store string }{
		{"SQLite in memory", ""},
		{"SQLite in a file", filepath.Join(t.TempDir(), "operations.db")},
		{"JetStream", n.ClientURL()},
	} {
		t.Run(test.name, func(t *testing.T) {
			client := start(t, test.store)
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second) // if all else fails
			defer cancel()

			const most = 2000 // of each goroutine
			end := time.Now().Add(2 * time.Second)
			var counted, answered atomic.Int64
			var set [4]int
			var group sync.WaitGroup
			for g := range 4 {
				group.Go(func() {
					for i := 0; i < most && (i == 0 || time.Now().Before(end)); i++ {
						_, _, err := client.Update(ctx, "c", "1", func(op *commsop.Operation) {
							op.AdditionalData.Merge(map[string]int64{"counter": number(op, "counter") + 1})
						})
						if err != nil {
							t.Error(err)
							return
						}
						counted.Add(1)
					}
				})
				group.Go(func() {
					for i := 0; i < most && (i == 0 || time.Now().Before(end)); i++ {
						var p commsop.Patch
						p.AdditionalData.Merge(map[string]any{fmt.Sprintf("member%d", g): i + 1, fmt.Sprintf("member%d.%d", g, i%10): true})
						op, err := client.Patch(ctx, "c", "1", p, "")
						if err != nil {
							t.Error(err)
							return
						}
						if got := number(&op, fmt.Sprintf("member%d", g)); got != int64(i+1) {
							t.Errorf("member%d = %d after it was set to %d", g, got, i+1)
							return
						}
						set[g] = i + 1
						answered.Add(1)
					}
				})
			}
			group.Wait()

			op, err := client.Operation(ctx, "c", "1")
			require.NoError(t, err)
			require.Equal(t, counted.Load(), number(&op, "counter"))
			for g, want := range set {
				require.Positive(t, want)
				require.EqualValues(t, want, number(&op, fmt.Sprintf("member%d", g)))
				for i := range min(want, 10) {
					_, ok := op.AdditionalData.Get(fmt.Sprintf("member%d.%d", g, i))
					require.True(t, ok, "member%d.%d", g, i)
				}
			}
			require.Equal(t, fmt.Sprintf(`W/"%d"`, 1+counted.Load()+answered.Load()), calls.ETag(op), "one version for each update")
			require.Positive(t, counted.Load())
			t.Logf("%d counted, %d set", counted.Load(), answered.Load())
		})
	}
}

// number returns an additional member that is a number, or 0.
func number(op *commsop.Operation, name string) int64 {
	value, _ := op.AdditionalData.Get(name)
	n, _ := strconv.ParseInt(string(value), 10, 64)
	return n
}
