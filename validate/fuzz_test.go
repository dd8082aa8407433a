package validate_test

import (
	"encoding/json"
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/validate"
	"github.com/stretchr/testify/require"
)

// FuzzUpdate holds Update to its promises for any two texts, and the error body
// to being one.
func FuzzUpdate(f *testing.F) {
	f.Add([]byte(stored), []byte(body))
	f.Add([]byte(`{"status":"running","x":{"p":1},"resultInfo":{"code":-0,"subcode":"1"}}`), []byte(`{"x":{"p":null},"resultInfo":{"code":0,"subcode":2},"id":"1"}`))
	f.Add([]byte(`{"@type":"graph.x","a":[1,{"b":2}]}`), []byte(`{"@odata.type":null,"a":null,"Status":1,"status":"","resultInfo":null}`))
	f.Add([]byte(`{"status":"3"}`), []byte("{\"\\ud83d\\ude00/~\":\"\xff\"}"))
	validators := []*validate.Validator{
		validate.New(nil),
		validate.New(&validate.Options{AllowUnknownStatus: true, NoLifecycle: true, ReadOnly: []string{"/x/p", "/resultInfo/code", "/a/1/b"}}),
		validate.New(&validate.Options{RejectUnknownMembers: true, ReadOnly: []string{"/x/p", "/resultInfo/message", "/@odata.type"}, ReadOnlyMode: validate.Ignore}),
	}
	f.Fuzz(func(t *testing.T, current, body []byte) {
		o, err := commsop.Decode(current)
		if err != nil {
			return
		}
		for _, v := range validators {
			if checkUpdate(t, v, o, body) {
				continue
			}
			_, err := v.Update(o, body)
			b, err := json.Marshal(validate.ODataError(err))
			require.NoError(t, err)
			require.True(t, json.Valid(b))
		}
	})
}
