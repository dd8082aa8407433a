// Command bot is a bot's callback: it takes the notifications that the service
// posts, and keeps the latest state of each operation in a store, whatever comes
// late or twice:
//
//	bot                                 a SQLite database in memory
//	bot -store operations.db            a SQLite file
//	bot -store nats://HOST,nats://…     the nodes of a NATS JetStream cluster
//
// It prints the URL to post to, and logs to standard error what became of each
// operation, without secrets. Command server with the same store shows the
// states.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"time"

	"example.com/graphcomms/examples/bot/callback"
	"example.com/graphcomms/examples/server/store"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	switch err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); {
	case errors.Is(err, flag.ErrHelp):
	case err == errUsage:
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// errUsage says that the flags are wrong; the usage has been printed.
var errUsage = errors.New("usage")

// run serves until ctx is done. It prints where.
func run(ctx context.Context, args []string, out, log io.Writer) error {
	flags := flag.NewFlagSet("bot", flag.ContinueOnError)
	flags.SetOutput(log)
	flags.Usage = func() {
		fmt.Fprint(log, "usage: bot [flags]\n\nTakes the notifications that are posted to a bot's callback, and keeps the\nlatest state of each operation, whatever comes late or twice.\n\n")
		flags.PrintDefaults()
	}
	addr := flags.String("addr", "127.0.0.1:8090", "address to listen on; there is no authentication")
	name := flags.String("store", "", "SQLite `file`, or nats://…; without one, a database in memory")
	maxBody := flags.Int64("max-body", 1<<20, "most bytes of a request body")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return err
	} else if err != nil {
		return errUsage
	}
	if flags.NArg() > 0 {
		flags.Usage()
		return errUsage
	}

	s, err := store.Open(ctx, *name)
	if err != nil {
		return err
	}
	defer s.Close()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "http://%s/callback\n", l.Addr())

	server := &http.Server{
		Handler:           callback.New(s, *maxBody, slog.New(slog.NewTextHandler(log, nil))),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      10 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    1 << 16,
	}
	stopped := make(chan error, 1)
	context.AfterFunc(ctx, func() {
		grace, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		stopped <- server.Shutdown(grace)
	})
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
