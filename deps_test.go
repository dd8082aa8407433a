package graphcomms_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "example.com/graphcomms"

type goPackage struct {
	ImportPath, Dir, Export, Name string
	Standard                      bool
	Imports                       []string
}

// goList runs go list and returns what it says by import path.
func goList(t testing.TB, args ...string) map[string]goPackage {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json"}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	packages := map[string]goPackage{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else {
			require.NoError(t, err)
		}
		packages[p.ImportPath] = p
	}
}

// The core packages stand on the standard library, and import each other in
// one direction.
func TestDependencies(t *testing.T) {
	order := []string{"internal/jsonscan", "patch", "internal/fault", "internal/ascii", "odata", "internal/entity", "resultinfo", "commsop", "internal/violation", "validate"}
	packages := goList(t, "-deps", "./patch", "./odata", "./resultinfo", "./commsop", "./validate")
	for path, p := range packages {
		top, _, _ := strings.Cut(path, "/")
		require.NotContains(t, []string{"net", "crypto", "plugin"}, top, "a core package reaches %s", path)
		require.NotEqual(t, "os/exec", path, "a core package reaches it")
		name, ours := strings.CutPrefix(path, module+"/")
		if !ours {
			require.True(t, p.Standard, "%s is neither the standard library nor this module", path)
			continue
		}
		at := slices.Index(order, name)
		require.GreaterOrEqual(t, at, 0, "%s has no place in the order of imports", name)
		for _, imported := range p.Imports {
			require.NotContains(t, []string{"unsafe", "flag", "log"}, imported, name)
			require.False(t, name == "internal/jsonscan" && imported == "reflect", "jsonscan does without reflection")
			if below, ok := strings.CutPrefix(imported, module+"/"); ok {
				require.Less(t, slices.Index(order, below), at, "%s imports %s", name, below)
			}
		}
	}
	require.Contains(t, packages, module+"/validate")
}
