package graphcomms_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Each snippet of the README is a program that runs in an empty module, as the
// README makes one.
func TestREADME(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	require.LessOrEqual(t, strings.Count(string(readme), "\n"), 100, "README.md is a short tour")
	root, err := os.Getwd()
	require.NoError(t, err)
	edit := regexp.MustCompile("`(go mod edit [^`]*)`").FindStringSubmatch(string(readme))
	require.NotNil(t, edit, "how to use a checkout")

	dir := t.TempDir()
	run := func(args ...string) string {
		cmd := exec.Command("go", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOPROXY=off")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "go %s\n%s", strings.Join(args, " "), out)
		return string(out)
	}
	run("mod", "init", "try")
	run(strings.Fields(strings.ReplaceAll(edit[1], "PATH", root))[1:]...)

	snippets := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(string(readme), -1)
	want := []string{
		`commsop.Operation{id=1 status=Running members=[prompts]} <nil>
{"id":"1","status":"completed","prompts":[1.10]} [/status] <nil>
{"error":{"code":"BadRequest","message":"The request has 2 errors.","details":[{"code":"typeMismatch","message":"The member at /clientContext must be a string.","target":"/clientContext"},{"code":"invalidTransition","message":"The member at /status is final and must not change.","target":"/status"}]}}
`,
		`{"@odata.type":"#microsoft.graph.recordOperation","status":"Failed"} <nil>
https://example.com/r true
<nil> true
`,
		"Completed <nil>\n",
	}
	require.Len(t, snippets, len(want), "a server, a client and a bot")
	for i, s := range snippets {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte(s[1]), 0o644))
		require.Equal(t, want[i], run("run", "."))
	}
}
