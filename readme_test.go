package graphcomms_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The README's snippets are copies of code that is compiled and run here.
func TestREADME(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	var code string
	for _, file := range []string{"example_test.go", "golden_test.go"} {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		code += string(text)
	}
	snippets := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(string(readme), -1)
	require.Len(t, snippets, 3, "a server, a client and a test")
	for _, s := range snippets {
		require.Contains(t, code, s[1], "a snippet of README.md is not in the examples")
	}
	require.Less(t, strings.Count(string(readme), "\n"), 80, "README.md is a tour of one screen")
}
