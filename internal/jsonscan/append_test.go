package jsonscan

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAppendValue(t *testing.T) {
	for _, text := range append(trees,
		" {\t\"a b\" :\r\n[ 1 , -2.5e+3 ,\"\\\" \\\\\" ] , \" \":\" \\u0020 \" } ", "[ \"\u2028<>&\" ]") {
		require.Nil(t, Check([]byte(text)), text)
		var want bytes.Buffer
		require.NoError(t, json.Compact(&want, []byte(text)))
		require.Equal(t, "before"+want.String(), string(AppendValue([]byte("before"), []byte(text), HasSpace)))
		require.Equal(t, text, string(AppendValue(nil, []byte(text), 0)), "without Space there is nothing to drop")
	}
}

func TestAppendMembers(t *testing.T) {
	require.Equal(t, "before{}", string(CloseObject([]byte("before"), 6)), "no members")

	x, long := NewField("x", 0, Text), NewField("a name longer than others", 1, Text)
	got, f := AppendText([]byte("before"), nil, &x, "\"é\n", Absent)
	got = AppendInt(got, &x, -2147483648)
	got, f = AppendText(got, f, &long, "", Null)
	got, f = AppendText(got, f, &x, "", Absent)
	got, f = AppendText(got, f, &long, "", Present)
	require.Nil(t, f)
	require.Equal(t, `before{"x":"\"é\n","x":-2147483648,"a name longer than others":null,"a name longer than others":""}`, string(CloseObject(got, 6)))

	_, f = AppendText(nil, nil, &x, "\xff", Absent)
	_, f = AppendText(nil, f, &long, "\xfe", Absent)
	require.Equal(t, &Error{Pointer: "/x", Err: ErrInvalidUTF8}, f, "the first failure")
}

// Strings of all lengths about a word's with every byte at every place, after
// names of all lengths, with and without room for them. What is behind them
// stays.
func TestAppendText(t *testing.T) {
	for n := range 40 {
		size := n / 2
		l := NewField("nameofamember0123456789"[:1+size+n%2], 0, Text)
		for at := range size {
			for c := range 256 {
				s := strings.Repeat("x", at) + string([]byte{byte(c)}) + strings.Repeat("y", size-at-1)
				quoted, ok := AppendString(nil, s)
				exact := len(l.name) + size + len(`,"":""`) // without escapes
				for _, room := range []int{0, 20, 100, exact} {
					buf := slices.Clip(bytes.Repeat([]byte{'.'}, 6+room))
					got, f := AppendText(append(buf[:0], "before"...), nil, &l, s, Absent)
					require.Equal(t, ok, f == nil)
					if ok {
						require.Equal(t, `before,"`+l.name+`":`+string(quoted), string(got))
						require.Empty(t, bytes.TrimRight(buf[min(len(got), len(buf)):], "."))
					}
				}
			}
		}
	}
}

func TestAppender(t *testing.T) {
	type member struct{ name, value string }
	for _, row := range []struct {
		name    string
		members []member
		want    string
		pointer string
		err     error
		why     string
	}{
		{"good", []member{{"a", ` [ 1 , "x y" ] `}, {"\"\n", `null`}, {"", `{}`}, {"é/", "-0.0"}}, `{"a":[1,"x y"],"\"\n":null,"":{},"é/":-0.0}`, "", nil, "compact, the name escaped"},
		{"twice", []member{{"a/b", "1"}, {"c", "2"}, {"a/b", "3"}}, "", "/a~1b", ErrDuplicateName, "could not be read back"},
		{"twice, with escapes", []member{{"\x01", "1"}, {"\x01", "3"}}, "", "/\x01", ErrDuplicateName, "could not be read back"},
		{"bad name", []member{{"a\xff", "1"}}, "", "", ErrInvalidUTF8, "there is no name to point to"},
		{"bad value", []member{{"a", `{"b":[1,}`}}, "", "/a/b/1", ErrSyntax, "the pointer goes on within"},
		{"no value", []member{{"a", ``}}, "", "/a", ErrSyntax, "nor a null"},
		{"two values", []member{{"a", `1,"b":2`}}, "", "/a", ErrSyntax, "an injection"},
		{"bad byte", []member{{"a", "\"\xff\""}}, "", "/a", ErrInvalidUTF8, "could not be read back"},
		{"too deep", []member{{"a", strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth)}}, "", "/a" + strings.Repeat("/0", MaxDepth-1), ErrDepth, "with the object around it"},
		{"the first failure", []member{{"a", "1"}, {"a", "2"}, {"b", "x"}}, "", "/a", ErrDuplicateName, "is reported"},
	} {
		t.Run(row.name, func(t *testing.T) {
			var a Appender
			var f *Error
			got := []byte("before")
			for _, m := range row.members {
				got, f = a.Member(got, f, m.name, m.value, 1)
			}
			if row.err != nil {
				require.NotNil(t, f)
				require.Equal(t, row.pointer, f.Pointer, row.why)
				require.Equal(t, row.err, f.Err, row.why)
				return
			}
			require.Nil(t, f)
			require.Equal(t, "before"+row.want, string(CloseObject(got, 6)), row.why)
		})
	}
}
