//go:build !js

// Command playground serves a page that runs the library in the browser,
// compiled to WebAssembly: a stored operation and the body of a PATCH, and what
// a server makes of them. The page asks nothing of any other server.
//
// It compiles the page's program when it starts, so run it where this module's
// source is:
//
//	go run ./playground
package main

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"
)

//go:embed page
var files embed.FS

func main() {
	addr := flag.String("addr", "127.0.0.1:8090", "address to listen on")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *addr, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// run serves until ctx is done. It prints where.
func run(ctx context.Context, addr string, out io.Writer) error {
	program, err := build(ctx)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "http://%s/\n", l.Addr())

	server := &http.Server{Handler: handler(program), ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute}
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

// A program is what the page loads to run Go.
type program struct {
	wasm   []byte // the command in folder wasm
	loader []byte // wasm_exec.js of the toolchain that compiled it: they belong together
}

// build compiles the page's program in a folder of its own.
func build(ctx context.Context) (program, error) {
	dir, err := os.MkdirTemp("", "playground")
	if err != nil {
		return program{}, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "playground.wasm")
	const source = "example.com/graphcomms/examples/playground/wasm"
	if _, err := gotool(ctx, "build", "-trimpath", "-ldflags=-s -w", "-o", file, source); err != nil {
		return program{}, err
	}
	root, err := gotool(ctx, "env", "GOROOT")
	if err != nil {
		return program{}, err
	}
	var p program
	if p.wasm, err = os.ReadFile(file); err != nil {
		return program{}, err
	}
	p.loader, err = os.ReadFile(filepath.Join(root, "lib", "wasm", "wasm_exec.js"))
	return p, err
}

// gotool runs the go command for the browser, and returns what it prints.
func gotool(ctx context.Context, args ...string) (string, error) {
	c := exec.CommandContext(ctx, "go", args...)
	c.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	var faults bytes.Buffer
	c.Stderr = &faults
	out, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", args[0], err, &faults)
	}
	return strings.TrimSpace(string(out)), nil
}

// policy keeps the page to its own server: nothing else is loaded or sent to.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; " +
	"img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// handler serves the page's files and p.
func handler(p program) http.Handler {
	page, err := fs.Sub(files, "page")
	if err != nil {
		panic(err) // the folder is embedded
	}
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServerFS(page))
	for name, data := range map[string][]byte{"playground.wasm": p.wasm, "wasm_exec.js": p.loader} {
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, r *http.Request) {
			http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
		})
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store") // the next start may serve other files
		mux.ServeHTTP(w, r)
	})
}
