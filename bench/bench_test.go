package bench

import "testing"

// works are the works that are compared, as BenchmarkWork/group/impl=name.
var works = []struct {
	name   string
	groups func() []group
}{
	{"Decode", decodeGroups},
	{"Encode", encodeGroups},
	{"Apply", applyGroups},
	{"Diff", diffGroups},
	{"Compose", composeGroups},
	{"Validate", validateGroups},
	{"Update", updateGroups},
	{"Check", checkGroups},
}

func BenchmarkDecode(b *testing.B)   { measure(b, decodeGroups()) }
func BenchmarkEncode(b *testing.B)   { measure(b, encodeGroups()) }
func BenchmarkApply(b *testing.B)    { measure(b, applyGroups()) }
func BenchmarkDiff(b *testing.B)     { measure(b, diffGroups()) }
func BenchmarkCompose(b *testing.B)  { measure(b, composeGroups()) }
func BenchmarkValidate(b *testing.B) { measure(b, validateGroups()) }
func BenchmarkUpdate(b *testing.B)   { measure(b, updateGroups()) }
func BenchmarkCheck(b *testing.B)    { measure(b, checkGroups()) }

// TestTasks proves that every measured call gives the right answer on its payload.
func TestTasks(t *testing.T) {
	for _, work := range works {
		for _, g := range work.groups() {
			t.Run(work.name+"/"+g.name, func(t *testing.T) {
				for _, task := range g.tasks() {
					t.Run("impl="+task.impl, task.prove)
				}
			})
		}
	}
}
