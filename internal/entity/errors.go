package entity

import "errors"

// The causes of errors where a patch would change what a value is. The public
// packages export them.
var (
	ErrIDChange   = errors.New("the id of an operation cannot be changed")
	ErrTypeChange = errors.New("the type of an object cannot be changed")
)
