package member

import (
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// OperationFacts are what the rules of package validate ask of the members of
// an operation or of a patch of one.
type OperationFacts struct {
	Type          odata.Type
	TypeState     patch.State
	ShortType     bool // it is written @type
	StatusState   patch.State
	KnownStatus   bool
	ClientContext string
	HasResult     bool
	Result        ResultFacts
	Additional    odata.Members
}

// ResultFacts are the same for a resultInfo.
type ResultFacts struct {
	NullType      bool
	ShortType     bool
	Code, Subcode Int32State
	Additional    odata.Members
}

// Int32State is how an int32 member is written.
type Int32State uint8

const (
	Int32Absent Int32State = iota
	Int32Null
	Int32Quoted
	Int32Plain
)

// Int32StateOf returns the state of a member with the text t.
func Int32StateOf(f patch.Field[int32], t Int32Text) Int32State {
	switch {
	case f.IsZero():
		return Int32Absent
	case f.IsNull():
		return Int32Null
	case t.IsQuoted(f):
		return Int32Quoted
	}
	return Int32Plain
}

// StateOf returns the state of the member of a document with the given value
// that was read as t.
func (t Int32Text) StateOf(value int32) Int32State {
	if t == "" {
		return Int32Plain
	}
	return Int32StateOf(t.Field(value))
}
