// Package model holds the plain Go types that the peers of graphcomms decode into and encode from.
package model

//go:generate go run github.com/mailru/easyjson/easyjson@v0.9.2 -all -no_std_marshalers model.go

import "github.com/mailru/easyjson"

// Operation is a commsOperation as the usual struct: unknown members are dropped, and null is the same as absent.
type Operation struct {
	Type          string      `json:"@odata.type,omitempty"`
	ID            string      `json:"id,omitempty"`
	Status        string      `json:"status,omitempty" validate:"required,oneof=NotStarted Running Completed Failed"`
	ClientContext string      `json:"clientContext,omitempty" validate:"max=256"`
	ResultInfo    *ResultInfo `json:"resultInfo,omitempty"`
}

// ResultInfo is a resultInfo as the usual struct.
type ResultInfo struct {
	Type    string `json:"@odata.type,omitempty"`
	Code    int32  `json:"code"`
	Subcode int32  `json:"subcode"`
	Message string `json:"message,omitempty"`
}

// Page is a list response.
type Page struct {
	Context string      `json:"@odata.context,omitempty"`
	Value   []Operation `json:"value"`
}

// Lossless is an Operation whose unknown members easyjson keeps.
type Lossless struct {
	Type          string      `json:"@odata.type,omitempty"`
	ID            string      `json:"id,omitempty"`
	Status        string      `json:"status,omitempty"`
	ClientContext string      `json:"clientContext,omitempty"`
	ResultInfo    *ResultInfo `json:"resultInfo,omitempty"`
	easyjson.UnknownFieldsProxy
}
