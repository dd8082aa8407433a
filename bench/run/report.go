package main

import (
	"cmp"
	"fmt"
	"go/version"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/graphcomms/bench"
)

// A report is a file of results, read back.
type report struct {
	file  string // its name
	head  string // what comes before the tables
	sizes string // the table of sizes, "" if there is none
	rows  []row
}

// A row is the results of one benchmark.
type row struct {
	work  string
	cells map[string]string // by the head of the column
}

func (r row) impl() string { return r.cells["implementation"] }

func (r row) less() bench.Gaps { return bench.ParseLetters(r.cells["less"]) }

// ratio returns how many times ours the time is, or 0 if that was not measured.
func (r row) ratio() float64 {
	ratio, _ := strconv.ParseFloat(r.cells["times ours"], 64) // "" where ours was not measured
	return ratio
}

// newest returns the path of the newest file in a folder of results.
func newest(dir string) (string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("no results in %s", dir)
	}
	if err != nil {
		return "", err
	}
	return slices.MaxFunc(files, func(a, b string) int {
		dateA, versionA := madeOn(a)
		dateB, versionB := madeOn(b)
		return cmp.Or(strings.Compare(dateA, dateB), version.Compare(versionA, versionB))
	}), nil
}

// madeOn returns the date and the version of Go in the name of a file of results.
func madeOn(file string) (date, goVersion string) {
	name := strings.TrimSuffix(filepath.Base(file), ".md")
	end := min(len(name), len(time.DateOnly))
	return name[:end], strings.TrimPrefix(name[end:], "-")
}

func readReport(file string) (report, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return report{}, err
	}
	r := parseReport(string(text))
	r.file = filepath.Base(file)
	return r, nil
}

func parseReport(text string) report {
	head, sections, _ := strings.Cut(text, "\n## ")
	r := report{head: strings.TrimSpace(head)}
	for section := range strings.SplitSeq(sections, "\n## ") {
		work, body, _ := strings.Cut(section, "\n")
		if work == "Sizes" {
			r.sizes = strings.TrimSpace(body)
			continue
		}
		var heads []string
		for line := range strings.Lines(body) {
			line, ok := strings.CutPrefix(strings.TrimSpace(line), "| ")
			if !ok {
				continue
			}
			cells := strings.Split(strings.TrimSuffix(line, " |"), " | ")
			if heads == nil {
				heads = cells
				continue
			}
			values := make(map[string]string, len(heads))
			for i, cell := range cells[:min(len(cells), len(heads))] {
				values[heads[i]] = cell
			}
			r.rows = append(r.rows, row{work, values})
		}
	}
	return r
}

// find returns the rows of a work on an input.
func (r report) find(work, input string) []row {
	var found []row
	for _, row := range r.rows {
		if row.work == work && row.cells["input"] == input {
			found = append(found, row)
		}
	}
	return found
}
