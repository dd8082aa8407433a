package graphcommstest

import (
	"strconv"
	"strings"
)

// number returns the one spelling of a JSON number: all its digits, and an
// exponent only where the plain spelling would add many zeros. It takes linear
// time: a huge exponent is never expanded, nor read as a number.
func number(text string) string {
	sign := ""
	if text[0] == '-' {
		sign, text = "-", text[1:]
	}
	exp := ""
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		text, exp = text[:i], text[i+1:]
	}
	whole, fraction, _ := strings.Cut(text, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	point := len(digits) - len(fraction) // the number is 0.digits × 10^(point+exp)
	if digits = strings.TrimRight(digits, "0"); digits == "" {
		return "0"
	}
	expSign, exp := "", strings.TrimLeft(exp, "+")
	if strings.HasPrefix(exp, "-") {
		expSign = "-"
	}
	exp = strings.TrimLeft(exp, "-0")
	huge := len(exp) > 18
	if !huge {
		n, _ := strconv.Atoi(expSign + "0" + exp)
		point += n
		const maxZeros = 20
		switch n := len(digits); {
		case 0 < point && point < n:
			return sign + digits[:point] + "." + digits[point:]
		case n <= point && point <= n+maxZeros:
			return sign + digits + strings.Repeat("0", point-n)
		case -maxZeros < point && point <= 0:
			return sign + "0." + strings.Repeat("0", -point) + digits
		}
	}
	if len(digits) > 1 {
		digits = digits[:1] + "." + digits[1:]
	}
	switch {
	case !huge:
		exp = strconv.Itoa(point - 1)
	case expSign == "-":
		exp = "-" + sum(exp, 1-point)
	default:
		exp = sum(exp, point-1)
	}
	return sign + digits + "e" + exp
}

// sum returns the decimal number e plus n, which is much smaller than e.
func sum(e string, n int) string {
	text := []byte("0" + e)
	for i := len(text) - 1; n != 0; i-- {
		n += int(text[i] - '0')
		digit := (n%10 + 10) % 10
		text[i] = byte('0' + digit)
		n = (n - digit) / 10
	}
	return strings.TrimLeft(string(text), "0")
}
