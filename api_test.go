package graphcomms_test

import (
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// The exported API is in testdata/api.txt, one line for each name, field and
// method, and what is there with encoding/json/v2 alone in
// testdata/api_jsonv2.txt. Package graphcomms itself has none.
func TestAPI(t *testing.T) {
	packages := goList(t, "-deps", "-export", "./...")
	lookup := func(path string) (io.ReadCloser, error) { return os.Open(packages[path].Export) }
	imports := importer.ForCompiler(token.NewFileSet(), "gc", lookup)
	var lines, jsonv2 []string
	for _, p := range slices.Sorted(maps.Keys(packages)) {
		if name, ours := strings.CutPrefix(p, module+"/"); ours && isImportable(name) {
			loaded, err := imports.Import(p)
			require.NoError(t, err)
			for _, line := range api(loaded) {
				if strings.Contains(line, "jsontext.") {
					jsonv2 = append(jsonv2, line)
				} else {
					lines = append(lines, line)
				}
			}
		}
	}
	requireAPI(t, "testdata/api.txt", lines)
	if _, ok := packages["encoding/json/v2"]; ok {
		requireAPI(t, "testdata/api_jsonv2.txt", jsonv2)
	}
}

func requireAPI(t *testing.T, file string, lines []string) {
	got := strings.Join(lines, "\n") + "\n"
	if os.Getenv("GRAPHCOMMS_UPDATE") == "1" {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("The exported API differs from %s (-want +got):\n%s"+
			"CHANGELOG.md must give the reason for each change; then run this test with GRAPHCOMMS_UPDATE=1.", file, diff)
	}
}

func isImportable(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return !slices.Contains([]string{"internal", "cmd", "bench", "examples"}, first)
}

// api lists the exported names of a package, sorted.
func api(p *types.Package) (lines []string) {
	qualify := func(q *types.Package) string {
		if q == p {
			return ""
		}
		return q.Name()
	}
	add := func(format string, args ...any) {
		lines = append(lines, p.Name()+": "+fmt.Sprintf(format, args...))
	}
	for _, name := range p.Scope().Names() {
		object := p.Scope().Lookup(name)
		if !object.Exported() {
			continue
		}
		t := types.TypeString(object.Type(), qualify)
		switch object := object.(type) {
		case *types.Const:
			add("const %s %s = %s", name, t, object.Val().ExactString())
		case *types.Var:
			add("var %s %s", name, t)
		case *types.Func:
			add("func %s%s", name, strings.TrimPrefix(t, "func"))
		case *types.TypeName:
			named, ok := object.Type().(*types.Named)
			if !ok {
				add("type %s = %s", name, types.TypeString(types.Unalias(object.Type()), qualify))
				continue
			}
			switch u := named.Underlying().(type) {
			case *types.Struct:
				add("type %s struct", t)
				for i := range u.NumFields() {
					if f := u.Field(i); f.Exported() {
						tag := ""
						if u.Tag(i) != "" {
							tag = " `" + u.Tag(i) + "`"
						}
						add("type %s struct, field %s %s%s", name, f.Name(), types.TypeString(f.Type(), qualify), tag)
					}
				}
			case *types.Interface:
				add("type %s interface", t)
				for m := range u.Methods() {
					add("type %s interface, method %s%s", name, m.Name(), strings.TrimPrefix(types.TypeString(m.Type(), qualify), "func"))
				}
			default:
				add("type %s %s", t, types.TypeString(u, qualify))
			}
			for m := range named.Methods() {
				if m.Exported() {
					signature := m.Signature()
					add("method (%s) %s%s", types.TypeString(signature.Recv().Type(), qualify), m.Name(),
						strings.TrimPrefix(types.TypeString(signature, qualify), "func"))
				}
			}
		}
	}
	slices.Sort(lines)
	return lines
}
