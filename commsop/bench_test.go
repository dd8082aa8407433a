package commsop_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"github.com/stretchr/testify/require"
)

// The page's request takes two allocations, one for all strings and one for
// the resultInfo. Encoding into a slice with room takes none, nor does
// comparing operations without additional members.
func TestAllocations(t *testing.T) {
	text := []byte(page)
	o, p, dst := decode(t, page), decodePatch(t, page), make([]byte, 0, 1024)
	q := o.Clone()
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { _, _ = commsop.Decode(text) }), 2.0, "Decode")
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { _, _ = commsop.DecodePatch(text) }), 2.0, "DecodePatch")
	require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = o.AppendJSON(dst) }), "AppendJSON")
	require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = p.AppendJSON(dst) }), "AppendJSON of a patch")
	require.Zero(t, testing.AllocsPerRun(100, func() { _ = o.Equal(q) }), "Equal")
}

// A page takes few allocations for each operation, and not more for each the
// longer it is.
func TestPageAllocations(t *testing.T) {
	perOperation := func(n int) float64 {
		text := pageOf(n)
		return testing.AllocsPerRun(3, func() {
			if _, err := commsop.DecodePage(text); err != nil {
				t.Error(err)
			}
		}) / float64(n)
	}
	require.Less(t, perOperation(5_000), 0.2)
}

func pageOf(n int) []byte {
	one := strings.Replace(page, "{", `{"id":"b571cdaa-cdaa-b571-aacd-71b5aacd71b5",`, 1)
	return []byte(`{"value":[` + strings.Join(slices.Repeat([]string{one}, n), ",") + `]}`)
}

// medium is an operation of 2 KB with twelve additional members.
func medium() string {
	o := must(commsop.Decode([]byte(page)))
	for i := range 12 {
		o.AdditionalData.Set(fmt.Sprintf("member%d", i), odata.Value(`{"a":[1,2.50,null],"text":"`+strings.Repeat("value ", 16)+`"}`))
	}
	return string(must(o.AppendJSON(nil)))
}

// S is the page's request, M an operation of 2 KB, L a page of 10 000.
func BenchmarkOperation(b *testing.B) {
	dst := make([]byte, 0, 1<<16)
	for size, text := range map[string]string{"S": page, "M": medium()} {
		o, p := decode(b, text), decodePatch(b, `{"status":"Failed","resultInfo":{"code":500},"member7":{"a":null}}`)
		to := must(p.Apply(o))
		data := []byte(text)
		for name, f := range map[string]func() error{
			"decode":      func() error { _, err := commsop.Decode(data); return err },
			"decodePatch": func() error { _, err := commsop.DecodePatch(data); return err },
			"encode":      func() error { _, err := o.AppendJSON(dst); return err },
			"apply":       func() error { _, err := p.Apply(o); return err },
			"diff":        func() error { _, err := commsop.Diff(o, to); return err },
			"then":        func() error { _, err := p.Then(p); return err },
			"clone":       func() error { _ = o.Clone(); return nil },
			"equal":       func() error { _ = o.Equal(to); return nil },
			"unmarshal":   func() error { var o commsop.Operation; return json.Unmarshal(data, &o) },
			"bytes":       func() error { _, err := patch.Apply(data, []byte(`{"status":"Failed"}`)); return err },
		} {
			b.Run(name+"/"+size, func(b *testing.B) {
				b.SetBytes(int64(len(data)))
				b.ReportAllocs()
				for b.Loop() {
					if err := f(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkPage(b *testing.B) {
	text := pageOf(10_000)
	g, err := commsop.DecodePage(text)
	require.NoError(b, err)
	dst := make([]byte, 0, len(text))
	b.Run("decode/L", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := commsop.DecodePage(text); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encode/L", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := g.AppendJSON(dst); err != nil {
				b.Fatal(err)
			}
		}
	})
}
