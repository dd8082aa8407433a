package main

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/graphcomms/bench"
	"github.com/stretchr/testify/require"
)

const rounds = `goos: linux
goarch: amd64
pkg: example.com/graphcomms/bench
cpu: Some CPU   
BenchmarkDecode/payload=S/impl=graphcomms         	     100	       300 ns/op	     224 B/op	       2 allocs/op
BenchmarkDecode/payload=S/impl=sonic              	     100	       800 ns/op	    2048 B/op	       7 allocs/op
BenchmarkStream/payload=2/on=one-core/impl=graphcomms	     100	       100 ns/op	       2 operations	    1024 peak-bytes	      16 B/op	       1 allocs/op
BenchmarkScale/work=Apply/shape=tree/size=1KB     	     100	      1000 ns/op	 500.00 MB/s	     224 B/op	       1 allocs/op
PASS
BenchmarkDecode/payload=S/impl=sonic              	     100	       600 ns/op	    2048 B/op	       7 allocs/op
BenchmarkDecode/payload=S/impl=graphcomms         	     100	       100 ns/op	     224 B/op	       2 allocs/op
BenchmarkDecode/payload=S/impl=graphcomms         	     100	       200 ns/op	     224 B/op	       2 allocs/op
BenchmarkDecode/payload=S/impl=sonic              	     100	       500 ns/op	    2048 B/op	       7 allocs/op
`

func TestTables(t *testing.T) {
	var r results
	require.NoError(t, r.add([]byte(rounds)))
	require.Equal(t, "Some CPU", r.cpu)
	var b bytes.Buffer
	require.NoError(t, r.writeTables(&b))
	var rows []string
	for line := range strings.Lines(b.String()) {
		if strings.HasPrefix(line, "| ") && !strings.HasPrefix(line, "| input") {
			rows = append(rows, strings.TrimSpace(line))
		}
	}
	require.Equal(t, []string{
		"| S | graphcomms | 200.0ns | ∞ | 100.0ns | 224.0B | 2 | 1.00 | 1.00 |  |",
		"| S | sonic | 600.0ns | ∞ | 500.0ns | 2.000KiB | 7 | 3.00 | 5.00 | " + bench.GapsOf("Decode", "sonic").Letters() + " |",
		"| 2, one-core | graphcomms | 50.00ns | ∞ | 50.00ns | 1.000KiB | 8.000B | 0.5 | 1.00 | 1.00 |  |",
		"| Apply, tree, 1KB |  | 1.000µs | ∞ | 1.000µs | 2.00 | 224.0B | 1 |  |  |  |",
	}, rows)
	require.Equal(t, 4, strings.Count(b.String(), "\n## "), "three works and the letters")
	require.Contains(t, b.String(), "\n- a: drops unknown members\n")
}

// Every order is one of all benchmarks, in which those that are compared stand together; it is not always the same.
func TestShuffle(t *testing.T) {
	names := []string{"A/impl=x", "A/impl=y", "A/impl=z", "B/impl=x", "B/impl=y", "B/impl=z", "C/size=1", "C/size=2"}
	orders := map[string]bool{}
	for range 100 {
		order := slices.Clone(names)
		shuffle(order)
		require.ElementsMatch(t, names, order)
		groups := make([]string, len(order))
		for i, name := range order {
			groups[i] = group(name)
		}
		require.Len(t, slices.Compact(groups), 4)
		orders[strings.Join(order, " ")] = true
	}
	require.Greater(t, len(orders), 10)
}

func TestPatternMatchesOneBenchmark(t *testing.T) {
	const name = "Encode/payload=S/door=append/impl=graphcomms+encoding-json"
	parts := strings.Split(pattern(name), "/")
	require.Len(t, parts, 4)
	for i, part := range strings.Split("Benchmark"+name, "/") {
		require.Regexp(t, regexp.MustCompile(parts[i]), part)
		require.NotRegexp(t, regexp.MustCompile(parts[i]), part+"-lossless")
	}
}
