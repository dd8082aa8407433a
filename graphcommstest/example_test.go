package graphcommstest_test

import (
	"fmt"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/graphcommstest"
)

// A golden test of an operation whose etag changes from run to run. It says
// nothing, because the file means the same.
func ExampleGolden() {
	var t printer // in a test, its *testing.T

	op := commsop.Operation{Type: commsop.TypeOperation, ID: "1", Status: commsop.StatusRunning}
	op.AdditionalData.Set("@odata.etag", `"W/\"2\""`)

	graphcommstest.Golden(t, "testdata/operation.json", op, graphcommstest.IgnorePointers("/@odata.etag"))
	// Output:
}

// printer prints what a *testing.T would log.
type printer struct{}

func (printer) Helper()                           {}
func (printer) Name() string                      { return "ExampleGolden" }
func (printer) Logf(format string, args ...any)   { fmt.Printf(format+"\n", args...) }
func (printer) Errorf(format string, args ...any) { fmt.Printf(format+"\n", args...) }
func (printer) Fatalf(format string, args ...any) { fmt.Printf(format+"\n", args...) }

// Two documents, compared by meaning.
func ExampleDiff() {
	want := []byte(`{"status":"Running","resultInfo":{"code":200,"subcode":0}}`)
	got := []byte(`{"resultInfo":{"subcode":0.0,"message":"done"},"status":"Completed"}`)
	fmt.Println(graphcommstest.Diff(want, got))
	// Output:
	// (-want +got)
	// /resultInfo/code
	//   - 200
	// /resultInfo/message
	//   + "done"
	// /status
	//   - "Running"
	//   + "Completed"
}

func ExampleIgnorePointers() {
	want := []byte(`{"value":[{"id":"1","status":"Running"}],"@odata.context":"a"}`)
	got := []byte(`{"value":[{"id":"2","status":"Running"}]}`)
	fmt.Printf("%q\n", graphcommstest.Diff(want, got, graphcommstest.IgnorePointers("/value/*/id", "/@odata.context")))
	// Output: ""
}

func ExampleIgnoreValues() {
	want := []byte(`{"id":"1","status":"Running"}`)
	got := []byte(`{"id":null,"status":"Running"}`)
	fmt.Println(graphcommstest.Diff(want, got, graphcommstest.IgnoreValues("/id")))
	// Output:
	// (-want +got)
	// /id
	//   - "1"
	//   + null
}

func ExampleIgnoreOrder() {
	want := []byte(`{"value":[{"id":"1"},{"id":"2"}]}`)
	got := []byte(`{"value":[{"id":"3"},{"id":"1"}]}`)
	fmt.Println(graphcommstest.Diff(want, got, graphcommstest.IgnoreOrder("/value")))
	// Output:
	// (-want +got)
	// /value
	//   - {"id":"2"}
	//   + {"id":"3"}
}

func ExampleCanonical() {
	text, err := graphcommstest.Canonical([]byte(`{"status":"Runn\u0069ng","code":2.00e2}`))
	if err != nil {
		panic(err)
	}
	fmt.Printf("%s", text)
	// Output:
	// {
	//   "code": 200,
	//   "status": "Running"
	// }
}

func ExampleRoundTrip() {
	type Operation struct { // lists some members and forgets the others
		ID     string `json:"id"`
		Status string `json:"status"`
	}
	data := []byte(`{"id":"1","status":"Running","clientContext":"c"}`)
	fmt.Println(graphcommstest.RoundTrip[commsop.Operation](data))
	fmt.Println(graphcommstest.RoundTrip[Operation](data) != nil)
	// Output:
	// <nil>
	// true
}
