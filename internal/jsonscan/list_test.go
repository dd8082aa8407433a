package jsonscan

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func readNumbers(text string) ([]int32, int, []Error) {
	var r Reader
	var a Array
	var l List[int32]
	r.Init([]byte(text))
	most := 0
	if r.Array(&a) {
		for r.NextElement(&a) {
			p := l.Next(&r)
			if *p != 0 {
				panic("an element that is not zero")
			}
			if r.Kind() == '"' {
				r.Refuse(ErrWrongType, "integer")
				continue
			}
			text, _ := r.Skip()
			*p, _ = TextInt32(text)
			most = max(most, cap(l.elements))
		}
	}
	return l.Elements(), most, r.Done()
}

// A list has about the room that its text needs, however long its elements are.
func TestListRoom(t *testing.T) {
	for _, row := range []struct {
		name, text string
		n, most    int
		why        string
	}{
		{"none", `[]`, 0, 0, "no room at all"},
		{"one", `[1]`, 1, 2, "exactly, but for the sizes that the allocator has"},
		{"sixteen", `[` + strings.Repeat("1,", 15) + `1]`, 16, 16, "before that no more is believed"},
		{"many", `[` + strings.Repeat("1,", 9999) + `1]`, 10000, 12500, "as many as are left, and some"},
		{"one long", `[` + strings.Repeat("1,", 4) + `1` + strings.Repeat(" ", 10000) + `]`, 5, 16, "white space is no element"},
		{"short, then one long", `[` + strings.Repeat("1,", 17) + `1` + strings.Repeat(" ", 10000) + `]`, 18, 6000, "the room that was believed is given back"},
		{"long, then short", `[` + strings.Repeat("1"+strings.Repeat(" ", 99)+",", 16) + strings.Repeat("1,", 9999) + `1]`, 10016, 12500, "the last ones tell"},
	} {
		t.Run(row.name, func(t *testing.T) {
			list, most, faults := readNumbers(row.text)
			require.Empty(t, faults)
			require.Len(t, list, row.n)
			for _, n := range list {
				require.Equal(t, int32(1), n)
			}
			require.LessOrEqual(t, most, row.most, row.why)
			require.LessOrEqual(t, cap(list), 2*row.n+16, row.why)
		})
	}
	list, most, faults := readNumbers(`["x",` + strings.Repeat("1,", 9999) + `1]`)
	require.Len(t, faults, 1)
	require.Len(t, list, 1, "what has no result keeps no elements")
	require.LessOrEqual(t, most, 16)
}

// Split finds what a Reader finds.
func TestSplit(t *testing.T) {
	for _, text := range []string{
		`{}`, `{"":0}`, `{"a":1,"b":[1,{"c":"}"}],"d":{"e":[]}}`, `{"a\"b":"\\","c":"x\",\"y\":1"}`, `{"\n":-1.5e3,"é":"é"}`, `{"a":{},"b":[],"c":"","d":null,"e":true}`,
	} {
		var r Reader
		var rec Record
		r.Init([]byte(text))
		require.True(t, r.Record(&rec))
		r.Next(&rec, nil)
		want, n := r.Extras(&rec)
		got, m := Split([]byte(text))
		require.Equal(t, want, got, text)
		require.Equal(t, n, m, text)
	}
}
