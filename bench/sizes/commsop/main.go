// Commsop reads an operation and writes it.
package main

import (
	"encoding/json"
	"log"
	"os"

	"example.com/graphcomms/commsop"
)

func main() {
	var o commsop.Operation
	if err := json.NewDecoder(os.Stdin).Decode(&o); err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(o); err != nil {
		log.Fatal(err)
	}
}
