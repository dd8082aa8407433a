//go:build !go1.27 || !goexperiment.jsonv2

package validate_test

import "strings"

// fieldPath is the Field of a [json.UnmarshalTypeError] for the names.
func fieldPath(names ...string) string { return strings.Join(names, ".") }
