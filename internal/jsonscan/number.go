package jsonscan

import (
	"bytes"
	"slices"
	"strconv"
)

// Int32 reads the text of a scanned number, or of digits with or without a
// minus before them, as an integer. The error is nil, [ErrNotInteger] or
// [ErrOutOfRange].
func Int32(text []byte) (int32, error) {
	unsigned := bytes.TrimPrefix(text, []byte("-"))
	if len(unsigned) == 0 || digits(unsigned, 0) < len(unsigned) {
		return 0, ErrNotInteger
	}
	n, err := strconv.ParseInt(string(text), 10, 32)
	if err != nil {
		return 0, ErrOutOfRange
	}
	return int32(n), nil
}

// TextInt32 reads the text of a scanned number or string as an integer. A
// string must be digits, with or without a minus before them, that fit; any
// other is [ErrWrongType].
func TextInt32(value []byte) (int32, error) {
	if value[0] != '"' {
		return Int32(value)
	}
	var few [16]byte
	n, err := Int32(AppendUnescaped(few[:0], value[1:len(value)-1]))
	if err != nil {
		err = ErrWrongType
	}
	return n, err
}

// SameNumber reports whether the texts of two scanned numbers mean the same
// number. It takes time linear in the texts, whatever the exponents are.
func SameNumber(a, b []byte) bool {
	var x, y [64]byte
	return bytes.Equal(AppendCanonicalNumber(x[:0], a), AppendCanonicalNumber(y[:0], b))
}

// maxZeros is how many zeros the canonical spelling of a number has at most that
// are none of its digits.
const (
	maxZeros = 20
	zeros    = "0.00000000000000000000" // these, after a point
)

// AppendCanonicalNumber appends the canonical spelling of a scanned number: one
// for all texts that mean the same number, itself such a text. It has
// all digits of the number and no other zeros before or after them than a plain
// spelling asks for. Where that would be more than 20 it has an exponent and one
// digit before the point. 0 is "0". It takes time linear in the text, whatever
// the exponent is.
func AppendCanonicalNumber(dst, text []byte) []byte {
	d := decompose(text)
	n := int64(len(d.whole) + len(d.fraction))
	if n == 0 {
		return append(dst, '0')
	}
	if d.negative {
		dst = append(dst, '-')
	}
	start := len(dst)
	dst = append(append(dst, d.whole...), d.fraction...)
	if point, isSmall := d.smallExponent(); isSmall {
		switch {
		case 0 < point && point < n:
			return slices.Insert(dst, start+int(point), '.')
		case n <= point && point <= n+maxZeros:
			return append(dst, zeros[2:2+point-n]...)
		case -maxZeros < point && point <= 0:
			return slices.Insert(dst, start, []byte(zeros[:2-point])...)
		}
	}
	if n > 1 {
		dst = slices.Insert(dst, start+1, '.')
	}
	d.shift-- // one digit is before the point
	return d.appendExponent(append(dst, 'e'))
}

// decimal is the number ±0.d₁d₂… × 10^(exp+shift), the digits being those of
// whole and then of fraction, with no zero first or last. The number 0 has no
// digits; the rest of it means nothing.
type decimal struct {
	negative        bool
	whole, fraction []byte
	exp             []byte // as written after the e
	shift           int
}

func decompose(text []byte) decimal {
	var d decimal
	if text[0] == '-' {
		d.negative, text = true, text[1:]
	}
	if i := bytes.IndexAny(text, "eE"); i >= 0 {
		text, d.exp = text[:i], text[i+1:]
	}
	d.whole, d.fraction, _ = bytes.Cut(text, []byte("."))
	d.whole = bytes.TrimLeft(d.whole, "0")
	d.fraction = bytes.TrimRight(d.fraction, "0")
	d.shift = len(d.whole)
	if len(d.fraction) == 0 {
		d.whole = bytes.TrimRight(d.whole, "0")
	}
	if len(d.whole) == 0 {
		n := len(d.fraction)
		d.fraction = bytes.TrimLeft(d.fraction, "0")
		d.shift = len(d.fraction) - n
	}
	return d
}

// smallExponent returns exp+shift, if exp fits into 62 bits, so that no sum with
// shift is too large.
func (d decimal) smallExponent() (_ int64, ok bool) {
	if len(d.exp) == 0 {
		return int64(d.shift), true
	}
	n, err := strconv.ParseInt(string(d.exp), 10, 62)
	return n + int64(d.shift), err == nil
}

// appendExponent appends exp+shift in decimal digits, with a minus when it is
// negative.
func (d decimal) appendExponent(dst []byte) []byte {
	if n, ok := d.smallExponent(); ok {
		return strconv.AppendInt(dst, n, 10)
	}
	// The sum keeps exp's sign, because it is so much larger than shift.
	shift := d.shift
	if d.exp[0] == '-' {
		dst, shift = append(dst, '-'), -shift
	}
	sum := append([]byte{'0'}, bytes.TrimLeft(d.exp, "+-0")...)
	for i := len(sum) - 1; shift != 0; i-- {
		shift += int(sum[i] - '0')
		digit := (shift%10 + 10) % 10
		sum[i] = byte('0' + digit)
		shift = (shift - digit) / 10
	}
	return append(dst, bytes.TrimLeft(sum, "0")...)
}
