package inbox

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/validate"
)

// Read returns the states that a body tells of, one for each operation, in the
// order in which the operations first appear. The end of an operation, which
// comes as deleted, is a state like any other. Calls, participants and whatever
// else the service tells of are passed over.
//
// A notification that cannot be read does not hide the others: their states are
// beside the error, which has all that is wrong, for [validate.ODataError]. A
// body that is no list of notifications has no states.
//
// The call is the one of [commsop.Notification.Resource], or of the operation's
// @odata.id. The operation is named by its id; else by its @odata.id; else by the
// resource. Documented notifications of invitations name operations/participants
// and nothing else: those are told apart by their clientContext, which the bot
// made up, and the id is a UUID made from that. GUIDs are spelled with dashes and
// in lower case, because URLs have them in other forms than bodies do. The ID of
// the operation is set accordingly; nothing else of it is changed.
func Read(body []byte) ([]State, error) {
	list, err := commsop.DecodeNotifications(body)
	if err != nil {
		return nil, err
	}
	var faults []error
	type key struct{ call, id string }
	var order []key
	states := map[key][]State{}
	for i, n := range list.Value {
		found, err := read(n)
		if err != nil {
			pointer := "/value/" + strconv.Itoa(i)
			if len(list.Value) == 1 {
				pointer = only(body)
			}
			faults = append(faults, below(pointer, err)...)
		}
		for _, s := range found {
			k := key{s.Call, s.Operation.ID}
			if states[k] == nil {
				order = append(order, k)
			}
			states[k] = append(states[k], s)
		}
	}
	var all []State
	for _, k := range order {
		all = append(all, joinAll(states[k]))
	}
	return all, errors.Join(faults...)
}

// only returns the pointer to the only notification of a body, which may stand
// in a list, in place of the list, or in place of the body.
func only(body []byte) string {
	var m odata.Members
	m.UnmarshalJSON(body) // as it has been decoded before
	switch list, ok := m.Get("value"); {
	case !ok:
		return ""
	case strings.HasPrefix(string(list), "["):
		return "/value/0"
	}
	return "/value"
}

// longest bounds an id, in bytes: it is written for each operation.
const longest = 256

// read returns the states in one notification.
func read(n commsop.Notification) ([]State, error) {
	if _, old := n.AdditionalData.Get("resource"); n.ResourceURL == "" && !old {
		return nil, fault("/resourceUrl", validate.Required, "is required")
	}
	resource := n.Resource()
	operations, err := n.Operations()
	if err != nil {
		return nil, err
	}
	var states []State
	var faults []error
	for _, op := range operations {
		s, err := name(op, resource, len(operations) == 1)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		states = append(states, s)
	}
	return states, errors.Join(faults...)
}

// name finds the key of an operation. alone tells that the notification has no
// other, so that the resource is this one.
func name(op commsop.Operation, resource commsop.Resource, alone bool) (State, error) {
	own := itself(op)
	call, id := resource.CallID, op.ID
	if call == "" {
		call = own.CallID
	}
	if id == "" && own.Collection == "operations" {
		id = own.ID
	}
	if id == "" && alone && resource.Collection == "operations" && resource.ID != "participants" {
		id = resource.ID
	}
	if id == "" && op.ClientContext != "" {
		id = uuid.NewSHA1(uuid.NameSpaceOID, []byte(op.ClientContext)).String()
	}
	call, op.ID = canonical(call), canonical(id)
	return State{Call: call, Operation: op}, errors.Join(check("/resourceUrl", "call", call), check("/resourceData", "operation", op.ID))
}

// itself returns what the @odata.id of an operation names.
func itself(op commsop.Operation) commsop.Resource {
	path, ok := op.AdditionalData.Text("@odata.id")
	if !ok {
		path, _ = op.AdditionalData.Text("@id")
	}
	return commsop.Notification{ResourceURL: path}.Resource()
}

// canonical returns an id with the one spelling that a GUID has here.
func canonical(id string) string {
	if len(id) != 32 && len(id) != 36 { // the forms that URLs and bodies have
		return id
	}
	u, err := uuid.Parse(id)
	if err != nil {
		return id
	}
	return u.String()
}

// check validates the id of a call or of an operation, which is at pointer.
func check(pointer, kind, id string) error {
	switch {
	case id == "":
		return fault(pointer, validate.Required, "names no "+kind)
	case len(id) > longest:
		return fault(pointer, validate.TooLong, "names the "+kind+" with more than "+strconv.Itoa(longest)+" bytes")
	case !utf8.ValidString(id): // a path may have any bytes, escaped
		return fault(pointer, validate.InvalidUTF8, "names the "+kind+" with bytes that are not UTF-8")
	}
	return nil
}

func fault(pointer string, code validate.Code, message string) error {
	return validate.Errors{{Pointer: pointer, Code: code, Message: message}}
}

// below returns each thing that is wrong with a notification, as one of the body
// that has the notification at pointer.
func below(pointer string, err error) (list []error) {
	switch err := err.(type) {
	case *patch.Error:
		e := *err
		e.Pointer = pointer + e.Pointer
		return []error{&e}
	case validate.Errors:
		for _, v := range err {
			list = append(list, fault(pointer+v.Pointer, v.Code, v.Message))
		}
	case interface{ Unwrap() []error }:
		for _, e := range err.Unwrap() {
			list = append(list, below(pointer, e)...)
		}
	}
	return list
}
