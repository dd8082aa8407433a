// Package node runs JetStream nodes of NATS in this process: one for itself,
// or one of a cluster.
package node

import (
	"fmt"
	"sync/atomic"
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
	var why fatal
	s.SetLogger(&why, false, false)
	s.Start()
	for end := time.Now().Add(time.Minute); !s.ReadyForConnections(100 * time.Millisecond); {
		if text := why.text.Load(); text != nil || time.Now().After(end) {
			Stop(s)
			return nil, fmt.Errorf("node: not ready: %v", text)
		}
	}
	return s, nil
}

// Stop stops a node, and waits until it has.
func Stop(s *server.Server) {
	s.Shutdown()
	s.WaitForShutdown()
}

// fatal is a log that keeps the last line about why a node does not start.
type fatal struct{ text atomic.Value }

func (l *fatal) Fatalf(format string, v ...any) { l.text.Store(fmt.Sprintf(format, v...)) }
func (l *fatal) Errorf(string, ...any)          {}
func (l *fatal) Warnf(string, ...any)           {}
func (l *fatal) Noticef(string, ...any)         {}
func (l *fatal) Debugf(string, ...any)          {}
func (l *fatal) Tracef(string, ...any)          {}
