// Package validate judges operations, results and patches of them, and does a
// server's whole work for "Update operations" in one pure call,
// [Validator.Update].
//
// The rules are plain functions without reflection. Package
// github.com/go-playground/validator/v10 is served in both directions:
// [Register] puts this module's types and tags into an instance of the user's,
// and [Validator.Struct] and [Translate] turn what that package finds into
// [Errors]. It is the only dependency of this package, and it imports net,
// though nothing here uses the network.
//
// No error holds or prints the value that it rejects: a recording access token
// never leaks through one. Names of members do appear, in pointers.
package validate

import (
	"slices"
	"sync"

	"github.com/go-playground/validator/v10"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/internal/member"
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
	options  Options // without ReadOnly
	readOnly []pointer

	once    sync.Once
	play    *validator.Validate // made once, see Struct
	playErr error
}

// New returns a Validator with a copy of opts; nil is the zero Options.
func New(opts *Options) *Validator {
	v := &Validator{}
	list := []string{"/id"}
	if opts != nil {
		v.options = *opts
		list = append(list, opts.ReadOnly...)
	}
	v.options.ReadOnly = nil
	slices.Sort(list)
	for _, p := range slices.Compact(list) {
		v.readOnly = append(v.readOnly, parsePointer(p))
	}
	return v
}

// Operation judges a whole operation. The error is nil or [Errors].
func (v *Validator) Operation(o commsop.Operation) error {
	if commsop.Internal().Ordinary(&o, MaxClientContext) {
		return nil
	}
	var m member.OperationFacts
	commsop.Internal().Facts(&o, &m)
	var f findings
	v.operation(&f, &m, document)
	return f.err()
}

// ResultInfo judges a whole resultInfo. The error is nil or [Errors].
func (v *Validator) ResultInfo(r resultinfo.ResultInfo) error {
	var m member.ResultFacts
	resultinfo.Internal().Facts(&r, &m)
	var f findings
	v.resultInfo(&f, "", &m, document)
	return f.err()
}

// Patch judges the shape of a patch alone: nothing is required of it. The
// error is nil or [Errors].
func (v *Validator) Patch(p commsop.Patch) error {
	var m member.OperationFacts
	commsop.Internal().PatchFacts(&p, &m)
	var f findings
	v.operation(&f, &m, partial)
	return f.err()
}

// pointer is a JSON pointer (RFC 6901) and its tokens, unescaped.
type pointer struct {
	text   string
	tokens []string
}

func parsePointer(text string) pointer {
	if text != "" && text[0] != '/' {
		text = "/" + text
	}
	return pointer{text, jsonscan.Tokens(text)}
}
