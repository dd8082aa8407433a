// Package graphcommstest helps to test code that reads and writes JSON: golden
// files, comparison and round trips by meaning rather than by bytes. It works
// on any JSON, not only on that of Microsoft Graph.
//
// A golden test is one line:
//
//	graphcommstest.Golden(t, "testdata/operation.json", op)
//
// With GRAPHCOMMS_UPDATE=1 in the environment it writes the file instead:
//
//	GRAPHCOMMS_UPDATE=1 go test ./...
//
// Two texts mean the same where [patch.Equal] says so: the order of members,
// white space and escapes do not count, and numbers compare exactly, by value,
// never as float64. All texts are read as strictly as package patch reads
// them; one that is refused is reported with a pointer.
//
// The package defines no flags and holds no state, and depends on
// github.com/google/go-cmp. What it cannot say: whether two texts are the same
// bytes. Compare those with bytes.Equal.
package graphcommstest

import "example.com/graphcomms/internal/jsonscan"

// TB is the part of [testing.TB] that this package needs. Every *testing.T,
// *testing.B and *testing.F is one.
type TB interface {
	Helper()
	Name() string
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// An Option changes what a comparison looks at. The zero Option changes
// nothing.
type Option struct {
	ignore [][]string // patterns: the unescaped tokens of pointers, the first of which is ""
}

// IgnorePointers leaves out what is at the given JSON pointers (RFC 6901) and
// all below: members that change from run to run, such as "/@odata.etag". The
// token "*" matches any one member or element: "/value/*/id". A pointer that
// leads nowhere is fine, and "" is the whole text.
func IgnorePointers(pointers ...string) Option {
	var o Option
	for _, p := range pointers {
		o.ignore = append(o.ignore, append([]string{""}, jsonscan.Tokens(p)...))
	}
	return o
}
