// Package graphcommstest helps to test code that reads and writes JSON: golden
// files, comparison and round trips by meaning rather than by bytes. It works
// on any JSON, not only on that of Microsoft Graph.
//
// The files: graphcommstest.go (options), value.go (a text as a tree, and what
// options change in it), over it canonical.go (the one text for a meaning) and
// diff.go (two trees compared), and over these golden.go (files) and roundtrip.go,
// with encoding/json/v2 in roundtrip_jsonv2.go.
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
// Whatever the texts hold, time and memory are linear in them, and reports are
// short.
//
// The package defines no flags and holds no state. It cannot say whether two
// texts are the same bytes: compare those with bytes.Equal.
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
// nothing. Options add up, in any order; what IgnorePointers names is left out
// whatever the others say of it.
//
// Pointers are JSON pointers (RFC 6901). The token "*" matches any one member
// or element: "/value/*/id". A pointer that leads nowhere is fine, and "" is
// the whole text. A pointer is looked up in each text by itself: below an array
// named by IgnoreOrder write "*", because an index may be another element in
// each.
type Option struct {
	ignore, values, order [][]string // patterns: the unescaped tokens of pointers, the first of which is ""
}

// IgnorePointers leaves out what is at the given pointers and all below,
// whether it is there or not: members that come and go, such as
// "/@odata.etag".
func IgnorePointers(pointers ...string) Option { return Option{ignore: patterns(pointers)} }

// IgnoreValues compares what is at the given pointers by its kind alone:
// members that are always there with another value, such as "/id". It must be
// in both texts or in neither, and be a string, a number, a boolean, null, an
// object or an array in both. What an object or an array holds does not count.
func IgnoreValues(pointers ...string) Option { return Option{values: patterns(pointers)} }

// IgnoreOrder compares the arrays at the given pointers as multisets: each
// element must be as often in the one as in the other, anywhere. What else
// options say of an element counts when it is matched. It says nothing of a
// value that is not an array, nor of arrays below.
func IgnoreOrder(pointers ...string) Option { return Option{order: patterns(pointers)} }

func patterns(pointers []string) (list [][]string) {
	for _, p := range pointers {
		list = append(list, append([]string{""}, jsonscan.Tokens(p)...))
	}
	return list
}
