// Package database shows how operations live in a table of a database: as JSON,
// which they read and write themselves, with the status in a generated column
// that an index can use. The recipe is its example.
package database
