package odata_test

import (
	"testing"

	"example.com/graphcomms/odata"
)

func BenchmarkMembers(b *testing.B) {
	m := members(b, wire)
	dst := make([]byte, 0, 1024)
	b.Run("decode", func(b *testing.B) {
		text := []byte(wire)
		b.ReportAllocs()
		for b.Loop() {
			var m odata.Members
			if m.UnmarshalJSON(text) != nil {
				b.Fatal("refused")
			}
		}
	})
	b.Run("encode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := m.AppendJSON(dst); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("unmarshal", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var v struct {
				N float64 `json:"n"`
			}
			if err := m.Unmarshal(&v); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkTypeIs(b *testing.B) {
	const written, known odata.Type = "https://graph.microsoft.com/v1.0/$metadata#graph.RecordOperation", "#microsoft.graph.recordOperation"
	b.ReportAllocs()
	for b.Loop() {
		if !written.Is(known) {
			b.Fatal("another type")
		}
	}
}
