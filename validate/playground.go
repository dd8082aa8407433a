package validate

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/go-playground/validator/v10"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/internal/entity"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
)

// Register puts this module's types and tags into an instance of the user's,
// with the rules of the zero [Options]. Then a struct of the user's may hold
// operations, results and patches of them anywhere that the instance looks, and
// its fields may have the tags
//
//   - operationstatus: one of the four statuses, in any ASCII case;
//   - odatatype=NAME: a type with that name in the namespace microsoft.graph, or
//     with that qualified name.
//
// It may be called before or after other registrations, but as these before the
// instance is first used. What the instance finds, [Translate] turns into
// [Errors].
func Register(v *validator.Validate) error {
	return New(nil).register(v)
}

// Struct judges any struct with validate tags, or a pointer to one, with an
// instance of its own that knows this module's types and tags. The error is
// nil, [Errors], or something else if s is not a struct or has a tag that
// nobody knows.
func (v *Validator) Struct(s any) (err error) {
	v.once.Do(func() {
		v.play = validator.New(validator.WithRequiredStructEnabled())
		v.playErr = v.register(v.play)
	})
	if v.playErr != nil {
		return v.playErr
	}
	defer func() {
		if p := recover(); p != nil { // so it answers to an unknown tag
			err = fmt.Errorf("validate: %v", p)
		}
	}()
	return Translate(s, v.play.Struct(s))
}

func (v *Validator) register(play *validator.Validate) error {
	judge(play, func(f *findings, o *commsop.Operation) {
		var x entity.Object
		operations.ToObject(o, &x)
		v.members(f, &members{schema, "", "", x.Values[:], &x.Additional[0]}, true) // resultInfo has its turn
	})
	judge(play, func(f *findings, p *commsop.Patch) {
		var x entity.Object
		operations.PatchToObject(p, &x)
		v.members(f, &members{schema, "", "", x.Values[:], &x.Additional[0]}, false)
	})
	judge(play, func(f *findings, r *resultinfo.ResultInfo) {
		es, _ := v.ResultInfo(*r).(Errors)
		for _, e := range es {
			f.add(e)
		}
	})
	judge(play, func(f *findings, p *resultinfo.Patch) {
		es, _ := v.Patch(commsop.Patch{ResultInfo: patch.Set(*p)}).(Errors)
		for _, e := range es {
			e.Pointer = strings.TrimPrefix(e.Pointer, "/resultInfo")
			f.add(e)
		}
	})
	judge(play, func(f *findings, g *commsop.Page) {
		for i, o := range g.Value { // the instance looks into no slice by itself
			es, _ := v.Operation(o).(Errors)
			for _, e := range es {
				e.Pointer = "/value/" + strconv.Itoa(i) + e.Pointer
				f.add(e)
			}
		}
	})
	return errors.Join(
		play.RegisterValidation("operationstatus", func(fl validator.FieldLevel) bool {
			if fl.Field().Kind() != reflect.String {
				return false
			}
			s := fl.Field().String()
			_, err := commsop.ParseStatus(s)
			return err == nil || v.options.AllowUnknownStatus
		}),
		play.RegisterValidation("odatatype", func(fl validator.FieldLevel) bool {
			name := fl.Param()
			if !strings.ContainsAny(name, ".#") {
				name = "microsoft.graph." + name
			}
			return fl.Field().Kind() == reflect.String && odata.Type(fl.Field().String()).Is(odata.Type(name))
		}),
	)
}

// judge registers rules for a type. What they find goes to the instance in the
// form that Translate reads: a code for the tag and, for the field's Go name,
// the pointer within the struct.
func judge[T any](play *validator.Validate, rules func(f *findings, t *T)) {
	play.RegisterStructValidation(func(sl validator.StructLevel) {
		if !sl.Current().CanInterface() {
			return // in a field that is not exported, and so not in any JSON
		}
		t := sl.Current().Interface().(T)
		var f findings
		rules(&f, &t)
		es, _ := f.err().(Errors)
		for _, v := range es {
			param := strings.Join(v.Allowed, " ")
			if v.Limit != 0 {
				param = strconv.Itoa(v.Limit)
			}
			sl.ReportError(nil, v.Pointer[1:], v.Pointer, string(v.Code), param)
		}
	}, *new(T))
}

// Translate turns the [validator.ValidationErrors] that an instance found in
// root into [Errors], whose pointers are those of root's encoding as JSON: by
// the tags json, through embedded structs, pointers, slices, maps and fields of
// package patch. Any other error comes back as it is.
func Translate(root any, err error) error {
	found, ok := errors.AsType[validator.ValidationErrors](err)
	if !ok {
		return err
	}
	var f findings
	for _, e := range found {
		f.add(violationOf(e, pointerOf(reflect.ValueOf(root), e)))
	}
	return f.err()
}

// pointerOf returns the JSON pointer of what failed in root. A name that a
// rule of the user's made up counts as a member's.
func pointerOf(root reflect.Value, e validator.FieldError) string {
	path := e.StructNamespace()
	if v := reflect.Indirect(root); v.IsValid() {
		path = strings.TrimPrefix(path, v.Type().Name()+".") // which may have dots itself: Box[time.Time]
	}
	if p, ok := resolve(root, path, ""); ok {
		return p
	}
	parent, _ := resolve(root, strings.TrimSuffix(strings.TrimSuffix(path, e.StructField()), "."), "")
	return parent + "/" + jsonscan.EscapeToken(e.Field())
}

// violationOf returns the violation for a tag that failed.
func violationOf(e validator.FieldError, pointer string) Violation {
	v := Violation{Pointer: pointer, Code: Code(e.Tag())}
	number := false
	switch e.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
		number = true
	}
	switch tag := e.Tag(); tag {
	case string(TooLong):
		v.Limit, _ = strconv.Atoi(e.Param())
	case string(UnknownValue), "oneof":
		v.Code, v.Allowed = UnknownValue, words(e.Param())
	case "operationstatus":
		v.Code, v.Allowed = UnknownValue, slices.Clone(schema.Properties[statusSlot].Enum.Names)
	case "odatatype":
		v.Code = UnknownType
	case "min", "max", "gt", "gte", "lt", "lte", "len", "eq", "ne":
		if number {
			v.Code = OutOfRange
		} else if n, err := strconv.Atoi(e.Param()); err == nil && (tag == "max" || tag == "lte") {
			v.Code, v.Limit = TooLong, n
		}
	default:
		if strings.HasPrefix(tag, "required") {
			v.Code = Required
		}
	}
	return v
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

// resolve returns the JSON pointer of the field at path, the Go names that the
// instance joins, in v, whose own pointer is at.
func resolve(v reflect.Value, path, at string) (string, bool) {
	for {
		if !v.IsValid() {
			return at, path == ""
		}
		if u, ok := valuer(v); ok {
			v = u
			continue
		}
		if v.Kind() != reflect.Pointer && v.Kind() != reflect.Interface || v.IsNil() {
			break
		}
		v = v.Elem()
	}
	path = strings.TrimPrefix(path, ".")
	switch {
	case path == "":
		return at, true
	case path[0] == '/':
		return at + path, true
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		index, rest, ok := strings.Cut(strings.TrimPrefix(path, "["), "]")
		i, err := strconv.Atoi(index)
		if !ok || err != nil || i >= v.Len() {
			return "", false
		}
		return resolve(v.Index(i), rest, at+"/"+index)
	case reflect.Map:
		for _, key := range v.MapKeys() {
			name := fmt.Sprint(key)
			if rest, ok := strings.CutPrefix(path, "["+name+"]"); ok {
				if p, ok := resolve(v.MapIndex(key), rest, at+"/"+jsonscan.EscapeToken(memberName(key))); ok {
					return p, true
				}
			}
		}
	case reflect.Struct:
		name, rest := path, ""
		if i := strings.IndexAny(path, ".["); i >= 0 {
			name, rest = path[:i], path[i:]
		}
		field, ok := v.Type().FieldByName(name)
		if ok {
			return resolve(v.FieldByIndex(field.Index), rest, at+token(v.Type(), field))
		}
	}
	return "", false
}

// valuer returns what v, a field of package patch say, stands for.
func valuer(v reflect.Value) (reflect.Value, bool) {
	if !v.CanInterface() {
		return v, false
	}
	u, ok := v.Interface().(validator.Valuer)
	if !ok {
		return v, false
	}
	return reflect.ValueOf(u.ValidatorValue()), true
}

// memberName returns the name that encoding/json gives to a key of a map.
func memberName(key reflect.Value) string {
	if key.Kind() == reflect.String {
		return key.String()
	}
	if m, ok := key.Interface().(encoding.TextMarshaler); ok {
		if text, err := m.MarshalText(); err == nil {
			return string(text)
		}
	}
	switch {
	case key.CanInt():
		return strconv.FormatInt(key.Int(), 10)
	case key.CanUint():
		return strconv.FormatUint(key.Uint(), 10)
	}
	return fmt.Sprint(key)
}

func isStruct(t reflect.Type) bool {
	return t.Kind() == reflect.Struct || t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct
}

// token returns the token of a JSON pointer for a field of struct type t, ""
// if its fields are members of what it is embedded in.
func token(t reflect.Type, field reflect.StructField) string {
	switch t {
	case reflect.TypeFor[commsop.Operation](), reflect.TypeFor[commsop.Patch]():
		if field.Name == "ResultInfo" {
			return "/resultInfo"
		}
	}
	tag := field.Tag.Get("json")
	name, _, _ := strings.Cut(tag, ",")
	switch {
	case name != "" && tag != "-":
		return "/" + jsonscan.EscapeToken(name)
	case field.Anonymous && isStruct(field.Type):
		return ""
	}
	return "/" + jsonscan.EscapeToken(field.Name)
}
