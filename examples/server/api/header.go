package api

import (
	"net/http"
	"strings"
)

// preferred returns what the client prefers to get: "minimal",
// "representation" or "" (RFC 7240 section 4.2).
func preferred(h http.Header) string {
	for p := range strings.SplitSeq(strings.Join(h.Values("Prefer"), ","), ",") {
		p, _, _ = strings.Cut(p, ";")
		name, value, _ := strings.Cut(p, "=")
		if strings.EqualFold(strings.TrimSpace(name), "return") {
			return strings.Trim(value, ` "`)
		}
	}
	return ""
}
