package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/examples/server/store"
)

func open(t *testing.T, file string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), file)
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

func TestStore(t *testing.T) {
	s := open(t, "")
	for _, id := range []string{"b", "a"} {
		require.NoError(t, s.Add(t.Context(), "c", decode(t, `{"id":"`+id+`","status":"running","x":null}`)))
	}
	require.NoError(t, s.Add(t.Context(), "c", decode(t, `{"id":"a","status":"failed"}`)), "one that is there stays")

	list, err := s.List(t.Context(), "c")
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.Equal(t, "b", list[0].Operation.ID, "in the order in which they came")
	require.True(t, list[1].Operation.Equal(decode(t, `{"id":"a","status":"running","x":null}`)))

	e, err := s.Update(t.Context(), "c", "a", func(e store.Entry) (commsop.Operation, error) {
		e.Operation.Status = commsop.StatusCompleted
		return e.Operation, nil
	})
	require.NoError(t, err)
	require.EqualValues(t, 2, e.Version)
	got, err := s.Get(t.Context(), "c", "a")
	require.NoError(t, err)
	require.EqualValues(t, 2, got.Version)
	require.Equal(t, commsop.StatusCompleted, got.Operation.Status)

	e, err = s.Update(t.Context(), "c", "a", func(e store.Entry) (commsop.Operation, error) { return e.Operation, nil })
	require.NoError(t, err)
	require.EqualValues(t, 2, e.Version, "nothing changed")

	refused := errors.New("refused")
	_, err = s.Update(t.Context(), "c", "a", func(e store.Entry) (commsop.Operation, error) { return commsop.Operation{}, refused })
	require.ErrorIs(t, err, refused)

	for _, err := range []error{
		second(s.Get(t.Context(), "c", "x")), second(s.Get(t.Context(), "x", "a")), second(s.List(t.Context(), "x")),
		second(s.Update(t.Context(), "c", "x", nil)),
	} {
		require.ErrorIs(t, err, store.ErrNotFound)
	}
}

func second[T any](_ T, err error) error { return err }

// Two stores on one file, as two processes would have, lose nothing.
func TestStoresShareAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "opera?tions #1%.db")
	a, b := open(t, file), open(t, file)
	require.FileExists(t, file)
	require.NoError(t, a.Add(t.Context(), "c", decode(t, `{"id":"1","status":"running"}`)))

	const rounds = 20
	var group sync.WaitGroup
	for _, s := range []*store.Store{a, b} {
		group.Go(func() {
			for range rounds {
				_, err := s.Update(t.Context(), "c", "1", func(e store.Entry) (commsop.Operation, error) {
					n, _ := e.Operation.AdditionalData.Get("n")
					i, _ := strconv.Atoi(string(n))
					e.Operation.AdditionalData.Set("n", strconv.AppendInt(nil, int64(i+1), 10))
					return e.Operation, nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	e, err := a.Get(t.Context(), "c", "1")
	require.NoError(t, err)
	n, _ := e.Operation.AdditionalData.Get("n")
	require.Equal(t, strconv.Itoa(2*rounds), string(n))
	require.EqualValues(t, 1+2*rounds, e.Version)
}

// A request that is given up in the middle leaves the database as it was, also
// the one in memory, which belongs to a connection.
func TestStoreSurvivesCancelledRequests(t *testing.T) {
	s := open(t, "")
	require.NoError(t, s.Add(t.Context(), "c", decode(t, `{"id":"1","status":"running"}`)))
	for range 50 {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := s.Update(ctx, "c", "1", func(e store.Entry) (commsop.Operation, error) {
			cancel()
			e.Operation.ClientContext = "lost"
			return e.Operation, nil
		})
		require.Error(t, err)
	}
	e, err := s.Get(t.Context(), "c", "1")
	require.NoError(t, err)
	require.EqualValues(t, 1, e.Version)
	require.Empty(t, e.Operation.ClientContext)
}
