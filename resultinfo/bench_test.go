package resultinfo_test

import (
	"testing"

	"example.com/graphcomms/resultinfo"
	"github.com/stretchr/testify/require"
)

// The strings of a decoded value share one allocation; encoding into a slice
// with room and comparing take none.
func TestAllocations(t *testing.T) {
	text := []byte(page)
	r, dst := decode(t, page), make([]byte, 0, 1024)
	s := r.Clone()
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { _, _ = resultinfo.Decode(text) }), 1.0, "Decode")
	require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = r.AppendJSON(dst) }), "AppendJSON")
	require.Zero(t, testing.AllocsPerRun(100, func() { _ = r.Equal(s) }), "Equal")
}

func BenchmarkResultInfo(b *testing.B) {
	text := []byte(page)
	r, p, dst := decode(b, page), decodePatch(b, `{"code":200,"message":null}`), make([]byte, 0, 1024)
	for name, f := range map[string]func() error{
		"decode": func() error { _, err := resultinfo.Decode(text); return err },
		"encode": func() error { _, err := r.AppendJSON(dst); return err },
		"apply":  func() error { _, err := p.Apply(r); return err },
		"diff":   func() error { _, err := resultinfo.Diff(r, resultinfo.ResultInfo{Type: r.Type}); return err },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := f(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
