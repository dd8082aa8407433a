//go:build msgraph

package bench

import (
	"github.com/microsoft/kiota-abstractions-go/serialization"
	kiota "github.com/microsoft/kiota-serialization-json-go"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
)

// msgraphCoders returns Microsoft's own Go SDK for Graph, by its JSON parse node and writer.
func msgraphCoders() []coder {
	return []coder{codec[serialization.Parsable, serialization.Parsable]{
		impl:        "msgraph-sdk-go",
		decode:      decodeKiota(models.CreateCommsOperationFromDiscriminatorValue),
		marshal:     marshalKiota,
		decodePage:  decodeKiota(models.CreateCommsOperationCollectionResponseFromDiscriminatorValue),
		marshalPage: marshalKiota,
	}}
}

func decodeKiota(create serialization.ParsableFactory) func(data []byte) (serialization.Parsable, error) {
	return func(data []byte) (serialization.Parsable, error) {
		node, err := kiota.NewJsonParseNode(data)
		if err != nil {
			return nil, err
		}
		return node.GetObjectValue(create)
	}
}

func marshalKiota(v serialization.Parsable) ([]byte, error) {
	w := kiota.NewJsonSerializationWriter()
	defer w.Close()
	if err := w.WriteObjectValue("", v); err != nil {
		return nil, err
	}
	return w.GetSerializedContent()
}
