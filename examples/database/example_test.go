package database_test

import (
	"database/sql"
	"fmt"

	_ "modernc.org/sqlite"

	"example.com/graphcomms/commsop"
)

// In PostgreSQL the body is of type json, which keeps it as it is, or jsonb,
// which does not, and the generated column is lower(body->>'status').
func Example() {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // each connection would have a memory of its own
	must := func(_ sql.Result, err error) {
		if err != nil {
			fmt.Println(err)
		}
	}
	must(db.Exec(`CREATE TABLE operation (
		id     TEXT PRIMARY KEY,
		body   TEXT NOT NULL CHECK (json_valid(body)),
		status TEXT GENERATED ALWAYS AS (lower(body ->> 'status')) STORED
	)`))
	must(db.Exec(`CREATE INDEX operation_status ON operation (status)`))

	running, _ := commsop.Decode([]byte(`{"id":"1","status":"running","n":1.0}`))
	must(db.Exec(`INSERT INTO operation (id, body) VALUES (?, ?)`, running.ID, running))
	ended, _ := commsop.Decode([]byte(`{"id":"2","status":"Completed","clientContext":null}`))
	must(db.Exec(`INSERT INTO operation (id, body) VALUES (?, ?)`, ended.ID, ended))

	var op commsop.Operation
	var status commsop.Status
	row := db.QueryRow(`SELECT body, status FROM operation WHERE status = ?`, commsop.StatusRunning.LowerCamel())
	if err := row.Scan(&op, &status); err != nil {
		fmt.Println(err)
	}
	text, _ := op.AppendJSON(nil)
	fmt.Println(string(text), status)

	for _, s := range commsop.Statuses() {
		var n int
		if err := db.QueryRow(`SELECT count(*) FROM operation WHERE status = lower(?)`, s.String()).Scan(&n); err != nil {
			fmt.Println(err)
		}
		fmt.Print(s, " ", n, ", ")
	}
	// Output:
	// {"id":"1","status":"running","n":1.0} Running
	// NotStarted 0, Running 1, Completed 1, Failed 0,
}
