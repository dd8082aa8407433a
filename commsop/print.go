package commsop

import (
	"log/slog"
	"slices"
	"strconv"
	"strings"

	"example.com/graphcomms/internal/entity"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// A description is what a value shows of itself in a log: what it is, and the
// names, but not the values, of members that may be secret.
type description struct {
	kind  string // the Go type
	attrs []slog.Attr
}

// describe returns the description of a value of a Go type: the attributes, but
// for empty texts, and the names of members: those given, then those of the
// additional ones.
func describe(kind string, additional odata.Members, names []string, attrs ...slog.Attr) description {
	isEmpty := func(a slog.Attr) bool { return a.Value.Equal(slog.StringValue("")) }
	attrs = slices.DeleteFunc(slices.Clone(attrs), isEmpty)
	for _, x := range additional {
		names = append(names, x.Name)
	}
	if len(names) > 0 {
		attrs = append(attrs, slog.Any("members", names))
	}
	return description{kind, attrs}
}

// describeObject returns the description of an operation, or of a patch of one.
func describeObject(kind string, x *entity.Object) description {
	v, result := &x.Values, x.Nested(schema)
	attr := func(key string, v *entity.Value, shown any) slog.Attr {
		switch v.State {
		case patch.StateAbsent:
			return slog.String(key, "")
		case patch.StateNull:
			return slog.String(key, "null")
		}
		return slog.Any(key, shown)
	}
	code, subcode := &result[results.Schema().Slot("code")], &result[results.Schema().Slot("subcode")]
	var names []string
	if v[contextSlot].State != patch.StateAbsent {
		names = append(names, schema.Properties[contextSlot].Name)
	}
	if v[resultSlot].State != patch.StateAbsent && code.State == patch.StateAbsent && subcode.State == patch.StateAbsent {
		names = append(names, schema.Properties[resultSlot].Name) // else they tell of it
	}
	return describe(kind, x.Additional[0].Members, names,
		attr("type", &v[typeSlot], odata.Type(v[typeSlot].Text).Name()),
		attr("id", &v[idSlot], v[idSlot].Text),
		attr("status", &v[statusSlot], Status(v[statusSlot].Text).Canonical().String()),
		attr("code", code, code.Int),
		attr("subcode", subcode, subcode.Int))
}

// String returns the text for the methods String and GoString:
// commsop.Record{completionReason=stopToneDetected members=[recordingLocation]}.
func (d description) String() string {
	attrs := make([]string, len(d.attrs))
	for i, a := range d.attrs {
		if list, ok := a.Value.Any().([]string); ok {
			words := make([]string, len(list))
			for k, name := range list {
				words[k] = word(name)
			}
			attrs[i] = a.Key + "=[" + strings.Join(words, " ") + "]"
		} else {
			attrs[i] = a.Key + "=" + word(a.Value.String())
		}
	}
	return d.kind + "{" + strings.Join(attrs, " ") + "}"
}

// LogValue returns the value for the method LogValue, a group.
func (d description) LogValue() slog.Value { return slog.GroupValue(d.attrs...) }

// word returns s, quoted where it could be taken for something else or could
// write a line of its own.
func word(s string) string {
	special := func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`"=[]{}\`, r) }
	if s == "" || strings.ContainsFunc(s, special) {
		return strconv.Quote(s)
	}
	return s
}
