package bench

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A task is one implementation at one work on one payload: the call that is measured and the proof that it is right.
type task struct {
	impl    string
	measure func(b *testing.B)
	prove   func(t *testing.T)
}

// newTask returns a task that calls a function on an input. What is proved is the very call that is measured, and it is
// measured without a wrapper, which would copy large results.
func newTask[A, R any](impl string, call func(A) (R, error), input A, prove func(t *testing.T, result R)) task {
	return task{
		impl: impl,
		measure: func(b *testing.B) {
			if _, err := call(input); err != nil { // also warms up what compiles or caches at first use
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := call(input); err != nil {
					b.Fatal(err)
				}
			}
		},
		prove: func(t *testing.T) {
			result, err := call(input)
			require.NoError(t, err)
			prove(t, result)
		},
	}
}

// A group is the tasks that do the same work on the same payload, side by side. Tasks are made when they are asked for,
// so that the big payloads exist only while they are measured.
type group struct {
	name string // as in the benchmark's name: "payload=S"

	size       int // the bytes that a call goes through, or 0 to leave the throughput out
	operations int // how many operations a call goes through, or 0 for one
	tasks      func() []task
}

func measure(b *testing.B, groups []group) {
	for _, g := range groups {
		b.Run(g.name, func(b *testing.B) {
			for _, task := range g.tasks() {
				b.Run("impl="+task.impl, func(b *testing.B) {
					b.ReportAllocs()
					b.SetBytes(int64(g.size))
					task.measure(b)
					if g.operations > 0 {
						b.ReportMetric(float64(g.operations), "operations")
					}
				})
			}
		})
	}
}
