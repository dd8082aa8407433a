// Package store keeps the operations of calls. The place is a choice: a SQLite
// database, in memory or in a file, or the key-value store of a NATS JetStream
// cluster, which any number of servers share.
package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"example.com/graphcomms/commsop"
)

var (
	// ErrNotFound says that there is no such operation, or no operation of such
	// a call.
	ErrNotFound = errors.New("store: not found")
	// ErrUnavailable says that the store does not answer now, or that too many
	// others change the same operation. A change may have taken place all the
	// same.
	ErrUnavailable = errors.New("store: not available now")
	// ErrTooLarge says that an operation is larger than the store takes.
	ErrTooLarge = errors.New("store: too large")
)

// A Store is safe for concurrent use.
type Store struct {
	backend backend
	retries atomic.Int64
}

// An Entry is a stored operation and its version, which grows with every
// change.
type Entry struct {
	Operation commsop.Operation
	Version   uint64
}

// A backend keeps a text for each operation. It knows nothing of operations.
type backend interface {
	add(ctx context.Context, call, id string, text []byte) error // does nothing if there is one
	get(ctx context.Context, call, id string) (record, error)    // or ErrNotFound
	list(ctx context.Context, call string) ([]record, error)     // in any order
	// swap replaces the text of a version. If there is another by now it
	// returns errChanged, and changes nothing.
	swap(ctx context.Context, call, id string, text []byte, version uint64) (uint64, error)
	close() error
}

var errChanged = errors.New("store: changed by another")

type record struct {
	key     string // for messages
	text    []byte
	version uint64
}

// Open opens the store with a name: nodes of a JetStream cluster, as in
// "nats://host:4222,nats://other:4222"; a SQLite file, which is created if it is
// not there; or a SQLite database in memory, "".
func Open(ctx context.Context, name string) (*Store, error) {
	var b backend
	var err error
	if strings.HasPrefix(name, "nats://") || strings.HasPrefix(name, "tls://") {
		b, err = openJetStream(ctx, name)
	} else {
		b, err = openSQLite(ctx, name)
	}
	if err != nil {
		return nil, err
	}
	return &Store{backend: b}, nil
}

// Close closes the store. What is in memory is lost.
func (s *Store) Close() error { return s.backend.close() }

// Add stores an operation, unless the call has one with its id.
func (s *Store) Add(ctx context.Context, call string, op commsop.Operation) error {
	text, err := op.AppendJSON(nil)
	if err != nil {
		return err
	}
	return s.backend.add(ctx, call, op.ID, text)
}

// Get returns an operation, or ErrNotFound.
func (s *Store) Get(ctx context.Context, call, id string) (Entry, error) {
	r, err := s.backend.get(ctx, call, id)
	if err != nil {
		return Entry{}, err
	}
	return r.entry()
}

// List returns the operations of a call in the order of their ids, or
// ErrNotFound if there are none. Operations that cannot be read do not hide the
// others: they are left out, and the error beside the list says which.
func (s *Store) List(ctx context.Context, call string) ([]Entry, error) {
	records, err := s.backend.list(ctx, call)
	if err != nil {
		return nil, err
	}
	if len(records) == 0 {
		return nil, ErrNotFound
	}
	var list []Entry
	var unread []error
	for _, r := range records {
		e, err := r.entry()
		if err != nil {
			unread = append(unread, err)
			continue
		}
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b Entry) int { return strings.Compare(a.Operation.ID, b.Operation.ID) })
	return list, errors.Join(unread...)
}

// attempts bounds how often Update begins again. Every time somebody else was
// faster, so all together advance.
const attempts = 100

// pause waits a little before the next attempt, longer after many. A cluster
// that looks for a leader may refuse a change for another that is on its way.
func pause(ctx context.Context, attempt int) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(rand.N(time.Duration(min(1+attempt, 20)) * time.Millisecond)):
		return nil
	}
}

// Update replaces an operation by what change makes of it, and returns the new
// entry. Others are not stopped meanwhile: if one of them changes the operation
// first, change is called again with the result, until ctx is done. So change
// sees the result of the update before this one. An operation that stays as it
// is keeps its version. An error of change is returned, and nothing is stored.
func (s *Store) Update(ctx context.Context, call, id string, change func(Entry) (commsop.Operation, error)) (Entry, error) {
	for i := range attempts {
		r, err := s.backend.get(ctx, call, id)
		if err != nil {
			return Entry{}, err
		}
		before, err := r.entry()
		if err != nil {
			return Entry{}, err
		}
		op, err := change(before)
		if err != nil {
			return Entry{}, err
		}
		text, err := op.AppendJSON(nil)
		if err != nil {
			return Entry{}, err
		}
		if bytes.Equal(text, r.text) {
			return Entry{op, r.version}, nil
		}
		if err := ctx.Err(); err != nil {
			return Entry{}, err
		}
		version, err := s.backend.swap(ctx, call, id, text, r.version)
		if err == nil {
			return Entry{op, version}, nil
		}
		if !errors.Is(err, errChanged) {
			return Entry{}, err
		}
		s.retries.Add(1)
		if err := pause(ctx, i); err != nil {
			return Entry{}, err
		}
	}
	return Entry{}, fmt.Errorf("%w: others changed the operation %d times", ErrUnavailable, attempts)
}

// Retries returns how often Update has begun again so far, because somebody else
// was faster.
func (s *Store) Retries() int64 { return s.retries.Load() }

// entry reads a record. Its error is the store's fault, not that of a request:
// it hides what is wrong with the text from [errors.AsType].
func (r record) entry() (Entry, error) {
	op, err := commsop.Decode(r.text)
	if err != nil {
		return Entry{}, fmt.Errorf("store: cannot read %q: %v", r.key, err)
	}
	return Entry{op, r.version}, nil
}
