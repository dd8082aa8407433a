package main

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/examples/server/store"
)

// start runs a bot, and returns the URL that it prints and a function that stops
// it and returns its log.
func start(t *testing.T, args ...string) (url string, stop func() (log string)) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	r, w := io.Pipe()
	var log bytes.Buffer
	done := make(chan error, 1)
	go func() {
		err := run(ctx, append([]string{"-addr", "127.0.0.1:0"}, args...), w, &log)
		w.CloseWithError(err)
		done <- err
	}()
	url, err := bufio.NewReader(r).ReadString('\n')
	require.NoError(t, err)
	return strings.TrimSpace(url), func() string {
		cancel()
		require.NoError(t, <-done, "a bot that is told to stop stops")
		return log.String()
	}
}

func post(t *testing.T, url, body string) int {
	t.Helper()
	response, err := http.Post(url, "application/json", strings.NewReader(body))
	require.NoError(t, err)
	response.Body.Close()
	return response.StatusCode
}

// What one run of the bot stored, the next one knows.
func TestRun(t *testing.T) {
	file := filepath.Join(t.TempDir(), "operations.db")
	url, stop := start(t, "-store", file, "-max-body", "200")
	require.Equal(t, 202, post(t, url, `{"value":[{"changeType":"deleted","resourceUrl":"/communications/calls/c/operations/1","resourceData":{"status":"completed"}}]}`))
	require.Equal(t, 413, post(t, url, strings.Repeat(" ", 201)))
	require.Contains(t, stop(), "operation.id=1 operation.status=Completed outcome=first")

	url, stop = start(t, "-store", file)
	require.Equal(t, 202, post(t, url, `{"value":[{"changeType":"updated","resourceUrl":"/communications/calls/c/operations/1","resourceData":{"status":"running"}}]}`))
	require.Contains(t, stop(), "outcome=known now=Completed")

	s, err := store.Open(t.Context(), file)
	require.NoError(t, err)
	defer s.Close()
	e, err := s.Get(t.Context(), "c", "1")
	require.NoError(t, err)
	require.True(t, e.Operation.Status.IsTerminal())
}

func TestRunInMemory(t *testing.T) {
	url, stop := start(t)
	require.Equal(t, 202, post(t, url, `{"value":[]}`))
	require.Contains(t, stop(), "status=202 operations=0")
}

func TestRunFails(t *testing.T) {
	for _, test := range []struct {
		name string
		args []string
		want error
		log  string
	}{
		{"help", []string{"-h"}, flag.ErrHelp, "the\nlatest state of each operation"},
		{"unknown flag", []string{"-x"}, errUsage, "-x"},
		{"argument", []string{"x"}, errUsage, "usage: bot [flags]"},
		{"store", []string{"-store", t.TempDir()}, nil, ""},
		{"address", []string{"-addr", "256.0.0.1:0"}, nil, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var log bytes.Buffer
			err := run(t.Context(), test.args, io.Discard, &log)
			require.Error(t, err)
			if test.want != nil {
				require.ErrorIs(t, err, test.want)
			}
			require.Contains(t, log.String(), test.log)
		})
	}
}
