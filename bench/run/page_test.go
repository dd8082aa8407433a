package main

import (
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestMadeFromTheNewestResults requires that the kept chart and the page are those that the newest results give.
func TestMadeFromTheNewestResults(t *testing.T) {
	t.Chdir("..")
	svg, page, err := made()
	require.NoError(t, err)
	for file, want := range map[string]string{chartFile: svg, pageFile: page} {
		got, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, want, string(got), "%s is out of date: go run ./run -remake", file)
	}
	require.LessOrEqual(t, strings.Count(page, "\n"), 100, "the page is for reading")
}

func TestNewest(t *testing.T) {
	tests := []struct {
		name  string
		files []string
		want  string // "" if there is none
	}{
		{"by date", []string{"2026-11-29-go1.26.8.md", "2026-11-30-go1.26.8.md"}, "2026-11-30-go1.26.8.md"},
		{"the date before the version", []string{"2026-11-29-go1.27.0.md", "2026-11-30-go1.26.8.md"}, "2026-11-30-go1.26.8.md"},
		{"versions by number", []string{"2026-11-30-go1.26.10.md", "2026-11-30-go1.26.8.md"}, "2026-11-30-go1.26.10.md"},
		{"a release after its candidate", []string{"2026-11-30-go1.27.0.md", "2026-11-30-go1.27rc2.md"}, "2026-11-30-go1.27.0.md"},
		{"no results", []string{"chart.svg"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			for _, file := range tt.files {
				require.NoError(t, os.WriteFile(filepath.Join(dir, file), nil, 0o666))
			}
			got, err := newest(dir)
			if tt.want == "" {
				require.Error(t, err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.want, filepath.Base(got))
		})
	}
}

// TestResultsExplainTheirColumns requires that the head of the newest results, as that of the next, names what does not
// speak for itself.
func TestResultsExplainTheirColumns(t *testing.T) {
	file, err := newest(filepath.Join("..", resultsDir))
	require.NoError(t, err)
	r, err := readReport(file)
	require.NoError(t, err)
	for _, head := range []string{r.head, legend} {
		for _, term := range []string{`"±"`, "∞", `"fastest"`, `"times ours"`, `"of the fastest"`, `"less"`} {
			require.Contains(t, head, term)
		}
	}
}

// TestGoalsHaveDistinctInputs requires that no two goals are about the same results.
func TestGoalsHaveDistinctInputs(t *testing.T) {
	seen := map[string]bool{}
	for _, g := range goals {
		require.False(t, seen[g.work+g.input], g.label)
		seen[g.work+g.input] = true
		require.NotEmpty(t, g.aims, g.label)
	}
}

// compared are results in which peers miss and meet the aims.
const compared = `goos: linux
cpu: Some CPU
BenchmarkDecode/payload=S/impl=graphcomms	100	100 ns/op	224 B/op	3 allocs/op
BenchmarkDecode/payload=S/impl=graphcomms+encoding-json	100	101 ns/op	224 B/op	2 allocs/op
BenchmarkDecode/payload=S/impl=sonic	100	159 ns/op	2048 B/op	7 allocs/op
BenchmarkDecode/payload=S/impl=goccy	100	180 ns/op	2048 B/op	7 allocs/op
BenchmarkDecode/payload=S/impl=encoding-json	100	1234 ns/op	2048 B/op	7 allocs/op
BenchmarkCheck/payload=L/impl=graphcomms	100	100 ns/op	0 B/op	0 allocs/op
BenchmarkCheck/payload=L/impl=memmove	100	1 ns/op	0 B/op	0 allocs/op
BenchmarkCheck/payload=L/impl=jsontext	100	50 ns/op	0 B/op	0 allocs/op
BenchmarkCheck/payload=L/impl=goccy	100	70 ns/op	0 B/op	0 allocs/op
BenchmarkScale/work=Diff/shape=flat/size=10MB	100	1000 ns/op	500.00 MB/s	224 B/op	1 allocs/op
`

func comparedReport(t *testing.T) report {
	t.Helper()
	var r results
	require.NoError(t, r.add([]byte(compared)))
	var b bytes.Buffer
	b.WriteString("# Results\n\nSome CPU; 2 rounds\n")
	require.NoError(t, r.writeTables(&b))
	b.WriteString("\n## Sizes\n\n| a |\n|---|\n| 1 |\n")
	return parseReport(b.String())
}

func TestReportReadsWhatIsWritten(t *testing.T) {
	r := comparedReport(t)
	require.Equal(t, "# Results\n\nSome CPU; 2 rounds", r.head)
	require.Equal(t, "| a |\n|---|\n| 1 |", r.sizes)
	require.Len(t, r.rows, 10)
	rows := r.find("Decode", "S")
	require.Len(t, rows, 5)
	require.Equal(t, "encoding-json", rows[4].impl())
	require.InDelta(t, 12.34, rows[4].ratio(), 0.001)
	require.Equal(t, "drops unknown members; drops nulls; accepts repeated names; accepts invalid UTF-8; matches names in any case",
		rows[4].less().String())
}

func TestBlock(t *testing.T) {
	got := block(comparedReport(t))
	tests := []struct{ name, line string }{
		{"the fastest peer misses, so do the allocations, our own doors are no peers",
			"| decode the request, 211 B | the fastest peer 1.6; encoding-json 10; 2 allocations | " +
				"**sonic 1.59**; encoding-json 12.34; **3 allocations** |"},
		{"a peer that checks as much is not meant, nor is a yardstick",
			"| Check, 3 MB | the fastest that checks less 0.75; no allocation | **goccy 0.70**; no allocation |"},
		{"the machine", "[Results](bench/results/), on Some CPU:"},
		{"no results", "| Compose, 2 KB | evanphx-v5 20 | not measured yet |"},
		{"sizes", "| Diff | flat |  |  | 2.00 |  |"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { require.Contains(t, got, tt.line+"\n") })
	}
}

func TestChart(t *testing.T) {
	r := comparedReport(t)
	svg := chart(r)
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else {
			require.NoError(t, err)
		}
	}
	require.Equal(t, 3, strings.Count(svg, `class="aim"`), "a bar for each aim that was measured")
	require.Equal(t, 2, strings.Count(svg, `class="faster drops"`))
	require.Equal(t, 1, strings.Count(svg, `class="slower"`))
	for _, ratio := range []string{"sonic 1.59", "encoding-json 12.34", "goccy 0.70"} {
		require.Contains(t, svg, ">"+ratio+"<")
		require.Contains(t, block(r), ratio, "the page says the same")
	}
	require.NotContains(t, svg, "Compose", "what was not measured is not drawn")
}

// TestPlace shows that equal factors are equal lengths, and that the axis has ends.
func TestPlace(t *testing.T) {
	require.InDelta(t, place(10)-place(1), place(100)-place(10), 1e-9)
	require.Equal(t, place(0.3), place(0.01))
	require.Equal(t, place(200), place(10_000))
}
