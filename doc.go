// Package graphcomms is the front door of a module for the communications
// operations of Microsoft Graph. It has no code; the packages below it do.
//
// "Update operations", PATCH /communications/calls/{callId}/operations, changes
// a commsOperation by a merge patch. This module reads such operations and
// patches, applies, composes and compares them, and validates the result. It has
// no network code, and every function is pure.
//
// # Which package
//
//   - [example.com/graphcomms/commsop]: operations and patches of them, pages,
//     streams, notifications, the status and its life cycle, derived types. Start
//     here.
//   - [example.com/graphcomms/validate]: the rules. Its Update is a server's
//     whole work: the current operation and a body in, the updated operation or
//     all violations out; its ODataError makes the response body of them.
//   - [example.com/graphcomms/validate/playground]: the same rules for those who
//     use go-playground/validator.
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
// properties of derived types, such as recordingLocation of a recordOperation,
// are additional data here too.
//
// Control information is what a body says of itself: @odata.context, @odata.id,
// @odata.etag. It is kept when a body is read and written, and it is not data:
// typed patches and Update leave that of the target alone.
//
// # Strict and lenient
//
// Reading refuses what may be understood in two ways: bad syntax, text after
// the value, repeated names, invalid UTF-8, lone surrogates, more than 10 000
// levels, and a listed member of the wrong kind. It keeps everything else, and
// writing gives it back:
//
//	JSON that is read                             field value  written       validate
//	"status":"running", "RUNNING", "1"            "Running"    as it came    fine
//	"status":"paused"                             "paused"     as it came    unknownValue
//	"status":null                                 ""           null          notNullable
//	"Status":"Running"                            additional   as it came    ambiguousMember
//	"code":"200"                                  200          as it came    typeMismatch
//	"code":2e2, 200.0                             an error     -             notInteger
//	"code" absent                                 0            absent        required
//	"clientContext":"", null                      ""           as it came    fine
//	"resultInfo":null                             nil          null          fine
//	"@odata.type" without #, with a URI, "@type"  as written   as it came    fine
//	"@odata.type" of no known type                as written   as it came    fine
//	any other member                              additional   as it came    fine, or unknownMember
//
// A field that is changed is written in its canonical form.
//
// # Notifications and streams
//
// Most operations arrive at a bot's callback. commsop.DecodeNotifications reads
// the body; Notification.Operations are the operations in it; the end of one
// comes as "deleted" with the operation. They come late, twice and out of order:
// commsop.Latest joins two states of an operation, and ends in the same one
// whatever the order.
//
// commsop.Operations reads operations, arrays and pages from an io.Reader, one
// at a time, however long they are.
//
// # Databases
//
// Operation and ResultInfo are values of database/sql: a column of JSON or text
// takes and gives them. In PostgreSQL, for example,
//
//	CREATE TABLE operation (
//		id     text PRIMARY KEY,
//		body   jsonb NOT NULL,
//		status text GENERATED ALWAYS AS (lower(body->>'status')) STORED
//	);
//
// A jsonb column drops the order of members and the spelling of numbers; a
// column of type json or text keeps them. Status scans by itself.
//
// # Printing and secrets
//
// Operation, Patch, Page, Notification, Notifications and the views of derived
// types print, in package fmt and in package log/slog, what they are, their id,
// status and codes, and the names of their other members: never clientContext, a
// message, recordingLocation or recordingAccessToken. Errors hold names of members
// but never values.
//
// Three things print more. A value inside another one is written whole by slog's
// JSON handler, which encodes it: log it as an attribute of its own. A value in an
// unexported field of a struct is taken apart by package fmt, which may call no
// method there. A part taken out of a value is its own: a ResultInfo prints its
// message, odata.Members and a text in a Field print what they hold.
//
// # With msgraph-sdk-go
//
// The SDK parses what AppendJSON writes, and Decode reads what the SDK writes.
// The SDK loses nulls, digits beyond float64, and every status that is not in
// Pascal case: call op.SetStatusText(op.Status.String()) before sending to it.
// The examples have both directions in ten lines.
//
// # Security
//
// Time is linear in the input, whatever it is, and hash tables are seeded.
// Memory is a multiple of the input. A call on inputs of 64 KiB and more
// allocates, kept or not, at most 64 times their length, and 2 MiB beside for a
// text as deep as may be. Shorter texts may have 1 000 errors and 10 000 levels
// too, which are a few hundred KiB and 2 MiB. This does not hold for the test kit,
// validator/v10 and what validate/playground makes of its errors, the views of
// participants (see commsop.InviteParticipants), and streams in which every value
// is wrong: each has its error of 200 bytes. The caller has to bound its inputs: a
// server should read its body through a limit, and bound what it stores.
//
//   - 10 000 levels of arrays and objects, counted from the operation. A page that
//     holds such an operation is written by AppendJSON; encoding/json counts from
//     the page, and writes a few levels less.
//   - 1 000 members of the wrong kind, and 1 000 violations, are reported.
//   - No pointer of Result.Changed is longer than 1 KiB, and they are together at
//     most eight times as long as the values, and 1 KiB.
//   - patch.Changes and patch.Merge3 return pointers that can be long for a deep
//     document: their output may be much larger than their input.
//
// What is refused leaves everything as it was.
//
// # Deviations
//
// From JSON (RFC 8259): repeated names and lone surrogates are refused, because
// readers differ on them. A byte order mark is refused; commsop.Operations and
// the command skip one.
//
// From merge patches (RFC 7396): none on bytes. Typed patches leave control
// information alone, do not change the type or the id, and take objects only.
//
// From OData JSON 4.01: names of a status are matched in any ASCII case, because
// Graph itself writes them in two; a number may stand in a string where it is
// read (validate refuses it); @odata.type may lack its '#', and resultInfo, which
// is not open, may have additional members, because Graph sends both. An etag in
// a body is dropped: versions are the server's.
//
// From the OData protocol: a changed read-only member is refused unless
// validate.Options say Ignore, so that a client learns of it; an operation never
// changes its type, which 4.02 allows.
//
// From Graph: a patch needs no @odata.type; clientContext is measured in UTF-16
// code units, which its documentation leaves open.
//
// # What it does not do
//
// No HTTP, no storage, no authentication, no ETags, no $metadata, no JSON Patch
// (RFC 6902). Codes and subcodes are not validated beyond their kind: Graph adds
// to them at will.
package graphcomms
