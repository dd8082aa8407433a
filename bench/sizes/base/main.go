// Base is the program that the others here are compared with: it reads an object and writes it with encoding/json.
package main

import (
	"encoding/json"
	"log"
	"os"
)

func main() {
	var v any
	if err := json.NewDecoder(os.Stdin).Decode(&v); err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(v); err != nil {
		log.Fatal(err)
	}
}
