// Package resultinfo is the complex type resultInfo of Microsoft Graph: why an
// operation ended as it did. [ResultInfo] is the value and [Patch] the merge
// patch (RFC 7396) of one. It imports the standard library and this module only.
//
// Decoding keeps what it does not know: additional members in their order,
// null apart from absent, and code and subcode that came as strings, as some
// published samples of Graph v1.0 write them.
//
// [Decode] and AppendJSON are the direct way. Within a larger value of yours
// encoding/json calls the same code, and takes several times as long.
package resultinfo

import (
	"slices"
	"strconv"

	"example.com/graphcomms/internal/fault"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/internal/member"
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
	Type           odata.Type // as written; compare with Is
	Code           int32
	Subcode        int32
	Message        string
	AdditionalData odata.Members // all members that are not listed here

	form form
}

// form is how the members of a ResultInfo were read.
type form struct {
	numbers                 *numbers // nil if both are plain
	typeState, messageState jsonscan.State
	shortType               bool // @type, as OData 4.01 has it, for @odata.type
}

// numbers are the texts of code and subcode.
type numbers struct{ code, subcode member.Int32Text }

// absent are the usual ones of those that are not nil.
var absent = [...]numbers{{member.NoInt32, member.NoInt32}, {member.NoInt32, ""}, {"", member.NoInt32}}

func (f *form) setNumbers(n numbers) {
	if n == (numbers{}) {
		return
	}
	if i := slices.Index(absent[:], n); i >= 0 {
		f.numbers = &absent[i]
		return
	}
	odd := n
	f.numbers = &odd
}

func (f *form) code() member.Int32Text {
	if f.numbers == nil {
		return ""
	}
	return f.numbers.code
}

func (f *form) subcode() member.Int32Text {
	if f.numbers == nil {
		return ""
	}
	return f.numbers.subcode
}

// Decode reads one JSON object. Errors are [patch.Error]s: what is not JSON as
// package patch reads it, or every listed member of the wrong kind.
func Decode(data []byte) (ResultInfo, error) {
	r, faults := decode(data)
	if faults != nil {
		return ResultInfo{}, fault.Scan("resultinfo.Decode", "data", faults)
	}
	return r, nil
}

func decode(data []byte) (ResultInfo, []jsonscan.Fault) {
	var r ResultInfo
	var rd jsonscan.Reader
	var rec jsonscan.Record
	rd.Init(data)
	r.scan(&rd, &rec)
	r.take(&rec, rd.Keep(&rec))
	return r, rd.Done()
}

// IsSuccess reports whether Code is from 200 to 299.
func (r ResultInfo) IsSuccess() bool { return r.Code/100 == 2 }

// IsClientError reports whether Code is from 400 to 499.
func (r ResultInfo) IsClientError() bool { return r.Code/100 == 4 }

// IsServerError reports whether Code is from 500 to 599.
func (r ResultInfo) IsServerError() bool { return r.Code/100 == 5 }

// String returns code, subcode and message: "4.7: Message value".
func (r ResultInfo) String() string {
	b := strconv.AppendInt(nil, int64(r.Code), 10)
	b = strconv.AppendInt(append(b, '.'), int64(r.Subcode), 10)
	if r.Message != "" {
		b = append(append(b, ": "...), r.Message...)
	}
	return string(b)
}

// AppendJSON appends r as a JSON object: compact, the type first, then code,
// subcode, message and the additional members, escaping only what JSON
// requires. A text that is not UTF-8, and an additional member that is not
// JSON, stands twice or is named like a listed one, is a [patch.Error]; then
// dst comes back as it was.
func (r ResultInfo) AppendJSON(dst []byte) ([]byte, error) {
	out := dst
	if cap(dst) == 0 {
		out = make([]byte, 0, 64+len(r.Type)+len(r.Message)+member.Size(r.AdditionalData))
	}
	out, f := r.append(out, 0)
	return fault.Encoded(dst, out, f, "resultinfo.ResultInfo.AppendJSON", "r")
}

// MarshalJSON returns what AppendJSON appends. encoding/json compacts and
// escapes it once more; AppendJSON is the exact way.
func (r ResultInfo) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil) }

// UnmarshalJSON replaces r by what Decode reads, except that null does
// nothing. On an error r is as it was.
func (r *ResultInfo) UnmarshalJSON(data []byte) error {
	if jsonscan.IsNull(data) {
		return nil
	}
	out, err := Decode(data)
	if err == nil {
		*r = out
	}
	return err
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
	p, q := r.members(), s.members()
	return p.equal(&q)
}

// members returns the members of r as a patch that has all of them.
func (r *ResultInfo) members() Patch {
	p := Patch{
		Type:           member.Field(r.Type, r.form.typeState),
		Message:        member.Field(r.Message, r.form.messageState),
		AdditionalData: r.AdditionalData,
	}
	p.Code, p.form.code = r.form.code().Field(r.Code)
	p.Subcode, p.form.subcode = r.form.subcode().Field(r.Subcode)
	p.form.shortType = r.form.shortType
	return p
}

// document returns the ResultInfo that has the members of p.
func (p *Patch) document() ResultInfo {
	r := ResultInfo{
		Type:           p.Type.Or(""),
		Message:        p.Message.Or(""),
		AdditionalData: p.AdditionalData,
	}
	r.form.typeState, r.form.messageState = member.StateOf(p.Type), member.StateOf(p.Message)
	var n numbers
	r.Code, n.code = member.Int32TextOf(p.Code, p.form.code)
	r.Subcode, n.subcode = member.Int32TextOf(p.Subcode, p.form.subcode)
	r.form.setNumbers(n)
	r.form.shortType = p.form.shortType
	return r
}
