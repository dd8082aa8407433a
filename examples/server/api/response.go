package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"example.com/graphcomms/examples/server/store"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/validate"
)

// A refusal is an error with its answer.
type refusal struct {
	status        int
	code, message string
	header, value string // one more header of the answer, or ""
}

func (e *refusal) Error() string { return "api: " + e.message }

var (
	errNoPath       = &refusal{status: http.StatusNotFound, code: "ResourceNotFound", message: "There is nothing at this path."}
	errNotFound     = &refusal{status: http.StatusNotFound, code: "ResourceNotFound", message: "There is no such operation."}
	errMethod       = &refusal{http.StatusMethodNotAllowed, "MethodNotAllowed", "Only GET, HEAD and PATCH are allowed here.", "Allow", "GET, HEAD, PATCH"}
	errMediaType    = &refusal{http.StatusUnsupportedMediaType, "UnsupportedMediaType", "The body must be application/json or " + patch.ContentType + ".", "Accept-Patch", "application/json, " + patch.ContentType}
	errCharset      = &refusal{http.StatusUnsupportedMediaType, "UnsupportedMediaType", "The body must be in UTF-8.", "Accept-Patch", "application/json, " + patch.ContentType}
	errEncoding     = &refusal{http.StatusUnsupportedMediaType, "UnsupportedMediaType", "The body must be as it is or compressed once, with gzip.", "Accept-Encoding", "gzip"}
	errTooLarge     = &refusal{status: http.StatusRequestEntityTooLarge, code: "RequestEntityTooLarge", message: "The body is too large."}
	errTooGreat     = &refusal{status: http.StatusRequestEntityTooLarge, code: "RequestEntityTooLarge", message: "The operation would be too large."}
	errEndedEarly   = &refusal{status: http.StatusBadRequest, code: "BadRequest", message: "The body ended early."}
	errNotGzip      = &refusal{status: http.StatusBadRequest, code: "BadRequest", message: "The body is not a complete gzip file."}
	errIfMatch      = &refusal{status: http.StatusBadRequest, code: "BadRequest", message: "The header If-Match is not * or a list of entity tags."}
	errNoIfMatch    = &refusal{status: http.StatusPreconditionRequired, code: "PreconditionRequired", message: "The request must have the header If-Match."}
	errOtherVersion = &refusal{status: http.StatusPreconditionFailed, code: "PreconditionFailed", message: "The operation has changed since that version."}
	errUnavailable  = &refusal{http.StatusServiceUnavailable, "ServiceUnavailable", "The operation cannot be read or changed now.", "Retry-After", "1"}
	errServer       = &refusal{status: http.StatusInternalServerError, code: "InternalServerError", message: "The server failed."}
)

// fail answers with the status and the body for an error.
func fail(w http.ResponseWriter, r *http.Request, err error) {
	_, violations := errors.AsType[validate.Errors](err)
	_, notJSON := errors.AsType[*patch.Error](err)
	answer, refused := errors.AsType[*refusal](err)
	switch {
	case refused:
	case errors.Is(err, store.ErrNotFound):
		answer = errNotFound
	case errors.Is(err, store.ErrTooLarge):
		answer = errTooGreat
	case violations || notJSON:
		writeJSON(w, r, http.StatusBadRequest, validate.ODataError(err))
		return
	case r.Context().Err() != nil: // nobody waits for the answer
		answer = errUnavailable
	case errors.Is(err, store.ErrUnavailable):
		slog.WarnContext(r.Context(), "store unavailable", "method", r.Method, "path", r.URL.Path, "err", err)
		answer = errUnavailable
	default:
		slog.ErrorContext(r.Context(), "request failed", "method", r.Method, "path", r.URL.Path, "err", err)
		answer = errServer
	}
	if answer.header != "" {
		w.Header().Set(answer.header, answer.value)
	}
	writeJSON(w, r, answer.status, odata.Error{Code: answer.code, Message: answer.message})
}

func writeEntry(w http.ResponseWriter, r *http.Request, e store.Entry) {
	w.Header().Set("ETag", etag(e))
	writeJSON(w, r, http.StatusOK, tagged(e))
}

// writeJSON answers with v. If v does not encode, the answer is an error.
func writeJSON(w http.ResponseWriter, r *http.Request, status int, v json.Marshaler) {
	body, err := v.MarshalJSON()
	if err != nil {
		w.Header().Del("ETag")
		fail(w, r, fmt.Errorf("api: the answer does not encode: %v", err)) // not the request's fault
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(body)
}
