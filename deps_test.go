package graphcomms_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
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

// standard are the packages of the standard library that the core packages may
// import. A new one is a decision: it may bring much with it.
var standard = []string{"bytes", "cmp", "database/sql/driver", "encoding", "encoding/binary", "encoding/json", "encoding/json/jsontext", "encoding/json/v2", "errors", "fmt",
	"hash/maphash", "io", "iter", "log/slog", "maps", "math", "math/bits", "reflect", "slices", "strconv", "strings", "unicode", "unicode/utf16", "unicode/utf8"}

// The core packages stand on the standard library, and import each other in
// one direction.
func TestDependencies(t *testing.T) {
	order := []string{"internal/jsonscan", "patch", "internal/joinerr", "internal/ascii", "odata", "internal/entity", "resultinfo", "commsop", "internal/violation", "validate"}
	packages := goList(t, "-deps", "./patch", "./odata", "./resultinfo", "./commsop", "./validate")
	// On Go 1.27 database/sql/driver, whose Value is a result of Operation.Value,
	// itself reaches crypto by package uuid.
	driver := goList(t, "-deps", "database/sql/driver")
	for path, p := range packages {
		if _, is := driver[path]; !is {
			top, _, _ := strings.Cut(path, "/")
			require.NotContains(t, []string{"net", "crypto", "plugin"}, top, "a core package reaches %s", path)
			require.NotEqual(t, "os/exec", path, "a core package reaches it")
		}
		name, ours := strings.CutPrefix(path, module+"/")
		if !ours {
			require.True(t, p.Standard, "%s is neither the standard library nor this module", path)
			continue
		}
		at := slices.Index(order, name)
		require.GreaterOrEqual(t, at, 0, "%s has no place in the order of imports", name)
		for _, imported := range p.Imports {
			require.False(t, name == "internal/jsonscan" && imported == "reflect", "jsonscan does without reflection")
			if below, ok := strings.CutPrefix(imported, module+"/"); ok {
				require.Less(t, slices.Index(order, below), at, "%s imports %s", name, below)
			} else {
				require.Contains(t, standard, imported, "%s imports a package that is not in the list: is it needed?", name)
			}
		}
	}
	require.Contains(t, packages, module+"/validate")
}

// TestSize holds what a server pays in bytes to a budget: Decode, Update and
// ODataError together add at most 400 KiB to a program that prints a line and
// imports encoding/json, log/slog and database/sql/driver.
//
// Both programs are built for linux/amd64 without cgo, symbols, debugging data
// and the paths of this machine. Both import these packages of the standard
// library, whose types this module's API names (json.RawMessage, slog.Value,
// driver.Value): their initial values are linked whatever is called, 128 KiB
// with Go 1.26, are not ours to lessen, and are in every server already. What
// else of the standard library is called counts.
func TestSize(t *testing.T) {
	const budget = 400 << 10
	root, err := os.Getwd()
	require.NoError(t, err)
	dir := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	write("go.mod", fmt.Sprintf("module size\n\ngo 1.26.0\n\nrequire %s v0.0.0\n\nreplace %[1]s => %q\n", module, root))
	const imports = "package main\n\nimport (\n_ \"database/sql/driver\"\n_ \"encoding/json\"\n\"fmt\"\n_ \"log/slog\"\n"
	write("line/main.go", imports+`)

func main() { fmt.Println("a line") }
`)
	write("update/main.go", imports+`"os"
"`+module+`/commsop"
"`+module+`/validate"
)

func main() {
	o, err := commsop.Decode([]byte(os.Args[1]))
	if err == nil {
		_, err = validate.New(nil).Update(o, []byte(os.Args[2]))
	}
	fmt.Println("a line", validate.ODataError(err))
}
`)
	size := func(program string) int64 {
		cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", program+".exe", "./"+program)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", out)
		info, err := os.Stat(filepath.Join(dir, program+".exe"))
		require.NoError(t, err)
		return info.Size()
	}
	grown := size("update") - size("line")
	t.Logf("%d bytes of %d", grown, budget)
	require.LessOrEqual(t, grown, int64(budget))
	require.Greater(t, grown, int64(50<<10), "the functions are in the program")
}
