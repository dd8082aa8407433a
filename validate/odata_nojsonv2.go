//go:build !go1.27 || !goexperiment.jsonv2

package validate

import (
	"strings"

	"example.com/graphcomms/internal/jsonscan"
)

// readV2 adds what is in an error of encoding/json/v2, which is not built in.
func (f *faults) readV2(error) bool { return false }

// fieldPointer returns the pointer for the field of a
// [json.UnmarshalTypeError]: the names of fields, joined by dots. Indexes and
// keys of maps are not among them.
func fieldPointer(field string) string {
	if field == "" {
		return ""
	}
	return "/" + strings.Join(strings.Split(jsonscan.EscapeToken(field), "."), "/")
}
