package api

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"example.com/graphcomms/examples/server/store"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/validate"
)

// fail answers with the status and the body for an error.
func fail(w http.ResponseWriter, r *http.Request, err error) {
	_, violations := errors.AsType[validate.Errors](err)
	_, notJSON := errors.AsType[*patch.Error](err)
	switch {
	case errors.Is(err, store.ErrNotFound):
		writeError(w, http.StatusNotFound, "ResourceNotFound", "There is no such operation.")
	case errors.Is(err, errOtherVersion):
		writeError(w, http.StatusPreconditionFailed, "PreconditionFailed", "The operation has changed since that version.")
	case violations || notJSON:
		writeJSON(w, http.StatusBadRequest, validate.ODataError(err))
	default:
		slog.ErrorContext(r.Context(), "request failed", "method", r.Method, "path", r.URL.Path, "err", err)
		writeError(w, http.StatusInternalServerError, "InternalServerError", "The server failed.")
	}
}

func writeEntry(w http.ResponseWriter, e store.Entry) {
	w.Header().Set("ETag", etag(e))
	writeJSON(w, http.StatusOK, tagged(e))
}

func writeError(w http.ResponseWriter, status int, code, message string) {
	writeJSON(w, status, odata.Error{Code: code, Message: message})
}

func writeJSON(w http.ResponseWriter, status int, v json.Marshaler) {
	body, err := v.MarshalJSON()
	if err != nil {
		http.Error(w, "the response does not encode", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(body)
}
