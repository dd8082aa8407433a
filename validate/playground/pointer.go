package playground

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/go-playground/validator/v10"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/resultinfo"
)

// pointers returns the JSON pointers of places in root, at least one, each a path
// of Go names as an instance joins them: "Steps[a].Op". Paths that lead nowhere are
// not in the result.
//
// It is one walk over root with all paths at once, sorted, so that those that
// go on to a field or a key are a range that a binary search finds: the time is
// linear in what is walked, and no key of a map is printed once for each path.
func pointers(root reflect.Value, paths []string) map[string]string {
	found := places{}
	found.value(root, slices.Compact(slices.Sorted(slices.Values(paths))), 0, make([]byte, 0, 1<<8))
	return found
}

// places are the pointers that were found, by path.
type places map[string]string

// value visits v, to which the first used bytes of all paths lead, and whose
// pointer is at. If a path may mean several places, because a key of a map has
// brackets in it, the one with the smallest pointer counts.
func (f places) value(v reflect.Value, paths []string, used int, at []byte) {
	if len(paths[0]) == used {
		f.note(paths[0], at)
		if paths = paths[1:]; len(paths) == 0 {
			return
		}
	}
	switch v = held(v); v.Kind() {
	case reflect.Struct:
		f.fields(v, paths, used, at)
	case reflect.Slice, reflect.Array:
		members, _ := as[odata.Members](v)
		for i := range v.Len() {
			key := strconv.Itoa(i)
			if members == nil {
				f.element(v.Index(i), paths, used, at, key, key)
				continue
			}
			for _, p := range within(paths, used, "["+key+"]") { // it, its name or its value
				f.note(p, below(at, members[i].Name))
			}
		}
	case reflect.Map:
		for entries := v.MapRange(); entries.Next(); {
			key := entries.Key()
			f.element(entries.Value(), paths, used, at, fmt.Sprint(key), memberName(key))
		}
	}
}

// element visits what is at a key or an index of the value at a pointer, which the
// instance prints as printed and JSON calls name.
func (f places) element(v reflect.Value, paths []string, used int, at []byte, printed, name string) {
	if paths = within(paths, used, "["+printed+"]"); len(paths) > 0 {
		f.value(v, paths, used+len(printed)+2, below(at, name))
	}
}

// below appends to a pointer the token for a name.
func below(at []byte, name string) []byte {
	return append(append(at, '/'), jsonscan.EscapeToken(name)...)
}

// note keeps a pointer for a path.
func (f places) note(path string, at []byte) {
	if p, ok := f[path]; !ok || string(at) < p {
		f[path] = string(at)
	}
}

// fields visits the fields of v, which is at a pointer, that the paths go on to.
func (f places) fields(v reflect.Value, paths []string, used int, at []byte) {
	for len(paths) > 0 {
		start := used
		if used > 0 && paths[0][used] == '.' {
			start++
		}
		end := len(paths[0])
		same := paths[:1]
		if i := strings.IndexAny(paths[0][start:], ".["); i >= 0 {
			end = start + i
			same = within(paths, used, paths[0][used:end+1]) // those with the same separator behind the name
		}
		name := paths[0][start:end]
		paths = paths[len(same):]
		if named, ok := v.Type().FieldByName(name); ok {
			if tokens, field := fieldAt(v, named.Index); field.IsValid() {
				f.value(field, same, end, append(at, tokens...))
			}
		}
	}
}

// fieldAt returns the field of v at index and its tokens, or the zero Value if
// it is in a struct that is embedded as a nil pointer.
func fieldAt(v reflect.Value, index []int) (string, reflect.Value) {
	pointer := ""
	for _, n := range index {
		if v = held(v); v.Kind() != reflect.Struct {
			return "", reflect.Value{}
		}
		pointer += token(v.Type(), v.Type().Field(n))
		v = v.Field(n)
	}
	return pointer, v
}

// within returns those of the sorted paths that go on with prefix after the
// first used bytes, which they have in common.
func within(paths []string, used int, prefix string) []string {
	first := sort.Search(len(paths), func(i int) bool { return paths[i][used:] >= prefix })
	n := sort.Search(len(paths)-first, func(i int) bool { return !strings.HasPrefix(paths[first+i][used:], prefix) })
	return paths[first : first+n]
}

// held returns what an instance of validator/v10 sees in the place of v: what a
// pointer, an interface or a field of package patch holds, unless it is nil.
func held(v reflect.Value) reflect.Value {
	for v.IsValid() {
		isReference := v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface
		if isReference && v.IsNil() {
			break
		}
		if u, ok := as[validator.Valuer](v); ok {
			v = reflect.ValueOf(u.ValidatorValue())
		} else if isReference {
			v = v.Elem()
		} else {
			break
		}
	}
	return v
}

// as returns v as a T, if it is one and may be read.
func as[T any](v reflect.Value) (x T, ok bool) {
	if v.CanInterface() {
		x, ok = reflect.TypeAssert[T](v)
	}
	return x, ok
}

// memberName returns the name that encoding/json gives to a key of a map.
func memberName(key reflect.Value) string {
	if key.Kind() == reflect.String {
		return key.String()
	}
	text, ok := as[encoding.TextMarshaler](key)
	switch {
	case ok && key.Kind() == reflect.Pointer && key.IsNil():
		return ""
	case ok:
		if name, err := text.MarshalText(); err == nil {
			return string(name)
		}
	case key.CanInt():
		return strconv.FormatInt(key.Int(), 10)
	case key.CanUint():
		return strconv.FormatUint(key.Uint(), 10)
	}
	return fmt.Sprint(key)
}

// token returns the tokens of a JSON pointer for a field of struct type t, ""
// if its fields are members of what it is in.
func token(t reflect.Type, field reflect.StructField) string {
	tag := field.Tag.Get("json")
	name, _, _ := strings.Cut(tag, ",")
	if tag == "-" {
		name = ""
	}
	isOwn := slices.Contains(ownPackages, t.PkgPath())
	switch {
	case isOwn && field.Type == reflect.TypeFor[odata.Members](), name == "" && field.Anonymous && isStruct(field.Type):
		return ""
	case name == "":
		name = field.Name
	case t == reflect.TypeFor[odata.Error]():
		return "/error/" + name
	}
	return "/" + jsonscan.EscapeToken(name)
}

// ownPackages are the packages whose types encode themselves.
var ownPackages = []string{reflect.TypeFor[commsop.Operation]().PkgPath(), reflect.TypeFor[resultinfo.ResultInfo]().PkgPath()}

func isStruct(t reflect.Type) bool {
	return t.Kind() == reflect.Struct || t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct
}
