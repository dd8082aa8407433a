package jsonscan

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAppendCompact(t *testing.T) {
	for _, text := range append(trees,
		" {\t\"a b\" :\r\n[ 1 , -2.5e+3 ,\"\\\" \\\\\" ] , \" \":\" \\u0020 \" } ", "[ \"\u2028<>&\" ]") {
		require.Nil(t, Check([]byte(text)), text)
		var want bytes.Buffer
		require.NoError(t, json.Compact(&want, []byte(text)))
		require.Equal(t, "before"+want.String(), string(AppendCompact([]byte("before"), []byte(text))))
		require.Equal(t, want.String(), string(AppendValue(nil, []byte(text), Space)))
		require.Equal(t, text, string(AppendValue(nil, []byte(text), 0)), "without Space there is nothing to drop")
	}
}

func TestWriter(t *testing.T) {
	w := NewWriter([]byte("before"))
	got, f := w.Close()
	require.Nil(t, f)
	require.Equal(t, "before{}", string(got), "no members")

	w = NewWriter([]byte("before"))
	w.Text("a", "\"é\n")
	w.Int32("b", -2147483648)
	w.Literal("c", `"200"`)
	got, f = w.Close()
	require.Nil(t, f)
	require.Equal(t, `before{"a":"\"é\n","b":-2147483648,"c":"200"}`, string(got))

	w = NewWriter([]byte("before"))
	w.Text("a", "\xff")
	w.Text("b", "\xfe")
	w.Int32("c", 1)
	got, f = w.Close()
	require.Equal(t, &Fault{Pointer: "/a", Err: ErrInvalidUTF8}, f, "the first failure")
	require.Equal(t, "before", string(got), "what it was at first")
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
			w, a := NewWriter([]byte("before")), Appender{}
			for _, m := range row.members {
				a.Member(&w, m.name, []byte(m.value), 1, false)
			}
			got, f := w.Close()
			if row.err != nil {
				require.NotNil(t, f)
				require.Equal(t, row.pointer, f.Pointer, row.why)
				require.Equal(t, row.err, f.Err, row.why)
				require.Equal(t, "before", string(got))
				return
			}
			require.Nil(t, f)
			require.Equal(t, "before"+row.want, string(got), row.why)
		})
	}
}
