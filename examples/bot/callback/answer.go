package callback

import (
	"net/http"

	"example.com/graphcomms/odata"
)

// An answer to a request has a body if it is an error.
type answer struct {
	status        int
	body          *odata.Error
	header, value string // one more header, or ""
}

var (
	accepted       = &answer{status: http.StatusAccepted}
	errMethod      = &answer{http.StatusMethodNotAllowed, &odata.Error{Code: "MethodNotAllowed", Message: "Only POST is allowed here."}, "Allow", "POST"}
	errMediaType   = &answer{http.StatusUnsupportedMediaType, &odata.Error{Code: "UnsupportedMediaType", Message: "The body must be application/json, in UTF-8."}, "Accept", "application/json"}
	errEncoding    = &answer{http.StatusUnsupportedMediaType, &odata.Error{Code: "UnsupportedMediaType", Message: "The body must not be compressed."}, "Accept-Encoding", "identity"}
	errTooLarge    = &answer{status: http.StatusRequestEntityTooLarge, body: &odata.Error{Code: "RequestEntityTooLarge", Message: "The body is too large."}}
	errTooGreat    = &answer{status: http.StatusRequestEntityTooLarge, body: &odata.Error{Code: "RequestEntityTooLarge", Message: "An operation is too large for the store."}}
	errEndedEarly  = &answer{status: http.StatusBadRequest, body: &odata.Error{Code: "BadRequest", Message: "The body ended early."}}
	errUnavailable = &answer{http.StatusServiceUnavailable, &odata.Error{Code: "ServiceUnavailable", Message: "The operations cannot be stored now."}, "Retry-After", "1"}
	errServer      = &answer{status: http.StatusInternalServerError, body: &odata.Error{Code: "InternalServerError", Message: "The bot failed."}}
)

func (a *answer) write(w http.ResponseWriter) {
	if a.body == nil {
		w.WriteHeader(a.status)
		return
	}
	text, err := a.body.MarshalJSON()
	if err != nil {
		errServer.write(w)
		return
	}
	if a.header != "" {
		w.Header().Set(a.header, a.value)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.status)
	w.Write(text)
}
