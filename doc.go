// Package graphcomms is the front door of a module for the communications
// operations of Microsoft Graph. It has no code; the packages below it do.
//
// "Update operations", PATCH /communications/calls/{callId}/operations, changes
// a commsOperation by a merge patch. This module reads such operations and
// patches, applies, composes and compares them, and judges the result. It has
// no network code, and every function is pure.
//
// # Which package
//
//   - [example.com/graphcomms/commsop]: operations and patches of them, pages,
//     the status and its life cycle, derived types. Start here.
//   - [example.com/graphcomms/validate]: the rules. Its Update is a server's
//     whole work: the current operation and a body in, the updated operation or
//     all violations out; its ODataError makes the response body of them.
//   - [example.com/graphcomms/validate/playground]: the same rules for structs
//     that github.com/go-playground/validator/v10 validates.
//   - [example.com/graphcomms/resultinfo]: resultInfo and patches of it.
//   - [example.com/graphcomms/odata]: @odata.type, additional members, error
//     bodies.
//   - [example.com/graphcomms/patch]: merge patches (RFC 7396) of any JSON, on
//     bytes, and the Field that is absent, null or set.
//   - [example.com/graphcomms/graphcommstest]: golden files and round trips for
//     the tests of users.
//
// The command cmd/graphcomms does the same to files:
//
//	$ go run ./cmd/graphcomms update testdata/operation.json testdata/update-verbatim.json
//	{
//	  "error": {
//	    "code": "unknownValue",
//	    "message": "The member at /status must be one of NotStarted, Running, Completed, Failed.",
//	    "target": "/status"
//	  }
//	}
//
// # Terms
//
// A member of a JSON object is absent, null, or set to a value. A document
// holds values; a patch is an object that changes one: what is absent in it
// stays, null removes, a value replaces, and objects merge.
//
// A type lists its members. All others are additional data: control
// information and annotations, whose names have an '@', and dynamic
// properties, which an open type such as commsOperation may have. The
// properties of derived types, recordingLocation of a recordOperation say, are
// additional data here too.
//
// # Strict and lenient
//
// Reading refuses what may be understood in two ways: bad syntax, text after
// the value, repeated names, invalid UTF-8, lone surrogates, more than 10 000
// levels, and a listed member of the wrong kind. It keeps everything else, and
// writing gives it back:
//
//	read                                        as          written       validate says
//	"status":"running", "RUNNING", "1"          Running     as it came    fine
//	"status":"paused"                           "paused"    as it came    unknownValue
//	"status":null                               ""          null          notNullable
//	"Status":"Running"                          additional  as it came    ambiguousMember
//	"code":"200"                                200         as it came    typeMismatch
//	"code":2e2, 200.0                           an error: notInteger
//	"code" absent                               0           absent        required
//	"clientContext":"", null                    ""          as it came    fine
//	"resultInfo":null                           nil         null          fine
//	"@odata.type" without #, with a URI, "@type"  as written  as it came  fine
//	"@odata.type" of no known type              as written  as it came    fine
//	any other member                            additional  as it came    fine, or unknownMember
//
// A field that is changed is written in its canonical form.
//
// # Security
//
// Time is linear in the input, whatever it is, and hash tables are seeded.
// Memory is a small multiple of the input. At worst, for a page of empty
// operations, it is seventy times it, and 120 times while it is read. It is for
// the caller to bound: a server should read its body through a limit. The
// pointers of errors, and those that patch.Changes and patch.Merge3 return, can
// be long for a deep document. Errors hold names of members but never values, so
// that a recording access token does not get into a log. What is refused leaves
// everything as it was.
//
// # What it does not do
//
// No HTTP, no storage, no authentication, no ETags, no $metadata, no JSON Patch
// (RFC 6902). Codes and subcodes are not judged beyond their kind: Graph adds to
// them at will.
package graphcomms
