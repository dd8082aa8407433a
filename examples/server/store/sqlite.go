package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	"modernc.org/sqlite" // in pure Go
	sqlite3 "modernc.org/sqlite/lib"
)

type sqliteStore struct{ db *sql.DB }

// openSQLite opens a file, or a database in memory for "".
func openSQLite(ctx context.Context, file string) (*sqliteStore, error) {
	if file == "" {
		file = ":memory:"
	}
	// Another process may hold the file for a moment.
	name := "file:" + (&url.URL{Path: file}).EscapedPath()
	db, err := sql.Open("sqlite", name+"?_pragma=busy_timeout(2000)")
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
		return nil, sqliteError(err)
	}
	return &sqliteStore{db}, nil
}

func (s *sqliteStore) close() error { return s.db.Close() }

func (s *sqliteStore) add(ctx context.Context, call, id string, text []byte) error {
	_, err := s.db.ExecContext(ctx, `INSERT OR IGNORE INTO operations VALUES (?, ?, 1, ?)`, call, id, text)
	return sqliteError(err)
}

func (s *sqliteStore) get(ctx context.Context, call, id string) (record, error) {
	r := record{key: id}
	err := s.db.QueryRowContext(ctx, `SELECT body, version FROM operations WHERE call = ? AND id = ?`, call, id).Scan(&r.text, &r.version)
	return r, sqliteError(err)
}

func (s *sqliteStore) list(ctx context.Context, call string) (list []record, err error) {
	rows, err := s.db.QueryContext(ctx, `SELECT id, body, version FROM operations WHERE call = ?`, call)
	if err != nil {
		return nil, sqliteError(err)
	}
	defer rows.Close()
	for rows.Next() {
		var r record
		if err := rows.Scan(&r.key, &r.text, &r.version); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, sqliteError(rows.Err())
}

func (s *sqliteStore) swap(ctx context.Context, call, id string, text []byte, version uint64) (uint64, error) {
	result, err := s.db.ExecContext(ctx, `UPDATE operations SET body = ?, version = version + 1 WHERE call = ? AND id = ? AND version = ?`,
		text, call, id, version)
	if err != nil {
		return 0, sqliteError(err)
	}
	switch n, err := result.RowsAffected(); {
	case err != nil:
		return 0, err
	case n == 0:
		return 0, errChanged
	}
	return version + 1, nil
}

func sqliteError(err error) error {
	e, ok := errors.AsType[*sqlite.Error](err)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return ErrNotFound
	case ok && e.Code()&0xff == sqlite3.SQLITE_BUSY:
		return fmt.Errorf("%w: %v", ErrUnavailable, err)
	}
	return err
}
