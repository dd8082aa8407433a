//go:build js && wasm

// Command wasm is what the playground's page runs: package panel, as two
// functions that take and return strings.
package main

import (
	"encoding/json"
	"syscall/js"

	"example.com/graphcomms/examples/playground/panel"
	"example.com/graphcomms/validate"
)

func main() {
	js.Global().Set("panelExamples", js.FuncOf(func(js.Value, []js.Value) any {
		return encode(panel.Examples())
	}))
	// stored, body: string, dropReadOnly: boolean
	js.Global().Set("panelRun", js.FuncOf(func(_ js.Value, args []js.Value) any {
		var options validate.Options
		if args[2].Bool() {
			options.ReadOnlyMode = validate.Ignore
		}
		return encode(panel.Run(&options, []byte(args[0].String()), []byte(args[1].String())))
	}))
	select {} // the functions are called for as long as the page is open
}

// encode returns v as JSON for JSON.parse.
func encode(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	return string(data)
}
