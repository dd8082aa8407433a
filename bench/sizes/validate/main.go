// Validate reads an operation and a body, and writes the updated operation.
package main

import (
	"encoding/json"
	"log"
	"os"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/validate"
)

func main() {
	var o commsop.Operation
	var body json.RawMessage
	in := json.NewDecoder(os.Stdin)
	if err := in.Decode(&o); err != nil {
		log.Fatal(err)
	}
	if err := in.Decode(&body); err != nil {
		log.Fatal(err)
	}
	result, err := validate.New(nil).Update(o, body)
	if err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(result.Operation); err != nil {
		log.Fatal(err)
	}
}
