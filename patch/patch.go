// Package patch is JSON Merge Patch (RFC 7396) on bytes, and [Field], the
// member of a patch that is absent, null or set. It knows nothing of Microsoft
// Graph and imports the standard library and this module only.
//
// The files: error.go (errors and their causes), field.go and field_jsonv2.go
// (Field), equal.go (Check, Equal, and texts as trees), level.go (an object of a
// text beside one of a tree), apply.go and over it compose.go and diff.go (Diff and
// Invert), then changes.go and merge3.go.
//
// A merge patch is a JSON value that looks like the document that it changes:
// its members replace those of the document, objects merge member by member,
// and null removes. It cannot say everything:
//
//   - It cannot set a member to null. [Diff] and [Invert] return
//     [ErrNullMember] where they would have to.
//   - It cannot replace one object by another, only merge them. [Compose]
//     returns [ErrNotComposable] where it would have to.
//   - It cannot change one element of an array; arrays are replaced whole, and
//     a null inside one is data.
//   - It cannot express the order of members.
//
// All functions read strictly: they refuse, with a pointer, bad syntax and
// whatever follows the value, repeated names, invalid UTF-8, lone surrogate
// escapes, and more than 10 000 nested levels. Where several places fail, the
// first in the text is reported. They take linear time, never write to their
// arguments, never keep them, and may be called from many goroutines.
package patch

// ContentType is the media type of a merge patch (RFC 7396 section 4).
const ContentType = "application/merge-patch+json"
