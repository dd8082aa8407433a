package inbox_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/examples/bot/inbox"
	"example.com/graphcomms/examples/server/store"
)

func open(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), "")
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	return s
}

// deliver reads a body and keeps its states. It returns a line for each: what is
// stored, and the outcome.
func deliver(t *testing.T, s *store.Store, body string) string {
	states, err := inbox.Read([]byte(body))
	if err != nil {
		t.Error(err)
	}
	var lines []string
	for _, arrived := range states {
		now, outcome, err := inbox.Keep(t.Context(), s, arrived)
		if err != nil {
			t.Error(err)
		}
		lines = append(lines, show([]inbox.State{now})+" "+string(outcome))
	}
	return strings.Join(lines, "\n")
}

// stored returns the text of an operation of the call "c".
func stored(t *testing.T, s *store.Store, id string) string {
	t.Helper()
	e, err := s.Get(t.Context(), "c", id)
	require.NoError(t, err)
	text, err := e.Operation.AppendJSON(nil)
	require.NoError(t, err)
	return string(text)
}

func TestKeep(t *testing.T) {
	s := open(t)
	for _, step := range []struct{ why, change, data, want string }{
		{"nothing was known", "updated", `{"id":"1","status":"notStarted"}`, "c 1 NotStarted first"},
		{"progress", "updated", `{"id":"1","status":"running"}`, "c 1 Running later"},
		{"again", "updated", `{"id":"1","status":"running"}`, "c 1 Running known"},
		{"late", "updated", `{"id":"1","status":"notStarted"}`, "c 1 Running known"},
		{"the end", "deleted", `{"id":"1","status":"completed","recordingLocation":"https://example.com/r"}`, "c 1 Completed later"},
		{"late", "updated", `{"id":"1","status":"running"}`, "c 1 Completed known"},
		{"the end again", "deleted", `{"id":"1","status":"completed","recordingLocation":"https://example.com/r"}`, "c 1 Completed known"},
		{"the end, said otherwise", "deleted", `{"id":"1","status":"completed"}`, "c 1 Completed conflict later"},
		{"another end", "deleted", `{"id":"1","status":"failed"}`, "c 1 Failed conflict later"},
		{"a beginning after the end", "created", `{"id":"1"}`, "c 1 Failed known"},
	} {
		require.Equal(t, step.want, deliver(t, s, list(note(step.change, "/communications/calls/c/operations/1", step.data))), step.why)
	}
	require.Equal(t, `{"id":"1","status":"failed"}`, stored(t, s, "1"))
}

// What a body contradicts in itself is said when it is stored, unless the store
// knows better.
func TestKeepConflict(t *testing.T) {
	s := open(t)
	const twice = `{"value":[{"resourceUrl":"calls/c/operations/1","resourceData":{"status":"running","a":1}},{"resourceUrl":"calls/c/operations/1","resourceData":{"status":"running","a":2}}]}`
	require.Equal(t, "c 1 Running conflict first", deliver(t, s, twice))
	deliver(t, s, list(note("deleted", "calls/c/operations/1", `{"status":"completed"}`)))
	require.Equal(t, "c 1 Completed known", deliver(t, s, twice))
}

func TestKeepFails(t *testing.T) {
	s := open(t)
	require.NoError(t, s.Close())
	_, _, err := inbox.Keep(t.Context(), s, inbox.State{Call: "c", Operation: commsop.Operation{ID: "1"}})
	require.Error(t, err)
}

// states are those of one operation, with contradictions and several spellings.
var states = []string{
	`{"id":"1"}`, `{"id":"1","status":"queued"}`, `{"id":"1","status":"NotStarted"}`, `{"id":"1","status":"running"}`, `{"id":"1","status":"Running","a":1}`,
	`{"id":"1","status":"running","@odata.etag":"W/\"1\"","a":2}`, `{"id":"1","status":"completed","recordingAccessToken":"s3cret"}`, `{"id":"1","status":"Failed"}`,
}

// want returns the state that all of them end in: a plain fold.
func want(t *testing.T) string {
	var latest commsop.Operation
	for i, text := range states {
		op, err := commsop.Decode([]byte(text))
		require.NoError(t, err)
		if latest, _ = commsop.Latest(latest, op); i == 0 {
			latest = op
		}
	}
	text, err := latest.AppendJSON(nil)
	require.NoError(t, err)
	return string(text)
}

// Any order, any repetition and any packing end in the same bytes.
func TestAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		s := open(t)
		var arrivals []string
		for _, state := range states {
			for range 1 + r.IntN(3) {
				arrivals = append(arrivals, note("updated", "/communications/calls/c/operations/1", state))
			}
		}
		r.Shuffle(len(arrivals), func(i, j int) { arrivals[i], arrivals[j] = arrivals[j], arrivals[i] })
		for len(arrivals) > 0 {
			n := 1 + r.IntN(len(arrivals))
			deliver(t, s, list(arrivals[:n]...))
			arrivals = arrivals[n:]
		}
		require.Equal(t, want(t), stored(t, s, "1"))
		s.Close()
	}
}

// Callbacks at once bring the states of many operations, each of them one state
// of each operation, once. The latest is there at the end, whoever brought it.
func TestAtOnce(t *testing.T) {
	s := open(t)
	const operations = 300
	body := func(state string, id int) string {
		return list(note("updated", fmt.Sprintf("/communications/calls/c/operations/%d", id), strings.Replace(state, `"1"`, fmt.Sprintf(`"%d"`, id), 1)))
	}
	for id := range operations {
		var group sync.WaitGroup
		begin := make(chan bool)
		for _, state := range states {
			group.Go(func() {
				<-begin
				deliver(t, s, body(state, id))
			})
		}
		close(begin)
		group.Wait()
	}
	for id := range operations {
		require.Equal(t, strings.Replace(want(t), `"1"`, fmt.Sprintf(`"%d"`, id), 1), stored(t, s, fmt.Sprint(id)))
	}
	require.Positive(t, s.Retries(), "they met")
}
