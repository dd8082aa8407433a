package commsop

import (
	"encoding/json"
	"errors"
	"iter"
	"log/slog"
	"reflect"
	"slices"
	"strconv"
	"strings"

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

// decodeView replaces a view of an open type by what it reads from data, in
// which null does nothing. On an error view is as it was. T has no methods: it
// is the type of the view under another name.
func decodeView[T any](data []byte, view *T) error {
	if view == nil {
		return errors.New("commsop: UnmarshalJSON on a nil pointer")
	}
	if string(data) == "null" {
		return nil
	}
	var all, listed, rest odata.Members
	if err := all.UnmarshalJSON(data); err != nil {
		return err
	}
	var out T
	v := reflect.ValueOf(&out).Elem()
	for _, x := range all {
		if isListed(v, x.Name) {
			listed = append(listed, x)
		} else {
			rest = append(rest, x)
		}
	}
	if len(listed) > 0 {
		if err := listed.Unmarshal(&out); err != nil {
			return err
		}
	}
	v.FieldByName("AdditionalData").Set(reflect.ValueOf(rest))
	*view = out
	return nil
}

// decodeParticipants decodes a view with a member participants. A null in that
// list, which the metadata does not allow, is refused: neither a string nor a
// struct could keep it. T is as for decodeView.
func decodeParticipants[T any](op string, data []byte, view *T) error {
	var m odata.Members
	if err := m.UnmarshalJSON(data); err != nil {
		return err
	}
	var list []json.RawMessage
	if v, ok := m.Get("participants"); ok && json.Unmarshal([]byte(v), &list) == nil {
		isNull := func(x json.RawMessage) bool { return string(x) == "null" }
		if i := slices.IndexFunc(list, isNull); i >= 0 {
			return &patch.Error{Op: op, Input: "data", Pointer: "/participants/" + strconv.Itoa(i), Offset: -1, Err: patch.ErrWrongType}
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
