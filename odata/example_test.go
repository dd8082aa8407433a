package odata_test

import (
	"encoding/json"
	"fmt"

	"example.com/graphcomms/odata"
)

func ExampleType_Is() {
	const record odata.Type = "#microsoft.graph.recordOperation"
	read := odata.Type("microsoft.graph.RecordOperation")
	fmt.Println(read == record, read.Is(record), read.Name(), read.Canonical())
	// Output: false true RecordOperation #microsoft.graph.RecordOperation
}

func ExampleMembers() {
	var m odata.Members
	m.Set("tag", `"a1"`)
	m.Set("tag@contoso.note", `{"by":"me"}`)
	for note := range m.Annotations() {
		fmt.Printf("%s: %s\n", note.Name, note.Value)
	}
	b, err := m.AppendJSON(nil)
	fmt.Println(string(b), err)
	// Output:
	// tag@contoso.note: {"by":"me"}
	// {"tag":"a1","tag@contoso.note":{"by":"me"}} <nil>
}

func ExampleError() {
	var e odata.Error
	err := json.Unmarshal([]byte(`{"error":{"code":"badRequest","message":"The body is wrong.",
		"details":[{"code":"outOfRange","message":"too large","target":"/resultInfo/code"}]}}`), &e)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(&e)
	for _, d := range e.Details {
		fmt.Println(d.Target, d.Code)
	}
	// Output:
	// odata: badRequest: The body is wrong.
	// /resultInfo/code outOfRange
}
