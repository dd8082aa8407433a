package jsonscan

import (
	"bytes"
	"math/bits"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// trailingBytes is the number of whole bytes below the lowest set bit.
func trailingBytes(m uint64) int { return bits.TrailingZeros64(m) / 8 }

// The characters with escape sequences of two bytes, by the second one, and the
// second bytes by the character; a slash is not escaped.
var (
	meanings = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}
	letters  = [256]byte{'"': '"', '\\': '\\', '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't'}
)

// unescape reads the escape sequence that b begins with, a surrogate pair as
// one, and returns its length and its character. b continues to the end of the
// text. A failure is at the offset that it returns for the length: half a pair
// where it begins, unless the text ends before the other half does.
func unescape(b []byte) (int, rune, Flags) {
	if len(b) < 2 {
		return len(b), 0, badSyntax
	}
	switch c := meanings[b[1]]; {
	case c != 0:
		return 2, rune(c), 0
	case b[1] != 'u':
		return 1, 0, badSyntax
	}
	n, r := hex4(b, 2)
	switch {
	case n < 6:
		return n, 0, badSyntax
	case !utf16.IsSurrogate(r):
		return 6, r, 0
	}
	switch n := lowHalf(b[6:]); {
	case r >= 0xDC00, n < 6 && 6+n < len(b):
		return 0, 0, badSurrogate
	case n < 6: // it may have been to come
		return len(b), 0, badSyntax
	}
	_, low := hex4(b, 8)
	return 12, utf16.DecodeRune(r, low), 0
}

const hexDigits = "0123456789abcdefABCDEF"

// lowHalves are the characters that can stand at each place of an escape of the
// second half of a surrogate pair.
var lowHalves = [...]string{`\`, "u", "dD", "cdefCDEF", hexDigits, hexDigits}

// lowHalf returns how many bytes b has in common with such an escape: with all of
// it 6.
func lowHalf(b []byte) int {
	for i, allowed := range lowHalves {
		if i == len(b) || strings.IndexByte(allowed, b[i]) < 0 {
			return i
		}
	}
	return len(lowHalves)
}

// hex4 reads four hexadecimal digits at b[i:] and returns the index after the
// last good one.
func hex4(b []byte, i int) (int, rune) {
	var r rune
	for end := min(i+4, len(b)); i < end; i++ {
		c := b[i]
		switch {
		case c-'0' <= 9:
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return i, 0
		}
		r = r<<4 | rune(c)
	}
	return i, r
}

// AppendUnescaped appends the meaning of the text of a scanned string, given
// without its quotes.
func AppendUnescaped(dst, text []byte) []byte {
	for {
		i := bytes.IndexByte(text, '\\')
		if i < 0 {
			return append(dst, text...)
		}
		n, r, _ := unescape(text[i:])
		dst = utf8.AppendRune(append(dst, text[:i]...), r)
		text = text[i+n:]
	}
}

// Unescaped returns the meaning of the text of a scanned string, given without its
// quotes.
func Unescaped(text string) string {
	if strings.IndexByte(text, '\\') < 0 {
		return text
	}
	return string(AppendUnescaped(nil, []byte(text)))
}

// SameText reports whether the texts of two scanned strings, given without
// their quotes, mean the same.
func SameText(a, b []byte) bool {
	for {
		i := 0
		for i < len(a) && i < len(b) && a[i] == b[i] && a[i] != '\\' {
			i++
		}
		a, b = a[i:], b[i:]
		if len(a) == 0 || len(b) == 0 {
			return len(a) == len(b)
		}
		if a[0] != '\\' && b[0] != '\\' {
			return false // perhaps inside a character
		}
		n, r := firstRune(a)
		m, q := firstRune(b)
		if r != q {
			return false
		}
		a, b = a[n:], b[m:]
	}
}

// firstRune returns the length and the character that text begins with: -1 for a
// byte that is not UTF-8, which is no U+FFFD. A name may have one that the end of
// the scan is to find.
func firstRune(text []byte) (int, rune) {
	if text[0] == '\\' {
		n, r, _ := unescape(text)
		return n, r
	}
	r, n := utf8.DecodeRune(text)
	if r == utf8.RuneError && n == 1 {
		r = -1
	}
	return n, r
}

// AppendString appends s as a JSON string, escaping only what JSON requires.
// ok is false, and dst is as it was, when s is not valid UTF-8.
func AppendString(dst []byte, s string) (_ []byte, ok bool) {
	if !utf8.ValidString(s) {
		return dst, false
	}
	dst = append(dst, '"')
	for {
		n := plainLen(s)
		if dst = append(dst, s[:n]...); n == len(s) {
			return append(dst, '"'), true
		}
		dst = appendEscape(dst, s[n])
		s = s[n+1:]
	}
}

// plainLen returns the length of the longest prefix of s that needs no
// escapes.
func plainLen(s string) int {
	n := 0
	for ; n+8 <= len(s); n += 8 {
		if m := special(word(s[n:])); m != 0 {
			return n + trailingBytes(m)
		}
	}
	for n < len(s) && s[n] >= ' ' && s[n] != '"' && s[n] != '\\' {
		n++
	}
	return n
}

func appendEscape(dst []byte, c byte) []byte {
	if letter := letters[c]; letter != 0 {
		return append(dst, '\\', letter)
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}

// word returns the first eight bytes of s.
func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// half returns the first four bytes of s.
func half(s string) uint64 {
	_ = s[3]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24
}

// solidEnd returns the end of what stands at i in the text of a scanned value
// without insignificant white space.
func solidEnd(value []byte, i int) int {
	for i < len(value) && value[i] > ' ' {
		if value[i] == '"' {
			i, _ = ConsumeString(value, i)
		} else {
			i++
		}
	}
	return i
}

// AppendValue appends the text of a scanned value, compacted where f says
// that it has white space.
func AppendValue(dst, value []byte, f Flags) []byte {
	if f&HasSpace == 0 {
		return append(dst, value...)
	}
	for i := 0; i < len(value); {
		end := solidEnd(value, i)
		dst = append(dst, value[i:end]...)
		i = SkipSpace(value, end)
	}
	return dst
}
