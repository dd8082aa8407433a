package store

import (
	"context"
	"database/sql"
	"errors"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/stretchr/testify/require"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/examples/server/node"
)

// kinds are the stores that every case runs against. Each returns a function
// that opens the same data every time: as another process would, where the data
// are outside this one.
var kinds = []struct {
	name string
	data func(t *testing.T) (open func() *Store)
}{
	{"SQLite in memory", func(t *testing.T) func() *Store {
		s := open(t, "")
		return func() *Store { return s }
	}},
	{"SQLite in a file", func(t *testing.T) func() *Store {
		file := filepath.Join(t.TempDir(), "opera?tions #1%.db")
		t.Cleanup(func() { require.FileExists(t, file) })
		return func() *Store { return open(t, file) }
	}},
	{"JetStream", func(t *testing.T) func() *Store {
		url := startNode(t).ClientURL()
		return func() *Store { return open(t, url) }
	}},
}

func startNode(t *testing.T) *server.Server {
	t.Helper()
	n, err := node.Start(server.Options{Port: -1, StoreDir: t.TempDir()})
	require.NoError(t, err)
	t.Cleanup(func() { node.Stop(n) })
	return n
}

func open(t *testing.T, name string) *Store {
	t.Helper()
	s, err := Open(t.Context(), name)
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	return s
}

func decode(t *testing.T, text string) commsop.Operation {
	t.Helper()
	op, err := commsop.Decode([]byte(text))
	require.NoError(t, err)
	return op
}

// add adds a running operation to the call "c".
func add(t *testing.T, s *Store, id string) {
	t.Helper()
	require.NoError(t, s.Add(t.Context(), "c", commsop.Operation{ID: id, Status: commsop.StatusRunning}))
}

// setContext returns a change that sets the client context.
func setContext(text string) func(Entry) (commsop.Operation, error) {
	return func(e Entry) (commsop.Operation, error) {
		e.Operation.ClientContext = text
		return e.Operation, nil
	}
}

func second[T any](_ T, err error) error { return err }

func TestStores(t *testing.T) {
	for _, kind := range kinds {
		for _, test := range cases {
			t.Run(kind.name+"/"+test.name, func(t *testing.T) {
				t.Log(test.why)
				test.run(t, kind.data(t))
			})
		}
	}
}

var cases = []struct {
	name, why string
	run       func(t *testing.T, open func() *Store)
}{
	{"add and get", "what is stored is what came, digit for digit and null for null", func(t *testing.T, open func() *Store) {
		s := open()
		const text = `{"id":"1","status":"running","x":{"n":12345678901234567890.10,"list":[null]},"y":null}`
		require.NoError(t, s.Add(t.Context(), "c", decode(t, text)))
		require.NoError(t, s.Add(t.Context(), "c", decode(t, `{"id":"1","status":"failed"}`)), "one that is there stays")
		e, err := s.Get(t.Context(), "c", "1")
		require.NoError(t, err)
		require.Positive(t, e.Version)
		got, err := e.Operation.AppendJSON(nil)
		require.NoError(t, err)
		require.Equal(t, text, string(got))
	}},
	{"list", "of one call, by id, whatever the order of arrival and of change", func(t *testing.T, open func() *Store) {
		s := open()
		for _, id := range []string{"b", "a", "c"} {
			add(t, s, id)
		}
		require.NoError(t, s.Add(t.Context(), "d", commsop.Operation{ID: "a"}))
		changed, err := s.Update(t.Context(), "c", "b", setContext("x"))
		require.NoError(t, err)
		list, err := s.List(t.Context(), "c")
		require.NoError(t, err)
		require.Len(t, list, 3)
		for i, id := range []string{"a", "b", "c"} {
			require.Equal(t, id, list[i].Operation.ID)
		}
		require.Equal(t, changed.Version, list[1].Version)
		require.Equal(t, "x", list[1].Operation.ClientContext)
	}},
	{"unknown", "operations and calls alike", func(t *testing.T, open func() *Store) {
		s := open()
		add(t, s, "1")
		for _, err := range []error{
			second(s.Get(t.Context(), "c", "x")), second(s.Get(t.Context(), "x", "1")), second(s.List(t.Context(), "x")),
			second(s.Update(t.Context(), "c", "x", nil)),
		} {
			require.ErrorIs(t, err, ErrNotFound)
		}
	}},
	{"any id", "ids are data, whatever a store makes of its keys", func(t *testing.T, open func() *Store) {
		s := open()
		ids := []string{"", " ", ".", "*", ">", "a.b", "a.", ".a", "a/b", "a\\b", "a'b", "%", "_", "é", "e\u0301", "\u0000", "\n", "A", "a", strings.Repeat("x", 20_000)}
		calls := []string{"", "a", "a.b", strings.Repeat("x", 20_000)}
		for _, call := range calls {
			for _, id := range ids {
				require.NoError(t, s.Add(t.Context(), call, commsop.Operation{ID: id, ClientContext: call + "|" + id}))
			}
		}
		for _, call := range calls {
			list, err := s.List(t.Context(), call)
			require.NoError(t, err)
			require.Len(t, list, len(ids))
			for _, id := range ids {
				e, err := s.Get(t.Context(), call, id)
				require.NoError(t, err)
				require.Equal(t, call+"|"+id, e.Operation.ClientContext)
			}
		}
		require.ErrorIs(t, second(s.Get(t.Context(), "b.a", "b")), ErrNotFound)
	}},
	{"update", "versions grow; without a change they stay", func(t *testing.T, open func() *Store) {
		s := open()
		add(t, s, "1")
		first, err := s.Get(t.Context(), "c", "1")
		require.NoError(t, err)

		changed, err := s.Update(t.Context(), "c", "1", setContext("x"))
		require.NoError(t, err)
		require.Greater(t, changed.Version, first.Version)
		require.Equal(t, "x", changed.Operation.ClientContext)
		got, err := s.Get(t.Context(), "c", "1")
		require.NoError(t, err)
		require.Equal(t, changed.Version, got.Version)
		require.True(t, got.Operation.Equal(changed.Operation))

		same, err := s.Update(t.Context(), "c", "1", setContext("x"))
		require.NoError(t, err)
		require.Equal(t, changed.Version, same.Version)

		refused := errors.New("refused")
		_, err = s.Update(t.Context(), "c", "1", func(Entry) (commsop.Operation, error) { return commsop.Operation{}, refused })
		require.ErrorIs(t, err, refused)
		_, err = s.Update(t.Context(), "c", "1", setContext("\xff"))
		require.Error(t, err, "what does not encode is not stored")
		got, err = s.Get(t.Context(), "c", "1")
		require.NoError(t, err)
		require.Equal(t, changed.Version, got.Version)
	}},
	{"two stores", "as two processes have them: no update is lost", func(t *testing.T, open func() *Store) {
		a, b := open(), open()
		add(t, a, "1")
		const rounds = 20
		var group sync.WaitGroup
		for _, s := range []*Store{a, b} {
			group.Go(func() {
				for range rounds {
					_, err := s.Update(t.Context(), "c", "1", func(e Entry) (commsop.Operation, error) {
						n, _ := strconv.Atoi(e.Operation.ClientContext)
						e.Operation.ClientContext = strconv.Itoa(n + 1)
						return e.Operation, nil
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		for _, s := range []*Store{a, b} {
			e, err := s.Get(t.Context(), "c", "1")
			require.NoError(t, err)
			require.Equal(t, strconv.Itoa(2*rounds), e.Operation.ClientContext)
		}
	}},
	{"slow change", "it stops nobody, and sees what came before it in the end", func(t *testing.T, open func() *Store) {
		s := open()
		add(t, s, "1")
		add(t, s, "2")
		calls := 0
		e, err := s.Update(t.Context(), "c", "1", func(e Entry) (commsop.Operation, error) {
			if calls++; calls == 1 {
				for _, err := range []error{
					second(s.Update(t.Context(), "c", "1", setContext("other"))), second(s.Update(t.Context(), "c", "2", setContext("other"))),
					second(s.Get(t.Context(), "c", "1")), second(s.List(t.Context(), "c")),
				} {
					require.NoError(t, err)
				}
			}
			e.Operation.ClientContext += "+slow"
			return e.Operation, nil
		})
		require.NoError(t, err)
		require.Equal(t, "other+slow", e.Operation.ClientContext)
		require.Equal(t, 2, calls)
		require.EqualValues(t, 1, s.Retries())
	}},
	{"always too slow", "there is an end", func(t *testing.T, open func() *Store) {
		s := open()
		add(t, s, "1")
		calls := 0
		_, err := s.Update(t.Context(), "c", "1", func(e Entry) (commsop.Operation, error) {
			calls++
			_, err := s.Update(t.Context(), "c", "1", setContext(strconv.Itoa(calls)))
			require.NoError(t, err)
			return setContext("slow")(e)
		})
		require.ErrorIs(t, err, ErrUnavailable)
		require.Equal(t, attempts, calls)
		e, err := s.Get(t.Context(), "c", "1")
		require.NoError(t, err)
		require.Equal(t, strconv.Itoa(attempts), e.Operation.ClientContext)
	}},
	{"cancelled", "a request that is given up leaves the store as it was, also one in memory, which belongs to a connection", func(t *testing.T, open func() *Store) {
		s := open()
		add(t, s, "1")
		first, err := s.Get(t.Context(), "c", "1")
		require.NoError(t, err)
		for range 50 {
			ctx, cancel := context.WithCancel(t.Context())
			_, err := s.Update(ctx, "c", "1", func(e Entry) (commsop.Operation, error) {
				cancel()
				return setContext("lost")(e)
			})
			require.ErrorIs(t, err, context.Canceled)
		}
		e, err := s.Get(t.Context(), "c", "1")
		require.NoError(t, err)
		require.Equal(t, first.Version, e.Version)
		require.Empty(t, e.Operation.ClientContext)
	}},
	{"unreadable", "one bad text hides no other", func(t *testing.T, open func() *Store) {
		s := open()
		add(t, s, "1")
		require.NoError(t, s.backend.add(t.Context(), "c", "2", []byte(`{"id":"2","secret":}`)))
		add(t, s, "3")
		list, err := s.List(t.Context(), "c")
		require.ErrorContains(t, err, "cannot read")
		require.Len(t, list, 2)
		require.Equal(t, "3", list[1].Operation.ID)
		require.ErrorContains(t, second(s.Get(t.Context(), "c", "2")), "cannot read")
		require.ErrorContains(t, second(s.Update(t.Context(), "c", "2", setContext("x"))), "cannot read")
	}},
}

// While another process holds the file, the store is not available; after
// that it is.
func TestSQLiteIsBusy(t *testing.T) {
	file := filepath.Join(t.TempDir(), "operations.db")
	s := open(t, file)
	add(t, s, "1")
	other, err := sql.Open("sqlite", "file:"+file+"?_txlock=immediate")
	require.NoError(t, err)
	defer other.Close()
	tx, err := other.Begin()
	require.NoError(t, err)
	_, err = s.Update(t.Context(), "c", "1", setContext("x"))
	require.ErrorIs(t, err, ErrUnavailable)
	require.NoError(t, tx.Rollback())
	_, err = s.Update(t.Context(), "c", "1", setContext("x"))
	require.NoError(t, err)
}

// While no node answers, the store is not available; once one does, it is,
// with all that was there.
func TestJetStreamIsAway(t *testing.T) {
	o := server.Options{Port: -1, StoreDir: t.TempDir()}
	n, err := node.Start(o)
	require.NoError(t, err)
	s := open(t, n.ClientURL())
	add(t, s, "1")
	o.Port = n.Addr().(*net.TCPAddr).Port
	node.Stop(n)
	for _, err := range []error{
		second(s.Get(t.Context(), "c", "1")), second(s.List(t.Context(), "c")), s.Add(t.Context(), "c", commsop.Operation{ID: "2"}),
		second(s.Update(t.Context(), "c", "1", setContext("x"))),
	} {
		require.ErrorIs(t, err, ErrUnavailable)
	}
	n, err = node.Start(o)
	require.NoError(t, err)
	t.Cleanup(func() { node.Stop(n) })
	require.Eventually(t, func() bool {
		return second(s.Update(t.Context(), "c", "1", setContext("y"))) == nil
	}, 30*time.Second, 50*time.Millisecond)
}

func TestJetStreamTakesNoMoreThanItsPayload(t *testing.T) {
	s := open(t, startNode(t).ClientURL())
	add(t, s, "1")
	_, err := s.Update(t.Context(), "c", "1", setContext(strings.Repeat("x", 9<<20)))
	require.ErrorIs(t, err, ErrTooLarge)
	_, err = s.Get(t.Context(), "c", "1")
	require.NoError(t, err, "the connection is as it was")
}

// An address that cannot be used is an error without its password.
func TestOpenHidesPasswords(t *testing.T) {
	for _, name := range []string{"nats://user:secret@127.0.0.1:1", "nats://user:secret@127.0.0.1:bad", "nats://user:secret%@h"} {
		_, err := Open(t.Context(), name)
		require.Error(t, err)
		require.NotContains(t, err.Error(), "secret")
	}
}
