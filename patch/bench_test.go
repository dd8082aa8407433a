package patch_test

import (
	"fmt"
	"testing"

	"example.com/graphcomms/patch"
)

func run(b *testing.B, size int, f func() error) {
	b.ReportAllocs()
	b.SetBytes(int64(size))
	for b.Loop() {
		if err := f(); err != nil {
			b.Fatal(err)
		}
	}
}

// sizes are a series: time per byte stays the same along it.
var sizes = []int{1_000, 2_000, 10_000, 100_000, 1_000_000, 10_000_000}

// BenchmarkSize has each function work on documents of all sizes. The other
// document or patch differs in one number of each record.
func BenchmarkSize(b *testing.B) {
	for _, size := range sizes {
		doc := document(size)
		other := make([]byte, 0, len(doc)+len(doc)/50)
		for _, c := range doc {
			if other = append(other, c); c == '.' {
				other = append(other, '7') // 2.5 becomes 2.75
			}
		}
		small, large := []byte(smallPatch), other
		name := func(what string) string { return fmt.Sprintf("%s/%d", what, size) }
		b.Run(name("Check"), func(b *testing.B) { run(b, len(doc), func() error { return patch.Check(doc) }) })
		b.Run(name("ApplySmall"), func(b *testing.B) {
			run(b, len(doc), func() error { _, err := patch.Apply(doc, small); return err })
		})
		b.Run(name("AppendApplySmall"), func(b *testing.B) {
			dst := make([]byte, 0, 2*len(doc))
			run(b, len(doc), func() error { _, err := patch.AppendApply(dst, doc, small); return err })
		})
		b.Run(name("ApplyLarge"), func(b *testing.B) {
			run(b, len(doc)+len(large), func() error { _, err := patch.Apply(doc, large); return err })
		})
		b.Run(name("Diff"), func(b *testing.B) {
			run(b, len(doc)+len(other), func() error { _, err := patch.Diff(doc, other); return err })
		})
		b.Run(name("Compose"), func(b *testing.B) {
			run(b, len(doc)+len(other), func() error { _, err := patch.Compose(doc, other); return err })
		})
		b.Run(name("Merge3"), func(b *testing.B) {
			run(b, 3*len(doc), func() error { _, _, err := patch.Merge3(doc, other, doc); return err })
		})
		b.Run(name("Equal"), func(b *testing.B) {
			loose := append([]byte(" "), doc...) // not the same bytes
			run(b, 2*len(doc), func() error { _, err := patch.Equal(doc, loose); return err })
		})
	}
}
