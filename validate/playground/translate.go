package playground

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-playground/validator/v10"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/validate"
)

// Translate turns the [validator.ValidationErrors] that an instance found in
// root into [validate.Errors], whose pointers are those of root's encoding as
// JSON: by the tags json, through embedded structs, pointers, slices, maps and
// fields of package patch. The types of this module have their names in JSON
// too, whatever rule failed there. Any other error comes back as it is.
//
// The errors are the first 1 000 in pointer order, one a pointer, and if there
// are more, at last one at "" with the code tooMany. An instance writes a key of
// a map between brackets, so a path may mean two places where keys have brackets
// in them; then the one with the smaller pointer is named.
//
// Rules that compare with a bound (min, max, gt, gte, lt, lte, len, and eq and
// ne of numbers) have the code tooShort, tooLong or outOfRange, and their number
// is the Limit if it is an integer; the message always says it.
func Translate(root any, err error) error {
	found, ok := errors.AsType[validator.ValidationErrors](err)
	if !ok {
		return err
	}
	v := held(reflect.ValueOf(root))
	top := ""
	if v.IsValid() && v.Type().Name() != "" {
		top = v.Type().Name() + "." // which may have dots itself: Box[time.Time]
	}
	found = slices.DeleteFunc(slices.Clone(found), func(e validator.FieldError) bool { return e == nil })
	paths := make([]string, len(found))
	for i, e := range found {
		paths[i] = pathOf(e, top)
	}
	known := pointers(v, paths)

	// A name that a rule of the user's made up counts as a member's.
	parents := make([]string, len(found))
	var unknown []string
	for i, e := range found {
		if _, ok := known[paths[i]]; !ok {
			parents[i] = strings.TrimSuffix(strings.TrimSuffix(paths[i], e.StructField()), ".")
			unknown = append(unknown, parents[i])
		}
	}
	above := pointers(v, unknown)

	var all list
	for i, e := range found {
		pointer, ok := known[paths[i]]
		if _, ours := e.Value().(reported); !ok && !ours {
			pointer = above[parents[i]] + "/" + jsonscan.EscapeToken(e.Field())
		}
		all.add(violationOf(e, pointer))
	}
	return all.err()
}

// pathOf returns the path of Go names in a root whose own name is top, to the
// struct for what a rule of this module found in one.
func pathOf(e validator.FieldError, top string) string {
	path := e.StructNamespace()
	if r, ok := e.Value().(reported); ok {
		return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSuffix(path, r.Pointer), top), ".")
	}
	return strings.TrimPrefix(path, top)
}

// violationOf returns the violation for a rule that failed at pointer.
func violationOf(e validator.FieldError, pointer string) validate.Violation {
	if r, ok := e.Value().(reported); ok {
		r.Pointer = pointer + r.Pointer
		return r.Violation
	}
	v := validate.Violation{Pointer: pointer, Code: validate.Code(e.Tag())}
	switch tag := e.Tag(); tag {
	case "oneof", "oneofci":
		v.Code, v.Allowed = validate.UnknownValue, words(e.Param())
	case "operationstatus":
		v.Code = validate.UnknownValue
		for _, s := range commsop.Statuses() {
			v.Allowed = append(v.Allowed, string(s))
		}
	case "odatatype":
		v.Code = validate.UnknownType
	case "min", "max", "gt", "gte", "lt", "lte", "len", "eq", "ne":
		bound(&v, e)
	default:
		if strings.HasPrefix(tag, "required") {
			v.Code = validate.Required
		}
	}
	return v
}

// bound describes the failure of a tag that compares a number, or the length of
// a text or a list, with a bound. What it compares otherwise, as times with the
// present, stays a rule without a code of this module's.
func bound(v *validate.Violation, e validator.FieldError) {
	length := -1
	value := reflect.ValueOf(e.Value())
	switch kind := value.Kind(); {
	case kind == reflect.String:
		length = utf8.RuneCountInString(value.String())
	case kind == reflect.Slice, kind == reflect.Array, kind == reflect.Map:
		length = value.Len()
	case !value.CanInt() && !value.CanUint() && !value.CanFloat():
		return
	}
	tag, param := e.Tag(), e.Param()
	limit, err := strconv.ParseInt(param, 0, strconv.IntSize) // base 0, as the instance reads it
	if err != nil {
		limit = 0 // not an int
	}
	if length < 0 {
		words := map[string]string{"min": "at least ", "gte": "at least ", "max": "at most ", "lte": "at most ",
			"gt": "more than ", "lt": "less than ", "ne": "other than "}[tag]
		v.Code, v.Limit, v.Message = validate.OutOfRange, int(limit), "must be "+words+param
		return
	}
	switch {
	case tag == "eq" && value.Kind() == reflect.String:
		v.Code, v.Allowed = validate.UnknownValue, []string{param}
		return
	case tag == "ne":
		return
	case tag == "min" || tag == "gte" || tag == "gt" || (tag == "len" || tag == "eq") && length < int(limit):
		v.Code = validate.TooShort
	default:
		v.Code = validate.TooLong
	}
	v.Limit = int(limit)
	switch tag {
	case "gt":
		v.Message = "must be longer than " + param
	case "lt":
		v.Message = "must be shorter than " + param
	case "len", "eq":
		v.Message = "must have the length " + param
	}
}

// words returns the words of a parameter; one with spaces is in quotes.
func words(param string) []string {
	var list []string
	for param = strings.TrimSpace(param); param != ""; param = strings.TrimSpace(param) {
		end := " "
		if param[0] == '\'' {
			param, end = param[1:], "'"
		}
		word, rest, _ := strings.Cut(param, end)
		list, param = append(list, word), rest
	}
	return list
}
