package playground_test

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

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

// request is a struct of a user's, with tags of validator/v10.
type request struct {
	Call  string                       `json:"call" validate:"required"`
	Op    commsop.Operation            `json:"op"`
	Patch patch.Field[commsop.Patch]   `json:"patch,omitzero"`
	Final commsop.Status               `json:"final" validate:"omitempty,operationstatus"`
	Type  patch.Field[odata.Type]      `json:"type,omitzero" validate:"omitempty,odatatype=recordOperation"`
	Note  patch.Field[string]          `json:"note,omitzero" validate:"required,max=3"`
	Color patch.Field[string]          `json:"color,omitzero" validate:"omitempty,oneof=a b"`
	Steps map[string]commsop.Operation `json:"steps" validate:"dive"`
}

func TestStruct(t *testing.T) {
	v := playground.New(nil)
	good := request{Call: "1", Op: operation(t, stored), Note: patch.Set("")}
	require.NoError(t, playground.Struct(v, good), "set to empty is set")
	require.NoError(t, playground.Struct(v, &good))
	good.Patch, good.Final, good.Type, good.Color = patch.Set(partial(t, body)), "cOMPLETED", patch.Set(odata.Type("graph.recordoperation")), patch.Null[string]()
	require.NoError(t, playground.Struct(v, good))

	bad := request{
		Op:    operation(t, `{"status":"Paused","resultInfo":{"code":"4"}}`),
		Patch: patch.Set(partial(t, `{"status":null,"resultInfo":{"subcode":null}}`)),
		Final: "Paused",
		Type:  patch.Set(odata.Type("#microsoft.graph.playPromptOperation")),
		Note:  patch.Set("long"),
		Color: patch.Set("c"),
		Steps: map[string]commsop.Operation{"a.b/c": {}},
	}
	want := validate.Errors{
		{Pointer: "/call", Code: validate.Required, Message: "is required"},
		{Pointer: "/color", Code: validate.UnknownValue, Message: "must be one of a, b", Allowed: []string{"a", "b"}},
		{Pointer: "/final", Code: validate.UnknownValue, Message: "must be one of NotStarted, Running, Completed, Failed", Allowed: []string{"NotStarted", "Running", "Completed", "Failed"}},
		{Pointer: "/note", Code: validate.TooLong, Message: "is longer than 3", Limit: 3},
		{Pointer: "/op/resultInfo/code", Code: validate.TypeMismatch, Message: "must be an integer"},
		{Pointer: "/op/resultInfo/subcode", Code: validate.Required, Message: "is required"},
		{Pointer: "/op/status", Code: validate.UnknownValue, Message: "must be one of NotStarted, Running, Completed, Failed", Allowed: []string{"NotStarted", "Running", "Completed", "Failed"}},
		{Pointer: "/patch/resultInfo/subcode", Code: validate.NotNullable, Message: "must not be null"},
		{Pointer: "/patch/status", Code: validate.NotNullable, Message: "must not be null"},
		{Pointer: "/steps/a.b~1c/status", Code: validate.Required, Message: "is required"},
		{Pointer: "/type", Code: validate.UnknownType, Message: "is not the type that is expected here"},
	}
	require.Empty(t, cmp.Diff(error(want), playground.Struct(v, bad)))
	require.Empty(t, cmp.Diff(error(want), playground.Struct(v, &bad)), "a pointer is as good")

	var absent request
	require.Equal(t, []string{"/call required", "/note required", "/op/status required"}, found(t, playground.Struct(v, absent)), "an absent field is not set")
}

// TestRegister uses an instance of the user's with rules of its own.
func TestRegister(t *testing.T) {
	type point struct {
		X, Y int `json:"-"`
	}
	type form struct {
		Op    commsop.Operation `json:"the.op"`
		Name  string            `json:"name" validate:"shout"`
		Other string            `json:"other" validate:"required"`
		At    point             `json:"at"`
	}
	x := form{Op: operation(t, `{"status":"Paused","resultInfo":{"code":1}}`), Name: "low", At: point{2, 1}}
	mine := func(v *validator.Validate) error {
		v.RegisterStructValidation(func(sl validator.StructLevel) {
			if p := sl.Current().Interface().(point); p.X > p.Y {
				sl.ReportError(p.X, "x", "X", "ordered", "")
			}
		}, point{})
		return v.RegisterValidation("shout", func(fl validator.FieldLevel) bool { return strings.ToUpper(fl.Field().String()) == fl.Field().String() })
	}
	jsonNames := func(v *validator.Validate) error {
		v.RegisterTagNameFunc(func(f reflect.StructField) string {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			return strings.TrimPrefix(name, "-")
		})
		return nil
	}
	for _, row := range []struct {
		name  string
		steps []func(*validator.Validate) error
		field string // what the instance itself calls the field Other
	}{
		{"first", []func(*validator.Validate) error{register, mine}, "Other"},
		{"last", []func(*validator.Validate) error{mine, register}, "Other"},
		{"before a tag-name function", []func(*validator.Validate) error{register, mine, jsonNames}, "other"},
		{"after a tag-name function", []func(*validator.Validate) error{jsonNames, mine, register}, "other"},
		{"twice", []func(*validator.Validate) error{register, jsonNames, mine, register}, "other"},
	} {
		t.Run(row.name, func(t *testing.T) {
			play := validator.New()
			for _, step := range row.steps {
				require.NoError(t, step(play))
			}
			for range 2 { // the instance keeps what it learned of a type
				err := play.Struct(&x)
				require.Equal(t, []string{"/at/X ordered", "/name shout", "/other required", "/the.op/resultInfo/subcode required", "/the.op/status unknownValue"},
					found(t, playground.Translate(&x, err)))
				names := map[string]string{}
				for _, e := range err.(validator.ValidationErrors) {
					names[e.Tag()] = e.Field()
				}
				require.Equal(t, row.field, names["required"], "their names stay theirs")
			}
		})
	}
	require.Equal(t, validate.Errors{{Pointer: "/name", Code: "shout", Message: "fails the rule shout"}},
		translated(t, struct {
			Name string `json:"name" validate:"shout"`
		}{"low"}, mine))

	// The rules of a Register'ed instance are those of the zero Options, a
	// Validator's own instance has its options.
	unknown := struct {
		Status commsop.Status `validate:"operationstatus"`
	}{"Paused"}
	require.NoError(t, playground.Struct(playground.New(&validate.Options{AllowUnknownStatus: true}), unknown))
	require.Equal(t, want("/Status unknownValue"), found(t, translated(t, unknown, register)))
	require.Equal(t, want("/a unknownValue"), found(t, playground.Struct(playground.New(&validate.Options{AllowUnknownStatus: true}), one("operationstatus", 7))), "a number is no text")

	// Unexported fields are not in the JSON.
	private := validator.New(validator.WithPrivateFieldValidation())
	require.NoError(t, register(private))
	require.NotPanics(t, func() { require.NoError(t, private.Struct(struct{ op commsop.Operation }{})) })
}

// translated judges s with an instance of the user's.
func translated(t testing.TB, s any, register func(*validator.Validate) error) error {
	t.Helper()
	play := validator.New()
	require.NoError(t, register(play))
	return playground.Translate(s, play.Struct(s))
}

type (
	box[T any] struct{ Item T }
	named      struct {
		Op commsop.Operation `json:"op"`
	}
	tree struct {
		Op   *commsop.Operation `json:"op"`
		Kids []*tree            `json:"kids" validate:"dive"`
	}
	list       []commsop.Operation
	unexported struct {
		Op commsop.Operation `json:"op"`
	}
	// Color is a text that prints as another one.
	Color  string
	holder interface{ hold() }
)

func (Color) String() string { return "a color" }

func (named) hold() {}

// TestPointers holds the pointers of a user's structs to the names that
// encoding/json gives to the fields. What is wrong is an empty operation.
func TestPointers(t *testing.T) {
	type op = commsop.Operation
	type key struct {
		K string `json:"k" validate:"required"`
	}
	v := playground.New(nil)
	bad := &op{}
	for _, row := range []struct {
		name, why string
		value     any
		want      []string
	}{
		{"itself", "no struct around it", op{}, want("/status required")},
		{"pointer", "to it", bad, want("/status required")},
		{"field", "named by its tag", named{}, want("/op/status required")},
		{"no tag", "the Go name is the name", struct{ Item op }{}, want("/Item/status required")},
		{"tag without a name", "the Go name again", struct {
			Item op `json:",omitzero"`
		}{}, want("/Item/status required")},
		{"left out", "it has no name in JSON, so its Go name must do", struct {
			Item key `json:"-"`
		}{}, want("/Item/k required")},
		{"dash", "a dash with a comma is a name", struct {
			//lint:ignore SA5008 encoding/json takes it for the name "-"
			Item op `json:"-,"`
		}{}, want("/-/status required")},
		{"special names", "whatever stands in the tag", struct {
			A op `json:"a.b"`
			B op `json:"a/b~c"`
			C op `json:"[0]"`
			D op `json:"@x.y"`
		}{}, want("/@x.y/status required", "/[0]/status required", "/a.b/status required", "/a~1b~0c/status required")},
		{"names that begin alike", "with the separator they are no others", struct {
			A  struct{ B, C key }
			AB key
			AC []key `validate:"dive"`
		}{AC: make([]key, 1)}, want("/A/B/k required", "/A/C/k required", "/AB/k required", "/AC/0/k required")},
		{"type with parameters", "its name has dots and brackets", box[op]{}, want("/Item/status required")},
		{"type with parameters of its own", "and fields of package patch inside", box[box[patch.Field[op]]]{box[patch.Field[op]]{patch.Set(op{})}}, want("/Item/Item/status required")},
		{"type without a name", "a variable of a handler's", struct {
			In struct {
				Op op     `json:"op"`
				K  string `json:"k" validate:"required"`
			} `json:"in"`
			K string `json:"k" validate:"required"`
		}{}, want("/in/k required", "/in/op/status required", "/k required")},
		{"embedded", "its members are the struct's", struct{ named }{}, want("/op/status required")},
		{"embedded pointer", "the same", struct{ *named }{&named{}}, want("/op/status required")},
		{"embedded, not exported", "its exported fields are members", struct{ unexported }{}, want("/op/status required")},
		{"embedded with a tag", "then it has a name", struct {
			*named `json:"n"`
		}{&named{}}, want("/n/op/status required")},
		{"embedded interface", "it has a name as well", struct{ holder }{named{}}, nil}, // not exported: no member
		{"embedded operation", "as its own encoding has it", struct{ commsop.Operation }{}, want("/status required")},
		{"embedded status", "a type that is no struct names the member", struct {
			commsop.Status `validate:"operationstatus"`
		}{}, want("/Status unknownValue")},
		{"pointer field", "nil is nothing", struct{ A, B *op }{A: bad}, want("/A/status required")},
		{"pointer to pointer", "the same", struct{ A **op }{&bad}, want("/A/status required")},
		{"any", "what it holds", struct{ A, B, C any }{A: op{}, B: bad}, want("/A/status required", "/B/status required")},
		{"slice", "with dive", struct {
			A []op   `json:"a" validate:"dive"`
			B [2]*op `validate:"dive"`
			C []any  `validate:"dive"`
			D list   `validate:"dive"`
		}{make([]op, 2), [2]*op{nil, bad}, []any{nil, op{}}, list{{}}}, want("/B/1/status required", "/C/1/status required", "/D/0/status required", "/a/0/status required", "/a/1/status required")},
		{"slice of slices", "a dive for each", struct {
			A [][]op `json:"a" validate:"dive,dive"`
		}{[][]op{nil, {{}}}}, want("/a/1/0/status required")},
		{"maps", "the keys are names", struct {
			A map[string]op          `json:"a" validate:"dive"`
			B map[commsop.Status]*op `json:"b" validate:"dive"`
			C map[int8]op            `json:"c" validate:"dive"`
			D map[uint]op            `json:"d" validate:"dive"`
		}{map[string]op{"a.b/c~d[0]@e": {}, "": {}, "]": {}, "x].y": {}}, map[commsop.Status]*op{"Running": bad}, map[int8]op{-12: {}}, map[uint]op{34: {}}},
			want("/a//status required", "/a/]/status required", "/a/a.b~1c~0d[0]@e/status required", "/a/x].y/status required", "/b/Running/status required", "/c/-12/status required", "/d/34/status required")},
		{"keys that print otherwise", "JSON has the text, the number, or MarshalText's", struct {
			A map[Color]op        `json:"a" validate:"dive"`
			B map[time.Month]op   `json:"b" validate:"dive"`
			C map[time.Time]op    `json:"c" validate:"dive"`
			D map[*time.Time]op   `json:"d" validate:"dive"`
			E map[reflect.Kind]op `json:"e" validate:"dive"`
		}{map[Color]op{"red": {}}, map[time.Month]op{1: {}}, map[time.Time]op{time.Unix(0, 0).UTC(): {}}, map[*time.Time]op{nil: {}}, map[reflect.Kind]op{reflect.Int: {}}},
			want("/a/red/status required", "/b/1/status required", "/c/1970-01-01T00:00:00Z/status required", "/d//status required", "/e/2/status required")},
		{"maps of maps", "brackets within keys", struct {
			A map[string]map[string][]op `json:"a" validate:"dive,dive,dive"`
		}{map[string]map[string][]op{"a][b": {"c].D[": {{}}}}}, want("/a/a][b/c].D[/0/status required")},
		{"keys", "a rule on the key", struct {
			A map[string]string `json:"a" validate:"dive,keys,max=1,endkeys,required"`
		}{map[string]string{"xy": "", "z": ""}}, want("/a/xy tooLong", "/a/z required")},
		{"recursive", "as deep as it goes", &tree{Kids: []*tree{nil, {Kids: []*tree{{Op: bad}}}}}, want("/kids/1/kids/0/op/status required")},
		{"fields of package patch", "set ones are what they hold", struct {
			A    patch.Field[op]    `json:"a"`
			B    patch.Field[*op]   `json:"b"`
			C    patch.Field[[]op]  `json:"c" validate:"omitempty,dive"`
			D    patch.Field[named] `json:"d"`
			E    []patch.Field[op]  `json:"e" validate:"dive"`
			F, G patch.Field[op]
			H    *patch.Field[op]           `json:"h"`
			I    patch.Field[map[string]op] `json:"i" validate:"omitempty,dive"`
		}{patch.Set(op{}), patch.Set(bad), patch.Set([]op{{}}), patch.Set(named{}), []patch.Field[op]{patch.Null[op](), patch.Set(op{})}, patch.Null[op](), patch.Field[op]{},
			new(patch.Set(op{})), patch.Set(map[string]op{"a.b": {}})},
			want("/a/status required", "/b/status required", "/c/0/status required", "/d/op/status required", "/e/1/status required", "/h/status required", "/i/a.b/status required")},
		{"patches", "a null code, wherever it is", struct {
			A commsop.Patch
			B *resultinfo.Patch
			C patch.Field[resultinfo.Patch] `json:"c"`
		}{partial(t, `{"resultInfo":{"code":null}}`), &resultinfo.Patch{Code: patch.Null[int32]()}, patch.Set(resultinfo.Patch{Code: patch.Null[int32]()})},
			want("/A/resultInfo/code notNullable", "/B/code notNullable", "/c/code notNullable")},
		{"pages", "all operations of a list", struct {
			Page commsop.Page `json:"page"`
		}{commsop.Page{Value: []op{{Status: "Running"}, {Status: "Running", ResultInfo: operation(t, `{"resultInfo":{}}`).ResultInfo}, {}}}},
			want("/page/value/1/resultInfo/code required", "/page/value/1/resultInfo/subcode required", "/page/value/2/status required")},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, row.want, found(t, playground.Struct(v, row.value)), row.why)
			require.Equal(t, row.want, found(t, translated(t, row.value, register)), "Register: %s", row.why)
		})
	}
}

// TestParam has what an instance itself tells of what this module's rules find.
func TestParam(t *testing.T) {
	long := strings.Repeat("c", 257)
	v := playground.New(nil)
	for _, row := range []struct {
		name  string
		value any
		want  map[string]string
	}{
		{"operation", operation(t, `{"status":"Paused","clientContext":"`+long+`","resultInfo":{"code":1}}`),
			map[string]string{"status unknownValue": "NotStarted Running Completed Failed", "clientContext tooLong": "256", "resultInfo/subcode required": ""}},
		{"patch", partial(t, `{"clientContext":"`+long+`","resultInfo":{"code":null}}`),
			map[string]string{"clientContext tooLong": "256", "resultInfo/code notNullable": ""}},
	} {
		found := v.Struct(row.value).(validator.ValidationErrors)
		require.Len(t, found, len(row.want), "%s: what is in another value of this module is found with it, once", row.name)
		got := map[string]string{}
		for _, e := range found {
			got[e.Field()+" "+e.Tag()] = e.Param()
		}
		require.Equal(t, row.want, got, row.name)
	}
}

// TestTags judges one field with one tag.
func TestTags(t *testing.T) {
	type S = patch.Field[string]
	for _, row := range []struct {
		name, why string
		value     any
		want      []string
	}{
		{"status", "any ASCII case", struct {
			A string `validate:"operationstatus"`
		}{"nOTSTARTED"}, nil},
		{"member value", "the tag takes names only", struct {
			A string `validate:"operationstatus"`
		}{"1"}, want("/A unknownValue")},
		{"status, empty", "no name", struct {
			A commsop.Status `validate:"operationstatus"`
		}{}, want("/A unknownValue")},
		{"status, number", "no text", struct {
			A int `validate:"operationstatus"`
		}{}, want("/A unknownValue")},
		{"status, nil", "nothing to judge", struct {
			A *commsop.Status `validate:"operationstatus"`
		}{}, want("/A unknownValue")},
		{"status, skipped", "nil may be skipped", struct {
			A *commsop.Status `validate:"omitempty,operationstatus"`
		}{}, nil},
		{"status, one or the other", "tags combine", struct {
			A string `validate:"eq=none|operationstatus"`
		}{"none"}, nil},
		{"type", "another spelling", struct {
			A odata.Type `validate:"odatatype=commsOperation"`
		}{"https://x/$metadata#graph.COMMSoperation"}, nil},
		{"type, another", "not that one", struct {
			A odata.Type `validate:"odatatype=commsOperation"`
		}{"#microsoft.graph.recordOperation"}, want("/A unknownType")},
		{"type, another namespace", "the same name elsewhere", struct {
			A odata.Type `validate:"odatatype=commsOperation"`
		}{"#contoso.commsOperation"}, want("/A unknownType")},
		{"type, qualified", "a namespace of one's own", struct {
			A string `validate:"odatatype=contoso.thing"`
		}{"#Contoso.Thing"}, nil},
		{"type, number", "no text", struct {
			A int `validate:"odatatype=commsOperation"`
		}{}, want("/A unknownType")},
		{"type, none", "not that one", struct {
			A odata.Type `validate:"odatatype=commsOperation"`
		}{}, want("/A unknownType")},
		{"required, absent", "required means set", struct {
			A S `validate:"required"`
		}{}, want("/A required")},
		{"required, null", "null is not set", struct {
			A S `validate:"required"`
		}{patch.Null[string]()}, want("/A required")},
		{"required, empty", "empty is set", struct {
			A S `validate:"required"`
		}{patch.Set("")}, nil},
		{"required, zero", "so is zero", struct {
			A patch.Field[int] `validate:"required"`
		}{patch.Set(0)}, nil},
		{"required and max", "set, and too long", struct {
			A S `validate:"required,max=3"`
		}{patch.Set("abcd")}, want("/A tooLong")},
		{"omitempty, absent", "skipped", struct {
			A S `validate:"omitempty,oneof=a b"`
		}{}, nil},
		{"omitempty, set", "not skipped", struct {
			A S `validate:"omitempty,oneof=a b"`
		}{patch.Set("c")}, want("/A unknownValue")},
		{"numbers", "a limit of a number", struct {
			A patch.Field[int] `validate:"required,max=3"`
		}{patch.Set(4)}, want("/A outOfRange")},
		{"length", "a limit of a list", struct {
			A []int `validate:"max=1"`
		}{make([]int, 2)}, want("/A tooLong")},
		{"another rule", "a rule without a code of ours", struct {
			A string `validate:"email"`
		}{"a"}, want("/A email")},
		{"required with", "the family of required", struct {
			A, B string `validate:"required_with=B"`
		}{B: "b"}, want("/A required")},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, row.want, found(t, playground.Struct(playground.New(nil), row.value)), row.why)
		})
	}
	err := playground.Struct(playground.New(nil), struct {
		A string `validate:"oneof='red green' blue 'x'"`
	}{"y"})
	require.Len(t, found(t, err), 1)
	require.Equal(t, []string{"red green", "blue", "x"}, err.(validate.Errors)[0].Allowed, "a choice in quotes may have spaces")
}

func TestTranslate(t *testing.T) {
	require.NoError(t, playground.Translate(request{}, nil))
	require.Equal(t, io.EOF, playground.Translate(request{}, io.EOF), "any other error comes back as it is")

	play := validator.New()
	require.NoError(t, register(play))
	ops := []commsop.Operation{{Status: "Running"}, {Status: "x"}}
	require.Equal(t, want("/1/status unknownValue"), found(t, playground.Translate(ops, play.Var(ops, "dive"))))
	byName := map[string]*named{"a.b": {}}
	require.Equal(t, want("/a.b/op/status required"), found(t, playground.Translate(byName, play.Var(byName, "dive"))))
	require.Equal(t, want(" unknownValue"), found(t, playground.Translate("x", play.Var("x", "operationstatus"))))
	require.Equal(t, want("/op/status required"), found(t, playground.Translate(named{}, errors.Join(play.Struct(named{})))), "wrapped")

	// A rule of the user's may name a member that is no field of Go.
	play.RegisterStructValidation(func(sl validator.StructLevel) { sl.ReportError(nil, "a.b", "a.b", "odd", "") }, unexported{})
	x := struct {
		In unexported `json:"in"`
	}{}
	require.Equal(t, want("/in/a.b odd", "/in/op/status required"), found(t, playground.Translate(x, play.Struct(x))))
}

// register puts the rules of the zero Options into an instance of the user's.
func register(v *validator.Validate) error { return playground.Register(v, nil) }

const (
	stored = `{"@odata.type":"#microsoft.graph.commsOperation","id":"b571cdaa-cdaa-b571-aacd-71b5aacd71b5","status":"running","clientContext":"first"}`
	body   = `{"@odata.type":"#microsoft.graph.commsOperation","status":"Completed","clientContext":"Client Context value",` +
		`"resultInfo":{"@odata.type":"microsoft.graph.ResultInfo","code":4,"subcode":7,"message":"Message value"}}`
)

func operation(t testing.TB, text string) commsop.Operation {
	t.Helper()
	o, err := commsop.Decode([]byte(text))
	require.NoError(t, err, text)
	return o
}

func partial(t testing.TB, text string) commsop.Patch {
	t.Helper()
	p, err := commsop.DecodePatch([]byte(text))
	require.NoError(t, err, text)
	return p
}

// found lists what err found as "pointer code", and holds it to what every list
// of violations promises.
func found(t testing.TB, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	es, ok := err.(validate.Errors)
	require.True(t, ok, "%T: %v", err, err)
	require.NotEmpty(t, es, "an error without a violation")
	var list []string
	for i, v := range es {
		list = append(list, v.Pointer+" "+string(v.Code))
		require.NotEmpty(t, v.Message)
		require.True(t, v.Code == validate.UnknownValue || v.Allowed == nil, "%+v", v)
		require.True(t, i == 0 || es[i-1].Pointer < v.Pointer, "sorted, and one a pointer: %v", es)
	}
	require.Equal(t, len(es), strings.Count(err.Error(), "\n")+1, "one line each: %q", err.Error())
	return list
}

func want(lines ...string) []string { return lines }
