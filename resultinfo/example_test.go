package resultinfo_test

import (
	"fmt"

	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
)

func Example() {
	r, err := resultinfo.Decode([]byte(`{"code":"500","subcode":7106,"message":"Server Internal Error.","hint":"retry"}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r, r.IsServerError())
	b, err := r.AppendJSON(nil) // as it came: the quoted code and the member that is not listed
	fmt.Println(string(b), err)
	// Output:
	// 500.7106: Server Internal Error. true
	// {"code":"500","subcode":7106,"message":"Server Internal Error.","hint":"retry"} <nil>
}

func ExamplePatch_Apply() {
	p := resultinfo.Patch{Code: patch.Set[int32](200), Message: patch.Null[string]()}
	r, err := p.Apply(resultinfo.ResultInfo{Code: 500, Subcode: 7106, Message: "Server Internal Error."})
	fmt.Println(r, err)
	// Output: 200.7106 <nil>
}
