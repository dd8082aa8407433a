package bench

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"example.com/graphcomms/bench/model"
	"example.com/graphcomms/commsop"
	"example.com/graphcomms/validate"
	"example.com/graphcomms/validate/playground"
	jsonpatch "github.com/evanphx/json-patch/v5"
	"github.com/go-playground/validator/v10"
	"github.com/stretchr/testify/require"
)

// validOperation is an operation that breaks no rule.
const validOperation = `{"@odata.type":"#microsoft.graph.commsOperation","id":"b571cdaa-cdaa-b571-aacd-71b5aacd71b5",` +
	`"status":"Completed","clientContext":"Client Context value",` +
	`"resultInfo":{"@odata.type":"#microsoft.graph.resultInfo","code":200,"subcode":0,"message":"Message value"}}`

// A judge is one implementation of the rules on an operation.
type judge struct {
	impl string
	bind func(operation []byte) (func() error, error) // the judgement of an operation, already decoded
}

func judges() []judge {
	ours := validate.New(nil)
	registered := newStructValidator()
	tags := newStructValidator()
	return []judge{
		{"graphcomms", func(operation []byte) (func() error, error) {
			o, err := commsop.Decode(operation)
			return func() error { return ours.Operation(o) }, err
		}},
		{"graphcomms+validator-v10", func(operation []byte) (func() error, error) {
			if err := playground.Register(registered, nil); err != nil {
				return nil, err
			}
			o, err := commsop.Decode(operation)
			return func() error { return registered.Struct(&o) }, err
		}},
		{"validator-v10", func(operation []byte) (func() error, error) {
			var o model.Operation
			err := json.Unmarshal(operation, &o)
			return func() error { return tags.Struct(&o) }, err
		}},
	}
}

func newStructValidator() *validator.Validate {
	return validator.New(validator.WithRequiredStructEnabled())
}

func validateGroups() []group {
	var groups []group
	for _, p := range []Payload{{"valid", []byte(validOperation)}, Operation()} {
		groups = append(groups, group{name: "payload=" + p.Name, tasks: func() []task {
			var all []task
			for _, j := range judges() {
				judgement, err := j.bind(p.JSON)
				if err != nil {
					judgement = func() error { return err }
				}
				call := func(judge func() error) (struct{}, error) { return struct{}{}, judge() }
				all = append(all, newTask(j.impl, call, judgement, func(*testing.T, struct{}) {}))
			}
			return all
		}})
	}
	return groups
}

// TestJudges shows that the judges do judge: each of them refuses the same operation with one fault in it.
func TestJudges(t *testing.T) {
	tests := []struct{ name, operation string }{
		{"no status", `{"id":"1"}`},
		{"unknown status", `{"id":"1","status":"Paused"}`},
		{"long client context", `{"status":"Running","clientContext":"` + strings.Repeat("x", 257) + `"}`},
	}
	for _, j := range judges() {
		for _, tt := range tests {
			t.Run(j.impl+" "+tt.name, func(t *testing.T) {
				judgement, err := j.bind([]byte(tt.operation))
				require.NoError(t, err)
				require.Error(t, judgement())
			})
		}
	}
}

// An updater is one implementation of the server's whole job: from the stored operation and the body of a request to the
// body of the response.
type updater struct {
	impl   string
	update func(stored, body []byte) ([]byte, error)
}

func updaters() []updater {
	ours := validate.New(nil)
	return []updater{
		{"graphcomms", func(stored, body []byte) ([]byte, error) {
			current, err := commsop.Decode(stored)
			if err != nil {
				return nil, err
			}
			result, err := ours.Update(current, body)
			if err != nil {
				return nil, err
			}
			return result.Operation.AppendJSON(nil)
		}},
		{"encoding-json+evanphx-v5+validator-v10", assembled(encodingJSON, jsonpatch.MergePatch)},
		{"goccy-rawmap+validator-v10", assembled(goccyJSON, goccyJSON.applyRaw)},
	}
}

// assembled is the update as one writes it from a JSON package, a merge patch and validator/v10.
func assembled(lib library, apply func(doc, p []byte) ([]byte, error)) func(stored, body []byte) ([]byte, error) {
	rules := newStructValidator()
	return func(stored, body []byte) ([]byte, error) {
		var current, next model.Operation
		if err := lib.unmarshal(stored, &current); err != nil {
			return nil, err
		}
		result, err := apply(stored, body)
		if err != nil {
			return nil, err
		}
		if err := lib.unmarshal(result, &next); err != nil {
			return nil, err
		}
		if err := rules.Struct(&next); err != nil {
			return nil, err
		}
		switch {
		case next.ID != current.ID:
			return nil, errors.New("the id is read-only")
		case next.Status != current.Status && !canBecome(current.Status, next.Status):
			return nil, errors.New("no such transition")
		}
		return result, nil
	}
}

// canBecome is the life cycle of an operation, for two different statuses.
func canBecome(from, to string) bool {
	switch from {
	case "Completed", "Failed":
		return false
	case "Running":
		return to != "NotStarted"
	}
	return true
}

func updateGroups() []group {
	payloads := []struct {
		name         string
		stored, body []byte
	}{
		{"S", Stored().JSON, CompactRequest().JSON},
		{"M", Operation().JSON, OperationPatch().JSON},
	}
	var groups []group
	for _, p := range payloads {
		groups = append(groups, group{name: "payload=" + p.name, tasks: func() []task {
			var all []task
			for _, u := range updaters() {
				call := func(in [2][]byte) ([]byte, error) { return u.update(in[0], in[1]) }
				all = append(all, newTask(u.impl, call, [2][]byte{p.stored, p.body}, func(t *testing.T, response []byte) {
					requireEqual(t, reference(t, p.stored, p.body), parse(t, response))
				}))
			}
			return all
		}})
	}
	return groups
}

// TestUpdaters shows that the updaters do judge: each of them refuses the same faulty bodies.
func TestUpdaters(t *testing.T) {
	tests := []struct{ name, body string }{
		{"another id", `{"id":"1"}`},
		{"not a transition of a running operation", `{"status":"NotStarted"}`},
		{"no status", `{"status":null}`},
		{"wrong kind", `{"clientContext":1}`},
		{"bad syntax", `{"clientContext":}`},
	}
	for _, u := range updaters() {
		for _, tt := range tests {
			t.Run(u.impl+" "+tt.name, func(t *testing.T) {
				_, err := u.update(Stored().JSON, []byte(tt.body))
				require.Error(t, err)
			})
		}
		t.Run(u.impl+" gaps", func(t *testing.T) {
			var found Gaps
			if _, err := u.update(Stored().JSON, []byte(`{"status":"Failed","status":"Completed"}`)); err == nil {
				found |= RepeatedNames
			}
			if _, err := u.update(Stored().JSON, []byte(`{"clientContext":"\ud800"}`)); err == nil {
				found |= InvalidUTF8
			}
			if _, err := u.update(Stored().JSON, []byte("{\"clientContext\":\"\x01\"}")); err == nil {
				found |= BadStrings
			}
			if _, err := u.update(Stored().JSON, []byte(`{"x":[1 2]}`)); err == nil {
				found |= BadSyntax
			}
			if _, err := u.update(Stored().JSON, []byte(`{"STATUS":"Failed"}`)); err == nil {
				found |= FoldsNames
			}
			require.Equal(t, (GapsOf("Update", u.impl) &^ (Reorders | FewerRules)).String(), found.String())
		})
	}
}
