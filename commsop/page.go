package commsop

import (
	"log/slog"
	"strconv"
	"strings"

	"example.com/graphcomms/internal/entity"
	"example.com/graphcomms/internal/joinerr"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// A Page is a list response. The zero Page is an empty list. Copies share what
// it holds.
type Page struct {
	Value          []Operation   `json:"value"`
	AdditionalData odata.Members `json:"-"` // @odata.nextLink, @odata.count and the like
}

// DecodePage reads {"value":[…]}. {"value":{…}}, as some of Graph's pages wrap
// a single operation, and an operation without a wrapper are read as pages of
// one. Errors are those of [Decode], with the page's pointers: /value/1/id.
//
// All operations of a page share few allocations, which live as long as one of
// them does. The one to be kept for long is best decoded again from what it
// encodes to: a Clone still shares the strings.
func DecodePage(data []byte) (Page, error) { return decodePage("commsop.DecodePage", data) }

func decodePage(op string, data []byte) (Page, error) {
	var rd reader
	rec := jsonscan.Record{Values: make([]jsonscan.FieldValue, 1)}
	list, isList, err := decodeList(op, &rd, data, &rec, pageFields, rd.element)
	if !isList {
		return Page{Value: list}, err
	}
	return Page{list, entity.ReadAdditional(&rd.Reader, &rec, &rd.members).Members}, nil
}

// decodeList reads data with rd: {"value":[…]}, whose other members are left to
// the caller in rec, or an element without a wrapper, which is a list of one.
// read reads an element from rd.
func decodeList[T any](op string, rd *reader, data []byte, rec *jsonscan.Record, fields []jsonscan.Field, read func(*T)) (_ []T, isList bool, _ error) {
	var list jsonscan.List[T]
	rd.Init(data)
	if rd.Record(rec) {
		for _, more := rd.Next(rec, fields); more; _, more = rd.Next(rec, fields) {
			isList = true
			rd.elements(func(int) { read(list.Next(&rd.Reader)) })
		}
	}
	faults := rd.Done()
	if !isList && (faults == nil || faults[0].Err == patch.ErrDepth && !isDeepList(data, rec, fields)) {
		*rd = reader{}
		rd.Init(data)
		read(list.Next(&rd.Reader))
		faults = rd.Done()
	}
	if faults != nil {
		return nil, false, joinerr.Scan(op, "data", faults)
	}
	return list.Elements(), isList, nil
}

// isDeepList reports whether data, in which something is nested too deep for the
// members of a list, is one. A notification may have it. rec is that of the list.
func isDeepList(data []byte, rec *jsonscan.Record, fields []jsonscan.Field) bool {
	var rd reader
	again := jsonscan.Record{Values: make([]jsonscan.FieldValue, len(rec.Values))}
	rd.Init(data)
	rd.SetDepth(aroundOperation)
	if !rd.Record(&again) {
		return false
	}
	_, more := rd.Next(&again, fields)
	return more
}

// elements calls read for each element of an array with its index, or with -1 for
// the object that stands in its place.
func (rd *reader) elements(read func(n int)) {
	if rd.Kind() == '{' {
		read(-1)
		return
	}
	var a jsonscan.Array
	if rd.Array(&a) {
		for n := 0; rd.NextElement(&a); n++ {
			read(n)
		}
	}
}

// element reads an operation inside something else, whose levels do not count.
// A notification, which would be read as an operation without anything in it, is
// of the wrong kind.
func (rd *reader) element(o *Operation) {
	at, before := rd.Offset(), rd.NumFaults()
	depth := rd.SetDepth(0)
	rd.operation(o)
	rd.SetDepth(depth)
	if isNotification(o.Type, o.AdditionalData) {
		rd.DropFaults(before)
		rd.Note(at, patch.ErrWrongType, "operation")
	}
}

// isNotification reports whether what was read as an operation with that type and
// those members is a notification.
func isNotification(as odata.Type, more odata.Members) bool {
	isOther := as != "" && !strings.HasSuffix(string(as), "Operation")
	if isOther && (as.Is(TypeNotification) || as.Is(TypeNotifications)) {
		return true
	}
	_, ok := more.Get("resourceData")
	return ok
}

var pageFields = []jsonscan.Field{jsonscan.NewField("value", 0, jsonscan.Any)}

// AppendJSON appends g as {"value":[…]} and its additional members. Errors are
// those of [Operation.AppendJSON], with the page's pointers.
func (g Page) AppendJSON(dst []byte) ([]byte, error) {
	out := dst
	if cap(dst) == 0 {
		size := 16 + entity.Size(g.AdditionalData)
		for i := range g.Value {
			size += g.Value[i].size()
		}
		out = make([]byte, 0, size)
	}
	out, f := appendList(out, nil, g.Value, (*Operation).append, g.AdditionalData, pageFields)
	return joinerr.Encoded(dst, jsonscan.CloseObject(out, len(dst)), f, "commsop.Page.AppendJSON", "g")
}

// appendList appends the members of an object with the given fields: value, whose
// elements element appends, and the additional ones.
func appendList[T any](dst []byte, f *jsonscan.Error, list []T, element func(*T, []byte) ([]byte, *jsonscan.Error), additional odata.Members, fields []jsonscan.Field) ([]byte, *jsonscan.Error) {
	dst = append(jsonscan.AppendKey(dst, &pageFields[0]), '[')
	for i := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		var g *jsonscan.Error
		if dst, g = element(&list[i], dst); g != nil {
			f = entity.Below(f, g, "/value/"+strconv.Itoa(i))
		}
	}
	more := entity.Additional{Members: additional}
	return more.Append(append(dst, ']'), f, 1, fields)
}

// MarshalJSON returns what AppendJSON appends.
func (g Page) MarshalJSON() ([]byte, error) { return g.AppendJSON(nil) }

// UnmarshalJSON replaces g by what DecodePage reads, except that null does
// nothing. On an error g is as it was.
func (g *Page) UnmarshalJSON(data []byte) error {
	return joinerr.Unmarshal("commsop.Page.UnmarshalJSON", g, data, decodePage)
}

func (g Page) describe() description {
	return describe("commsop.Page", g.AdditionalData, nil, slog.Int("operations", len(g.Value)))
}

// String returns the number of operations and the names of the other members.
func (g Page) String() string { return g.describe().String() }

// GoString returns what String does.
func (g Page) GoString() string { return g.String() }

// LogValue returns what String does, as a group.
func (g Page) LogValue() slog.Value { return g.describe().LogValue() }
