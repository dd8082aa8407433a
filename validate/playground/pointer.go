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

// pointers returns the JSON pointers of places in root, each a path of Go names
// as an instance joins them: "Steps[a].Op". Paths that lead nowhere are not in
// the result.
//
// It is one walk over root with all paths at once, sorted, so that those that
// go on to a field or a key are a range that a binary search finds: the time is
// linear in what is walked, and no key of a map is printed once for each path.
func pointers(root reflect.Value, paths []string) map[string]string {
	w := walk{found: map[string]string{}}
	if paths = slices.Compact(slices.Sorted(slices.Values(paths))); len(paths) > 0 {
		w.value(root, paths, 0)
	}
	return w.found
}

type walk struct {
	at    []byte            // the pointer of the value that is visited
	found map[string]string // the pointer for each path
}

// value visits v, to which the first used bytes of all paths lead. Of several
// places that a path may mean, because a key of a map has brackets in it, the
// one with the smallest pointer counts.
func (w *walk) value(v reflect.Value, paths []string, used int) {
	if len(paths[0]) == used {
		w.note(paths[0])
		if paths = paths[1:]; len(paths) == 0 {
			return
		}
	}
	switch v = held(v); v.Kind() {
	case reflect.Struct:
		w.fields(v, paths, used)
	case reflect.Slice, reflect.Array:
		members, _ := as[odata.Members](v)
		for i := range v.Len() {
			key := strconv.Itoa(i)
			if members == nil {
				w.element(v.Index(i), paths, used, key, key)
			} else if below := within(paths, used, "["+key+"]"); len(below) > 0 {
				w.member(below, members[i].Name)
			}
		}
	case reflect.Map:
		for entries := v.MapRange(); entries.Next(); {
			key := entries.Key()
			w.element(entries.Value(), paths, used, fmt.Sprint(key), memberName(key))
		}
	}
}

// element visits what is at a key or an index of the value, which the instance
// prints as printed and JSON calls name.
func (w *walk) element(v reflect.Value, paths []string, used int, printed, name string) {
	if below := within(paths, used, "["+printed+"]"); len(below) > 0 {
		w.descend("/"+jsonscan.EscapeToken(name), v, below, used+len(printed)+2)
	}
}

// member notes the pointer of an additional member for all paths, whether they
// name it, its name or its value.
func (w *walk) member(paths []string, name string) {
	n := len(w.at)
	w.at = append(append(w.at, '/'), jsonscan.EscapeToken(name)...)
	for _, p := range paths {
		w.note(p)
	}
	w.at = w.at[:n]
}

// note keeps the pointer of the value that is visited for a path.
func (w *walk) note(path string) {
	if p, ok := w.found[path]; !ok || string(w.at) < p {
		w.found[path] = string(w.at)
	}
}

func (w *walk) descend(token string, v reflect.Value, paths []string, used int) {
	n := len(w.at)
	w.at = append(w.at, token...)
	w.value(v, paths, used)
	w.at = w.at[:n]
}

// fields visits the fields of v that the paths go on to.
func (w *walk) fields(v reflect.Value, paths []string, used int) {
	for len(paths) > 0 {
		start := used
		if used > 0 && paths[0][used] == '.' {
			start++
		}
		end := len(paths[0])
		if i := strings.IndexAny(paths[0][start:], ".["); i >= 0 {
			end = start + i
		}
		name := paths[0][start:end]
		same := paths[:1] // and those with the same separator behind the name
		if end < len(paths[0]) {
			same = within(paths, used, paths[0][used:end+1])
		}
		paths = paths[len(same):]
		if f, ok := v.Type().FieldByName(name); ok {
			if at, field := fieldAt(v, f.Index); field.IsValid() {
				w.descend(at, field, same, end)
			}
		}
	}
}

// fieldAt returns the field of v at index and its pointer, or the zero Value if
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
	isOwn := t.PkgPath() == operations || t.PkgPath() == results
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

// The packages whose types encode themselves.
var (
	operations = reflect.TypeFor[commsop.Operation]().PkgPath()
	results    = reflect.TypeFor[resultinfo.ResultInfo]().PkgPath()
)

func isStruct(t reflect.Type) bool {
	return t.Kind() == reflect.Struct || t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct
}
