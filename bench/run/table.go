package main

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
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
		r.cpu = strings.TrimSpace(result.GetConfig("cpu"))
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

// A column is one column of the tables.
type column struct {
	head, align string
	unit        string // if not "", tables in which nothing is measured in it go without the column
	cell        func(r *results, name string) string
}

var columns = []column{
	{"input", "---", "", func(_ *results, name string) string { _, input, _ := split(name); return input }},
	{"implementation", "---", "", func(_ *results, name string) string { _, _, impl := split(name); return impl }},
	{"time", "--:", "", func(r *results, name string) string { return seconds(r.median(name) / r.operations(name)) }},
	{"±", "--:", "", func(r *results, name string) string {
		s, _ := r.summary(name, "sec/op")
		return s.PctRangeString()
	}},
	{"fastest", "--:", "", func(r *results, name string) string { return seconds(r.fastest(name) / r.operations(name)) }},
	{"ns/byte", "--:", "B/s", func(r *results, name string) string {
		return r.cell(name, "B/s", func(median float64) string { return fmt.Sprintf("%.2f", 1e9/median) })
	}},
	{"peak", "--:", "peak-bytes", func(r *results, name string) string { return r.cell(name, "peak-bytes", size) }},
	{"memory", "--:", "B/op", func(r *results, name string) string {
		return r.cell(name, "B/op", func(median float64) string { return size(median / r.operations(name)) })
	}},
	{"allocations", "--:", "allocs/op", func(r *results, name string) string {
		return r.cell(name, "allocs/op", func(median float64) string {
			return strconv.FormatFloat(math.Round(100*median/r.operations(name))/100, 'f', -1, 64)
		})
	}},
	{"times ours", "--:", "", func(r *results, name string) string { return r.ratio(name, r.median) }},
	{"of the fastest", "--:", "", func(r *results, name string) string { return r.ratio(name, r.fastest) }},
	{"less", "---", "", func(_ *results, name string) string {
		work, _, impl := split(name)
		return bench.GapsOf(work, impl).Letters()
	}},
}

// legend says what the columns mean, for the head of the tables.
const legend = `"time" is the median of the rounds. "±" is how far the 95 % confidence interval of that median reaches from it, on the
farther side; ∞ is fewer rounds than the six that this takes: there are three where the first call takes more than half
a second. "fastest" is the time of the fastest round. "times ours" is "time" over that of graphcomms on the same input,
"of the fastest" the same of "fastest": more than 1 means that graphcomms is faster. The letters under "less" say what
an implementation does less, and are explained at the end. Times, memory and allocations of a page and of a stream are
for one operation in it.
`

// writeTables writes one table for each work, with the benchmarks in order, and what the letters in them mean.
func (r *results) writeTables(w io.Writer) error {
	var b bytes.Buffer
	var less bench.Gaps
	for i := 0; i < len(r.names); {
		work, _, _ := split(r.names[i])
		end := i
		for end < len(r.names) {
			next, _, impl := split(r.names[end])
			if next != work {
				break
			}
			less |= bench.GapsOf(work, impl)
			end++
		}
		r.writeTable(&b, work, r.names[i:end])
		i = end
	}
	b.WriteString("\n## Letters\n\nWhat an implementation does less:\n\n")
	for _, letter := range less.Letters() {
		fmt.Fprintf(&b, "- %c: %s\n", letter, bench.ParseLetters(string(letter)))
	}
	_, err := b.WriteTo(w)
	return err
}

func (r *results) writeTable(b *bytes.Buffer, work string, names []string) {
	shown := slices.DeleteFunc(slices.Clone(columns), func(c column) bool {
		return c.unit != "" && !slices.ContainsFunc(names, func(name string) bool { return len(r.values[name][c.unit]) > 0 })
	})
	fmt.Fprintf(b, "\n## %s\n\n", work)
	var heads, aligns []string
	for _, c := range shown {
		heads, aligns = append(heads, c.head), append(aligns, c.align)
	}
	fmt.Fprintf(b, "| %s |\n|%s|\n", strings.Join(heads, " | "), strings.Join(aligns, "|"))
	for _, name := range names {
		if len(r.values[name]["sec/op"]) == 0 { // skipped
			continue
		}
		var cells []string
		for _, c := range shown {
			cells = append(cells, c.cell(r, name))
		}
		fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | "))
	}
}

// operations returns how many operations a call of a benchmark goes through. Times and memory are for one of them.
func (r *results) operations(name string) float64 {
	if n := r.values[name]["operations"]; len(n) > 0 {
		return n[0]
	}
	return 1
}

func (r *results) median(name string) float64 {
	s, _ := r.summary(name, "sec/op")
	return s.Center
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

func size(bytes float64) string { return benchunit.Scale(bytes, benchunit.Binary) + "B" }

func seconds(t float64) string { return benchunit.Scale(t, benchunit.Decimal) + "s" }

// ratio tells how often our time on the same input, if there is one, goes into that of a benchmark.
func (r *results) ratio(name string, time func(name string) float64) string {
	same := group(name) + "/impl=" + ours
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
