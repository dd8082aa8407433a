package commsop

import (
	"encoding/json"
	"iter"
	"log/slog"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"example.com/graphcomms/internal/joinerr"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// A view is a struct whose fields have the JSON names of members. That of an
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

func isListed(view reflect.Value, name string) bool {
	for listed := range fields(view) {
		if listed == name {
			return true
		}
	}
	return false
}

// additional returns the field AdditionalData of a view, or nil.
func additional(view reflect.Value) odata.Members {
	if f := view.FieldByName("AdditionalData"); f.IsValid() {
		return f.Interface().(odata.Members)
	}
	return nil
}

// encodeView returns the JSON of a view of an open type: the type first, then
// the fields, then the additional members in their order.
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
// replaces a view by what it reads from data. T has no methods: it is the type
// of the view under another name.
func decodeView[T any](op string, data []byte, view *T) error {
	return joinerr.Unmarshal(op, view, data, func(_ string, data []byte) (out T, err error) {
		var all, listed, rest odata.Members
		if err := all.UnmarshalJSON(data); err != nil {
			return out, err
		}
		v := reflect.ValueOf(&out).Elem()
		for _, x := range all {
			if isListed(v, x.Name) {
				listed = append(listed, x)
			} else {
				rest = append(rest, x)
			}
		}
		v.FieldByName("AdditionalData").Set(reflect.ValueOf(rest))
		if len(listed) > 0 {
			err = listed.Unmarshal(&out)
		}
		return out, err
	})
}

// decodeParticipants decodes a view with a member participants. A null in that
// list, which the metadata does not allow, is refused: neither a string nor a
// struct could keep it; what is wanted is an element. T is as for decodeView.
func decodeParticipants[T any](op, want string, data []byte, view *T) error {
	var m odata.Members
	if err := m.UnmarshalJSON(data); err != nil {
		return err
	}
	var list []odata.Value
	if v, ok := m.Get("participants"); ok && v.Unmarshal(&list) == nil {
		if i := slices.IndexFunc(list, odata.Value.IsNull); i >= 0 {
			return &patch.Error{Op: op, Input: "data", Pointer: "/participants/" + strconv.Itoa(i), Offset: -1, Want: want, Err: patch.ErrWrongType}
		}
	}
	return json.Unmarshal(data, view)
}

// describeView returns the description of a view: the name of its type in
// Graph, what attrs show, and the names of the other members that are set or
// null.
func describeView(kind, graphType string, view any, attrs ...slog.Attr) description {
	v := reflect.ValueOf(view)
	var names []string
	for name, f := range fields(v) {
		shown := slices.ContainsFunc(attrs, func(a slog.Attr) bool { return a.Key == name })
		if !f.IsZero() && !shown {
			names = append(names, name)
		}
	}
	all := slices.Concat([]slog.Attr{slog.String("type", graphType)}, attrs, []slog.Attr{members(additional(v), names...)})
	return describe(kind, all...)
}
