// Package store keeps the operations of calls in a SQLite database.
package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	_ "modernc.org/sqlite" // the driver, in pure Go

	"example.com/graphcomms/commsop"
)

// ErrNotFound says that there is no such operation, or no operation of such a
// call.
var ErrNotFound = errors.New("store: not found")

// A Store is safe for concurrent use.
type Store struct{ db *sql.DB }

// An Entry is a stored operation and its version, which grows with every
// change.
type Entry struct {
	Operation commsop.Operation
	Version   int64
}

// Open opens the database in a file, which it creates if it is not there; ""
// is a database in memory.
func Open(ctx context.Context, file string) (*Store, error) {
	if file == "" {
		file = ":memory:"
	}
	// Each transaction takes the write lock when it begins, so that no other
	// process writes between its reads and its writes.
	name := "file:" + (&url.URL{Path: file}).EscapedPath()
	db, err := sql.Open("sqlite", name+"?_txlock=immediate&_pragma=busy_timeout(5000)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // a database in memory belongs to its connection
	_, err = db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS operations (
		call    TEXT NOT NULL,
		id      TEXT NOT NULL,
		version INTEGER NOT NULL,
		body    BLOB NOT NULL,
		UNIQUE (call, id))`)
	if err != nil {
		db.Close()
		return nil, fmt.Errorf("store: %w", err)
	}
	return &Store{db}, nil
}

// Close closes the database. What is in memory is lost.
func (s *Store) Close() error { return s.db.Close() }

// Add stores an operation, unless the call has one with its id.
func (s *Store) Add(ctx context.Context, call string, op commsop.Operation) error {
	body, err := op.AppendJSON(nil)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, `INSERT OR IGNORE INTO operations VALUES (?, ?, 1, ?)`, call, op.ID, body)
	return err
}

// Get returns an operation, or ErrNotFound.
func (s *Store) Get(ctx context.Context, call, id string) (Entry, error) {
	return get(ctx, s.db, call, id)
}

// List returns the operations of a call in the order in which they were added,
// or ErrNotFound if there are none.
func (s *Store) List(ctx context.Context, call string) ([]Entry, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT body, version FROM operations WHERE call = ? ORDER BY rowid`, call)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Entry
	for rows.Next() {
		e, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if list == nil {
		return nil, ErrNotFound
	}
	return list, nil
}

// Update replaces an operation by what change makes of it, and returns the new
// entry. Nobody else changes the operation meanwhile: change sees the result
// of the update before this one. An operation that stays as it is keeps its
// version. An error of change is returned, and nothing is stored.
func (s *Store) Update(ctx context.Context, call, id string, change func(Entry) (commsop.Operation, error)) (Entry, error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return Entry{}, err
	}
	defer tx.Rollback() // nothing, after a commit
	before, err := get(ctx, tx, call, id)
	if err != nil {
		return Entry{}, err
	}
	op, err := change(before)
	if err != nil {
		return Entry{}, err
	}
	old, err := before.Operation.AppendJSON(nil)
	if err != nil {
		return Entry{}, err
	}
	body, err := op.AppendJSON(nil)
	if err != nil {
		return Entry{}, err
	}
	if bytes.Equal(old, body) {
		return before, nil
	}
	after := Entry{op, before.Version + 1}
	_, err = tx.ExecContext(ctx, `UPDATE operations SET body = ?, version = ? WHERE call = ? AND id = ?`, body, after.Version, call, id)
	if err != nil {
		return Entry{}, err
	}
	return after, tx.Commit()
}

// get reads an operation from a database or a transaction.
func get(ctx context.Context, q interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}, call, id string) (Entry, error) {
	e, err := scan(q.QueryRowContext(ctx, `SELECT body, version FROM operations WHERE call = ? AND id = ?`, call, id))
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return e, err
}

func scan(row interface{ Scan(...any) error }) (e Entry, err error) {
	var body []byte
	if err = row.Scan(&body, &e.Version); err != nil {
		return e, err
	}
	e.Operation, err = commsop.Decode(body)
	return e, err
}
