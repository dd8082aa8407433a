package api

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/examples/server/store"
	"example.com/graphcomms/odata"
)

// etagName is the control information with an operation's version (OData JSON
// 4.01 section 4.5.10).
const etagName = "@odata.etag"

// etag returns the entity tag of a version. It is weak, as Graph's are: the
// same operation may be written in several ways.
func etag(e store.Entry) string { return `W/"` + strconv.FormatInt(e.Version, 10) + `"` }

// tagged returns the operation with its etag.
func tagged(e store.Entry) commsop.Operation {
	value, _ := json.Marshal(etag(e))
	e.Operation.AdditionalData.Set(etagName, value)
	return e.Operation
}

// etagIn returns the etag among the members of a body, if any.
func etagIn(m odata.Members) (tag string) {
	value, _ := m.Get(etagName)
	json.Unmarshal(value, &tag)
	return tag
}

// matches reports whether a list of entity tags, as If-Match has it, has that
// of e. Tags are compared weakly (OData Protocol 4.01 section 8.2.4).
func matches(tags string, e store.Entry) bool {
	for tag := range strings.SplitSeq(tags, ",") {
		tag = strings.TrimSpace(tag)
		if tag == "*" || strings.TrimPrefix(tag, "W/") == strings.TrimPrefix(etag(e), "W/") {
			return true
		}
	}
	return false
}

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
