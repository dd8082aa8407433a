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
	"example.com/graphcomms/internal/violation"
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
	if len(found) == 0 {
		return nil
	}
	paths := make([]string, 0, 2*len(found)) // of each error, and of the struct that it is in
	for _, e := range found {
		path, name := strings.TrimPrefix(e.StructNamespace(), top), e.StructField()
		if r, ok := e.Value().(reported); ok {
			name = r.Pointer
		}
		paths = append(paths, path, strings.TrimSuffix(strings.TrimSuffix(path, name), "."))
	}
	known := pointers(v, paths)
	all := make(validate.Errors, 0, len(found))
	for i, e := range found {
		pointer, ok := known[paths[2*i]]
		parent := known[paths[2*i+1]]
		if r, ours := e.Value().(reported); ours {
			r.Pointer = parent + r.Pointer
			all = append(all, r.Violation)
			continue
		}
		if !ok {
			pointer = parent
			if name := e.Field(); name != "" { // a name that a rule of the user's made up counts as a member's
				pointer += "/" + jsonscan.EscapeToken(name)
			}
		}
		all = append(all, violationOf(e, pointer))
	}
	return first(all)
}

// violationOf returns the violation for a rule of others that failed at pointer.
func violationOf(e validator.FieldError, pointer string) validate.Violation {
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
	if v.Message == "" {
		v.Message = violation.Message(string(v.Code), v.Allowed, v.Limit)
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
