// Package playground joins package validate with
// github.com/go-playground/validator/v10, in both directions: [Register] puts
// this module's types and tags into an instance of the user's, and [Struct] and
// [Translate] turn what an instance finds into [validate.Errors].
//
// It is the only package of this module that imports validator/v10, which
// itself imports net and crypto, though nothing here uses the network.
//
// The files: playground.go (the rules in an instance), translate.go (what it
// finds, as violations) and pointer.go (the JSON pointers of its paths).
package playground

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/go-playground/validator/v10"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/internal/violation"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
	"example.com/graphcomms/validate"
)

// Register puts this module's types and tags into an instance of the user's,
// with the rules that [validate.New] makes of opts; nil is the zero Options.
// Then a struct of the user's may hold operations, results and patches of them
// anywhere that the instance looks, and its fields may have the tags
//
//   - operationstatus: one of the four statuses, in any ASCII case;
//   - odatatype=NAME: a type with that name in the namespace microsoft.graph, or
//     with that qualified name.
//
// It may be called before or after other registrations, but as these before the
// instance is first used. An instance has one struct rule for a type: Register
// replaces those on [commsop.Operation], [commsop.Patch], [commsop.Page],
// [resultinfo.ResultInfo] and [resultinfo.Patch], and a later one on these
// replaces this module's. What the instance finds, [Translate] turns into
// [validate.Errors]. The error says that v is nil.
func Register(v *validator.Validate, opts *validate.Options) error {
	if v == nil {
		return errors.New("playground.Register: the instance of validator.Validate is nil")
	}
	rules := validate.New(opts)
	addRules(v, nil, rules.Operation)
	addRules(v, nil, rules.Patch)
	addRules(v, reflect.TypeFor[commsop.Operation](), rules.ResultInfo)
	addRules(v, reflect.TypeFor[commsop.Patch](), func(p resultinfo.Patch) error {
		es, _ := rules.Patch(commsop.Patch{ResultInfo: patch.Set(p)}).(validate.Errors)
		for i := range es {
			es[i].Pointer = strings.TrimPrefix(es[i].Pointer, "/resultInfo")
		}
		return es
	})
	addRules(v, nil, func(g commsop.Page) error {
		var all validate.Errors
		for i, o := range g.Value { // the instance looks into no slice by itself
			es, _ := rules.Operation(o).(validate.Errors)
			for _, e := range es {
				e.Pointer = "/value/" + strconv.Itoa(i) + e.Pointer
				all = append(all, e)
			}
			if len(all) > 2*violation.Max {
				all = first(all)
			}
		}
		return first(all)
	})
	anyStatus := opts != nil && opts.AllowUnknownStatus
	return errors.Join(
		v.RegisterValidation("operationstatus", func(fl validator.FieldLevel) bool {
			_, err := commsop.ParseStatus(fl.Field().String())
			return fl.Field().Kind() == reflect.String && (err == nil || anyStatus)
		}),
		v.RegisterValidation("odatatype", func(fl validator.FieldLevel) bool {
			name := fl.Param()
			if !strings.ContainsAny(name, ".#") {
				name = "microsoft.graph." + name
			}
			return fl.Field().Kind() == reflect.String && odata.Type(fl.Field().String()).Is(odata.Type(name))
		}),
	)
}

// New returns an instance with what [Register] puts into one and the option
// WithRequiredStructEnabled.
func New(opts *validate.Options) *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	if err := Register(v, opts); err != nil {
		panic(err) // it refuses names that are empty or reserved
	}
	return v
}

// Struct validates any struct with validate tags, or a pointer to one, by v. The
// error is nil, [validate.Errors], or something else if v is nil, s is not a
// struct, or it has a tag that v does not know, to which v itself answers with
// a panic.
func Struct(v *validator.Validate, s any) (err error) {
	if v == nil {
		return errors.New("playground.Struct: the instance of validator.Validate is nil")
	}
	defer func() {
		if p := recover(); p != nil {
			text, ok := p.(string) // as v answers to an unknown tag
			if !ok {
				panic(p)
			}
			err = errors.New("playground.Struct: " + text)
		}
	}()
	return Translate(s, v.Struct(s))
}

// addRules registers rules for a type, whose values in a struct of the type owner
// are validated with it.
// What they find goes to the instance as an error whose tag is the code, whose
// name is the pointer within the struct, and whose value is a reported.
func addRules[T any](v *validator.Validate, owner reflect.Type, rules func(T) error) {
	v.RegisterStructValidation(func(sl validator.StructLevel) {
		if !sl.Current().CanInterface() {
			return // in a field that is not exported, and so not in any JSON
		}
		if parent := reflect.Indirect(sl.Parent()); parent.IsValid() && parent.Type() == owner {
			return
		}
		es, _ := rules(sl.Current().Interface().(T)).(validate.Errors)
		for _, e := range es {
			param := strings.Join(e.Allowed, " ")
			if e.Limit != 0 {
				param = strconv.Itoa(e.Limit)
			}
			sl.ReportError(reported{e}, strings.TrimPrefix(e.Pointer, "/"), e.Pointer, string(e.Code), param)
		}
	}, *new(T))
}

// reported is the value of an error that a rule of this module found: no value
// of the user's, but the violation with its pointer within the struct.
type reported struct{ validate.Violation }

// first returns the first of the violations in pointer order, one a pointer, and
// behind them tooMany if there are more, or if one of them is tooMany.
func first(es validate.Errors) validate.Errors {
	n := len(es)
	es = slices.DeleteFunc(es, func(v validate.Violation) bool { return v.Code == validate.TooMany })
	wasCut := len(es) < n
	es, more := violation.First(es, func(a, b validate.Violation) int { return strings.Compare(a.Pointer, b.Pointer) })
	if more || wasCut {
		es = append(es, validate.Violation{Code: validate.TooMany, Message: violation.Message(string(validate.TooMany), nil, 0)})
	}
	return es
}
