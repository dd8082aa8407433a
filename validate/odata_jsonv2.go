//go:build go1.27 && goexperiment.jsonv2

package validate

import (
	"cmp"
	"encoding/json/jsontext"
	"encoding/json/v2"
	"errors"
)

// readV2 adds what is in an error of encoding/json/v2 or jsontext, and reports
// whether err is one. Their pointers are whole. An error that a method of a type
// returned, as those of this module do, has pointers that begin at its value;
// many of them at a very long pointer are one.
func (f *faults) readV2(err error) bool {
	switch e := err.(type) {
	case *jsontext.SyntacticError:
		v := Violation{Pointer: string(e.JSONPointer), Code: Syntax}
		if e.Err == jsontext.ErrDuplicateName {
			v.Code = DuplicateName
		}
		f.add(v)
	case *json.SemanticError:
		var inner faults
		inner.read(e.Err)
		f.ready, f.more = cmp.Or(f.ready, inner.ready), f.more || inner.more
		if len(e.JSONPointer) > 1<<10 && len(inner.list) > 0 {
			inner.list = inner.list[:1]
		}
		if inner.list == nil {
			v := mismatch(e.GoType, e.JSONKind == '0' && e.Err != nil)
			if errors.Is(e.Err, json.ErrUnknownName) {
				v = Violation{Code: UnknownMember}
			}
			inner.list = Errors{v}
		}
		for _, v := range inner.list {
			v.Pointer = string(e.JSONPointer) + v.Pointer
			f.add(v)
		}
	default:
		return false
	}
	return true
}

// escapeField escapes the names in the Field of an UnmarshalTypeError, joined by
// dots, as a pointer does, which they are already.
func escapeField(field string) string { return field }
