// Package panel computes what the playground shows: what a server does with a
// stored operation and the body of a PATCH, and which places of the two texts
// it is about. It knows nothing of browsers, so it is tested without one.
package panel

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/validate"
)

// A State tells what became of the request.
type State string

const (
	Accepted State = "accepted" // the update is made
	Refused  State = "refused"  // something breaks a rule
	NotJSON  State = "notJSON"  // one of the texts, or both, cannot be read
)

// An Input names one of the two editors.
type Input string

const (
	Stored Input = "stored"
	Body   Input = "body"
)

// A View is all that the page shows for two texts.
type View struct {
	State   State    `json:"state"`
	Summary string   `json:"summary"` // a sentence
	Faults  []Fault  `json:"faults"`
	Answer  string   `json:"answer"` // the body of the response, indented; "" where a server has none
	Changes []Change `json:"changes"`
	Ignored []Drop   `json:"ignored"`
	Undo    string   `json:"undo"` // the patch that takes the changes back, indented; "" if there is none
	Note    string   `json:"note"` // why there is none, or why a server refuses it; "" if all is well
}

// A Fault is one thing wrong at one place of one editor.
type Fault struct {
	Input   Input  `json:"input"`
	Code    string `json:"code"`
	Pointer string `json:"pointer"`
	Message string `json:"message"`
	Place   Place  `json:"place"`
}

// A Change is a member that is not what it was.
type Change struct {
	Kind    string `json:"kind"` // added, changed or removed
	Pointer string `json:"pointer"`
	Was     string `json:"was"`   // JSON; "" if it is added
	Is      string `json:"is"`    // JSON; "" if it is removed
	Place   Place  `json:"place"` // in Answer; zero if it is removed
}

// A Drop is a member of the body that a server drops.
type Drop struct {
	Pointer string `json:"pointer"`
	Place   Place  `json:"place"` // in the body
}

// Run does what a server with these options does with the body of a PATCH to
// the stored operation. It takes any two texts; nil is the zero options.
func Run(options *validate.Options, stored, body []byte) View {
	v := View{Faults: []Fault{}, Changes: []Change{}, Ignored: []Drop{}}
	before, request := newText(Stored, stored), newText(Body, body)
	v.syntax(before)
	v.syntax(request)
	if len(v.Faults) > 0 {
		v.State, v.Summary = NotJSON, "Not JSON: "+subject(v.Faults)+" cannot be read."
		return v
	}
	current, err := commsop.Decode(stored)
	if err != nil {
		_, bad := commsop.DecodePatch(body)
		v.blame(err, before)
		v.blame(bad, request)
		return v.refuse()
	}
	result, err := validate.New(options).Update(current, body)
	if err == nil {
		err = v.accept(options, current, result)
	}
	if err != nil {
		v.blame(err, request, before)
		if answer, err := json.Marshal(validate.ODataError(err)); err == nil {
			v.Answer = indent(answer)
		}
		return v.refuse()
	}
	for i, f := range request.find(result.Ignored) {
		v.Ignored = append(v.Ignored, Drop{result.Ignored[i], f.Place})
	}
	return v
}

// syntax notes where a text stops being JSON.
func (v *View) syntax(t *text) {
	err := patch.Check(t.data)
	e, ok := errors.AsType[*patch.Error](err)
	if !ok {
		return
	}
	at := min(int(e.Offset), len(t.data))
	v.note(t, details(err)[0], t.place(at, min(at+1, len(t.data))))
}

// blame notes every violation in err, in the text that has most of the way to
// its pointer, the first of them where they have the same.
func (v *View) blame(err error, texts ...*text) {
	list := details(err)
	pointers := make([]string, len(list))
	for i, d := range list {
		pointers[i] = d.Target
	}
	finds := make([][]found, len(texts))
	for i, t := range texts {
		finds[i] = t.find(pointers)
	}
	for i, d := range list {
		best := 0
		for j := range texts {
			if finds[j][i].depth > finds[best][i].depth {
				best = j
			}
		}
		v.note(texts[best], d, finds[best][i].Place)
	}
}

func (v *View) note(t *text, d odata.ErrorDetail, at Place) {
	message := d.Message
	if rest, ok := strings.CutPrefix(message, "The body "); ok && t.input == Stored {
		message = "The stored operation " + rest
	}
	v.Faults = append(v.Faults, Fault{Input: t.input, Code: d.Code, Pointer: d.Target, Message: message, Place: at})
}

// refuse puts the faults in the order of the page.
func (v View) refuse() View {
	slices.SortStableFunc(v.Faults, func(a, b Fault) int {
		return cmp.Or(-cmp.Compare(a.Input, b.Input), cmp.Compare(a.Place.Start, b.Place.Start))
	})
	v.State, v.Summary = Refused, fmt.Sprintf("Refused: %d things are wrong in %s.", len(v.Faults), subject(v.Faults))
	if len(v.Faults) == 1 {
		v.Summary = "Refused: one thing is wrong in " + subject(v.Faults) + "."
	}
	return v
}

// accept shows what an update made of an operation.
func (v *View) accept(options *validate.Options, current commsop.Operation, result validate.Result) error {
	before, err := current.AppendJSON(nil)
	if err != nil {
		return err
	}
	after, err := result.Operation.AppendJSON(nil)
	if err != nil {
		return err
	}
	v.State, v.Answer = Accepted, indent(after)
	shown, was := newText("", []byte(v.Answer)), newText(Stored, before)
	old := was.find(result.Changed)
	for i, f := range shown.find(result.Changed) {
		c := Change{Kind: "changed", Pointer: result.Changed[i], Was: old[i].value, Is: compact(f.value), Place: f.Place}
		switch {
		case c.Was == "":
			c.Kind = "added"
		case c.Is == "":
			c.Kind, c.Place = "removed", Place{}
		}
		v.Changes = append(v.Changes, c)
	}
	switch len(v.Changes) {
	case 0:
		v.Summary = "Accepted: nothing changes."
		return nil
	case 1:
		v.Summary = "Accepted: one change."
	default:
		v.Summary = fmt.Sprintf("Accepted: %d changes.", len(v.Changes))
	}
	v.undo(options, before, after, result.Operation)
	return nil
}

// undo shows how to take an update back. A merge patch often can where a
// server that keeps the rules does not let it.
func (v *View) undo(options *validate.Options, before, after []byte, op commsop.Operation) {
	p, err := patch.Diff(before, after)
	if err == nil {
		p, err = patch.Invert(before, p)
	}
	if e, ok := errors.AsType[*patch.Error](err); ok {
		v.Note = "No merge patch undoes this: " + e.Pointer + " was null, and null in a patch removes."
		return
	}
	v.Undo = indent(p)
	if _, err := validate.New(options).Update(op, p); err != nil {
		v.Note = "A server that keeps the rules refuses it:"
		for _, d := range details(err) {
			v.Note += " " + d.Message
		}
	}
}

// details returns each thing that is wrong, as an error response says it.
func details(err error) []odata.ErrorDetail {
	if err == nil {
		return nil
	}
	e := validate.ODataError(err)
	if len(e.Details) > 0 {
		return e.Details
	}
	return []odata.ErrorDetail{{Code: e.Code, Message: e.Message, Target: e.Target}}
}

// subject names the texts that have faults.
func subject(faults []Fault) string {
	in := map[Input]bool{}
	for _, f := range faults {
		in[f.Input] = true
	}
	switch {
	case !in[Stored]:
		return "the body"
	case !in[Body]:
		return "the stored operation"
	}
	return "both texts"
}
