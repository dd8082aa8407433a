package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	resultsDir = "results"
	pageFile   = "../BENCHMARKS.md"
	blockStart = "<!-- made by bench/run from "
	blockEnd   = "<!-- end -->"
)

var chartFile = filepath.Join(resultsDir, "chart.svg")

// made returns what is made from the newest results: the chart, and the page with its block renewed.
func made() (svg, page string, err error) {
	file, err := newest(resultsDir)
	if err != nil {
		return "", "", err
	}
	r, err := readReport(file)
	if err != nil {
		return "", "", err
	}
	text, err := os.ReadFile(pageFile)
	if err != nil {
		return "", "", err
	}
	before, rest, ok := strings.Cut(string(text), blockStart)
	_, after, ok2 := strings.Cut(rest, blockEnd)
	if !ok || !ok2 {
		return "", "", errors.New(pageFile + ": the marks of the block are missing")
	}
	return chart(r), before + blockStart + r.file + " -->\n" + block(r) + blockEnd + after, nil
}

// remake writes the chart and the page's block again from the newest results.
func remake() error {
	svg, page, err := made()
	if err != nil {
		return err
	}
	return cmp.Or(os.WriteFile(chartFile, []byte(svg), 0o666), os.WriteFile(pageFile, []byte(page), 0o666))
}

// block is what the page shows of the results: the goals, the time per byte and the sizes.
func block(r report) string {
	var b strings.Builder
	title, rest, _ := strings.Cut(strings.TrimPrefix(r.head, "# "), "\n")
	machine, _, _ := strings.Cut(strings.TrimSpace(rest), ";")
	fmt.Fprintf(&b, "\n[%s](bench/results/%s), on %s:\n", title, r.file, machine)
	b.WriteString("\n| work | aim | measured |\n|---|---|---|\n")
	for _, g := range goals {
		b.WriteString(g.line(r))
	}
	b.WriteString(scale(r))
	if r.sizes != "" {
		b.WriteString("\n### What an importer takes on\n\n" + r.sizes + "\n")
	}
	b.WriteString("\n")
	return b.String()
}

// scale is the table of the time per byte over the sizes, or nothing if that was not measured.
func scale(r report) string {
	sizes := []string{"1KB", "100KB", "10MB", "100MB"}
	var b strings.Builder
	for _, shape := range []string{"tree", "flat"} {
		for _, work := range []string{"Check", "Apply", "Diff", "Compose", "Equal"} {
			var cells []string
			for _, size := range sizes {
				cell := ""
				for _, row := range r.find("Scale", work+", "+shape+", "+size) {
					cell = row.cells["ns/byte"]
				}
				cells = append(cells, cell)
			}
			if strings.Join(cells, "") != "" {
				fmt.Fprintf(&b, "| %s | %s | %s |\n", work, shape, strings.Join(cells, " | "))
			}
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return "\n### Nanoseconds per byte\n\n| work | shape | " + strings.Join(sizes, " | ") + " |\n|---|---|--:|--:|--:|--:|\n" + b.String()
}
