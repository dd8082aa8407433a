package bench

import (
	"errors"
	"fmt"
	"testing"

	"example.com/graphcomms/patch"
)

// BenchmarkScale shows that the time for a byte does not depend on the size of the text, as
// BenchmarkScale/work=Apply/shape=tree/size=1KB. The big sizes are left out of a short run.
func BenchmarkScale(b *testing.B) {
	sizes := []struct {
		name    string
		members int
	}{
		{"1KB", 20},
		{"100KB", 2_000},
		{"10MB", 200_000},
		{"100MB", 2_000_000},
	}
	// A patch of every tenth leaf, with its members in another order than the document.
	some := &Draw{Every: 10, Values: 1, Shuffle: true}
	works := []struct {
		name string
		call func(doc, other []byte) error
		draw *Draw // the other text, if there is one
	}{
		{"Check", func(doc, _ []byte) error { return patch.Check(doc) }, nil},
		{"Apply", discard(patch.Apply), some},
		{"Diff", discard(patch.Diff), &Draw{Values: 1, Shuffle: true}},
		{"Compose", discard(patch.Compose), some},
		{"Equal", func(doc, other []byte) error {
			if equal, err := patch.Equal(doc, other); err != nil || !equal {
				return errors.Join(errors.New("not equal"), err)
			}
			return nil
		}, &Draw{Shuffle: true}},
	}
	for _, work := range works {
		for _, flat := range []bool{false, true} {
			for _, size := range sizes {
				b.Run(fmt.Sprintf("work=%s/shape=%s/size=%s", work.name, shapeName(flat), size.name), func(b *testing.B) {
					if testing.Short() && size.members > 10_000 {
						b.Skip("takes long")
					}
					tree := Tree{Members: size.members, Flat: flat, Fan: 20} // objects of the same width at every size
					doc := tree.JSON(Draw{})
					var other []byte
					if work.draw != nil {
						other = tree.JSON(*work.draw)
					}
					b.ReportAllocs()
					b.SetBytes(int64(len(doc) + len(other)))
					for b.Loop() {
						if err := work.call(doc, other); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}

func shapeName(flat bool) string {
	if flat {
		return "flat"
	}
	return "tree"
}

func discard(work func(a, b []byte) ([]byte, error)) func(a, b []byte) error {
	return func(a, b []byte) error {
		_, err := work(a, b)
		return err
	}
}
