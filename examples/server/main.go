// Command server serves the operations of calls over HTTP, from a store:
//
//	server                              a SQLite database in memory
//	server -store operations.db         a SQLite file
//	server -store embedded              a JetStream node in this process, with data in a temporary folder
//	server -store nats://HOST,nats://…  the nodes of a NATS JetStream cluster, or that of another server
//
// It has an example in memory and embedded: the call "demo" with the operations
// "1" and "2".
package main

import (
	"context"
	_ "embed"
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

	natsserver "github.com/nats-io/nats-server/v2/server"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/examples/server/api"
	"example.com/graphcomms/examples/server/node"
	"example.com/graphcomms/examples/server/store"
)

//go:embed demo.json
var demo []byte

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "address to listen on; there is no authentication")
	var name string
	flag.StringVar(&name, "store", "", "SQLite `file`, nats://… or \"embedded\"; without one, a database in memory")
	flag.StringVar(&name, "db", "", "the same as -store")
	var options api.Options
	flag.Int64Var(&options.MaxBody, "max-body", 1<<20, "most bytes of a request body, decompressed")
	flag.Int64Var(&options.MaxOperation, "max-operation", 1<<20, "most bytes of a stored operation")
	flag.BoolVar(&options.RequireIfMatch, "require-if-match", false, "refuse a PATCH without If-Match")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *addr, name, options, os.Stdout); err != nil {
		slog.Error("server failed", "err", err)
		os.Exit(1)
	}
}

// run serves until ctx is done. It prints where.
func run(ctx context.Context, addr, name string, options api.Options, out io.Writer) error {
	withDemo := name == "" || name == "embedded"
	if name == "embedded" {
		folder, err := os.MkdirTemp("", "graphcomms-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder)
		n, err := node.Start(natsserver.Options{Port: -1, StoreDir: folder})
		if err != nil {
			return err
		}
		defer node.Stop(n)
		name = n.ClientURL()
		fmt.Fprintf(out, "other servers: -store %s\n", name)
	}
	s, err := store.Open(ctx, name)
	if err != nil {
		return err
	}
	defer s.Close()
	if withDemo {
		page, err := commsop.DecodePage(demo)
		if err != nil {
			return err
		}
		for _, op := range page.Value {
			if err := s.Add(ctx, "demo", op); err != nil {
				return err
			}
		}
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "http://%s/communications/calls/demo/operations\n", l.Addr())

	server := &http.Server{
		Handler:           api.New(s, options),
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
