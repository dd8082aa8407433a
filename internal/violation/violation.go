// Package violation has what validate and validate/playground share: the texts
// of violations, and the bound on how many of them one list holds.
package violation

import (
	"slices"
	"strconv"
	"strings"
)

// Max is how many violations of one value are reported.
const Max = 1000

// First returns list in the order of compare, without all but the first of
// items that compare as equal, and without what is beyond the first Max; more
// reports whether there was anything beyond them. The result is list's memory;
// behind it are zeros and items that are left over.
func First[T any](list []T, compare func(a, b T) int) (first []T, more bool) {
	slices.SortStableFunc(list, compare)
	list = slices.CompactFunc(list, func(a, b T) bool { return compare(a, b) == 0 })
	return list[:min(len(list), Max)], len(list) > Max
}

// messages are the texts for people, in which %d is the limit and %s what is
// allowed.
var messages = [...]struct{ code, text string }{
	{"", "is not valid"},
	{"typeMismatch", unknownKind},
	{"notInteger", "must be an integer written in digits"},
	{"notNullable", "must not be null"},
	{"required", "is required"},
	{"tooMany", "has more errors than are listed"},
	{"unknownMember", "is not a member of this type"},
	{"ambiguousMember", "differs only by case from a member of this type"},
	{"unknownType", "is not the type that is expected here"},
	{"typeChange", "must not change the type"},
	{"readOnly", "is read-only"},
	{"syntax", "is not valid JSON"},
	{"duplicateName", "is a repeated member name"},
	{"invalidUTF8", "has invalid UTF-8 or half a surrogate pair"},
	{"tooDeep", "is nested too deep"},
	{"notComposable", "cannot be composed into one patch"},
	{"outOfRange", "is out of range (limit %d)"},
	{"tooLong", "is longer than %d"},
	{"tooShort", "is shorter than %d"},
	{"unknownValue", "must be one of %s"},
	{"invalidTransition", "may only become one of %s"},
}

// Message returns the text for people that goes with a code of package
// validate.
func Message(code string, allowed []string, limit int) string {
	switch {
	case code == "outOfRange" && limit == 0:
		return "is out of range"
	case code == "invalidTransition" && len(allowed) == 0:
		return "is final and must not change"
	}
	for i := range messages {
		if messages[i].code == code {
			text := strings.ReplaceAll(messages[i].text, "%d", strconv.Itoa(limit))
			return strings.ReplaceAll(text, "%s", strings.Join(allowed, ", "))
		}
	}
	return "fails the rule " + code
}

const unknownKind = "is the wrong kind of JSON value"

// Mismatch returns the text for a value of another kind than the one that is
// wanted: "string", "integer", "object" and the like, or "" if that is not
// known.
func Mismatch(want string) string {
	switch {
	case want == "":
		return unknownKind
	case strings.Contains("aeiou", want[:1]):
		return "must be an " + want
	}
	return "must be a " + want
}
