package jsonscan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// trees are texts with everything that a tree notes.
var trees = []string{
	`null`, ` "a\nb" `, `{}`, ` [ ] `, `[[],{},[[]]]`,
	`{"a":1,"b":{"c":[null,{"d":null}],"é":{}},"\u0065":[{"x":[]}]}`,
	` { "a" : { "b" : { "c" : null } , "d" : 0 } , "e" : "é" } `,
	`{"a":[{"b":null}],"c":null}`,
	`{"a":{"b":{"c":{}}},"d":[[1,2],[3]]}`,
}

// Every node of a tree against what encoding/json makes of its text.
func TestParse(t *testing.T) {
	for _, text := range trees {
		for _, elements := range []bool{Members, Elements} {
			tree, f := Parse([]byte(text), elements, nil)
			require.Nil(t, f, text)
			require.Equal(t, tree.Nodes, ParseGood([]byte(text), elements).Nodes, text)
			require.Equal(t, strings.TrimSpace(text), string(tree.Text(0)))
			require.Equal(t, len(tree.Nodes), requireNode(t, &tree, 0, elements), text)
		}
	}
}

// TestParseGood reads a repeated name, which shows that it keeps none: not in an
// object of any size, nor in an array that is a leaf.
func TestParseGood(t *testing.T) {
	for _, n := range []int{2, 9, 200} {
		text := `{"a":[{` + strings.Repeat(`"b":0,`, n) + `"b":0}],` + strings.Repeat(`"\u0061":{},`, n) + `"a":1}`
		require.Len(t, ParseGood([]byte(text), Members).Nodes, n+3)
	}
}

// TestUnmarked marks members at random and compares with a text that is made from
// the tree's nodes one by one.
func TestUnmarked(t *testing.T) {
	const text = `{"a":1,"b":{"c":[null,{"d":null,"é":{}}],"\"":{"e":",}"}},"f":[[],[{"g":0}]],"h":{},"i":{"j":{"k":{}}}}`
	for _, elements := range []bool{Members, Elements} {
		for marks := range 1 << 13 {
			tree := ParseGood([]byte(text), elements)
			for n := range tree.Nodes {
				tree.Nodes[n].Mark = tree.Nodes[n].NameStart > 0 && marks>>(n%13)&1 != 0
			}
			require.Equal(t, unmarked(&tree, 0), string(tree.Unmarked()), "%013b", marks)
		}
	}
}

func unmarked(t *Tree, n int) string {
	if t.Nodes[n].NumChildren == 0 {
		return string(t.Text(n))
	}
	var kids []string
	for k := n + 1; k < t.Nodes[n].After; k = t.Nodes[k].After {
		switch {
		case !t.IsObject(n):
			kids = append(kids, unmarked(t, k))
		case !t.Nodes[k].Mark:
			kids = append(kids, `"`+string(t.Name(k))+`":`+unmarked(t, k))
		}
	}
	open, end := t.Text(n)[:1], t.Text(n)[len(t.Text(n))-1:]
	return string(open) + strings.Join(kids, ",") + string(end)
}

// requireNode checks node n and all below it, and returns the one after them.
func requireNode(t *testing.T, tree *Tree, n int, elements bool) int {
	t.Helper()
	node, text := tree.Nodes[n], string(tree.Text(n))
	require.True(t, json.Valid([]byte(text)) && text == strings.TrimSpace(text), "the text of node %d: %q", n, text)

	var compact strings.Builder
	quoted := false // white space within a string is not counted
	for i, c := range text {
		if c == '"' && (i == 0 || text[i-1] != '\\') {
			quoted = !quoted
		}
		if quoted || c != ' ' {
			compact.WriteRune(c)
		}
	}
	require.Equal(t, compact.Len() < len(text), node.Flags&HasSpace != 0, "Space of %s", text)
	require.Equal(t, strings.Contains(text, `\`), node.Flags&Escaped != 0, "Escaped of %s", text)
	require.Equal(t, strings.Contains(text, "é"), node.Flags&NonASCII != 0, "High of %s", text)
	require.Equal(t, hasNullMember(json.RawMessage(text)), node.Flags&NullMember != 0, "NullMember of %s", text)
	require.Equal(t, text[0], tree.Kind(n))
	require.Equal(t, text == "null", tree.IsNull(n))
	require.Equal(t, text[0] == '{', tree.IsObject(n))

	var kids []json.RawMessage
	var object map[string]json.RawMessage
	switch {
	case tree.IsObject(n):
		require.NoError(t, json.Unmarshal([]byte(text), &object))
	case tree.Kind(n) == '[' && elements:
		require.NoError(t, json.Unmarshal([]byte(text), &kids))
	}
	require.Equal(t, len(object)+len(kids), int(node.NumChildren), "children of %s", text)
	k := n + 1
	for i := range node.NumChildren {
		var want string
		if object == nil {
			want = string(kids[i])
		} else {
			name := string(AppendUnescaped(nil, tree.Name(k)))
			want = string(object[name])
			require.Equal(t, strings.Contains(string(tree.Name(k)), `\`), tree.Nodes[k].NamePrint == 0)
			guess := k
			require.Equal(t, k, tree.Find(n, &guess, tree.Name(k), tree.Nodes[k].NamePrint))
			require.Equal(t, k, tree.Child(n, name))
		}
		require.Equal(t, want, string(tree.Text(k)), "child %d of %s", i, text)
		if object == nil {
			require.Equal(t, k, tree.Child(n, fmt.Sprint(i)))
		}
		k = requireNode(t, tree, k, elements)
	}
	require.Equal(t, k, node.After, "the node after %s", text)
	return k
}

// hasNullMember tells the same as NullMember, for any value.
func hasNullMember(text json.RawMessage) bool {
	var object map[string]json.RawMessage
	if text[0] != '{' || json.Unmarshal(text, &object) != nil {
		return false
	}
	for _, v := range object {
		if string(v) == "null" || hasNullMember(v) {
			return true
		}
	}
	return false
}

// Find and FindSame on objects of all sizes about the limits, asked in order,
// backwards and for what is not there, in either spelling.
func TestFind(t *testing.T) {
	spell := func(i int, escaped bool) string {
		if escaped {
			return fmt.Sprintf(`n\u0061me%d`, i)
		}
		return fmt.Sprintf(`name%d`, i)
	}
	for _, n := range []int{0, 1, 7, 8, 9, 31, 32, 33, 129, 1000} {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `,"%s":%d`, spell(i, i%3 == 0), i)
		}
		tree, f := Parse([]byte("{"+strings.TrimPrefix(b.String(), ",")+"}"), Members, nil)
		require.Nil(t, f)
		find := func(guess *int, i int, escaped bool) {
			t.Helper()
			_, _, fp := consumeName([]byte(`"`+spell(i, escaped)+`"`), 0)
			k := tree.Find(0, guess, []byte(spell(i, escaped)), fp)
			if i < 0 || i >= n {
				require.Equal(t, -1, k)
				return
			}
			require.Equal(t, fmt.Sprint(i), string(tree.Text(k)))
			require.Equal(t, tree.Nodes[k].After, *guess, "the guess is the next one")
		}
		for _, escaped := range []bool{false, true} {
			guess := 1
			for i := range n {
				find(&guess, i, escaped)
			}
			for i := n; i >= -1; i-- {
				find(&guess, i, escaped)
			}
		}
		other := tree
		guess := 1
		for k := len(tree.Nodes) - 1; k > 0; k-- {
			require.Equal(t, k, tree.FindSame(0, &guess, &other, k))
		}
	}
}

// The end of a name is found however much white space is behind it.
func TestNameBeforeMuchSpace(t *testing.T) {
	tree, f := Parse([]byte("{\"a\\\"b\" \n : \t1}"), Members, nil)
	require.Nil(t, f)
	require.Equal(t, `a\"b`, string(tree.Name(1)))
	tree.Nodes[1].nameGap = 3 // as for more than it can hold
	require.Equal(t, `a\"b`, string(tree.Name(1)))
}

func TestChild(t *testing.T) {
	tree, f := Parse([]byte(`{"":[10,20,30],"a\/b":{"~":1},"01":2}`), Elements, nil)
	require.Nil(t, f)
	child := func(n int, tokens ...string) string {
		for _, token := range tokens {
			if n = tree.Child(n, token); n < 0 {
				return "none"
			}
		}
		return string(tree.Text(n))
	}
	require.Equal(t, "30", child(0, "", "2"))
	require.Equal(t, "1", child(0, "a/b", "~"), "tokens are unescaped")
	require.Equal(t, "2", child(0, "01"), "a name may be any digits")
	for _, token := range []string{"3", "-1", "-", "", "01", "+1", "1.0", "1e0", "99999999999999999999", "x"} {
		require.Equal(t, "none", child(0, "", token), "%q is no index of three elements", token)
	}
	require.Equal(t, "none", child(0, "\xff"), "no name at all")
	require.Equal(t, "none", child(0, "01", "x"), "a number has no children")
}

func TestSame(t *testing.T) {
	values := []string{`null`, `true`, `false`, `0`, `1`, `-1`, `"1"`, `""`, `[]`, `{}`, `[1]`, `[[1]]`, `[1,1]`, `{"a":1}`, `{"b":1}`, `{"a":1,"b":1}`, `{"a":null}`, `[null]`}
	respelled := []string{`null`, `true`, `false`, `-0.0e7`, `10e-1`, `-1.0`, `"\u0031"`, `""`, `[ ]`, `{ }`, `[1.0]`, `[[1e0]]`, `[ 1,1.0]`, `{"\u0061":1}`, `{"b":1.0}`, `{"b":1,"a":1}`, `{"\u0061":null}`, `[ null]`}
	pad := ",\"" + strings.Repeat("x", 300) + "\"]" // too long to be compared as bytes
	for i, a := range values {
		for j, b := range respelled {
			for _, wrap := range [][2]string{{"", ""}, {"[", pad}} {
				x, f := Parse([]byte(wrap[0]+a+wrap[1]), Elements, nil)
				require.Nil(t, f)
				y, f := Parse([]byte(wrap[0]+b+wrap[1]), Elements, nil)
				require.Nil(t, f)
				require.Equal(t, i == j, Equal(&x, 0, &y, 0), "%s and %s", a, b)
				require.Equal(t, i == j, Equal(&y, 0, &x, 0), "%s and %s", b, a)
				require.Equal(t, i == j, EqualValues(x.Text(0), y.Text(0)), "%s and %s", a, b)
			}
		}
	}
}

func TestSamePrefix(t *testing.T) {
	text := []byte("a text of more than three words")
	for n := range len(text) + 1 {
		for m := range len(text) + 1 {
			require.Equal(t, min(n, m), SamePrefix(text[:n], text[:m]), "%d and %d", n, m)
		}
		for i := range n {
			other := bytes.Clone(text)
			other[i] ^= 0x80
			require.Equal(t, i, SamePrefix(text[:n], other), "differs at %d of %d", i, n)
		}
	}
}

func TestInNumber(t *testing.T) {
	for c := range 256 {
		require.Equal(t, strings.ContainsRune("0123456789+-.eE", rune(c)), InNumber(byte(c)), "%q", c)
	}
}

// Locate finds the pointers of all places of a text in one walk: here of every
// value and every name.
func TestLocate(t *testing.T) {
	text := `{ "a" : [ 1 , { "b/c" : "x" , "" : [ ] } ] , "~\u0041" : { } , "d" : [ [ null ] ] }`
	want := []Error{
		{Pointer: "", Offset: strings.Index(text, "{")},
		{Pointer: "", Offset: strings.Index(text, `"a"`)}, // a name belongs to its object
		{Pointer: "/a", Offset: strings.Index(text, "[ 1")},
		{Pointer: "/a/0", Offset: strings.Index(text, "1")},
		{Pointer: "/a/1", Offset: strings.Index(text, `{ "b`)},
		{Pointer: "/a/1/b~1c", Offset: strings.Index(text, `"b/c"`), Err: ErrDuplicateName}, // unless it is repeated
		{Pointer: "/a/1/b~1c", Offset: strings.Index(text, `"x"`)},
		{Pointer: "/a/1/", Offset: strings.Index(text, "[ ]")},
		{Pointer: "/a/1", Offset: strings.Index(text, "} ]")},
		{Pointer: "/a", Offset: strings.Index(text, "] , \"~")},
		{Pointer: "/~0A", Offset: strings.Index(text, `{ }`)},
		{Pointer: "/d/0/0", Offset: strings.Index(text, "null")},
		{Pointer: "", Offset: len(text)},
	}
	got := make([]Error, len(want))
	for i, f := range want {
		got[i] = Error{Offset: f.Offset, Err: f.Err}
	}
	Locate([]byte(text), got)
	require.Empty(t, cmp.Diff(want, got, cmp.Comparer(func(a, b error) bool { return a == b })))
	for i, f := range want { // each alone, too
		one := []Error{{Offset: f.Offset, Err: f.Err}}
		Locate([]byte(text), one)
		require.Equal(t, want[i], one[0])
	}
}

func TestPointers(t *testing.T) {
	for text, want := range map[string]string{``: `/`, `a`: `/a`, `a/b~c~1`: `/a~1b~0c~01`, `\u002f\u007e`: `/~1~0`, `\"`: `/"`} {
		require.Equal(t, "/x"+want, string(AppendToken([]byte("/x"), []byte(text))))
	}
	for p, want := range map[string]string{"": "", "/a/0": "/a/0", "/é": "/é", "/a\nb": `/a\nb`, "/\"\x00": `/\"\x00`} {
		require.Equal(t, want, ShowPointer(p))
	}
	require.NotContains(t, ShowPointer(strings.Repeat("/abc", 50)), "…", "200 bytes are shown")
	require.Contains(t, ShowPointer(strings.Repeat("/abc", 50)+"/"), "…")
	for n := range 4 { // whatever is cut, no character is
		shown := ShowPointer("/start" + strings.Repeat("a", n) + strings.Repeat("é", 200) + strings.Repeat("😀", 100) + "/end")
		require.Less(t, len(shown), 250)
		require.True(t, strings.HasPrefix(shown, "/start") && strings.HasSuffix(shown, "/end"), shown)
		require.True(t, utf8.ValidString(shown), "%q", shown)
	}
}
