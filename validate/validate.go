// Package validate holds the rules for operations, results and patches of them,
// and does a server's whole work for "Update operations" in one pure call,
// [Validator.Update]. It imports the standard library and this module only, and
// nothing of the network; package [example.com/graphcomms/validate/playground]
// serves those who use go-playground/validator.
//
// The files: validate.go (Options and Validator), rules.go (the rules over the
// schemas of the types), update.go (the pipeline), errors.go (violations) and
// odata.go (error bodies; odata_jsonv2.go knows the errors of encoding/json/v2).
//
// No error holds or prints the value that it rejects: a recording access token
// never gets into a log through one. Names of members do appear, in pointers.
package validate

import (
	"fmt"
	"slices"
	"strings"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/internal/entity"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/resultinfo"
)

// MaxClientContext is the longest clientContext, in UTF-16 code units. Graph's
// documentation says 256 characters and its metadata nothing.
const MaxClientContext = 256

// Options change the rules of a [Validator]. The zero Options are right for a
// server that keeps to Graph's metadata.
type Options struct {
	// AllowUnknownStatus takes any name for a status. A status that is not
	// final may then become it.
	AllowUnknownStatus bool

	// RejectUnknownMembers refuses additional members that are neither
	// annotations nor declared by the operation's type (Graph metadata).
	RejectUnknownMembers bool

	// ReadOnly lists what a patch may not change, as JSON pointers, which may
	// go into resultInfo and additional members. "/id" always is; but to give
	// an id to an operation without one is no change.
	ReadOnly     []string
	ReadOnlyMode ReadOnlyMode

	// NoLifecycle lets any status follow any other.
	NoLifecycle bool

	// Optional lists what a whole operation may lack although Graph's metadata
	// requires it, as JSON pointers: "/status" of operations that are read with
	// $select, "/resultInfo/subcode" of results that never have one.
	Optional []string
}

// ReadOnlyMode says what happens to a read-only member in a patch.
type ReadOnlyMode uint8

const (
	RejectChange ReadOnlyMode = iota // another value is refused, the same one is fine
	Reject                           // it may not be there
	Ignore                           // it is dropped, and listed in Result.Ignored
)

// A Validator applies the rules. It is safe for concurrent use. The zero
// Validator is ready, with the zero Options.
type Validator struct {
	options  Options // its pointers, parsed, are below
	readOnly []string
	paths    [][]string // the tokens of readOnly
	optional []*entity.Property
}

// New returns a Validator with a copy of opts; nil is the zero Options. It panics
// on a pointer in ReadOnly or Optional that is not a JSON pointer or that names a
// listed member in another case, on one in Optional that names no listed member,
// and on a ReadOnlyMode that is none.
func New(opts *Options) *Validator {
	if opts == nil {
		opts = &Options{}
	}
	v := &Validator{options: *opts}
	if opts.ReadOnlyMode > Ignore {
		panic("validate.New: Options.ReadOnlyMode is no mode")
	}
	for i, path := range parsePointers("Optional", opts.Optional) {
		p := schema.Property(path)
		if p == nil {
			refuse("Optional", opts.Optional[i], "but only listed members are required")
		}
		v.optional = append(v.optional, p)
	}
	readOnly := append([]string{"/id"}, opts.ReadOnly...)
	slices.Sort(readOnly)
	v.readOnly = slices.Compact(readOnly)
	v.paths = parsePointers("ReadOnly", v.readOnly)
	return v
}

// Operation validates a whole operation. The error is nil or [Errors].
func (v *Validator) Operation(o commsop.Operation) error {
	var x entity.Object
	var f findings
	operations.ToObject(&o, &x)
	v.object(&f, schema, &x, true)
	return f.err()
}

// ResultInfo validates a whole resultInfo. The error is nil or [Errors].
func (v *Validator) ResultInfo(r resultinfo.ResultInfo) error {
	var x entity.Object
	var f findings
	results.ToObject(&r, x.Values[:], &x.Additional[0])
	v.object(&f, resultSchema, &x, true)
	return f.err()
}

// Patch validates the shape of a patch alone: nothing is required of it. The
// error is nil or [Errors].
func (v *Validator) Patch(p commsop.Patch) error {
	var x entity.Object
	var f findings
	operations.PatchToObject(&p, &x)
	f.dropControl(&x)
	v.object(&f, schema, &x, false)
	return f.err()
}

var (
	operations = commsop.Internal(&entity.Permitted)
	results    = resultinfo.Internal(&entity.Permitted)

	schema       = operations.Schema()
	resultSchema = results.Schema()
	typeSlot     = schema.Slot("@odata.type")
	statusSlot   = schema.Slot("status")
)

// parsePointers returns the tokens, unescaped, of the JSON pointers (RFC 6901) of
// an option. It panics on what is no pointer, or names a listed member in another
// case: no member would ever match.
func parsePointers(option string, texts []string) (paths [][]string) {
	for _, text := range texts {
		if text != "" && text[0] != '/' || strings.Count(text, "~") != strings.Count(text, "~0")+strings.Count(text, "~1") {
			refuse(option, text, "which is no JSON pointer")
		}
		path := jsonscan.Tokens(text)
		if name := schema.Miscased(path); name != "" {
			refuse(option, text, "but the member is called "+name)
		}
		paths = append(paths, path)
	}
	return paths
}

// refuse panics for a pointer in an option.
func refuse(option, text, why string) {
	panic(fmt.Sprintf("validate.New: Options.%s has %q, %s", option, text, why))
}
