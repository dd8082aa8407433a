package api

import (
	"compress/gzip"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"example.com/graphcomms/patch"
)

// read returns the body of a PATCH, decompressed. Compressed or not, it is no
// longer than most bytes: anything that grows beyond is given up there.
func read(w http.ResponseWriter, r *http.Request, most int64) ([]byte, error) {
	media, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" && media != patch.ContentType {
		return nil, errMediaType
	}
	if charset, ok := parameters["charset"]; ok && !strings.EqualFold(charset, "utf-8") {
		return nil, errCharset
	}
	body, malformed := http.MaxBytesReader(w, r.Body, most), errEndedEarly
	switch codings := contentCodings(r.Header); {
	case len(codings) == 0:
	case len(codings) == 1 && (codings[0] == "gzip" || codings[0] == "x-gzip"):
		malformed = errNotGzip
		unzipped, err := gzip.NewReader(body)
		if err != nil {
			return nil, badBody(err, malformed)
		}
		body = http.MaxBytesReader(w, unzipped, most)
	default:
		return nil, errEncoding
	}
	text, err := io.ReadAll(body)
	return text, badBody(err, malformed)
}

// badBody returns the answer to an error of reading a body.
func badBody(err error, malformed *refusal) error {
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return errTooLarge
	}
	if err != nil {
		return malformed
	}
	return nil
}

// contentCodings returns the content codings of a message, in lower case and
// in the order in which they were applied (RFC 9110 section 8.4).
func contentCodings(h http.Header) []string {
	list := strings.Split(strings.ToLower(strings.Join(h.Values("Content-Encoding"), ",")), ",")
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return slices.DeleteFunc(list, func(coding string) bool { return coding == "" })
}
