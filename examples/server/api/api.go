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
	"net/http"
	"strings"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/examples/server/store"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/validate"
)

// Options change what the server accepts. The zero Options are ready.
type Options struct {
	MaxBody        int64             // of a request, in bytes, also once decompressed; 0 is 1 MiB
	RequireIfMatch bool              // refuse a PATCH without If-Match
	Validate       *validate.Options // the rules; nil is the usual ones
}

// New returns a handler that serves what is in s.
func New(s *store.Store, o Options) http.Handler {
	if o.MaxBody == 0 {
		o.MaxBody = 1 << 20
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
	if err != nil {
		fail(w, r, err)
		return
	}
	var page commsop.Page
	for _, e := range entries {
		page.Value = append(page.Value, tagged(e))
	}
	writeJSON(w, r, http.StatusOK, page)
}

func (a *api) patch(w http.ResponseWriter, r *http.Request) {
	body, err := read(w, r, a.options.MaxBody)
	if err != nil {
		fail(w, r, err)
		return
	}
	ifMatch := strings.Join(r.Header.Values("If-Match"), ",")
	if a.options.RequireIfMatch && ifMatch == "" {
		fail(w, r, errNoIfMatch)
		return
	}
	id := r.PathValue("operationId")
	if id == "" {
		if id, err = idIn(body); err != nil {
			fail(w, r, err)
			return
		}
	}
	e, err := a.store.Update(r.Context(), r.PathValue("callId"), id, func(e store.Entry) (commsop.Operation, error) {
		if ifMatch != "" && !matches(ifMatch, e) {
			return commsop.Operation{}, errOtherVersion
		}
		result, err := a.rules.Update(e.Operation, body)
		if err != nil {
			return commsop.Operation{}, err
		}
		if tag := etagIn(result.Patch.AdditionalData); tag != "" && !matches(tag, e) {
			return commsop.Operation{}, errOtherVersion
		}
		result.Operation.AdditionalData.Delete(etagName) // only the version says it
		return result.Operation, nil
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
func idIn(body []byte) (id string, err error) {
	var m odata.Members
	if err := m.UnmarshalJSON(body); err != nil {
		return "", err
	}
	value, ok := m.Get("id")
	if !ok {
		return "", validate.Errors{{Pointer: "/id", Code: validate.Required, Message: "is required, because the path has no id"}}
	}
	if json.Unmarshal(value, &id); id == "" {
		return "", validate.Errors{{Pointer: "/id", Code: validate.TypeMismatch, Message: "must be the id of an operation"}}
	}
	return id, nil
}

func notAllowed(w http.ResponseWriter, r *http.Request) { fail(w, r, errMethod) }
