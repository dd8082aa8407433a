// Package resultinfo is the complex type resultInfo of Microsoft Graph: why an
// operation ended as it did. [ResultInfo] is the value and [Patch] the merge
// patch (RFC 7396) of one. It imports the standard library and this module only.
//
// The files: schema.go (the type as data, reading, writing and converting it),
// resultinfo.go (the value) and patch.go (the patch).
//
// Decoding keeps what it does not know: additional members in their order,
// null apart from absent, and code and subcode that came as strings, as some
// published samples of Graph v1.0 write them.
//
// [Decode] and AppendJSON are the direct way. Within a larger value of yours
// encoding/json calls the same code, and takes several times as long.
package resultinfo

import (
	"database/sql/driver"
	"slices"
	"strconv"

	"example.com/graphcomms/internal/entity"
	"example.com/graphcomms/internal/joinerr"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
)

// Type is the type of every [ResultInfo] (Graph metadata).
const Type odata.Type = "#microsoft.graph.resultInfo"

// A ResultInfo tells how an operation went. Code follows the classes of HTTP
// status codes; Subcode says more, and 0 says nothing special.
//
// The zero value is ready, and writes code and subcode, which are not
// nullable. A decoded one remembers how each member was written: it encodes to
// the same members, and a field that is changed encodes as the new value. A
// code or subcode that was not there is not written until it is other than 0.
//
// Copies share AdditionalData; Clone does not. A struct that embeds a ResultInfo
// gets its MarshalJSON too, which leaves the other fields out.
type ResultInfo struct {
	Type           odata.Type    `json:"@odata.type,omitzero"` // as written; compare with Is
	Code           int32         `json:"code"`
	Subcode        int32         `json:"subcode"`
	Message        string        `json:"message,omitzero"`
	AdditionalData odata.Members `json:"-"` // all members that are not listed here

	wire wire
}

// wire is how the members of a ResultInfo were read.
type wire struct {
	odd                           *odd // nil for what is the zero odd
	typePresence, messagePresence jsonscan.Presence
	typeField                     uint8 // the name of @odata.type
}

// odd is what few results have: numbers that are not plain, additional members.
type odd struct {
	code, subcode entity.Int32Text
	additional    jsonscan.Extras
}

// absent are the usual ones of those that are not nil.
var absent = [...]odd{{entity.NoInt32, entity.NoInt32, ""}, {entity.NoInt32, "", ""}, {"", entity.NoInt32, ""}}

func (w *wire) setOdd(o odd) {
	if o == (odd{}) {
		w.odd = nil
	} else if i := slices.Index(absent[:], o); i >= 0 {
		w.odd = &absent[i]
	} else {
		kept := o
		w.odd = &kept
	}
}

// Decode reads one JSON object. Errors are [patch.Error]s: what is not JSON as
// package patch reads it, or every listed member of the wrong kind.
func Decode(data []byte) (ResultInfo, error) { return decode("resultinfo.Decode", data) }

func decode(op string, data []byte) (ResultInfo, error) {
	var r ResultInfo
	var in jsonscan.Reader
	var values [slots]jsonscan.FieldValue
	rec := jsonscan.Record{Values: values[:]}
	in.Init(data)
	r.read(&in, &rec)
	r.fill(values[:], in.Intern(&rec))
	if faults := in.Done(); faults != nil {
		return ResultInfo{}, joinerr.Scan(op, "data", faults)
	}
	return r, nil
}

// IsSuccess reports whether Code is from 200 to 299.
func (r ResultInfo) IsSuccess() bool { return r.Code/100 == 2 }

// IsClientError reports whether Code is from 400 to 499.
func (r ResultInfo) IsClientError() bool { return r.Code/100 == 4 }

// IsServerError reports whether Code is from 500 to 599.
func (r ResultInfo) IsServerError() bool { return r.Code/100 == 5 }

// String returns code, subcode and message: "4.7: Message value".
func (r ResultInfo) String() string {
	s := strconv.Itoa(int(r.Code)) + "." + strconv.Itoa(int(r.Subcode))
	if r.Message != "" {
		s += ": " + r.Message
	}
	return s
}

// AppendJSON appends r as a JSON object: compact, the type first, then code,
// subcode, message and the additional members, escaping only what JSON
// requires. A text that is not UTF-8, and an additional member that is not
// JSON, stands twice or is named like a listed one, is reported as a
// [patch.Error]; then dst comes back as it was.
func (r ResultInfo) AppendJSON(dst []byte) ([]byte, error) {
	out := dst
	if cap(dst) == 0 {
		out = make([]byte, 0, 64+len(r.Type)+len(r.Message)+entity.Size(r.AdditionalData))
	}
	out, f := r.append(out, 0)
	return joinerr.Encoded(dst, out, f, "resultinfo.ResultInfo.AppendJSON", "r")
}

// MarshalJSON returns what AppendJSON appends. encoding/json compacts and
// escapes it once more; AppendJSON is the exact way.
func (r ResultInfo) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil) }

// UnmarshalJSON replaces r by what Decode reads, except that null does
// nothing. On an error r is as it was.
func (r *ResultInfo) UnmarshalJSON(data []byte) error {
	return joinerr.Unmarshal("resultinfo.ResultInfo.UnmarshalJSON", r, data, decode)
}

// Value returns r as JSON in a string, for a column of JSON or text.
func (r ResultInfo) Value() (driver.Value, error) {
	text, err := r.AppendJSON(nil)
	return string(text), err
}

// Scan replaces r by what Decode reads from src, a string or a []byte, or by the
// zero ResultInfo for NULL. On an error r is as it was.
func (r *ResultInfo) Scan(src any) error {
	return joinerr.Column("resultinfo.ResultInfo.Scan", r, src, decode)
}

// Clone returns a deep copy.
func (r ResultInfo) Clone() ResultInfo {
	r.AdditionalData = r.AdditionalData.Clone()
	return r
}

// Equal reports whether r and s mean the same: the spelling of types and the
// order of members aside; null is not absent, and the quoted number is the
// number.
func (r ResultInfo) Equal(s ResultInfo) bool {
	var x, y entity.Object
	return schema.Equal(r.object(&x), s.object(&y))
}

// Member returns the member with that name, listed or not, as it will be
// written. It reports false where none will be.
func (r ResultInfo) Member(name string) (odata.Value, bool) {
	var x entity.Object
	text, ok := schema.Member(r.object(&x), name)
	return odata.Value(text), ok
}
