package api

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/examples/server/store"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/validate"
)

// The control information with an operation's version (OData JSON 4.01 section
// 4.5.10), and the name that OData 4.01 allows too.
const (
	etagName      = "@odata.etag"
	shortEtagName = "@etag"
)

// etag returns the entity tag of a version. It is weak, as Graph's are: the
// same operation may be written in several ways.
func etag(e store.Entry) string { return "W/" + opaque(e) }

// opaque returns the entity tag without the sign that it is weak.
func opaque(e store.Entry) string { return `"` + strconv.FormatUint(e.Version, 10) + `"` }

// tagged returns the operation with its etag, and no other.
func tagged(e store.Entry) commsop.Operation {
	e.Operation.AdditionalData.Delete(shortEtagName)
	e.Operation.AdditionalData.Merge(map[string]string{etagName: etag(e)}) // a map of strings always encodes
	return e.Operation
}

// A condition is what a request asks of the version that it changes. The zero
// condition asks nothing. Tags are compared weakly, as the server has no
// others: strongly, none would match (RFC 9110 section 8.8.3.2).
type condition [][]string // one tag of each list must be the version's

func (c condition) holds(e store.Entry) bool {
	for _, tags := range c {
		if !slices.Contains(tags, opaque(e)) {
			return false
		}
	}
	return true
}

// conditionOf returns what a request asks in the header If-Match and in the
// control information of its body.
func conditionOf(h http.Header, body odata.Members) (condition, error) {
	var c condition
	if lines := h.Values("If-Match"); lines != nil {
		tags, any, ok := parseIfMatch(strings.Join(lines, ","))
		if !ok {
			return nil, errIfMatch
		}
		if !any {
			c = append(c, tags)
		}
	}
	for _, name := range []string{etagName, shortEtagName} {
		text, there := memberText(body, name)
		if !there {
			continue
		}
		var tags []string
		var any, ok bool
		if text != nil {
			tags, any, ok = parseIfMatch(*text)
		}
		if !ok || !any && len(tags) != 1 {
			return nil, validate.Errors{{Pointer: "/" + name, Code: validate.TypeMismatch, Message: "must be an entity tag"}}
		}
		if !any {
			c = append(c, tags)
		}
	}
	return c, nil
}

// entityTag is RFC 9110 section 8.8.3. "W" is upper case; a tag has no spaces,
// but may have commas.
var entityTag = regexp.MustCompile(`^(?:W/)?("[^"\x00-\x20\x7f]*")[ \t]*(?:,|$)`)

// parseIfMatch returns the opaque tags in a field If-Match (RFC 9110 section
// 13.1.1), which may be none; any is for "*", which stands alone. It reports
// whether the field is well-formed.
func parseIfMatch(field string) (tags []string, any, ok bool) {
	field = strings.Trim(field, " \t")
	if field == "*" {
		return nil, true, true
	}
	for {
		field = strings.TrimLeft(field, " \t,") // a list may have empty elements
		if field == "" {
			return tags, false, true
		}
		m := entityTag.FindStringSubmatch(field)
		if m == nil {
			return nil, false, false
		}
		tags = append(tags, m[1])
		field = field[len(m[0]):]
	}
}
