package graphcomms_test

import (
	"fmt"
	"os"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/resultinfo"
	"example.com/graphcomms/validate"
)

var (
	stored = []byte(`{"@odata.type":"#microsoft.graph.playPromptOperation","id":"0fe0623f","status":"running","prompts":[1.10]}`)
	body   = []byte(`{"status":"completed","resultInfo":{"code":200,"subcode":0}}`)
)

func update(stored, body []byte) ([]byte, *odata.Error) {
	current, err := commsop.Decode(stored)
	if err != nil {
		return nil, validate.ODataError(err)
	}
	result, err := validate.New(nil).Update(current, body)
	if err != nil {
		return nil, validate.ODataError(err) // all violations, each with its JSON pointer
	}
	out, err := result.Operation.AppendJSON(nil)
	return out, validate.ODataError(err)
}

func Example_server() {
	out, _ := update(stored, body)
	fmt.Printf("%s\n", out)
	_, e := update(out, []byte(`{"status":"running","resultInfo":{"code":"200"}}`))
	for _, d := range e.Details {
		fmt.Println(d.Target, d.Code)
	}
	// Output:
	// {"@odata.type":"#microsoft.graph.playPromptOperation","id":"0fe0623f","status":"completed","resultInfo":{"code":200,"subcode":0},"prompts":[1.10]}
	// /resultInfo/code typeMismatch
	// /status invalidTransition
}

func fail(op commsop.Operation, code int32) ([]byte, error) {
	to := op.Clone()
	to.Status = commsop.StatusFailed
	if to.ResultInfo == nil {
		to.ResultInfo = &resultinfo.ResultInfo{Type: resultinfo.Type}
	}
	to.ResultInfo.Code = code
	p, err := commsop.Diff(op, to)
	if err != nil {
		return nil, err
	}
	return p.AppendJSON(nil)
}

func Example_client() {
	file, err := os.ReadFile("testdata/operation.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range [][]byte{stored, file} { // without a result, and with one
		op, err := commsop.Decode(text)
		if err != nil {
			fmt.Println(err)
			return
		}
		p, err := fail(op, 500)
		fmt.Printf("%s %v\n", p, err)
	}
	// Output:
	// {"@odata.type":"#microsoft.graph.playPromptOperation","status":"Failed","resultInfo":{"@odata.type":"#microsoft.graph.resultInfo","code":500,"subcode":0}} <nil>
	// {"@odata.type":"#microsoft.graph.commsOperation","status":"Failed","resultInfo":{"code":500}} <nil>
}
