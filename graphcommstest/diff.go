package graphcommstest

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"

	"github.com/google/go-cmp/cmp"

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
// A member without a line is absent. Long values are cut, and of very many
// differences the first ones are shown. Where an array has more elements than
// the other, equal ones at its end are taken to be the same, so that a new
// element is one difference. Of a text that is not JSON the report is the
// error, with its pointer. The report is for people; its form may change.
func Diff(want, got []byte, opts ...Option) string {
	const op = "graphcommstest.Diff"
	x, errWant := load(op, "want", want)
	y, errGot := load(op, "got", got)
	if err := errors.Join(errWant, errGot); err != nil {
		return err.Error()
	}
	return diff(x, y, opts)
}

// diff is Diff on values, from which it takes away what opts ignore.
func diff(want, got object, opts []Option) string {
	for _, o := range opts {
		for _, pattern := range o.ignore {
			drop(want, pattern)
			drop(got, pattern)
		}
	}
	trim(want, got)
	var r report
	if cmp.Equal(want, got, cmp.Reporter(&r)) {
		return ""
	}
	return r.String()
}

// trim takes away, from arrays of different lengths, the equal elements at
// their ends.
func trim(want, got any) {
	x, y := children(want), children(got)
	a, ok := want.(array)
	if b, also := got.(array); ok && also {
		i, j := a.len(), b.len()
		for differ := i != j; differ && min(i, j) > 0; {
			i, j = i-1, j-1
			p, q := strconv.Itoa(i), strconv.Itoa(j)
			if !reflect.DeepEqual(a[p], b[q]) {
				break
			}
			delete(a, p)
			delete(b, q)
		}
	}
	for token, v := range x {
		trim(v, y[token])
	}
}

// report is a [cmp.Reporter] that writes the report of Diff.
type report struct {
	path  cmp.Path
	lines strings.Builder
	count int
}

const maxDifferences = 50

func (r *report) PushStep(s cmp.PathStep) { r.path = append(r.path, s) }
func (r *report) PopStep()                { r.path = r.path[:len(r.path)-1] }

func (r *report) Report(result cmp.Result) {
	if result.Equal() {
		return
	}
	if r.count++; r.count > maxDifferences {
		return
	}
	want, got := r.path.Last().Values()
	x, y := text(want), text(got)
	common := 0
	for common < len(x) && common < len(y) && x[common] == y[common] {
		common++
	}
	r.lines.WriteString("\n" + r.pointer())
	for _, side := range []struct{ mark, text string }{{"-", x}, {"+", y}} {
		if side.text != "" {
			r.lines.WriteString("\n  " + side.mark + " " + excerpt(side.text, common))
		}
	}
}

func (r *report) String() string {
	s := "(-want +got)" + r.lines.String()
	if more := r.count - maxDifferences; more > 0 {
		s += fmt.Sprintf("\n… and %d more differences", more)
	}
	return s
}

func (r *report) pointer() string {
	pointer := ""
	for _, step := range r.path {
		if m, ok := step.(cmp.MapIndex); ok {
			pointer += "/" + jsonscan.EscapeToken(m.Key().String())
		}
	}
	if pointer == "/" {
		return `""`
	}
	return jsonscan.ShowPointer(pointer[1:])
}

// text returns a value as compact JSON on one line, with what cannot be seen
// escaped, or "" for none.
func text(v reflect.Value) string {
	if !v.IsValid() {
		return ""
	}
	var b strings.Builder
	for _, r := range string(appendValue(nil, v.Interface())) {
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
