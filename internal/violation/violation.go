// Package violation has what validate and validate/playground share: the texts
// of violations, and the bound on how many of them one list holds.
package violation

import (
	"fmt"
	"slices"
	"strings"
)

// Max is how many violations of one value are reported.
const Max = 1000

// First returns list in the order of compare, without all but the first of
// items that are the same, and without what is beyond the first Max; more
// reports whether there was anything beyond them. Items that compare as equal
// stay in their order. The result is list's memory; behind it are zeros and
// items that are left over.
func First[T any](list []T, compare func(a, b T) int, same func(a, b T) bool) (first []T, more bool) {
	slices.SortStableFunc(list, compare)
	list = slices.CompactFunc(list, same)
	if len(list) <= Max {
		return list, false
	}
	return list[:Max], true
}

// Message returns the text for people that goes with a code of package
// validate.
func Message(code string, allowed []string, limit int) string {
	switch code {
	case "":
		return "is not valid"
	case "typeMismatch":
		return Mismatch("")
	case "notInteger":
		return "must be an integer written in digits"
	case "outOfRange":
		if limit != 0 {
			return fmt.Sprintf("is out of range (limit %d)", limit)
		}
		return "is out of range"
	case "notNullable":
		return "must not be null"
	case "required":
		return "is required"
	case "tooLong":
		return fmt.Sprintf("is longer than %d", limit)
	case "tooShort":
		return fmt.Sprintf("is shorter than %d", limit)
	case "tooMany":
		return "has more errors than are listed"
	case "unknownValue":
		return "must be one of " + strings.Join(allowed, ", ")
	case "unknownMember":
		return "is not a member of this type"
	case "ambiguousMember":
		return "differs only by case from a member of this type"
	case "unknownType":
		return "is not the type that is expected here"
	case "typeChange":
		return "must not change the type"
	case "readOnly":
		return "is read-only"
	case "invalidTransition":
		if len(allowed) == 0 {
			return "is final and must not change"
		}
		return "may only become one of " + strings.Join(allowed, ", ")
	case "syntax":
		return "is not valid JSON"
	case "duplicateName":
		return "is a repeated member name"
	case "invalidUTF8":
		return "has invalid UTF-8 or half a surrogate pair"
	case "tooDeep":
		return "is nested too deep"
	case "notComposable":
		return "cannot be composed into one patch"
	}
	return "fails the rule " + code
}

// Mismatch returns the text for a value of another kind than the one that is
// wanted: "string", "integer", "object" and the like, or "" if that is not
// known.
func Mismatch(want string) string {
	switch {
	case want == "":
		return "is the wrong kind of JSON value"
	case strings.Contains("aeiou", want[:1]):
		return "must be an " + want
	}
	return "must be a " + want
}
