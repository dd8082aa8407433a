// Run measures the benchmarks of the module in rounds and prints one Markdown table for each work.
//
// Each round runs every benchmark once, in another order and each in a process of its own, so that a disturbance of the
// machine falls on all alike. What is printed is the median of the rounds, the half-width of its 95 % confidence
// interval, which takes six rounds at least, and the fastest round; and the ratios of both to ours. Call it in the folder
// of the module bench:
//
//	go run ./run [-rounds n] [-benchtime t] [-bench regexp] [-tags list] [-raw file]
package main

import (
	"bytes"
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
	"strings"
)

type options struct {
	rounds    int
	benchtime string
	bench     string
	tags      string
	raw       string
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("run: ")
	var o options
	flag.IntVar(&o.rounds, "rounds", 10, "how often to run each benchmark")
	flag.StringVar(&o.benchtime, "benchtime", "100ms", "how long to run each benchmark in a round, as in go test")
	flag.StringVar(&o.bench, "bench", ".", "which benchmarks to run, as in go test")
	flag.StringVar(&o.tags, "tags", "", "build tags; msgraph adds msgraph-sdk-go")
	flag.StringVar(&o.raw, "raw", "", "a file for the results as go test prints them, for benchstat")
	flag.Parse()
	if flag.NArg() > 0 || o.rounds < 1 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o, os.Stdout); err != nil {
		log.Fatal(err)
	}
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

	once, err := benchmark(ctx, binary, o.bench, "1x")
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
		rand.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for i, name := range order {
			fmt.Fprintf(os.Stderr, "\rround %d of %d, %d of %d\x1b[K", round+1, o.rounds, i+1, len(order))
			text, err := benchmark(ctx, binary, pattern(name), o.benchtime)
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

	fmt.Fprintf(w, "%s; %s %s/%s; one processor.\n\n", measured.cpu, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(w, "    go run ./run %s\n", shellWords(os.Args[1:]))
	return measured.writeTables(w)
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

func benchmark(ctx context.Context, binary, pattern, benchtime string) ([]byte, error) {
	return output(ctx, binary, "-test.run", "^$", "-test.bench", pattern, "-test.benchtime", benchtime,
		"-test.cpu", "1", "-test.count", "1", "-test.benchmem")
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
