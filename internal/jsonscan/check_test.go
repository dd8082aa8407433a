package jsonscan

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// slowCheck is Check, a byte at a time and in the words of the rule: a text
// fails at the first place where something begins that no continuation can mend.
// A byte that cannot follow is such a place, a repeated name, a character that is
// not UTF-8, half a surrogate pair, and a container that is too deep.
func slowCheck(text string) (fault *Error) {
	s := slowScan{text: text}
	defer func() {
		if f, ok := recover().(Error); ok {
			fault = &f
		}
	}()
	s.space()
	s.value(0)
	s.space()
	if s.i < len(text) {
		s.fail(ErrSyntax, s.i)
	}
	return nil
}

type slowScan struct {
	text string
	i    int
	path []string
}

func (s *slowScan) fail(err error, at int) {
	pointer := ""
	for _, token := range s.path {
		pointer += "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(token)
	}
	panic(Error{Pointer: pointer, Offset: at, Err: err})
}

// next returns the next byte, or fails at the end of the text.
func (s *slowScan) next() byte {
	if s.i == len(s.text) {
		s.fail(ErrSyntax, s.i)
	}
	return s.text[s.i]
}

// want reads one of the bytes.
func (s *slowScan) want(bytes string) byte {
	c := s.next()
	if strings.IndexByte(bytes, c) < 0 {
		s.fail(ErrSyntax, s.i)
	}
	s.i++
	return c
}

func (s *slowScan) space() {
	for s.i < len(s.text) && strings.IndexByte(" \t\r\n", s.text[s.i]) >= 0 {
		s.i++
	}
}

func (s *slowScan) value(depth int) {
	switch c := s.next(); c {
	case '"':
		s.string()
	case '{', '[':
		if depth == MaxDepth {
			s.fail(ErrDepth, s.i)
		}
		if c == '{' {
			s.object(depth)
		} else {
			s.array(depth)
		}
	case 'n', 't', 'f':
		for _, c := range map[byte]string{'n': "null", 't': "true", 'f': "false"}[c] {
			s.want(string(c))
		}
	default:
		s.number()
	}
}

func (s *slowScan) object(depth int) {
	s.want("{")
	s.space()
	if s.next() == '}' {
		s.i++
		return
	}
	for names := map[string]bool{}; ; {
		s.next()
		start := s.i
		if s.text[start] != '"' {
			s.fail(ErrSyntax, start)
		}
		name := s.string()
		if names[name] {
			s.path = append(s.path, name)
			s.fail(ErrDuplicateName, start)
		}
		names[name] = true
		s.space()
		s.want(":")
		s.path = append(s.path, name)
		s.space()
		s.value(depth + 1)
		s.path = s.path[:len(s.path)-1]
		s.space()
		if s.want(",}") == '}' {
			return
		}
		s.space()
	}
}

func (s *slowScan) array(depth int) {
	s.want("[")
	for i := 0; ; i++ {
		s.path = append(s.path, strconv.Itoa(i))
		s.space()
		if c := s.next(); c == ']' && i == 0 {
			s.path = s.path[:len(s.path)-1]
			s.i++
			return
		}
		s.value(depth + 1)
		s.path = s.path[:len(s.path)-1]
		s.space()
		if s.want(",]") == ']' {
			return
		}
	}
}

const slowDigits = "0123456789"

func (s *slowScan) digits() {
	for s.want(slowDigits); s.i < len(s.text) && strings.IndexByte(slowDigits, s.text[s.i]) >= 0; s.i++ {
	}
}

func (s *slowScan) number() {
	is := func(bytes string) bool { return s.i < len(s.text) && strings.IndexByte(bytes, s.text[s.i]) >= 0 }
	if is("-") {
		s.i++
	}
	if is("0") {
		if s.i++; is(slowDigits) {
			s.fail(ErrSyntax, s.i)
		}
	} else {
		s.digits()
	}
	if is(".") {
		s.i++
		s.digits()
	}
	if is("eE") {
		if s.i++; is("+-") {
			s.i++
		}
		s.digits()
	}
}

var (
	wholeLow = regexp.MustCompile(`^\\u[dD][c-fC-F][0-9a-fA-F]{2}`)
	begunLow = regexp.MustCompile(`^(\\(u([dD]([c-fC-F][0-9a-fA-F]?)?)?)?)?$`)
)

// string returns the meaning of a string.
func (s *slowScan) string() string {
	var meaning []rune
	s.want(`"`)
	for s.next() != '"' {
		start, rest := s.i, s.text[s.i:]
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case rest[0] < ' ':
			s.fail(ErrSyntax, start)
		case !utf8.FullRuneInString(rest):
			s.fail(ErrSyntax, len(s.text))
		case r == utf8.RuneError && size == 1:
			s.fail(ErrInvalidUTF8, start)
		case r != '\\':
			s.i += size
		default:
			s.i++
			if s.want(`"\/bfnrtu`) == 'u' {
				for range 4 {
					s.want(slowDigits + "abcdefABCDEF")
				}
			}
			after := s.text[s.i:]
			switch unit, _ := strconv.ParseUint(s.text[start+2:s.i], 16, 16); {
			case 0xDC00 <= unit && unit <= 0xDFFF:
				s.fail(ErrInvalidUTF8, start)
			case unit < 0xD800 || unit > 0xDFFF:
			case wholeLow.MatchString(after):
				s.i += 6
			case begunLow.MatchString(after):
				s.fail(ErrSyntax, len(s.text))
			default:
				s.fail(ErrInvalidUTF8, start)
			}
			unquoted, err := strconv.Unquote(`"` + strings.ReplaceAll(s.text[start:s.i], `\/`, `/`) + `"`)
			if err != nil { // a surrogate pair, which Go writes otherwise
				high, _ := strconv.ParseUint(s.text[start+2:start+6], 16, 16)
				low, _ := strconv.ParseUint(s.text[start+8:start+12], 16, 16)
				r = rune(high-0xD800)<<10 + rune(low-0xDC00) + 0x10000
			} else {
				r, _ = utf8.DecodeRuneInString(unquoted)
			}
		}
		meaning = append(meaning, r)
	}
	s.i++
	return string(meaning)
}

// wholeTexts are good texts with something of everything.
var wholeTexts = []string{
	`null`, ` true `, `[false]`, `"a\"\\\/\b\f\n\r\té\u00e9\u0041"`, `"\ud83d\ude00😀�"`, `"a text of more than two words"`,
	`-0.5e+10`, `10E-2`, `[0,-1,20.75]`, `{}`, `[ ]`, ` { "a" : 1 , "b" : [ 2 , { "c" : null } ] } `,
	`{"id":"","ie":0}`, `{"a/b":{"~":{"":[]}},"\u0061":1}`, `{"é":1,"\u00e8":2,"\ud83d\ude00":3}`,
	`{"a":0,"b":0,"c":0,"d":0,"e":0,"f":0,"g":0,"h":0,"i":0,"j":0}`, `[[],[[[{"x":{}}]]],{}]`,
}

// broken yields the texts that one change makes of text, and it itself: all that
// it begins with; each byte dropped, and made into or preceded by any of a
// selection of others.
func broken(text string) func(yield func(string) bool) {
	const others = "{}[]:,\"\\/ntfu0159-+.eEabdcD x\x00\x1f\x7f\x80\xa0\xc3\xe2\xed\xf0\xff"
	return func(yield func(string) bool) {
		for i := range len(text) + 1 {
			list := []string{text[:i]}
			if i < len(text) {
				list = append(list, text[:i]+text[i+1:])
			}
			for _, c := range []byte(others) {
				list = append(list, text[:i]+string([]byte{c})+text[i:])
				if i < len(text) {
					list = append(list, text[:i]+string([]byte{c})+text[i+1:])
				}
			}
			for _, t := range list {
				if !yield(t) {
					return
				}
			}
		}
	}
}

// One text has one first fault, whoever reads it.
func TestFirstFault(t *testing.T) {
	seen := map[error]int{}
	try := func(text string) {
		t.Helper()
		want := slowCheck(text)
		_, members := Parse([]byte(text), Members, nil)
		_, elements := Parse([]byte(text), Elements, nil)
		for what, got := range map[string]*Error{"Check": Check([]byte(text)), "Parse members": members, "Parse elements": elements} {
			if (got == nil) != (want == nil) || got != nil && *got != *want {
				t.Fatalf("%s of %q\ngot  %+v\nwant %+v", what, text, got, want)
			}
		}
		if want != nil {
			seen[want.Err]++
		}
	}
	for _, text := range wholeTexts {
		try(text)
		for one := range broken(text) {
			try(one)
		}
	}
	for one := range broken(`{"\udc00\u001":1}`) { // two changes
		try(one)
	}
	for one := range broken(`"\ud83d\ude0x"`) {
		try(one)
	}
	for _, err := range []error{ErrSyntax, ErrDuplicateName, ErrInvalidUTF8} {
		require.Greater(t, seen[err], 50, "%v must be met", err)
	}
	for _, row := range []struct {
		text   string
		want   Error
		reason string
	}{
		{`{"id":"","id"0}`, Error{Pointer: "/id", Offset: 9, Err: ErrDuplicateName}, "the name stands before what cannot follow it"},
		{`{"id":"","id\x"`, Error{Offset: 13, Err: ErrSyntax}, "no name has been read yet"},
		{`"\udc00\u001"`, Error{Offset: 1, Err: ErrInvalidUTF8}, "the half stands before the bad escape"},
		{`nul`, Error{Offset: 3, Err: ErrSyntax}, "the end is what cannot follow"},
		{"{\"a\\ufffd21\":1,\"a\xe221\":2}", Error{Offset: 17, Err: ErrInvalidUTF8}, "no name either, though its fingerprint is the other's"},
		{"\"\xc3", Error{Offset: 2, Err: ErrSyntax}, "likewise, in the middle of a character"},
		{strings.Repeat("[", MaxDepth+1) + "x", Error{Pointer: strings.Repeat("/0", MaxDepth), Offset: MaxDepth, Err: ErrDepth}, "the bracket stands first"},
	} {
		require.Empty(t, cmp.Diff(&row.want, slowCheck(row.text), cmp.Comparer(func(a, b error) bool { return a == b })), row.reason)
		try(row.text)
	}
}

// A good text that ends too early fails there, whatever it ends in.
func TestEndsTooEarly(t *testing.T) {
	for _, text := range wholeTexts {
		for i := range len(strings.TrimRight(text, " ")) {
			if f := Check([]byte(text[:i])); f != nil {
				require.Equal(t, ErrSyntax, f.Err, "%q", text[:i])
				require.Equal(t, i, f.Offset, "%q", text[:i])
			}
		}
	}
}

func FuzzCheck(f *testing.F) {
	for _, text := range wholeTexts {
		f.Add(text)
		for i, one := range slices.Collect(broken(text)) {
			if i%41 == 0 {
				f.Add(one)
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, want := Check([]byte(text)), slowCheck(text)
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
			t.Fatalf("%q\ngot  %+v\nwant %+v", text, got, want)
		}
	})
}
