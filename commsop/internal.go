package commsop

import "example.com/graphcomms/internal/jsonscan"

// Internal is for package validate, which judges members as they were written
// and patches that could be read only in part. No promise covers it.
var Internal internal

type internal struct{}

func (internal) Members(o *Operation) Patch { return o.members() }

func (internal) DecodePatch(data []byte) (Patch, []jsonscan.Fault) { return decodePatch(data) }
