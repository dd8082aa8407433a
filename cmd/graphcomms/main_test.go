package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"example.com/graphcomms/patch"
	"example.com/graphcomms/validate"
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
	nothing := filepath.Join(t.TempDir(), "nothing.json")
	require.NoError(t, os.WriteFile(nothing, []byte(`{}`), 0o600))
	untyped := filepath.Join(t.TempDir(), "untyped.json")
	require.NoError(t, os.WriteFile(untyped, []byte(`{"status":"Running"}`), 0o600))
	text, err := os.ReadFile(operation)
	require.NoError(t, err)
	stored := strings.Join(strings.Fields(string(text)), "")
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
			"graphcomms: -: value at /id (byte 17): wrong kind of JSON value, must be a string\ngraphcomms: -: value at /status (byte 10): wrong kind of JSON value, must be a string\n"},
		{"a notification for the operation", "it is none, and nothing is merged into it", `{"resourceUrl":"calls/c/operations/o","resourceData":{"id":"o","status":"running"}}`, []string{"update", "-", body}, 1, "",
			"graphcomms: -: value (byte 0): wrong kind of JSON value, must be an operation\n"},
		{"one without data", "its type tells", `{"@odata.type":"microsoft.graph.commsNotification","changeType":"created"}`, []string{"update", "-", nothing}, 1, "", "must be an operation\n"},
		{"a page for the operation", "likewise", `{"value":[{"id":"1","status":"running"}]}`, []string{"update", "-", nothing}, 1, "", "must be an operation\n"},
		{"a notification for the body", "likewise, in the error body", `{"resourceData":{"id":"o","status":"completed"}}`, []string{"update", operation, "-"}, 1, "",
			`"code": "typeMismatch",` + "\n    " + `"message": "The body must be a patch of an operation."`},
		{"notifications for the body", "by their type", `{"@odata.type":"#microsoft.graph.commsNotifications"}`, []string{"update", untyped, "-"}, 1, "", "The body must be a patch of an operation."},
		{"patch", "RFC 7396", `{"b":null,"c":[1, 2]}`, []string{"patch", verbatimDoc(t), "-"}, 0, `{"a":1,"c":[1,2]}`, ""},
		{"diff", "the smallest patch", `{"a":1,"d":2}`, []string{"diff", verbatimDoc(t), "-"}, 0, `{"d":2,"b":null}`, ""},
		{"diff to a null", "a merge patch cannot say it", `{"a":null,"b":1}`, []string{"diff", verbatimDoc(t), "-"}, 1, "", "graphcomms: -: value at /a (byte 5): a merge patch cannot set a member to null"},
		{"compose", "p, then q", `{"a":null}`, []string{"compose", verbatimDoc(t), "-"}, 0, `{"a":null,"b":{"x":1}}`, ""},
		{"not composable", "q puts an object where p has a number", `{"a":{"y":1}}`, []string{"compose", verbatimDoc(t), "-"}, 1, "", "at /a"},
		{"a repeated name", "the file, the pointer and the byte", `{}`, []string{"patch", bad, "-"}, 1, "", "graphcomms: " + bad + ": value at /a/1/b (byte 15): repeated member name"},
		{"an unreadable file", "2 is for what is not about the content", "", []string{"update", "no-such-file", body}, 2, "", "no-such-file"},
		{"a missing argument", "the usage", "", []string{"update", operation}, 2, "", "usage: graphcomms update"},
		{"standard input twice", "it can be read once", "", []string{"patch", "-", "-"}, 2, "", "usage:"},
		{"standard input twice among files", "likewise", "{}", []string{"validate", "-", operation, "-"}, 2, "", "usage: graphcomms validate"},
		{"no command", "the usage", "", nil, 2, "", "usage:"},
		{"an unknown command", "it is named", "", []string{"aply"}, 2, "", `no command "aply"`},
		{"validate without a file", "the usage", "", []string{"validate"}, 2, "", "usage:"},
		{"no file but a flag", "likewise", "", []string{"validate", "-json"}, 2, "", "usage: graphcomms validate [-json] FILE..."},
		{"an unknown flag", "it is named, and the usage", "", []string{"diff", "-json", "a", "b"}, 2, "", "flag provided but not defined: -json\nusage: graphcomms diff FROM.json TO.json"},
		{"three files", "the usage of the command", "", []string{"compose", "a", "b", "c"}, 2, "", "usage: graphcomms compose P.json Q.json"},
		{"version with an argument", "likewise", "", []string{"version", "x"}, 2, "", "usage: graphcomms version"},
		{"version", "the constant, for a test is built without one", "", []string{"version"}, 0, version, ""},
		{"a byte order mark in an operation", "it is skipped", "\uFEFF" + `{"id":"1","status":"Failed"}`, []string{"update", "-", nothing}, 0, `{"id":"1","status":"Failed"}`, ""},
		{"a byte order mark in a body", "likewise", "\uFEFF{}", []string{"update", operation, "-"}, 0, stored, ""},
		{"a byte order mark in a patch", "likewise", "\uFEFF{\"b\":null}", []string{"patch", verbatimDoc(t), "-"}, 0, `{"a":1}`, ""},
		{"a byte order mark in what is compared", "likewise", "\uFEFF{\"a\":1}", []string{"diff", verbatimDoc(t), "-"}, 0, `{"b":null}`, ""},
		{"a byte order mark in what is composed", "likewise", "\uFEFF{\"a\":1}", []string{"compose", "-", nothing}, 0, `{"a":1}`, ""},
		{"a byte order mark before what is wrong", "it counts among the bytes", "\uFEFF[1,]", []string{"patch", "-", nothing}, 1, "", "graphcomms: -: value at /1 (byte 6): invalid JSON syntax"},
		{"two byte order marks", "one is skipped", "\uFEFF\uFEFF{}", []string{"patch", "-", nothing}, 1, "", "(byte 3): invalid JSON syntax"},
		{"an operation of the wrong kind", "which one is wanted", "[]", []string{"update", "-", nothing}, 1, "", "graphcomms: -: value (byte 0): wrong kind of JSON value, must be an object"},
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

// Every command tells its own usage, on standard output, and nothing is wrong.
func TestHelp(t *testing.T) {
	for line := range strings.Lines(usage) {
		_, text, isCommand := strings.Cut(line, "graphcomms ")
		if !isCommand {
			continue
		}
		name := strings.Fields(text)[0]
		for _, flag := range []string{"-h", "-help", "--help"} {
			status, stdout, stderr := run("", name, flag)
			require.Zero(t, status, "%s %s", name, flag)
			require.Empty(t, stderr)
			require.True(t, strings.HasPrefix(stdout, "usage: graphcomms "+text), stdout)
			require.Greater(t, strings.Count(stdout, "\n"), 1, "what it does")
		}
	}
	_, stdout, _ := run("", "validate", "-h")
	require.Contains(t, stdout, "  -json\n")
}

func TestVersion(t *testing.T) {
	of := func(v string) *debug.BuildInfo { return &debug.BuildInfo{Main: debug.Module{Version: v}} }
	for _, row := range []struct {
		why  string
		info *debug.BuildInfo
		want string
	}{
		{"what go install writes", of("v1.2.3"), "v1.2.3"},
		{"what go build writes in a checkout", of("v0.1.1-0.20260101000000-abcdefabcdef+dirty"), "v0.1.1-0.20260101000000-abcdefabcdef+dirty"},
		{"go run", of("(devel)"), version},
		{"a test", of(""), version},
		{"no build information", nil, version},
	} {
		require.Equal(t, row.want, versionOf(row.info), row.why)
	}
}

// verbatimDoc returns a file with a small document.
func verbatimDoc(t *testing.T) string {
	file := filepath.Join(t.TempDir(), "doc.json")
	require.NoError(t, os.WriteFile(file, []byte(`{"a":1,"b":{"x":1}}`), 0o600))
	return file
}

func TestValidate(t *testing.T) {
	const one = "must be one of NotStarted, Running, Completed, Failed\n"
	for _, row := range []struct {
		name, why, in string
		status        int
		want          []string // lines
		count         string
	}{
		{"one operation", "good", `{"id":"1","status":"running"}`, 0, nil, "1 operation, 0 violations"},
		{"one over several lines", "the line is that where it begins", "\n{\n  \"id\": \"1\",\n  \"status\": \"bogus\"\n}\n", 1,
			[]string{"-:2: /status: " + one}, "1 operation, 1 violation"},
		{"several over several lines", "each has its line", "{\n  \"status\": \"running\"\n}\n{\n  \"status\": \"bogus\"\n}\n", 1,
			[]string{"-:4: /status: " + one}, "2 operations, 1 violation"},
		{"a collection", "the pointer has the index", `{"value":[{"status":"running"},{"resultInfo":{"code":"1","subcode":2}}]}`, 1,
			[]string{"-:1: /value/1/resultInfo/code: must be an integer\n", "-:1: /value/1/status: is required\n"}, "2 operations, 2 violations"},
		{"a collection over several lines", "the line is that of the operation", "{\n  \"value\": [\n    {\n      \"status\": \"running\"\n    },\n    {\n      \"id\": 7\n    },\n    {\n      \"id\": \"1\"\n    }\n  ]\n}\n", 1,
			[]string{"-:6: value at /value/1/id (byte 18): wrong kind of JSON value, must be a string\n", "-:6: /value/1/status: is required\n", "-:9: /value/2/status: is required\n"}, "3 operations, 3 violations"},
		{"an array", "of one line each", "[\n{\"status\":\"running\"},\n{}\n]\n{\"status\":\"failed\"}", 1, []string{"-:3: /1/status: is required\n"}, "3 operations, 1 violation"},
		{"a wrapped operation", "the pointer has the wrapper", `{"value":{"status":null}}`, 1, []string{"-:1: /value/status: must not be null\n"}, "1 operation, 1 violation"},
		{"empty lists", "they hold nothing that is wrong", `[]{"value":[]}`, 0, nil, "0 operations, 0 violations"},
		{"one a line", "each is judged, blank lines count", "{\"status\":\"failed\"}\r\n\n{}\n{\"status\":\"x\"}", 1,
			[]string{"-:3: /status: is required\n", "-:4: /status: " + one}, "3 operations, 2 violations"},
		{"a byte order mark", "it is skipped, and counted among the bytes", "\uFEFF{\"id\":1}\n{}", 1,
			[]string{"-:1: value at /id (byte 9): wrong kind of JSON value, must be a string\n", "-:1: /status: is required\n", "-:2: /status: is required\n"}, "2 operations, 3 violations"},
		{"wrong kinds", "all of them", `{"value":[{"id":1,"status":2}]}`, 1,
			[]string{"-:1: value at /value/0/id (byte 16): wrong kind of JSON value, must be a string\n", "-:1: value at /value/0/status (byte 27): wrong kind of JSON value, must be a string\n"},
			"1 operation, 2 violations"},
		{"wrong kinds and rules", "what is of the wrong kind hides no other member", `{"status":"x","clientContext":5,"resultInfo":{"code":1}}[{"status":7}]`, 1,
			[]string{"-:1: value at /clientContext (byte 30): wrong kind of JSON value, must be a string\n", "-:1: /resultInfo/subcode: is required\n", "-:1: /status: " + one,
				"-:1: value at /0/status (byte 67): wrong kind of JSON value, must be a string\n"}, "2 operations, 4 violations"},
		{"a list of notifications", "only at the top", `[{"@odata.type":"#microsoft.graph.commsNotifications","value":[{"resourceData":{"status":"x"}}]}]`, 1,
			[]string{"-:1: value at /0 (byte 1): wrong kind of JSON value, must be an operation\n"}, "0 operations, 1 violation"},
		{"wrong kinds at the top", "which one is wanted", "7\n{\"value\":null}\n[null]", 1,
			[]string{"-:1: value (byte 0): wrong kind of JSON value, must be an object\n", "-:2: value at /value (byte 9): wrong kind of JSON value, must be an array\n",
				"-:3: value at /0 (byte 1): wrong kind of JSON value, must be an object\n"}, "0 operations, 3 violations"},
		{"nothing", "an empty file is no operation", " \n", 1, []string{"-: is empty\n"}, "0 operations, 1 violation"},
		{"only a byte order mark", "likewise", "\uFEFF", 1, []string{"-: is empty\n"}, "0 operations, 1 violation"},

		{"a broken line", "the others are judged", "{\"status\":\"failed\"}\n{\"status\":}\n{}", 1,
			[]string{"-:2: value at /status (byte 10): invalid JSON syntax\n", "-:3: /status: is required\n"}, "2 operations, 2 violations"},
		{"the first line cut off", "in a string", "{\"id\":\"1\n{\"status\":\"failed\"}\n{\"status\":\"x\"}\n", 1,
			[]string{"-:1: value at /id (byte 8): invalid JSON syntax\n", "-:3: /status: " + one}, "2 operations, 2 violations"},
		{"the first line cut off before a value", "the next line, which reads as the value, is judged all the same", "{\"id\":\"1\",\"x\":\n{}\n{\"status\":\"failed\"}\n", 1,
			[]string{"-:1: value (byte 18): invalid JSON syntax, on line 3\n", "-:2: /status: is required\n"}, "2 operations, 2 violations"},
		{"a list cut off", "its operations are judged, and then what follows", "{\"value\":[{\"status\":\"x\"}\n{}\n", 1,
			[]string{"-:1: /value/0/status: " + one, "-:1: value at /value (byte 25): invalid JSON syntax, on line 2\n", "-:2: /status: is required\n"}, "2 operations, 3 violations"},
		{"the last line cut off", "those before it are judged", "{}\n{\"status\":\"failed\"", 1,
			[]string{"-:1: /status: is required\n", "-:2: value (byte 18): invalid JSON syntax\n"}, "1 operation, 2 violations"},
		{"a repeated name", "it stops no other line", "{\"id\":\"1\",\"id\":\"1\"}\n{}", 1,
			[]string{"-:1: value at /id (byte 10): repeated member name\n", "-:2: /status: is required\n"}, "1 operation, 2 violations"},
		{"lines that are no JSON", "each is reported once", "x, y\n{}\n}\n{\"status\":\"failed\"}\nz z z\nz\n[{}]", 1,
			[]string{"-:1: value (byte 0): invalid JSON syntax\n", "-:2: /status: is required\n", "-:5: value (byte 0): invalid JSON syntax\n", "-:7: /0/status: is required\n"}, "3 operations, 4 violations"},
		{"broken in an array of a line each", "the commas and brackets left over are not reported", "[\n{\"id\":\"1\",},\n{},\n{\"status\":\"failed\"}\n],\n\"x\"\n{}", 1,
			[]string{"-:2: value at /0 (byte 10): invalid JSON syntax\n", "-:3: /status: is required\n", "-:7: /status: is required\n"}, "3 operations, 3 violations"},
		{"broken over several lines", "what is indented is part of it", "{\n  \"value\": [\n    {\n      \"id\": \"1\",\n      \"status\"\n    },\n    {\n    }\n  ]\n}\n{\n}\n", 1,
			[]string{"-:3: value at /value/0 (byte 42): invalid JSON syntax, on line 6\n", "-:11: /status: is required\n"}, "1 operation, 2 violations"},
		{"cut off", "a text over several lines that does not end", "{\n\"status\":", 1, []string{"-:1: value at /status (byte 11): invalid JSON syntax, on line 2\n"}, "0 operations, 1 violation"},

		{"a body of notifications", "of the operations in it", `{"@odata.type":"#microsoft.graph.commsNotifications","value":[` +
			`{"@odata.type":"#microsoft.graph.commsNotification","changeType":"deleted","resourceUrl":"/communications/calls/c/operations/o","resourceData":{"@odata.type":"#microsoft.graph.playPromptOperation","prompts":[],"completionReason":"completedSuccessfully","status":"completed","clientContext":"c","resultInfo":{"@odata.type":"#microsoft.graph.resultInfo","code":200,"subcode":0,"message":"done"},"id":"o"}},` +
			`{"changeType":"updated","resourceUrl":"/communications/calls/c/operations/p","resourceData":[{"@odata.type":"#microsoft.graph.recordOperation","status":"bogus"},{"status":"running"},{"id":"p"}]}]}`, 1,
			[]string{"-:1: /value/1/resourceData/0/status: " + one, "-:1: /value/1/resourceData/2/status: is required\n"}, "4 operations, 2 violations"},
		{"calls and participants", "nothing is said of what is no operation, whatever it holds", `{"value":[` +
			`{"changeType":"updated","resourceUrl":"/communications/calls/c","resourceData":{"@odata.type":"#microsoft.graph.call","state":"established","status":7,"resultInfo":{"code":"x"}}},` +
			`{"@odata.type":"#microsoft.graph.commsNotification","changeType":"updated","resource":"/communications/calls/c/participants","resourceData":[{"@odata.type":"#microsoft.graph.participant","id":"p"},null]},` +
			`{"@odata.type":"#microsoft.graph.commsNotification","changeType":"created","resourceUrl":"/communications/calls/c/operations/o"}]}`, 0, nil, "0 operations, 0 violations"},
		{"a notification without a wrapper", "its line and pointers", "{\n  \"resourceUrl\": \"/communications/calls/c/operations/o\",\n  \"resourceData\": {\n    \"status\": 1\n  }\n}", 1,
			[]string{"-:3: value at /resourceData/status (byte 34): wrong kind of JSON value, must be a string\n"}, "1 operation, 1 violation"},
		{"wrong kinds in a notification", "its own and those of the operation", `{"value":{"@odata.type":"#microsoft.graph.commsNotification","changeType":1,"resourceData":{"@odata.type":"#microsoft.graph.recordOperation","status":"running","id":[]}}}`, 1,
			[]string{"-:1: value at /value/changeType (byte 74): wrong kind of JSON value, must be a string\n", "-:1: value at /value/resourceData/id (byte 165): wrong kind of JSON value, must be a string\n"},
			"1 operation, 2 violations"},
		{"a broken notification", "the next line is judged", "{\"resourceData\":{\"status\":\"running\",\"status\":1}}\n{\"resourceUrl\":\"calls/c/operations/o\",\"resourceData\":{}}", 1,
			[]string{"-:1: value at /resourceData/status (byte 36): repeated member name\n", "-:2: /resourceData/status: is required\n"}, "1 operation, 2 violations"},
	} {
		t.Run(row.name, func(t *testing.T) {
			status, stdout, stderr := run(row.in, "validate", "-")
			require.Equal(t, row.status, status, row.why)
			require.Empty(t, cmp.Diff(row.want, slices.Collect(strings.Lines(stdout))), row.why)
			require.Equal(t, row.count+" in 1 file\n", stderr)
		})
	}
}

// With -json the same violations come for programs.
func TestValidateJSON(t *testing.T) {
	in := "\uFEFF{\"status\":\"<running>\"}\n" +
		`{"value":[{"resourceUrl":"calls/c/operations/o","resourceData":{"status":"running","resultInfo":{"code":1.5}}}]}` + "\n" +
		`{"status":"running",}` + "\n" + `{"value":[ {}]}`
	status, stdout, stderr := run(in, "validate", "-json", "-")
	require.Equal(t, 1, status)
	require.Equal(t, "3 operations, 5 violations in 1 file\n", stderr)
	var got []violation
	for line := range strings.Lines(stdout) {
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		var v violation
		require.NoError(t, d.Decode(&v), line)
		got = append(got, v)
	}
	at := func(text string, n int) int64 { return int64(strings.Index(in, text) + n) }
	require.Equal(t, []violation{
		{File: "-", Offset: 3, Pointer: "/status", Code: validate.UnknownValue, Message: "must be one of NotStarted, Running, Completed, Failed"},
		{File: "-", Offset: at("1.5", 0), Pointer: "/value/0/resourceData/resultInfo/code", Code: validate.NotInteger, Message: "not an integer written in digits"},
		{File: "-", Offset: at(`{"status":"running","res`, 0), Pointer: "/value/0/resourceData/resultInfo/subcode", Code: validate.Required, Message: "is required"},
		{File: "-", Offset: at(",}", 1), Pointer: "", Code: validate.Syntax, Message: "invalid JSON syntax"},
		{File: "-", Offset: at("[ {}", 2), Pointer: "/value/0/status", Code: validate.Required, Message: "is required"},
	}, got)

	_, stdout, _ = run("", "validate", "-json", "-")
	require.JSONEq(t, `{"file":"-","offset":0,"pointer":"","code":"syntax","message":"is empty"}`, stdout)
	_, stdout, _ = run(`{"status":"running","<&>":x}`, "validate", "-json", "-")
	require.Contains(t, stdout, `"pointer":"/<&>"`, "nothing is escaped for HTML")
}

func TestValidateFiles(t *testing.T) {
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "good.json"), filepath.Join(dir, "bad.json")
	require.NoError(t, os.WriteFile(good, []byte(`{"status":"running"}`), 0o600))
	require.NoError(t, os.WriteFile(bad, []byte(`{}`), 0o600))
	status, stdout, stderr := run("", "validate", good, bad)
	require.Equal(t, 1, status)
	require.Equal(t, bad+":1: /status: is required\n", stdout)
	require.Equal(t, "2 operations, 1 violation in 2 files\n", stderr)
	status, stdout, stderr = run("{}\n[]\n{}", "validate", good, "-", bad)
	require.Equal(t, 1, status)
	require.Equal(t, "-:1: /status: is required\n-:3: /status: is required\n"+bad+":1: /status: is required\n", stdout)
	require.Equal(t, "4 operations, 3 violations in 3 files\n", stderr)
	status, stdout, stderr = run("", "validate", good, good)
	require.Zero(t, status)
	require.Empty(t, stdout)
	require.Equal(t, "2 operations, 0 violations in 2 files\n", stderr)
	status, stdout, stderr = run("", "validate", dir)
	require.Equal(t, 2, status, "a directory cannot be read")
	require.Empty(t, stdout)
	require.Contains(t, stderr, dir)
	status, stdout, stderr = run("", "validate", filepath.Join(dir, "none.json"), bad)
	require.Equal(t, 2, status, "an unreadable file counts for more than a violation")
	require.Equal(t, bad+":1: /status: is required\n", stdout, "the other files are judged all the same")
	require.Contains(t, stderr, "none.json")
	require.True(t, strings.HasSuffix(stderr, "\n1 operation, 1 violation in 1 file\n"), stderr)
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
	require.Equal(t, "graphcomms: -: the disk is gone\n50000 operations, 0 violations in 1 file\n", stderr.String(), "a stream that fails is no violation")
}

func TestProgress(t *testing.T) {
	var b bytes.Buffer
	p := progress{w: &b, on: true}
	for range 2048 {
		p.count(3)
	}
	p.end()
	require.Equal(t, "\r1024 operations, 3 violations\n", b.String(), "at most one a second, on one line")
	b.Reset()
	p = progress{w: &b, on: true, n: 1023}
	p.count(1)
	require.Equal(t, "\r1024 operations, 1 violation", b.String())
	require.False(t, isTerminal(&b))
	f, err := os.Open(body)
	require.NoError(t, err)
	defer f.Close()
	require.False(t, isTerminal(f), "a file is none")
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no space") }

func TestBrokenOutput(t *testing.T) {
	var stderr bytes.Buffer
	for _, args := range [][]string{{"update", operation, body}, {"validate", "-"}, {"validate", "-json", "-"}, {"version"}, {"diff", "-h"}, {"help"}} {
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

// The version where there is no build information is the newest of the
// changelog, and the README's.
func TestVersionIsTheNewest(t *testing.T) {
	log, err := os.ReadFile("../../CHANGELOG.md")
	require.NoError(t, err)
	newest := regexp.MustCompile(`(?m)^## (\S+)`).FindStringSubmatch(string(log))
	require.Equal(t, version, newest[1])
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	require.Contains(t, string(readme), "example.com/graphcomms@"+version)
}
