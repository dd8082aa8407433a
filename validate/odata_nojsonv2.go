//go:build !go1.27 || !goexperiment.jsonv2

package validate

import "example.com/graphcomms/internal/jsonscan"

// readV2 adds what is in an error of encoding/json/v2, which is not built in.
func (f *faults) readV2(error) bool { return false }

// escapeField escapes the names in the Field of a [json.UnmarshalTypeError], joined
// by dots, as a pointer does. Indexes and keys of maps are not among them.
func escapeField(field string) string { return jsonscan.EscapeToken(field) }
