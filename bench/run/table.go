package main

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"example.com/graphcomms/bench"
	"golang.org/x/perf/benchfmt"
	"golang.org/x/perf/benchmath"
	"golang.org/x/perf/benchunit"
)

// ours is the implementation that the others are compared with.
const ours = "graphcomms"

// results are the measurements of all rounds. The zero value holds none.
type results struct {
	names  []string // of the benchmarks, in the order in which they first came
	cpu    string
	values map[string]map[string][]float64 // by name and unit
}

// add adds what a test binary printed.
func (r *results) add(text []byte) error {
	if r.values == nil {
		r.values = map[string]map[string][]float64{}
	}
	reader := benchfmt.NewReader(bytes.NewReader(text), "benchmark")
	for reader.Scan() {
		result, ok := reader.Result().(*benchfmt.Result)
		if !ok {
			continue
		}
		r.cpu = result.GetConfig("cpu")
		name := result.Name.String()
		if !slices.Contains(r.names, name) {
			r.names = append(r.names, name)
		}
		if r.values[name] == nil {
			r.values[name] = map[string][]float64{}
		}
		for _, v := range result.Values {
			r.values[name][v.Unit] = append(r.values[name][v.Unit], v.Value)
		}
	}
	return reader.Err()
}

// summary returns the median and its confidence interval of the values of one unit, and whether there are any.
func (r *results) summary(name, unit string) (benchmath.Summary, bool) {
	values := r.values[name][unit]
	if len(values) == 0 {
		return benchmath.Summary{}, false
	}
	sample := benchmath.NewSample(slices.Clone(values), &benchmath.DefaultThresholds)
	return benchmath.AssumeNothing.Summary(sample, 0.95), true
}

// writeTables writes one table for each work, with the benchmarks in order.
func (r *results) writeTables(w io.Writer) error {
	var b bytes.Buffer
	last := ""
	for _, name := range r.names {
		work, input, impl := split(name)
		if work != last {
			last = work
			fmt.Fprintf(&b, "\n## %s\n\n", work)
			b.WriteString("| input | implementation | time | ± | fastest | ns/byte | memory | allocations | times ours | of the fastest | does less |\n")
			b.WriteString("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|\n")
		}
		time, ok := r.summary(name, "sec/op")
		if !ok {
			continue
		}
		cells := []string{
			input, impl,
			seconds(time.Center), time.PctRangeString(), seconds(r.fastest(name)),
			r.cell(name, "B/s", func(median float64) string { return fmt.Sprintf("%.2f", 1e9/median) }),
			r.cell(name, "B/op", func(median float64) string { return benchunit.Scale(median, benchunit.Binary) + "B" }),
			r.cell(name, "allocs/op", func(median float64) string { return fmt.Sprintf("%.0f", median) }),
			r.ratio(name, func(name string) float64 {
				s, _ := r.summary(name, "sec/op")
				return s.Center
			}),
			r.ratio(name, r.fastest),
			bench.GapsOf(work, impl).String(),
		}
		fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | "))
	}
	_, err := b.WriteTo(w)
	return err
}

// cell formats the median of one unit, or nothing if the benchmark does not report it.
func (r *results) cell(name, unit string, format func(median float64) string) string {
	s, ok := r.summary(name, unit)
	if !ok {
		return ""
	}
	return format(s.Center)
}

// fastest returns the shortest time of a benchmark that was measured, in seconds.
func (r *results) fastest(name string) float64 { return slices.Min(r.values[name]["sec/op"]) }

func seconds(t float64) string { return benchunit.Scale(t, benchunit.Decimal) + "s" }

// ratio tells how often our time on the same input, if there is one, goes into that of a benchmark.
func (r *results) ratio(name string, time func(name string) float64) string {
	head, _, _ := strings.Cut(name, "/impl=")
	same := head + "/impl=" + ours
	if len(r.values[same]["sec/op"]) == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", time(name)/time(same))
}

// split takes the name of a benchmark apart: Encode/payload=S/door=append/impl=sonic is the work Encode on the input
// "S, append" by sonic.
func split(name string) (work, input, impl string) {
	base, parts := benchfmt.Name(name).Parts()
	var inputs []string
	for _, part := range parts {
		key, value, _ := strings.Cut(string(part), "=")
		if key == "/impl" {
			impl = value
		} else {
			inputs = append(inputs, value)
		}
	}
	return string(base), strings.Join(inputs, ", "), impl
}
