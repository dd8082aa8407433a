// Package msgraph converts operations to those of Microsoft's Go SDK for Graph
// and back. It is a module of its own, as the SDK takes a minute to compile.
//
// The SDK keeps less than this library: see [ToSDK]. Where nothing may be lost
// keep the operation itself, and convert what a call of the SDK needs.
package msgraph

import (
	kiota "github.com/microsoft/kiota-serialization-json-go"
	"github.com/microsoftgraph/msgraph-sdk-go/models"

	"example.com/graphcomms/commsop"
)

// ToSDK returns the SDK's form of an operation. A status is spelled as the SDK
// knows it; it drops any other, that of live payloads ("completed") included.
// The SDK also drops nulls and the digits that a float64 has no room for.
func ToSDK(op commsop.Operation) (models.CommsOperationable, error) {
	op.SetStatusText(op.Status.String())
	text, err := op.AppendJSON(nil)
	if err != nil {
		return nil, err
	}
	node, err := kiota.NewJsonParseNode(text)
	if err != nil {
		return nil, err
	}
	v, err := node.GetObjectValue(models.CreateCommsOperationFromDiscriminatorValue)
	if err != nil {
		return nil, err
	}
	return v.(models.CommsOperationable), nil
}

// FromSDK returns the operation that the SDK would send.
func FromSDK(v models.CommsOperationable) (commsop.Operation, error) {
	w := kiota.NewJsonSerializationWriter()
	defer w.Close()
	if err := w.WriteObjectValue("", v); err != nil {
		return commsop.Operation{}, err
	}
	text, err := w.GetSerializedContent()
	if err != nil {
		return commsop.Operation{}, err
	}
	return commsop.Decode(text)
}
