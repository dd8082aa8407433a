package commsop

import (
	"encoding/json"
	"fmt"
	"iter"
	"log/slog"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"example.com/graphcomms/internal/joinerr"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// A view is a struct whose fields have the JSON names of members. A view of an
// open type has a field AdditionalData for all other members.

// fields returns the listed members of a view and their fields.
func fields(view reflect.Value) iter.Seq2[string, reflect.Value] {
	return func(yield func(string, reflect.Value) bool) {
		for i := range view.NumField() {
			name, _, _ := strings.Cut(view.Type().Field(i).Tag.Get("json"), ",")
			if name != "-" && !yield(name, view.Field(i)) {
				return
			}
		}
	}
}

// additional returns the field AdditionalData of a view, or nil.
func additional(view reflect.Value) odata.Members {
	if f := view.FieldByName("AdditionalData"); f.IsValid() {
		return f.Interface().(odata.Members)
	}
	return nil
}

// encodeView returns the JSON of a view of an open type: the type first, then
// the fields, then the additional members in their order. view has no methods: its
// type is that of the view under another name.
func encodeView(view any) ([]byte, error) {
	var m odata.Members
	if err := m.Merge(view); err != nil {
		return nil, err
	}
	rest := additional(reflect.ValueOf(view))
	isType := func(x odata.Member) bool { return x.Name == "@odata.type" || x.Name == "@type" }
	if i := slices.IndexFunc(rest, isType); i >= 0 {
		m = slices.Insert(m, 0, rest[i])
		rest = slices.Concat(rest[:i], rest[i+1:])
	}
	return append(m, rest...).AppendJSON(nil)
}

// decodeView is the method UnmarshalJSON, named op, of a view of an open type: it
// replaces a view by what it reads from data.
func decodeView[T any](op string, data []byte, view *T) error {
	return joinerr.Unmarshal(op, view, data, func(op string, data []byte) (out T, err error) {
		var all, rest odata.Members
		if err := all.UnmarshalJSON(data); err != nil {
			return out, err
		}
		v := reflect.ValueOf(&out).Elem()
		listed := maps.Collect(fields(v))
		for _, x := range all {
			f, ok := listed[x.Name]
			if !ok {
				rest = append(rest, x)
				continue
			}
			want := "string"
			if _, isBool := f.Interface().(patch.Field[bool]); isBool {
				want = "boolean"
			}
			if err := decodeValue(op, "/"+x.Name, want, x.Value, f.Addr().Interface()); err != nil {
				return out, err
			}
		}
		v.FieldByName("AdditionalData").Set(reflect.ValueOf(rest))
		return out, nil
	})
}

// participants is a view with that member alone.
type participants[E any] struct{ Participants patch.Field[[]E] }

// decodeParticipants is the method UnmarshalJSON, named op, of such a view. A null
// in the list, which the metadata does not allow, is refused: neither a string nor
// a struct could keep it. want is the kind of an element.
func decodeParticipants[E any](op, want string, data []byte, view *participants[E]) error {
	return joinerr.Unmarshal(op, view, data, func(op string, data []byte) (out participants[E], _ error) {
		const pointer = "/participants"
		var m odata.Members
		if err := m.UnmarshalJSON(data); err != nil {
			return out, err
		}
		value, ok := m.Get("participants")
		switch {
		case !ok:
			return *view, nil
		case value.IsNull():
			return participants[E]{patch.Null[[]E]()}, nil
		}
		var values []odata.Value
		if value.Unmarshal(&values) != nil {
			return out, wrongKind(op, pointer, "array")
		}
		elements := make([]E, len(values))
		for i, x := range values {
			at := pointer + "/" + strconv.Itoa(i)
			if x.IsNull() {
				return out, wrongKind(op, at, want)
			}
			if err := decodeValue(op, at, want, x, &elements[i]); err != nil {
				return out, err
			}
		}
		return participants[E]{patch.Set(elements)}, nil
	})
}

// decodeValue decodes the value at pointer, which is good JSON, into to. If it is of
// another kind than the one wanted, or something within it is, that is a
// [patch.Error] of the method op with its pointer.
func decodeValue(op, pointer, want string, value odata.Value, to any) error {
	err := json.Unmarshal([]byte(value), to)
	if err == nil {
		return nil
	}
	if within := joinerr.Within(err, op, "data", pointer); within != nil {
		return joinerr.Join(within)
	}
	return wrongKind(op, pointer, want)
}

func wrongKind(op, pointer, want string) error {
	return &patch.Error{Op: op, Input: "data", Pointer: pointer, Offset: -1, Want: want, Err: patch.ErrWrongType}
}

// describeView returns the description of a view: the name of its type in
// Graph, the members that are shown, and the names of the others that are set or
// null.
func describeView(graphType string, view any, shown ...string) description {
	v := reflect.ValueOf(view)
	attrs := []slog.Attr{slog.String("type", graphType)}
	var names []string
	for name, f := range fields(v) {
		switch {
		case f.IsZero():
		case slices.Contains(shown, name):
			attrs = append(attrs, slog.String(name, f.Interface().(fmt.Stringer).String()))
		default:
			names = append(names, name)
		}
	}
	return describe(v.Type().String(), additional(v), names, attrs...)
}
