//go:build msgraph

// Msgraph reads an operation and writes it with the models of msgraph-sdk-go.
package main

import (
	"encoding/json"
	"log"
	"os"

	kiota "github.com/microsoft/kiota-serialization-json-go"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
)

func main() {
	var text json.RawMessage
	if err := json.NewDecoder(os.Stdin).Decode(&text); err != nil {
		log.Fatal(err)
	}
	node, err := kiota.NewJsonParseNode(text)
	if err != nil {
		log.Fatal(err)
	}
	o, err := node.GetObjectValue(models.CreateCommsOperationFromDiscriminatorValue)
	if err != nil {
		log.Fatal(err)
	}
	w := kiota.NewJsonSerializationWriter()
	if err := w.WriteObjectValue("", o); err != nil {
		log.Fatal(err)
	}
	out, err := w.GetSerializedContent()
	if err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(json.RawMessage(out)); err != nil {
		log.Fatal(err)
	}
}
