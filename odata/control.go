package odata

import "strings"

// IsControl reports whether a member of that name is control information.
func IsControl(name string) bool {
	name, ok := strings.CutPrefix(name, "@")
	if !ok {
		return false
	}
	switch strings.TrimPrefix(name, "odata.") {
	case "context", "metadataEtag", "type", "count", "nextLink", "delta", "deltaLink", "id", "editLink", "readLink", "etag",
		"mediaEditLink", "mediaReadLink", "mediaEtag", "mediaContentType", "removed":
		return true
	}
	return false
}
