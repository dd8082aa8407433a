package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// programs are those of the folder sizes, each of which reads an operation and writes it. The first is the one that the
// others are compared with.
var programs = []struct{ dir, name, tags string }{
	{"base", "encoding/json alone", ""},
	{"commsop", "commsop", ""},
	{"validate", "commsop and validate", ""},
	{"msgraph", "msgraph-sdk-go, models alone", "msgraph"},
}

// sizes returns the table of what the imports of a program add to it: packages to compile, of the standard library and
// of others, and bytes of the binary. msgraph-sdk-go is left out unless its tag is among tags.
func sizes(ctx context.Context, tags string) (string, error) {
	dir, err := os.MkdirTemp("", "graphcomms-sizes")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	var b strings.Builder
	b.WriteString("| a program with | packages of others | of the standard library | of this module | bytes of the binary |\n|---|--:|--:|--:|--:|\n")
	var base int64
	baseline := map[string]bool{}
	for i, p := range programs {
		if p.tags != "" && !strings.Contains(tags, p.tags) {
			continue
		}
		pkg := "./sizes/" + p.dir
		list, err := output(ctx, "go", "list", "-deps", "-tags", p.tags, "-f",
			"{{.ImportPath}} {{if .Standard}}std{{else}}other{{end}}", pkg)
		if err != nil {
			return "", err
		}
		var own, std, others int
		for line := range strings.Lines(string(list)) {
			path, kind, _ := strings.Cut(strings.TrimSpace(line), " ")
			switch {
			case i == 0:
				baseline[path] = true
			case baseline[path] || strings.HasPrefix(path, "example.com/graphcomms/bench/"):
			case strings.HasPrefix(path, "example.com/graphcomms"):
				own++
			case kind == "std":
				std++
			default:
				others++
			}
		}
		binary := filepath.Join(dir, p.dir)
		if _, err := output(ctx, "go", "build", "-trimpath", "-tags", p.tags, "-o", binary, pkg); err != nil {
			return "", err
		}
		info, err := os.Stat(binary)
		if err != nil {
			return "", err
		}
		if i == 0 {
			base = info.Size()
			fmt.Fprintf(&b, "| %s | 0 | %d | 0 | %s |\n", p.name, len(baseline), size(float64(base)))
			continue
		}
		fmt.Fprintf(&b, "| %s | +%d | +%d | +%d | +%s |\n", p.name, others, std, own, size(float64(info.Size()-base)))
	}
	return b.String(), nil
}
