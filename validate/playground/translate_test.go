package playground_test

import (
	"fmt"
	"math"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/go-playground/validator/v10"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
	"example.com/graphcomms/validate"
	"example.com/graphcomms/validate/playground"
)

// one returns a struct whose only field A is tagged and has the value.
func one(tag string, value any) any {
	t := reflect.StructOf([]reflect.StructField{{Name: "A", Type: reflect.TypeOf(value), Tag: reflect.StructTag(`json:"a" validate:"` + tag + `"`)}})
	s := reflect.New(t).Elem()
	s.Field(0).Set(reflect.ValueOf(value))
	return s.Interface()
}

// TestBounds holds what is said of a rule that compares with a bound.
func TestBounds(t *testing.T) {
	v := playground.New(nil)
	for _, row := range []struct {
		tag   string
		value any
		code  validate.Code
		limit int
		text  string
		why   string
	}{
		{"min=3", "éé", validate.TooShort, 3, "is shorter than 3", "texts are counted in characters"},
		{"gte=3", "ab", validate.TooShort, 3, "is shorter than 3", "the same rule"},
		{"gt=3", "abc", validate.TooShort, 3, "must be longer than 3", "the bound itself is wrong"},
		{"max=2", "abc", validate.TooLong, 2, "is longer than 2", ""},
		{"lte=2", "abc", validate.TooLong, 2, "is longer than 2", "the same rule"},
		{"lt=2", "ab", validate.TooLong, 2, "must be shorter than 2", "the bound itself is wrong"},
		{"len=2", "a", validate.TooShort, 2, "must have the length 2", "which side it is on is known"},
		{"len=2", "abc", validate.TooLong, 2, "must have the length 2", "likewise"},
		{"max=0x10", strings.Repeat("a", 17), validate.TooLong, 16, "is longer than 16", "numbers as the instance reads them"},
		{"eq=ab", "c", validate.UnknownValue, 0, "must be one of ab", "a text is compared as a whole"},
		{"ne=ab", "ab", "ne", 0, "fails the rule ne", "no bound at all"},

		{"min=2", []int{1}, validate.TooShort, 2, "is shorter than 2", "lists"},
		{"eq=2", []int{1}, validate.TooShort, 2, "must have the length 2", "eq of a list is its length"},
		{"eq=2", [3]int{}, validate.TooLong, 2, "must have the length 2", "arrays"},
		{"max=1", map[string]int{"a": 1, "b": 2}, validate.TooLong, 1, "is longer than 1", "maps"},
		{"gt=0", map[string]int{}, validate.TooShort, 0, "must be longer than 0", "a limit of 0 is a limit"},

		{"min=3", 2, validate.OutOfRange, 3, "must be at least 3", "numbers"},
		{"gte=10", int8(1), validate.OutOfRange, 10, "must be at least 10", ""},
		{"gt=3", uint16(3), validate.OutOfRange, 3, "must be more than 3", ""},
		{"max=-3", int64(2), validate.OutOfRange, -3, "must be at most -3", ""},
		{"lte=3", uint(4), validate.OutOfRange, 3, "must be at most 3", ""},
		{"lt=3", 3.0, validate.OutOfRange, 3, "must be less than 3", ""},
		{"lt=2.5", 3.0, validate.OutOfRange, 0, "must be less than 2.5", "a limit that is no int is in the message"},
		{"lte=1e400", math.Inf(1), "", 0, "", "the instance panics on a number that is none"},
		{"max=18446744073709551615", uint64(1), "", 0, "", "fine"},
		{"min=18446744073709551615", uint64(1), validate.OutOfRange, 0, "must be at least 18446744073709551615", "nor need it fit"},
		{"eq=3", 4, validate.OutOfRange, 3, "must be 3", ""},
		{"len=3", 4, validate.OutOfRange, 3, "must be 3", ""},
		{"ne=3", 3, validate.OutOfRange, 3, "must be other than 3", ""},
		{"min=1h", time.Minute, validate.OutOfRange, 0, "must be at least 1h", "a duration"},
		{"max=3", new("abcd"), validate.TooLong, 3, "is longer than 3", "what a pointer points to"},
		{"max=3", patch.Set(4), validate.OutOfRange, 3, "must be at most 3", "what a field holds"},

		{"gt", time.Unix(0, 0), "gt", 0, "fails the rule gt", "a time is compared with the present"},
		{"eq=true", false, "eq", 0, "fails the rule eq", "nor is this a bound"},
		{"min=3", (*string)(nil), "min", 0, "fails the rule min", "nothing has no length"},
	} {
		t.Run(fmt.Sprintf("%s %T", row.tag, row.value), func(t *testing.T) {
			got := playground.Struct(v, one(row.tag, row.value))
			es, ok := got.(validate.Errors)
			if row.code == "" {
				require.False(t, ok, row.why)
				return
			}
			require.True(t, ok, "%v", got)
			want := validate.Violation{Pointer: "/a", Code: row.code, Message: row.text, Limit: row.limit}
			es[0].Allowed = nil
			require.Equal(t, validate.Errors{want}, es, row.why)
		})
	}
}

// TestFieldIsAPointer compares what each tag does to a Field[T] with what it
// does to a *T.
func TestFieldIsAPointer(t *testing.T) {
	v := playground.New(nil)
	require.NoError(t, v.RegisterValidation("mine", func(fl validator.FieldLevel) bool { return fl.Field().String() == "ab" }))
	require.NoError(t, v.RegisterValidation("nilable", func(fl validator.FieldLevel) bool { return fl.Field().Kind() == reflect.String }, true))
	// judged runs an instance over a struct of the field A with the tag and the
	// field Sel, and gives all that there is to know.
	judged := func(tag string, a, sel any) (out string) {
		defer func() {
			if p := recover(); p != nil {
				out = fmt.Sprint("panic: ", p)
			}
		}()
		t := reflect.StructOf([]reflect.StructField{
			{Name: "A", Type: reflect.TypeOf(a), Tag: reflect.StructTag(`json:"a" validate:"` + tag + `"`)},
			{Name: "Sel", Type: reflect.TypeOf(sel)},
		})
		s := reflect.New(t).Elem()
		s.Field(0).Set(reflect.ValueOf(a))
		s.Field(1).Set(reflect.ValueOf(sel))
		err := playground.Struct(v, s.Interface())
		return fmt.Sprintf("%#v %v", err, v.Struct(s.Interface()))
	}
	texts := []string{"omitnil,min=3", "omitempty,min=3", "omitzero,min=3", "min=3", "max=3", "len=2", "eq=ab", "ne=ab", "required", "required,min=3", "isdefault",
		"required_if=Sel x", "required_unless=Sel x", "required_with=Sel", "required_with_all=Sel", "required_without=Sel", "required_without_all=Sel",
		"excluded_if=Sel x", "excluded_unless=Sel x", "excluded_with=Sel", "excluded_with_all=Sel", "excluded_without=Sel", "excluded_without_all=Sel",
		"skip_unless=Sel x,required", "eqfield=Sel", "nefield=Sel", "gtfield=Sel", "oneof=ab c", "omitnil,oneof=c", "email", "omitempty,alpha", "eq=ab|eq=c", "mine", "nilable", "omitnil,mine",
		"structonly", "-", "required_if=Sel x,omitnil,min=3", "omitnil,required"}
	null, absent := patch.Null[string](), patch.Field[string]{}
	none := (*string)(nil)
	type pair struct {
		field patch.Field[string]
		ptr   *string
	}
	var pairs []pair
	for _, s := range []string{"", "x", "ab", "abcd"} {
		pairs = append(pairs, pair{patch.Set(s), &s})
	}
	pairs = append(pairs, pair{null, none}, pair{absent, none})
	failing := 0
	for _, tag := range texts {
		for _, a := range pairs {
			for _, sel := range pairs {
				want := judged(tag, a.ptr, sel.ptr)
				require.Equal(t, want, judged(tag, a.field, sel.field), "%s: %v, Sel %v", tag, a.field, sel.field)
				if !strings.HasPrefix(want, "<nil>") {
					failing++
				}
			}
		}
	}
	require.Greater(t, failing, 200, "the tags do something")

	lists := []string{"dive,omitnil,min=3", "omitnil,dive,min=3", "omitempty,dive,required", "required,dive,alpha", "dive,required", "omitnil,unique", "min=2", "omitempty,len=1", "omitnil,max=1,dive,min=3"}
	for _, tag := range lists {
		for _, list := range [][]string{nil, {}, {"ab"}, {"ab", "abcd", ""}} {
			require.Equal(t, judged(tag, &list, none), judged(tag, patch.Set(list), none), "%s: %v", tag, list)
		}
		for _, f := range []patch.Field[[]string]{{}, patch.Null[[]string]()} {
			require.Equal(t, judged(tag, (*[]string)(nil), none), judged(tag, f, none), "%s: %v", tag, f.State())
		}
		elements := []patch.Field[string]{patch.Set("ab"), patch.Set("abcd"), null, absent}
		pointers := []*string{new("ab"), new("abcd"), none, none}
		if !strings.Contains(tag, "unique") { // it compares what it finds, and never asks a field
			require.Equal(t, judged(tag, pointers, none), judged(tag, elements, none), "%s: a list of fields", tag)
		}
	}
}

// absent is embedded as a nil pointer.
type absent struct {
	Deep string `json:"deep"`
}

// TestOwnNames finds the names of this module's members in JSON, whatever rule
// failed there.
func TestOwnNames(t *testing.T) {
	type holder struct {
		Op    commsop.Operation     `json:"op"`
		R     resultinfo.ResultInfo `json:"r"`
		P     commsop.Patch         `json:"p"`
		G     commsop.Page          `json:"g"`
		Rec   commsop.Record        `json:"rec"`
		E     odata.Error           `json:"e"`
		Extra odata.Members         `json:"extra"`
		Nil   *commsop.Operation    `json:"nil"`
		Flags map[bool]string       `json:"flags"`
		commsop.Operation
		*absent
	}
	h := holder{Op: operation(t, `{"status":"Running","a/b":1,"c":2,"resultInfo":{"code":1,"subcode":1,"x":1}}`), Extra: odata.Members{{Name: "m.n"}}, Flags: map[bool]string{true: ""}}
	for path, want := range map[string]string{
		"Op.Type":                                "/op/@odata.type",
		"Op.ID":                                  "/op/id",
		"Op.Status":                              "/op/status",
		"Op.ClientContext":                       "/op/clientContext",
		"Op.ResultInfo":                          "/op/resultInfo",
		"Op.ResultInfo.Type":                     "/op/resultInfo/@odata.type",
		"Op.ResultInfo.Code":                     "/op/resultInfo/code",
		"Op.ResultInfo.Subcode":                  "/op/resultInfo/subcode",
		"Op.ResultInfo.AdditionalData[0].Value":  "/op/resultInfo/x",
		"Op.AdditionalData":                      "/op",
		"Op.AdditionalData[0]":                   "/op/a~1b",
		"Op.AdditionalData[1].Name":              "/op/c",
		"R.Message":                              "/r/message",
		"P.ClientContext":                        "/p/clientContext",
		"P.ResultInfo":                           "/p/resultInfo",
		"G.Value":                                "/g/value",
		"Rec.RecordingLocation":                  "/rec/recordingLocation",
		"E.Code":                                 "/e/error/code",
		"E.InnerError":                           "/e/error/innerError",
		"Extra[0].Value":                         "/extra/m.n",
		"Operation.ClientContext":                "/clientContext",
		"ClientContext":                          "/clientContext",
		"Nil":                                    "/nil",
		"Nil.ID":                                 "",
		"Flags[true]":                            "/flags/true",
		"Flags[false]":                           "",
		"Deep":                                   "",
		"Nowhere":                                "",
		"Op.Nowhere":                             "",
		"Op.ResultInfo.AdditionalData[7].Value":  "",
		"Op.ResultInfo.AdditionalData[0a].Value": "",
	} {
		own := validator.New()
		own.RegisterStructValidation(func(sl validator.StructLevel) { sl.ReportError(nil, path, path, "mine", "") }, holder{})
		got, _ := playground.Translate(h, own.Struct(h)).(validate.Errors)
		require.Len(t, got, 1)
		if want == "" { // no such place: the name as it is
			want = "/" + path
		}
		require.Equal(t, want, got[0].Pointer, path)
	}

	both := validator.New()
	both.RegisterStructValidation(func(sl validator.StructLevel) {
		for _, path := range []string{"Op.AdditionalData[0].Value", "Op.AdditionalData[1].Value"} {
			sl.ReportError(nil, path, path, "mine", "")
		}
	}, holder{})
	require.Equal(t, want("/op/a~1b mine", "/op/c mine"), found(t, playground.Translate(h, both.Struct(h))), "two members of one list")

	whole := validator.New()
	whole.RegisterStructValidation(func(sl validator.StructLevel) { sl.ReportError(nil, "", "", "mine", "") }, holder{}, resultinfo.ResultInfo{})
	require.Equal(t, want(" mine", "/op/resultInfo mine", "/r mine"), found(t, playground.Translate(h, whole.Struct(h))), "no field: the struct")

	// Rules of a user's on this module's own types.
	own := playground.New(nil)
	own.RegisterStructValidationMapRules(map[string]string{"RecordingLocation": "omitnil,url"}, commsop.Record{})
	rec := struct {
		Rec commsop.Record `json:"rec"`
	}{commsop.Record{RecordingLocation: patch.Set("x")}}
	require.Equal(t, want("/rec/recordingLocation url"), found(t, playground.Struct(own, rec)))
	own = validator.New()
	own.RegisterStructValidationMapRules(map[string]string{"ID": "required", "AdditionalData": "min=1"}, commsop.Operation{})
	require.Equal(t, want("/op tooShort", "/op/id required"), found(t, playground.Struct(own, named{})))
	own = playground.New(nil)
	own.RegisterStructValidationMapRules(map[string]string{"ID": "required"}, commsop.Operation{})
	require.Equal(t, want("/op/id required", "/op/status required"), found(t, playground.Struct(own, named{})), "beside this module's rules")
	require.Equal(t, want("/id required", "/status required"), found(t, playground.Struct(own, commsop.Operation{})), "at the root")
	list := struct {
		Ops []commsop.Operation `json:"ops" validate:"dive"`
	}{make([]commsop.Operation, 1)}
	require.Equal(t, want("/ops/0/id required", "/ops/0/status required"), found(t, playground.Struct(own, list)), "in a list")
}

// TestBrackets gives a map keys that look like the rest of a path.
func TestBrackets(t *testing.T) {
	type leaf struct {
		K string `json:"k" validate:"required"`
	}
	type root struct {
		M map[string]map[string]leaf `json:"m" validate:"dive,dive"`
		O map[string]named           `json:"o" validate:"dive"`
	}
	x := root{
		M: map[string]map[string]leaf{"a": {"b": {"fine"}}, "a][b": {"c": {}}, "]": {"[": {}}, "": {"": {}}},
		O: map[string]named{"x": {}, "x].Op": {}, "./status": {}},
	}
	for range 10 { // maps have no order
		require.Equal(t, want("/m///k required", "/m/]/[/k required", "/m/a][b/c/k required", "/o/.~1status/op/status required", "/o/x/op/status required", "/o/x].Op/op/status required"),
			found(t, playground.Struct(playground.New(nil), x)))
	}
	// The same printed form for two places: one of them is named, always the same.
	play := validator.New()
	for _, keys := range [][]string{{"a", "a][b"}, {"a][b", "a"}} { // a small map mostly has the order in which it was filled
		inner, twice := map[string]map[string]leaf{"a": {"b][c": {}}, "a][b": {"c": {}}}, map[string]map[string]leaf{}
		for _, key := range keys {
			twice[key] = inner[key]
		}
		for range 10 {
			require.Equal(t, want("/a/b][c/k required"), found(t, playground.Translate(twice, play.Var(twice, "dive,dive"))))
		}
	}
}

// TestManyViolations cuts a long list, in pointer order.
func TestManyViolations(t *testing.T) {
	m := map[string]commsop.Operation{}
	for i := range 5000 {
		m[fmt.Sprintf("%04d", i)] = commsop.Operation{}
	}
	play := playground.New(nil)
	es := playground.Translate(m, play.Var(m, "dive")).(validate.Errors)
	require.Len(t, es, 1001)
	for i, v := range es[:1000] {
		require.Equal(t, fmt.Sprintf("/%04d/status", i), v.Pointer)
	}
	require.Equal(t, validate.Violation{Code: validate.TooMany, Message: "has more errors than are listed"}, es[1000])

	// A page is one value too, and says so wherever it is.
	g := struct {
		Page commsop.Page `json:"page"`
	}{commsop.Page{Value: make([]commsop.Operation, 3000)}}
	es = playground.Struct(play, g).(validate.Errors)
	require.Len(t, es, 1001)
	require.Equal(t, "/page/value/0/status", es[0].Pointer)
	require.Equal(t, "/page/value/1898/status", es[999].Pointer, "in the order of pointers, which are texts")
	require.Equal(t, validate.TooMany, es[1000].Code)
	require.Empty(t, es[1000].Pointer)
}

// spent returns the allocations and the bytes that f takes.
func spent(f func()) (count, bytes uint64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.Mallocs - before.Mallocs, after.TotalAlloc - before.TotalAlloc
}

// TestTranslateIsLinear compares the cost of roots of two sizes.
func TestTranslateIsLinear(t *testing.T) {
	play := playground.New(nil)
	for _, row := range []struct {
		name string
		make func(n int) any
	}{
		{"map", func(n int) any {
			m := map[string]named{}
			for i := range n {
				m[fmt.Sprint("key ", i)] = named{}
			}
			return m
		}},
		{"map, one of many fails", func(n int) any {
			m := map[string]string{"": ""}
			for i := range n {
				m[fmt.Sprint("key ", i)] = "x"
			}
			return m
		}},
		{"keys of brackets", func(n int) any {
			m := map[string]string{}
			for i := range n / 8 {
				m[strings.Repeat("]", i)+strings.Repeat("[", i%3)] = ""
			}
			return m
		}},
		{"list", func(n int) any { return make([]named, n) }},
		{"map of maps", func(n int) any {
			m := map[string]map[int]string{}
			for i := range n / 8 {
				m[fmt.Sprint(i)] = map[int]string{1: "", 2: "", 3: "", 4: "", 5: "", 6: "", 7: "", 8: ""}
			}
			return m
		}},
		{"tree whose keys print alike", func(n int) any { return alike(n) }},
		{"deep", func(n int) any {
			var top []*tree
			for range n / 8 {
				top = []*tree{{Op: &commsop.Operation{}, Kids: top}}
			}
			return top
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			cost := func(n int) (float64, float64) {
				root := row.make(n)
				tag := "dive,required"
				if row.name == "map of maps" {
					tag = "dive,dive,required"
				}
				err := play.Var(root, tag)
				require.Error(t, err)
				size := 8 * n // for the root
				for _, e := range err.(validator.ValidationErrors) {
					size += len(e.StructNamespace())
				}
				count, bytes := spent(func() { require.Error(t, playground.Translate(root, err)) })
				return float64(count) / float64(n), float64(bytes) / float64(size)
			}
			count, bytes := cost(2000)
			count4, bytes4 := cost(8000)
			require.Less(t, count4, 1.5*count, "allocations for each entry")
			require.Less(t, bytes4, 1.5*bytes, "bytes for each byte of a path")
			require.Less(t, bytes4, 64.0)
		})
	}
}

type keyed struct {
	Op   *commsop.Operation `json:"op"`
	Kids map[string]*keyed  `json:"kids" validate:"dive"`
}

// alike makes a tree of about n nodes in which many paths print alike.
func alike(n int) map[string]*keyed {
	m := map[string]*keyed{}
	for _, key := range []string{"a", "a].Kids[a", "a].Kids[a].Kids[a"} {
		if n > 3 {
			m[key] = &keyed{Op: &commsop.Operation{}, Kids: alike(n / 3)}
		}
	}
	return m
}

func TestNil(t *testing.T) {
	require.EqualError(t, playground.Register(nil, nil), "playground.Register: the instance of validator.Validate is nil")
	require.EqualError(t, playground.Struct(nil, named{}), "playground.Struct: the instance of validator.Validate is nil")
	require.Error(t, playground.Struct(playground.New(nil), nil))
	require.EqualError(t, playground.Struct(playground.New(nil), one("nosuchtag", "x")), "playground.Struct: Undefined validation function 'nosuchtag' on field 'A'")
	require.NoError(t, playground.Translate(named{}, validator.ValidationErrors{}), "none is no error")
	require.NoError(t, playground.Translate(named{}, validator.ValidationErrors{nil}), "nor is nil among them")
	require.PanicsWithValue(t, 7, func() {
		play := validator.New()
		require.NoError(t, play.RegisterValidation("mine", func(validator.FieldLevel) bool { panic(7) }))
		_ = playground.Struct(play, one("mine", "x"))
	}, "a fault of the user's rule is no error of the value")
	require.Empty(t, cmp.Diff(validate.Errors{{Pointer: "/status", Code: validate.Required, Message: "is required"}},
		playground.Translate(nil, playground.New(nil).Struct(commsop.Operation{}))), "of another root, as much as is known")
}
