// Package node runs JetStream nodes of NATS in this process: one for itself,
// or one of a cluster.
package node

import (
	"errors"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// Start starts a node. The options name at least the folder of its data,
// StoreDir; a port of -1 is any that is free. What they leave out is for a node
// on loopback that does not touch the process: no log, no signals. It is ready
// for clients, but JetStream may still look for a leader.
func Start(o server.Options) (*server.Server, error) {
	o.JetStream = true
	o.NoLog, o.NoSigs = true, true
	o.MaxPayload = 8 << 20 // an operation of the API, and room
	if o.Host == "" {
		o.Host = "127.0.0.1"
	}
	s, err := server.NewServer(&o)
	if err != nil {
		return nil, err
	}
	s.Start()
	if !s.ReadyForConnections(30 * time.Second) {
		Stop(s)
		return nil, errors.New("node: not ready")
	}
	return s, nil
}

// Stop stops a node, and waits until it has.
func Stop(s *server.Server) {
	s.Shutdown()
	s.WaitForShutdown()
}
