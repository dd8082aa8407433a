package examples_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/examples/client/calls"
	"example.com/graphcomms/examples/server/api"
	"example.com/graphcomms/examples/server/node"
	"example.com/graphcomms/examples/server/store"
	"example.com/graphcomms/patch"
)

const (
	operations = 24
	writers    = 16
	// patience is for a cluster on a loaded machine, where elections take long.
	patience = 2 * time.Minute
)

// Sixteen writers patch the operations of one call through two servers, which
// keep them in a cluster of three nodes. In the middle the node that leads is
// stopped, and started again. Writers see 412 where another was faster, and 503
// where the cluster does not answer. Every update that was answered with 200 is
// there in the end, and was made of the version that its If-Match asked for.
func TestCluster(t *testing.T) {
	third := 3300 * time.Millisecond
	if testing.Short() {
		third = time.Second
	}
	nodes, restart := startCluster(t)
	var clients []*calls.Client
	var stores []*store.Store
	for range 2 {
		var s *store.Store
		eventually(t, func() (err error) {
			s, err = store.Open(t.Context(), urls(nodes))
			return err
		})
		t.Cleanup(func() { s.Close() })
		h := httptest.NewServer(api.New(s, api.Options{}))
		t.Cleanup(h.Close)
		h.Client().Transport.(*http.Transport).MaxIdleConnsPerHost = writers
		stores, clients = append(stores, s), append(clients, &calls.Client{Base: h.URL, HTTP: h.Client()})
	}
	for i := range operations {
		op := commsop.Operation{Type: commsop.TypeOperation, ID: strconv.Itoa(i), Status: commsop.StatusNotStarted}
		eventually(t, func() error { return stores[i%2].Add(t.Context(), "c", op) })
	}

	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var group sync.WaitGroup
	var all []*writer
	for i := range writers {
		w := &writer{name: fmt.Sprintf("w%d", i), client: clients[i%2], reads: i%4 < 2}
		all = append(all, w)
		group.Go(func() { w.run(ctx) })
	}
	time.Sleep(third)
	leader := max(0, slices.IndexFunc(nodes, func(n *server.Server) bool { return n.JetStreamIsStreamLeader("$G", "KV_operations") }))
	away := time.Now()
	node.Stop(nodes[leader])
	time.Sleep(third)
	nodes[leader] = restart(leader)
	back := time.Now()
	time.Sleep(third)
	stop()
	group.Wait()

	var updates []update
	total, meanwhile := map[int]int{}, map[int]int{}
	for _, w := range all {
		require.Empty(t, w.wrong, w.name)
		updates = append(updates, w.updates...)
		for _, a := range w.answers {
			total[a.status]++
			if a.at.After(away) && a.at.Before(back) {
				meanwhile[a.status]++
			}
		}
	}
	t.Logf("%d writers, %v: %d requests, of which 412: %d, 503: %d; updates begun again by the servers: %d", writers, 3*third,
		total[200]+total[412]+total[503], total[412], total[503], stores[0].Retries()+stores[1].Retries())
	t.Logf("while a node was away, %v: %d requests, of which 412: %d, 503: %d", back.Sub(away).Round(100*time.Millisecond),
		meanwhile[200]+meanwhile[412]+meanwhile[503], meanwhile[412], meanwhile[503])
	require.NotEmpty(t, updates)

	for i := range operations {
		for _, client := range clients {
			var final commsop.Operation
			eventually(t, func() (err error) {
				final, err = client.Operation(t.Context(), "c", strconv.Itoa(i))
				return err
			})
			requireHistory(t, slices.DeleteFunc(slices.Clone(updates), func(u update) bool { return u.id != final.ID }), final)
		}
	}
	eventually(t, func() error { return inStep(t.Context(), urls(nodes)) })
}

// A writer patches one operation after another, each time with a member that
// nobody else sets.
type writer struct {
	name   string
	client *calls.Client
	reads  bool // the operation first, sends If-Match, and advances the status

	updates []update
	answers []answer
	wrong   []error
}

// An update is one that was answered with 200.
type update struct {
	id, member    string
	from, version uint64 // from is 0 without If-Match
	status        commsop.Status
}

type answer struct {
	status int
	at     time.Time
}

func (w *writer) run(ctx context.Context) {
	for n := 0; ctx.Err() == nil; n++ {
		u := update{id: strconv.Itoa(rand.IntN(operations)), member: fmt.Sprintf("%s.%d", w.name, n)}
		switch err := w.patch(ctx, &u); {
		case err == nil:
			w.updates = append(w.updates, u)
		case ctx.Err() != nil:
			return // whether it took place is unknown
		default:
			e, ok := errors.AsType[*calls.Error](err)
			if !ok || e.Status != http.StatusPreconditionFailed && e.Status != http.StatusServiceUnavailable {
				w.wrong = append(w.wrong, err)
				return
			}
			if e.Status == http.StatusServiceUnavailable {
				time.Sleep(100 * time.Millisecond)
			}
		}
	}
}

func (w *writer) patch(ctx context.Context, u *update) error {
	var p commsop.Patch
	var etag string
	if w.reads {
		op, err := w.client.Operation(ctx, "c", u.id)
		w.count(err)
		if err != nil {
			return err
		}
		etag, u.from = calls.ETag(op), version(op)
		switch {
		case op.Status == commsop.StatusNotStarted:
			p.Status = patch.Set(commsop.StatusRunning)
		case op.Status == commsop.StatusRunning && rand.IntN(10) == 0:
			p.Status = patch.Set(commsop.StatusCompleted)
		}
	}
	if err := p.AdditionalData.Merge(map[string]bool{u.member: true}); err != nil {
		return err
	}
	op, err := w.client.Patch(ctx, "c", u.id, p, etag)
	w.count(err)
	u.version, u.status = version(op), op.Status
	return err
}

// count keeps the status of an answer.
func (w *writer) count(err error) {
	status := http.StatusOK
	if e, ok := errors.AsType[*calls.Error](err); ok {
		status = e.Status
	} else if err != nil {
		return // no answer
	}
	w.answers = append(w.answers, answer{status, time.Now()})
}

// requireHistory checks the updates of one operation against what became of it.
func requireHistory(t *testing.T, updates []update, final commsop.Operation) {
	t.Helper()
	slices.SortFunc(updates, func(a, b update) int { return cmp.Compare(a.version, b.version) })
	status, last := commsop.StatusNotStarted, uint64(0)
	for _, u := range updates {
		require.Greater(t, u.version, last, "each update has a version of its own")
		if u.from != 0 {
			require.GreaterOrEqual(t, u.from, last, "nobody was in between")
			require.Greater(t, u.version, u.from)
		}
		require.True(t, status.CanBecome(u.status), "%s after %s", u.status, status)
		_, ok := final.AdditionalData.Get(u.member)
		require.True(t, ok, "update %s of operation %s is lost", u.member, u.id)
		status, last = u.status, u.version
	}
	require.True(t, status.CanBecome(final.Status), "%s after %s", final.Status, status)
	require.GreaterOrEqual(t, version(final), last)
}

// version returns the number in an operation's etag, or 0.
func version(op commsop.Operation) uint64 {
	n, _ := strconv.ParseUint(strings.Trim(calls.ETag(op), `W/"`), 10, 64)
	return n
}

// startCluster starts three nodes on loopback, and returns a function that
// starts one of them again.
func startCluster(t *testing.T) (nodes []*server.Server, restart func(i int) *server.Server) {
	t.Helper()
	var options []server.Options
	start := func(i int) error {
		n, err := node.Start(options[i])
		if err == nil {
			t.Cleanup(func() { node.Stop(n) })
			nodes = append(nodes, n)
		}
		return err
	}
	eventually(t, func() error { // with other ports, where another program is faster
		for _, n := range nodes {
			node.Stop(n)
		}
		nodes, options = nil, clusterOptions(t)
		return errors.Join(start(0), start(1), start(2))
	})
	return slices.Clone(nodes), func(i int) *server.Server {
		eventually(t, func() error { return start(i) })
		return nodes[len(nodes)-1]
	}
}

// clusterOptions returns the options of three nodes. Their ports are free, and
// below those that the system hands out: no connection takes one while its node
// is away.
func clusterOptions(t *testing.T) (options []server.Options) {
	t.Helper()
	var ports []int
	for len(ports) < 6 {
		port := 20_000 + rand.IntN(10_000)
		if l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			defer l.Close() // until all are chosen
			ports = append(ports, port)
		}
	}
	routes := server.RoutesFromStr(fmt.Sprintf("nats://127.0.0.1:%d,nats://127.0.0.1:%d,nats://127.0.0.1:%d", ports[0], ports[1], ports[2]))
	for i := range 3 {
		options = append(options, server.Options{
			ServerName: fmt.Sprintf("n%d", i), StoreDir: t.TempDir(), Port: ports[3+i],
			Cluster: server.ClusterOpts{Name: "test", Host: "127.0.0.1", Port: ports[i]}, Routes: routes,
		})
	}
	return options
}

func urls(nodes []*server.Server) string {
	var list []string
	for _, n := range nodes {
		list = append(list, n.ClientURL())
	}
	return strings.Join(list, ",")
}

// inStep reports whether every node has all that the leader has.
func inStep(ctx context.Context, urls string) error {
	conn, err := nats.Connect(urls)
	if err != nil {
		return err
	}
	defer conn.Close()
	js, err := jetstream.New(conn)
	if err != nil {
		return err
	}
	stream, err := js.Stream(ctx, "KV_operations")
	if err != nil {
		return err
	}
	cluster := stream.CachedInfo().Cluster
	if len(cluster.Replicas) != 2 {
		return fmt.Errorf("%d replicas beside the leader", len(cluster.Replicas))
	}
	for _, r := range cluster.Replicas {
		if !r.Current || r.Offline || r.Lag != 0 {
			return fmt.Errorf("%s is behind", r.Name)
		}
	}
	return nil
}

// eventually waits until f has no error.
func eventually(t *testing.T, f func() error) {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(200 * time.Millisecond) {
		err := f()
		if err == nil {
			return
		}
		if time.Now().After(end) {
			t.Fatal(err)
		}
	}
}
