package store

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// bucket is the key-value bucket with the operations.
const bucket = "operations"

const (
	startWait = 30 * time.Second // for a cluster that has just been started
	callWait  = 3 * time.Second  // for one answer
)

type jetStreamStore struct {
	conn   *nats.Conn
	stream jetstream.Stream
	kv     jetstream.KeyValue
}

// openJetStream connects to one or more nodes of a cluster, given as URLs with
// commas between, and creates the bucket if it is not there.
func openJetStream(ctx context.Context, urls string) (*jetStreamStore, error) {
	conn, err := nats.Connect(urls, nats.Name("graphcomms"), nats.MaxReconnects(-1), nats.ReconnectWait(250*time.Millisecond),
		nats.ReconnectBufSize(-1)) // a change that cannot be sent now fails now
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err // without the URL, which may have a password
	}
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	s := &jetStreamStore{conn: conn}
	ctx, cancel := context.WithTimeout(ctx, startWait)
	defer cancel()
	for {
		err := s.openBucket(ctx)
		if err == nil {
			return s, nil
		}
		select {
		case <-ctx.Done():
			conn.Close()
			return nil, fmt.Errorf("store: %w", err)
		case <-time.After(250 * time.Millisecond): // it may be looking for a leader
		}
	}
}

func (s *jetStreamStore) openBucket(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, callWait)
	defer cancel()
	js, err := jetstream.New(s.conn)
	if err != nil {
		return err
	}
	s.stream, err = js.Stream(ctx, "KV_"+bucket)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		// As CreateKeyValue makes it, but that only the leader answers, so that
		// nobody reads what was before a change that has been acknowledged.
		config := jetstream.StreamConfig{
			Name: "KV_" + bucket, Subjects: []string{"$KV." + bucket + ".>"}, MaxMsgsPerSubject: 1,
			AllowRollup: true, DenyDelete: true, Discard: jetstream.DiscardNew, Replicas: 3,
		}
		s.stream, err = js.CreateStream(ctx, config)
		const notInCluster = 10074 // JSStreamReplicasNotSupportedErr
		if e, ok := errors.AsType[*jetstream.APIError](err); ok && e.ErrorCode == notInCluster {
			config.Replicas = 1
			s.stream, err = js.CreateStream(ctx, config)
		}
	}
	if err != nil {
		return err
	}
	s.kv, err = js.KeyValue(ctx, bucket)
	return err
}

func (s *jetStreamStore) close() error {
	s.conn.Close()
	return nil
}

// token returns the name of a call or of an operation in a key: short, and of
// letters that every key may have, whatever the id is. The operation has the id.
func token(id string) string {
	sum := sha256.Sum256([]byte(id))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func key(call, id string) string { return token(call) + "." + token(id) }

func (s *jetStreamStore) add(ctx context.Context, call, id string, text []byte) error {
	ctx, cancel := context.WithTimeout(ctx, callWait)
	defer cancel()
	_, err := s.kv.Create(ctx, key(call, id), text)
	if errors.Is(err, jetstream.ErrKeyExists) {
		return nil
	}
	return jetStreamError(err)
}

func (s *jetStreamStore) get(ctx context.Context, call, id string) (record, error) {
	return s.getKey(ctx, key(call, id))
}

func (s *jetStreamStore) getKey(ctx context.Context, key string) (record, error) {
	ctx, cancel := context.WithTimeout(ctx, callWait)
	defer cancel()
	e, err := s.kv.Get(ctx, key)
	if err != nil {
		return record{}, jetStreamError(err)
	}
	return record{key, e.Value(), e.Revision()}, nil
}

// list asks the leader for the keys of a call, then for each of them. (A watcher
// would read from any node, which may be behind.)
func (s *jetStreamStore) list(ctx context.Context, call string) (list []record, err error) {
	prefix := "$KV." + bucket + "."
	wait, cancel := context.WithTimeout(ctx, callWait)
	defer cancel()
	info, err := s.stream.Info(wait, jetstream.WithSubjectFilter(prefix+token(call)+".*"))
	if err != nil {
		return nil, jetStreamError(err)
	}
	for subject := range info.State.Subjects {
		r, err := s.getKey(ctx, subject[len(prefix):])
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

func (s *jetStreamStore) swap(ctx context.Context, call, id string, text []byte, version uint64) (uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, callWait)
	defer cancel()
	version, err := s.kv.Update(ctx, key(call, id), text, version)
	if errors.Is(err, jetstream.ErrKeyRevisionMismatch) {
		return 0, errChanged
	}
	return version, jetStreamError(err)
}

// jetStreamError returns what an error means to the store. What a cluster does
// not answer, or says in place of an answer, passes: it looks for a leader, or
// the connection for a node.
func jetStreamError(err error) error {
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, jetstream.ErrKeyNotFound):
		return ErrNotFound
	case errors.Is(err, nats.ErrMaxPayload):
		return ErrTooLarge
	}
	return fmt.Errorf("%w: %v", ErrUnavailable, err)
}
