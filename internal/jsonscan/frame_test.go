package jsonscan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var framed = []struct{ name, why, text string }{
	{"empty object", "the shortest", `{}`},
	{"empty array", "likewise", `[]`},
	{"empty string", "its quotes are the same", `""`},
	{"object", "members of all kinds", `{"a":[1,-2.5e3,true,false,null],"b":{"c":{}},"d":"x"}`},
	{"white space", "anywhere", "{ \"a\" :\n[ 1 ,\t2 ] }"},
	{"brackets in a string", "they are text", `["]}",{"[{":"}]"}]`},
	{"quotes in a string", "they are text behind a backslash", `["\"]","\\","\\\"",{"\"}":1}]`},
	{"long strings", "they are read eight bytes at a time", `["` + strings.Repeat("abc", 9) + `","` + strings.Repeat(`a\\`, 9) + `"]`},
	{"other letters", "bytes over 0x7F", `["é","😀","\u00e9","\ud83d\ude00"]`},
	{"string", "by itself", `"a \"text\" with \\ and \ud83d\ude00"`},
}

// A frame ends with the last byte, in whatever pieces the value comes.
func TestFrame(t *testing.T) {
	for _, row := range framed {
		t.Run(row.name, func(t *testing.T) {
			for step := 1; step < 20; step++ {
				var f Frame
				end := 0
				for end = step; end < len(row.text); end += step {
					require.False(t, f.Ends([]byte(row.text[:end])), "%s: %s", row.why, row.text[:end])
				}
				require.True(t, f.Ends([]byte(row.text)), "%s: in steps of %d", row.why, step)
			}
			for _, more := range []string{" ", ",", "]", `"`, "x"} {
				require.True(t, new(Frame).Ends([]byte(row.text+more)), row.why)
			}
		})
	}
	for _, text := range []string{"1", "-1.5e3", "null", "x"} {
		require.False(t, new(Frame).Ends([]byte(text)), "more of it may follow")
		for _, end := range []string{" ", "\n", ",", ":", "]", "}"} {
			require.True(t, new(Frame).Ends([]byte(text+end)), text+end)
		}
	}
	for _, text := range []string{"]", "}", ",", ":", "{]"} {
		require.True(t, new(Frame).Ends([]byte(text)), "nothing that follows makes a value of it")
	}
}

// A value that is cut anywhere wants more, and is at fault where there is no
// more.
func TestPiece(t *testing.T) {
	for _, row := range append(framed, []struct{ name, why, text string }{
		{"number", "", "-12.5e+3"}, {"zero", "", "0"}, {"word", "", "false"}, {"null", "", "null"},
	}...) {
		t.Run(row.name, func(t *testing.T) {
			for k := range len(row.text) {
				data := []byte(row.text[:k])
				_, more, f := Piece(data, 0, false)
				require.True(t, more, "%s: %s", row.why, data)
				require.Nil(t, f)
				n, more, f := Piece(data, 0, true)
				require.False(t, more)
				require.Equal(t, Check(data), f, string(data))
				if f == nil {
					require.Equal(t, k, n)
				}
			}
			for _, rest := range []string{"", ",", " x", "]", `"`} {
				n, more, f := Piece([]byte(row.text+rest), 0, rest == "")
				require.Nil(t, f)
				require.False(t, more)
				require.Equal(t, len(row.text), n, "what follows is not looked at")
			}
		})
	}
	for _, row := range []struct{ name, why, text string }{
		{"no value", "nothing makes one of it", "]"},
		{"comma", "likewise", `{"a":1,}`},
		{"bracket", "the wrong one", `{"a":[1}`},
		{"escape", "there is none such", `"\x`},
		{"hexadecimal", "four digits", `"\u12x`},
		{"word", "misspelled", `[nulx`},
		{"number", "no leading zero", `[01`},
		{"name", "twice", `{"a":1,"a"`},
		{"UTF-8", "of what is whole", "\"\xff\""},
		{"half a pair", "the other half does not follow", `"\ud83d x`},
	} {
		_, more, f := Piece([]byte(row.text), 0, false)
		require.False(t, more, row.name)
		require.Equal(t, Check([]byte(row.text)), f, "%s: %s", row.name, row.why)
		require.NotNil(t, f)
	}
	deep := strings.Repeat("[", MaxDepth+1)
	for depth := range 2 {
		_, more, f := Piece([]byte(deep[:MaxDepth-depth]), depth, false)
		require.True(t, more)
		require.Nil(t, f)
		_, _, f = Piece([]byte(deep[:MaxDepth-depth+1]), depth, false)
		require.ErrorIs(t, f.Err, ErrDepth)
	}
}

func TestNames(t *testing.T) {
	var n Names
	for _, row := range []struct {
		name string
		want bool
	}{{`"a"`, true}, {`"b"`, true}, {`""`, true}, {`"\u0061"`, false}, {`"\u0063"`, true}, {`"c"`, false}, {`"é"`, true}, {`"\u00e9"`, false}} {
		require.Equal(t, row.want, n.Add([]byte(row.name)), row.name)
	}
	n.Reset()
	require.True(t, n.Add([]byte(`"a"`)), "no names are left")
	for range 2 {
		n.Reset()
		for i := range 20 {
			require.True(t, n.Add(fmt.Appendf(nil, `"%d"`, i)))
		}
		for i := range 20 {
			require.False(t, n.Add(fmt.Appendf(nil, `"%d"`, i)), "nor anything else of them")
		}
	}
	for round := range 2 { // small and large
		n.Reset()
		for i := range 1000 << (5 * round) {
			require.True(t, n.Add(fmt.Appendf(nil, `"name %d"`, i)))
		}
		require.False(t, n.Add([]byte(`"name 0"`)))
		require.False(t, n.Add([]byte(`"name\u0020999"`)))
	}
	n = Names{}
	for range 1000 {
		n.Reset()
		for i := range 20 {
			n.Add(fmt.Appendf(nil, `"%d"`, i))
		}
	}
	require.LessOrEqual(t, cap(n.far), 32, "a stream of objects takes no more memory than one of them")
}
