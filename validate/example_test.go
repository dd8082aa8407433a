package validate_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/validate"
)

var rules = validate.New(nil)

// respond is the core of a handler of PATCH requests: the stored operation and
// the body in, the new one or the error body out, and the HTTP status.
func respond(current commsop.Operation, body []byte) (int, any) {
	r, err := rules.Update(current, body)
	if err != nil {
		return 400, validate.ODataError(err)
	}
	// Store r.Operation here; r.Changed tells what is new.
	return 200, r.Operation
}

func Example_handler() {
	current, err := commsop.Decode([]byte(`{"id":"7","status":"running"}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, body := range []string{`{"status":"completed","resultInfo":{"code":200,"subcode":0}}`, `{"status":"notStarted","id":"8"}`} {
		code, answer := respond(current, []byte(body))
		b, err := json.Marshal(answer)
		fmt.Println(code, string(b), err)
	}
	// Output:
	// 200 {"id":"7","status":"completed","resultInfo":{"code":200,"subcode":0}} <nil>
	// 400 {"error":{"code":"BadRequest","message":"The request has 2 errors.","details":[{"code":"readOnly","message":"The member at /id is read-only.","target":"/id"},{"code":"invalidTransition","message":"The member at /status may only become one of Completed, Failed.","target":"/status"}]}} <nil>
}

func ExampleValidator_Operation() {
	err := validate.New(nil).Operation(commsop.Operation{Status: "Paused"})
	if es, ok := errors.AsType[validate.Errors](err); ok {
		for _, v := range es {
			fmt.Println(v.Pointer, v.Code, v.Allowed)
		}
	}
	// Output: /status unknownValue [NotStarted Running Completed Failed]
}

// A client checks what it is about to send. Nothing is demanded of a patch that
// only the whole operation must have.
func ExampleValidator_Patch() {
	p := commsop.Patch{
		Type:   patch.Set(commsop.TypeOperation),
		Status: patch.Null[commsop.Status](),
	}
	fmt.Println(rules.Patch(p))

	p.Status = patch.Set(commsop.StatusCompleted)
	if err := rules.Patch(p); err == nil {
		b, err := p.AppendJSON(nil)
		fmt.Println(string(b), err)
	}
	// Output:
	// validate: /status: must not be null
	// {"@odata.type":"#microsoft.graph.commsOperation","status":"Completed"} <nil>
}

func ExampleValidator_Update() {
	v := validate.New(&validate.Options{
		ReadOnly:     []string{"/resultInfo/code"},
		ReadOnlyMode: validate.Ignore,
	})
	current, err := commsop.Decode([]byte(`{"id":"7","status":"running","resultInfo":{"code":200,"subcode":0}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := v.Update(current, []byte(`{"id":"7","resultInfo":{"code":500,"subcode":3}}`))
	fmt.Println(r.Changed, r.Ignored, err)
	// Output: [/resultInfo/subcode] [/id /resultInfo/code] <nil>
}

func ExampleODataError() {
	_, err := commsop.Decode([]byte(`{"status":"running","resultInfo":{"code":4.5}}`))
	body, _ := json.MarshalIndent(validate.ODataError(err), "", "  ")
	fmt.Println(string(body))
	// Output:
	// {
	//   "error": {
	//     "code": "notInteger",
	//     "message": "The member at /resultInfo/code must be an integer written in digits.",
	//     "target": "/resultInfo/code"
	//   }
	// }
}
