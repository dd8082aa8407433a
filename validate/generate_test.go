package validate_test

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// A generator makes the texts of operations and patches, of which some break
// rules. The same seed makes the same texts.
type generator struct{ *rand.Rand }

func newGenerator(seed uint64) generator { return generator{rand.New(rand.NewPCG(seed, 3))} }

func (g generator) pick(list ...string) string { return list[g.IntN(len(list))] }

// object returns an object with some of the members, in any order, each a name
// and what makes its value.
func (g generator) object(members ...member) string {
	var b strings.Builder
	b.WriteByte('{')
	for _, i := range g.Perm(len(members)) {
		if g.IntN(3) > 0 {
			continue
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Quote(members[i].name) + ":" + members[i].value())
	}
	return b.String() + "}"
}

type member struct {
	name  string
	value func() string
}

func (g generator) from(list ...string) func() string {
	return func() string { return g.pick(list...) }
}

// operation returns the text of an operation, or of a patch of one.
func (g generator) operation() string {
	types := []string{`"#microsoft.graph.commsOperation"`, `"graph.COMMSoperation"`, `"#microsoft.graph.recordOperation"`, `"#a.b"`, `""`, `null`}
	status := []string{`"NotStarted"`, `"running"`, `"Running"`, `"2"`, `"FAILED"`, `"Paused"`, `""`, `null`}
	texts := []string{`"c"`, `"c"`, `"\u0063"`, `""`, `null`, `"` + strings.Repeat("é", 257) + `"`}
	numbers := []string{`0`, `-0`, `4`, `"4"`, `-7`, `"-7"`, `null`}
	typed, twice := g.pick("@odata.type", "@type"), g.pick("@odata.type", "@type")
	result := func() string {
		if g.IntN(5) == 0 {
			return "null"
		}
		return g.object(
			member{typed, g.from(`"#microsoft.graph.resultInfo"`, `"graph.resultinfo"`, `"#a.b"`, `null`)},
			member{"code", g.from(numbers...)}, member{"subcode", g.from(numbers...)}, member{"message", g.from(texts...)},
			member{"Code", g.value}, member{"y", g.value}, member{"@n.t", g.value},
		)
	}
	return g.object(
		member{twice, g.from(types...)}, member{"id", g.from(`"1"`, `"1"`, `"2"`, `""`, `null`)},
		member{"status", g.from(status...)}, member{"status@n.t", g.value}, member{"clientContext", g.from(texts...)}, member{"resultInfo", result},
		member{"Status", g.value}, member{"x", g.value}, member{"a.b/c~d[0]", g.value}, member{"", g.value}, member{"recordingLocation", g.value},
	)
}

// value returns any JSON value.
func (g generator) value() string {
	switch g.IntN(6) {
	case 0:
		return "[" + g.value() + "," + g.value() + "]"
	case 1, 2:
		return g.object(member{"p", g.value}, member{"q", g.value}, member{"/~", g.value})
	}
	return g.pick(`1`, `1.0`, `2e0`, `-0`, `"t"`, `"\u0074"`, `null`, `true`, `{}`, `[]`)
}
