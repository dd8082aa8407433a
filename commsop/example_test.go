package commsop_test

import (
	"encoding/json"
	"fmt"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
)

// A patch is a struct of fields that are absent, null or set.
func ExamplePatch() {
	p := commsop.Patch{
		Type:          patch.Set(commsop.TypeOperation),
		Status:        patch.Set(commsop.StatusCompleted),
		ClientContext: patch.Null[string](), // clear it
		ResultInfo:    patch.Set(resultinfo.Patch{Code: patch.Set[int32](200)}),
	}
	body, err := p.AppendJSON(nil)
	fmt.Println(string(body), err)
	// Output: {"@odata.type":"#microsoft.graph.commsOperation","status":"Completed","clientContext":null,"resultInfo":{"code":200}} <nil>
}

// A server applies the body of a request to the operation that it has stored.
func ExamplePatch_Apply() {
	stored, err := commsop.Decode([]byte(`{"@odata.type":"#microsoft.graph.commsOperation","id":"b571cdaa","status":"Running","resultInfo":{"code":0,"subcode":0}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := commsop.DecodePatch([]byte(`{"status":"Completed","resultInfo":{"code":4,"subcode":7,"message":"Message value"}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	updated, err := p.Apply(stored)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(stored.Status, stored.ResultInfo)
	fmt.Println(updated.Status, updated.ResultInfo)
	// Output:
	// Running 0.0
	// Completed 4.7: Message value
}

// An id says which operation it is: a patch cannot change it.
func ExamplePatch_Apply_refused() {
	p := commsop.Patch{ID: patch.Set("another")}
	_, err := p.Apply(commsop.Operation{ID: "b571cdaa"})
	fmt.Println(err)
	// Output: commsop.Patch.Apply: p at /id: the id of an operation cannot be changed
}

// A notification tells how an operation goes on. What the reader does not know
// stays in the operation.
func ExampleDecode() {
	const notification = `{"changeType":"deleted","resourceUrl":"/communications/calls/1/operations/2","resourceData":{
		"@odata.type":"#microsoft.graph.playPromptOperation","@odata.etag":"W/\"54451\"","id":"2","status":"completed","sequence":12345678901234567890}}`
	var event struct {
		ResourceData commsop.Operation `json:"resourceData"`
	}
	if err := json.Unmarshal([]byte(notification), &event); err != nil {
		fmt.Println(err)
		return
	}
	o := event.ResourceData
	fmt.Println(o.Type.Name(), o.Status == commsop.StatusCompleted)
	o.ClientContext = "seen"
	b, err := o.AppendJSON(nil)
	fmt.Println(string(b), err)
	// Output:
	// playPromptOperation true
	// {"@odata.type":"#microsoft.graph.playPromptOperation","id":"2","status":"completed","clientContext":"seen","@odata.etag":"W/\"54451\"","sequence":12345678901234567890} <nil>
}

// The properties of a derived type are read through a struct.
func ExampleRecord() {
	o, err := commsop.Decode([]byte(`{"@odata.type":"#microsoft.graph.recordOperation","recordingLocation":"https://host/recording","recordingAccessToken":null}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	if o.Type.Is(commsop.TypeRecord) {
		var rec commsop.Record
		err := o.AdditionalData.Unmarshal(&rec)
		fmt.Println(rec.RecordingLocation, rec.RecordingAccessToken, rec.CompletionReason, err)
	}
	// Output: https://host/recording null absent <nil>
}

// A client computes the body to send from what it has and what it wants.
func ExampleDiff() {
	from := commsop.Operation{Type: commsop.TypeOperation, ID: "b571cdaa", Status: commsop.StatusRunning, ClientContext: "c"}
	to := from.Clone()
	to.Status = commsop.StatusFailed
	to.ResultInfo = &resultinfo.ResultInfo{Code: 400, Subcode: 8508}
	p, err := commsop.Diff(from, to)
	if err != nil {
		fmt.Println(err)
		return
	}
	body, err := p.AppendJSON(nil)
	fmt.Println(string(body), err)
	// Output: {"@odata.type":"#microsoft.graph.commsOperation","status":"Failed","resultInfo":{"code":400,"subcode":8508}} <nil>
}

// A list response, and the link to the next one.
func ExampleDecodePage() {
	g, err := commsop.DecodePage([]byte(`{"@odata.count":3,"value":[{"id":"1","status":"running"},{"id":"2","status":"failed"}],"@odata.nextLink":"https://host/next"}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range g.Value {
		fmt.Println(o.ID, o.Status, o.Status.IsTerminal())
	}
	var links struct {
		Next string `json:"@odata.nextLink"`
	}
	fmt.Println(g.AdditionalData.Unmarshal(&links), links.Next)
	// Output:
	// 1 Running false
	// 2 Failed true
	// <nil> https://host/next
}
