package jsonscan

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// slowString is String a byte at a time, for strings without escapes.
func slowString(data []byte) (int, Flags) {
	var f Flags
	for i := 1; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			return i + 1, f
		case c < ' ':
			return i, f | badSyntax
		case c >= 0x80:
			f |= NonASCII
		}
	}
	return len(data), f | badSyntax
}

// A string is read eight bytes at a time: every byte at every place of two
// words and a rest, among neighbours that differ from it by one bit or by one.
func TestStringWords(t *testing.T) {
	fillers := []string{"a", "!", "#", "]", "\x7f", "\xff", "\x80", "\xa1", "\xdc", " "}
	for c := range 256 {
		if c == '\\' {
			continue
		}
		for at := range 18 {
			for _, fill := range fillers {
				for _, end := range []string{`"`, `",`, `"        "`, ""} {
					text := `"` + strings.Repeat(fill, at) + string([]byte{byte(c)}) + strings.Repeat(fill, 17-at) + end
					want, wantFlags := slowString([]byte(text))
					got, flags := ConsumeString([]byte(text), 0)
					if got != want || flags&^NonASCII != wantFlags&^NonASCII || flags&Failed == 0 && flags != wantFlags {
						t.Fatalf("%q: got %d, %b, want %d, %b", text, got, flags, want, wantFlags)
					}
				}
			}
		}
	}
}

func TestStringEscapes(t *testing.T) {
	for _, row := range []struct {
		name, text string
		end        int
		flags      Flags
		why        string
	}{
		{"empty", `""`, 2, 0, "the quotes alone"},
		{"not at the start", `x"ab"y`, 5, 0, "from index 1"},
		{"all short ones", `"\"\\\/\b\f\n\r\t"`, 18, Escaped, "RFC 8259 section 7"},
		{"hexadecimal", `"\u00aF\uFFFF"`, 14, Escaped, "either case"},
		{"pair", `"\ud83d\ude00"`, 14, Escaped, "two of one character"},
		{"mixed", `"é\té"`, 8, Escaped | NonASCII, "both are noted"},
		{"quote behind a backslash", `"\\"x`, 4, Escaped, "the backslash is the escaped one"},
		{"nothing", `"`, 1, badSyntax, "the end"},
		{"open", `"abcdefghi`, 10, badSyntax, "the end"},
		{"backslash at the end", `"a\`, 3, badSyntax, "the end"},
		{"unknown", `"\a"`, 2, badSyntax, "at the letter"},
		{"capital", `"\N"`, 2, badSyntax, "at the letter"},
		{"short hexadecimal", `"\u00`, 5, badSyntax, "the end"},
		{"bad hexadecimal", `"\u00:0"`, 5, badSyntax, "at the digit; ':' follows '9'"},
		{"bad letter", `"\u000g"`, 6, badSyntax, "at the digit"},
		{"lone high", `"a\ud83d"`, 2, badSurrogate, "at its backslash"},
		{"lone low", `"\ude00\ud83d"`, 1, badSurrogate, "at its backslash"},
		{"high and another escape", `"\ud83d\n"`, 1, badSurrogate, "at its backslash"},
		{"high and a letter", `"\ud83d\u0041"`, 1, badSurrogate, "at its backslash"},
		{"high and bad hexadecimal", `"\ud83d\ude0x"`, 1, badSurrogate, "no other half comes any more, and the half that there is comes first"},
		{"high and a bad escape", `"\ud83d\x"`, 1, badSurrogate, "likewise"},
		{"high and short hexadecimal", `"\ud83d\u001"`, 1, badSurrogate, "likewise"},
		{"low and short hexadecimal", `"\udc00\u001"`, 1, badSurrogate, "likewise"},
		{"low at the end", `"\udc00`, 1, badSurrogate, "nothing that follows helps"},
		{"high at the end", `"\ud83d`, 7, badSyntax, "the end: the other half may have been to come"},
		{"high and half of a low at the end", `"\ud83d\uDE0`, 12, badSyntax, "likewise"},
		{"high and half of a high at the end", `"\ud83d\ud8`, 1, badSurrogate, "that is no other half"},
	} {
		t.Run(row.name, func(t *testing.T) {
			end, flags := ConsumeString([]byte(row.text), strings.IndexByte(row.text, '"'))
			require.Equal(t, row.end, end, row.why)
			require.Equal(t, row.flags, flags&^(Escaped|NonASCII)|row.flags&flags, row.why)
		})
	}
}

// texts are of strings, some of them the same in other words.
var texts = []string{
	``, `a`, `\u0061`, `ab`, `a\u0062`, `\"`, `\u0022`, `\\`, `\/`, `/`, `\b\f\n\r\t`, `\u0008\u000c\u000a\u000D\u0009`,
	`é`, `\u00e9`, `e\u0301`, `😀`, `\ud83d\ude00`, `\uD83D\uDE00`, `�`, `\ufffd`, `\u0000`, `long text with é in it`,
	`long text with \u00e9 in it`, `long text with \u00e9 in i`, `<>&` + "\u2028", `\u003c\u003e\u0026\u2028`, "\x7f",
	`⢢`, `⢮`, `a⢢`, `\u0061⢮`, `\u28ae`, `⠀`, // the same but for their last bytes
}

func TestTexts(t *testing.T) {
	meanings := map[string]string{}
	for _, text := range texts {
		var meaning string
		require.NoError(t, json.Unmarshal([]byte(`"`+text+`"`), &meaning))
		meanings[text] = meaning
		require.Equal(t, "before"+meaning, string(AppendUnescaped([]byte("before"), []byte(text))))
	}
	for _, a := range texts {
		for _, b := range texts {
			require.Equal(t, meanings[a] == meanings[b], SameText([]byte(a), []byte(b)), "%s and %s", a, b)
		}
	}
}

// Names are compared before the end of the scan finds what is not UTF-8 in them.
func TestSameTextOfBadBytes(t *testing.T) {
	for _, row := range []struct{ name, a, b, reason string }{
		{"byte", `\ufffd`, "\xff", "a byte that is no character is not the one that stands for it"},
		{"begun character", `a\ufffdb`, "a\xe2b", "nor is one that only begins one"},
		{"at the end", `a\ufffd`, "a\xf0", "likewise, and nothing follows"},
		{"rest of a character", `\ufffd`, "\xa2", "nor is one that only ends one"},
		{"behind the same bytes", "\xe2" + `\ufffd`, "\xe2\x82", "nor is one in the middle, behind one that was the same"},
		{"surrogate", `\ufffd\ufffd\ufffd`, "\xed\xa0\x80", "nor are three"},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.False(t, SameText([]byte(row.a), []byte(row.b)), row.reason)
			require.False(t, SameText([]byte(row.b), []byte(row.a)), row.reason)
		})
	}
	require.True(t, SameText([]byte(`\ufffd`), []byte("\ufffd")), "the character itself is the same in both spellings")
}

func TestAppendString(t *testing.T) {
	for c := range rune(256) {
		for at := range 18 {
			s := strings.Repeat("x", at) + string(c) + strings.Repeat("x", 17-at)
			requireString(t, s)
		}
	}
	for _, s := range []string{"", "\u2028<>&", "\"\\\"\\\"\\\"\\\"\\", "\x00\x01\x02\x03\x04\x05\x06\x07\x08", "é😀\U0010ffff"} {
		requireString(t, s)
	}
	got, ok := AppendString(nil, "\x1f\x00\"\\/\b\f\n\r\t\x7f")
	require.True(t, ok)
	require.Equal(t, `"\u001f\u0000\"\\/\b\f\n\r\t`+"\x7f\"", string(got), "what must be escaped, and as short as may be")

	for _, s := range []string{"\xff", "abcdefgh\xc3", "\xed\xa0\x80"} {
		got, ok := AppendString([]byte("before"), s)
		require.False(t, ok)
		require.Equal(t, "before", string(got), "dst is as it was")
	}
}

func requireString(t *testing.T, s string) {
	t.Helper()
	got, ok := AppendString([]byte("before"), s)
	if !ok || !strings.HasPrefix(string(got), "before") {
		t.Fatalf("%q: got %q, %v", s, got, ok)
	}
	got = got[len("before"):]
	var back string
	if err := json.Unmarshal(got, &back); err != nil || back != s {
		t.Fatalf("%q: got %s, which reads as %q, %v", s, got, back, err)
	}
	if end, f := ConsumeString(got, 0); f&Failed != 0 || end != len(got) {
		t.Fatalf("%q: got %s, which fails at %d", s, got, end)
	}
	if f := Check(got); f != nil {
		t.Fatalf("%q: got %s: %v", s, got, f)
	}
	if string(AppendUnescaped(nil, got[1:len(got)-1])) != s {
		t.Fatalf("%q: got %s, which unescapes to something else", s, got)
	}
}

// FuzzString checks the reading and the writing of strings against each other
// and against encoding/json.
func FuzzString(f *testing.F) {
	for i, a := range texts {
		f.Add(a, texts[(i+1)%len(texts)])
	}
	f.Add("\xff", `\ud800`)
	f.Add("\x01 ", `\u12`)
	f.Fuzz(func(t *testing.T, a, b string) {
		if utf8.ValidString(a) {
			requireString(t, a)
		}
		x, y := fmt.Appendf(nil, `"%s"`, a), fmt.Appendf(nil, `"%s"`, b)
		if Check(x) != nil || Check(y) != nil {
			return
		}
		var s, u string
		if json.Unmarshal(x, &s) != nil || json.Unmarshal(y, &u) != nil {
			t.Fatalf("Check accepts %s and %s, encoding/json does not", x, y)
		}
		if got := AppendUnescaped(nil, []byte(a)); string(got) != s {
			t.Fatalf("AppendUnescaped(%s) = %q, want %q", a, got, s)
		}
		if got := SameText([]byte(a), []byte(b)); got != (s == u) {
			t.Fatalf("SameText(%s, %s) = %v", a, b, got)
		}
		if _, flags := ConsumeString(x, 0); (flags&Escaped != 0) != strings.Contains(a, `\`) || (flags&NonASCII != 0) != strings.ContainsFunc(a, func(r rune) bool { return r > 0x7F }) {
			t.Fatalf("String(%s): flags %b", x, flags)
		}
	})
}
