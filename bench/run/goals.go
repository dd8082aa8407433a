package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/graphcomms/bench"
)

// A goal is how fast a work on an input should be, beside the peers.
type goal struct {
	label       string
	work, input string
	aims        []aim
	allocations float64  // at most; 0 is none
	free        bool     // allocations are not part of the goal
	show        []string // further columns of our row that the page shows
}

// An aim is how many times our time the fastest of some peers should take.
type aim struct {
	peers string
	among func(row) bool
	ratio float64
}

// result is the peer that an aim is about, as it was measured.
type result struct {
	aim
	row row
}

func (r result) met() bool { return r.row.ratio() >= r.ratio }

// times is the ratio as the page and the chart show it: with fewer digits it could look like the aim that it misses.
func (r result) times() string { return fmt.Sprintf("%.2f", r.row.ratio()) }

func fastest(ratio float64) aim {
	return aim{"the fastest peer", func(row) bool { return true }, ratio}
}

func keeping(ratio float64) aim {
	return aim{"peers that keep unknown members", func(r row) bool { return r.less()&bench.DropsUnknown == 0 }, ratio}
}

func dropping(ratio float64) aim {
	return aim{"peers that drop them", func(r row) bool { return r.less()&bench.DropsUnknown != 0 }, ratio}
}

func lax(ratio float64) aim {
	return aim{"the fastest that checks less", func(r row) bool { return r.less() != 0 }, ratio}
}

func peer(impl string, ratio float64) aim {
	return aim{impl, func(r row) bool { return r.impl() == impl }, ratio}
}

var goals = []goal{
	{label: "decode the request, 211 B", work: "Decode", input: "S", allocations: 2,
		aims: []aim{fastest(1.6), peer("encoding-json", 10)}},
	{label: "the same as printed, 265 B", work: "Decode", input: "pretty", allocations: 2,
		aims: []aim{fastest(1.6), peer("encoding-json", 10)}},
	{label: "decode a record, 300 B", work: "Decode", input: "record", allocations: 4,
		aims: []aim{dropping(1), keeping(1), peer("encoding-json", 5), peer("encoding-json@go1.27", 2)}},
	{label: "decode 2 KB", work: "Decode", input: "M", allocations: 5, show: []string{"memory"},
		aims: []aim{keeping(2), peer("sonic", 0.9), peer("encoding-json", 4.2)}},
	{label: "page of 10 000, mixed", work: "Decode", input: "mixed", free: true,
		aims: []aim{fastest(1.3), peer("encoding-json", 5.5)}},
	{label: "stream of 1 000 000", work: "Stream", input: "1M-records, one-core", free: true, show: []string{"peak"},
		aims: []aim{peer("encoding-json", 4), peer("sonic", 1.5)}},
	{label: "the same in two parts", work: "Stream", input: "1M-records, two-cores", free: true, show: []string{"peak"},
		aims: []aim{peer("encoding-json", 4), peer("sonic", 1.5)}},
	{label: "encode the request, 211 B", work: "Encode", input: "S, append", aims: []aim{fastest(2.5)}},
	{label: "encode 2 KB, untouched", work: "Encode", input: "M, append", aims: []aim{dropping(1), keeping(1)}},
	{label: "Apply, 2 KB", work: "Apply", input: "2KB", allocations: 1, aims: []aim{peer("evanphx-v5", 19)}},
	{label: "Apply, 1 MB, ten members", work: "Apply", input: "1MB-sparse", free: true, aims: []aim{peer("evanphx-v5", 10)}},
	{label: "Apply, 1 MB, all members", work: "Apply", input: "1MB-full", free: true, aims: []aim{peer("evanphx-v5", 20)}},
	{label: "Apply, 20 000 in one object", work: "Apply", input: "flat", free: true, aims: []aim{peer("evanphx-v5", 70)}},
	{label: "Diff, 2 KB", work: "Diff", input: "2KB", free: true, aims: []aim{peer("evanphx-v5", 10)}},
	{label: "Diff, 1 MB, ten members", work: "Diff", input: "1MB-sparse", free: true, aims: []aim{peer("evanphx-v5", 10)}},
	{label: "Compose, 2 KB", work: "Compose", input: "2KB", free: true, aims: []aim{peer("evanphx-v5", 20)}},
	{label: "Update, the page's body", work: "Update", input: "S", free: true,
		aims: []aim{peer("encoding-json+evanphx-v5+validator-v10", 13)}},
	{label: "validate an operation", work: "Validate", input: "valid", aims: []aim{peer("validator-v10", 20)}},
	{label: "Check, 3 MB", work: "Check", input: "L", aims: []aim{lax(0.75)}},
}

// measured returns, for each aim of a goal that a report tells of, the fastest of its peers.
func (g goal) measured(r report) []result {
	rows := slices.DeleteFunc(r.find(g.work, g.input), func(r row) bool {
		return r.ratio() == 0 || strings.HasPrefix(r.impl(), ours) || r.less()&bench.NotACheck != 0
	})
	slices.SortStableFunc(rows, func(a, b row) int {
		if a.ratio() < b.ratio() {
			return -1
		}
		return 1
	})
	var results []result
	for _, a := range g.aims {
		if i := slices.IndexFunc(rows, a.among); i >= 0 {
			results = append(results, result{a, rows[i]})
		}
	}
	return results
}

// line is the goal's line in the page's table. What misses its aim is bold.
func (g goal) line(r report) string {
	var aims, found []string
	for _, a := range g.aims {
		aims = append(aims, fmt.Sprintf("%s %.3g", a.peers, a.ratio))
	}
	for _, m := range g.measured(r) {
		found = append(found, bold(m.row.impl()+" "+m.times(), !m.met()))
	}
	if !g.free {
		aims = append(aims, count(g.allocations))
	}
	for _, row := range r.find(g.work, g.input) {
		if row.impl() != ours || len(found) == 0 {
			continue
		}
		if n, err := strconv.ParseFloat(row.cells["allocations"], 64); !g.free && err == nil {
			found = append(found, bold(count(n), n > g.allocations))
		}
		for _, column := range g.show {
			found = append(found, column+" "+row.cells[column])
		}
	}
	if len(found) == 0 {
		found = []string{"not measured yet"}
	}
	return fmt.Sprintf("| %s | %s | %s |\n", g.label, strings.Join(aims, "; "), strings.Join(found, "; "))
}

func count(allocations float64) string {
	switch allocations {
	case 0:
		return "no allocation"
	case 1:
		return "1 allocation"
	}
	return fmt.Sprintf("%g allocations", allocations)
}

func bold(text string, on bool) string {
	if on {
		return "**" + text + "**"
	}
	return text
}
