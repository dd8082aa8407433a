package api

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseIfMatch(t *testing.T) {
	for _, test := range []struct {
		name, why string
		field     string
		tags      []string
		any, ok   bool
	}{
		{"weak", "what the server sends", `W/"1"`, []string{`"1"`}, false, true},
		{"strong", "compared weakly all the same", `"1"`, []string{`"1"`}, false, true},
		{"list", "space around commas is optional", "\"1\",W/\"2\" \t, \"3\"", []string{`"1"`, `"2"`, `"3"`}, false, true},
		{"empty elements", "RFC 9110 section 5.6.1.2", `, "1",,"2" ,`, []string{`"1"`, `"2"`}, false, true},
		{"nothing", "an empty list", " \t", nil, false, true},
		{"star", "any version", " * ", nil, true, true},
		{"the empty tag", "is one", `""`, []string{`""`}, false, true},
		{"commas and stars", "within a tag", `"a,*,b"`, []string{`"a,*,b"`}, false, true},
		{"backslash", "escapes nothing", `"\", "\"`, []string{`"\"`, `"\"`}, false, true},
		{"beyond ASCII", "obs-text", "\"\xff\"", []string{"\"\xff\""}, false, true},
		{"two stars", "a star stands alone", `*, *`, nil, false, false},
		{"star and tag", "the same", `*, "1"`, nil, false, false},
		{"tag and star", "the same", `W/"999", *`, nil, false, false},
		{"no comma", "between tags", `"1" "2"`, nil, false, false},
		{"no end", "of a tag", `"1`, nil, false, false},
		{"no quotes", "a token is no tag", `1`, nil, false, false},
		{"lower case", "the sign for weak is W", `w/"1"`, nil, false, false},
		{"space in a tag", "is no etagc", `"a b"`, nil, false, false},
		{"space after the sign", "it belongs to the tag", `W/ "1"`, nil, false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			tags, any, ok := parseIfMatch(test.field)
			if diff := cmp.Diff(test.tags, tags); diff != "" || any != test.any || ok != test.ok {
				t.Errorf("parseIfMatch(%q) = %q, %t, %t, want %q, %t, %t: %s", test.field, tags, any, ok, test.tags, test.any, test.ok, test.why)
			}
		})
	}
}

func FuzzParseIfMatch(f *testing.F) {
	for _, seed := range []string{``, `*`, `W/"1"`, `"1", W/"2"`, `"a,*,b"`, `W/"999", *`, `"a" "b"`, `,,"\"`, "\"\xff\" ", `"a b"`, `W/`, `"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, field string) {
		tags, any, ok := parseIfMatch(field)
		wantTags, wantAny, wantOK := slowIfMatch(field)
		if !slices.Equal(tags, wantTags) || any != wantAny || ok != wantOK {
			t.Errorf("parseIfMatch(%q) = %q, %t, %t, want %q, %t, %t", field, tags, any, ok, wantTags, wantAny, wantOK)
		}
	})
}

// slowIfMatch cuts a field at the commas that are outside quotes, and looks at
// each piece byte by byte.
func slowIfMatch(field string) (tags []string, any, ok bool) {
	pieces, quoted := []string{""}, false
	for i := range len(field) {
		c := field[i : i+1]
		if c == `"` {
			quoted = !quoted
		}
		if c == "," && !quoted {
			pieces = append(pieces, "")
			continue
		}
		pieces[len(pieces)-1] += c
	}
	for _, piece := range pieces {
		piece = strings.Trim(piece, " \t")
		if piece == "*" && len(pieces) == 1 {
			return nil, true, true
		}
		if piece == "" {
			continue
		}
		tag := strings.TrimPrefix(piece, "W/")
		if len(tag) < 2 || tag[0] != '"' || tag[len(tag)-1] != '"' {
			return nil, false, false
		}
		for _, c := range []byte(tag[1 : len(tag)-1]) {
			if c <= ' ' || c == '"' || c == 0x7f {
				return nil, false, false
			}
		}
		tags = append(tags, tag)
	}
	return tags, false, true
}
