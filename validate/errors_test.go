package validate_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
	"example.com/graphcomms/validate"
	"example.com/graphcomms/validate/playground"
	"github.com/go-playground/validator/v10"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// texts returns every text that a program might write of an error.
func texts(t testing.TB, err error) string {
	t.Helper()
	all := err.Error() + fmt.Sprintf("%v %+v %#v %q", err, err, err, err)
	b, e := json.Marshal(err)
	require.NoError(t, e)
	body, e := json.Marshal(validate.ODataError(err))
	require.NoError(t, e)
	return all + string(b) + string(body) + validate.ODataError(err).Error()
}

// TestNoValueInAnyText refuses a secret in every way there is. "eyJ0" is how
// tokens begin.
func TestNoValueInAnyText(t *testing.T) {
	const secret = "eyJ0secret"
	long := strings.Repeat(secret, 30)
	type quoted struct {
		Op    commsop.Operation
		Patch patch.Field[commsop.Patch]
		Text  string                         `validate:"max=3"`
		Pick  patch.Field[string]            `validate:"oneof=a b"`
		State string                         `validate:"operationstatus"`
		Type  odata.Type                     `validate:"odatatype=recordOperation"`
		Map   map[string]patch.Field[string] `validate:"dive,len=2"`
		Mail  string                         `validate:"email"`
	}
	for _, opts := range []*validate.Options{nil, {RejectUnknownMembers: true, ReadOnly: []string{"/clientContext", "/x"}}, {ReadOnlyMode: validate.Reject}} {
		v, door := validate.New(opts), playground.New(opts)
		current := commsop.Operation{ID: secret, Type: "#a." + secret, Status: commsop.StatusFailed, ClientContext: long}
		current.AdditionalData.Set("x", odata.Value(`"`+secret+`"`))
		for _, text := range []string{
			`{"status":"` + secret + `"}`,
			`{"status":["` + secret + `"],"resultInfo":"` + secret + `","id":{"a":"` + secret + `"}}`,
			`{"id":"another` + secret + `","@odata.type":"#b.` + secret + `","clientContext":"` + long + `","x":"` + secret + `2"}`,
			`{"resultInfo":{"code":"` + secret + `","subcode":"` + secret + `","message":1}}`,
			`{"resultInfo":{"code":"31415926","subcode":3141592653589793,"y":"` + secret + `"},"recordingAccessToken":"` + secret + `"}`,
			`{"resultInfo":{"code":3141592.6,"subcode":"-31415926"}}`,
			`{"a":{"b":"` + secret + `","b":"` + secret + `"}}`,
			`{"a":"` + secret, `{"a":"` + secret + `\x"}`, `{"a":` + secret + `}`, `{"a":"` + secret + `\ud800"}`, `"` + secret + `"`, secret,
			"{\"a\":\"" + secret + "\xff\"}", `{} ` + secret, `{"a":31415926x}`,
			`{"x":"` + secret + `",` + `"y":` + strings.Repeat("[", 10001) + secret,
		} {
			_, err := v.Update(current, []byte(text))
			if err == nil { // in this mode, of a value that may be there
				continue
			}
			got := texts(t, err)
			require.NotContains(t, got, secret, text)
			require.NotContains(t, got, "31415926", text)
		}
		p := partial(t, `{"status":"`+secret+`","clientContext":"`+long+`","resultInfo":{"code":"31415926"}}`)
		x := quoted{current, patch.Set(p), secret, patch.Set(secret), secret, secret, map[string]patch.Field[string]{"k": patch.Set(secret)}, secret}
		for _, err := range []error{v.Patch(p), v.Operation(current), playground.Struct(door, x), playground.Struct(door, &x)} {
			require.Error(t, err)
			got := texts(t, err)
			require.NotContains(t, got, secret)
			require.NotContains(t, got, "31415926")
		}
	}
	// A tag that nobody knows is an error with the name of the field.
	err := playground.Struct(playground.New(nil), struct {
		Name string `validate:"nosuchtag"`
	}{secret})
	require.ErrorContains(t, err, "nosuchtag")
	require.NotContains(t, texts(t, err), secret)
	for _, s := range []any{secret, nil, []string{secret}, (*quoted)(nil)} {
		err := playground.Struct(playground.New(nil), s)
		require.Error(t, err, "not a struct")
		require.NotContains(t, texts(t, err), secret)
	}
}

// TestHostileNames finds names of members, which do appear, in texts that stay
// on a line and are of a bounded length.
func TestHostileNames(t *testing.T) {
	closed := validate.New(&validate.Options{RejectUnknownMembers: true})
	for _, row := range []struct{ name, why, member string }{
		{"line break", "a forged line in a log", "a\nvalidate: /status: is fine"},
		{"controls", "a terminal obeys them", "\x00\x1b[2J\r\u0085\u2028\u202e"},
		{"long", "as long as the body", strings.Repeat("x", 1<<16)},
		{"long, two bytes", "shortened between characters", "x" + strings.Repeat("é", 300)},
		{"long, three bytes", "shortened between characters", strings.Repeat("€", 300)},
		{"long, three bytes, shifted", "shortened between characters", "x" + strings.Repeat("€", 300) + "yy"},
		{"long, four bytes", "shortened between characters", "xyz" + strings.Repeat("😀", 300) + "x"},
		{"long, escapes", "shortened before it is quoted", strings.Repeat("\n", 1000)},
		{"pointer", "the characters that a pointer escapes", "~/~0~1"},
	} {
		t.Run(row.name, func(t *testing.T) {
			name, err := json.Marshal(row.member)
			require.NoError(t, err)
			for _, text := range []string{`{` + string(name) + `:1}`, `{` + string(name) + `:1,` + string(name) + `:1}`, `{` + string(name) + `:x}`} {
				_, err := closed.Update(commsop.Operation{Status: commsop.StatusRunning}, []byte(text))
				require.Len(t, found(t, err), 1)
				e := validate.ODataError(err)
				for _, line := range []string{err.Error(), e.Message, e.Error()} {
					require.True(t, utf8.ValidString(line), "%s: %q", row.why, line)
					require.False(t, strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }), "%s: %q", row.why, line)
					require.Less(t, len(line), 2500)
				}
				require.Equal(t, "/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(row.member), e.Target, "the exact place is for machines")
				requireBody(t, e)
			}
		})
	}
	// Names that came from Go need not even be UTF-8.
	o := commsop.Operation{Status: commsop.StatusRunning, AdditionalData: odata.Members{{Name: "\xff", Value: "1"}}}
	err := closed.Operation(o)
	require.Equal(t, want("/\xff unknownMember"), found(t, err))
	require.True(t, utf8.ValidString(err.Error()))
	requireBody(t, validate.ODataError(err))
}

// requireBody holds an error body to the standard: it encodes, has a code and a
// message everywhere, and decodes to the same.
func requireBody(t testing.TB, e *odata.Error) {
	t.Helper()
	b, err := json.Marshal(e)
	require.NoError(t, err)
	var wire struct{ Error map[string]any }
	require.NoError(t, json.Unmarshal(b, &wire))
	details, _ := wire.Error["details"].([]any)
	for _, m := range append(details, wire.Error) {
		require.NotEmpty(t, m.(map[string]any)["code"])
		require.NotEmpty(t, m.(map[string]any)["message"])
	}
	var again odata.Error
	require.NoError(t, json.Unmarshal(b, &again))
	if utf8.ValidString(e.Target) {
		require.Empty(t, cmp.Diff(*e, again))
	}
}

func TestODataError(t *testing.T) {
	at := func(pointer string, cause error) error {
		return &patch.Error{Op: "test.Op", Input: "data", Pointer: pointer, Err: cause}
	}
	_, syntax := commsop.Decode([]byte(`{"status":tru}`))
	_, kinds := commsop.DecodePatch([]byte(`{"id":1,"resultInfo":{"code":1.5}}`))
	_, ids := commsop.Diff(operation(t, `{"id":"1","@odata.type":"#a.b"}`), operation(t, `{"id":"2","@odata.type":"#a.c"}`))
	_, compose := partial(t, `{"resultInfo":null}`).Then(partial(t, `{"resultInfo":{"code":1}}`))
	one := validate.Errors{{Pointer: "/a", Code: validate.Required, Message: "is required"}}
	two := validate.New(nil).Operation(operation(t, `{"resultInfo":{"subcode":1}}`))
	detail := func(code, message, target string) odata.ErrorDetail {
		return odata.ErrorDetail{Code: code, Message: message, Target: target}
	}
	several := func(message string, details ...odata.ErrorDetail) *odata.Error {
		return &odata.Error{Code: "BadRequest", Message: message, Details: details}
	}
	single := func(code, message, target string) *odata.Error {
		return &odata.Error{Code: code, Message: message, Target: target}
	}
	unknown := single("UnknownError", "The request could not be processed.", "")
	theirs := &odata.Error{Code: "theirs", Message: "from another server"}
	foreign := errors.New("dial tcp 10.0.0.7: password hunter2")
	play := validator.New().Var("hunter2", "len=1")
	for _, row := range []struct {
		name, why string
		err       error
		want      *odata.Error
	}{
		{"syntax", "of a function", syntax, single("syntax", "The member at /status is not valid JSON.", "/status")},
		{"ErrSyntax", "of the whole body", at("", patch.ErrSyntax), single("syntax", "The body is not valid JSON.", "")},
		{"ErrDuplicateName", "each cause has its code", at("/a", patch.ErrDuplicateName), single("duplicateName", "The member at /a is a repeated member name.", "/a")},
		{"ErrInvalidUTF8", "", at("/a", patch.ErrInvalidUTF8), single("invalidUTF8", "The member at /a has invalid UTF-8 or half a surrogate pair.", "/a")},
		{"ErrDepth", "", at("/a", patch.ErrDepth), single("tooDeep", "The member at /a is nested too deep.", "/a")},
		{"ErrWrongType", "", at("/a", patch.ErrWrongType), single("typeMismatch", "The member at /a is the wrong kind of JSON value.", "/a")},
		{"ErrNotInteger", "", at("/a", patch.ErrNotInteger), single("notInteger", "The member at /a must be an integer written in digits.", "/a")},
		{"ErrOutOfRange", "", at("/a", patch.ErrOutOfRange), single("outOfRange", "The member at /a is out of range.", "/a")},
		{"ErrNullMember", "", at("/a", patch.ErrNullMember), single("notNullable", "The member at /a must not be null.", "/a")},
		{"ErrAbsent", "", at("/a", patch.ErrAbsent), single("required", "The member at /a is required.", "/a")},
		{"ErrNotComposable", "of a function", compose, single("notComposable", "The member at /resultInfo cannot be composed into one patch.", "/resultInfo")},
		{"ErrIDChange", "", at("/id", commsop.ErrIDChange), single("readOnly", "The member at /id is read-only.", "/id")},
		{"ErrTypeChange", "", at("/@odata.type", resultinfo.ErrTypeChange), single("typeChange", "The member at /@odata.type must not change the type.", "/@odata.type")},
		{"both changes", "of a function", ids, several("The request has 2 errors.",
			detail("typeChange", "The member at /@odata.type must not change the type.", "/@odata.type"), detail("readOnly", "The member at /id is read-only.", "/id"))},
		{"wrapped", "as callers do", fmt.Errorf("call 7: %w", fmt.Errorf("update: %w", syntax)), single("syntax", "The member at /status is not valid JSON.", "/status")},
		{"kinds", "joined by decoding", kinds, several("The request has 2 errors.",
			detail("typeMismatch", "The member at /id must be a string.", "/id"),
			detail("notInteger", "The member at /resultInfo/code must be an integer written in digits.", "/resultInfo/code"))},
		{"one violation", "is the error itself", one, single("required", "The member at /a is required.", "/a")},
		{"two violations", "are its details", two, several("The request has 2 errors.",
			detail("required", "The member at /resultInfo/code is required.", "/resultInfo/code"), detail("required", "The member at /status is required.", "/status"))},
		{"joined", "every kind is found, and a foreign one says nothing", errors.Join(foreign, fmt.Errorf("x: %w", one), errors.Join(at("/b", patch.ErrDepth), foreign)),
			several("The request has 2 errors.", detail("required", "The member at /a is required.", "/a"), detail("tooDeep", "The member at /b is nested too deep.", "/b"))},
		{"two wrapped in one", "as fmt does", fmt.Errorf("%w and %w", one, foreign), single("required", "The member at /a is required.", "/a")},
		{"ready made", "returned as it is", fmt.Errorf("upstream: %w", theirs), theirs},
		{"foreign", "its text may hold anything", foreign, unknown},
		{"foreign, wrapped", "nor is that of what wraps it", fmt.Errorf("hunter2: %w", io.EOF), unknown},
		{"validator's", "Translate first", play, unknown},
		{"nothing", "no error, no body", nil, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := validate.ODataError(row.err)
			require.Empty(t, cmp.Diff(row.want, got), row.why)
			if got != nil {
				requireBody(t, got)
			}
		})
	}
	require.Same(t, theirs, validate.ODataError(theirs))
	require.Same(t, theirs, validate.ODataError(errors.Join(one, foreign, theirs)), "wherever it is")
	require.True(t, validate.ODataError(nil) == nil)
}

// TestODataErrorOfJSON holds what is made of the errors of encoding/json.
func TestODataErrorOfJSON(t *testing.T) {
	type inner struct {
		N int      `json:"n"`
		S string   `json:"s"`
		U *uint8   `json:"u"`
		F float32  `json:"f"`
		B bool     `json:"b"`
		L []string `json:"l"`
		O struct{} `json:"o"`
		Y []byte   `json:"y"`
	}
	type outer struct {
		Op inner             `json:"op"`
		W  commsop.Operation `json:"w"`
	}
	for _, row := range []struct{ name, text, code, message, target string }{
		{"wrong kind", `{"op":{"n":"SECRET"}}`, "typeMismatch", "The member at /op/n must be an integer.", "/op/n"},
		{"object", `{"op":{"n":{}}}`, "typeMismatch", "The member at /op/n must be an integer.", "/op/n"},
		{"fraction", `{"op":{"n":31415.5}}`, "typeMismatch", "The member at /op/n must be an integer in range.", "/op/n"},
		{"beyond", `{"op":{"u":31415}}`, "typeMismatch", "The member at /op/u must be an integer in range.", "/op/u"},
		{"beyond a float", `{"op":{"f":31415e999}}`, "typeMismatch", "The member at /op/f must be a number in range.", "/op/f"},
		{"number for a text", `{"op":{"s":31415}}`, "typeMismatch", "The member at /op/s must be a string.", "/op/s"},
		{"boolean", `{"op":{"b":"SECRET"}}`, "typeMismatch", "The member at /op/b must be a boolean.", "/op/b"},
		{"list", `{"op":{"l":"SECRET"}}`, "typeMismatch", "The member at /op/l must be an array.", "/op/l"},
		{"struct", `{"op":{"o":[]}}`, "typeMismatch", "The member at /op/o must be an object.", "/op/o"},
		{"bytes", `{"op":{"y":{}}}`, "typeMismatch", "The member at /op/y must be a string.", "/op/y"},
		{"at the top", `[]`, "typeMismatch", "The body must be an object.", ""},
		{"syntax", `{"op":SECRET}`, "syntax", "The body is not valid JSON.", ""},
		{"ends early", `{"op":`, "syntax", "The body is not valid JSON.", ""},
		{"an operation within", `{"w":{"status":31415}}`, "typeMismatch", "The member at /status must be a string.", "/status"},
	} {
		t.Run(row.name, func(t *testing.T) {
			var x outer
			for name, err := range map[string]error{
				"Unmarshal": json.Unmarshal([]byte(row.text), &x),
				"Decoder":   fmt.Errorf("reading: %w", json.NewDecoder(strings.NewReader(row.text)).Decode(&x)),
			} {
				require.Error(t, err)
				got := validate.ODataError(err)
				require.Equal(t, &odata.Error{Code: row.code, Message: row.message, Target: row.target}, got, name)
				require.NotContains(t, got.Message, "SECRET")
				require.NotContains(t, got.Message, "31415")
			}
		})
	}
	require.Equal(t, "syntax", validate.ODataError(fmt.Errorf("reading: %w", io.ErrUnexpectedEOF)).Code)
	require.Equal(t, "/a~1b/c", validate.ODataError(&json.UnmarshalTypeError{Field: fieldPath("a/b", "c")}).Target)
}

// unwraps returns what it holds from Unwrap, as a careless error does.
type unwraps []error

func (unwraps) Error() string     { return "careless" }
func (u unwraps) Unwrap() []error { return u }

// TestOddErrors gives errors that no function returns on purpose.
func TestOddErrors(t *testing.T) {
	var noPatch *patch.Error
	var noBody *odata.Error
	var noSyntax *json.SyntaxError
	var noType *json.UnmarshalTypeError
	unknown := &odata.Error{Code: "UnknownError", Message: "The request could not be processed."}
	one := validate.Errors{{Pointer: "/x", Code: validate.Required}}
	required := &odata.Error{Code: "required", Message: "The member at /x is required.", Target: "/x"}
	for name, row := range map[string]struct {
		err  error
		want *odata.Error
	}{
		"nil *patch.Error":     {noPatch, unknown},
		"joined":               {errors.Join(noPatch, nil), unknown},
		"nil *odata.Error":     {noBody, unknown},
		"joined with another":  {errors.Join(noBody, noPatch, noSyntax, one), required},
		"nil of encoding/json": {errors.Join(noType, noSyntax), unknown},
		"wrapped":              {fmt.Errorf("x: %w, %w", noBody, noPatch), unknown},
		"Unwrap with nil":      {unwraps{nil, one, nil}, required},
		"nil list":             {unwraps(nil), unknown},
		"no violations":        {validate.Errors{}, unknown},
		"nil violations":       {validate.Errors(nil), unknown},
		"made by hand":         {one, required},
		"kind of a pointer":    {&json.UnmarshalTypeError{Field: "n", Type: reflect.TypeFor[**int]()}, &odata.Error{Code: "typeMismatch", Message: "The member at /n must be an integer.", Target: "/n"}},
		"zero violation":       {validate.Errors{{}}, &odata.Error{Message: "The body is not valid."}},
		"zero patch.Error":     {&patch.Error{}, &odata.Error{Code: "syntax", Message: "The body is not valid JSON."}},
		"cut list":             {append(validate.Errors{{Code: validate.TooMany}}, one...), required},
		"cut lists": {errors.Join(append(validate.Errors{{Code: validate.TooMany}}, one...), one), &odata.Error{Code: "BadRequest", Message: "The request has more than 2 errors.", Details: []odata.ErrorDetail{
			{Code: "required", Message: required.Message, Target: "/x"}, {Code: "required", Message: required.Message, Target: "/x"}, {Code: "tooMany", Message: "The body has more errors than are listed."}}}},
		"kind wanted": {&patch.Error{Pointer: "/x", Want: "array", Err: patch.ErrWrongType}, &odata.Error{Code: "typeMismatch", Message: "The member at /x must be an array.", Target: "/x"}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, row.want, validate.ODataError(row.err))
		})
	}
	require.Equal(t, "validate: /x: is required", one.Error())
	require.Equal(t, "validate: is not valid", validate.Errors{{}}.Error())
	require.Empty(t, validate.Errors(nil).Error())
	require.Equal(t, "validate: /x: is shorter than 3\nvalidate: /y: is out of range (limit 4)",
		validate.Errors{{Pointer: "/x", Code: validate.TooShort, Limit: 3}, {Pointer: "/y", Code: validate.OutOfRange, Limit: 4}}.Error())
}

// A Result that is logged shows of its parts what they show of themselves.
func TestResultLogs(t *testing.T) {
	r, err := validate.New(nil).Update(operation(t, `{"status":"running","clientContext":"SECRET"}`), []byte(`{"id":"1","@odata.etag":"SECRET","x":"SECRET"}`))
	require.NoError(t, err)
	var text, js bytes.Buffer
	slog.New(slog.NewTextHandler(&text, nil)).Info("m", "v", r)
	slog.New(slog.NewJSONHandler(&js, nil)).Info("m", "v", &r)
	require.Contains(t, text.String(), `v.operation.id=1 v.operation.status=Running v.operation.members="[clientContext x]" v.patch.id=1 v.patch.members=[x] v.changed="[/id /x]" v.ignored=[/@odata.etag]`)
	for _, out := range []string{text.String(), js.String(), fmt.Sprintf("%v %+v", r, &r)} {
		require.NotContains(t, out, "SECRET")
	}
}

// TestManyErrors cuts long lists, wherever they come from.
func TestManyErrors(t *testing.T) {
	closed := validate.New(&validate.Options{RejectUnknownMembers: true})
	var b, names []string
	for i := range 5000 {
		name := fmt.Sprint("m", i*7919%5000) // not in order
		names = append(names, "/"+name+" unknownMember")
		b = append(b, `"`+name+`":1`)
	}
	slices.Sort(names)
	text := `{"status":"Running",` + strings.Join(b, ",") + `}`
	_, updated := closed.Update(commsop.Operation{Status: commsop.StatusRunning}, []byte(text))
	for name, err := range map[string]error{"Operation": closed.Operation(operation(t, text)), "Patch": closed.Patch(partial(t, text)), "Update": updated} {
		es, ok := err.(validate.Errors)
		require.True(t, ok, name)
		require.Len(t, es, 1001, name)
		require.Equal(t, names[:1000], found(t, es[:1000]), name)
		require.Equal(t, validate.Violation{Code: validate.TooMany, Message: "has more errors than are listed"}, es[1000], name)
		body := validate.ODataError(err)
		require.Equal(t, "The request has more than 1000 errors.", body.Message)
		require.Len(t, body.Details, 1001)
		require.Equal(t, odata.ErrorDetail{Code: "tooMany", Message: "The body has more errors than are listed."}, body.Details[1000])
		requireBody(t, body)
	}
	exactly := operation(t, `{"status":"Running",`+strings.Join(b[:1000], ",")+`}`)
	require.Len(t, closed.Operation(exactly), 1000, "1 000 are not too many")
	require.Equal(t, "The request has 1000 errors.", validate.ODataError(closed.Operation(exactly)).Message)

	// What is found late and comes last of those that count is one of them.
	var late odata.Members
	for i := range 2000 {
		late = append(late, odata.Member{Name: fmt.Sprintf("n%04d", i), Value: "1"})
	}
	late = append(late, odata.Member{Name: "n0998x", Value: "1"}, odata.Member{Name: "n0999x", Value: "1"})
	got := found(t, closed.Operation(commsop.Operation{Status: commsop.StatusRunning, AdditionalData: late}).(validate.Errors)[:1000])
	require.Equal(t, []string{"/n0998 unknownMember", "/n0998x unknownMember"}, got[998:])

	// Errors that the caller joins are cut as well.
	var joined []error
	for i := range 1001 {
		joined = append(joined, &patch.Error{Pointer: fmt.Sprint("/", i), Err: patch.ErrWrongType})
	}
	require.Equal(t, "The request has 1000 errors.", validate.ODataError(errors.Join(joined[:1000]...)).Message)
	body := validate.ODataError(errors.Join(joined...))
	require.Equal(t, "The request has more than 1000 errors.", body.Message)
	require.Len(t, body.Details, 1001)
	require.Equal(t, "tooMany", body.Details[1000].Code)
	many := closed.Operation(exactly)
	body = validate.ODataError(errors.Join(many, many))
	require.Equal(t, "The request has more than 1000 errors.", body.Message, "lists too, the first of which fills the body")
	require.Len(t, body.Details, 1001)

	// The same pointer at two stages, far apart: the earlier one counts.
	_, err := validate.New(&validate.Options{RejectUnknownMembers: true, ReadOnly: []string{"/m1"}}).Update(commsop.Operation{Status: commsop.StatusRunning}, []byte(text))
	require.Equal(t, names[:1000], found(t, err.(validate.Errors)[:1000]))

	// Or near each other, with others before them and behind that are sorted with them.
	v := validate.New(&validate.Options{RejectUnknownMembers: true, ReadOnly: []string{"/status"}})
	for n := range 200 {
		text := `{"status":"Running"`
		for i := range n {
			text += fmt.Sprintf(`,"%c%d":1`, "az"[i*7919%5000%2], i*7919%5000)
		}
		_, err := v.Update(commsop.Operation{Status: commsop.StatusCompleted}, []byte(text+"}"))
		require.Contains(t, found(t, err), "/status readOnly", "%d others", n)
	}
}

// TestCostOfErrors bounds what is made of many violations and of hostile errors,
// by the bytes for each of the text's, or a hundred for each error.
func TestCostOfErrors(t *testing.T) {
	spent := func(f func()) float64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		return float64(after.TotalAlloc - before.TotalAlloc)
	}
	closed := validate.New(&validate.Options{RejectUnknownMembers: true})
	for name, makes := range map[string]func(n int) (size int, call func()){
		"unknown members": func(n int) (int, func()) {
			var b strings.Builder
			for i := range n {
				fmt.Fprintf(&b, `,"%d":1`, i)
			}
			text := `{"status":"Running"` + b.String() + `}`
			o := operation(t, text)
			return len(text), func() { require.NotEmpty(t, validate.ODataError(closed.Operation(o)).Details) }
		},
		"joined one by one": func(n int) (int, func()) {
			var err error
			for i := range n {
				err = errors.Join(err, &patch.Error{Pointer: fmt.Sprint("/", i), Err: patch.ErrWrongType})
			}
			return 100 * n, func() { require.NotEmpty(t, validate.ODataError(err).Details) }
		},
		"wrapped often": func(n int) (int, func()) {
			err := error(&patch.Error{Err: patch.ErrWrongType})
			for range n {
				err = fmt.Errorf("%w", errors.Join(err))
			}
			return 100 * n, func() { require.Equal(t, "typeMismatch", validate.ODataError(err).Code) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			small, call := makes(2000)
			least := spent(call) / float64(small)
			large, call := makes(16000)
			most := spent(call) / float64(large)
			require.Less(t, most, 64.0, "bytes for each byte")
			require.Less(t, most, 1.5*least+1)
		})
	}
}
