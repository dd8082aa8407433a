package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/examples/server/api"
)

func TestRun(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	r, w := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := run(ctx, "127.0.0.1:0", "", api.Options{}, w)
		w.CloseWithError(err)
		done <- err
	}()
	url, err := bufio.NewReader(r).ReadString('\n')
	require.NoError(t, err)

	response, err := http.Get(strings.TrimSpace(url))
	require.NoError(t, err)
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	response.Body.Close()
	page, err := commsop.DecodePage(body)
	require.NoError(t, err)
	require.Len(t, page.Value, 2)

	cancel()
	require.NoError(t, <-done, "a server that is told to stop stops")
}
