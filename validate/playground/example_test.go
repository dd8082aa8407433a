package playground_test

import (
	"encoding/json"
	"fmt"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/validate/playground"
	"github.com/go-playground/validator/v10"
)

// A service that binds its requests with tags, as those on gin do, keeps its
// instance of validator/v10 and puts the rules of operations into it. Gin's own
// is binding.Validator.Engine().(*validator.Validate).
func ExampleRegister() {
	type request struct {
		Call      string              `json:"call" binding:"required"`
		Operation commsop.Operation   `json:"operation"`
		Then      patch.Field[string] `json:"then,omitzero" binding:"omitempty,oneof=keep drop"`
	}
	engine := validator.New()
	engine.SetTagName("binding")
	if err := playground.Register(engine, nil); err != nil {
		fmt.Println(err)
		return
	}

	var req request
	err := json.Unmarshal([]byte(`{"operation":{"status":"Paused"},"then":"burn"}`), &req)
	if err == nil {
		err = playground.Translate(req, engine.Struct(req))
	}
	fmt.Println(err)
	// Output:
	// validate: /call: is required
	// validate: /operation/status: must be one of NotStarted, Running, Completed, Failed
	// validate: /then: must be one of keep, drop
}

func ExampleStruct() {
	type step struct {
		Want commsop.Status `json:"want" validate:"operationstatus"`
	}
	type plan struct {
		Steps []step `json:"steps" validate:"required,dive"`
	}
	fmt.Println(playground.Struct(playground.New(nil), plan{Steps: []step{{"running"}, {"done"}}}))
	// Output: validate: /steps/1/want: must be one of NotStarted, Running, Completed, Failed
}
