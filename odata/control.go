package odata

import "strings"

// IsControl reports whether a member of that name is control information of
// the body as a whole: "@odata.etag", or "@etag" as OData 4.01 may write it
// (OData JSON 4.01 sections 4.5 and 15.3). Such members describe the body and
// are not data. Names match exactly. Control information of another member
// (x@odata.type) and other annotations (@vendor.note) are not meant.
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
