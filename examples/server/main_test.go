package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/examples/server/api"
)

// start runs a server, and returns the lines that it prints first and a
// function that stops it.
func start(t *testing.T, name string, lines int) (printed []string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	r, w := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := run(ctx, "127.0.0.1:0", name, api.Options{}, w)
		w.CloseWithError(err)
		done <- err
	}()
	out := bufio.NewReader(r)
	for range lines {
		line, err := out.ReadString('\n')
		require.NoError(t, err)
		printed = append(printed, strings.TrimSpace(line))
	}
	return printed, func() {
		cancel()
		require.NoError(t, <-done, "a server that is told to stop stops")
	}
}

func get(t *testing.T, url string) (int, []byte) {
	t.Helper()
	response, err := http.Get(url)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, body
}

func requireDemo(t *testing.T, url string) {
	t.Helper()
	status, body := get(t, url)
	require.Equal(t, 200, status)
	page, err := commsop.DecodePage(body)
	require.NoError(t, err)
	require.Len(t, page.Value, 2)
}

func TestRun(t *testing.T) {
	printed, stop := start(t, "", 1)
	defer stop()
	requireDemo(t, printed[0])
}

func TestRunWithAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "operations.db")
	printed, stop := start(t, file, 1)
	status, _ := get(t, printed[0])
	require.Equal(t, 404, status, "a file has no example in it")
	stop()
	require.FileExists(t, file)
}

// A second server shares what the embedded node of the first one keeps.
func TestRunEmbedded(t *testing.T) {
	first, stop := start(t, "embedded", 2)
	defer stop()
	requireDemo(t, first[1])
	url, ok := strings.CutPrefix(first[0], "other servers: -store ")
	require.True(t, ok, first[0])
	second, stop := start(t, url, 1)
	defer stop()
	requireDemo(t, second[0])
}

func TestRunFails(t *testing.T) {
	require.Error(t, run(t.Context(), "127.0.0.1:0", "nats://127.0.0.1:1", api.Options{}, io.Discard))
	require.Error(t, run(t.Context(), "127.0.0.1:0", t.TempDir(), api.Options{}, io.Discard))
	require.Error(t, run(t.Context(), "256.0.0.1:0", "", api.Options{}, io.Discard))
}
