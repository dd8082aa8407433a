package graphcommstest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/graphcommstest"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// recorder is a TB that keeps what it is told and, unlike *testing.T, goes on
// after Fatalf.
type recorder struct{ lines []string }

func (r *recorder) Helper()      {}
func (r *recorder) Name() string { return "TestRecord/some case" }
func (r *recorder) Logf(format string, args ...any) {
	r.lines = append(r.lines, "log: "+fmt.Sprintf(format, args...))
}
func (r *recorder) Errorf(format string, args ...any) {
	r.lines = append(r.lines, "error: "+fmt.Sprintf(format, args...))
}
func (r *recorder) Fatalf(format string, args ...any) {
	r.lines = append(r.lines, "fatal: "+fmt.Sprintf(format, args...))
}

var _ graphcommstest.TB = testing.TB(nil)

// golden runs Golden and returns what it said; at most one thing.
func golden(t *testing.T, file string, got any, opts ...graphcommstest.Option) string {
	t.Helper()
	var r recorder
	graphcommstest.Golden(&r, file, got, opts...)
	require.LessOrEqual(t, len(r.lines), 1, "%s", r.lines)
	return strings.Join(r.lines, "")
}

// environment sets what Golden reads of it.
func environment(t *testing.T, update, ci string) {
	t.Helper()
	t.Setenv("GRAPHCOMMS_UPDATE", update)
	t.Setenv("CI", ci)
}

func write(t *testing.T, text string) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "golden.json")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	return file
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(b)
}

func TestGolden(t *testing.T) {
	environment(t, "", "")
	op, err := commsop.Decode([]byte(`{"status":"running","n":1e2,"@odata.etag":"W/\"7\""}`))
	require.NoError(t, err)
	file := write(t, `{"@odata.etag": "W/\"6\"", "n": 100, "status": "running"}`)
	etag := graphcommstest.IgnorePointers("/@odata.etag")

	for _, test := range []struct {
		why string
		got any
	}{
		{"what encodes", op},
		{"a pointer to it", &op},
		{"bytes", []byte(`{"status":"running","n":100}`)},
		{"a raw message", json.RawMessage(`{"status":"running","n":100}`)},
		{"a map", map[string]any{"status": "running", "n": 100}},
	} {
		require.Empty(t, golden(t, file, test.got, etag), test.why)
	}
	require.Empty(t, golden(t, write(t, `["running", 100]`), []any{"running", 100}), "a slice")

	got := golden(t, file, op)
	require.Equal(t, "error: golden file "+file+": (-want +got)\n/@odata.etag\n  - \"W/\\\"6\\\"\"\n  + \"W/\\\"7\\\"\"\n"+
		"If that is right, accept it with\n  GRAPHCOMMS_UPDATE=1 go test -run '^TestRecord$/^some case$'", got)
}

func TestGoldenFailures(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "x.json")
	bad := write(t, `{"a":`)
	for _, test := range []struct {
		name, file string
		got        any
		want       string
	}{
		{"missing file", missing, 1, "is missing; create it on your own machine with\n  GRAPHCOMMS_UPDATE=1 go test -run '^TestRecord$/^some case$'"},
		{"a folder", t.TempDir(), 1, "is a directory"},
		{"file is not JSON", bad, 1, "want at /a (byte 5): invalid JSON syntax"},
		{"got is not JSON", bad, []byte(`[1`), "got (byte 2): invalid JSON syntax"},
		{"got is empty", bad, []byte(nil), "got (byte 0): invalid JSON syntax"},
		{"got is an empty raw message", bad, json.RawMessage(nil), "got (byte 0): invalid JSON syntax"},
		{"got does not encode", bad, func() {}, "unsupported type: func()"},
	} {
		t.Run(test.name, func(t *testing.T) {
			environment(t, "", "1")
			require.Contains(t, golden(t, test.file, test.got), test.want)
			require.Equal(t, `{"a":`, read(t, bad), "nothing is written")
			require.NoFileExists(t, missing)
		})
	}
}

func TestGoldenUpdate(t *testing.T) {
	environment(t, "1", "")
	dir := t.TempDir()
	other := filepath.Join(dir, "other.json")
	require.NoError(t, os.WriteFile(other, []byte("{}"), 0o644))
	file := filepath.Join(dir, "a", "b", "golden.json")

	require.Contains(t, golden(t, file, []byte(`{"b":1.0,"a":2}`)), "log: ")
	require.Equal(t, "{\n  \"a\": 2,\n  \"b\": 1\n}\n", read(t, file), "made, with its folders")
	require.Contains(t, golden(t, file, []byte(`{"b":2}`)), "log: ")
	require.Equal(t, "{\n  \"b\": 2\n}\n", read(t, file), "rewritten")
	require.Equal(t, "{}", read(t, other), "other files are left alone")

	broken := write(t, `{"b":`)
	require.Contains(t, golden(t, broken, 1), "log: ")
	require.Equal(t, "1\n", read(t, broken), "a file that is not JSON is replaced")
	require.Contains(t, golden(t, broken, []byte(`[`)), "fatal: ")
	require.Equal(t, "1\n", read(t, broken), "never by what is not JSON")

	if link := filepath.Join(dir, "link"); os.Symlink(filepath.Join(dir, "nowhere"), link) == nil {
		require.Contains(t, golden(t, filepath.Join(link, "golden.json"), 1), "fatal: ", "nothing is said to be written where no folder can be made")
	}
}

func TestGoldenUpdateKeepsTheSameMeaning(t *testing.T) {
	environment(t, "1", "")
	file := write(t, `{"b": 1.0,"a":2}`)
	old := time.Now().Add(-time.Hour).Truncate(time.Second)
	require.NoError(t, os.Chtimes(file, old, old))
	require.Empty(t, golden(t, file, []byte(`{"a":2,"b":1}`)))
	info, err := os.Stat(file)
	require.NoError(t, err)
	require.True(t, info.ModTime().Equal(old), "not even touched")
	require.Equal(t, `{"b": 1.0,"a":2}`, read(t, file))
}

func TestGoldenUpdateIsRefusedInCI(t *testing.T) {
	environment(t, "", "true")
	require.Contains(t, golden(t, write(t, `1`), 2), "accept it on your own machine with\n  GRAPHCOMMS_UPDATE=1 go test", "where it can be followed")
	environment(t, "1", "true")
	for _, text := range []string{`1`, `2`} {
		file := write(t, text)
		require.Contains(t, golden(t, file, []byte(`2`)), "fatal: golden file "+file+": GRAPHCOMMS_UPDATE=1 is refused where CI is set")
		require.Equal(t, text, read(t, file))
	}
}

func TestGoldenUpdateNeedsTheExactValue(t *testing.T) {
	for _, value := range []string{"0", "true", "yes"} {
		environment(t, value, "")
		file := write(t, `1`)
		require.Contains(t, golden(t, file, []byte(`2`)), "error: ")
		require.Equal(t, `1`, read(t, file))
	}
}

// What is ignored keeps the file's value, so that an update shows in a review
// only what changed.
func TestGoldenUpdateKeepsIgnored(t *testing.T) {
	environment(t, "1", "")
	for _, test := range []struct{ name, pointer, old, got, want string }{
		{"value", "/id", `{"id":"old","n":1}`, `{"id":"new","n":2}`, `{"id":"old","n":2}`},
		{"only in the file", "/id", `{"id":"old","n":1}`, `{"n":2}`, `{"id":"old","n":2}`},
		{"not in the file", "/id", `{"n":1}`, `{"id":"new","n":2}`, `{"id":"new","n":2}`},
		{"parent not in the file", "/a/id", `{"n":1}`, `{"a":{"id":"new"},"n":2}`, `{"a":{"id":"new"},"n":2}`},
		{"parent of another kind", "/a/id", `{"a":[]}`, `{"a":{"id":"new"}}`, `{"a":{"id":"new"}}`},
		{"in elements", "/*/id", `[{"id":"old","n":1}]`, `[{"id":"new","n":2},{"id":"new"}]`, `[{"id":"old","n":2},{"id":"new"}]`},
		{"elements", "/a/*", `{"a":[1,2],"n":1}`, `{"a":[3,4,5],"n":2}`, `{"a":[1,2,5],"n":2}`},
		{"a longer array of ignored", "/a/*", `{"a":[1],"n":1}`, `{"a":[1,2],"n":2}`, `{"a":[1,2],"n":2}`},
		{"one element", "/1", `[1]`, `[1,2,3]`, `[1,2,3]`},
	} {
		t.Run(test.name, func(t *testing.T) {
			ignore := graphcommstest.IgnorePointers(test.pointer)
			file := write(t, test.old)
			require.Contains(t, golden(t, file, []byte(test.got), ignore), "log: ")
			require.JSONEq(t, test.want, read(t, file))
			environment(t, "", "")
			require.Empty(t, golden(t, file, []byte(test.got), ignore), "now the test passes")
		})
	}
}

func TestGoldenUpdateKeepsValuesAndOrder(t *testing.T) {
	environment(t, "1", "")
	for _, test := range []struct{ name, old, got, want string }{
		{"value", `{"id":"old","n":1}`, `{"id":"new","n":2}`, `{"id":"old","n":2}`},
		{"of another kind", `{"id":"old","n":1}`, `{"id":5,"n":1}`, `{"id":5,"n":1}`},
		{"not there any more", `{"id":"old","n":1}`, `{"n":1}`, `{"n":1}`},
		{"order", `{"l":[1,2,3],"n":1}`, `{"l":[3,4,2,1],"n":1}`, `{"l":[1,2,3,4],"n":1}`},
		{"values of elements out of order", `{"l":[{"t":"old1","n":1},{"t":"old2","n":2}],"n":1}`,
			`{"l":[{"t":"c","n":2},{"t":"d","n":1}],"n":2}`, `{"l":[{"t":"old1","n":1},{"t":"old2","n":2}],"n":2}`},
	} {
		opts := []graphcommstest.Option{graphcommstest.IgnoreValues("/id", "/l/*/t"), graphcommstest.IgnoreOrder("/l")}
		file := write(t, test.old)
		environment(t, "1", "")
		require.Contains(t, golden(t, file, []byte(test.got), opts...), "log: ", test.name)
		require.JSONEq(t, test.want, read(t, file), test.name)
		environment(t, "", "")
		require.Empty(t, golden(t, file, []byte(test.got), opts...), "now the test passes: %s", test.name)
	}
}

type secret struct{ n int }

type raw []byte

type byPointer struct{}

func (*byPointer) MarshalJSON() ([]byte, error) { return []byte("[1]"), nil }

// What would compare nothing, or the wrong thing, is refused in both ways, and
// there is no hint to accept it.
func TestGoldenRefuses(t *testing.T) {
	text := `{"a":1}`
	for _, test := range []struct {
		name string
		got  any
		want string
	}{
		{"reader", strings.NewReader(text), "is a reader"},
		{"buffer", bytes.NewBufferString(text), "is a reader"},
		{"string", text, "pass []byte"},
		{"pointer to it", &text, "pass []byte"},
		{"named bytes", raw(text), "pass []byte"},
		{"nil", nil, "it is nil"},
		{"nil pointer", (*commsop.Operation)(nil), "is nil"},
		{"error", errors.New("x"), "no exported fields"},
		{"no exported fields", secret{1}, "no exported fields"},
		{"channel", make(chan int), "unsupported type"},
		{"function", func() {}, "unsupported type"},
		{"no bytes", []byte{}, "invalid JSON syntax"},
	} {
		for _, update := range []string{"", "1"} {
			environment(t, update, "")
			file := write(t, `{}`)
			got := golden(t, file, test.got)
			require.Contains(t, got, "fatal: ", test.name)
			require.Contains(t, got, test.want, test.name)
			require.NotContains(t, got, "go test", test.name)
			require.Equal(t, `{}`, read(t, file), test.name)
		}
	}
	environment(t, "", "")
	require.Empty(t, golden(t, write(t, `"Running"`), commsop.StatusRunning), "an ordinary string")
	require.Empty(t, golden(t, write(t, `{"M":[1]}`), &struct{ M byPointer }{}), "methods of a pointer are used behind one")
	require.Empty(t, golden(t, write(t, `{}`), struct{}{}), "nothing to export")
	require.Empty(t, golden(t, write(t, text), odata.Members{{Name: "a", Value: "1"}}), "what encodes itself")
	require.Empty(t, golden(t, write(t, text), odata.Value(text)), "JSON in a string that encodes as it")
	require.Empty(t, golden(t, write(t, text), patch.Set(map[string]int{"a": 1})), "no exported fields, but a method")
	require.Empty(t, golden(t, write(t, `"1970-01-01T00:00:00Z"`), time.Unix(0, 0).UTC()), "likewise")
}

func TestGoldenSkipsByteOrderMark(t *testing.T) {
	environment(t, "", "")
	require.Empty(t, golden(t, write(t, "\ufeff{}"), []byte(`{}`)))
}

// named is a TB of that name.
type named struct {
	recorder
	name string
}

func (n *named) Name() string { return n.name }

func TestGoldenHint(t *testing.T) {
	environment(t, "", "")
	for name, want := range map[string]string{
		"TestA":             `go test -run '^TestA$'`,
		"TestA/b_c/d(1)[x]": `go test -run '^TestA$/^b_c$/^d\(1\)\[x\]$'`,
		"TestA/it's":        `go test -run '^TestA$/^it'\''s$'`,
		"BenchmarkA/b":      `go test -run '^$' -bench '^BenchmarkA$/^b$'`,
	} {
		r := named{name: name}
		graphcommstest.Golden(&r, write(t, `1`), 2)
		require.True(t, strings.HasSuffix(strings.Join(r.lines, ""), "GRAPHCOMMS_UPDATE=1 "+want), r.lines)
	}
}
