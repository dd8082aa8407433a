package node_test

import (
	"net"
	"testing"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/stretchr/testify/require"

	"example.com/graphcomms/examples/server/node"
)

// A port that is taken is an error that says so.
func TestStartFails(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	_, err = node.Start(server.Options{Port: l.Addr().(*net.TCPAddr).Port, StoreDir: t.TempDir()})
	require.ErrorContains(t, err, "address already in use")
}
