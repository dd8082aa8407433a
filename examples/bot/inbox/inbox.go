// Package inbox takes what the service posts to a bot's callback to the stored
// state of each operation, in two steps: [Read] says what a body tells of which
// operations, a pure function, and [Keep] brings one of them up to date in a
// store. Whatever comes late, twice, out of order or at the same time, the
// store ends with the same states.
package inbox

import (
	"context"
	"errors"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/examples/server/store"
)

// A State is what is known of one operation. Its key is the call and the ID of
// the operation.
type State struct {
	Call      string
	Operation commsop.Operation
	Conflict  bool // another state contradicted this one; see commsop.Latest
}

// join returns the later of two states of one operation. A conflict between
// states that are over by then is none any more.
func (s State) join(t State) State {
	op, conflict := commsop.Latest(s.Operation, t.Operation)
	for _, x := range []State{s, t} {
		conflict = conflict || x.Conflict && x.Operation.Status.Canonical() == op.Status.Canonical()
	}
	return State{s.Call, op, conflict}
}

// joinAll joins states two by two, so that a long one among many short ones is
// compared with few of them. There is at least one.
func joinAll(states []State) State {
	if len(states) == 1 {
		return states[0]
	}
	half := len(states) / 2
	return joinAll(states[:half]).join(joinAll(states[half:]))
}

// An Outcome is what a state was to the store.
type Outcome string

const (
	First Outcome = "first" // nothing was known of the operation
	Later Outcome = "later" // it replaced the state before
	Known Outcome = "known" // it came late or again: the stored state stays
)

// Keep brings the stored state of an operation up to date, and returns the state
// that is stored now. Several may do so at the same time, for one operation,
// too: where another was faster it begins again with what the other stored, so
// no state is lost. Errors are those of [store.Store]; then the state may or may
// not be stored, and to do it again is right.
func Keep(ctx context.Context, s *store.Store, arrived State) (State, Outcome, error) {
	call, id := arrived.Call, arrived.Operation.ID
	var before uint64
	var now State
	join := func(e store.Entry) (commsop.Operation, error) {
		before, now = e.Version, State{Call: call, Operation: e.Operation}.join(arrived)
		return now.Operation, nil
	}
	outcome := Known
	e, err := s.Update(ctx, call, id, join)
	if errors.Is(err, store.ErrNotFound) {
		if err := s.Add(ctx, call, arrived.Operation); err != nil { // does nothing if another was faster
			return State{}, "", err
		}
		outcome = First
		e, err = s.Update(ctx, call, id, join)
	}
	if err != nil {
		return State{}, "", err
	}
	if e.Version != before {
		outcome = Later
	}
	return now, outcome, nil
}
