// Run measures the benchmarks of the module in rounds.
//
// Each round runs every benchmark once, each in a process of its own, those that are compared one after another, and all
// in another order, so that a disturbance of the machine falls on all alike. What is written is the median of the rounds,
// how far its 95 % confidence interval reaches, which takes six rounds at least, and the fastest round; and the ratios
// of both to ours. A benchmark that takes more than half a second for one call is left out of the rounds after the third.
// All takes a quarter of an hour. Call it in the folder of the module bench:
//
//	go run ./run -tags msgraph [-rounds n] [-benchtime t] [-raw file]
//
// writes the tables to results/<date>-<go version>.md, and remakes the chart there and the block in BENCHMARKS.md. The
// tag adds msgraph-sdk-go.
//
//	go run ./run -quick [-bench regexp]
//
// is for a look: few and short rounds, and the tables are printed. The same holds wherever -bench chooses some
// benchmarks.
//
//	go run ./run -remake
//	go run ./run -sizes [-tags msgraph]
//
// remake the chart and the block from the newest tables, and print what an import adds to a program.
package main

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

type options struct {
	rounds    int
	benchtime string
	bench     string
	tags      string
	raw       string
	short     bool
}

// A benchmark of which one call takes more than slowCall seconds is measured in slowRounds rounds.
const (
	slowCall   = 0.5
	slowRounds = 3
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("run: ")
	var o options
	flag.IntVar(&o.rounds, "rounds", 6, "how often to run each benchmark")
	flag.StringVar(&o.benchtime, "benchtime", "60ms", "how long to run each benchmark in a round, as in go test")
	flag.StringVar(&o.bench, "bench", "", "which benchmarks to run, as in go test, and print the tables; all if empty")
	flag.StringVar(&o.tags, "tags", "", "build tags; msgraph adds msgraph-sdk-go")
	flag.StringVar(&o.raw, "raw", "", "a file for the results as go test prints them, for benchstat")
	quick := flag.Bool("quick", false, "three short rounds, without the largest inputs, and print the tables")
	again := flag.Bool("remake", false, "only remake the chart and the block in BENCHMARKS.md from the newest tables")
	onlySizes := flag.Bool("sizes", false, "only print what an import adds to a program")
	flag.Parse()
	if *quick {
		o.rounds, o.benchtime, o.short = 3, "20ms", true
	}
	if flag.NArg() > 0 || o.rounds < 1 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	switch {
	case *again:
		err = remake()
	case *onlySizes:
		var table string
		table, err = sizes(ctx, o.tags)
		fmt.Print(table)
	case *quick || o.bench != "":
		err = run(ctx, o, os.Stdout)
	default:
		err = record(ctx, o)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// record measures everything and keeps it.
func record(ctx context.Context, o options) error {
	var b bytes.Buffer
	if err := run(ctx, o, &b); err != nil {
		return err
	}
	table, err := sizes(ctx, o.tags)
	if err != nil {
		return err
	}
	fmt.Fprintf(&b, "\n## Sizes\n\n%s", table)
	name := time.Now().Format(time.DateOnly) + "-" + runtime.Version() + ".md"
	if err := os.WriteFile(filepath.Join(resultsDir, name), b.Bytes(), 0o666); err != nil {
		return err
	}
	return remake()
}

func run(ctx context.Context, o options, w io.Writer) error {
	dir, err := os.MkdirTemp("", "graphcomms-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	binary := filepath.Join(dir, "bench.test")
	if _, err := output(ctx, "go", "test", "-c", "-tags", o.tags, "-o", binary, "."); err != nil {
		return err
	}
	raw := io.Discard
	if o.raw != "" {
		f, err := os.Create(o.raw)
		if err != nil {
			return err
		}
		defer f.Close()
		raw = f
	}

	// One call of each tells their names, and which take long.
	once, err := benchmark(ctx, binary, cmp.Or(o.bench, "."), "1x", o.short)
	if err != nil {
		return err
	}
	var listing results
	if err := listing.add(once); err != nil {
		return err
	}
	if len(listing.names) == 0 {
		return fmt.Errorf("no benchmark matches %q", o.bench)
	}
	names := listing.names
	measured := results{names: names, cpu: listing.cpu}
	order := slices.Clone(names)
	for round := range o.rounds {
		shuffle(order)
		for i, name := range order {
			if round >= slowRounds && listing.fastest(name) > slowCall {
				continue
			}
			fmt.Fprintf(os.Stderr, "\rround %d of %d, %d of %d\x1b[K", round+1, o.rounds, i+1, len(order))
			text, err := benchmark(ctx, binary, pattern(name), o.benchtime, o.short)
			if err != nil {
				return err
			}
			if _, err := raw.Write(text); err != nil {
				return err
			}
			if err := measured.add(text); err != nil {
				return err
			}
		}
	}
	fmt.Fprintln(os.Stderr)

	fmt.Fprintf(w, "# Results of %s with %s\n\n", time.Now().Format(time.DateOnly), runtime.Version())
	fmt.Fprintf(w, "%s, %s/%s, one processor where nothing else is said; %d rounds of %s each, made with\n\n",
		measured.cpu, runtime.GOOS, runtime.GOARCH, o.rounds, o.benchtime)
	fmt.Fprintf(w, "    go run ./run %s\n\n", shellWords(os.Args[1:]))
	fmt.Fprint(w, legend)
	return measured.writeTables(w)
}

// shuffle gives the benchmarks another order, in which those that are compared stand together.
func shuffle(names []string) {
	rand.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	first := map[string]int{}
	for i, name := range slices.Backward(names) {
		first[group(name)] = i
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(first[group(a)], first[group(b)]) })
}

// group returns what benchmarks that are compared have in common.
func group(name string) string {
	head, _, _ := strings.Cut(name, "/impl=")
	return head
}

// shellWords joins arguments as one would type them.
func shellWords(args []string) string {
	words := make([]string, len(args))
	for i, arg := range args {
		words[i] = arg
		if strings.ContainsAny(arg, " |()[]^$*\\\"") {
			words[i] = "'" + arg + "'"
		}
	}
	return strings.Join(words, " ")
}

// pattern returns the pattern for -test.bench that matches the benchmark of this name and no other.
func pattern(name string) string {
	parts := strings.Split("Benchmark"+name, "/")
	for i, part := range parts {
		parts[i] = "^" + regexp.QuoteMeta(part) + "$"
	}
	return strings.Join(parts, "/")
}

func benchmark(ctx context.Context, binary, pattern, benchtime string, short bool) ([]byte, error) {
	return output(ctx, binary, "-test.run", "^$", "-test.bench", pattern, "-test.benchtime", benchtime,
		"-test.cpu", "1", "-test.count", "1", "-test.benchmem", "-test.short="+strconv.FormatBool(short))
}

// output returns what a command prints. The error of a command that fails holds what it printed.
func output(ctx context.Context, name string, args ...string) ([]byte, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s%s", cmd, err, stdout.Bytes(), stderr.Bytes())
	}
	return stdout.Bytes(), nil
}
