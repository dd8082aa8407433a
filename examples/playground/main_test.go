//go:build !js

package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// compiled is what the tests of this package serve, compiled once.
var compiled = sync.OnceValues(func() (program, error) { return build(context.Background()) })

func TestServes(t *testing.T) {
	p, err := compiled()
	require.NoError(t, err)
	server := httptest.NewServer(handler(p))
	defer server.Close()
	for _, test := range []struct {
		path, kind, start string
		status            int
	}{
		{"/", "text/html; charset=utf-8", "<!doctype html>", 200},
		{"/app.js", "text/javascript; charset=utf-8", `"use strict"`, 200},
		{"/style.css", "text/css; charset=utf-8", ":root", 200},
		{"/wasm_exec.js", "text/javascript; charset=utf-8", "// Copyright", 200},
		{"/playground.wasm", "application/wasm", "\x00asm", 200},
		{"/main.go", "text/plain; charset=utf-8", "404", 404},
	} {
		response, err := server.Client().Get(server.URL + test.path)
		require.NoError(t, err)
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		response.Body.Close()
		require.Equal(t, test.status, response.StatusCode, test.path)
		require.Equal(t, test.kind, response.Header.Get("Content-Type"), test.path)
		require.True(t, strings.HasPrefix(string(body), test.start), test.path)
		require.Equal(t, policy, response.Header.Get("Content-Security-Policy"), test.path)
		require.Equal(t, "nosniff", response.Header.Get("X-Content-Type-Options"), test.path)
	}
	response, err := server.Client().Post(server.URL, "text/plain", nil)
	require.NoError(t, err)
	response.Body.Close()
	require.Equal(t, http.StatusMethodNotAllowed, response.StatusCode)
}

// lines passes each write on.
type lines chan string

func (l lines) Write(p []byte) (int, error) {
	l <- string(p)
	return len(p), nil
}

func TestRunServesUntilItIsStopped(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	printed, done := make(lines, 1), make(chan error, 1)
	go func() { done <- run(ctx, "127.0.0.1:0", printed) }()
	var url string
	select {
	case url = <-printed:
	case err := <-done:
		require.NoError(t, err, "it ends before it serves")
	}
	require.Regexp(t, `^http://127\.0\.0\.1:\d+/\n$`, url)
	response, err := http.Get(strings.TrimSpace(url))
	require.NoError(t, err)
	response.Body.Close()
	require.Equal(t, 200, response.StatusCode)
	stop()
	require.NoError(t, <-done)
}

func TestRunSaysWhyNot(t *testing.T) {
	require.Error(t, run(t.Context(), "127.0.0.1:none", io.Discard))
	t.Chdir(t.TempDir())
	err := run(t.Context(), "127.0.0.1:0", &bytes.Buffer{})
	require.ErrorContains(t, err, "go build", "away from the source there is nothing to compile")
	require.ErrorContains(t, err, "example.com/graphcomms/examples", "with what the go command says")
}
