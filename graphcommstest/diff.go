package graphcommstest

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"example.com/graphcomms/internal/jsonscan"
)

// Diff returns "" if want and got mean the same, else a report with the JSON
// pointers of all differences, sorted (the pointer of the whole text is
// written ""):
//
//	(-want +got)
//	/resultInfo/code
//	  - 200
//	/status
//	  - "Running"
//	  + "Completed"
//
// A member without a line is absent. Long values are cut, and only the first
// ones of very many differences are shown. Where an array has more elements
// than the other, equal ones at its end are taken to be the same, so that a new
// element is one difference; with [IgnoreOrder] an array is one difference,
// with the elements that are missing and those that are extra. The report on a
// text that is not JSON is the error, with its pointer. The report is for
// people; its form may change.
func Diff(want, got []byte, opts ...Option) string {
	const op = "graphcommstest.Diff"
	x, errWant := load(op, "want", want)
	y, errGot := load(op, "got", got)
	if err := errors.Join(errWant, errGot); err != nil {
		return err.Error()
	}
	return diff(&x, &y, opts)
}

// diff is Diff on values, in which it marks what opts name and numbers all.
func diff(want, got *value, opts []Option) string {
	want.mark(opts)
	got.mark(opts)
	t := ids{known: make(map[string]uint32)}
	t.number(want)
	t.number(got)
	if want.id == got.id {
		return ""
	}
	var r report
	r.compare(want, got)
	return r.String()
}

// report is the report of Diff, as it grows.
type report struct {
	pointer []byte // of where compare is, with a slash before the token of the whole text
	lines   strings.Builder
	count   int
}

const maxDifferences = 50

// compare adds the differences of two values, either of which may be nil for
// none.
func (r *report) compare(want, got *value) {
	switch {
	case want == nil || got == nil || want.kind != got.kind || want.text != "" || want.anyValue != got.anyValue || want.unordered != got.unordered:
		if r.add() {
			x, y := text(want), text(got)
			at := 0
			for at < len(x) && at < len(y) && x[at] == y[at] {
				at++
			}
			r.line("-", x, at)
			r.line("+", y, at)
		}
	case want.unordered:
		r.compareSets(want, got)
	case want.kind == '[':
		r.compareArrays(want, got)
	default:
		r.compareObjects(want, got)
	}
}

// child compares two children, unless they mean the same. An ignored one is
// none.
func (r *report) child(token string, want, got *value) {
	if want != nil && want.ignored {
		want = nil
	}
	if got != nil && got.ignored {
		got = nil
	}
	if want == got || want != nil && got != nil && want.id == got.id {
		return
	}
	n := len(r.pointer)
	r.pointer = append(append(r.pointer, '/'), jsonscan.EscapeToken(token)...)
	r.compare(want, got)
	r.pointer = r.pointer[:n]
}

func (r *report) compareObjects(want, got *value) {
	x, y := want.kids, got.kids
	for len(x) > 0 || len(y) > 0 {
		switch {
		case len(y) == 0 || len(x) > 0 && x[0].name < y[0].name:
			r.child(x[0].name, &x[0], nil)
			x = x[1:]
		case len(x) == 0 || y[0].name < x[0].name:
			r.child(y[0].name, nil, &y[0])
			y = y[1:]
		default:
			r.child(x[0].name, &x[0], &y[0])
			x, y = x[1:], y[1:]
		}
	}
}

func (r *report) compareArrays(want, got *value) {
	x, y := want.kids[:want.len()], got.kids[:got.len()]
	for differ := len(x) != len(y); differ && min(len(x), len(y)) > 0; {
		if x[len(x)-1].id != y[len(y)-1].id {
			break
		}
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	element := func(list []value, i int) *value {
		if i < len(list) {
			return &list[i]
		}
		return nil
	}
	var tokens []string
	for i := range max(len(x), len(y)) {
		if i >= len(x) || i >= len(y) || x[i].id != y[i].id {
			tokens = append(tokens, strconv.Itoa(i))
		}
	}
	slices.Sort(tokens)
	for _, token := range tokens {
		i, _ := strconv.Atoi(token)
		r.child(token, element(x, i), element(y, i))
	}
}

// compareSets adds, as one difference, the elements that are missing and those
// that are extra.
func (r *report) compareSets(want, got *value) {
	if !r.add() {
		return
	}
	more := 0
	side := func(mark string, list, other []value) {
		left := make(map[uint32]int)
		for i := range other {
			left[other[i].id]++
		}
		shown := 0
		for i := range list {
			v := &list[i]
			switch {
			case v.ignored:
			case left[v.id] > 0:
				left[v.id]--
			case shown == maxElements:
				more++
			default:
				shown++
				r.line(mark, text(v), 0)
			}
		}
	}
	side("-", want.kids, got.kids)
	side("+", got.kids, want.kids)
	if more > 0 {
		fmt.Fprintf(&r.lines, "\n  … and %d more elements", more)
	}
}

const maxElements = 10

// add begins a difference, and reports whether there is room for it.
func (r *report) add() bool {
	if r.count++; r.count > maxDifferences {
		return false
	}
	pointer := `""`
	if len(r.pointer) > 1 {
		pointer = jsonscan.ShowPointer(string(r.pointer[1:]))
	}
	r.lines.WriteString("\n" + pointer)
	return true
}

func (r *report) line(mark, text string, at int) {
	if text != "" {
		r.lines.WriteString("\n  " + mark + " " + excerpt(text, at))
	}
}

func (r *report) String() string {
	s := "(-want +got)" + r.lines.String()
	if more := r.count - maxDifferences; more > 0 {
		s += fmt.Sprintf("\n… and %d more differences", more)
	}
	return s
}

// text returns a value as compact JSON on one line, with what cannot be seen
// escaped, or "" for none.
func text(v *value) string {
	if v == nil {
		return ""
	}
	var b strings.Builder
	for _, r := range string(v.appendCompact(nil, false)) {
		if unicode.IsPrint(r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// excerpt returns s or, of a long one, a part from shortly before an offset.
func excerpt(s string, at int) string {
	const before, width = 40, 120
	if len(s) <= width {
		return s
	}
	start := min(max(0, at-before), len(s)-width)
	part := strings.ToValidUTF8(s[start:start+width], "")
	if start > 0 {
		part = "…" + part
	}
	if start+width < len(s) {
		part += "…"
	}
	return part
}
