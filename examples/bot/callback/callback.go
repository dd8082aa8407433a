// Package callback is the HTTP side of a bot's callback: it answers what the
// service posts, and logs what became of it.
package callback

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strings"

	"example.com/graphcomms/examples/bot/inbox"
	"example.com/graphcomms/examples/server/store"
	"example.com/graphcomms/validate"
)

// New returns a handler that takes notifications of at most maxBody bytes, at
// any path, and keeps the latest state of each operation in s. It answers 202
// when all states are stored, else with an OData error body: 503 asks the
// service to send the same again. What is right in a body that is wrong in part
// is stored. The log has what became of each operation, and no value of a
// member that may be secret.
//
// It does not ask who posts: verify in front of it the token that the service
// sends in the header Authorization.
func New(s *store.Store, maxBody int64, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, refused := read(w, r, maxBody)
		if refused != nil {
			log.WarnContext(r.Context(), "refused", "status", refused.status, "err", refused.body)
			refused.write(w)
			return
		}
		keep(r.Context(), s, body, log).write(w)
	})
}

// keep stores what a body tells, and returns the answer.
func keep(ctx context.Context, s *store.Store, body []byte, log *slog.Logger) *answer {
	states, bad := inbox.Read(body)
	result := accepted
	if bad != nil {
		result = &answer{status: http.StatusBadRequest, body: validate.ODataError(bad)}
		log.WarnContext(ctx, "cannot read all of the body", "err", result.body, "details", result.body.Details)
	}
	var failures []error
	for _, arrived := range states {
		attrs := []any{"call", arrived.Call, "operation", arrived.Operation}
		now, outcome, err := inbox.Keep(ctx, s, arrived)
		switch {
		case err != nil: // the others may be stored all the same
			log.ErrorContext(ctx, "not stored", append(attrs, "err", err)...)
			failures = append(failures, err)
		case now.Conflict:
			log.WarnContext(ctx, "stored one of two states that contradict each other", append(attrs, "outcome", outcome, "now", now.Operation)...)
		default:
			log.InfoContext(ctx, "stored", append(attrs, "outcome", outcome, "now", now.Operation.Status)...)
		}
	}
	if failures != nil {
		result = failed(ctx, errors.Join(failures...))
	}
	log.InfoContext(ctx, "answered", "status", result.status, "operations", len(states))
	return result
}

// failed returns the answer to errors of the store. What helps if it is sent
// again comes first.
func failed(ctx context.Context, err error) *answer {
	switch {
	case errors.Is(err, store.ErrUnavailable), ctx.Err() != nil: // then nobody waits for the answer
		return errUnavailable
	case errors.Is(err, store.ErrTooLarge):
		return errTooGreat
	}
	return errServer
}

// read returns the body of a request that may be one from the service.
func read(w http.ResponseWriter, r *http.Request, maxBody int64) ([]byte, *answer) {
	if r.Method != http.MethodPost {
		return nil, errMethod
	}
	media, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset, given := parameters["charset"]
	if err != nil || media != "application/json" || given && !strings.EqualFold(charset, "utf-8") {
		return nil, errMediaType
	}
	if len(r.Header.Values("Content-Encoding")) > 0 {
		return nil, errEncoding
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return nil, errTooLarge
	}
	if err != nil {
		return nil, errEndedEarly
	}
	return body, nil
}
