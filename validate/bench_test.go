package validate_test

import (
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/validate"
	"example.com/graphcomms/validate/playground"
	"github.com/go-playground/validator/v10"
	"github.com/stretchr/testify/require"
)

const valid = `{"@odata.type":"#microsoft.graph.commsOperation","id":"b571cdaa-cdaa-b571-aacd-71b5aacd71b5","status":"Completed","clientContext":"Client Context value",` +
	`"resultInfo":{"@odata.type":"#microsoft.graph.resultInfo","code":200,"subcode":0,"message":"Message value"}}`

// tagged is an operation for validator/v10, with the rules as tags.
type tagged struct {
	Type          string `validate:"required"`
	ID            string
	Status        string `validate:"required,oneof=NotStarted Running Completed Failed"`
	ClientContext string `validate:"max=256"`
	ResultInfo    *struct {
		Type          string
		Code, Subcode *int32 `validate:"required"`
		Message       string
	}
}

func newTagged() *tagged {
	x := &tagged{Type: "#microsoft.graph.commsOperation", ID: "b571cdaa-cdaa-b571-aacd-71b5aacd71b5", Status: "Completed", ClientContext: "Client Context value"}
	x.ResultInfo = &struct {
		Type          string
		Code, Subcode *int32 `validate:"required"`
		Message       string
	}{"#microsoft.graph.resultInfo", new(int32(200)), new(int32), "Message value"}
	return x
}

// TestAllocations counts what it costs to find nothing wrong.
func TestAllocations(t *testing.T) {
	const more = `,"tag@contoso.note":1,"tag":"a"}`
	text := valid[:len(valid)-1] + more
	o, p := operation(t, text), partial(t, text)
	for name, v := range map[string]*validate.Validator{
		"zero":   validate.New(nil),
		"closed": validate.New(&validate.Options{RejectUnknownMembers: true}),
	} {
		if name == "closed" {
			o.AdditionalData = o.AdditionalData[:1] // the annotation
			p.AdditionalData = p.AdditionalData[:1]
		}
		var err error
		free := func(what string, judge func() error) {
			require.Zero(t, testing.AllocsPerRun(100, func() { err = judge() }), "%s %s", name, what)
			require.NoError(t, err)
		}
		free("Operation", func() error { return v.Operation(o) })
		free("ResultInfo", func() error { return v.ResultInfo(*o.ResultInfo) })
		free("Patch", func() error { return v.Patch(p) })
	}
}

// BenchmarkOperation judges one valid operation, ours beside validator/v10 with
// tags.
func BenchmarkOperation(b *testing.B) {
	o, v := operation(b, valid), validate.New(nil)
	plain := validator.New(validator.WithRequiredStructEnabled())
	registered := validator.New(validator.WithRequiredStructEnabled())
	require.NoError(b, playground.Register(registered, nil))
	x := newTagged()
	for _, bench := range []struct {
		name  string
		judge func() error
	}{
		{"ours", func() error { return v.Operation(o) }},
		{"tags", func() error { return plain.Struct(x) }},
		{"registered", func() error { return registered.Struct(&o) }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := bench.judge(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkUpdate goes from the bytes of the stored operation and of the body
// of the page to the bytes of the result.
func BenchmarkUpdate(b *testing.B) {
	before, text := []byte(stored), []byte(body)
	v := validate.New(nil)
	dst := make([]byte, 0, 1024)
	b.ReportAllocs()
	b.SetBytes(int64(len(before) + len(text)))
	for b.Loop() {
		current, err := commsop.Decode(before)
		if err != nil {
			b.Fatal(err)
		}
		r, err := v.Update(current, text)
		if err != nil {
			b.Fatal(err)
		}
		if _, err = r.Operation.AppendJSON(dst); err != nil {
			b.Fatal(err)
		}
	}
}
