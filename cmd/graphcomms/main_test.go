package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"example.com/graphcomms/patch"
)

const (
	operation = "../../testdata/operation.json"
	body      = "../../testdata/update.json"
	verbatim  = "../../testdata/update-verbatim.json"
)

// run runs the command with the given standard input and returns what it
// wrote.
func run(stdin string, args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = (&command{strings.NewReader(stdin), &out, &errs}).run(args)
	return status, out.String(), errs.String()
}

// The README's first command.
func TestUpdate(t *testing.T) {
	status, stdout, stderr := run("", "update", operation, body)
	require.Zero(t, status)
	require.Empty(t, stderr)
	want, err := os.ReadFile("../../testdata/updated.json")
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(string(want), stdout), "the result, indented (-want +got)")
}

// Graph's page prints a placeholder for the status.
func TestUpdateRefused(t *testing.T) {
	status, stdout, stderr := run("", "update", operation, verbatim)
	require.Equal(t, 1, status)
	require.Empty(t, stdout)
	require.Empty(t, cmp.Diff(`{
  "error": {
    "code": "unknownValue",
    "message": "The member at /status must be one of NotStarted, Running, Completed, Failed.",
    "target": "/status"
  }
}
`, stderr))
}

func TestCommands(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad.json")
	require.NoError(t, os.WriteFile(bad, []byte(`{"a":[0,{"b":1,"b":2}]}`), 0o600))
	for _, row := range []struct {
		name, why string
		stdin     string
		args      []string
		status    int
		stdout    string // white space aside
		stderr    string // a part of it; none where it is empty
	}{
		{"stdin for the operation", "- is standard input", `{"id":"1","status":"Running","resultInfo":{"code":1,"subcode":2},"x":1.10}`, []string{"update", "-", body}, 0,
			`{"@odata.type":"#microsoft.graph.commsOperation","id":"1","status":"Completed","clientContext":"ClientContextvalue","resultInfo":{"@odata.type":"microsoft.graph.ResultInfo","code":4,"subcode":7,"message":"Messagevalue"},"x":1.10}`, ""},
		{"several violations", "all of them are in one body", `{"id":"other","status":5}`, []string{"update", operation, "-"}, 1, "", `"target": "/status"`},
		{"a body that is not JSON", "the pointer and the code", `{"status":}`, []string{"update", operation, "-"}, 1, "", `"code": "syntax"`},
		{"a stored operation of the wrong kind", "the file is named, for the body is not at fault", `{"status":5,"id":6}`, []string{"update", "-", body}, 1, "",
			"graphcomms: -: value at /id (byte 17): wrong kind of JSON value\ngraphcomms: -: value at /status (byte 10): wrong kind of JSON value\n"},
		{"patch", "RFC 7396", `{"b":null,"c":[1, 2]}`, []string{"patch", verbatimDoc(t), "-"}, 0, `{"a":1,"c":[1,2]}`, ""},
		{"diff", "the smallest patch", `{"a":1,"d":2}`, []string{"diff", verbatimDoc(t), "-"}, 0, `{"d":2,"b":null}`, ""},
		{"diff to a null", "a merge patch cannot say it", `{"a":null,"b":1}`, []string{"diff", verbatimDoc(t), "-"}, 1, "", "graphcomms: -: value at /a (byte 5): a merge patch cannot set a member to null"},
		{"compose", "p, then q", `{"a":null}`, []string{"compose", verbatimDoc(t), "-"}, 0, `{"a":null,"b":{"x":1}}`, ""},
		{"not composable", "q puts an object where p has a number", `{"a":{"y":1}}`, []string{"compose", verbatimDoc(t), "-"}, 1, "", "at /a"},
		{"a repeated name", "the file, the pointer and the byte", `{}`, []string{"patch", bad, "-"}, 1, "", "graphcomms: " + bad + ": value at /a/1/b (byte 15): repeated member name"},
		{"an unreadable file", "2 is for what is not about the content", "", []string{"update", "no-such-file", body}, 2, "", "no-such-file"},
		{"a missing argument", "the usage", "", []string{"update", operation}, 2, "", "usage: graphcomms update"},
		{"standard input twice", "it can be read once", "", []string{"patch", "-", "-"}, 2, "", "usage:"},
		{"no command", "the usage", "", nil, 2, "", "usage:"},
		{"an unknown command", "it is named", "", []string{"aply"}, 2, "", `no command "aply"`},
		{"validate without a file", "the usage", "", []string{"validate"}, 2, "", "usage:"},
		{"help", "it is no mistake to ask", "", []string{"--help"}, 0, strings.Join(strings.Fields(usage), ""), ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			status, stdout, stderr := run(row.stdin, row.args...)
			require.Equal(t, row.status, status, "%s; stderr: %s", row.why, stderr)
			require.Equal(t, row.stdout, strings.Join(strings.Fields(stdout), ""), row.why)
			if row.stderr == "" {
				require.Empty(t, stderr, row.why)
			} else {
				require.Contains(t, stderr, row.stderr, row.why)
			}
		})
	}
}

// verbatimDoc returns a file with a small document.
func verbatimDoc(t *testing.T) string {
	file := filepath.Join(t.TempDir(), "doc.json")
	require.NoError(t, os.WriteFile(file, []byte(`{"a":1,"b":{"x":1}}`), 0o600))
	return file
}

func TestValidate(t *testing.T) {
	for _, row := range []struct {
		name, why, in string
		status        int
		want          []string // lines
	}{
		{"one operation", "good", `{"id":"1","status":"running"}`, 0, nil},
		{"one over several lines", "no line number where there is one text", "\n{\n  \"id\": \"1\",\n  \"status\": \"bogus\"\n}\n", 1,
			[]string{"-: /status: must be one of NotStarted, Running, Completed, Failed\n"}},
		{"a collection", "the pointer has the index", `{"value":[{"status":"running"},{"resultInfo":{"code":"1","subcode":2}}]}`, 1,
			[]string{"-:1: /value/1/resultInfo/code: must be an integer\n", "-:1: /value/1/status: is required\n"}},
		{"a wrapped operation", "the pointer has the wrapper", `{"value":{"status":null}}`, 1, []string{"-:1: /value/status: must not be null\n"}},
		{"one a line", "each is judged, blank lines count", "{\"status\":\"failed\"}\r\n\n{}\n{\"status\":\"x\"}", 1,
			[]string{"-:3: /status: is required\n", "-:4: /status: must be one of NotStarted, Running, Completed, Failed\n"}},
		{"a broken line", "the others are judged", "{\"status\":\"failed\"}\n{\"status\":}\n{}", 1,
			[]string{"-:2: value at /status (byte 10): invalid JSON syntax\n", "-:3: /status: is required\n"}},
		{"wrong kinds", "all of them", `{"value":[{"id":1,"status":2}]}`, 1,
			[]string{"-:1: value at /value/0/id (byte 16): wrong kind of JSON value\n", "-:1: value at /value/0/status (byte 27): wrong kind of JSON value\n"}},
		{"nothing", "an empty file is no operation", " \n", 1, []string{"-: is empty\n"}},
		{"cut off", "a text over several lines that does not end", "{\n\"status\":", 1, []string{"-: value at /status (byte 11): invalid JSON syntax\n"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			status, stdout, stderr := run(row.in, "validate", "-")
			require.Equal(t, row.status, status, row.why)
			require.Empty(t, stderr)
			require.Empty(t, cmp.Diff(row.want, slices.Collect(strings.Lines(stdout))), row.why)
		})
	}
}

func TestValidateFiles(t *testing.T) {
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "good.json"), filepath.Join(dir, "bad.json")
	require.NoError(t, os.WriteFile(good, []byte(`{"status":"running"}`), 0o600))
	require.NoError(t, os.WriteFile(bad, []byte(`{}`), 0o600))
	status, stdout, _ := run("", "validate", good, bad)
	require.Equal(t, 1, status)
	require.Equal(t, bad+":1: /status: is required\n", stdout)
	status, stdout, stderr := run("", "validate", filepath.Join(dir, "none.json"), bad)
	require.Equal(t, 2, status, "an unreadable file counts for more than a violation")
	require.Equal(t, bad+":1: /status: is required\n", stdout, "the other files are judged all the same")
	require.Contains(t, stderr, "none.json")
}

// lines is an endless file of operations until it fails.
type lines struct {
	left int
	rest []byte
}

func (l *lines) Read(p []byte) (int, error) {
	if len(l.rest) == 0 {
		if l.left--; l.left < 0 {
			return 0, errors.New("the disk is gone")
		}
		l.rest = fmt.Appendf(nil, "{\"id\":\"%d\",\"status\":\"running\"}\n", l.left)
	}
	n := copy(p, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}

// A stream is judged as it comes: memory does not grow with it.
func TestValidateStreams(t *testing.T) {
	var stderr bytes.Buffer
	c := command{&lines{left: 50_000}, io.Discard, &stderr}
	small := testing.AllocsPerRun(1, func() {
		(&command{&lines{left: 5_000}, io.Discard, io.Discard}).run([]string{"validate", "-"})
	})
	large := testing.AllocsPerRun(1, func() {
		(&command{&lines{left: 50_000}, io.Discard, io.Discard}).run([]string{"validate", "-"})
	})
	require.InDelta(t, 10, large/small, 1, "the same allocations for each line")
	require.Equal(t, 2, c.run([]string{"validate", "-"}))
	require.Equal(t, "graphcomms: -: the disk is gone\n", stderr.String(), "a stream that fails is no violation")
}

func TestProgress(t *testing.T) {
	var b bytes.Buffer
	p := progress{w: &b, on: true}
	for range 2048 {
		p.count(3)
	}
	p.end()
	require.Equal(t, "\r1024 operations, 3 violations\n", b.String(), "at most one a second, on one line")
	require.False(t, isTerminal(&b))
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no space") }

func TestBrokenOutput(t *testing.T) {
	var stderr bytes.Buffer
	for _, args := range [][]string{{"update", operation, body}, {"validate", "-"}} {
		stderr.Reset()
		c := command{strings.NewReader(`{}`), broken{}, &stderr}
		require.Equal(t, 2, c.run(args), "%v", args)
		require.Equal(t, "graphcomms: no space\n", stderr.String(), "%v", args)
	}
}

func TestDescribe(t *testing.T) {
	place := func(input string) string { return "file-" + input }
	err := errors.Join(&patch.Error{Op: "x.Y", Input: "p", Pointer: "/a", Offset: 3, Err: patch.ErrDepth}, errors.New("other"))
	require.Equal(t, []string{"file-p: value at /a (byte 3): nested deeper than 10000 levels", "other"}, describe(err, place))
}
