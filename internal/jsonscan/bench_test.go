package jsonscan

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// Texts that each stress another part of the scanner.
func shapes(size int) map[string][]byte {
	repeat := func(s string) string { return strings.Repeat(s, size/len(s)+1) }
	wide := []byte("{")
	for i := 0; len(wide) < size; i++ {
		wide = fmt.Appendf(wide, `"name%d":%d,`, i, i)
	}
	wide[len(wide)-1] = '}'
	depth := min(size/6, MaxDepth)
	return map[string][]byte{
		"text":    []byte(`"` + repeat("plain text ") + `"`),
		"escapes": []byte(`"` + repeat(`\u00e9\n`) + `"`),
		"utf8":    []byte(`"` + repeat("é😀") + `"`),
		"numbers": []byte("[" + repeat("12345.5e3,") + "0]"),
		"records": []byte("[" + repeat(`{"id":"a short text","flag":true,"list":[1,2]},`) + "0]"),
		"wide":    wide,
		"deep":    []byte(strings.Repeat(`{"a":`, depth) + "1" + strings.Repeat("}", depth)),
	}
}

func BenchmarkCheck(b *testing.B) {
	for _, size := range []int{1_000, 10_000, 100_000, 1_000_000, 10_000_000} {
		for _, name := range []string{"text", "escapes", "utf8", "numbers", "records", "wide", "deep"} {
			data := shapes(size)[name]
			b.Run(fmt.Sprintf("%s/%d", name, size), func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(len(data)))
				for b.Loop() {
					if f := Check(data); f != nil {
						b.Fatal(f)
					}
				}
			})
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for _, name := range []string{"records", "wide", "deep"} {
		data := shapes(100_000)[name]
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			var nodes []Node
			for b.Loop() {
				tree, f := Parse(data, Elements, nodes[:0])
				if f != nil {
					b.Fatal(f)
				}
				nodes = tree.Nodes
			}
		})
	}
}

func BenchmarkAppendString(b *testing.B) {
	for name, s := range map[string]string{"plain": strings.Repeat("plain text ", 10), "escapes": strings.Repeat("a \"quoted\" word\n", 10)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(s)))
			var dst []byte
			for b.Loop() {
				dst, _ = AppendString(dst[:0], s)
			}
		})
	}
}

func BenchmarkAppendValue(b *testing.B) {
	data := bytes.Repeat([]byte(`{ "id" : "a short text", "list" : [ 1, 2 ] } `), 100)
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	var dst []byte
	for b.Loop() {
		dst = AppendValue(dst[:0], data, HasSpace)
	}
}

func BenchmarkSameNumber(b *testing.B) {
	x, y := []byte("12345678901234567890.5e10"), []byte("123456789012345678905e9")
	b.ReportAllocs()
	for b.Loop() {
		if !SameNumber(x, y) {
			b.Fatal("different")
		}
	}
}
