package commsop

import (
	"strconv"
	"strings"
)

// A Resource is what a notification is about, as the path of its URL says: a
// call, a collection of the call, or one member of it. The zero Resource is
// none.
type Resource struct{ CallID, Collection, ID string }

// parseResource parses […/]calls/{CallID}[/{Collection}[/{ID}]], with or without
// a query and a last slash. It returns the zero Resource for any other path, and
// for one with an empty segment or a bad escape there.
func parseResource(path string) Resource {
	path, _, _ = strings.Cut(path, "?")
	path, _, _ = strings.Cut(path, "#")
	segments := strings.Split(strings.TrimSuffix(path, "/"), "/")
	for i, s := range segments {
		if rest := segments[i+1:]; s == "calls" && 1 <= len(rest) && len(rest) <= 3 {
			var names [3]string
			for k, segment := range rest {
				if names[k] = unescapePath(segment); names[k] == "" {
					return Resource{}
				}
			}
			return Resource{names[0], names[1], names[2]}
		}
	}
	return Resource{}
}

// unescapePath returns a segment of a path without percent-encoding (RFC 3986
// section 2.1), or "" if that is bad. Package net/url would do, but this package
// imports nothing of the network.
func unescapePath(s string) string {
	var b strings.Builder
	for {
		plain, rest, found := strings.Cut(s, "%")
		if b.WriteString(plain); !found {
			return b.String()
		}
		if len(rest) < 2 {
			return ""
		}
		c, err := strconv.ParseUint(rest[:2], 16, 8)
		if err != nil {
			return ""
		}
		b.WriteByte(byte(c))
		s = rest[2:]
	}
}
