// Command server serves the operations of calls over HTTP, from a SQLite
// database. Without one it serves an example in memory: the call "demo" with
// the operations "1" and "2".
package main

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"time"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/examples/server/api"
	"example.com/graphcomms/examples/server/store"
)

//go:embed demo.json
var demo []byte

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "address to listen on; there is no authentication")
	file := flag.String("db", "", "SQLite `file`; without one, the database is in memory")
	var options api.Options
	flag.Int64Var(&options.MaxBody, "max-body", 1<<20, "most bytes of a request body, decompressed")
	flag.Int64Var(&options.MaxOperation, "max-operation", 1<<20, "most bytes of a stored operation")
	flag.BoolVar(&options.RequireIfMatch, "require-if-match", false, "refuse a PATCH without If-Match")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *addr, *file, options, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// run serves until ctx is done. It prints where.
func run(ctx context.Context, addr, file string, options api.Options, out io.Writer) error {
	s, err := store.Open(ctx, file)
	if err != nil {
		return err
	}
	defer s.Close()
	if file == "" {
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
