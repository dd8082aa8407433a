package panel

import (
	"encoding/json"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/patch"
)

// lookup is the slow and obvious way to a pointer.
func lookup(t *testing.T, data []byte, way []string) json.RawMessage {
	t.Helper()
	for _, name := range way {
		var object map[string]json.RawMessage
		var array []json.RawMessage
		switch {
		case json.Unmarshal(data, &object) == nil:
			if data = object[name]; data == nil {
				return nil
			}
		case json.Unmarshal(data, &array) == nil:
			i, err := strconv.Atoi(name)
			if err != nil || i < 0 || i >= len(array) || strconv.Itoa(i) != name {
				return nil
			}
			data = array[i]
		default:
			return nil
		}
	}
	return data
}

func TestFindAgreesWithLookup(t *testing.T) {
	texts := []string{
		`{"a":{"b":[1,{"c":null}],"":{"":2}},"a/b":"~","~1":true,"é":{"x":-0.0e1}}`,
		" [ [ ] , { \"a\" : \"}]\\\"\" } , 1e999 ]\n", `"x"`, `0`, `{}`, "{\n\t\"\\u0061\" : {\r\n\"b\":{}}}",
	}
	pointers := []string{
		"", "/", "/a", "/a/b", "/a/b/0", "/a/b/1/c", "/a/b/1/c/d", "/a/b/2", "/a/b/-", "/a/b/00", "/a/", "/a//", "/a~1b", "/~01", "/é/x",
		"/0", "/1/a", "/2", "/3", "/nowhere/at/all",
	}
	for _, data := range texts {
		found := newText(Body, []byte(data)).find(pointers)
		for i, p := range pointers {
			want := lookup(t, []byte(data), names(p))
			got := found[i].value
			require.Equal(t, want == nil, got == "", "%s in %s", p, data)
			if want == nil {
				require.NotNil(t, lookup(t, []byte(data), names(p)[:found[i].depth]), "%s in %s: the way that it has", p, data)
				require.Nil(t, lookup(t, []byte(data), names(p)[:found[i].depth+1]), "%s in %s: and no more", p, data)
				continue
			}
			same, err := patch.Equal(want, []byte(got))
			require.NoError(t, err)
			require.True(t, same, "%s in %s is %s, not %s", p, data, want, got)
		}
	}
}

func TestFindTakesTheOtherNameOfTheType(t *testing.T) {
	at := newText(Body, []byte(`{"x":1,"@type":"y"}`)).find([]string{"/@odata.type"})[0]
	require.Equal(t, `"y"`, at.value)
	require.Equal(t, Place{Line: 1, Last: 1, Start: 7, End: 18}, at.Place)
}

func TestIndent(t *testing.T) {
	require.Equal(t, "{\n  \"a\": []\n}", indent([]byte(`{"a":[]}`)))
	require.Equal(t, `"[[\"["`, indent([]byte(`"[[\"["`)))
	deep := make([]byte, 0, 2*(deepest+1))
	for range deepest + 1 {
		deep = append(deep, '[')
	}
	for range deepest + 1 {
		deep = append(deep, ']')
	}
	require.Equal(t, string(deep), indent(deep), "the spaces would be the square of it")
	require.NotEqual(t, string(deep[1:len(deep)-1]), indent(deep[1:len(deep)-1]))
}
