package examples_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The code of README.md is that of convert.go, which has its own tests, and the
// commands name what is there.
func TestREADME(t *testing.T) {
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	code, err := os.ReadFile("msgraph/convert.go")
	require.NoError(t, err)
	fences := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	require.NotEmpty(t, fences)
	for _, fence := range fences {
		for function := range strings.SplitSeq(fence[1], "\n\n") {
			require.Contains(t, string(code), strings.TrimSpace(function)+"\n")
		}
	}
	paths := regexp.MustCompile(`\]\(([^)#:]+)\)|go run \./([\w/]+)`).FindAllStringSubmatch(string(text), -1)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		_, err := os.Stat(path[1] + path[2])
		require.NoError(t, err)
	}
}
