// Package api serves the operations of calls over HTTP, as the Microsoft Graph
// page "Update operations" describes it:
//
//	GET   /communications/calls/{callId}/operations
//	GET   /communications/calls/{callId}/operations/{operationId}
//	PATCH /communications/calls/{callId}/operations/{operationId}
//	PATCH /communications/calls/{callId}/operations      with the id in the body
//
// Every operation is served with an @odata.etag, which is in the header ETag
// too. A request may ask for a version with If-Match or, in the body, with
// @odata.etag. All errors have the OData error body.
package api

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/examples/server/store"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/validate"
)

// Options change what the server accepts. The zero Options are ready.
type Options struct {
	MaxBody        int64             // of a request, in bytes, also once decompressed; 0 is 1 MiB
	MaxOperation   int64             // of a stored operation, in bytes; 0 is 1 MiB
	RequireIfMatch bool              // refuse a PATCH without If-Match
	Validate       *validate.Options // the rules; nil is the usual ones
}

// New returns a handler that serves what is in s.
func New(s *store.Store, o Options) http.Handler {
	if o.MaxBody == 0 {
		o.MaxBody = 1 << 20
	}
	if o.MaxOperation == 0 {
		o.MaxOperation = 1 << 20
	}
	a := &api{store: s, options: o, rules: validate.New(o.Validate)}
	const list = "/communications/calls/{callId}/operations"
	const item = list + "/{operationId}"
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+list, a.list)
	mux.HandleFunc("GET "+item, a.get)
	mux.HandleFunc("PATCH "+list, a.patch)
	mux.HandleFunc("PATCH "+item, a.patch)
	mux.HandleFunc(list, notAllowed)
	mux.HandleFunc(item, notAllowed)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fail(w, r, errNoPath)
	})
	return mux
}

type api struct {
	store   *store.Store
	options Options
	rules   *validate.Validator
}

func (a *api) get(w http.ResponseWriter, r *http.Request) {
	e, err := a.store.Get(r.Context(), r.PathValue("callId"), r.PathValue("operationId"))
	if err != nil {
		fail(w, r, err)
		return
	}
	writeEntry(w, r, e)
}

func (a *api) list(w http.ResponseWriter, r *http.Request) {
	entries, err := a.store.List(r.Context(), r.PathValue("callId"))
	if err != nil && entries == nil {
		fail(w, r, err)
		return
	}
	var page commsop.Page
	for _, e := range entries {
		op := tagged(e)
		if _, e := asPage(op); e != nil {
			err = errors.Join(err, e)
			continue
		}
		page.Value = append(page.Value, op)
	}
	if err != nil {
		slog.ErrorContext(r.Context(), "operations left out of a list", "path", r.URL.Path, "err", err)
	}
	writeJSON(w, r, http.StatusOK, page)
}

// fits reports what is wrong with an operation that is to be stored, if
// anything: whatever is stored must fit into a list, too.
func (a *api) fits(op commsop.Operation) error {
	text, err := asPage(op)
	if err == nil && int64(len(text)) > a.options.MaxOperation {
		err = errTooGreat
	}
	return err
}

func asPage(op commsop.Operation) ([]byte, error) {
	return commsop.Page{Value: []commsop.Operation{op}}.AppendJSON(nil)
}

func (a *api) patch(w http.ResponseWriter, r *http.Request) {
	body, err := read(w, r, a.options.MaxBody)
	if err != nil {
		fail(w, r, err)
		return
	}
	if a.options.RequireIfMatch && r.Header.Values("If-Match") == nil {
		fail(w, r, errNoIfMatch)
		return
	}
	var members odata.Members
	if err := members.UnmarshalJSON(body); err != nil {
		fail(w, r, err)
		return
	}
	wanted, err := conditionOf(r.Header, members)
	if err != nil {
		fail(w, r, err)
		return
	}
	id := r.PathValue("operationId")
	if id == "" {
		if id, err = idIn(members); err != nil {
			fail(w, r, err)
			return
		}
	}
	e, err := a.store.Update(r.Context(), r.PathValue("callId"), id, func(e store.Entry) (commsop.Operation, error) {
		if !wanted.holds(e) {
			return commsop.Operation{}, errOtherVersion
		}
		result, err := a.rules.Update(e.Operation, body)
		if err != nil {
			return commsop.Operation{}, err
		}
		result.Operation.AdditionalData.Delete(etagName) // only the version says it
		result.Operation.AdditionalData.Delete(shortEtagName)
		return result.Operation, a.fits(result.Operation)
	})
	if err != nil {
		fail(w, r, err)
		return
	}
	switch preferred(r.Header) {
	case "minimal":
		w.Header().Set("Preference-Applied", "return=minimal")
		w.Header().Set("ETag", etag(e))
		w.WriteHeader(http.StatusNoContent)
		return
	case "representation":
		w.Header().Set("Preference-Applied", "return=representation")
	}
	writeEntry(w, r, e)
}

// idIn returns the id that a body carries.
func idIn(body odata.Members) (string, error) {
	id, there := memberText(body, "id")
	switch {
	case !there:
		return "", validate.Errors{{Pointer: "/id", Code: validate.Required, Message: "is required, because the path has no id"}}
	case id == nil || *id == "":
		return "", validate.Errors{{Pointer: "/id", Code: validate.TypeMismatch, Message: "must be the id of an operation"}}
	}
	return *id, nil
}

// memberText returns the member of a body with a name, or nil if it is no
// string, and whether it is there.
func memberText(body odata.Members, name string) (text *string, there bool) {
	value, there := body.Get(name)
	if there && json.Unmarshal([]byte(value), &text) != nil {
		return nil, true
	}
	return text, there
}

func notAllowed(w http.ResponseWriter, r *http.Request) { fail(w, r, errMethod) }
