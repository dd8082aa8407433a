// Package ascii compares text without regard to ASCII case. Unlike
// [strings.EqualFold] it folds no other letters: ſ is not s.
package ascii

// EqualFold reports whether s and t are the same but for ASCII case.
func EqualFold(s, t string) bool {
	if len(s) != len(t) {
		return false
	}
	for i := range len(s) {
		if s[i] != t[i] && Lower(s[i]) != Lower(t[i]) {
			return false
		}
	}
	return true
}

// CutPrefixFold returns s without a prefix that is the given one but for
// ASCII case, and whether it had it.
func CutPrefixFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// Lower returns c in lower case.
func Lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}
