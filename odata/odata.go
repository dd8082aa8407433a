// Package odata is the vocabulary of OData JSON that Microsoft Graph's entities
// are written in: [Type], the control information @odata.type; [Members], the
// additional data of an object; and [Error], the body of an error response. It
// imports the standard library and this module only.
//
// The files: type.go (Type), control.go (which names are control information),
// value.go (one JSON text), members.go (a list of them, by name) and error.go
// (error bodies).
//
// References are to OData JSON Format 4.01 (OASIS standard of 11 May 2020).
package odata
